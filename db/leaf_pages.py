"""Read rows straight from the bytes of a plan file, page by page, without SQLite.

A damaged tree, schema or header keeps SQLite from pages that are whole. Rows lie in leaf pages of tables, and every
such page can be read by itself: SQLite file format, sections 1.3 (header), 1.5 (freelist), 1.6 (pages), 2.1 (records).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

PAGE_SIZE = 4096
Value = str | int | None

_LEAF, _TREE_PAGES = 0x0D, (0x02, 0x05, 0x0A)
_WIPED = bytes(64)  # no text: a page of a long one was zeroed
_INT_SIZES = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}


@dataclass(frozen=True)
class RawRow:
    """A row as it lies in the file; the column that is the row's id holds None."""

    rowid: int
    values: tuple[Value, ...]


@dataclass(frozen=True)
class RawLeaf:
    """The rows of one leaf page, and how many of its cells could not be read."""

    page: int
    rows: tuple[RawRow, ...]
    bad_cells: int


@dataclass(frozen=True)
class RawFile:
    """Every leaf page of a file in order, and how many pages are missing or could not be made out."""

    leaves: tuple[RawLeaf, ...]
    unreadable_pages: int


class _BadCellError(Exception):
    """The bytes are no row of ours."""


def read_leaves(content: bytes) -> RawFile:
    """Read every row that is whole from the bytes of a plan file, whatever state the rest of it is in."""
    return _Pages(content).read()


class _Pages:
    def __init__(self, content: bytes) -> None:
        self._content = content
        self._size = _page_size(content)
        self._count = -(-len(content) // self._size)
        self._overflow: set[int] = set()  # pages that hold the rest of a long row

    def read(self) -> RawFile:
        free = self._free_pages()
        numbers = [number for number in range(1, self._count + 1) if number not in free]
        leaves = [self._leaf(number) for number in numbers if self._kind(number) == _LEAF]
        doubtful = [number for number in numbers if self._kind(number) != _LEAF and number not in self._overflow]
        # A page whose type alone is damaged: it counts as a leaf when every cell in it can be read.
        guessed = [leaf for leaf in map(self._leaf, doubtful) if leaf.rows and not leaf.bad_cells]
        found = self._overflow | {leaf.page for leaf in guessed}
        lost = [number for number in doubtful if self._kind(number) not in _TREE_PAGES and number not in found]
        leaves += guessed
        return RawFile(tuple(sorted(leaves, key=lambda leaf: leaf.page)), len(lost) + self._missing())

    def _missing(self) -> int:
        """Pages the header counts that are not there; a count that cannot be is not believed."""
        noted = int.from_bytes(self._content[28:32], "big")
        return noted - self._count if self._count < noted < self._count * 100 else 0

    def _page(self, number: int) -> bytes:
        return self._content[(number - 1) * self._size : number * self._size]

    def _kind(self, number: int) -> int:
        start = (number - 1) * self._size + (100 if number == 1 else 0)
        return self._content[start] if start < len(self._content) else 0

    def _free_pages(self) -> set[int]:
        """Pages that hold nothing any more; none when the list of them is not whole."""
        trunk, count = struct.unpack(">II", self._content[32:40].ljust(8, b"\0"))
        free: set[int] = set()
        while trunk and trunk <= self._count and trunk not in free and len(free) < count:
            page = self._page(trunk).ljust(self._size, b"\0")
            length = int.from_bytes(page[4:8], "big")
            if length > (self._size - 8) // 4:
                return set()
            free |= {trunk, *struct.unpack(f">{length}I", page[8 : 8 + 4 * length])}
            trunk = int.from_bytes(page[:4], "big")
        return free if len(free) == count else set()

    def _leaf(self, number: int) -> RawLeaf:
        page = self._page(number).ljust(self._size, b"\0")
        start = 100 if number == 1 else 0
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        first = start + 8 + 2 * cells
        rows, bad = [], 0
        for place in range(start + 8, min(first, self._size - 1), 2):
            pointer = int.from_bytes(page[place : place + 2], "big")
            if not start + 8 <= pointer < self._size:
                bad += 1  # this pointer or the count is damaged; the others may still be right
                if pointer == 0:
                    break
                continue
            try:
                rows.append(self._row(page, pointer))
            except (_BadCellError, IndexError, UnicodeDecodeError):
                bad += 1
        return RawLeaf(number, tuple(rows), bad)

    def _row(self, page: bytes, pointer: int) -> RawRow:
        length, pointer = _varint(page, pointer)
        rowid, pointer = _varint(page, pointer)
        if rowid >= 1 << 63:
            rowid -= 1 << 64
        return RawRow(rowid, _record(self._payload(page, pointer, length)))

    def _payload(self, page: bytes, start: int, length: int) -> bytes:
        """The bytes of a record; those that do not fit into the page lie in a chain of others (section 1.6)."""
        if length > len(self._content):
            raise _BadCellError
        local = _local_length(length, self._size)
        if start + local > self._size:
            raise _BadCellError
        parts, left = [page[start : start + local]], length - local
        following = int.from_bytes(page[start + local : start + local + 4], "big") if left else 0
        chain = []
        while left > 0:
            if not 1 < following <= self._count or following in chain:
                raise _BadCellError
            chain.append(following)
            rest = self._page(following)
            parts.append(rest[4 : 4 + min(left, self._size - 4)])
            left -= self._size - 4
            following = int.from_bytes(rest[:4], "big")
        payload = b"".join(parts)
        if len(payload) != length:
            raise _BadCellError
        self._overflow.update(chain)
        return payload


def _page_size(content: bytes) -> int:
    noted = int.from_bytes(content[16:18], "big")
    return noted if noted >= 512 and noted & (noted - 1) == 0 else PAGE_SIZE


def _local_length(length: int, size: int) -> int:
    """How many bytes of a record of a table lie in its leaf page."""
    largest = size - 35
    if length <= largest:
        return length
    smallest = (size - 12) * 32 // 255 - 23
    rest = smallest + (length - smallest) % (size - 4)
    return rest if rest <= largest else smallest


def _varint(data: bytes, place: int) -> tuple[int, int]:
    value = 0
    for count in range(9):
        byte = data[place + count]
        if count == 8:
            return value << 8 | byte, place + 9
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, place + count + 1
    raise AssertionError


def _record(payload: bytes) -> tuple[Value, ...]:
    header, place = _varint(payload, 0)
    if not place <= header <= len(payload):
        raise _BadCellError
    start, values = header, []
    while place < header:
        kind, place = _varint(payload, place)
        value, start = _value(payload, kind, start)
        values.append(value)
    if place != header or start != len(payload):
        raise _BadCellError
    return tuple(values)


def _value(payload: bytes, kind: int, start: int) -> tuple[Value, int]:
    """One value by its serial type: NULL, integers and text; a plan file holds neither fractions nor blobs."""
    if kind == 0:
        return None, start
    if kind in (8, 9):
        return kind - 8, start
    if kind in _INT_SIZES:
        end = start + _INT_SIZES[kind]
        return int.from_bytes(payload[start:end], "big", signed=True), end
    if kind < 13 or kind % 2 == 0:
        raise _BadCellError
    end = start + (kind - 13) // 2
    if _WIPED in payload[start:end]:
        raise _BadCellError
    return payload[start:end].decode(), end

"""What every text of a plan says by itself, read once and kept from one state to the next."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from domain.content import PlanContent
from domain.dangling import RowReferences
from domain.list_slips import find_number_slips
from domain.outline import OutlineNode, Paragraph, PlacedNode
from domain.patterns import pattern
from domain.plan_mentions import Mention, find_enterprise_names, find_past_limits
from domain.tables import AppendixTable, ColumnKind, TableRow
from domain.term_slips import count_twins, find_wrong_words
from domain.text_slips import Slip, TextKind, find_slips

_GOES_ON = tuple("，、；：,;:")
_REMEMBERED = 60_000  # texts
_LONGEST_HEADING = 18
# A word in Latin letters, with its figures and signs: 5G, V2X, AI+, ISO 9001 is two.
_LATIN = pattern(r"[A-Za-z0-9Ａ-Ｚａ-ｚ０-９][A-Za-z0-9Ａ-Ｚａ-ｚ０-９+＋]*")
_LETTERS = pattern(r"[A-Za-zＡ-Ｚａ-ｚ]")
_NO_NAME = pattern(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9._-]+@[A-Za-z0-9.-]+|[A-Za-z0-9_-]+\.[A-Za-z]{2,}")


@dataclass(frozen=True)
class Piece:
    """A text with something to be noticed in it: a title, a paragraph, a cell.

    `key` is the id of the paragraph, or the key of the column; None for a title. `latin` are its Latin words with
    their places, `twins` the spellings it uses of words that have two.
    """

    text: str
    key: int | str | None
    slips: tuple[Slip, ...] = ()
    latin: tuple[tuple[str, int], ...] = ()
    twins: tuple[tuple[str, int], ...] = ()
    names: tuple[Mention, ...] = ()
    limits: tuple[Mention, ...] = ()

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to be noticed."""
        return not (self.slips or self.latin or self.twins or self.names or self.limits)


@dataclass(frozen=True)
class RowFill:
    """The columns of a row whose cells have words, and of those the ones that end with a comma or the like."""

    filled: frozenset[str]
    loose: frozenset[str]


@dataclass(frozen=True)
class Placed:
    """A piece where it stands: below a heading (None: before the first), or in a row of a table, counted from 1."""

    piece: Piece
    node: PlacedNode | None = None
    table: AppendixTable | None = None
    row: TableRow | None = None
    number: int = 0

    @property
    def where(self) -> str:
        """The place in words: “（一）摸清底数”第1段, 附表1第2行质量技术."""
        key = self.piece.key
        if self.table is not None:
            column = next((one.title for one in self.table.spec.columns if one.key == key), "")
            return f"{self.table.spec.label or '《' + self.table.spec.title + '》'}第{self.number}行{column}"
        paragraphs = self.node.node.paragraphs if self.node is not None else ()
        if self.node is None:
            return "引言"
        heading = self.node.heading
        name = f"“{heading if len(heading) <= _LONGEST_HEADING else heading[: _LONGEST_HEADING - 1] + '…'}”"
        number = next((place for place, one in enumerate(paragraphs, start=1) if one.id == key), 0)
        return f"{name}第{number}段" if number and key is not None else name


class Readings:
    """Rows and headings that did not change are not read again; `read` is told the plan and pauses by yielding."""

    def __init__(self) -> None:
        self._rows: dict[int, tuple[TableRow, tuple[Piece, ...], RowFill]] = {}
        self._nodes: dict[int, tuple[OutlineNode, tuple[Piece, ...]]] = {}
        self.pieces: list[Placed] = []
        self.by_code: dict[str, list[tuple[Placed, Slip]]] = {}
        self.references = RowReferences()

    def read(self, content: PlanContent) -> Iterator[None]:
        """Take a state of the plan; None after every few texts."""
        self.pieces, self.by_code = [], {}
        for piece in _paragraphs(content.preamble):
            self._add(Placed(piece))
        yield
        yield from self._read_nodes(content)
        for table in content.tables:
            yield from self._read_table(table)

    def fill(self, row: TableRow) -> RowFill:
        """Which cells of a row, that was read, have words."""
        return self._rows[row.id][2]

    def _read_nodes(self, content: PlanContent) -> Iterator[None]:
        before, self._nodes = self._nodes, {}
        for placed in content.placed():
            node = placed.node
            known = before.get(node.id)
            if known is None or known[0] != node:
                known = (node, (*_title(node.title), *_paragraphs(node.paragraphs)))
                yield
            self._nodes[node.id] = known
            for piece in known[1]:
                self._add(Placed(piece, node=placed))
        yield

    def _read_table(self, table: AppendixTable) -> Iterator[None]:
        kinds = {column.key for column in table.spec.columns if column.kind is not ColumnKind.NUMBER}
        for number, row in enumerate(table.rows, start=1):
            known = self._rows.get(row.id)
            if known is None or known[0] is not row:
                known = self._rows[row.id] = (row, tuple(_cells(row, kinds)), _fill(row, kinds))
                yield
            elif number % 256 == 0:
                yield
            for piece in known[1]:
                self._add(Placed(piece, table=table, row=row, number=number))

    def _add(self, placed: Placed) -> None:
        self.pieces.append(placed)
        for slip in placed.piece.slips:
            self.by_code.setdefault(slip.code, []).append((placed, slip))


def _title(text: str) -> Iterator[Piece]:
    piece = _read(text, None, _own_slips(text, TextKind.TITLE, is_last=True))
    if not piece.is_plain:
        yield piece


def _paragraphs(paragraphs: Sequence[Paragraph]) -> Iterator[Piece]:
    texts = tuple(one.text for one in paragraphs)
    numbers = _number_slips(texts)
    for place, (one, typed) in enumerate(zip(paragraphs, numbers, strict=True)):
        is_last = place == len(paragraphs) - 1
        # A duty clause goes on behind the words, or inside them.
        kind = TextKind.ITEM if one.clause else TextKind.PARAGRAPH
        own = _own_slips(one.text, kind, is_last=is_last and not one.clause)
        piece = _read(one.text, one.id, (*own, *typed))
        if not piece.is_plain:
            yield piece


def _cells(row: TableRow, keys: set[str]) -> Iterator[Piece]:
    for key, cell in row.cells.items():
        text = cell.text if key in keys else ""
        if not text:
            continue
        lines = text.split("\n")
        numbers = _number_slips(tuple(lines)) if len(lines) > 1 else ((),)
        slips: list[Slip] = []
        start = 0
        for place, (line, typed) in enumerate(zip(lines, numbers, strict=True)):
            own = _own_slips(line, TextKind.ITEM, is_last=place == len(lines) - 1)
            slips += [_moved(slip, start) for slip in (*own, *typed)]
            start += len(line) + 1
        piece = _read(text, key, tuple(slips))
        if not piece.is_plain:
            yield piece


def _fill(row: TableRow, keys: set[str]) -> RowFill:
    texts = {key: cell.text.rstrip() for key, cell in row.cells.items() if key in keys}
    filled = frozenset(key for key, text in texts.items() if text)
    return RowFill(filled, frozenset(key for key in filled if texts[key].endswith(_GOES_ON)))


def _moved(slip: Slip, by: int) -> Slip:
    return Slip(slip.code, slip.start + by, slip.end + by, slip.message, slip.fix) if by else slip


@lru_cache(maxsize=_REMEMBERED)
def _own_slips(text: str, kind: TextKind, *, is_last: bool) -> tuple[Slip, ...]:
    return (*find_slips(text, kind, is_last=is_last), *find_wrong_words(text))


@lru_cache(maxsize=_REMEMBERED)
def _number_slips(texts: tuple[str, ...]) -> tuple[tuple[Slip, ...], ...]:
    return tuple(tuple(one) for one in find_number_slips(texts))


def _read(text: str, key: int | str | None, slips: Sequence[Slip]) -> Piece:
    twins = tuple(count_twins(text).items())
    return Piece(text, key, tuple(slips), _latin(text), twins, find_enterprise_names(text), find_past_limits(text))


def _latin(text: str) -> tuple[tuple[str, int], ...]:
    """The Latin words of a text; addresses are none."""
    if text.isascii():
        return ()
    taken = [match.span() for match in _NO_NAME.finditer(text)]
    return tuple(
        (match.group(0), match.start())
        for match in _LATIN.finditer(text)
        if len(match.group(0)) > 1
        and _LETTERS.search(match.group(0)) is not None
        and not any(start <= match.start() < end for start, end in taken)
    )


@lru_cache(maxsize=4096)
def folded(word: str) -> str:
    """The word with its width and case folded."""
    return unicodedata.normalize("NFKC", word).casefold()

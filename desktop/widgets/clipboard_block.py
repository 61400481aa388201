"""A block of cells on its way over the clipboard."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QMimeData

from desktop.widgets.block_text import format_block, parse_block

_OWN = "application/x-fangan-cells"


@dataclass(frozen=True)
class Block:
    """Texts row by row, all equally long; `joined` are cells (row, column) that the merged cell above reaches to."""

    rows: Sequence[Sequence[str]]
    joined: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self) -> int:
        """Cells in a row."""
        return max((len(row) for row in self.rows), default=0)

    def spans(self) -> dict[tuple[int, int], int]:
        """How many rows a merged cell reaches over, by its place."""
        spans: dict[tuple[int, int], int] = {}
        for row, column in sorted(self.joined):
            top = row - 1
            while (top, column) in self.joined:
                top -= 1
            spans[top, column] = row - top + 1
        return spans

    def repeated(self, rows: int, columns: int) -> Block:
        """The block again and again over a selection that it fits into a whole number of times; else as it is."""
        height, width = len(self.rows), self.width
        if not height or not width or rows % height or columns % width or (rows, columns) == (height, width):
            return self
        texts = [[*self.rows[row % height]] * (columns // width) for row in range(rows)]
        joined = {
            (row + down, column + right)
            for row, column in self.joined
            for down in range(0, rows, height)
            for right in range(0, columns, width)
        }
        return Block(texts, frozenset(joined))


def block_to_mime(block: Block) -> QMimeData:
    """The block as text and as a table, for spreadsheets and word processors to choose from."""
    from desktop.widgets.clipboard_html import format_table

    mime = QMimeData()
    texts = [
        ["" if (row, column) in block.joined else text for column, text in enumerate(line)]
        for row, line in enumerate(block.rows)
    ]
    mime.setText(format_block(texts))
    mime.setHtml(format_table(block))
    own = {"rows": [list(row) for row in block.rows], "joined": sorted(block.joined)}
    mime.setData(_OWN, json.dumps(own, ensure_ascii=False).encode())
    return mime


def block_from_mime(mime: QMimeData) -> Block | None:
    """What a program put on the clipboard, as cells; None where it is nothing to paste.

    The table says which cells are merged and where a line breaks; the text keeps blanks that the table has lost.
    """
    if mime.hasFormat(_OWN) and (own := _own_block(bytes(mime.data(_OWN).data()))) is not None:
        return own
    from desktop.widgets.clipboard_html import parse_table

    table = parse_table(mime.html()) if mime.hasHtml() else None
    text = mime.text() if mime.hasText() else ""
    if table is None or (table.width == 1 and len(table.rows) == 1 and text):
        return Block(_even(parse_block(text))) if text else table
    lines = parse_block(text) if text else []
    if len(lines) != len(table.rows):
        return table
    rows = [
        [_fuller(cell, line[column] if column < len(line) else "") for column, cell in enumerate(row)]
        for row, line in zip(table.rows, lines, strict=True)
    ]
    return Block(rows, table.joined)


def _own_block(data: bytes) -> Block | None:
    """What this program copied, here or in another window; None where somebody else wrote it."""
    try:
        held = json.loads(data)
        rows = [[str(text) for text in row] for row in held["rows"]]
        return (
            Block(_even(rows), frozenset((int(row), int(column)) for row, column in held["joined"])) if rows else None
        )
    except (ValueError, KeyError, TypeError):
        return None


def _fuller(cell: str, text: str) -> str:
    """The text of a cell where it is the same words as in the table, and no line break of it is lost."""
    same = "".join(cell.split()) == "".join(text.split())
    return text if same and text.count("\n") >= cell.count("\n") else cell


def _even(rows: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]

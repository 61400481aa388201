"""What a reader found in a file, in order: paragraphs and tables, before anyone asks what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.checks import Finding

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class ParagraphBlock:
    """A paragraph as the reader of the page sees it, automatic number included.

    `line` is its place in the file from 1 (paragraph of a Word file, line of a text file); `outline_level` counts
    from 1, None for body text; `alignment` is Word's own word (center, right …) or empty.
    """

    text: str
    line: int
    style_name: str = ""
    alignment: str = ""
    outline_level: int | None = None
    bold: bool = False


@dataclass(frozen=True)
class GridCell:
    """A cell by its origin (from 0) and spans; `lines` are its paragraphs without blank ones, trimmed."""

    row: int
    column: int
    lines: tuple[str, ...]
    row_span: int = 1
    column_span: int = 1

    @property
    def text(self) -> str:
        """The whole cell, one line a paragraph."""
        return "\n".join(self.lines)


@dataclass(frozen=True)
class TableBlock:
    """A table: cells in reading order, each grid place covered at most once.

    `header_rows` is the number of rows the source itself marks as header, 0 when it marks none. A sheet of a workbook
    also has its name, its hidden rows and columns (from 0, within the table) and the place of its upper left cell.
    """

    cells: tuple[GridCell, ...]
    rows: int
    columns: int
    line: int
    header_rows: int = 0
    sheet: str = ""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    origin: tuple[int, int] = (0, 0)


Block = ParagraphBlock | TableBlock


@dataclass(frozen=True)
class Document:
    """All blocks of a file with what the reader noticed on the way."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()

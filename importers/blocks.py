"""What a reader found in a file, in order: paragraphs and tables, before anyone asks what they mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from domain.checks import Finding
from domain.remarks import RemarkKind

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
    `widths` are those of the columns in mm, none where the source does not tell.
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
    widths: tuple[int, ...] = ()


Block = ParagraphBlock | TableBlock


@dataclass(frozen=True)
class SourceRemark:
    """What the source says beside its text: a comment, a tracked change, a footnote, hidden words.

    `line` is the line of the block it belongs to, 0 for the whole; `cell` the place (row, column) of a table's cell.
    `in_text` is set where `text` is also in the blocks, as an accepted insertion is.
    """

    kind: RemarkKind
    text: str
    line: int
    quote: str = ""
    author: str = ""
    made_at: str = ""
    cell: tuple[int, int] | None = None
    in_text: bool = False


@dataclass(frozen=True)
class SetAside:
    """Text that a reader left out on purpose, with the reason in a few Chinese words (“目录，不收入”)."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True)
class SourceKey:
    """A hidden key that a file of ours left with (domain.returned), where it stands now.

    `cell` is the place (row, column) of a table's cell. `gone_by` names who took the piece out by a tracked change;
    such a key has no line.
    """

    name: str
    line: int
    cell: tuple[int, int] | None = None
    gone_by: str = ""


@dataclass(frozen=True)
class RawText:
    """A paragraph or line as the census found it in the raw source, before any reader; `line` as in the blocks."""

    line: int
    text: str


@dataclass(frozen=True)
class Document:
    """All blocks of a file with what the reader noticed on the way, and the raw source to check it against."""

    blocks: tuple[Block, ...]
    findings: tuple[Finding, ...] = ()
    remarks: tuple[SourceRemark, ...] = ()
    aside: tuple[SetAside, ...] = ()
    raw: tuple[RawText, ...] = ()
    keys: tuple[SourceKey, ...] = ()

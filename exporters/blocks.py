"""The neutral document: what a writer must put on paper, free of any file format.

`key` names the piece of the plan that a block prints (exporters.keys), empty where it prints none of its own; several
are parted by blanks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.tables import HeaderCell
from exporters.page import Mm, Pt
from exporters.profile import Face


@dataclass(frozen=True)
class Label:
    """附表1: first line of its page (GB/T 9704 7.3.7)."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class BlankLine:
    """One empty line of body height, or the small gap between a title and its table."""

    small: bool = False


@dataclass(frozen=True)
class Title:
    """A title, already broken into lines (7.3.1)."""

    lines: tuple[str, ...]
    key: str = ""


@dataclass(frozen=True)
class Letterhead:
    """版头 (7.2): what stands above the red rule; empty fields take no line. `authority` is the 发文机关标志."""

    authority: str
    document_number: str = ""
    copy_number: str = ""
    classification: str = ""
    urgency: str = ""
    signer: str = ""


@dataclass(frozen=True)
class Addressees:
    """主送机关 (7.3.2), ending in a full-width colon."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Signature:
    """署名 and 成文日期 (7.3.5); `sealed` leaves room for a seal."""

    names: tuple[str, ...]
    date: str
    sealed: bool = False


@dataclass(frozen=True)
class Annotation:
    """附注 (7.3.6), in round brackets."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Imprint:
    """版记 (7.4), at the foot of the last page."""

    copied_to: str
    printed_by: str
    printed_on: str


@dataclass(frozen=True)
class TableTitle:
    """The name of a table that stands inside the text."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class UnitLine:
    """单位：万元, right above a table."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class TableNote:
    """注：… below a table, one paragraph."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class StageMark:
    """（征求意见稿）, centred under the title."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Heading:
    """A heading with its number; `level` from 1 is its place in the document map.

    `keeps_next` asks for the same page as what follows.
    """

    level: int
    text: str
    face: Face
    centred: bool = False
    keeps_next: bool = True
    key: str = ""


@dataclass(frozen=True)
class BodyParagraph:
    """A paragraph of text (7.3.3)."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class AnnexNote:
    """附表：1.… 2.… after the text (7.3.4); a number is empty where there is only one."""

    word: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Caption:
    """A small line above a table that is one of several."""

    text: str
    key: str = ""


@dataclass(frozen=True)
class Column:
    """A table column; `upright` heads are set from top to bottom, `numeric` texts are whole numbers."""

    width: Mm
    centred: bool = False
    upright: bool = False
    numeric: bool = False


class BodyCell(NamedTuple):
    """A cell: its lines from top to bottom; `row_span` 0 means it belongs to the cell above.

    A tuple, since a long table has a hundred thousand of them.
    """

    lines: tuple[str, ...] = ()
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class BodyRow:
    """A table row: one cell a column, its estimated height, whether a page break may part it, and whether it stays on
    the page of the row below.

    Cells that a `column_span` to their left covers are present and empty.
    """

    cells: tuple[BodyCell, ...]
    height: Pt
    splittable: bool = False
    keeps_next: bool = False


@dataclass(frozen=True)
class Table:
    """A ruled table whose column widths fill the frame; header rows repeat on every page.

    Where it has keys, there is one for every column and every row.
    """

    columns: tuple[Column, ...]
    head: tuple[HeaderCell, ...]
    head_heights: tuple[Pt, ...]
    rows: tuple[BodyRow, ...]
    head_size: Pt
    body_size: Pt
    cell_margin: Mm
    row_least: Pt
    key: str = ""
    column_keys: tuple[str, ...] = ()
    row_keys: tuple[str, ...] = ()


Block = (
    Label
    | BlankLine
    | Title
    | StageMark
    | Heading
    | BodyParagraph
    | AnnexNote
    | Caption
    | Table
    | Letterhead
    | Addressees
    | Signature
    | Annotation
    | Imprint
    | TableTitle
    | UnitLine
    | TableNote
)


@dataclass(frozen=True)
class Section:
    """Pages of one orientation; begins on a new page. `name` is what a sheet is called."""

    name: str
    landscape: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """A whole document; `title` is its property, not a block.

    `hidden` are properties that tell where it comes from; without any, no keys are written.
    """

    title: str
    sections: tuple[Section, ...]
    hidden: Mapping[str, str] = field(default_factory=dict)

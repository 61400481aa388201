"""Neutral document → what the Typst template reads: one object of plain values, lengths in points."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from exporters import page
from exporters.blocks import (
    Addressees,
    AnnexNote,
    Annotation,
    BlankLine,
    Block,
    BodyParagraph,
    Caption,
    Document,
    Heading,
    Imprint,
    Label,
    Letterhead,
    Section,
    Signature,
    StageMark,
    Table,
    TableNote,
    TableTitle,
    Title,
    UnitLine,
)
from exporters.package import PROGRAM
from exporters.page import Layout, Mm, Paper, Pt, to_points
from exporters.pdf_engine import font_families
from exporters.pdf_text import breakable
from exporters.profile import Face
from exporters.signatures import authority_size, signature_places

# What stands in for the official fonts, best first; the machine's own come before.
_STAND_INS = {
    Face.TITLE: ("方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "Noto Serif SC"),
    Face.BODY: ("仿宋", "FangSong", "方正仿宋_GBK", "STFangsong", "FandolFang R", "FandolFang", "Noto Serif SC"),
    Face.HEAD: ("SimHei", "方正黑体_GBK", "Noto Sans CJK SC", "Noto Sans SC"),
    Face.KAI: ("楷体", "KaiTi", "方正楷体_GBK", "STKaiti", "LXGW WenKai", "Noto Serif SC"),
    Face.SONG: ("SimSun", "方正书宋_GBK", "Noto Serif CJK SC", "Noto Serif SC"),
}
_LATIN = ("Liberation Serif",)
_PLAIN: dict[type, str] = {
    Label: "label",
    StageMark: "mark",
    BodyParagraph: "text",
    Annotation: "text",
    Addressees: "flush",
    Caption: "caption",
    TableTitle: "table-title",
    UnitLine: "unit",
    TableNote: "table-note",
}


# On paper the strip for remarks is 36 mm wide beside an upright page.
_SCALE_BESIDE_STRIP = (page.A4_SHORT - 36) / page.A4_SHORT
_STRIP_WORD = "审阅意见"
_WATERMARK_LONGEST = Pt(480)  # across the upright page from corner to corner
_WATERMARK_SIZE = Pt(72)


@dataclass(frozen=True)
class Review:
    """What makes a file a review copy: a watermark over every page, a small line at its head.

    `margin` makes the page smaller, so that a ruled strip for remarks stands at its outer edge; A4 stays A4.
    """

    watermark: str = "审阅稿"
    left: str = ""
    right: str = ""
    margin: bool = False

    @property
    def scale(self) -> float:
        """What a length on the page is on paper."""
        return _SCALE_BESIDE_STRIP if self.margin else 1.0


def document_data(
    layout: Layout,
    document: Document,
    first: int = 1,
    review: Review | None = None,
    *,
    marked_from: float = math.inf,
    marks_all: bool = False,
) -> dict[str, Any]:
    """What the template reads of a document whose first page has the number `first`.

    Cells of rows from `marked_from` on, in the table that ends the document, are marked for `pdf_marks`;
    `marks_all` marks every cell and every text.
    """
    final = len(document.sections) - 1
    values: dict[str, Any] = {
        "title": document.title,
        "program": PROGRAM,
        "first": first,
        "layout": layout_data(layout),
        "sections": [
            _section(layout, one, index, math.inf if index < final else marked_from, marks_all)
            for index, one in enumerate(document.sections)
        ],
    }
    if review is not None:
        size = min(_WATERMARK_SIZE, Pt(_WATERMARK_LONGEST / max(len(review.watermark), 1)))
        values["review"] = {
            "watermark": review.watermark,
            "size": size,
            "left": review.left,
            "right": review.right,
            "scale": review.scale,
            "word": _STRIP_WORD,
        }
    return values


def _section(layout: Layout, section: Section, index: int, marked_from: float, marks_all: bool) -> dict[str, Any]:
    final = len(section.blocks) - 1
    blocks = []
    for place, block in enumerate(section.blocks):
        ends = place == final and isinstance(block, Table) and marked_from < len(block.rows)
        for data in _block(layout, block):
            data["at"] = f"{index}.{place}" if marks_all or ends else None
            data["marked-from"] = 0 if marks_all else marked_from if ends else 0
            blocks.append(data)
    return {"across": section.landscape, "blocks": blocks}


def layout_data(layout: Layout) -> dict[str, Any]:
    """The figures of a layout in points, under the names the template uses."""
    profile = layout.profile
    char = layout.portrait.frame_width / 20 / profile.page.chars
    return {
        "fonts": {face.value: _font_names(layout, face) for face in Face},
        "body": layout.size_body,
        "title": layout.size_title,
        "title-pitch": layout.line_title,
        "title-weight": "bold",
        "number": layout.size_page_number,
        "imprint": layout.size_imprint,
        "head": layout.size_table_head(1),
        "small": layout.sizes_table_body[1],
        "pitch": layout.line_pitch / 20,
        "char": char,
        "tracking": _tracking(layout),
        "indent": layout.first_line_indent / 20,
        "gap": page.GAP_BELOW_TITLE,
        "prefix": page.PAGE_NUMBER_PREFIX,
        "suffix": page.PAGE_NUMBER_SUFFIX,
        "dash": to_points(Mm(profile.page.dash_below)),
        "side": layout.has_side_number,
        "mirrored": profile.page.mirrored,
        "rule": profile.tables.rule,
        "repeat": profile.tables.repeat_header,
        "cell-end": to_points(page.CELL_MARGIN_END),
        "upright": _paper(layout.portrait),
        "across": _paper(layout.landscape),
    }


def _tracking(layout: Layout) -> float:
    """What every character but the last of a line gives up, so that 28 fill the frame; rounded to the narrower."""
    chars = layout.profile.page.chars
    return math.floor((layout.portrait.frame_width / 20 - chars * layout.size_body) / (chars - 1) * 1000) / 1000


def _font_names(layout: Layout, face: Face) -> list[Any]:
    """Fonts to try in order, of those that there are: Latin letters and figures first in their own."""
    here = font_families()
    names = [name for name in dict.fromkeys((layout.font(face), *_STAND_INS[face])) if name.casefold() in here]
    latin = [name for name in (layout.latin_font, *_LATIN) if name.casefold() in here]
    # One is enough, and every further one costs time on each piece of text.
    return [*({"name": name, "covers": "latin-in-cjk"} for name in latin[: face is not Face.SONG]), *names]


def _paper(paper: Paper) -> dict[str, float]:
    return {
        "paper-width": paper.width / 20,
        "paper-height": paper.height / 20,
        "left": paper.left / 20,
        "right": paper.right / 20,
        "top": paper.top / 20,
        "bottom": paper.bottom / 20,
        "width": paper.frame_width / 20,
        "height": paper.frame_height / 20,
    }


def _block(layout: Layout, block: Block) -> Iterator[dict[str, Any]]:
    match block:
        case Title(lines):
            yield {"kind": "title", "lines": list(lines)}
        case BlankLine(small):
            yield {"kind": "blank", "small": small}
        case Heading():
            bold = layout.profile.headings.is_bold(block.level)
            yield {
                "kind": "heading",
                "level": block.level,
                "text": breakable(block.text, layout.profile.page.chars),
                "face": block.face.value,
                "centred": block.centred,
                "keeps": block.keeps_next,
                "bold": bold,
            }
        case AnnexNote(word, items):
            numbered = [{"number": f"{number}." if number else "", "title": title} for number, title in items]
            yield {"kind": "note", "word": word, "items": numbered}
        case Signature():
            for text, chars in signature_places(block):
                yield {"kind": "right", "text": text, "chars": chars, "keeps": text != block.date}
        case Letterhead():
            yield _letterhead(layout, block)
        case Imprint():
            yield {"kind": "imprint", "copied": block.copied_to, "by": block.printed_by, "on": block.printed_on}
        case Table():
            yield _table(layout, block)
        case _:
            yield {"kind": _PLAIN[type(block)], "text": breakable(block.text, layout.profile.page.chars)}


def _letterhead(layout: Layout, head: Letterhead) -> dict[str, Any]:
    marks = [("body", head.copy_number), ("head", head.classification), ("head", head.urgency)]
    return {
        "kind": "letterhead",
        "marks": [[face, text] for face, text in marks if text],
        "authority": head.authority,
        "size": authority_size(layout, head.authority),
        "number": head.document_number,
        "signer": head.signer,
    }


def _table(layout: Layout, table: Table) -> dict[str, Any]:
    return {
        "kind": "table",
        "columns": [
            {"width": to_points(column.width), "centred": column.centred, "upright": column.upright}
            for column in table.columns
        ],
        "head": [
            {
                "row": one.row,
                "column": one.column,
                "rowspan": one.row_span,
                "colspan": one.column_span,
                "text": one.text,
            }
            for one in table.head
        ],
        "head-heights": list(table.head_heights),
        "head-size": table.head_size,
        "head-pitch": layout.line_pitch_in_table(table.head_size),
        "body-size": table.body_size,
        "body-pitch": layout.line_pitch_in_table(table.body_size),
        "margin": to_points(table.cell_margin),
        "least": table.row_least,
        "splits": 2 * sum(row.splittable for row in table.rows) > len(table.rows),
        "rows": _rows(table),
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    """Rows of cells; None where a cell above or at the left reaches over the place."""
    chars = [(to_points(Mm(one.width - 2 * table.cell_margin))) / table.body_size for one in table.columns]
    rows = []
    for row in table.rows:
        cells: list[dict[str, Any] | None] = []
        covered = 0
        for index, cell in enumerate(row.cells):
            if covered or not cell.row_span:
                covered = max(covered - 1, 0)
                cells.append(None)
                continue
            covered = cell.column_span - 1
            # Joined rows stay together where the layout keeps them so; a taller group would not fit a page.
            splits = row.splittable if cell.row_span == 1 else not row.keeps_next
            room = sum(chars[index : index + cell.column_span])
            lines = [breakable(line, room) for line in cell.lines]
            cells.append({"lines": lines, "rows": cell.row_span, "cols": cell.column_span, "splits": splits})
        low = row.height <= table.row_least
        rows.append({"cells": cells, "low": low})
    return rows

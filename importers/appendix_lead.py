"""What is printed around a table, inside its own grid: label, title, unit, fields to fill in, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.text import comparison_key, strip_spaces, trim
from importers.annex_labels import parse_annex_label, parse_caption
from importers.blocks import GridCell
from importers.headers import GridRow, filled_cells
from importers.line_wrap import glue

_UNIT = re.compile(r"[（(]?\s*(?:计量|金额|货币|数量)?单\s*位\s*[：:]")
_FIELD = re.compile(
    r"[（(]?\s*(?:填报|填表|填写|报送|上报|申报|制表|编制|编报|统计|报告|联系|审核|审批|复核|负责|主管|经办|企业|公司|项目|所属|截止|截至"
    r"|更新|数据)?\s*(?:单\s*位|部\s*门|机\s*构|企\s*业|名\s*称|人|领\s*导|日\s*期|时\s*间|年\s*度|期\s*间|电\s*话|手\s*机|方\s*式"
    r"|邮\s*箱|传\s*真|盖\s*章|签\s*字|签\s*章|区\s*域|地\s*址|来\s*源|口\s*径|密\s*级|编\s*号|表\s*号|文\s*号)"
    r"(?:名称|全称|[（(][^（()）]{1,12}[）)])?\s*[：:]"
)
_NOTE = re.compile(
    r"(?:[（(【\[]?\s*(?:注|备注|附注|说明|填表说明|填报说明|填写说明|填报要求|填表要求|填写要求|资料来源|数据来源|来源)\s*[0-9０-９]*\s*"
    r"[）)】\]]?\s*[：:.．、]|注\s*[0-9０-９]|[*＊※]|填表说明|填报说明)"
)
_MAX_TITLE = 50
_CONTINUED = re.compile(r"[（(]?\s*(?:续\s*表?|接上[表页])\s*[0-9０-９一二三四五六七八九十]*\s*[）)]?")


@dataclass
class Lead:
    """The rows above a header: `rows` is their number, `lines` what stands right above the table (单位：万元)."""

    rows: int = 0
    label: str = ""
    title: str = ""
    lines: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def unit_line(self) -> str:
        """The lines above the table as one."""
        return "\u3000".join(self.lines)


def is_unit_line(text: str) -> bool:
    """Whether a short line tells the unit of the figures or who filled the table in, and when."""
    return len(text) <= 60 and (_UNIT.match(text) is not None or _FIELD.match(text) is not None)


def is_note(text: str) -> bool:
    """Whether a line is a note to a table: 注：, 说明：, 资料来源：, * …"""
    return _NOTE.match(text) is not None


def is_continuation(text: str, label: str, title: str) -> bool:
    """Whether a line only says that the table before goes on: 续表, （续表1）, 附表1（续）, the title again."""
    bare = strip_spaces(text)
    if _CONTINUED.fullmatch(bare):
        return True
    rest = _CONTINUED.sub("", bare)
    own = {comparison_key(one) for one in (label, title, f"{label}{title}", f"{label}：{title}") if one}
    return comparison_key(rest) in own


def read_lead(grid: Sequence[GridRow]) -> Lead:
    """Read the rows above the header. Where they would leave no table, nothing is taken for a lead."""
    lead = Lead()
    row = 0
    while row < len(grid) - 1:
        cells = filled_cells(grid[row])
        end = row + max((cell.row_span for cell in cells), default=1)
        if end >= len(grid) or any(one not in cells for below in grid[row + 1 : end] for one in filled_cells(below)):
            break
        if cells and not _take_row(lead, cells, grid[row], grid[end]):
            break
        row = end
    lead.rows = row
    # A form to be filled in has nothing below its header; a row of fields above it would be the header itself.
    is_left = len(grid) - row >= 2 or not lead.lines
    return lead if is_left and len(filled_cells(grid[row])) > 1 else Lead(_blank_rows(grid))


def _blank_rows(grid: Sequence[GridRow]) -> int:
    rows = 0
    while rows < len(grid) - 1 and not filled_cells(grid[rows]):
        rows += 1
    return rows


def _take_row(lead: Lead, cells: list[GridCell], row: GridRow, below: GridRow) -> bool:
    """Take one row into the lead; False when it is the header, or nothing to know."""
    if len(row) < 2:
        return False
    if len(cells) == 1:
        return _take_banner(lead, cells[0], row)
    texts = [glue_lines(cell) for cell in cells]
    fields = [text for text in texts if is_unit_line(text)]
    if len(fields) == len(texts) or (fields and texts[0] in fields and len(texts) < len(filled_cells(below))):
        # 填报单位： and its value may stand in two cells.
        lead.lines.append("\u3000".join(texts))
        return True
    if len(texts) == 2 and fields == texts[1:] and len(filled_cells(below)) > 2 and len(texts[0]) <= _MAX_TITLE:
        lead.title = glue(lead.title, texts[0])
        lead.lines += fields
        return True
    return False


def glue_lines(cell: GridCell) -> str:
    """The lines of a cell as one."""
    text = ""
    for line in cell.lines:
        text = glue(text, line)
    return text


def _take_banner(lead: Lead, cell: GridCell, row: GridRow) -> bool:
    """A row of one cell: label, unit, note, or the title, whichever it looks like."""
    for line in cell.lines:
        label = parse_annex_label(line) or parse_caption(line)
        if label and not lead.label:
            lead.label, lead.title = label.label, glue(lead.title, _bare(label.title))
        elif is_note(line) or lead.notes:
            lead.notes.append(line)
        elif is_unit_line(line):
            lead.lines.append(line)
        elif len(line) > _MAX_TITLE or line.endswith(("。", "；")):
            lead.notes.append(line)
        else:
            lead.title = glue(lead.title, _bare(line))
    return True


def _bare(title: str) -> str:
    """A title without the blanks that spread its characters."""
    return strip_spaces(title) if re.search(r"[^\x00-\x7f][ \u3000]|[ \u3000][^\x00-\x7f]", title) else trim(title)

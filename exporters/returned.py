"""Back to the sender (退回企业): the sender's own file with its mistakes marked, or a list of them beside it."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO

from lxml import etree

from domain.collection import CollectionForm, SubmittedRow
from domain.errors import ExportError
from domain.form_keys import COVER_SHEET, MISTAKES
from exporters.characters import printable
from exporters.comment_parts import add_comments
from exporters.file_names import distinct, file_name
from exporters.target import Staging
from exporters.workbook_patch import MAIN, OFFICE, Cells, Parts, column_letters, sheet_parts
from exporters.workbook_styles import Styles

_GROUND = "FFE699"
_AUTHOR = "方案工作台"
_COVER_WIDTHS = (16, 10, 60)  # characters
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"


@dataclass(frozen=True)
class ReturnedMistakes:
    """A file with mistakes: its name and bytes, the rows as they were read, the rows of its headers by sheet."""

    file: str
    data: bytes
    form: CollectionForm
    rows: tuple[SubmittedRow, ...]
    headers: Mapping[str, int]
    enterprise: str = ""

    @property
    def wrong(self) -> tuple[SubmittedRow, ...]:
        """The rows with mistakes."""
        return tuple(row for row in self.rows if row.findings)


def write_returned(files: Sequence[ReturnedMistakes], folder: Path) -> tuple[Path, ...]:
    """Write what goes back to the senders into a folder, all or none; returns the paths.

    A workbook comes back as itself, marked; beside other kinds stands a list of mistakes. Raises ExportError.
    """
    wrong = [one for one in files if one.wrong]
    named = distinct(Path(one.file).stem for one in wrong)
    with Staging(folder) as staging:
        for one, stem in zip(wrong, named, strict=True):
            suffix = Path(one.file).suffix.lower().lstrip(".") or "xlsx"
            try:
                marked = mark_mistakes(one)
            except ExportError as error:
                if error.code != "cannot_mark":
                    raise
                staging.add(file_name("退回", stem, suffix), partial(_put, one.data))
                staging.add(file_name("退回", f"{stem} 错误清单", "xlsx"), partial(_put, list_mistakes(one)))
            else:
                staging.add(file_name("退回", stem, suffix), partial(_put, marked))
        return staging.publish()


def mark_mistakes(one: ReturnedMistakes) -> bytes:
    """The sender's .xlsx file as it was but for marked cells, comments, a column 错误说明 and a cover sheet.

    Raises ExportError `cannot_mark` for any other kind of file.
    """
    parts = Parts(one.data)
    sheets = list(sheet_parts(parts))
    workbook = parts.related("", "officeDocument") or ""
    found = parts.related(workbook, "styles")
    if found is None or found not in parts:
        raise ExportError("cannot_mark", "这份文件没有样式，不能在原件上标注。", "已改为在旁边生成错误清单。")
    styles = Styles(parts.tree(found))
    by_sheet: dict[str, list[SubmittedRow]] = {}
    for row in one.wrong:
        by_sheet.setdefault(row.sheet, []).append(row)
    for name, part in sheets:
        if name in by_sheet:
            _mark_sheet(parts, part, styles, by_sheet[name], one.headers.get(name, 0))
    if set(by_sheet) - {name for name, _ in sheets}:
        raise ExportError("cannot_mark", "标注的工作表不在文件里。", "已改为在旁边生成错误清单。")
    _add_cover(parts, workbook, one, {name for name, _ in sheets}, styles.wrapped())
    return parts.to_bytes()


def list_mistakes(one: ReturnedMistakes) -> bytes:
    """The mistakes as a workbook of their own, for files that cannot be marked."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "错误清单"
    lines = [*_cover_lines(one), ""]
    rows = [[line] for line in lines] + [["工作表", "单元格", "项目", "原来填的内容", "问题"]]
    titles = {field.key: field.title for field in one.form.fields}
    for row in one.wrong:
        for finding in row.findings:
            written = row.written.get(finding.field, row.values.get(finding.field, ""))
            rows.append([row.sheet, finding.cell, titles.get(finding.field, ""), written, finding.message])
    for number, values in enumerate(rows, start=1):
        for column, text in enumerate(values, start=1):
            cell = sheet.cell(number, column, printable(text))
            cell.data_type = "s"
            cell.font = Font(name="黑体" if number in (1, len(lines) + 1) else "宋体", size=11)
            cell.alignment = Alignment(vertical="center", wrap_text=number > len(lines))
    for letter, width in zip("ABCDE", (16, 10, 16, 36, 50), strict=True):
        sheet.column_dimensions[letter].width = width
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _mark_sheet(parts: Parts, part: str, styles: Styles, rows: Sequence[SubmittedRow], header: int) -> None:
    cells = Cells(parts.tree(part))
    column = _column_for_mistakes(cells, styles, header)
    letters = column_letters(column)
    remarks: dict[str, list[str]] = {}
    for row in rows:
        messages = [finding.message for finding in row.findings]
        for finding in row.findings:
            if finding.cell:
                cell = cells.cell(finding.cell)
                cell.set("s", str(styles.marked(int(cell.get("s", "0")), _GROUND)))
                remarks.setdefault(finding.cell, []).append(finding.message)
        cells.write(f"{letters}{row.row}", "".join(dict.fromkeys(messages)), styles.marked(0, _GROUND))
    if header:
        cells.write(f"{letters}{header}", MISTAKES, styles.marked(0, _GROUND))
    cells.widen(column, 40)
    cells.forget_extent()
    add_comments(parts, part, cells, {name: "\n".join(told) for name, told in remarks.items()}, _AUTHOR)


def _column_for_mistakes(cells: Cells, styles: Styles, header: int) -> int:
    """The column for what is wrong: a new one, or the one of a former round, with its marks taken away."""
    for cell in cells.all():
        plain = styles.unmarked(int(cell.get("s", "0")), _GROUND)
        if plain is not None:
            cell.set("s", str(plain))
    last = cells.last_column()
    told = "".join(cells.cell(f"{column_letters(last)}{header}").itertext()) if header and last else ""
    if told != MISTAKES:
        return last + 1
    for cell in list(cells.all()):
        if str(cell.get("r")).rstrip("0123456789") == column_letters(last):
            cells.clear(str(cell.get("r")))
    return last


def _cover_lines(one: ReturnedMistakes) -> list[str]:
    """What the sender is told, in plain words."""
    wrong = one.wrong
    count = sum(len(row.findings) for row in wrong)
    who = f"{one.enterprise}：" if one.enterprise else "填报单位："
    return [
        f"{one.form.title}退回说明",
        who,
        f"你单位报送的“{one.file}”中，有 {len(wrong)} 行、{count} 处需要改正，"
        f"其余 {len(one.rows) - len(wrong)} 行已收下。",
        "请在本文件中标黄的单元格里直接改正，不必删除批注、“错误说明”列和本页，改好后保存并发回。",
        "已收下的行不用改动；如有补充，可在下方继续填写。",
    ]


def _add_cover(parts: Parts, workbook: str, one: ReturnedMistakes, taken: set[str], style: int) -> None:
    """A first sheet that says what is to be done and lists the mistakes."""
    root = parts.tree(workbook)
    namespace = etree.QName(root).namespace or MAIN
    sheets = root.find(f"{{{namespace}}}sheets")
    if sheets is None:
        return
    if COVER_SHEET in taken:
        parts.add(dict(sheet_parts(parts))[COVER_SHEET], _cover_root(one, namespace, style))
        return
    part = parts.free_name("xl/worksheets/fangan{}.xml")
    parts.add(part, _cover_root(one, namespace, style))
    parts.declare(part, _SHEET_TYPE)
    relation = parts.relate(workbook, "worksheet", part)
    number = 1 + max((int(str(sheet.get("sheetId"))) for sheet in sheets), default=0)
    sheet = etree.Element(f"{{{namespace}}}sheet", name=COVER_SHEET, sheetId=str(number))
    sheet.set(f"{{{OFFICE}}}id", relation)
    sheets.insert(0, sheet)
    for defined in root.iter(f"{{{namespace}}}definedName"):
        if defined.get("localSheetId") is not None:
            defined.set("localSheetId", str(int(str(defined.get("localSheetId"))) + 1))
    for view in root.iter(f"{{{namespace}}}workbookView"):
        view.set("activeTab", "0")
        view.attrib.pop("firstSheet", None)
    for name, other in list(sheet_parts(parts)):
        if name != COVER_SHEET:
            for view in parts.tree(other).iter(f"{{{namespace}}}sheetView"):
                view.attrib.pop("tabSelected", None)


def _cover_root(one: ReturnedMistakes, namespace: str, style: int) -> etree._Element:
    def tag(name: str) -> str:
        return f"{{{namespace}}}{name}"

    root = etree.Element(tag("worksheet"), nsmap={None: namespace, "r": OFFICE})
    etree.SubElement(etree.SubElement(root, tag("sheetPr")), tag("pageSetUpPr"), fitToPage="1")
    views = etree.SubElement(root, tag("sheetViews"))
    etree.SubElement(views, tag("sheetView"), tabSelected="1", workbookViewId="0")
    etree.SubElement(root, tag("sheetData"))
    cells = Cells(root)
    lines = _cover_lines(one)
    for number, line in enumerate(lines, start=1):
        cells.write(f"A{number}", line, style)
        cells.set_height(number, 20.0 * (1 + 2 * len(line) // sum(_COVER_WIDTHS)))
    rows = [("工作表", "单元格", "问题")]
    rows += [(row.sheet, finding.cell, finding.message) for row in one.wrong for finding in row.findings]
    for number, texts in enumerate(rows, start=len(lines) + 2):
        cells.set_height(number, 18.0 * (1 + 2 * len(texts[2]) // _COVER_WIDTHS[2]))
        for place, text in enumerate(texts, start=1):
            cells.write(f"{column_letters(place)}{number}", text, style)
    for column, width in enumerate(_COVER_WIDTHS, start=1):
        cells.widen(column, width)
    merges = etree.SubElement(root, tag("mergeCells"), count=str(len(lines)))
    for number in range(1, len(lines) + 1):
        etree.SubElement(merges, tag("mergeCell"), ref=f"A{number}:C{number}")
    etree.SubElement(root, tag("pageSetup"), paperSize="9", fitToHeight="0")
    return root


def _put(data: bytes, stream: BinaryIO) -> None:
    stream.write(data)

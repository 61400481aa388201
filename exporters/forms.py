"""Collection forms as workbooks: choices as lists, checks as validation, help, protected headers, a hidden id."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.sax.saxutils import escape

from domain.collection import CollectionForm, FieldKind, FieldRole, FormField
from domain.dates import official_date
from domain.enterprises import Enterprise
from domain.errors import Cancelled
from domain.form_keys import DOCUMENT, ENTERPRISE, EXAMPLE_MARK, FORM, KEY_SHEET, ROUND
from domain.labels import CHAIN_POSITION_LABELS
from exporters.characters import printable
from exporters.file_names import distinct, file_name
from exporters.target import Staging

if TYPE_CHECKING:
    from openpyxl.styles import Border
    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.datavalidation import DataValidation
    from openpyxl.worksheet.worksheet import Worksheet

ROWS = 300  # rows that can be filled in
_LAST_CHOICES = 250  # characters a list of choices may have in the validation itself
_GRADES = ("★★★", "★★", "★")
_FONT, _HEAD_FONT = "宋体", "黑体"
_GREY = "E7E6E6"
_TEXTS = ("xl/sharedStrings.xml", "xl/worksheets/")  # where a workbook holds its texts
ENTERPRISE_ID = "enterprise_id"
_KNOWN = frozenset(
    {FieldRole.ENTERPRISE, FieldRole.POSITION, FieldRole.DISTRICT, FieldRole.CONTACT, FieldRole.CONTACT_PHONE}
)
_TITLE_PT, _TEXT_PT = 16, 11


@dataclass(frozen=True)
class FormCopy:
    """One copy of a form: for an enterprise of the plan `document`, or blank; `due` is ISO 8601 or empty."""

    form: CollectionForm
    document: str = ""
    enterprise: Enterprise | None = None
    due: str = ""
    round: int = 1

    @property
    def name(self) -> str:
        """The name of its file."""
        return file_name(self.form.title, self.enterprise.name if self.enterprise else "空白表", "xlsx")


def write_forms(
    copies: Sequence[FormCopy],
    folder: Path,
    progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Path, ...]:
    """Write copies of forms into a folder, all or none. Raises ExportError, and Cancelled when told to stop."""
    moulds: dict[tuple[str, str], bytes] = {}
    names = distinct(copy.name.removesuffix(".xlsx") for copy in copies)
    with Staging(folder) as staging:
        for done, (copy, name) in enumerate(zip(copies, names, strict=True)):
            if is_cancelled():
                raise Cancelled
            if progress is not None:
                progress(done, len(copies))
            key = copy.form.key, copy.due
            if key not in moulds:
                moulds[key] = _mould(copy.form, copy.due)
            data = _filled(moulds[key], copy)
            staging.add(f"{name}.xlsx", partial(_put, data))
        return staging.publish()


def form_bytes(copy: FormCopy) -> bytes:
    """One copy as an .xlsx workbook."""
    return _filled(_mould(copy.form, copy.due), copy)


def _put(data: bytes, stream: BinaryIO) -> None:
    stream.write(data)


def _mould(form: CollectionForm, due: str) -> bytes:
    """A workbook that all copies share, with marks where they differ: styling a sheet takes its time."""
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = form.title[:31]
    head = _write_top(sheet, form, due)
    _write_headers(sheet, form, head)
    _write_rows(sheet, form, head + 2)
    _write_help(book, form)
    _write_keys(book, form)
    _write_validation(book, sheet, form, head + 2)
    _protect(sheet, head)
    _set_page(sheet, head)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _filled(mould: bytes, copy: FormCopy) -> bytes:
    """The mould with what is known of one enterprise in place of the marks."""
    one = copy.enterprise
    values = {
        FieldRole.ENTERPRISE.value: one.name if one else "",
        FieldRole.POSITION.value: CHAIN_POSITION_LABELS[one.chain_position] if one else "",
        FieldRole.DISTRICT.value: one.district if one else "",
        FieldRole.CONTACT.value: one.contact if one else "",
        FieldRole.CONTACT_PHONE.value: one.phone if one else "",
        DOCUMENT: copy.document,
        ENTERPRISE_ID: str(one.id) if one else "",
        ROUND: str(copy.round),
    }
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(mould)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            data = source.read(entry)
            if entry.filename.startswith(_TEXTS):
                text = data.decode("utf-8")
                for name, value in values.items():
                    text = text.replace(_mark(name), escape(printable(value)))
                data = text.encode("utf-8")
            target.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _mark(name: str) -> str:
    return f"{{{{{name}}}}}"


def _write_top(sheet: Worksheet, form: CollectionForm, due: str) -> int:
    """Title and instructions; returns the row of the headers."""
    from openpyxl.styles import Alignment, Font

    width = len(form.fields)
    lines = [*form.intro, *([f"请于{official_date(due)}前报送。"] if due else [])]
    sheet.cell(1, 1, form.title).font = Font(name=_HEAD_FONT, size=_TITLE_PT)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 30
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    for row, line in enumerate(lines, start=2):
        sheet.cell(row, 1, line).font = Font(name=_FONT, size=_TEXT_PT)
        sheet.cell(row, 1).alignment = Alignment(vertical="center", wrap_text=True)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        total = sum(one.width for one in form.fields)
        sheet.row_dimensions[row].height = 18 * (1 + len(line) // max(total, 1))
    return len(lines) + 2


def _write_headers(sheet: Worksheet, form: CollectionForm, head: int) -> None:
    """The header row, and below it an example that a reader knows as one."""
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    centred = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for column, one in enumerate(form.fields, start=1):
        cell = sheet.cell(head, column, one.title + ("*" if one.is_required else ""))
        cell.font = Font(name=_HEAD_FONT, size=_TEXT_PT)
        cell.alignment, cell.border = centred, _border()
        cell.fill = PatternFill("solid", start_color=_GREY)
        shown = one.example if column > 1 else f"（{EXAMPLE_MARK}）{one.example}"
        example = sheet.cell(head + 1, column, shown)
        example.font = Font(name=_FONT, size=_TEXT_PT, italic=True, color="7F7F7F")
        example.alignment, example.border = Alignment(vertical="center", wrap_text=True), _border()
        sheet.column_dimensions[get_column_letter(column)].width = 2 * one.width + 2
    sheet.row_dimensions[head].height = 34
    lines = max(1 + len(one.example) // max(one.width, 1) for one in form.fields)
    sheet.row_dimensions[head + 1].height = 16 * lines + 4


def _write_rows(sheet: Worksheet, form: CollectionForm, first: int) -> None:
    """Empty rows in the face of the form; in the first, marks for what the plan knows of the enterprise."""
    from openpyxl.styles import Alignment, Font, Protection

    font, wrapped = Font(name=_FONT, size=_TEXT_PT), Alignment(vertical="center", wrap_text=True)
    free, border = Protection(locked=False), _border()
    for row in range(first, first + ROWS):
        for column, one in enumerate(form.fields, start=1):
            cell = sheet.cell(row, column)
            cell.font, cell.alignment, cell.protection, cell.border = font, wrapped, free, border
            sheet.row_dimensions[row].height = 26
            if one.kind in (FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.PHONE):
                cell.number_format = "@"
    for column, one in enumerate(form.fields, start=1):
        if one.role in _KNOWN:
            sheet.cell(first, column, _mark(one.role.value))


def _write_help(book: Workbook, form: CollectionForm) -> None:
    """A sheet that says of each field what to write."""
    from openpyxl.styles import Alignment, Font

    sheet = book.create_sheet("填表说明")
    rows = [("项目", "是否必填", "怎样填写", "可填的内容", "示例")]
    for one in form.fields:
        choices = "、".join(_choices(one))
        rows.append((one.title, "必填" if one.is_required else "", one.help, choices, one.example))
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column, text)
            cell.font = Font(name=_HEAD_FONT if number == 1 else _FONT, size=_TEXT_PT)
            cell.alignment, cell.border = Alignment(vertical="center", wrap_text=True), _border()
    for letter, width in zip("ABCDE", (20, 10, 36, 36, 36), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.protection.sheet = True


def _write_keys(book: Workbook, form: CollectionForm) -> None:
    sheet = book.create_sheet(KEY_SHEET)
    pairs = ((FORM, form.key), (DOCUMENT, _mark(DOCUMENT)), (ENTERPRISE, _mark(ENTERPRISE_ID)), (ROUND, _mark(ROUND)))
    for row, (name, value) in enumerate(pairs, start=1):
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value)
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def _write_validation(book: Workbook, sheet: Worksheet, form: CollectionForm, first: int) -> None:
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    for column, one in enumerate(form.fields, start=1):
        letter = get_column_letter(column)
        rule = _rule(book, one, f"{letter}{first}")
        if rule is None:
            rule = DataValidation(type="custom", formula1="TRUE", showErrorMessage=False)
        rule.errorTitle, rule.showErrorMessage = one.title, bool(rule.error)
        rule.promptTitle, rule.prompt = one.title[:32], (one.help or one.title)[:250]
        rule.showInputMessage = True
        rule.allowBlank = True
        sheet.add_data_validation(rule)
        rule.add(f"{letter}{first}:{letter}{first + ROWS - 1}")


def _rule(book: Workbook, one: FormField, cell: str) -> DataValidation | None:
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = _choices(one)
    if choices:
        error = f"请从下拉列表中选择：{'、'.join(choices)}"[:250]
        return DataValidation(type="list", formula1=_listed(book, one.key, choices), error=error, errorStyle="stop")
    if one.kind is FieldKind.NUMBER:
        return DataValidation(
            type="decimal", operator="between", formula1="-1E+15", formula2="1E+15", error="请填写数字。"
        )
    if one.kind is FieldKind.DATE:
        return DataValidation(type="date", operator="greaterThan", formula1="36526", error="请填写日期，如 2026-3-1。")
    if one.most:
        return DataValidation(
            type="textLength", operator="lessThanOrEqual", formula1=str(one.most), error=f"请不要超过 {one.most} 字。"
        )
    if one.kind is FieldKind.PHONE:
        return DataValidation(type="custom", formula1=f"LEN({cell})>=7", error="请填写完整的电话号码。")
    return None


def _listed(book: Workbook, key: str, choices: Sequence[str]) -> str:
    """The choices of a list: in the rule itself, or in a hidden sheet where they are long or hold a comma."""
    from openpyxl.utils import get_column_letter

    joined = ",".join(choices)
    if len(joined) <= _LAST_CHOICES and not any("," in one or '"' in one for one in choices):
        return f'"{joined}"'
    sheet = book["选项"] if "选项" in book.sheetnames else book.create_sheet("选项")
    sheet.sheet_state = "hidden"
    column = sheet.max_column + (1 if sheet.cell(1, 1).value else 0)
    sheet.cell(1, column, key)
    for row, choice in enumerate(choices, start=2):
        sheet.cell(row, column, choice).data_type = "s"
    letter = get_column_letter(column)
    return f"选项!${letter}$2:${letter}${len(choices) + 1}"


def _choices(one: FormField) -> Sequence[str]:
    return _GRADES if one.kind is FieldKind.GRADE else [choice.value for choice in one.choices]


def _protect(sheet: Worksheet, head: int) -> None:
    """Headers cannot be changed; rows can be filled, made taller, sorted and filtered."""
    protection = sheet.protection
    protection.sheet = True
    protection.formatRows = protection.formatColumns = protection.formatCells = False
    protection.insertRows = protection.deleteRows = protection.sort = protection.autoFilter = False
    sheet.freeze_panes = f"A{head + 1}"


def _set_page(sheet: Worksheet, head: int) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    properties = sheet.sheet_properties.pageSetUpPr
    if properties is not None:
        properties.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    sheet.print_options.horizontalCentered = True


def _border() -> Border:
    from openpyxl.styles import Border, Side

    side = Side(style="thin", color="808080")
    return Border(left=side, right=side, top=side, bottom=side)


def blank_copies(forms: Iterable[CollectionForm], document: str = "") -> list[FormCopy]:
    """One blank copy of each form."""
    return [FormCopy(form, document) for form in forms]

"""A returned file (回收的文件) → SubmissionDraft: every sheet, whatever its layout, by one form."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.checks import Finding, Severity
from domain.collection import CollectionForm, FieldRole, SetAside, SubmittedRow
from domain.enterprise_names import looks_like_enterprise, name_key
from domain.errors import ImportFileError
from domain.form_keys import DOCUMENT, ENTERPRISE, FORM
from domain.submission_draft import ReadSheet, SubmissionDraft
from domain.text import trim
from importers.blocks import TableBlock
from importers.grid import Sheet, Workbook, sheet_findings
from importers.guard import SourcePath, printable_name, read_bytes
from importers.kinds import is_zip, refuse_known_kinds
from importers.sheets import is_sheet, read_workbook
from importers.submission_find import find_header
from importers.submission_headers import Header
from importers.submission_items import category_of, section_of
from importers.submission_keys import take_keys
from importers.submission_labels import Label, find_labels, read_labels, told_once
from importers.submission_rows import RowReader, unify
from importers.submission_sheet import LaidOut
from importers.submission_sides import side_records

_FOOT = 12  # rows at the end that may tell the sender
_LABELLED = re.compile("[：:]|填表人|填报人|联系人|电话|所在区|盖章|单位")
_SURE_HEADER = 4.0  # the text and three things more: no need to look for labels at the side
_MOST_LABELS = 300  # rows of a sheet that may be labels and values
_BESIDE = re.compile("说明|须知|示例|样例|范例|选项|字典|下拉|参考|模板说明")
_NUMBERED_NAME = re.compile(r"^(?:附件\s*\d*|附表\s*\d*)?[\s\d（(【\[]*(?:\d+[）)】\]]?)?[\s\-_—、.．：:]*")
_SEALED = re.compile(r"[（(【\[]\s*(?:盖章|公章|加盖公章|章|盖公章|扫描件|定稿|电子版)[^）)】\]]*[）)】\]]")
_TAIL = re.compile(
    r"[\s\-_—（(【\[]*(?:征集表|申报表|需求表|回执|反馈|填报|报送|问题清单|质量问题|最终版|终稿|修改|改|\d{4,8}|v\d+|副本|盖章)[^/]*$",
    re.I,
)

Remembered = Mapping[str, Mapping[str, str]]
Records = Sequence[Sequence[Label]]
_NOTHING: Remembered = {}


def read_submission(
    path: SourcePath, form: CollectionForm, remembered: Remembered = _NOTHING, districts: Sequence[str] = ()
) -> SubmissionDraft:
    """Read a returned file by a form.

    `remembered` are confirmed readings, fields by header by layout signature; `districts` names the plan knows. The
    same bytes give the same draft. Raises ImportFileError when the file is refused.
    """
    data = read_bytes(path)
    return read_submission_bytes(data, printable_name(path), form, remembered, districts)


def read_submission_bytes(
    data: bytes, name: str, form: CollectionForm, remembered: Remembered = _NOTHING, districts: Sequence[str] = ()
) -> SubmissionDraft:
    """Read the bytes of a returned file, as `read_submission` does."""
    workbook = returned_workbook(data, name)
    keys = take_keys(workbook)
    findings = list(workbook.findings)
    sheets: list[ReadSheet] = []
    rows: list[SubmittedRow] = []
    aside: list[SetAside] = []
    once: dict[str, str] = {}
    filled = read = 0
    areas = [LaidOut(sheet) for sheet in workbook.sheets if sheet.cells]
    shown = [area for area in areas if not area.sheet.is_hidden]
    readings = [_reading(form, area, remembered) for area in areas]
    tables = {id(area) for area, (header, labels) in zip(areas, readings, strict=True) if header or labels}
    named = _named(form, name)
    for number, (area, reading) in enumerate(zip(areas, readings, strict=True), start=1):
        findings += [_hidden(area.sheet)] if area.sheet.is_hidden else sheet_findings(area.sheet, number)
        filled += len(area.sheet.cells) + len(area.sheet.covered) + area.sheet.left_out
        if area.sheet.is_hidden:
            area.settle("隐藏的工作表")
        elif (tables and id(area) not in tables) or (len(shown) > 1 and _BESIDE.search(area.sheet.name)):
            area.settle("说明或选项的工作表")
        else:
            found, told, seen = _read_sheet(form, area, *reading, named)
            rows += found
            once = {**told, **once}
            sheets += seen
        area.settle("表格以外的内容")
        aside += area.aside
        read += area.read
    if not areas:
        raise ImportFileError("no_text", f"“{name}”里没有任何内容。", "请确认选对了文件，并且已经保存。")
    district = form.role(FieldRole.DISTRICT)
    if district is not None:
        rows = unify(rows, district.key, districts)
    return SubmissionDraft(
        file=name,
        sha256=hashlib.sha256(data).hexdigest(),
        enterprise=_sender(form, rows, once, name),
        form_key=keys.get(FORM, ""),
        enterprise_key=keys.get(ENTERPRISE, ""),
        document_key=keys.get(DOCUMENT, ""),
        sheets=tuple(sheets),
        rows=tuple(rows),
        aside=tuple(aside),
        findings=(*findings, *_whole(form, rows, name)),
        once=once,
        filled=filled,
        read=read,
    )


def _reading(form: CollectionForm, area: LaidOut, remembered: Remembered) -> tuple[Header | None, Records]:
    """The header of a sheet, or the labels of one that has none; neither for a hidden sheet."""
    if area.sheet.is_hidden:
        return None, []
    header = find_header(form, area, remembered)
    if len(area.rows()) > _MOST_LABELS or (header is not None and header.score >= _SURE_HEADER):
        return header, []
    records, score = side_records(form, area)
    if records and score > (header.score if header else 0.0):
        return None, records
    labels: Records = [] if header else find_labels(form, area)
    return header, labels if _is_labels(form, labels) else []


def _named(form: CollectionForm, name: str) -> dict[str, str]:
    """The sender as the name of the file tells it, for rows that do not."""
    field = form.role(FieldRole.ENTERPRISE)
    sender = enterprise_in_name(name)
    return {field.key: sender} if field is not None and sender else {}


def returned_workbook(data: bytes, name: str) -> Workbook:
    """The sheets of a workbook, or the tables of a Word file as sheets. Raises ImportFileError for anything else."""
    if is_sheet(data, name):
        return read_workbook(data, name)
    refuse_known_kinds(data, name)
    if is_zip(data):
        from importers.word import read_word_blocks

        return _from_word(read_word_blocks(data, name).blocks)
    raise ImportFileError(
        "not_a_return", f"“{name}”不是表格，也不是含表格的 Word 文件。", "请让填报单位用征集表重新报送。"
    )


def _from_word(blocks: Sequence[object]) -> Workbook:
    """Paragraphs above a table are rows of one cell above it."""
    workbook = Workbook()
    above: list[str] = []
    for block in blocks:
        if not isinstance(block, TableBlock):
            above.append(str(getattr(block, "text", "")))
            continue
        sheet = Sheet(f"表{len(workbook.sheets) + 1}")
        for row, text in enumerate(above):
            sheet.put(row, 0, text)
        for cell in block.cells:
            sheet.put(len(above) + cell.row, cell.column, cell.text)
            sheet.merge(len(above) + cell.row, cell.column, cell.row_span, cell.column_span)
        workbook.sheets.append(sheet)
        above = []
    if above and workbook.sheets:
        last = workbook.sheets[-1]
        bottom = last.box[2]
        for row, text in enumerate(above, start=bottom):
            last.put(row, 0, text)
    return workbook


def _read_sheet(
    form: CollectionForm, area: LaidOut, header: Header | None, labels: Records, named: Mapping[str, str]
) -> tuple[list[SubmittedRow], dict[str, str], list[ReadSheet]]:
    """The rows of a sheet, what it tells once, how it was read; `named` is what the name of the file tells."""
    if header is None:
        rows, told, sheet = read_labels(form, area, labels)
        return rows, told, [sheet] if sheet else []
    told = told_once(form, area, [row for row in area.rows() if row < header.top])
    below = told_once(form, area, _foot(area, header))
    for row in range(header.top, header.end):
        area.use_row(row)
    reader = RowReader(form, area, header, {**_by_sheet(form, area), **named, **below, **told})
    reader.begin_section(_section_above(form, area, header))
    rows = reader.read(area.bottom)
    once = {**reader.told, **below, **told}
    for row in area.rows():
        if row < header.top:
            area.set_aside(row, "标题和说明")
    seen = ReadSheet(area.sheet.name, header.top + 1, header.columns, header.signature, len(rows))
    return rows, once, [seen]


def _section_above(form: CollectionForm, area: LaidOut, header: Header) -> int | None:
    """The row above a header that names the category of the rows below it, or the name of the sheet does (None)."""
    above = [row for row in area.rows() if row < header.top]
    return above[-1] if above and section_of(form, area, above[-1]) else None


def _is_labels(form: CollectionForm, labels: Records) -> bool:
    """Whether labels tell enough to be a row: the text and two things more."""
    text = form.role(FieldRole.TEXT)
    told = {one.field.key for record in labels for one in record}
    return text is not None and text.key in told and len(told) >= 3


def _by_sheet(form: CollectionForm, area: LaidOut) -> dict[str, str]:
    """The category that the name of a sheet names, for rows that name none."""
    field = form.role(FieldRole.CATEGORY)
    name = category_of(form, area.sheet.name)
    return {field.key: name} if field is not None and name else {}


def _foot(area: LaidOut, header: Header) -> list[int]:
    """The last rows, of no more than a label and a value or two, where the sender may stand."""
    rows: list[int] = []
    for row in reversed(area.rows()):
        columns = area.columns_of(row)
        if row < header.end or len(rows) == _FOOT or len(columns) > 4:
            break
        texts = [area.text(row, column) for column in columns]
        if len(columns) > 1 and not any(_LABELLED.search(text) for text in texts):
            break
        rows.append(row)
    return rows[::-1]


def _sender(form: CollectionForm, rows: Sequence[SubmittedRow], once: Mapping[str, str], name: str) -> str:
    """The sender: told in the rows, above them, else by the file's name."""
    field = form.role(FieldRole.ENTERPRISE)
    told = Counter(row.value(field) for row in rows if row.value(field))
    if told:
        return told.most_common(1)[0][0]
    if field is not None and once.get(field.key):
        return once[field.key]
    return enterprise_in_name(name)


def enterprise_in_name(name: str) -> str:
    """The enterprise a file name tells of (007-某某有限公司（盖章）.xlsx); empty where it tells none."""
    stem = _NUMBERED_NAME.sub("", _SEALED.sub("", name.rpartition(".")[0] or name))
    for part in (stem, _TAIL.sub("", stem), *re.split(r"[\-_—\s：:+]+", stem)):
        if looks_like_enterprise(trim(part)):
            return trim(part)
    return ""


def _hidden(sheet: Sheet) -> Finding:
    sentence = "这张工作表是隐藏的，没有收入；内容列在“未收的内容”里。"
    return Finding(Severity.NOTE, "hidden_sheet", f"工作表“{sheet.name}”", sentence)


def _whole(form: CollectionForm, rows: Sequence[SubmittedRow], name: str) -> list[Finding]:
    """What a person should know of the file as a whole."""
    found = []
    if not rows:
        found.append(
            Finding(
                Severity.MUST, "no_rows", name, "没有找到填报的内容，请打开原文件核对，或让填报单位用征集表重新报送。"
            )
        )
    field = form.role(FieldRole.ENTERPRISE)
    told = {row.value(field) for row in rows if row.value(field)}
    if len({name_key(one) for one in told}) > 1:
        shown = "、".join(sorted(told)[:3])
        found.append(Finding(Severity.LOOK, "several_senders", name, f"一份文件里填了 {len(told)} 家企业：{shown}。"))
    named = enterprise_in_name(name)
    if named and told and name_key(named) not in {name_key(one) for one in told}:
        sentence = f"文件名里的企业是“{named}”，表里填的是“{sorted(told)[0]}”，请核对。"
        found.append(Finding(Severity.LOOK, "sender_differs", name, sentence))
    return found


def with_sender(draft: SubmissionDraft, enterprise: str) -> SubmissionDraft:
    """The draft as sent by another enterprise than the file tells."""
    return replace(draft, enterprise=enterprise)

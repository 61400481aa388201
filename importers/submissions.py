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
from importers.submission_headers import Header, by_values, header_key, read_columns, score_header
from importers.submission_keys import take_keys
from importers.submission_labels import read_labels
from importers.submission_rows import RowReader, unify
from importers.submission_sheet import LaidOut

_HEADER_WITHIN = 40  # rows from the top in which a header is looked for
_DEPTH = 3
_BESIDE = re.compile("说明|须知|示例|样例|范例|选项|字典|下拉|参考|模板说明")
_NUMBERED_NAME = re.compile(r"^[\s\d（(【\[]*[\d]+[）)】\]]?[\s\-_—、.．]*")
_TAIL = re.compile(
    r"[\s\-_—（(【\[]*(?:征集表|申报表|需求表|回执|反馈|填报|报送|问题清单|质量问题|最终版|终稿|修改|改|\d{4,8}|v\d+|副本|盖章)[^/]*$",
    re.I,
)

Remembered = Mapping[str, Mapping[str, str]]
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
    workbook = _workbook(data, name)
    keys = take_keys(workbook)
    findings = list(workbook.findings)
    sheets: list[ReadSheet] = []
    rows: list[SubmittedRow] = []
    aside: list[SetAside] = []
    once: dict[str, str] = {}
    filled = read = 0
    areas = [LaidOut(sheet) for sheet in workbook.sheets if sheet.cells]
    shown = [area for area in areas if not area.sheet.is_hidden]
    tables = {id(area) for area in shown if _find_header(form, area, remembered) is not None}
    for number, area in enumerate(areas, start=1):
        findings += sheet_findings(area.sheet, number)
        filled += len(area.sheet.cells) + len(area.sheet.covered) + area.sheet.left_out
        if area.sheet.is_hidden:
            area.settle("隐藏的工作表")
        elif (tables and id(area) not in tables) or (len(shown) > 1 and _BESIDE.search(area.sheet.name)):
            area.settle("说明或选项的工作表")
        else:
            found, told, seen = _read_sheet(form, area, remembered)
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


def _workbook(data: bytes, name: str) -> Workbook:
    """The sheets of a workbook, or the tables of a Word file as sheets."""
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
    form: CollectionForm, area: LaidOut, remembered: Remembered
) -> tuple[list[SubmittedRow], dict[str, str], list[ReadSheet]]:
    header = _find_header(form, area, remembered)
    if header is None:
        rows, told, sheet = read_labels(form, area)
        return rows, told, [sheet] if sheet else []
    _, told, _ = read_labels(form, area, range(area.top, header.top), only_once=True)
    _, below, _ = read_labels(form, area, _foot(area, header), only_once=True)
    once = {**below, **told}
    for row in range(header.top, header.end):
        area.use_row(row)
    reader = RowReader(form, area, header, once)
    rows = reader.read(area.bottom)
    once = {**reader.told, **once}
    for row in range(area.top, header.top):
        area.set_aside(row, "标题和说明")
    seen = ReadSheet(area.sheet.name, header.top + 1, header.columns, header.signature, len(rows))
    return rows, once, [seen]


def _foot(area: LaidOut, header: Header) -> range:
    """Rows at the end that hold no text of the table, where signatures stand."""
    start = area.bottom
    for row in sorted(area.rows(), reverse=True):
        if row < header.end or len(area.columns_of(row)) > 4:
            break
        if not re.search(
            r"填表人|填报人|联系人|电话|所在区|盖章|单位", "".join(area.text(row, c) for c in area.columns_of(row))
        ):
            break
        start = row
    return range(start, area.bottom)


def _find_header(form: CollectionForm, area: LaidOut, remembered: Remembered) -> Header | None:
    """The rows that name most of the form's fields; of equals the first, and as few rows as do."""
    best: Header | None = None
    for top in [row for row in area.rows() if row < area.top + _HEADER_WITHIN]:
        for depth in range(1, _DEPTH + 1):
            header = _header_at(form, area, top, depth, remembered)
            if header is not None and (best is None or header.score > best.score + 0.05):
                best = header
    return best


def _header_at(form: CollectionForm, area: LaidOut, top: int, depth: int, remembered: Remembered) -> Header | None:
    if top + depth > area.bottom or (depth > 1 and not _is_grouped(area, top, depth)):
        return None
    paths: dict[int, list[str]] = {}
    for column in range(area.left, area.right):
        parts: list[str] = []
        for row in range(top, top + depth):
            text = area.text(row, column)
            if text and (not parts or area.origin(row, column)[0] >= top) and (not parts or parts[-1] != text):
                parts.append(text)
        if parts:
            paths[column] = parts
    if sum(len("".join(path)) > 40 for path in paths.values()) > len(paths) // 3 or len(paths) < 2:
        return None
    signature = "|".join(header_key(" ".join(path)) for _, path in sorted(paths.items()))
    columns = read_columns(form, paths, remembered.get(signature, {}))
    score = score_header(form, columns)
    if not score:
        return None
    values = {one.column: [area.text(row, one.column) for row in area.rows() if row >= top + depth] for one in columns}
    return Header(top, top + depth, by_values(form, columns, values), score)


def _is_grouped(area: LaidOut, top: int, depth: int) -> bool:
    """Whether rows belong together as a header: something is merged in the rows above the last, or blank over names."""
    for row in range(top, top + depth - 1):
        columns = area.columns_of(row)
        texts = [area.text(row, column) for column in columns]
        wide = any(area.span(row, column)[1] >= area.right - area.left > 1 for column in columns)
        if len(columns) < 2 or wide or any("：" in text or ":" in text for text in texts):
            return False  # a title or what is told once, not a header
        if any(area.span(row, column)[1] > 1 or area.span(row, column)[0] > 1 for column in columns):
            continue
        if len(columns) >= len(area.columns_of(row + 1)):
            return False
    return True


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
    stem = _NUMBERED_NAME.sub("", name.rpartition(".")[0] or name)
    for part in (stem, _TAIL.sub("", stem), *re.split(r"[\-_—\s]+", stem)):
        if looks_like_enterprise(trim(part)):
            return trim(part)
    return ""


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

"""The rows below a header of a returned sheet, as values of the form with the cells they came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.cell_items import parse_cell
from domain.collection import CollectionForm, FieldKind, FieldRole, FormField, RowFinding, RuleKind, SubmittedRow
from domain.form_values import Value, match_choice, read_value
from domain.text import comparison_key, strip_spaces
from importers.grid import ERROR_TEXTS, cell_name
from importers.headers import row_number
from importers.submission_find import header_texts, is_repeated
from importers.submission_headers import CATEGORY, NUMBER_HEADS, Header, header_key
from importers.submission_sheet import LaidOut, one_line, tidy

_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|汇总|总数)[：:]?")
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|填写说明|填表要求|填报要求|注意|要求|附注|提示)\s*[：:1-9一（(]|^※|^\*"
)
_SIGNED = re.compile(
    r"(?:盖章|公章|签字|签章|签名|填表人|填报人|审核人|负责人|填表日期|填报日期|填报时间|联系人|联系电话)"
)
_SAMPLE = re.compile(r"^[（(【]?(?:示例|样例|例|举例|填写示例|填报示例|范例)[）)】]?[：:]?")
_COUNTED = re.compile(
    r"^\s*(?:\d{1,2}\s*[.．](?![0-9])|\d{1,2}\s*[、)）]|[（(]\s*\d{1,2}\s*[)）]\s*[、.．]?|[①-⑳]\s*[、.．]?|"
    r"(?:第?[一二三四五六七八九十]{1,2}[、是])|[（(][一二三四五六七八九十]{1,2}[)）])\s*"
)
_LINE_NUMBERS = re.compile(_COUNTED.pattern, re.MULTILINE)
_PROBLEMS = {
    "missing": "没有填写",
    "unknown": "“{}”不在可选的范围内",
    "ambiguous": "“{}”对应不止一项，请只填一项",
    "number": "“{}”不是数字",
    "date": "“{}”不是完整的日期，请写成 2026年3月1日 的样子",
    "phone": "“{}”不像电话号码",
    "long": "超过 {most} 字",
    "error": "公式出错，显示为“{}”",
}


class RowReader:
    """Reads the rows below one header."""

    def __init__(self, form: CollectionForm, area: LaidOut, header: Header, once: Mapping[str, str]) -> None:
        """`once` are values told outside the table, for fields the rows leave blank."""
        self._form = form
        self._area = area
        self._header = header
        self._once = once
        self._columns = {field: one.column for field, one in header.fields.items() if not field.startswith(CATEGORY)}
        self._wide = {
            field.removeprefix(CATEGORY): one.column
            for field, one in header.fields.items()
            if field.startswith(CATEGORY)
        }
        self._numbers = {one.column for one in header.columns if header_key(one.header) in NUMBER_HEADS}
        self._text = form.role(FieldRole.TEXT)
        self._last: dict[str, tuple[str, str]] = {}  # field → text and cell of the row above
        self._section: tuple[str, str] | None = None  # the category that a row by itself named, and its cell
        self._heads = header_texts(header.columns)

    def read(self, end: int) -> list[SubmittedRow]:
        """The rows from below the header to row `end` (not in it); what is no row is set aside with the reason."""
        rows: list[SubmittedRow] = []
        for row in self._area.rows():
            if self._header.end <= row < end:
                if section_of(self._form, self._area, row) and self._may_be_section(row):
                    self.begin_section(row)
                elif reason := self._no_row(row):
                    self._area.set_aside(row, reason)
                else:
                    rows += self._read_row(row)
        return rows

    def begin_section(self, row: int | None) -> None:
        """Take the category that a row by itself names for the rows below it."""
        if row is not None:
            self._section = section_of(self._form, self._area, row), cell_name(row, self._area.columns_of(row)[0])
            self._area.use_row(row)

    def _may_be_section(self, row: int) -> bool:
        """Whether a lone category heads rows; in its own column beside merged cells it is one of a row."""
        column = self._area.columns_of(row)[0]
        category = self._form.role(FieldRole.CATEGORY)
        return category is not None and (
            self._columns.get(category.key) != column or self._area.span(row, column)[1] > 1
        )

    @property
    def told(self) -> dict[str, str]:
        """What the rows said of the sender last."""
        return {
            field.key: self._last[field.key][0] for field in self._form.fields if field.once and field.key in self._last
        }

    def _no_row(self, row: int) -> str:
        """Why a row is none of the form's; empty when it is one."""
        columns = self._area.columns_of(row)
        texts = [self._area.text(row, column) for column in columns]
        first = next((text for text in texts if text), "")
        held = [
            text
            for column, text in zip(columns, texts, strict=True)
            if column not in self._numbers or row_number(text) is None
        ]
        if not held:
            return "只有序号的空行"
        if _TOTAL.match(strip_spaces(first)) or (len(texts) > 1 and _TOTAL.match(strip_spaces(held[0]))):
            return "合计行"
        if self._repeats_header(row):
            return "重复的表头"
        if any(_SAMPLE.match(text) for text in (first, held[0])) or self._is_example(row):
            return "示例"
        if len(columns) > 2 and [text.strip("()（）") for text in texts] == [str(n) for n in range(1, len(texts) + 1)]:
            return "列的编号"
        if self._stands_alone(row) and (_NOTE.match(first) or len(columns) == 1):
            return "说明" if not _SIGNED.search(first) else "落款"
        if _SIGNED.match(strip_spaces(first)) and not self._main_text(row):
            return "落款"
        return ""

    def _stands_alone(self, row: int) -> bool:
        """Whether a row is one cell over several columns, or one in the first column while the text is elsewhere."""
        columns = self._area.columns_of(row)
        if len(columns) != 1:
            return bool(_NOTE.match(self._area.text(row, columns[0]))) and not self._main_text(row)
        column = columns[0]
        told = [field.key for field in self._form.fields if field.once and self._columns.get(field.key) == column]
        if told and self._area.span(row, column)[1] == 1 and len(self._area.text(row, column)) <= 40:
            return bool(_NOTE.match(self._area.text(row, column)) or _SIGNED.search(self._area.text(row, column)))
        inherits = any(self._area.is_covered(row, other) for other in self._columns.values())
        mine = {self._columns[self._text.key]} if self._text and self._text.key in self._columns else set()
        return column not in mine | set(self._wide.values()) or (self._area.span(row, column)[1] > 1 and not inherits)

    def _main_text(self, row: int) -> str:
        if self._text is not None and self._text.key in self._columns:
            return self._area.text(row, self._columns[self._text.key])
        return "".join(self._area.text(row, column) for column in self._wide.values())

    def _repeats_header(self, row: int) -> bool:
        return is_repeated(self._header, self._area, row, self._heads)

    def _is_example(self, row: int) -> bool:
        """Whether a row only repeats the examples that the form itself shows."""
        shown = [
            (field, comparison_key(self._area.text(row, self._columns[field.key])))
            for field in self._form.fields
            if field.example and field.key in self._columns and field.kind is not FieldKind.GRADE
        ]
        told = [(field, text) for field, text in shown if text]
        same = [field for field, text in told if text == comparison_key(field.example)]
        return bool(same) and len(same) == len(told) and any(field is self._text for field in same)

    def _read_row(self, row: int) -> Iterator[SubmittedRow]:
        if self._tells_only_once(row):
            self._written(row)  # what it tells of the sender holds for the rows below
            self._area.set_aside(row, "只填了单位信息")
            return
        written, cells = self._written(row)
        self._area.set_aside(row, "表头未对应到征集表的列", self._unknown(row))
        self._area.use_row(row)
        if self._wide:
            yield from self._wide_rows(row, written, cells)
        elif self._text is not None and self._text.key in written:
            yield from self._list_rows(row, written, cells)
        else:
            yield self._row(row, written, cells)

    def _tells_only_once(self, row: int) -> bool:
        """Whether a row tells nothing but what is the same in every row, as the first of a form that was not filled."""
        own = [self._columns[field.key] for field in self._form.fields if not field.once and field.key in self._columns]
        return not any(self._area.text(row, column) for column in (*own, *self._wide.values()))

    def _unknown(self, row: int) -> list[int]:
        known = {*self._columns.values(), *self._wide.values(), *self._numbers}
        return [column for column in self._area.columns_of(row) if column not in known]

    def _written(self, row: int) -> tuple[dict[str, str], dict[str, str]]:
        """What stands in a row by field, blanks filled from above where that is what they mean, and from outside."""
        written: dict[str, str] = {}
        cells: dict[str, str] = {}
        follows = self._follows(row)
        for field in self._form.fields:
            column = self._columns.get(field.key)
            text = self._area.text(row, column) if column is not None else ""
            cell = cell_name(*self._area.origin(row, column)) if column is not None else ""
            if text:
                self._last[field.key] = text, cell
            elif field.key in self._last and (self._is_leading(field) or (follows and self._may_follow(field))):
                text, cell = self._last[field.key]
            elif field.role is FieldRole.CATEGORY and self._section is not None:
                text, cell = self._section
            elif self._once.get(field.key):
                text, cell = self._once[field.key], ""
            written[field.key] = text
            cells[field.key] = cell
        return written, cells

    def _is_leading(self, field: FormField) -> bool:
        """Fields of the sender: blank below the first row means the same."""
        return field.once

    def _may_follow(self, field: FormField) -> bool:
        return field.role is FieldRole.CATEGORY

    def _follows(self, row: int) -> bool:
        """Whether the row leaves blank what the one above told, as sheets do that tell a group once."""
        leading = [self._columns[field.key] for field in self._form.fields if field.once and field.key in self._columns]
        return bool(leading) and not any(
            self._area.text(row, column) and not self._area.is_covered(row, column) for column in leading
        )

    def _wide_rows(self, row: int, written: dict[str, str], cells: dict[str, str]) -> Iterator[SubmittedRow]:
        category, grade = self._form.role(FieldRole.CATEGORY), self._form.role(FieldRole.SEVERITY)
        for name, column in self._wide.items():
            text = tidy(self._area.text(row, column))
            origin = cell_name(*self._area.origin(row, column))
            for item in _items(text):
                values = {**written}
                places = {**cells}
                if category is not None:
                    values[category.key], places[category.key] = name, origin
                if grade is not None and item[1]:
                    values[grade.key], places[grade.key] = str(item[1]), origin
                assert self._text is not None
                values[self._text.key], places[self._text.key] = item[0], origin
                yield self._row(row, values, places)

    def _list_rows(self, row: int, written: dict[str, str], cells: dict[str, str]) -> Iterator[SubmittedRow]:
        assert self._text is not None
        grade = self._form.role(FieldRole.SEVERITY)
        items = (
            _items(tidy(written[self._text.key])) if self._form.rule and self._form.rule.kind is RuleKind.ITEMS else []
        )
        if grade is None or not items or not any(mark for _, mark in items):
            if self._is_item or len(_LINE_NUMBERS.findall(written[self._text.key])) == 1:
                written = {**written, self._text.key: without_number(written[self._text.key])}
            yield self._row(row, written, cells)
            return
        for text, mark in items:
            own = {**written, self._text.key: text}
            places = dict(cells)
            if mark:
                own[grade.key], places[grade.key] = str(mark), cells[self._text.key]
            yield self._row(row, own, places)

    def _row(self, row: int, written: Mapping[str, str], cells: Mapping[str, str]) -> SubmittedRow:
        values: dict[str, str] = {}
        kept: dict[str, str] = {}
        findings = []
        for field in self._form.fields:
            text = written.get(field.key, "")
            shown = one_line(text) if field.role is FieldRole.TEXT and self._is_item else tidy(text)
            value = Value(shown, "error") if shown in ERROR_TEXTS else read_value(field, shown)
            values[field.key] = value.text
            if value.text != text and text:
                kept[field.key] = text
            if value.problem:
                findings.append(self._finding(field, value, cells.get(field.key, ""), row))
        stopping = [one for one in findings if self._stops(one)]
        known = {key: cell for key, cell in cells.items() if cell}
        return SubmittedRow(self._area.sheet.name, row + 1, values, kept, known, tuple(findings), not stopping)

    @property
    def _is_item(self) -> bool:
        return self._form.rule is not None and self._form.rule.kind is RuleKind.ITEMS

    def _stops(self, finding: RowFinding) -> bool:
        """Whether a row with this mistake stays out; a telephone number that looks odd does not keep it out."""
        field = self._form.field(finding.field)
        return field.is_required or field.kind in (FieldKind.CHOICE, FieldKind.GRADE)

    def _finding(self, field: FormField, value: Value, cell: str, row: int) -> RowFinding:
        column = self._columns.get(field.key)
        place = cell or (cell_name(row, column) if column is not None else "")
        sentence = _PROBLEMS[value.problem].format(value.text[:30], most=field.most)
        if value.problem in ("unknown", "ambiguous") and field.choices:
            sentence += f"，可填：{'、'.join(choice.value for choice in field.choices)}"
        elif value.problem == "unknown" and field.kind is FieldKind.GRADE:
            sentence += "，可填：★★★、★★、★"
        return RowFinding(value.problem, field.key, place, f"{field.title}{sentence}。")


def section_of(form: CollectionForm, area: LaidOut, row: int) -> str:
    """The category that a row names which holds nothing else (一、质量技术问题); empty for any other row."""
    columns = area.columns_of(row)
    category = form.role(FieldRole.CATEGORY)
    if category is None or len(columns) != 1:
        return ""
    text = area.text(row, columns[0])
    if len(text) > 24:
        return ""
    value = match_choice(text, category.choices)
    return "" if value.problem else value.text


def without_number(text: str) -> str:
    """A text without the number that only counts it (1. （2） ③)."""
    return _COUNTED.sub("", text) or text


def _items(text: str) -> list[tuple[str, int | None]]:
    """The items of a cell with their grades; a line without one goes on with the item above it."""
    found: list[tuple[str, int | None]] = []
    graded = parse_cell(text, graded=True).items
    marked = any(item.grade for item in graded)
    for item in graded:
        if marked and item.grade is None and found:
            found[-1] = (one_line(f"{found[-1][0]}\n{item.printed}"), found[-1][1])
        elif item.printed:
            found.append((item.text if item.grade else item.printed, item.grade))
    return found


def unify(rows: Sequence[SubmittedRow], key: str, known: Sequence[str]) -> list[SubmittedRow]:
    """Give values of a field the fuller form that the file or the plan knows (西青 → 西青区)."""
    names = {row.values.get(key, "") for row in rows} | set(known)
    fuller = {name[:-1]: name for name in sorted(names) if len(name) > 2 and name[-1] in "区县市"}
    unified = []
    for row in rows:
        value = row.values.get(key, "")
        if value in fuller:
            row = replace(row, values={**row.values, key: fuller[value]}, written={**row.written, key: value})
        unified.append(row)
    return unified

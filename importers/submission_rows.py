"""The rows below a header of a returned sheet, as values of the form with the cells they came from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.collection import CollectionForm, FieldKind, FieldRole, FormField, RowFinding, RuleKind, SubmittedRow
from domain.form_values import Value, read_value
from importers.grid import ERROR_TEXTS, cell_name
from importers.submission_find import header_in
from importers.submission_headers import CATEGORY, Header
from importers.submission_items import counted_items, graded_items, is_counted_once, section_of, without_number
from importers.submission_passed import RowKinds
from importers.submission_sheet import LaidOut, one_line, tidy
from importers.submission_words import TICK, words_of

_LONGEST_HEAD = 16  # characters
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
        self._once = once
        self._text = form.role(FieldRole.TEXT)
        self._last: dict[str, tuple[str, str]] = {}  # field → text and cell of the row above
        self._section: tuple[str, str] | None = None  # the category that a row by itself named, and its cell
        self._head(header)

    def _head(self, header: Header) -> None:
        """Read on by a header."""
        self._header = header
        fields = {field: one.column for field, one in header.fields.items()}
        self._columns = {field: column for field, column in fields.items() if not field.startswith((CATEGORY, TICK))}
        self._wide = {
            field.removeprefix(CATEGORY): column for field, column in fields.items() if field.startswith(CATEGORY)
        }
        self._ticks: list[tuple[str, str, int]] = []  # field, what a tick means, column
        for field, column in fields.items():
            if field.startswith(TICK):
                key, _, value = field.removeprefix(TICK).partition(":")
                self._ticks.append((key, value, column))
        if self._ticks and self._text is not None and self._text.key in self._columns:
            self._wide = {}  # categories that nobody ticked
        words = words_of(self._form)
        self._numbers = {one.column for one in header.columns if words.is_number(one.header.rpartition(" ")[2])}
        self._kinds = RowKinds(self._form, self._area, header)

    def read(self, end: int) -> list[SubmittedRow]:
        """The rows from below the header to row `end` (not in it); what is no row is set aside with the reason."""
        rows: list[SubmittedRow] = []
        for row in self._area.rows():
            if self._header.end <= row < end:
                if section_of(self._form, self._area, row) and self._may_be_section(row):
                    self.begin_section(row)
                elif row < self._header.end or (self._may_be_header(row) and self._begins_table(row)):
                    self._area.use_row(row)
                elif reason := self._kinds.reason(row):
                    self._area.set_aside(row, reason)
                else:
                    rows += self._read_row(row)
        return rows

    def _may_be_header(self, row: int) -> bool:
        """A quick look: under the text stands what could be its name, and no sentence."""
        text = self._kinds.main_text(row)
        return 0 < len(text) <= _LONGEST_HEAD and max(words_of(self._form).offers((text,)).values(), default=0) >= 0.5

    def _begins_table(self, row: int) -> bool:
        """Whether another table begins in a row, under a header of its own; from there on it holds."""
        if self._kinds.reason(row):
            return False
        header = header_in(self._form, self._area, row)
        if header is None or header.top != row or header.score < 0.6 * self._header.score:
            return False
        self._head(header)
        self._last = {}
        return True

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
        ticks = [column for *_, column in self._ticks]
        return not any(self._area.text(row, column) for column in (*own, *self._wide.values(), *ticks))

    def _unknown(self, row: int) -> list[int]:
        known = {*self._columns.values(), *self._wide.values(), *self._numbers, *(column for *_, column in self._ticks)}
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
            ticked = [(value, one) for key, value, one in self._ticks if key == field.key and self._area.text(row, one)]
            if ticked:
                text, cell = "、".join(value for value, _ in ticked), cell_name(row, ticked[0][1])
            elif text:
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
            for item in graded_items(text):
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
        text = tidy(written[self._text.key])
        items = graded_items(text) if self._is_item else []
        if grade is None or not items or not any(mark for _, mark in items):
            for item in counted_items(text) if self._is_item else [text]:
                yield self._row(row, {**written, self._text.key: self._uncounted(item)}, cells)
            return
        for item, mark in items:
            own = {**written, self._text.key: item}
            places = dict(cells)
            if mark:
                own[grade.key], places[grade.key] = str(mark), cells[self._text.key]
            yield self._row(row, own, places)

    def _uncounted(self, text: str) -> str:
        """A text without the number that counts it; steps that are counted inside a text stay."""
        return without_number(text) if self._is_item or is_counted_once(text) else text

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

"""Tables of a returned file: one header and the rows below it, in any of the ways that offices know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from tests.importers.returns import wordings as words
from tests.importers.returns.model import Draw, Formula, Page, Sender, TrueRow, Value, text_key

_ONCE = ("enterprise", "position", "district")
_ALSO = ("contact", "phone")


@dataclass
class Ways:
    """How a table is laid out; see the layouts for what each means."""

    header_rows: int = 1
    merged: bool = True  # group heads over several columns are merged, else followed by blanks
    above: int = 0
    blanks_above: int = 0
    left: int = 0
    down: str = ""  # merge or blank: told once for several rows
    category_down: bool = False
    leave_out: tuple[str, ...] = ()
    extras: int = 0
    shuffle: bool = False
    gaps: bool = False
    totals: bool = False
    after: int = 0
    grade_in_text: bool = False
    lead_numbers: bool = False
    breaks: bool = False
    typed: bool = False
    repeat_header: bool = False
    contacts: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class Table:
    """Writes tables on a page from its first free row, and the truth beside them."""

    def __init__(self, draw: Draw, sender: Sender, page: Page, number: int, ways: Ways) -> None:
        self.draw, self.sender, self.page, self.number, self.ways = draw, sender, page, number, ways
        self.form = sender.form
        self.text = text_key(self.form)
        self.truth: list[TrueRow] = []
        self.columns: dict[str, int] = {}  # field or extra header → column
        self._heads: dict[str, str] = {}
        self.row = page.bottom

    def open(self) -> None:
        """Write what stands above, and the header."""
        self._choose_columns()
        for number in range(self.ways.above):
            pair = words.TITLES if number == 0 else words.NOTES
            self.page.put(self.row, self.ways.left, self.draw.word(pair))
            if self.draw.chance(0.6) and self._last > self.ways.left:
                self.page.merges.append((self.row, self.ways.left, 1, self._last - self.ways.left + 1))
            self.row += 1
        self.row += self.ways.blanks_above
        self.header()

    def header(self) -> None:
        """Write the header rows once (again)."""
        leaf = self.row + self.ways.header_rows - 1
        if self.ways.header_rows > 1:
            self._groups(leaf)
        for name, column in self.columns.items():
            top = self._tops.get(name, leaf) if self.ways.header_rows > 1 else leaf
            self.page.put(top, column, self._heads[name])
            if top < leaf and self.ways.merged:
                self.page.merges.append((top, column, leaf - top + 1, 1))
        self.row = leaf + 1

    def _groups(self, leaf: int) -> None:
        """Heads over several columns; columns that stand alone reach down over all header rows."""
        names = self.draw.random.choice(words.GROUPS)
        members = (
            [name for name in self.columns if name in _ONCE],
            [name for name in self.columns if name in self.form_keys and name not in (*_ONCE, *_ALSO)],
            [name for name in self.columns if name in _ALSO],
        )
        self._tops = dict.fromkeys(self.columns, self.row)
        for title, group in zip(names, members, strict=True):
            places = sorted(self.columns[name] for name in group)
            if len(places) < 2 or places[-1] - places[0] != len(places) - 1:
                continue
            self.page.put(leaf - 1, places[0], title)
            if self.ways.merged:
                self.page.merges.append((leaf - 1, places[0], 1, len(places)))
            self._tops |= dict.fromkeys(group, leaf)
        if self.ways.header_rows == 3:
            self.page.put(self.row, self.ways.left, "填报内容")
            if self.ways.merged:
                self.page.merges.append((self.row, self.ways.left, 1, self._last - self.ways.left + 1))
            self._tops = {name: max(top, self.row + 1) for name, top in self._tops.items()}

    @property
    def form_keys(self) -> list[str]:
        """The fields of the form."""
        return [one.key for one in self.form.fields]

    @property
    def _last(self) -> int:
        return max(self.columns.values(), default=0)

    def _choose_columns(self) -> None:
        left_out = {*self.ways.leave_out, *(() if self.ways.contacts else _ALSO)}
        if self.ways.grade_in_text:
            left_out.add("severity")
        fields = [key for key in self.form_keys if key not in left_out]
        extras = self.draw.random.sample(words.EXTRA[self.draw.batch].split("|"), self.ways.extras)
        for name in extras:
            place = 0 if name in ("序号", "No.") else self.draw.random.randint(1, len(fields))
            fields.insert(place, name)
        if self.ways.shuffle:
            self.draw.random.shuffle(fields)
        column = self.ways.left
        used = set(extras)
        for name in fields:
            if self.ways.gaps and column > self.ways.left and self.draw.chance(0.3):
                column += 1
            self.columns[name] = column
            self._heads[name] = self.ways.headers.get(name) or self._head(name, used)
            column += 1

    def _head(self, name: str, used: set[str]) -> str:
        pairs = words.HEADERS[self.form.key]
        if name not in pairs:
            return name
        for _ in range(20):
            chosen = self.draw.word(pairs[name])
            if chosen not in used:
                break
        used.add(chosen)
        marks = ("", "", "", "", "*", "（必填）", "：")
        return chosen + self.draw.random.choice(marks)

    def rows(self, records: Sequence[dict[str, str]], hidden: Sequence[int] = ()) -> None:
        """Write rows; those told once are merged or left blank below the first."""
        first = self.row
        for number, record in enumerate(records):
            if self.ways.repeat_header and number == len(records) // 2 and number:
                self.header()
                first = self.row
            fresh = number == 0 or self.row == first or record["enterprise"] != records[number - 1]["enterprise"]
            new_category = fresh or record.get("category") != records[number - 1].get("category")
            self.write_row(record, number, fresh=fresh, new_category=new_category)
            if number in hidden:
                self.page.hidden_rows.add(self.row - 1)
        if self.ways.down == "merge":
            self._merge_down(first)
        if self.ways.totals:
            self.total(len(records))

    def write_row(self, record: dict[str, str], number: int, *, fresh: bool = True, new_category: bool = True) -> None:
        """Write one row and note its truth."""
        for name, column in self.columns.items():
            if name not in self.form_keys:
                self.page.put(self.row, column, self._extra(name, number))
            elif not self._is_told(name, fresh=fresh, new_category=new_category):
                self.page.put(self.row, column, self._shown(name, record, number))
        self.truth.append(TrueRow(self._true(record), self.number, self.row))
        self.row += 1

    def _is_told(self, name: str, *, fresh: bool, new_category: bool) -> bool:
        """Whether the row above told a value already, and this way of filling in leaves it out."""
        if name == "category":
            return self.ways.category_down and not new_category
        return bool(self.ways.down) and not fresh and name in (*_ONCE, *_ALSO)

    def _shown(self, name: str, record: dict[str, str], number: int) -> Value | Formula:
        shown = self.sender.shown(name, record[name])
        if name == self.text and isinstance(shown, str):
            if self.ways.breaks and len(shown) > 14:
                shown = f"{shown[:9]}\n{shown[9:]}"
            if self.ways.lead_numbers:
                shown = f"{number + 1}{'.' if len(record) % 2 else '、'}{shown}"
            if self.ways.grade_in_text:
                shown = "★" * int(record["severity"]) + shown
        if self.ways.typed and name == "severity":
            return int(record["severity"])
        if self.ways.typed and name == "phone" and record["phone"].isdecimal():
            return int(record["phone"])
        if self.ways.typed and name in _ONCE and number % 2:
            return Formula(f'"{shown}"', str(shown))
        return shown

    def _true(self, record: dict[str, str]) -> dict[str, str]:
        """What can be known of the record: contacts only where they are columns."""
        told = set(self.columns) | set(_ONCE) | {"category", "severity", self.text}
        return {key: value for key, value in record.items() if key in told}

    def _extra(self, name: str, number: int) -> Value | None:
        match name:
            case "序号" | "No.":
                return number + 1
            case "发生时间" | "首次发现日期" | "填写日期":
                return date(2026, 3, 1 + number % 28)
            case "产值（万元）" | "影响金额":
                return 1200.5 + number
            case "是否共性问题" | "是否行业共性":
                return "是" if number % 2 else "否"
            case "涉及产品":
                return self.draw.word(words.SUBJECTS)
        return "请尽快研究" if number % 3 == 0 else None

    def total(self, count: int) -> None:
        """A row that counts."""
        self.page.put(self.row, self.ways.left, self.draw.random.choice(("合计", "总计", "小计：", "共 计")))
        if self._last > self.ways.left:
            self.page.put(self.row, self._last, count)
        self.row += 1

    def _merge_down(self, first: int) -> None:
        """Merge what was told once over the rows it holds for."""
        for name in (*_ONCE, *_ALSO, "category"):
            if name not in self.columns or (name == "category" and not self.ways.category_down):
                continue
            column = self.columns[name]
            starts = [row for row in range(first, self.row) if (row, column) in self.page.cells] + [self.row]
            for start, end in pairwise(starts):
                if end - start > 1:
                    self.page.merges.append((start, column, end - start, 1))

    def close(self) -> None:
        """Write what stands below."""
        if self.draw.chance(0.5) and self.ways.after:
            self.row += 1
        lines = self.draw.random.sample(words.AFTER[self.draw.batch].split("|"), self.ways.after)
        for line in lines:
            text = line.format(contact=self.sender.contact, phone=self.sender.phone)
            self.page.put(self.row, self.ways.left, text)
            if self.draw.chance(0.5) and self._last > self.ways.left:
                self.page.merges.append((self.row, self.ways.left, 1, self._last - self.ways.left + 1))
            self.row += 1

"""The layouts of the first batch: how enterprises arrange what they send back."""

from __future__ import annotations

from collections.abc import Callable

from domain.collection import FieldRole
from tests.importers.returns import wordings as words
from tests.importers.returns.compose import Table, Ways
from tests.importers.returns.model import FORMS, Case, Draw, Page, Sender, TrueRow, Value, text_key

Make = Callable[[Draw, str], Case]
_OWN = ("enterprise", "position", "district")


def _case(layout: str, form: str, pages: list[Page], rows: list[TrueRow], name: str = "回执") -> Case:
    return Case(layout, FORMS[form], pages, rows, name=name)


def _table(layout: str, draw: Draw, form: str, ways: Ways, count: int = 0, hidden: int = 0) -> Case:
    """One table on one page."""
    sender = Sender(draw, FORMS[form])
    page = Page(draw.random.choice(("Sheet1", "征集表", "附件1", "表1")))
    table = Table(draw, sender, page, 0, ways)
    table.open()
    records = sender.records(count or draw.random.randint(1, 7))
    if ways.category_down:
        records.sort(key=lambda one: one.get("category", ""))
    table.rows(records, range(1, 1 + hidden))
    table.close()
    return _case(layout, form, [page], table.truth)


def plain(draw: Draw, form: str) -> Case:
    """A header in the first row and rows below it."""
    return _table("plain", draw, form, Ways(contacts=draw.chance(0.3)))


def titled(draw: Draw, form: str) -> Case:
    """Title, instructions, blanks above; total, note and signature below."""
    above = draw.random.randint(1, 4)
    blanks = draw.random.randint(0, 7)
    return _table(
        "titled", draw, form, Ways(above=above, blanks_above=blanks, totals=draw.chance(0.5), after=2, extras=1)
    )


def two_rows(draw: Draw, form: str) -> Case:
    """A header of two rows, heads of groups merged."""
    return _table("two_rows", draw, form, Ways(header_rows=2, above=draw.random.randint(0, 2), contacts=True))


def three_rows(draw: Draw, form: str) -> Case:
    """A header of three rows."""
    return _table("three_rows", draw, form, Ways(header_rows=3, above=1, contacts=draw.chance(0.5), after=1))


def two_rows_blank(draw: Draw, form: str) -> Case:
    """A header of two rows with blanks where others merge."""
    return _table("two_rows_blank", draw, form, Ways(header_rows=2, merged=False, above=1))


def merged_down(draw: Draw, form: str) -> Case:
    """The sender's cells merged over all the rows."""
    return _table("merged_down", draw, form, Ways(down="merge", category_down=draw.chance(0.5), above=1), count=5)


def blank_down(draw: Draw, form: str) -> Case:
    """The sender told in the first row only."""
    return _table("blank_down", draw, form, Ways(down="blank", category_down=draw.chance(0.5), extras=1), count=5)


def shuffled(draw: Draw, form: str) -> Case:
    """Columns in another order, with columns nobody asked for."""
    return _table("shuffled", draw, form, Ways(shuffle=True, extras=draw.random.randint(2, 5), contacts=True))


def gaps(draw: Draw, form: str) -> Case:
    """Empty columns between, and the table away from the corner."""
    return _table("gaps", draw, form, Ways(gaps=True, left=draw.random.randint(0, 3), above=1, extras=1))


def grade_in_text(draw: Draw, form: str) -> Case:
    """No column of grades: stars before the text."""
    return _table("grade_in_text", draw, form, Ways(grade_in_text=True, above=1))


def line_breaks(draw: Draw, form: str) -> Case:
    """Breaks inside sentences, and numbers before them."""
    return _table("line_breaks", draw, form, Ways(breaks=True, lead_numbers=draw.chance(0.6), extras=1))


def typed(draw: Draw, form: str) -> Case:
    """Grades as numbers, dates as dates, names by formulas."""
    return _table("typed", draw, form, Ways(typed=True, extras=4, contacts=True), count=4)


def repeated(draw: Draw, form: str) -> Case:
    """The header again on the second page, and totals."""
    return _table("repeated", draw, form, Ways(repeat_header=True, totals=True, above=1), count=8)


def hidden_rows(draw: Draw, form: str) -> Case:
    """Rows that somebody hid; they are read and said."""
    return _table("hidden_rows", draw, form, Ways(extras=1), count=6, hidden=2)


def hidden_sheet(draw: Draw, form: str) -> Case:
    """A hidden sheet with words for dropdowns, and one of instructions."""
    case = _table("hidden_sheet", draw, form, Ways(above=1))
    lists = Page("选项", is_hidden=True)
    for row, name in enumerate(("类别", *words.CATEGORIES, "上游", "中游", "下游")):
        lists.put(row, 0, name)
    notes = Page("填写说明")
    for row in range(3):
        notes.put(row, 0, draw.word(words.NOTES))
    case.pages += [lists, notes]
    return case


def several_sheets(draw: Draw, form: str) -> Case:
    """A table on each of several sheets."""
    sender = Sender(draw, FORMS[form])
    ways = Ways(above=1, extras=1)
    pages, rows = [], []
    for number, name in enumerate(("一季度", "二季度", "三季度")[: draw.random.randint(2, 3)]):
        page = Page(name)
        table = Table(draw, sender, page, number, ways)
        table.open()
        table.rows(sender.records(3))
        pages.append(page)
        rows += table.truth
    return _case("several_sheets", form, pages, rows)


def several_senders(draw: Draw, form: str) -> Case:
    """Several enterprises in one table."""
    page = Page("汇总")
    table = Table(
        draw, Sender(draw, FORMS[form]), page, 0, Ways(above=1, extras=1, down=draw.random.choice(("", "merge")))
    )
    table.open()
    records = []
    for _ in range(3):
        table.sender = Sender(draw, FORMS[form])
        records += table.sender.records(2)
    table.rows(records)
    return _case("several_senders", form, [page], table.truth)


def told_above(draw: Draw, form: str) -> Case:
    """The sender told above the table: labels with colons, or a label and its value in cells."""
    sender = Sender(draw, FORMS[form])
    own = [key for key in _OWN if sender.form.role(FieldRole(key)) is not None]
    page = Page("Sheet1")
    page.put(0, 0, draw.word(words.TITLES))
    pairs = words.HEADERS[form]
    labels = [(draw.word(pairs[key]), str(sender.shown(key, sender.records(1)[0][key]))) for key in own]
    if draw.chance(0.5):
        page.put(1, 0, "　　".join(f"{label.rstrip('：')}：{value}" for label, value in labels))
    else:
        for place, (label, value) in enumerate(labels):
            page.put(1, 2 * place, f"{label}：" if draw.chance(0.5) else label)
            page.put(1, 2 * place + 1, value)
    table = Table(draw, sender, page, 0, Ways(leave_out=tuple(own), extras=1))
    table.open()
    table.rows(sender.records(4))
    return _case("told_above", form, [page], table.truth)


def told_by_name(draw: Draw, form: str) -> Case:
    """The sender told by the name of the file only."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways(leave_out=("enterprise",), above=1))
    table.open()
    table.rows(sender.records(3))
    name = draw.random.choice(("{}", "003-{}", "{}（盖章）", "{}-质量问题征集表", "附件2：{}"))
    return _case("told_by_name", form, [page], table.truth, name.format(sender.enterprise))


def wide(draw: Draw, form: str) -> Case:
    """The form of 附表1: a column a category, several starred items in a cell."""
    sender = Sender(draw, FORMS[form])
    page = Page("附表1")
    page.put(0, 0, "附表1")
    page.put(1, 0, draw.word(words.TITLES))
    heads = ["序号", "产业链位置", "地理分布", "主要企业名称", *words.CATEGORIES]
    top = 2
    if draw.chance(0.5):
        for place, head in enumerate(heads[:4]):
            page.put(top, place, head)
            page.merges.append((top, place, 2, 1))
        page.put(top, 4, draw.random.choice(("质量问题", "主要质量问题清单")))
        page.merges.append((top, 4, 1, 5))
        top += 1
        heads[:4] = [""] * 4
    for place, head in enumerate(heads):
        page.put(top, place, head)
    rows = []
    for number, who in enumerate([sender, *(Sender(draw, FORMS[form]) for _ in range(draw.random.randint(0, 2)))]):
        row = top + 1 + number
        own: list[Value] = [
            number + 1,
            who.shown("position", who.position),
            who.shown("district", who.district),
            who.enterprise,
        ]
        for place, value in enumerate(own):
            page.put(row, place, value)
        cells: dict[str, list[str]] = {}
        for record in who.records(draw.random.randint(2, 7)):
            cells.setdefault(record["category"], []).append("★" * int(record["severity"]) + record["text"])
            rows.append(TrueRow({k: v for k, v in record.items() if k not in ("contact", "phone")}, 0, row))
        for place, category in enumerate(words.CATEGORIES, start=4):
            page.put(row, place, "\n".join(cells.get(category, [])))
    return _case("wide", form, [page], rows)


def _form(layout: str, draw: Draw, form: str, columns: int) -> Case:
    """Labels with their values, a record a sheet."""
    sender = Sender(draw, FORMS[form])
    pages, rows = [], []
    keys = [one.key for one in sender.form.fields]
    labels = {key: draw.word(words.HEADERS[form][key]) for key in keys}
    for number, record in enumerate(sender.records(draw.random.randint(1, 3))):
        page = Page(f"问题{number + 1}" if number else "Sheet1")
        row = 0
        if draw.chance(0.7):
            page.put(0, 0, draw.word(words.TITLES))
            page.merges.append((0, 0, 1, columns))
            row = 1
        column = 0
        for key in keys:
            if column and (columns == 2 or key == text_key(sender.form)):
                row, column = row + 1, 0
            page.put(row, column, labels[key])
            page.put(row, column + 1, sender.shown(key, record[key]))
            if columns == 4 and key == text_key(sender.form):
                page.merges.append((row, 1, 1, 3))
                column = 4
            else:
                column += 2
            if column >= columns:
                row, column = row + 1, 0
        pages.append(page)
        rows.append(TrueRow(record, number, 0))
    return _case(layout, form, pages, rows)


def form_two(draw: Draw, form: str) -> Case:
    """Labels on the left, values on the right."""
    return _form("form_two", draw, form, 2)


def form_four(draw: Draw, form: str) -> Case:
    """Two pairs of label and value in a row, the text over the whole width."""
    return _form("form_four", draw, form, 4)


def _by_category(layout: str, draw: Draw, form: str, *, apart: bool) -> Case:
    """Items below the name of their category; `apart`: a table of its own for each."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    ways = Ways(leave_out=("category",), extras=1)
    table = Table(draw, sender, page, 0, ways)
    table.open() if not apart else table._choose_columns()
    marks = draw.word(words.SECTIONS).split("|") if draw.chance(0.8) else [""] * 5
    records = sender.records(8)
    ordinals = ["一、", "二、", "三、", "四、", "五、"]
    for number, category in enumerate(words.CATEGORIES):
        own = [record for record in records if record["category"] == category]
        if not own:
            continue
        mark = ordinals[number] if marks[0] else ""
        page.put(table.row, 0, f"{mark}{category}")
        if draw.chance(0.6):
            page.merges.append((table.row, 0, 1, table._last + 1))
        table.row += 1
        if apart:
            table.header()
        for place, record in enumerate(own):
            table.write_row(record, place)
        table.row += apart and draw.chance(0.5)
    return _case(layout, form, [page], table.truth)


def sections(draw: Draw, form: str) -> Case:
    """The category as a row over the whole width, its items below."""
    return _by_category("sections", draw, form, apart=False)


def tables_apart(draw: Draw, form: str) -> Case:
    """A table for each category, one below the other, the header in each."""
    return _by_category("tables_apart", draw, form, apart=True)


def empty(draw: Draw, form: str) -> Case:
    """A form that was not filled in."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways(above=2, extras=1))
    table.open()
    table.close()
    return _case("empty", form, [page], [])


def doubles(draw: Draw, form: str) -> Case:
    """The same row twice: both are rows, whoever consolidates them finds the double."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways(extras=1))
    table.open()
    records = sender.records(3)
    table.rows([*records, records[0]])
    return _case("doubles", form, [page], table.truth)

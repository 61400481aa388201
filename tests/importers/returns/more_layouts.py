"""The layouts of the second batch, which the reader was not mended with at first."""

from __future__ import annotations

from tests.importers.returns import wordings as words
from tests.importers.returns.compose import Table, Ways
from tests.importers.returns.layouts import Make
from tests.importers.returns.model import FORMS, Case, Draw, Page, Sender, TrueRow, text_key

_OWN = ("enterprise", "position", "district")
_ALSO = ("contact", "phone")


def _labels(draw: Draw, form: str) -> dict[str, str]:
    return {key: draw.word(pair) for key, pair in words.HEADERS[form].items()}


def _without(record: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in record.items() if key not in _ALSO}


def form_blocks(draw: Draw, form: str) -> Case:
    """Labels and values, one record below the other on one sheet."""
    sender = Sender(draw, FORMS[form])
    labels = _labels(draw, form)
    page = Page("Sheet1")
    rows = []
    row = 0
    for number, record in enumerate(sender.records(3)):
        page.put(row, 0, f"第{'一二三'[number]}项")
        row += 1
        for key, label in labels.items():
            page.put(row, 0, label)
            page.put(row, 1, sender.shown(key, record[key]))
            row += 1
        rows.append(TrueRow(record, 0, row))
        row += 1
    return Case("form_blocks", FORMS[form], [page], rows)


def across(draw: Draw, form: str) -> Case:
    """Fields down the side, a record a column."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    records = sender.records(3)
    page.put(0, 0, "项目")
    for column in range(1, 4):
        page.put(0, column, f"问题{column}")
    for row, (key, label) in enumerate(_labels(draw, form).items(), start=1):
        page.put(row, 0, label)
        for column, record in enumerate(records, start=1):
            page.put(row, column, sender.shown(key, record[key]))
    return Case("across", FORMS[form], [page], [TrueRow(record, 0, 0) for record in records])


def no_header(draw: Draw, form: str) -> Case:
    """Rows without a header: they cannot be told by names, and only some by values."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways())
    table._choose_columns()
    table.rows(sender.records(4))
    return Case("no_header", FORMS[form], [page], table.truth)


def two_tables(draw: Draw, form: str) -> Case:
    """Two tables one below the other, their columns in different order under different headers."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    rows = []
    for title in ("第一部分", "第二部分"):
        table = Table(draw, sender, page, 0, Ways(shuffle=True))
        table.row = page.bottom + 1
        page.put(table.row, 0, title)
        table.row += 1
        table.open()
        table.rows(sender.records(3))
        rows += table.truth
    return Case("two_tables", FORMS[form], [page], rows)


def sheet_a_category(draw: Draw, form: str) -> Case:
    """A sheet for each category, named after it."""
    sender = Sender(draw, FORMS[form])
    records = sender.records(8)
    pages, rows = [], []
    for category in sorted({record["category"] for record in records}):
        page = Page(category if draw.chance(0.5) else category.removeprefix("质量").removesuffix("问题") + "类")
        table = Table(draw, sender, page, len(pages), Ways(leave_out=("category",), above=0))
        table.open()
        table.rows([record for record in records if record["category"] == category])
        pages.append(page)
        rows += table.truth
    return Case("sheet_a_category", FORMS[form], pages, rows)


def ticked_category(draw: Draw, form: str) -> Case:
    """A column a category with a tick in one of them, the text in a column of its own."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    heads = ["序号", "企业名称", "所处环节", "所在区", "问题描述", *words.CATEGORIES, "严重程度"]
    for column, head in enumerate(heads):
        page.put(0, column, head)
    rows = []
    for row, record in enumerate(sender.records(4), start=1):
        own = [row, record["enterprise"], sender.shown("position", record["position"]), record["district"]]
        for column, value in enumerate([*own, record["text"]]):
            page.put(row, column, value)
        page.put(row, 5 + list(words.CATEGORIES).index(record["category"]), "√")
        page.put(row, 10, sender.shown("severity", record["severity"]))
        rows.append(TrueRow(_without(record), 0, row))
    return Case("ticked_category", FORMS[form], [page], rows)


def ticked_grade(draw: Draw, form: str) -> Case:
    """A column a grade with a tick in one of them."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    heads = ["企业名称", "产业链位置", "所在区", "问题类别", "问题描述", "严重", "较重", "一般"]
    top = 0
    if draw.chance(0.5):
        page.put(0, 5, "严重程度")
        page.merges.append((0, 5, 1, 3))
        for column in range(5):
            page.put(0, column, heads[column])
            page.merges.append((0, column, 2, 1))
            heads[column] = ""
        top = 1
    for column, head in enumerate(heads):
        page.put(top, column, head)
    rows = []
    for row, record in enumerate(sender.records(4), start=top + 1):
        for column, key in enumerate((*_OWN, "category", "text")):
            page.put(row, column, sender.shown(key, record[key]))
        page.put(row, 8 - int(record["severity"]), draw.random.choice("√✓■"))
        rows.append(TrueRow(_without(record), 0, row))
    return Case("ticked_grade", FORMS[form], [page], rows)


def wide_short(draw: Draw, form: str) -> Case:
    """Columns named 技术 管理 …, the items numbered and their grades behind them."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    names = {one: one.removeprefix("质量").removesuffix("问题") for one in words.CATEGORIES}
    tail = draw.random.choice(("类问题", "问题", "方面", ""))
    for column, head in enumerate(["企业", "产业链位置", "区域", *(f"{name}{tail}" for name in names.values())]):
        page.put(0, column, head)
    cells: dict[str, list[str]] = {}
    rows = []
    for record in sender.records(6):
        items = cells.setdefault(record["category"], [])
        grade = draw.random.choice(("（{}）", "【{}】", " {}")).format("★" * int(record["severity"]))
        items.append(f"{len(items) + 1}.{record['text']}{grade}")
        rows.append(TrueRow(_without(record), 0, 1))
    for column, value in enumerate((sender.enterprise, sender.position, sender.district)):
        page.put(1, column, value)
    for column, category in enumerate(words.CATEGORIES, start=3):
        page.put(1, column, "\n".join(cells.get(category, [])))
    return Case("wide_short", FORMS[form], [page], rows)


def several_in_a_cell(draw: Draw, form: str) -> Case:
    """Several numbered problems of one category and grade in one cell."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways())
    table.open()
    records = sender.records(4)
    first, rest = records[0], records[1:]
    texts = [record["text"] for record in rest]
    joined = "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
    table.write_row(first, 0)
    table.write_row(rest[0], 1)
    page.put(table.row - 1, table.columns["text"], joined)
    truth = table.truth[0]
    rows = [truth, *(TrueRow({**table.truth[1].values, "text": text}, 0, table.row - 1) for text in texts)]
    return Case("several_in_a_cell", FORMS[form], [page], rows)


def told_below(draw: Draw, form: str) -> Case:
    """The sender told below the table."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    own = [key for key in _OWN if key in words.HEADERS[form]]
    table = Table(draw, sender, page, 0, Ways(leave_out=tuple(own), above=1))
    table.open()
    table.rows(sender.records(3))
    shown = {key: sender.shown(key, sender.records(1)[0][key]) for key in own}
    labels = _labels(draw, form)
    table.row += draw.random.randint(0, 2)
    for key in own:
        page.put(table.row, 0, f"{labels[key]}：{shown[key]}")
        table.row += 1
    return Case("told_below", FORMS[form], [page], table.truth)


def text_over_columns(draw: Draw, form: str) -> Case:
    """The text merged over two columns in the header and in every row."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    labels = _labels(draw, form)
    keys = [key for key in labels if key not in _ALSO]
    main = text_key(sender.form)
    places: dict[str, int] = {}
    column = 0
    for key in keys:
        places[key] = column
        column += 2 if key == main else 1
    rows = []
    for row, record in enumerate([{}, *sender.records(4)]):
        for key, place in places.items():
            page.put(row, place, sender.shown(key, record[key]) if record else labels[key])
        page.merges.append((row, places[main], 1, 2))
        if record:
            rows.append(TrueRow(_without(record), 0, row))
    return Case("text_over_columns", FORMS[form], [page], rows)


def two_languages(draw: Draw, form: str) -> Case:
    """Headers in Chinese and English, and a line of hints below them."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    english = {"enterprise": "Company", "position": "Position", "category": "Category", "severity": "Level"}
    heads = {key: f"{draw.word(pair)}\n{english.get(key, 'Description')}" for key, pair in words.HEADERS[form].items()}
    table = Table(draw, sender, page, 0, Ways(headers=heads, above=1))
    table.open()
    for column in table.columns.values():
        page.put(table.row, column, "（必填）")
    table.row += 1
    table.rows(sender.records(4))
    return Case("two_languages", FORMS[form], [page], table.truth)


def notes_between(draw: Draw, form: str) -> Case:
    """Remarks and subtotals between the rows, a signature at the right."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways(above=1, extras=1))
    table.open()
    records = sender.records(5)
    for number, record in enumerate(records):
        table.write_row(record, number)
        if number == 1:
            page.put(table.row, 0, "以上为去年遗留，以下为今年新增")
            table.row += 1
        if number == 3:
            table.total(4)
    last = max(table.columns.values())
    page.put(table.row + 1, last, f"填报人：{sender.contact}")
    page.put(table.row + 2, last, "2026年9月15日")
    return Case("notes_between", FORMS[form], [page], table.truth)


SECOND: tuple[Make, ...] = (
    form_blocks,
    across,
    no_header,
    two_tables,
    sheet_a_category,
    ticked_category,
    ticked_grade,
    wide_short,
    several_in_a_cell,
    told_below,
    text_over_columns,
    two_languages,
    notes_between,
)
PROBLEMS_ONLY: tuple[Make, ...] = (sheet_a_category, ticked_category, ticked_grade, wide_short, several_in_a_cell)

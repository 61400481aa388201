"""Rows of a laid out table → rows of an appendix table: kinds of columns, merges, sections, totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from domain.cell_items import has_grade
from domain.checks import Finding, Option, Severity
from domain.numbering import NumberStyle, parse_label
from domain.reading import ReadingChoices
from domain.tables import ColumnKind, TableColumn, TableRow, TableSpec, cell_of, match_spec
from domain.text import comparison_key
from importers.appendix_layout import BodyRow, Layout, RowKind
from importers.headers import row_number

_NUMBER_HEADERS = {"序号", "编号", "项次", "序", "no", "no."}
_SECTION_HEADERS = ("类别", "分类", "板块", "栏目")
_SECTION_COLUMN = (Option("column", "作为一列，每行都带上"), Option("rows", "作为单独的一行"))
_TOTAL_NOTE = (Option("note", "收作表注"), Option("row", "作为一行数据"))


@dataclass
class Row:
    """A row to be: texts by place, and the places that a merged cell of the row above reaches down to."""

    texts: list[str]
    joined: set[int]


@dataclass
class Body:
    """Header paths and rows after sections and totals have found their place."""

    paths: list[tuple[str, ...]]
    rows: list[Row]
    keys: list[str]


def read_body(layout: Layout, choices: ReadingChoices) -> Body:
    """The rows of a table with its sections as columns (or rows) and its totals as notes (or rows), as chosen."""
    kept = list(_settle_totals(layout, choices))
    body = Body(list(layout.paths), [], [f"c{place}" for place in range(1, len(layout.paths) + 1)])
    sections = [row for row in kept if row.kind is RowKind.SECTION]
    as_columns = bool(sections) and _ask_sections(layout, sections, choices) == "column"
    ranks = sorted({_rank(row) for row in sections}) if as_columns else []
    above: dict[int, str] = {}
    fresh: set[int] = set()
    previous: BodyRow | None = None
    waiting: list[BodyRow] = []
    for row in kept:
        if row.kind is RowKind.SECTION and as_columns:
            rank = _rank(row)
            if rank in fresh:
                body.rows.append(_lone_section(ranks, above, layout))
            above = {known: text for known, text in above.items() if known < rank} | {rank: row.text}
            fresh = {known for known in fresh if known < rank} | {rank}
            previous = None
            waiting = [row]
            continue
        made = _section_row(row, layout) if row.kind is RowKind.SECTION else _plain_row(row, previous)
        made.texts = [above.get(rank, "") for rank in ranks] + made.texts
        made.joined = {place + len(ranks) for place in made.joined}
        made.joined |= {place for place, rank in enumerate(ranks) if rank not in fresh and above.get(rank)}
        body.rows.append(made)
        fresh, previous, waiting = set(), row, []
    if waiting:
        body.rows.append(_lone_section(ranks, above, layout))
    used = {comparison_key(part) for path in body.paths for part in path}
    names = [name for name in _SECTION_HEADERS if name not in used]
    body.paths[:0] = [(names[min(place, len(names) - 1)],) for place in range(len(ranks))]
    body.keys[:0] = [f"s{place}" for place in range(1, len(ranks) + 1)]
    return body


def _settle_totals(layout: Layout, choices: ReadingChoices) -> Iterator[BodyRow]:
    totals = [row for row in layout.rows if row.kind is RowKind.TOTAL]
    if not totals:
        yield from layout.rows
        return
    question = f"{layout.annex.key}:totals"
    shown = "、".join(f"第 {row.number} 行“{row.text}”" for row in totals[:5])
    message = f"{shown}是合计，不算作数据行，已收作表注，请核对。"
    as_rows = choices.pick(question, "note") == "row"
    if as_rows:
        message = f"{shown}是合计，已按您的选择作为一行数据。"
    layout.findings.append(
        Finding(Severity.LOOK, "total_row", layout.where, message, question, _TOTAL_NOTE, layout.annex.table.line)
    )
    section = ""
    for row in layout.rows:
        section = row.text if row.kind is RowKind.SECTION else section
        if row.kind is not RowKind.TOTAL:
            yield row
        elif as_rows:
            yield replace_kind(row)
        else:
            layout.notes.append(_total_note(row, layout.paths, section))


def replace_kind(row: BodyRow) -> BodyRow:
    """The same row as one of data."""
    return BodyRow(RowKind.DATA, row.cells, row.number)


def _total_note(row: BodyRow, paths: Sequence[tuple[str, ...]], section: str) -> str:
    """“合计：投资额（万元）1200，个数12”; a subtotal tells its section."""
    seen: list[object] = []
    parts = []
    for cell, path in zip(row.cells, paths, strict=True):
        if cell is None or not cell.lines or any(cell is one for one in seen):
            continue
        seen.append(cell)
        parts.append((path[-1], cell.text.replace("\n", "，")))
    place = next((place for place, (_, text) in enumerate(parts) if not row_number(text)), 0)
    name = parts.pop(place)[1]
    inside = f"（{section}）" if section and "小计" in comparison_key(name) else ""
    return f"{name}{inside}：" + "，".join(f"{header}{text}" for header, text in parts)


def _ask_sections(layout: Layout, sections: Sequence[BodyRow], choices: ReadingChoices) -> str:
    question = f"{layout.annex.key}:sections"
    shown = "、".join(f"“{row.text[:20]}”" for row in sections[:4]) + ("等" if len(sections) > 4 else "")
    chosen = choices.pick(question, "column")
    message = f"有 {len(sections)} 行是横贯全表的小标题（{shown}），不算作数据行，已作为一列，下面各行都带上它。"
    if chosen != "column":
        message = f"有 {len(sections)} 行是横贯全表的小标题（{shown}），已作为单独的一行。"
    layout.findings.append(
        Finding(Severity.LOOK, "section_row", layout.where, message, question, _SECTION_COLUMN, layout.annex.table.line)
    )
    return chosen


def _rank(row: BodyRow) -> int:
    """Sections under sections: 一、 above （一）; unnumbered ones stand at the top."""
    label = parse_label(row.text)
    return list(NumberStyle).index(label.style) + 1 if label else 0


def _lone_section(ranks: Sequence[int], above: dict[int, str], layout: Layout) -> Row:
    return Row([above.get(rank, "") for rank in ranks] + [""] * len(layout.paths), set())


def _section_row(row: BodyRow, layout: Layout) -> Row:
    """A section as a row of its own: its text stands in the first column that can hold text."""
    texts = [""] * len(layout.paths)
    place = 1 if len(texts) > 1 and comparison_key(layout.paths[0][-1]) in _NUMBER_HEADERS else 0
    texts[place] = row.text
    return Row(texts, set())


def _plain_row(row: BodyRow, previous: BodyRow | None) -> Row:
    joined = set()
    for place, cell in enumerate(row.cells):
        if cell is not None and cell.lines and previous is not None and previous.cells[place] is cell:
            joined.add(place)
    return Row(row.texts, joined)


def columns_of(body: Body, specs: Sequence[TableSpec]) -> tuple[TableColumn, ...]:
    """The columns of a table: those of the known specification with these headers, else told by what they hold."""
    spec = match_spec(body.paths, specs)
    if spec:
        return tuple(replace(known, path=path, id=0) for known, path in zip(spec.columns, body.paths, strict=True))
    return tuple(
        TableColumn(key, path, kind_of(path, [row.texts[place] for row in body.rows], _is_joined(body, place)))
        for place, (key, path) in enumerate(zip(body.keys, body.paths, strict=True))
    )


def _is_joined(body: Body, place: int) -> bool:
    return any(place in row.joined for row in body.rows)


def kind_of(path: Sequence[str], texts: Sequence[str], is_joined: bool = False) -> ColumnKind:
    """What a column holds, by its header and its cells.

    序号 that do not count the rows (merged over several, restarting, left blank) or are printed in another way (一, 01)
    are kept as text, for a number column stores nothing.
    """
    numbers = [row_number(text) for text in texts] if comparison_key(path[-1]) in _NUMBER_HEADERS else [None]
    if all(number is not None for number in numbers):
        restarts = sum(number == 1 for number in numbers) > 1
        gaps = 0 in numbers and any(number not in (0, seq) for seq, number in enumerate(numbers, start=1))
        if not is_joined and not restarts and not gaps and all(_is_plain(text) for text in texts):
            return ColumnKind.NUMBER
        return ColumnKind.TEXT
    lines = [text.split("\n") for text in texts]
    if any(has_grade(line) for cell in lines for line in cell):
        return ColumnKind.ITEMS
    return ColumnKind.MEASURES if any(_is_list(cell) for cell in lines) else ColumnKind.TEXT


def _is_plain(text: str) -> bool:
    """Whether a number is printed as the program prints it: 3 or 3., not 三, 03 or （3）."""
    bare = comparison_key(text).rstrip(".、")
    return not bare or (bare.isdecimal() and bare == str(int(bare)))


def _is_list(lines: Sequence[str]) -> bool:
    if len(lines) < 2:
        return False
    labels = [label for line in lines if (label := parse_label(line)) and label.style is not NumberStyle.HAN]
    return len(labels) > 1 and [label.value for label in labels] == list(range(1, len(labels) + 1))


def rows_of(body: Body, columns: Sequence[TableColumn], first_id: int) -> tuple[TableRow, ...]:
    """The rows as records, numbered from 1; ids count on from `first_id`."""
    rows = []
    for seq, row in enumerate(body.rows, start=1):
        cells = {column.key: cell_of(column.kind, text) for column, text in zip(columns, row.texts, strict=True)}
        joined = frozenset(columns[place].key for place in row.joined if columns[place].kind is not ColumnKind.NUMBER)
        filled = {key: cell for key, cell in cells.items() if cell.items}
        rows.append(TableRow(first_id + seq - 1, seq, filled, joined=joined))
    return tuple(rows)


def check_numbers(layout: Layout, body: Body, columns: Sequence[TableColumn]) -> None:
    """Say where a number printed in the source is not the one that the row gets."""
    for place, column in enumerate(columns):
        if column.kind is not ColumnKind.NUMBER:
            continue
        for seq, row in enumerate(body.rows, start=1):
            text = row.texts[place]
            if text and row_number(text) != seq:
                layout.say(Severity.LOOK, "row_number", f"第 {seq} 行的序号原为“{text}”，现按行次编为“{seq}”，请核对。")
                return


def note_merges(layout: Layout) -> None:
    """Say where a cell merged sideways had to be taken apart; cells merged downwards stay joined."""
    wide = {
        id(cell)
        for row in layout.data
        for cell in row.cells
        if cell is not None and cell.lines and sum(cell is other for other in row.cells) > 1
    }
    if wide:
        message = f"有 {len(wide)} 个横向合并的单元格，已拆开并在每一格填入同样的文字，请核对。"
        layout.say(Severity.LOOK, "merged_cells", message)
    _note_blanks(layout)


def _note_blanks(layout: Layout) -> None:
    """Say where cells that were merged downwards may have lost it: blanks below text in the columns in front.

    Only in a table without any merged cell, as a CSV file is.
    """
    rows = layout.data
    if any(cell is not None and (cell.row_span > 1 or cell.column_span > 1) for row in rows for cell in row.cells):
        return
    named = []
    for place, path in enumerate(layout.paths):
        texts = [row.texts[place] for row in rows]
        if comparison_key(path[-1]) in _NUMBER_HEADERS:
            continue
        if all(texts) or not texts or not texts[0]:
            break
        named.append(path[-1])
    if named and len(named) < len(layout.paths):
        shown = "、".join(f"“{name}”" for name in named)
        message = f"{shown}一列有空白的格子，可能原来与上一行合并，保存时丢失了；暂按空白收入，请核对。"
        layout.say(Severity.LOOK, "blank_below", message)

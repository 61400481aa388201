"""Tables by the conventions of official paper; the standard itself is silent on them (LOOK only)."""

from __future__ import annotations

from collections.abc import Iterator

from domain.checks import Severity
from domain.word_facts import CellFacts, LineRule, TableFacts, WordFacts
from exporters import page
from exporters.layout_check_head import is_imprint
from exporters.layout_check_problems import Mend, Place, Problem, Repair
from exporters.layout_check_words import mm_words, points_words, quoted, same_font, size_words
from exporters.page import Layout, Mm, Pt
from exporters.profile import Face

_WIDTH_SPARE = page.to_twips(Mm(2))
_THIN = 2  # eighths of a point
_LINE_LEAST, _LINE_MOST = 1.0, 2.0  # of the size
_RIGHT = ("right", "end")


def table_problems(layout: Layout, facts: WordFacts) -> Iterator[Problem]:
    """Fonts, sizes, alignment, rules, repeated heads and width of every table that holds a list."""
    for number, table in enumerate(facts.tables, start=1):
        if is_imprint(table) or _only_places_things(table):
            continue
        told = _Told(table, number)
        yield from _pages(layout, table, told)
        frame = layout.paper(facts.sections[table.section].landscape).frame_width
        if table.width > frame + _WIDTH_SPARE:
            yield told("TABLE_WIDTH", "表格宽", mm_words(table.width), f"不超过版心宽 {mm_words(frame)}")
        wanted = layout.rule_eighths()
        if not table.outer_rule or (not table.inner_rule and table.rows > 1 and len(table.columns) > 1):
            yield told(
                "TABLE_RULE",
                "表格线不全，四周和各格之间都应有细实线",
                "",
                "",
                Repair(Mend.RULES, table.index, f"{layout.rule_eighths(outer=True)} {wanted}"),
            )
        yield from _cells(layout, table, told)


class _Told:
    """Makes the problems of one table."""

    def __init__(self, table: TableFacts, number: int) -> None:
        head = next((text for text in table.texts if text.strip()), "")
        self._number, self._sample = number, quoted(head) if head else ""

    def __call__(self, clause: str, what: str, actual: str, wanted: str, *repairs: Repair) -> Problem:
        return Problem(clause, what, actual, wanted, Severity.LOOK, Place.TABLE, self._number, self._sample, repairs)


def _only_places_things(table: TableFacts) -> bool:
    """A frame around pictures or a line of signatures is no list."""
    one_cell = table.rows == 1 or (len(table.columns) <= 1 and not table.outer_rule)
    return one_cell or (table.has_pictures and not table.outer_rule) or not any(table.texts)


def _pages(layout: Layout, table: TableFacts, told: _Told) -> Iterator[Problem]:
    if layout.profile.tables.repeat_header and not table.head_rows and table.rows > table.head_guess:
        yield told(
            "TABLE_PAGES", "表头没有设为在各页重复", "", "", Repair(Mend.TABLE_HEAD, table.index, str(table.head_guess))
        )
    if table.low_rows_split:
        yield told(
            "TABLE_PAGES",
            "有的行会被分到两页上，应设为不跨页断行",
            "",
            "",
            Repair(Mend.WHOLE_ROWS, table.index, " ".join(map(str, table.low_rows_split))),
        )


def _cells(layout: Layout, table: TableFacts, told: _Told) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    for cell in table.cells:
        judged = _head_cell(layout, table, cell) if cell.is_head else _body_cell(layout, table, cell)
        for clause, what, actual, wanted in (*judged, *_cell_line(layout, cell)):
            if (clause, what + actual) not in seen:
                seen.add((clause, what + actual))
                yield told(clause, f"{what}（如第{cell.row + 1}行{quoted(cell.text)}）", actual, wanted)


Fault = tuple[str, str, str, str]


def _sizes(layout: Layout) -> tuple[int, int]:
    """The smallest and the largest size of text in a table, in half points."""
    sizes = [page.half_points(size) for size in layout.sizes_table_body]
    return min(sizes), max(sizes)


def _head_cell(layout: Layout, table: TableFacts, cell: CellFacts) -> Iterator[Fault]:
    head = layout.font(Face.HEAD)
    if not same_font(cell.look.east, head):
        yield "TABLE_HEAD", "表头字体", cell.look.east or "未指定", head
    wanted = page.half_points(layout.size_table_head(len(table.columns)))
    if cell.look.size > max(wanted, page.half_points(layout.size_table_head(1))) or cell.look.size < min(
        wanted, _sizes(layout)[0]
    ):
        yield "TABLE_HEAD", "表头字号", size_words(cell.look.size), size_words(wanted)
    if cell.paragraph.alignment != "center" and len(table.columns) > 1:
        yield "TABLE_HEAD", "表头", "不居中", "居中"
    if cell.fill:
        yield "TABLE_HEAD", "表头", "有底色", "不加底色"


def _body_cell(layout: Layout, table: TableFacts, cell: CellFacts) -> Iterator[Fault]:
    body = layout.font(Face.BODY)
    if not same_font(cell.look.east, body) and not cell.text.isascii():
        yield "TABLE_TEXT", "表内字体", cell.look.east or "未指定", body
    least, most = _sizes(layout)
    if not least <= cell.look.size <= most:
        yield "TABLE_TEXT", "表内字号", size_words(cell.look.size), f"{size_words(least)}到{size_words(most)}"
    yield from _alignment(layout, table, cell)


def _alignment(layout: Layout, table: TableFacts, cell: CellFacts) -> Iterator[Fault]:
    """序号 and short texts centred, long ones at the left, numbers not at the left."""
    known = [table.columns[column] for column in cell.columns if column < len(table.columns)]
    if len(table.columns) < 2 or not known:
        return
    side = cell.paragraph.alignment
    limit = layout.profile.tables.centre_up_to
    if all(column.longest > 3 * max(limit, 1) and not column.numeric for column in known):
        if (side == "center" and cell.longest > 3 * max(limit, 1)) or side in _RIGHT:
            yield "TABLE_ALIGN", "长文字", "居中" if side == "center" else "右对齐", "左对齐"
    elif any(column.head.strip() == "序号" for column in known) and side != "center":
        yield "TABLE_ALIGN", "序号列", "不居中", "居中"
    if cell.vertical not in ("center",) and cell.longest <= limit and table.columns:
        yield "TABLE_ALIGN", "短文字在格内的上下位置", "靠上" if cell.vertical in ("", "top") else "靠下", "居中"


def _cell_line(layout: Layout, cell: CellFacts) -> Iterator[Fault]:
    look = cell.paragraph
    if look.rule is not LineRule.EXACT:
        return
    if not _LINE_LEAST * cell.look.size * 10 <= look.line <= _LINE_MOST * cell.look.size * 10 + 1:
        wanted = page.pt_to_twips(layout.line_pitch_in_table(Pt(cell.look.size / 2)))
        yield "TABLE_LINE", "表内行距", f"固定值 {points_words(look.line)}", f"固定值 {points_words(wanted)}"

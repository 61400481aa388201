"""Whatever is declined: the rest is applied, nothing else changes, and the next reading offers it again."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.cell_items import parse_cell
from domain.enterprises import Enterprise
from domain.exchange import PlanContent, content_from_json, content_to_json
from domain.merge_report import MergeStep
from domain.merging import merge_content
from domain.outline import NodeKind, OutlineNode, Paragraph, descendants
from domain.remarks import Remark, RemarkKind
from domain.tables import AppendixTable, TableColumn, TablePlace, TableRow, TableSpec
from domain.units import Duty, Role, Unit
from tests.small_plan import small_plan

_WORDS = "总体要求重点任务保障措施质量提升标准认证计量检验检测产业链供应链企业培育监督考核"


class Editor:
    """Makes random changes; its own ids begin at `first`."""

    def __init__(self, content: PlanContent, random: Random, first: int) -> None:
        self.content, self.random, self.next_id = content, random, first

    def run(self, count: int, *, plain: bool = False) -> PlanContent:
        verbs = [
            self.change_text,
            self.add_text,
            self.remove_text,
            self.rename,
            self.add_node,
            self.remove_node,
            self.change_duties,
            self.change_cell,
            self.add_row,
            self.remove_row,
            self.change_title,
            self.add_remark,
            self.remove_remark,
            self.add_column,
            self.change_notes,
            self.join_cells,
            self.add_table,
            self.add_enterprise,
        ]
        for _ in range(count):
            self.random.choice(verbs[:13] if plain else verbs)()
        return self.content

    def words(self) -> str:
        return "".join(self.random.choice(_WORDS) for _ in range(12))

    def new_id(self) -> int:
        self.next_id += 1
        return self.next_id

    def node(self) -> OutlineNode:
        return self.random.choice(self.content.nodes)

    def put(self, node: OutlineNode) -> None:
        nodes = tuple(node if one.id == node.id else one for one in self.content.nodes)
        self.content = replace(self.content, nodes=nodes)

    def change_text(self) -> None:
        node = self.node()
        if node.paragraphs:
            place = self.random.randrange(len(node.paragraphs))
            texts = list(node.paragraphs)
            texts[place] = replace(
                texts[place], text=self.words() if self.random.random() < 0.5 else "改" + texts[place].text
            )
            self.put(replace(node, paragraphs=tuple(texts)))

    def add_text(self) -> None:
        node = self.node()
        texts = list(node.paragraphs)
        texts.insert(self.random.randint(0, len(texts)), Paragraph(self.words()))
        self.put(replace(node, paragraphs=tuple(texts)))

    def remove_text(self) -> None:
        node = self.node()
        if node.paragraphs:
            self.put(replace(node, paragraphs=node.paragraphs[1:]))

    def rename(self) -> None:
        node = self.node()
        self.put(replace(node, title=node.title + "新", deadline=self.random.choice(["", "2026年底前"])))

    def add_node(self) -> None:
        parent = self.random.choice([None, self.content.nodes[0].id, self.node().id])
        siblings = sorted((one for one in self.content.nodes if one.parent == parent), key=lambda one: one.seq)
        place = self.random.randint(0, len(siblings))
        node = OutlineNode(self.new_id(), parent, 0, NodeKind.TASK, self.words(), None, (Paragraph(self.words()),))
        siblings.insert(place, node)
        seqs = {one.id: seq for seq, one in enumerate(siblings, start=1)}
        nodes = (*self.content.nodes, node)
        self.content = replace(self.content, nodes=tuple(replace(one, seq=seqs.get(one.id, one.seq)) for one in nodes))

    def remove_node(self) -> None:
        if len(self.content.nodes) < 3:
            return
        node = self.node()
        gone = {node.id, *descendants(self.content.nodes, node.id)}
        if len(gone) == len(self.content.nodes):
            return
        tables = tuple(
            replace(one, place=None) if one.place and one.place.node_id in gone else one for one in self.content.tables
        )
        self.content = replace(
            self.content,
            tables=tables,
            nodes=tuple(one for one in self.content.nodes if one.id not in gone),
            duties=tuple(duty for duty in self.content.duties if duty.task_id not in gone),
            remarks=tuple(one for one in self.content.remarks if one.node_id not in gone),
        )

    def change_duties(self) -> None:
        node = self.node()
        units = list(self.content.units)
        if self.random.random() < 0.3:
            units.append(Unit(self.new_id(), self.words()[:4] + "局", seq=len(units) + 1))
        chosen = self.random.sample(units, self.random.randint(0, min(2, len(units))))
        others = [duty for duty in self.content.duties if duty.task_id != node.id]
        mine = [Duty(node.id, unit.id, Role.LEAD, seq, self.new_id()) for seq, unit in enumerate(chosen, start=1)]
        self.content = replace(self.content, units=tuple(units), duties=(*others, *mine))

    def change_cell(self) -> None:
        table = self.content.tables[0]
        if table.rows:
            place = self.random.randrange(len(table.rows))
            row = table.rows[place]
            key = self.random.choice(["position", "technical", "other"])
            rows = list(table.rows)
            rows[place] = replace(row, cells={**row.cells, key: parse_cell(self.words())})
            self.put_rows(rows)

    def add_row(self) -> None:
        rows = list(self.content.tables[0].rows)
        row = TableRow(self.new_id(), 0, {"position": parse_cell(self.words()), "other": parse_cell(self.words())})
        rows.insert(self.random.randint(0, len(rows)), row)
        self.put_rows(rows)

    def remove_row(self) -> None:
        self.put_rows(list(self.content.tables[0].rows)[1:])

    def put_rows(self, rows: list[TableRow]) -> None:
        numbered = tuple(replace(row, seq=seq) for seq, row in enumerate(rows, start=1))
        table = replace(self.content.tables[0], rows=numbered)
        self.content = replace(self.content, tables=(table, *self.content.tables[1:]))

    def change_title(self) -> None:
        self.content = replace(self.content, info=replace(self.content.info, title=self.words()))

    def add_remark(self) -> None:
        remark = Remark(self.new_id(), RemarkKind.COMMENT, self.words(), node_id=self.node().id)
        self.content = replace(self.content, remarks=(*self.content.remarks, remark))

    def add_column(self) -> None:
        table = self.content.tables[0]
        key, words = f"k{self.new_id()}", self.words()
        column = TableColumn(key, (words,), id=self.new_id())
        spec = replace(table.spec, columns=(*table.spec.columns, column))
        rows = tuple(replace(row, cells={**row.cells, key: parse_cell(self.words())}) for row in table.rows)
        self.content = replace(self.content, tables=(replace(table, spec=spec, rows=rows), *self.content.tables[1:]))

    def change_notes(self) -> None:
        table = self.content.tables[0]
        spec = replace(
            table.spec, notes=(*table.spec.notes, self.words()), unit_line=self.random.choice(["", "单位：个"])
        )
        self.content = replace(self.content, tables=(replace(table, spec=spec), *self.content.tables[1:]))

    def join_cells(self) -> None:
        rows = list(self.content.tables[0].rows)
        if rows:
            place = self.random.randrange(len(rows))
            rows[place] = replace(rows[place], joined=rows[place].joined ^ {"position"})
            self.put_rows(rows)

    def add_table(self) -> None:
        columns = (TableColumn("a", (self.words(),), id=self.new_id()),)
        rows = tuple(TableRow(self.new_id(), seq, {"a": parse_cell(self.words())}) for seq in (1, 2))
        spec = TableSpec(f"附表{self.new_id()}", self.words(), columns)
        table = AppendixTable(self.new_id(), spec, rows, TablePlace(self.node().id, 1))
        self.content = replace(self.content, tables=(*self.content.tables, table))

    def add_enterprise(self) -> None:
        one = Enterprise(self.new_id(), self.words())
        self.content = replace(self.content, enterprises=(*self.content.enterprises, one))

    def remove_remark(self) -> None:
        self.content = replace(self.content, remarks=self.content.remarks[1:])


def said(content: PlanContent) -> tuple[object, ...]:
    """What a reader sees, without ids."""
    names = {unit.id: unit.name for unit in content.units}
    headings = {placed.node.id: placed.node.title for placed in content.placed()}
    return (
        content.info.title,
        [one.text for one in content.preamble],
        [
            (
                placed.level,
                placed.node.title,
                placed.node.deadline,
                [(one.text, one.clause) for one in placed.node.paragraphs],
                [(names[duty.unit_id], duty.role) for duty in content.duties if duty.task_id == placed.node.id],
            )
            for placed in content.placed()
        ],
        sorted(names.values()),
        sorted(  # new ones stand in the order they came in
            (
                [(column.path) for column in table.spec.columns],
                (
                    table.spec.title,
                    table.spec.unit_line,
                    table.spec.notes,
                    headings.get(table.place.node_id or 0, "") if table.place else "",
                ),
                [
                    [(row.cell(column.key).text, column.key in row.joined) for column in table.spec.columns]
                    for row in table.rows
                ],
            )
            for table in content.tables
        ),
        sorted(one.name for one in content.enterprises),
        sorted((headings.get(one.node_id or 0, ""), one.text) for one in content.remarks),
    )


def positive(content: PlanContent) -> PlanContent:
    """A merged plan as it is once it is stored: no negative ids."""

    def number(value: int) -> int:
        return value if value > 0 else 1_000_000 - value

    def placed(value: int | None) -> int | None:
        return None if value is None else number(value)

    return replace(
        content,
        nodes=tuple(replace(one, id=number(one.id), parent=placed(one.parent)) for one in content.nodes),
        units=tuple(replace(one, id=number(one.id)) for one in content.units),
        duties=tuple(
            replace(one, id=number(one.id), task_id=number(one.task_id), unit_id=number(one.unit_id))
            for one in content.duties
        ),
        tables=tuple(
            replace(
                one,
                id=number(one.id),
                rows=tuple(replace(row, id=number(row.id)) for row in one.rows),
                place=replace(one.place, node_id=placed(one.place.node_id)) if one.place else None,
            )
            for one in content.tables
        ),
        remarks=tuple(
            replace(one, id=number(one.id), node_id=placed(one.node_id), row_id=placed(one.row_id))
            for one in content.remarks
        ),
    )


def spoken(steps: list[MergeStep]) -> Counter[tuple[str, str, str]]:
    return Counter((step.kind.value, step.before, step.after) for step in steps)


def states(seed: int, ours: int, theirs: int, *, plain: bool = False) -> tuple[PlanContent, PlanContent, PlanContent]:
    random = Random(seed)
    base = Editor(small_plan(), random, 100).run(5, plain=plain)
    return base, Editor(base, random, 1000).run(ours, plain=plain), Editor(base, random, 5000).run(theirs, plain=plain)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 6), st.integers(0, 8), st.booleans())
def test_all_declined_leaves_the_plan_as_it_is(seed: int, mine: int, new: int, known: bool) -> None:
    base, ours, theirs = states(seed, mine, new)
    former = base if known else None
    steps = merge_content(former, ours, theirs).report.steps
    keys = [step.key for step in steps]
    assert len(set(keys)) == len(keys)
    merge = merge_content(former, ours, theirs, frozenset(keys))
    assert said(merge.content) == said(ours)
    assert {step.key for step in merge.report.steps} <= set(keys)  # a declined column has no cells
    assert (merge.report.new, merge.report.changed, merge.report.gone) == (0, 0, 0)
    if keys:  # and the whole of it is offered again
        kept = content_from_json(content_to_json(merge.known))
        assert spoken(merge_content(kept, ours, theirs).report.steps) == spoken(steps)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 6), st.integers(0, 8), st.booleans())
def test_what_is_declined_now_can_be_taken_later(seed: int, mine: int, new: int, known: bool) -> None:
    base, ours, theirs = states(seed, mine, new, plain=True)
    former = base if known else None
    whole = merge_content(former, ours, theirs)
    random = Random(seed + 1)
    declined = frozenset(step.key for step in whole.report.steps if random.random() < 0.5)
    first = merge_content(former, ours, theirs, declined)
    kept = content_from_json(content_to_json(first.known)) if declined else first.known
    later = merge_content(kept, positive(first.content), theirs)
    seen, wanted = list(said(later.content)), list(said(whole.content))
    del seen[3], wanted[3]  # a unit that holds no duty
    assert seen == wanted

"""A paragraph split into tasks and joined again, in the plan file."""

import pytest

from db.outline import add_node, set_text
from db.snapshot import load_snapshot
from db.store import Store
from db.task_pieces import SplitWish, merge_pieces, pieces_of, split_paragraph
from db.tasks import write_cells
from db.units import add_unit, set_role_names
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.outline import NodeKind
from domain.task_fields import TaskEdit, TaskField
from domain.task_pieces import cut_paragraph
from domain.task_splitting import find_cuts
from domain.units import Role, match_unit

SHARED = "一是完善标准，2026年底前制定标准10项；二是加强检验，覆盖重点产品。（牵头单位：甲局；配合单位：乙局）"
APART = "抓好两件事：一是完善标准（牵头单位：甲局）；二是加强检验，覆盖重点产品（牵头单位：乙局；配合单位：甲局）。"


def plan(store: Store, text: str, kind: NodeKind = NodeKind.TASK) -> int:
    for name in ("甲局", "乙局", "丙局"):
        add_unit(store, name)
    changes = add_node(store, None, 0, "提升质量", kind)
    node = next(one.row_id for one in changes.changes if one.table == "outline_node")
    set_text(store, node, text)
    return node


def node_of(store: Store, node_id: int):
    return next(one for one in load_snapshot(store).content.nodes if one.id == node_id)


def printed(store: Store, node_id: int) -> list[str]:
    content = load_snapshot(store).content
    return content.printed_paragraphs(node_of(store, node_id))


def split(store: Store, node: int, kind: NodeKind = NodeKind.MEASURE, *, copies: bool = False) -> list[int]:
    text = printed(store, node)[0]
    units = load_snapshot(store).content.units
    starts = [cut.start for cut in find_cuts(text) if cut.is_proposed]
    cutting = cut_paragraph(text, starts, lambda name: match_unit(name, units) is not None, 2026)
    split_paragraph(store, SplitWish(node, 0, cutting, kind, copies))
    children = [one for one in load_snapshot(store).content.nodes if one.parent == node]
    return [one.id for one in sorted(children, key=lambda one: one.seq)]


def names(store: Store, node_id: int) -> dict[str, list[str]]:
    content = load_snapshot(store).content
    known = {unit.id: unit.name for unit in content.units}
    found: dict[str, list[str]] = {}
    for duty in sorted(content.duties_of(node_id), key=lambda one: one.seq):
        found.setdefault(duty.role.value, []).append(known[duty.unit_id])
    return found


def test_measures_share_the_units_of_their_task(store: Store) -> None:
    node = plan(store, SHARED)
    first, second = split(store, node)
    assert [node_of(store, one).title for one in (first, second)] == ["完善标准", "加强检验"]
    assert printed(store, first) == ["2026年底前制定标准10项。"] and node_of(store, first).deadline == "2026年底前"
    assert node_of(store, first).kind is NodeKind.MEASURE and node_of(store, first).split_from == SHARED
    assert names(store, first) == {} and names(store, node) == {"lead": ["甲局"], "support": ["乙局"]}
    assert printed(store, node) == ["（牵头单位：甲局；配合单位：乙局）"]


def test_one_undo_takes_it_back(store: Store) -> None:
    node = plan(store, SHARED)
    before = content_to_json(load_snapshot(store).content)
    split(store, node)
    label = store.next_undo()
    assert label is not None and label.label == "拆分 提升质量 为 2 项举措"
    store.undo()
    assert content_to_json(load_snapshot(store).content) == before


def test_tasks_get_the_units_written_and_the_heading_becomes_a_chapter(store: Store) -> None:
    node = plan(store, SHARED)
    first, second = split(store, node, NodeKind.TASK, copies=True)
    assert names(store, first) == names(store, second) == {"lead": ["甲局"], "support": ["乙局"]}
    assert names(store, node) == {} and node_of(store, node).kind is NodeKind.SECTION
    merge_pieces(store, first)
    assert printed(store, node) == [SHARED] and names(store, node) == {"lead": ["甲局"], "support": ["乙局"]}


def test_each_piece_keeps_its_own_clause(store: Store) -> None:
    node = plan(store, APART, NodeKind.SECTION)
    first, second = split(store, node, NodeKind.TASK)
    assert names(store, first) == {"lead": ["甲局"]}
    assert names(store, second) == {"lead": ["乙局"], "support": ["甲局"]}
    assert printed(store, node) == ["抓好两件事："]
    assert printed(store, first)[0].startswith("（牵头单位：甲局）")


@pytest.mark.parametrize(("text", "kind"), [(SHARED, NodeKind.TASK), (APART, NodeKind.SECTION)])
def test_joined_again_it_reads_as_before(store: Store, text: str, kind: NodeKind) -> None:
    node = plan(store, text, kind)
    first = split(store, node)[0]
    merge_pieces(store, first)
    assert printed(store, node) == [text]
    assert [one for one in load_snapshot(store).content.nodes if one.parent == node] == []


def test_what_was_changed_is_in_the_joined_paragraph(store: Store) -> None:
    node = plan(store, SHARED)
    first, second = split(store, node)
    write_cells(store, [TaskEdit(second, TaskField.WORDS, "加强检验\n覆盖全部产品。")])
    write_cells(store, [TaskEdit(first, TaskField.NOTE, "按季报送")])
    merge_pieces(store, second)
    assert printed(store, node) == [SHARED.replace("重点", "全部")] and node_of(store, node).note == "按季报送"


def test_units_changed_meanwhile_are_those_of_the_clause(store: Store) -> None:
    node = plan(store, SHARED)
    first = split(store, node)[0]
    set_role_names(store, node, Role.LEAD, "丙局")
    merge_pieces(store, first)
    assert printed(store, node) == [SHARED.replace("牵头单位：甲局", "牵头单位：丙局")]


def test_pieces_come_before_what_stands_there(store: Store) -> None:
    node = plan(store, SHARED)
    add_node(store, node, 0, "原有举措", NodeKind.MEASURE)
    ids = split(store, node)
    assert [node_of(store, one).title for one in ids] == ["完善标准", "加强检验", "原有举措"]
    assert [one.id for one in pieces_of(load_snapshot(store).content.nodes, ids[1])] == ids[:2]


def test_piece_with_headings_below_is_not_joined(store: Store) -> None:
    node = plan(store, SHARED)
    first, second = split(store, node)
    add_node(store, second, 0, "细项", NodeKind.MEASURE)
    with pytest.raises(InputError, match="下面还有内容"):
        merge_pieces(store, first)
    with pytest.raises(InputError, match="不是从段落拆分"):
        merge_pieces(store, node)

"""The tree of headings follows every change, and its own edits become verbs."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from db.outline import add_node, demote, promote, relocate, remove_node, set_kind, shift_node
from db.store import Store
from db.units import set_role_names
from desktop.models.outline_model import PREAMBLE, OutlineModel
from desktop.session import Session
from domain.outline import NodeKind
from domain.units import Role


@pytest.fixture
def model(session: Session, qtmodeltester) -> OutlineModel:
    model = OutlineModel(session)
    session.changed.connect(model.apply)
    qtmodeltester.check(model, force_py=True)
    return model


def lines(model: OutlineModel, parent: QModelIndex | None = None, depth: int = 0) -> list[str]:
    """The whole tree as indented lines."""
    found = []
    for row in range(model.rowCount(parent or QModelIndex())):
        index = model.index(row, 0, parent or QModelIndex())
        found += ["  " * depth + str(index.data()), *lines(model, index, depth + 1)]
    return found


def node(session: Session, title: str) -> int:
    return next(one.id for one in session.content.nodes if one.title == title)


def test_shows_preamble_then_numbered_headings(model):
    assert lines(model) == [
        "引言",
        "一、工作目标",
        "二、重点任务",
        "  （一）摸清加装需求",
        "    1.入户走访",
        "    2.现场勘察",
        "  （二）守住安全底线",
        "  （三）落实资金保障",
    ]


def test_second_column_counts_units_and_names_other_kinds(session, model):
    notes = {title: model.index_of(node(session, title), 1).data() for title in ("摸清加装需求", "落实资金保障")}
    assert notes == {"摸清加装需求": "2 个单位", "落实资金保障": "任务"}
    session.perform(set_role_names, node(session, "落实资金保障"), Role.LEAD, "区民政局")
    assert model.index_of(node(session, "落实资金保障"), 1).data() == "1 个单位"


def test_moving_renumbers_and_keeps_indexes(session, model):
    moved = node(session, "落实资金保障")
    held = QPersistentModelIndex(model.index_of(moved))
    session.perform(shift_node, moved, -1)
    assert held.data() == "（二）落实资金保障"
    assert held.row() == 1
    session.perform(promote, moved)
    assert held.data() == "三、落实资金保障"
    session.perform(demote, moved)
    assert held.data() == "（二）落实资金保障"


def test_removing_and_undoing_bring_the_whole_branch_back(session, model):
    before = lines(model)
    held = QPersistentModelIndex(model.index_of(node(session, "入户走访")))
    session.perform(remove_node, node(session, "摸清加装需求"))
    assert not held.isValid()
    assert lines(model)[3:] == ["  （一）守住安全底线", "  （二）落实资金保障"]
    session.undo()
    assert lines(model) == before
    session.redo()
    assert len(lines(model)) == len(before) - 3


def test_adding_a_heading_with_children_in_one_operation_resets_nothing(session, model, qtbot):
    chapter = node(session, "重点任务")
    with qtbot.assertNotEmitted(model.modelReset):
        session.perform(add_node, chapter, 1, "新任务", NodeKind.TASK)
    assert "  （二）新任务" in lines(model)


def test_an_old_heading_below_a_new_one_resets(session, model, qtbot):
    def wrap(store: Store):
        with store.operation("新增上级") as scope:
            add_node(store, None, 0, "上级")
            parent = max(row["id"] for row in store.db.query("SELECT id FROM outline_node"))
            scope.update("outline_node", node(session, "工作目标"), {"parent_id": parent})
        return scope.changes

    with qtbot.waitSignal(model.modelReset):
        session.perform(wrap)
    assert lines(model)[1:3] == ["一、上级", "  一、工作目标"]


def test_editing_a_title_is_one_step_each(session, model):
    index = model.index_of(node(session, "工作目标"))
    assert index.data(Qt.ItemDataRole.EditRole) == "工作目标"
    assert model.setData(index, "总体目标")
    assert index.data() == "一、总体目标"
    assert model.setData(index, "目标")
    session.undo()
    assert index.data() == "一、总体目标"


def test_a_stale_title_is_refused_with_a_sentence(session, model, qtbot):
    index = model.index_of(node(session, "工作目标"))
    placed = model.placed(node(session, "工作目标"))
    session.changed.disconnect(model.apply)
    session.perform(set_kind, placed.node.id, NodeKind.TASK)
    with qtbot.waitSignal(session.failed) as caught:
        model.setData(index, "别的")
    assert caught.args[0].code == "stale_edit"


def test_preamble_is_fixed(model):
    flags = model.flags(model.index_of(PREAMBLE))
    assert not flags & (Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled)
    assert not model.setData(model.index_of(PREAMBLE), "别的")


@pytest.mark.parametrize(
    ("title", "row", "parent", "expected"),
    [
        ("落实资金保障", 0, "重点任务", "  （一）落实资金保障"),
        ("摸清加装需求", 3, "重点任务", "  （三）摸清加装需求"),
        ("工作目标", 3, None, "二、工作目标"),
        ("工作目标", -1, "重点任务", "  （四）工作目标"),
        ("落实资金保障", 0, None, "一、落实资金保障"),
        ("入户走访", -1, None, "三、入户走访"),
    ],
)
def test_drops_land_where_they_are_let_go(session, model, title, row, parent, expected):
    data = model.mimeData([model.index_of(node(session, title))])
    target = model.index_of(node(session, parent)) if parent else QModelIndex()
    assert not model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0, target)
    assert expected in lines(model)
    session.undo()
    assert len(lines(model)) == 8


def test_a_drop_into_itself_is_refused(session, model, qtbot):
    chapter = model.index_of(node(session, "重点任务"))
    with qtbot.waitSignal(session.failed) as caught:
        inner = model.index_of(node(session, "摸清加装需求"))
        model.dropMimeData(model.mimeData([chapter]), Qt.DropAction.MoveAction, -1, 0, inner)
    assert caught.args[0].code == "bad_move"


@pytest.mark.parametrize("seed", range(6))
def test_a_random_user_never_leads_the_tree_astray(session, model, seed):
    """After every step the tree says what a tree built afresh says, and held indexes point to their nodes."""
    dice = random.Random(seed)
    for _ in range(40):
        held = {one.id: QPersistentModelIndex(model.index_of(one.id)) for one in session.content.nodes}
        ids = [*held, None]
        verb = dice.choice((add_node, remove_node, shift_node, promote, demote, relocate, "undo", "undo", "redo"))
        chosen = dice.choice(ids)
        if verb == "undo":
            session.undo()
        elif verb == "redo":
            session.redo()
        elif verb is add_node:
            session.perform(add_node, chosen, 0, f"新标题{dice.random():.3f}")
        elif chosen is not None and verb is shift_node:
            session.perform(shift_node, chosen, dice.choice((-1, 1)))
        elif chosen is not None and verb is relocate:
            session.perform(relocate, chosen, dice.choice(ids), 0)
        elif chosen is not None:
            session.perform(verb, chosen)
        assert lines(model) == lines(OutlineModel(session))
        present = {one.id for one in session.content.nodes}
        assert {node_id for node_id, index in held.items() if index.isValid()} == present & held.keys()
        assert all(model.node_id(index) == node_id for node_id, index in held.items() if index.isValid())

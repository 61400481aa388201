"""The model of the matrix."""

import pytest
from PySide6.QtCore import Qt

from db.outline import add_node
from db.units import add_unit, remove_unit, rename_unit, shift_unit
from desktop.models.columns import FINDING_ROLE
from desktop.models.matrix_model import COUNT_ROLE, MatrixModel
from domain.outline import NodeKind
from domain.units import Role

HOUSING, CIVIL, MARKET, TOWNS = range(4)
SURVEY, SAFETY, FUNDING = range(3)


@pytest.fixture
def model(session):
    return MatrixModel(session)


def word(model, row, column):
    return model.index(row, column).data()


def task_header(model, row, role):
    return model.headerData(row, Qt.Orientation.Vertical, role)


def unit_header(model, column, role):
    return model.headerData(column, Qt.Orientation.Horizontal, role)


def test_model_keeps_the_rules_of_models(model, qtmodeltester, session):
    qtmodeltester.check(model)
    session.perform(add_unit, "区财政局")
    model.setData(model.index(FUNDING, 4), "牵头")
    session.perform(remove_unit, model.units[HOUSING].id)
    session.perform(add_node, model.tasks[0].node.parent, 0, "先行先试", NodeKind.TASK)
    qtmodeltester.check(model)


def test_cells_say_the_role(model):
    assert [word(model, SURVEY, column) for column in range(4)] == ["牵头", "配合", "", ""]
    assert [word(model, SAFETY, column) for column in range(4)] == ["", "", "落实", "落实"]
    assert "区民政局" in model.index(SURVEY, CIVIL).data(Qt.ItemDataRole.ToolTipRole)


def test_headers_count_duties(model):
    assert [unit_header(model, column, COUNT_ROLE).total() for column in range(4)] == [1, 1, 1, 1]
    assert [task_header(model, row, COUNT_ROLE).total() for row in range(3)] == [2, 2, 0]
    assert "牵头1、配合1" in task_header(model, SURVEY, Qt.ItemDataRole.ToolTipRole)


def test_what_is_to_look_at(model):
    assert [task_header(model, row, FINDING_ROLE) for row in range(3)] == ["", "没有牵头单位", "尚无责任单位"]
    model.set_roles([model.index(SURVEY, TOWNS)], Role.LEAD)
    assert task_header(model, SURVEY, FINDING_ROLE) == "有2个牵头单位"
    model.set_roles([model.index(FUNDING, TOWNS)], Role.SUPPORT)
    assert task_header(model, FUNDING, FINDING_ROLE) == "没有牵头单位"
    model.set_roles([model.index(FUNDING, TOWNS)], Role.LEAD)
    assert task_header(model, FUNDING, FINDING_ROLE) == ""


def test_plan_in_which_nobody_leads_needs_no_leads(model):
    model.set_roles([model.index(SURVEY, HOUSING), model.index(SURVEY, CIVIL)], Role.RESPONSIBLE)
    assert [task_header(model, row, FINDING_ROLE) for row in range(3)] == ["", "", "尚无责任单位"]
    assert model.used_roles() == [Role.RESPONSIBLE] and model.signs()[Role.RESPONSIBLE] == "●"
    assert model.following(None) is Role.RESPONSIBLE


def test_cycle_goes_round(model):
    seen = []
    for _ in range(4):
        assert model.cycle_role(model.index(FUNDING, CIVIL))
        seen.append(word(model, FUNDING, CIVIL))
    assert seen == ["牵头", "配合", "落实", ""]


def test_one_role_is_told_as_one_cell(model, qtbot):
    with qtbot.waitSignal(model.dataChanged) as told, qtbot.assertNotEmitted(model.modelReset):
        model.setData(model.index(SAFETY, CIVIL), "配合")
    assert [(index.row(), index.column()) for index in told.args[:2]] == [(SAFETY, CIVIL)] * 2


def test_unknown_word_is_no_role(model, session):
    before = session.store.revision
    assert not model.setData(model.index(SAFETY, CIVIL), "督办")
    assert session.store.revision == before


def test_many_cells_are_one_step(model, session):
    model.set_roles([model.index(FUNDING, column) for column in range(4)], Role.RESPONSIBLE)
    assert [word(model, FUNDING, column) for column in range(4)] == ["落实"] * 4
    session.undo()
    assert [word(model, FUNDING, column) for column in range(4)] == [""] * 4


def test_undo_says_where_it_happened(model, session, qtbot):
    model.setData(model.index(SAFETY, CIVIL), "配合")
    with qtbot.waitSignal(model.restored) as told:
        session.undo()
    assert told.args == [SAFETY, CIVIL]
    session.perform(remove_unit, model.units[MARKET].id)
    with qtbot.waitSignal(model.restored) as told:
        session.undo()
    assert told.args == [-1, MARKET]


def test_new_name_changes_only_the_header(model, session, qtbot):
    with qtbot.waitSignal(model.headerDataChanged), qtbot.assertNotEmitted(model.modelReset):
        session.perform(rename_unit, model.units[CIVIL].id, "区社会工作部")
    assert unit_header(model, CIVIL, Qt.ItemDataRole.DisplayRole) == "区社会工作部"


def test_units_stand_in_office_order(model, session):
    session.perform(shift_unit, model.units[TOWNS].id, -3)
    assert unit_header(model, 0, Qt.ItemDataRole.DisplayRole) == "各镇街"
    assert word(model, SAFETY, 0) == "落实"

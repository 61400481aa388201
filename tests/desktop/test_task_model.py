"""The model of the 任务分解表."""

import pytest
from PySide6.QtCore import Qt

from db.outline import add_node, remove_node, shift_node
from db.units import remove_unit, set_role
from desktop.models.columns import FINDING_ROLE
from desktop.models.task_model import DEADLINE, MEASURE, TASK, TaskModel
from domain.outline import NodeKind
from domain.units import Role

LEAD, SUPPORT, RESPONSIBLE = 3, 4, 5


@pytest.fixture
def model(session):
    return TaskModel(session)


def column_texts(model, column):
    return [model.text_at(row, column) for row in range(model.rowCount())]


def test_model_keeps_the_rules_of_models(model, qtmodeltester, session):
    qtmodeltester.check(model)
    task = model.row_at(2).task.node
    session.perform(add_node, task.parent, 0, "先行先试", NodeKind.TASK)
    session.perform(shift_node, task.id, -1)
    session.perform(remove_node, task.id)
    qtmodeltester.check(model)


def test_rows_are_measures_or_tasks_without_any(model):
    assert column_texts(model, 0) == ["1", "1", "2", "3"]
    assert column_texts(model, MEASURE)[0].endswith("入户走访\n逐户登记意愿。")
    assert column_texts(model, LEAD) == ["区住房建设局", "区住房建设局", "", ""]
    assert column_texts(model, RESPONSIBLE)[2] == "区市场监管局、各镇街"
    assert column_texts(model, DEADLINE) == ["2026年6月底前", "2026年6月底前", "长期坚持", ""]


def test_cells_of_one_task_are_joined(model, session):
    assert (0, TASK, 2) in model.spans() and (0, LEAD, 2) in model.spans()
    second = model.row_at(1).part.node.id
    unit = session.content.units[3].id
    session.perform(set_role, second, unit, Role.LEAD)
    assert (0, TASK, 2) in model.spans() and (0, LEAD, 2) not in model.spans()
    assert column_texts(model, LEAD)[:2] == ["区住房建设局", "各镇街"]


def test_unit_lists_are_written_with_new_names(model, session):
    assert model.setData(model.index(3, LEAD), "区财政局、区民政局")
    assert column_texts(model, LEAD)[3] == "区财政局、区民政局"
    assert session.content.units[-1].name == "区财政局"
    session.undo()
    assert column_texts(model, LEAD)[3] == "" and len(session.content.units) == 4


def test_task_without_units_is_to_look_at(model, session, qtbot):
    assert [bool(model.index(row, TASK).data(FINDING_ROLE)) for row in range(4)] == [False, False, False, True]
    assert model.index(3, TASK).data(Qt.ItemDataRole.ToolTipRole) == "尚无责任单位"
    with qtbot.waitSignal(model.dataChanged) as told:
        model.setData(model.index(3, LEAD), "区民政局")
    assert told.args[0].column() == TASK  # the dot goes, too
    assert not model.index(3, TASK).data(FINDING_ROLE)


def test_units_of_a_measure_speak_for_its_task(model, session):
    survey = model.row_at(0).task.node.id
    for unit in session.content.units:
        session.perform(set_role, survey, unit.id, None)
    assert model.index(0, TASK).data(FINDING_ROLE)
    session.perform(set_role, model.row_at(1).part.node.id, session.content.units[0].id, Role.LEAD)
    assert not model.index(0, TASK).data(FINDING_ROLE)


def test_title_is_edited_without_its_number(model):
    index = model.index(2, TASK)
    assert index.data(Qt.ItemDataRole.EditRole) == "守住安全底线"
    assert model.setData(index, "守牢安全底线")
    assert model.text_at(2, TASK).endswith("守牢安全底线") and model.text_at(2, TASK) != "守牢安全底线"


def test_measure_is_open_only_where_it_is_plain(model):
    editable = [bool(model.flags(model.index(row, MEASURE)) & Qt.ItemFlag.ItemIsEditable) for row in range(4)]
    assert editable == [False, False, True, False]
    assert "正文" in model.index(3, MEASURE).data(Qt.ItemDataRole.ToolTipRole)
    assert not model.setData(model.index(3, MEASURE), "改写")
    assert model.setData(model.index(2, MEASURE), "电梯投用前取得合格证。")
    assert model.text_at(2, MEASURE) == "电梯投用前取得合格证。"


def test_deadline_of_one_measure_leaves_the_others(model):
    assert model.setData(model.index(1, DEADLINE), "2026年9月底前")
    assert column_texts(model, DEADLINE)[:2] == ["2026年6月底前", "2026年9月底前"]
    assert model.setData(model.index(1, DEADLINE), "")
    assert column_texts(model, DEADLINE)[1] == "2026年6月底前"


def test_removed_unit_empties_its_cells_without_a_reset(model, session, qtbot):
    with qtbot.assertNotEmitted(model.modelReset):
        session.perform(remove_unit, session.content.units[0].id)
    assert column_texts(model, LEAD)[0] == ""

"""The model of the 任务分解: a tree of lines, filtered, grouped, folded, written."""

import datetime

import pytest
from PySide6.QtCore import Qt

from db.outline import add_node, remove_node, shift_node
from db.units import remove_unit, set_role
from desktop.models.columns import FINDING_ROLE
from desktop.models.task_model import DEADLINE, LEVEL, MEASURE, NOTE, SEQ, STATE, TASK, TaskModel
from domain.outline import NodeKind, TaskState
from domain.task_arranging import Grouping, TaskFilter
from domain.task_deadlines import DeadlineClass
from domain.units import Role

LEAD, SUPPORT, RESPONSIBLE = 4, 5, 6
SURVEY, VISIT, INSPECT, SAFETY, FUNDING = 1, 2, 3, 4, 5  # rows; the chapter is row 0


@pytest.fixture
def model(session):
    return TaskModel(session, today=lambda: datetime.date(2026, 7, 1))


def column_texts(model, column):
    return [model.text_at(row, column) for row in range(model.rowCount())]


def test_model_keeps_the_rules_of_models(model, qtmodeltester, session):
    qtmodeltester.check(model)
    task = model.row_at(SAFETY).node
    session.perform(add_node, task.parent, 0, "先行先试", NodeKind.TASK)
    session.perform(shift_node, task.id, -1)
    session.perform(remove_node, task.id)
    model.fold_all(True)
    model.show(TaskFilter(text="资金"), Grouping.UNIT)
    qtmodeltester.check(model)


def test_chapter_tasks_and_measures(model):
    assert column_texts(model, LEVEL) == ["二、重点任务", "任务", "举措", "举措", "任务", "任务"]
    assert column_texts(model, SEQ) == ["", "（一）", "1.", "2.", "（二）", "（三）"]
    assert column_texts(model, TASK) == ["", "摸清加装需求", "", "", "守住安全底线", "落实资金保障"]
    assert model.text_at(VISIT, MEASURE) == "入户走访\n逐户登记意愿。"
    assert column_texts(model, LEAD)[1:4] == ["区住房建设局", "", ""]
    assert column_texts(model, DEADLINE)[1:] == ["2026年6月底前", "", "", "长期坚持", ""]
    assert model.row_at(0).count == 3


def test_measure_counts_with_the_units_of_its_task(model, session):
    line = model.row_at(VISIT)
    assert not line.own_units and line.units[Role.LEAD] == ("区住房建设局",)
    session.perform(set_role, line.node_id, session.content.units[3].id, Role.LEAD)
    assert model.row_at(VISIT).own_units and model.text_at(VISIT, LEAD) == "各镇街"


def test_task_without_units_is_to_look_at(model, session, qtbot):
    assert [bool(model.index(row, TASK).data(FINDING_ROLE)) for row in range(6)] == [False] * 5 + [True]
    assert model.index(FUNDING, TASK).data(Qt.ItemDataRole.ToolTipRole) == "尚无责任单位"
    with qtbot.waitSignal(model.dataChanged):
        model.setData(model.index(FUNDING, LEAD), "区民政局")
    assert not model.index(FUNDING, TASK).data(FINDING_ROLE)


def test_support_without_lead_is_to_look_at(model):
    model.setData(model.index(FUNDING, SUPPORT), "区民政局")
    assert "没有牵头" in model.index(FUNDING, LEAD).data(FINDING_ROLE)
    model.setData(model.index(FUNDING, LEAD), "各镇街")
    assert not model.index(FUNDING, LEAD).data(FINDING_ROLE)


def test_text_of_several_paragraphs_is_written_in_place(model, session):
    index = model.index(FUNDING, MEASURE)
    assert index.data(Qt.ItemDataRole.EditRole) == "居民出资与财政补贴相结合。\n补贴按层数分档。"
    assert model.setData(index, "居民出资为主。\n补贴按层数分档。\n公积金可以提取。")
    assert [one.text for one in model.row_at(FUNDING).node.paragraphs][-1] == "公积金可以提取。"
    session.undo()
    assert model.text_at(FUNDING, MEASURE) == "居民出资与财政补贴相结合。\n补贴按层数分档。"


def test_measure_is_its_title_and_its_paragraphs(model, session):
    assert model.setData(model.index(VISIT, MEASURE), "上门走访\n逐户登记。\n建立台账。")
    node = model.row_at(VISIT).node
    assert node.title == "上门走访" and [one.text for one in node.paragraphs] == ["逐户登记。", "建立台账。"]
    session.undo()
    assert model.text_at(VISIT, MEASURE) == "入户走访\n逐户登记意愿。"


def test_state_and_note_are_written(model, session):
    assert model.setData(model.index(SAFETY, STATE), "进行中")
    assert model.text_at(SAFETY, STATE) == "推进中" and model.row_at(SAFETY).node.state is TaskState.UNDER_WAY
    assert model.setData(model.index(SAFETY, NOTE), "每月报送\n附照片")
    assert model.text_at(SAFETY, NOTE) == "每月报送\n附照片"
    with pytest.raises(AssertionError):
        assert model.setData(model.index(SAFETY, STATE), "差不多了")
    assert model.text_at(SAFETY, STATE) == "推进中"


def test_stale_edit_is_refused(model, session):
    version = model.version_of(model.row_at(SAFETY))
    model.setData(model.index(SAFETY, NOTE), "甲")
    assert not model.write(model.index(SAFETY, NOTE), "乙", version)
    assert model.text_at(SAFETY, NOTE) == "甲"


def test_overdue_is_over_only_while_work_is_left(model):
    assert "已过期 1 天" in model.index(SURVEY, DEADLINE).data(Qt.ItemDataRole.ToolTipRole)
    model.setData(model.index(SURVEY, STATE), "3")
    assert model.index(SURVEY, DEADLINE).data(Qt.ItemDataRole.ToolTipRole) is None


def test_block_from_a_spreadsheet_is_one_step(model, session):
    model.hidden.add(RESPONSIBLE)
    block = [
        ["区民政局", "各镇街", "2027年底前", "未启动", "甲"],
        ["区财政局、各镇街", "", "长期坚持", "2", "乙"],
        ["多出来的"],
    ]
    with_over = []
    model.overflowed.connect(with_over.append)
    assert model.paste_block(model.index(SAFETY, LEAD), block)
    assert [model.text_at(SAFETY, one) for one in (LEAD, SUPPORT, DEADLINE, STATE, NOTE)] == block[0]
    assert [model.text_at(FUNDING, one) for one in (LEAD, STATE)] == ["区财政局、各镇街", "推进中"]
    assert model.text_at(SAFETY, RESPONSIBLE) == "区市场监管局"  # 各镇街 has another role now
    assert with_over == [1]
    session.undo()
    assert model.text_at(SAFETY, LEAD) == "" and model.text_at(FUNDING, LEAD) == ""


def test_bad_word_in_a_block_takes_nothing(model, session):
    said = []
    session.failed.connect(said.append)
    assert not model.paste_block(model.index(SAFETY, STATE), [["已完成"], ["大概"]])
    assert "大概" in said[0].message and column_texts(model, STATE)[1:] == [""] * 5


def test_fill_down_and_clear(model):
    rows = [model.index(row, column) for row in (SURVEY, SAFETY, FUNDING) for column in (LEAD, DEADLINE)]
    assert model.fill_down(rows)
    assert column_texts(model, DEADLINE)[1:] == ["2026年6月底前", "", "", "2026年6月底前", "2026年6月底前"]
    assert model.text_at(FUNDING, LEAD) == "区住房建设局"
    assert model.clear_cells(rows)
    assert not any(column_texts(model, DEADLINE)) and not any(column_texts(model, LEAD)[1:])


def test_removed_unit_empties_its_cells_without_a_reset(model, session, qtbot):
    unit = session.content.units[0].id
    model.show(TaskFilter(unit=unit), Grouping.ROLE)
    model.show(TaskFilter(), Grouping.CHAPTER)
    with qtbot.assertNotEmitted(model.modelReset):
        session.perform(remove_unit, unit)
    assert column_texts(model, LEAD)[1] == ""


def test_filter_keeps_chapters_and_says_how_many(model, session):
    model.show(TaskFilter(text="zjbz"), Grouping.CHAPTER)
    assert column_texts(model, TASK) == ["", "落实资金保障"]
    assert (model.arranged.shown, model.arranged.total) == (1, 3) and model.row_at(0).count == 1
    model.show(TaskFilter(deadline=DeadlineClass.OVERDUE), Grouping.CHAPTER)
    assert column_texts(model, TASK)[1] == "摸清加装需求"
    model.show(TaskFilter(), Grouping.CHAPTER)
    assert model.rowCount() == 6


def test_filter_for_a_unit_that_goes_asks_for_nothing(model, session):
    unit = session.content.units[1].id
    model.show(TaskFilter(unit=unit), Grouping.ROLE)
    assert column_texts(model, LEVEL)[0] == "配合"
    session.perform(remove_unit, unit)
    assert model.filter.is_empty and model.rowCount() == 6


def test_folding_removes_rows_and_brings_them_back(model, qtbot):
    task = model.row_at(SURVEY)
    with qtbot.waitSignal(model.rowsRemoved):
        model.fold(task.key, True)
    assert model.rowCount() == 4 and model.row_at(SURVEY).is_folded
    assert model.unfold_to(model._lines[3].node_id) == INSPECT
    model.fold_all(True)
    assert model.rowCount() == 1

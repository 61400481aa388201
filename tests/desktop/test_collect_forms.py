"""Collection forms designed in the window, by keys; every edit is a step to undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.main_window import MainWindow
from desktop.views.collect_rule import proposed_rule
from desktop.views.collect_view import FORMS
from domain.collection import RuleKind
from tests.desktop.collect_case import open_sample, view_of

ENTER = Qt.Key.Key_Return


@pytest.fixture
def sample(window: MainWindow, tmp_path: Path) -> MainWindow:
    return open_sample(window, tmp_path)


def test_a_form_is_designed_by_keys_and_undone(sample, qtbot):
    view = view_of(sample)
    view.show_page(FORMS)
    pane = view.forms
    assert not pane.model.form.id
    pane.adopt.click()
    form = pane.model.form
    assert form.id and [one.key for one in sample.session.content.collection.forms] == [form.key]
    pane.grid.show_cell(len(form.fields) - 1, 0)
    pane.add_field()
    editor = pane.grid.editor()
    QTest.keyClicks(editor, "rounds")
    QTest.keyClick(editor, ENTER)
    row = len(form.fields)
    assert pane.model.form.fields[row].title == "rounds"
    pane.grid.show_cell(row, 1)
    assert pane.model.setData(pane.model.index(row, 1), "xl")
    pane.field.choices.setFocus()
    pane.field.choices.setPlainText("甲：一、壹\n乙")
    pane.field.take()
    field = pane.model.form.fields[row]
    assert [(one.value, one.synonyms) for one in field.choices] == [("甲", ("一", "壹")), ("乙", ())]
    assert "▾ 甲、乙" in [cell.text for cell in pane.preview.sheet.sheet.cells]
    for _ in range(4):
        sample.undo()
    assert pane.model.form.fields == form.fields
    view.forms.add_form()
    assert len(sample.session.content.collection.forms) == 2


def test_a_rule_is_chosen_and_proposed_by_equal_names(sample):
    view = view_of(sample)
    view.show_page(FORMS)
    pane = view.forms
    pane.show_form("quality_problems")
    pane.adopt.click()
    shipped = pane.model.form.rule
    table = sample.session.content.tables[0]
    assert proposed_rule(pane.model.form, RuleKind.ITEMS, table, table.spec.label) == shipped
    combo = pane.rule.mapping["v:其他质量问题"]
    combo.setCurrentIndex(combo.findData(""))
    pane.rule.on_mapped()
    assert "其他质量问题" not in pane.model.form.rule.columns
    pane.rule.kind.setCurrentIndex(pane.rule.kind.findData(""))
    pane.rule.on_kind_chosen()
    assert pane.model.form.rule is None
    sample.undo()
    sample.undo()
    assert pane.model.form.rule == shipped

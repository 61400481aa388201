"""版式: a field changed is in the plan at once, undone by one step; profiles go out and come in as files."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from enum import StrEnum
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QPushButton

from desktop.views.layout_fields import CHOICES, GROUPS
from desktop.views.layout_panel import LayoutPanel
from exporters.profile import STANDARD, Ending, profile_from_json, profile_to_json


class Files:
    """Answers in place of file dialogs."""

    def __init__(self) -> None:
        self.answer: Path | None = None
        self.suggested = ""

    def source(self) -> Path | None:
        return self.answer

    def target(self, name: str) -> Path | None:
        self.suggested = name
        return self.answer


@pytest.fixture
def files() -> Files:
    return Files()


@pytest.fixture
def panel(session, qtbot, files: Files) -> LayoutPanel:
    panel = LayoutPanel(session, files.source, files.target)
    qtbot.addWidget(panel)
    return panel


def stored(session):
    return profile_from_json(session.content.info.layout)


def press(panel: LayoutPanel, qtbot, text: str) -> None:
    (button,) = (one for one in panel.findChildren(QPushButton) if one.text() == text)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_every_field_of_the_profile_can_be_set() -> None:
    named = {(field.group, field.name) for group in GROUPS for field in group.fields}
    whole = {
        (one.name, part.name)
        for one in fields(STANDARD)
        if one.name != "name"
        for part in fields(getattr(STANDARD, one.name))
    }
    assert named == whole
    for group, name in whole:
        value = getattr(getattr(STANDARD, group), name)
        if isinstance(value, StrEnum):
            assert {one.value for one in type(value)} <= set(CHOICES)


def test_a_number_typed_is_in_the_plan_and_one_undo_takes_it_back(panel: LayoutPanel, session, qtbot) -> None:
    box = panel.inputs["page", "top"]
    box.selectAll()
    qtbot.keyClicks(box, "28")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert stored(session) == replace(STANDARD, page=replace(STANDARD.page, top=28))
    session.undo()
    assert session.content.info.layout == ""
    assert box.value() == 37


def test_a_number_out_of_bounds_does_not_get_in(panel: LayoutPanel, session, qtbot) -> None:
    box = panel.inputs["page", "lines"]
    box.selectAll()
    qtbot.keyClicks(box, "99")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert stored(session).page.lines <= 40


def test_choices_ticks_and_words_are_written(panel: LayoutPanel, session, qtbot) -> None:
    ending = panel.inputs["parts", "ending"]
    assert isinstance(ending, QComboBox)
    ending.setCurrentIndex(ending.findData("sealed"))
    ending.activated.emit(ending.currentIndex())
    panel.inputs["parts", "letterhead"].click()
    panel.inputs["words", "appendix_word"].setText("附件")
    panel.inputs["words", "appendix_word"].editingFinished.emit()
    profile = stored(session)
    assert profile.parts.ending is Ending.SEALED
    assert profile.parts.letterhead
    assert profile.words.appendix_word == "附件"


def test_back_to_the_standard(panel: LayoutPanel, session, qtbot) -> None:
    panel.inputs["parts", "letterhead"].click()
    assert stored(session) != STANDARD
    press(panel, qtbot, "恢复国标")
    assert session.content.info.layout == ""
    assert not panel.inputs["parts", "letterhead"].isChecked()


def test_a_profile_goes_to_a_file_and_comes_back(panel: LayoutPanel, session, qtbot, files: Files, tmp_path) -> None:
    panel.name.setText("某市版式")
    panel.name.editingFinished.emit()
    files.answer = tmp_path / "某市版式.json"
    with qtbot.waitSignal(panel.saved):
        press(panel, qtbot, "另存…")
    assert files.suggested == "某市版式.json"
    press(panel, qtbot, "恢复国标")
    press(panel, qtbot, "载入…")
    assert stored(session) == replace(STANDARD, name="某市版式")
    assert panel.name.text() == "某市版式"


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"{}", json.dumps({"page": 1}).encode(), b"[" * 2_000_000])
def test_a_file_that_is_no_profile_changes_nothing(panel, session, qtbot, files: Files, tmp_path, content) -> None:
    files.answer = tmp_path / "坏.json"
    files.answer.write_bytes(content)
    if content:
        with qtbot.waitSignal(panel.failed):
            press(panel, qtbot, "载入…")
    else:
        press(panel, qtbot, "载入…")
    assert session.content.info.layout == ""


def test_no_answer_changes_nothing(panel: LayoutPanel, session, qtbot) -> None:
    press(panel, qtbot, "载入…")
    press(panel, qtbot, "另存…")
    assert session.content.info.layout == ""
    assert profile_to_json(panel.profile) == profile_to_json(STANDARD)

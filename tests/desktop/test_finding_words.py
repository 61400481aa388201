"""Words that findings are about: underlined, kept back while they are written, mended by a key, switched off."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.cell_edits import set_cell
from db.text import set_paragraph
from desktop.main_window import MainWindow
from desktop.models.finding_rules_model import TITLE, FindingRulesModel
from desktop.models.text_lines import paragraph_key
from desktop.views.finding_marks import GridMarks, TextMarks
from desktop.views.finding_rules_panel import FindingRulesPanel
from desktop.widgets.finding_marks import Mark, sentence_around
from domain.checks import Severity
from domain.plan_checks import RULES

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SPOILT = "严加防犯风险。建立台账,逐项销号,按月通报。"


@pytest.fixture
def spoilt(opened: MainWindow, qtbot) -> MainWindow:
    """The open plan with a wrong word and two half-width commas in one paragraph, one more in a cell."""
    opened.resize(1366, 768)
    opened.frame.findings._pause_ms = 0
    session = opened.session
    session.perform(set_paragraph, first_paragraph(opened), SPOILT)
    table = session.content.tables[0]
    column = next(one for one in table.spec.columns if one.kind.value == "text")
    session.perform(set_cell, table.rows[0].id, column.id, "逐户登记,逐栋查验")
    looked_through(opened, qtbot)
    qtbot.waitUntil(lambda: opened.frame.listed is not None)
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    return opened


def compose(widget: QWidget, words: str) -> None:
    """Write as an input method does."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def first_paragraph(window: MainWindow) -> int:
    return next(text.id for node in window.session.content.placed() for text in node.node.paragraphs if not text.clause)


def looked_through(window: MainWindow, qtbot) -> None:
    qtbot.waitUntil(lambda: not window.frame.findings.is_looking())


def told(window: MainWindow) -> list[str]:
    return [one.code for one in window.frame.findings.findings if one.words is not None]


def text_marks(window: MainWindow) -> TextMarks:
    window.workspace.go_to("outline")
    marks = window.frame.findings._marks_shown()
    assert isinstance(marks, TextMarks)
    return marks


def spans(window: MainWindow) -> list[tuple[int, int]]:
    """What is underlined in the first paragraph."""
    sheet = window.workspace.view().sheet
    key = paragraph_key(first_paragraph(window))
    text = sheet.text.typed(sheet.text.index_of(key))
    return [span[:2] for span in text_marks(window).shown(key, text)]


def test_words_are_underlined_where_they_stand(spoilt: MainWindow) -> None:
    text_marks(spoilt)
    assert sorted(spans(spoilt)) == [(2, 4), (11, 12), (16, 17)]


def test_words_in_a_cell_are_underlined(spoilt: MainWindow) -> None:
    table = spoilt.session.content.tables[0]
    spoilt.workspace.go_to(f"table:{table.id}")
    marks = spoilt.frame.findings._marks_shown()
    assert isinstance(marks, GridMarks)
    grid = spoilt.workspace.view().grid
    found = [marks.shown(grid.columns.index(0, column)) for column in range(grid.columns.columnCount())]
    assert [one for one in found if one] == [[(4, 5, Severity.LOOK)]]


def test_f8_selects_the_words_and_f4_mends_them(spoilt: MainWindow, qtbot) -> None:
    view = spoilt.workspace.view()
    view.setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert view.sheet.textCursor().selectedText() == "防犯", "the gravest first"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F4)
    looked_through(spoilt, qtbot)
    assert "严加防范风险。" in SPOILT.replace("防犯", "防范")
    assert "word_wrong" not in told(spoilt)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_F8)
    assert view.sheet.textCursor().selectedText() == ",", "on from there"
    spoilt.undo()
    looked_through(spoilt, qtbot)
    assert "word_wrong" in told(spoilt)


def test_all_of_a_rule_are_mended_in_one_step(spoilt: MainWindow, qtbot) -> None:
    spoilt.frame.commands.findings.trigger()
    pane = spoilt.frame.listed
    row = next(at for at, one in enumerate(spoilt.frame.findings.findings) if one.code == "punctuation_half")
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.model.index(row, 1))
    assert pane.fix_all.text() == "全部改正 3 处"
    QTest.keyClick(pane.list, Qt.Key.Key_Return, CTRL | SHIFT)
    looked_through(spoilt, qtbot)
    assert "punctuation_half" not in told(spoilt)
    assert spoilt.session.next_undo().label == "改正半角标点 3 处"
    spoilt.undo()
    looked_through(spoilt, qtbot)
    assert told(spoilt).count("punctuation_half") == 3


def test_what_is_being_written_is_left_in_peace(spoilt: MainWindow, qtbot) -> None:
    view = spoilt.workspace.view()
    paragraph = first_paragraph(spoilt)
    spoilt.session.perform(set_paragraph, paragraph, "逐户登记。")
    spoilt.workspace.go_to("outline")
    view.editor.go_to(paragraph_key(paragraph), 5)
    view.setFocus()
    compose(view.sheet, "建立台账,逐项，")
    view.editor.on_paused()
    looked_through(spoilt, qtbot)
    here = [one for one in spoilt.frame.findings.findings if one.spot.paragraph == paragraph]
    assert here == [] and spans(spoilt) == []
    QTest.keyClick(view.sheet, Qt.Key.Key_Up, CTRL)
    view.editor.go_to_node(spoilt.session.content.placed()[-1].node.id)
    looked_through(spoilt, qtbot)
    here = [one.code for one in spoilt.frame.findings.findings if one.spot.paragraph == paragraph]
    assert sorted(here) == ["punctuation_half", "sentence_unfinished"]
    assert len(spans(spoilt)) == 2


def test_a_rule_is_switched_off_with_a_reason(spoilt: MainWindow, qtbot) -> None:
    spoilt.frame.commands.findings.trigger()
    pane = spoilt.frame.listed
    row = next(at for at, one in enumerate(spoilt.frame.findings.findings) if one.code == "punctuation_half")
    pane.list.setFocus()
    pane.list.setCurrentIndex(pane.model.index(row, 1))
    QTest.keyClick(pane.list, Qt.Key.Key_Delete)
    panel = spoilt.panel.content()
    assert isinstance(panel, FindingRulesPanel) and panel.code() == "punctuation_half"
    assert not panel.switch.isEnabled(), "not without a reason"
    compose(panel.reason, "英文术语较多")
    QTest.keyClick(panel.reason, Qt.Key.Key_Return)
    looked_through(spoilt, qtbot)
    assert "punctuation_half" not in told(spoilt)
    assert "理由：英文术语较多" in panel.state.text()
    QTest.mouseClick(panel.switch, Qt.MouseButton.LeftButton)
    looked_through(spoilt, qtbot)
    assert told(spoilt).count("punctuation_half") == 3


def test_a_tick_asks_for_the_reason(spoilt: MainWindow) -> None:
    spoilt.frame.commands.rules.trigger()
    panel = spoilt.panel.content()
    panel.list.setFocus()
    QTest.keyClick(panel.list, Qt.Key.Key_Space)
    assert panel.reason.hasFocus()
    assert spoilt.session.content.muted == ()


def test_the_list_of_rules_is_a_sound_model(qtbot) -> None:
    model = FindingRulesModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show((), {RULES[0].code: 3})
    assert model.index(0, TITLE).data(Qt.ItemDataRole.AccessibleTextRole) == f"{RULES[0].title}，启用，3 处"
    tester.deleteLater()


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("建立台账,逐项", (4, 5)),
        ("要建立台账,逐项", (5, 6)),
        ("建立台账,逐项销号", (4, 5)),
        ("建立台账，逐项", None),
    ],
)
def test_a_mark_goes_with_its_words(text: str, span: tuple[int, int] | None) -> None:
    mark = Mark("建立台账,逐项", 4, 5, Severity.LOOK, "")
    assert mark.span_in(text) == span


def test_a_sentence_ends_at_its_stop() -> None:
    assert sentence_around("甲。乙丙！丁", 3) == (2, 5)
    assert sentence_around("甲。乙", 3) == (2, 3)

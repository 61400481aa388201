"""格式体检 in the window: findings by clause, the corrected copy, keys, and files that are refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import QModelIndex, Qt

from desktop.jobs.runner import JobRunner
from desktop.models.layout_check_model import LayoutCheckModel
from desktop.views.layout_check_page import LayoutCheckPage
from domain.errors import ImportFileError, InputError
from exporters.page import Layout
from exporters.profile import STANDARD

LINES = ("停车治理工作方案", "为规范停车秩序，制定本方案。", "一、工作目标", "新增泊位一千个。")


class Answers:
    """What a file dialog would say."""

    def __init__(self) -> None:
        self.suggested: Path | None = None
        self.answer: Path | None = None

    def copy(self, suggested: Path) -> Path | None:
        self.suggested = suggested
        return self.answer


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    path = tmp_path / "来文.docx"
    document.save(path)
    return path


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def page(qtbot, answers: Answers):
    runner = JobRunner()
    page = LayoutCheckPage(runner, Layout, answers.copy)
    qtbot.addWidget(page)
    page.resize(900, 600)
    page.show()
    yield page
    runner.wait()


def check(page: LayoutCheckPage, qtbot, path: Path) -> None:
    with qtbot.waitSignal(page.checked):
        page.check(path)


def branches(page: LayoutCheckPage) -> list[str]:
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def test_findings_stand_below_their_clause(page: LayoutCheckPage, qtbot, letter: Path, qtmodeltester) -> None:
    assert not page.tree.isVisible()
    assert not page.copy.isEnabled()
    check(page, qtbot, letter)
    assert page.tree.isVisible()
    assert "5.2.1 天头（1）" in branches(page)
    row = branches(page).index("5.2.1 天头（1）")
    leaf = page.model.index(0, 0, page.model.index(row, 0))
    cells = [leaf.siblingAtColumn(column).data() for column in range(3)]
    assert cells == ["第1节", "上边距（天头）为25.4 毫米，应为37 毫米。", "可改正"]
    assert leaf.data(Qt.ItemDataRole.AccessibleTextRole).startswith("必须核对，第1节，")
    assert page.tree.isExpanded(page.model.index(row, 0))
    qtmodeltester.check(page.model)


def test_the_selected_finding_says_what_is_and_what_should_be(page: LayoutCheckPage, qtbot, letter: Path) -> None:
    check(page, qtbot, letter)
    row = branches(page).index("5.2.1 天头（1）")
    page.tree.setCurrentIndex(page.model.index(0, 0, page.model.index(row, 0)))
    assert page.detail.text() == "5.2.1 天头 · 必须核对\n第1节\n现为：25.4 毫米　应为：37 毫米"
    page.tree.setCurrentIndex(page.model.index(row, 0))
    assert page.detail.text() == ""


def test_the_copy_is_written_by_key_where_it_was_asked(
    page: LayoutCheckPage, qtbot, letter: Path, answers: Answers
) -> None:
    check(page, qtbot, letter)
    before = letter.read_bytes()
    qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)  # nobody chose a file
    assert answers.suggested == letter.with_name("来文（改正稿）.docx")
    assert not answers.suggested.exists()
    answers.answer = answers.suggested
    with qtbot.waitSignal(page.written) as told:
        qtbot.keyClick(page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [answers.answer]
    assert letter.read_bytes() == before
    check(page, qtbot, answers.answer)
    assert page.none.text() == "没有发现问题，这份文件符合版式。"
    assert not page.copy.isEnabled()
    assert page.model.rowCount() == 0


def test_a_copy_over_the_file_itself_is_refused(page: LayoutCheckPage, qtbot, letter: Path, answers: Answers) -> None:
    check(page, qtbot, letter)
    answers.answer = letter
    before = letter.read_bytes()
    with qtbot.waitSignal(page.failed) as told:
        page.write()
    assert isinstance(told.args[0], InputError)
    assert letter.read_bytes() == before
    assert page.copy.isEnabled()


def test_a_refused_file_is_told_and_the_page_goes_on(
    page: LayoutCheckPage, qtbot, letter: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "坏.docx"
    bad.write_bytes(b"PK\x03\x04nothing")
    with qtbot.waitSignal(page.failed) as told:
        page.check(bad)
    assert isinstance(told.args[0], ImportFileError)
    assert page.model.rowCount() == 0
    assert page.again.isEnabled()
    check(page, qtbot, letter)
    assert page.model.rowCount() > 5


def test_keys_check_again_ask_for_another_file_and_close(page: LayoutCheckPage, qtbot, letter: Path) -> None:
    check(page, qtbot, letter)
    with qtbot.waitSignal(page.checked):
        qtbot.keyClick(page, Qt.Key.Key_F5)
    with qtbot.waitSignal(page.file_wanted):
        qtbot.keyClick(page, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_Escape)


def test_the_profile_of_the_moment_is_used(qtbot, letter: Path) -> None:
    runner = JobRunner()
    own = replace(STANDARD, name="海州市版式", page=replace(STANDARD.page, top=25.4))
    page = LayoutCheckPage(runner, lambda: Layout(own), lambda _: None)
    qtbot.addWidget(page)
    check(page, qtbot, letter)
    assert not [one for one in branches(page) if "天头" in one]
    assert page.examined is not None and page.examined.layout.profile.name == "海州市版式"
    runner.wait()


def test_an_empty_model_has_no_rows() -> None:
    model = LayoutCheckModel()
    assert model.rowCount() == 0
    assert not model.first_finding().isValid()
    assert model.finding(QModelIndex()) is None

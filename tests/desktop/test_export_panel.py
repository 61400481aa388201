"""导出: parts, formats, working copies, and review copies in one step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.main_window import MainWindow
from desktop.transfer import ExportWish
from desktop.views.export_panel import ExportPanel
from desktop.views.layout_panel import LayoutPanel
from tests.desktop.window_helpers import Chooser, settle

PARTS = ("方案全文", "任务分解表", "附表1", "单位任务清单")


@pytest.fixture
def panel(qtbot, tmp_path: Path, chooser: Chooser) -> ExportPanel:
    panel = ExportPanel(PARTS, tmp_path, chooser)
    qtbot.addWidget(panel)
    return panel


def wish(panel: ExportPanel, qtbot, button) -> ExportWish:
    with qtbot.waitSignal(panel.wanted) as told:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    return told.args[0]


def test_what_is_usual_is_ticked(panel: ExportPanel, qtbot, tmp_path: Path) -> None:
    assert wish(panel, qtbot, panel.go) == ExportWish(tmp_path, ("docx", "xlsx"), PARTS[:3])


def test_working_copies_come_with_workbooks_only(panel: ExportPanel, qtbot) -> None:
    panel.working_copies.setChecked(True)
    assert wish(panel, qtbot, panel.go).working_copies
    _, excel, pdf = panel.formats
    excel.setChecked(False)
    pdf.setChecked(True)
    assert not panel.working_copies.isEnabled()
    told = wish(panel, qtbot, panel.go)
    assert (told.formats, told.working_copies) == (("docx", "pdf"), False)


def test_nothing_ticked_is_nothing_to_do(panel: ExportPanel) -> None:
    for box in panel.parts:
        box.setChecked(False)
    assert not panel.go.isEnabled()


def test_review_copies_in_one_step(panel: ExportPanel, qtbot, tmp_path: Path) -> None:
    panel.copies.setValue(3)
    assert wish(panel, qtbot, panel.review) == ExportWish(tmp_path, (), (), review=True, copies=3)


def test_review_copies_are_written_beside_the_plan(opened: MainWindow, qtbot, tmp_path: Path) -> None:
    opened.export_files(ExportWish(tmp_path / "审阅", (), (), review=True, copies=1))
    settle(opened, qtbot)
    names = sorted(path.name for path in (tmp_path / "审阅").iterdir())
    assert names
    assert all("（审阅稿 000001）" in name and name.endswith(".pdf") for name in names)


def test_the_layout_has_a_command_and_what_is_saved_is_told(
    opened: MainWindow, qtbot, chooser: Chooser, tmp_path: Path
) -> None:
    opened.commands.layout.trigger()
    content = opened.panel.content()
    assert isinstance(content, LayoutPanel)
    chooser.answer = tmp_path / "版式.json"
    content.save()
    assert chooser.answer.exists()
    assert "版式已存为" in opened.notice.text()


def test_part_of_what_is_shown_is_ticked_alone(qtbot, tmp_path, chooser):
    panel = ExportPanel(("方案全文", "任务分解表"), tmp_path, chooser, own="单位任务清单（区民政局）")
    qtbot.addWidget(panel)
    assert [(box.text(), box.isChecked()) for box in panel.parts] == [
        ("单位任务清单（区民政局）", True),
        ("方案全文", False),
        ("任务分解表", False),
    ]
    with qtbot.waitSignal(panel.wanted) as told:
        panel.go.click()
    assert told.args[0].parts == ("单位任务清单（区民政局）",)

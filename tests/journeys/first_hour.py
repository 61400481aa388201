"""The officer's first hour in the real window, by keys; the tests run it, and the help shows its pictures.

`python -m tests.journeys.first_hour --pictures` draws the pictures of the help anew.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import docx
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.places import Home
from desktop.dialogs.print_dialog import office_printer
from desktop.jobs.print_job import PrintOrder
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.theme import SchemeChoice, ThemeKeeper
from desktop.views.export_panel import ExportPanel
from desktop.views.find_panel import FindPanel
from domain.content import PlanContent
from domain.spots import Spot
from domain.units import Role
from tests.desktop.window_helpers import Chooser

PICTURES = Path(__file__).resolve().parents[2] / "resources" / "help" / "first-hour"
NAMES = ("start", "sample", "reading", "text", "matrix", "table", "find", "findings", "export", "print")
_SIZE = (1180, 700)
_WIDTH = 760  # px of a picture
_PATIENCE, _PAUSE = 60_000, 10  # ms
KEY = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_TEXT = (
    "东湖区老旧小区电动自行车充电安全提升工作方案",
    "为改善老旧小区充电条件，防范火灾事故，制定本方案。",
    "一、工作目标",
    "2026年底前，全区老旧小区新增充电端口3000个。",
    "二、重点任务",
    "（一）摸清充电需求",
    "逐个小区登记车辆数量和停放位置，形成需求台账。（牵头单位：区住建局；配合单位：区消防救援局）",
    "（二）建设充电设施",
    "利用闲置空地建设充电车棚，配置灭火器材和监控设备。（牵头单位：区城管局；配合单位：区住建局）",
    "（三）加强日常管理",
    "劝导居民不在楼道停放充电，发现隐患及时处置，",
)
_HEAD = ("序号", "小区名称", "主要问题", "整改措施")
_ROWS = (
    ("1", "梧桐里", "★★车棚不足，楼道充电较多。", "1.新建车棚一处。"),
    ("2", "槐荫苑", "★充电桩损坏未修。", "1.更换充电桩6个。"),
)


class FirstHour:
    """Walks from the sample to the printer. `shot` is told the name of every stop."""

    def __init__(self, folder: Path, shot: Callable[[str, MainWindow], None] = lambda _name, _window: None) -> None:
        self.folder = folder
        self.chooser = Chooser()
        self._shot = shot
        settings = Settings(QSettings(str(folder / "fangan.ini"), QSettings.Format.IniFormat))
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.theme = ThemeKeeper(app, SchemeChoice.LIGHT)
        home = folder / "文档"
        self.window = MainWindow(settings, self.theme, chooser=self.chooser, home=home, data=Home(folder / "data"))
        self.window.resize(*_SIZE)
        self.window.show()
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def walk(self) -> None:
        """Everything in turn."""
        self.open_sample()
        self.read_own()
        self.write_text()
        self.give_duties()
        self.fill_table()
        self.find_and_replace()
        self.settle_findings()
        self.export()
        self.print_plan()

    def close(self) -> None:
        """Leave the window, the plan written."""
        self.window.close()
        self.theme.deleteLater()

    # The stops

    def open_sample(self) -> None:
        """The start page, then the sample plan."""
        self._stop("start")
        self.press(KEY.Key_N, CTRL | SHIFT)
        self.wait(lambda: self.window.session is not None)
        self._stop("sample")

    def read_own(self) -> None:
        """The office's own Word file becomes a plan of its own."""
        self.chooser.answer = _write_word(self.folder / "充电安全提升工作方案.docx")
        self.press(KEY.Key_O, CTRL | SHIFT)
        self.wait(lambda: self.window.desk.page is not None and self.window.desk.page.go.isEnabled())
        self._stop("reading")
        page = self.window.desk.page
        assert page is not None
        QTest.keyClick(page, KEY.Key_Return, CTRL)
        self.wait(lambda: self.window.session is not None and self.content.info.title == _TEXT[0])
        self.settle()
        self.window.notice.dismiss()

    def write_text(self) -> None:
        """A paragraph is written below the first one of a task."""
        self._go("正文")
        view = self.window.workspace.view()
        node = next(one.node for one in self.content.placed() if one.node.title == "摸清充电需求")
        view.select_node(node.id)
        self.press(KEY.Key_End)
        self.press(KEY.Key_Down)
        self.press(KEY.Key_Home)
        self.commit("以社区为单位，")
        self._stop("text")
        view.finish_editing()

    def give_duties(self) -> None:
        """A letter in a cell of the matrix gives a role."""
        self._go("矩阵")
        view = self.window.workspace.view()
        task = next(one.node for one in self.content.tasks() if one.node.title == "建设充电设施")
        unit = next(one for one in self.content.units if one.name == "区消防救援局")
        view.show_spot(Spot(node=task.id, unit=unit.id))
        QTest.keyClick(QApplication.focusWidget(), KEY.Key_P)
        self.wait(
            lambda: any(one.role is Role.SUPPORT and one.unit_id == unit.id for one in self.content.duties_of(task.id))
        )
        self._stop("matrix")

    def fill_table(self) -> None:
        """A cell of 附表1 is written anew and graded."""
        self._go("附表1")
        table = self.content.tables[0]
        column = next(one for one in table.spec.columns if one.title == "主要问题")
        self.window.workspace.view().show_spot(Spot(table=table.id, row=table.rows[1].id, column=column.id))
        self.press(KEY.Key_F2)
        self.wait(lambda: self.window.workspace.view().grid.editor() is not None)
        self.press(KEY.Key_Return, ALT)
        self.commit("消防通道被占用,救援车辆进不来。")
        self.press(KEY.Key_Return)
        self.wait(lambda: "救援车辆" in self.content.tables[0].rows[1].cell(column.key).text)
        self._stop("table")

    def find_and_replace(self) -> None:
        """One word for another, everywhere, in one step."""
        self.press(KEY.Key_H, CTRL)
        panel = self.window.panel.content()
        assert isinstance(panel, FindPanel)
        panel.line.setFocus()
        panel.line.selectAll()
        self.commit("充电桩")
        panel.by.setFocus()
        self.commit("充电设备")
        self.wait(lambda: panel.model.rowCount() > 0 and panel.go.isEnabled())
        self._stop("find")
        QTest.keyClick(panel.by, KEY.Key_Return, CTRL)
        self.wait(lambda: "充电桩" not in self.content.tables[0].rows[1].cell(self.problem()).text)
        self.press(KEY.Key_Escape)

    def settle_findings(self) -> None:
        """What the program noticed: gone to by F8, mended by F4."""
        desk = self.window.frame.findings
        self.wait(lambda: not desk.is_looking())
        self.press(KEY.Key_F9, CTRL | SHIFT)
        codes = [one.code for one in desk.findings]
        for _ in codes:
            self.press(KEY.Key_F8)
            here = desk.here()
            if here is not None and here.code == "punctuation_half":
                break
        self._stop("findings")
        self.press(KEY.Key_F4)
        self.wait(lambda: "占用，救援" in self.content.tables[0].rows[1].cell(self.problem()).text)
        self.press(KEY.Key_F9, CTRL | SHIFT)

    def export(self) -> None:
        """Official files beside the plan."""
        self.press(KEY.Key_E, CTRL)
        panel = self.window.panel.content()
        assert isinstance(panel, ExportPanel)
        self._stop("export")
        QTest.mouseClick(panel.go, Qt.MouseButton.LeftButton)
        self.wait(lambda: bool(self.exported()))
        self.settle()

    def print_plan(self) -> None:
        """The text on paper; here the printer writes a PDF."""
        self._go("正文")
        self.window.printing.chooser = _FilePrinter(self.folder / "印出.pdf")
        self.press(KEY.Key_P, CTRL)
        self.settle()
        self.wait(lambda: (self.folder / "印出.pdf").exists() and "已送往打印机" in self.window.notice.text())
        self._stop("print")

    # What they need

    @property
    def content(self) -> PlanContent:
        """The plan as it is now."""
        assert self.window.session is not None
        return self.window.session.content

    def exported(self) -> list[Path]:
        """The official files."""
        return sorted(self.folder.glob("充电安全提升工作方案 导出/*"))

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the keys go."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)

    def commit(self, words: str) -> None:
        """Write as an input method does: keys know no Chinese."""
        event = QInputMethodEvent()
        event.setCommitString(words)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QWidget)
        QApplication.sendEvent(focus, event)

    def wait(self, is_done: Callable[[], bool]) -> None:
        """Let the program work until something is so."""
        for _ in range(_PATIENCE // _PAUSE):
            if is_done():
                return
            QTest.qWait(_PAUSE)
        raise AssertionError("the window did not come so far")

    def settle(self) -> None:
        """Wait for the background."""
        self.wait(lambda: not self.window.runner.is_busy())

    def problem(self) -> str:
        return next(one.key for one in self.content.tables[0].spec.columns if one.title == "主要问题")

    def _go(self, name: str) -> None:
        """Go to a place by Alt and its digit."""
        assert self.window.workspace is not None
        number = next(at for at, one in enumerate(self.window.workspace.places, start=1) if name in one.title)
        self.press(Qt.Key(KEY.Key_0 + number), ALT)
        assert name in self.window.workspace.place.title

    def _stop(self, name: str) -> None:
        self._shot(name, self.window)


class _FilePrinter:
    """Answers in place of the system's dialog."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def choose(self, title: str, *, review: bool) -> tuple[QPrinter, PrintOrder] | None:
        printer = office_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self._path))
        return printer, PrintOrder()


def _write_word(path: Path) -> Path:
    """The Word file an office would have."""
    file = docx.Document()
    for line in _TEXT:
        file.add_paragraph(line)
    file.add_paragraph("附表1")
    file.add_paragraph("老旧小区充电安全问题清单")
    grid = file.add_table(rows=1 + len(_ROWS), cols=len(_HEAD))
    for row, texts in enumerate((_HEAD, *_ROWS)):
        for column, text in enumerate(texts):
            grid.cell(row, column).text = text
    file.save(str(path))
    return path


def draw_pictures(target: Path) -> None:
    """Walk, and keep a small picture of every stop."""
    target.mkdir(parents=True, exist_ok=True)

    def shot(name: str, window: MainWindow) -> None:
        QTest.qWait(700)  # what follows an edit after a pause is to be seen
        picture = window.grab().toImage().scaledToWidth(_WIDTH, Qt.TransformationMode.SmoothTransformation)
        picture.convertToFormat(QImage.Format.Format_RGB888).save(str(target / f"{name}.png"))

    with tempfile.TemporaryDirectory() as folder:
        os.environ["FANGAN_HOME"] = folder
        hour = FirstHour(Path(folder), shot)
        hour.walk()
        hour.close()


def main() -> None:
    """`--pictures` draws them into the help; without it the walk is only walked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", action="store_true")
    wanted = parser.parse_args().pictures
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication([])
    app.setStyle("Fusion")
    with tempfile.TemporaryDirectory() as folder:
        draw_pictures(PICTURES if wanted else Path(folder))


if __name__ == "__main__":
    main()

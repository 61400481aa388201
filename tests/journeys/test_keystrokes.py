"""Ten common jobs by real keys in the real window: what comes of them, and that they cost what the help says."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.outline import set_kind, set_text
from desktop.main_window import MainWindow
from desktop.routines import create_sample
from desktop.views.find_commands import FindCommands
from domain.outline import NodeKind
from domain.spots import Spot
from domain.units import Role
from resources import resource
from tests.desktop.conftest import chooser, data, qapp, qtbot, window
from tests.desktop.window_helpers import settle
from tests.journeys.keystrokes import JOBS, Count, Token, count_office, count_script, page, read_script

__all__ = ["chooser", "data", "qapp", "qtbot", "window"]
_KEYS = {
    **{
        "↑": Qt.Key.Key_Up,
        "↓": Qt.Key.Key_Down,
        "←": Qt.Key.Key_Left,
        "→": Qt.Key.Key_Right,
        "回车": Qt.Key.Key_Return,
    },
    **{
        "PgDn": Qt.Key.Key_PageDown,
        "Tab": Qt.Key.Key_Tab,
        "Esc": Qt.Key.Key_Escape,
        "空格": Qt.Key.Key_Space,
        "Home": Qt.Key.Key_Home,
    },
    **{"End": Qt.Key.Key_End, "Del": Qt.Key.Key_Delete, "退格": Qt.Key.Key_Backspace},
    **{f"F{number}": getattr(Qt.Key, f"Key_F{number}") for number in range(1, 13)},
}
_HELD = {
    "Ctrl": (Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier),
    "Shift": (Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier),
    "Alt": (Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier),
}


SPLIT = "做好两件事：一是制定使用规则，明确评价要求；二是布局海外商标，完善服务网点。"


class PrintDialog:
    """The system's dialog, which Enter answers."""

    def __init__(self) -> None:
        self.titles: list[str] = []
        self.is_waiting = False

    def choose(self, title: str, *, review: bool) -> None:
        self.titles.append(title)
        self.is_waiting = True


class Typist:
    """Does what a script says with real events to whatever has the keys, and counts them."""

    def __init__(self, window: MainWindow, bot) -> None:
        self.window, self.bot = window, bot
        self.count = Count()
        self.dialog = window.printing.chooser = PrintDialog()

    def play(self, script: str) -> None:
        for token in read_script(script):
            deed = self.type if token.text else self.click if token.mouse else self.press
            deed(token)
            self.bot.waitUntil(self.is_still)

    def is_still(self) -> bool:
        """Whether what a person would wait to see is there."""
        finder, found = self.window.finder, self.window.findChild(FindCommands).desk
        is_asking = finder.popup.isVisible() and (finder.index.is_searching() or not finder._is_spelling_known)
        return not is_asking and not found.is_looking()

    def press(self, token: Token) -> None:
        if self.dialog.is_waiting and token.keys == ("回车",):
            self.dialog.is_waiting = False
            self.count += Count(keys=1)
            return
        modifiers = Qt.KeyboardModifier.NoModifier
        *held, last = token.keys
        for name in held:
            key, modifier = _HELD[name]
            modifiers |= modifier
            QTest.keyPress(self.target(), key, modifiers)
            self.count += Count(keys=1)
        for _ in range(token.times):
            QTest.keyClick(self.target(), _KEYS.get(last) or getattr(Qt.Key, f"Key_{last}"), modifiers)
            self.count += Count(keys=1)
        for name in reversed(held):
            key, modifier = _HELD[name]
            modifiers &= ~modifier
            QTest.keyRelease(self.target(), key, modifiers)

    def click(self, token: Token) -> None:
        """On a cell of the 任务分解, named 任务·列."""
        grid, (title, column) = self.window.workspace.view().grid, token.at.split("·")
        node = next(one.id for one in self.window.session.content.nodes if one.title == title)
        places = [one.path[-1] for one in grid.tasks.columns]
        index = grid.tasks.index(grid.tasks.place_of_node(node), places.index(column))
        grid.scrollTo(index)
        modifiers = Qt.KeyboardModifier.NoModifier
        for name in token.keys:
            modifiers |= _HELD[name][1]
        place = grid.visualRect(index).center()
        QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, modifiers, place)
        self.count += Count(keys=len(token.keys), clicks=1)

    def type(self, token: Token) -> None:
        """As an input method does: word by word."""
        event = QInputMethodEvent()
        event.setCommitString(token.text)
        QCoreApplication.sendEvent(self.target(), event)
        self.count += Count(characters=len(token.text))

    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window


@pytest.fixture
def typist(window: MainWindow, tmp_path, qtbot) -> Typist:
    """Somebody at 正文 of the sample plan, which refers to a task and has a chapter more with tasks."""
    create_sample(tmp_path / "示例.fangan")
    window.resize(1366, 768)
    window.files.open_plan(tmp_path / "示例.fangan")
    nodes = {node.title: node.id for node in window.session.content.nodes}
    window.session.perform(set_text, nodes["培育质量品牌"], SPLIT)
    window.session.perform(set_text, nodes["注重评估问效"], "人才工作见第三部分（六）。")
    for title in ("建设海工装备质量验证基地", "建设质量实训基地"):
        window.session.perform(set_kind, nodes[title], NodeKind.TASK)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.on_place_wanted("outline")
    window.workspace.view().setFocus()
    return Typist(window, qtbot)


@pytest.fixture
def played(typist: Typist, request) -> MainWindow:
    """The window after a job was done, at the cost the table names."""
    job = next(one for one in JOBS if one.key == request.param)
    typist.play(job.ours)
    typist.window.workspace.finish_editing()
    settle(typist.window, typist.bot)
    assert typist.count == count_script(job.ours)
    return typist.window


def job(key: str):
    return pytest.mark.parametrize("played", [key], indirect=True)


def duties(window: MainWindow, title: str) -> dict[str, str]:
    """Role by the name of the unit, of one task."""
    content = window.session.content
    names = {unit.id: unit.name for unit in content.units}
    node = next(one for one in content.nodes if one.title == title)
    return {names[duty.unit_id]: duty.role.value for duty in content.duties_of(node.id)}


def printed(window: MainWindow, title: str) -> str:
    """The text of a heading as it is issued."""
    content = window.session.content
    return "".join(content.printed_paragraphs(next(one for one in content.nodes if one.title == title)))


def headings(window: MainWindow) -> list[str]:
    return [one.heading for one in window.session.content.placed()]


@job("support")
def test_a_supporting_unit_is_added_everywhere(played):
    assert duties(played, "强化质量人才支撑")["市科技局"] == "support"
    assert "市科技局" in printed(played, "强化质量人才支撑")
    unit = next(one for one in played.session.content.units if one.name == "市科技局")
    node = next(one for one in played.session.content.nodes if one.title == "强化质量人才支撑")
    for place in ("tasks", "matrix"):
        played.workspace.go_to(place)
        played.workspace.view().show_spot(Spot(node=node.id, unit=unit.id))
        model = played.workspace.view().model
        if place == "matrix":
            assert model.role_at(played.workspace.view().grid.currentIndex()) is Role.SUPPORT
        else:
            assert "市科技局" in model.text_at(model.place_of_node(node.id), 5)


@job("rename")
def test_a_unit_is_renamed_everywhere(played):
    content = played.session.content
    assert "市市场监管局" in {unit.name for unit in content.units}
    assert "市市场监管委" not in "".join(printed(played, node.title) for node in content.nodes)
    assert "办公室设在市市场监管局" in printed(played, "加强统筹协调")
    cells = [row.cell(column.key).text for one in content.tables for row in one.rows for column in one.spec.columns]
    assert not any("市市场监管委" in text for text in cells)


@job("move")
def test_a_task_is_moved_and_what_refers_to_it_follows(played):
    assert {"（五）强化质量人才支撑", "（六）培育质量品牌"} <= set(headings(played))
    assert printed(played, "注重评估问效") == "人才工作见第三部分（五）。"


@job("insert")
def test_a_task_is_put_between_two(played):
    assert {"（四）完善质量基础设施", "（五）建设检测平台", "（六）培育质量品牌"} <= set(headings(played))
    assert duties(played, "建设检测平台") == {"市海洋局": "lead"}
    assert next(one for one in played.session.content.nodes if one.title == "建设检测平台").deadline == "2027年底前"
    assert printed(played, "注重评估问效") == "人才工作见第三部分（七）。"


@job("deadline")
def test_five_tasks_get_one_time_limit(played):
    due = [node.title for node in played.session.content.nodes if node.deadline == "2027年底前"]
    assert len(due) == 5 and due[0] == "完善质量基础设施" and due[-1] == "建设质量实训基地"


@job("unit")
def test_a_unit_supports_four_tasks(played):
    for title in ("组建质量联合体", "开展共性质量技术攻关", "提升全链条质量管理水平", "完善质量基础设施"):
        assert duties(played, title)["市财政局"] == "support"
        assert "市财政局" in printed(played, title)
    assert "市财政局" not in duties(played, "培育质量品牌")


@job("split")
def test_a_paragraph_becomes_two_measures(played):
    assert {"1.制定使用规则", "2.布局海外商标"} <= set(headings(played))
    assert duties(played, "制定使用规则")["市海洋局"] == "support"
    assert duties(played, "布局海外商标")["市科技局"] == "support"
    assert "市科技局" not in duties(played, "制定使用规则")


@job("regrade")
def test_a_problem_gets_another_grade_and_cell(played):
    table = played.session.content.tables[0]
    before, after = table.spec.columns[6], table.spec.columns[8]
    row = table.rows[0]
    assert "动态弯曲试验" not in row.cell(before.key).text
    assert row.cell(after.key).text.startswith("★★本市不具备海缆动态弯曲试验能力")


@job("print")
def test_the_list_of_a_unit_is_printed(played):
    assert len(played.printing.chooser.titles) == 1 and not played.printing.chooser.is_waiting
    view = played.workspace.view()
    unit = next(one for one in played.session.content.units if one.name == "市海洋局")
    assert view.model.filter.unit == unit.id and view.part().endswith("（市海洋局）")


@job("remark")
def test_a_remark_is_written_and_settled(played):
    node = next(one for one in played.session.content.nodes if one.title == "加强统筹协调")
    assert [(one.text, one.node_id, one.is_settled) for one in played.session.content.remarks] == [
        ("请核实", node.id, True)
    ]


@pytest.mark.parametrize("one", JOBS, ids=lambda one: one.key)
def test_every_job_costs_less_than_in_offices(one):
    ours, theirs = count_script(one.ours), count_office(one)
    assert ours.acts < theirs.acts
    assert ours.acts + ours.characters <= theirs.acts + theirs.characters


def test_the_count_is_that_of_hands():
    assert count_script("Ctrl+K “两字” 回车") == Count(keys=3, characters=2)
    assert count_script("Shift+↓×3 Ctrl+单击（格） 双击（格）") == Count(keys=5, clicks=3)
    with pytest.raises(ValueError):
        count_script("Ctrl+K “没写完")


def test_the_help_says_what_is_counted():
    assert resource("help/keystrokes.md").read_text(encoding="utf-8") == page()

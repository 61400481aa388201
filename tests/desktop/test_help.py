"""Help: F1 on the place, every place has a page, every key and link in it is true."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

import desktop.views
import desktop.widgets
from desktop.help_topics import SHORTCUTS, TOPICS, known_widgets, load_topics, topic_of
from desktop.main_window import MainWindow
from desktop.views.help_panel import HelpPanel
from resources import resource
from tests.desktop.window_helpers import settle

_ARROWS = {"↑": "Up", "↓": "Down", "←": "Left", "→": "Right", "回车": "Return"}
# Keys that text fields and pages handle themselves, not commands.
_OWN_KEYS = {"Alt+Return", "Alt+9"}
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)]+)\)")  # pictures are none
_KEYS = re.compile(r"`((?:(?:Ctrl|Alt|Shift)\+)+[^`]+|F\d+|Ins)`")


def keys_in(text: str) -> set[str]:
    found = set()
    for keys in _KEYS.findall(text):
        for word, name in _ARROWS.items():
            keys = keys.replace(word, name)
        found.add(QKeySequence(keys).toString())
    return found


@pytest.fixture
def known_keys(opened: MainWindow, source, qtbot) -> set[str]:
    """The keys of every command on every place, of the page that reads files and of the one that makes tables."""
    opened.commands.preview.trigger()
    keys: set[str] = set()

    def note(actions: Iterable[QAction]) -> None:
        keys.update(sequence.toString() for action in actions for sequence in action.shortcuts())

    note(opened.commands.own())
    for place in opened.workspace.places:
        opened.workspace.go_to(place.key)
        note(opened.findChildren(QAction))
    for open_page in (lambda: opened.read_sources([source]), opened.commands.new_table.trigger):
        open_page()
        settle(opened, qtbot)
        note(opened.commands.shown())
        opened.pages.uncover()
    return keys


def test_every_key_named_in_the_help_exists(known_keys):
    for topic in load_topics():
        assert keys_in(topic.text) <= known_keys | _OWN_KEYS, topic.key


def test_every_file_of_help_is_a_topic_and_begins_with_its_title():
    files = {file.name.removesuffix(".md") for file in resource("help").iterdir() if file.name.endswith(".md")}
    assert files == set(TOPICS)
    assert all(topic.text.startswith("# ") and topic.title for topic in load_topics())


def test_every_link_leads_somewhere():
    for topic in load_topics():
        for target in _LINK.findall(topic.text):
            assert target.removesuffix(".md") in TOPICS, (topic.key, target)


def test_every_picture_is_there_and_shown(opened):
    opened.help.show_topic("first-hour")
    page = opened.panel.content().page
    names = [name for topic in load_topics() for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", topic.text)]
    assert len(names) >= 9
    for name in names:
        picture = page.loadResource(QTextDocument.ResourceType.ImageResource.value, QUrl(name))
        assert 0 < picture.width() <= max(page.viewport().width(), 320), name


def test_every_topic_is_reached_from_another_or_from_a_place():
    linked = {name.removesuffix(".md") for topic in load_topics() for name in _LINK.findall(topic.text)}
    assert set(TOPICS) == linked | set(known_widgets().values())


def test_every_class_of_the_context_map_exists():
    classes = set()
    for package in (desktop.views, desktop.widgets):
        for info in pkgutil.iter_modules(package.__path__):
            module = importlib.import_module(f"{package.__name__}.{info.name}")
            classes |= {name for name, value in vars(module).items() if isinstance(value, type)}
    assert set(known_widgets()) <= classes


def test_every_panel_and_page_has_a_topic():
    package = desktop.views
    own = set()
    for info in pkgutil.iter_modules(package.__path__):
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        for name, value in vars(module).items():
            if isinstance(value, type) and issubclass(value, QWidget) and value.__module__ == module.__name__:
                own.add(name)
    pages = {name for name in own if name.endswith(("Page", "Panel", "View")) and not name.startswith("_")}
    assert pages - {"PlanView", "HelpPanel"} <= set(known_widgets())


@pytest.mark.parametrize("key", ["outline", "tasks", "matrix", "table"])
def test_f1_opens_help_on_the_place(opened, qtbot, key):
    opened.activateWindow()
    qtbot.waitUntil(opened.isActiveWindow)
    place = next(place for place in opened.workspace.places if place.key.startswith(key))
    opened.on_place_wanted(place.key)
    QTest.keyClick(opened, Qt.Key.Key_F1)
    panel = opened.panel.content()
    assert isinstance(panel, HelpPanel)
    assert panel.key == key
    assert panel.page.toPlainText().startswith(next(one.title for one in load_topics() if one.key == key))


def test_a_panel_that_has_the_keys_is_the_place():
    assert topic_of(["QLineEdit", "LayoutPanel", "SidePanel", "MainWindow"]) == "layout"
    assert topic_of(["Somewhere"]) == "start"


def test_the_page_of_keys_lists_the_commands_of_the_moment(opened):
    opened.workspace.go_to("matrix")
    opened.commands.shortcuts.trigger()
    panel = opened.panel.content()
    assert panel.key == SHORTCUTS
    text = panel.page.toPlainText()
    assert "单位改名" in text and "Ctrl+Shift+I" in text


@pytest.mark.parametrize(
    ("query", "key"), [("jz", "matrix"), ("shenyue", "review"), ("份号", "review"), ("U盘", "backup")]
)
def test_help_is_searched_by_title_and_text(opened, query, key):
    opened.commands.help.trigger()
    panel = opened.panel.content()
    panel.search.setFocus()
    panel.search.setText(query)
    keys = [panel.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(panel.list.count())]
    assert key in keys
    panel.list.setCurrentRow(keys.index(key))
    QTest.keyClick(panel.search, Qt.Key.Key_Return)
    assert panel.key == key


def test_links_are_followed_and_back_again(opened):
    opened.workspace.go_to("matrix")
    opened.help.show_topic("matrix")
    panel = opened.panel.content()
    panel.page.anchorClicked.emit("tasks.md")
    assert panel.key == "tasks"
    panel.back.click()
    assert panel.key == "matrix"


def test_nothing_found_is_said(opened):
    opened.help.show_topic("start")
    panel = opened.panel.content()
    panel.search.setText("zzqqxx")
    assert panel._stack.currentWidget() is panel.none
    panel.search.clear()
    assert panel._stack.currentWidget() is panel.page


def test_the_list_of_keys_has_those_inside_menus(opened):
    listed = dict(opened.shortcut_pairs())
    assert {"一级标题", "正文", "任务", "举措", "折叠或展开这一节", "全部展开", "段落上移"} <= set(listed)
    assert listed["段落上移"].endswith("↑") or listed["段落上移"].endswith("Up")

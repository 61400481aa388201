"""Every command of the window, on every place: words, icon, sentence, keys, menu."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.main_window import MainWindow
from desktop.widgets.icons import themed_icon
from tests.desktop.window_helpers import settle

# Why a command has no key of its own. What opens a submenu needs none: each of its commands is reached by Ctrl+K.
WITHOUT_KEYS = {
    "下一处提示": "F8 of the window, which the matrix answers itself",
    "上一处提示": "Shift+F8 of the window, which the matrix answers itself",
    "清除筛选": "Esc clears it where the filter has the keys",
    "牵头": "the letter written in its tooltip, typed into a cell",
    "配合": "the letter written in its tooltip, typed into a cell",
    "落实": "the letter written in its tooltip, typed into a cell",
    "不承担": "the key written in its tooltip, typed into a cell",
}
PLACES = ("outline", "tasks", "matrix", "table", "collecting", "units", "enterprises", "statistics")


@pytest.fixture(params=PLACES)
def at_place(opened: MainWindow, request: pytest.FixtureRequest) -> MainWindow:
    """The window on one of its places, with the preview beside it."""
    key = request.param
    place = next(place for place in opened.workspace.places if place.key.startswith(key))
    opened.workspace.go_to(place.key)
    opened.commands.preview.trigger()
    return opened


def menus(window: MainWindow) -> Iterator[QMenu]:
    for menu in window.commands.menus:
        menu.aboutToShow.emit()
        yield menu


def in_menus(window: MainWindow) -> dict[QAction, list[str]]:
    found: dict[QAction, list[str]] = defaultdict(list)
    for menu in menus(window):
        for action in menu.actions():
            if not action.isSeparator():
                found[action].append(menu.title())
    return found


def every(window: MainWindow) -> list[QAction]:
    """The commands of the window and of what it shows."""
    return list(dict.fromkeys([*window.commands.own(), *window.commands.places(), *window.commands.shown()]))


def name(action: QAction) -> str:
    return action.text().split(" ")[0]


def test_every_command_has_words_a_sentence_and_an_icon(at_place, qtbot):
    settle(at_place, qtbot)
    at_place.commands.dress()
    for action in every(at_place):
        assert action.text(), action
        assert action.statusTip() and action.whatsThis(), f"{action.text()}: no sentence"
        icon = str(action.property("icon_name") or "")
        assert icon, f"{action.text()}: no icon"
        assert not themed_icon(icon, at_place.palette()).isNull(), f"{action.text()}: no icon {icon}"


def test_every_tooltip_ends_in_the_keys(at_place, qtbot):
    settle(at_place, qtbot)
    for action in every(at_place):
        keys = action.shortcut().toString()
        if keys:
            assert f"（{keys}）" in action.toolTip(), f"{action.text()}: {action.toolTip()}"


def test_every_command_stands_in_one_menu(at_place, qtbot):
    settle(at_place, qtbot)
    places = in_menus(at_place)
    for action in every(at_place):
        assert len(places[action]) == 1, f"{action.text()}: {places[action]}"


def test_every_command_has_keys_or_a_reason_not_to(at_place, qtbot):
    settle(at_place, qtbot)
    openers = {menu.menuAction() for menu in at_place.findChildren(QMenu)}
    for action in every(at_place):
        has_keys = not action.shortcut().isEmpty()
        assert has_keys or action in openers or name(action) in WITHOUT_KEYS, f"{action.text()}: no keys"


def test_no_two_commands_answer_the_same_keys(at_place, qtbot):
    settle(at_place, qtbot)
    pane = set(at_place.preview.actions())
    taken: dict[str, QAction] = {}
    for action in every(at_place):
        # The pane beside the editors has the keys only while the focus is in it, and so have its zoom keys.
        if action in pane or action in at_place.frame.commands.zooms():
            continue
        if action.shortcutContext() is Qt.ShortcutContext.WidgetShortcut:
            continue
        for sequence in action.shortcuts():
            keys = sequence.toString()
            assert taken.setdefault(keys, action) is action, f"{keys}: {action.text()} and {taken[keys].text()}"


def test_no_command_takes_keys_of_desktops_and_input_methods(at_place, qtbot):
    settle(at_place, qtbot)
    # Terminal, lock, log out, switch of consoles; Chinese input methods switch and toggle with the others.
    foreign = {"Ctrl+Alt+T", "Ctrl+Alt+L", "Ctrl+Alt+D", "Ctrl+Alt+Del", "Alt+F4", "Alt+Tab", "Alt+Space"}
    foreign |= {f"Ctrl+Alt+F{number}" for number in range(1, 13)}
    foreign |= {"Ctrl+Space", "Shift+Space", "Ctrl+.", "Ctrl+Shift+F", "Ctrl+,", "Ctrl+Shift+U"}
    for action in every(at_place):
        taken = {keys.toString() for keys in action.shortcuts()} & foreign
        assert not taken, f"{action.text()}: {taken}"


def test_menus_stand_in_the_usual_order(opened):
    titles = [menu.title().split("(")[0] for menu in menus(opened)]
    assert titles == ["文件", "编辑", "视图", "方案", "征集", "导出", "帮助"]


def test_a_page_of_its_own_brings_its_commands_into_the_menu(window, source, qtbot):
    window.read_sources([source], as_new_plan=True)
    settle(window, qtbot)
    page = window.pages.page
    assert page is not None
    menu = window.commands.edit_menu
    assert [action for action in page.actions() if not action.isSeparator()] == [
        action for action in menu.actions() if not action.isSeparator()
    ]
    assert window.commands.reason(window.commands.save) == "先处理完这一页"
    for action in window.commands.shown():
        assert action.statusTip() and action.property("icon_name"), action.text()


def test_icons_wear_the_colours_of_the_palette(opened, qtbot):
    from desktop.theme import SchemeChoice

    next(menus(opened))
    opened.commands.dress()

    def ink() -> int:
        picture = opened.commands.new.icon().pixmap(20, 20).toImage()
        return max(picture.pixelColor(x, y).lightness() for x in range(20) for y in range(20))

    light = ink()
    opened.choose_scheme(SchemeChoice.DARK)
    qtbot.waitUntil(lambda: ink() > light + 100)

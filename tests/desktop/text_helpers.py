"""Writing in 正文 as a typist does: real keys at a place named by its words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from desktop.models.text_lines import LineKey
from desktop.session import Session
from desktop.views.outline_view import OutlineView
from desktop.widgets.text_places import Place

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(session: Session, qtbot) -> OutlineView:
    """正文 of the small plan, alone."""
    view = OutlineView(session)
    qtbot.addWidget(view)
    view.resize(1100, 700)
    with qtbot.waitExposed(view):
        view.show()
    view.sheet.setFocus()
    return view


def index_of(view: OutlineView, words: str) -> int:
    """The line whose words begin so."""
    return next(index for index in range(len(view.sheet.text.lines)) if view.sheet.text.typed(index).startswith(words))


def put(view: OutlineView, words: str, offset: int = 0) -> LineKey:
    """Put the caret into a line; a negative offset counts from its end, -1 being behind its last character."""
    index = index_of(view, words)
    length = len(view.sheet.text.typed(index))
    view.sheet.go_to(Place(index, offset if offset >= 0 else length + 1 + offset))
    view.sheet.setFocus()
    return view.sheet.text.lines[index].key


def select(view: OutlineView, start: str, offset: int, end: str, until: int) -> None:
    """Select from a place to another."""
    places = []
    for words, at in ((start, offset), (end, until)):
        index = index_of(view, words)
        length = len(view.sheet.text.typed(index))
        places.append(Place(index, at if at >= 0 else length + 1 + at))
    view.sheet.go_to(places[1], places[0])
    view.sheet.setFocus()


def press(view: OutlineView, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key in the text."""
    QTest.keyClick(view.sheet, key, modifiers)


def write(view: OutlineView, text: str) -> None:
    """Type letters."""
    QTest.keyClicks(view.sheet, text)


def paste(view: OutlineView, text: str) -> None:
    """Paste by the keyboard."""
    QGuiApplication.clipboard().setText(text)
    press(view, KEY.Key_V, CTRL)


def shown(view: OutlineView) -> list[str]:
    """The text as it stands on the page: numbers and words, chips left out."""
    text = view.sheet.text
    return [line.label + text.typed(index) for index, line in enumerate(text.lines)]


def stored(session: Session) -> list[str]:
    """The text as the plan has it, in the form of `shown`."""
    content = session.content
    lines = [content.info.title, *([one.text for one in content.preamble] or [""])]
    for placed in content.placed():
        lines.append(placed.heading)
        lines += [one.text for one in placed.node.paragraphs]
        if not placed.node.paragraphs and content.duties_of(placed.node.id):
            lines.append("")
    return lines


def agree(view: OutlineView) -> None:
    """What stands on the page is what the plan says, block for block."""
    view.finish_editing()
    assert shown(view) == stored(view.session)
    assert view.sheet.document().blockCount() == len(view.sheet.text.lines)


def texts(session: Session, title: str) -> list[str]:
    """The paragraphs of a heading."""
    found = next(one for one in session.content.nodes if one.title == title)
    return [paragraph.text for paragraph in found.paragraphs]


def headings(session: Session) -> list[str]:
    """Every heading with its number."""
    return [placed.heading for placed in session.content.placed()]


def caret(view: OutlineView) -> tuple[str, int]:
    """The words of the caret's line, and how far into them it is."""
    place = view.sheet.place()
    return view.sheet.text.typed(place.line), place.offset

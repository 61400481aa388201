"""What the tests of the preview share."""

from __future__ import annotations

import pytest

from db.outline import set_text

LONG = "逐栋查验结构，登记管线走向，听取居民意见，形成一栋一策的加装图样。" * 40


def rest(window, qtbot) -> None:
    """Wait until the pages are those of the plan as it is."""
    desk = window.preview

    def is_done() -> bool:
        pane = desk.pane
        waits = desk._pause.isActive() or desk.maker.is_busy or (pane is not None and bool(pane.view.missing()))
        return not waits and not window.runner.is_busy()

    qtbot.waitUntil(is_done)


@pytest.fixture
def previewed(opened, qtbot, monkeypatch):
    """The window with the small plan and its preview, which follows an edit sooner than it does for people."""
    monkeypatch.setattr("desktop.preview_desk._PAUSE", 20)
    opened.resize(1300, 800)
    opened.commands.preview.trigger()
    rest(opened, qtbot)
    return opened


@pytest.fixture
def long(previewed, qtbot):
    """The same with a text of several pages."""
    node = previewed.session.content.nodes[0]
    previewed.session.perform(set_text, node.id, "\n".join([LONG] * 4))
    rest(previewed, qtbot)
    assert previewed.preview.pane.view.count >= 4
    return previewed

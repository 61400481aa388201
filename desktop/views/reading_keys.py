"""The keys of the reading page; they work wherever in it the focus is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.views.view_commands import add_command

if TYPE_CHECKING:
    from desktop.views.reading_page import ReadingPage


def add_reading_keys(page: ReadingPage) -> None:
    """Give a page its commands, which the list of shortcuts shows."""
    add_command(
        page,
        page.tr("写入方案"),
        ["Ctrl+Return", "Ctrl+Enter"],
        page.accept,
        icon="accept",
        tip=page.tr("把勾选的内容写入方案"),
    )
    add_command(
        page,
        page.tr("维持这一处"),
        ["Return", "Enter"],
        page.on_return,
        icon="check",
        tip=page.tr("按现在的样子定下这一处"),
    )
    add_command(
        page,
        page.tr("换一种"),
        ["Space"],
        page.on_space,
        icon="switch",
        tip=page.tr("这一处换一种读法，或勾选、不勾选"),
    )
    for number in range(1, 10):
        choose = partial(page.doubts.choose, number)
        add_command(page, page.tr("按第 {} 种").format(number), [str(number)], choose, icon="kind")
    add_command(page, page.tr("撤销这一选择"), ["Ctrl+Z"], page.undo, icon="undo")
    add_command(page, page.tr("重做这一选择"), ["Ctrl+Y", "Ctrl+Shift+Z"], page.redo, icon="redo")

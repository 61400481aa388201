"""The settings the command palette leads to: fields of the panels 版式 and 方案信息."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from desktop.actions import WindowActions
from desktop.palette_entries import Entry, Group
from desktop.views.info_fields import INFO_FIELDS
from desktop.views.layout_fields import GROUPS

Panel = Callable[[], QWidget | None]


def setting_entries(commands: WindowActions, panel: Panel) -> Iterator[Entry]:
    """Every field of the two panels; choosing one opens its panel and goes into the field."""
    for one in INFO_FIELDS:
        yield _entry(commands.info, ("info", one.name), one.plain, panel)
    for group in GROUPS:
        for field in group.fields:
            yield _entry(commands.layout, (field.group, field.name), f"{group.title}：{field.label}", panel)


def _entry(opener: QAction, key: tuple[str, str], title: str, panel: Panel) -> Entry:
    return Entry(
        Group.SETTINGS,
        f"setting:{'.'.join(key)}",
        title,
        "settings",
        detail=opener.text(),
        call=lambda: _open(opener, key, panel),
    )


def _open(opener: QAction, key: tuple[str, str], panel: Panel) -> None:
    from desktop.views.info_panel import InfoPanel
    from desktop.views.layout_panel import LayoutPanel

    opener.trigger()
    content = panel()
    if isinstance(content, LayoutPanel):
        content.inputs[key].setFocus(Qt.FocusReason.ShortcutFocusReason)
    elif isinstance(content, InfoPanel):
        content.fields[key[1]].setFocus(Qt.FocusReason.ShortcutFocusReason)

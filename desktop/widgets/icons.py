"""Line icons from resources/icons, drawn in the palette's own ink."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QAction, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from resources import resource

_SIZES = (16, 20, 32, 40)  # px: both sizes in use, and each at double density
_PROPERTY = "icon_name"


def themed_icon(name: str, palette: QPalette) -> QIcon:
    """The icon of that name in the colour of button text; an empty icon when there is none."""
    file = resource(f"icons/{name}.svg")
    icon = QIcon()
    if not file.is_file():
        return icon
    drawing = file.read_text(encoding="utf-8")
    for mode, group in (
        (QIcon.Mode.Normal, QPalette.ColorGroup.Active),
        (QIcon.Mode.Disabled, QPalette.ColorGroup.Disabled),
    ):
        colour = palette.color(group, QPalette.ColorRole.ButtonText).name()
        renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
        for size in _SIZES:
            pixmap = QPixmap(size, size)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            renderer.render(painter, QRectF(0, 0, size, size))
            painter.end()
            icon.addPixmap(pixmap, mode)
    return icon


def name_icon(action: QAction, name: str) -> None:
    """Say which icon an action wears; `dress_actions` puts it on, again whenever the palette changes."""
    action.setProperty(_PROPERTY, name)


def dress_actions(actions: Iterable[QAction], palette: QPalette) -> None:
    """Put the named icons on actions in the colours of a palette."""
    for action in actions:
        name = action.property(_PROPERTY)
        if name:
            action.setIcon(themed_icon(str(name), palette))

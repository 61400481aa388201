"""Pages one below the other as on paper; only those in sight hold fine pictures."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.theme import MARGIN
from desktop.widgets.page_column import PIXELS_A_POINT, PageColumn, PictureStore

_STEPS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0)
_MOST_DOTS = 300.0
_SHADE = 4  # px
_STEADY = 6  # px that the hand may move in a click


class PageView(QAbstractScrollArea):
    """`pages_wanted` tells that `missing()` names pages; `page_changed` carries the number of the page in sight from 1,
    `zoomed` the per cent, `clicked` a page number and a place on it in points, `number_typed` a first figure.
    """

    pages_wanted = Signal()
    page_changed = Signal(int)
    zoomed = Signal(int)
    clicked = Signal(int, QPointF)
    number_typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Always there: coming and going it would change the width, and with it the zoom that fits.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(self.tr("预览页面"))
        self.pictures = PictureStore()
        self._column = PageColumn()
        self._zoom: float | None = None  # None fits every page into the width
        self._page = 0
        self._mark: tuple[int, QRectF] | None = None
        self._pressed: QPoint | None = None
        self._patience = QTimer(self, singleShot=True, interval=30)
        self._patience.timeout.connect(self.pages_wanted)
        self.verticalScrollBar().valueChanged.connect(self.on_scrolled)

    # What is shown

    def begin_state(self) -> None:
        """What comes from now on is of a newer state; the former pictures stay until then."""
        self.pictures.state += 1

    def clear(self) -> None:
        """Show nothing."""
        self.pictures.clear()
        self._column = PageColumn()
        self._mark = None
        self._page = 0
        self.verticalScrollBar().setValue(0)
        self._lay_out()

    def show_page(self, number: int, image: QImage, dots: float, size: QSizeF, *, sketch: bool = False) -> None:
        """Take the picture of a page, from 1; a sketch stands in where there is no finer one."""
        if self._column.take_size(number, size):
            self._lay_out()
        if sketch:
            self.pictures.sketches[number] = image
        else:
            self.pictures.keep(number, image, dots, self._page, self.in_sight())
        self.viewport().update(self._on_screen(number).adjusted(-_SHADE, -_SHADE, _SHADE, _SHADE))

    def show_count(self, count: int) -> None:
        """Say how many pages there are; pages beyond go."""
        if count < len(self._column.sizes):
            del self._column.sizes[count:]
            self.pictures.end_at(count)
            self._lay_out()

    def show_mark(self, number: int, rect: QRectF) -> None:
        """Mark a place of a page, in points, and bring it into sight."""
        self._mark = number, rect
        if 0 < number <= self.count:
            scale = self._scale(number)
            page = self._column.rects[number - 1]
            top, bottom = (page.top() + round(edge * scale) for edge in (rect.top(), rect.bottom()))
            bar, height = self.verticalScrollBar(), self.viewport().height()
            if top < bar.value() or min(bottom, top + height // 2) > bar.value() + height:
                bar.setValue(top - height // 4)
        self.viewport().update()

    def move_mark(self, number: int, rect: QRectF) -> None:
        """Mark a place of a page, in points, wherever it is."""
        self._mark = number, rect
        self.viewport().update()

    @property
    def mark(self) -> tuple[int, QRectF] | None:
        """The place that is marked: page, and where on it in points."""
        return self._mark

    def in_sight(self) -> list[int]:
        """Numbers of the pages in sight."""
        top = self.verticalScrollBar().value()
        return self._column.between(top, top + self.viewport().height())

    def missing(self) -> list[int]:
        """Pages in sight whose picture is missing, of a former state or of another size; the topmost first."""
        return [number for number in self.in_sight() if not self.pictures.is_current(number, self.dots(number))]

    @property
    def count(self) -> int:
        """How many pages are known."""
        return len(self._column.sizes)

    @property
    def page(self) -> int:
        """The number of the page in sight, 0 where there is none."""
        return self._page

    # Zoom and places

    @property
    def zoom(self) -> float:
        """1 is the size of the paper; of the page in sight where each fits the width."""
        return self._scale(max(self._page, 1)) / PIXELS_A_POINT

    @property
    def fits(self) -> bool:
        """Whether every page fits the width."""
        return self._zoom is None

    def dots(self, number: int = 0) -> float:
        """How many dots of the screen an inch of a page takes."""
        return min(72 * self._scale(number or max(self._page, 1)) * self.devicePixelRatioF(), _MOST_DOTS)

    def set_zoom(self, zoom: float | None) -> None:
        """Show pages in a size, None: as wide as the place for them; what is in sight stays."""
        self._zoom = zoom if zoom is None else min(max(zoom, _STEPS[0]), _STEPS[-1])
        self._lay_out()

    def zoom_in(self) -> None:
        """One step larger."""
        zoom = self.zoom + 0.005
        self.set_zoom(next((step for step in _STEPS if step > zoom), _STEPS[-1]))

    def zoom_out(self) -> None:
        """One step smaller."""
        zoom = self.zoom - 0.005
        self.set_zoom(next((step for step in reversed(_STEPS) if step < zoom), _STEPS[0]))

    def go_to_page(self, number: int) -> None:
        """Bring the top of a page to the top; numbers out of range mean the first or the last."""
        if self.count:
            number = min(max(number, 1), self.count)
            self.verticalScrollBar().setValue(self._column.rects[number - 1].top() - MARGIN)
            self._note_page(number)

    def place_at(self, point: QPoint) -> tuple[int, QPointF] | None:
        """The page under a point of the viewport and the place on it in points."""
        for number in self.in_sight():
            rect = self._on_screen(number)
            if rect.contains(point):
                return number, QPointF(point - rect.topLeft()) * (1 / self._scale(number))
        return None

    def point_of(self, number: int, place: QPointF) -> QPoint:
        """Where a place of a page, in points, lies in the viewport."""
        return self._on_screen(number).topLeft() + (place * self._scale(number)).toPoint()

    # Events

    def sizeHint(self) -> QSize:
        """Wide enough to read a page."""
        return QSize(460, 600)

    def on_scrolled(self) -> None:
        """Know the page in sight, and ask for pictures when the scrolling rests."""
        self._note_page(self._column.number_at(self.verticalScrollBar().value() + self.viewport().height() // 3))
        self._ask()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:
        """Paint anew for a screen of another density."""
        if event.type() is QEvent.Type.DevicePixelRatioChange:
            self._ask()
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper with a quiet edge; a page that has no picture yet is blank."""
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.palette().color(QPalette.ColorRole.Window))
        for number in self.in_sight():
            rect = self._on_screen(number)
            if rect.adjusted(-_SHADE, -_SHADE, _SHADE, _SHADE).intersects(event.rect()):
                self._paint_page(painter, number, rect)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page keys turn pages, figures begin a page number."""
        key, keys = event.key(), Qt.Key
        goals = {
            keys.Key_PageUp: self._page - 1,
            keys.Key_PageDown: self._page + 1,
            keys.Key_Home: 1,
            keys.Key_End: self.count,
        }
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in goals and plain:
            self.go_to_page(goals[keys(key)])
        elif plain and event.text().isdecimal() and event.text().isascii():
            self.number_typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """With Ctrl zoom, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            (self.zoom_in if event.angleDelta().y() > 0 else self.zoom_out)()
            event.accept()
            return
        super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a click began."""
        self._pressed = event.position().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click on a page."""
        pressed, self._pressed = self._pressed, None
        point = event.position().toPoint()
        if pressed is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        place = self.place_at(point)
        if place is not None and (point - pressed).manhattanLength() <= _STEADY:
            self.clicked.emit(*place)

    # Geometry

    def _scale(self, number: int) -> float:
        return self._column.scale(number, self._zoom, self.viewport().width())

    def _lay_out(self) -> None:
        """Place the pages; what stands at the top of the view stays there."""
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        anchor = self._column.anchor(down.value())
        width, height = self.viewport().width(), self.viewport().height()
        self._column.lay_out(self._zoom, width)
        down.setPageStep(height)
        down.setSingleStep(40)
        down.setRange(0, max(self._column.height - height, 0))
        middle = across.maximum() == 0
        across.setPageStep(width)
        across.setRange(0, self._column.width - width)
        if middle:
            across.setValue(across.maximum() // 2)
        if anchor is not None and self.count:
            down.setValue(self._column.height_of(anchor))
        self.on_scrolled()
        self.zoomed.emit(round(self.zoom * 100))

    def _on_screen(self, number: int) -> QRect:
        dx, dy = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        return self._column.rects[number - 1].translated(-dx, -dy)

    def _note_page(self, number: int) -> None:
        if number != self._page:
            self._page = number
            self.page_changed.emit(number)
            self.zoomed.emit(round(self.zoom * 100))

    def _ask(self) -> None:
        if self.missing():
            self._patience.start()

    # Painting

    def _paint_page(self, painter: QPainter, number: int, rect: QRect) -> None:
        self._paint_edge(painter, rect)
        picture = self.pictures.fine.get(number)
        sketch = self.pictures.sketches.get(number)
        if picture is not None:
            self._paint_picture(painter, rect, picture.image)
        elif sketch is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, sketch)
        if self._mark is not None and self._mark[0] == number:
            scale, mark = self._scale(number), self._mark[1]
            line = QRectF(rect.x() + mark.x() * scale - 7, rect.y() + mark.y() * scale, 2, mark.height() * scale)
            painter.fillRect(line, self.palette().color(QPalette.ColorRole.Accent))

    def _paint_picture(self, painter: QPainter, rect: QRect, image: QImage) -> None:
        """Dot for dot where it was painted for this size, else stretched."""
        ratio = self.devicePixelRatioF()
        wide, high = image.width() / ratio, image.height() / ratio
        if abs(wide - rect.width()) <= 2 and abs(high - rect.height()) <= 2:
            painter.drawImage(QRectF(rect.x(), rect.y(), wide, high), image)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(rect, image)

    def _paint_edge(self, painter: QPainter, rect: QRect) -> None:
        """A thin line and a soft shade below; the paper is white in the dark too, as it will be."""
        for step in range(_SHADE, 0, -1):
            painter.fillRect(rect.adjusted(1 - step, 3 - step, step - 1, step), QColor(0, 0, 0, 9))
        painter.fillRect(rect.adjusted(-1, -1, 1, 1), self.palette().color(QPalette.ColorRole.Mid))
        painter.fillRect(rect, Qt.GlobalColor.white)

"""The page: a white sheet with a heading, its paragraphs and, below them, what is added in print."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN, document_font, heading_font, point_size
from desktop.widgets.frame import QuietLabel
from desktop.widgets.growing_edit import GrowingEdit, HeadingEdit

_CHARS = 28  # a line of GB/T 9704-2012 5.2.3
_SIDE = 4  # characters left and right of it, half as many where the window is narrow
_LEAST = 20  # characters, the narrowest page
_INDENT = 2  # characters (7.3.3)
_MARK_LEVEL = 2  # （征求意见稿） stands in 楷体, as headings of the second level do
_LINE_HEIGHT = 155  # per cent; the printed 29 pt would be 181, too airy on a screen


class PaperPage(QScrollArea):
    """One heading's page. `title` and `body` are its editors; `show_note` writes the quiet line below them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._size = point_size(self.font()) * 1.35
        self._shown: tuple[str, int] | None = None
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.title = HeadingEdit()
        self.title.setAccessibleName(self.tr("标题"))
        self.mark = QLabel()
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        self.mark.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.mark.setFont(heading_font(self._size, _MARK_LEVEL))
        self.body = GrowingEdit()
        self.body.setAccessibleName(self.tr("正文"))
        self.body.set_style(document_font(self._size), indent=_INDENT, line_height=_LINE_HEIGHT)
        self.note = QuietLabel()
        self.note.setTextFormat(Qt.TextFormat.RichText)
        self.note.setFont(document_font(self._size))
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._heading = QHBoxLayout()
        self._heading.setSpacing(0)
        self._heading.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        self._heading.addWidget(self.title, 1)
        self._sheet = _Sheet(self.body)
        self._margins = inner = QVBoxLayout(self._sheet)
        char = self._char()
        self.mark.setContentsMargins(0, 0, 0, int(char))
        inner.setContentsMargins(int(_SIDE * char), int(3 * char), int(_SIDE * char), int(3 * char))
        inner.setSpacing(GAP)
        inner.addLayout(self._heading)
        inner.addWidget(self.mark)
        inner.addWidget(self.body)
        inner.addWidget(self.note)
        inner.addStretch(1)
        self._sheet.setMaximumWidth(int((_CHARS + 2 * _SIDE) * char) + 4)
        desk = QWidget()
        outer = QHBoxLayout(desk)
        outer.setContentsMargins(2 * MARGIN, 2 * MARGIN, 2 * MARGIN, 2 * MARGIN)
        outer.addStretch(1)
        outer.addWidget(self._sheet, 1000)
        outer.addStretch(1)
        self.setWidget(desk)
        self.setMinimumWidth(int(_LEAST * char) + 4 * MARGIN)
        self._caret = QTimer(self, singleShot=True, interval=0)
        self._caret.timeout.connect(self.show_caret)
        for edit in (self.title, self.body):
            edit.cursorPositionChanged.connect(self.on_caret_moved)

    def set_heading(self, label: str, level: int, mark: str = "") -> None:
        """Set the printed number and the face of the heading; level 0 is the plan's title, centred, with its mark."""
        self.mark.setText(mark)
        self.mark.setVisible(bool(mark))
        if (label, level) == self._shown:
            return
        self._shown = (label, level)
        font = heading_font(self._size * (22 / 16 if level == 0 else 1), level)
        self.title.set_style(font, line_height=120, centred=level == 0)
        self.label.setFont(font)
        self.label.setText(label)
        self.label.setVisible(bool(label))
        indent = 0 if level == 0 else int(_INDENT * self._char())
        self._heading.setContentsMargins(indent, 0, 0, int(self._char()) if level == 0 and not mark else 0)

    def show_note(self, text: str) -> None:
        """Write the quiet line below the text, set like a paragraph; nothing when there is nothing to say."""
        indent = int(_INDENT * self._char())
        lines = "".join(
            f'<p style="margin: 0; text-indent: {indent}px; line-height: {_LINE_HEIGHT}%">{escape(line)}</p>'
            for line in text.split("\n")
        )
        self.note.setText(lines)
        self.note.setAccessibleName(text)
        self.note.setVisible(bool(text))

    def on_caret_moved(self) -> None:
        """Keep the line that is being written in sight, as soon as the page has its new height."""
        self._caret.start()

    def show_caret(self) -> None:
        """Scroll to the line that is being written."""
        for edit in (self.title, self.body):
            if edit.hasFocus():
                rect = edit.cursorRect()
                place = edit.mapTo(self.widget(), rect.center())
                self.ensureVisible(place.x(), place.y(), 0, 2 * rect.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give a narrow page narrow margins."""
        super().resizeEvent(event)
        char = self._char()
        narrow = self.viewport().width() - 4 * MARGIN < _CHARS * char
        side = int(char * (_SIDE / 2 if narrow else _SIDE))
        self._margins.setContentsMargins(side, int(3 * char), side, int(3 * char))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._sheet.update()

    def _char(self) -> float:
        return QFontMetricsF(document_font(self._size)).horizontalAdvance("国")


class _Sheet(QWidget):
    """The white paper; a click beside the text goes to its end."""

    def __init__(self, body: GrowingEdit) -> None:
        super().__init__()
        self._body = body
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setCursor(Qt.CursorShape.IBeamCursor)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().base())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._body.setFocus(Qt.FocusReason.MouseFocusReason)
        cursor = self._body.textCursor()
        cursor.movePosition(cursor.MoveOperation.End)
        self._body.setTextCursor(cursor)

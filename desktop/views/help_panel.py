"""Help beside the work: a line to search with, the list of topics, and the page that is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QFont,
    QImage,
    QKeyEvent,
    QPalette,
    QResizeEvent,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QTextBrowser,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.help_topics import SHORTCUTS, Topic
from desktop.theme import GAP, MARGIN, heading_font, point_size
from domain.pinyin import match
from resources import resource

_WIDTH = 420  # px
_LONGEST_LINE = 200
_LEAST_PICTURE = 320  # px
_KEY_ROLE = Qt.ItemDataRole.UserRole

Shortcuts = Iterable[tuple[str, str]]


class HelpPanel(QWidget):
    """Shows one topic; typing searches all of them. `shortcuts` gives the commands and keys of the moment."""

    topic_shown = Signal(str)

    def __init__(
        self, topics: Iterable[Topic], shortcuts: Callable[[], Shortcuts], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._topics = {topic.key: topic for topic in topics}
        self._shortcuts = shortcuts
        self._trail: list[str] = []
        self.key = ""
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("查找帮助：汉字、拼音或首字母"))
        self.search.setAccessibleName(self.tr("查找帮助"))
        self.search.setClearButtonEnabled(True)
        self.back = QToolButton()
        self.back.setAutoRaise(True)
        self.back.setText("←")
        self.back.setToolTip(self.tr("返回上一页（Alt+左箭头）"))
        self.back.setAccessibleName(self.tr("返回上一页"))
        self.contents = QToolButton()
        self.contents.setAutoRaise(True)
        self.contents.setText(self.tr("目录"))
        self.contents.setToolTip(self.tr("全部帮助"))
        self.list = QListWidget()
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setWordWrap(True)
        self.list.setSpacing(2)
        self.list.setAccessibleName(self.tr("帮助目录"))
        self.none = QLabel(self.tr("没有找到。可以少输几个字，或改用拼音、首字母。"))
        self.none.setWordWrap(True)
        self.none.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.page = _Page()
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setOpenLinks(False)
        self.page.setAccessibleName(self.tr("帮助内容"))
        self.page.document().setDocumentMargin(MARGIN)
        self._build()
        self.search.textChanged.connect(self.on_text_changed)
        self.search.returnPressed.connect(self.on_accepted)
        self.list.itemActivated.connect(self.on_item_taken)
        self.list.itemClicked.connect(self.on_item_taken)
        self.page.anchorClicked.connect(self.on_link)
        self.page.resized.connect(self.on_resized)
        self.back.clicked.connect(self.go_back)
        self.contents.clicked.connect(self.show_contents)
        self._is_fresh = True
        bar = self.page.verticalScrollBar()
        bar.rangeChanged.connect(self.on_range_changed)
        bar.actionTriggered.connect(self.on_read)
        self.setFocusProxy(self.search)

    def sizeHint(self) -> QSize:
        """Wide enough for a table of keys."""
        return QSize(_WIDTH, 500)

    def show_topic(self, key: str) -> None:
        """Show a page; one that is not there shows the first."""
        topic = self._topics.get(key) or next(iter(self._topics.values()))
        if self.key and self.key != topic.key:
            self._trail.append(self.key)
        self._open(topic)

    def go_back(self) -> None:
        """Show the page before."""
        if self._trail:
            self._open(self._topics[self._trail.pop()])

    def show_contents(self) -> None:
        """List every topic."""
        self.search.clear()
        self._fill([(topic.key, topic.title, "") for topic in self._topics.values()])
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_text_changed(self, text: str) -> None:
        """Find pages by their titles, then by what their lines say."""
        if not text.strip():
            self._stack.setCurrentWidget(self.page)
            return
        found = []
        for topic in self._topics.values():
            best = self._best_line(text, topic)
            if best is not None:
                found.append((best[0], topic, best[1]))
        found.sort(key=lambda one: one[0])
        self._fill([(topic.key, topic.title, line) for _, topic, line in found])

    def on_accepted(self) -> None:
        """Enter takes the best page."""
        item = self.list.currentItem() or self.list.item(0)
        if self._stack.currentWidget() is self.list and item is not None:
            self.on_item_taken(item)

    def on_item_taken(self, item: QListWidgetItem) -> None:
        """Read what was chosen."""
        self.show_topic(str(item.data(_KEY_ROLE)))
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_link(self, url: QUrl) -> None:
        """Go to another page."""
        self.show_topic(url.path().removesuffix(".md"))

    def on_range_changed(self) -> None:
        """A page that was not read yet stays at its beginning while the panel takes its width."""
        if self._is_fresh:
            self.page.verticalScrollBar().setValue(0)

    def on_resized(self) -> None:
        """Pictures are as wide as the page."""
        if self.key and "![" in self._topics[self.key].text:
            at = self.page.verticalScrollBar().value()
            self._render(self._topics[self.key])
            self.page.verticalScrollBar().setValue(at)

    def on_read(self) -> None:
        """The page was scrolled by hand."""
        self._is_fresh = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search into the list, Alt and Left back."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus() and self._stack.currentWidget() is self.list:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            self.list.setCurrentRow(min(1, self.list.count() - 1))
        elif event.key() == Qt.Key.Key_Left and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take the ink of a new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.key:
            self._render(self._topics[self.key])

    def _open(self, topic: Topic) -> None:
        self.key = topic.key
        self.search.clear()
        self._render(topic)
        self._stack.setCurrentWidget(self.page)
        self.back.setEnabled(bool(self._trail))
        self.topic_shown.emit(topic.key)

    def _render(self, topic: Topic) -> None:
        text = topic.text
        if topic.key == SHORTCUTS:
            lines = [f"| {words} | {keys.replace('|', '&#124;')} |" for words, keys in self._shortcuts()]
            text = "\n".join([text.rstrip(), "", "| 命令 | 快捷键 |", "|---|---|", *lines])
        self.page.setMarkdown(text)
        self._dress()

    def _dress(self) -> None:
        """Headings in their face, keys in medium weight, lines apart, hairlines between the rows of tables."""
        document = self.page.document()
        block = document.begin()
        while block.isValid():
            self._dress_block(QTextCursor(block))
            block = block.next()
        for frame in document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                self._dress_table(frame)
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        self._is_fresh = True
        self.page.verticalScrollBar().setValue(0)

    def _dress_block(self, cursor: QTextCursor) -> None:
        size = point_size(self.font())
        level = cursor.blockFormat().headingLevel()
        in_table = cursor.currentTable() is not None
        shape = QTextBlockFormat()
        shape.setLineHeight(130, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        shape.setTopMargin(0 if in_table or level == 1 else GAP + (MARGIN if level else 0))
        shape.setBottomMargin(0 if in_table else 2)
        cursor.mergeBlockFormat(shape)
        block = cursor.block()
        parts = [one.fragment() for one in block]  # type: ignore[attr-defined]
        for part in parts:
            style = part.charFormat()
            if level:
                style.setFont(heading_font(size * (1.3 if level == 1 else 1.08), 1))
            elif style.isAnchor():
                style.setFontUnderline(True)
            elif style.fontFixedPitch():
                font = self.font()
                font.setWeight(QFont.Weight.Medium)
                style.setFont(font)
            else:
                continue
            cursor.setPosition(part.position())
            cursor.setPosition(part.position() + part.length(), QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(style)

    def _dress_table(self, table: QTextTable) -> None:
        shape = table.format()
        shape.setBorder(0)
        shape.setCellPadding(4)
        shape.setCellSpacing(0)
        shape.setTopMargin(GAP)
        shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        table.setFormat(shape)
        for row in range(table.rows()):
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                style = cell.format().toTableCellFormat()
                style.setBottomBorder(1)
                style.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                style.setBottomBorderBrush(self.palette().mid())
                cell.setFormat(style)

    def _best_line(self, text: str, topic: Topic) -> tuple[int, str] | None:
        found = match(text, topic.title)
        if found is not None:
            return found.score, ""
        best: tuple[int, str] | None = None
        for line in topic.text.split("\n")[1:]:
            plain = _plain(line)
            if plain and (found := match(text, plain)) is not None and (best is None or found.score < best[0]):
                best = (found.score, plain)
        return (best[0] + 10_000, best[1]) if best is not None else None

    def _fill(self, lines: list[tuple[str, str, str]]) -> None:
        self.list.clear()
        for key, title, line in lines:
            item = QListWidgetItem(f"{title}\n{line}" if line else title)
            item.setData(_KEY_ROLE, key)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self._stack.setCurrentWidget(self.list if lines else self.none)

    def _build(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(self.search, 1)
        line.addWidget(self.back)
        line.addWidget(self.contents)
        self._stack = QStackedWidget()
        for widget in (self.page, self.list, self.none):
            self._stack.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(line)
        layout.addWidget(self._stack, 1)


class _Page(QTextBrowser):
    """A page with the pictures of the help, as wide as the page is. `resized`: it has another width."""

    resized = Signal()

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """A picture that lies beside the pages; whatever else is asked for is not there."""
        url = QUrl(name)
        path = url.path()
        if kind != QTextDocument.ResourceType.ImageResource.value or ".." in path or url.scheme():
            return None
        image = QImage()
        image.loadFromData(resource(f"help/{path}").read_bytes())
        ratio = self.devicePixelRatioF()
        width = round((max(self.viewport().width(), _LEAST_PICTURE) - 2 * MARGIN) * ratio)
        if image.width() > width:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image.setDevicePixelRatio(ratio)
        return image

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let the pictures take the new width."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.resized.emit()


def _plain(line: str) -> str:
    """A line of Markdown without its marks."""
    if line.startswith(("|--", "![")):
        return ""
    for mark in ("**", "`", "|", "#", "- "):
        line = line.replace(mark, " " if mark == "|" else "")
    while "](" in line:
        before, _, rest = line.partition("](")
        line = before.replace("[", "") + rest.partition(")")[2]
    return line.strip()[:_LONGEST_LINE]

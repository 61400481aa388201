"""拆分为任务: a paragraph beside the table, where it is cut, and what each piece becomes. Nothing is written before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from db.task_pieces import SplitWish, split_paragraph
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import HeadingLabel, PrimaryButton, QuietLabel
from domain.labels import NODE_KIND_LABELS, ROLE_LABELS
from domain.outline import NodeKind, OutlineNode
from domain.task_pieces import Cutting, NewTask, cut_paragraph
from domain.task_splitting import Cut, find_cuts
from domain.units import match_unit

_SHOWN = 60  # characters of a piece


class TaskSplitPane(QWidget):
    """`closed` tells that it is done, with the id of the heading that was split, 0 where nothing was."""

    closed = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._node: OutlineNode | None = None
        self._texts: list[str] = []
        self._cuts: tuple[Cut, ...] = ()
        self._rows: list[_PieceRow] = []
        self.setMinimumWidth(300)
        title = HeadingLabel()
        title.setText(self.tr("拆分为任务"))
        close = QToolButton()
        close.setAutoRaise(True)
        close.setText("×")
        close.setAccessibleName(self.tr("关闭拆分"))
        close.setToolTip(self.tr("不拆分（Esc）"))
        close.clicked.connect(self.cancel)
        top = QHBoxLayout()
        top.addWidget(title, 1)
        top.addWidget(close)
        self.paragraph = QComboBox()
        self.paragraph.setAccessibleName(self.tr("要拆分的段落"))
        self.paragraph.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.paragraph.currentIndexChanged.connect(self.on_paragraph_chosen)
        self.lead = QuietLabel()
        self._list = QVBoxLayout()
        self._list.setSpacing(GAP)
        inner = QWidget()
        inner.setLayout(self._list)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidget(inner)
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("拆成什么"))
        for kind in (NodeKind.TASK, NodeKind.MEASURE):
            self.kind.addItem(self.tr("拆成{}").format(NODE_KIND_LABELS[kind]), kind.value)
        self.kind.currentIndexChanged.connect(self.on_toggled)
        self.units = QComboBox()
        self.units.setAccessibleName(self.tr("没有写明单位的各项"))
        self.units.addItem(self.tr("未写明单位的，沿用上级"), False)
        self.units.addItem(self.tr("未写明单位的，逐项写上原单位"), True)
        self.go = PrimaryButton("")
        self.go.clicked.connect(self.take)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.paragraph)
        layout.addWidget(self.lead)
        layout.addWidget(self.area, 1)
        layout.addWidget(QuietLabel(self.tr("空格 从这里拆开或不拆 · 回车 拆分 · Esc 返回")))
        layout.addWidget(self.kind)
        layout.addWidget(self.units)
        layout.addWidget(self.go)
        self.hide()

    def open_for(self, node: OutlineNode) -> bool:
        """Show the paragraphs of a heading that can be cut; False where none can."""
        texts = self._session.content.printed_paragraphs(node)
        usable = [place for place, text in enumerate(texts) if find_cuts(text)]
        if not usable:
            return False
        self._node, self._texts = node, texts
        is_task = node.kind is NodeKind.TASK
        self.kind.setCurrentIndex(self.kind.findData((NodeKind.MEASURE if is_task else NodeKind.TASK).value))
        self.units.setCurrentIndex(0 if is_task else 1)
        self.paragraph.blockSignals(True)
        self.paragraph.clear()
        for place in usable:
            self.paragraph.addItem(f"{place + 1}. {texts[place][:24]}…", place)
        self.paragraph.blockSignals(False)
        self.paragraph.setVisible(len(usable) > 1)
        self.on_paragraph_chosen()
        self.show()
        (self._rows[0].box if self._rows else self.go).setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    @property
    def rows(self) -> list[_PieceRow]:
        """The pieces that may begin, in order."""
        return self._rows

    def on_paragraph_chosen(self) -> None:
        """Propose where the paragraph is cut."""
        text = self._text()
        self._cuts = find_cuts(text)
        while self._rows:
            row = self._rows.pop()
            self._list.removeWidget(row)
            row.deleteLater()
        if self._list.count():
            self._list.takeAt(0)
        for cut in self._cuts:
            row = _PieceRow(cut)
            row.toggled.connect(self.on_toggled)
            row.moved.connect(self.on_moved)
            row.cancelled.connect(self.cancel)
            row.confirmed.connect(self.take)
            self._rows.append(row)
            self._list.addWidget(row)
        self._list.addStretch(1)
        self.on_toggled()

    def on_toggled(self) -> None:
        """Cut where it is ticked, and show what comes of it."""
        if not self._rows:
            return
        cutting = self._cutting()
        self.lead.setText(self.tr("留在原处：{}").format(cutting.lead) if cutting.lead else "")
        self.lead.setVisible(bool(cutting.lead))
        tasks = iter(cutting.tasks)
        text = self._text()
        ends = [cut.start for cut in self._cuts[1:]] + [len(text)]
        for row, end in zip(self._rows, ends, strict=True):
            row.show_piece(next(tasks, None) if row.is_taken else None, text[row.cut.start : end])
        word = NODE_KIND_LABELS[self.kind.currentData()]
        self.go.setText(self.tr("拆分为 {} 项{}").format(len(cutting.tasks), word))
        self.go.setEnabled(bool(cutting.tasks))
        self.units.setEnabled(any(not task.names for task in cutting.tasks))

    def on_moved(self, row: _PieceRow, step: int) -> None:
        """Go to the next tick by arrows."""
        place = self._rows.index(row) + step
        if 0 <= place < len(self._rows):
            self._rows[place].box.setFocus(Qt.FocusReason.TabFocusReason)
            self.area.ensureWidgetVisible(self._rows[place])

    def take(self) -> None:
        """Make the tasks."""
        if self._node is None or not self.go.isEnabled():
            return
        cutting = self._cutting()
        titles = iter([row.title.text().strip() for row in self._rows if row.is_taken])
        tasks = tuple(_named(task, next(titles, task.title)) for task in cutting.tasks)
        wish = SplitWish(
            self._node.id,
            self.paragraph.currentData(),
            Cutting(cutting.lead, tasks, cutting.common),
            NodeKind(self.kind.currentData()),
            bool(self.units.currentData()),
        )
        node_id = self._node.id
        if self._session.perform(split_paragraph, wish):
            self._session.store.end_merging()
            self._leave(node_id)

    def cancel(self) -> None:
        """Go away; nothing is split."""
        self._leave(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes away."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancel()
        else:
            super().keyPressEvent(event)

    def _leave(self, node_id: int) -> None:
        self._node = None
        self.hide()
        self.closed.emit(node_id)

    def _text(self) -> str:
        place = self.paragraph.currentData()
        return self._texts[place] if isinstance(place, int) else ""

    def _cutting(self) -> Cutting:
        content = self._session.content
        starts = [row.cut.start for row in self._rows if row.is_taken]
        return cut_paragraph(
            self._text(), starts, lambda name: match_unit(name, content.units) is not None, content.info.year
        )


class _PieceRow(QWidget):
    """A piece: ticked where it begins a task, its title to change, its words and units below."""

    toggled = Signal()
    moved = Signal(object, int)
    confirmed = Signal()
    cancelled = Signal()

    def __init__(self, cut: Cut) -> None:
        super().__init__()
        self.cut = cut
        self._proposed = ""
        self.box = QCheckBox()
        self.box.setChecked(cut.is_proposed)
        self.box.setAccessibleName(self.tr("从这里拆开"))
        self.box.setToolTip(self.tr("从这里拆开（空格）"))
        self.box.toggled.connect(self.toggled)
        self.box.installEventFilter(self)
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("标题"))
        self.title.installEventFilter(self)
        self.words = QuietLabel()
        self.words.setContentsMargins(24, 0, 0, 0)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.box)
        top.addWidget(self.title, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, GAP, 0)
        layout.setSpacing(2)
        layout.addLayout(top)
        layout.addWidget(self.words)

    @property
    def is_taken(self) -> bool:
        """Whether a task begins here."""
        return self.box.isChecked()

    def show_piece(self, task: NewTask | None, words: str) -> None:
        """Show the task that begins here, or the words that go on; a title the user changed stays."""
        self.title.setVisible(task is not None)
        if task is None:
            self.words.setText(_short(words))
            return
        if self.title.text() in ("", self._proposed):
            self.title.setText(task.title)
            self.title.setCursorPosition(0)
        self._proposed = task.title
        named = [f"{ROLE_LABELS[role]} {'、'.join(names)}" for role, names in task.names.items() if names]
        said = [part for part in (_short(task.body), "　".join(named), task.deadline) if part]
        self.words.setText("\n".join(said))
        self.words.setVisible(bool(said))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go on, Enter splits, Esc goes away."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        key = Qt.Key(event.key())
        if key in steps:
            self.moved.emit(self, steps[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.confirmed.emit()
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            return False
        return True


def _named(task: NewTask, title: str) -> NewTask:
    return NewTask(title or task.title, task.body, task.clause, task.names, task.deadline)


def _short(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"

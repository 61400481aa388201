"""格式体检: any Word file judged by the layout, clause by clause, and a corrected copy of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QPalette, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop.jobs.runner import IsCancelled, Job, JobRunner, Progress
from desktop.layout_commands import Examined, examine, suggested_copy, write_copy
from desktop.models.layout_check_model import WHAT, WHERE, LayoutCheckModel
from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import ElidedLabel, Hairline, HeadingLabel, PrimaryButton, QuietLabel
from desktop.widgets.severity_dot import SEVERITY_WORDS, paint_severity
from domain.checks import Severity
from domain.errors import FanganError
from exporters.layout_check import LayoutFinding, clause_title
from exporters.page import Layout

_WHERE_WIDTH = 300  # px
_DOT_LEFT = 7  # px, its middle
_LINE_PAD = 6

LayoutSource = Callable[[], Layout]
CopyChooser = Callable[[Path], Path | None]


class LayoutCheckPage(QWidget):
    """Judges one file at a time; `layout` gives the profile of the moment, `choose_copy` asks where a copy shall be.

    `closed` asks to be put away, `file_wanted` for another file, `working` carries a Job and its sentence, `failed` a
    FanganError, `checked` an Examined, `written` the path of a corrected copy.
    """

    closed = Signal()
    file_wanted = Signal()
    working = Signal(object, str)
    failed = Signal(object)
    checked = Signal(object)
    written = Signal(object)

    def __init__(
        self, runner: JobRunner, layout: LayoutSource, choose_copy: CopyChooser, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._runner, self._layout, self._choose_copy = runner, layout, choose_copy
        self._path: Path | None = None
        self._examined: Examined | None = None
        self._job: Job | None = None
        self.model = LayoutCheckModel(self)
        self._name = HeadingLabel()
        self._told = ElidedLabel()
        self._told.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.tree = _FindingTree()
        self.tree.setModel(self.model)
        self.tree.fit()
        self.none = QuietLabel()
        self.none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.detail = QLabel()
        self.detail.setTextFormat(Qt.TextFormat.PlainText)
        self.detail.setWordWrap(True)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.leave = QPushButton(self.tr("关闭"))
        self.other = QPushButton(self.tr("检查别的文件…"))
        self.again = QPushButton(self.tr("重新检查"))
        self.copy = PrimaryButton(self.tr("写出改正稿…"))
        self._build()
        self._connect()
        self._show_state()

    @property
    def examined(self) -> Examined | None:
        """What is shown."""
        return self._examined

    def check(self, path: Path) -> None:
        """Judge a file in the background; what was shown of another one goes."""
        self.stop()
        self._path, self._examined = path, None
        self.model.show(())

        def work(progress: Progress, is_cancelled: IsCancelled) -> Examined:
            from importers.worker import Reader

            with Reader() as reader:
                return examine(path, layout, reader, progress, is_cancelled)

        try:
            layout = self._layout()
        except FanganError as error:
            self.failed.emit(error)
            self._show_state()
            return
        self._begin(work, self.tr("正在检查“{}”").format(path.name), self.on_checked)

    def check_again(self) -> None:
        """Judge the same file as it is now."""
        if self._path is not None:
            self.check(self._path)

    def write(self) -> None:
        """Ask where the corrected copy shall be, and write it there."""
        examined = self._examined
        if examined is None or not examined.fixable or self._job is not None:
            return
        target = self._choose_copy(suggested_copy(examined.path))
        if target is None:
            return

        def work(_progress: Progress, _is_cancelled: IsCancelled) -> Path:
            return write_copy(examined, target)

        self._begin(work, self.tr("正在写出“{}”").format(target.name), self.on_written)

    def stop(self) -> None:
        """Give up what is under way."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def on_checked(self, examined: Examined) -> None:
        """Show what was found."""
        if self.sender() is not self._job:
            return
        self._job = None
        self._examined = examined
        self.model.show(examined.findings)
        self.tree.show_groups()
        self.tree.setCurrentIndex(self.model.first_finding())
        self._show_state()
        (self.tree if examined.findings else self.leave).setFocus()
        self.checked.emit(examined)

    def on_written(self, path: Path) -> None:
        """Tell where the copy is."""
        if self.sender() is not self._job:
            return
        self._job = None
        self._show_state()
        examined = self._examined
        if examined is not None:
            left = len(examined.findings) - examined.fixable
            told = self.tr("已写出“{}”：改正 {} 处，还有 {} 处要人工处理").format(path.name, examined.fixable, left)
            self._told.setText(told)
        self.written.emit(path)

    def on_failed(self, error: FanganError) -> None:
        """Tell why nothing came of it."""
        if self.sender() is not self._job:
            return
        self._job = None
        self._show_state()
        self.failed.emit(error)

    def on_crashed(self) -> None:
        """Let go of work that died of a bug, which the runner reports."""
        if self.sender() is self._job:
            self._job = None
            self._show_state()

    def on_current_changed(self, current: QModelIndex) -> None:
        """Say more of the selected finding."""
        finding = self.model.finding(current)
        self.detail.setText(_words(finding) if finding is not None else "")

    def _begin(self, work: Callable[[Progress, IsCancelled], object], sentence: str, done: Callable[..., None]) -> None:
        job = self._job = self._runner.prepare(work)
        job.done.connect(done)
        job.failed.connect(self.on_failed)
        job.crashed.connect(self.on_crashed)
        self._show_state()
        self.working.emit(job, sentence)
        self._runner.start(job)

    def _show_state(self) -> None:
        examined, name = self._examined, self._path.name if self._path else ""
        self._name.setText(self.tr("格式体检　{}").format(name) if name else self.tr("格式体检"))
        self._told.setText(self._sentence())
        self._told.setAccessibleName(self._told.text())
        has_findings = examined is not None and bool(examined.findings)
        self.tree.setVisible(has_findings)
        self.detail.setVisible(has_findings)
        self.none.setVisible(not has_findings)
        self.none.setText(self._empty_words())
        is_idle = self._job is None
        self.again.setEnabled(is_idle and self._path is not None)
        self.other.setEnabled(is_idle)
        self.copy.setEnabled(is_idle and examined is not None and examined.fixable > 0)

    def _sentence(self) -> str:
        if self._job is not None:
            return self.tr("正在处理…")
        examined = self._examined
        if examined is None:
            return ""
        profile = self.tr("版式：{}").format(examined.layout.profile.name)
        if not examined.findings:
            return profile
        counts = self.tr("{} 处不一致，其中 {} 处可以自动改正").format(len(examined.findings), examined.fixable)
        return f"{profile} · {counts}"

    def _empty_words(self) -> str:
        if self._job is not None:
            return self.tr("正在检查，稍候。")
        if self._examined is not None:
            return self.tr("没有发现问题，这份文件符合版式。")
        return self.tr("选一份 Word 文件（.docx），这里会按版式逐条列出不一致的地方。")

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._told)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, GAP)
        head.setSpacing(GAP)
        head.addLayout(words, 1)
        for button, tip in (
            (self.other, self.tr("另选一份 Word 文件（Ctrl+O）")),
            (self.again, self.tr("文件改过之后再查一遍（F5）")),
        ):
            button.setToolTip(tip)
            head.addWidget(button)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        foot.setSpacing(GAP)
        foot.addWidget(self.detail, 1)
        foot.addStretch(0)
        foot.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignBottom)
        foot.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignBottom)
        self.leave.setToolTip(self.tr("回到方案（Esc）"))
        self.copy.setToolTip(self.tr("另存一份，改正有唯一答案的地方，原文件不动（Ctrl+回车）"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self.tree, 1)
        layout.addWidget(self.none, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addLayout(foot)
        self.setFocusProxy(self.tree)

    def _connect(self) -> None:
        self.leave.clicked.connect(self.closed)
        self.closed.connect(self.stop)
        self.other.clicked.connect(self.file_wanted)
        self.again.clicked.connect(self.check_again)
        self.copy.clicked.connect(self.write)
        self.tree.selectionModel().currentChanged.connect(self.on_current_changed)
        for key, do in (
            (Qt.Key.Key_Escape, self.closed.emit),
            (Qt.Key.Key_F5, self.check_again),
            (QKeySequence.StandardKey.Open, self.file_wanted.emit),
            ("Ctrl+Return", self.write),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)


def _words(finding: LayoutFinding) -> str:
    """Clause and weight, what is and what should be."""
    lines = [f"{clause_title(finding.code)} · {SEVERITY_WORDS[finding.severity]}", finding.where]
    if finding.actual and finding.wanted:
        lines.append(f"现为：{finding.actual}　应为：{finding.wanted}")
    else:
        lines.append(finding.message)
    return "\n".join(lines)


class _FindingTree(QTreeView):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("检查结果"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_FindingDelegate(self))

    def fit(self) -> None:
        """Widths of the columns: the sentence takes what the others leave."""
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        header.resizeSection(WHERE, _WHERE_WIDTH)

    def show_groups(self) -> None:
        """Open every clause; its name takes the whole row."""
        for row in range(self.model().rowCount()):
            self.setFirstColumnSpanned(row, QModelIndex(), True)
        self.expandAll()


class _FindingDelegate(QStyledItemDelegate):
    """A dot of its weight before the place of a finding."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width(), self._view.fontMetrics().height() + 2 * _LINE_PAD)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if self._severity(index) is not None:
            option.text = f"\u3000{option.text}"  # type: ignore[attr-defined]  # absent from the stubs

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        severity = self._severity(index)
        if severity is not None:
            rect = option.rect  # type: ignore[attr-defined]  # absent from the stubs
            paint_severity(painter, rect.left() + _DOT_LEFT, rect.center().y() + 0.5, self._view.palette(), severity)

    @staticmethod
    def _severity(index: QModelIndex | QPersistentModelIndex) -> Severity | None:
        """What the dot of a cell says; None for cells without one."""
        model = index.model()
        assert isinstance(model, LayoutCheckModel)
        return model.severity(index) if index.column() == WHERE and model.finding(index) is not None else None

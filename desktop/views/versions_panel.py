"""版本: naming the present state, the states that were named, and what has changed since one of them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from db.versions import add_version, packed_version, remove_version, unpack_version
from desktop.jobs.runner import IsCancelled, JobRunner, Progress
from desktop.session import Session
from desktop.theme import GAP
from desktop.views.version_lines import VersionLine, version_lines
from desktop.widgets.frame import Hairline, PrimaryButton, QuietLabel
from desktop.widgets.status_line import short_time
from domain.changes import ChangeSet
from domain.comparison import excerpts
from domain.version_difference import ChangeKind, VersionComparison
from domain.versions import PlanVersion, suggest_name

_SPOT = Qt.ItemDataRole.UserRole
_REST_MS = 300
_MOST = 400


class VersionsPanel(QWidget):
    """The newest version first; the selected one is compared with what the plan says now, place by place.

    `spot_wanted` carries the Spot of a line that was opened, `chosen` the id of the version that the margin of 正文
    shall compare with, `failed` a FanganError, `plan_wanted` name and stored content of one to be a plan of its own.
    """

    spot_wanted = Signal(object)
    chosen = Signal(int)
    plan_wanted = Signal(str, str)
    failed = Signal(object)

    def __init__(self, session: Session, watched: int | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._watched = watched
        self._runner = JobRunner(self)
        self._comparison: tuple[int, VersionComparison] | None = None
        self._versions: tuple[PlanVersion, ...] = ()
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("版本名称"))
        self.name.setPlaceholderText(self.tr("版本名称"))
        self.keep = PrimaryButton(self.tr("留存版本"))
        self.keep.setToolTip(self.tr("把现在的内容留存为一个版本，以后随时对照（回车）"))
        self.list = _list(self.tr("版本"))
        self.note = QuietLabel()
        self.watch = QPushButton(self.tr("在正文页边对照"))
        self.watch.setToolTip(self.tr("正文页边标出与这个版本不同的地方"))
        self.save = QPushButton(self.tr("另存为新方案…"))
        self.save.setToolTip(self.tr("以此版本另存为新方案，现在这份不变"))
        self.remove = QPushButton(self.tr("删除"))
        self.remove.setToolTip(self.tr("删除这个版本，可以撤销（Delete）"))
        self.detail = _list(self.tr("与所选版本不同的地方"))
        self._lay_out()
        self.setFocusProxy(self.name)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self.compare)
        self._connect()
        self.refresh()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.name, 1)
        top.addWidget(self.keep)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.watch)
        buttons.addWidget(self.save)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.list, 2)
        layout.addLayout(buttons)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self.note)
        layout.addWidget(self.detail, 3)
        layout.addStretch(0)

    def _connect(self) -> None:
        key = QAction(self.remove.text(), self.list)
        key.setShortcut(QKeySequence(Qt.Key.Key_Delete))
        key.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        key.triggered.connect(self.remove_current)
        self.list.addAction(key)
        self.save.clicked.connect(self.save_current)
        self.remove.clicked.connect(self.remove_current)
        self.keep.clicked.connect(self.keep_version)
        self.name.returnPressed.connect(self.keep_version)
        self.watch.clicked.connect(self.choose)
        self.list.currentRowChanged.connect(self.on_row_changed)
        self.list.itemActivated.connect(lambda _item: self.choose())
        self.detail.itemActivated.connect(self.on_line_activated)
        self._session.changed.connect(self.on_changed)

    # Versions

    def refresh(self) -> None:
        """List what there is now."""
        content = self._session.content
        current = self._current()
        self._versions = content.versions[::-1]
        self.name.setText(suggest_name(content.info.mark, [one.name for one in self._versions]))
        self.name.selectAll()
        self.list.blockSignals(True)
        self.list.clear()
        for version in self._versions:
            self.list.addItem(self._sentence(version))
        row = next((row for row, one in enumerate(self._versions) if current and one.id == current.id), 0)
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)
        for widget in (self.list, self.watch, self.save, self.remove, self.detail):
            widget.setVisible(bool(self._versions))
        self.on_row_changed()

    def keep_version(self) -> None:
        """Name the present state."""
        if self._session.perform(add_version, self.name.text(), self._session.content):
            self.list.setCurrentRow(0)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def remove_current(self) -> None:
        """Take the selected version away."""
        version = self._current()
        if version is not None:
            self._session.perform(remove_version, version.id)

    def save_current(self) -> None:
        """Make a plan of its own of the selected version."""
        version = self._current()
        if version is not None:
            self.plan_wanted.emit(*packed_version(self._session.store.db, version.id))

    def choose(self) -> None:
        """Let the margin compare with the selected version."""
        version = self._current()
        if version is not None:
            self._watched = version.id
            self.chosen.emit(version.id)
            self.refresh()

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow versions that came or went, and compare anew when edits rest."""
        if changes.touches("plan_version", "plan"):
            self.refresh()
        self._rest.start()

    def on_row_changed(self) -> None:
        """Compare with the selected version, which is read on a worker thread."""
        version = self._current()
        self.detail.clear()
        if version is None:
            self.note.setText(self.tr("还没有留存过版本。征求意见、送审之前各留存一个，以后每一处修改都能对照出来。"))
            return
        if self._comparison is not None and self._comparison[0] == version.id:
            self.compare()
            return
        self.note.setText(self.tr("正在对照…"))
        name, packed = packed_version(self._session.store.db, version.id)

        def work(_progress: Progress, _is_cancelled: IsCancelled) -> tuple[int, VersionComparison]:
            return version.id, VersionComparison(unpack_version(name, packed))

        job = self._runner.prepare(work)
        job.done.connect(self.on_read)
        job.failed.connect(self.failed)
        self._runner.start(job)

    def on_read(self, read: tuple[int, VersionComparison]) -> None:
        """A version was read."""
        self._comparison = read
        self.compare()

    # What has changed

    def compare(self) -> None:
        """Show what has changed since the selected version."""
        version = self._current()
        if version is None or self._comparison is None or self._comparison[0] != version.id:
            return
        content = self._session.content
        lines = version_lines(self._comparison[1].compare(content), content)
        self.note.setText(self._summary(lines))
        row = self.detail.currentRow()
        self.detail.clear()
        for line in lines[:_MOST]:
            item = QListWidgetItem(_words(line))
            item.setData(_SPOT, line.spot)
            self.detail.addItem(item)
        self.detail.setCurrentRow(min(max(row, 0), self.detail.count() - 1))

    def on_line_activated(self, item: QListWidgetItem) -> None:
        """Go where it changed."""
        self.spot_wanted.emit(item.data(_SPOT))

    def _summary(self, lines: list[VersionLine]) -> str:
        if not lines:
            return self.tr("与这个版本完全相同。")
        counts = {kind: sum(line.kind is kind for line in lines) for kind in ChangeKind}
        words = {
            ChangeKind.CHANGED: self.tr("修改 {} 处"),
            ChangeKind.NEW: self.tr("新增 {} 处"),
            ChangeKind.GONE: self.tr("删去 {} 处"),
            ChangeKind.MOVED: self.tr("移动 {} 处"),
        }
        return self.tr("此后") + "、".join(words[kind].format(n) for kind, n in counts.items() if n)

    def _sentence(self, version: PlanVersion) -> str:
        moment = short_time(datetime.fromisoformat(version.at), datetime.now().astimezone())
        watched = self._watched if any(one.id == self._watched for one in self._versions) else None
        mark = self.tr(" · 正文对照中") if version.id == (watched or self._versions[0].id) else ""
        return f"{version.name}\n{moment} · {version.who}{mark}"

    def _current(self) -> PlanVersion | None:
        row = self.list.currentRow()
        return self._versions[row] if 0 <= row < len(self._versions) else None


def _list(name: str) -> QListWidget:
    widget = QListWidget()
    widget.setAccessibleName(name)
    widget.setWordWrap(True)
    widget.setFrameShape(QFrame.Shape.NoFrame)
    widget.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    widget.setSpacing(3)
    return widget


def _words(line: VersionLine) -> str:
    before, after = excerpts(line.before, line.after)
    sign = {ChangeKind.NEW: "＋", ChangeKind.CHANGED: "～", ChangeKind.GONE: "－", ChangeKind.MOVED: "↕"}[line.kind]
    if line.kind is ChangeKind.MOVED:
        return f"{sign} {line.place}\n{after}"
    return f"{sign} {line.place}\n" + "\n→ ".join(text for text in (before, after) if text)

"""读取: the source at the left, what it will become beside it, doubts at the right; nothing is written yet."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop.models.piece_model import PieceModel
from desktop.models.result_model import ResultModel
from desktop.models.source_links import SourceLinks
from desktop.source_reading import SourceReading, Ticks
from desktop.theme import GAP, MARGIN
from desktop.views.doubt_pane import DoubtPane
from desktop.views.reading_detail import ReadingDetail
from desktop.views.reading_head import ReadingHead
from desktop.views.reading_keys import add_reading_keys
from desktop.views.step_pane import StepPane
from desktop.widgets.frame import ElidedLabel, Hairline, HairlineSplitter, PrimaryButton
from desktop.widgets.outline_tree import OutlineTree
from desktop.widgets.source_view import SourceView
from domain.checks import Finding, Severity
from domain.exchange import PlanDraft
from domain.merge_report import MergeReport, MergeStep
from domain.reading import Revisions

_PLACES, _STEPS = 0, 1  # tabs of the middle


class ReadingPage(QWidget):
    """Shows one SourceReading at a time. `accepted` asks to write it, `cancelled` to leave all as it was."""

    accepted = Signal()
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("读取方案"))
        self._reading: SourceReading | None = None
        self._draft: PlanDraft | None = None
        self._report: MergeReport | None = None
        self._links: SourceLinks | None = None
        self._doubtful: dict[int, Finding] = {}  # the gravest about each piece
        self._is_new_plan = True
        self._is_writing = False
        self._is_leading = False  # whether a selection on one side is being shown on the others
        self.pieces = PieceModel(self)
        self.result = ResultModel(self)
        self.head = ReadingHead()
        self.source = SourceView(self.pieces)
        self.tree = OutlineTree()
        self.tree.setAccessibleName(self.tr("将成为的提纲和附表"))
        self.tree.setDragDropMode(OutlineTree.DragDropMode.NoDragDrop)
        self.tree.setModel(self.result)
        self.tree.header().setResizeContentsPrecision(0)  # by the rows in sight: thousands would hold the window up
        self.steps = StepPane()
        self.detail = ReadingDetail()
        self.doubts = DoubtPane()
        self.tabs = QTabBar()
        self.count = ElidedLabel()
        self.cancel = QPushButton(self.tr("取消"))
        self.go = PrimaryButton(self.tr("写入方案"))
        self._build()
        add_reading_keys(self)
        self._connect()

    def show_reading(self, reading: SourceReading, place: str, target: str, *, is_new_plan: bool) -> None:
        """Begin with another file. `place` says which of several it is, `target` where it will go."""
        self._reading = reading
        self._report = None
        self._is_writing = False
        self._is_new_plan = is_new_plan
        self.head.show_source(reading.path.name, place, target)
        self.tabs.setTabVisible(_STEPS, not is_new_plan)
        self.tabs.setVisible(not is_new_plan)
        self.tabs.setCurrentIndex(_PLACES if is_new_plan else _STEPS)
        self.show_draft()
        first = self.doubts.current()
        if self.tabs.currentIndex() == _PLACES:
            self.tree.setCurrentIndex(self.result.index(0, 0))
        if first is not None and first.severity is not Severity.NOTE:  # else the reading begins at the top
            self.on_doubt_selected(first)
        (self.tree if first is None else self.doubts).setFocus()

    def show_draft(self) -> None:
        """Show what was read, the selected place kept."""
        reading = self._reading
        if reading is None or reading.draft is None:
            return
        draft = reading.draft
        place, key = self.source.current_piece(), self.result.key_at(self.tree.currentIndex())
        self._is_leading = True
        if draft is not self._draft:
            self._draft = draft
            self._show_pieces(draft)
            self.result.show(draft)
            self.tree.fit_columns()
            self.tree.expandAll()
            self.head.show_draft(draft)
        self.doubts.show_reading(reading, list(draft.findings))
        self.doubts.setVisible(bool(draft.findings))
        self.source.show_piece(place)
        self.tree.setCurrentIndex(self.result.index_of_key(key))
        self._is_leading = False
        self.show_state()

    def show_report(self, report: MergeReport | None) -> None:
        """Show what writing would do; None while that is being found out."""
        self._report = report
        steps = report.steps if report is not None else []
        if report is not None and self._reading is not None:
            extra = [one for one in report.findings if self._draft is None or one not in self._draft.findings]
            self.steps.show_steps(steps, self._reading.decisions.ticks)
            if extra and self._draft is not None:
                self.doubts.show_reading(self._reading, [*self._draft.findings, *extra])
                self.doubts.show()
            self.tabs.setTabText(_STEPS, self.tr("改动 {}").format(len(steps)))
        self.show_state()

    def show_writing(self, is_writing: bool) -> None:
        """Say that a plan file is being written, and wait."""
        self._is_writing = is_writing
        self.show_state()

    def show_state(self) -> None:
        """Decisions, counts, and whether there is something to write."""
        reading = self._reading
        if reading is None:
            return
        self.doubts.refresh()
        self.steps.take_ticks(reading.decisions.ticks)
        self.head.show_revisions(reading.decisions.choices.revisions)
        is_known = self._is_new_plan or self._report is not None
        is_ready = not reading.is_busy and not self._is_writing and is_known
        self.go.setEnabled(is_ready and reading.draft is not None)
        self.count.setText(self._sentence(is_ready))
        self.count.setAccessibleName(self.count.text())

    def on_piece_changed(self) -> None:
        """Show what the selected piece of the source became."""
        place = self.source.current_piece()
        if self._is_leading or self._links is None or place < 0:
            return
        self._is_leading = True
        self._show_key(self._links.key_of(place))
        if place in self._doubtful:
            self.doubts.select(self._doubtful[place])
        self._is_leading = False

    def on_place_changed(self, current: QModelIndex) -> None:
        """Show the selected place of the plan, and where it comes from."""
        key = self.result.key_at(current)
        if self._is_leading or self._links is None or not key:
            return
        self._is_leading = True
        self.detail.show_place(self.result, key)
        self.source.show_piece(self._links.place_of(key))
        self._is_leading = False

    def on_doubt_selected(self, finding: Finding) -> None:
        """Show the doubtful place on both sides."""
        place = self._links.place_of_finding(finding) if self._links is not None else -1
        if self._is_leading or self._links is None or place < 0:
            return
        self._is_leading = True
        self.source.show_piece(place)
        self._show_key(self._links.key_of(place))
        self._is_leading = False

    def on_step_selected(self, step: MergeStep) -> None:
        """Show what the step changes, and where the source says so."""
        self.detail.show_step(step)
        place = self._links.place_of_text(step.after) if self._links is not None else -1
        if place >= 0 and not self._is_leading:
            self._is_leading = True
            self.source.show_piece(place)
            self._is_leading = False

    def on_ticked(self, ticks: Ticks) -> None:
        """Note which steps are to be taken."""
        if self._reading is not None:
            self._reading.tick(ticks)

    def on_revisions_wanted(self, revisions: Revisions) -> None:
        """Read tracked changes the other way."""
        if self._reading is not None:
            self._reading.take_revisions(revisions)

    def on_tab_changed(self, tab: int) -> None:
        """Turn to the steps, or to what the file will become."""
        self._middle.setCurrentIndex(tab)
        step = self.steps.current()
        if tab == _STEPS and step is not None:
            self.detail.show_step(step)
        else:
            self.detail.show_place(self.result, self.result.key_at(self.tree.currentIndex()))

    def on_return(self) -> None:
        """Press the button that has the focus, else confirm the doubtful place."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QAbstractButton) and widget not in self.doubts.options:
            widget.click()
        else:
            self.doubts.confirm()

    def on_space(self) -> None:
        """Press the button that has the focus, else change the doubtful place."""
        widget = QApplication.focusWidget()
        if isinstance(widget, QAbstractButton):
            widget.click()
        else:
            self.doubts.toggle()

    def undo(self) -> None:
        """Take the last decision back."""
        if self._reading is not None:
            self._reading.undo()

    def redo(self) -> None:
        """Decide again what was taken back."""
        if self._reading is not None:
            self._reading.redo()

    def accept(self) -> None:
        """Ask to write, when there is something to write."""
        if self.go.isEnabled():
            self.accepted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Write the detail anew in the ink of a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange and self._links is not None:
            self.on_tab_changed(self.tabs.currentIndex())

    def _show_pieces(self, draft: PlanDraft) -> None:
        links = self._links = SourceLinks(draft)
        self._doubtful = {}
        doubts = [(links.place_of_finding(one), one) for one in self.doubts.model.weighed(draft.findings)]
        for place, finding in doubts:
            self._doubtful.setdefault(place, finding)
        self.pieces.show(draft.pieces, [(place, one.severity) for place, one in doubts if place >= 0])

    def _show_key(self, key: str) -> None:
        index = self.result.index_of_key(key)
        if not index.isValid():
            return
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)
        if self.tabs.currentIndex() == _PLACES:
            self.detail.show_place(self.result, key)

    def _sentence(self, is_ready: bool) -> str:
        if not is_ready:
            return self.tr("正在写入…") if self._is_writing else self.tr("正在重新读取和对照…")
        if self._is_new_plan:
            headings, tasks, units, tables = self.result.counts()
            words = self.tr("{} 个标题 · {} 项任务 · {} 个单位 · {} 张表")
            said = words.format(headings, tasks, units, tables)
        else:
            counts = self.steps.model.counts()
            whole = sum(counts.values())
            words = self.tr("将写入 {} 处，共 {} 处")
            said = words.format(whole, self.steps.model.size()) if self.steps.model.size() else self.tr("没有改动")
        still = self.doubts.model.open_count()
        doubts = self.tr("{} 处存疑待核").format(still) if still else self.tr("没有待核的存疑")
        return f"{said} · {doubts}"

    def _build(self) -> None:
        self._middle = QStackedWidget()
        self._middle.addWidget(self.tree)
        self._middle.addWidget(self.steps)
        self.tabs.setAccessibleName(self.tr("将成为"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.addTab(self.tr("提纲和附表"))
        self.tabs.addTab(self.tr("改动"))
        upper = QWidget()
        lines = QVBoxLayout(upper)
        lines.setContentsMargins(0, GAP, 0, 0)
        lines.setSpacing(GAP)
        row = QHBoxLayout()
        row.setContentsMargins(MARGIN, 0, MARGIN, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)
        lines.addLayout(row)
        lines.addWidget(self._middle, 1)
        middle = HairlineSplitter(Qt.Orientation.Vertical)
        middle.addWidget(upper)
        middle.addWidget(self.detail)
        middle.setSizes([300, 300])
        sides = HairlineSplitter(Qt.Orientation.Horizontal)
        for pane, stretch in ((self.source, 10), (middle, 11), (self.doubts, 0)):
            sides.addWidget(pane)
            sides.setStretchFactor(sides.count() - 1, stretch)
        sides.setSizes([500, 540, 300])
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.setSpacing(GAP)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        for button in (self.cancel, self.go):
            button.setMinimumSize(96, 30)
        self.cancel.setToolTip(self.tr("不写入，方案保持原样（Esc）"))
        self.go.setToolTip(self.tr("按右边所示写入方案，可以撤销（Ctrl+回车）"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.head)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(sides, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addLayout(foot)

    def _connect(self) -> None:
        self.source.selectionModel().currentChanged.connect(self.on_piece_changed)
        self.tree.selectionModel().currentChanged.connect(self.on_place_changed)
        self.doubts.selected.connect(self.on_doubt_selected)
        self.steps.selected.connect(self.on_step_selected)
        self.steps.ticked.connect(self.on_ticked)
        self.head.revisions_wanted.connect(self.on_revisions_wanted)
        self.tabs.currentChanged.connect(self.on_tab_changed)
        self.go.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.cancelled)

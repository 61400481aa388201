"""汇总: what the returns would change in the table, looked through before one button does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.collecting_forms import offered_forms
from desktop.models.collect_steps_model import HEADS, StepsModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.view_commands import add_command
from desktop.widgets.difference import difference_html
from desktop.widgets.frame import ElidedLabel, Hairline, PrimaryButton, QuietLabel
from domain.collection import CollectionForm
from domain.consolidation import Consolidation, StepKind

if TYPE_CHECKING:
    from desktop.collect_desk import CollectDesk

_WORDS = {
    StepKind.ADD: "新增",
    StepKind.CHANGE: "更新",
    StepKind.KEEP: "保留办公室文字",
    StepKind.RELEASE: "保留办公室文字",
    StepKind.REMOVE: "撤下",
    StepKind.LINK: "已有",
    StepKind.JOIN: "列入名称",
    StepKind.UNJOIN: "移出名称",
}


_LONG = 34  # characters of a step that gets two lines


class StepTable(QTableView):
    """The steps; Space turns ticks, J joins a near double, K keeps both."""

    def __init__(self, model: StepsModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(self.tr("汇总的改动"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().lineSpacing() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        model.modelReset.connect(self.on_reset)

    def on_reset(self) -> None:
        """Let headings go over the whole width, and rows be as tall as two lines."""
        self.clearSpans()
        line = self.fontMetrics().lineSpacing()
        for place, row in enumerate(self._model.rows):
            if row.step is None:
                self.setSpan(place, 0, 1, len(HEADS))
            if row.step is not None and (len(row.step.text) > _LONG or row.step.kind is StepKind.CHANGE):
                self.setRowHeight(place, 2 * line + 10)
        self.setColumnWidth(0, self.fontMetrics().horizontalAdvance("＋ 新增国") + 40)
        self.setColumnWidth(2, self.fontMetrics().horizontalAdvance("国") * 13)
        self.setColumnWidth(3, self.fontMetrics().horizontalAdvance("国") * 20)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, J and K act on what is selected."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        if event.key() == Qt.Key.Key_Space and places:
            self._model.toggle(places)
        elif event.key() == Qt.Key.Key_J and places and not event.modifiers():
            for place in places:
                self._model.join(place)
        elif event.key() == Qt.Key.Key_K and places and not event.modifiers():
            for place in places:
                self._model.keep(place)
        else:
            super().keyPressEvent(event)


class ConsolidationPane(QWidget):
    """Shows the steps of the form that is looked at; `changed`: what can be done may be something else."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._desk: CollectDesk | None = None
        self._form_key = ""
        self._seen: object = None  # the state of the plan the steps were reckoned for
        self._wants = False
        self.model = StepsModel(self)
        self.table = StepTable(self.model)
        self.count = ElidedLabel()
        self.go = PrimaryButton(self.tr("汇总"))
        self.note = QuietLabel()
        self.before = QLabel()
        self.after = QLabel()
        self.join = QPushButton(self.tr("并入左边这一条"))
        self.join.setToolTip(self.tr("只留左边这一条，两边的来源都记下（J）"))
        self.keep = QPushButton(self.tr("都保留"))
        self.keep.setToolTip(self.tr("两条各是各的（K）"))
        self._sides = QWidget()
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.renew)
        session.changed.connect(self.on_changed)
        self.model.changed.connect(self.on_decided)
        self.table.selectionModel().currentRowChanged.connect(self.on_row_changed)
        self.join.clicked.connect(lambda: self.model.join(self.table.currentIndex().row()))
        self.keep.clicked.connect(lambda: self.model.keep(self.table.currentIndex().row()))
        self.go.clicked.connect(self.accept)
        self.on_decided()

    def attach_desk(self, desk: CollectDesk) -> None:
        """Take what reckons and writes in the background."""
        self._desk = desk

    def form(self) -> CollectionForm:
        """The form that is looked at."""
        forms = offered_forms(self._session.content)
        return next((one for one in forms if one.key == self._form_key), forms[0])

    def show_form(self, key: str) -> None:
        """Turn to another form."""
        self._form_key = key
        self.on_changed()

    def renew(self) -> None:
        """Reckon the steps anew where the plan is another than they were reckoned for."""
        content = self._session.content
        state = (self._form_key, content.collection, content.tables, content.enterprises)
        is_same = isinstance(self._seen, tuple) and all(a is b for a, b in zip(state, self._seen, strict=True))
        if self._desk is None or not self.isVisible() or is_same:
            return
        self._seen = state
        form = self.form()
        label = form.rule.table if form.rule is not None else ""
        table = next((one for one in content.tables if one.spec.label == label), None)
        self.go.setText(self.tr("汇总到{}").format(label) if label else self.tr("汇总"))
        if not form.id or form.rule is None or table is None:
            self._say(self._why_not(form, label))
            self.model.show(None, content)
            return
        self._desk.tables.reckon(form, table, self.on_reckoned)

    def on_reckoned(self, plan: Consolidation) -> None:
        """Show the steps."""
        self._say("" if plan.steps else self.tr("报送的内容都已在附表里，没有新的改动。"))
        self.model.show(plan, self._session.content)
        row = next((place for place, one in enumerate(self.model.rows) if one.step is not None), -1)
        if row >= 0:
            self.table.setCurrentIndex(self.model.index(row, 0))
        self.on_row_changed()

    def on_changed(self) -> None:
        """The plan changed: reckon anew when this page is looked at."""
        self._soon.start()

    def on_decided(self) -> None:
        """Count what would be done."""
        counts = self.model.counts()
        words: dict[str, int] = {}
        for kind, count in counts.items():
            words[_WORDS[kind]] = words.get(_WORDS[kind], 0) + count
        said = " · ".join(f"{word} {count}" for word, count in words.items())
        still = self.model.open_doubles()
        said += self.tr(" · {} 对相近的内容还没有决定，将都保留").format(still) if still else ""
        self.count.setText(said)
        self.count.setAccessibleName(said or self.tr("没有要做的改动"))
        self.go.setEnabled(bool(counts))
        self.on_row_changed()
        self.changed.emit()

    def on_row_changed(self) -> None:
        """Show the two sides of a near double, or of a correction."""
        row = self.model.row_at(self.table.currentIndex().row())
        step = row.step
        before = ""
        if step is not None:
            before = self.model.text_of(row.double.first) if row.double is not None else step.before
        self._sides.setVisible(bool(before))
        self.join.setVisible(row.double is not None)
        self.keep.setVisible(row.double is not None)
        if step is not None and before:
            text = self.model.text_of(step.key)
            self.before.setText(before)
            self.after.setText(difference_html(before, text, self.palette()))

    def accept(self) -> None:
        """Do what is ticked, as one step."""
        if self._desk is not None and self.model.plan is not None and self.go.isEnabled():
            decisions = self.model.decisions
            declined = frozenset(decisions.declined)
            merged = {
                key: into for key, into in decisions.merged.items() if key not in declined and into not in declined
            }
            self._desk.tables.consolidate(self.model.plan, declined, merged)

    def add_commands(self, view: QWidget) -> list[QAction]:
        """The commands of this page, given to the view."""
        tr = self.tr
        self._go = add_command(
            view, tr("汇总到附表"), ["Ctrl+Return", "Ctrl+Enter"], self.accept, icon="join",
            tip=tr("把勾选的改动写进附表，可以一步撤销"),
        )  # fmt: skip
        self._tick = add_command(
            view,
            tr("采用或不采用"),
            ["Ctrl+Alt+G"],
            self.toggle,
            icon="check",
            tip=tr("勾选、取消选中的改动，空格也可以"),
        )
        return [self._go, self._tick]

    def update_commands(self, *, is_open: bool) -> None:
        """Enable what can be done."""
        self._go.setEnabled(is_open and self.go.isEnabled())
        self._tick.setEnabled(is_open and bool(self.model.rows))

    def toggle(self) -> None:
        """Turn the ticks of what is selected."""
        self.model.toggle(sorted({index.row() for index in self.table.selectionModel().selectedRows()}))

    def _why_not(self, form: CollectionForm, label: str) -> str:
        if not form.id:
            return self.tr("这份征集表还没有启用，也没有回收的内容。")
        if not label:
            return self.tr("这份征集表没有汇总规则，请在“征集表”页里选定汇总到哪张附表。")
        return self.tr("方案里没有{}，请先新建这张附表，再来汇总。").format(label)

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.table.setVisible(not text)

    def _build(self) -> None:
        for label, name in ((self.before, self.tr("原来的一条")), (self.after, self.tr("新的一条"))):
            label.setWordWrap(True)
            label.setAccessibleName(name)
            label.setAlignment(Qt.AlignmentFlag.AlignTop)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.before.setTextFormat(Qt.TextFormat.PlainText)
        self.after.setTextFormat(Qt.TextFormat.RichText)
        sides = QHBoxLayout(self._sides)
        sides.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        sides.setSpacing(MARGIN)
        sides.addWidget(self.before, 1)
        sides.addWidget(Hairline(Qt.Orientation.Vertical))
        sides.addWidget(self.after, 1)
        buttons = QVBoxLayout()
        buttons.addWidget(self.join)
        buttons.addWidget(self.keep)
        buttons.addStretch(1)
        sides.addLayout(buttons)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.addWidget(self.count, 1)
        foot.addWidget(self.go)
        self.go.setMinimumSize(132, 30)
        self.go.setToolTip(self.tr("把勾选的改动写进附表，可以一步撤销（Ctrl+回车）"))
        self.note.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.note)
        layout.addWidget(self.table, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self._sides)
        layout.addLayout(foot)
        self._sides.hide()
        self.setFocusProxy(self.table)

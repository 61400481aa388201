"""台账: one row an enterprise, what came back and what is still to come."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop.collecting_forms import offered_forms
from desktop.models.collect_ledger_model import LedgerModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import QuietLabel
from desktop.widgets.grid_view import GridView
from domain.collection import CollectionForm
from domain.dates import official_date, parse_day
from domain.labels import PART_COLLECTING
from domain.ledger import LedgerFilter, LedgerRow


class LedgerPane(QWidget):
    """The ledger with what it is narrowed by. `selected`: another row is current or more are selected."""

    selected = Signal()
    form_changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = LedgerModel(session, self)
        self.grid = GridView(self.model)
        self.grid.setAccessibleName(self.tr("{}台账").format(PART_COLLECTING))
        self.grid.setSelectionBehavior(GridView.SelectionBehavior.SelectRows)
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.forms = QComboBox()
        self.forms.setAccessibleName(self.tr("征集表"))
        self.due = QLineEdit()
        self.due.setAccessibleName(self.tr("报送期限"))
        self.due.setPlaceholderText(self.tr("报送期限，如 2026-12-1"))
        self.due.setToolTip(self.tr("生成征集表时印上并记入台账；没有就空着"))
        self.due.setFixedWidth(self.fontMetrics().horizontalAdvance("报送期限，如 2026-12-1 国"))
        self.search = QLineEdit()
        self.search.setAccessibleName(self.tr("查找企业"))
        self.search.setPlaceholderText(self.tr("企业名称、拼音或首字母"))
        self.search.setClearButtonEnabled(True)
        self.filters: dict[LedgerFilter, QToolButton] = {}
        self._group = QButtonGroup(self)
        self._words = {
            LedgerFilter.ALL: self.tr("全部"),
            LedgerFilter.MISSING: self.tr("未报"),
            LedgerFilter.LATE: self.tr("迟报"),
            LedgerFilter.MISTAKES: self.tr("有错"),
            LedgerFilter.DOUBTFUL: self.tr("待确认"),
        }
        self.note = QuietLabel()
        self._build()
        session.changed.connect(self.on_changed)
        self.forms.activated.connect(self.on_form_chosen)
        self.search.textChanged.connect(self.on_narrowed)
        self._group.buttonToggled.connect(self.on_narrowed)
        self.due.textChanged.connect(self.on_due_typed)
        self.grid.selectionModel().selectionChanged.connect(self.selected)
        self.model.modelReset.connect(self.selected)
        self.refresh()

    def form(self) -> CollectionForm:
        """The form that is looked at."""
        return self.model.form

    def due_day(self) -> str:
        """The day that is typed, ISO 8601; empty where there is none or it is no day."""
        return parse_day(self.due.text()) or ""

    def has_wrong_day(self) -> bool:
        """Whether something is typed that is no day."""
        return bool(self.due.text().strip()) and not self.due_day()

    def chosen(self) -> list[LedgerRow]:
        """The selected rows."""
        if not self.model.rowCount():
            return []
        return [self.model.row_at(row) for row in self.grid.selected_rows()]

    def shown(self) -> list[LedgerRow]:
        """The rows in sight of the filter."""
        return [self.model.row_at(row) for row in range(self.model.rowCount())]

    def show_filter(self, wanted: LedgerFilter) -> None:
        """Narrow to some rows."""
        self.filters[wanted].setChecked(True)

    def show_form(self, key: str) -> None:
        """Turn to another form."""
        self.model.show_form(key)
        self.refresh()
        self.form_changed.emit()

    def refresh(self) -> None:
        """Show the forms there are and the counts of the filters."""
        forms = offered_forms(self._session.content)
        self.forms.blockSignals(True)
        self.forms.clear()
        for one in forms:
            self.forms.addItem(one.title, one.key)
        self.forms.setCurrentIndex(self.forms.findData(self.form().key))
        self.forms.blockSignals(False)
        counts = self.model.counts()
        for wanted, button in self.filters.items():
            button.setText(f"{self._words[wanted]} {counts[wanted]}")
        self.on_due_typed()
        self._note_state()

    def on_changed(self) -> None:
        """Follow the plan."""
        self.refresh()

    def on_form_chosen(self) -> None:
        """Another form was chosen."""
        self.show_form(str(self.forms.currentData()))

    def on_narrowed(self) -> None:
        """Show what fits only."""
        wanted = next((one for one, button in self.filters.items() if button.isChecked()), LedgerFilter.ALL)
        self.model.narrow(wanted, self.search.text().strip())
        self._note_state()

    def on_due_typed(self) -> None:
        """Say how the day is understood."""
        day = self.due_day()
        words = self.tr("看不出是哪一天，请写成 2026-12-1") if self.has_wrong_day() else official_date(day)
        self.due.setToolTip(words or self.tr("生成征集表时印上并记入台账；没有就空着"))
        self._due_note.setText(words)

    def _note_state(self) -> None:
        empty = not self._session.content.enterprises and not self.model.all_rows
        self.note.setVisible(empty or not self.model.rowCount())
        self.note.setText(
            self.tr("还没有企业。导入回收文件时，报送企业会自动记入；也可以先在企业库里登记企业，再生成征集表。")
            if empty
            else self.tr("没有符合条件的企业。")
        )

    def _build(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(GAP)
        bar.addWidget(self.forms)
        bar.addWidget(self.due)
        self._due_note = QuietLabel()
        self._due_note.setWordWrap(False)
        bar.addWidget(self._due_note)
        bar.addStretch(1)
        line = QHBoxLayout()
        line.setSpacing(2)
        for wanted in LedgerFilter:
            button = QToolButton()
            button.setCheckable(True)
            button.setAutoRaise(True)
            button.setText(self._words[wanted])
            button.setToolTip(self.tr("只看{}的企业").format(self._words[wanted]))
            self.filters[wanted] = button
            self._group.addButton(button)
            line.addWidget(button)
        self.filters[LedgerFilter.ALL].setToolTip(self.tr("看全部企业"))
        self.filters[LedgerFilter.ALL].setChecked(True)
        line.addStretch(1)
        self.search.setMinimumWidth(160)
        self.search.setMaximumWidth(260)
        line.addWidget(self.search, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(bar)
        layout.addLayout(line)
        layout.addWidget(self.note)
        layout.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)

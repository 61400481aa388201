"""检查项: what a plan is looked through for; a check that does not fit it is switched off with a reason."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from db.muting import mute_rule, unmute_rule
from desktop.finding_desk import FindingDesk
from desktop.models.finding_rules_model import COUNT, TITLE, FindingRulesModel
from desktop.session import Session
from desktop.theme import GAP
from desktop.widgets.frame import HeadingLabel, QuietLabel
from domain.changes import ChangeSet
from domain.dates import official_date
from domain.text import trim

_LEAST_HEIGHT = 240  # px
_PAD = 4  # px above and below a rule


class FindingRulesPanel(QWidget):
    """Blank on a rule switches it; switching off asks for the reason below the list first."""

    def __init__(self, session: Session, desk: FindingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._desk = session, desk
        self.model = FindingRulesModel(self)
        self.list = _RuleList()
        self.list.setModel(self.model)
        self.list.fit()
        self.title = HeadingLabel()
        self.why = QuietLabel("")
        self.state = QuietLabel("")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(self.tr("停用的理由"))
        self.reason.setPlaceholderText(self.tr("理由，例如：本方案按惯例不设配合单位"))
        self.switch = QPushButton()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.list, 1)
        for widget in (self.title, self.why, self.state, self.reason):
            layout.addWidget(widget)
        layout.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignRight)
        self.setFocusProxy(self.list)
        self.setEnabled(not session.store.is_read_only)
        self.list.selectionModel().currentChanged.connect(self.on_current_changed)
        self.model.switched.connect(self.on_switched)
        self.switch.clicked.connect(self.turn)
        self.reason.returnPressed.connect(self.turn)
        self.reason.textChanged.connect(self._update)
        desk.changed.connect(self.refresh)
        session.changed.connect(self.on_changed)
        self.refresh()
        self.list.setCurrentIndex(self.model.index(0, TITLE))

    def code(self) -> str:
        """The code of the rule that is selected."""
        rule = self.model.rule(self.list.currentIndex().row())
        return rule.code if rule is not None else ""

    def ask_why(self, code: str) -> None:
        """Go to a rule, ready to write why it is switched off."""
        row = self.model.row_of(code)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row, TITLE))
            self.list.scrollTo(self.model.index(row, TITLE))
            (self.reason if self.model.muted(code) is None else self.list).setFocus()

    def refresh(self) -> None:
        """Show counts and what is switched off."""
        self.model.show(self._session.content.muted, self._desk.counts())
        self._update()

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow undo, too."""
        if changes.touches("muted_rule"):
            self.reason.clear()
            self.refresh()

    def on_current_changed(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        """Tell about the selected rule."""
        self.reason.clear()
        self._update()

    def on_switched(self, code: str, wanted: bool) -> None:
        """Switch by the tick: on at once, off when there is a reason."""
        self.list.setCurrentIndex(self.model.index(self.model.row_of(code), TITLE))
        if wanted:
            self.turn()
        else:
            self.reason.setFocus()

    def turn(self) -> None:
        """Switch the selected rule off for the reason that is written, or on again."""
        rule = self.model.rule(self.list.currentIndex().row())
        if rule is None:
            return
        if self.model.muted(rule.code) is not None:
            self._session.perform(unmute_rule, rule.code, rule.title)
        elif trim(self.reason.text()):
            self._session.perform(mute_rule, rule.code, self.reason.text(), rule.title)
            self.list.setFocus()
        else:
            self.reason.setFocus()

    def _update(self) -> None:
        rule = self.model.rule(self.list.currentIndex().row())
        if rule is None:
            return
        muted = self.model.muted(rule.code)
        self.title.setText(rule.title)
        self.why.setText(rule.why)
        self.state.setVisible(muted is not None)
        self.reason.setVisible(muted is None)
        if muted is not None:
            who = muted.who or self.tr("本机")
            day = official_date(muted.at[:10])
            self.state.setText(self.tr("{} 于{}停用。理由：{}").format(who, day, muted.reason))
        self.switch.setText(self.tr("停用这一项") if muted is None else self.tr("启用这一项"))
        self.switch.setEnabled(muted is not None or bool(trim(self.reason.text())))
        tip = self.tr("本方案不再查这一项，可以撤销") if muted is None else self.tr("本方案恢复查这一项")
        self.switch.setToolTip(tip)


class _RuleDelegate(QStyledItemDelegate):
    """Room to aim at a tick."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return super().sizeHint(option, index) + QSize(0, 2 * _PAD)


class _RuleList(QTreeView):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("检查项"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setItemDelegate(_RuleDelegate(self))

    def fit(self) -> None:
        """The title takes what the count leaves."""
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(COUNT, QHeaderView.ResizeMode.ResizeToContents)

    def minimumSizeHint(self) -> QSize:
        """Some ten rules."""
        return QSize(super().minimumSizeHint().width(), _LEAST_HEIGHT)

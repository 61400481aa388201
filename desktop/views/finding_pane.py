"""提示: everything an officer would be asked about before signing, one line each."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop.finding_desk import FindingDesk
from desktop.models.finding_model import SEVERITY_ROLE, WEIGHT, WHAT, WHY, FindingModel
from desktop.theme import GAP, MARGIN
from desktop.views.view_commands import add_command
from desktop.widgets.frame import ElidedLabel, QuietLabel
from desktop.widgets.severity_dot import paint_severity

_MEASURED = 40  # findings whose sentences decide how wide the column is
_PAD = 4  # px above and below a row's text
_DOT_LEFT = MARGIN + 5  # px


class FindingPane(QWidget):
    """Enter or a double click goes to the place; Ctrl+Enter settles what has one remedy, with Shift all of its rule.

    `closed`: put away. `rules_wanted` carries the code of the rule that shall be switched off, blank for none of them.
    """

    closed = Signal()
    rules_wanted = Signal(str)

    def __init__(self, desk: FindingDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setAccessibleName(self.tr("提示"))
        self.model = FindingModel(self)
        self.list = _FindingList()
        self.list.setModel(self.model)
        self.list.fit()
        self.none = QuietLabel(self.tr("没有需要提示的地方。改动停下来以后，会再检查一遍。"))
        self.none.setContentsMargins(MARGIN, 0, MARGIN, GAP)
        self.none.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.title = ElidedLabel()
        self.go = QPushButton(self.tr("前往"))
        self.fix = QPushButton()
        self.fix_all = QPushButton()
        self.mute = QToolButton()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(self._head())
        layout.addWidget(self.list, 1)
        layout.addWidget(self.none, 1)
        self.setFocusProxy(self.list)
        self.list.activated.connect(lambda index: self._desk.go_to(index.row()))
        self.list.selectionModel().currentChanged.connect(self.on_current_changed)
        add_command(self, self.tr("处理"), ["Ctrl+Return", "Ctrl+Enter"], self.settle)
        all_keys = ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"]
        self._all = add_command(self, self.tr("全部改正"), all_keys, self.settle_all)
        self._mute = add_command(self, self.tr("本方案不查这一项…"), ["Delete"], self.mute_rule)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self.on_menu_wanted)
        desk.changed.connect(self.refresh)
        desk.reached.connect(self.on_reached)
        self.refresh()

    def refresh(self) -> None:
        """Show what the desk found last."""
        row = self.list.currentIndex().row()
        self.model.show(self._desk.findings)
        count = self.model.rowCount()
        if count:
            self.list.setCurrentIndex(self.model.index(min(max(row, 0), count - 1), WHAT))
        self.list.setVisible(count > 0)
        self.none.setVisible(count == 0)
        self.title.setText(self.tr("提示 {}").format(count) if count else self.tr("提示"))
        self.on_current_changed()

    def on_reached(self, row: int) -> None:
        """Mark the finding the user was led to from elsewhere."""
        self.list.setCurrentIndex(self.model.index(row, WHAT))

    def on_current_changed(self) -> None:
        """Offer what can be done about the selected finding."""
        one = self.model.finding(self.list.currentIndex().row())
        self.go.setEnabled(one is not None)
        self.fix.setVisible(one is not None and one.fix is not None)
        if one is not None and one.fix is not None:
            self.fix.setText(one.fix.label)
            self.fix.setToolTip(self.tr("{}（Ctrl+回车），可以撤销").format(one.fix.label))
        alike = len(self._desk.alike(one)) if one is not None else 0
        self.fix_all.setVisible(alike > 1)
        self._all.setEnabled(alike > 1)
        self.fix_all.setText(self.tr("全部改正 {} 处").format(alike))
        self.mute.setEnabled(one is not None)

    def settle(self) -> None:
        """Settle the selected finding, where that is one step."""
        one = self.model.finding(self.list.currentIndex().row())
        if one is not None:
            self._desk.settle(one)

    def settle_all(self) -> None:
        """Mend every place the rule of the selected finding told."""
        one = self.model.finding(self.list.currentIndex().row())
        if one is not None:
            self._desk.settle_all(one)

    def mute_rule(self) -> None:
        """Ask for the reason why this plan is not looked through for such things."""
        one = self.model.finding(self.list.currentIndex().row())
        if one is not None:
            self.rules_wanted.emit(one.rule)

    def on_menu_wanted(self, point: QPoint) -> None:
        """Offer what can be done about a finding."""
        one = self.model.finding(self.list.indexAt(point).row())
        if one is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("前往")).triggered.connect(self.go.click)
        if one.fix is not None:
            menu.addAction(one.fix.label.replace("&", "&&")).triggered.connect(self.settle)
        if self._all.isEnabled():
            menu.addAction(self.fix_all.text()).triggered.connect(self.settle_all)
        menu.addSeparator()
        menu.addAction(self.tr("本方案不查这一项…")).triggered.connect(self.mute_rule)
        menu.addAction(self.tr("检查项…")).triggered.connect(lambda: self.rules_wanted.emit(""))
        menu.popup(self.list.viewport().mapToGlobal(point))

    def _head(self) -> QHBoxLayout:
        close = QToolButton()
        close.setAutoRaise(True)
        close.setText("×")
        close.setToolTip(self.tr("收起提示栏（Ctrl+Shift+F9）"))
        close.setAccessibleName(self.tr("收起提示栏"))
        close.clicked.connect(self.closed)
        self.go.setToolTip(self.tr("到这一处（回车）"))
        self.go.clicked.connect(lambda: self._desk.go_to(self.list.currentIndex().row()))
        self.fix.clicked.connect(self.settle)
        self.fix_all.setToolTip(self.tr("改正同一项的每一处（Ctrl+Shift+回车），一步撤销"))
        self.fix_all.clicked.connect(self.settle_all)
        self.mute.setAutoRaise(True)
        self.mute.setText(self.tr("不查这一项…"))
        self.mute.setToolTip(self.tr("写明理由后，本方案不再查这一项（Delete）"))
        self.mute.clicked.connect(self.mute_rule)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 0, GAP, 0)
        head.setSpacing(GAP)
        head.addWidget(self.title, 1)
        for button in (self.mute, self.fix_all, self.fix, self.go, close):
            head.addWidget(button)
        return head


class _FindingList(QTreeView):
    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("全部提示"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setRootIsDecorated(False)
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setBackgroundRole(QPalette.ColorRole.Window)
        self.setItemDelegate(_FindingDelegate(self))

    def fit(self) -> None:
        """The sentence and its reason share what the weight leaves."""
        header = self.header()
        header.setStretchLastSection(True)
        header.setResizeContentsPrecision(_MEASURED)
        header.setSectionResizeMode(WEIGHT, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(WHAT, QHeaderView.ResizeMode.ResizeToContents)


class _FindingDelegate(QStyledItemDelegate):
    """The sign of its weight before the word; the reason in the quiet ink."""

    def __init__(self, view: QTreeView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        metrics = self._view.fontMetrics()
        width = metrics.horizontalAdvance(str(index.data())) + 2 * MARGIN
        if index.column() == WEIGHT:
            width += _DOT_LEFT
        most = self._view.viewport().width() * 3 // 5
        return QSize(min(width, max(most, 120)), metrics.height() + 2 * _PAD)

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]  # the whole row is marked
        if index.column() == WEIGHT:
            option.text = f"\u3000\u3000{option.text}"  # type: ignore[attr-defined]
        if index.column() in (WEIGHT, WHY):
            palette: QPalette = option.palette  # type: ignore[attr-defined]
            quiet = palette.color(QPalette.ColorRole.PlaceholderText)
            palette.setColor(QPalette.ColorRole.Text, quiet)
            palette.setColor(QPalette.ColorRole.HighlightedText, quiet)
            option.palette = palette  # type: ignore[attr-defined]

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index.column() == WEIGHT:
            rect = option.rect  # type: ignore[attr-defined]  # absent from the stubs
            middle = rect.center().y() + 0.5
            paint_severity(painter, rect.left() + _DOT_LEFT, middle, self._view.palette(), index.data(SEVERITY_ROLE))

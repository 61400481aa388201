"""The commands that are about the window's frame: which panes are shown, where the keys go, how large the text is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from desktop.views.view_commands import describe
from desktop.widgets.icons import name_icon

_RESET = ("Ctrl+0", "Ctrl+Alt+0")


class FrameCommands(QObject):
    """Every command as a QAction of the window; `Panes`, the finding desk and the workspace do them.

    Zooming belongs to the editors: the preview has a zoom of its own under the same keys.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        make, tr = self._action, self.tr
        self.navigation = make("pane-left", tr("导航栏"), tr("显示或收起左侧的各部分列表"), "Ctrl+F9")
        self.inspector = make("pane-right", tr("详情栏"), tr("显示或收起所选内容的详情"), "F9")
        self.findings = make("pane-bottom", tr("提示栏"), tr("显示或收起全部提示"), "Ctrl+Shift+F9")
        for action in self.panes():
            action.setCheckable(True)
        self.next_pane = make("pane-next", tr("下一窗格"), tr("把输入移到下一个窗格"), "F6")
        self.previous_pane = make("pane-previous", tr("上一窗格"), tr("把输入移到上一个窗格"), "Shift+F6")
        self.next_finding = make("finding-next", tr("下一处提示"), tr("前往下一处提示"), "F8")
        self.previous_finding = make("finding-previous", tr("上一处提示"), tr("前往上一处提示"), "Shift+F8")
        self.settle_finding = make("finding-settle", tr("处理这处提示"), tr("改正光标所在的一处提示，可以撤销"), "F4")
        self.rules = make("finding-rules", tr("检查项"), tr("查看检查哪些内容，停用或启用某一项"), "Alt+F9")
        self.zoom_in = make("zoom-in", tr("放大文字"), tr("编辑区文字放大一级"), "Ctrl+=", "Ctrl++")
        self.zoom_out = make("zoom-out", tr("缩小文字"), tr("编辑区文字缩小一级"), "Ctrl+-")
        self.zoom_reset = make("actual-size", tr("文字原大"), tr("编辑区文字恢复 100%"), *_RESET)
        self.show_place(None)
        for action in self.zooms():
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def zooms(self) -> list[QAction]:
        """What makes the text larger or smaller."""
        return [self.zoom_in, self.zoom_out, self.zoom_reset]

    def panes(self) -> list[QAction]:
        """What shows a pane or puts it away."""
        return [self.navigation, self.inspector, self.findings]

    def moves(self) -> list[QAction]:
        """What moves between panes and findings."""
        findings = [self.next_finding, self.previous_finding, self.settle_finding, self.rules]
        return [self.next_pane, self.previous_pane, *findings]

    def all(self) -> list[QAction]:
        """Every command, in the order of the menu."""
        return [*self.panes(), *self.moves(), *self.zooms()]

    def show_plan_open(self, is_open: bool) -> None:
        """Offer them only while a plan is to be seen."""
        for action in self.all():
            action.setEnabled(is_open)

    def show_place(self, table_id: int | None) -> None:
        """In a table Ctrl+0 takes a grade away, so only the longer key restores the size there."""
        keys = _RESET if table_id is None else _RESET[1:]
        self.zoom_reset.setShortcuts([QKeySequence(key) for key in keys])
        describe(self.zoom_reset, self.zoom_reset.statusTip())

    def _action(self, icon: str, text: str, tip: str, *keys: str) -> QAction:
        action = QAction(text, self)
        name_icon(action, icon)
        action.setObjectName(f"frame_{icon}")
        action.setShortcuts([QKeySequence(one) for one in keys])
        describe(action, tip)
        return action

"""The commands of 正文: of the outline, of the text, of folds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from desktop.views.view_commands import add_command, add_gap, describe
from desktop.widgets.icons import name_icon
from domain.labels import NODE_KIND_LABELS
from domain.outline import NodeKind

if TYPE_CHECKING:
    from desktop.views.outline_view import OutlineView

_LEVELS = ("正文", "一级标题", "二级标题", "三级标题", "四级标题")


class TextCommands:
    """Builds the actions of a view, in the order of the tool row, and offers each where it does something."""

    def __init__(self, view: OutlineView) -> None:
        self._view = view
        tr = view.tr
        self.add = add_command(view, tr("新增"), ["Ctrl+Return"], view.add_sibling, icon="add", tip=tr("新增同级标题"))
        self.add_child = add_command(
            view, tr("新增下级"), ["Ctrl+Shift+Return"], view.add_child, icon="add-child", tip=tr("新增下级标题")
        )
        self.remove = add_command(
            view, tr("删除"), ["Ctrl+Shift+Delete"], view.remove, icon="remove", tip=tr("删除标题和它下面的全部内容")
        )
        add_gap(view)
        self.up = add_command(view, tr("上移"), ["Alt+Up"], view.move_up, icon="up")
        self.down = add_command(view, tr("下移"), ["Alt+Down"], view.move_down, icon="down")
        self.promote = add_command(view, tr("升级"), ["Alt+Left"], view.promote, icon="promote")
        self.demote = add_command(view, tr("降级"), ["Alt+Right"], view.demote, icon="demote")
        add_gap(view)
        self.levels = self._level_menu()
        self.kinds = self._kind_menu()
        self.units = add_command(
            view, tr("责任单位"), ["Ctrl+D"], view.edit_units, icon="unit", tip=tr("改这一项的责任单位")
        )
        self.remark = add_command(
            view, tr("批注"), ["Ctrl+Alt+M"], view.add_remark, icon="remark", tip=tr("给选中的文字写批注")
        )
        add_gap(view)
        self.folds = self._fold_menu()
        self.outline = add_command(
            view, tr("章节"), ["Shift+F9"], view.toggle_outline, icon="heading", tip=tr("显示或收起章节列表")
        )
        self.outline.setCheckable(True)
        self.outline.setChecked(True)
        self._line_keys()
        self._for_tree([("Return", view.add_sibling), ("Enter", view.add_sibling), ("Ins", view.add_sibling)])
        self._for_tree([("Shift+Return", view.add_child), ("F2", view.rename), ("Del", view.remove)])

    def update(self) -> None:
        """Offer what does something where the caret is."""
        view = self._view
        placed = view.model.placed(view.current_node)
        line = view.editor.line
        for action in (self.remove, self.kinds.menuAction(), self.units):
            action.setEnabled(placed is not None)
        self.levels.menuAction().setEnabled(placed is not None or line.paragraph_id is not None)
        for action in (self.up, self.down, self.promote, self.demote):
            action.setEnabled(False)
        self._fold.setEnabled(placed is not None)
        for level, action in enumerate(self._levels.actions()):
            action.setChecked(line.level == level)
        if placed is None:
            return
        parent, place = view.model.position(placed.node.id)
        siblings = view.model.siblings(placed.node.id)
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < siblings - 1)
        self.promote.setEnabled(parent is not None)
        self.demote.setEnabled(place > 0)
        for action in self._kinds.actions():
            action.setChecked(action.data() == placed.node.kind.value)

    def _level_menu(self) -> QMenu:
        view = self._view
        menu = QMenu(view.tr("级别"), view)
        self._levels = QActionGroup(view)
        for level, word in enumerate(_LEVELS):
            action = QAction(view.tr(word), view)
            action.setCheckable(True)
            action.setData(level)
            self._levels.addAction(action)
            self._text_key(action, f"Ctrl+{level}")
            describe(action)
        # 正文 stands last, as the least.
        menu.addActions(self._levels.actions()[1:])
        menu.addSeparator()
        menu.addAction(self._levels.actions()[0])
        self._levels.triggered.connect(lambda action: view.set_level(int(action.data())))
        return self._add_menu(menu, "heading")

    def _kind_menu(self) -> QMenu:
        view = self._view
        menu = QMenu(view.tr("类型"), view)
        self._kinds = QActionGroup(view)
        for number, kind in enumerate(NodeKind, start=1):
            action = self._kinds.addAction(NODE_KIND_LABELS[kind])
            self._text_key(action, f"Ctrl+Alt+{number}")
            describe(action)
            action.setCheckable(True)
            action.setData(kind.value)
            menu.addAction(action)
        self._kinds.triggered.connect(view.change_kind)
        return self._add_menu(menu, "kind")

    def _fold_menu(self) -> QMenu:
        view, tr = self._view, self._view.tr
        menu = QMenu(tr("折叠"), view)
        self._fold = self._command(menu, tr("折叠或展开这一节"), "Ctrl+.", view.toggle_fold, "fold")
        self._command(menu, tr("全部折叠"), "Ctrl+Shift+,", view.fold_all, "fold")
        self._command(menu, tr("全部展开"), "Ctrl+Shift+.", view.unfold_all, "unfold")
        return self._add_menu(menu, "fold")

    def _line_keys(self) -> None:
        """Alt+Shift with an arrow, as in other word processors; in the edit menu with the levels."""
        tr, menu = self._view.tr, self.levels
        menu.addSeparator()
        for text, keys, icon, offset in (
            (tr("段落上移"), "Alt+Shift+Up", "up", -1),
            (tr("段落下移"), "Alt+Shift+Down", "down", 1),
        ):
            self._command(menu, text, keys, partial(self._view.move_lines, offset), icon)

    def _command(self, menu: QMenu, text: str, keys: str, slot: Callable[[], None], icon: str) -> QAction:
        action = QAction(text, self._view)
        name_icon(action, icon)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda: slot())
        describe(action)
        menu.addAction(action)
        self._view.sheet.addAction(action)
        self._view.tree.addAction(action)
        return action

    def _add_menu(self, menu: QMenu, icon: str) -> QMenu:
        name_icon(menu.menuAction(), icon)
        self._view.addAction(menu.menuAction())
        return menu

    def _text_key(self, action: QAction, keys: str) -> None:
        """A key that means this in the text only."""
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._view.sheet.addAction(action)

    def _for_tree(self, keys: list[tuple[str, Callable[[], None]]]) -> None:
        for key, slot in keys:
            action = QAction(self._view)
            action.setShortcut(QKeySequence(key))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            self._view.tree.addAction(action)

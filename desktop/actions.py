"""The commands of the window and the menus they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from desktop.models.navigation_model import Place
from desktop.theme import SchemeChoice
from domain.changes import Operation

_PLACES_WITH_KEYS = 9


class WindowActions(QObject):
    """Every command of the window as a QAction; the window connects them. Ellipses mean: asks for something first."""

    place_wanted = Signal(str)
    file_wanted = Signal(object)
    scheme_wanted = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.new = self._action(self.tr("新建方案…"), "Ctrl+N")
        self.open = self._action(self.tr("打开…"), "Ctrl+O")
        self.sample = self._action(self.tr("打开示例方案"))
        self.read_new = self._action(self.tr("读取为新方案…"), "Ctrl+Shift+O")
        self.read = self._action(self.tr("导入文件…"), "Ctrl+I")
        # Twice, since a text field on Linux takes Ctrl+E for the end of the line.
        self.export = self._action(self.tr("导出…"), "Ctrl+E", "Ctrl+Shift+E")
        self.print = self._action(self.tr("打印…"), "Ctrl+P")
        self.print_review = self._action(self.tr("打印审阅稿…"), "Ctrl+Shift+P")
        self.preview = self._action(self.tr("预览"), "F6")
        self.preview.setCheckable(True)
        self.save = self._action(self.tr("保存"), "Ctrl+S")
        self.save_as = self._action(self.tr("另存为…"), "Ctrl+Shift+S")
        self.backups = self._action(self.tr("恢复备份…"), "Ctrl+Shift+B")
        self.clean_copy = self._action(self.tr("导出干净副本…"))
        self.close = self._action(self.tr("关闭方案"), "Ctrl+W")
        self.quit = self._action(self.tr("退出"), "Ctrl+Q")
        self.undo = self._action(self.tr("撤销"), "Ctrl+Z")
        self.redo = self._action(self.tr("重做"), "Ctrl+Y", "Ctrl+Shift+Z")
        self.info = self._action(self.tr("方案信息"), "Ctrl+Shift+I")
        self.layout = self._action(self.tr("版式"), "Ctrl+Shift+L")
        self.history = self._action(self.tr("操作记录"), "Ctrl+Shift+H")
        self.remarks = self._action(self.tr("批注"), "Ctrl+Shift+M")
        self.new_table = self._action(self.tr("新建附表…"), "Ctrl+Shift+T")
        self.redesign = self._action(self.tr("修改表样…"), "Ctrl+Shift+D")
        self.check_layout = self._action(self.tr("格式体检…"), "Ctrl+Shift+K")
        self.shortcuts = self._action(self.tr("快捷键一览"), "F1")
        self.about = self._action(self.tr("关于方案工作台"))
        self._needing_plan = (
            *(self.save, self.save_as, self.backups, self.clean_copy),
            *(self.print, self.print_review, self.preview),
            *(self.export, self.close, self.info, self.layout, self.history, self.remarks, self.new_table),
        )
        self._schemes = QActionGroup(self)
        for choice, text in (
            (SchemeChoice.LIGHT, self.tr("浅色")),
            (SchemeChoice.DARK, self.tr("深色")),
            (SchemeChoice.SYSTEM, self.tr("跟随系统")),
        ):
            action = self._schemes.addAction(text)
            action.setCheckable(True)
            action.setData(choice)
        self._schemes.triggered.connect(lambda action: self.scheme_wanted.emit(SchemeChoice(action.data())))
        self.recent_menu = QMenu(self.tr("最近打开"), window)
        self._places: list[QAction] = []
        self._is_suspended = False

    def build_menus(self, bar: QMenuBar) -> None:
        """Fill the menu bar."""
        self._menu(
            bar,
            self.tr("文件(&F)"),
            (self.new, self.open, self.recent_menu, self.sample, None, self.save, self.save_as, self.backups, None),
            (
                self.read_new,
                self.read,
                self.export,
                self.clean_copy,
                self.check_layout,
                None,
                self.print,
                self.print_review,
                None,
            ),
            (self.close, self.quit),
        )
        self.edit_menu = self._menu(bar, self.tr("编辑(&E)"), (self.undo, self.redo))
        self.view_menu = self._menu(bar, self.tr("视图(&V)"))
        self._menu(
            bar,
            self.tr("方案(&P)"),
            (self.info, self.layout, self.history, self.remarks, None, self.new_table, self.redesign),
        )
        self._menu(bar, self.tr("帮助(&H)"), (self.shortcuts, self.about))
        self.show_places(())

    def show_plan_open(self, is_open: bool) -> None:
        """Offer what needs a plan only while one is open."""
        for action in self._needing_plan:
            action.setEnabled(is_open and not self._is_suspended)
        if not is_open:
            self.show_place(None)
            self.show_history(None, None)
            self.show_places(())
            self.show_view(())

    def suspend(self) -> None:
        """A page of its own is shown: offer nothing that is about the plan behind it."""
        self._is_suspended = True
        self._enable_own(False)
        self.show_places(())
        self.show_view(())

    def resume(self) -> None:
        """The page is gone; whether a plan is open, its places, editor and history are to be shown again."""
        self._is_suspended = False
        self._enable_own(True)

    def show_history(self, undo: Operation | None, redo: Operation | None) -> None:
        """Name the operations that undo and redo are about."""
        for action, word, operation in ((self.undo, self.tr("撤销"), undo), (self.redo, self.tr("重做"), redo)):
            action.setEnabled(operation is not None and not self._is_suspended)
            action.setText(f"{word} {operation.label}".replace("&", "&&") if operation else word)

    def show_place(self, table_id: int | None) -> None:
        """Offer to change a table's form while a table is open."""
        self.redesign.setEnabled(table_id is not None and not self._is_suspended)

    def show_view(self, actions: Iterable[QAction]) -> None:
        """Put the commands of the open editor into the edit menu."""
        self.edit_menu.clear()
        self.edit_menu.addActions([self.undo, self.redo])
        self.edit_menu.addSeparator()
        self.edit_menu.addActions(list(actions))

    def show_places(self, places: Sequence[Place]) -> None:
        """Offer the places of the plan, the first nine by Alt and a digit."""
        self.view_menu.clear()
        for action in self._places:
            action.deleteLater()
        self._places = []
        for number, place in enumerate(places, start=1):
            action = QAction(place.title, self)
            action.setToolTip(place.hint)
            if number <= _PLACES_WITH_KEYS:
                action.setShortcut(QKeySequence(f"Alt+{number}"))
            action.triggered.connect(lambda _checked=False, key=place.key: self.place_wanted.emit(key))
            self._places.append(action)
        self.view_menu.addActions(self._places)
        self.view_menu.addSeparator()
        self.view_menu.addAction(self.preview)
        self.view_menu.addSeparator()
        self.view_menu.addActions(self._schemes.actions())

    def show_recent(self, paths: Sequence[Path]) -> None:
        """List recent files."""
        self.recent_menu.clear()
        for path in paths:
            action = self.recent_menu.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: self.file_wanted.emit(path))
        self.recent_menu.setEnabled(bool(paths))

    def show_scheme(self, choice: SchemeChoice) -> None:
        """Tick the scheme that was chosen."""
        for action in self._schemes.actions():
            action.setChecked(action.data() == choice)

    def shortcut_list(self, more: Iterable[QAction]) -> list[tuple[str, str]]:
        """Every command that has a shortcut, with it; those of the open editor last."""
        own = [value for value in vars(self).values() if isinstance(value, QAction)]
        return [
            (
                action.text().split(" ")[0].rstrip("…"),
                action.shortcut().toString(QKeySequence.SequenceFormat.NativeText),
            )
            for action in [*own, *self._places, *more]
            if not action.shortcut().isEmpty()
        ]

    def _enable_own(self, enabled: bool) -> None:
        staying = (self.quit, self.shortcuts, self.about)
        for action in vars(self).values():
            if isinstance(action, QAction) and action not in staying:
                action.setEnabled(enabled)
        self.recent_menu.setEnabled(enabled and bool(self.recent_menu.actions()))

    def _action(self, text: str, *shortcuts: str) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(keys) for keys in shortcuts])
        if shortcuts:
            action.setToolTip(f"{text.rstrip('…')}（{shortcuts[0]}）")
        return action

    def _menu(self, bar: QMenuBar, title: str, *groups: Sequence[QAction | QMenu | None]) -> QMenu:
        menu = bar.addMenu(title)
        for entry in (one for group in groups for one in group):
            if entry is None:
                menu.addSeparator()
            elif isinstance(entry, QMenu):
                menu.addMenu(entry)
            else:
                menu.addAction(entry)
        return menu

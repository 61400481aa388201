"""征集: the ledger, the forms and the consolidation, one beside the other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.collect_consolidation import ConsolidationPane
from desktop.views.collect_forms import FormsPane
from desktop.views.collect_ledger import LedgerPane
from desktop.views.plan_view import Composer, Memory, PlanView
from desktop.views.view_commands import add_command, describe
from desktop.widgets.frame import Hairline, PrimaryButton
from desktop.widgets.icons import name_icon
from domain.labels import PART_COLLECTING
from domain.ledger import reminders

if TYPE_CHECKING:
    from desktop.collect_desk import CollectDesk

LEDGER, FORMS, CONSOLIDATION = range(3)


class CollectView(PlanView):
    """Its commands belong to the page that is open; files and background work are the business of its desk."""

    import_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.desk: CollectDesk | None = None
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(self.tr("征集的各页"))
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.ledger = LedgerPane(session)
        self.forms = FormsPane(session)
        self.consolidation = ConsolidationPane(session)
        self.stack = QStackedWidget()
        for word, pane in self._pages():
            self.tabs.addTab(word)
            self.stack.addWidget(pane)
        self._groups: dict[int, list[QAction]] = {}
        self._menus: list[
            QMenu
        ] = []  # of the ledger; their actions are asked for anew, since a cleared menu drops them
        self._build()
        self._build_commands()
        self.tabs.currentChanged.connect(self.on_tab_changed)
        self.ledger.selected.connect(self.on_selected)
        self.ledger.form_changed.connect(lambda: self.forms.show_form(self.ledger.form().key))
        self.ledger.form_changed.connect(lambda: self.consolidation.show_form(self.ledger.form().key))
        self.forms.form_changed.connect(self.on_form_changed)
        self.forms.changed.connect(self._update)
        self.consolidation.changed.connect(self._update)
        self.on_tab_changed(LEDGER)

    def attach_desk(self, desk: CollectDesk) -> None:
        """Take what does the work with files and in the background."""
        self.desk = desk
        self.consolidation.attach_desk(desk)
        self.on_tab_changed(self.tabs.currentIndex())

    def heading(self) -> str:
        """The word of the place."""
        return PART_COLLECTING

    def finish_editing(self) -> None:
        """Write what is being typed in a form."""
        self.forms.finish_editing()

    def body(self) -> QAbstractScrollArea:
        """The ledger."""
        return self.ledger.grid

    def show_zoom(self, percent: int) -> None:
        """The text of the tables, too."""
        super().show_zoom(percent)
        self.ledger.grid.set_zoom(percent)
        self.forms.grid.set_zoom(percent)

    def composer(self) -> Composer:
        """The reminder list of what the ledger shows: that is what is printed here."""
        from exporters.reminders import compose_reminders

        listed = tuple(reminders(self.ledger.shown()))
        return partial(compose_reminders, listed=listed, title=self.ledger.form().title)

    def memory(self) -> Memory:
        """The page and the form that are open, and the widths of the ledger."""
        state = {"tab": self.tabs.currentIndex(), "form": self.ledger.form().key}
        return {**super().memory(), **state, "widths": self.ledger.grid.own_widths()}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Open them again."""
        self.ledger.grid.set_own_widths(memory.get("widths"))
        if isinstance(memory.get("form"), str):
            self.ledger.show_form(memory["form"])
        if memory.get("tab") in (LEDGER, FORMS, CONSOLIDATION):
            self.tabs.setCurrentIndex(memory["tab"])
        super().recall(memory)

    def show_page(self, page: int) -> None:
        """Turn to the ledger, the forms or the consolidation."""
        self.finish_editing()
        self.tabs.setCurrentIndex(page)
        self.stack.currentWidget().setFocus()

    def on_tab_changed(self, page: int) -> None:
        """Show a page and its commands."""
        self.finish_editing()
        self.stack.setCurrentIndex(page)
        self.setFocusProxy(self.stack.currentWidget())
        for number, actions in self._groups.items():
            for action in actions:
                action.setVisible(number == page)
        for menu in self._menus:
            menu.menuAction().setVisible(page == LEDGER)
        if page == CONSOLIDATION:
            self.consolidation.renew()
        self._update()
        self.selected.emit()

    def on_selected(self) -> None:
        """Another row of the ledger."""
        self._update()
        self.selected.emit()

    def on_form_changed(self) -> None:
        """The other pages follow to another form."""
        key = self.forms.form_key
        if self.ledger.form().key != key:
            self.ledger.show_form(key)

    def _pages(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            (self.tr("台账"), self.ledger),
            (self.tr("征集表"), self.forms),
            (self.tr("汇总"), self.consolidation),
        )

    def _build(self) -> None:
        button = self.import_button = PrimaryButton(self.tr("导入回收文件…"))
        button.setToolTip(self.tr("选择文件夹、压缩包或文件；也可以直接拖进窗口（Ctrl+Alt+I）"))
        button.setMinimumSize(132, 28)
        button.clicked.connect(self.import_wanted)

        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        top.addWidget(self.tabs)
        top.addStretch(1)
        top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)

        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(self.stack, 1)

    def _build_commands(self) -> None:
        tr = self.tr
        menu = self._menu(tr("生成征集表"), "new-table", tr("一家企业一份，写到选定的文件夹，并记入台账"))
        self._entry(menu, tr("给全部企业…"), lambda: self._with_desk(lambda desk: desk.write_forms(self)))
        self._chosen = self._entry(
            menu, tr("给选中的企业…"), lambda: self._with_desk(lambda desk: desk.write_forms(self, only_chosen=True))
        )
        self._entry(menu, tr("一份空白表…"), lambda: self._with_desk(lambda desk: desk.write_blank(self)))
        listing = self._menu(
            tr("催报名单"), "person", tr("未报的和有错的企业：名称、联系人、电话、期限；打印按 Ctrl+P")
        )
        self._entry(listing, tr("复制名单"), lambda: self._with_desk(lambda desk: desk.copy_reminders(self)))
        self._entry(listing, tr("导出名单…"), lambda: self._with_desk(lambda desk: desk.write_reminders(self)))
        self._send_back = self._command(
            LEDGER, tr("退回企业…"), "Ctrl+Alt+J", lambda desk: desk.send_back(self), "leave",
            tr("把有错的回收表标出错误，写到选定的文件夹，好发回企业"),
        )  # fmt: skip
        self._name = self._command(
            LEDGER, tr("指定企业…"), "Ctrl+Alt+H", lambda desk: desk.choose_sender(self), "enterprise",
            tr("说明选中的回收表是哪家企业报送的"),
        )  # fmt: skip
        self._settle = self._command(
            LEDGER, tr("已核对"), "Ctrl+Alt+X", lambda desk: desk.settle(self), "check",
            tr("选中的回收表已经核对，不再列为待确认"),
        )  # fmt: skip
        self._save = self._command(
            LEDGER, tr("另存原件…"), "Ctrl+Alt+O", lambda desk: desk.save_originals(self), "save-as",
            tr("把选中企业报来的文件原样另存到文件夹"),
        )  # fmt: skip
        self._drop = self._command(
            LEDGER, tr("删除回收文件"), "Ctrl+Shift+Del", lambda desk: desk.drop_returns(self), "remove",
            tr("从台账删去选中企业最近一次报送的文件，可以撤销"),
        )  # fmt: skip
        self._groups[FORMS] = self.forms.add_commands(self)
        self._groups[CONSOLIDATION] = self.consolidation.add_commands(self)
        self._turns = []  # held: the tabs say the same, so that these need no place in the tool row
        for page, (word, _) in enumerate(self._pages()):
            keys = f"Ctrl+{page + 1}"
            action = add_command(self.stack, word, [keys], partial(self.show_page, page), tip=tr("转到{}").format(word))
            for widget in (self.tabs, self.import_button):
                widget.addAction(action)
            self.tabs.setTabToolTip(page, f"{word}（{keys}）")
            self._turns.append(action)
        self.ledger.grid.addActions([self._send_back, self._name, self._settle, self._save, self._drop])

    def _command(
        self, page: int, text: str, keys: str, deed: Callable[[CollectDesk], object], icon: str, tip: str
    ) -> QAction:
        action = add_command(self, text, [keys], lambda: self._with_desk(deed), icon=icon, tip=tip)
        self._groups.setdefault(page, []).append(action)
        return action

    def _menu(self, text: str, icon: str, tip: str) -> QMenu:
        menu = QMenu(text, self)
        menu.setToolTipsVisible(True)
        name_icon(menu.menuAction(), icon)
        describe(menu.menuAction(), tip)
        self.addAction(menu.menuAction())
        self._menus.append(menu)
        return menu

    def _entry(self, menu: QMenu, text: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        menu.addAction(action)
        describe(action)
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def _with_desk(self, deed: Callable[[CollectDesk], object]) -> None:
        self.finish_editing()
        if self.desk is not None:
            deed(self.desk)

    def _update(self) -> None:
        """Enable what can be done where the user is."""
        on_ledger = self.tabs.currentIndex() == LEDGER
        rows = self.ledger.chosen() if on_ledger else []
        self._chosen.setEnabled(any(row.enterprise for row in rows))
        self._send_back.setEnabled(on_ledger and any(row.wrong for row in self.ledger.model.all_rows))
        self._name.setEnabled(len(rows) == 1 and rows[0].present is not None)
        self._settle.setEnabled(any(row.doubt and row.enterprise for row in rows))
        for action in (self._save, self._drop):
            action.setEnabled(any(row.returns for row in rows))
        self.forms.update_commands(is_open=self.tabs.currentIndex() == FORMS)
        self.consolidation.update_commands(is_open=self.tabs.currentIndex() == CONSOLIDATION)

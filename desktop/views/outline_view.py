"""正文: the plan as one continuous text on a page, with its headings as a list beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractScrollArea, QHBoxLayout, QMenu, QWidget

from db.outline import set_deadline
from db.remarks import add_remark
from desktop.models.outline_model import PREAMBLE, OutlineModel
from desktop.models.text_lines import DEADLINE_WORD, next_role, paragraph_key
from desktop.session import Session
from desktop.views.plan_view import Memory
from desktop.views.text_commands import TextCommands
from desktop.views.text_deeds import TextDeeds
from desktop.views.text_editor import TextEditor
from desktop.views.text_headings import HeadingsView
from desktop.views.text_margin_desk import TextMarginDesk
from desktop.widgets.duty_chips import chip_words
from desktop.widgets.empty_note import EmptyNote
from desktop.widgets.frame import HairlineSplitter
from desktop.widgets.outline_tree import OutlineTree
from desktop.widgets.text_keys import KeyDeed
from desktop.widgets.text_line_box import LineBox
from desktop.widgets.text_places import Place
from desktop.widgets.text_sheet import TextSheet
from desktop.widgets.text_style import TextStyle
from desktop.widgets.unit_picker import UnitPicker
from domain.changes import ChangeSet
from domain.remarks import Remark, RemarkKind
from domain.spots import Spot
from domain.units import Role
from exporters.profile import profile_from_json

_TREE_WIDTH = 260  # px


class OutlineView(HeadingsView):
    """The caret and the list go together; `laid_out` tells that lines may stand elsewhere than before."""

    laid_out = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self.model = OutlineModel(session, self)
        self.tree = OutlineTree()
        self.tree.setModel(self.model)
        self.tree.fit_columns()
        self.tree.expandAll()
        self.sheet = TextSheet(self._style())
        self._layout_text = session.content.info.layout
        self.editor = TextEditor(session, self.sheet, self)
        self._deeds = TextDeeds(self.editor, self)
        self._is_following = False
        self._picker: UnitPicker | None = None
        self._box: LineBox | None = None
        self.splitter = HairlineSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.tree)
        self.splitter.addWidget(self.sheet)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([_TREE_WIDTH, 3 * _TREE_WIDTH])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self.setFocusProxy(self.sheet)
        self._commands = TextCommands(self)
        sentence = self.tr("还没有标题。\n已有 Word 方案的，从“文件”菜单导入。")
        begin = QAction(self.tr("写第一个标题"), self)
        begin.triggered.connect(self.add_sibling)
        self._empty = EmptyNote(self.sheet, sentence, begin)
        if session.store.is_read_only:
            self.sheet.make_read_only()
        self._connect()
        self.margins = TextMarginDesk(self)
        self.on_moved()

    def _connect(self) -> None:
        self.plan_changed.connect(self.on_changed)
        self.tree.selectionModel().currentChanged.connect(self.on_current_changed)
        self.model.rowsInserted.connect(self.on_rows_inserted)
        self.model.modelReset.connect(self.on_reset)
        self.editor.moved.connect(self.on_moved)
        self.sheet.deed.connect(self.on_deed)
        self.sheet.fold_wanted.connect(self.on_fold_wanted)
        self.sheet.chip_wanted.connect(self.on_chip_wanted)
        self.sheet.menu_wanted.connect(self.on_menu_wanted)
        self.sheet.table_wanted.connect(lambda index: self.spot_wanted.emit(Spot(table=self.line_id(index))))
        self.sheet.laid_out.connect(self.laid_out)
        self.sheet.cursorPositionChanged.connect(self.on_caret_moved)

    # A view of a plan

    def heading(self) -> str:
        """The plan's title."""
        return self.session.content.info.title or self.tr("未命名方案")

    def finish_editing(self) -> None:
        """Write what is being typed, in the list and in the text."""
        if self.tree.state() is OutlineTree.State.EditingState:
            self.tree.setFocus()  # the cell editor commits when it loses the focus
        self.editor.finish()

    def select_node(self, node_id: int) -> None:
        """Go to a heading."""
        if self.model.index_of(node_id).isValid():
            self.editor.go_to_node(node_id)

    def spot(self) -> Spot:
        """The heading, and the paragraph the caret is in."""
        line = self.editor.line
        return Spot(node=line.node_id or None, paragraph=line.paragraph_id)

    def show_spot(self, spot: Spot) -> None:
        """Go to a paragraph or a heading, or to what stands before the first."""
        if spot.paragraph is None or not self.editor.go_to(paragraph_key(spot.paragraph)):
            self.select_node(spot.node if spot.node is not None else PREAMBLE)

    def body(self) -> QAbstractScrollArea:
        """The page."""
        return self.sheet

    def memory(self) -> Memory:
        """The headings that are folded, and whether the list is shown, too."""
        return {**super().memory(), "folded": sorted(self.sheet.text.folded), "list": not self.tree.isHidden()}

    def recall(self, memory: Mapping[str, Any]) -> None:
        """Fold as remembered."""
        folded = memory.get("folded")
        known = {node.id for node in self.session.content.nodes}
        if isinstance(folded, list):
            self.sheet.text.fold(known & {one for one in folded if isinstance(one, int)})
        self._commands.outline.setChecked(memory.get("list") is not False)
        self.tree.setVisible(memory.get("list") is not False)
        super().recall(memory)

    def show_zoom(self, percent: int) -> None:
        """Write larger or smaller."""
        if percent != self.zoom:  # everything is set anew
            super().show_zoom(percent)
            self.sheet.set_style(self._style())

    def block_rects(self) -> Iterator[tuple[int, int | None, QRect]]:
        """Heading, paragraph and place in the page's viewport of every line that is seen."""
        for index in self.sheet.lines_in_sight():
            line = self.sheet.text.lines[index]
            if not self.sheet.text.is_hidden(index):
                yield line.node_id, line.paragraph_id, self.sheet.line_rect(index)

    # Following

    def on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        """Go in the text where one went in the list."""
        node_id = self.model.node_id(current)
        if current.isValid() and node_id != self.current_node and not self._is_following:
            self.editor.go_to_node(node_id)
            self.sheet.show_at_top(self.sheet.place().line)

    def on_moved(self) -> None:
        """Mark in the list where the caret is."""
        index = self.model.index_of(self.current_node)
        if index.isValid() and self.model.node_id(self.tree.currentIndex()) != self.current_node:
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)
        self._empty.setVisible(not self.session.content.nodes and not self.session.content.preamble)
        self._commands.update()
        self.selected.emit()

    def on_caret_moved(self) -> None:
        """Tell a reader of the screen what is painted and not written: the number of a heading, a unit."""
        place, lines = self.sheet.place(), self.sheet.text.lines
        if place.line < len(lines) and not self.sheet.text.is_patching:
            chips = chip_words(lines[place.line])[1:]
            words = chips[place.chip] if 0 <= place.chip < len(chips) else ""
            placed = self.model.placed(lines[place.line].node_id)
            self.sheet.setAccessibleDescription(words.strip() or (placed.heading if placed is not None else ""))

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow a change in list and text."""
        self._is_following = True
        self.model.apply(changes)
        self._is_following = False
        if self.session.content.info.layout != self._layout_text:
            self._layout_text = self.session.content.info.layout
            self.sheet.set_style(self._style())
        self.editor.apply(changes)
        self.on_moved()

    def on_rows_inserted(self, parent: QModelIndex, first: int, last: int) -> None:
        """Let what is new be seen."""
        self.tree.expand(parent)
        for row in range(first, last + 1):
            self.tree.expandRecursively(self.model.index(row, 0, parent))

    def on_reset(self) -> None:
        """Open the list again."""
        self.tree.expandAll()

    # Text

    def on_deed(self, deed: KeyDeed) -> None:
        """Change the level of the heading."""
        if deed is KeyDeed.TEXT:
            self.set_level(0)
        elif deed is KeyDeed.TAB:
            self.demote()
        elif deed is KeyDeed.BACKTAB:
            self.promote()

    def edit_units(self) -> None:
        """Choose the units of the heading the caret stands under."""
        lines, node_id = self.sheet.text.lines, self.current_node
        if node_id == PREAMBLE:
            return
        held = [index for index, line in enumerate(lines) if line.node_id == node_id and line.holds_duties]
        if held:
            self.sheet.go_to(Place(held[-1], len(lines[held[-1]].text), len(lines[held[-1]].chips)))
            self.on_chip_wanted(held[-1], len(lines[held[-1]].chips), "")
        else:
            self._pick(node_id, Role.LEAD, self.sheet.line_rect(self.sheet.place().line), "")

    def on_chip_wanted(self, index: int, number: int, typed: str) -> None:
        """Choose units where a chip stands."""
        self.editor.finish()
        line = self.sheet.text.lines[index]
        rect = self.sheet.chip_rect(index, number)
        role = line.chips[number].role if number < len(line.chips) else next_role(line)
        if role is not None:
            self._pick(line.node_id, role, rect, typed)
            return
        deadline = typed or line.chips[number].name
        self._ask(DEADLINE_WORD, deadline, DEADLINE_WORD, rect, partial(self._write_deadline, line.node_id))

    def _write_deadline(self, node_id: int, text: str) -> None:
        self.session.perform(set_deadline, node_id, text)

    def _pick(self, node_id: int, role: Role, rect: QRect, typed: str) -> None:
        if self._picker is None:
            self._picker = UnitPicker(self.session, self)
        viewport = self.sheet.viewport()
        self._picker.open_for(node_id, role, QRect(viewport.mapToGlobal(rect.topLeft()), rect.size()))
        if typed:
            self._picker.input.setText(typed)

    def add_remark(self) -> None:
        """Write a remark on what is selected, or on the heading."""
        self.editor.finish()
        quote = self.sheet.copied_text() if self.sheet.textCursor().hasSelection() else ""
        if self.margins.write(self.current_node or None, quote):
            return
        about = self.tr("“{}”").format(quote) if quote else self.tr("批注这一节")
        write = partial(self._write_remark, self.current_node or None, quote)
        self._ask(about, "", self.tr("写批注"), self.sheet.cursorRect(), write)

    def _write_remark(self, node_id: int | None, quote: str, text: str) -> None:
        store = self.session.store
        if text:
            remark = Remark(0, RemarkKind.COMMENT, text, quote, store.who, store.now(), node_id=node_id)
            self.session.perform(add_remark, remark)

    def _ask(self, about: str, text: str, hint: str, rect: QRect, write: Callable[[str], object]) -> None:
        """Let a line be written beside a place of the page."""
        if self._box is None:
            self._box = LineBox(self)
        place = QRect(self.sheet.viewport().mapToGlobal(rect.topLeft()), rect.size())
        self._box.open_for(about, text, hint, place, write)

    def on_menu_wanted(self, point: QPoint) -> None:
        """Offer what can be done at a place."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        has = self.sheet.textCursor().hasSelection()
        for text, slot, enabled in (
            (self.tr("剪切"), self._deeds.cut, has),
            (self.tr("复制"), self.sheet.copy, has),
            (self.tr("粘贴"), self.sheet.paste, self.sheet.canPaste()),
        ):
            action = menu.addAction(text)
            action.setEnabled(enabled)
            action.triggered.connect(slot)
        menu.addSeparator()
        for submenu in (self._commands.levels, self._commands.kinds):
            menu.addMenu(submenu)
        menu.addActions([self._commands.units, self._commands.remark])
        menu.popup(point)

    # Folds and list

    def on_fold_wanted(self, index: int) -> None:
        """Fold or unfold below a heading."""
        line = self.sheet.text.lines[index]
        self.sheet.text.fold(self.sheet.text.folded ^ {line.node_id})
        self._rescue_caret()

    def toggle_fold(self) -> None:
        """Fold or unfold the section the caret is in."""
        index = next((at for at in range(self.sheet.place().line, -1, -1) if self.sheet.text.lines[at].is_heading), -1)
        if index >= 0 and self.sheet.text.can_fold(index):
            self.on_fold_wanted(index)

    def fold_all(self) -> None:
        """Leave headings of the first level only."""
        text = self.sheet.text
        text.fold({line.node_id for index, line in enumerate(text.lines) if text.can_fold(index)})
        self._rescue_caret()

    def unfold_all(self) -> None:
        """Show everything."""
        self.sheet.text.fold(())
        self.sheet.ensureCursorVisible()

    def _rescue_caret(self) -> None:
        """Bring the caret out of what was folded, to the heading above."""
        text, index = self.sheet.text, self.sheet.place().line
        while index and text.is_hidden(index):
            index -= 1
        if index != self.sheet.place().line:
            self.sheet.go_to(Place(index, len(text.typed(index))))
        self.laid_out.emit()

    def toggle_outline(self) -> None:
        """Show the list of headings or put it away."""
        self.tree.setVisible(self._commands.outline.isChecked())

    def _style(self) -> TextStyle:
        profile = profile_from_json(self.session.content.info.layout)
        return TextStyle(self.font(), profile, self.zoom / 100)

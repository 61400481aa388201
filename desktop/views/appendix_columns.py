"""Columns designed in place: the header's menu, and names and widths typed where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu

from db.column_design import design_columns
from desktop.views.appendix_grid import AppendixGrid
from desktop.widgets.grouped_header import GroupedHeader
from domain.column_edits import grouped, inserted, renamed, ungrouped, without
from domain.labels import COLUMN_KIND_LABELS
from domain.sorting import SortBy, SortLevel
from domain.tables import ColumnKind, HeaderCell, TableColumn

_LEAST = 96  # px of a line to type in
_MOST_MM = 2000


class HeaderLine(QLineEdit):
    """A line over a cell of the header: Enter keeps what was typed, Esc does not, leaving it does."""

    def __init__(self, header: GroupedHeader) -> None:
        super().__init__(header.viewport())
        self._keep: Callable[[str], object] | None = None
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hide()

    def begin(self, rect: QRect, text: str, name: str, keep: Callable[[str], object]) -> None:
        """Type over a text at a place; `keep` takes what came of it."""
        self._keep = keep
        self.setAccessibleName(name)
        self.setToolTip(name)
        spare = max(_LEAST - rect.width(), 0)
        height = self.sizeHint().height()
        left = min(max(rect.left() - spare // 2, 0), max(self.parentWidget().width() - rect.width() - spare, 0))  # type: ignore[union-attr]
        self.setGeometry(left, rect.center().y() - height // 2, rect.width() + spare, height)
        self.setText(text)
        self.selectAll()
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self, *, keep: bool) -> None:
        """Go away, keeping what was typed or not."""
        deed, self._keep = self._keep, None
        if deed is None:
            return
        self.hide()
        if keep:
            deed(self.text())

    def event(self, event: QEvent) -> bool:
        """Claim Esc before a window's own shortcut does; leaving keeps what was typed."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Tab keep, Esc does not."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab):
            self.finish(keep=True)
        elif event.key() == Qt.Key.Key_Escape:
            self.finish(keep=False)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: object) -> None:
        """Leaving keeps what was typed."""
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.finish(keep=True)


class AppendixColumns(QObject):
    """The menu of the header of a grid. `sort`, `see_value` and `hide` are what the view does with a column."""

    def __init__(
        self,
        grid: AppendixGrid,
        *,
        sort: Callable[[SortLevel], object],
        see_empty: Callable[[int], object],
        hide: Callable[[int, bool], object],
    ) -> None:
        super().__init__(grid)
        self._grid = grid
        self._model = grid.table
        self._sort, self._see_empty, self._hide = sort, see_empty, hide
        self._cell: HeaderCell | None = None
        self.line = HeaderLine(grid.header)
        header = grid.header
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self.on_menu_wanted)
        header.sectionPressed.connect(self.on_pressed)
        header.sectionDoubleClicked.connect(self.on_double_clicked)
        header.viewport().installEventFilter(self)

    # The header under the mouse

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Remember which merged cell was pressed: a common head is one, too."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick):
            place = event.position().toPoint()  # type: ignore[attr-defined]
            self._cell = self._grid.header.cell_at(place.x(), place.y())
        return super().eventFilter(watched, event)

    def on_pressed(self, column: int) -> None:
        """Select what stands below the pressed head."""
        cell = self._cell
        self._grid.finish_editing()
        self._grid.select_column(column)
        if cell is not None and cell.column_span > 1:
            self._grid.select_block(0, cell.column, self._model.rowCount(), cell.column_span)
        self._grid.setFocus(Qt.FocusReason.MouseFocusReason)

    def on_double_clicked(self, _column: int) -> None:
        """Type another name."""
        self.rename(self._cell)

    def on_menu_wanted(self, place: QPoint) -> None:
        """Offer what can be done with the column under the mouse."""
        cell = self._grid.header.cell_at(place.x(), place.y())
        if cell is not None:
            self._cell = cell
            if cell.column not in self._grid.chosen_columns():
                self.on_pressed(cell.column)
            menu = QMenu(self._grid)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.fill(menu, cell)
            menu.popup(self._grid.header.viewport().mapToGlobal(place))

    def current_cell(self) -> HeaderCell | None:
        """The lowest head of the current column; what was pressed last where it stands above it."""
        column = self._grid.current_place()[1]
        cell = self._cell
        if (
            cell is not None
            and cell in self._grid.header.cells
            and cell.column <= column < cell.column + cell.column_span
        ):
            return cell
        below = [one for one in self._grid.header.cells if one.column <= column < one.column + one.column_span]
        return below[-1] if below else None

    # What the menu offers

    def fill(self, menu: QMenu, cell: HeaderCell | None = None) -> None:
        """Put what can be done with a head, the current column's unless one is given, into a menu."""
        cell = cell or self.current_cell()
        if cell is None:
            return
        column = min(max(self._grid.current_place()[1], cell.column), cell.column + cell.column_span - 1)
        chosen = self._grid.chosen_columns()
        several = chosen if column in chosen and len(chosen) > 1 else [column]
        is_group = cell.row + cell.row_span < self._model.table.spec.header_depth
        self._add(menu, self.tr("修改名称"), partial(self.rename, cell), "F2")
        self._add(menu, self.tr("在左侧插入列"), partial(self.insert, column, 0))
        self._add(menu, self.tr("在右侧插入列"), partial(self.insert, column, 1))
        self._add(
            menu,
            self.tr("删除 {} 列").format(len(several)) if len(several) > 1 else self.tr("删除列"),
            partial(self.remove, several),
        )
        menu.addSeparator()
        self._add_kinds(menu, column)
        self._add(menu, self.tr("打印列宽（毫米）"), partial(self.type_width, column))
        if len(several) > 1 and several == list(range(several[0], several[-1] + 1)):
            self._add(menu, self.tr("合并到同一表头下"), partial(self.group, several[0], several[-1]))
        if is_group:
            self._add(menu, self.tr("取消合并表头“{}”").format(cell.text), partial(self.ungroup, cell))
        menu.addSeparator()
        self._add_sorts(menu, column)
        self._add(menu, self.tr("只看这一列为空的行"), partial(self._see_empty, column))
        menu.addSeparator()
        self._add(menu, self.tr("隐藏列"), lambda: [self._hide(one, True) for one in several])
        self._add(menu, self.tr("列宽适应内容"), partial(self._fit, several))

    def _add_kinds(self, menu: QMenu, column: int) -> None:
        kinds = menu.addMenu(self.tr("内容类型"))
        for kind in ColumnKind:
            action = kinds.addAction(COLUMN_KIND_LABELS[kind])
            action.setCheckable(True)
            action.setChecked(self._model.kind_at(column) is kind)
            action.triggered.connect(partial(self.set_kind, column, kind))

    def _add_sorts(self, menu: QMenu, column: int) -> None:
        if self._model.kind_at(column) is ColumnKind.NUMBER:
            self._add(menu, self.tr("恢复录入时的次序"), partial(self._sort, SortLevel(SortBy.ENTERED)))
            return
        key = self._model.table.spec.columns[column].key
        ways = [(self.tr("按拼音排序"), SortBy.PINYIN, False), (self.tr("按拼音倒序"), SortBy.PINYIN, True)]
        if self._model.kind_at(column) is ColumnKind.ITEMS:
            ways.insert(0, (self.tr("按等级排序，★★★在前"), SortBy.GRADE, True))
        else:
            ways += [
                (self.tr("按数值从小到大"), SortBy.NUMBER, False),
                (self.tr("按数值从大到小"), SortBy.NUMBER, True),
            ]
        for text, way, is_descending in ways:
            self._add(menu, text, partial(self._sort, SortLevel(way, key, is_descending)))

    def _add(self, menu: QMenu, text: str, deed: Callable[[], object], keys: str = "") -> QAction:
        action = menu.addAction(f"{text}\t{keys}" if keys else text)
        action.triggered.connect(lambda: deed())
        return action

    def _fit(self, columns: Sequence[int]) -> None:
        for column in columns:
            self._grid.fit_column(column)

    # Deeds

    def rename(self, cell: HeaderCell | None = None) -> None:
        """Type another name of a head, of the current column's unless one is given."""
        cell = cell or self.current_cell()
        if cell is not None:
            self._grid.finish_editing()
            self._grid.scrollTo(self._model.index(max(self._grid.current_place()[0], 0), cell.column))
            columns = self._columns()
            keep = lambda text: text != cell.text and self._write(renamed(columns, cell, text), self.tr("修改列名"))  # noqa: E731
            self.line.begin(self._grid.header.seen_rect(cell), cell.text, self.tr("列名"), keep)

    def insert(self, column: int, offset: int) -> None:
        """Put a new column beside one, and type its name."""
        if self._write(inserted(self._columns(), column, offset), self.tr("插入列")):
            self._grid.show_cell(max(self._grid.current_place()[0], 0), column + offset)
            self._cell = None
            self.rename()

    def remove(self, places: Sequence[int]) -> None:
        """Take columns out."""
        self._write(without(self._columns(), places), self.tr("删除列"))

    def set_kind(self, column: int, kind: ColumnKind, _checked: bool = False) -> None:
        """Let a column hold something else; the words of its cells stay."""
        columns = list(self._columns())
        columns[column] = replace(columns[column], kind=kind)
        self._write(columns, self.tr("修改列的类型"))

    def type_width(self, column: int) -> None:
        """Type how wide a column prints."""
        columns = self._columns()

        def keep(text: str) -> None:
            number = "".join(char for char in text if char.isdecimal())
            width = min(int(number), _MOST_MM) if number else 0
            changed = [replace(one, width=width) if place == column else one for place, one in enumerate(columns)]
            self._write(changed, self.tr("修改列宽"))

        cell = next(one for one in reversed(self._grid.header.cells) if one.column == column)
        name = self.tr("打印列宽，毫米；空着表示按内容确定")
        self.line.begin(self._grid.header.seen_rect(cell), str(columns[column].width or ""), name, keep)

    def group(self, first: int, last: int) -> None:
        """Type the name of a common head for columns side by side."""
        columns = self._columns()
        cells = [one for one in self._grid.header.cells if first <= one.column <= last]
        rect = self._grid.header.seen_rect(cells[0]).united(self._grid.header.seen_rect(cells[-1]))
        keep = lambda text: bool(text.strip()) and self._write(grouped(columns, first, last, text), self.tr("合并表头"))  # noqa: E731
        self.line.begin(rect, "", self.tr("共同的表头"), keep)

    def ungroup(self, cell: HeaderCell) -> None:
        """Take a common head away."""
        self._write(ungrouped(self._columns(), cell), self.tr("取消合并表头"))

    def _columns(self) -> tuple[TableColumn, ...]:
        return self._model.table.spec.columns

    def _write(self, columns: Sequence[TableColumn], action: str) -> bool:
        self._grid.finish_editing()
        done = self._model.session.perform(design_columns, self._model.table.id, columns, action)
        self._grid.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(done)

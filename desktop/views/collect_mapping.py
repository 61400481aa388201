"""对应关系: what each column of a layout means, to be confirmed or changed for all files of that layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.theme import GAP, MARGIN
from desktop.widgets.collect_picker import Option, Picker
from desktop.widgets.frame import QuietLabel
from domain.collection import CollectionForm, FieldRole, RuleKind
from domain.source_sheet import SourceSheet, column_letters
from domain.submission_draft import SURE, ReadSheet

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_HEADS = ("列", "表头", "内容举例", "对应的项目", "把握")
_MEANING = 3
_WIDE = "category:"
_EXAMPLES = 3


class MappingModel(QAbstractTableModel):
    """Columns of a layout as rows; `fields` is what a person says of them so far."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet: ReadSheet | None = None
        self.form = CollectionForm("", "", ())
        self.fields: dict[str, str] = {}
        self._examples: dict[int, str] = {}

    def show(self, form: CollectionForm, sheet: ReadSheet | None) -> None:
        """Take a layout as it was read."""
        self.beginResetModel()
        self.form, self.sheet = form, sheet
        self.fields = {one.header: one.field for one in sheet.columns} if sheet is not None else {}
        self._examples = {}
        self.endResetModel()

    def show_examples(self, sheets: Sequence[SourceSheet]) -> None:
        """Take values of the columns from the file."""
        sheet = next((one for one in sheets if self.sheet is not None and one.name == self.sheet.name), None)
        if sheet is None or self.sheet is None:
            return
        found: dict[int, list[str]] = {}
        headers = {one.header for one in self.sheet.columns}
        for cell in sheet.cells:
            is_head = cell.row < self.sheet.header_row or cell.text in headers
            if not is_head and len(found.setdefault(cell.column, [])) < _EXAMPLES:
                found[cell.column].append(cell.text.replace("\n", " ")[:24])
        self._examples = {column: "；".join(texts) for column, texts in found.items()}
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(_HEADS) - 1))

    def set_field(self, row: int, field: str) -> None:
        """Give a column a meaning; who had it before has none then."""
        if self.sheet is None or not 0 <= row < len(self.sheet.columns):
            return
        header = self.sheet.columns[row].header
        if field:
            self.fields = {one: "" if meant == field else meant for one, meant in self.fields.items()}
        self.fields[header] = field
        self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, len(_HEADS) - 1))

    def options(self) -> list[Option]:
        """What a column can mean."""
        found = [Option("", self.tr("（不对应任何项目）"))]
        found += [Option(one.key, one.title) for one in self.form.fields]
        if self.form.rule is not None and self.form.rule.kind is RuleKind.ITEMS:
            category = self.form.role(FieldRole.CATEGORY)
            values = [one.value for one in category.choices] if category else []
            found += [Option(f"{_WIDE}{value}", self.tr("{}（整列是这一类）").format(value)) for value in values]
        return found

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """One row a column of the layout."""
        return 0 if parent.isValid() or self.sheet is None else len(self.sheet.columns)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """See _HEADS."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The words above."""
        known = role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal
        return _HEADS[section] if known else None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words."""
        if self.sheet is None or not index.isValid():
            return None
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        one = self.sheet.columns[index.row()]
        field = self.fields.get(one.header, "")
        words = {option.key: option.text for option in self.options()}
        sure = self.tr("已指定") if field != one.field else (f"{one.confidence}%" if field else "")
        if field == one.field and field and one.confidence < SURE:
            sure = f"？{sure}"
        texts = (
            column_letters(one.column),
            one.header,
            self._examples.get(one.column, ""),
            words.get(field, field),
            sure,
        )
        return texts[index.column()] or None


class MappingPane(QWidget):
    """`confirmed` carries a ReadSheet, its fields by header, and whether they are for this sender alone."""

    confirmed = Signal(object, object, bool)
    examples_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = MappingModel()
        self.model.setParent(self)
        self._sheets: Sequence[ReadSheet] = ()
        self.sheets = QComboBox()
        self.sheets.setAccessibleName(self.tr("工作表"))
        self.table = _MappingTable(self.model)
        self.only_sender = QCheckBox(self.tr("只对这家企业"))
        self.only_sender.setToolTip(self.tr("不勾：凡是表头相同的文件都这样对应"))
        self.apply = QPushButton(self.tr("照此重新读取"))
        self.apply.setToolTip(self.tr("同一种表头的文件立即重读；收入方案时记住这个对应关系"))
        self.note = QuietLabel(
            self.tr("在“对应的项目”上按回车或直接输入拼音首字母来改；没有表头的表无法指定，请打开原表核对。")
        )
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.sheets)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.only_sender)
        foot.addWidget(self.apply)
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)
        self.setFocusProxy(self.table)
        self.sheets.activated.connect(self.on_sheet_chosen)
        self.apply.clicked.connect(self.confirm)
        self.table.picked.connect(self.pick)

    def show_sheets(self, form: CollectionForm, sheets: Sequence[ReadSheet]) -> None:
        """Take the layouts of a file."""
        self._sheets = [one for one in sheets if one.header_row and one.columns]
        self.sheets.clear()
        self.sheets.addItems([one.name for one in self._sheets])
        self.sheets.setVisible(len(self._sheets) > 1)
        self.apply.setEnabled(bool(self._sheets))
        self.model.show(form, self._sheets[0] if self._sheets else None)
        self.table.selectRow(0)

    def on_sheet_chosen(self, number: int) -> None:
        """Another sheet of the file."""
        self.model.show(self.model.form, self._sheets[number])
        self.examples_wanted.emit()

    def pick(self, letters: str = "") -> None:
        """Ask what the column of the current row means."""
        row = self.table.currentIndex().row()
        if row < 0 or self.model.sheet is None:
            return
        header = self.model.sheet.columns[row].header
        picker = Picker(self, self.tr("“{}”对应").format(header), self.model.options())
        picker.chosen.connect(lambda key, _text: self.model.set_field(row, key))
        picker.open_at(self.table.viewport(), self.table.visualRect(self.model.index(row, _MEANING)))
        picker.input.setText(letters)

    def confirm(self) -> None:
        """Read the files of this layout again as it is said here."""
        if self.model.sheet is not None:
            self.confirmed.emit(self.model.sheet, self.chosen(), self.only_sender.isChecked())

    def chosen(self) -> Mapping[str, str]:
        """Fields by header."""
        return dict(self.model.fields)


class _MappingTable(QTableView):
    """`picked`: the meaning of the current column is to be chosen, with what was typed for it."""

    picked = Signal(str)

    def __init__(self, model: MappingModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setAccessibleName(self.tr("表头与项目的对应关系"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        wide = self.fontMetrics().horizontalAdvance("国")
        for column, width in enumerate((3, 14, 24, 14, 6)):
            self.setColumnWidth(column, width * wide)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda: self.picked.emit(""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, F2, or a letter chooses."""
        typed = event.text()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2) and not event.modifiers():
            self.picked.emit("")
        elif typed.isalnum() and not event.modifiers():
            self.picked.emit(typed)
        else:
            super().keyPressEvent(event)

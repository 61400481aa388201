"""设计附表: label, title, unit, notes and columns at the left, the table as it prints at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.models.design_model import DesignModel
from desktop.theme import GAP, MARGIN
from desktop.views.view_commands import add_command
from desktop.widgets.design_grid import DesignGrid
from desktop.widgets.frame import Hairline, HairlineSplitter, HeadingLabel, PrimaryButton, QuietLabel
from desktop.widgets.icons import dress_actions
from desktop.widgets.table_sheet import TableSheet
from desktop.widgets.tool_row import ToolRow
from domain.checks import Finding, Severity
from domain.tables import AppendixTable, TableColumn, TableSpec
from domain.text import trim

_NOTE_LINES = 2

SpecCheck = Callable[[TableSpec], list[Finding]]


class DesignPage(QWidget):
    """`accepted` carries the TableSpec, `cancelled` leaves all as it was, `form_wanted` asks for a file's table."""

    accepted = Signal(object)
    cancelled = Signal()
    form_wanted = Signal()

    def __init__(self, table: AppendixTable, check: SpecCheck, *, is_new: bool, parent: QWidget | None = None) -> None:
        """`table` is the one to design anew, or an empty one; `check` tells what stands against a specification."""
        super().__init__(parent)
        self._table = table
        self._check = check
        self._is_new = is_new
        self._forms: Sequence[TableSpec] = ()
        self.setAccessibleName(self.tr("设计附表"))
        self.model = DesignModel(self)
        self.label = self._line(self.tr("表号"), self.tr("例如 附表4"))
        self.title = self._line(self.tr("标题"), self.tr("例如 重点企业清单"))
        self.unit = self._line(self.tr("单位行"), self.tr("例如 单位：万元；没有就空着"))
        self.notes = QPlainTextEdit()
        self.notes.setAccessibleName(self.tr("表注"))
        self.notes.setPlaceholderText(self.tr("印在表下面，一行一条；没有就空着"))
        self.notes.setTabChangesFocus(True)
        self.notes.setFixedHeight(self.fontMetrics().lineSpacing() * _NOTE_LINES + 14)
        self.grid = DesignGrid(self.model)
        self.sheet = TableSheet()
        self.forms = QComboBox()
        self.forms.setAccessibleName(self.tr("文件里的表"))
        self.forms.hide()
        self.from_file = QPushButton(self.tr("从文件取表样…"))
        self.problems = QuietLabel()
        self.problems.setAccessibleName(self.tr("核对结果"))
        self.cancel = QPushButton(self.tr("取消"))
        self.go = PrimaryButton(self.tr("新建附表") if is_new else self.tr("保存表样"))
        self._build_commands()
        self._build()
        self._show_words(table.spec)
        self.label.setText(table.spec.label)
        self.model.begin(table.spec.columns)
        self._connect()
        self.refresh()
        (self.title if is_new else self.grid).setFocus()
        self.grid.go_to(0)

    def spec(self) -> TableSpec:
        """What is designed."""
        notes = tuple(line for line in map(trim, self.notes.toPlainText().split("\n")) if line)
        return TableSpec(
            trim(self.label.text()),
            trim(self.title.text()),
            self.model.table_columns(),
            trim(self.unit.text()),
            notes,
        )

    def findings(self) -> list[Finding]:
        """What stands against it, and what saving it takes away."""
        spec = self.spec()
        kept = {column.id for column in spec.columns if column.id}
        return [
            *self._check(spec),
            *(_loss(self._table, one) for one in self._table.spec.columns if one.id and one.id not in kept),
        ]

    def show_forms(self, path: Path, forms: Sequence[TableSpec]) -> None:
        """Take the form of a file's table; of several, the first, with the others offered."""
        self._forms = forms
        self.forms.clear()
        for number, form in enumerate(forms, start=1):
            name = f"{form.label}　{form.title}".strip("　") or self.tr("第 {} 张表").format(number)
            self.forms.addItem(f"{path.name}：{name}")
        self.forms.setVisible(len(forms) > 1)
        self.take_form(0)

    def take_form(self, number: int) -> None:
        """Take one of the file's tables."""
        if 0 <= number < len(self._forms):
            form = self._forms[number]
            self._show_words(form)
            self.model.take(form.columns)
            self.grid.go_to(0)

    def refresh(self) -> None:
        """Show what is designed, and what stands against it."""
        self.sheet.show_spec(self.spec())
        found = self.findings()
        must = [one for one in found if one.severity is Severity.MUST]
        self.problems.setText("\n".join(f"{one.where}：{one.message}" if one.where else one.message for one in found))
        self.problems.setVisible(bool(found))
        self.go.setEnabled(not must)
        row, count = self.grid.place()[0], self.model.rowCount()
        self._remove.setEnabled(0 <= row < count)
        self._up.setEnabled(0 < row < count)
        self._down.setEnabled(0 <= row < count - 1)

    def add_column(self) -> None:
        """Put a column after the current one and type its name."""
        self.grid.finish_editing()
        row = self.model.add(self.grid.place()[0])
        self.grid.go_to(row)
        self.grid.setFocus()
        self.grid.edit(self.grid.currentIndex())

    def remove_column(self) -> None:
        """Take the current column out."""
        row, column = self.grid.place()
        self.model.remove(row)
        self.grid.go_to(row, column)

    def move_up(self) -> None:
        """Move the current column to the left."""
        self._move(-1)

    def move_down(self) -> None:
        """Move the current column to the right."""
        self._move(1)

    def undo(self) -> None:
        """Take the last change of the columns back."""
        self._keep_place(self.model.undo)

    def redo(self) -> None:
        """Do it again."""
        self._keep_place(self.model.redo)

    def accept(self) -> None:
        """Ask to write, when nothing stands against it."""
        self.grid.finish_editing()
        self.refresh()
        if self.go.isEnabled():
            self.accepted.emit(self.spec())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the page."""
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw icons in the ink of a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            dress_actions(self.actions(), self.palette())

    def _show_words(self, spec: TableSpec) -> None:
        self.title.setText(spec.title)
        self.unit.setText(spec.unit_line)
        self.notes.setPlainText("\n".join(spec.notes))

    def _move(self, offset: int) -> None:
        self.grid.finish_editing()
        row, column = self.grid.place()
        self.grid.go_to(self.model.move(row, offset), column)

    def _keep_place(self, step: Callable[[], None]) -> None:
        row, column = self.grid.place()
        step()
        self.grid.go_to(row, column)

    def _connect(self) -> None:
        for field in (self.label, self.title, self.unit):
            field.textChanged.connect(self.refresh)
        self.notes.textChanged.connect(self.refresh)
        for told in (self.model.dataChanged, self.model.modelReset):
            told.connect(self.refresh)
        self.grid.selectionModel().currentChanged.connect(self.refresh)
        self.forms.activated.connect(self.take_form)
        self.from_file.clicked.connect(self.form_wanted)
        self.cancel.clicked.connect(self.cancelled)
        self.go.clicked.connect(self.accept)

    def _build_commands(self) -> None:
        self._add = add_command(self, self.tr("插入列"), ["Ins"], self.add_column, icon="add")
        self._remove = add_command(self, self.tr("删除列"), ["Del"], self.remove_column, icon="remove")
        self._up = add_command(self, self.tr("上移"), ["Alt+Up"], self.move_up, icon="up")
        self._down = add_command(self, self.tr("下移"), ["Alt+Down"], self.move_down, icon="down")
        dress_actions(self.actions(), self.palette())
        self._tools = ToolRow(self.actions())
        # In a text field Delete and Ctrl+Z are the field's own.
        self._remove.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.grid.addAction(self._remove)
        add_command(self, self.tr("撤销改列"), ["Ctrl+Z"], self.undo, icon="undo")
        add_command(self, self.tr("重做改列"), ["Ctrl+Y", "Ctrl+Shift+Z"], self.redo, icon="redo")
        add_command(self, self.go.text(), ["Ctrl+Return", "Ctrl+Enter"], self.accept, icon="accept")

    def _build(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(MARGIN, MARGIN, MARGIN, 0)
        form.setSpacing(GAP)
        for text, field in (
            (self.tr("表号(&L)"), self.label),
            (self.tr("标题(&T)"), self.title),
            (self.tr("单位行(&U)"), self.unit),
            (self.tr("表注(&N)"), self.notes),
        ):
            form.addRow(text, field)
        tools = QHBoxLayout()
        tools.setContentsMargins(MARGIN - 4, GAP, MARGIN, 0)
        tools.addWidget(self._tools, 1)
        tools.addWidget(self.from_file)
        left = QWidget()
        lines = QVBoxLayout(left)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        lines.addLayout(form)
        lines.addLayout(tools)
        chosen = QHBoxLayout()
        chosen.setContentsMargins(MARGIN, 0, MARGIN, 0)
        chosen.addWidget(self.forms, 1)
        lines.addLayout(chosen)
        lines.addWidget(Hairline(Qt.Orientation.Horizontal))
        lines.addWidget(self.grid, 1)
        sides = HairlineSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(left)
        sides.addWidget(self.sheet)
        sides.setStretchFactor(0, 4)
        sides.setStretchFactor(1, 5)
        sides.setSizes([600, 760])
        heading = HeadingLabel()
        heading.setText(self.tr("新建附表") if self._is_new else self.tr("修改表样　{}").format(self._table.spec.label))
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, GAP)
        top.addWidget(heading)
        foot = QHBoxLayout()
        foot.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        foot.setSpacing(GAP)
        foot.addWidget(self.problems, 1)
        foot.addStretch(0)
        for button in (self.cancel, self.go):
            button.setMinimumSize(96, 30)
            foot.addWidget(button)
        self.cancel.setToolTip(self.tr("不保存，方案保持原样（Esc）"))
        self.go.setToolTip(self.tr("写入方案，可以撤销（Ctrl+回车）"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addWidget(sides, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        layout.addLayout(foot)

    @staticmethod
    def _line(name: str, hint: str) -> QLineEdit:
        line = QLineEdit()
        line.setAccessibleName(name)
        line.setPlaceholderText(hint)
        return line


def _loss(table: AppendixTable, column: TableColumn) -> Finding:
    filled = sum(bool(row.cell(column.key).items) for row in table.rows)
    words = f"“{column.title}”列将删去" + (f"，列中 {filled} 格内容一并删去，可以撤销。" if filled else "。")
    return Finding(Severity.LOOK, "column_gone", table.spec.label, words)

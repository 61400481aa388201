"""A white sheet with an appendix table as it will print: label, title, unit, merged header, two rows, notes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.theme import MARGIN, document_font, heading_font, point_size
from desktop.widgets.frame import QuietLabel
from desktop.widgets.table_preview import TablePreview
from domain.cell_items import Cell
from domain.tables import AppendixTable, ColumnKind, TableRow, TableSpec, cell_of

_SAMPLES = {
    ColumnKind.TEXT: ("文字", ""),
    ColumnKind.ITEMS: ("★★★条目\n★条目", ""),
    ColumnKind.MEASURES: ("1.措施；\n2.措施。", ""),
}


class TableSheet(QWidget):
    """Shows a specification with two rows that say what the columns take."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(320)
        size = point_size(self.font())
        self._label = self._words(Qt.AlignmentFlag.AlignLeft)
        self._label.setFont(heading_font(size * 1.15))
        self._title = self._words(Qt.AlignmentFlag.AlignHCenter)
        self._title.setFont(heading_font(size * 1.5, 0))
        self._title.setWordWrap(True)
        self._unit = self._words(Qt.AlignmentFlag.AlignRight)
        self._notes = self._words(Qt.AlignmentFlag.AlignLeft)
        self._notes.setWordWrap(True)
        for label in (self._unit, self._notes):
            label.setFont(document_font(size))
        self._empty = QuietLabel(self.tr("还没有列。按 Insert 插入一列，或从文件取表样。"))
        self.table = TablePreview()
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * MARGIN + 8, 3 * MARGIN, 3 * MARGIN + 8, 3 * MARGIN)
        layout.setSpacing(6)
        layout.addWidget(self._label)
        layout.addWidget(self._title)
        layout.addWidget(self._unit)
        layout.addWidget(self._empty)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._notes)
        layout.addStretch(0)

    def show_spec(self, spec: TableSpec) -> None:
        """Show a specification."""
        for label, text in (
            (self._label, spec.label),
            (self._title, spec.title),
            (self._unit, spec.unit_line),
            (self._notes, "\n".join(spec.notes)),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._empty.setVisible(not spec.columns)
        self.table.setVisible(bool(spec.columns))
        rows = tuple(TableRow(number, number, _cells(spec, number - 1)) for number in (1, 2))
        self.table.show_table(AppendixTable(0, spec, rows))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sheet on its desk."""
        painter = QPainter(self)
        sheet = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        painter.fillRect(sheet, self.palette().base())
        painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
        painter.drawRect(sheet.adjusted(0, 0, -1, -1))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in a new palette."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self.update()

    @staticmethod
    def _words(alignment: Qt.AlignmentFlag) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAlignment(alignment)
        return label


def _cells(spec: TableSpec, row: int) -> dict[str, Cell]:
    texts = ((column, _SAMPLES[column.kind][row]) for column in spec.columns if column.kind in _SAMPLES)
    return {column.key: cell_of(column.kind, text) for column, text in texts if text}

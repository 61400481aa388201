"""The system's print dialog, set as office paper wants it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.jobs.print_job import PrintOrder
from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import QuietLabel


class PrinterChooser(Protocol):
    """Asks where and how to print."""

    def choose(self, title: str, *, review: bool) -> tuple[QPrinter, PrintOrder] | None:
        """A printer and what it is to print; None when the user thought better of it."""


def office_printer() -> QPrinter:
    """The usual printer: A4 to the edge, both sides turned along the long one."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    edge = QMarginsF(0, 0, 0, 0)
    paper = QPageSize(QPageSize.PageSizeId.A4)
    printer.setFullPage(True)
    printer.setPageLayout(QPageLayout(paper, QPageLayout.Orientation.Portrait, edge))
    printer.setFullPage(True)
    printer.setDuplex(QPrinter.DuplexMode.DuplexLongSide)
    return printer


class SystemPrinterChooser:
    """Shows the dialog of the system, with a leaf of our own where the system has room for one."""

    def __init__(self, parent: QWidget) -> None:
        self._parent = parent

    def choose(self, title: str, *, review: bool) -> tuple[QPrinter, PrintOrder] | None:
        """Ask; the dialog is modal, as the printer's is everywhere."""
        printer = office_printer()
        printer.setDocName(title)
        options = PrintOptions(review=review)
        dialog = QPrintDialog(printer, self._parent)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setOptionTabs([options])
        try:
            if not dialog.exec():
                return None
            return printer, options.order(printer)
        finally:
            dialog.deleteLater()


class PrintOptions(QWidget):
    """What the system's dialog does not ask: two pages a sheet, and a 份号 for every copy of a review."""

    def __init__(self, *, review: bool) -> None:
        super().__init__()
        self.setWindowTitle(self.tr("方案"))
        self.two_up = QCheckBox(self.tr("每张纸印两页"))
        self.numbered = QCheckBox(self.tr("每份编号（份号 000001 起）"))
        self.numbered.setVisible(review)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.two_up)
        layout.addWidget(self.numbered)
        layout.addWidget(QuietLabel(self.tr("版心按原尺寸打印，请不要在驱动程序里选择缩放。")))
        layout.addStretch(1)

    def order(self, printer: QPrinter) -> PrintOrder:
        """What was chosen here and in the system's dialog."""
        is_range = printer.printRange() is QPrinter.PrintRange.PageRange and printer.fromPage() > 0
        return PrintOrder(
            first=printer.fromPage() if is_range else 1,
            last=printer.toPage() if is_range else 0,
            copies=printer.copyCount(),
            two_up=self.two_up.isChecked(),
            numbered=self.numbered.isChecked(),
        )

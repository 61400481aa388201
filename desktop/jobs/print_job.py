"""Pages of a PDF on a printer: drawn with lines and shapes, to the dot where the PDF has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPainter, QTransform
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtSvg import QSvgRenderer

from desktop.jobs.runner import IsCancelled, Progress
from domain.errors import Cancelled, ExportError

_PAGES_AT_ONCE = 4
_POINTS_AN_INCH = 72


@dataclass(frozen=True)
class PrintOrder:
    """What the user asked for: pages from 1 to `last` (0: all of them), copies, and two pages on a sheet.

    `numbered` prints every copy with a 份号 of its own, from 000001 on.
    """

    first: int = 1
    last: int = 0
    copies: int = 1
    two_up: bool = False
    numbered: bool = False


def print_copies(
    printer: QPrinter,
    order: PrintOrder,
    make: Callable[[int], bytes],
    progress: Progress,
    is_cancelled: IsCancelled,
) -> int:
    """Print every copy; `make` gives the PDF of copy 1, 2, …, or of copy 0 where copies are not numbered. On a worker.

    Copies that the printer itself makes are left to it. Returns how many pages were printed. Raises ExportError where
    the printer cannot be reached, Cancelled when `is_cancelled` says so; nothing more is sent then.
    """
    from exporters.pdf import page_count

    own = 1 if printer.supportsMultipleCopies() and not order.numbered else order.copies
    printer.setCopyCount(order.copies if own < order.copies else 1)
    sheets = _Sheets(printer, order.two_up)
    done = 0
    try:
        pdf = b""
        for copy in range(own):
            if order.numbered or not pdf:
                pdf = make(copy + 1 if order.numbered else 0)
            count = page_count(pdf)
            last = min(order.last or count, count)
            span = max(last - order.first + 1, 0)
            sheets.begin_copy()
            for drawing in _drawings(pdf, order.first, last, is_cancelled):
                sheets.put(drawing)
                done += 1
                progress(done, own * span)
        if is_cancelled():
            raise Cancelled
    except BaseException:
        sheets.abort()
        raise
    sheets.end()
    return done


def _drawings(pdf: bytes, first: int, last: int, is_cancelled: IsCancelled) -> Iterator[bytes]:
    from exporters.drawings import page_drawings

    for begin in range(first, last + 1, _PAGES_AT_ONCE):
        for drawing in page_drawings(pdf, begin, min(begin + _PAGES_AT_ONCE - 1, last)):
            if is_cancelled():
                raise Cancelled
            yield drawing


class _Sheets:
    """Puts drawings on sheets, one or two on each; the sheet is turned as its pages ask."""

    def __init__(self, printer: QPrinter, two_up: bool) -> None:
        self._printer = printer
        self._two_up = two_up
        self._painter = QPainter()
        self._half = 0  # where the next page goes: 0 on a new sheet, 1 in the second half of this one
        self._across = False
        printer.setFullPage(True)

    def begin_copy(self) -> None:
        """Begin on a new sheet."""
        self._half = 0

    def put(self, drawing: bytes) -> None:
        """Put the next page."""
        renderer = QSvgRenderer(QByteArray(drawing))
        size = renderer.viewBoxF().size()
        if not renderer.isValid() or size.isEmpty():
            raise ExportError("not_drawn", "这一页没有画出来，打印已经停止。", "请改为导出 PDF 文件后打印。")
        if not self._half:
            lies = size.width() > size.height()
            self._turn_to(not lies if self._two_up else lies)
        dots = self._printer.resolution() / _POINTS_AN_INCH
        if self._two_up:
            self._put_half(renderer, size)
        else:
            renderer.render(self._painter, QRectF(0, 0, size.width() * dots, size.height() * dots))

    def end(self) -> None:
        """Send the last sheet."""
        if self._painter.isActive():
            self._painter.end()

    def abort(self) -> None:
        """Send nothing more."""
        if self._painter.isActive():
            self._printer.abort()
            self._painter.end()

    def _turn_to(self, across: bool) -> None:
        self._across = across
        turn = QPageLayout.Orientation.Landscape if across else QPageLayout.Orientation.Portrait
        self._printer.setPageOrientation(turn)
        going = self._painter.isActive()
        if not (self._printer.newPage() if going else self._painter.begin(self._printer)):
            raise ExportError("no_printer", "打印机没有响应，没有打印。", "请检查打印机后重试，或改为导出 PDF 文件。")

    def _put_half(self, renderer: QSvgRenderer, size: QSizeF) -> None:
        """Half a sheet: beside the other page, or below it where the pages lie."""
        sheet = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        wide, high = (sheet.width() / 2, sheet.height()) if self._across else (sheet.width(), sheet.height() / 2)
        x, y = (wide * self._half, 0.0) if self._across else (0.0, high * self._half)
        scale = min(wide / size.width(), high / size.height())
        room = QRectF(0, 0, size.width() * scale, size.height() * scale)
        self._painter.save()
        self._painter.setTransform(
            QTransform.fromTranslate(x + (wide - room.width()) / 2, y + (high - room.height()) / 2)
        )
        renderer.render(self._painter, room)
        self._painter.restore()
        self._half = 1 - self._half

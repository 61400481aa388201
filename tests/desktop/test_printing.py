"""Printing to a file printer: every page as the PDF has it."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPrintSupport import QPrinter

from desktop.dialogs.print_dialog import PrintOptions, office_printer
from desktop.jobs.preview_job import read_picture
from desktop.jobs.print_job import PrintOrder
from desktop.models.matrix_rows import Narrowing
from desktop.printing import maker_of
from domain.errors import InputError
from exporters.pdf_engine import paint
from tests.desktop.window_helpers import settle

DOTS_A_POINT = 4  # painted fine and looked at from farther off, lest the edges of letters count
POINT = 0.6  # what the size of a page may differ by
LIKE = 0.9  # of the ink of a page that must lie where the PDF has it


class FilePrinter:
    """Answers in place of the system's dialog: a printer that writes a PDF."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.order: PrintOrder | None = PrintOrder()
        self.asked: list[tuple[str, bool]] = []

    def choose(self, title: str, *, review: bool) -> tuple[QPrinter, PrintOrder] | None:
        self.asked.append((title, review))
        if self.order is None:
            return None
        printer = office_printer()
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.path))
        return printer, self.order

    def sizes(self) -> list[tuple[float, float]]:
        return sizes_of(self.path.read_bytes())

    def pictures(self) -> list[QImage]:
        return pictures_of(self.path.read_bytes())


def sizes_of(pdf: bytes) -> list[tuple[float, float]]:
    """Width and height of every page in points, as it is seen."""
    sizes = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        wide, high = float(page.mediabox.width), float(page.mediabox.height)
        sizes.append((high, wide) if page.rotation % 180 else (wide, high))
    return sizes


def pictures_of(pdf: bytes) -> list[QImage]:
    count = len(PdfReader(io.BytesIO(pdf)).pages)
    return [read_picture(png) for png in paint(pdf, 1, count, 72.0 * DOTS_A_POINT)]


def ink(image: QImage) -> list[int]:
    """How dark every point is, 0 to 255, point by point from the upper left corner of an A4 page."""
    wide, high = (841, 594) if image.width() > image.height() else (594, 841)
    image = image.copy(0, 0, wide * DOTS_A_POINT, high * DOTS_A_POINT)
    way, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    canvas = image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(wide, high, way, smooth)
    canvas = canvas.convertToFormat(QImage.Format.Format_Grayscale8)
    return [255 - value for line in range(high) for value in bytes(canvas.constScanLine(line))[:wide]]


def likeness(left: QImage, right: QImage) -> float:
    """Share of the ink that two pictures have in common."""
    one, other = ink(left), ink(right)
    assert len(one) == len(other)
    both = sum(map(min, one, other))
    return both / max(sum(one), sum(other), 1)


@pytest.fixture
def printer(opened, tmp_path):
    printer = FilePrinter(tmp_path / "印出.pdf")
    opened.printing.chooser = printer
    return printer


def plain(window, place: str, *, review: bool = False, copy: int = 0) -> bytes:
    return maker_of(window.session.snapshot(), place, lambda: False, review=review)(copy)


@pytest.mark.parametrize("place", ["outline", "tasks", "matrix", "table"])
def test_every_page_is_printed_as_the_pdf_has_it(opened, qtbot, printer, place):
    key = next(one.key for one in opened.workspace.places if one.key.startswith(place))
    opened.workspace.go_to(key)
    opened.commands.print.trigger()
    settle(opened, qtbot)
    wanted = plain(opened, key)
    sizes = sizes_of(wanted)
    assert len(printer.sizes()) == len(sizes) > 0
    for got, want in zip(printer.sizes(), sizes, strict=True):
        assert got == pytest.approx(want, abs=POINT)
    for got, want in zip(printer.pictures(), pictures_of(wanted), strict=True):
        assert likeness(got, want) > LIKE
    assert opened.notice.text() == f"已送往打印机：{len(sizes)} 页"


def test_likeness_sees_a_page_that_is_half_a_point_lower(opened):
    [page, *_] = pictures_of(plain(opened, "outline"))
    moved = QImage(page.size(), page.format())
    moved.fill(QColor("white"))
    painter = QPainter(moved)
    painter.drawImage(0, DOTS_A_POINT // 2, page)
    painter.end()
    assert likeness(page, page) == 1
    assert likeness(page, moved) < LIKE


def test_plan_with_upright_and_turned_pages_turns_the_sheet(opened, qtbot, printer):
    opened.commands.print.trigger()
    settle(opened, qtbot)
    turned = [wide > high for wide, high in printer.sizes()]
    assert True in turned
    assert False in turned


def test_review_copy_is_printed_in_one_step(opened, qtbot, printer):
    opened.workspace.go_to("matrix")
    opened.commands.print_review.trigger()
    settle(opened, qtbot)
    assert printer.asked == [("老旧小区加装电梯工作方案审阅稿", True)]
    wanted = pictures_of(plain(opened, "outline", review=True))
    got = printer.pictures()
    assert len(got) == len(wanted)
    assert all(likeness(one, other) > LIKE for one, other in zip(got[1:], wanted[1:], strict=True))
    formal = pictures_of(plain(opened, "outline"))
    assert all(likeness(one, other) < LIKE for one, other in zip(got, formal, strict=True))


def test_numbered_copies_differ_in_their_number_alone(opened, qtbot, printer):
    printer.order = PrintOrder(first=1, last=1, copies=2, numbered=True)
    opened.commands.print_review.trigger()
    settle(opened, qtbot)
    first, second = printer.pictures()
    assert first != second
    for copy, got in ((1, first), (2, second)):
        [wanted, *_] = pictures_of(plain(opened, "outline", review=True, copy=copy))
        assert likeness(got, wanted) > LIKE
    assert first.copy(0, 240, 2380, 3128) == second.copy(0, 240, 2380, 3128)


def test_range_of_pages(opened, qtbot, printer):
    pages = len(sizes_of(plain(opened, "outline")))
    printer.order = PrintOrder(first=2, last=pages + 5)
    opened.commands.print.trigger()
    settle(opened, qtbot)
    assert len(printer.sizes()) == pages - 1
    assert likeness(printer.pictures()[0], pictures_of(plain(opened, "outline"))[1]) > LIKE


def test_range_without_pages_is_told(opened, qtbot, printer):
    printer.order = PrintOrder(first=500, last=600)
    opened.commands.print.trigger()
    settle(opened, qtbot)
    assert "没有页面" in opened.notice.text()


def test_two_pages_a_sheet(opened, qtbot, printer):
    pages = len(sizes_of(plain(opened, "outline")))
    printer.order = PrintOrder(two_up=True)
    opened.commands.print.trigger()
    settle(opened, qtbot)
    sizes = printer.sizes()
    assert len(sizes) == (pages + 1) // 2
    assert sizes[0] == pytest.approx((841.9, 595.3), abs=POINT)
    sheet = printer.pictures()[0]
    left = sheet.copy(0, 0, sheet.width() // 2, sheet.height())
    assert sum(ink(left)) > 0


def test_nothing_is_printed_when_the_dialog_is_left(opened, qtbot, printer):
    printer.order = None
    opened.commands.print.trigger()
    settle(opened, qtbot)
    assert not printer.path.exists()


def test_printing_can_be_stopped(opened, qtbot, printer):
    jobs = []
    opened.printing.working.connect(lambda job, _text: jobs.append(job))
    opened.printing.working.connect(lambda job, _text: job.cancel())
    told = []
    opened.printing.printed.connect(told.append)
    opened.commands.print.trigger()
    settle(opened, qtbot)
    assert len(jobs) == 1
    assert not told
    assert not opened.notice.is_error()


def test_empty_plan_says_that_there_is_nothing(window, tmp_path, chooser):
    chooser.answer = tmp_path / "空白.fangan"
    window.files.create_plan()
    failed = []
    window.printing.failed.connect(failed.append)
    window.printing.print_review()
    assert isinstance(failed[0], InputError)
    assert "没有可以打印的页面" in str(failed[0])


def test_office_printer_prints_a4_to_the_edge(qapp):
    printer = office_printer()
    assert printer.fullPage()
    assert printer.pageLayout().pageSize().name().startswith("A4")


def test_order_takes_what_the_dialogs_say(qapp, qtbot):
    options = PrintOptions(review=True)
    qtbot.addWidget(options)
    printer = office_printer()
    assert options.order(printer) == PrintOrder()
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 3)
    options.two_up.setChecked(True)
    options.numbered.setChecked(True)
    assert options.order(printer) == PrintOrder(2, 3, printer.copyCount(), two_up=True, numbered=True)


def test_narrowed_matrix_prints_what_it_shows(opened, qtbot, printer):
    opened.workspace.go_to("matrix")
    view = opened.workspace.view()
    unit = opened.session.content.units[-1]
    view.narrow(Narrowing(unit=unit.id))
    opened.commands.print.trigger()
    settle(opened, qtbot)
    make = maker_of(opened.session.snapshot(), "matrix", lambda: False, review=False, compose=view.composer())
    [got], [want], [whole] = printer.pictures(), pictures_of(make(0)), pictures_of(plain(opened, "matrix"))
    assert likeness(got, want) > LIKE > likeness(got, whole)
    text = PdfReader(io.BytesIO(make(0))).pages[0].extract_text()
    assert "守住安全底线" in text and "摸清加装需求" not in text
    assert f"列{unit.name}承担的任务1项" in "".join(text.split())

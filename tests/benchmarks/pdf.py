"""What a PDF costs beside a bare compile of the same text and beside other ways: 4 to 10,000 rows; the first page.

    python3 packaging/dev.py bench

The bound is Typst on plain markup: the same words and page numbers in the same sizes and widths on the same paper, its
fonts found before, nothing remembered. Ours is the whole way from the plan's values to the bytes; long ones in a child
process, its start counted in. LibreOffice converts the Word file of the same table (up to 300 rows: its time grows with
the square), QTextDocument prints it (up to 100 rows: each page is painted from the whole). A peer that is not installed
is passed over. Figures are medians measured in turns in one run; peak memory is that of a process of its own.
"""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from importlib.util import find_spec
from pathlib import Path
from statistics import median

import typst

from domain.tables import AppendixTable
from exporters import pdf_engine
from exporters.blocks import BodyParagraph, Document, Heading, Table
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.page import GAP_BELOW_TITLE, Layout, to_points
from exporters.pdf import PdfWriter
from exporters.typesetting import Typesetter
from exporters.word import WordWriter
from importers.read import read_plan_text
from resources import resource as shipped
from tests.benchmarks.exports import make_table

PAIRS = 5
PEAK_ROWS = (1_000, 10_000)
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_LAYOUT = Layout()
_DOTS = 96
_MOST_QT = 100
_FONTS = '("Liberation Serif", "FandolFang R", "Noto Serif SC")'
Make = Callable[[], object]


def go_on() -> None:
    """Nobody stops a benchmark."""


def ours(table: AppendixTable) -> Make:
    """The whole route from values to bytes."""
    writer = PdfWriter(_LAYOUT)

    def make() -> bytes:
        stream = io.BytesIO()
        writer.write(compose_appendix(_LAYOUT, table), stream, _WHEN, go_on)
        return stream.getvalue()

    return make


def bare(document: Document, *, tagged: bool = True) -> Make:
    """Typst alone on the same text."""
    source = _table_markup(document)
    fonts = pdf_engine._fonts()
    return lambda: typst.compile(source, font_paths=fonts, format="pdf", pdf_tags=tagged)


def later() -> tuple[Make, Make]:
    """A small table after others, each time a new one; and Typst as it is called without a thought on such tables."""
    table = make_table(4 * 4 * PAIRS)
    few = [replace(table, rows=table.rows[start : start + 4]) for start in range(0, len(table.rows), 4)]
    mine, others = iter(few[::2]), iter(few[1::2])

    def by_default() -> object:
        return typst.compile(_table_markup(compose_appendix(_LAYOUT, next(others))), format="pdf")

    return lambda: ours(next(mine))(), by_default


def _string(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(size: float, pitch: float) -> str:
    half = (pitch - size) / 2
    return f"top-edge: {size * 0.86 + half}pt, bottom-edge: {-size * 0.14 - half}pt"


def _table_markup(document: Document) -> bytes:
    (section,) = document.sections
    (table,) = (block for block in section.blocks if isinstance(block, Table))
    paper = _LAYOUT.paper(section.landscape)
    widths = ", ".join(f"{to_points(column.width)}pt" for column in table.columns)
    head = ", ".join(
        f"table.cell(x: {cell.column}, y: {cell.row}, colspan: {cell.column_span}, rowspan: {cell.row_span}, "
        f"{_string(cell.text)})"
        for cell in table.head
    )
    heads = ", ".join(f"{height}pt" for height in table.head_heights)
    above = 2 * _LAYOUT.line_pitch / 20 + _LAYOUT.line_title + GAP_BELOW_TITLE
    cells = ",\n".join(
        "[" + "#parbreak()".join(f"#{_string(line)}" for line in cell.lines) + "]"
        for row in table.rows
        for cell in row.cells
    )
    return (
        f"#set page(width: {paper.width / 20}pt, height: {paper.height / 20}pt, "
        f"margin: (x: {paper.left / 20}pt, y: {paper.top / 20}pt), "
        f"numbering: {_string('— 1 —')})\n"
        f'#set text(font: {_FONTS}, size: {table.body_size}pt, lang: "zh", region: "cn", '
        f"{_lines(table.body_size, _LAYOUT.line_pitch_in_table(table.body_size))})\n"
        "#set par(leading: 0pt, spacing: 0pt)\n"
        f"#block(height: {above}pt, {_string(document.title)})\n"
        f"#table(columns: ({widths}), rows: ({heads}, auto), stroke: 0.5pt, "
        f"inset: (x: {to_points(table.cell_margin)}pt, y: 2.27pt), align: left + horizon,\n"
        f"table.header({head}),\n{cells})"
    ).encode()


def with_soffice(table: AppendixTable, folder: Path) -> Make:
    """LibreOffice on the Word file of the same table."""
    path = folder / f"{len(table.rows)}.docx"
    with path.open("wb") as stream:
        WordWriter(_LAYOUT, character_grid=False).write(compose_appendix(_LAYOUT, table), stream, _WHEN, go_on)
    command = [
        *("soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"),
        *("--convert-to", "pdf", "--outdir", str(folder), str(path)),
    ]
    return lambda: subprocess.run(command, check=True, capture_output=True, timeout=600)


def with_qt(table: AppendixTable, folder: Path) -> Make:
    """QTextDocument printing the same table."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QMarginsF, QSizeF
    from PySide6.QtGui import QGuiApplication, QPageLayout, QPageSize, QPdfWriter, QTextDocument

    application = QGuiApplication.instance() or QGuiApplication([])
    (section,) = compose_appendix(_LAYOUT, table).sections
    (drawn,) = (block for block in section.blocks if isinstance(block, Table))
    rows = "".join(
        "<tr>" + "".join(f"<td>{'<br>'.join(map(escape, cell.lines))}</td>" for cell in row.cells) + "</tr>"
        for row in drawn.rows
    )
    html = (
        f'<table border="1" cellspacing="0" width="100%" style="font-size:{drawn.body_size}pt;'
        f"font-family:'FandolFang R'\">{rows}</table>"
    )

    def make() -> bytes:
        assert application is not None
        path = folder / "qt.pdf"
        writer = QPdfWriter(str(path))
        size, across = QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Landscape
        writer.setPageLayout(QPageLayout(size, across, QMarginsF(36, 27, 36, 27), QPageLayout.Unit.Millimeter))
        text = QTextDocument()
        text.setHtml(html)
        text.setPageSize(QSizeF(to_points(_LAYOUT.frame_mm(True)), to_points(_LAYOUT.frame_mm(False))))
        text.print_(writer)
        del writer
        return path.read_bytes()

    return make


def first_page(changed: bool) -> tuple[Make, Make]:
    """The first page of the shipped plan after an edit, as the preview has it, and as Typst paints its bare words."""
    content = read_plan_text(shipped("sample/plan.txt").read_text(encoding="utf-8"), "plan.txt").content
    setter = Typesetter(_LAYOUT)
    edits = iter(range(10_000))

    def edited() -> Document:
        nodes = tuple(
            replace(node, title=f"{node.title}{next(edits)}") if index == 0 else node
            for index, node in enumerate(content.nodes)
        )
        return compose_plan(_LAYOUT, replace(content, nodes=nodes))

    setter.page_count(edited())
    if not changed:
        setter = Typesetter(_LAYOUT)

    def make() -> object:
        return setter.pages(edited(), 1, 1, _DOTS)

    def alone() -> object:
        source = _text_markup(edited())
        return typst.compile(source, font_paths=pdf_engine._fonts(), format="png", ppi=_DOTS)

    return make, alone


def _text_markup(document: Document) -> bytes:
    """What stands on the first page, in plain markup."""
    words = []
    for block in document.sections[0].blocks:
        if isinstance(block, Heading):
            words.append(f"= #{_string(block.text)}")
        elif isinstance(block, BodyParagraph):
            words.append(f"#{_string(block.text)}")
        if sum(map(len, words)) > 22 * 28:
            break
    paper, size = _LAYOUT.portrait, _LAYOUT.size_body
    return (
        f"#set page(width: {paper.width / 20}pt, height: {paper.height / 20}pt, margin: 80pt)\n"
        f'#set text(font: {_FONTS}, size: {size}pt, lang: "zh", {_lines(size, _LAYOUT.line_pitch / 20)})\n'
        "#set par(leading: 0pt, spacing: 0pt, justify: true)\n" + "\n\n".join(words)
    ).encode()


def timed(make: Make, *, forgets: bool = True) -> float:
    """Seconds that something takes, while Typst remembers nothing unless it should."""
    if forgets:
        pdf_engine.forget()
    began = time.perf_counter()
    make()
    return time.perf_counter() - began


def ratio(first: Make, second: Make, pairs: int = PAIRS, *, forgets: bool = True) -> tuple[float, float, float]:
    """Medians of two things measured in turns, and the median of their ratios."""
    figures = [(timed(first, forgets=forgets), timed(second, forgets=forgets)) for _ in range(pairs)]
    return (
        median(one for one, _ in figures),
        median(other for _, other in figures),
        median(one / other for one, other in figures),
    )


def line(name: str, figures: tuple[float, float, float], target: str = "") -> None:
    """One row of the table."""
    first, second, share = figures
    sys.stdout.write(f"{name:<48}{first * 1000:>10.1f} ms{second * 1000:>10.1f} ms{share:>8.2f}  {target}\n")
    sys.stdout.flush()


def peak(rows: int) -> float:
    """Megabytes that a process and its child need at most to export a table, together."""
    done = subprocess.run([sys.executable, __file__, str(rows)], check=True, capture_output=True, text=True)
    return float(done.stdout)


def _measure_peak(rows: int) -> None:
    with tempfile.TemporaryFile() as stream:
        PdfWriter(_LAYOUT).write(compose_appendix(_LAYOUT, make_table(rows)), stream, _WHEN, go_on)
    used = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    sys.stdout.write(f"{sum(used) / 1024:.1f}")


def main() -> int:
    """Measure everything and print the table."""
    # First of all: a new process counts as its own what the one that started it held.
    for rows in PEAK_ROWS:
        sys.stdout.write(f"peak, {rows:,} rows, both processes{'':<20}{peak(rows):>10.1f} MB  ≤ 600 MB\n")
    pdf_engine.prepare()
    sys.stdout.write(f"{'':<48}{'ours':>13}{'other':>13}{'ratio':>8}  target\n")
    documents = {rows: compose_appendix(_LAYOUT, make_table(rows)) for rows in (4, 100, 1_000)}
    seconds = {}
    for rows, document in documents.items():
        # Parts are set without tags, and so is what they are compared with.
        figures = ratio(ours(make_table(rows)), bare(document, tagged=rows < 1_000), PAIRS if rows < 1_000 else 3)
        seconds[rows] = figures[0]
        line(f"{rows:,} rows / bare compile", figures, "≤ 1.1")
    line("4 rows later / default call", ratio(*later(), forgets=False), "≤ 0.25")
    began = time.perf_counter()
    ours(make_table(10_000))()
    took = time.perf_counter() - began
    growth = took / seconds[1_000]
    sys.stdout.write(f"10,000 rows {took:.1f} s, growth 1,000 → 10,000 rows{'':<26}{growth:>8.2f}  linear: ≤ 10.5\n")
    for name, changed in (("first page, plan just opened", False), ("first page after an edit", True)):
        line(f"{name} / bare compile of it", ratio(*first_page(changed)), "≤ 2")
    _peers()
    return 0


def _peers() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for rows in (4, 100, 300):
            table = make_table(rows)
            if shutil.which("soffice"):
                line(f"{rows:,} rows / LibreOffice", ratio(ours(table), with_soffice(table, folder), 3))
            if find_spec("PySide6") and rows <= _MOST_QT:
                line(f"{rows:,} rows / QTextDocument", ratio(ours(table), with_qt(table, folder), 3))


if __name__ == "__main__":
    if len(sys.argv) == 2:
        _measure_peak(int(sys.argv[1]))
        sys.exit(0)
    sys.exit(main())

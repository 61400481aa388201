"""What an export costs beside the least it could cost and beside other writers: Word and Excel, 4 to 10,000 rows.

    python3 packaging/dev.py bench

The bound builds the same markup from strings and zips it. Ours is the whole way from the plan's values to the bytes:
widths, sizes and heights reckoned, too. Each figure is the ratio of two medians measured in turns in one run; peak
memory is that of a process of its own.
"""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from random import Random
from statistics import median
from xml.sax.saxutils import escape, unescape

from domain.cell_items import parse_cell
from domain.returned import Origin
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec
from exporters.compose_tables import compose_appendix
from exporters.excel import ExcelWriter
from exporters.keys import with_origin
from exporters.page import Layout
from exporters.word import WordWriter

PAIRS = 5
PEAK_ROWS = 10_000
_LETTERS = "加强统筹质量攻关培养平台标准检测企业服务试点评价提升工程实施体系建设"
_WHEN = datetime(2026, 1, 1, tzinfo=UTC)
_PIECE = re.compile(r"(<(?:w:)?t(?: [^>]*)?>)([^<]*)")
_LAYOUT = Layout()
Write = Callable[[], bytes]


def make_table(rows: int) -> AppendixTable:
    """Nine columns under a two-row header; cells of 20 to 200 letters in 1 to 4 paragraphs."""
    random = Random(7)

    def cell() -> str:
        letters = "".join(random.choices(_LETTERS, k=random.randint(20, 200)))
        step = len(letters) // random.randint(1, 4) + 1
        return "\n".join(letters[start : start + step] for start in range(0, len(letters), step))

    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER),
        *(TableColumn(f"c{number}", (f"第{number}列",)) for number in range(2, 5)),
        *(TableColumn(f"c{number}", ("产业链质量问题", f"第{number}类")) for number in range(5, 10)),
    )
    lines = tuple(
        TableRow(seq, seq, {column.key: parse_cell(cell()) for column in columns[1:]}) for seq in range(1, rows + 1)
    )
    return AppendixTable(1, TableSpec("附表1", "问题清单", columns), lines)


def ours(table: AppendixTable, writer: WordWriter | ExcelWriter) -> Write:
    """The whole route from values to bytes."""

    def write() -> bytes:
        stream = io.BytesIO()
        writer.write(compose_appendix(_LAYOUT, table), stream, _WHEN, lambda: None)
        return stream.getvalue()

    return write


def keyed(table: AppendixTable, writer: WordWriter | ExcelWriter) -> Write:
    """The same with the hidden keys by which a returned file is known."""
    origin = Origin("0" * 32, 1, "1/1/2026-01-01T00:00:00+00:00")

    def write() -> bytes:
        stream = io.BytesIO()
        document = with_origin(compose_appendix(_LAYOUT, table), origin, _LAYOUT, "附表1")
        writer.write(document, stream, _WHEN, lambda: None)
        return stream.getvalue()

    return write


def bound(file: bytes) -> Write:
    """The same parts: their large one built again from markup and texts, and zipped."""
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    largest = max(parts, key=lambda name: len(parts[name]))
    pieces = _PIECE.split(parts[largest].decode())
    pairs = [(pieces[index] + pieces[index + 1], unescape(pieces[index + 2])) for index in range(0, len(pieces) - 1, 3)]
    rest = pieces[-1]

    def write() -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in parts.items():
                if name != largest:
                    archive.writestr(name, data)
            with archive.open(largest, "w") as part:
                for start in range(0, len(pairs), 500):
                    part.write(
                        "".join(f"{markup}{escape(text)}" for markup, text in pairs[start : start + 500]).encode()
                    )
                part.write(rest.encode())
        return stream.getvalue()

    return write


def texts_of(table: AppendixTable) -> list[list[str]]:
    """Printed texts, row by row."""
    return [[table.printed(index, column) for column in table.spec.columns] for index in range(len(table.rows))]


def with_docxtpl(table: AppendixTable) -> Write:
    """docxtpl filling one row of a template."""
    import docx
    from docxtpl import DocxTemplate

    template = docx.Document()
    grid = template.add_table(3, 9)
    grid.cell(0, 0).text = "{%tr for row in rows %}"
    for column in range(9):
        grid.cell(1, column).text = f"{{{{ row[{column}] }}}}"
    grid.cell(2, 0).text = "{%tr endfor %}"
    held = io.BytesIO()
    template.save(held)
    rows = texts_of(table)

    def write() -> bytes:
        document = DocxTemplate(io.BytesIO(held.getvalue()))
        document.render({"rows": rows})
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return write


def with_xlsxwriter(table: AppendixTable) -> Write:
    """XlsxWriter, rows in constant memory."""
    import xlsxwriter

    rows = texts_of(table)

    def write() -> bytes:
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        look = book.add_format({"font_name": "仿宋_GB2312", "font_size": 10.5, "text_wrap": True, "border": 1})
        sheet = book.add_worksheet("附表1")
        for number, row in enumerate(rows):
            sheet.set_row(number, 60)
            for column, text in enumerate(row):
                sheet.write_string(number, column, text, look)
        book.close()
        return stream.getvalue()

    return write


def with_openpyxl(table: AppendixTable) -> Write:
    """openpyxl, the usual way."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    rows = texts_of(table)

    def write() -> bytes:
        book = Workbook()
        sheet = book.worksheets[0]
        font, look = Font(name="仿宋_GB2312", size=10.5), Alignment(wrap_text=True)
        for number, row in enumerate(rows, start=1):
            for column, text in enumerate(row, start=1):
                cell = sheet.cell(number, column, text)
                cell.font, cell.alignment = font, look
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return write


def ratio(one: Write, other: Write, pairs: int = PAIRS) -> tuple[float, float, float]:
    """Median seconds of both, taken in turns, and their ratio."""
    one(), other()
    times: list[tuple[float, float]] = []
    for _ in range(pairs):
        times.append((_seconds(one), _seconds(other)))
    first, second = median(pair[0] for pair in times), median(pair[1] for pair in times)
    return first, second, first / second


def _seconds(work: Write) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def _line(name: str, figures: Sequence[float], target: str) -> None:
    first, second, share = figures
    sys.stdout.write(f"{name:<44}{first * 1000:>9.1f} ms{second * 1000:>9.1f} ms{share:>8.2f}  {target}\n")


def peak(kind: str, rows: int) -> float:
    """Megabytes a process needs at most to export a table, `rows` 0 for making the plan's values only."""
    script = [sys.executable, __file__, kind, str(rows)]
    return float(subprocess.run(script, check=True, capture_output=True, text=True).stdout)


def _measure_peak(kind: str, rows: int) -> None:
    table = make_table(abs(rows))
    if rows > 0:
        ours(table, WordWriter(_LAYOUT) if kind == "word" else ExcelWriter(_LAYOUT))()
    sys.stdout.write(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.1f}")


def main() -> int:
    """Measure everything and print the table."""
    sys.stdout.write(f"{'':<44}{'ours':>12}{'other':>12}{'ratio':>8}  target\n")
    seconds: dict[tuple[str, int], float] = {}
    for kind, writer in (("Word", WordWriter(_LAYOUT)), ("Excel", ExcelWriter(_LAYOUT))):
        for rows in (4, 1_000, 10_000):
            own = ours(make_table(rows), writer)
            figures = ratio(own, bound(own()), 21 if rows == 4 else PAIRS)
            seconds[kind, rows] = figures[0]
            _line(f"{kind} {rows} rows / bound", figures, "≤ 1.5" if rows == 4 else "≤ 1.25")
        long_table = make_table(10_000)
        with_keys, without = keyed(long_table, writer), ours(long_table, writer)
        _line(f"{kind} 10,000 rows with keys / without", ratio(with_keys, without), "≤ 1.05")
        share = len(with_keys()) / len(without())
        sys.stdout.write(f"{kind} size with keys / without{'':<42}{share:>8.3f}\n")
        growth = seconds[kind, 10_000] / seconds[kind, 1_000]
        sys.stdout.write(f"{kind} growth 1,000 → 10,000 rows{'':<38}{growth:>8.2f}  ≤ 10.5\n")
    table = make_table(1_000)
    _line("Word 1,000 rows / docxtpl", ratio(ours(table, WordWriter(_LAYOUT)), with_docxtpl(table), 3), "≤ 0.2")
    excel = ours(table, ExcelWriter(_LAYOUT))
    _line("Excel 1,000 rows / XlsxWriter", ratio(excel, with_xlsxwriter(table)), "≤ 0.5")
    _line("Excel 1,000 rows / openpyxl", ratio(excel, with_openpyxl(table), 3), "")
    for kind in ("word", "excel"):
        loaded, whole = peak(kind, -PEAK_ROWS), peak(kind, PEAK_ROWS)
        name = f"{kind} peak, {PEAK_ROWS:,} rows / values alone"
        sys.stdout.write(f"{name:<44}{whole:>9.1f} MB{loaded:>9.1f} MB{whole - loaded:>+8.1f}  ≤ +10 MB\n")
    return 0


if __name__ == "__main__":
    if len(sys.argv) == 3:
        _measure_peak(sys.argv[1], int(sys.argv[2]))
        sys.exit(0)
    sys.exit(main())

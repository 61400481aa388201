"""What reading returned files costs beside expat, calamine and openpyxl: 500 workbooks, one of 50,000 rows.

    python3 packaging/dev.py bench

The bound inflates every XML part and runs expat over it. Ours is the whole route in one process:
guard, grid, headers, matching, values, findings; and the same through two reading processes, answers sent and taken
in. Each figure is the ratio of two medians measured in turns in one run; the peers read cells and understand nothing.
"""

from __future__ import annotations

import io
import sys
import time
import zipfile
from collections.abc import Callable
from statistics import median
from xml.parsers import expat

from domain.enterprise_names import looks_like_enterprise
from domain.form_values import parse_grade
from importers.form_specs import shipped_form
from importers.guard import GivenFile
from importers.submissions import read_submission_bytes
from tests.importers.returns.layouts import blank_down, merged_down, plain, repeated, shuffled, titled, two_rows, typed
from tests.importers.returns.model import Draw, Page
from tests.importers.returns.write import openpyxl_xlsx

PAIRS = 5
FILES = 500
ROWS = 50_000
_FORM = shipped_form("quality_problems")


def make_files(count: int) -> list[bytes]:
    """Workbooks as enterprises send them, a handful of rows each."""
    makers = (plain, titled, two_rows, merged_down, blank_down, shuffled, repeated, typed)
    return [
        openpyxl_xlsx(makers[number % len(makers)](Draw(f"bench {number}", 0), _FORM.key).pages)
        for number in range(count)
    ]


def make_large(rows: int) -> bytes:
    """One table of many rows under the form's own header."""
    page = Page("汇总")
    fields = [field for field in _FORM.fields if field.key not in ("contact", "phone")]
    for column, field in enumerate(fields):
        page.put(0, column, field.title)
    draw = Draw("large", 0)
    texts = draw.sentences(80)
    names = [draw.enterprise() for _ in range(200)]
    for row in range(1, rows + 1):
        own = (names[row % 200], "上游", "东城区", "质量技术问题", f"{texts[row % 80]}{row}", "★★")
        for column, value in enumerate(own):
            page.put(row, column, value)
    return openpyxl_xlsx([page])


def bound(data: bytes) -> None:
    """Expat over the XML, and nothing more."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for part in package.namelist():
            if part.endswith((".xml", ".rels")):
                expat.ParserCreate().Parse(package.read(part), True)


def all_of_ours(files: list[bytes]) -> Callable[[], None]:
    """The whole route, each run with a form of its own: nothing is known from the run before."""

    def run() -> None:
        form = shipped_form(_FORM.key)
        looks_like_enterprise.cache_clear()
        parse_grade.cache_clear()
        for data in files:
            read_submission_bytes(data, "回执.xlsx", form)

    return run


def with_calamine(data: bytes) -> None:
    """Cells by calamine, as values."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def with_openpyxl(data: bytes) -> None:
    """Cells by openpyxl's read-only mode."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book.worksheets:
        sheet.reset_dimensions()
        for _ in sheet.iter_rows(values_only=True):
            pass


def over(files: list[bytes], read: Callable[[bytes], None]) -> Callable[[], None]:
    """Read every file."""

    def run() -> None:
        for data in files:
            read(data)

    return run


def through_processes(files: list[bytes]) -> Callable[[], None]:
    """The route of the window: two reading processes, their answers as drafts; their start counted in."""
    from desktop.collecting import read_returns
    from domain.submission_draft import SubmissionChoices

    given = [GivenFile(f"{number}.xlsx", data) for number, data in enumerate(files)]

    def run() -> None:
        read_returns(given, SubmissionChoices(_FORM))

    return run


def compare(runs: dict[str, Callable[[], None]]) -> dict[str, float]:
    """Medians of runs in turns, in seconds."""
    times: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(PAIRS + 1):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            if turn:
                times[name].append(time.perf_counter() - started)
    return {name: median(values) for name, values in times.items()}


def main() -> int:
    """Measure and print the tables."""
    files = make_files(FILES)
    readers = {"expat (bound)": bound, "calamine": with_calamine, "openpyxl read-only": with_openpyxl}
    peers = {name: over(files, read) for name, read in readers.items()}
    own = {"ours": all_of_ours(files), "ours, two processes": through_processes(files)}
    small = compare(peers | own)
    table(f"{FILES} workbooks", small, 3.0)
    share = small["ours"] / small["openpyxl read-only"]
    sys.stdout.write(f"{'ours / openpyxl read-only':32}{share:>18.2f} ×{'≤ 0.3':>12}\n")
    large = [make_large(ROWS)]
    peers = {name: over(large, read) for name, read in readers.items()}
    table(f"one sheet of {ROWS:,} rows", compare(peers | {"ours": all_of_ours(large)}), 2.5)
    return 0


def table(title: str, medians: dict[str, float], target: float) -> None:
    """Print medians as ratios of the bound."""
    least = medians["expat (bound)"]
    sys.stdout.write(f"\n{title:32}{'seconds':>10}{'× bound':>10}{'target':>12}\n")
    for name, seconds in medians.items():
        aim = f"≤ {target}" if name.startswith("ours") else ""
        sys.stdout.write(f"{name:32}{seconds:>10.2f}{seconds / least:>10.2f}{aim:>12}\n")


if __name__ == "__main__":
    sys.exit(main())

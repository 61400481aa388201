"""The same documents as other programs would have saved them: `python -m tests.importers.accuracy.variants`.

Every plan of the set is written in each form that can hold it, about a thousand files, and scored against its truth.
Not part of the tests: some forms lose what the truth tells of (a PDF's running head that stands once is no head).
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from tests.importers.accuracy.make import write
from tests.importers.accuracy.masters import Master, read_masters
from tests.importers.accuracy.measure import MEASURES, Score, measure


@dataclass(frozen=True)
class Form:
    """A way to write a document: writer, suffix, options, and what the document must not have."""

    writer: str
    suffix: str
    options: dict[str, str] = field(default_factory=dict)
    without: frozenset[str] = frozenset()


_NO_MARKS = frozenset({"marks"})
_BROKEN = _NO_MARKS | {"tables", "unnumbered"}
_NUMBERED = frozenset({"other numbers", "doubts"})
FORMS = (
    Form("python-docx", "docx", {"style": "plain"}, _NO_MARKS | {"unnumbered"}),
    Form("python-docx", "docx", {"style": "bold"}, _NO_MARKS | {"unnumbered"}),
    Form("python-docx", "docx", {"style": "heading"}, _NO_MARKS | {"doubts"}),
    Form("wordml", "docx", {"numbering": "auto"}, _NUMBERED),
    Form("wordml", "docx", {"numbering": "style"}, _NUMBERED),
    Form("wordml", "docx", {"outline": "yes"}, frozenset({"doubts"})),
    Form("text", "txt", {"encoding": "gb18030", "layout": "plain"}, _NO_MARKS | {"unnumbered", "lines in cells"}),
    Form("text", "txt", {"layout": "indent"}, _NO_MARKS | {"unnumbered", "lines in cells"}),
    Form("text", "txt", {"layout": "oneline"}, _BROKEN),
    Form("text", "txt", {"layout": "pdf", "blank": "yes", "width": "36", "page": "12", "tail": "yes"}, _BROKEN),
    Form("text", "txt", {"layout": "pdf", "indent": "yes", "width": "30", "page": "10", "foot": "of"}, _BROKEN),
    Form("text", "txt", {"layout": "pdf", "blank": "yes", "width": "40", "page": "15", "foot": "bare"}, _BROKEN),
    Form("markdown", "md", {}, _NO_MARKS | {"unnumbered", "run-in", "deep headers"}),
)
_STYLES = {1: "、", 2: "）", 3: "."}


def traits_of(master: Master) -> set[str]:
    """What a document has that not every form can hold."""
    headings = master.truth["headings"]
    tables = master.truth["tables"]
    cells = [cell for table in tables for row in table["rows"] for cell in row]
    checks = {
        "marks": any("«" in item.text + item.run_in for item in master.items) or bool(master.truth["remarks"]),
        "tables": bool(tables),
        "tasks": any(table["tasks"] for table in tables),
        "unnumbered": any(not one["number"] for one in headings),
        "doubts": any(one["mode"] in ("doubtful", "either") for one in headings),
        "other numbers": _has_other_numbers(master),
        "lines in cells": any("\n" in cell for cell in cells),
        "run-in": any(item.run_in for item in master.items),
        "deep headers": any(len(path) > 1 for table in tables for path in table["columns"]),
    }
    return {name for name, holds in checks.items() if holds}


def _has_other_numbers(master: Master) -> bool:
    """Whether numbers are not 一、（一）1. that restart under each heading, as the automatic lists here count."""
    latest: Counter[int] = Counter()
    values = "一二三四五六七八九十"
    for one in master.truth["headings"]:
        level, number = one["level"], one["number"]
        if not number.endswith(_STYLES.get(level, "?")):
            return True
        latest[level] += 1
        for deeper in range(level + 1, 6):
            latest[deeper] = 0
        bare = number.strip("（）、.")
        if bare not in (values[latest[level] - 1 : latest[level]], str(latest[level])):
            return True
    return False


def main() -> int:
    """Print the scores by form; 1 when anything was missed."""
    totals: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    counts: Counter[str] = Counter()
    plans = [master for master in read_masters() if master.truth["headings"]]
    with tempfile.TemporaryDirectory() as folder:
        for master in plans:
            traits = traits_of(master)
            for form in FORMS:
                name = f"{form.writer} {' '.join(form.options.values())}"
                if traits & form.without or "tasks" in traits:
                    continue
                path = Path(folder) / f"{master.name.partition('.')[0]}.{form.suffix}"
                path.write_bytes(write(Master(path.name, form.writer, form.options, master.items)))
                counts[name] += 1
                for key, one in measure(path, {**master.truth, "file": path.name}).items():
                    totals[name][key] += one
                    totals["total"][key] += one
    counts["total"] = sum(counts.values())
    sys.stdout.write(f"{'recall/precision %':44} {' '.join(f'{key:>11}' for key in MEASURES)}\n")
    for name, scores in totals.items():
        figures = " ".join(f"{scores[key].recall * 100:5.1f}/{scores[key].precision * 100:5.1f}" for key in MEASURES)
        sys.stdout.write(f"{f'{name} ({counts[name]})':44} {figures}\n")
    return int(any(one.missed or one.wrong for one in totals["total"].values()))


if __name__ == "__main__":
    sys.exit(main())

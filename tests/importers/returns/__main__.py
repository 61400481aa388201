"""Print how well returned files are read: `python -m tests.importers.returns [--batch 0|1] [-v] [layout …]`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from tests.importers.returns.make import cases, file_bytes, file_name, office_bytes
from tests.importers.returns.measure import Score, measure
from tests.importers.returns.write import OFFICE_KINDS

_FIGURES = "files rows found recall precision mistakes told alarms invented uncounted refused"


def main(arguments: list[str]) -> int:
    """Print tables by layout, by kind of file and by field; 1 when anything is wrong."""
    batch = int(arguments[arguments.index("--batch") + 1]) if "--batch" in arguments else 0
    names = [one for one in arguments if not one.startswith("-") and not one.isdecimal()]
    made = [one for one in cases(batch) if not names or one.layout in names]
    program = shutil.which("soffice")
    if program is None:
        made = [one for one in made if one.kind not in OFFICE_KINDS]
    by: dict[str, dict[str, Score]] = defaultdict(lambda: defaultdict(Score))
    total = Score()
    with tempfile.TemporaryDirectory() as folder:
        saved = office_bytes(made, program, Path(folder)) if program else {}
    for number, case in enumerate(made):
        data = saved[number] if number in saved else file_bytes(case)
        score = measure(case, data, file_name(case))
        if "-v" in arguments and not score.is_right:
            sys.stdout.write(f"{case.layout} {case.kind} {case.form.key}\n")
            sys.stdout.writelines(f"    {note}\n" for note in score.notes[:6])
        by["layout"][case.layout].add(score)
        by["kind"][case.kind].add(score)
        by["form"][case.form.key].add(score)
        total.add(score)
    for title, scores in by.items():
        _print(title, scores.items())
    _print("all", [("total", total)])
    sys.stdout.write(f"\n{'field':24}{'right':>9}{'of':>9}{'%':>9}\n")
    for key, (right, all_) in total.fields.items():
        sys.stdout.write(f"{key:24}{right:>9}{all_:>9}{100 * right / all_:>9.1f}\n")
    return 0 if total.is_right else 1


def _print(title: str, scores: Iterable[tuple[str, Score]]) -> None:
    sys.stdout.write(f"\n{title:24}{''.join(f'{name:>10}' for name in _FIGURES.split())}\n")
    for name, one in scores:
        figures = [one.files, one.rows, one.found, f"{100 * one.recall:.1f}", f"{100 * one.precision:.1f}"]
        figures += [one.mistakes, one.told, one.alarms, one.invented, one.uncounted, one.refused]
        sys.stdout.write(f"{name:24}{''.join(f'{figure:>10}' for figure in figures)}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

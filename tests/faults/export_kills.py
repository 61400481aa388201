"""kill -9 at random moments of an export: each file is the old one or the new one, whole.

python -m tests.faults.export_kills --kills 500 --minutes 5 --seed 1
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from random import Random

import docx
import openpyxl

from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanSnapshot
from domain.tables import TableRow
from exporters.export import DEFAULT_FORMATS, export_plan
from tests.faults.killing import Report, killed_child
from tests.faults.stream import words
from tests.small_plan import small_plan

ROUNDS = 8  # exports of one child, if it lives so long
LONG_AGO = 7200  # seconds; what an export left is swept by the next one an hour later

Bytes = Mapping[str, bytes]  # the parts of one written file by name


def run_export_kills(kills: int, suffix: str, seed: int, folder: Path, until: float = float("inf")) -> Counter[str]:
    """Kill `kills` exports of one format; counts the files found old, new and absent. AssertionError on a fault."""
    random, found = Random(seed), Counter[str]()
    plans = [PlanSnapshot(_plan(random)) for _ in range(2)]
    wholes = [_export(plan, suffix, folder / f"whole {number}") for number, plan in enumerate(plans)]
    target = folder / "out"
    for _ in range(kills):
        if time.monotonic() > until:
            break

        def work(report: Report) -> None:
            for number in range(ROUNDS):
                report("exporting", number)
                export_plan(plans[number % 2], target, formats=[suffix])
                report("exported", number)

        lines = killed_child(work, random, ("exporting",))
        found["kills"] += 1
        found["exports"] += sum(word == "exported" for word, _ in lines)
        found.update(_check(target, wholes, began=any(word == "exported" for word, _ in lines)))
        _sweep(plans[0], suffix, target)
    return found


def _plan(random: Random) -> PlanContent:
    """The small plan under the same titles but in other words, with a table that takes a while to export."""
    plan = small_plan()
    (table,) = plan.tables
    rows = tuple(TableRow(seq, seq, {"technical": parse_cell(words(random))}) for seq in range(1, 151))
    first = replace(plan.nodes[0], title=words(random))
    tasks = [replace(node, deadline=words(random)) for node in plan.nodes[1:]]
    units = tuple(replace(unit, name=f"市{words(random)}局") for unit in plan.units)
    return replace(plan, nodes=(first, *tasks), units=units, tables=(replace(table, rows=rows),))


def _export(plan: PlanSnapshot, suffix: str, folder: Path) -> dict[str, Bytes]:
    """What one export makes, by file name."""
    return {path.name: _parts(path) for path in export_plan(plan, folder, formats=[suffix])}


def _parts(path: Path) -> Bytes:
    """The parts of a file but for its properties, which hold the time."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist() if not name.startswith("docProps/")}


def _check(target: Path, wholes: list[dict[str, Bytes]], began: bool) -> Counter[str]:
    found = Counter[str]()
    for path in sorted(target.glob("[!.]*")):
        parts = _parts(path)
        states = [number for number, whole in enumerate(wholes) if whole[path.name] == parts]
        assert states, f"{path.name} is neither the old nor the new file"
        found[f"plan {states[0]}"] += 1
        if path.suffix == ".docx":
            docx.Document(str(path))
        else:
            openpyxl.load_workbook(path, read_only=True).close()
    assert found.total() >= len(wholes[0]) or not began, "a file is gone"
    return found


def _sweep(plan: PlanSnapshot, suffix: str, target: Path) -> None:
    """The next export, an hour later, takes away what the dead one left."""
    before = time.time() - LONG_AGO
    for path in target.glob(".*"):
        os.utime(path, (before, before))
    export_plan(plan, target, formats=[suffix])
    assert not list(target.glob(".*")), "stray files"


def main() -> None:
    """Run the long form and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    for suffix in DEFAULT_FORMATS:
        start = time.monotonic()
        with tempfile.TemporaryDirectory() as folder:
            found = run_export_kills(wanted.kills, suffix, wanted.seed, Path(folder), start + wanted.minutes * 60)
        sys.stdout.write(f"{suffix}: {dict(found)} in {time.monotonic() - start:.0f} s; 0 broken, 0 gone, 0 stray\n")


if __name__ == "__main__":
    main()

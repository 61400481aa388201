"""Print how well the set is read: `python -m tests.importers.accuracy [-v] [name …]`."""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from domain.errors import FanganError
from tests.importers.accuracy.make import document_bytes, truth_text
from tests.importers.accuracy.masters import read_masters
from tests.importers.accuracy.measure import MEASURES, Score, measure
from tests.importers.accuracy.seeds import SEEDS, TRUTHS, measure_programme, measure_seed


def main(arguments: list[str]) -> int:
    """Print a line a document and the totals; 1 when anything was missed."""
    wordy = "-v" in arguments
    names = [name for name in arguments if name != "-v"]
    totals: dict[str, Score] = defaultdict(Score)
    lines = []
    masters = [one for one in read_masters() if not names or any(name in one.name for name in names)]
    with tempfile.TemporaryDirectory() as folder:
        for master in masters:
            path = Path(folder) / master.name
            path.write_bytes(document_bytes(master))
            try:
                scores = measure(path, json.loads(truth_text(master)))
            except FanganError as error:
                lines.append(f"{master.name:28} {error}")
                totals["refused"] += Score(0, 1, 0)
                continue
            lines.append(f"{master.name:28} {' '.join(_figures(scores[key]) for key in MEASURES)}")
            for key, one in scores.items():
                totals[key] += one
                lines += [f"    {key} missed: {text}" for text in one.missed[: 99 if names else 3] if wordy]
                lines += [f"    {key} wrong:  {text}" for text in one.wrong[: 99 if names else 3] if wordy]
    if SEEDS.exists() and not names:
        for name in (*TRUTHS, "中长期发展规划.txt"):
            scores = measure_seed(name) if name in TRUTHS else measure_programme()
            lines.append(f"{name:20} {' '.join(_figures(scores.get(key, Score())) for key in MEASURES)}")
            for key, one in scores.items():
                totals[key] += one
    head = f"{'recall/precision %':28} {' '.join(f'{key:>11}' for key in MEASURES)}"
    last = f"{f'total ({len(masters)})':28} {' '.join(_figures(totals[key]) for key in MEASURES)}"
    counts = f"{'places':28} {' '.join(f'{totals[key].expected:>11}' for key in MEASURES)}"
    sys.stdout.write("\n".join([head, *lines, last, counts, ""]))
    return 0 if all(not one.missed and not one.wrong for one in totals.values()) else 1


def _figures(one: Score) -> str:
    if not one.expected and not one.found:
        return f"{'–':>11}"
    return f"{one.recall * 100:5.1f}/{one.precision * 100:5.1f}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

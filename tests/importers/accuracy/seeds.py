"""The real plans beside the project as documents of the set: what is counted there, none of their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from pathlib import Path

from domain.exchange import PlanContent
from importers.read import read_plan
from tests.importers.accuracy.measure import Score, score

SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"
_HAN = "一二三四五六七八九十"


def _below(counts: list[int], numbers: str = _HAN) -> list[tuple[int, str]]:
    """Headings of two levels: so many below each of the first."""
    made = []
    for place, count in enumerate(counts):
        made.append((1, _HAN[place]))
        made += [(2, numbers[number]) for number in range(count)]
    return made


_DIGITS = "123456789"
_OUTLINE = [(1, "一"), (1, "二"), *((2, one) for one in _DIGITS[:8]), (1, "三"), *((2, one) for one in _DIGITS[:4])]
_OUTLINE += [(1, "四")]
for _name in "一二三四":
    _OUTLINE += [(2, _name), *((3, one) for one in _DIGITS[:5])]
_OUTLINE += [(2, ""), *((3, one) for one in _DIGITS[:4])]
_CENTRAL = {
    "headings": _below([2, 5, 5, 2, 2]),
    "duties": [4, 5, 3, 4, 11],
    "cells": [("附表1", 9, 3), ("附表2", 5, 4), ("附表3", 5, 4)],
}
TRUTHS: dict[str, dict[str, list[Hashable]]] = {
    "智能网联工作方案.docx": _CENTRAL,
    "智能网联工作方案.txt": _CENTRAL,
    "行动纲要.txt": {"headings": list(_OUTLINE), "duties": [], "cells": []},
}


def measure_seed(name: str) -> dict[str, Score]:
    """Headings by level and number, duties by task, tables by label and size."""
    content = read_plan(SEEDS / name).content
    truth = TRUTHS[name]
    found = {
        "headings": [(one.level, one.number) for one in content.placed()],
        "duties": _duties(content),
        "cells": [(one.spec.label, len(one.spec.columns), len(one.rows)) for one in content.tables],
    }
    return {key: score(truth[key], found[key]) for key in truth}


def measure_programme() -> dict[str, Score]:
    """The programme on one line: how many headings stand on each level, and below each chapter."""
    placed = read_plan(SEEDS / "中长期发展规划.txt").content.placed()
    levels = Counter(one.level for one in placed)
    below = Counter(one.node.parent for one in placed if one.level == 2)
    found = [*levels.items(), tuple(below[one.node.id] for one in placed if one.level == 1)]
    return {"headings": score([(1, 5), (2, 18), (3, 20), (3, 3, 6, 6, 0)], found)}


def _duties(content: PlanContent) -> list[int]:
    counts = Counter(duty.task_id for duty in content.duties)
    return [counts[one.node.id] for one in content.placed() if counts[one.node.id]]

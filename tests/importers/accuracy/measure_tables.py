"""Tables and task breakdowns beside their truth, cell by cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from typing import Any

from domain.exchange import PlanContent, PlanDraft
from domain.numbering import parse_label
from domain.responsibilities import BreakdownRow, task_breakdown
from domain.tables import AppendixTable
from domain.text import comparison_key
from domain.units import Role

_Cells = list[tuple[Hashable, ...]]
Pair = tuple[list[Hashable], list[Hashable]]
_ROLES = {"lead": Role.LEAD, "support": Role.SUPPORT, "responsible": Role.RESPONSIBLE}


def table_pairs(draft: PlanDraft, truth: Mapping[str, Any]) -> tuple[Pair | None, Pair]:
    """What was expected and what was found of a document's tables: duties (None: judge them by headings), cells."""
    wanted: list[Hashable] = []
    found: list[Hashable] = []
    left = list(draft.content.tables)
    duties: Pair | None = None
    for place, table in enumerate(truth["tables"]):
        as_tasks = table["tasks"] == "TASKS" or (table["tasks"] and not _best(left, table))
        if as_tasks:
            want, have = _task_cells(draft, table)
            duties = _task_duties(want, have)
            wanted += [(place, *one) for one in want]
            found += [(place, *one) for one in have]
            continue
        wanted += [(place, *one) for one in _truth_cells(table)]
        match = _best(left, table)
        if match is not None:
            left.remove(match)
            found += [(place, *one) for one in _fair(_found_cells(match), table, truth["file"].rpartition(".")[0])]
    for extra in left:
        found += [("extra", *one) for one in _found_cells(extra)]
    return duties, (wanted, found)


def _best(tables: list[AppendixTable], truth: Mapping[str, Any]) -> AppendixTable | None:
    """The table that shares most with the truth, None when none shares anything."""
    wanted = Counter(_truth_cells(truth))
    shared = [(sum((wanted & Counter(_found_cells(one))).values()), -place) for place, one in enumerate(tables)]
    best = max(shared, default=(0, 0))
    return tables[-best[1]] if best[0] else None


def _truth_cells(table: Mapping[str, Any]) -> _Cells:
    paths = ["/".join(map(comparison_key, path)) for path in table["columns"]]
    cells: _Cells = [(kind, comparison_key(table[kind])) for kind in ("label", "title", "unit")]
    cells += [("note", comparison_key(note)) for note in table["notes"]]
    cells += [("path", place, path) for place, path in enumerate(paths)]
    for number, row in enumerate(table["rows"]):
        cells += [(number, place, _text(cell)) for place, cell in enumerate(row)]
    return cells


def _found_cells(table: AppendixTable) -> _Cells:
    spec = table.spec
    cells: _Cells = [
        ("label", comparison_key(spec.label)),
        ("title", comparison_key(spec.title)),
        ("unit", comparison_key(spec.unit_line)),
    ]
    cells += [("note", comparison_key(note)) for note in spec.notes]
    for place, column in enumerate(spec.columns):
        cells.append(("path", place, "/".join(map(comparison_key, column.path))))
    for number in range(len(table.rows)):
        cells += [(number, place, _text(table.printed(number, column))) for place, column in enumerate(spec.columns)]
    return cells


def _fair(found: _Cells, truth: Mapping[str, Any], stem: str) -> _Cells:
    """What was found, without what the truth leaves open.

    A label that the source does not have; the words of a row set aside, kept as a note or as a column in front.
    """
    aside = [comparison_key(text) for text in truth["aside"]]
    kept = []
    for one in found:
        if one[0] == "label" and not truth["label"]:
            one = ("label", "")
        if one[0] == "title" and not truth["title"] and one[1] == comparison_key(stem):
            one = ("title", "")  # named after its file
        if one[0] == "note" and any(str(one[1]).startswith(text) for text in aside):
            continue
        kept.append(one)
    first = {one[2] for one in kept if one[1] == 0 and isinstance(one[0], int)}
    if not aside or not first or not first <= set(aside):
        return kept
    # A column in front that repeats the section rows moves all others by one.
    return [
        (one[0], one[1] - 1, one[2]) if len(one) == 3 and isinstance(one[1], int) else one
        for one in kept
        if not (len(one) == 3 and one[1] == 0)
    ]


def _text(cell: str) -> str:
    """A cell's characters, its lines told apart; blanks inside a line do not count."""
    return "\n".join(comparison_key(line) for line in cell.split("\n"))


def _task_cells(draft: PlanDraft, table: Mapping[str, Any]) -> tuple[_Cells, _Cells]:
    keys = table["keys"]
    wanted: _Cells = []
    loose = []
    for number, row in enumerate(table["rows"]):
        for key, cell in zip(keys, row, strict=True):
            wanted += _wanted_cells(number, key, cell)
            if key == "-" and cell:
                loose.append(comparison_key(cell))
    found: _Cells = []
    others = [path[-1] for key, path in zip(keys, table["columns"], strict=True) if key == "-"]
    for number, one in enumerate(task_breakdown(draft.content)):
        found.append((number, "task", comparison_key(one.task.node.title)))
        if "measure" in keys:
            found.append((number, "measure", _measure(one, number, wanted, others)))
        if "deadline" in keys:
            found.append((number, "deadline", comparison_key(one.deadline)))
        for key, role in _ROLES.items():
            found += [(number, key, comparison_key(name)) for name in one.units[role]]
    everything = _everything(draft.content) + "".join(comparison_key(one.message) for one in draft.findings)
    wanted += [("kept", text) for text in loose]
    found += [("kept", text) for text in loose if text in everything]
    return wanted, found


def _wanted_cells(number: int, key: str, cell: str) -> _Cells:
    if key in _ROLES:
        return [(number, key, name) for name in _names(cell)]
    if key == "task":
        label = parse_label(cell)
        return [(number, key, comparison_key(cell[label.length :] if label else cell))]
    return [(number, key, comparison_key(cell))] if key not in ("seq", "-") else []


def _measure(one: BreakdownRow, number: int, wanted: _Cells, others: list[str]) -> str:
    """The words of a measure without what its cell does not have: the number of the outline, other columns' words."""
    words = comparison_key(one.measure)
    bare = words.removeprefix(comparison_key(one.part.label))
    for header in others:
        bare = bare.partition(comparison_key(header) + ":")[0]
    return bare if (number, "measure", bare) in wanted else words


def _task_duties(wanted: _Cells, found: _Cells) -> Pair:
    return [one for one in wanted if one[1] in _ROLES], [one for one in found if one[1] in _ROLES]


def _names(cell: str) -> list[str]:
    """Units of a cell: between 顿号, commas or on lines of their own; 等 and the marks for nothing are none."""
    for mark in "\n，,；; ":
        cell = cell.replace(mark, "、")
    names = [name.removesuffix("等") for name in cell.split("、")]
    return [comparison_key(name) for name in names if name and name not in ("/", "—", "-")]


def _everything(content: PlanContent) -> str:
    texts = [text for one in content.placed() for text in (one.node.title, *content.printed_paragraphs(one.node))]
    texts += [node.note for node in content.nodes]
    texts += [remark.text for remark in content.remarks]
    return comparison_key("".join(texts))

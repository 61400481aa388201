"""What settles findings in one step: words mended in their places, a title, a unit, a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from db.cell_edits import set_cell
from db.cell_writing import find_cells
from db.outline import load_node, set_title
from db.store import Store
from db.table_design import rename_table
from db.table_reading import load_table
from db.table_rows import remove_rows
from db.text import set_paragraph
from db.units import add_unit, remove_unit
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.plan_findings import Fix, PlanFinding
from domain.spots import Spot

_MEND = "mend_words"


def settle_finding(store: Store, finding: PlanFinding) -> ChangeSet:
    """Do what settles one finding; nothing where it has no fix."""
    fix = finding.fix
    if fix is None:
        return ChangeSet()
    return mend_words(store, [finding]) if fix.verb == _MEND else _FIXES[fix.verb](store, fix)


def mend_words(store: Store, findings: Sequence[PlanFinding], title: str = "") -> ChangeSet:
    """Put the right words into every place, everywhere or nowhere, as one step; `title` names the rule in the history.

    Raises InputError where a text is not what it was when it was looked through.
    """
    by_spot: dict[Spot, list[PlanFinding]] = {}
    for one in findings:
        if one.words is not None and one.fix is not None and one.fix.verb == _MEND:
            by_spot.setdefault(one.spot, []).append(one)
    count = sum(len(held) for held in by_spot.values())
    label = f"改正{title} {count} 处" if count > 1 else f"改正 {findings[0].where}" if findings else ""
    with store.operation(label) as scope:
        for spot, held in by_spot.items():
            text = _mended(held)
            _write(store, spot, held[0].words.text if held[0].words else "", text)
    return scope.changes


def can_mend(finding: PlanFinding) -> bool:
    """Whether `mend_words` settles a finding."""
    return finding.fix is not None and finding.fix.verb == _MEND


def _mended(findings: Sequence[PlanFinding]) -> str:
    """The text with every fix in it; of two that overlap the one that stands first counts."""
    ordered = sorted(findings, key=lambda one: one.words.start if one.words else 0)
    text, done, parts = "", 0, []
    for one in ordered:
        if one.words is None or one.fix is None:
            continue
        text = one.words.text
        if one.words.start >= done:
            parts += [text[done : one.words.start], one.fix.text]
            done = one.words.end
    return "".join([*parts, text[done:]])


def _write(store: Store, spot: Spot, before: str, text: str) -> None:
    if spot.row is not None and spot.column is not None:
        cell = find_cells(store.db, [(spot.row, spot.column)])[spot.row, spot.column]
        _check("\n".join(item.printed for item in cell.items), before)
        set_cell(store, spot.row, spot.column, text)
    elif spot.paragraph is not None:
        rows = store.db.query("SELECT text FROM paragraph WHERE id = ?", [spot.paragraph])
        _check(next((str(row["text"]) for row in rows), None), before)
        set_paragraph(store, spot.paragraph, text)
    elif spot.node is not None:
        _check(load_node(store.db, spot.node).title, before)
        set_title(store, spot.node, text)


def _check(now: str | None, before: str) -> None:
    if now != before:
        raise InputError("stale_edit", "这一处刚刚已被改动，没有改正。", "检查会在改动停下后重新进行，请再看一遍提示。")


def _relabel(store: Store, fix: Fix) -> ChangeSet:
    return rename_table(store, fix.target, fix.text, load_table(store.db, fix.target).spec.title)


_FIXES: dict[str, Callable[[Store, Fix], ChangeSet]] = {
    "set_title": lambda store, fix: set_title(store, fix.target, fix.text),
    "add_unit": lambda store, fix: add_unit(store, fix.text),
    "remove_unit": lambda store, fix: remove_unit(store, fix.target),
    "remove_row": lambda store, fix: remove_rows(store, [fix.target]),
    "set_table_label": _relabel,
}

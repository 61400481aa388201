"""The unit library (单位库) of a plan: names and aliases, office order, doubles that become one, lists taken in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from db.replacing import replace_words, stale_hit
from db.rows import unit_to_row
from db.snapshot import read_content
from db.store import OperationScope, Store
from db.units import add_unit, load_duties, load_units, rename_unit
from domain.changes import ChangeSet
from domain.duty_clause import split_names
from domain.errors import InputError
from domain.searching import Hit, Query, Scope, TextIndex
from domain.text import comparison_key, trim
from domain.unit_doubles import stands_alone
from domain.units import Role, Unit, match_unit

_STRENGTH = {Role.LEAD: 2, Role.SUPPORT: 1, Role.RESPONSIBLE: 0}


def set_unit_names(store: Store, unit_id: int, full_name: str, aliases: Sequence[str]) -> ChangeSet:
    """Write the full name of a unit and the other names it goes by.

    Raises InputError when one of them is another unit's: which unit a text means must be sure.
    """
    unit = _unit(store, unit_id)
    others = [one for one in load_units(store.db) if one.id != unit_id]
    full_name = trim(full_name)
    listed = _distinct([alias for alias in map(trim, aliases) if alias], {unit.name, full_name})
    for name in (full_name, *listed):
        other = _exactly(name, others)
        if other is not None:
            raise InputError(
                "unit_known", f"“{name}”已经是“{other.name}”的名称。", "两个单位是一家的，请用“合并单位”。"
            )
    with store.operation(f"修改单位名称 {unit.name}", merge_key=f"unit names {unit_id}") as scope:
        values = {"full_name": full_name, "aliases": json.dumps(listed, ensure_ascii=False)}
        if (full_name, tuple(listed)) != (unit.full_name, unit.aliases):
            scope.update("unit", unit_id, values)
    return scope.changes


def write_units(store: Store, units: Sequence[Unit]) -> ChangeSet:
    """Write the names of several units as one step, as when cells are pasted; those with id 0 are added behind.

    Raises InputError for a name that is blank or another's; nothing is written then.
    """
    with store.operation(_written(store, units)) as scope:
        for unit in units:
            unit_id = unit.id
            if not unit_id:
                add_unit(store, unit.name)
                unit_id = load_units(store.db)[-1].id
            elif _unit(store, unit_id).name != trim(unit.name):
                rename_unit(store, unit_id, unit.name)
            set_unit_names(store, unit_id, unit.full_name, unit.aliases)
    return scope.changes


def _written(store: Store, units: Sequence[Unit]) -> str:
    if len(units) > 1:
        return f"填写单位 {len(units)} 个"
    before = next((one.name for one in load_units(store.db) if one.id == units[0].id), "") if units else ""
    name = trim(units[0].name) if units else ""
    return f"{before} 改名为 {name}" if before and name and before != name else f"填写单位 {name}"


def set_unit_order(store: Store, unit_ids: Sequence[int], label: str = "调整单位顺序") -> ChangeSet:
    """Put the units into this office order; those that are not named keep theirs, behind."""
    units = {unit.id: unit for unit in load_units(store.db)}
    wanted = [one for one in unit_ids if one in units]
    rest = [one for one in units if one not in set(wanted)]
    with store.operation(label) as scope:
        for seq, unit_id in enumerate([*wanted, *rest], start=1):
            if units[unit_id].seq != seq:
                scope.update("unit", unit_id, {"seq": seq})
    return scope.changes


def merge_units(store: Store, kept_id: int, gone_id: int) -> ChangeSet:
    """Make two units one everywhere: duties, clauses, tables and texts name the one that is kept.

    The other's names become aliases. Where both have a duty for a task, the stronger role stays. In texts and cells its
    short name is replaced where it stands by itself, not as a part of a longer name.
    """
    kept, gone = _unit(store, kept_id), _unit(store, gone_id)
    if kept_id == gone_id:
        raise InputError("unit_same", "一个单位不能与自己合并。", "请选择另一个单位。")
    with store.operation(f"合并单位 {gone.name} → {kept.name}", kind="merge_units") as scope:
        _merge_duties(store, scope, kept_id, gone_id)
        hits = _mentions(store, kept, gone)
        scope.delete("unit", gone_id)
        if hits:
            replace_words(store, hits, kept.name)
        known = {kept.name, kept.full_name}
        aliases = _distinct([*kept.aliases, gone.name, gone.full_name, *gone.aliases], known)
        scope.update(
            "unit",
            kept_id,
            {
                "full_name": kept.full_name,
                "aliases": json.dumps([name for name in aliases if name], ensure_ascii=False),
            },
        )
    return scope.changes


def take_units(store: Store, units: Sequence[Unit], source: str) -> ChangeSet:
    """Take a list of units in, as one step: new ones behind in their order, known ones get names they lacked.

    Nothing is removed, and no unit is renamed: a known short name becomes an alias instead.
    """
    with store.operation(f"导入单位 {source}", kind="read") as scope:
        for new in units:
            held = load_units(store.db)
            name = trim(new.name)
            if not name:
                continue
            known = match_unit(name, held) or next(
                (found for one in (new.full_name, *new.aliases) if one and (found := match_unit(one, held))), None
            )
            if known is None:
                seq = max((unit.seq for unit in held), default=0) + 1
                aliases = tuple(one for one in new.aliases if _exactly(one, held) is None)
                scope.insert("unit", unit_to_row(Unit(0, name, trim(new.full_name), aliases, seq)))
            else:
                _add_names(scope, known, new, [unit for unit in held if unit.id != known.id])
    return scope.changes


def remove_units(store: Store, unit_ids: Sequence[int]) -> ChangeSet:
    """Take units out of the plan, their duties too, as one step."""
    units = [unit for unit in load_units(store.db) if unit.id in set(unit_ids)]
    label = f"删除单位 {units[0].name}" if len(units) == 1 else f"删除单位 {len(units)} 个"
    with store.operation(label) as scope:
        for unit in units:
            scope.delete("unit", unit.id)
    return scope.changes


def rename_or_merge(store: Store, unit_id: int, name: str) -> ChangeSet:
    """Rename a unit; where the name is another unit's, the two become that one."""
    others = [unit for unit in load_units(store.db) if unit.id != unit_id]
    other = match_unit(trim(name), others)
    if other is None:
        return rename_unit(store, unit_id, name)
    return merge_units(store, other.id, unit_id)


def replace_and_merge(store: Store, hits: Sequence[Hit], by: str, words: str = "") -> ChangeSet:
    """Replace as `replace_words` does; a unit that would get the name of another becomes that one."""
    units = load_units(store.db)
    merging = [hit for hit in hits if merged_into(hit, by, units) is not None]
    rest = [hit for hit in hits if hit not in merging]
    count = sum(len(hit.spans) for hit in hits)
    with store.operation(f"替换“{words}”为“{by}” {count} 处" if words else f"替换 {count} 处", kind="replace") as scope:
        replace_words(store, rest, by, words)
        for hit in merging:
            if _unit(store, hit.spot.id).name != hit.text:
                raise stale_hit()
            rename_or_merge(store, hit.spot.id, trim(hit.replaced(by)))
    return scope.changes


def merged_into(hit: Hit, by: str, units: Sequence[Unit]) -> Unit | None:
    """The unit that another becomes when its name is replaced; None where it is but renamed, or no name of a unit."""
    if (hit.spot.record, hit.spot.field) != ("unit", "name"):
        return None
    return match_unit(trim(hit.replaced(by)), [unit for unit in units if unit.id != hit.spot.id])


def unit_names_from_text(text: str) -> list[str]:
    """Names typed as a list: one a line, or parted by 、 ， and ；."""
    return [trim(name) for line in text.replace("；", "、").splitlines() for name in split_names(line) if trim(name)]


def _add_names(scope: OperationScope, known: Unit, new: Unit, others: Sequence[Unit]) -> None:
    full_name = known.full_name
    if not full_name and new.full_name and _exactly(new.full_name, others) is None:
        full_name = trim(new.full_name)
    names = [name for name in (new.name, new.full_name, *new.aliases) if name and _exactly(name, others) is None]
    aliases = _distinct([*known.aliases, *map(trim, names)], {known.name, full_name})
    if (full_name, tuple(aliases)) != (known.full_name, known.aliases):
        scope.update("unit", known.id, {"full_name": full_name, "aliases": json.dumps(aliases, ensure_ascii=False)})


def _merge_duties(store: Store, scope: OperationScope, kept_id: int, gone_id: int) -> None:
    duties = load_duties(store.db)
    mine: Mapping[int, tuple[int, Role]] = {
        duty.task_id: (duty.id, duty.role) for duty in duties if duty.unit_id == kept_id
    }
    for duty in (duty for duty in duties if duty.unit_id == gone_id):
        if duty.task_id not in mine:
            scope.update("duty", duty.id, {"unit_id": kept_id})
            continue
        duty_id, role = mine[duty.task_id]
        scope.delete("duty", duty.id)
        if _STRENGTH[duty.role] > _STRENGTH[role]:
            scope.update("duty", duty_id, {"role": duty.role.value})


def _mentions(store: Store, kept: Unit, gone: Unit) -> list[Hit]:
    """Where texts name the unit that goes, and mean it: not inside the name of another unit."""
    index = TextIndex()
    index.update(read_content(store.db))
    scopes = frozenset({Scope.TEXT, Scope.TABLES, Scope.TASKS})
    longer = [
        name
        for unit in load_units(store.db)
        for name in (unit.name, unit.full_name, *unit.aliases)
        if gone.name in name and name != gone.name
    ]
    found = []
    for hit in index.find(Query(gone.name, any_case=False, any_width=False, scopes=scopes)):
        spans = tuple(span for span in hit.spans if stands_alone(hit.text, *span, longer))
        if spans:
            found.append(Hit(hit.spot, hit.text, spans))
    return [] if kept.name == gone.name else found


def _unit(store: Store, unit_id: int) -> Unit:
    unit = next((one for one in load_units(store.db) if one.id == unit_id), None)
    if unit is None:
        raise InputError("row_gone", "这个单位已经不在方案里了。", "请查看最新内容后再试。", f"unit {unit_id}")
    return unit


def _exactly(name: str, units: Sequence[Unit]) -> Unit | None:
    key = comparison_key(name)
    for unit in units:
        if key and key in {comparison_key(one) for one in (unit.name, unit.full_name, *unit.aliases)}:
            return unit
    return None


def _distinct(names: Sequence[str], known: set[str]) -> list[str]:
    seen = {comparison_key(name) for name in known if name}
    kept = []
    for name in names:
        if name and comparison_key(name) not in seen:
            seen.add(comparison_key(name))
            kept.append(name)
    return kept

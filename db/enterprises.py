"""The enterprise library (企业库) of a plan: entries, doubles that become one, lists taken in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.collections import load_enterprises
from db.replacing import replace_words
from db.rows import enterprise_to_row
from db.snapshot import read_content
from db.store import OperationScope, Store
from domain.changes import ChangeSet
from domain.enterprise_names import Likeness, name_key, recognise
from domain.enterprises import ChainPosition, Enterprise
from domain.errors import InputError
from domain.searching import Query, Scope, TextIndex
from domain.text import trim


def add_enterprise(store: Store, enterprise: Enterprise) -> ChangeSet:
    """Add an enterprise; its `id` is passed over. Raises InputError for a blank or known name."""
    enterprise = _checked(enterprise, load_enterprises(store.db))
    with store.operation(f"新增企业 {enterprise.name}") as scope:
        scope.insert("enterprise", enterprise_to_row(enterprise))
    return scope.changes


def set_enterprise(store: Store, enterprise: Enterprise) -> ChangeSet:
    """Change an entry. Raises InputError for a name that is blank or another's, or when the entry is gone."""
    before = _enterprise(store, enterprise.id)
    enterprise = _checked(enterprise, [one for one in load_enterprises(store.db) if one.id != enterprise.id])
    with store.operation(f"修改企业 {before.name}", merge_key=f"enterprise {enterprise.id}") as scope:
        if enterprise != before:
            scope.update("enterprise", enterprise.id, enterprise_to_row(enterprise))
    return scope.changes


def write_enterprises(store: Store, enterprises: Sequence[Enterprise]) -> ChangeSet:
    """Write several entries as one step, as when cells are pasted; those with id 0 are added.

    Raises InputError for a name that is blank or another's; nothing is written then.
    """
    label = f"填写企业 {enterprises[0].name}" if len(enterprises) == 1 else f"填写企业 {len(enterprises)} 家"
    with store.operation(label) as scope:
        for one in enterprises:
            (set_enterprise if one.id else add_enterprise)(store, one)
    return scope.changes


def remove_enterprises(store: Store, ids: Sequence[int]) -> ChangeSet:
    """Take entries out; what they sent stays, without a sender."""
    names = [_enterprise(store, one).name for one in ids]
    label = f"删除企业 {names[0]}" if len(names) == 1 else f"删除企业 {len(names)} 家"
    with store.operation(label) as scope:
        for one in ids:
            scope.delete("enterprise", one)
    return scope.changes


def merge_enterprises(store: Store, kept_id: int, gone_id: int) -> ChangeSet:
    """Make two entries one: returns and forms sent go over, names become aliases, tables name the one that is kept."""
    kept, gone = _enterprise(store, kept_id), _enterprise(store, gone_id)
    if kept_id == gone_id:
        raise InputError("enterprise_same", "一家企业不能与自己合并。", "请选择另一家企业。")
    with store.operation(f"合并企业 {gone.name} → {kept.name}", kind="merge_enterprises") as scope:
        _move_records(scope, kept_id, gone_id)
        scope.delete("enterprise", gone_id)
        merged = replace(
            kept,
            aliases=_aliases(kept, (gone.name, *gone.aliases)),
            chain_position=kept.chain_position or gone.chain_position,
            district=kept.district or gone.district,
            contact=kept.contact or gone.contact,
            phone=kept.phone or gone.phone,
            is_lead=kept.is_lead or gone.is_lead,
        )
        scope.update("enterprise", kept_id, enterprise_to_row(merged))
        _rename_in_tables(store, kept.name, gone.name)
    return scope.changes


def take_enterprises(store: Store, enterprises: Sequence[Enterprise], source: str) -> ChangeSet:
    """Take a list in, as one step: new ones are added, known ones get what they lacked; nothing is overwritten."""
    with store.operation(f"导入企业 {source}", kind="read") as scope:
        for new in enterprises:
            if not trim(new.name):
                continue
            found = recognise(new.name, load_enterprises(store.db))
            if found is None or found.likeness is not Likeness.SAME:
                scope.insert("enterprise", enterprise_to_row(replace(new, name=trim(new.name))))
                continue
            known = found.enterprise
            fuller = replace(
                known,
                chain_position=known.chain_position or new.chain_position or ChainPosition.UNKNOWN,
                district=known.district or new.district,
                contact=known.contact or new.contact,
                phone=known.phone or new.phone,
                is_lead=known.is_lead or new.is_lead,
                aliases=_aliases(known, new.aliases),
            )
            if fuller != known:
                scope.update("enterprise", known.id, enterprise_to_row(fuller))
    return scope.changes


def _move_records(scope: OperationScope, kept_id: int, gone_id: int) -> None:
    for row in list(scope.db.query("SELECT id FROM submission WHERE enterprise_id = ?", [gone_id])):
        scope.update("submission", row["id"], {"enterprise_id": kept_id})
    asked = {
        (row["form_id"], row["round"])
        for row in scope.db.query("SELECT form_id, round FROM dispatch WHERE enterprise_id = ?", [kept_id])
    }
    for row in list(scope.db.query("SELECT id, form_id, round FROM dispatch WHERE enterprise_id = ?", [gone_id])):
        if (row["form_id"], row["round"]) in asked:
            scope.delete("dispatch", row["id"])
        else:
            scope.update("dispatch", row["id"], {"enterprise_id": kept_id})


def _rename_in_tables(store: Store, kept: str, gone: str) -> None:
    index = TextIndex()
    index.update(read_content(store.db))
    hits = index.find(Query(gone, any_case=False, any_width=False, scopes=frozenset({Scope.TABLES, Scope.TEXT})))
    if hits and gone not in kept:
        replace_words(store, hits, kept)


def _aliases(known: Enterprise, more: Sequence[str]) -> tuple[str, ...]:
    taken = {name_key(known.name)}
    listed = []
    for name in map(trim, (*known.aliases, *more)):
        if name and name_key(name) not in taken:
            taken.add(name_key(name))
            listed.append(name)
    return tuple(listed)


def _checked(enterprise: Enterprise, others: Sequence[Enterprise]) -> Enterprise:
    name = trim(enterprise.name)
    if not name:
        raise InputError("enterprise_blank", "企业名称不能为空。", "请填写企业全称。")
    for one in others:
        if name_key(name) in {name_key(known) for known in (one.name, *one.aliases)}:
            raise InputError("enterprise_known", f"企业库里已有“{one.name}”。", "两家是同一家的，请用“合并企业”。")
    return replace(
        enterprise, name=name, aliases=_aliases(replace(enterprise, name=name, aliases=()), enterprise.aliases)
    )


def _enterprise(store: Store, enterprise_id: int) -> Enterprise:
    found = next((one for one in load_enterprises(store.db) if one.id == enterprise_id), None)
    if found is None:
        raise InputError(
            "row_gone", "这家企业已经不在企业库里了。", "请查看最新内容后再试。", f"enterprise {enterprise_id}"
        )
    return found

"""A seeded stream of user actions on a plan, and the digest that tells two states of a plan apart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from random import Random

from db.drafts import apply_draft
from db.outline import add_node, demote, promote, relocate, remove_node, set_text, set_title, shift_node
from db.snapshot import load_snapshot
from db.store import Store
from db.tables import add_row, remove_row, set_cell, set_cells, set_grades, shift_row
from db.units import add_unit, remove_unit, rename_unit, set_role, set_role_names, shift_unit
from domain.errors import InputError
from domain.exchange import PlanContent, PlanDraft, SourceFile, content_to_json
from domain.outline import NodeKind, Paragraph
from domain.tables import ColumnKind
from domain.units import Role
from tests.small_plan import small_plan

_WORDS = ("加强", "统筹", "质量", "攻关", "培养", "平台", "标准", "检测", "企业", "服务", "试点", "评价")


def state_digest(store: Store) -> str:
    """SHA-256 in hex over what the plan says and the steps that can be undone and redone."""
    said = content_to_json(load_snapshot(store).content)
    steps = [(one.id, one.label, one.state.value) for one in store.history()]
    return hashlib.sha256(json.dumps([said, steps], sort_keys=True).encode()).hexdigest()


def words(random: Random, most: int = 12) -> str:
    """A text of our own."""
    return "".join(random.choice(_WORDS) for _ in range(random.randint(2, most)))


def draft(random: Random) -> PlanDraft:
    """The small plan as another office might send it: some words differ, some rows are more or fewer."""
    plan = small_plan()
    nodes = tuple(
        replace(node, paragraphs=(Paragraph(words(random) + "。"), *node.paragraphs)) if random.random() < 0.5 else node
        for node in plan.nodes
    )
    (table,) = plan.tables
    kept = [row for row in table.rows if random.random() < 0.8]
    more = [replace(table.rows[0], id=10 + one, seq=10 + one) for one in range(random.randint(0, 12))]
    tables = (replace(table, rows=(*kept, *more)),)
    return PlanDraft(
        replace(plan, nodes=nodes, tables=tables), SourceFile(f"来稿{random.randint(1, 3)}.docx", words(random))
    )


def act(store: Store, random: Random) -> None:
    """Do one thing a user may do; it may come to nothing (a unit that is known already)."""
    content = load_snapshot(store).content
    choices: list[Callable[[Store, PlanContent, Random], object]] = [_undo, _undo, _redo, _import, _leave_field]
    if content.nodes:
        choices += [_edit_text, _edit_text, _edit_title, _move, _remove, _role, _names, _add]
    if any(table.rows for table in content.tables):
        choices += [_cell, _cell, _cell, _cells, _grades, _row, _row]
    choices += [_unit, _unit]
    try:
        random.choice(choices)(store, content, random)
    except InputError:
        return  # refused with a sentence, nothing written


def _undo(store: Store, _: PlanContent, __: Random) -> None:
    store.undo()


def _redo(store: Store, _: PlanContent, __: Random) -> None:
    store.redo()


def _leave_field(store: Store, _: PlanContent, __: Random) -> None:
    store.end_merging()


def _import(store: Store, _: PlanContent, random: Random) -> None:
    apply_draft(store, draft(random))


def _edit_text(store: Store, content: PlanContent, random: Random) -> None:
    node = random.choice(content.nodes)
    set_text(store, node.id, "\n".join(words(random) for _ in range(random.randint(0, 3))))


def _edit_title(store: Store, content: PlanContent, random: Random) -> None:
    set_title(store, random.choice(content.nodes).id, words(random))


def _add(store: Store, content: PlanContent, random: Random) -> None:
    parent = random.choice([None, *(node.id for node in content.nodes)])
    add_node(store, parent, 0, words(random), random.choice(list(NodeKind)))


def _remove(store: Store, content: PlanContent, random: Random) -> None:
    remove_node(store, random.choice(content.nodes).id)


def _move(store: Store, content: PlanContent, random: Random) -> None:
    node = random.choice(content.nodes).id
    choice = random.randrange(4)
    if choice == 0:
        shift_node(store, node, random.choice([-1, 1]))
    elif choice == 1:
        promote(store, node)
    elif choice == 2:
        demote(store, node)
    else:
        relocate(store, node, random.choice([None, random.choice(content.nodes).id]), 0)


def _role(store: Store, content: PlanContent, random: Random) -> None:
    if content.units:
        role = random.choice([None, *Role])
        set_role(store, random.choice(content.nodes).id, random.choice(content.units).id, role)


def _names(store: Store, content: PlanContent, random: Random) -> None:
    names = "、".join(f"市{words(random, 2)}局" for _ in range(2))
    set_role_names(store, random.choice(content.nodes).id, random.choice(list(Role)), names)


def _unit(store: Store, content: PlanContent, random: Random) -> None:
    choice = random.randrange(4) if content.units else 0
    if choice == 0:
        add_unit(store, f"市{words(random, 2)}委")
        return
    unit = random.choice(content.units).id
    if choice == 1:
        rename_unit(store, unit, f"市{words(random, 3)}办")
    elif choice == 2:
        shift_unit(store, unit, random.choice([-1, 1]))
    else:
        remove_unit(store, unit)


def _cell(store: Store, content: PlanContent, random: Random) -> None:
    row, column = _place(content, random)
    set_cell(store, row, column, words(random))


def _cells(store: Store, content: PlanContent, random: Random) -> None:
    values = [(*_place(content, random), words(random)) for _ in range(random.randint(2, 6))]
    set_cells(store, values, f"粘贴 {len(values)} 格")


def _grades(store: Store, content: PlanContent, random: Random) -> None:
    set_grades(store, [_place(content, random)], random.choice([None, 1, 2, 3]))


def _row(store: Store, content: PlanContent, random: Random) -> None:
    table = random.choice([table for table in content.tables if table.rows])
    row = random.choice(table.rows).id
    choice = random.randrange(3)
    if choice == 0:
        add_row(store, table.id, random.randint(0, len(table.rows)))
    elif choice == 1:
        remove_row(store, row)
    else:
        shift_row(store, row, random.choice([-1, 1]))


def _place(content: PlanContent, random: Random) -> tuple[int, int]:
    table = random.choice([table for table in content.tables if table.rows])
    columns = [column.id for column in table.spec.columns if column.kind is not ColumnKind.NUMBER]
    return random.choice(table.rows).id, random.choice(columns)

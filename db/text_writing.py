"""Writing a whole text that was edited line by line: only the rows that differ, so that every id stays what it was."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import replace

from db.outline import load_node, load_nodes, load_preamble
from db.plan import load_info
from db.store import OperationScope
from db.units import load_duties, load_units, replace_duties
from domain.content import PlanContent
from domain.duty_clause import parse_clause
from domain.outline import NodeKind, Paragraph
from domain.paragraph_edits import BuiltNode, BuiltText


def load_text(scope: OperationScope) -> PlanContent:
    """What an edit of the text needs of a plan: everything but its tables, which may be long."""
    return PlanContent(
        info=load_info(scope.db),
        preamble=load_preamble(scope.db),
        nodes=load_nodes(scope.db),
        units=load_units(scope.db),
        duties=load_duties(scope.db),
    )


def load_body(scope: OperationScope, node_id: int | None) -> PlanContent:
    """What an edit below one heading needs, None: before the first; as if the plan had nothing else."""
    if node_id is None:
        return PlanContent(preamble=load_preamble(scope.db))
    node = replace(load_node(scope.db, node_id), parent=None, seq=1)
    duties = tuple(one for one in load_duties(scope.db) if one.task_id == node_id)
    return PlanContent(load_info(scope.db), nodes=(node,), units=load_units(scope.db) if duties else (), duties=duties)


def table_places(scope: OperationScope) -> dict[int, tuple[int | None, int]]:
    """The tables inside the text, by id: heading (None: before the first) and number of paragraphs before."""
    rows = scope.db.conn.execute(
        "SELECT id, place_node_id, place_after FROM appendix_table WHERE place_after IS NOT NULL"
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def write_text(scope: OperationScope, before: PlanContent, built: BuiltText) -> None:
    """Turn the text into what was built."""
    _Writer(scope, before, _stored_paragraphs(scope, "")).write(built)


def write_body(scope: OperationScope, node_id: int | None, before: PlanContent, built: BuiltText) -> None:
    """Turn what stands below one heading into what was built."""
    _Writer(scope, before, _stored_paragraphs(scope, "WHERE node_id IS ?", node_id)).write(built)


_Stored = dict[int, tuple[dict[str, object], int]]  # paragraphs by id: what they hold, and their place


class _Writer:
    """Headings first, for paragraphs stand under them; what is gone last, for what stood under it must have moved."""

    def __init__(self, scope: OperationScope, before: PlanContent, stored: _Stored) -> None:
        self._scope = scope
        self._stored = stored
        self._before = before
        self._old = {node.id: node for node in before.nodes}
        self._ids: dict[int, int] = {}
        self._touched: set[int] = set()

    def write(self, built: BuiltText) -> None:
        """Turn the text into what was built."""
        for node in built.nodes:
            self._write_node(node)
        self._write_paragraphs(built)
        self._move_tables(built)
        self._move_duties(built)
        gone = self._old.keys() - {node.key for node in built.nodes}
        self._move_remarks(built, gone)
        for node_id in gone:
            self._scope.db.execute("DELETE FROM outline_node WHERE id = ?", [node_id])
        for node_id in sorted(self._touched - gone):
            self._scope.update("outline_node", node_id, {"version": self._scope.revision})

    def _id(self, key: int | None) -> int | None:
        return self._ids.get(key, key) if key is not None else None

    def _write_node(self, node: BuiltNode) -> None:
        values: dict[str, object] = {
            "parent_id": self._id(node.parent),
            "seq": node.seq,
            "kind": node.kind.value,
            "title": node.title,
            "style": node.style.value if node.style else None,
        }
        own = self._old.get(node.key)
        if own is None:
            self._ids[node.key] = self._scope.insert("outline_node", {**values, "version": self._scope.revision})
        elif (own.parent, own.seq, own.kind, own.title, own.style) != (
            (self._id(node.parent), node.seq, node.kind, node.title, node.style)
        ):
            self._scope.update("outline_node", node.key, values)
            self._touched.add(node.key)

    def _write_paragraphs(self, built: BuiltText) -> None:
        owners = set(built.paragraphs) | {None, *self._old}
        for owner in sorted(owners, key=lambda one: one or 0):
            for seq, paragraph in enumerate(built.paragraphs.get(owner, ()), start=1):
                self._write_paragraph(self._id(owner), seq, paragraph)
        for paragraph_id, (values, _) in self._stored.items():
            self._scope.delete("paragraph", paragraph_id)
            self._touch(values["node_id"])

    def _write_paragraph(self, owner: int | None, seq: int, paragraph: Paragraph) -> None:
        wanted = {"node_id": owner, "text": paragraph.text, "clause": paragraph.clause}
        if paragraph.id not in self._stored:
            self._scope.insert("paragraph", {**wanted, "seq": seq})
            self._touch(owner)
            return
        values, place = self._stored.pop(paragraph.id)
        if values != wanted or place != seq:
            self._scope.update("paragraph", paragraph.id, {**wanted, "seq": seq})
        if values != wanted:
            self._touch(owner)
            self._touch(values["node_id"])

    def _touch(self, owner: object) -> None:
        if isinstance(owner, int) and owner in self._old:
            self._touched.add(owner)

    def _move_tables(self, built: BuiltText) -> None:
        former = table_places(self._scope)
        for table_id, (owner, after) in built.tables.items():
            place = (self._id(owner), after)
            if former[table_id] != place:
                self._scope.update("appendix_table", table_id, {"place_node_id": place[0], "place_after": after})

    def _move_duties(self, built: BuiltText) -> None:
        kinds = {node.key: node.kind for node in built.nodes}
        for origin, key in built.duties.items():
            heir = self._id(key)
            assert heir is not None  # the preamble has no duties
            duties = [one for one in self._before.duties if one.task_id == origin]
            held = {one.unit_id for one in self._before.duties if one.task_id == heir}
            for duty in duties:
                if duty.unit_id not in held:
                    self._scope.update("duty", duty.id, {"node_id": heir})
            values: dict[str, object] = {}
            if kinds[key] is NodeKind.SECTION:
                values["kind"] = NodeKind.TASK.value
            deadline = self._old[origin].deadline
            if deadline and not (key in self._old and self._old[key].deadline):
                values["deadline"] = deadline
            if values:
                self._scope.update("outline_node", heir, values)

    def _move_remarks(self, built: BuiltText, gone: AbstractSet[int]) -> None:
        """Let remarks stay with the words they are about."""
        for origin, key in built.heirs.items():
            heir = self._id(key)
            remarks = self._scope.db.query("SELECT id, quote FROM remark WHERE node_id = ?", [origin])
            here, there = _words(built, origin), _words(built, key)
            for remark in list(remarks):
                quote = str(remark["quote"])
                if origin in gone or (quote and quote not in here and quote in there):
                    self._scope.update("remark", int(str(remark["id"])), {"node_id": heir})


def _words(built: BuiltText, key: int | None) -> str:
    title = next((node.title for node in built.nodes if node.key == key), "")
    return "\n".join((title, *(one.text for one in built.paragraphs.get(key, ()))))


def _stored_paragraphs(scope: OperationScope, where: str, *values: object) -> _Stored:
    rows = scope.db.execute(f"SELECT id, node_id, text, clause, seq FROM paragraph {where} ORDER BY id", values)
    return {row[0]: ({"node_id": row[1], "text": row[2], "clause": row[3]}, row[4]) for row in rows}


def read_clause(scope: OperationScope, paragraph_id: int) -> None:
    """Let a clause that ends the words of a paragraph become the duties of its heading, which is a task then.

    Not where another paragraph of the heading has a clause: they would share their units.
    """
    row = next(iter(scope.db.query("SELECT * FROM paragraph WHERE id = ?", [paragraph_id])))
    node_id = row["node_id"]
    parsed = parse_clause(str(row["text"])) if node_id is not None else None
    if parsed is None:
        return
    owner = int(str(node_id))
    others = "SELECT 1 FROM paragraph WHERE node_id = ? AND id <> ? AND clause <> ''"
    if scope.db.execute(others, [owner, paragraph_id]).fetchone() is not None:
        return
    scope.update("paragraph", paragraph_id, {"text": parsed.body, "clause": parsed.template})
    replace_duties(scope, owner, parsed.names)
    become_task(scope, owner, parsed.deadline)


def become_task(scope: OperationScope, node_id: int, deadline: str) -> None:
    """A heading whose text ends in a duty clause is a task, with the clause's time limit."""
    kind, held = scope.db.execute("SELECT kind, deadline FROM outline_node WHERE id = ?", [node_id]).fetchone()
    values = {
        "kind": NodeKind.TASK.value if kind == NodeKind.SECTION.value else kind,
        "deadline": deadline or held,
        "version": scope.revision,
    }
    scope.update("outline_node", node_id, values)

"""Reading a file again: its headings, their paragraphs and their duties."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from domain.content import PlanContent
from domain.duty_clause import format_clause
from domain.duty_merging import DutyMerger
from domain.labels import NODE_KIND_LABELS, TASK_COLUMNS, TASK_STATE_LABELS, TASK_STATE_WORD
from domain.merge_report import Ledger, MergeStep, Place, StepKind
from domain.numbering import NumberStyle, format_label
from domain.outline import NodeKind, OutlineNode, Paragraph, TaskState, descendants
from domain.outline_alignment import NodeEntry
from domain.paragraph_merging import ParagraphMerger
from domain.text import comparison_key
from domain.unit_merging import UnitMerger
from domain.units import Role, unit_names

_FIELDS = ("title", "kind", "style", "deadline", "note", "state")
_OF_TABLE = ("deadline", "note", "state")  # what a table of tasks says of a heading
_FIELD_WORDS = {
    "title": "标题",
    "kind": "类别",
    "style": "序号样式",
    "deadline": "完成时限",
    "note": TASK_COLUMNS["remark"],
    "state": TASK_STATE_WORD,
}
AREA = 2  # place of the outline among the steps


@dataclass
class MergedOutline:
    """Headings, and which of the source or of the base became which."""

    nodes: dict[int, OutlineNode] = field(default_factory=dict)
    their_ids: dict[int, int] = field(default_factory=dict)
    base_ids: dict[int, int] = field(default_factory=dict)


class OutlineMerger:
    """Walks the tree of the three states once, offering a step for everything that differs.

    `merged` is the plan's outline afterwards, `known` what the next reading takes as base. In a `partial` reading the
    source is a table of tasks, which says nothing of the rest of the text.
    """

    def __init__(
        self,
        contents: tuple[PlanContent | None, PlanContent, PlanContent],
        ledger: Ledger,
        units: UnitMerger,
        new_ids: Iterator[int],
        *,
        partial: bool,
    ) -> None:
        self._base, self._ours, self._theirs = contents
        self._ledger, self._report, self._new_ids = ledger, ledger.report, new_ids
        self._partial = partial
        self._headings = [
            {} if content is None else {one.node.id: one.heading for one in content.placed()} for content in contents
        ]
        self._position = 0
        self._known_count = 0
        self._known_parents: set[int] = set()
        self._below: dict[int, str] = {}
        self.merged = MergedOutline()
        self.known = MergedOutline()
        self.our_places: dict[int, int] = {}  # by node id: its place among the steps
        self.their_places: dict[int, int] = {}
        self.duties = DutyMerger(contents, ledger, units, new_ids, partial=partial)

    def merge(self, entries: Sequence[NodeEntry]) -> None:
        """Fill `merged` and `known`."""
        self._visit_group(entries, None, None, allowed=True)

    def known_nodes(self) -> tuple[OutlineNode, ...]:
        """The headings the next reading takes as base, in their order."""
        seqs: dict[int | None, int] = {}
        nodes = []
        for node in self.known.nodes.values():
            seqs[node.parent] = seqs.get(node.parent, 0) + 1
            nodes.append(replace(node, seq=seqs[node.parent]))
        return tuple(nodes)

    def their_heading(self, node_id: int | None) -> str:
        """A heading of the source with its number; empty for none."""
        return "" if node_id is None else self._headings[2].get(node_id, "")

    def _visit_group(
        self, entries: Sequence[NodeEntry], parent: int | None, known_parent: int | None, *, allowed: bool
    ) -> list[int]:
        """The headings of one parent; returns the ids of those that stand there afterwards."""
        placed: list[int] = []
        for entry in entries:
            node_id = self._visit(entry, parent, known_parent, allowed=allowed)
            if node_id is not None:
                placed.append(node_id)
        if any(node_id < 0 for node_id in placed):
            for seq, node_id in enumerate(placed, start=1):
                self.merged.nodes[node_id] = replace(self.merged.nodes[node_id], seq=seq)
        return placed

    def _visit(self, entry: NodeEntry, parent: int | None, known_parent: int | None, *, allowed: bool) -> int | None:
        self._position += 1
        at = (AREA, self._position)
        if entry.theirs is not None:
            self.their_places[entry.theirs.id] = self._position
        if entry.ours is not None:
            self.our_places[entry.ours.id] = self._position
        if entry.theirs is None:
            return self._visit_ours(entry, at, known_parent)
        if entry.ours is not None:
            return self._visit_both(entry, entry.ours, entry.theirs, at, known_parent)
        if entry.base is not None:
            self._visit_deleted(entry, known_parent)
            return None
        return self._visit_new(entry.theirs, entry.children, at, (parent, known_parent), allowed=allowed)

    def _visit_new(
        self,
        node: OutlineNode,
        children: Sequence[NodeEntry],
        at: Place,
        parents: tuple[int | None, int | None],
        *,
        allowed: bool,
    ) -> int | None:
        heading = self._headings[2][node.id]
        taken = self._ledger.add((*at, 0), f"heading:+{node.id}", heading, node.title, allowed=allowed)
        new_id, known_id = next(self._new_ids), self._known_id()
        paragraphs = []
        for place, paragraph in enumerate(node.paragraphs):
            text = self._shown(paragraph, self._theirs, node)
            if self._ledger.add((*at, 1, place), f"text:+{node.id}:{place}", heading, text, allowed=taken):
                paragraphs.append(paragraph)
        if taken:
            self._report.new += 1 + len(paragraphs)
            fresh = tuple(replace(one, id=next(self._new_ids)) for one in paragraphs)
            self._place(self.merged, replace(node, id=new_id, parent=parents[0], paragraphs=fresh), their=node.id)
            known = replace(node, id=known_id, parent=parents[1], paragraphs=tuple(paragraphs))
            self._place(self.known, known, their=node.id)
        self.duties.add(node.id, heading, (*at, 2), new_id, known_id, allowed=taken)
        self._visit_group(children, new_id, known_id, allowed=taken)
        return new_id if taken else None

    def _visit_deleted(self, entry: NodeEntry, known_parent: int | None) -> None:
        """What the office deleted stays deleted; the next reading is to know that the source has it."""
        node = entry.theirs
        if node is None:
            return
        known_id = self._known_id()
        self._place(self.known, replace(node, id=known_id, parent=known_parent), their=node.id)
        self.duties.remember(known_id, self._theirs, node.id)
        for child in entry.children:
            if child.theirs is not None and child.base is None:
                self._report.need_person(
                    "new_below_deleted",
                    self._headings[2][child.theirs.id],
                    "来源文件在本机已删除的章节下新增了此处，没有读取，请核对。",
                )
            self._visit_deleted(child, known_id)

    def _visit_ours(self, entry: NodeEntry, at: Place, known_parent: int | None) -> int | None:
        """A heading the source does not have: it goes when it came from there and nobody touched it or those below."""
        node, base = entry.ours, entry.base
        if node is None:
            return None
        known_id = self._known_id()
        below_known = known_parent if base is None else known_id
        below = self._visit_group(entry.children, node.id, below_known, allowed=True)
        gone, again, left, remembered = False, False, node.paragraphs, base.paragraphs if base else ()
        own_below = any(_is_own(one) for child in entry.children for one in child.walk())
        if base is not None and not own_below:
            where, key, conflict = self._headings[1][node.id], f"heading:{node.id}", _is_own(entry)
            text = "\n".join((node.title, *self._all_shown(node))) if conflict else node.title
            gone, again = self._ledger.remove((*at, 0), key, where, text, conflict=conflict)
            if not conflict:
                left = remembered = self._keep_paragraphs(node, at)
                gone, again = gone and not left, again or bool(left)
        if base is not None and (again or known_id in self._known_parents):
            known = replace(base, id=known_id, parent=known_parent, paragraphs=remembered)
            self._place(self.known, known, base=base.id)
            self.duties.remember(known_id, self._base, base.id)
        if gone and not below:
            self._report.gone += 1 + len(node.paragraphs)
            return None
        self._report.gone += len(node.paragraphs) - len(left)
        self._place(self.merged, replace(node, paragraphs=left))
        self.duties.keep(node.id)
        return node.id

    def _keep_paragraphs(self, node: OutlineNode, at: Place) -> tuple[Paragraph, ...]:
        """The paragraphs of a heading the source dropped that are not to go."""
        kept = []
        for place, (paragraph, text) in enumerate(zip(node.paragraphs, self._all_shown(node), strict=True)):
            where = self._headings[1][node.id]
            if not self._ledger.remove((*at, 1, place), f"text:{node.id}:{place}", where, text)[0]:
                kept.append(paragraph)
        return tuple(kept)

    def _visit_both(
        self, entry: NodeEntry, ours: OutlineNode, theirs: OutlineNode, at: Place, known_parent: int | None
    ) -> int:
        values, known_values = self._merge_fields(entry.base, ours, theirs, at)
        paragraphs, known_paragraphs = self._merge_paragraphs(entry.base, ours, theirs, at)
        line = ours.source_line if self._partial else theirs.source_line
        merged = replace(ours, paragraphs=paragraphs, source_line=line, **values)
        if [getattr(ours, name) for name in _FIELDS] == [getattr(merged, name) for name in _FIELDS]:
            self._report.same += 1
        else:
            self._report.changed += 1
        known_id = self._known_id()
        known = replace(theirs, id=known_id, parent=known_parent, paragraphs=known_paragraphs, **known_values)
        self._place(self.merged, merged, their=theirs.id)
        self._place(self.known, known, their=theirs.id, base=entry.base.id if entry.base else None)
        ids = (entry.base.id if entry.base else None, ours.id, theirs.id)
        self.duties.merge(ids, self._headings[1][ours.id], (*at, 2), known_id)
        self._visit_group(entry.children, ours.id, known_id, allowed=True)
        return ours.id

    def _merge_fields(
        self, base: OutlineNode | None, ours: OutlineNode, theirs: OutlineNode, at: Place
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Title, kind, style and 完成时限: one step for those only the source changed, one for those both did."""
        values: dict[str, Any] = {}
        known: dict[str, Any] = {}
        calm: list[str] = []
        clash: list[str] = []
        for name in _OF_TABLE if self._partial else _FIELDS:
            mine, new, former = (None if one is None else getattr(one, name) for one in (ours, theirs, base))
            unsaid = not new and (self._partial or (base is None and name in ("note", "state")))
            if new in (mine, former if base else mine) or unsaid:
                continue
            (clash if base is not None and mine != former else calm).append(name)
        where = self._headings[1][ours.id]
        for names, key, is_clash in ((calm, "", False), (clash, "!", True)):
            if not names:
                continue
            texts = ["\n".join(_spelled(node, name, len(names) > 1) for name in names) for node in (ours, theirs)]
            step = MergeStep(f"heading:{ours.id}{key}", StepKind.CHANGED, where, texts[0], texts[1], is_clash)
            if self._ledger.offer((*at, 0, is_clash), step):
                values |= {name: getattr(theirs, name) for name in names}
                continue
            if is_clash:
                self._ledger.note_conflict(where)
            if self._ledger.remembers_former(step):
                known |= {name: getattr(base or ours, name) for name in names}
        return values, known

    def _merge_paragraphs(
        self, base: OutlineNode | None, ours: OutlineNode, theirs: OutlineNode, at: Place
    ) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
        incoming = theirs.paragraphs
        if self._partial:
            incoming = tuple(one for one in incoming if not self._is_said_below(one, ours))
        merger = ParagraphMerger(
            self._ledger,
            (*at, 1),
            f"text:{ours.id}",
            self._headings[1][ours.id],
            self._new_ids,
            of_table=self._partial,
            own_stays=self._partial or base is not None or not incoming,
        )
        shown = [
            {paragraph: self._shown(paragraph, content, node) for paragraph in node.paragraphs}
            for content, node in ((self._ours, ours), (self._theirs, theirs))
        ]
        former = base.paragraphs if base and not self._partial else None
        return merger.merge(former, ours.paragraphs, incoming, (shown[0], shown[1]))

    def _is_said_below(self, paragraph: Paragraph, node: OutlineNode) -> bool:
        """Whether the words of a table's cell stand in the headings below a task already."""
        if node.id not in self._below:
            texts = (f"{one.title}\n{chr(10).join(part.text for part in one.paragraphs)}" for one in self._under(node))
            self._below[node.id] = comparison_key("\n".join(texts))
        key = comparison_key(paragraph.text)
        return bool(key) and key in self._below[node.id]

    def _under(self, node: OutlineNode) -> list[OutlineNode]:
        below = set(descendants(self._ours.nodes, node.id))
        return [one.node for one in self._ours.placed() if one.node.id in below]

    def _known_id(self) -> int:
        self._known_count += 1
        return self._known_count

    def _place(
        self,
        outline: MergedOutline,
        node: OutlineNode,
        *,
        their: int | None = None,
        base: int | None = None,
    ) -> None:
        outline.nodes[node.id] = node
        if outline is self.known and node.parent is not None:
            self._known_parents.add(node.parent)
        if their is not None:
            outline.their_ids[their] = node.id
        if base is not None:
            outline.base_ids[base] = node.id

    def _all_shown(self, node: OutlineNode) -> list[str]:
        return [self._shown(one, self._ours, node) for one in node.paragraphs]

    def _shown(self, paragraph: Paragraph, content: PlanContent, node: OutlineNode) -> str:
        if not paragraph.clause:
            return paragraph.text
        names = {role: unit_names(node.id, role, content.duties_of(node.id), content.units) for role in Role}
        return paragraph.text + format_clause(paragraph.clause, names, content.info.role_word, node.deadline)


def _spelled(node: OutlineNode, name: str, named: bool) -> str:
    value = getattr(node, name)
    if isinstance(value, NodeKind):
        value = NODE_KIND_LABELS[value]
    elif isinstance(value, TaskState):
        value = TASK_STATE_LABELS[value.value]
    elif isinstance(value, NumberStyle):
        value = format_label(value, 1).strip()
    text = str(value or "")
    return f"{_FIELD_WORDS[name]}：{text}" if named or name in ("kind", "style", "note", "state") else text


def _is_own(entry: NodeEntry) -> bool:
    """Whether the office made a heading or changed it."""
    return entry.ours is not None and (entry.base is None or _words(entry.base) != _words(entry.ours))


def _words(node: OutlineNode) -> tuple[object, ...]:
    return node.title, node.deadline, node.note, node.state, tuple((one.text, one.clause) for one in node.paragraphs)

"""Reading a file again: what the source changed goes into the plan, what the office changed stays.

Three states are compared: `base`, what the source said when it was last read; `ours`, the plan now; `theirs`, the
new draft. Where both sides changed the same piece, the office's own words stay and a finding says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from domain.alignment import align
from domain.exchange import PlanContent, PlanInfo
from domain.merge_report import MergeReport
from domain.outline import OutlineNode, Paragraph, group_children
from domain.table_merging import merge_tables
from domain.tables import AppendixTable
from domain.text import comparison_key
from domain.units import Duty, Role, Unit, match_unit

_GENERIC_LENGTH = 6  # 保障措施, 基本工作原则: headings no longer than this are found in any plan


def is_same_plan(ours: PlanContent, theirs: PlanContent) -> bool:
    """Whether a draft is another state of this plan: an empty plan, the same title, or half of its words.

    Headings alone would not do: 总体要求, 重点任务 and 保障措施 stand in every plan.
    """
    if not ours.nodes and not ours.tables:
        return True
    if comparison_key(ours.info.title) == comparison_key(theirs.info.title):
        return True
    known, wanted = _pieces(ours), _pieces(theirs)
    return bool(wanted) and sum(piece in known for piece in wanted) * 2 >= len(wanted)


def _pieces(content: PlanContent) -> set[str]:
    """Paragraphs and the headings that say more than every plan's do."""
    texts = [paragraph.text for node in content.nodes for paragraph in node.paragraphs]
    titles = [node.title for node in content.nodes if len(node.title) > _GENERIC_LENGTH]
    return {comparison_key(text) for text in (*texts, *titles)}


def merge_content(base: PlanContent | None, ours: PlanContent, theirs: PlanContent) -> tuple[PlanContent, MergeReport]:
    """Bring a new draft into a plan.

    In the result ids above 0 are the plan's own; pieces to be added have negative ones.
    """
    report = MergeReport()
    new_ids = _new_ids()
    units = list(ours.units)
    for unit in theirs.units:
        if match_unit(unit.name, units) is None:
            seq = max((one.seq for one in units), default=0) + 1
            units.append(replace(unit, id=next(new_ids), seq=seq))
    merger = _OutlineMerger(base, ours, theirs, report, new_ids, units)
    nodes, duties = merger.merge()
    preamble = _merge_paragraphs(
        report, "引言", base.preamble if base else None, ours.preamble, theirs.preamble, new_ids
    )
    tables: tuple[AppendixTable, ...] = merge_tables(
        base.tables if base else None, ours.tables, theirs.tables, report, new_ids
    )
    known = {comparison_key(one.name) for one in ours.enterprises}
    added = [one for one in theirs.enterprises if comparison_key(one.name) not in known]
    enterprises = (*ours.enterprises, *(replace(one, id=next(new_ids)) for one in added))
    info = _merge_info(report, base.info if base else None, ours, theirs.info)
    return PlanContent(info, preamble, nodes, tuple(units), duties, tables, enterprises), report


def _new_ids() -> Iterator[int]:
    value = 0
    while True:
        value -= 1
        yield value


def _merge_info(report: MergeReport, base: PlanInfo | None, ours: PlanContent, theirs: PlanInfo) -> PlanInfo:
    empty = not ours.info.title and not ours.nodes
    if empty:
        return theirs
    merged = {}
    for name in ("title", "stage", "stage_mark"):
        mine, new = getattr(ours.info, name), getattr(theirs, name)
        merged[name] = report.choose("方案信息", mine, new, getattr(base, name) if base else None)
    return replace(ours.info, **merged)


def _merge_paragraphs(
    report: MergeReport,
    where: str,
    base: Sequence[Paragraph] | None,
    ours: Sequence[Paragraph],
    theirs: Sequence[Paragraph],
    new_ids: Iterator[int],
) -> tuple[Paragraph, ...]:
    def plain(paragraphs: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
        return tuple(replace(one, id=0) for one in paragraphs)

    chosen = report.choose(where, plain(ours), plain(theirs), None if base is None else plain(base))
    result = []
    for here, there in align([one.text for one in ours], [one.text for one in chosen]):
        if there is None:
            report.gone += 1
        elif here is None:
            report.new += 1
            result.append(replace(chosen[there], id=next(new_ids)))
        else:
            report.count(replace(ours[here], id=0), chosen[there])
            result.append(replace(chosen[there], id=ours[here].id))
    return tuple(result)


class _OutlineMerger:
    """Nodes, their paragraphs and their duties."""

    def __init__(
        self,
        base: PlanContent | None,
        ours: PlanContent,
        theirs: PlanContent,
        report: MergeReport,
        new_ids: Iterator[int],
        units: Sequence[Unit],
    ) -> None:
        self._base, self._ours, self._theirs = base, ours, theirs
        self._report, self._new_ids, self._units = report, new_ids, units
        self._mine = match_nodes(ours.nodes, theirs.nodes)
        self._former = match_nodes(base.nodes, theirs.nodes) if base else {}
        self._our_nodes = {node.id: node for node in ours.nodes}
        self._base_nodes = {node.id: node for node in base.nodes} if base else {}

    def merge(self) -> tuple[tuple[OutlineNode, ...], tuple[Duty, ...]]:
        """Every node of the result, and its duties."""
        ids = self._choose_ids()
        gone = self._gone_nodes()
        nodes: dict[int, OutlineNode] = {}
        duties: list[Duty] = []
        for node in self._theirs.nodes:
            if node.id in ids:
                merged = self._merge_node(node, ids[node.id])
                nodes[merged.id] = merged
                duties += self._merge_duties(node, merged.id)
        kept = [node for node in self._ours.nodes if node.id not in nodes and node.id not in gone]
        for node in kept:
            nodes[node.id] = node
            duties += [duty for duty in self._ours.duties if duty.task_id == node.id]
        return self._arrange(nodes, ids), tuple(duties)

    def _choose_ids(self) -> dict[int, int]:
        """Our id for each of their nodes that comes in; what the office deleted stays deleted."""
        ids: dict[int, int] = {}
        for placed in self._theirs.placed():
            node = placed.node
            if node.id in self._former and node.id not in self._mine:
                continue
            if node.parent is None or node.parent in ids:
                ids[node.id] = self._mine.get(node.id) or next(self._new_ids)
            else:
                self._report.need_person(
                    "new_below_deleted", placed.heading, "来源文件在本机已删除的章节下新增了此处，没有读取，请核对。"
                )
        return ids

    def _gone_nodes(self) -> set[int]:
        """Our nodes whose source is gone and that the office has not touched since."""
        if self._base is None:
            return set()
        matched = set(self._mine.values())
        stands_in_base = match_nodes(self._ours.nodes, self._base.nodes)
        gone = set()
        for base_id, our_id in stands_in_base.items():
            if our_id in matched:
                continue
            before, now = self._base_nodes[base_id], self._our_nodes[our_id]
            if _words(before) == _words(now):
                gone.add(our_id)
                self._report.gone += 1 + len(now.paragraphs)
            else:
                self._report.need_person(
                    "gone_but_changed", now.title, "来源文件已删去此处，但本机改过，已保留本机的内容。"
                )
        # A child that stays keeps its parent.
        for node in self._ours.nodes:
            if node.id not in gone:
                line = node.parent
                while line is not None:
                    gone.discard(line)
                    line = self._our_nodes[line].parent
        return gone

    def _merge_node(self, node: OutlineNode, new_id: int) -> OutlineNode:
        report = self._report
        ours = self._our_nodes.get(new_id)
        if ours is None:
            report.new += 1 + len(node.paragraphs)
            return replace(node, id=new_id)
        base = self._base_nodes.get(self._former.get(node.id, 0))
        values = {}
        for name in ("title", "kind", "style", "deadline"):
            former = getattr(base, name) if base else None
            values[name] = report.choose(node.title, getattr(ours, name), getattr(node, name), former)
        paragraphs = _merge_paragraphs(
            report, node.title, base.paragraphs if base else None, ours.paragraphs, node.paragraphs, self._new_ids
        )
        merged = replace(ours, paragraphs=paragraphs, source_line=node.source_line, **values)
        report.count(
            (ours.title, ours.kind, ours.style, ours.deadline),
            (merged.title, merged.kind, merged.style, merged.deadline),
        )
        return merged

    def _merge_duties(self, node: OutlineNode, new_id: int) -> list[Duty]:
        theirs = _duty_names(self._theirs, node.id)
        chosen = theirs
        if new_id > 0:
            former = self._former.get(node.id)
            base = _duty_names(self._base, former) if self._base and former else None
            ours = _duty_names(self._ours, new_id)
            chosen = self._report.choose(f"{node.title} 责任单位", ours, theirs, base)
        existing = {duty.unit_id: duty.id for duty in self._ours.duties if duty.task_id == new_id}
        duties: dict[int, Duty] = {}
        for name, role in chosen:
            unit = match_unit(name, self._units)
            if unit is not None and unit.id not in duties:
                duty_id = existing.get(unit.id) or next(self._new_ids)
                duties[unit.id] = Duty(new_id, unit.id, role, len(duties) + 1, duty_id)
        return list(duties.values())

    def _arrange(self, nodes: Mapping[int, OutlineNode], ids: Mapping[int, int]) -> tuple[OutlineNode, ...]:
        """Give every node its parent and place: the office's own order unless the source changed its."""
        if self._base is not None and _shape(self._base.nodes) == _shape(self._theirs.nodes):
            return tuple(nodes.values())
        children: dict[int | None, list[int]] = {}
        for parent, group in group_children(self._theirs.nodes).items():
            target = None if parent is None else ids.get(parent)
            if parent is None or target is not None:
                children[target] = [ids[node.id] for node in group if node.id in ids]
        placed = {node_id for group in children.values() for node_id in group}
        for parent, group in group_children(self._ours.nodes).items():
            previous: int | None = None
            for node in group:
                if node.id in nodes and node.id not in placed:
                    listed = children.setdefault(parent, [])
                    listed.insert(listed.index(previous) + 1 if previous in listed else 0, node.id)
                previous = node.id
        return tuple(
            replace(nodes[node_id], parent=parent, seq=seq)
            for parent, group in children.items()
            for seq, node_id in enumerate(group, start=1)
        )


def match_nodes(left: Sequence[OutlineNode], right: Sequence[OutlineNode]) -> dict[int, int]:
    """For nodes of the right outline the node of the left one they are, by id; unmatched ones are absent."""
    left_children, right_children = group_children(left), group_children(right)
    matched: dict[int, int] = {}

    def visit(left_parent: int | None, right_parent: int | None) -> None:
        ours, theirs = left_children.get(left_parent, []), right_children.get(right_parent, [])
        bodies = [_body(node, left_children) for node in ours], [_body(node, right_children) for node in theirs]
        for here, there in align([node.title for node in ours], [node.title for node in theirs], bodies):
            if here is not None and there is not None:
                matched[theirs[there].id] = ours[here].id
                visit(ours[here].id, theirs[there].id)

    visit(None, None)
    return matched


def _body(node: OutlineNode, children: Mapping[int | None, Sequence[OutlineNode]]) -> str:
    """A heading with its text and the headings below: a chapter is known by these even when it is renamed."""
    below = [child.title for child in children.get(node.id, ())]
    return "\n".join((node.title, *below, *(paragraph.text for paragraph in node.paragraphs)))


def _duty_names(content: PlanContent, node_id: int) -> tuple[tuple[str, Role], ...]:
    names = {unit.id: unit.name for unit in content.units}
    duties = sorted((duty for duty in content.duties if duty.task_id == node_id), key=lambda duty: duty.seq)
    return tuple((names[duty.unit_id], duty.role) for duty in duties)


def _words(node: OutlineNode) -> tuple[object, ...]:
    return node.title, node.deadline, tuple((one.text, one.clause) for one in node.paragraphs)


def _shape(nodes: Sequence[OutlineNode]) -> list[tuple[int | None, int, str]]:
    return sorted(
        ((node.parent, node.seq, comparison_key(node.title)) for node in nodes),
        key=lambda shape: (shape[0] or 0, shape[1]),
    )

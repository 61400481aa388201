"""Reading a file again: what the source changed goes into the plan, what the office changed stays.

Three states are compared: `base`, what the source said when it was last read; `ours`, the plan now; `theirs`, the
new draft. Every difference is a step that is taken or declined; where both sides changed the same piece, the office's
own words stay and a finding says so, unless the step is adopted. What was declined is not remembered as read, so that
the next reading offers it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.content import PlanContent, PlanInfo
from domain.enterprises import Enterprise
from domain.labels import STAGE_LABELS
from domain.merge_report import Ledger, MergeReport
from domain.numbering import format_label
from domain.outline import NodeKind, Paragraph
from domain.outline_alignment import NodeEntry, align_outlines, match_nodes
from domain.outline_merging import OutlineMerger
from domain.paragraph_merging import ParagraphMerger
from domain.reading import Fate, SourcePiece
from domain.remark_merging import RemarkMerger
from domain.table_merging import TableMerger
from domain.tables import AppendixTable, TablePlace
from domain.task_placing import place_tasks
from domain.text import comparison_key
from domain.unit_merging import UnitMerger
from domain.units import Duty, Role, Unit, match_unit

__all__ = ["Merge", "is_partial", "is_same_plan", "match_nodes", "merge_content"]

_GENERIC_LENGTH = 6  # 保障措施, 基本工作原则: headings no longer than this are found in any plan
_NONE: frozenset[str] = frozenset()
_FIELD_WORDS = {
    "title": "方案标题",
    "stage": "稿次",
    "document_number": "发文字号",
    "issuing_authority": "发文机关",
    "issued_on": "成文日期",
    "role_word": "责任单位的叫法",
    "run_on": "连续编号的序号样式",
    "addressees": "主送机关",
    "copied_to": "抄送机关",
    "classification": "密级",
    "urgency": "紧急程度",
    "signer": "签发人",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
    "annotation": "附注",
    "layout": "版式",
}
_OF_NEW_PLANS = ("role_word", "run_on", "layout")  # how a plan is printed: a source decides it only for a new one


@dataclass(frozen=True)
class Merge:
    """The plan after a reading, where ids above 0 are its own and pieces to be added have negative ones.

    `known` is what the next reading of the same source takes as base; its ids are its own.
    """

    content: PlanContent
    known: PlanContent
    report: MergeReport


def is_partial(content: PlanContent, pieces: Sequence[SourcePiece] = ()) -> bool:
    """Whether a draft holds only tables or tasks, as a spreadsheet does: it says nothing of the rest of a plan.

    `pieces` are those of its source, where they are known: but for a title it has no headings and no text.
    """
    if pieces:
        has_text = any(piece.fate in (Fate.HEADING, Fate.TEXT) and not piece.rows for piece in pieces)
    else:
        of_section = any(node.kind is NodeKind.SECTION and node.paragraphs for node in content.nodes)
        has_text = bool(content.info.title or content.preamble) or of_section
    if has_text:
        return False
    return bool(content.tables) or any(node.kind is not NodeKind.SECTION for node in content.nodes)


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


def merge_content(
    base: PlanContent | None,
    ours: PlanContent,
    theirs: PlanContent,
    declined: frozenset[str] = _NONE,
    adopted: frozenset[str] = _NONE,
    *,
    partial: bool | None = None,
) -> Merge:
    """Bring a new draft into a plan.

    `declined` are the keys of steps not to be taken, `adopted` those of conflicts in which the source wins.
    A `partial` draft (None: told by its content) says nothing of the plan's own fields and of what it does not hold.
    """
    ledger = Ledger(declined, adopted)
    new_ids = _new_ids()
    partial = (is_partial(theirs) if partial is None else partial) and not _is_empty(ours)
    info, known_info = _merge_info(ledger, base.info if base else None, ours, theirs.info, partial=partial)
    preamble, known_preamble = ours.preamble, theirs.preamble
    if not partial:
        preamble, known_preamble = _merge_preamble(ledger, base, ours, theirs, new_ids)
    units = UnitMerger(base, ours, theirs, ledger, new_ids)
    outline = OutlineMerger((base, ours, theirs), ledger, units, new_ids, partial=partial)
    outline.merge(_entries(base, ours, theirs, partial=partial))
    node_ids = outline.merged.their_ids, outline.known.their_ids
    tables = TableMerger(ledger, new_ids, node_ids, partial=partial)
    tables.merge(base.tables if base else (), ours.tables, theirs.tables)
    enterprises, known_enterprises = _merge_enterprises(ledger, base, ours, theirs, new_ids)
    remarks = RemarkMerger(ledger, new_ids, outline, tables)
    remarks.merge(base.remarks if base else (), ours.remarks, theirs.remarks, partial=partial)
    stored = {node.id: place for place, node in enumerate(ours.nodes)}
    nodes = sorted(outline.merged.nodes.values(), key=lambda node: stored.get(node.id, len(stored)))
    content = PlanContent(
        info,
        preamble,
        tuple(nodes),
        tuple(units.units),
        tuple(outline.duties.merged),
        tuple(rehomed(table, ours, outline.merged.nodes.keys()) for table in tables.merged.tables),
        enterprises,
        tuple(remarks.merged),
    )
    if not declined:
        return Merge(content, theirs, ledger.finish())
    spoken = [unit for unit in theirs.units if not units.is_refused(unit.name)]
    known_units, known_duties = _number_units(spoken, outline.duties.known)
    known = PlanContent(
        known_info,
        known_preamble,
        outline.known_nodes(),
        known_units,
        known_duties,
        tuple(tables.known.tables),
        known_enterprises,
        tuple(remarks.known),
    )
    return Merge(content, known, ledger.finish())


def _new_ids() -> Iterator[int]:
    value = 0
    while True:
        value -= 1
        yield value


def _is_empty(content: PlanContent) -> bool:
    return not content.info.title and not content.nodes and not content.tables


def _merge_info(
    ledger: Ledger, base: PlanInfo | None, ours: PlanContent, theirs: PlanInfo, *, partial: bool
) -> tuple[PlanInfo, PlanInfo]:
    """The plan's own fields; of `theirs` a plan that says something takes title and stage, and what it has not got."""
    is_new = not ours.info.title and not ours.nodes and not partial
    values: dict[str, Any] = {}
    known: dict[str, Any] = {}
    for number, (name, word) in enumerate(_FIELD_WORDS.items()):
        mine, new = _field(ours.info, name), _field(theirs, name)
        former = _field(base, name) if base is not None and not is_new else None
        if partial or (not is_new and not _may_change(name, _says(mine), _says(new), bool(base and base.mark))):
            continue
        texts = _field_text(name, mine), _field_text(name, new)
        values[name], known[name] = ledger.choose((0, number), f"plan:{name}", word, (mine, new, former), texts)
    return _with_fields(ours.info, values), _with_fields(theirs, known)


def _may_change(name: str, has_own: bool, has_new: bool, had_mark: bool) -> bool:
    if name == "stage":  # a source that lost its mark has come further
        return has_new or had_mark
    if name == "title":
        return has_new
    return has_new and not has_own and name not in _OF_NEW_PLANS


def _field(info: PlanInfo, name: str) -> Any:
    """A field as it is compared; the stage goes with its mark."""
    return (info.stage, info.stage_mark) if name == "stage" else getattr(info, name)


def _says(value: Any) -> bool:
    return any(value) if isinstance(value, tuple) else bool(value)


def _field_text(name: str, value: Any) -> str:
    if name == "stage":
        return str(value[1] or STAGE_LABELS[value[0]])
    if isinstance(value, frozenset):
        return " ".join(format_label(style, 1).strip() for style in sorted(value))
    return str(value or "")


def _with_fields(info: PlanInfo, values: dict[str, Any]) -> PlanInfo:
    """The fields under their own names again."""
    plain = {name: value for name, value in values.items() if name != "stage"}
    if "stage" in values:
        plain["stage"], plain["stage_mark"] = values["stage"]
    return replace(info, **plain)


def _merge_preamble(
    ledger: Ledger, base: PlanContent | None, ours: PlanContent, theirs: PlanContent, new_ids: Iterator[int]
) -> tuple[tuple[Paragraph, ...], tuple[Paragraph, ...]]:
    own_stays = base is not None or not theirs.preamble
    merger = ParagraphMerger(ledger, (1,), "text:0", "引言", new_ids, own_stays=own_stays)
    shown = tuple({one: one.text for one in side.preamble} for side in (ours, theirs))
    return merger.merge(base.preamble if base else None, ours.preamble, theirs.preamble, (shown[0], shown[1]))


def _entries(base: PlanContent | None, ours: PlanContent, theirs: PlanContent, *, partial: bool) -> list[NodeEntry]:
    if partial:
        return place_tasks(base.placed() if base else (), ours.placed(), theirs.placed())
    return align_outlines(base.nodes if base else (), ours.nodes, theirs.nodes)


def _merge_enterprises(
    ledger: Ledger, base: PlanContent | None, ours: PlanContent, theirs: PlanContent, new_ids: Iterator[int]
) -> tuple[tuple[Enterprise, ...], tuple[Enterprise, ...]]:
    """Enterprises by name; what the office took out stays out."""
    present = {comparison_key(one.name) for one in ours.enterprises}
    before = {comparison_key(one.name) for one in base.enterprises} if base else set()
    merged, known = list(ours.enterprises), []
    for one in theirs.enterprises:
        key = comparison_key(one.name)
        if key not in present and key not in before:
            if not ledger.add((5, one.id), f"enterprise:+{one.id}", "企业名录", one.name):
                continue
            merged.append(replace(one, id=next(new_ids)))
        known.append(one)
    return tuple(merged), tuple(known)


def rehomed(table: AppendixTable, ours: PlanContent, nodes: Collection[int]) -> AppendixTable:
    """A table whose heading went stands at the heading above it, else behind the text."""
    place = table.place
    if place is None or place.node_id is None or place.node_id in nodes:
        return table
    parents = {node.id: node for node in ours.nodes}
    node_id: int | None = place.node_id
    while node_id is not None and node_id not in nodes:
        node_id = parents[node_id].parent
    if node_id is None:
        return replace(table, place=None)
    return replace(table, place=TablePlace(node_id, len(parents[node_id].paragraphs)))


def _number_units(
    units: Sequence[Unit], named: Sequence[tuple[int, str, Role]]
) -> tuple[tuple[Unit, ...], tuple[Duty, ...]]:
    """The units behind duties given by name, under ids of their own."""
    found = [replace(unit, id=number, seq=number) for number, unit in enumerate(units, start=1)]
    duties: list[Duty] = []
    seqs: dict[int, int] = {}
    for node_id, name, role in named:
        unit = match_unit(name, found)
        if unit is None:
            unit = Unit(len(found) + 1, name, seq=len(found) + 1)
            found.append(unit)
        seqs[node_id] = seqs.get(node_id, 0) + 1
        duties.append(Duty(node_id, unit.id, role, seqs[node_id], len(duties) + 1))
    return tuple(found), tuple(duties)

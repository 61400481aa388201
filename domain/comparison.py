"""Two states of a plan side by side: what a reader would find different, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile, zip_longest

from domain.alignment import align
from domain.exchange import PlanContent
from domain.outline import PlacedNode
from domain.outline_alignment import match_nodes
from domain.tables import AppendixTable, ColumnKind, TableRow
from domain.text import comparison_key

_EXCERPT = 60  # characters
_LEAD = 12  # characters kept before the first difference


@dataclass(frozen=True)
class Difference:
    """A place in Chinese words, and the text there in the left and in the right state; empty where there is none."""

    place: str
    left: str
    right: str


def compare_contents(left: PlanContent, right: PlanContent) -> tuple[Difference, ...]:
    """What differs between two states, in reading order of the right one; empty when a reader sees none.

    Numbers of headings are not compared: they follow from the order. Duties show in the clauses they print.
    """
    return (
        *_info(left, right),
        *_texts("引言", [one.text for one in left.preamble], [one.text for one in right.preamble]),
        *_outline(left, right),
        *_texts("单位名单", ["、".join(one.name for one in left.units)], ["、".join(one.name for one in right.units)]),
        *_tables(left, right),
    )


def _info(left: PlanContent, right: PlanContent) -> Iterator[Difference]:
    for place, name in (
        ("方案标题", "title"),
        ("稿次", "mark"),
        ("发文字号", "document_number"),
        ("发文机关", "issuing_authority"),
        ("成文日期", "issued_on"),
    ):
        values = str(getattr(left.info, name) or ""), str(getattr(right.info, name) or "")
        if values[0] != values[1]:
            yield Difference(place, *values)


def _outline(left: PlanContent, right: PlanContent) -> Iterator[Difference]:
    matched = match_nodes(left.nodes, right.nodes)
    left_placed = {one.node.id: one for one in left.placed()}
    for placed in right.placed():
        other = left_placed.get(matched.get(placed.node.id, 0))
        if other is None:
            yield Difference(placed.heading, "", _whole(right, placed))
            continue
        for word, name in (("标题", "title"), ("完成时限", "deadline")):
            values = str(getattr(other.node, name)), str(getattr(placed.node, name))
            if values[0] != values[1]:
                yield Difference(f"{placed.heading} {word}", *values)
        yield from _texts(placed.heading, left.printed_paragraphs(other.node), right.printed_paragraphs(placed.node))
    kept = set(matched.values())
    for placed in left.placed():
        if placed.node.id not in kept:
            yield Difference(placed.heading, _whole(left, placed), "")


def _whole(content: PlanContent, placed: PlacedNode) -> str:
    return "\n".join((placed.node.title, *content.printed_paragraphs(placed.node)))


def _texts(place: str, left: Sequence[str], right: Sequence[str]) -> Iterator[Difference]:
    """Texts in order; what stands alone on both sides between two common texts was rewritten."""
    lost: list[str] = []
    added: list[str] = []
    for here, there in [*align(left, right), (-1, -1)]:
        if here is None and there is not None:
            added.append(right[there])
        elif there is None and here is not None:
            lost.append(left[here])
        else:
            for values in zip_longest(lost, added, fillvalue=""):
                yield Difference(place, *values)
            lost, added = [], []
            if here != -1 and here is not None and there is not None and left[here] != right[there]:
                yield Difference(place, left[here], right[there])


def _tables(left: PlanContent, right: PlanContent) -> Iterator[Difference]:
    others = {comparison_key(table.spec.label): table for table in left.tables}
    for table in right.tables:
        other = others.pop(comparison_key(table.spec.label), None)
        if other is None:
            yield Difference(table.spec.label, "", table.spec.title)
            continue
        if other.spec.title != table.spec.title:
            yield Difference(f"{table.spec.label} 标题", other.spec.title, table.spec.title)
        yield from _rows(other, table)
    for table in others.values():
        yield Difference(table.spec.label, table.spec.title, "")


def _rows(left: AppendixTable, right: AppendixTable) -> Iterator[Difference]:
    names = [_first_words(left, row) for row in left.rows], [_first_words(right, row) for row in right.rows]
    bodies = [_row_text(left, row) for row in left.rows], [_row_text(right, row) for row in right.rows]
    for here, there in align(names[0], names[1], bodies):
        if there is None or here is None:
            place = here if here is not None else there
            where = f"{right.spec.label} 第{(place or 0) + 1}行"
            text = bodies[0][here] if here is not None else ""
            yield Difference(where, text, bodies[1][there] if there is not None else "")
            continue
        cells = {column.path: left.rows[here].cell(column.key).text for column in left.spec.columns}
        for column in right.spec.columns:
            values = cells.get(column.path, ""), right.rows[there].cell(column.key).text
            if values[0] != values[1]:
                yield Difference(f"{right.spec.label} 第{there + 1}行 {column.title}", *values)


def _first_words(table: AppendixTable, row: TableRow) -> str:
    texts = (row.cell(column.key).text for column in table.spec.columns if column.kind is not ColumnKind.NUMBER)
    return next((text for text in texts if text), "")


def _row_text(table: AppendixTable, row: TableRow) -> str:
    return "\n".join(text for column in table.spec.columns if (text := row.cell(column.key).text))


def excerpts(before: str, after: str) -> tuple[str, str]:
    """At most 60 characters of two texts each, from shortly before the place where they begin to differ."""
    before, after = (" ".join(text.split("\n")) for text in (before, after))
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    start = same - _LEAD if same > 2 * _LEAD else 0
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int) -> str:
    part = text[start : start + _EXCERPT]
    return f"{'…' if start else ''}{part}{'…' if start + _EXCERPT < len(text) else ''}"

"""References that point to nothing any more: told, for nobody would see them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from domain.checks import Severity
from domain.content import PlanContent
from domain.patterns import pattern
from domain.plan_findings import PlanFinding, Words
from domain.reference_numbering import Numbering, Reference
from domain.references import find_references
from domain.remarks import Remark, RemarkKind
from domain.spots import Spot
from domain.tables import AppendixTable, TableColumn, TableRow

_AUTHOR = "方案工作台"
_OPENING = "原来引用的“"
_CODE = "reference_gone"
_WHY = "引用的标题或附表已经删除，读的人按这个编号会找不到，或者找到别处。"
_LONGEST = 18
_PULSE = 256  # rows between two breaths
_LISTED = pattern("[、和及与或至到—－~～-]")


def lost_remark(quote: str) -> Remark:
    """The remark on a reference to what is gone, whose number something else has now."""
    if _LISTED.search(quote):
        text = f"{_OPENING}{quote}”里有的已不存在，请核对。"
    else:
        text = f"{_OPENING}{quote}”已不存在，现在的“{quote}”是另一处，请核对。"
    return Remark(0, RemarkKind.COMMENT, text, quote, _AUTHOR)


def numbering_of(content: PlanContent) -> Numbering:
    """How a plan is numbered now."""
    labels = tuple((table.id, table.spec.label) for table in content.tables)
    return Numbering(content.placed(), labels, content.info.title)


def find_dangling(content: PlanContent) -> list[PlanFinding]:
    """The references that point to nothing, in reading order, then those that lost what they pointed to."""
    return [one for one in look_for_dangling(content) if one is not None]


class RowReferences:
    """What was found in rows of tables, as long as neither they nor the numbers of the plan change."""

    def __init__(self) -> None:
        self._state: object = None
        self.rows: dict[int, tuple[TableRow, tuple[tuple[TableColumn, str, Words], ...]]] = {}

    def take(self, numbering: Numbering) -> None:
        """Forget everything where the plan is numbered in another way."""
        placed = tuple((one.node.id, one.node.parent, one.node.style, one.value) for one in numbering.placed)
        state = (placed, numbering.labels, numbering.title)
        if state != self._state:
            self._state, self.rows = state, {}


def look_for_dangling(content: PlanContent, known: RowReferences | None = None) -> Iterator[PlanFinding | None]:
    """The same text by text; None between two findings is a place to pause. `known` spares rows that were read."""
    numbering, known = numbering_of(content), known or RowReferences()
    known.take(numbering)
    for place in _texts(content):
        for one in find_references(place.text, numbering, place.node):
            if one.is_dangling:
                yield _finding(place, _words(place.text, one), Words(place.text, one.start, one.end))
        yield None
    for table in content.tables:
        yield from _in_rows(table, numbering, known)
    yield from _lost(content)


def _in_rows(table: AppendixTable, numbering: Numbering, known: RowReferences) -> Iterator[PlanFinding | None]:
    label = table.spec.label or table.spec.title
    for number, row in enumerate(table.rows, start=1):
        before = known.rows.get(row.id)
        if before is None or before[0] is not row:
            before = known.rows[row.id] = (row, tuple(_row_references(table, row, numbering)))
            yield None
        elif number % _PULSE == 0:
            yield None
        for column, named, words in before[1]:
            spot = Spot(table=table.id, row=row.id, column=column.id)
            yield _finding(_Text(words.text, f"{label} 第{number}行 {column.title}", spot), named, words)


def _row_references(
    table: AppendixTable, row: TableRow, numbering: Numbering
) -> Iterator[tuple[TableColumn, str, Words]]:
    for column in table.spec.columns:
        if text := row.cell(column.key).text:
            for one in find_references(text, numbering, None):
                if one.is_dangling:
                    yield column, _words(text, one), Words(text, one.start, one.end)


@dataclass(frozen=True)
class _Text:
    """A text with its place in words and as a spot."""

    text: str
    where: str
    spot: Spot
    node: int | None = None


def _texts(content: PlanContent) -> Iterator[_Text]:
    for one in content.preamble:
        yield _Text(one.text, "引言", Spot(node=0, paragraph=one.id))
    for placed in content.placed():
        node = placed.node
        where = placed.heading if len(placed.heading) <= _LONGEST else placed.heading[: _LONGEST - 1] + "…"
        yield _Text(node.title, where, Spot(node=node.id), node.id)
        for one in node.paragraphs:
            yield _Text(one.text, where, Spot(node=node.id, paragraph=one.id), node.id)
    for table in content.tables:
        label = table.spec.label or table.spec.title
        yield _Text(table.spec.title, f"{label} 标题", Spot(table=table.id))
        for note in table.spec.notes:
            yield _Text(note, f"{label} 注", Spot(table=table.id))


def _cells(content: PlanContent) -> Iterator[_Text]:
    for table in content.tables:
        label = table.spec.label or table.spec.title
        for number, row in enumerate(table.rows, start=1):
            for column in table.spec.columns:
                if text := row.cell(column.key).text:
                    where = f"{label} 第{number}行 {column.title}"
                    yield _Text(text, where, Spot(table=table.id, row=row.id, column=column.id))


def _words(text: str, one: Reference) -> str:
    """What of a reference points to nothing: the whole, or the members of a list."""
    if not one.is_list:
        return text[one.start : one.end]
    gone = [step for step in one.steps if step.target is None]
    return (
        text[one.start : one.end]
        if len(one.steps) == 1
        else "、".join(f"{one.stem}{step.number}" if one.is_table else f"第{step.number}{step.word}" for step in gone)
    )


def _finding(place: _Text, named: str, words: Words) -> PlanFinding:
    message = f"引用的“{named}”已不存在，请核对。"
    return PlanFinding(Severity.MUST, _CODE, place.where, message, spot=place.spot, why=_WHY, words=words)


def _lost(content: PlanContent) -> Iterator[PlanFinding]:
    """Those whose number something else has now: a remark keeps them, as long as they still read so."""
    marks = [
        one for one in content.remarks if one.author == _AUTHOR and one.text.startswith(_OPENING) and not one.is_settled
    ]
    if not marks:
        return
    places = [*_texts(content), *_cells(content)]
    for mark in marks:
        for place in places:
            here = place.spot.row == mark.row_id if mark.row_id else not place.spot.row and place.node == mark.node_id
            if here and mark.quote in place.text:
                yield PlanFinding(Severity.MUST, _CODE, place.where, mark.text, spot=place.spot, why=_WHY)
                break

"""What has changed since a version as lines of a list: where, what, and where to go."""

from __future__ import annotations

from dataclasses import dataclass

from domain.content import PlanContent
from domain.spots import Spot
from domain.version_difference import CellChange, ChangeKind, LineChange, VersionDifference


@dataclass(frozen=True)
class VersionLine:
    """One change: its place in words, the texts, the place to go to."""

    kind: ChangeKind
    place: str
    before: str
    after: str
    spot: Spot


def version_lines(difference: VersionDifference, content: PlanContent) -> list[VersionLine]:
    """The changes of the text in reading order, then those of the tables."""
    headings = {one.node.id: one.heading for one in content.placed()}
    tables = {table.id: table for table in content.tables}
    lines = [_of_line(change, headings) for change in difference.lines]
    for change in difference.cells:
        table = tables.get(change.table)
        place, rows = (change.before or change.after), {}
        if table is not None:
            place = table.spec.label or table.spec.title
            rows = {row.id: number for number, row in enumerate(table.rows, start=1)}
        lines.append(_of_cell(change, content, place, rows))
    return lines


def _of_line(change: LineChange, headings: dict[int, str]) -> VersionLine:
    place = "引言" if change.node is None else headings.get(change.node, "")
    spot = Spot(node=change.node or 0, paragraph=change.paragraph or None)
    return VersionLine(change.kind, place, change.before, change.after, spot)


def _of_cell(change: CellChange, content: PlanContent, place: str, rows: dict[int, int]) -> VersionLine:
    if change.row is not None and change.row in rows:
        place += f" 第{rows[change.row]}行"
        if change.kind is ChangeKind.GONE:
            place += "之后"
    for table in content.tables:
        if table.id == change.table and change.column is not None:
            place += "".join(f" {column.title}" for column in table.spec.columns if column.id == change.column)
    spot = Spot(table=change.table, row=change.row, column=change.column)
    return VersionLine(change.kind, place, change.before, change.after, spot)

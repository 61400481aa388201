"""Where lines of tables came from: files, sheets and cells of what enterprises returned; pure words, no files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.collection import Collection, CollectionForm, FieldRole, ItemSource, Submission, SubmittedRow
from domain.content import PlanContent
from domain.ledger import LedgerRow
from domain.spots import Spot


@dataclass(frozen=True)
class Origin:
    """A place in a returned file: `cells` are the cells to frame, the first is the one that is asked for."""

    submission: Submission
    sender: str
    sheet: str = ""
    cells: tuple[str, ...] = ()
    text: str = ""


def origins_of(content: PlanContent, spot: Spot) -> list[Origin]:
    """Where a cell of an appendix table came from; the whole row where the cell itself has no source."""
    table = next((one for one in content.tables if one.id == spot.table), None)
    row = next((one for one in table.rows if one.id == spot.row), None) if table is not None else None
    if table is None or row is None:
        return []
    column = next((one for one in table.spec.columns if one.id == spot.column), None)
    mine = [one for one in content.collection.sources if one.table_row_id == row.id]
    items = {item.id for item in row.cell(column.key).items} if column is not None else set()
    here = [one for one in mine if one.item_id in items or (column and not one.item_id and one.column == column.key)]
    return _placed(content, here or mine)


def origins_of_row(content: PlanContent, row: LedgerRow) -> list[Origin]:
    """The returns of a ledger row, the newest first; cells with mistakes are framed."""
    found = []
    for submission in reversed(row.returns):
        wrong = [(one.sheet, finding.cell) for one in submission.rows for finding in one.findings if finding.cell]
        sheet = wrong[0][0] if wrong else (submission.rows[0].sheet if submission.rows else "")
        cells = tuple(cell for name, cell in wrong if name == sheet)
        found.append(Origin(submission, row.name, sheet, cells))
    return found


def _placed(content: PlanContent, sources: Sequence[ItemSource]) -> list[Origin]:
    rows = {row.id: (one, row) for one in content.collection.submissions for row in one.rows}
    names = {one.id: one.name for one in content.enterprises}
    found: list[Origin] = []
    seen: set[tuple[int, int, str]] = set()
    for source in sources:
        if source.row_id not in rows:
            continue
        submission, row = rows[source.row_id]
        cells = _cells(_form(content.collection, submission), source, row)
        mark = (submission.id, row.id, cells[0] if cells else "")
        if mark not in seen:
            seen.add(mark)
            sender = names.get(submission.enterprise_id or 0, submission.file)
            found.append(Origin(submission, sender, row.sheet, cells, source.text))
    return found


def _form(collection: Collection, submission: Submission) -> CollectionForm | None:
    return next((one for one in collection.forms if one.id == submission.form_id), None)


def _cells(form: CollectionForm | None, source: ItemSource, row: SubmittedRow) -> tuple[str, ...]:
    """The cell a source stands in: of the field that went into the column, else of the text, else of the row."""
    key = ""
    if form is not None and form.rule is not None:
        key = form.rule.joined.get(source.column, "") or form.rule.columns.get(source.column, "")
        text = form.role(FieldRole.TEXT)
        key = key if key in row.cells else (text.key if text is not None else "")
    cell = row.cells.get(key) or next(iter(row.cells.values()), f"A{row.row}")
    return (cell,)


def returns_behind(content: PlanContent, spot: Spot) -> int:
    """How many returned files a cell of a table, or its row, rests on."""
    if not content.collection.sources:
        return 0
    return len({one.submission.id for one in origins_of(content, spot)})

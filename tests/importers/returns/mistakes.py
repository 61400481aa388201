"""Returned files with mistakes in some of their rows."""

from __future__ import annotations

from tests.importers.returns import wordings as words
from tests.importers.returns.compose import Table, Ways
from tests.importers.returns.model import FORMS, Case, Draw, Page, Sender, TrueRow, text_key

_REQUIRED = {
    "quality_problems": ("text", "severity", "category"),
    "projects": ("project", "problem", "outcome"),
    "policy_needs": ("policy_tool",),
}


def mistakes(draw: Draw, form: str) -> Case:
    """Some rows leave out what is required, or say what cannot be."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways(above=1, extras=1))
    table.open()
    for number, record in enumerate(sender.records(7)):
        table.write_row(record, number)
        if number % 2:
            _spoil(draw, table, table.truth[-1])
    return Case("mistakes", FORMS[form], [page], table.truth)


def _spoil(draw: Draw, table: Table, row: TrueRow) -> None:
    """Put one mistake into a row that was written."""
    form = table.form.key
    pairs = {
        "severity": words.WRONG_GRADES,
        "category": words.WRONG_CATEGORIES if draw.chance(0.6) else words.TWO_CATEGORIES,
        "position": words.WRONG_POSITIONS,
    }
    if form != "quality_problems" or draw.chance(0.4):
        key = draw.random.choice(_REQUIRED[form])
        table.page.cells.pop((row.row, table.columns[key]), None)
    else:
        key = draw.random.choice(list(pairs))
        table.page.put(row.row, table.columns[key], draw.word(pairs[key]))
    row.mistakes = {key}


def failed_formulas(draw: Draw, form: str) -> Case:
    """The text of a row is a formula that failed, or is far too long."""
    sender = Sender(draw, FORMS[form])
    page = Page("Sheet1")
    table = Table(draw, sender, page, 0, Ways(extras=1))
    table.open()
    for number, record in enumerate(sender.records(4)):
        table.write_row(record, number)
    key = text_key(table.form)
    for row, text in zip(table.truth[1:3], ("#REF!", "质量" * 600), strict=True):
        page.put(row.row, table.columns[key], text)
        row.mistakes = {key}
    return Case("failed_formulas", FORMS[form], [page], table.truth)

"""What the program hid in its own forms: whose a workbook is, and by which form."""

from __future__ import annotations

from domain.form_keys import COVER_SHEET, KEY_SHEET
from importers.grid import Workbook


def take_keys(workbook: Workbook) -> dict[str, str]:
    """The hidden names and values of a workbook; their sheet, and our cover, are taken out of it."""
    kept = []
    found: dict[str, str] = {}
    for sheet in workbook.sheets:
        if sheet.name == COVER_SHEET:
            workbook.findings[:] = [one for one in workbook.findings if one.code != "sheet_comments"]
            continue  # our own words to the sender, in a file that came back corrected
        if sheet.name != KEY_SHEET or not sheet.is_hidden:
            kept.append(sheet)
            continue
        for (row, column), text in sheet.cells.items():
            if column == 0:
                found[text] = sheet.cells.get((row, 1), "")
    workbook.sheets[:] = kept
    return found

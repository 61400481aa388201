"""Plain lists as a workbook: the libraries of units and enterprises, the tables of 统计."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from domain.enterprises import Enterprise
from domain.labels import CHAIN_POSITION_LABELS, ENTERPRISE_COLUMNS, UNIT_COLUMNS
from domain.units import Unit
from exporters.blocks import BlankLine, BodyCell, Document, Section
from exporters.characters import printable_lines
from exporters.excel import ExcelWriter
from exporters.page import Layout
from exporters.table_layout import lay_out, lies_across
from exporters.table_measure import Draft
from exporters.target import Staging
from exporters.wording import fitted_title

_SEPARATOR = "、"
_YES = "是"


@dataclass(frozen=True)
class ListSheet:
    """One sheet: its title, the headers, the rows; `numeric` are the columns that hold whole numbers."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()


def unit_sheet(units: Sequence[Unit]) -> ListSheet:
    """The unit library as it can be taken in again."""
    rows = tuple(
        (str(number), unit.name, unit.full_name, _SEPARATOR.join(unit.aliases))
        for number, unit in enumerate(units, start=1)
    )
    return ListSheet("单位库", tuple(UNIT_COLUMNS.values()), rows, frozenset({0}))


def enterprise_sheet(enterprises: Sequence[Enterprise]) -> ListSheet:
    """The enterprise library as it can be taken in again."""
    rows = tuple(
        (
            str(number),
            one.name,
            CHAIN_POSITION_LABELS[one.chain_position],
            one.district,
            _SEPARATOR.join(one.aliases),
            _YES if one.is_lead else "",
            one.contact,
            one.phone,
        )
        for number, one in enumerate(enterprises, start=1)
    )
    return ListSheet("企业库", tuple(ENTERPRISE_COLUMNS.values()), rows, frozenset({0}))


def write_list_sheets(path: Path, sheets: Sequence[ListSheet], when: datetime) -> Path:
    """Write a workbook, one sheet a list, whole or not at all. Raises ExportError with a sentence."""
    layout = Layout()
    document = Document(path.stem, tuple(_section(layout, sheet) for sheet in sheets))
    with Staging(path.parent) as staging:
        staging.add(
            path.name,
            lambda stream: ExcelWriter(layout, working_copy=True).write(document, stream, when, lambda: None),
        )
        (written,) = staging.publish()
    return written


def _section(layout: Layout, sheet: ListSheet) -> Section:
    rows = tuple(tuple(BodyCell(printable_lines(text)) for text in row) for row in sheet.rows)
    draft = Draft(layout, paths=tuple((head,) for head in sheet.heads), rows=rows, numeric=sheet.numeric)
    across = lies_across(draft)
    blocks = (fitted_title(layout, sheet.title, across), BlankLine(small=True), lay_out(draft, across))
    return Section(sheet.title, across, blocks)

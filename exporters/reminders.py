"""The reminder list (催报名单) as a document: whom to call, by when it was due, and what to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from domain.content import PlanContent
from domain.labels import PART_REMINDERS
from domain.ledger import Reminder
from exporters.blocks import BlankLine, BodyCell, Document, Section
from exporters.characters import printable_lines
from exporters.excel import ExcelWriter
from exporters.file_names import file_name
from exporters.page import Layout
from exporters.table_layout import lay_out, lies_across
from exporters.table_measure import Draft
from exporters.target import Staging
from exporters.wording import fitted_title, one_line

REMINDER_HEADS = ("序号", "企业名称", "联系人", "联系电话", "报送期限", "催报内容")


def compose_reminders(
    layout: Layout, _content: PlanContent, listed: Sequence[Reminder] = (), title: str = PART_REMINDERS
) -> Document:
    """The list as one table under its title."""
    rows = tuple(
        tuple(
            BodyCell(printable_lines(text))
            for text in (str(number), one.name, one.contact, one.phone, one.due, one.sentence)
        )
        for number, one in enumerate(listed, start=1)
    )
    draft = Draft(layout, paths=tuple((head,) for head in REMINDER_HEADS), rows=rows, numeric=frozenset({0}))
    across = lies_across(draft)
    blocks = (fitted_title(layout, one_line(title), across), BlankLine(small=True), lay_out(draft, across))
    return Document(one_line(title), (Section(PART_REMINDERS, across, blocks),))


def write_reminders(layout: Layout, listed: Sequence[Reminder], title: str, folder: Path) -> Path:
    """Write the list as a workbook into a folder; returns its path. Raises ExportError."""
    document = compose_reminders(layout, PlanContent(), listed, title)

    def put(stream: BinaryIO) -> None:
        ExcelWriter(layout).write(document, stream, datetime.now(UTC), lambda: None)

    with Staging(folder) as staging:
        staging.add(file_name(title, PART_REMINDERS, "xlsx"), put)
        return staging.publish()[0]


def reminder_lines(listed: Sequence[Reminder]) -> str:
    """The list as text for the clipboard, columns parted by tabs, as spreadsheets take it."""
    rows = [REMINDER_HEADS[1:]] + [(one.name, one.contact, one.phone, one.due, one.sentence) for one in listed]
    return "\n".join("\t".join(row) for row in rows)

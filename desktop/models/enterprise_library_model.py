"""The enterprises of a plan with what is known of them, and where they are used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from db.enterprises import write_enterprises
from db.unit_library import unit_names_from_text
from desktop.models.library_model import Field, LibraryModel
from desktop.session import Session
from domain.changes import ChangeSet
from domain.enterprises import Enterprise, parse_chain_position
from domain.labels import CHAIN_POSITION_LABELS, ENTERPRISE_COLUMNS
from domain.library_usage import enterprise_rows, submissions_by_enterprise

ROWS, SUBMISSIONS = "rows", "submissions"
_YES = "是"
_NO = frozenset(("", "否", "不是", "0", "无", "×"))
_FIELDS: tuple[Field[Enterprise], ...] = (
    Field(
        "name", ENTERPRISE_COLUMNS["name"], lambda one: one.name, lambda one, text: replace(one, name=text.strip()), 28
    ),
    Field(
        "chain_position",
        ENTERPRISE_COLUMNS["chain_position"],
        lambda one: CHAIN_POSITION_LABELS[one.chain_position],
        lambda one, text: replace(one, chain_position=parse_chain_position(text)),
        9,
    ),
    Field(
        "district",
        ENTERPRISE_COLUMNS["district"],
        lambda one: one.district,
        lambda one, text: replace(one, district=text.strip()),
        12,
    ),
    Field(
        "aliases",
        ENTERPRISE_COLUMNS["aliases"],
        lambda one: "、".join(one.aliases),
        lambda one, text: replace(one, aliases=tuple(unit_names_from_text(text))),
        18,
    ),
    Field(
        "is_lead",
        ENTERPRISE_COLUMNS["is_lead"],
        lambda one: _YES if one.is_lead else "",
        lambda one, text: replace(one, is_lead=text.strip() not in _NO),
        8,
    ),
    Field(
        "contact",
        ENTERPRISE_COLUMNS["contact"],
        lambda one: one.contact,
        lambda one, text: replace(one, contact=text.strip()),
        9,
    ),
    Field(
        "phone",
        ENTERPRISE_COLUMNS["phone"],
        lambda one: one.phone,
        lambda one, text: replace(one, phone=text.strip()),
        16,
    ),
)


class EnterpriseLibraryModel(LibraryModel[Enterprise]):
    """One row an enterprise."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        tables = ("enterprise", "appendix_row", "cell_item", "appendix_column", "appendix_table", "submission")
        super().__init__(session, tables, parent)

    def entries(self) -> Sequence[Enterprise]:
        """Every enterprise as it was entered."""
        return self.session.content.enterprises

    def fields(self) -> Sequence[Field[Enterprise]]:
        """Name, place in the chain, district, other names, 链主, contact."""
        return _FIELDS

    def counted(self) -> Sequence[tuple[str, str]]:
        """Rows of tables that name it, files it sent."""
        return [(ROWS, "附表行"), (SUBMISSIONS, "报送")]

    def counts(self) -> dict[int, dict[str, int | None]]:
        """Of every enterprise by its id."""
        content = self.session.content
        sent = submissions_by_enterprise(content)
        rows = enterprise_rows(content)
        return {one.id: {ROWS: len(rows[one.id]), SUBMISSIONS: sent[one.id]} for one in content.enterprises}

    def write_entries(self, entries: Sequence[Enterprise]) -> ChangeSet:
        """Write enterprises as one step."""
        return self.session.perform(write_enterprises, entries)

    def fresh(self) -> Enterprise:
        """An enterprise without a name."""
        return Enterprise(0, "")

    def searched(self, entry: Enterprise) -> str:
        """Names, district and people."""
        return "　".join(filter(None, (entry.name, *entry.aliases, entry.district, entry.contact)))

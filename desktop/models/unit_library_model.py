"""The units of a plan in office order, with their names and what they have to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject

from db.unit_library import unit_names_from_text, write_units
from desktop.models.library_model import Field, LibraryModel
from desktop.session import Session
from domain.changes import ChangeSet
from domain.labels import ROLE_LABELS, UNIT_COLUMNS
from domain.library_usage import unit_usage
from domain.units import Role, Unit

MENTIONS = "mentions"
_FIELDS: tuple[Field[Unit], ...] = (
    Field(
        "name", UNIT_COLUMNS["name"], lambda unit: unit.name, lambda unit, text: replace(unit, name=text.strip()), 16
    ),
    Field(
        "full_name",
        UNIT_COLUMNS["full_name"],
        lambda unit: unit.full_name,
        lambda unit, text: replace(unit, full_name=text),
        26,
    ),
    Field(
        "aliases",
        UNIT_COLUMNS["aliases"],
        lambda unit: "、".join(unit.aliases),
        lambda unit, text: replace(unit, aliases=tuple(unit_names_from_text(text))),
        24,
    ),
)


class UnitLibraryModel(LibraryModel[Unit]):
    """One row a unit."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, ("unit", "duty", "outline_node", "paragraph"), parent)

    def entries(self) -> Sequence[Unit]:
        """Every unit in office order."""
        return self.session.content.units

    def fields(self) -> Sequence[Field[Unit]]:
        """Short name, full name, other names."""
        return _FIELDS

    def counted(self) -> Sequence[tuple[str, str]]:
        """Duties by role, and how often the text names the unit."""
        return [*((role.value, word) for role, word in ROLE_LABELS.items()), (MENTIONS, "正文提及")]

    def counts(self) -> dict[int, dict[str, int | None]]:
        """Of every unit by its id."""
        return {
            unit_id: {**{role.value: usage.count(role) for role in Role}, MENTIONS: usage.mentions}
            for unit_id, usage in unit_usage(self.session.content).items()
        }

    def write_entries(self, entries: Sequence[Unit]) -> ChangeSet:
        """Write units as one step."""
        return self.session.perform(write_units, entries)

    def fresh(self) -> Unit:
        """A unit without a name."""
        return Unit(0, "")

    def searched(self, entry: Unit) -> str:
        """All its names."""
        return "　".join((entry.name, entry.full_name, *entry.aliases))

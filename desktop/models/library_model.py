"""What the tables of the two libraries have in common: cells written singly, emptied and pasted as blocks, filtered."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject

from desktop.models.columns import Column, ColumnModel
from desktop.session import Session
from domain.changes import ChangeSet


class Entry(Protocol):
    """What a library holds."""

    @property
    def id(self) -> int:
        """Its row in the plan file."""

    @property
    def name(self) -> str:
        """What it is called."""


_FOLLOW = "点一下，看是哪些"

E = TypeVar("E", bound=Entry)


@dataclass(frozen=True)
class Line(Generic[E]):
    """An entry in its place, counted from 1; `counts` are how much the plan uses it, by column."""

    number: int
    entry: E
    counts: dict[str, int | None]

    def count(self, key: str) -> str:
        """A count as it is shown: nothing for none."""
        found = self.counts.get(key, 0)
        return str(found) if found else ""


@dataclass(frozen=True)
class Field(Generic[E]):
    """A column that can be written: how it shows an entry, and the entry with another text in it."""

    key: str
    title: str
    text: Callable[[E], str]
    put: Callable[[E, str], E]
    share: float = 10


class LibraryModel(ColumnModel[Line[E]], Generic[E]):
    """Rows of a library. Typing in the last row's place beyond the end is left to the view's command 新增."""

    def __init__(self, session: Session, tables: Sequence[str], parent: QObject | None = None) -> None:
        self._query = ""
        super().__init__(session, tables, parent)

    def entries(self) -> Sequence[E]:
        """Every entry of the plan in order."""
        raise NotImplementedError

    def fields(self) -> Sequence[Field[E]]:
        """The columns that can be written."""
        raise NotImplementedError

    def counted(self) -> Sequence[tuple[str, str]]:
        """Key and title of the columns that count."""
        raise NotImplementedError

    def counts(self) -> dict[int, dict[str, int | None]]:
        """The counts of every entry by its id."""
        raise NotImplementedError

    def write_entries(self, entries: Sequence[E]) -> ChangeSet:
        """Write entries as one step; id 0 adds one."""
        raise NotImplementedError

    def fresh(self) -> E:
        """An entry that is not in the plan yet, without a name."""
        raise NotImplementedError

    def searched(self, entry: E) -> str:
        """What a filter is compared with."""
        return entry.name

    def show_matching(self, query: str) -> None:
        """Show the entries that answer a query by characters, pinyin or initials; all for an empty one."""
        self._query = query.strip()
        rows = self.load_rows()
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    @property
    def is_filtered(self) -> bool:
        """Whether only some entries are shown."""
        return bool(self._query)

    def load_columns(self) -> Sequence[Column[Line[E]]]:
        """序号, what can be written, what is counted."""
        number: Column[Line[E]] = Column("number", ("序号",), lambda row: str(row.number), share=5, is_centred=True)
        return [number, *map(self._written, self.fields()), *(self._counted(*one) for one in self.counted())]

    def load_rows(self) -> Sequence[Line[E]]:
        """The entries that are shown."""
        counts = self.counts()
        lines = [Line(number, one, counts.get(one.id, {})) for number, one in enumerate(self.entries(), start=1)]
        if not self._query:
            return lines
        from domain.pinyin import match  # loads the readings of all characters

        return [line for line in lines if match(self._query, self.searched(line.entry)) is not None]

    def key_of(self, row: Line[E]) -> Hashable:
        """A row is its id."""
        return row.entry.id

    def entry_at(self, row: int) -> E:
        """The entry of a row."""
        return self._rows[row].entry

    def clear_cells(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells as one step; a name cannot be empty."""
        fields = self._fields_by_column()
        changed: dict[int, E] = {}
        for index in indexes:
            field = fields.get(index.column())
            if field is not None and field.key != "name":
                entry = self.entry_at(index.row())
                changed[entry.id] = field.put(changed.get(entry.id, entry), "")
        return bool(changed) and bool(self.write_entries(list(changed.values())))

    def paste_block(self, index: QModelIndex, block: Sequence[Sequence[str]]) -> bool:
        """Write a block as one step; below the last row it adds entries that have a name."""
        fields = self._fields_by_column()
        written: list[E] = []
        for down, line in enumerate(block):
            row = index.row() + down
            entry = self.entry_at(row) if row < len(self._rows) else self.fresh()
            for right, text in enumerate(line):
                field = fields.get(index.column() + right)
                if field is not None and (text or field.key != "name"):
                    entry = field.put(entry, text)
            if entry.name:
                written.append(entry)
        return bool(written) and bool(self.write_entries(written))

    def _fields_by_column(self) -> dict[int, Field[E]]:
        return dict(enumerate(self.fields(), start=1))

    def _written(self, field: Field[E]) -> Column[Line[E]]:
        def write(row: Line[E], text: str, _version: int | None) -> ChangeSet:
            return self.write_entries([field.put(row.entry, text)])

        return Column(
            field.key,
            (field.title,),
            lambda row: field.text(row.entry),
            write=write,
            share=field.share,
            is_multiline=False,
        )

    def _counted(self, key: str, title: str) -> Column[Line[E]]:
        column: Column[Any] = Column(
            key,
            (title,),
            lambda row: row.count(key),
            share=6,
            is_centred=True,
            tip=lambda row: _FOLLOW if row.count(key) else "",
        )
        return column

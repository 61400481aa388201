"""The ledger of one form as rows and columns."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QObject

from desktop.collecting_forms import offered_forms
from desktop.models.columns import Column, ColumnModel
from desktop.session import Session
from domain.collection import CollectionForm, Submission, SubmissionState
from domain.dates import official_date
from domain.ledger import LedgerFilter, LedgerRow, build_ledger, contact_of
from domain.pinyin import match

_TABLES = ("collection_form", "dispatch", "submission", "submitted_row", "enterprise")
_ROUNDS = 3


class LedgerModel(ColumnModel[LedgerRow]):
    """Rows of the ledger that fit the filter and what is searched; `all_rows` are those of the form whole."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        self.form_key = ""
        self.filter = LedgerFilter.ALL
        self.query = ""
        self.all_rows: tuple[LedgerRow, ...] = ()
        super().__init__(session, _TABLES, parent)

    @property
    def form(self) -> CollectionForm:
        """The form the ledger is about; a shipped one (`id` 0) where the plan has not begun with it."""
        forms = offered_forms(self.session.content)
        return next((one for one in forms if one.key == self.form_key), forms[0])

    def show_form(self, key: str) -> None:
        """Turn to another form."""
        self.form_key = key
        self.refresh()

    def narrow(self, wanted: LedgerFilter, query: str) -> None:
        """Show what fits only."""
        if (wanted, query) != (self.filter, self.query):
            self.filter, self.query = wanted, query
            self.refresh()

    def refresh(self) -> None:
        """Read everything anew."""
        self.beginResetModel()
        self._columns, self._rows = self.load_columns(), self.load_rows()
        self.endResetModel()

    def load_columns(self) -> Sequence[Column[LedgerRow]]:
        """Who, when asked, the rounds, how it stands."""
        centred = partial(Column[LedgerRow], is_centred=True, is_multiline=False)
        return [
            Column(
                "name",
                (self.tr("企业名称"),),
                lambda row: row.name,
                share=40,
                finding=lambda row: row.doubt,
                tip=_contact_tip,
            ),
            centred("asked", (self.tr("下发"),), lambda row: short_day(row.asked_at), share=13),
            centred("due", (self.tr("期限"),), lambda row: short_day(row.due), share=13),
            *(
                centred(
                    f"round{number}",
                    (self.tr("回收"), self.tr("第{}次").format(number)),
                    partial(_round, number),
                    share=13,
                    tip=partial(_round_tip, number),
                )
                for number in range(1, _ROUNDS + 1)
            ),
            centred("state", (self.tr("状态"),), lambda row: row.state, share=12),
            centred("taken", (self.tr("收下行"),), lambda row: str(row.taken) if row.present else "", share=9),
            centred("wrong", (self.tr("有错行"),), lambda row: str(row.wrong) if row.wrong else "", share=9),
            Column("doubt", (self.tr("待确认"),), lambda row: row.doubt, share=24),
        ]

    def load_rows(self) -> Sequence[LedgerRow]:
        """The rows that fit."""
        content = self.session.content
        self.all_rows = build_ledger(self.form, content.collection, content.enterprises, date.today().isoformat())
        found = [row for row in self.all_rows if row.fits(self.filter)]
        return [row for row in found if not self.query or match(self.query, row.name)]

    def key_of(self, row: LedgerRow) -> Hashable:
        """The enterprise, or the file of nobody known."""
        return row.key

    def counts(self) -> dict[LedgerFilter, int]:
        """How many rows fit each filter."""
        return {one: sum(row.fits(one) for row in self.all_rows) for one in LedgerFilter}


def short_day(iso: str) -> str:
    """2026-11-21 → 11月21日; empty for no date."""
    return official_date(iso[:10]).partition("年")[2] if iso else ""


def _of_round(number: int, row: LedgerRow) -> Submission | None:
    """The return of a round; in the last column, the newest of all later rounds."""
    if number == _ROUNDS and len(row.returns) >= _ROUNDS:
        return row.returns[-1]
    return row.returns[number - 1] if number <= len(row.returns) else None


def _round(number: int, row: LedgerRow) -> str:
    one = _of_round(number, row)
    if one is None:
        return ""
    day = short_day(one.received_at)
    if one.state is SubmissionState.REJECTED:
        day += "（退回）"
    return f"{day}（第{len(row.returns)}次）" if number == _ROUNDS and len(row.returns) > _ROUNDS else day


def _round_tip(number: int, row: LedgerRow) -> str:
    one = _of_round(number, row)
    return f"{one.file}，收下 {len(one.taken)} 行，有错 {len(one.rows) - len(one.taken)} 行" if one else ""


def _contact_tip(row: LedgerRow) -> str:
    return " ".join(part for part in contact_of(row) if part)

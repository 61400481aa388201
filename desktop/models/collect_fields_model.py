"""The fields of a collection form as rows to edit; every edit is a step of the plan."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, QObject

from db.collections import set_form
from desktop.collecting_forms import offered_forms
from desktop.models.columns import Column, ColumnModel
from desktop.session import Session
from domain.changes import ChangeSet
from domain.collection import CollectionForm, FieldKind, FormField
from domain.labels import FIELD_KIND_LABELS
from domain.pinyin import match
from domain.text import trim

_NO = frozenset({"", "否", "不", "不必填", "无", "n", "no", "0"})
_WIDTHS = range(3, 61)


class FieldsModel(ColumnModel[FormField]):
    """The form of `form_key`; one that only is shipped can be looked at but not edited."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        self.form_key = ""
        super().__init__(session, ("collection_form",), parent)

    @property
    def form(self) -> CollectionForm:
        """The form as it is now."""
        forms = offered_forms(self.session.content)
        return next((one for one in forms if one.key == self.form_key), forms[0])

    def show_form(self, key: str) -> None:
        """Turn to another form."""
        self.form_key = key
        self.beginResetModel()
        self._columns, self._rows = self.load_columns(), self.load_rows()
        self.endResetModel()

    def load_columns(self) -> Sequence[Column[FormField]]:
        """Title, kind, required, help, example, width."""
        is_open = bool(self.form.id)

        def column(
            key: str,
            head: str,
            text: Callable[[FormField], str],
            take: Callable[[FormField, str], FormField],
            share: int,
        ) -> Column[FormField]:
            centred = key in ("kind", "required", "width")
            write = partial(self._write, take) if is_open else None
            return Column(key, (head,), text, write, share=share, is_centred=centred, is_multiline=False)

        return [
            column("title", self.tr("项目"), lambda one: one.title, _take_title, 24),
            column("kind", self.tr("类型"), lambda one: FIELD_KIND_LABELS[one.kind], _take_kind, 13),
            column("required", self.tr("必填"), lambda one: "必填" if one.is_required else "", _take_required, 9),
            column(
                "help", self.tr("怎样填写"), lambda one: one.help, lambda one, text: replace(one, help=trim(text)), 30
            ),
            column(
                "example",
                self.tr("示例"),
                lambda one: one.example,
                lambda one, text: replace(one, example=trim(text)),
                26,
            ),
            column("width", self.tr("列宽"), lambda one: str(one.width), _take_width, 8),
        ]

    def load_rows(self) -> Sequence[FormField]:
        """The fields in order."""
        return self.form.fields

    def key_of(self, row: FormField) -> Hashable:
        """The field's own key, which never changes."""
        return row.key

    def clear_cells(self, indexes: Sequence[QModelIndex]) -> bool:
        """Empty cells of one form as one step; a title stays."""
        form = self.form
        fields = list(form.fields)
        for index in indexes:
            key = self._columns[index.column()].key
            row = index.row()
            if key == "help":
                fields[row] = replace(fields[row], help="")
            elif key == "example":
                fields[row] = replace(fields[row], example="")
            elif key == "required":
                fields[row] = replace(fields[row], is_required=False)
        return self.take_fields(fields)

    def take_fields(self, fields: Sequence[FormField]) -> bool:
        """Write all fields anew, as one step."""
        form = self.form
        if not form.id or tuple(fields) == form.fields:
            return False
        return bool(self.session.perform(set_form, replace(form, fields=tuple(fields))))

    def _write(
        self, take: Callable[[FormField, str], FormField], row: FormField, text: str, _version: int | None
    ) -> ChangeSet:
        form = self.form
        fields = tuple(take(one, text) if one.key == row.key else one for one in form.fields)
        return ChangeSet() if fields == form.fields else self.session.perform(set_form, replace(form, fields=fields))


def _take_title(one: FormField, text: str) -> FormField:
    return replace(one, title=trim(text)) if trim(text) else one


def _take_kind(one: FormField, text: str) -> FormField:
    """A kind by its word, the beginning of it, or pinyin (xl → 下拉选择)."""
    found = [kind for kind in FieldKind if trim(text) and match(trim(text), FIELD_KIND_LABELS[kind])]
    exact = [kind for kind in found if FIELD_KIND_LABELS[kind] == trim(text)]
    return replace(one, kind=(exact or found)[0]) if found else one


def _take_required(one: FormField, text: str) -> FormField:
    return replace(one, is_required=trim(text).lower() not in _NO)


def _take_width(one: FormField, text: str) -> FormField:
    width = trim(text)
    return replace(one, width=int(width)) if width.isdecimal() and int(width) in _WIDTHS else one

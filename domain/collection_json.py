"""The JSON form of collecting: what the plan file keeps of forms and rows, and what a dump says of submissions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.collection import (
    Choice,
    Collection,
    CollectionForm,
    ConsolidationRule,
    FieldKind,
    FieldRole,
    FormField,
    RowFinding,
    RuleKind,
    SetAside,
    SubmittedRow,
)


def form_to_json(form: CollectionForm) -> dict[str, Any]:
    """A form without its id."""
    rule = form.rule
    return {
        "key": form.key,
        "title": form.title,
        "intro": list(form.intro),
        "fields": [_field_to_json(one) for one in form.fields],
        "rule": None
        if rule is None
        else {
            "kind": rule.kind.value,
            "table": rule.table,
            "row": rule.row,
            "columns": dict(rule.columns),
            "joined": dict(rule.joined),
        },
    }


def form_from_json(data: Mapping[str, Any], form_id: int = 0) -> CollectionForm:
    """A form as `form_to_json` or a specification file writes it; what is left out has its default.

    Raises KeyError and ValueError where it is no form.
    """
    rule = data.get("rule")
    return CollectionForm(
        key=data["key"],
        title=data["title"],
        fields=tuple(_field_from_json(one) for one in data["fields"]),
        rule=None
        if not rule
        else ConsolidationRule(
            RuleKind(rule["kind"]),
            rule["table"],
            dict(rule.get("columns", {})),
            dict(rule.get("joined", {})),
            rule.get("row", ""),
        ),
        intro=tuple(data.get("intro", ())),
        id=form_id,
    )


def _field_to_json(one: FormField) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title,
        "kind": one.kind.value,
        "role": one.role.value,
        "choices": [{"value": choice.value, "synonyms": list(choice.synonyms)} for choice in one.choices],
        "synonyms": list(one.synonyms),
        "required": one.is_required,
        "once": one.once,
        "help": one.help,
        "example": one.example,
        "width": one.width,
        "most": one.most,
    }


def _field_from_json(data: Mapping[str, Any]) -> FormField:
    return FormField(
        key=data["key"],
        title=data["title"],
        kind=FieldKind(data.get("kind", "text")),
        role=FieldRole(data.get("role", "")),
        choices=tuple(Choice(one["value"], tuple(one.get("synonyms", ()))) for one in data.get("choices", ())),
        synonyms=tuple(data.get("synonyms", ())),
        is_required=data.get("required", False),
        once=data.get("once", False),
        help=data.get("help", ""),
        example=data.get("example", ""),
        width=data.get("width", 12),
        most=data.get("most", 0),
    )


def row_content(row: SubmittedRow) -> dict[str, Any]:
    """What the plan file keeps of a submitted row beside sheet, row and state."""
    return {
        "values": dict(row.values),
        "written": dict(row.written),
        "cells": dict(row.cells),
        "findings": [_finding_to_json(one) for one in row.findings],
    }


def row_from_content(
    data: Mapping[str, Any], sheet: str, row: int, *, is_taken: bool, row_id: int, submission_id: int
) -> SubmittedRow:
    """A row as the plan file keeps it."""
    return SubmittedRow(
        sheet,
        row,
        dict(data["values"]),
        dict(data["written"]),
        dict(data["cells"]),
        tuple(RowFinding(one["code"], one["field"], one["cell"], one["message"]) for one in data["findings"]),
        is_taken,
        row_id,
        submission_id,
    )


def aside_to_json(aside: SetAside) -> dict[str, str]:
    """What was set aside."""
    return {"sheet": aside.sheet, "cell": aside.cell, "text": aside.text, "reason": aside.reason}


def aside_from_json(data: Mapping[str, str]) -> SetAside:
    """What was set aside, as `aside_to_json` writes it."""
    return SetAside(data["sheet"], data["cell"], data["text"], data["reason"])


def submissions_to_json(collection: Collection) -> list[dict[str, Any]]:
    """The submissions of a dump: fields by their role where they have one, a grade as a number."""
    forms = {form.id: form for form in collection.forms}
    return [
        {
            "id": one.id,
            "form": forms[one.form_id].key if one.form_id in forms else "",
            "file": one.file,
            "sha256": one.sha256,
            "enterprise": one.enterprise_id,
            "round": one.round,
            "state": one.state.value,
            "rows": [_row_to_json(row, forms.get(one.form_id)) for row in one.rows],
        }
        for one in collection.submissions
    ]


def _row_to_json(row: SubmittedRow, form: CollectionForm | None) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for key, value in row.values.items():
        known = next((one for one in form.fields if one.key == key), None) if form else None
        name = known.role.value if known is not None and known.role is not FieldRole.NONE else key
        is_grade = known is not None and known.kind is FieldKind.GRADE and value.isdecimal()
        fields[name] = int(value) if is_grade else value
    return {
        "sheet": row.sheet,
        "row": row.row,
        "fields": fields,
        "taken": row.is_taken,
        "findings": [_finding_to_json(one) for one in row.findings],
    }


def _finding_to_json(one: RowFinding) -> dict[str, str]:
    return {"code": one.code, "field": one.field, "cell": one.cell, "message": one.message}

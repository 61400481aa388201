"""The shipped forms: whole, and their rules fit the shipped tables."""

from __future__ import annotations

import pytest

from domain.collection import CollectionForm, FieldKind, FieldRole, RuleKind
from domain.collection_json import form_from_json, form_to_json
from domain.form_values import read_value
from domain.text import comparison_key
from importers.form_specs import shipped_form, shipped_forms
from importers.specs import load_table_specs

FORMS = shipped_forms()


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_form_is_whole(form: CollectionForm) -> None:
    assert form_from_json(form_to_json(form)) == form
    assert shipped_form(form.key) == form
    assert form.role(FieldRole.ENTERPRISE) is not None
    assert len({one.key for one in form.fields}) == len(form.fields)
    for one in form.fields:
        assert (one.kind is FieldKind.CHOICE) == bool(one.choices)
        if one.example:
            assert not read_value(one, one.example).problem


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_a_header_means_one_field(form: CollectionForm) -> None:
    named: dict[str, str] = {}
    for one in form.fields:
        for name in (one.title, *one.synonyms):
            assert named.setdefault(comparison_key(name), one.key) == one.key, name


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.key)
def test_the_rule_fits_the_shipped_table(form: CollectionForm) -> None:
    rule = form.rule
    assert rule is not None
    spec = next(spec for spec in load_table_specs() if spec.label == rule.table)
    keys = {column.key for column in spec.columns}
    if rule.kind is RuleKind.ITEMS:
        category = form.role(FieldRole.CATEGORY)
        assert category is not None
        assert set(rule.columns) == {choice.value for choice in category.choices}
        assert set(rule.columns.values()) <= keys
        assert set(rule.joined) <= keys
        assert {form.field(key).key for key in (rule.row, *rule.joined.values())}
    else:
        assert set(rule.columns) <= keys
        assert {form.field(key).key for key in rule.columns.values()} == set(rule.columns.values())

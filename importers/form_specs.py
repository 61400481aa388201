"""Collection forms shipped with the program, from `resources/forms/*.toml`."""

from __future__ import annotations

import tomllib

from domain.collection import CollectionForm
from domain.collection_json import form_from_json
from resources import resource

_ORDER = ("quality_problems", "projects", "policy_needs")


def shipped_forms() -> tuple[CollectionForm, ...]:
    """The forms in the order of the appendix tables they fill."""
    return tuple(
        form_from_json(tomllib.loads(resource(f"forms/{name}.toml").read_text(encoding="utf-8"))) for name in _ORDER
    )


def shipped_form(key: str) -> CollectionForm:
    """One form by its key. Raises KeyError."""
    for form in shipped_forms():
        if form.key == key:
            return form
    raise KeyError(key)

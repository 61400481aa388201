"""The collection forms one can choose from: those of the plan, and the shipped ones it does not have yet."""

from __future__ import annotations

from functools import lru_cache

from domain.collection import CollectionForm
from domain.content import PlanContent


@lru_cache(maxsize=1)
def known_shipped() -> tuple[CollectionForm, ...]:
    """The shipped forms; they never change while the program runs."""
    from importers.form_specs import shipped_forms

    return shipped_forms()


def offered_forms(content: PlanContent) -> tuple[CollectionForm, ...]:
    """The plan's forms in order, then shipped ones (`id` 0) whose key the plan has not."""
    mine = content.collection.forms
    keys = {one.key for one in mine}
    return (*mine, *(one for one in known_shipped() if one.key not in keys))

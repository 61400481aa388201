"""What the accepted returns of a form change in the table it fills."""

from __future__ import annotations

from collections.abc import Sequence

from domain.collection import Collection, CollectionForm, RuleKind
from domain.consolidation import Consolidation, lay_ground
from domain.consolidation_items import item_steps
from domain.consolidation_rows import row_steps
from domain.enterprises import Enterprise
from domain.tables import AppendixTable


def consolidate(
    form: CollectionForm, table: AppendixTable, collection: Collection, enterprises: Sequence[Enterprise]
) -> Consolidation:
    """The steps by the form's rule; none when all that was returned is in the table, or the form has no rule."""
    if form.rule is None:
        return Consolidation(form, table.id)
    ground = lay_ground(form, table, collection, enterprises)
    steps, doubles = item_steps(ground) if form.rule.kind is RuleKind.ITEMS else row_steps(ground)
    return Consolidation(form, table.id, tuple(steps), tuple(doubles))

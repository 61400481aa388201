"""A place in a plan by ids: what an editor has selected, what a change or a finding is about."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Spot:
    """Where in the plan something lies; what does not apply is None, all of them for the plan's own data.

    `node` is a heading, its `paragraph` one below it; a task or measure may name a `field` (“title”, “lead”,
    “deadline”, “state”, “note”). A cell of an appendix table is `table`, `row` and `column`. `unit` stands by itself,
    or with a `node` for a cell of the matrix; `enterprise` is an entry of the enterprise library.
    """

    node: int | None = None
    unit: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    paragraph: int | None = None
    field: str = ""
    enterprise: int | None = None

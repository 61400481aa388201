"""What editors find again at the next start, as plain values: the spot, how far it was scrolled, the folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractScrollArea

from domain.spots import Spot

_KNOWN = {field.name for field in fields(Spot)}


def spot_to_memory(spot: Spot) -> dict[str, Any]:
    """Only what the spot names."""
    return {name: value for name, value in asdict(spot).items() if value not in (None, "")}


def spot_from_memory(memory: object) -> Spot:
    """The spot that was remembered; the plan itself where the memory is of no use."""
    if not isinstance(memory, Mapping):
        return Spot()
    values = {name: value for name, value in memory.items() if name in _KNOWN and name != "field"}
    whole = {name: value for name, value in values.items() if isinstance(value, int)}
    return Spot(**whole, field=str(memory.get("field", "")))


def scroll_to_memory(area: QAbstractScrollArea) -> list[int]:
    """How far an area is scrolled, across and down."""
    return [area.horizontalScrollBar().value(), area.verticalScrollBar().value()]


def recall_scroll(area: QAbstractScrollArea, memory: object) -> None:
    """Scroll as remembered, when the area has been laid out."""
    if not isinstance(memory, Sequence) or len(memory) != 2 or not all(isinstance(one, int) for one in memory):
        return
    across, down = memory

    def scroll() -> None:
        area.horizontalScrollBar().setValue(across)
        area.verticalScrollBar().setValue(down)

    QTimer.singleShot(0, area, scroll)

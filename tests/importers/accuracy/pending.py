"""Documents that are not read right yet, each with the reason."""

from __future__ import annotations

PENDING: dict[str, str] = {}

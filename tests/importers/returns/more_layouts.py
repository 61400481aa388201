"""The layouts of the second batch, which the reader was not mended with."""

from __future__ import annotations

from tests.importers.returns.layouts import Make

SECOND: tuple[Make, ...] = ()
PROBLEMS_ONLY: tuple[Make, ...] = ()

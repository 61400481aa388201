"""References in the text that follow what they point to, in the operation that renumbers it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from db.store import OperationScope


@contextmanager
def following_references(scope: OperationScope) -> Generator[None]:
    """Run writes that may renumber headings or tables; texts that referred to them are rewritten behind."""
    yield

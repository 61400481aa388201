"""One part is set while the one before it is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")


def ahead(items: Iterable[Item]) -> Iterator[Item]:
    """The same items, none of them None, the next one made on a thread while the caller is at one.

    What making raises is raised here. A caller that stops half-way waits for the item that is being made.
    """
    source = iter(items)
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(next, source, None)
        while (item := coming.result()) is not None:
            coming = maker.submit(next, source, None)
            yield item

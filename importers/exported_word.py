"""The hidden keys of a Word file of ours: empty bookmarks, wherever a program has put them since."""

from __future__ import annotations

from domain.returned import BOOKMARK
from importers.blocks import SourceKey
from importers.word_text import change_of
from importers.word_xml import Element, local, w

_CHANGES = ("del", "moveFrom")


class WordKeys:
    """Tells which paragraph a key belongs to: its own, or the next one for a bookmark between two of them."""

    def __init__(self, body: Element) -> None:
        self.found: list[SourceKey] = []
        self._names: dict[Element, list[str]] = {}
        self._carried: list[str] = []
        waiting: list[str] = []
        for element in body.iter(w("bookmarkStart"), w("p")):
            if local(element) == "p":
                if waiting:
                    self._names[element] = waiting
                    waiting = []
                continue
            name = element.get(w("name")) or ""
            if not name.startswith(BOOKMARK):
                continue
            home = next(element.iterancestors(w("p")), None)
            (waiting if home is None else self._names.setdefault(home, [])).append(name[len(BOOKMARK) :])

    def take(
        self, paragraph: Element, line: int, cell: tuple[int, int] | None, *, is_gone: bool, has_text: bool
    ) -> None:
        """Take a paragraph in its order; one `is_gone` lost its end to a tracked change, and runs on if it has text."""
        if not self._names:
            return
        names = self._carried + self._names.pop(paragraph, [])
        self._carried = []
        if is_gone and has_text:
            self._carried = names
        elif is_gone:
            changes = (one for one in paragraph.iter(*map(w, _CHANGES)))
            author = next((change_of(one).author for one in changes), "")
            self.found += [SourceKey(name, 0, None, author) for name in names]
        else:
            self.found += [SourceKey(name, line, cell) for name in names]

    def drop(self, element: Element, author: str) -> None:
        """Take a row or a cell that a tracked change took out."""
        for paragraph in element.iter(w("p")):
            names = self._names.pop(paragraph, [])
            self.found += [SourceKey(name, 0, None, author) for name in names]

"""What of the text goes over the clipboard: as it prints for other programs, with its headings for this one."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from desktop.models.text_lines import LineKind, TextLine
from desktop.session import Session
from desktop.widgets.text_places import Place
from desktop.widgets.text_sheet import TextSheet
from domain.outline import NodeKind

_FORMAT = "fangan-text/1"
_MOST = 20_000  # lines of a clipboard that are believed


@dataclass(frozen=True)
class CopiedLine:
    """A heading of a level, or a paragraph (level 0) with the clause it prints."""

    text: str
    level: int = 0
    clause: str = ""
    kind: str = ""
    deadline: str = ""


class TextClipboard:
    """Reads the selection of a sheet."""

    def __init__(self, session: Session, sheet: TextSheet) -> None:
        self._session = session
        self._sheet = sheet

    def text(self) -> str:
        """What is selected as it prints: numbers before headings, clauses behind paragraphs."""
        start, end = self._sheet.span()
        return "\n".join(
            text for index in range(start.line, end.line + 1) if (text := self._printed(index, start, end)) is not None
        )

    def form(self) -> bytes:
        """What is selected with its levels; empty where no whole heading is."""
        start, end = self._sheet.span()
        lines = [
            line for index in range(start.line, end.line + 1) if (line := self._copied(index, start, end)) is not None
        ]
        if not any(line.level for line in lines):
            return b""
        return json.dumps({"format": _FORMAT, "lines": [asdict(line) for line in lines]}).encode()

    def _words(self, index: int, start: Place, end: Place) -> str:
        words = self._sheet.text.typed(index)
        first = start.offset if index == start.line else 0
        return words[first : end.offset if index == end.line else len(words)]

    def _printed(self, index: int, start: Place, end: Place) -> str | None:
        line, words = self._sheet.text.lines[index], self._words(index, start, end)
        if line.key.kind in (LineKind.OPENING, LineKind.TABLE) and not words:
            return None
        begins = index > start.line or not start.offset
        return (line.label if begins and words else "") + words + self._clause(line, index, end)

    def _copied(self, index: int, start: Place, end: Place) -> CopiedLine | None:
        line, words = self._sheet.text.lines[index], self._words(index, start, end)
        if not words:
            return None
        if line.is_heading and words == self._sheet.text.typed(index):
            node = next((one for one in self._session.content.nodes if one.id == line.node_id), None)
            kind, deadline = (node.kind.value, node.deadline) if node is not None else ("", "")
            return CopiedLine(words, line.level, "", kind, deadline)
        return CopiedLine(words, 0, self._clause(line, index, end))

    def _clause(self, line: TextLine, index: int, end: Place) -> str:
        """What print adds to a line, where its chips are selected."""
        if not line.holds_duties or not (index < end.line or end.chip >= 0):
            return ""
        content = self._session.content
        node = next((one for one in content.nodes if one.id == line.node_id), None)
        printed = content.printed_paragraphs(node) if node is not None else []
        ids = [one.id for one in node.paragraphs] if node is not None else []
        place = ids.index(line.key.id) if line.paragraph_id in ids else 0
        return printed[place][len(line.text) :] if place < len(printed) else ""


def read_form(form: bytes) -> list[CopiedLine]:
    """The lines of a clipboard that came from here; none where it did not, or is damaged."""
    try:
        data = json.loads(form) if form else {}
        lines = data.get("lines") if isinstance(data, dict) and data.get("format") == _FORMAT else None
        return [_line(one) for one in lines[:_MOST]] if isinstance(lines, list) else []
    except (ValueError, KeyError, TypeError, RecursionError):
        return []


def _line(data: dict[str, object]) -> CopiedLine:
    level, kind = data["level"], str(data["kind"])
    if not isinstance(level, int) or not 0 <= level <= 9 or (kind and kind not in set(NodeKind)):
        raise ValueError(kind)
    text, clause = ("".join(str(data[name]).splitlines()) for name in ("text", "clause"))
    return CopiedLine(text, level, clause, kind, str(data["deadline"]))

"""Blocks of cells as the text that spreadsheets put on the clipboard."""

from __future__ import annotations

from collections.abc import Sequence

from domain.patterns import pattern

_FIELD = pattern(r'"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*)')


def format_block(block: Sequence[Sequence[str]]) -> str:
    """Rows of texts as tab-separated lines; a text with a tab, a line break or a leading quote stands in quotes."""
    return "".join("\t".join(_quoted(text) for text in row) + "\n" for row in block)


def parse_block(text: str) -> list[list[str]]:
    """Tab-separated lines as rows of texts, quotes taken off; one line break at the very end does not count."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    rows: list[list[str]] = [[]]
    place = 0
    while True:
        match = _FIELD.match(text, place)
        assert match is not None  # the second branch matches nothing, too
        quoted, plain = match.groups()
        rows[-1].append(plain if quoted is None else quoted.replace('""', '"'))
        place = match.end()
        if place == len(text):
            return rows
        if text[place] == "\n":
            rows.append([])
        place += 1


def _quoted(text: str) -> str:
    if "\t" in text or "\n" in text or text.startswith('"'):
        return '"' + text.replace('"', '""') + '"'
    return text

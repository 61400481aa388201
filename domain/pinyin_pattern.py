"""From a query in pinyin to a regular expression over the sounds of a text."""

from __future__ import annotations

import re

from domain.pinyin_table import PAIRED_INITIALS, SoundTable, sound_table

_LONGEST_SYLLABLE = 6
_MOST_SPELLINGS = 32
# Patterns with gaps try many ways: only short queries are worth it.
_LONGEST_APART = 8
_LONGEST_SPELLED_APART = 12

_Spelling = tuple[str, ...]


class _Node:
    """Spellings that begin alike, branch by branch."""

    def __init__(self) -> None:
        self.branches: dict[str, _Node] = {}


def spelling_pattern(letters: str, gap: int) -> re.Pattern[str] | None:
    """Make a pattern for a text folded by the sound table, with up to `gap` characters left out between two.

    It may find a little too much (it does not know characters from their sounds), and nothing too little, but for
    queries of very many ways to be spelled. None when the query is too long for gaps.
    """
    table = sound_table()
    spellings = _spellings(letters, table)
    if gap:
        spellings = [spelling for spelling in spellings if len(spelling) <= _LONGEST_APART]
        if not spellings or len(letters) > _LONGEST_SPELLED_APART:
            return None
    root = _Node()
    for spelling in spellings:
        node = root
        for place, piece in enumerate(spelling):
            # The last piece may be the beginning of a syllable: it is another branch than the same piece before others.
            node = node.branches.setdefault(piece + ("$" if place == len(spelling) - 1 else ""), _Node())
    between = f".{{0,{gap + 1}}}?" if gap else " {0,2}"
    # A plain class in front lets the search skip quickly; what stood there is looked at again behind it.
    front = _class(letters[0], len(letters) == 1, table)
    branches = [f"(?<={_piece(piece, table)}){_rest(node, between, table)}" for piece, node in root.branches.items()]
    return re.compile(front + "(?:" + "|".join(branches) + ")")


def _rest(node: _Node, between: str, table: SoundTable) -> str:
    if not node.branches:
        return ""
    branches = [_piece(piece, table) + _rest(below, between, table) for piece, below in node.branches.items()]
    return between + (branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")")


def _piece(piece: str, table: SoundTable) -> str:
    return _class(piece.removesuffix("$") or "$", piece.endswith("$"), table)


def _class(letters: str, is_last: bool, table: SoundTable) -> str:
    if not letters.isascii() or not letters.isalpha():
        return re.escape(letters.translate(table))
    return f"[{table.signs(letters, is_last)}]"


def _spellings(letters: str, table: SoundTable) -> list[_Spelling]:
    """Cut the query into what single characters can stand for, the longest pieces first, not more than so many."""
    found: list[_Spelling] = []

    def cut(done: int, before: _Spelling) -> None:
        for length in range(min(_LONGEST_SYLLABLE, len(letters) - done), 0, -1):
            if len(found) >= _MOST_SPELLINGS:
                return
            piece = letters[done : done + length]
            if not _is_piece(piece, done + length == len(letters), table):
                continue
            if done + length == len(letters):
                found.append((*before, piece))
            else:
                cut(done + length, (*before, piece))

    cut(0, ())
    single = tuple(letters)
    return found if single in found else [*found, single]


def _is_piece(piece: str, is_last: bool, table: SoundTable) -> bool:
    if len(piece) == 1:
        return True
    if not piece.isascii() or not piece.isalpha():
        return False
    return piece in PAIRED_INITIALS or table.is_syllable(piece) or (is_last and bool(table.signs(piece, True)))

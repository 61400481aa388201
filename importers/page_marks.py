"""Page numbers and running heads that a PDF leaves among the lines of its text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from domain.numbering import parse_label
from domain.text import comparison_key, trim

_MAX_HEAD = 40
_SHORTEST_HEAD = 4
_LONGEST_TITLE = 30
_LONGEST_SINGLE = 20
_MOST_MARKS = 3
_DASH = "[-—–－―─~～·•_*]"
_DIGITS = "[0-9０-９]{1,4}"
_MARKED = re.compile(
    rf"{_DASH}{{1,3}}[\s\u3000]*{_DIGITS}[\s\u3000]*{_DASH}{{1,3}}$|"
    rf"第[\s\u3000]*(?:{_DIGITS}|[一二三四五六七八九十]{{1,4}})[\s\u3000]*页(?:[\s\u3000，,/／|]*共[\s\u3000]*{_DIGITS}[\s\u3000]*页)?$|"
    rf"共[\s\u3000]*{_DIGITS}[\s\u3000]*页[\s\u3000，,/／|]*第[\s\u3000]*{_DIGITS}[\s\u3000]*页$|"
    rf"(?:[Pp]age|PAGE)[\s\u3000]*{_DIGITS}(?:[\s\u3000]*of[\s\u3000]*{_DIGITS})?$"
)
_OF_TOTAL = re.compile(rf"({_DIGITS})[\s\u3000]*[/／][\s\u3000]*({_DIGITS})$")
_BARE = re.compile(rf"{_DIGITS}$")
# A head and the number of its page on one line; 附表1 and 专栏1 count something else.
_NUMBERED_HEAD = re.compile(
    rf"(?!附|专栏|表|图|第)(\S.{{1,40}}?)[\s\u3000]+{_DASH}?[\s\u3000]*(?:第[\s\u3000]*)?({_DIGITS})[\s\u3000]*(?:页|{_DASH})?$"
)
_INDENT = re.compile(r"(?:\u3000|[ \u00a0]{2})[\s\u3000]*\S")
_SENTENCE_END = "。！？；：，、!?;:,"
_FEWEST_LINES = 5
_FEWEST_HEADS = 3
# Bare numbers count rows and items, too: only a page of text between them makes them page numbers.
_SHORTEST_PAGE = 9
_UNEVEN = 3


@dataclass(frozen=True)
class _Filled:
    """A line that is not blank: its place in the file's list and its trimmed text."""

    place: int
    text: str


def find_page_marks(texts: Sequence[str]) -> set[int]:
    """Places of the lines that are page numbers or running heads."""
    filled = [_Filled(place, trimmed) for place, text in enumerate(texts) if (trimmed := trim(text))]
    marks = {one for one, line in enumerate(filled) if len(line.text) <= _MAX_HEAD and _MARKED.match(line.text)}
    marks |= _counting(filled, _OF_TOTAL, 2)
    has_tables = any("\t" in text for text in texts)
    if not has_tables:
        # With tabs come tables, and bare numbers that count their rows.
        marks |= _counting(filled, _BARE, _SHORTEST_PAGE)
        marks |= _only_number(filled)
    marks |= _numbered_heads(filled)
    marks |= _heads(filled, marks, has_tables=has_tables)
    return {filled[one].place for one in marks}


def _counting(filled: Sequence[_Filled], form: re.Pattern[str], fewest: int) -> set[int]:
    """Lines of a form that count the pages: each one more than the last, with a page of text between."""
    run: list[int] = []
    best: list[int] = []
    for one, line in enumerate(filled):
        if len(line.text) > _MAX_HEAD or not form.match(line.text):
            continue
        value = _number(line.text)
        is_far = bool(run) and (one - run[-1] > fewest or (len(run) > 1 and one == len(filled) - 1))
        if is_far and value == _number(filled[run[-1]].text) + 1:
            run.append(one)
        elif not run or value == 1 or is_far:
            run = [one]
        best = max(best, run, key=len)
    gaps = [after - before for before, after in pairwise(best)]
    # The last page may be short.
    return set(best) if gaps and max(gaps) <= _UNEVEN * min(gaps[:-1] or gaps) else set()


def _only_number(filled: Sequence[_Filled]) -> set[int]:
    """The one bare number of a text that ends its first page: 1, with lines enough above it and some below."""
    bare = [one for one, line in enumerate(filled) if _BARE.match(line.text[:_MAX_HEAD])]
    is_first = len(bare) == 1 and _number(filled[bare[0]].text) == 1
    return set(bare) if is_first and _SHORTEST_PAGE <= bare[0] < len(filled) - 1 else set()


def _number(text: str) -> int:
    match = re.match(r"[0-9０-９]+", text)
    return int(match.group(0)) if match else 0


def _numbered_heads(filled: Sequence[_Filled]) -> set[int]:
    rows: dict[str, list[tuple[int, int]]] = {}
    for one, line in enumerate(filled):
        match = _NUMBERED_HEAD.match(line.text) if len(line.text) <= _MAX_HEAD + 8 else None
        if match and parse_label(line.text) is None:
            rows.setdefault(comparison_key(match.group(1)), []).append((one, int(match.group(2))))
    found: set[int] = set()
    for row in rows.values():
        pairs = list(pairwise(row))
        spaced = all(after[0] - before[0] > _FEWEST_LINES and after[1] > before[1] for before, after in pairs)
        if len(row) >= _FEWEST_HEADS and spaced:
            found.update(one for one, _ in row)
    return found


def _heads(filled: Sequence[_Filled], marks: set[int], *, has_tables: bool) -> set[int]:
    """Lines that stand beside page numbers again and again, or that break into sentences again and again."""
    rows: dict[str, list[int]] = {}
    for one, line in enumerate(filled):
        if one in marks or len(line.text) > _MAX_HEAD or line.text[-1] in _SENTENCE_END or parse_label(line.text):
            continue
        if len(line.text) >= _SHORTEST_HEAD:
            rows.setdefault(comparison_key(line.text), []).append(one)
    found: set[int] = set()
    for row in rows.values():
        if len(row) < 2:
            continue
        beside = [one for one in row if one - 1 in marks or one + 1 in marks]
        breaking = [one for one in row if one and filled[one - 1].text[-1] not in _SENTENCE_END + "”）)"]
        if len(beside) >= 2:
            taken = beside
        elif not has_tables and len(row) >= _FEWEST_HEADS and len(breaking) * 2 > len(row) and _are_spaced(row):
            taken = row[1:]
        else:
            continue
        found.update(taken)
        if row[0] == 0 and 0 not in taken and _is_above_title(filled, row, found | marks):
            found.add(0)
    return found


def find_single_heads(texts: Sequence[str], marks: set[int]) -> list[int]:
    """Places of a page number or short line that break into a sentence: marks of a page that stand there only once.

    Only where paragraphs are indented: a line that is not goes on with the sentence, so what stands above it does not.
    """
    if not any(_INDENT.match(text) for text in texts) or any("\t" in text for text in texts):
        return []
    filled = [_Filled(place, trimmed) for place, text in enumerate(texts) if (trimmed := trim(text))]
    found: list[int] = []
    one = 1
    while one < len(filled):
        end = one
        while end < len(filled) and end - one < _MOST_MARKS and _is_mark(filled[end], marks):
            end += 1
        numbered = any(line.place in marks or _BARE.match(line.text[:_MAX_HEAD]) for line in filled[one:end])
        if numbered and end < len(filled) and _goes_on(texts, filled[one - 1], filled[end]):
            found += [line.place for line in filled[one:end] if line.place not in marks]
        one = max(end, one + 1)
    return found


def _is_mark(line: _Filled, marks: set[int]) -> bool:
    """Whether a line may be a page number or a head."""
    if line.place in marks or _BARE.match(line.text[:_MAX_HEAD]):
        return True
    if not _SHORTEST_HEAD <= len(line.text) <= _LONGEST_SINGLE or re.search("[，。；：、（(0-9]", line.text):
        return False
    return parse_label(line.text) is None


def _goes_on(texts: Sequence[str], before: _Filled, after: _Filled) -> bool:
    """Whether a line goes on with the sentence of another."""
    is_open = before.text[-1] not in _SENTENCE_END or before.text[-1] in "，、,"
    starts = parse_label(after.text) is not None or _INDENT.match(texts[after.place]) is not None
    return is_open and not starts and len(before.text) > _LONGEST_SINGLE and after.text[-1] not in "0123456789"


def _are_spaced(row: Sequence[int]) -> bool:
    return all(after - before > _FEWEST_LINES for before, after in pairwise(row))


def _is_above_title(filled: Sequence[_Filled], row: Sequence[int], dropped: set[int]) -> bool:
    """Whether the first line of the text is a head too: a title of several lines does not repeat its first line."""
    below = next((one for one in range(1, min(len(filled), 4)) if one not in dropped), None)
    if below is None or below in row:
        return False
    text = filled[below].text
    return len(text) <= _LONGEST_TITLE and not re.search("[，。；：（(]", text) and parse_label(text) is None

"""Where the duty clauses of a paragraph stand: in brackets anywhere, bare after a full stop, inside a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from domain.duty_parts import Core, Slot, all_look_like_units, is_reserved, make_slot
from domain.duty_reading import read_verb_segment, read_verbs, read_words
from domain.duty_words import ANY_ROLE_WORD, BRACKETS, CLOSING, HEAD, OPENING, OTHERS
from domain.patterns import pattern
from domain.unit_names import Known, nobody_known
from domain.units import Role

# A bracket or a sentence longer than this holds no clause.
_MAX_CLAUSE = 1_500
_MAX_DEPTH = 4
_STOPS = "。；;！!？?"
_VERB_IN = pattern("牵头|会同|会商|负责|落实|实施|配合|参与|参加|协助|主办|协办|承办|职责分工")
_BARE_END = pattern(r"[。\n]|$")
_PIECE = pattern(r"[^，,。；;！!？?\n：:]+")
# The verb of a duty inside a sentence, and what it must not be the beginning of.
_DUTY_VERB = pattern(
    r"(?:牵头(?!单位|部门|人|企业|机构|负责人|作用)(?:负责|组织|落实|实施)?|负责(?!解释|人|制|同志|任|的)|会同|"
    r"(?:组织|具体|推动|分别|共同)?(?:落实|实施)(?!方案|意见|细则|办法|情况))"
)
_BEFORE_VERB = pattern(
    r"(?:等(?:[^，。、]{0,8}?(?:部门|单位))?)?(?:(?:按照?|依)(?:各自)?职责分工|分别|共同|具体|统一|各自)*$"
)
_AFTER_NAMES = pattern(
    r"$|负责|牵头|落实|制定|组织|推进|开展|建立|做好|研究|统筹|实施|承担|具体|按照?|抓好|共同|分别|等|出台|编制|完善|加强|指导|督促|协调|"
    r"加快|推动|提出|尽快|及时|定期|认真|积极|于|在|，|。"
)
_DOUBTFUL = pattern(r"(?:要|应当?|须|需|负责)?(?:会同|商)")
_BY = pattern("由")
_MAX_RUN = 300
_MAX_BEFORE = 80
_MAX_TRIES = 4


class _Spans:
    """Clauses in order, asked whether a span touches one."""

    def __init__(self, cores: list[Core]) -> None:
        self.cores = sorted(cores, key=lambda core: core.start)
        self._ends = [core.end for core in self.cores]

    def touch(self, start: int, end: int) -> bool:
        """Whether any clause overlaps the span."""
        place = bisect_right(self._ends, start)
        return place < len(self.cores) and self.cores[place].start < end


def find_clauses(paragraph: str, known: Known = nobody_known, *, sentences: bool = True) -> list[Core]:
    """Find the clauses of a paragraph in order; `known` tells the units of the directory.

    In brackets and bare, any names count; inside a sentence (由甲会同乙负责) they must surely be units.
    """
    if is_reserved(paragraph):
        return []
    whole = _lines(paragraph, known)
    if whole is not None:
        return [whole]
    found = _Spans(list(_bracketed(paragraph, known)))
    found = _Spans([*found.cores, *_bare(paragraph, known, found)])
    return _Spans([*found.cores, *_sentences(paragraph, known, found)]).cores if sentences else found.cores


def find_doubtful(paragraph: str, known: Known = nobody_known) -> list[Core]:
    """Find what may be a duty or only a sentence: 甲要会同乙…, told by the officer."""
    taken = _Spans(find_clauses(paragraph, known))
    found = []
    for match in _PIECE.finditer(paragraph):
        words = match.group(0)[:_MAX_RUN]
        doubt = _DOUBTFUL.search(words) if "会同" in words else None
        if doubt is None or taken.touch(match.start(), match.end()):
            continue
        first = read_verb_segment(f"{words[: doubt.start()]}牵头", known, strict=True)
        end = _names_end(words[doubt.end() :], known)
        second = read_verb_segment(f"会同{words[doubt.end() : doubt.end() + end]}", known, strict=True) if end else None
        leads = [part for part in first or () if isinstance(part, Slot)]
        helps = [part for part in second or () if isinstance(part, Slot)]
        if leads and helps and words.startswith(leads[0].written):
            stop = match.start() + doubt.end() + end
            found.append(Core((leads[0], doubt.group(0), helps[0]), "", match.start(), stop))
    return sorted([*found, *_only_names(paragraph, known, taken)], key=lambda core: core.start)


def _only_names(paragraph: str, known: Known, taken: _Spans) -> Iterator[Core]:
    """Brackets behind a sentence that hold units and nothing else: 推进试点。（市科技局、各区人民政府）."""
    for start, end in bracket_spans(paragraph):
        before = paragraph[max(0, start - 1) : start]
        if before not in tuple("。；;") or taken.touch(start, end):
            continue
        inner = paragraph[start + 1 : end - 1]
        others = OTHERS.search(inner)
        stop = others.start() if others else len(inner)
        slot = make_slot(Role.RESPONSIBLE, inner[:stop], known, strict=True)
        if slot is not None:
            yield Core((paragraph[start], slot, inner[stop:] + paragraph[end - 1]), "", start, end)


def _lines(paragraph: str, known: Known) -> Core | None:
    """Several lines, each a role with its units or the time limit, are one clause."""
    if "\n" not in paragraph or len(paragraph) > _MAX_CLAUSE:
        return None
    heads = list(HEAD.finditer(paragraph))
    lines = [line for line in paragraph.split("\n") if line.strip()]
    if sum("\n" in head.group("gap") or head.start() == 0 for head in heads) < len(lines):
        return None
    core = read_words(paragraph, known, bracketed=False)
    return replace(core, end=len(paragraph)) if core else None


def bracket_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of brackets that close, in order of their beginning, at most four deep."""
    stack: list[int] = []
    spans: list[tuple[int, int]] = []
    for place, char in enumerate(text):
        if char in OPENING:
            stack.append(place)
        elif char in CLOSING:
            while stack and char not in BRACKETS[text[stack[-1]]]:
                stack.pop()
            if stack:
                spans.append((stack.pop(), place + 1))
    spans.sort()
    open_ends: list[int] = []
    for start, end in spans:
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        open_ends.append(end)
        if len(open_ends) <= _MAX_DEPTH and end - start <= _MAX_CLAUSE:
            yield start, end


def _bracketed(paragraph: str, known: Known) -> Iterator[Core]:
    done = 0
    last = len(paragraph.rstrip())
    for start, end in bracket_spans(paragraph):
        if start < done:
            continue
        inner = paragraph[start + 1 : end - 1]
        core = None
        if ANY_ROLE_WORD.search(inner) or ("：" in inner or ":" in inner):
            core = read_words(inner, known, bracketed=True)
        elif _VERB_IN.search(inner):
            core = _verbs_in_bracket(paragraph, start, inner, known)
        if core is None:
            continue
        stop = end
        if end + 1 >= last:
            # At the end of its paragraph the full stop belongs to the clause.
            stop = len(paragraph)
        if paragraph[end:stop].strip(" \u3000。；;"):
            stop = end
        yield replace(core, parts=(paragraph[start], *core.parts, paragraph[end - 1 : stop]), start=start, end=stop)
        done = end


def _verbs_in_bracket(paragraph: str, start: int, inner: str, known: Known) -> Core | None:
    """甲牵头，乙配合 behind a whole sentence; inside one the names must look like units."""
    core = read_verbs(inner, known)
    if core is None:
        return None
    before = paragraph[:start].rstrip(" \u3000")[-1:]
    own = not before or before in "。；;！!？?）)】"
    return core if (own and not inner.startswith("由")) or all_look_like_units(core) else None


def _bare(paragraph: str, known: Known, taken: _Spans) -> Iterator[Core]:
    """责任单位：甲、乙。 as a whole paragraph or after a full stop."""
    done = 0
    last = len(paragraph.rstrip())
    for match in ANY_ROLE_WORD.finditer(paragraph):
        start = _bare_start(paragraph, match.start(), done)
        if start is None or taken.touch(start, match.end()):
            continue
        end = _bare_end(paragraph, match.end())
        is_last = end >= last
        core = read_words(paragraph[start:end], known, bracketed=False)
        if core is None or not (is_last or all_look_like_units(core)):
            continue
        stop = len(paragraph) if is_last else end
        yield replace(core, parts=(*core.parts, paragraph[end:stop]), start=start, end=stop)
        done = end


def _bare_end(paragraph: str, place: int) -> int:
    """Where a bare clause ends: behind its full stop, or behind that of a head that follows (。完成时限：…。)."""
    limit = min(len(paragraph), place + _MAX_CLAUSE)
    for _ in range(_MAX_TRIES):
        ending = _BARE_END.search(paragraph, place, limit)
        place = ending.end() if ending else limit
        following = HEAD.match(paragraph, place, limit)
        if following is None or following.group("gap").strip():
            break
        place = following.end()
    return place - 1 if paragraph[place - 1 : place] == "\n" else place


def _bare_start(paragraph: str, place: int, done: int) -> int | None:
    """Where the clause of a role word begins: at the paragraph's start or behind a full stop; a time may come first."""
    if place < done:
        return None
    first = max(done, place - _MAX_BEFORE)
    stop = max(paragraph.rfind(sign, first, place) for sign in "。）)】")
    if stop < 0 and first > done:
        return None
    begin = stop + 1 if stop >= 0 else done
    head = HEAD.match(paragraph, begin, place + 40)
    if paragraph[begin:place].strip() and (head is None or not (head.group("limit") or head.start("role") == place)):
        return None
    return begin


def _sentences(paragraph: str, known: Known, taken: _Spans) -> Iterator[Core]:
    """由甲会同乙负责, 由甲牵头，乙、丙配合, and 甲牵头，乙配合 at the beginning of a sentence or after a comma."""
    done = 0
    for match in _PIECE.finditer(paragraph):
        if (
            match.start() < done
            or _VERB_IN.search(match.group(0)) is None
            or taken.touch(match.start(), match.start() + 1)
        ):
            continue
        core = _sentence(paragraph, match, known, taken)
        if core is None or taken.touch(core.start, core.end):
            continue
        yield core
        done = core.end


def _sentence(paragraph: str, match: re.Match[str], known: Known, taken: _Spans) -> Core | None:
    words = match.group(0)[:_MAX_RUN]
    for by in islice(_BY.finditer(words), _MAX_TRIES):
        made = _first_duty(words[by.end() :], known)
        if made is not None:
            parts, length = made
            start = match.start() + by.start()
            return _with_others(paragraph, start, ["由", *parts], match.start() + by.end() + length, known, taken)
    first = read_verb_segment(words, known, strict=True)
    slots = [part for part in first or () if isinstance(part, Slot)]
    if first is None or slots[0].roles != (Role.LEAD,) or not words.startswith(slots[0].written):
        return None
    return _with_others(paragraph, match.start(), first, match.start() + len(words), known, taken)


def _first_duty(words: str, known: Known) -> tuple[list[str | Slot], int] | None:
    """The names and verb that follow 由: parts, and how much of the words they take."""
    for verb in islice(_DUTY_VERB.finditer(words), _MAX_TRIES):
        before = _BEFORE_VERB.search(words, 0, verb.start())
        stop = before.start() if before else verb.start()
        end = verb.end()
        if verb.group(0) == "会同":
            length = _names_end(words[end:], known)
            if not length:
                continue
            end += length
            rest = re.match(
                r"(?:等[^，。、]{0,8}?(?:部门|单位))?(?:按照?职责分工|分别|共同|具体)*(?:负责(?!解释|人)|牵头|落实|实施)?",
                words[end:],
            )
            end += rest.end() if rest else 0
        made = read_verb_segment(words[:end], known, strict=True) if stop else None
        if made is not None and "".join(p if isinstance(p, str) else p.written for p in made) == words[:end]:
            return made, end
    return None


def _names_end(words: str, known: Known) -> int:
    """How many of the words are a list of units; 0 when they begin with none."""
    for match in islice(_AFTER_NAMES.finditer(words), 8 * _MAX_TRIES):
        if match.start() and read_verb_segment(f"{words[: match.start()]}负责", known, strict=True):
            return match.start()
    return 0


def _with_others(paragraph: str, start: int, parts: list[str | Slot], end: int, known: Known, taken: _Spans) -> Core:
    """Take in what follows behind commas: ，乙、丙配合，丁负责."""
    for _ in range(2 * _MAX_TRIES):
        if paragraph[end : end + 1] not in tuple("，,；;"):
            break
        piece = _PIECE.match(paragraph, end + 1)
        words = piece.group(0) if piece and not taken.touch(piece.start(), piece.end()) else ""
        made = read_verb_segment(words, known, strict=True) if 0 < len(words) <= _MAX_RUN else None
        if made is None or piece is None:
            break
        parts = [*parts, paragraph[end], *made]
        end = piece.end()
    if end == len(paragraph.rstrip("。；; \u3000")):
        parts = [*parts, paragraph[end:]]
        end = len(paragraph)
    return Core(tuple(parts), "", start, end)

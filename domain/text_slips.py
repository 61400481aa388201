"""Slips of the pen in one text: punctuation doubled, missing, of two kinds, brackets left open, words left hanging.

Each rule looks at one text by itself, so that its outcome can be kept as long as the text stays. Rules are drawn tight:
an alarm on clean text costs more trust than a slip that goes unseen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class TextKind(StrEnum):
    """What a text is, which decides how it may end."""

    PARAGRAPH = "paragraph"
    TITLE = "title"
    ITEM = "item"  # a line of a cell


@dataclass(frozen=True)
class Slip:
    """A place in a text: a stable `code`, characters `start` to `end`, a Chinese sentence, and what to put there.

    `fix` None: a person must find the words.
    """

    code: str
    start: int
    end: int
    message: str
    fix: str | None = None


_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", "(": "（", ")": "）", ".": "。"}
_OPEN = {"（": "）", "《": "》", "“": "”", "‘": "’", "【": "】", "〔": "〕", "「": "」", "〈": "〉"}
_CLOSE = {close: opened for opened, close in _OPEN.items()}
_SAME_BRACKET = {"(": "（", ")": "）"}

_DOUBLED = re.compile(r"([，。；：、])\1+|([！？])\2{2,}")
_CLASHING = re.compile(r"[，、；：][。！？]|[。！？][，、；]|，[、；：]|、[，；：]|；[，、：]|：[，、；]")
_STRONGER = "。！？"
# A half-width sign with Chinese on its left, and Chinese, a blank or nothing on its right.
_HALF_SIGN = re.compile(rf"(?<=[{_HAN}”’》）])[,;:?!](?=[{_HAN}“‘《（\s]|$)")
_HALF_STOP = re.compile(rf"(?<=[{_HAN}”）》])\.(?=[{_HAN}“《（]|$)")
_REPEATED = re.compile(
    r"(?<![的了是])(的的(?!确)|和和(?!气|美)|与与|及及(?!时)|并并|对对(?!子|联)|将将|被被|在在|为为|等等等)"
)
_STOPS = "。！？…"
_ENDS = _STOPS + "；：”’）》】〕」)" + "\"'"
_HANGING_SIGN = "，、（《“‘【〔"
_HANGING_WORD = re.compile(
    r"(?:以及|并且|而且|或者|以便|按照|围绕|针对|为了|由于|关于|对于|不仅|如果|虽然|以便于|"
    r"(?<!验收)(?<!评审)(?<!审核)(?<!审议)(?<!表决)(?<!审查)(?<!认证)(?<!评估)(?<!考核)(?<!一次)(?<!全部)(?<!顺利)通过)$"
)
_SENTENCE = re.compile(r"[，。；]")
_SHORT = 12  # characters: below that a line without a stop may be a name, a label or a signature


def find_slips(text: str, kind: TextKind = TextKind.PARAGRAPH, *, is_last: bool = True) -> list[Slip]:
    """Every slip of a text in order; `is_last` says that no paragraph of the same place, or line of the same cell,
    follows."""
    if not text.strip():
        return []
    slips = [slip for rule in _RULES for slip in rule(text)]
    # Where a bracket is left open nothing can be said of the end: the text may go on inside it.
    if not any(slip.code == "bracket_unclosed" for slip in slips):
        slips += _ending(text, kind, is_last=is_last)
    return _without_overlaps(slips)


def fixed(text: str, slips: Sequence[Slip]) -> str:
    """The text with every slip mended that can be."""
    for slip in sorted(slips, key=lambda one: one.start, reverse=True):
        if slip.fix is not None:
            text = text[: slip.start] + slip.fix + text[slip.end :]
    return text


def _without_overlaps(slips: Sequence[Slip]) -> list[Slip]:
    kept: list[Slip] = []
    for slip in sorted(slips, key=lambda one: (one.start, -one.end)):
        if not kept or slip.start >= kept[-1].end:
            kept.append(slip)
    return kept


def _doubled(text: str) -> Iterator[Slip]:
    for match in _DOUBLED.finditer(text):
        sign = match.group(0)[0]
        yield Slip("punctuation_doubled", *match.span(), f"“{sign}”重复了 {len(match.group(0))} 次。", sign)
    for match in _CLASHING.finditer(text):
        signs = match.group(0)
        strong = [sign for sign in signs if sign in _STRONGER]
        fix = strong[0] if len(strong) == 1 else None
        yield Slip("punctuation_clash", *match.span(), f"“{signs[0]}”和“{signs[1]}”连在一起，应只留一个。", fix)


def _half_width(text: str) -> Iterator[Slip]:
    for pattern in (_HALF_SIGN, _HALF_STOP):
        for match in pattern.finditer(text):
            sign = match.group(0)
            message = f"中文里用了半角的“{sign}”，应为“{_FULL[sign]}”。"
            yield Slip("punctuation_half", *match.span(), message, _FULL[sign])


def _repeated(text: str) -> Iterator[Slip]:
    for match in _REPEATED.finditer(text):
        word = match.group(0)[0]
        yield Slip("word_doubled", *match.span(), f"“{word}”字重复了。", word if match.group(0) != "等等等" else "等")


def _brackets(text: str) -> Iterator[Slip]:
    """Brackets and quotation marks that are not closed, not opened, or of two widths."""
    stack: list[tuple[str, int]] = []
    for place, char in enumerate(text):
        sign = _full(char)
        if sign in _OPEN:
            stack.append((char, place))
        elif sign in _CLOSE:
            depth = next((at for at in reversed(range(len(stack))) if _full(stack[at][0]) == _CLOSE[sign]), -1)
            if depth >= 0:
                opened, start = stack[depth]
                for left, there in stack[depth + 1 :]:
                    yield _unclosed(left, there)
                del stack[depth:]
                yield from _widths(text, start, place, opened, char)
            elif not _is_list_mark(text, place, char):
                yield Slip("bracket_unopened", place, place + 1, f"“{char}”前面没有对应的“{_CLOSE[sign]}”。")
    yield from (_unclosed(char, place) for char, place in stack)


def _unclosed(char: str, place: int) -> Slip:
    return Slip("bracket_unclosed", place, place + 1, f"“{char}”后面没有对应的“{_OPEN[_full(char)]}”。")


def _full(char: str) -> str:
    return _SAME_BRACKET.get(char, char)


def _widths(text: str, start: int, end: int, opened: str, closed: str) -> Iterator[Slip]:
    """One bracket of a pair in half width; a pair in half width around Chinese."""
    if opened == "(" and closed == ")":
        inner = text[start + 1 : end]
        around = text[start - 1 : start] + text[end + 1 : end + 2]
        if re.search(f"[{_HAN}]", inner) and re.search(f"[{_HAN}]", around):
            yield Slip("punctuation_half", start, end + 1, "中文里用了半角括号，应为“（ ）”。", f"（{inner}）")
    elif opened == "(":
        yield Slip("punctuation_half", start, start + 1, "一对括号一个半角、一个全角，应为“（ ）”。", "（")
    elif closed == ")" and opened == "（":
        yield Slip("punctuation_half", end, end + 1, "一对括号一个半角、一个全角，应为“（ ）”。", "）")


def _is_list_mark(text: str, place: int, char: str) -> bool:
    """1）、a) and 一）: a number with half a bracket."""
    return (
        char in "）)"
        and re.search(r"(?:^|[\s。；：，、])[0-9a-zA-Z一二三四五六七八九十]{1,3}$", text[:place]) is not None
    )


def _ending(text: str, kind: TextKind, *, is_last: bool) -> Iterator[Slip]:
    bare = text.rstrip()
    last, end = bare[-1], len(bare)
    if kind is TextKind.TITLE:
        if last in "，、；":  # a colon may lead into what follows
            yield Slip("title_punctuation", end - 1, end, f"标题末尾有“{last}”。", "")
        return
    if kind is TextKind.ITEM and not is_last:
        return  # a line may be broken anywhere
    if last in _HANGING_SIGN:
        yield Slip("sentence_unfinished", end - 1, end, f"句子以“{last}”结尾，可能没有写完。")
        return
    hanging = _HANGING_WORD.search(bare)
    if hanging is not None:
        yield Slip("sentence_unfinished", *hanging.span(), f"句子以“{hanging.group(0)}”结尾，可能没有写完。")
    elif kind is TextKind.PARAGRAPH and last == "；" and is_last:
        yield Slip("stop_missing", end - 1, end, "最后一段以“；”结尾，应为“。”。", "。")
    elif kind is TextKind.PARAGRAPH and _lacks_stop(bare):
        yield Slip("stop_missing", end, end, "段落末尾没有句号。", "。")


def _lacks_stop(text: str) -> bool:
    """A paragraph with the signs of a sentence inside and none at its end."""
    if text[-1] in _ENDS:
        inner = text.rstrip("”’）》】〕」)\"'")
        return bool(inner) and text[-1] in "”’" and inner[-1] not in _STOPS and "。" in inner
    return len(text) >= _SHORT and _SENTENCE.search(text) is not None


_RULES: tuple[Callable[[str], Iterator[Slip]], ...] = (_doubled, _half_width, _repeated, _brackets)

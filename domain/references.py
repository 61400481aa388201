"""References in the text of a plan, “附表1—3”, “第三章（二）”, “本方案第二部分第3条”, and what each points to.

A reference is found by what it says under one numbering; `domain.reference_rewriting` lets it say the same under
another. What may be a reference to another document, or no reference at all, is not found: better one too few.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.numbering import NumberStyle
from domain.outline import PlacedNode
from domain.patterns import pattern
from domain.reference_context import HAN, NUMBER, WORDS, is_foreign
from domain.reference_numbering import TABLE_STEMS, Numbering, Reference, Step, number_of
from domain.text import comparison_key

_JOINING = "、|和|及|与|或|以及"
_REACHING = "至|到|—|――|——|－|–|-|~|～"
_JOIN = pattern(f"(?:{_JOINING})")
_REACH = pattern(f"(?:{_REACHING})")
_GROUP = pattern(
    rf"第\s*(?P<first>{NUMBER})(?P<rest>(?:(?:{_JOINING}){NUMBER}|(?:{WORDS})?(?:{_REACHING})第?{NUMBER})*)\s*(?P<word>{WORDS})"
)
_NEXT = pattern(rf"(?:的|之)?(?:第(?P<number>{NUMBER})(?P<word>{WORDS})|[（(](?P<paren>{HAN}|[0-9０-９]{{1,2}})[）)])")
_HERE = pattern(rf"本(?P<word>{WORDS})(?=(?:的|之)?(?:第{NUMBER}(?:{WORDS})|[（(](?:{HAN}|[0-9]{{1,2}})[）)]))")
_BARE_CHAIN = pattern(
    rf"(?<=[见照据按“])(?P<first>{HAN})、?(?=[（(]{HAN}[）)])|(?:(?<=方案)|(?<=正文))(?P<also>{HAN})、?(?=[（(]{HAN}[）)])"
)
# What may follow a reference to a heading: “第三章程序”, “第一节课” and “第三条生产线” are none.
_FOLLOWS = pattern(
    r"$|[\s。，、；：！？,;:）)】\]”’》」（(“《—…]|[的之所中内里和及与至到或以为是已应]|规定|要求|明确|部署|列|任务|内容|提出|确定|安排"
    r"|执行|落实|办理|进行|推进|相关|有关|各[项条]|等|重[点复]|一致|不符|不一|矛盾|冲突|目标|措施|标题|其他|另行|第|附[件表]|前|后|部分$|同|均|分别|对应|相应"
)
_FOLLOWS_ARTICLE = pattern(r"$|[。，、；：,;:）)”’」（(]|[的之所第和及与至或]|规定|要求|执行|办理|中|内")
_FOLLOWS_TABLE = pattern(r"[0-9０-９.．年％%]|[个份张页套幅篇](?!别)|月(?!度)")
_GOES_ON = pattern(r"[0-9０-９.．年月日个份项家名条％%万亿元倍点期批次类级（(]")


def find_references(text: str, numbering: Numbering, where: int | None = None) -> list[Reference]:
    """The references in a text that stands under heading `where` (None: before the first), in order."""
    if "第" not in text and "附" not in text and "本" not in text and not _may_refer(text, numbering):
        return []
    found = [*_tables(text, numbering), *_headings(text, numbering, where)]
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Reference] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _may_refer(text: str, numbering: Numbering) -> bool:
    return any(stem in text for stem in numbering.stems) or _BARE_CHAIN.search(text) is not None


def _tables(text: str, numbering: Numbering) -> Iterator[Reference]:
    folded = text.casefold()
    if not any(stem in folded for stem in numbering.stems):
        return
    first = numbering.label_pattern
    place = 0
    while match := first.search(text, place):
        place = match.end()
        if not _is_table_word(text, match, numbering) or is_foreign(
            text, match.start(), title=numbering.title, is_table=True
        ):
            continue
        stem = comparison_key(match["stem"])
        target = numbering.tables.get((stem, number_of(match["number"])))
        steps = [Step(match.start("number"), match.end("number"), match["number"], target)]
        reaches: set[int] = set()
        _read_list(text, numbering, match["stem"], steps, reaches)
        place = steps[-1].end
        known = any(one == stem for one, _ in numbering.tables) or stem in TABLE_STEMS
        if known:
            yield Reference(
                match.start(), place, tuple(steps), is_table=True, is_list=True,
                reaches=frozenset(reaches), stem=match["stem"],
            )  # fmt: skip


def _is_table_word(text: str, match: re.Match[str], numbering: Numbering) -> bool:
    """“附表1” and not “附表2025年”, “代表1人”, “表1.5”."""
    behind = text[match.end() :]
    if _FOLLOWS_TABLE.match(behind) or (match["number"][-1] not in "0123456789" and behind[:1] in ("个", "是", "定")):
        return False
    if match["stem"].startswith("附"):
        return True
    before = text[: match.start()][-1:]
    return not before or not before.isalnum() or before in "见照据按和及与在如以由为"


def _read_list(text: str, numbering: Numbering, stem: str, steps: list[Step], reaches: set[int]) -> None:
    """“附表1、2和附表3”, “附表1—3”: what follows, as long as it is a table of the plan."""
    going = pattern(rf"\s*(?P<sign>{_JOINING}|{_REACHING})\s*(?:{re.escape(stem)}\s*)?(?P<number>{NUMBER})")
    while match := going.match(text, steps[-1].end):
        value = number_of(match["number"])
        target = numbering.tables.get((comparison_key(stem), value))
        is_reach = _REACH.fullmatch(match["sign"]) is not None
        if target is None or _GOES_ON.match(text[match.end() :]):
            return
        if is_reach:
            if value <= number_of(steps[-1].number) or len(steps) - 1 in reaches:
                return
            reaches.add(len(steps) - 1)
        steps.append(Step(match.start("number"), match.end("number"), match["number"], target))


def _headings(text: str, numbering: Numbering, where: int | None) -> Iterator[Reference]:
    place = 0
    ahead = {kind: kind.search(text) for kind in (_GROUP, _HERE, _BARE_CHAIN)}
    while (found := _next_start(text, place, ahead)) is not None:
        match, kind = found
        place = match.end()
        if is_foreign(text, match.start(), title=numbering.title):
            continue
        if kind is _HERE:
            reference = _from_here(text, match, numbering, where)
        elif kind is _BARE_CHAIN:
            reference = _from_bare(text, match, numbering)
        else:
            reference = _from_group(text, match, numbering, where)
        if reference is not None:
            place = max(reference.end, place)
            yield reference


def _next_start(
    text: str, place: int, ahead: dict[re.Pattern[str], re.Match[str] | None]
) -> tuple[re.Match[str], re.Pattern[str]] | None:
    """The next match of any kind from a place on; `ahead` keeps what was found further on."""
    for kind, match in ahead.items():
        if match is not None and match.start() < place:
            ahead[kind] = kind.search(text, place)
    found = [(match, kind) for kind, match in ahead.items() if match is not None]
    return min(found, key=lambda one: one[0].start(), default=None)


def _from_here(text: str, match: re.Match[str], numbering: Numbering, where: int | None) -> Reference | None:
    """“本章第二节”."""
    styles = numbering.styles_of(match["word"], is_first=True)
    line = numbering.line_up(where)
    anchor = next((one for one in line if numbering.by_id[one].node.style in styles), None)
    if anchor is None:
        return None
    steps = _chain(text, match.end(), numbering, anchor)
    if not steps:
        return None
    return Reference(match.start(), steps[-1].end, tuple(steps), anchor=anchor)


def _from_bare(text: str, match: re.Match[str], numbering: Numbering) -> Reference | None:
    """“见三（二）”."""
    group = "first" if match["first"] else "also"
    found = numbering.candidates((NumberStyle.HAN,), number_of(match[group]))
    top = [one for one in found if numbering.by_id[one].level == 1]
    if len(top) != 1:
        return None
    first = Step(match.start(group), match.end(group), match[group], top[0], "、")
    steps = _chain(text, match.end(), numbering, top[0])
    if not steps or steps[-1].target is None:
        return None
    return Reference(match.start(), steps[-1].end, (first, *steps))


def _from_group(text: str, match: re.Match[str], numbering: Numbering, where: int | None) -> Reference | None:
    """“第三章（二）”, “第二、三章”, “第一章至第三章”."""
    word = match["word"]
    styles = numbering.styles_of(word, is_first=True)
    if not styles:
        return None
    steps = _members(match, numbering, styles, where)
    targets = [step.target for step in steps]
    chain: list[Step] = []
    if len(steps) == 1 and targets[0] is not None:
        chain = _chain(text, match.end(), numbering, targets[0])
    end = chain[-1].end if chain else match.end()
    if not _is_followed(text, end, word, [numbering.by_id[one].node.title for one in targets if one is not None]):
        return None
    if word == "条" and not text[: match.start()].strip():
        return None
    if len(steps) == 1:
        whole = Step(match.start(), match.end(), match["first"], targets[0], word)
        return Reference(match.start(), end, (whole, *chain))
    if all(target is None for target in targets):
        return None
    reaches = frozenset(
        index for index in range(len(steps) - 1) if _REACH.search(text[steps[index].end : steps[index + 1].start])
    )
    return Reference(match.start(), end, tuple(steps), is_list=True, reaches=reaches)


def _members(
    match: re.Match[str], numbering: Numbering, styles: tuple[NumberStyle, ...], where: int | None
) -> list[Step]:
    spans = [match.span("first")]
    start = match.start("rest")
    spans += [(start + one.start(), start + one.end()) for one in re.finditer(NUMBER, match["rest"])]
    return [
        Step(
            first,
            last,
            match.string[first:last],
            numbering.nearest(numbering.candidates(styles, number_of(match.string[first:last])), where),
            match["word"],
        )
        for first, last in spans
    ]


def _chain(text: str, place: int, numbering: Numbering, above: int) -> list[Step]:
    """What follows a heading and stands below it: “第二节”, “（二）”."""
    steps: list[Step] = []
    while match := _NEXT.match(text, place):
        number = match["number"] or match["paren"]
        if match["word"]:
            styles = numbering.styles_of(match["word"], is_first=False)
        elif number_of(number) and not number[0].isdecimal():
            styles = (NumberStyle.HAN_PAREN,)
        else:
            styles = (NumberStyle.ARABIC_PAREN,)
        found = numbering.candidates(styles, number_of(number), above)
        target = found[0] if len(found) == 1 else None
        if target is None and not any(
            _is_below(numbering, one, above) for one in numbering.placed if one.node.style in styles
        ):
            break  # nothing is counted so below it: no part of the reference
        steps.append(Step(match.start(), match.end(), number, target, match["word"] or "（"))
        place = match.end()
        if target is None:
            break
        above = target
    return steps


def _is_below(numbering: Numbering, one: PlacedNode, above: int) -> bool:
    return above in numbering.line_up(one.node.id)[1:]


def _is_followed(text: str, end: int, word: str, titles: Sequence[str]) -> bool:
    behind = text[end:]
    if (_FOLLOWS_ARTICLE if word == "条" else _FOLLOWS).match(behind):
        return True
    return any(title and behind.startswith(title[:4]) for title in titles)

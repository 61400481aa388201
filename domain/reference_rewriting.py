"""Texts that say the same after headings or tables got other numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from domain.numbering import DECIMAL_DEPTHS, NumberStyle, format_number
from domain.reference_numbering import COUNTED, Numbering, Reference, Step, number_of, split_label
from domain.references import find_references
from domain.text import format_chinese_number

_WORD_OF = {style: word for word, style in COUNTED.items()}
_BEHIND = 12  # characters behind a reference that tell whether it is one
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Rewritten:
    """A text as it is to be; `lost` are the references in it that point to what is gone, as they read."""

    text: str
    lost: tuple[str, ...] = ()


def rewrite_references(text: str, before: Numbering, after: Numbering, where: int | None = None) -> Rewritten:
    """Let every reference in the text of heading `where` point to what it pointed to before."""
    pieces: list[str] = []
    lost: list[str] = []
    place = 0
    for reference in find_references(text, before, where):
        made = _rewritten(text, reference, before, after, where)
        if made is None:
            lost.append(text[reference.start : reference.end])
            continue
        if reference.is_list and _lost_members(reference, after):
            lost.append(made)
        pieces += [text[place : reference.start], made]
        place = reference.end
    return Rewritten("".join((*pieces, text[place:])), tuple(lost))


def _lost_members(one: Reference, after: Numbering) -> bool:
    """Whether a list names something that is gone; what only lies between the ends of a reach is not named."""
    present = dict(after.labels) if one.is_table else after.by_id
    return any(
        step.target is not None and step.target not in present
        for index, step in enumerate(one.steps)
        if index not in one.reaches and index - 1 not in one.reaches
    )


def points_elsewhere(text: str, quote: str, after: Numbering, where: int | None) -> bool:
    """Whether a reference that lost what it pointed to reads as one to something else now, so that nobody would see."""
    return any(
        quote.startswith(text[one.start : one.end]) and text.startswith(quote, one.start) and not one.is_dangling
        for one in find_references(text, after, where)
    )


def _rewritten(text: str, one: Reference, before: Numbering, after: Numbering, where: int | None) -> str | None:
    """What a reference says now; None where what it points to is gone."""
    if (one.steps[0].target is None and not one.is_list) or all(step.target is None for step in one.steps):
        return text[one.start : one.end]
    if one.is_table:
        return _table(text, one, before, after)
    if one.is_list:
        return _list(text, one, before, after)
    return _chain(text, one, before, after, where)


def _table(text: str, one: Reference, before: Numbering, after: Numbering) -> str | None:
    labels = dict(after.labels)
    present = [step for step in one.steps if step.target in labels]
    if not present:
        return None
    former = dict(before.labels)
    if all(labels.get(step.target or 0) == former.get(step.target or 0) for step in one.steps):
        return text[one.start : one.end]
    splits = {table: split_label(label) for table, label in labels.items()}
    stems = {split[0] if (split := splits[step.target or 0]) else None for step in present}
    own = split_label(text[one.start : one.steps[0].end])
    if len(one.steps) == 1 and (own is None or stems != {own[0]}):
        return labels[one.steps[0].target or 0]
    if own is None or stems != {own[0]}:
        return "、".join(labels[step.target or 0] for step in present)
    values = {table: split[1] for table, split in splits.items() if split is not None}
    wanted = {number: table for table, split in _splits(before).items() if split[0] == own[0] for number in [split[1]]}
    return _fill_list(text, one, values, wanted)


def _splits(numbering: Numbering) -> dict[int, tuple[str, int]]:
    return {table: split for table, label in numbering.labels if (split := split_label(label)) is not None}


def _list(text: str, one: Reference, before: Numbering, after: Numbering) -> str | None:
    """“第二、三章”, “第一章至第三章”: side by side below one heading, and so they must stay to be told so."""
    present = [step.target for step in one.steps if step.target in after.by_id]
    if not present:
        return None
    styles = {after.by_id[target].node.style for target in present}
    first = before.by_id[present[0]]
    siblings = {
        each.value: each.node.id
        for each in before.placed
        if (each.node.parent, each.node.style) == (first.node.parent, first.node.style)
    }
    if len(styles) > 1 or styles != {first.node.style}:
        return "、".join(_spelled_out(target, after) for target in present)
    values = {each.node.id: each.value for each in after.placed if each.node.style in styles}
    return _fill_list(text, one, values, siblings)


def _fill_list(text: str, one: Reference, values: dict[int, int], wanted: dict[int, int]) -> str | None:
    """Put new numbers into a list; `wanted`: what each number meant. A reach that is none any more is spelled out."""
    replaced: list[tuple[int, int, str]] = []
    index = 0
    while index < len(one.steps):
        step = one.steps[index]
        if index in one.reaches:
            last = one.steps[index + 1]
            numbers = range(number_of(step.number), number_of(last.number) + 1)
            meant = sorted(values[wanted[number]] for number in numbers if wanted.get(number) in values)
            replaced.append((step.start, last.end, _reach(text, step, last, meant)))
            index += 2
            continue
        if step.target in values:
            replaced.append((step.start, step.end, _alike(step.number, values[step.target])))
        index += 1
    made, place = "", one.start
    for start, end, words in replaced:
        made += text[place:start] + words
        place = end
    return made + text[place : one.end]


def _reach(text: str, first: Step, last: Step, values: Sequence[int]) -> str:
    """Numbers with the sign that joined them, as far as they follow one another."""
    if not values:
        return text[first.start : last.end]
    between = text[first.end : last.start]
    runs: list[list[int]] = []
    for value in values:
        if runs and value == runs[-1][-1] + 1:
            runs[-1].append(value)
        else:
            runs.append([value])
    parts = []
    for run in runs:
        ends = [_alike(first.number, run[0])]
        if len(run) > 1:
            ends.append(_alike(last.number, run[-1]))
        parts.append(between.join(ends))
    opening = re.sub(r"^[^第附A-Za-z]*", "", between) if len(parts) > 1 and re.search("第|附", between) else ""
    closing = first.word if opening else ""
    return (closing + "、" + opening).join(parts)


def _chain(text: str, one: Reference, before: Numbering, after: Numbering, where: int | None) -> str | None:
    steps = [step for step in one.steps if step.target is not None]
    target = steps[-1].target
    if target is None or target not in after.by_id:
        return None
    tail = text[steps[-1].end : one.end]
    line = after.line_up(target)
    numbers = [_number(step.target, numbering) for step in steps for numbering in (before, after)]
    near = _is_told_from(steps[0].target, before, where) == _is_told_from(steps[0].target, after, where)
    if near and numbers[::2] == numbers[1::2] and all(step.target in line for step in steps):
        return text[one.start : one.end]
    same = near and all(
        step.target in line and after.by_id[step.target or 0].node.style is before.by_id[step.target or 0].node.style
        for step in steps
    )
    if same and (one.anchor is None or (one.anchor in line and one.anchor in after.line_up(where))):
        made, place = "", one.start
        for step in steps:
            piece = text[step.start : step.end]
            new = _alike(step.number, after.by_id[step.target or 0].value)
            made += text[place : step.start] + piece.replace(step.number, new, 1)
            place = step.end
        candidate = made + tail
        if _means(candidate + text[one.end : one.end + _BEHIND], target, after, where):
            return candidate
    return _spelled_out(target, after, steps) + tail


def _is_told_from(target: int | None, numbering: Numbering, where: int | None) -> bool:
    """Whether a place stands in the chapter of a section, where its number alone tells which it is."""
    parent = numbering.by_id[target].node.parent if target in numbering.by_id else None
    return parent is None or parent in numbering.line_up(where)


def _means(text: str, target: int, numbering: Numbering, where: int | None) -> bool:
    """Whether the reference that a text begins with points to this heading."""
    found = next(iter(find_references(text, numbering, where)), None)
    if found is None or found.start != 0:
        return False
    last = [step.target for step in found.steps if step.target is not None]
    return bool(last) and last[-1] == target


def _number(target: int | None, numbering: Numbering) -> str:
    return numbering.by_id[target].number if target in numbering.by_id else ""


def _spelled_out(target: int, numbering: Numbering, steps: Sequence[Step] = ()) -> str:
    """A heading by the numbers of all it stands below, as far as they have any."""
    wording = {step.target: step for step in steps}
    made = ""
    for node_id in reversed(numbering.line_up(target)):
        placed = numbering.by_id[node_id]
        if not placed.number:
            continue
        if placed.node.style in DECIMAL_DEPTHS:
            made = placed.number
        else:
            made += _spelled(placed.node.style, placed.value, wording.get(node_id), is_first=not made)
    return made or numbering.by_id[target].node.title


def _spelled(style: NumberStyle | None, value: int, former: Step | None, *, is_first: bool) -> str:
    assert style is not None  # unnumbered headings are passed over
    number = format_number(style, value)
    like = former.number if former else "一"
    if style in _WORD_OF:
        return f"第{_alike(like, value)}{_WORD_OF[style]}"
    if style is NumberStyle.HAN and is_first:
        return f"第{_alike(like, value)}部分"
    if style in (NumberStyle.HAN_PAREN, NumberStyle.ARABIC_PAREN):
        return f"（{number}）"
    if former is not None and former.word == "条":
        return f"第{_alike(former.number, value)}条"
    return number


def _alike(former: str, value: int) -> str:
    """A number in the numerals of a former one; the former one itself where it says the same."""
    if number_of(former) == value:
        return former
    if not unicodedata.normalize("NFKC", former[0]).isdecimal():
        return format_chinese_number(value) if value < 1000 else str(value)
    return str(value) if former[0].isascii() else str(value).translate(_WIDE)

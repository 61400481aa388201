"""Units that may be one under two names, and where a name in a text stands by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from domain.patterns import pattern
from domain.text import comparison_key
from domain.unit_names import is_group_unit, split_level
from domain.units import Unit

# What cities call one office before and after a reform, or in short: pairs of endings that mean the same.
_ENDINGS = ("委员会", "委", "管理局", "局", "办公室", "办", "人民政府", "政府", "集团", "中心", "厅", "部")
# Words offices shorten to a character or two (市场监督管理 → 市场监管): a short name is a subsequence of the long one.
_BODY = re.compile(r"(?:协会|学会|商会|联合会|公司|银行|学院|大学|研究院|研究所|医院|海关)$")
_LIKE = 0.75
_CROWD = 400  # units that share a character or two say nothing by it
_PLACE_BEFORE = pattern(r"[省市区县州盟旗镇乡]$")


@dataclass(frozen=True)
class UnitDouble:
    """Two units that may be one: the first in office order, the other, and why in a Chinese sentence."""

    first: Unit
    second: Unit
    reason: str


def find_doubles(units: Sequence[Unit]) -> list[UnitDouble]:
    """Pairs that may be the same unit, for a person to decide; groups (各区政府) and other levels never."""
    ordered = sorted(units, key=lambda unit: (unit.seq, unit.id))
    doubles = []
    for one, other in sorted(_candidates(ordered)):
        reason = _reason(ordered[one], ordered[other])
        if reason:
            doubles.append(UnitDouble(ordered[one], ordered[other], reason))
    return doubles


def _candidates(units: Sequence[Unit]) -> set[tuple[int, int]]:
    """Pairs of places that share anything `_reason` looks at: thousands of units are not compared each with each."""
    shared: dict[str, list[int]] = {}
    for place, unit in enumerate(units):
        core = _core(split_level(comparison_key(unit.name))[2])
        names = {comparison_key(name) for name in (unit.name, unit.full_name, *unit.aliases) if name}
        pieces = {core[at : at + 2] for at in range(len(core) - 1)}
        for key in names | pieces | {core, core[:1]} - {""}:
            shared.setdefault(key, []).append(place)
    few = [places for key, places in shared.items() if len(places) <= (_CROWD if len(key) <= 2 else len(units))]
    return {pair for places in few for pair in combinations(places, 2)}


def stands_alone(text: str, start: int, end: int, longer: Sequence[str]) -> bool:
    """Whether a name found in a text is itself, and not a part of one of the `longer` names or of another place's."""
    for name in longer:
        offset = name.find(text[start:end])
        while offset >= 0:
            if text[max(start - offset, 0) : start - offset + len(name)] == name and start >= offset:
                return False
            offset = name.find(text[start:end], offset + 1)
    if split_level(text[start:end])[1]:
        return re.search(r"[\u4e00-\u9fff]{2}$", text[:start]) is None or not _is_place(text[:start])
    return _PLACE_BEFORE.search(text[:start]) is None


def _is_place(before: str) -> bool:
    return re.search(r"(?:天津|北京|上海|重庆|[\u4e00-\u9fff]{2}(?:省|自治区))$", before) is not None


def _reason(first: Unit, second: Unit) -> str:
    if is_group_unit(first.name) or is_group_unit(second.name):
        return ""
    one, other = split_level(comparison_key(first.name)), split_level(comparison_key(second.name))
    if one[1] != other[1] or (one[0] and other[0] and one[0] != other[0]):
        return ""
    mine = {comparison_key(name) for name in (first.full_name, *first.aliases) if name}
    theirs = {comparison_key(name) for name in (second.full_name, *second.aliases) if name}
    if mine & theirs:
        return "两个单位有同一个全称或别名。"
    if comparison_key(second.name) in mine or comparison_key(first.name) in theirs:
        return "一个单位的名称是另一个单位的别名。"
    if _sort_of(one[2]) != _sort_of(other[2]):
        return ""
    short, long = sorted((_core(one[2]), _core(other[2])), key=len)
    if short == long:
        return "除去“委、局、办”等字样，名称相同。"
    if len(short) >= 2 and len(long) >= 4 and short[0] == long[0] and _is_subsequence(short, long):
        return "一个名称像是另一个的简称。"
    if min(len(short), len(long)) >= 4 and SequenceMatcher(None, short, long, autojunk=False).ratio() > _LIKE:
        return "两个名称只差一两个字。"
    return ""


def _sort_of(name: str) -> str:
    """What kind of body a name ends in, where it is none of government: 协会 and 局 are never one."""
    found = _BODY.search(name)
    return found.group() if found else ""


def _core(name: str) -> str:
    for ending in _ENDINGS:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name


def _is_subsequence(short: str, long: str) -> bool:
    places = iter(long)
    return all(char in places for char in short)

"""Names of enterprises: which one a name means in spite of its place, legal form, width, blanks and slips.

A name in another wording is only a suggestion: 甲科技有限公司 and 甲科技股份有限公司 may be two.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import combinations

from domain.enterprises import Enterprise
from domain.patterns import pattern
from domain.text import comparison_key

_LEGAL = pattern(
    r"(?:集团)?(?:有限责任公司|股份有限公司|股份公司|有限公司|责任有限公司|总公司|分公司|公司|集团|厂|研究院|研究所|"
    r"co\.?,?ltd\.?|inc\.?|llc)$"
)
_LAST = frozenset("司团厂院所dcDCＤＣ")  # what names of enterprises end in
_FORM = pattern(r"(?:有限责任公司|股份有限公司|有限公司|股份公司|公司)")
_BRACKETED = pattern(r"[(（\[【][^)）\]】]{1,12}[)）\]】]")
_PLACES = (
    "天津|北京|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|"
    "陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国"
)
_PLACE = pattern(
    rf"^(?:{_PLACES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区)?(?:滨海新区|[\u4e00-\u9fff]{{1,3}}区)?"
)
_NO_NAME = pattern(r"[\W_]+")
_LEAST = 4  # characters a core must have before one that differs can be a slip


class Likeness(IntEnum):
    """How surely a name means an enterprise."""

    SLIP = 1  # one character differs
    VARIANT = 2  # place or legal form differs
    SAME = 3  # nothing but widths, blanks and signs differs, or an alias says so


@dataclass(frozen=True)
class Recognised:
    """The enterprise a name means; `others` fit as well, so that only a person can tell."""

    enterprise: Enterprise
    likeness: Likeness
    others: tuple[Enterprise, ...] = ()

    @property
    def is_sure(self) -> bool:
        """Whether nobody need look at it."""
        return self.likeness is Likeness.SAME and not self.others


@dataclass(frozen=True)
class EnterpriseDouble:
    """Two enterprises that may be one, and why in a Chinese sentence."""

    first: Enterprise
    second: Enterprise
    reason: str


def name_key(name: str) -> str:
    """The name with widths folded and without blanks and signs: equal keys are the same name."""
    return _NO_NAME.sub("", comparison_key(name))


def core_key(name: str) -> str:
    """What is left of a name without place and legal form: 甲科技（天津）有限公司 → 甲科技."""
    folded = comparison_key(name)
    bare = _NO_NAME.sub("", _BRACKETED.sub("", folded))
    while (shorter := _LEGAL.sub("", bare)) != bare and len(shorter) >= 2:
        bare = shorter
    without = _PLACE.sub("", bare)
    return without if len(without) >= 2 else bare


@lru_cache(maxsize=4096)
def looks_like_enterprise(name: str) -> bool:
    """Whether a name ends as names of enterprises do."""
    return (
        4 <= len(name) <= 60
        and (name[-1] in _LAST or not name[-1].isalnum())
        and _LEGAL.search(comparison_key(_BRACKETED.sub("", name))) is not None
    )


def recognise(name: str, enterprises: Iterable[Enterprise]) -> Recognised | None:
    """The enterprise a name means, the surest first; None where none is like it."""
    listed = list(enterprises)
    key, core = name_key(name), core_key(name)
    if not key:
        return None
    by_likeness: dict[Likeness, list[Enterprise]] = {}
    for one in listed:
        likeness = max((_likeness(key, core, known) for known in (one.name, *one.aliases)), default=None)
        if likeness:
            by_likeness.setdefault(Likeness(likeness), []).append(one)
    for likeness in sorted(by_likeness, reverse=True):
        found = by_likeness[likeness]
        return Recognised(found[0], likeness, tuple(found[1:]))
    return None


def find_enterprise_doubles(enterprises: Sequence[Enterprise]) -> list[EnterpriseDouble]:
    """Pairs that may be one enterprise, for a person to decide."""
    doubles = []
    by_core: dict[str, list[Enterprise]] = {}
    for one in enterprises:
        by_core.setdefault(core_key(one.name), []).append(one)
    for group in by_core.values():
        for first, second in combinations(group, 2):
            same = name_key(first.name) == name_key(second.name)
            reason = "名称只差全半角、空格或括号。" if same else "除去地名和“有限公司”等字样，名称相同。"
            doubles.append(EnterpriseDouble(first, second, reason))
    places = {one.id: place for place, one in enumerate(enterprises)}
    for pair in _slips(by_core):
        first, second = sorted(pair, key=lambda one: places[one.id])
        doubles.append(EnterpriseDouble(first, second, "名称只差一个字。"))
    return sorted(doubles, key=lambda one: (places[one.first.id], places[one.second.id]))


def _likeness(key: str, core: str, known: str) -> int:
    if key == name_key(known):
        return Likeness.SAME
    other = core_key(known)
    if core == other:
        return Likeness.VARIANT
    return Likeness.SLIP if _is_slip(core, other) else 0


def _slips(by_core: dict[str, list[Enterprise]]) -> Iterable[tuple[Enterprise, Enterprise]]:
    """Pairs whose cores differ by one character, found by what is left without it."""
    left: dict[str, set[str]] = {}
    for core in by_core:
        if len(core) >= _LEAST:
            for place in range(len(core)):
                left.setdefault(core[:place] + core[place + 1 :], set()).add(core)
            left.setdefault(core, set()).add(core)
    pairs = {pair for cores in left.values() for pair in combinations(sorted(cores), 2) if _is_slip(*pair)}
    for one, other in sorted(pairs):
        yield from ((first, second) for first in by_core[one] for second in by_core[other])


def _is_slip(one: str, other: str) -> bool:
    """One character put in, left out, or taken for another; two neighbours changed round."""
    if min(len(one), len(other)) < _LEAST or abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    if len(one) == len(other):
        rest = one[start + 1 :] == other[start + 1 :]
        turned = one[start + 2 :] == other[start + 2 :] and one[start : start + 2] == other[start : start + 2][::-1]
        # Figures and letters are no slip: 甲二厂 and 甲三厂, A 公司 and B 公司 are two.
        return (rest and not _tells_apart(one[start], other[start])) or turned
    short, long = sorted((one, other), key=len)
    return short[start:] == long[start + 1 :] and not _tells_apart(long[start], "")


def _tells_apart(one: str, other: str) -> bool:
    return any(
        char and (char in "一二三四五六七八九十东南西北中上下新老甲乙丙丁" or char.isascii()) for char in (one, other)
    )

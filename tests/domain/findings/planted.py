"""Slips planted into the clean plans, one at a time: what an officer's hand does at the end of a long day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.domain.findings.clean_plans import clean_lines, clean_names

_EACH = 12  # of a kind, in as many places
_LONG = 40  # characters of a paragraph that is worth spoiling
_FIRMS = ("远山", "宏达", "北辰", "金谷", "新航", "华锐", "三江", "同创", "天衡", "云帆", "博远", "立信")
_WRONG = ("防犯", "布署", "复盖", "按装", "既使", "幅射", "竣功", "松驰", "推委", "凑效", "一如继往", "因地治宜")

Planter = Callable[[str, int], str | None]  # a paragraph and which planting it is → spoilt, None where it cannot be


@dataclass(frozen=True)
class Planted:
    """A plan with one slip in it, and the code of what is to be told."""

    code: str
    plan: str
    lines: tuple[str, ...]


def _instead(before: str, after: str) -> Planter:
    return lambda text, _: text.replace(before, after, 1) if before in text else None


def _matching(pattern: str, by: str) -> Planter:
    expression = re.compile(pattern)
    return lambda text, _: expression.sub(by, text, count=1) if expression.search(text) else None


def _added(*sentences: str) -> Planter:
    return lambda text, number: f"{text}{sentences[number % len(sentences)]}" if text.endswith("。") else None


def _cut(text: str, _: int) -> str | None:
    at = text.find("，")
    return text[: at + 1] if at > 0 else None


KINDS: tuple[tuple[str, Planter], ...] = (
    ("punctuation_doubled", _instead("，", "，，")),
    ("punctuation_doubled", _matching("。$", "。。")),
    ("punctuation_clash", _instead("，", "，。")),
    ("punctuation_clash", _instead("、", "、，")),
    ("punctuation_half", _instead("，", ",")),
    ("punctuation_half", _instead("；", ";")),
    ("punctuation_half", _matching("（([^（）]{2,20})）(?=[\u4e00-\u9fff])", r"(\1)")),
    ("bracket_unclosed", _matching("（([^（）]{2,40})）", r"（\1")),
    ("bracket_unclosed", _matching("“([^“”]{2,12})”", r"“\1")),
    ("bracket_unopened", _matching("《([^《》]{2,30})》", r"\1》")),
    ("stop_missing", _matching("(?<=[\u4e00-\u9fff])。$", "")),
    ("sentence_unfinished", _cut),
    ("word_doubled", _instead("的", "的的")),
    ("word_doubled", _matching("(?<=[\u4e00-\u9fff])和(?=[\u4e00-\u9fff])(?!美)", "和和")),
    ("word_wrong", _added(*(f"此项工作{word}，各地照此办理。" for word in _WRONG))),
    ("number_gap", _added("一是摸清底数；三是逐项销号。", "（1）登记造册；（3）公开结果。")),
    ("number_double", _added("一是摸清底数；二是逐项销号；二是公开结果。")),
    ("term_mixed", _added("亟需补齐短板，亟须加大投入。", "建立台账，按月更新台帐。", "其他事项和其它问题另行研究。")),
    ("name_mixed", _added("建设5G基站，新增5G用户，5g网络覆盖城乡。", "推广V2X终端，完善V2X标准，开放Ｖ２Ｘ场景。")),
    ("date_past", _added("2019年6月底前完成全部整改。", "力争2021年底前建成投用。")),
    ("reference_gone", _added("具体见附表7。", "分工按照附表9执行。")),
)


def plant_all() -> Iterator[Planted]:
    """Every slip in its places."""
    for number, (code, planter) in enumerate(KINDS):
        yield from _plant(code, planter, clean_names()[number % 3 :] + clean_names()[: number % 3])
    yield from _plant("enterprise_unlisted", _firm, ["industry_chain"])


def _firm(text: str, number: int) -> str | None:
    return f"{text}支持{_FIRMS[number]}机械有限公司改造产线。" if text.endswith("。") else None


def _plant(code: str, planter: Planter, names: list[str]) -> Iterator[Planted]:
    done = 0
    for turn in range(_EACH):
        for name in names:
            lines = clean_lines(name)
            places = [at for at, line in enumerate(lines) if at and len(line) >= _LONG and "\t" not in line]
            spoilt = [(at, text) for at in places if (text := planter(lines[at], done)) is not None]
            if done < _EACH and turn < len(spoilt):
                at, text = spoilt[turn]
                done += 1
                yield Planted(code, name, (*lines[:at], text, *lines[at + 1 :]))

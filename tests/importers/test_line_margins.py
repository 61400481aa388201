"""Texts of short paragraphs, of which a PDF broke few lines."""

from __future__ import annotations

import pytest

from importers.line_margins import scarce_margin
from importers.line_wrap import Line, join_lines

_SHORT = ["岭下镇河道保洁方案", "为做好河道保洁，制定本方案。", "一、工作范围", "镇域内河道、沟渠。", "二、工作要求"]
_BROKEN = "各村要明确专人负责，每日巡查，发现漂浮物及时打捞，对乱倒垃圾的行为当场劝"
_OPEN = "各村要明确专人负责，每日巡查，发现漂浮物及时打捞。（责任单位：镇水利站、"


def _joined(lines: list[str]) -> tuple[list[str], list[str]]:
    joined = join_lines([Line(number, text) for number, text in enumerate(lines, start=1)])
    return [line.text for line in joined.lines], [finding.question for finding in joined.findings]


def test_one_broken_line_is_joined_and_asked_about() -> None:
    texts, questions = _joined([*_SHORT, _BROKEN, "阻，并做好记录。"])
    assert texts[-1] == f"{_BROKEN}阻，并做好记录。"
    assert questions == ["join:7"]


def test_an_open_bracket_needs_no_question() -> None:
    texts, questions = _joined([*_SHORT, _OPEN, "镇村建办）"])
    assert (texts[-1], questions) == (f"{_OPEN}镇村建办）", [])


def test_an_indented_text_needs_no_question() -> None:
    lines = [f"\u3000\u3000{text}" for text in (*_SHORT, _BROKEN)]
    texts, questions = _joined([*lines, "阻，并做好记录。"])
    assert (texts[-1], questions) == (f"{_BROKEN}阻，并做好记录。", [])


@pytest.mark.parametrize("last", ["二、深入推进河道保洁常态化长效化，全面提升镇域水环境综合治理水平", f"{_BROKEN}阻。"])
def test_long_titles_and_whole_sentences_are_no_broken_lines(last: str) -> None:
    assert scarce_margin([*_SHORT, last, "坚持问题导向，落实各项任务。"]) == (0, True)

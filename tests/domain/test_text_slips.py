"""Slips of the pen: each is found and mended, and clean official sentences raise no alarm."""

from __future__ import annotations

from itertools import pairwise

import pytest

from domain.text_slips import Slip, TextKind, find_slips, fixed

P, T, ITEM = TextKind.PARAGRAPH, TextKind.TITLE, TextKind.ITEM


def codes(text: str, kind: TextKind = P, *, is_last: bool = True) -> list[str]:
    return [slip.code for slip in find_slips(text, kind, is_last=is_last)]


@pytest.mark.parametrize(
    ("text", "code", "mended"),
    [
        ("各区要落实责任。。", "punctuation_doubled", "各区要落实责任。"),
        ("建立台账，，逐项销号。", "punctuation_doubled", "建立台账，逐项销号。"),
        ("到底能不能！！！", "punctuation_doubled", "到底能不能！"),
        ("建立台账，。", "punctuation_clash", "建立台账。"),
        ("明确分工；。", "punctuation_clash", "明确分工。"),
        ("明确分工。，逐项落实。", "punctuation_clash", "明确分工。逐项落实。"),
        ("建立台账,逐项销号。", "punctuation_half", "建立台账，逐项销号。"),
        ("主要目标如下:", "punctuation_half", "主要目标如下："),
        ("逐项销号.", "punctuation_half", "逐项销号。"),
        ("实施细则(试行)印发。", "punctuation_half", "实施细则（试行）印发。"),
        ("实施细则（试行)印发。", "punctuation_half", "实施细则（试行）印发。"),
        ("建立的的台账。", "word_doubled", "建立的台账。"),
        ("工作台账和和清单。", "word_doubled", "工作台账和清单。"),
        ("要压实各方责任，确保按期完成", "stop_missing", "要压实各方责任，确保按期完成。"),
        ("压实责任，确保按期完成；", "stop_missing", "压实责任，确保按期完成。"),
    ],
)
def test_a_slip_is_found_and_mended(text: str, code: str, mended: str) -> None:
    slips = find_slips(text)
    assert {slip.code for slip in slips} == {code}
    assert fixed(text, slips) == mended
    assert find_slips(mended) == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("完善测试环境、", "sentence_unfinished"),
        ("建立仿真、验证环境，", "sentence_unfinished"),
        ("建立仿真环境以及", "sentence_unfinished"),
        ("要按照", "sentence_unfinished"),
        ("印发《质量提升办法。", "bracket_unclosed"),
        ("建设“一网统管平台。", "bracket_unclosed"),
        ("推进停车》治理。", "bracket_unopened"),
        ("明确分工、，逐项落实。", "punctuation_clash"),
    ],
)
def test_what_a_person_must_mend_is_told_without_a_fix(text: str, code: str) -> None:
    (slip,) = find_slips(text)
    assert (slip.code, slip.fix) == (code, None)


@pytest.mark.parametrize(
    "text",
    [
        "到2026年底，建成50个停车场（其中立体停车场8个），新增泊位1,200个。",
        "按照GB/T 9704-2012、ISO 9001:2015等标准执行，时间为9:30至11:00。",
        "访问http://example.gov.cn/a,b查询，或发送至a.b@example.cn。",
        "1）建立台账；2）逐项销号；a)定期通报。",
        "什么叫“最后一公里”？真的能办成！！",
        "坚持“一盘棋”，落实《停车条例》（2025年修正）……",
        "他说：“要抓紧。”",
        "目的的确明确，和和气气办事，以及及时报送，对对联活动，了了分明。",
        "引用“‘十四五’规划”的要求（见《纲要（修订）》）。",
        "经专家评审通过",
        "联系人：张三",
        "2026年11月21日",
        "海州市市场监督管理委员会",
        "主要任务如下：",
        "推进数字化转型（Digital Transformation）工作。",
        "产品型号为 A(B)C，符合要求。",
        "",
        "　",
    ],
)
def test_clean_text_raises_no_alarm(text: str) -> None:
    assert find_slips(text) == []


def test_how_a_text_may_end_depends_on_what_it_is() -> None:
    assert codes("压实责任，明确分工；", is_last=False) == []
    assert codes("压实责任，确保完成", T) == []
    assert codes("压实责任，确保完成", ITEM) == []
    assert codes("压实责任、", ITEM, is_last=False) == []
    assert codes("压实责任、", ITEM) == ["sentence_unfinished"]
    assert codes("总体要求，", T) == ["title_punctuation"]
    assert codes("总体要求：", T) == []


def test_slips_do_not_overlap_and_stand_in_order() -> None:
    slips = find_slips("一,,二。。，（三")
    assert all(one.end <= other.start for one, other in pairwise(slips))
    assert slips == sorted(slips, key=lambda slip: slip.start)


def test_only_what_has_a_fix_is_changed() -> None:
    assert fixed("甲乙", [Slip("a", 0, 1, "", None), Slip("b", 1, 2, "", "丙")]) == "甲丙"

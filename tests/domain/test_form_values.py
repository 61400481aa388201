"""Values in the notations of senders."""

from __future__ import annotations

import pytest

from domain.collection import Choice, FieldKind, FormField
from domain.form_values import match_choice, parse_grade, read_value

POSITIONS = (Choice("上游", ("上", "产业链上游")), Choice("中游", ("中",)), Choice("下游", ("下", "整车")))
CATEGORIES = (
    Choice("质量技术问题", ("技术", "技术类")),
    Choice("质量管理问题", ("管理",)),
    Choice("质量基础设施问题", ("基础设施", "NQI")),
    Choice("质量品牌问题", ("品牌",)),
    Choice("其他质量问题", ("其他", "其它")),
)


@pytest.mark.parametrize(
    ("written", "grade"),
    [
        *[
            (text, 3)
            for text in (
                "★★★",
                "***",
                "＊＊＊",
                "3",
                "３",
                "3星",
                "三星",
                "三级",
                "严重",
                "非常严重",
                "高",
                "A",
                "★ ★ ★",
            )
        ],
        *[(text, 3) for text in ("3.0", "3级", "等级三", "★★★（严重）", "☆☆☆", "3分", "⭐⭐⭐", "重大问题")],
        *[(text, 2) for text in ("★★", "2", "两星", "较重", "比较严重", "中", "★★☆", "b", "较严重问题")],
        *[(text, 1) for text in ("★", "*", "1", "一般", "轻微", "低", "１星", "★☆☆", "一般问题")],
        *[(text, None) for text in ("", "4", "★★★★", "0", "严重程度待定说明", "是", "甲", "12")],
    ],
)
def test_a_grade_is_read_in_any_notation(written: str, grade: int | None) -> None:
    assert parse_grade(written) == grade


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("上游", "上游"),
        ("上", "上游"),
        ("产业链上游企业", "上游"),
        ("中 游", "中游"),
        ("整车（下游）", "下游"),
        ("下游。", "下游"),
    ],
)
def test_a_position_is_matched(written: str, value: str) -> None:
    assert match_choice(written, POSITIONS).text == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("技术", "质量技术问题"),
        ("质量技术", "质量技术问题"),
        ("技术类问题", "质量技术问题"),
        ("nqi", "质量基础设施问题"),
        ("质量基础设施", "质量基础设施问题"),
        ("其它", "其他质量问题"),
    ],
)
def test_a_category_is_matched(written: str, value: str) -> None:
    assert match_choice(written, CATEGORIES).text == value


@pytest.mark.parametrize("written", ["人才", "上中游", "中下游", "技术和管理", "其它类型ABC", "问题"])
def test_what_is_not_sure_is_left_as_written(written: str) -> None:
    value = match_choice(written, (*POSITIONS, *CATEGORIES))
    assert (value.text, bool(value.problem)) == (written, True)


def field(kind: FieldKind, *, is_required: bool = False, most: int = 0) -> FormField:
    return FormField("f", "字段", kind, is_required=is_required, most=most)


@pytest.mark.parametrize(
    ("kind", "written", "text", "problem"),
    [
        (FieldKind.NUMBER, "１,200", "1200", ""),
        (FieldKind.NUMBER, "约1200", "约1200", "number"),
        (FieldKind.DATE, "2026年3月1日", "2026-03-01", ""),
        (FieldKind.DATE, "春节前", "春节前", "date"),
        (FieldKind.PHONE, "022-2312 3456", "022-23123456", ""),
        (FieldKind.PHONE, "138 0000 0000", "13800000000", ""),
        (FieldKind.PHONE, "12345", "12345", "phone"),
        (FieldKind.TEXT, "　甲 ", "甲", ""),
        (FieldKind.GRADE, "三星", "3", ""),
        (FieldKind.GRADE, "未知", "未知", "unknown"),
    ],
)
def test_values_by_kind(kind: FieldKind, written: str, text: str, problem: str) -> None:
    value = read_value(field(kind), written)
    assert (value.text, value.problem) == (text, problem)


@pytest.mark.parametrize("written", ["", " ", "无", "/", "—", "N/A", "暂无"])
def test_nothing_is_missing_only_where_it_is_wanted(written: str) -> None:
    assert read_value(field(FieldKind.TEXT), written).problem == ""
    assert read_value(field(FieldKind.TEXT, is_required=True), written).problem == "missing"


def test_a_text_may_be_too_long() -> None:
    assert read_value(field(FieldKind.TEXT, most=3), "甲乙丙丁").problem == "long"
    assert read_value(field(FieldKind.TEXT, most=4), "甲乙丙丁").problem == ""

"""Finding by characters, pinyin and initials."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.pinyin import match
from domain.pinyin_table import sound_table

COMMON = "市场监管委发展改革工信局质量标准产业链供应企业重要行长和平安全西区导出附表任务分解责任单位矩阵绿色"


@pytest.mark.parametrize(
    ("query", "text", "emphasis"),
    [
        ("市场", "市市场监管委", "市场"),
        ("sscjgw", "市市场监管委", "市市场监管委"),
        ("SSCJGW", "市市场监管委", "市市场监管委"),
        ("ｓｓｃｊｇｗ", "市市场监管委", "市市场监管委"),
        ("市scjg", "市市场监管委", "市市场监管"),
        ("shichang", "市市场监管委", "市场"),
        ("shi chang", "市市场监管委", "市场"),
        ("shichangjgw", "市市场监管委", "市场监管委"),
        ("shichangjian", "市市场监管委", "市场监"),
        ("shich", "市场", "市场"),
        ("zhil", "质量", "质量"),
        ("zhl", "质量", "质量"),
        ("xi'an", "西安", "西安"),
        ("xian", "西安", "西安"),
        ("fb1", "附表1 质量问题", "附表1"),
        ("附表１", "附表1 质量问题", "附表1"),
        ("附表1质量", "附表1 质量问题", "附表1质量"),
        ("fb1zl", "附表1 质量问题", "附表1质量"),
        ("zhongyao", "重要", "重要"),
        ("chongfu", "重复", "重复"),
        ("hangye", "行业", "行业"),
        ("xingdong", "行动", "行动"),
        ("changqi", "长期坚持", "长期"),
        ("buzhang", "部长", "部长"),
        ("lvse", "绿色发展", "绿色"),
        ("luse", "绿色发展", "绿色"),
        ("市监委", "市场监管委", "市监委"),
        ("sscjgw", "天津市市场监督管理委员会", "市市场监管委"),
        ("fgw", "市发展改革委", "发改委"),
        ("质量 附表", "附表1 质量问题", "附表质量"),
        ("zl fb", "附表1 质量问题", "附表质量"),
        ("word", "导出 Word 文件", "Word"),
        ("dcw", "导出 Word 文件", "导出W"),
    ],
)
def test_one_finds_the_other(query: str, text: str, emphasis: str) -> None:
    found = match(query, text)
    assert found is not None
    assert "".join(text[start:end] for start, end in found.spans) == emphasis


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", "市场"),
        ("  ", "市场"),
        ("，", "市，场"),
        ("市场", ""),
        ("zhangjian", "长期"),
        ("sscjgw", "深入实施产品质量提升行动，推动重点产业链供应链质量联动提升，加强关键共性技术攻关。"),
        ("sc", "加强关键共性技术攻关，推动重点产业链供应链质量联动，组织实施产品质量提升行动。"),
        ("shichangx", "市场监管"),
        ("l", "质量"),
        ("12", "附表1 第3行 2026年"),
    ],
)
def test_one_does_not_find_the_other(query: str, text: str) -> None:
    assert match(query, text) is None


def test_better_answers_score_lower() -> None:
    texts = ["市场", "市场监管", "加强市场监管", "施策", "市场化法治化", "上市产品"]

    def order(query: str) -> list[str]:
        found = {text: answer.score for text in texts if (answer := match(query, text))}
        return sorted(found, key=found.__getitem__)

    assert order("市场") == ["市场", "市场监管", "市场化法治化", "加强市场监管"]
    assert order("sc")[:2] == ["市场", "施策"]
    assert order("shic") == ["市场", "施策", "市场监管", "市场化法治化", "上市产品", "加强市场监管"]


def test_initials_at_the_beginning_go_before_pinyin_and_inner_parts() -> None:
    scores = [match("zg", "职工"), match("zhig", "职工"), match("zg", "教职工"), match("zgb", "职务与工作办法")]
    assert all(scores)
    assert [found.score for found in scores if found] == sorted(found.score for found in scores if found)


@given(st.text(COMMON, min_size=1, max_size=12), st.data())
def test_any_part_finds_its_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    found = match(part, text)
    assert found is not None
    assert "".join(text[begin:end] for begin, end in found.spans) == part


@given(st.text(max_size=12), st.text(max_size=40))
def test_spans_lie_in_the_text_in_order(query: str, text: str) -> None:
    found = match(query, text)
    if found is None:
        return
    edges = [edge for span in found.spans for edge in span]
    assert edges == sorted(set(edges))
    assert edges and edges[0] >= 0 and edges[-1] <= len(text)


@settings(derandomize=True, max_examples=40)
@given(st.text(COMMON, min_size=1, max_size=4), st.data())
def test_every_mixture_of_readings_finds_its_text(text: str, data: st.DataObject) -> None:
    table = sound_table()
    query = ""
    for char in text:
        spoken = [reading for reading in table.readings(char.translate(table)) if reading]
        query += data.draw(st.sampled_from([char, *spoken, *(reading[0] for reading in spoken)]))
    found = match(query, f"前面的{text}，后面")
    assert found is not None


def test_a_long_query_of_many_spellings_still_answers() -> None:
    query = "shengshichangjianduguanlizonghexingzhengzhifazongdui"
    text = "省市场监督管理综合行政执法总队"
    found = match(query, text)
    assert found is not None
    assert found.spans == ((0, len(text)),)


def test_a_text_of_one_character_repeated_is_soon_searched() -> None:
    assert match("sssssssssssssssssx", "市" * 400) is None


@given(st.text("abcdefghijklmnopqrstuvwxyz市场1 ", max_size=10), st.text(COMMON + "abc ，（1", max_size=30))
def test_case_and_width_do_not_matter(query: str, text: str) -> None:
    wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in query.upper())
    assert match(query, text) == match(wide, text)

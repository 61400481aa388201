"""Indicators: what sentences promise in numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.content import PlanContent
from domain.exchange_json import content_from_json, content_to_json
from domain.indicators import find_indicators
from domain.outline import NodeKind, OutlineNode, Paragraph

FOUND = [
    ("到2025年，高新技术企业占比超过20%，", [("高新技术企业占比", "over", "20", "%", 2025)]),
    ("新增产能120万辆左右", [("新增产能", "about", "120", "万辆", None)]),
    ("公众满意度达到9.5以上", [("公众满意度", "at_least", "9.5", "", None)]),
    ("抽检合格率不低于９８％", [("抽检合格率", "at_least", "98", "%", None)]),
    ("能源消费总量控制在5000万吨标准煤以内", [("能源消费总量", "at_most", "5000", "万吨标准煤", None)]),
    ("到2027年，产值力争突破1.5万亿元", [("产值", "over", "1.5", "万亿元", 2027)]),
    ("规模以上工业增加值增长8%左右", [("规模以上工业增加值增长", "about", "8", "%", None)]),
    ("研发投入年均增长10%以上", [("研发投入年均增长", "at_least", "10", "%", None)]),
    ("占比提高3个百分点", [("占比提高", "equal", "3", "个百分点", None)]),
    ("培育龙头企业5家以上", [("龙头企业", "at_least", "5", "家", None)]),
    ("培育5家以上龙头企业", [("龙头企业", "at_least", "5", "家", None)]),
    ("行政村网络实现全覆盖", [("行政村网络", "equal", "100", "%", None)]),
    ("整改完成率达到100%", [("整改完成率", "equal", "100", "%", None)]),
    ("合格率达百分之九十五以上", [("合格率", "at_least", "95", "%", None)]),
    ("规上企业达到1,200家", [("规上企业", "equal", "1200", "家", None)]),
    ("审批时限压缩至3个工作日以内", [("审批时限", "at_most", "3", "个工作日", None)]),
    ("到“十五五”末，全员劳动生产率达到20万元/人", [("全员劳动生产率", "equal", "20", "万元/人", 2030)]),
    (
        "到2025年，油耗降到4.0升/百公里、成本降至1元/瓦时以下；利用率达到95%。",
        [
            ("油耗", "equal", "4.0", "升/百公里", 2025),
            ("成本", "at_most", "1", "元/瓦时", 2025),
            ("利用率", "equal", "95", "%", 2025),
        ],
    ),
    (
        "产量保持平稳增长，预计2027年将达到300万辆左右、2030年将达到350万辆左右。",
        [("产量", "about", "300", "万辆", 2027), ("产量", "about", "350", "万辆", 2030)],
    ),
    (
        "比能量达到300瓦时/公斤以上，力争实现350瓦时/公斤",
        [("比能量", "at_least", "300", "瓦时/公斤", None), ("比能量", "equal", "350", "瓦时/公斤", None)],
    ),
]


FOUND += [
    (
        "新增国家标准10项、行业标准15项",
        [("新增国家标准", "equal", "10", "项", None), ("行业标准", "equal", "15", "项", None)],
    ),
    ("到2027年，实现规上企业数字化改造全覆盖", [("规上企业数字化改造", "equal", "100", "%", 2027)]),
    ("覆盖企业500家次", [("企业", "equal", "500", "家次", None)]),
    (
        "产业规模由2023年的800亿元增长到2027年的1500亿元，年均增速保持在15%以上",
        [("产业规模", "equal", "1500", "亿元", 2027), ("产业规模年均增速", "at_least", "15", "%", 2027)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_indicators_in_the_words_of_plans(text: str, expected: list[tuple[str, str, str, str, int | None]]) -> None:
    found = find_indicators(text)
    assert [(one.name, one.comparison.value, one.value, one.unit, one.year) for one in found] == expected
    assert all(text[one.start :].startswith(one.text) for one in found)


def test_a_range_has_two_ends() -> None:
    (found,) = find_indicators("建成示范园区1—2项")
    assert (found.name, found.comparison.value, found.value, found.upper, found.unit) == (
        "示范园区",
        "range",
        "1",
        "2",
        "项",
    )
    (found,) = find_indicators("占比保持在20%—30%")
    assert (found.value, found.upper, found.unit) == ("20", "30", "%")


def test_a_baseline_is_kept_and_its_year_sets_no_target() -> None:
    (found,) = find_indicators("到2027年，研发投入强度由2020年的2.5%提高到3.5%。")
    assert (found.name, found.value, found.baseline, found.baseline_year, found.year) == (
        "研发投入强度",
        "3.5",
        "2.5",
        2020,
        2027,
    )


@pytest.mark.parametrize(
    "text",
    [
        "根据国发〔2024〕6号文件第三条，市场监管总局等5部门印发办法。",
        "执行GB/T 9704—2012和GB 18030-2022。",
        "执行8项行动方针，开展“4大联合行动”，构建“5+5+5”体系。",
        "连续8年居首，“十四五”时期，2026年6月30日前，每月25日前。",
        "1.完善体系。2.加强攻关。见附表2、图3。",
        "引进一批企业，形成若干家超过1000亿规模的集团。",
        "自收到之日起10个工作日内提出意见。",
        "2023—2027年实施，2026.12完成。",
        "围绕电池、电机等6个创新链，支持8大工程，L2级，5G网络，3D打印。",
    ],
)
def test_other_numbers_are_left(text: str) -> None:
    assert [one.text for one in find_indicators(text)] == []


@given(st.text("0159.,，。%年由到的提高占比超过达万家以上—第号〔〕“”百分之一", max_size=50))
def test_any_text_is_read_and_places_are_true(text: str) -> None:
    for one in find_indicators(text):
        assert text[one.start : one.start + len(one.text)] == one.text
        assert one.name
        assert float(one.value) >= 0


@pytest.mark.parametrize("piece", ["1", "1,", "“1", "占比超过20%，", "由2020年的"])
def test_a_hostile_line_is_read_to_its_end(piece: str) -> None:
    text = piece * (100_000 // len(piece)) + "。占比超过20%。"
    assert find_indicators(text)[-1].value == "20"


def test_the_json_form_tells_indicators_and_what_a_time_limit_means() -> None:
    node = OutlineNode(
        7, None, 1, NodeKind.TASK, "攻关", paragraphs=(Paragraph("占比超过20%。"),), deadline="2026年底前"
    )
    content = PlanContent(preamble=(Paragraph("产值达到5亿元。"),), nodes=(node,))
    data = content_to_json(content)
    assert [(one["node"], one["name"], one["value"]) for one in data["indicators"]] == [
        (None, "产值", "5"),
        (7, "占比", "20"),
    ]
    assert data["outline"][0]["deadline_value"]["date"] == "2026-12-31"
    assert content_from_json(data) == content


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("农田灌溉水有效利用系数提高到0.6以上", "农田灌溉水有效利用系数"),
        ("在校生规模稳定在9万人左右", "在校生规模"),
        ("自来水普及率达到98%", "自来水普及率"),
        ("并网容量突破300万千瓦", "并网容量"),
        ("乡镇（街道）食堂覆盖率达到80%", "乡镇(街道)食堂覆盖率"),
        ("建成起降场（点）90个", "起降场(点)"),
        ("6月底前巡检率达到100%", "巡检率"),
        ("查验能力达到日均90标箱", "查验能力"),
        ("人均藏书量达到1.5册", "人均藏书量"),
    ],
)
def test_names_are_whole(text: str, name: str) -> None:
    assert [one.name for one in find_indicators(text)] == [name]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("年均浓度控制在30微克/立方米以下", "微克/立方米"),
        ("单位面积能耗降到11千克标准煤/平方米以内", "千克标准煤/平方米"),
        ("发电量达到90亿千瓦时", "亿千瓦时"),
    ],
)
def test_units_are_whole(text: str, unit: str) -> None:
    assert [one.unit for one in find_indicators(text)] == [unit]


def test_a_year_holds_for_the_list_below_it() -> None:
    text = "到2029年，实现以下目标：\n——入园率达到95%。\n——普惠率超过90%。\n其他工作覆盖面达到60%。"
    assert [one.year for one in find_indicators(text)] == [2029, 2029, None]


@pytest.mark.parametrize("text", ["对投入强度超过3%的企业给予补助", "概算调整超过百分之十的，重新报批"])
def test_a_condition_is_no_indicator(text: str) -> None:
    assert find_indicators(text) == ()

"""What is a reference, to what, and what only looks like one."""

from __future__ import annotations

import pytest

from domain.references import find_references
from tests.domain.reference_case import CHAPTERS, LABELS, USUAL, numbering

CHAPTERED = numbering(CHAPTERS)
COUNTED = numbering(USUAL)


def _found(text: str, plan=CHAPTERED, where: int | None = None) -> list[tuple[str, list[int | None]]]:
    return [
        (text[one.start : one.end], [step.target for step in one.steps]) for one in find_references(text, plan, where)
    ]


@pytest.mark.parametrize(
    ("text", "said", "targets"),
    [
        ("详见附表1。", "附表1", [101]),
        ("具体见附表 2第2行。", "附表 2", [102]),
        ("附表1第2项由市教委落实", "附表1", [101]),
        ("（附表１）", "附表１", [101]),
        ("按附表三执行", "附表三", [103]),
        ("见附表1—3。", "附表1—3", [101, 103]),
        ("见附表1至附表3。", "附表1至附表3", [101, 103]),
        ("见附表1、2和附表4。", "附表1、2和附表4", [101, 102, 104]),
        ("附表1、2025年底前完成", "附表1", [101]),
        ("附表1项目清单", "附表1", [101]),
        ("根据《纲要》，制定附表2。", "附表2", [102]),
        ("落实第三章要求", "第三章", [3]),
        ("见第二章（二）。", "第二章（二）", [2, 22]),
        ("见第一章第二节。", "第一章第二节", [1, 12]),
        ("第三章第二节（一）的任务", "第三章第二节（一）", [3, 32, 321]),
        ("按本方案第四章执行", "第四章", [4]),
        ("第二、三章明确的任务", "第二、三章", [2, 3]),
        ("第一章至第三章", "第一章至第三章", [1, 3]),
        ("第一至三章的内容", "第一至三章", [1, 3]),
        ("按照《纲要》要求，落实第三章任务", "第三章", [3]),
        ("见第3章。", "第3章", [3]),
        ("见第一章标题1", "第一章", [1]),
        ("见方案第三章", "第三章", [3]),
    ],
)
def test_a_reference_is_found_with_what_it_points_to(text: str, said: str, targets: list[int]) -> None:
    assert _found(text) == [(said, targets)]


@pytest.mark.parametrize(
    ("text", "said", "targets"),
    [
        ("本方案第二部分第3条", "第二部分", [2]),
        ("见第二部分（一）", "第二部分（一）", [2, 21]),
        ("详见二（一）", "二（一）", [2, 21]),
        ("按照二、（二）落实", "二、（二）", [2, 22]),
        ("第三部分提出的任务", "第三部分", [3]),
        ("见第二部分（一）第2条", "第二部分（一）第2条", [2, 21, 212]),
    ],
)
def test_a_plan_that_counts_speaks_of_parts(text: str, said: str, targets: list[int]) -> None:
    (found,) = _found(text, COUNTED)
    assert found[0].startswith(said)
    assert found[1][: len(targets)] == targets


def test_what_stands_in_several_chapters_is_the_one_nearby() -> None:
    assert _found("见第二节。", where=11) == [("第二节", [12])]
    assert _found("见第二节。", where=322) == [("第二节", [32])]
    assert _found("见本章第一节（一）", where=322)[0][1] == [31]
    assert _found("见本章第二节（一）", where=31) == [("本章第二节（一）", [32, 321])]
    # In a chapter that has none it is not told which one is meant.
    assert _found("见第二节。", where=4) == [("第二节", [None])]


@pytest.mark.parametrize(
    "text",
    [
        "《质量强国建设纲要》第三章",
        "《质量强国建设纲要》第一章、第三章和附表2",
        "《纲要》（国发〔2025〕3号）第三章第二节",
        "国发〔2025〕3号文件第二章",
        "国家方案附表1",
        "国家方案第三章",
        "省实施方案第三章（二）",
        "上级文件的第三章",
        "《办法》附表1",
        "《办法》所附附表1、附表2",
        "《省方案》明确，第三章的任务由各地落实",
        "该办法第三章",
        "其附表1已经公布",
        "上位规划中的第二章",
        "省方案印发后，方案第三章由省局解释",
        "原方案第三章",
        "新建第三章程研究室",
        "讲好第一节课",
        "建成第三条生产线",
        "第一部分群众反映",
        "第一节能减排中心",
        "第四节约用水",
        "第二条例外",
        "全部分三章叙述",
        "第二部分人反映的问题",
        "附表2025年更新",
        "附表3个",
        "附表99.5",
        "代表1人参加",
        "附件1",
        "第三章鱼养殖基地",
        "第一章印制管理",
    ],
)
def test_what_only_looks_like_a_reference_is_left_alone(text: str) -> None:
    assert _found(text) == []


def test_articles_are_references_only_where_the_plan_has_articles() -> None:
    assert _found("按照第三条执行") == []
    assert _found("落实二十条举措、第三条规定") == []


def test_other_labels_are_known_by_the_plan() -> None:
    plan = numbering(CHAPTERS, ((1, "附件1"), (2, "附件1-1"), (3, "表1"), (4, "附件2")))
    assert _found("见附件1-1和附件2", plan) == [("附件1-1", [2]), ("附件2", [4])]
    assert _found("见表1", plan) == [("表1", [3])]
    assert _found("代表1、报表1、图表1", plan) == []
    assert _found("国家方案附件1、《通知》附件2", plan) == []


def test_what_points_to_nothing_is_said_so() -> None:
    (table,) = find_references("见附表9。", CHAPTERED)
    (chapter,) = find_references("见第九章。", CHAPTERED)
    (part,) = find_references("见第二章（五）。", CHAPTERED)
    assert table.is_dangling and chapter.is_dangling and part.is_dangling
    assert find_references("见第九章。", COUNTED) == []
    assert not any(one.is_dangling for one in find_references("见附表1、第二章（二）。", CHAPTERED))
    assert LABELS[0][1] == "附表1"

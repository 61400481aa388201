"""After a renumbering every reference points to what it pointed to."""

from __future__ import annotations

import pytest

from domain.numbering import NumberStyle
from domain.reference_rewriting import points_elsewhere, rewrite_references
from tests.domain.reference_case import CHAPTERS, LABELS, USUAL, numbering, without

S = NumberStyle
BEFORE = numbering(CHAPTERS)
NEW_CHAPTER = numbering([(9, None, S.CHAPTER), *CHAPTERS])
NEW_TABLE = numbering(CHAPTERS, ((100, "附表1"), *((one, f"附表{one - 99}") for one, _ in LABELS)))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("落实第三章要求。", "落实第四章要求。"),
        ("见第二章（二）和第1章。", "见第三章（二）和第2章。"),
        ("第一章至第三章", "第二章至第四章"),
        ("第二、三章明确的任务", "第三、四章明确的任务"),
        ("《纲要》第三章、本方案第三章", "《纲要》第三章、本方案第四章"),
        ("讲好第一节课，见第一章第二节。", "讲好第一节课，见第二章第二节。"),
    ],
)
def test_a_new_chapter_before_them(text: str, wanted: str) -> None:
    assert rewrite_references(text, BEFORE, NEW_CHAPTER).text == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("见附表1。", "见附表2。"),
        ("见附表１、附表三。", "见附表２、附表四。"),
        ("见附表1—3。", "见附表2—4。"),
        ("见附表1、2和附表4第2行。", "见附表2、3和附表5第2行。"),
        ("见附表1第2项", "见附表2第2项"),
        ("国家方案附表1，附表1", "国家方案附表1，附表2"),
    ],
)
def test_a_new_table_before_them(text: str, wanted: str) -> None:
    assert rewrite_references(text, BEFORE, NEW_TABLE).text == wanted


def test_tables_that_change_places() -> None:
    after = numbering(CHAPTERS, ((101, "附表4"), (102, "附表1"), (103, "附表2"), (104, "附表3")))
    assert rewrite_references("附表2—4，附表1至3。", BEFORE, after).text == "附表1—3，附表1至2、4。"
    assert rewrite_references("附表1", BEFORE, numbering(CHAPTERS, ((101, "附件1"),))).text == "附件1"
    mixed = numbering(CHAPTERS, ((101, "附件1"), (102, "附表2"), (103, "附表3")))
    assert rewrite_references("附表1、2", BEFORE, mixed).text == "附件1、附表2"


def test_a_table_that_is_gone_is_told_and_left() -> None:
    after = numbering(CHAPTERS, ((101, "附表1"), (103, "附表2"), (104, "附表3")))
    told = rewrite_references("见附表2、附表3和附表1—4。", BEFORE, after)
    assert told.text.startswith("见附表2、2和") or told.text.startswith("见附表2、附表2和")
    assert rewrite_references("见附表2。", BEFORE, after).lost == ("附表2",)
    assert rewrite_references("见附表1—4。", BEFORE, after).text == "见附表1—3。"


def test_a_chapter_that_is_gone_is_told_and_left() -> None:
    after = numbering(without(CHAPTERS, 3, 31, 32, 321, 322))
    told = rewrite_references("见第三章、第四章。", BEFORE, after)
    assert (told.text, told.lost) == ("见第三章、第三章。", ("第三章",))
    assert points_elsewhere(told.text, "第三章", after, None)
    assert rewrite_references("见第三章第二节（一）。", BEFORE, after).lost == ("第三章第二节（一）",)
    assert rewrite_references("见第二至四章。", BEFORE, after).text == "见第二至三章。"
    last = numbering(without(CHAPTERS, 4))
    assert not points_elsewhere("见第四章。", "第四章", last, None)


def test_a_section_that_moves_to_another_chapter() -> None:
    rows = without(CHAPTERS, 32, 321, 322)
    after = numbering([*rows[:3], (32, 1, S.SECTION), (321, 32, S.HAN_PAREN), (322, 32, S.HAN_PAREN), *rows[3:]])
    assert rewrite_references("见第三章第二节（一）。", BEFORE, after).text == "见第一章第三节（一）。"
    # Told from inside the chapter it left, it needs its chapter now.
    assert rewrite_references("见第二节。", BEFORE, after, 31).text == "见第一章第三节。"
    assert rewrite_references("见本章第二节。", BEFORE, after, 31).text == "见第一章第三节。"
    assert rewrite_references("见第一节。", BEFORE, after, 322).text == "见第三章第一节。"


def test_a_heading_that_changes_its_level() -> None:
    before = numbering(USUAL)
    rows = without(USUAL, 22, 3)
    promoted = numbering([*rows, (22, None, S.HAN), (3, None, S.HAN)])
    assert rewrite_references("见第二部分（二）。", before, promoted).text == "见第三部分。"
    assert rewrite_references("见二（二）、第三部分。", before, promoted).text == "见第三部分、第四部分。"
    demoted = numbering([*without(USUAL, 3), (3, 2, S.HAN_PAREN)])
    assert rewrite_references("见第三部分。", before, demoted).text == "见第二部分（三）。"


def test_items_below_a_part_keep_their_wording() -> None:
    before = numbering(USUAL)
    rows = [*USUAL[:3], (219, 21, S.ARABIC), *USUAL[3:]]
    assert rewrite_references("按本方案第二部分第3条", before, numbering(rows)).text == "按本方案第二部分第4条"
    assert rewrite_references("见第二部分（一）第2条。", before, numbering(rows)).text == "见第二部分（一）第3条。"


def test_nothing_changes_where_numbers_stay() -> None:
    text = "见第三章、附表1—3、第二章（二）、第九章、附表9和《纲要》第一章。"
    assert rewrite_references(text, BEFORE, numbering([*CHAPTERS, (5, None, S.CHAPTER)])).text == text


def test_there_and_back_again() -> None:
    text = "见第一章第二节、第二章（一）、附表1、2和附表4，第二、三章，第一章至第三章。"
    there = rewrite_references(text, BEFORE, NEW_CHAPTER).text
    assert there != text
    assert rewrite_references(there, NEW_CHAPTER, BEFORE).text == text

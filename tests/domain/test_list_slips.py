"""Gaps and doubles in typed numbers."""

from __future__ import annotations

import pytest

from domain.list_slips import find_number_slips


def codes(*texts: str) -> list[list[str]]:
    return [[slip.code for slip in slips] for slips in find_number_slips(texts)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("一是建台账。三是抓整改。", "number_gap"),
        ("一是建台账；二是抓整改；二是严考核。", "number_double"),
        ("（一）建台账；（三）抓整改。", "number_gap"),
        ("包括：（1）台账；（2）清单；（2）图纸。", "number_double"),
        ("①台账②清单④图纸", "number_gap"),
        ("1.台账\n2.清单\n4.图纸", "number_gap"),
        ("一是甲；二是乙；三是丙；二是丁。", "number_order"),
        ("第一，台账。第三，清单。", "number_gap"),
    ],
)
def test_a_gap_or_double_is_told_where_it_is(text: str, code: str) -> None:
    (slips,) = find_number_slips([text])
    (slip,) = slips
    assert slip.code == code
    assert text[slip.start : slip.end] in "一二三四①②④1234"


def test_lists_go_on_over_paragraphs() -> None:
    assert codes("一是建台账。", "三是抓整改。") == [[], ["number_gap"]]
    assert codes("1.建台账", "2.抓整改", "3.严考核") == [[], [], []]


@pytest.mark.parametrize(
    "text",
    [
        "一是建台账。二是抓整改。三是严考核。",
        "一是建台账；二是抓整改。另外，一是早动手，二是多走访。",
        "到2026年，投资1.5亿元，增长3.2%。",
        "第一章规定的事项，第三章另有要求。",
        "这一是非问题不再讨论，三是三非。",
        "共三项：一要抓早；二要抓小。一要素市场、三要点不在此列。",
        "见附件（3），详见（5）。",
        "一、台账",
        "二是接着上文说的。三是补充。",
        "",
    ],
)
def test_numbers_in_order_and_numbers_in_words_raise_no_alarm(text: str) -> None:
    assert codes(text) == [[]]

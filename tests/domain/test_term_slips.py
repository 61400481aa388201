"""Words spelled wrong, and words spelled in two ways."""

from __future__ import annotations

import pytest

from domain.term_slips import TWINS, count_twins, find_spelling, find_wrong_words, mixed_terms
from domain.text_slips import fixed


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("研究布署重点工作。", "研究部署重点工作。"),
        ("截止2026年底，已完成。", "截至2026年底，已完成。"),
        ("因地治宜、一如继往。", "因地制宜、一如既往。"),
    ],
)
def test_wrong_words_are_put_right(text: str, right: str) -> None:
    slips = find_wrong_words(text)
    assert fixed(text, slips) == right
    assert find_wrong_words(right) == []


@pytest.mark.parametrize("text", ["报名截止日期为5月1日，到时截止。", "以身作则，部署到位。", "复核盖章。"])
def test_right_words_are_left(text: str) -> None:
    assert find_wrong_words(text) == []


def test_the_rarer_spelling_is_told_wherever_it_stands() -> None:
    texts = ["亟需攻关。亟需突破。", "亟须补齐，其他事项另行通知。"]
    (term,) = mixed_terms(count_twins(text) for text in texts)
    assert (term.common, term.rare, term.common_count, term.rare_count) == ("亟需", "亟须", 2, 1)
    assert find_spelling(texts[0], term) == []
    assert fixed(texts[1], find_spelling(texts[1], term)) == "亟需补齐，其他事项另行通知。"


def test_one_spelling_alone_is_nobody_s_business() -> None:
    assert mixed_terms([count_twins("亟须补齐。"), count_twins("其它事项。")]) == []


def test_of_equals_the_recommended_spelling_is_kept() -> None:
    (term,) = mixed_terms([count_twins("其它、其他")])
    assert (term.common, term.rare) == ("其他", "其它")


def test_no_spelling_is_part_of_another() -> None:
    words = [*TWINS, *TWINS.values()]
    assert len(set(words)) == len(words)
    assert not any(one in other for one in words for other in words if one != other)

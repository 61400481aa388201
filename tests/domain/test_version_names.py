"""The name that is offered for a version."""

from __future__ import annotations

import pytest

from domain.versions import suggest_name


@pytest.mark.parametrize(
    ("mark", "taken", "wanted"),
    [
        ("征求意见稿", [], "征求意见稿 1"),
        ("征求意见稿", ["征求意见稿 1", "送审稿 4"], "征求意见稿 2"),
        ("征求意见稿", ["征求意见稿", "征求意见稿9"], "征求意见稿 10"),
        ("", ["草稿 2", "别的名称"], "草稿 3"),
        ("送审稿（一）", ["送审稿（一） 1"], "送审稿（一） 2"),
    ],
)
def test_numbers_go_on_under_one_mark(mark: str, taken: list[str], wanted: str) -> None:
    assert suggest_name(mark, taken) == wanted

"""A change as runs: each side can be read out of them again."""

from __future__ import annotations

import pytest

from domain.text_runs import Run, RunKind, text_runs


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("一样", "一样"),
        ("", "全新"),
        ("删去", ""),
        ("到2026年底前完成整改", "到2027年6月底前全部完成整改"),
        ("甲乙丙丁", "子乙丑丁"),
        ("长" * 5000, "短" * 5000),
    ],
)
def test_both_sides_are_in_the_runs(before: str, after: str) -> None:
    runs = text_runs(before, after)
    assert "".join(run.text for run in runs if run.kind is not RunKind.INSERTED) == before
    assert "".join(run.text for run in runs if run.kind is not RunKind.DELETED) == after


def test_what_stays_is_kept_and_single_characters_between_changes_are_not() -> None:
    assert text_runs("底前完成整改", "底前全部完成整改") == (
        Run(RunKind.KEPT, "底前"),
        Run(RunKind.INSERTED, "全部"),
        Run(RunKind.KEPT, "完成整改"),
    )
    kinds = [run.kind for run in text_runs("甲乙丙丁", "子乙丑丁")]
    assert kinds == [RunKind.DELETED, RunKind.INSERTED, RunKind.KEPT]

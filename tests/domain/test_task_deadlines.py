"""Time limits of tasks: what a typed one may mean, what is over today, which group it belongs to."""

import datetime

import pytest

from domain.outline import TaskState
from domain.task_deadlines import DeadlineClass, due_of, suggest_deadlines

TODAY = datetime.date(2026, 7, 15)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-6", "2026年6月底前"),
        ("2026.06", "2026年6月底前"),
        ("202606", "2026年6月底前"),
        ("2026年6月", "2026年6月底前"),
        ("2026-6-30", "2026年6月30日前"),
        ("20260630", "2026年6月30日前"),
        ("2026/9/1", "2026年9月1日前"),
        ("明年底", "2027年底前"),
        ("年底", "2026年底前"),
        ("年底前", "2026年底前"),
        ("2027年中", "2027年6月底前"),
        ("6月", "2026年6月底前"),
        ("6月底", "2026年6月底前"),
        ("9.30", "2026年9月30日前"),
        ("二季度", "2026年第二季度末前"),
        ("明年一季度", "2027年第一季度末前"),
        ("q3", "2026年第三季度末前"),
        ("上半年", "2026年6月底前"),
        ("2027", "2027年底前"),
        ("长期", "长期坚持"),
        ("cq", "长期坚持"),
        ("每季", "每季度末"),
    ],
)
def test_short_words_are_understood(typed, meant):
    assert suggest_deadlines(typed, TODAY, 2026)[0] == meant


@pytest.mark.parametrize("typed", ["2026年6月底前", "长期坚持", "项目验收后", "", "13月", "2026-13", "底", "每季度末"])
def test_words_of_the_office_are_left_alone(typed):
    assert suggest_deadlines(typed, TODAY, 2026) == ()


def test_plan_of_another_year_counts_from_that():
    assert suggest_deadlines("6月", TODAY, 2028) == ("2028年6月底前",)
    assert suggest_deadlines("明年底", TODAY, 2028) == ("2027年底前",)
    assert suggest_deadlines("6月", TODAY) == ("2026年6月底前",)


@pytest.mark.parametrize(
    ("text", "state", "is_overdue"),
    [
        ("2026年6月底前", TaskState.UNSAID, True),
        ("2026年6月底前", TaskState.UNDER_WAY, True),
        ("2026年6月底前", TaskState.DONE, False),
        ("2026年6月底前", TaskState.PAUSED, False),
        ("2026年7月15日前", TaskState.UNSAID, False),
        ("2026年底前", TaskState.UNSAID, False),
        ("长期坚持", TaskState.UNSAID, False),
        ("", TaskState.UNSAID, False),
        ("年内", TaskState.UNSAID, False),
    ],
)
def test_what_is_over(text, state, is_overdue):
    due = due_of(text, state, TODAY, 2026)
    assert due.is_overdue is is_overdue and (due.days > 0) is is_overdue


@pytest.mark.parametrize(
    ("text", "classes", "group"),
    [
        ("2026年7月底前", {DeadlineClass.THIS_MONTH, DeadlineClass.THIS_QUARTER}, "2026年第三季度"),
        ("2026年9月底前", {DeadlineClass.THIS_QUARTER}, "2026年第三季度"),
        ("2025年底前", {DeadlineClass.OVERDUE}, "2025年第四季度"),
        ("长期坚持", {DeadlineClass.ONGOING}, "长期"),
        ("每季度末", set(), "定期"),
        ("项目验收后", set(), "其他时限"),
        ("", {DeadlineClass.MISSING}, "无时限"),
    ],
)
def test_classes_and_groups(text, classes, group):
    due = due_of(text, TaskState.UNSAID, TODAY, 2026)
    asked = [one for one in DeadlineClass if one is not DeadlineClass.ANY]
    assert {one for one in asked if due.is_in(one, TODAY)} == classes
    assert due.is_in(DeadlineClass.ANY, TODAY) and due.group()[1] == group

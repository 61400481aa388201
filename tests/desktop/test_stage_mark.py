"""The stage stands below the plan's title, as it will print."""

from __future__ import annotations

from dataclasses import replace

from db.plan import set_info
from domain.labels import PlanStage
from tests.desktop.text_helpers import view

__all__ = ["view"]


def test_the_stage_stands_below_the_title(view) -> None:
    session = view.session

    def room() -> int:
        return view.sheet.line_rect(1).top() - view.sheet.line_rect(0).top()

    bare = room()
    session.perform(set_info, replace(session.content.info, stage=PlanStage.REVIEW))
    assert view.sheet.text.lines[0].mark == "（送审稿）"
    marked = room()
    assert marked > bare
    session.perform(set_info, replace(session.content.info, stage=PlanStage.ISSUED))
    assert (view.sheet.text.lines[0].mark, room()) == ("", bare)
    session.undo()
    assert room() == marked

"""The stage stands below the plan's title, as it will print."""

from __future__ import annotations

from dataclasses import replace

from db.plan import set_info
from desktop.models.outline_model import PREAMBLE
from desktop.session import Session
from desktop.views.outline_view import OutlineView
from domain.labels import PlanStage


def test_the_stage_is_shown_on_the_title_page_only(session: Session, qtbot) -> None:
    view = OutlineView(session)
    qtbot.addWidget(view)
    view.show()
    session.perform(set_info, replace(session.content.info, stage=PlanStage.REVIEW))
    view.select_node(PREAMBLE)
    assert view.page.mark.text() == "（送审稿）"
    assert view.page.mark.isVisible()
    session.perform(set_info, replace(session.content.info, stage=PlanStage.ISSUED))
    assert not view.page.mark.isVisible()
    session.undo()
    view.select_node(session.content.placed()[0].node.id)
    assert not view.page.mark.isVisible()

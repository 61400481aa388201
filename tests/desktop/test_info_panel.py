"""方案信息: every field is written when it is left, a date that is none is asked for again."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.views.info_panel import InfoPanel


@pytest.fixture
def panel(session, qtbot) -> InfoPanel:
    panel = InfoPanel(session)
    qtbot.addWidget(panel)
    return panel


def enter(panel: InfoPanel, qtbot, name: str, text: str) -> None:
    field = panel.fields[name]
    field.setText(text)
    qtbot.keyClick(field, Qt.Key.Key_Return)


@pytest.mark.parametrize("name", ["addressees", "classification", "signer", "annotation", "copied_to", "printed_by"])
def test_what_is_typed_is_in_the_plan_and_undone_by_one_step(panel: InfoPanel, session, qtbot, name: str) -> None:
    before = getattr(session.content.info, name)
    enter(panel, qtbot, name, "  市直各单位 ")
    assert getattr(session.content.info, name) == "市直各单位"
    session.undo()
    assert panel.fields[name].text() == before


@pytest.mark.parametrize("typed", ["2026年3月1日", "2026-3-1", "2026.03.01"])
def test_dates_are_kept_as_dates_and_shown_in_official_form(panel: InfoPanel, session, qtbot, typed: str) -> None:
    enter(panel, qtbot, "issued_on", typed)
    assert session.content.info.issued_on == "2026-03-01"
    assert panel.fields["issued_on"].text() == "2026年3月1日"
    enter(panel, qtbot, "issued_on", "")
    assert session.content.info.issued_on is None


def test_what_is_no_date_stays_to_be_mended(panel: InfoPanel, session, qtbot) -> None:
    enter(panel, qtbot, "printed_on", "三月初")
    assert session.content.info.printed_on is None
    assert panel.fields["printed_on"].text() == "三月初"
    assert not panel.hint.isHidden()
    enter(panel, qtbot, "printed_on", "2026年3月2日")
    assert panel.hint.isHidden()
    assert session.content.info.printed_on == "2026-03-02"

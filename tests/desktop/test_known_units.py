"""Shipped unit names are offered, never put into a plan unasked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.known_units import known_units, offered_names
from desktop.session import Session
from desktop.views.matrix_view import MatrixView
from domain.units import Unit


def test_the_plans_own_units_come_first_and_none_twice() -> None:
    own = [Unit(1, "市大数据中心"), Unit(2, "市发改委")]  # the second is an alias of a shipped one
    names = offered_names(own)
    assert names[:2] == ["市大数据中心", "市发改委"]
    assert "市发展改革委" not in names
    assert len(names) == len(set(names)) == 2 + len(known_units()) - 1


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups of the offscreen platform
def test_a_new_unit_can_be_picked_from_the_shipped_list(session: Session, qtbot) -> None:
    view = MatrixView(session)
    qtbot.addWidget(view)
    view.resize(900, 500)
    view.show()
    qtbot.waitExposed(view)
    before = len(session.content.units)
    view.add_unit()
    view.name.on_typed("统计")  # a key click can carry no Chinese character
    [picked] = view.name.offers.stringList()
    view.name.setText(picked)
    qtbot.keyClick(view.name, Qt.Key.Key_Return)
    assert [unit.name for unit in session.content.units[before:]] == [picked]

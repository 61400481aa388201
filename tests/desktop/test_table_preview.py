"""A table to look at: merged header, printed cells, columns that share the width."""

from __future__ import annotations

import pytest

from desktop.widgets.table_preview import TablePreview, share_out
from tests.desktop.reading_samples import sample_table


@pytest.mark.parametrize(
    ("width", "shares", "least"),
    [(514, [11, 18, 20, 25, 40, 36, 36, 24, 15], 34), (300, [1, 1, 1], 34), (320, [1, 1000], 34), (400, [5], 34)],
)
def test_the_parts_fill_the_width_and_none_is_starved(width, shares, least):
    parts = share_out(width, shares, least)
    assert sum(parts) == width
    assert min(parts) >= least


def test_a_width_too_small_for_all_is_exceeded():
    assert share_out(50, [1, 1, 1], 34) == [34, 34, 34]


def test_the_header_is_merged_and_the_cells_say_what_prints(qtbot):
    view = TablePreview()
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show_table(sample_table())
    assert [(cell.text, cell.row_span, cell.column_span) for cell in view.header.cells][:3] == [
        ("序号", 2, 1),
        ("小区", 2, 1),
        ("问题", 1, 2),
    ]
    assert [view.cells.index(0, column).data() for column in range(4)] == ["1", "梧桐里", "井道难挖", "意见不一"]

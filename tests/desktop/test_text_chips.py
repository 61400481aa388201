"""正文: duties as chips behind a text, by keyboard and mouse; what prints says the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from db.text import set_paragraph
from db.units import rename_unit, set_role
from desktop.widgets.text_places import Place
from domain.units import Role
from tests.desktop.text_helpers import CTRL, KEY, SHIFT, agree, caret, index_of, press, put, select, texts, view, write

__all__ = ["view"]
SAFETY = "电梯投用前完成监督检验。"


def chips(view, words: str) -> list[str]:
    """Role and name of every chip behind a line."""
    line = view.sheet.text.lines[index_of(view, words)]
    return [f"{chip.role.value} {chip.name}" for chip in line.chips]


def printed(view, words: str) -> str:
    content = view.session.content
    line = view.sheet.text.lines[index_of(view, words)]
    return content.printed_paragraphs(next(one for one in content.nodes if one.id == line.node_id))[-1]


def picker(view):
    assert view._picker is not None and view._picker.isVisible()
    return view._picker


def click(view, place: Place) -> None:
    rect = view.sheet.chip_rect(place.line, place.chip)
    QTest.mouseClick(view.sheet.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_units_stand_behind_the_text(view):
    assert chips(view, SAFETY) == ["responsible 区市场监管局", "responsible 各镇街"]
    block = view.sheet.text.block(index_of(view, SAFETY))
    assert block.text().startswith(SAFETY)
    assert block.text().count("\ufffc") == 4, "a gap, two units, a place for one more"


def test_units_without_a_paragraph_have_a_line_of_their_own(view):
    index = index_of(view, "摸清加装需求") + 1
    assert [chip.name for chip in view.sheet.text.lines[index].chips] == ["区住房建设局", "区民政局"]
    view.sheet.go_to(Place(index, 0))
    write(view, "text")
    view.finish_editing()
    assert texts(view.session, "摸清加装需求") == ["text"]
    assert caret(view) == ("text", 4)
    assert chips(view, "text") == ["lead 区住房建设局", "support 区民政局"]
    agree(view)


def test_the_caret_walks_over_text_and_chips(view):
    put(view, SAFETY, -1)
    index, end = index_of(view, SAFETY), len(SAFETY)
    walked = []
    for _ in range(4):
        press(view, KEY.Key_Right)
        walked.append(view.sheet.place())
    assert walked == [*(Place(index, end, chip) for chip in (0, 1, 2)), Place(index + 1, 0)]
    back = []
    for _ in range(4):
        press(view, KEY.Key_Left)
        back.append(view.sheet.place())
    assert back == [*(Place(index, end, chip) for chip in (2, 1, 0)), Place(index, end)]


def test_end_goes_behind_the_words(view):
    put(view, SAFETY, 2)
    press(view, KEY.Key_End)
    assert view.sheet.place() == Place(index_of(view, SAFETY), len(SAFETY))
    press(view, KEY.Key_End)
    assert view.sheet.place() == Place(index_of(view, SAFETY), len(SAFETY))


def test_backspace_takes_the_unit_the_caret_is_on(view):
    put(view, SAFETY, -1)
    press(view, KEY.Key_Right)
    press(view, KEY.Key_Backspace)
    assert chips(view, SAFETY) == ["responsible 各镇街"]
    assert printed(view, SAFETY) == SAFETY + "（落实单位：各镇街）"
    assert view.sheet.place().chip == 0
    press(view, KEY.Key_Delete)
    assert chips(view, SAFETY) == []
    view.session.undo()
    view.session.undo()
    assert chips(view, SAFETY) == ["responsible 区市场监管局", "responsible 各镇街"]
    agree(view)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_F2])
def test_units_are_chosen_by_keys(view, key):
    put(view, SAFETY, -1)
    press(view, KEY.Key_Right)
    press(view, key)
    box = picker(view)
    QTest.keyClicks(box.input, "qmzj")
    QTest.keyClick(box.input, KEY.Key_Return)
    QTest.keyClick(box.input, KEY.Key_Tab)
    assert chips(view, SAFETY) == ["responsible 区市场监管局", "responsible 各镇街", "responsible 区民政局"]
    assert view.sheet.hasFocus()
    assert "区民政局" in printed(view, SAFETY)
    view.session.undo()
    assert len(chips(view, SAFETY)) == 2
    agree(view)


def test_typing_on_the_place_for_one_more_looks_for_a_unit(view):
    put(view, SAFETY, -1)
    for _ in range(3):
        press(view, KEY.Key_Right)
    write(view, "q")
    assert picker(view).input.text() == "q"
    assert view.sheet.text.typed(index_of(view, SAFETY)) == SAFETY


def test_a_click_on_a_chip_chooses(view):
    click(view, Place(index_of(view, SAFETY), len(SAFETY), 1))
    QTest.keyClick(picker(view).input, KEY.Key_Escape)
    assert view.sheet.place() == Place(index_of(view, SAFETY), len(SAFETY), 1)
    assert len(chips(view, SAFETY)) == 2


def test_ctrl_d_chooses_from_anywhere_in_the_section(view):
    put(view, "补贴", 2)
    press(view, KEY.Key_D, CTRL)
    box = picker(view)
    QTest.keyClicks(box.input, "qmzj")
    QTest.keyClick(box.input, KEY.Key_Return)
    QTest.keyClick(box.input, KEY.Key_Tab)
    assert chips(view, "补贴") == ["lead 区民政局"]
    assert printed(view, "补贴") == "补贴按层数分档。（牵头单位：区民政局）"
    agree(view)


def test_changes_of_duties_and_units_show_where_they_print_and_nowhere_else(view):
    put(view, SAFETY, 3)
    line = view.sheet.text.lines[index_of(view, SAFETY)]
    unit = view.session.content.units[2]
    view.session.perform(rename_unit, unit.id, "区市场监管委")
    assert chips(view, SAFETY)[0] == "responsible 区市场监管委"
    assert view.sheet.text.touched == [line.key]
    view.session.perform(set_role, line.node_id, unit.id, Role.LEAD)
    assert chips(view, SAFETY) == ["lead 区市场监管委", "responsible 各镇街"]
    assert caret(view) == (SAFETY, 3)
    agree(view)


def test_text_typed_behind_chips_goes_before_them(view):
    select(view, SAFETY, 2, SAFETY, -1)
    view.sheet.go_to(Place(index_of(view, SAFETY), len(SAFETY), 2), Place(index_of(view, SAFETY), 3))
    write(view, "x")
    view.finish_editing()
    assert texts(view.session, "守住安全底线") == ["电梯投x"]
    agree(view)


def test_selected_chips_are_deleted_with_the_words_before_them(view):
    index = index_of(view, SAFETY)
    view.sheet.go_to(Place(index, len(SAFETY), 1), Place(index, 5))
    press(view, KEY.Key_Delete)
    assert texts(view.session, "守住安全底线") == [SAFETY[:5]]
    assert chips(view, SAFETY[:5]) == ["responsible 各镇街"]
    view.session.undo()
    assert chips(view, SAFETY) == ["responsible 区市场监管局", "responsible 各镇街"]
    agree(view)


def test_a_clause_in_the_middle_of_a_sentence_prints_there(view):
    put(view, "补贴", 0)
    index = index_of(view, "补贴")
    words = "由区民政局牵头，各镇街配合，年内完成补贴。"
    view.session.perform(set_paragraph, view.sheet.text.lines[index].key.id, words)
    line = view.sheet.text.lines[index]
    content = view.session.content
    node = next(one for one in content.nodes if one.id == line.node_id)
    assert line.text + line.tail == content.printed_paragraphs(node)[-1] == words


def test_enter_before_chips_takes_them_to_the_new_paragraph(view):
    put(view, SAFETY, 5)
    press(view, KEY.Key_Return)
    assert texts(view.session, "守住安全底线") == [SAFETY[:5], SAFETY[5:]]
    assert chips(view, SAFETY[5:]) == ["responsible 区市场监管局", "responsible 各镇街"]
    assert chips(view, SAFETY[:5]) == []
    press(view, KEY.Key_Home, CTRL | SHIFT)
    agree(view)


def test_a_time_limit_stands_behind_the_text_where_its_clause_prints_it(view):
    put(view, "补贴", -1)
    view.sheet.write("（牵头单位：区民政局；完成时限：2026年底前）")
    put(view, "居民出资")
    index = index_of(view, "补贴")
    line = view.sheet.text.lines[index]
    assert [(chip.role, chip.name) for chip in line.chips] == [(Role.LEAD, "区民政局"), (None, "2026年底前")]
    view.sheet.go_to(Place(index, len(line.text), 1))
    press(view, KEY.Key_Return)
    QTest.keyClick(view._box.input, KEY.Key_End)
    QTest.keyClicks(view._box.input, "!")
    QTest.keyClick(view._box.input, KEY.Key_Return)
    assert printed(view, "补贴") == "补贴按层数分档。（牵头单位：区民政局；完成时限：2026年底前!）"
    view.sheet.go_to(Place(index, len(line.text), 1))
    press(view, KEY.Key_Delete)
    assert printed(view, "补贴") == "补贴按层数分档。（牵头单位：区民政局）"
    agree(view)


def test_what_is_painted_is_told_to_readers_of_the_screen(view):
    put(view, SAFETY, 2)
    assert view.sheet.accessibleDescription() == "（二）守住安全底线"
    press(view, KEY.Key_End)
    press(view, KEY.Key_Right)
    assert view.sheet.accessibleDescription() == "落实\t区市场监管局"

"""The layout profile: what it holds survives a file, and what is no profile is refused with a sentence."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest

from domain.errors import InputError
from domain.numbering import NumberStyle
from exporters.blocks import Heading
from exporters.compose_plan import compose_plan
from exporters.page import Layout
from exporters.profile import STANDARD, Ending, Face, SidePageNumber, profile_from_json, profile_to_json
from tests.exporters.export_case import W, export, make_plan

OTHER = replace(
    STANDARD,
    name="某省版式",
    page=replace(STANDARD.page, top=28, binding=27, lines=20, mirrored=False, side_number=SidePageNumber.FOOTER),
    fonts=replace(STANDARD.fonts, body="方正仿宋_GBK"),
    headings=replace(STANDARD.headings, level3=Face.KAI, bold2=True),
    words=replace(STANDARD.words, appendix_word="附件"),
)


@pytest.mark.parametrize("profile", [STANDARD, OTHER])
def test_a_profile_survives_its_file(profile) -> None:
    assert profile_from_json(profile_to_json(profile)) == profile


def test_what_a_file_leaves_out_is_as_the_standard_has_it() -> None:
    assert profile_from_json("") == STANDARD
    text = json.dumps({"format": "fangan-layout/1", "page": {"lines": 20}})
    assert profile_from_json(text) == replace(STANDARD, page=replace(STANDARD.page, lines=20))


@pytest.mark.parametrize(
    "text",
    [
        "不是 JSON",
        "[]",
        "{}",
        '{"format": "fangan-layout/1", "paper": {}}',
        '{"format": "fangan-layout/1", "page": {"lines": 500}}',
        '{"format": "fangan-layout/1", "page": {"lines": "22"}}',
        '{"format": "fangan-layout/1", "page": {"lines": true}}',
        '{"format": "fangan-layout/1", "page": 3}',
        '{"format": "fangan-layout/1", "headings": {"level1": "serif"}}',
        '{"format": "fangan-layout/1", "fonts": {"body": 3}}',
        '{"format": "fangan-layout/1", "fonts": {"body": "' + "宋" * 100 + '"}}',
        "[" * 100_000,
    ],
)
def test_what_is_no_profile_is_refused(text: str) -> None:
    with pytest.raises(InputError) as refusal:
        profile_from_json(text)
    assert refusal.value.code == "bad_layout"
    assert refusal.value.hint


def test_every_figure_of_the_profile_has_bounds_around_its_default() -> None:
    for group in (STANDARD.page, STANDARD.sizes, STANDARD.tables):
        for one in fields(group):
            value = getattr(group, one.name)
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                assert one.metadata["least"] <= value <= one.metadata["most"], one.name


def test_a_plan_is_printed_in_its_own_layout(tmp_path: Path) -> None:
    plan = make_plan()
    plan = replace(plan, info=replace(plan.info, layout=profile_to_json(OTHER)))
    exported = export(plan, tmp_path, formats=("docx",), parts=("方案全文",))
    root = exported.xml("方案全文")
    (margins, *_) = root.iter(f"{W}pgMar")
    assert (margins.get(f"{W}top"), margins.get(f"{W}left")) == ("1587", "1531")
    (grid, *_) = root.iter(f"{W}docGrid")
    assert grid.get(f"{W}linePitch") == str(12756 // 20)
    styles = exported.xml("方案全文", "word/styles.xml")
    assert {fonts.get(f"{W}eastAsia") for fonts in styles.iter(f"{W}rFonts")} >= {"方正仿宋_GBK", "黑体"}
    (second,) = (one for one in styles.iter(f"{W}style") if one.get(f"{W}styleId") == "Heading2")
    assert second.find(f"{W}rPr/{W}b") is not None
    assert exported.xml("方案全文", "word/settings.xml").find(f"{W}mirrorMargins") is None


def test_the_label_word_is_the_same_on_the_page_in_the_note_and_in_the_text() -> None:
    plan = make_plan()
    (first, *rest) = plan.preamble
    told = replace(first, text="问题见附表1，工具见附表2，另见《某某条例》附表9。")
    document = compose_plan(Layout(OTHER), replace(plan, preamble=(told, *rest)))
    texts = [getattr(block, "text", "") for section in document.sections for block in section.blocks]
    assert "问题见附件1，工具见附件2，另见《某某条例》附表9。" in texts
    assert [text for text in texts if text in ("附件1", "附件2")] == ["附件1", "附件2"]
    assert [block.word for block in document.sections[0].blocks if hasattr(block, "word")] == ["附件"]


def test_endings_are_words_a_file_can_hold() -> None:
    assert [one.value for one in Ending] == ["none", "plain", "sealed"]


def test_a_landscape_page_with_its_number_in_the_footer_has_it_below_the_frame() -> None:
    layout = Layout(replace(STANDARD, page=replace(STANDARD.page, side_number=SidePageNumber.FOOTER)))
    assert layout.footer_distance_of(layout.portrait) == Layout().footer_distance == 1440
    # 27 mm below the frame, 7 mm of them down to the dash, which stands 2.6 mm above the footer's edge.
    assert layout.footer_distance_of(layout.landscape) == pytest.approx((27 - 7 - 2.6) * 1440 / 25.4, abs=1)


def test_the_fourth_level_has_a_face_of_its_own() -> None:
    layout = Layout(replace(STANDARD, headings=replace(STANDARD.headings, level4=Face.KAI)))
    plan = make_plan()
    nodes = tuple(replace(node, style=NumberStyle.ARABIC_PAREN) if node.id == 4 else node for node in plan.nodes)
    blocks = compose_plan(layout, replace(plan, nodes=nodes)).sections[0].blocks
    faces = {block.text: block.face for block in blocks if isinstance(block, Heading)}
    assert faces["（1）摸清底数"] is Face.KAI

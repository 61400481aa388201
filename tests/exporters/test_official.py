"""版头, 主送, signature, 附注 and 版记 where the layout asks for them; tables in the text; 单位任务清单."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.dates import official_date
from domain.exchange import PlanContent
from domain.tables import TablePlace
from exporters.blocks import BodyCell, Letterhead, Signature, Table
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.compose_tasks import compose_unit_tasks
from exporters.page import Layout
from exporters.profile import STANDARD, Ending, profile_to_json
from tests.exporters.export_case import Exported, W, export, make_plan

FULL = replace(STANDARD.parts, letterhead=True, addressees=True, ending=Ending.PLAIN, imprint=True)


def official(ending: Ending = Ending.PLAIN, **fields: Any) -> PlanContent:
    plan = make_plan()
    profile = replace(STANDARD, parts=replace(FULL, ending=ending))
    values: dict[str, Any] = {
        "issuing_authority": "海州市质量强市工作委员会办公室",
        "document_number": "海质强办〔2026〕8号",
        "issued_on": "2026-11-05",
        "addressees": "各区质量强区办",
        "copied_to": "市委办公厅，市政府办公厅",
        "classification": "秘密★1年",
        "urgency": "加急",
        "annotation": "此件公开发布",
    }
    info = replace(plan.info, layout=profile_to_json(profile), **(values | fields))
    # The upright table alone, so that 版记 closes its page.
    return replace(plan, info=info, tables=plan.tables[1:])


@pytest.fixture
def exported(tmp_path: Path) -> Exported:
    return export(official(), tmp_path, formats=("docx",), parts=("方案全文",))


def paragraphs(exported: Exported) -> list[tuple[str, str, Any]]:
    """Style, text and element of every paragraph."""
    found = []
    for one in exported.xml("方案全文").iter(f"{W}p"):
        style = one.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
        found.append((style, "".join(text.text for text in one.iter(f"{W}t")), one))
    return found


def test_h2_h3_classification_and_urgency_stand_flush_in_their_order(exported: Exported) -> None:
    marks = [text for style, text, _ in paragraphs(exported) if style == "HeadMark"]
    assert marks == ["秘密★1年", "加急"]


def test_h4_the_red_name_begins_35_mm_below_the_frame(exported: Exported) -> None:
    before, text, element = [], "", None
    for style, text, element in paragraphs(exported):  # noqa: B007 - where it ends is what is looked at
        if style == "Authority":
            break
        line = element.find(f"{W}pPr/{W}spacing")
        before.append(int(line.get(f"{W}line")) if line is not None else 579)
    assert text == "海州市质量强市工作委员会办公室"
    assert sum(before) == 1984
    (color,) = element.iter(f"{W}color")
    assert color.get(f"{W}val") == "FF0000"


def test_h5_the_number_stands_two_lines_below_the_name(exported: Exported) -> None:
    shown = [(style, text) for style, text, _ in paragraphs(exported)]
    at = shown.index(("DocumentNumber", "海质强办〔2026〕8号"))
    assert [text for _, text in shown[at - 2 : at]] == ["", ""]
    assert shown[at - 3][0] == "Authority"


def test_h6_with_a_signer_number_and_name_share_a_line(tmp_path: Path) -> None:
    exported = export(official(signer="王海"), tmp_path, formats=("docx",), parts=("方案全文",))
    ((_, text, element),) = [one for one in paragraphs(exported) if one[0] == "DocumentNumber"]
    assert text == "海质强办〔2026〕8号签发人：王海"
    assert [one.get(f"{W}eastAsia") for one in element.iter(f"{W}rFonts") if one.get(f"{W}eastAsia")] == ["楷体_GB2312"]
    (stop,) = [one for one in element.iter(f"{W}tab") if one.get(f"{W}pos")]
    assert int(stop.get(f"{W}pos")) == 8844 - 315


def test_h7_the_red_rule_is_as_wide_as_the_frame(exported: Exported) -> None:
    ((_, _, element),) = [one for one in paragraphs(exported) if one[0] == "DocumentNumber"]
    rule = element.find(f"{W}pPr/{W}pBdr/{W}bottom")
    assert rule.get(f"{W}color") == "FF0000"
    assert element.find(f"{W}pPr/{W}ind") is None


def test_t3_addressees_stand_flush_and_end_in_a_full_colon(exported: Exported) -> None:
    assert ("PlanFlush", "各区质量强区办：") in [(style, text) for style, text, _ in paragraphs(exported)]


@pytest.mark.parametrize(
    ("ending", "name", "wanted"),
    [
        # 7.3.5.2: the date begins two characters right of the name.
        (Ending.PLAIN, "海州市质量强市工作委员会办公室", [200, 850]),
        # A date longer than the name keeps two blanks at its right, and the name moves.
        (Ending.PLAIN, "市质量办", [650, 200]),
        # 7.3.5.1: the date four blanks from the right, the name centred over it.
        (Ending.SEALED, "海州市质量强市工作委员会办公室", [0, 400]),
        (Ending.SEALED, "市质量办", [525, 400]),
    ],
)
def test_t9_t10_signature(tmp_path: Path, ending: Ending, name: str, wanted: list[int]) -> None:
    plan = official(ending, issuing_authority=name)
    exported = export(plan, tmp_path, formats=("docx",), parts=("方案全文",))
    lines = [(text, element) for style, text, element in paragraphs(exported) if style == "Signature"]
    assert [text for text, _ in lines] == [name, "2026年11月5日"]
    indents = [int(element.find(f"{W}pPr/{W}ind").get(f"{W}rightChars")) for _, element in lines]
    assert indents == wanted


def test_t12_the_annotation_stands_in_round_brackets_below_the_date(exported: Exported) -> None:
    shown = [(style, text) for style, text, _ in paragraphs(exported)]
    at = shown.index(("Signature", "2026年11月5日"))
    assert shown[at + 1] == ("PlanBody", "（此件公开发布）")


def test_e1_e2_e3_the_imprint_closes_the_last_page(exported: Exported) -> None:
    *_, table = exported.xml("方案全文").iter(f"{W}tbl")
    rules = {one.tag.replace(W, ""): one.get(f"{W}sz") for one in table.find(f"{W}tblPr/{W}tblBorders")}
    assert rules == {"top": "8", "bottom": "8", "insideH": "6"}
    place = table.find(f"{W}tblPr/{W}tblpPr")
    heights = [int(one.get(f"{W}val")) for one in table.iter(f"{W}trHeight")]
    assert int(place.get(f"{W}tblpY")) + sum(heights) == 2098 + 12756
    texts = ["".join(text.text for text in row.iter(f"{W}t")) for row in table.iter(f"{W}tr")]
    assert texts == ["抄送：市委办公厅，市政府办公厅。", "海州市质量强市工作委员会办公室2026年11月5日印发"]


def test_a_plain_layout_has_none_of_this() -> None:
    blocks = compose_plan(Layout(), official()).sections[0].blocks
    assert not [block for block in blocks if isinstance(block, Letterhead | Signature)]


def test_a_table_inside_the_text_stands_where_it_stood() -> None:
    plan = make_plan()
    spec = replace(plan.tables[1].spec, label="表1", unit_line="单位：万元", notes=("注：数据为预计数。",))
    inside = replace(plan.tables[1], spec=spec, place=TablePlace(4, 0))
    document = compose_plan(Layout(), replace(plan, tables=(plan.tables[0], inside)))
    names = [type(block).__name__ for block in document.sections[0].blocks]
    at = names.index("TableTitle")
    assert names[at - 1 : at + 5] == ["Heading", "TableTitle", "UnitLine", "Table", "TableNote", "BodyParagraph"]
    assert len(document.sections) == 2
    notes = [block.items for block in document.sections[0].blocks if type(block).__name__ == "AnnexNote"]
    assert notes == [(("1", "风电装备产业链质量问题清单"),)]


def test_cells_that_were_one_in_the_source_print_as_one_while_they_are_equal() -> None:
    table = make_plan(3).tables[0]
    rows = [table.rows[0], *(replace(row, joined=frozenset({"position", "area"})) for row in table.rows[1:])]
    other = {**rows[2].cells, "area": rows[2].cell("position")}
    rows[2] = replace(rows[2], cells=other)
    (ruled,) = (
        block
        for block in compose_appendix(Layout(), replace(table, rows=tuple(rows))).sections[0].blocks
        if isinstance(block, Table)
    )
    spans = [[cell.row_span for cell in row.cells[1:3]] for row in ruled.rows]
    assert spans == [[3, 2], [0, 0], [0, 1]]
    assert ruled.rows[1].cells[1] == BodyCell((), 0)


def test_every_unit_gets_what_it_has_to_do() -> None:
    document = compose_unit_tasks(Layout(), make_plan())
    assert [section.name for section in document.sections] == ["市发展改革委", "市科技局", "市教委"]
    (table,) = (block for block in document.sections[1].blocks if isinstance(block, Table))
    assert [["\n".join(cell.lines) for cell in row.cells] for row in table.rows] == [
        [
            "1",
            "开展联合攻关",
            "1.摸清底数\n逐户走访，建立台账。",
            "牵头",
            "配合单位：市教委、市发展改革委",
            "2026年底前",
        ],
        ["2", "开展联合攻关", "2.张榜求贤\n公开征集解决办法。", "牵头", "配合单位：市教委、市发展改革委", "2026年6月"],
    ]


def test_one_unit_can_be_asked_for_by_name(tmp_path: Path) -> None:
    exported = export(make_plan(), tmp_path, parts=("单位任务清单（市教委）",))
    assert len(exported.names()) == 2
    assert all(name.startswith("单位任务清单（市教委）") for name in exported.names())


def test_h1_the_copy_number_has_six_digits_on_line_one() -> None:
    layout = Layout(replace(STANDARD, parts=FULL))
    first = compose_plan(layout, official(), "000012").sections[0].blocks[0]
    assert isinstance(first, Letterhead)
    assert first.copy_number == "000012"


def test_t4_the_first_page_shows_text_below_the_letterhead(exported: Exported) -> None:
    """Lines above the first paragraph of text leave room for at least two on a page of 22."""
    height = 0
    for style, _, element in paragraphs(exported):
        if style == "PlanBody":
            break
        line = element.find(f"{W}pPr/{W}spacing")
        height += int(line.get(f"{W}line")) if line is not None else 700 if style == "PlanTitle" else 579
    assert 0 < height <= 20 * 579


def test_t8_note_and_pages_have_the_same_labels_titles_and_order() -> None:
    document = compose_plan(Layout(), make_plan())
    (note,) = (block for block in document.sections[0].blocks if type(block).__name__ == "AnnexNote")
    pages = []
    for section in document.sections[1:]:
        label, title = section.blocks[0], section.blocks[2]
        pages.append((getattr(label, "text", ""), "".join(getattr(title, "lines", ()))))
    assert [(f"{note.word}{number}", title) for number, title in note.items] == pages
    assert len(pages) == 2
    assert not [title for _, title in note.items if title[-1] in "。；，、！"]


@pytest.mark.parametrize(
    ("iso", "wanted"), [("2026-01-05", "2026年1月5日"), ("2026-11-30", "2026年11月30日"), (None, "")]
)
def test_t11_dates_are_written_out_without_zeros(iso: str | None, wanted: str) -> None:
    assert official_date(iso) == wanted

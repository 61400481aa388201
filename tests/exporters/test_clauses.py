"""Every requirement of the official layout that a checker can test has a test here, or a reason why not."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

HERE = Path(__file__).parent
LAYOUT = HERE.parents[2] / "shared" / "design" / "layout.md"

TESTS = {
    "P1": "test_page.test_sheets_and_margins_in_twips",
    "P2": "test_geometry.test_the_text_fills_the_frame",
    "P3": "test_geometry.test_even_pages_are_bound_at_the_other_edge",
    "P4": "test_page.test_the_frame_is_156_by_225_on_both_sheets",
    "P5": "test_word.test_styles_name_their_chinese_font",
    "P6": "test_rendering.test_a_full_page_has_22_lines_of_28_characters",
    "P7": "test_word.test_settings_ask_for_duplex_printing_and_a_current_word",
    "P8": "test_page.test_the_page_number_stands_outside_the_frame",
    "H1": "test_official.test_h1_the_copy_number_has_six_digits_on_line_one",
    "H2": "test_official.test_h2_h3_classification_and_urgency_stand_flush_in_their_order",
    "H3": "test_official.test_h2_h3_classification_and_urgency_stand_flush_in_their_order",
    "H4": "test_official.test_h4_the_red_name_begins_35_mm_below_the_frame",
    "H5": "test_official.test_h5_the_number_stands_two_lines_below_the_name",
    "H6": "test_official.test_h6_with_a_signer_number_and_name_share_a_line",
    "H7": "test_official.test_h7_the_red_rule_is_as_wide_as_the_frame",
    "T1": "test_word.test_styles_name_their_chinese_font",
    "T2": "test_title_lines.test_three_lines_are_no_hourglass",
    "T3": "test_official.test_t3_addressees_stand_flush_and_end_in_a_full_colon",
    "T4": "test_official.test_t4_the_first_page_shows_text_below_the_letterhead",
    "T5": "test_word.test_body_paragraphs_stand_on_22_lines_with_two_characters_indent",
    "T6": "test_compose.test_faces_follow_the_number_style",
    "T7": "test_word.test_the_plan_reads_from_title_to_the_list_of_tables",
    "T8": "test_official.test_t8_note_and_pages_have_the_same_labels_titles_and_order",
    "T9": "test_official.test_t9_t10_signature",
    "T10": "test_official.test_t9_t10_signature",
    "T11": "test_official.test_t11_dates_are_written_out_without_zeros",
    "T12": "test_official.test_t12_the_annotation_stands_in_round_brackets_below_the_date",
    "F1": "test_word.test_sections_have_official_sheets_margins_and_grids",
    "F2": "test_word.test_an_appendix_page_has_label_blank_line_and_title",
    "F3": "test_word.test_an_appendix_page_has_label_blank_line_and_title",
    "F5": "test_geometry.test_a_landscape_page_has_its_number_turned_at_the_left",
    "F6": "test_profile.test_the_label_word_is_the_same_on_the_page_in_the_note_and_in_the_text",
    "E1": "test_official.test_e1_e2_e3_the_imprint_closes_the_last_page",
    "E2": "test_official.test_e1_e2_e3_the_imprint_closes_the_last_page",
    "E3": "test_official.test_e1_e2_e3_the_imprint_closes_the_last_page",
    "N1": "test_word.test_page_numbers_follow_the_sheet",
    "N2": "test_geometry.test_the_dash_of_the_number_stands_269_mm_down_one_character_in",
    "N3": "test_geometry.test_the_dash_of_the_number_stands_269_mm_down_one_character_in",
    "N5": "test_rendering.test_pages_are_numbered_through",
}
REASONS = {
    "T13": "whether a plan goes out under a notice is not told in the plan; 附件说明 is a switch of the profile",
    "F4": "tables bound apart from their plan are a rare option nobody asked for",
    "N4": "no blank page comes before 版记: it stands on the last page of text, or alone behind a landscape table",
    "N6": "the letter form is out of scope",
}


def test_every_clause_is_accounted_for() -> None:
    if not LAYOUT.exists():
        pytest.skip("the list of clauses is not beside this checkout")
    section = LAYOUT.read_text(encoding="utf-8").partition("## A.")[2].partition("\n## B.")[0]
    listed = set(re.findall(r"^\| ([PHTFEN]\d+) \|", section, re.M))
    assert len(listed) > 40
    assert listed == TESTS.keys() | REASONS.keys()


@pytest.mark.parametrize("clause", TESTS)
def test_the_test_of_a_clause_is_there(clause: str) -> None:
    module, _, name = TESTS[clause].partition(".")
    tree = ast.parse((HERE / f"{module}.py").read_text(encoding="utf-8"))
    assert name in {one.name for one in tree.body if isinstance(one, ast.FunctionDef)}

"""Blocks of cells as programs put them on the clipboard, and as we do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData

from desktop.widgets.clipboard_block import Block, block_from_mime, block_to_mime
from desktop.widgets.clipboard_html import format_table, parse_table
from tests.desktop.clipboard_fixtures import EXCEL, EXCEL_TEXT, LIBREOFFICE, WORD, WORD_TEXT, WPS


def mime(html="", text=""):
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    return data


def test_excel_cells_keep_breaks_blanks_and_merges():
    block = block_from_mime(mime(EXCEL, EXCEL_TEXT))
    assert block.rows == [
        ["上游产业", "★★★钢板供应\n★检验周期长", "a  b <c>"],
        ["上游产业", "合在一起", ""],
    ]
    assert block.joined == {(1, 0)}


def test_wps_cells():
    block = block_from_mime(mime(WPS))
    assert block.rows == [["中游\n产业", "甲公司"], ["中游\n产业", "95%"]]
    assert block.joined == {(1, 0)}


def test_libreoffice_cells_without_ghost_lines():
    assert block_from_mime(mime(LIBREOFFICE)).rows == [["下游", "一、甲\n二、乙"], ["", "3.5"]]


def test_word_paragraphs_are_lines_of_a_cell():
    assert block_from_mime(mime(WORD, WORD_TEXT)).rows == [["1.完善制度\n2.开展检查", "市发展改革委"]]


def test_plain_text_with_quotes_is_cells():
    block = block_from_mime(mime(text='甲\t"乙\r\n丙 ""丁"""\r\n戊\r\n'))
    assert block.rows == [["甲", '乙\n丙 "丁"'], ["戊", ""]]


def test_a_sentence_from_a_browser_is_no_table():
    block = block_from_mime(mime("<html><body><p>一句话</p></body></html>", "一句话"))
    assert block.rows == [["一句话"]]
    assert block_from_mime(QMimeData()) is None


@pytest.mark.parametrize(
    "html",
    [
        "<table><tr><td rowspan=999999 colspan=999999>x</td></tr></table>",
        "<table>" + "<tr><td>x" * 30_000 + "</table>",
        "<table><tr><![bogus[ <td>x</td></tr></table>",
        "<table></table>",
        "<t" * 1000,
    ],
)
def test_hostile_html_ends_soon_and_harmlessly(html):
    block = parse_table(html)
    assert block is None or sum(len(row) for row in block.rows) <= 1000


def test_scripts_and_styles_are_no_words():
    html = "<table><tr><td>甲<script>alert(1)</script><style>td{}</style><b>乙</b></td></tr></table>"
    assert parse_table(html).rows == [["甲乙"]]


def test_nested_tables_are_text_of_their_cell():
    html = "<table><tr><td>甲<table><tr><td>乙</td><td>丙</td></tr></table></td><td>丁</td></tr></table>"
    assert parse_table(html).width == 2


TEXTS = st.text(st.sampled_from("甲乙ab1★<&\"'\t \n"), max_size=8).map(lambda text: text.strip())


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), min_size=1, max_size=4))
def test_what_we_copy_is_what_is_pasted(rows):
    block = Block([list(row) for row in rows])
    assert block_from_mime(block_to_mime(block)).rows == block.rows
    foreign = block_to_mime(block)
    foreign.removeFormat("application/x-fangan-cells")
    pasted = block_from_mime(foreign).rows
    if any(any(row) for row in rows):
        assert ["".join("".join(row).split()) for row in pasted] == ["".join("".join(row).split()) for row in rows]


def test_merged_cells_are_told_to_other_programs():
    block = Block([["甲", "一"], ["甲", "二\n三"]], frozenset({(1, 0)}))
    html = format_table(block)
    assert 'rowspan="2"' in html and "mso-data-placement:same-cell" in html
    assert parse_table(html) == block
    assert block_to_mime(block).text() == '甲\t一\n\t"二\n三"\n'


def test_a_block_is_repeated_where_it_fits():
    block = Block([["甲"], ["乙"]], frozenset({(1, 0)}))
    twice = block.repeated(4, 2)
    assert twice.rows == [["甲", "甲"], ["乙", "乙"], ["甲", "甲"], ["乙", "乙"]]
    assert twice.joined == {(1, 0), (1, 1), (3, 0), (3, 1)}
    assert block.repeated(3, 1) is block

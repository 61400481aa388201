"""What a Word file says of its own layout: styles, themes and lists resolved, sections and page numbers found."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm, Pt

from domain.errors import ImportFileError
from domain.word_facts import LineRule, NumberPlace, WordFacts
from importers.guard import GivenFile
from importers.word_facts import read_word_facts
from importers.worker import Reader

SPACE = nsdecls("w")


def facts_of(document: docx.document.Document) -> WordFacts:
    stream = io.BytesIO()
    document.save(stream)
    return read_word_facts(GivenFile("样.docx", stream.getvalue()))


def test_fonts_come_from_theme_style_and_run_in_this_order() -> None:
    document = docx.Document()
    document.add_paragraph("默认")
    styled = document.add_paragraph("样式", style="Heading 1")
    direct = document.add_paragraph().add_run("直接")
    direct._r.append(parse_xml(f"<w:rPr {SPACE}><w:rFonts w:eastAsia='仿宋'/><w:sz w:val='32'/><w:b/></w:rPr>"))
    direct._r.insert(0, direct._r[-1])
    plain, heading, own = facts_of(document).paragraphs
    assert plain.runs[0].look.size == 22
    assert plain.runs[0].look.latin == "Cambria"
    assert heading.look.outline == 1
    assert heading.runs[0].look.bold
    assert (own.runs[0].look.east, own.runs[0].look.size, own.runs[0].look.bold) == ("仿宋", 32, True)
    assert styled.style.name == "Heading 1"


def test_indents_spacing_and_lines_are_read_through_styles() -> None:
    document = docx.Document()
    style = document.styles["Normal"].paragraph_format
    style.line_spacing, style.first_line_indent, style.space_after = Pt(28.95), Pt(32), Pt(0)
    document.add_paragraph("继承")
    own = document.add_paragraph("自己")
    own._p.get_or_add_pPr().append(
        parse_xml(f"<w:ind {SPACE} w:hangingChars='200' w:hanging='640' w:leftChars='100'/>")
    )
    inherited, direct = facts_of(document).paragraphs
    assert (inherited.look.line, inherited.look.rule, inherited.look.first) == (579, LineRule.EXACT, 640)
    assert (direct.look.first_chars, direct.look.first, direct.look.left_chars) == (-200, -640, 100)


def test_sections_take_over_what_they_do_not_say() -> None:
    document = docx.Document()
    document.add_paragraph("前")
    footer = document.sections[0].footer.paragraphs[0]
    footer._p.append(parse_xml(f"<w:r {SPACE}><w:t>— </w:t></w:r>"))
    footer._p.append(parse_xml(f"<w:fldSimple {SPACE} w:instr=' PAGE '><w:r><w:t>1</w:t></w:r></w:fldSimple>"))
    footer._p.append(parse_xml(f"<w:r {SPACE}><w:t> —</w:t></w:r>"))
    across = document.add_section(WD_SECTION.NEW_PAGE)
    across.page_width, across.page_height = Mm(297), Mm(210)
    document.add_paragraph("后")
    facts = facts_of(document)
    first, second = facts.sections
    assert [one.section for one in facts.paragraphs if one.text] == [0, 1]
    assert not first.landscape and second.landscape
    assert first.number is not None and first.number == second.number
    assert (first.number.text, first.number.place) == ("— # —", NumberPlace.FOOTER)
    assert first.even_number is None


def test_automatic_numbers_stand_before_the_text() -> None:
    document = docx.Document()
    for text in ("甲", "乙"):
        document.add_paragraph(text, style="List Number")
    assert [one.full_text for one in facts_of(document).paragraphs] == ["1.甲", "2.乙"]


def test_deleted_and_hidden_text_is_left_out_and_breaks_are_told() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("留")
    paragraph._p.append(parse_xml(f"<w:del {SPACE}><w:r><w:delText>删</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {SPACE}><w:r><w:t>添</w:t></w:r></w:ins>"))
    paragraph._p.append(parse_xml(f"<w:r {SPACE}><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"))
    paragraph.add_run().add_break(docx.enum.text.WD_BREAK.PAGE)
    (facts,) = facts_of(document).paragraphs
    assert facts.text == "留添"
    assert facts.breaks_inside and not facts.breaks_first


def test_a_table_tells_head_rules_rows_and_kinds_of_cells() -> None:
    document = docx.Document()
    table = document.add_table(3, 2, style="Table Grid")
    for row, words in zip(table.rows, (("序号", "任务"), ("1", "甲"), ("2", "乙" * 30)), strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word
    (facts,) = facts_of(document).tables
    assert (facts.rows, facts.head_rows, facts.head_guess) == (3, 0, 1)
    assert facts.outer_rule == facts.inner_rule == 4
    assert [(one.head, one.numeric, one.longest) for one in facts.columns] == [("序号", True, 1), ("任务", False, 30)]
    assert [(one.is_head, one.count) for one in facts.cells] == [(True, 2), (False, 4)]
    assert facts.low_rows_split == (1, 2)


def test_the_reading_process_gives_the_same_facts(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、总体要求", style="Heading 1")
    document.add_table(2, 2)
    path = tmp_path / "样.docx"
    document.save(path)
    with Reader() as reader:
        assert reader.read_word_facts(path) == read_word_facts(path)
        with pytest.raises(ImportFileError, match="找不到文件"):
            reader.read_word_facts(tmp_path / "没有.docx")


def test_circles_among_styles_come_to_an_end() -> None:
    document = docx.Document()
    first, second = (document.styles.add_style(name, 1) for name in ("甲", "乙"))
    first.base_style, second.base_style = second, first
    document.add_paragraph("字", style=first)
    assert facts_of(document).paragraphs[0].text == "字"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b"{\\rtf1}", b"<html>", "一、".encode()])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(ImportFileError):
        read_word_facts(GivenFile("样.docx", data))


def test_damaged_parts_are_refused() -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    broken = io.BytesIO()
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<w:" if name == "word/styles.xml" else source.read(name))
    with pytest.raises(ImportFileError, match="已损坏"):
        read_word_facts(GivenFile("样.docx", broken.getvalue()))

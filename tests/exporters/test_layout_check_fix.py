"""改正稿: what has one right answer is right in the copy, and nothing else has changed."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from domain.checks import Severity
from domain.errors import InputError
from exporters.layout_check import check_layout
from exporters.layout_check_problems import Mend
from exporters.layout_fix import corrected, write_corrected
from exporters.layout_fix_xml import _ORDERS
from exporters.page import Layout
from importers.guard import GivenFile
from importers.word_facts import read_word_facts
from tests.exporters.broken_layouts import BROKEN
from tests.exporters.export_case import W
from tests.exporters.layout_case import DOCUMENT, SETTINGS, Broken, Parts, exported_bytes, layout_of

# What stays for a person: words nobody can guess, and the shape of a title.
BY_HAND = {"H1", "H2", "H4", "H5", "H6", "H7", "T1", "T2", "T4", "T8", "F4", "F6", "E1", "E2", "E3", "TABLE_WIDTH"}


LONG = "以需求为导向，分区分类施策，形成长效机制，持续改善停车秩序，让群众满意，并建立台账，定期通报进展。"


def judged(data: bytes, layout: Layout):
    facts = read_word_facts(GivenFile("样稿.docx", data))
    return facts, check_layout(layout, facts)


def mended(data: bytes, layout: Layout) -> bytes:
    facts, found = judged(data, layout)
    return corrected(layout, facts, found, data)


def texts(data: bytes) -> list[str]:
    facts, _ = judged(data, Layout())
    return [one.full_text for one in facts.paragraphs if one.text.strip()]


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: f"{one.clause} {one.name}")
def test_the_copy_has_no_such_finding_and_the_same_text(broken: Broken) -> None:
    layout, data = layout_of(broken.plan), broken.made()
    _, found = judged(data, layout)
    if not any(one.is_fixable for one in found):
        assert broken.clause in BY_HAND
        return
    copy = mended(data, layout)
    assert [(one.code, one.message) for one in judged(copy, layout)[1]] == []
    docx.Document(io.BytesIO(copy))
    if not any(repair.mend is Mend.SPLICE for one in found for repair in one.repairs):
        assert texts(copy) == texts(data)
    else:
        changed = [pair for pair in zip(texts(data), texts(copy), strict=True) if pair[0] != pair[1]]
        assert len(changed) == 1
        before, after = (re.sub(r"\W|0", "", text) for text in changed[0])
        assert before == after


def test_parts_and_paragraphs_without_a_finding_stay_as_they_are() -> None:
    (broken,) = [one for one in BROKEN if one.name == "heading in 仿宋"]
    before, after = Parts(broken.made()), Parts(mended(broken.made(), Layout()))
    with zipfile.ZipFile(io.BytesIO(before.bytes())) as old, zipfile.ZipFile(io.BytesIO(after.bytes())) as new:
        assert old.namelist() == new.namelist()
        same = [name for name in old.namelist() if old.read(name) == new.read(name)]
    assert set(old.namelist()) - set(same) == {"word/document.xml"}
    differing = [
        place
        for place, (one, other) in enumerate(zip(paragraphs(before), paragraphs(after), strict=True))
        if one != other
    ]
    assert len(differing) == 1


def paragraphs(parts: Parts) -> list[bytes]:
    from lxml import etree

    return [etree.tostring(one, method="c14n") for one in parts.root().iter("{*}p")]


def test_a_file_of_another_program_can_be_put_right() -> None:
    document = docx.Document()
    lines = ("停车治理工作方案", "为规范停车秩序，制定“一张图”方案。", "一、工作目标", "新增泊位一千个。")
    for line in (*lines, "（一）挖掘存量", "开放机关大院。", "附件：泊位清单。", "海州市城市管理局", "2026年01月05日"):
        document.add_paragraph(line)
    document.add_table(3, 3)
    stream = io.BytesIO()
    document.save(stream)
    copy = mended(stream.getvalue(), Layout())
    left = judged(copy, Layout())[1]
    assert not [one for one in left if one.is_fixable]
    assert not [one for one in left if one.code[0] in "PTN"]
    assert texts(copy)[-1] == "2026年1月5日"
    assert texts(copy)[-3] == "附件：泊位清单"
    assert texts(copy)[:-3] == texts(stream.getvalue())[:-3]
    section = docx.Document(io.BytesIO(copy)).sections[0]
    assert section.even_page_footer.paragraphs[0].text == "— 1 —"


def test_a_file_without_settings_gets_some() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(exported_bytes("plain"))) as source, zipfile.ZipFile(stream, "w") as bare:
        for name in source.namelist():
            data = source.read(name)
            if name.endswith("document.xml.rels"):
                data = re.sub(rb"<Relationship [^>]*/settings\"[^>]*/>", b"", data)
            if name != SETTINGS:
                bare.writestr(name, data)
    layout = Layout()
    assert {one.code for one in judged(stream.getvalue(), layout)[1]} == {"N3", "P7"}
    assert not judged(mended(stream.getvalue(), layout), layout)[1]


def test_elements_stand_in_the_order_that_word_asks_for() -> None:
    document = docx.Document()
    for line in ("停车治理工作方案", "一、工作目标", "新增“泊位”一千个。", "附件：1.泊位清单；", "2026年01月05日"):
        document.add_paragraph(line).paragraph_format.keep_together = True
    document.add_table(3, 3)
    stream = io.BytesIO()
    document.save(stream)
    parts = Parts(mended(stream.getvalue(), Layout()))
    for name, part in ((name, part) for part in (DOCUMENT, SETTINGS) for name in ("pPr", "rPr", "sectPr", "settings")):
        places = {key: place for place, key in enumerate(_ORDERS[name].split())}
        for one in parts.root(part).iter(f"{W}{name}"):
            known = [places[key] for child in one if (key := child.tag.rpartition("}")[2]) in places]
            assert known == sorted(known), (name, [child.tag for child in one])
            assert name != "pPr" or one.getparent()[0] is one
            assert name != "rPr" or one.getparent().tag != f"{W}r" or one.getparent()[0] is one


def test_a_run_in_heading_has_the_font_of_its_level_and_its_text_that_of_text() -> None:
    document = docx.Document()
    document.add_paragraph("停车治理工作方案")
    paragraph = document.add_paragraph()
    paragraph.add_run("（一）总体思路。").font.name = "Arial"
    paragraph.add_run(LONG)
    document.add_paragraph(f"（二）分类施策。{LONG}")  # heading and text are one run
    stream = io.BytesIO()
    document.save(stream)
    copy = docx.Document(io.BytesIO(mended(stream.getvalue(), Layout())))
    east = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}eastAsia"
    fonts = [(run.text[:6], run._r.rPr.rFonts.get(east)) for run in copy.paragraphs[1].runs]
    assert fonts == [("（一）总体思", "楷体_GB2312"), ("以需求为导向", "仿宋_GB2312")]
    assert [run.text for run in copy.paragraphs[2].runs] == ["（二）分类施策。", LONG]
    assert [run._r.rPr.rFonts.get(east) for run in copy.paragraphs[2].runs] == ["楷体_GB2312", "仿宋_GB2312"]


def test_another_file_than_the_one_that_was_judged_is_refused() -> None:
    (broken,) = [one for one in BROKEN if one.name == "heading in 仿宋"]
    facts, found = judged(broken.made(), Layout())
    with pytest.raises(InputError, match="检查之后又改动过"):
        corrected(Layout(), facts, found, exported_bytes("plain"))
    facts, found = judged(exported_bytes("plain"), Layout())
    with pytest.raises(InputError, match="没有可以自动改正的地方"):
        corrected(Layout(), facts, found, exported_bytes("plain"))


def test_the_copy_is_written_beside_and_the_file_left_alone(tmp_path: Path) -> None:
    (broken,) = [one for one in BROKEN if one.name == "top 30 mm"]
    source = tmp_path / "来文.docx"
    source.write_bytes(broken.made())
    before = source.read_bytes()
    facts = read_word_facts(source)
    target = write_corrected(Layout(), facts, check_layout(Layout(), facts), before, tmp_path / "改正稿.docx")
    assert source.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["改正稿.docx", "来文.docx"]
    assert not check_layout(Layout(), read_word_facts(target))


@pytest.mark.parametrize("name", ["plain", "official"])
def test_a_file_that_libreoffice_saved_is_judged_and_put_right(name: str, tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed here")
    source, folder = tmp_path / "源.docx", tmp_path / "存"
    source.write_bytes(exported_bytes(name))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [program, profile, "--headless", "--convert-to", "docx:Office Open XML Text", "--outdir", str(folder)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=600)
    saved = (folder / "源.docx").read_bytes()
    layout = layout_of(name)
    _, found = judged(saved, layout)
    # LibreOffice drops the character grid and the hint that quotation marks are Chinese; all else it keeps.
    assert {one.code for one in found} <= {"P5", "P6"}
    assert {one.severity for one in found if one.code == "P5"} <= {Severity.NOTE}
    if any(one.is_fixable for one in found):
        copy = mended(saved, layout)
        assert not [one for one in judged(copy, layout)[1] if one.is_fixable]
        assert texts(copy) == texts(saved)

"""Which reader takes a file, and what is said where none does."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.errors import ImportFileError
from importers.kinds import Kind, mismatch
from importers.read import read_plan
from tests.importers.word_builder import p, word_file, zip_file

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + b"\0" * 100
CONTAINER = "<container/>"


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 100


REFUSED = {
    "旧文件.doc": (ole("WordDocument"), "old_word", "另存为"),
    "旧文件.wps": (ole("WordDocument"), "wps", "另存为"),
    "加密.docx": (ole("EncryptedPackage"), "encrypted_word", "密码"),
    "邮件.msg": (ole("__substg1.0_"), "mail", "附件"),
    "演示.ppt": (ole("PowerPoint Document"), "not_word", "复制"),
    "来文.rtf": (b"{\\rtf1\\ansi}", "rtf", "另存为"),
    "来文.pdf": (b"%PDF-1.7\n", "pdf", "Word 原稿"),
    "扫描.jpg": (b"\xff\xd8\xff\xe0" + b"\0" * 20, "picture", "文字识别"),
    "来文.ofd": (zip_file({"OFD.xml": "<a/>"}), "ofd", "版式"),
    "来文.xps": (zip_file({"FixedDocSeq.fdseq": "<a/>"}), "xps", "版式"),
    "来文.odt": (zip_file({"mimetype": "application/vnd.oasis.opendocument.text"}), "not_word", "另存为"),
    "来文.pages": (zip_file({"Index/Document.iwa": "x"}), "pages", "Word"),
    "书.epub": (zip_file({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}), "epub", "原稿"),
    "压缩.zip": (zip_file({"方案/正文.docx": "x"}), "not_word", "解压"),
    "演示.pptx": (zip_file({"[Content_Types].xml": "<a/>", "ppt/presentation.xml": "<a/>"}), "not_word", "复制"),
    "压缩.rar": (b"Rar!\x1a\x07\0", "archive", "解压"),
    "旧.xml": (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "xml", "另存为"),
    "标文通.uof": (b'<?xml version="1.0"?><uof:UOF xmlns:uof="x"/>', "uof", "另存为"),
    "平.fodt": (b'<?xml version="1.0"?><office:document/>', "not_word", "另存为"),
    "~$方案.docx": (b"\x05zhang" + b"\0" * 150, "lock_file", "~$"),
    "网页.mht": (b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "web_archive", "另存为"),
    "方案.fangan": (b"SQLite format 3\0" + b"\0" * 100, "plan_file", "打开"),
    "快捷方式.lnk": (b"L\0\0\0\x01\x14\x02\0" + b"\0" * 50, "shortcut", "所指"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_other_kinds_get_a_sentence_and_a_way_out(tmp_path: Path, name: str) -> None:
    data, code, advice = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportFileError) as refused:
        read_plan(path)
    assert refused.value.code == code
    assert name in refused.value.message
    assert refused.value.message.endswith("。")
    assert advice in refused.value.hint
    assert refused.value.hint.endswith("。")


def test_a_packed_plan_is_named(tmp_path: Path) -> None:
    path = tmp_path / "来文.docx"
    path.write_bytes(zip_file({"方案/正文.docx": "x"}))
    with pytest.raises(ImportFileError, match=r"正文\.docx"):
        read_plan(path)


@pytest.mark.parametrize("name", ["方案.docx", "方案.docm", "方案.dotx", "方案.wps", "方案.doc", "方案"])
def test_word_files_are_read_under_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(word_file(p("海州市质量方案") + p("一、总则") + p("坚持质量。")))
    draft = read_plan(path)
    assert draft.content.info.title == "海州市质量方案"
    noted = [one.code for one in draft.findings]
    assert noted == (["kind_mismatch"] if name.endswith((".wps", ".doc")) else [])


def test_a_name_that_fits_is_not_remarked_on() -> None:
    assert mismatch("方案.DOCX", Kind.WORD) == mismatch("方案.md", Kind.TEXT) == mismatch("方案", Kind.TEXT) == ""
    assert mismatch("表.xlsx", Kind.SHEET) == ""
    assert "纯文本" in mismatch("方案.docx", Kind.TEXT)


def test_a_workbook_goes_to_the_reader_of_sheets(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text("序号,项目\n1,芯片\n2,软件\n", encoding="utf-8-sig")
    (table,) = read_plan(path).content.tables
    assert [row.cell("c2").text for row in table.rows] == ["芯片", "软件"]

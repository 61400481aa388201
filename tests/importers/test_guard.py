"""Files that are refused, each with its own sentence, and what the limits are."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import ImportFileError
from importers import guard
from importers.guard import GivenFile, Package, open_source, parse_xml, printable_name
from importers.read import read_plan
from tests.importers.word_builder import W, p, word_file, zip_file

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(512)
DOCTYPE = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{p("正文")}</w:body></w:document>'


def with_document(document: str | bytes) -> bytes:
    return zip_file({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def truncated() -> bytes:
    data = word_file(p("正文") * 50)
    return data[: len(data) // 2]


def flipped() -> bytes:
    data = bytearray(word_file(p("正文甲乙丙丁") * 50))
    start = data.find(b"word/document.xml") + 60
    data[start : start + 40] = bytes(40)
    return bytes(data)


def encrypted() -> bytes:
    data = bytearray(with_document(DOCUMENT))
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + place] |= 1
    return bytes(data)


def twice() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", DOCUMENT)
        archive.writestr("WORD/document.xml", DOCUMENT)
    return buffer.getvalue()


def bzipped() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr("word/document.xml", DOCUMENT)
    return buffer.getvalue()


def sheet() -> bytes:
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    relations += '<Relationship Id="r" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    entries = {"[Content_Types].xml": "<Types/>", "_rels/.rels": relations, "xl/workbook.xml": "<workbook/>"}
    return zip_file(entries)


def nested(depth: int) -> str:
    inside = "<w:sdt>" * depth + "</w:sdt>" * depth
    return f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'


REFUSED = [
    ("空.docx", b"", "empty_file"),
    ("旧.doc", OLE + "WordDocument".encode("utf-16-le"), "old_word"),
    ("旧的.doc", OLE, "old_word"),
    ("旧表.xls", OLE + "Workbook".encode("utf-16-le"), "damaged"),
    ("加密.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted_word"),
    ("旧.wps", OLE, "wps"),
    ("假.docx", b"%PDF-1.7\n", "pdf"),
    ("假的.docx", b"\xef\xbb\xbf{\\rtf1 text}", "rtf"),
    ("照片.docx", b"\x89PNG\r\n\x1a\n", "picture"),
    ("打包.docx", b"Rar!\x1a\x07", "archive"),
    ("网页.doc", b"<html><body>", "html"),
    ("网页二.doc", b"\n<!DOCTYPE HTML><html>", "html"),
    ("旧XML.doc", b"<?xml version='1.0'?><w:wordDocument/>", "xml"),
    ("方案.fangan", b"SQLite format 3\0" + bytes(100), "plan_file"),
    ("压缩包.docx", zip_file({"说明.txt": "甲"}), "not_word"),
    ("表格.docx", sheet(), "no_text"),
    ("文本.docx", zip_file({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}), "not_word"),
    ("别的.docx", with_document("<other/>"), "not_word"),
    ("截断.docx", truncated(), "damaged"),
    ("翻位.docx", flipped(), "damaged"),
    ("坏XML.docx", with_document(DOCUMENT[:-20]), "damaged"),
    ("无字.docx", word_file(p("")), "no_text"),
    ("实体.docx", with_document(DOCTYPE + DOCUMENT), "doctype"),
    ("实体16.docx", with_document(("\ufeff" + DOCTYPE + DOCUMENT).encode("utf-16-le")), "doctype"),
    ("深.docx", with_document(nested(300)), "beyond_limits"),
    ("密.docx", encrypted(), "encrypted_zip"),
    ("重名.docx", twice(), "beyond_limits"),
    ("压法.docx", bzipped(), "beyond_limits"),
    ("二进制.txt", bytes(range(256)) * 4, "binary"),
    ("乱码.txt", b"\x81\x20\xff\xff\xfe" * 20, "binary"),
    ("半个.txt", b"\xff\xfea", "binary"),
    ("控制.txt", "甲\x01\x02\x03\x04乙".encode(), "binary"),
    ("空白.txt", "\n　 \n\t\n".encode(), "no_text"),
]


@pytest.mark.parametrize(("name", "data", "code"), REFUSED, ids=[name for name, _, _ in REFUSED])
def test_a_file_that_is_no_plan_is_refused_with_advice(tmp_path: Path, name: str, data: bytes, code: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportFileError) as refused:
        read_plan(path)
    assert refused.value.code == code
    assert name in refused.value.message
    assert refused.value.message.endswith("。")
    assert refused.value.hint.endswith("。")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "没有.docx", "file_missing"), (tmp_path, "is_folder")):
        with pytest.raises(ImportFileError) as refused:
            read_plan(path)
        assert refused.value.code == code


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no such files")
def test_what_never_ends_or_never_begins_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.docx")
    (tmp_path / "零.docx").symlink_to("/dev/zero")
    (tmp_path / "环.docx").symlink_to(tmp_path / "环.docx")
    codes = []
    for name in ("管道.docx", "零.docx", "环.docx", "没有\0.docx"):
        with pytest.raises(ImportFileError) as refused:
            read_plan(tmp_path / name)
        codes.append(refused.value.code)
    assert codes == ["not_a_file", "not_a_file", "file_missing", "file_missing"]


def test_a_link_to_a_document_is_the_document(tmp_path: Path) -> None:
    (tmp_path / "方案.docx").write_bytes(word_file(p("一、总则") + p("正文。")))
    (tmp_path / "链接.docx").symlink_to(tmp_path / "方案.docx")
    assert read_plan(tmp_path / "链接.docx").content == read_plan(tmp_path / "方案.docx").content


def test_bytes_that_are_here_are_read_as_the_file_is(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    path.write_bytes(word_file(p("一、总则") + p("正文。")))
    assert read_plan(open_source(path)) == read_plan(path)
    with pytest.raises(ImportFileError) as refused:
        read_plan(GivenFile("空.docx", b""))
    assert refused.value.code == "empty_file"


def test_names_that_are_no_text_are_made_printable() -> None:
    assert printable_name(Path("方\udcff案?.docx")) == "方\ufffd案?.docx"


def test_a_large_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "MAX_FILE", 100)
    path = tmp_path / "大.txt"
    path.write_bytes(b"a" * 101)
    with pytest.raises(ImportFileError) as refused:
        read_plan(path)
    assert refused.value.code == "too_large"


def test_a_zip_that_swells_is_refused() -> None:
    data = zip_file({"word/document.xml": bytes(guard.RATIO_FROM + 1)})
    with pytest.raises(ImportFileError) as refused:
        Package(data, "炸弹.docx")
    assert refused.value.code == "beyond_limits"


@pytest.mark.parametrize(("limit", "value"), [("MAX_ENTRIES", 2), ("MAX_PART", 50), ("MAX_ALL_PARTS", 60)])
def test_the_limits_of_a_zip_hold(monkeypatch: pytest.MonkeyPatch, limit: str, value: int) -> None:
    monkeypatch.setattr(guard, limit, value)
    with pytest.raises(ImportFileError) as refused:
        Package(word_file(p("正文")), "来文.docx")
    assert refused.value.code == "beyond_limits"


def test_a_zip_that_lies_about_its_sizes_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    package = Package(word_file(p("正文") * 100), "来文.docx")
    monkeypatch.setattr(guard, "MAX_PART", 100)
    with pytest.raises(ImportFileError) as refused:
        package.read("word/document.xml")
    assert refused.value.code == "beyond_limits"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32-le", "utf-32", "utf-7", "cp037"])
def test_a_document_type_in_an_encoding_that_hides_it_is_refused(encoding: str) -> None:
    hidden = f'<?xml version="1.0" encoding="{encoding}"?>{DOCTYPE}<a>&b;</a>'.encode(encoding)
    with pytest.raises(ImportFileError):
        parse_xml(hidden, "x")


@pytest.mark.parametrize("quote", ["'", '"'])
def test_an_attribute_has_a_limit(quote: str) -> None:
    most = guard.MAX_ATTRIBUTE
    assert parse_xml(f"<a b={quote}{'x' * most}{quote}/>".encode(), "x").get("b") == "x" * most
    with pytest.raises(ImportFileError) as refused:
        parse_xml(f"<a b = {quote}{'x' * (most + 1)}{quote}/>".encode(), "x")
    assert refused.value.code == "beyond_limits"


def test_plain_xml_passes() -> None:
    assert parse_xml(b"<a><!-- note --><b/></a>", "x").find("b") is not None


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_a_damaged_word_file_is_read_or_refused_but_never_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray(word_file(p("一、总则") + p("正文。"), styles="", numbering=""))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path / "来文.docx"
    path.write_bytes(content[: data.draw(st.integers(1, len(content)))])
    try:
        draft = read_plan(path)
    except ImportFileError as refused:
        assert refused.code
    else:
        assert draft.source.name == path.name

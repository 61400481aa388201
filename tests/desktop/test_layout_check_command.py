"""`fangan check-layout`: the report, the corrected copy, another profile, and files that are refused."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from db.plan import load_info, set_info
from db.store import Store
from desktop.cli import FINDINGS, REFUSED, USAGE, main
from exporters.profile import STANDARD, profile_to_json

LINES = ("停车治理工作方案", "为规范停车秩序，制定本方案。", "一、工作目标", "新增泊位一千个。")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    path = tmp_path / "来文.docx"
    document.save(path)
    return path


def test_the_report_names_clause_place_and_what_should_be(letter: Path, capsys) -> None:
    assert main(["check-layout", str(letter)]) == FINDINGS
    told = capsys.readouterr().out
    assert told.startswith("“来文.docx”有 ")
    assert "7.3.3 层次标题（T6）\n" in told
    assert "上边距（天头）为25.4 毫米，应为37 毫米。　可改正" in told


def test_json_is_one_object(letter: Path, capsys) -> None:
    assert main(["check-layout", str(letter), "--json"]) == FINDINGS
    report = json.loads(capsys.readouterr().out)
    assert report["file"] == "来文.docx"
    assert report["copy"] is None
    (top,) = [one for one in report["findings"] if one["code"] == "P2"]
    assert (top["clause"], top["severity"], top["where"]) == ("5.2.1 天头", "must", "第1节")
    assert (top["is"], top["wanted"], top["fixable"]) == ("25.4 毫米", "37 毫米", True)


def test_a_corrected_copy_stands_beside_and_is_without_findings(letter: Path, capsys) -> None:
    before, copy = letter.read_bytes(), letter.with_name("改正稿.docx")
    assert main(["check-layout", str(letter), "--fix", str(copy)]) == 0
    assert "已写出改正稿“改正稿.docx”" in capsys.readouterr().out
    assert letter.read_bytes() == before
    assert main(["check-layout", str(copy)]) == 0
    assert "没有发现问题" in capsys.readouterr().out
    assert [one.text for one in docx.Document(copy).paragraphs] == list(LINES)


def test_a_copy_takes_no_files_place(letter: Path, capsys) -> None:
    assert main(["check-layout", str(letter), "--fix", str(letter)]) == USAGE
    assert "不能覆盖原来的文件" in capsys.readouterr().err
    other = letter.with_name("别的.docx")
    other.write_bytes(b"")
    assert main(["check-layout", str(letter), "--fix", str(other)]) == USAGE
    assert other.read_bytes() == b""
    assert main(["check-layout", str(letter), "--fix", str(letter.with_suffix(".doc"))]) == USAGE


def test_the_profile_of_a_file_or_of_a_plan_is_respected(letter: Path, tmp_path: Path, capsys) -> None:
    profile = replace(STANDARD, name="海州市版式", page=replace(STANDARD.page, top=25.4))
    file = tmp_path / "版式.json"
    file.write_text(profile_to_json(profile), encoding="utf-8")
    plan = tmp_path / "方案.fangan"
    with Store.create(plan) as store:
        set_info(store, replace(load_info(store.db), layout=profile_to_json(profile)))
    for given in (file, plan):
        main(["check-layout", str(letter), "--json", "--layout", str(given)])
        report = json.loads(capsys.readouterr().out)
        assert report["layout"] == "海州市版式"
        codes = {one["code"] for one in report["findings"]}
        assert "P2" not in codes
        assert "P3" in codes


def test_a_profile_that_is_none_is_refused(letter: Path, tmp_path: Path, capsys) -> None:
    bad = tmp_path / "坏.json"
    for content in (b"", b"[]", b"\xff\xfe\x00", b"{}"):
        bad.write_bytes(content)
        assert main(["check-layout", str(letter), "--layout", str(bad)]) == USAGE
    assert main(["check-layout", str(letter), "--layout", str(tmp_path / "没有.json")]) == USAGE
    assert "版式" in capsys.readouterr().err


def test_hostile_and_foreign_files_are_refused_with_a_sentence(letter: Path, tmp_path: Path, capsys) -> None:
    with zipfile.ZipFile(letter) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    entity = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "y">]><w:document xmlns:w="'
    entity += b'http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>'
    table = b"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='9999999'/></w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body>"
    hostile = {
        "实体": {**parts, "word/document.xml": entity},
        "宽表": {**parts, "word/document.xml": parts["word/document.xml"].replace(b"</w:body>", table)},
        "残缺": {**parts, "word/document.xml": parts["word/document.xml"][:200]},
    }
    for name, content in hostile.items():
        path = tmp_path / f"{name}.docx"
        with zipfile.ZipFile(path, "w") as archive:
            for part, data in content.items():
                archive.writestr(part, data)
        assert main(["check-layout", str(path)]) == REFUSED, name
    for name, data in (
        ("空.docx", b""),
        ("文本.docx", "一、总体要求".encode()),
        ("坏.docx", b"PK\x03\x04" + b"x" * 99),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        assert main(["check-layout", str(path)]) == REFUSED, name
    assert main(["check-layout", str(tmp_path / "没有.docx")]) == REFUSED
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 7
    assert all(line.endswith("。") for line in lines)

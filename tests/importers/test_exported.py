"""Files of ours that come back: their keys are found wherever a program put them, and are no content."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from domain.draft_json import draft_from_json, draft_to_json
from domain.exchange import PlanSnapshot
from domain.returned import Origin
from exporters.export import export_plan
from importers.read import read_plan
from tests.exporters.export_case import make_plan
from tests.importers.word_builder import word_file

ORIGIN = Origin("0123456789abcdef" * 2, 7, "3/41/2026-11-21T10:00:00+08:00")
CUSTOM = (
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
    '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="FanganDocument">'
    "<vt:lpwstr>abc</vt:lpwstr></property></Properties>"
)


def exports(folder: Path, *, keyed: bool = True) -> list[Path]:
    snapshot = PlanSnapshot(make_plan(3), 7, origin=ORIGIN if keyed else None)
    return [*export_plan(snapshot, folder, working_copies=True)]


def returned_word(tmp_path: Path, body: str) -> Path:
    """A Word file that says it is of a document."""
    target = tmp_path / "returned.docx"
    with zipfile.ZipFile(io.BytesIO(word_file(body))) as source, zipfile.ZipFile(target, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
        archive.writestr("docProps/custom.xml", CUSTOM)
    return target


def mark(key: str, number: int = 1) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="_fg_{key}"/><w:bookmarkEnd w:id="{number}"/>'


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_with_and_without_keys_a_file_reads_the_same(tmp_path: Path) -> None:
    with_keys, without = exports(tmp_path / "with"), exports(tmp_path / "without", keyed=False)
    for one, other in zip(with_keys, without, strict=True):
        keyed, plain = read_plan(one), read_plan(other)
        assert keyed.content == plain.content, one.name
        assert [finding.message for finding in keyed.findings] == [finding.message for finding in plain.findings]
        assert plain.returned is None
        assert (keyed.returned is None) == ("矩阵" in one.name)


def test_what_came_back_crosses_to_another_process(tmp_path: Path) -> None:
    for path in exports(tmp_path):
        draft = read_plan(path)
        assert draft_from_json(draft_to_json(draft)) == draft


def test_the_origin_is_told(tmp_path: Path) -> None:
    returned = read_plan(exports(tmp_path)[0]).returned
    assert returned is not None
    assert returned.origin == ORIGIN


def test_a_bookmark_between_paragraphs_belongs_to_the_next(tmp_path: Path) -> None:
    body = f"<w:p>{mark('h1')}{run('一、总体要求')}</w:p>{mark('p2', 2)}<w:p>{run('坚持问题导向。')}</w:p>"
    returned = read_plan(returned_word(tmp_path, body)).returned
    assert returned is not None
    assert [(one.key, one.text) for one in returned.texts] == [("h1", "一、总体要求"), ("p2", "坚持问题导向。")]


def test_tracked_changes_are_taken_as_accepted_and_tell_their_author(tmp_path: Path) -> None:
    who = 'w:id="9" w:author="甲" w:date="2026-11-20T09:00:00Z"'
    gone = (
        f"<w:p><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr>{mark('p2', 2)}"
        f"<w:del {who}><w:r><w:delText>坚持。</w:delText></w:r></w:del></w:p>"
    )
    body = (
        f"<w:p>{mark('h1')}{run('一、总体')}<w:ins {who}>{run('工作')}</w:ins>{run('要求')}</w:p>{gone}"
        f"<w:p>{mark('p3', 3)}{run('突出重点。')}</w:p>"
    )
    returned = read_plan(returned_word(tmp_path, body)).returned
    assert returned is not None
    assert [(one.key, one.text, one.by) for one in returned.texts] == [
        ("h1", "一、总体工作要求", "甲"),
        ("p3", "突出重点。", ""),
    ]
    assert returned.gone_by == {"p2": "甲"}


def test_a_row_that_a_tracked_change_took_out(tmp_path: Path) -> None:
    def row(key: str, number: int, text: str, extra: str = "") -> str:
        cells = f"<w:tc><w:p>{mark(key, number)}{run(text)}</w:p></w:tc><w:tc><w:p>{run(text)}</w:p></w:tc>"
        return f"<w:tr><w:trPr>{extra}</w:trPr>{cells}</w:tr>"

    head = (
        f"<w:tr><w:tc><w:p>{mark('t1_1', 1)}{mark('c1', 2)}{run('序号')}</w:p></w:tc>"
        f"<w:tc><w:p>{mark('c2', 3)}{run('工作')}</w:p></w:tc></w:tr>"
    )
    gone = '<w:del w:id="9" w:author="甲" w:date="2026-11-20T09:00:00Z"/>'
    body = f"<w:tbl>{head}{row('r1', 4, '1')}{row('r2', 5, '2', gone)}{row('r3', 6, '3')}</w:tbl><w:p>{run('完')}</w:p>"
    returned = read_plan(returned_word(tmp_path, body)).returned
    assert returned is not None
    (table,) = returned.tables
    assert (table.key, table.columns, table.paths) == ("t1_1", ("c1", "c2"), (("序号",), ("工作",)))
    assert [(one.key, one.cells) for one in table.rows] == [("r1", ("1", "1")), ("r3", ("3", "3"))]
    assert returned.gone_by == {"r2": "甲"}


def test_bookmarks_without_the_properties_are_of_nobody(tmp_path: Path) -> None:
    path = tmp_path / "other.docx"
    path.write_bytes(word_file(f"<w:p>{mark('h1')}{run('一、总体要求')}</w:p>"))
    assert read_plan(path).returned is None

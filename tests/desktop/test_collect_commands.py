"""Collecting by command: forms out, returns in, rounds, doubtful senders, rows into tables, each step undone."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from db.attachments import load_attachment
from db.store import Store
from desktop.cli import main
from desktop.routines import create_sample

HEAD = "企业名称,环节,所在区,类别,问题,等级"
FIRST = "甲川科技有限公司,上游,东区,技术,终端误报,★★★"
SECOND = "甲川科技有限公司,上游,东区,管理,制度不全,2"


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "方案.fangan"
    create_sample(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "回收"
    folder.mkdir()
    return folder


def put(folder: Path, name: str, *rows: str) -> None:
    (folder / name).write_text("\n".join([HEAD, *rows]), encoding="utf-8")


def run(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, Any]:
    code = main([str(word) for word in (*words, "--json")])
    return code, json.loads(capsys.readouterr().out)


def kinds(report: Any) -> list[str]:
    return [one["kind"] for one in report["files"]]


def test_what_came_back_is_taken_once_and_corrected_by_a_later_round(
    plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "a.csv", FIRST, SECOND)
    code, report = run(capsys, "collect", plan, folder)
    assert (code, kinds(report), report["new"]) == (0, ["new"], 2)
    assert kinds(run(capsys, "collect", plan, folder)[1]) == ["known"]
    put(folder, "b.csv", FIRST.replace("误报", "频繁误报"), SECOND, "甲川科技有限公司,上游,东区,品牌,知名度低,1")
    _, report = run(capsys, "collect", plan, folder / "b.csv")
    assert (kinds(report), report["new"], report["changed"], report["same"]) == (["corrected"], 1, 1, 1)
    assert report["files"][0]["round"] == 2
    put(folder, "c.csv", FIRST.replace("误报", "频繁误报") + " ", SECOND, "甲川科技有限公司,上游,东区,品牌,知名度低,1")
    assert kinds(run(capsys, "collect", plan, folder / "c.csv")[1]) == ["unchanged"]
    dumped = dump(plan, capsys)
    states = [(one["file"], one["state"], one["round"]) for one in dumped["submissions"]]
    assert states == [("a.csv", "superseded", 1), ("b.csv", "accepted", 2)]


def dump(plan: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    assert main(["dump", str(plan)]) == 0
    return json.loads(capsys.readouterr().out)


def test_two_rounds_given_together_are_two_rounds(plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "a.csv", FIRST)
    put(folder, "b.csv", FIRST, SECOND)
    _, report = run(capsys, "collect", plan, folder)
    assert [(one["kind"], one["round"]) for one in report["files"]] == [("new", 1), ("corrected", 2)]
    names = [one["name"] for one in dump(plan, capsys)["enterprises"] if "甲川" in one["name"]]
    assert names == ["甲川科技有限公司"]


def test_a_sender_in_another_wording_is_recognised_and_told(
    plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "a.csv", FIRST)
    run(capsys, "collect", plan, folder)
    (folder / "a.csv").unlink()
    put(folder, "b.csv", SECOND.replace("甲川科技有限公司", "甲川科技（海州）有限公司"))
    code, report = run(capsys, "collect", plan, folder)
    (file,) = report["files"]
    assert (code, file["enterprise"], file["kind"]) == (1, "甲川科技有限公司", "corrected")
    assert "sender_like" in [one["code"] for one in file["findings"]]


def test_mistakes_stay_out_and_are_told_with_their_cells(
    plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "a.csv", FIRST, SECOND.replace("制度不全", ""))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    (folder / "~$a.xlsx").write_bytes(b"lock")
    code, report = run(capsys, "collect", plan, folder)
    assert (code, kinds(report)) == (1, ["new", "refused"])
    assert [(one["cell"], one["code"]) for one in report["files"][0]["mistakes"]] == [("E3", "missing")]
    _, report = run(capsys, "consolidate", plan, "--dry-run")
    assert report["tables"][0]["steps"]["add"] == 1


def test_files_with_mistakes_go_back_marked_and_come_back_as_the_second_round(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEAD, FIRST, SECOND.replace("制度不全", "")):
        sheet.append(row.split(","))
    path = tmp_path / "甲川.xlsx"
    book.save(path)
    _, report = run(capsys, "collect", plan, path, "--returns", tmp_path / "退回")
    (marked,) = [Path(one) for one in report["returned"]]
    answer = load_workbook(marked)
    answer.worksheets[1]["E3"] = "制度不全"
    answer.save(marked)
    code, report = run(capsys, "collect", plan, marked)
    (file,) = report["files"]
    assert file["findings"] == []
    assert (code, file["kind"], file["round"], report["new"] + report["changed"]) == (0, "corrected", 2, 1)


def test_a_look_changes_nothing(plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = plan.read_bytes()
    put(folder, "a.csv", FIRST)
    _, report = run(capsys, "collect", plan, folder, "--dry-run")
    assert report["new"] == 1
    run(capsys, "consolidate", plan, "--dry-run")
    assert plan.read_bytes() == before


def test_rows_come_into_the_table_once_and_one_undo_takes_them_back(
    plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(folder, "a.csv", FIRST, SECOND)
    run(capsys, "collect", plan, folder)
    before = dump(plan, capsys)["tables"]
    _, report = run(capsys, "consolidate", plan, "--table", "附表1")
    assert report["tables"][0]["steps"]["add"] == 2
    texts = json.dumps(dump(plan, capsys)["tables"], ensure_ascii=False)
    assert "★★★终端误报" in texts
    assert run(capsys, "consolidate", plan)[1]["tables"][0]["steps"] == {}
    run(capsys, "undo", plan)
    assert dump(plan, capsys)["tables"] == before


def test_forms_go_out_to_each_enterprise_and_are_known_when_they_come_back(
    plan: Path, folder: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    put(folder, "a.csv", FIRST)
    run(capsys, "collect", plan, folder)
    _, report = run(capsys, "forms", plan, "--to", tmp_path / "表", "--due", "2026-12-01")
    path = next(Path(one) for one in report["files"] if "甲川" in one)
    book = load_workbook(path)
    sheet = book.worksheets[0]
    head = next(row for row in range(1, 20) if sheet.cell(row, 1).value == "企业名称*")
    for column, value in enumerate(("改了名的公司", "上游", "东区", "质量管理问题", "另一个问题", "★"), start=1):
        sheet.cell(head + 2, column, value)
    answer = tmp_path / "随便叫什么.xlsx"
    book.save(answer)
    _, report = run(capsys, "collect", plan, answer)
    assert (report["files"][0]["enterprise"], report["files"][0]["round"]) == ("甲川科技有限公司", 2)


def test_a_zip_of_returns_is_read_without_unpacking(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("回收/甲川.csv".encode("gb18030").decode("cp437"), "\n".join([HEAD, FIRST]).encode())
        archive.writestr("内层.zip", b"PK")
        archive.writestr("__MACOSX/x.csv", b"x")
    path = tmp_path / "全部.zip"
    path.write_bytes(buffer.getvalue())
    before = sorted(tmp_path.iterdir())
    _, report = run(capsys, "collect", plan, path)
    assert {one["file"]: one["kind"] for one in report["files"]} == {"内层.zip": "refused", "甲川.csv": "new"}
    assert [one for one in sorted(tmp_path.iterdir()) if one not in before] == []


@pytest.mark.parametrize("words", [["--form", "没有这张表"], []])
def test_what_is_not_there_is_said(
    plan: Path, folder: Path, words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    where = folder if words else folder / "没有"
    assert main(["collect", str(plan), str(where), *words]) != 0
    assert capsys.readouterr().err


def test_the_bytes_of_a_return_are_kept(plan: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(folder, "a.csv", FIRST)
    run(capsys, "collect", plan, folder)
    store = Store.open(plan)
    digest = dump(plan, capsys)["submissions"][0]["sha256"]
    assert load_attachment(store.db, digest) == (folder / "a.csv").read_bytes()
    store.close()

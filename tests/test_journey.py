"""The whole way of issue and office: another program's Word file → plan → edit → undo → official files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from db.document import Document
from db.snapshot import load_snapshot
from db.tables import set_cell
from db.units import set_role
from desktop.cli import main
from domain.units import Role

SEEDS = Path(__file__).resolve().parents[1].parent / "shared" / "seeds"
SEED = SEEDS / "智能网联工作方案.docx"

pytestmark = pytest.mark.skipif(not SEED.exists(), reason="the seeds lie beside the checkout, not in it")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FANGAN_HOME", str(tmp_path_factory.mktemp("home")))


def dump(capsys: pytest.CaptureFixture[str], file: Path) -> Any:
    capsys.readouterr()
    assert main(["dump", str(file)]) == 0
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("suffix", [".docx", ".txt"])
def test_the_seed_plan_gives_what_its_readme_says(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, suffix: str
) -> None:
    file = tmp_path / "方案.fangan"
    assert main(["read", str(file), str(SEED.with_suffix(suffix))]) in (0, 1)
    plan = dump(capsys, file)
    outline = plan["outline"]
    chapters = [node for node in outline if node["level"] == 1]
    sections = [node for node in outline if node["level"] == 2]
    tasks = [node for node in outline if node["kind"] == "task"]
    assert [node["number"] for node in chapters] == ["一", "二", "三", "四", "五"]
    assert [sum(node["parent"] == chapter["id"] for node in sections) for chapter in chapters] == [2, 5, 5, 2, 2]
    assert len(outline) == 21
    assert [(node["parent"], node["number"]) for node in tasks] == [(chapters[2]["id"], n) for n in "一二三四五"]
    duties = [sum(duty["task"] == task["id"] for duty in plan["duties"]) for task in tasks]
    assert duties == [4, 5, 3, 4, 11]
    assert len(plan["duties"]) == 27
    assert len(plan["units"]) == len({unit["name"] for unit in plan["units"]}) == 11
    assert plan["plan"]["stage"] == "征求意见稿"
    assert [table["label"] for table in plan["tables"]] == ["附表1", "附表2", "附表3"]
    assert [(len(table["rows"]), len(table["columns"])) for table in plan["tables"]] == [(3, 9), (4, 5), (4, 5)]
    assert [len(column["path"]) for column in plan["tables"][0]["columns"]] == [1] * 4 + [2] * 5
    items = [
        item["grade"]
        for row in plan["tables"][0]["rows"]
        for cell in row["cells"].values()
        for item in cell.get("items", [])
    ]
    assert (items.count(3), items.count(2), items.count(1), items.count(None)) == (21, 4, 0, 1)
    measures = [
        item["number"]
        for row in plan["tables"][2]["rows"]
        for cell in row["cells"].values()
        for item in cell.get("items", [])
        if item["number"]
    ]
    assert measures.count("1") == 6


def test_word_and_text_give_the_same_plan(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    plans = []
    for suffix in (".docx", ".txt"):
        file = tmp_path / f"{suffix[1:]}.fangan"
        main(["read", str(file), str(SEED.with_suffix(suffix))])
        plan = dump(capsys, file)
        for node in plan["outline"]:
            del node["source_line"]
        plans.append(plan)
    assert plans[0] == plans[1]


def test_every_character_of_the_word_file_arrives(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "方案.fangan"
    main(["read", str(file), str(SEED)])
    text = json.dumps(dump(capsys, file), ensure_ascii=False)
    document = docx.Document(str(SEED))
    paragraphs = [paragraph.text.strip() for paragraph in document.paragraphs]
    cells = [
        line.strip()
        for table in document.tables
        for row in table.rows[2 if len(table.columns) == 9 else 1 :]
        for cell in row.cells
        for line in cell.text.split("\n")
    ]
    derived = ("附表：", "2.", "3.")  # the list of tables after the text is made from the tables
    for line in [*paragraphs[3:], *cells]:
        words = line.lstrip("一二三四五六（）、").replace('"', '\\"')
        if words and not line.startswith(derived):
            assert words.lstrip("★ ") in text


def test_from_word_file_to_official_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file, folder = tmp_path / "方案.fangan", tmp_path / "导出"
    main(["read", str(file), str(SEED)])
    before = dump(capsys, file)
    document = Document.open(file)
    store = document.store
    content = load_snapshot(store).content
    table = content.tables[0]
    set_cell(store, table.rows[2].id, table.spec.column("other").id, "★★本机新增的问题")
    task = content.tasks()[0].node
    free = next(
        unit for unit in content.units if (task.id, unit.id) not in {(d.task_id, d.unit_id) for d in content.duties}
    )
    set_role(store, task.id, free.id, Role.LEAD)
    document.close()
    assert main(["export", str(file), "--to", str(folder)]) == 0
    names = sorted(path.name for path in folder.iterdir())
    for part in ("附表1", "附表2", "附表3", "任务分解表", "责任单位矩阵"):
        assert [name.rsplit(".", 1)[1] for name in names if name.startswith(part)] == ["docx", "xlsx"]
    (word,) = folder.glob("附表1*.docx")
    (excel,) = folder.glob("附表1*.xlsx")
    with zipfile.ZipFile(word) as package:
        assert "本机新增的问题" in package.read("word/document.xml").decode()
    cells = [str(cell) for row in openpyxl.load_workbook(excel).active.iter_rows(values_only=True) for cell in row]
    assert any("★★本机新增的问题" in cell for cell in cells)
    (breakdown,) = folder.glob("任务分解表*.docx")
    with zipfile.ZipFile(breakdown) as package:
        assert free.name in package.read("word/document.xml").decode()
    for _ in range(2):
        assert main(["undo", str(file)]) == 0
    assert dump(capsys, file) == before


@pytest.mark.parametrize("name", ["行动纲要.txt", "中长期发展规划.txt"])
def test_the_other_seeds_lose_no_text(capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str) -> None:
    file = tmp_path / "方案.fangan"
    assert main(["read", str(file), str(SEEDS / name), "--json"]) in (0, 1)
    report = capsys.readouterr().out
    plan = dump(capsys, file)
    # What is not taken over is named in a finding.
    taken = json.dumps(plan, ensure_ascii=False) + report
    source = (SEEDS / name).read_text(encoding="utf-8")
    kept = {char for char in source if "一" <= char <= "龥"}
    assert kept <= set(taken)
    han = sum("一" <= char <= "龥" for char in source)
    printed = (
        "".join(node["number"] + node["title"] + "".join(node["paragraphs"]) for node in plan["outline"])
        + "".join(plan["plan"]["preamble"])
        + plan["plan"]["title"]
    )
    assert sum("一" <= char <= "龥" for char in printed) > 0.97 * han

"""What ships as data: the sample plan, the unit list and the icons."""

from __future__ import annotations

import re
import tomllib
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from domain.cell_items import Cell, count_grades
from domain.checks import Severity
from domain.exchange import PlanContent, PlanDraft
from domain.tables import AppendixTable
from domain.text import comparison_key
from domain.units import Unit, match_unit
from importers.read import read_plan_text

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
ICONS = sorted((RESOURCES / "icons").glob("*.svg"))
NAMED_ICONS = (
    "new open import export undo redo add remove up down promote demote text tasks matrix table search check folder "
    "history close fangan"
)
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def draft() -> PlanDraft:
    return read_plan_text((RESOURCES / "sample" / "plan.txt").read_text(encoding="utf-8"), "plan.txt")


@pytest.fixture(scope="module")
def content(draft: PlanDraft) -> PlanContent:
    return draft.content


@pytest.fixture(scope="module")
def listed_units() -> list[Unit]:
    entries = tomllib.loads((RESOURCES / "units" / "default.toml").read_text(encoding="utf-8"))["unit"]
    return [
        Unit(seq, entry["name"], entry["full_name"], tuple(entry.get("aliases", ())), seq)
        for seq, entry in enumerate(entries, start=1)
    ]


def cells_of(table: AppendixTable) -> list[Cell]:
    return [row.cell(column.key) for row in table.rows for column in table.spec.columns]


def test_the_sample_reads_without_anything_to_mend(draft: PlanDraft) -> None:
    assert [finding for finding in draft.findings if finding.severity is Severity.MUST] == []


def test_the_sample_has_its_title_and_stage(content: PlanContent) -> None:
    assert content.info.title == "海州市海洋工程装备产业链供应链质量联动提升工作方案"
    assert content.info.mark == "征求意见稿"
    assert len(content.preamble) == 1


def test_the_sample_has_its_chapters_sections_tasks_and_measures(content: PlanContent) -> None:
    placed = content.placed()
    assert [one.number for one in placed if one.level == 1] == ["一", "二", "三", "四", "五"]
    assert sum(one.level == 2 for one in placed) == 14
    assert [one.number for one in content.tasks()] == ["一", "二", "三", "四", "五", "六"]
    assert [one.heading for one in placed if one.level == 3] == [
        "1.推行供应商分级管理",
        "2.建设焊接质量数据库",
        "3.推广首席质量官制度",
    ]


def test_every_task_of_the_sample_words_its_duty_clause_differently(content: PlanContent) -> None:
    clauses = [paragraph.clause for one in content.tasks() for paragraph in one.node.paragraphs if paragraph.clause]
    assert len(clauses) == len(set(clauses)) == 6
    assert len(content.duties) == 21
    assert len({duty.unit_id for duty in content.duties}) == len(content.units) == 12


def test_the_sample_prints_as_it_was_written(content: PlanContent) -> None:
    written = (RESOURCES / "sample" / "plan.txt").read_text(encoding="utf-8").splitlines()
    printed = [line for one in content.placed() for line in (one.heading, *content.printed_paragraphs(one.node))]
    assert [line for line in printed if line not in written] == []


def test_the_sample_has_its_three_tables(content: PlanContent) -> None:
    shapes = [(table.spec.label, len(table.spec.columns), len(table.rows)) for table in content.tables]
    assert shapes == [("附表1", 9, 3), ("附表2", 5, 4), ("附表3", 5, 4)]
    problems, projects, tools = content.tables
    assert count_grades(cells_of(problems)) == {3: 10, 2: 8, 1: 2}
    assert problems.spec.columns[-1].path == ("产业链质量问题", "其他质量问题")
    assert all(cell.text for cell in cells_of(projects)[1:5])
    assert [len(row.cell(tools.spec.columns[2].key).items) for row in tools.rows] == [2, 3, 2, 3]


def test_the_units_of_the_sample_are_in_the_unit_list(content: PlanContent, listed_units: list[Unit]) -> None:
    assert [unit.name for unit in content.units if match_unit(unit.name, listed_units) is None] == []


def test_no_two_listed_units_answer_to_one_name(listed_units: list[Unit]) -> None:
    keys = [comparison_key(name) for unit in listed_units for name in (unit.name, unit.full_name, *unit.aliases)]
    assert len(keys) == len(set(keys))
    assert 60 <= len(listed_units) <= 90


def test_every_named_icon_is_there() -> None:
    assert [name for name in NAMED_ICONS.split() if not (RESOURCES / "icons" / f"{name}.svg").is_file()] == []


@pytest.mark.parametrize("path", ICONS, ids=lambda path: path.stem)
def test_icon_is_plain_line_art(path: Path) -> None:
    root = ET.parse(path).getroot()
    assert root.tag == f"{SVG}svg"
    assert {child.tag for child in root} == {f"{SVG}path"}
    if path.stem == "fangan":
        return  # the program's own sign has colours and a size of its own
    assert root.attrib["viewBox"] == "0 0 20 20"
    assert root.attrib["stroke"] == "currentColor"
    assert (root.attrib["stroke-width"], root.attrib["stroke-linecap"]) == ("1.5", "round")
    assert not re.search(r"#[0-9a-fA-F]{3,6}", path.read_text(encoding="utf-8"))

"""The real plans beside the project, where they are present."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from domain.cell_items import ItemKind, count_grades
from domain.checks import Severity
from domain.exchange import PlanContent, PlanDraft
from domain.labels import PlanStage
from domain.outline import NodeKind
from domain.tables import ColumnKind
from domain.text import strip_spaces
from domain.units import Role
from importers.read import read_plan

SEEDS = Path(__file__).resolve().parents[2].parent / "shared" / "seeds"
WORD, TEXT = SEEDS / "智能网联工作方案.docx", SEEDS / "智能网联工作方案.txt"
OUTLINE, PROGRAMME = SEEDS / "行动纲要.txt", SEEDS / "中长期发展规划.txt"

pytestmark = pytest.mark.skipif(not WORD.exists(), reason="the seed plans are not beside the project")


@pytest.fixture(scope="module", params=[WORD, TEXT], ids=["docx", "txt"])
def draft(request: pytest.FixtureRequest) -> PlanDraft:
    return read_plan(request.param)


@pytest.fixture(scope="module")
def content(draft: PlanDraft) -> PlanContent:
    return draft.content


def test_title_stage_and_preamble(content: PlanContent) -> None:
    first, second = TEXT.read_text(encoding="utf-8").splitlines()[:2]
    assert content.info.title == strip_spaces(first + second)
    assert content.info.stage is PlanStage.CONSULTATION
    assert len(content.preamble) == 1


def test_chapters_sections_and_tasks(content: PlanContent) -> None:
    placed = content.placed()
    chapters = [one for one in placed if one.level == 1]
    assert [one.number for one in chapters] == ["一", "二", "三", "四", "五"]
    below = Counter(one.node.parent for one in placed if one.level == 2)
    assert [below[chapter.node.id] for chapter in chapters] == [2, 5, 5, 2, 2]
    assert all(one.level <= 2 for one in placed)
    assert {one.node.parent for one in content.tasks()} == {chapters[2].node.id}
    assert Counter(one.node.kind for one in placed) == {NodeKind.SECTION: 16, NodeKind.TASK: 5}


def test_duties_and_units(content: PlanContent) -> None:
    assert Counter(duty.role for duty in content.duties) == {Role.RESPONSIBLE: 27}
    by_task = Counter(duty.task_id for duty in content.duties)
    assert [by_task[task.node.id] for task in content.tasks()] == [4, 5, 3, 4, 11]
    assert [unit.seq for unit in content.units] == list(range(1, 12))


def test_the_three_tables(content: PlanContent) -> None:
    shapes = [(table.spec.label, len(table.spec.columns), len(table.rows)) for table in content.tables]
    assert shapes == [("附表1", 9, 3), ("附表2", 5, 4), ("附表3", 5, 4)]
    problems, _, tools = content.tables
    assert [len(column.path) for column in problems.spec.columns] == [1, 1, 1, 1, 2, 2, 2, 2, 2]
    graded = [column.key for column in problems.spec.columns if column.kind is ColumnKind.ITEMS]
    assert graded == ["technical", "management", "infrastructure", "brand", "other"]
    cells = [row.cell(key) for row in problems.rows for key in graded]
    assert count_grades(cells) == {3: 21, 2: 4}
    assert sum(item.grade is None for cell in cells for item in cell.items) == 1
    measures = [item for row in tools.rows for item in row.cell("measures").items]
    assert Counter(item.kind for item in measures) == {ItemKind.MEASURE: 13}


def test_nothing_needs_a_person(draft: PlanDraft) -> None:
    assert [finding for finding in draft.findings if finding.severity is not Severity.NOTE] == []


def test_both_forms_say_the_same() -> None:
    def bare(path: Path) -> PlanContent:
        content = read_plan(path).content
        return replace(content, nodes=tuple(replace(node, source_line=None) for node in content.nodes))

    assert bare(WORD) == bare(TEXT)


def test_the_outline_from_a_pdf() -> None:
    placed = read_plan(OUTLINE).content.placed()
    assert [one.number for one in placed if one.level == 1] == ["一", "二", "三", "四"]
    children: dict[int | None, list[str]] = {}
    for one in placed:
        children.setdefault(one.node.parent, []).append(one.number)
    chapters = [one.node.id for one in placed if one.level == 1]
    assert [children.get(chapter, []) for chapter in chapters] == [
        [],
        list("12345678"),
        list("1234"),
        ["一", "二", "三", "四", ""],
    ]
    assert [children[one.node.id] for one in placed if one.node.parent == chapters[3]] == [list("12345")] * 4 + [
        list("1234")
    ]


def test_the_programme_on_one_line() -> None:
    content = read_plan(PROGRAMME).content
    placed = content.placed()
    levels = Counter(one.level for one in placed)
    assert (levels[1], levels[2], levels[3]) == (5, 18, 20)
    below = Counter(one.node.parent for one in placed if one.level == 2)
    assert [below[one.node.id] for one in placed if one.level == 1] == [3, 3, 6, 6, 0]


@pytest.mark.parametrize("path", [OUTLINE, PROGRAMME], ids=["outline", "programme"])
def test_no_word_of_the_other_plans_is_lost(path: Path) -> None:
    draft = read_plan(path)
    content = draft.content
    kept = [content.info.title, content.info.document_number, content.info.issuing_authority]
    kept += [paragraph.text for paragraph in content.preamble]
    kept += [text for one in content.placed() for text in (one.heading, *content.printed_paragraphs(one.node))]
    kept += [finding.message for finding in draft.findings]
    said = Counter(char for char in strip_spaces("".join(kept)) if char.isalnum())
    written = Counter(char for char in strip_spaces(path.read_text(encoding="utf-8")) if char.isalnum())
    assert {char for char, count in written.items() if said[char] < count} == set()

"""Outlines of every official style: small texts (outlines.txt), and the outline that each must give."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.checks import Finding
from domain.exchange import PlanDraft
from domain.numbering import NumberStyle, format_number
from domain.outline import NodeKind
from domain.reading import ReadingChoices
from importers.read import read_plan_text

BODY = "坚持问题导向，健全工作机制，推动各项任务落地见效。"


@dataclass(frozen=True)
class Case:
    """A text, and its outline: one heading a line, indented by level, ▢ for a box."""

    name: str
    title: str
    questions: int
    text: str
    outline: list[str]


def load_cases() -> list[Case]:
    cases = []
    for part in (Path(__file__).parent / "outlines.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, rest = part.partition("\n")
        name, title, questions = (field.strip() for field in head.split("|"))
        text, _, outline = rest.partition("\n---\n")
        wanted = [line for line in outline.split("\n") if line.strip()]
        cases.append(Case(name, title, int(questions), text.replace("~", BODY) + "\n", wanted))
    return cases


def read(text: str, picks: dict[str, str] | None = None) -> PlanDraft:
    return read_plan_text(text, "来文.txt", ReadingChoices(picks=picks or {}))


def outline(draft: PlanDraft) -> list[str]:
    return [
        "  " * (one.level - 1) + ("▢" if one.node.kind is NodeKind.BOX else "") + one.heading.replace("\u3000", " ")
        for one in draft.content.placed()
    ]


def questions(draft: PlanDraft) -> list[Finding]:
    return [finding for finding in draft.findings if finding.code in ("heading_doubt", "box_end", "line_join")]


@pytest.mark.parametrize("case", load_cases(), ids=lambda case: case.name)
def test_outline(case: Case) -> None:
    draft = read(case.text)
    assert outline(draft) == case.outline
    assert [finding.message for finding in questions(draft)][case.questions :] == []
    assert len(questions(draft)) == case.questions
    assert [finding.message for finding in draft.findings if finding.code == "lost_text"] == []
    if case.title:
        assert draft.content.info.title == case.title


def test_chinese_numbers_beyond_a_hundred() -> None:
    headings = [f"{format_number(NumberStyle.HAN, value)}、完善机制" for value in range(1, 106)]
    text = "海州市措施\n" + "".join(f"{heading}\n{BODY}\n" for heading in headings)
    assert outline(read(text)) == headings


DOUBTS = [
    # A list behind a colon may be headings all the same.
    (
        f"海州市方案\n一、目标\n{BODY}\n指标如下：\n1.产业规模\n2.企业数量\n二、任务\n{BODY}\n",
        "heading:5",
        "text",
        ["1.", "2."],
    ),
    # A short line between texts may be none.
    (
        f"海州市方案\n一、目标\n{BODY}\n重点领域突破\n{BODY}\n二、任务\n{BODY}\n",
        "heading:4",
        "heading",
        ["重点领域突破"],
    ),
    # A number that fits nowhere.
    (f"海州市方案\n一、目标\n{BODY}\n7.产业规模\n{BODY}\n二、任务\n{BODY}\n", "heading:4", "text", ["1."]),
]


@pytest.mark.parametrize(("text", "question", "assumed", "marks"), DOUBTS)
def test_a_doubtful_place_is_asked_and_the_answer_obeyed(
    text: str, question: str, assumed: str, marks: list[str]
) -> None:
    draft = read(text)
    (asked,) = questions(draft)
    assert (asked.question, asked.options[0].key, f"heading:{asked.line}") == (question, assumed, question)
    as_heading, as_text = read(text, {question: "heading"}), read(text, {question: "text"})
    extra = [one.strip() for one in outline(as_heading) if one not in outline(as_text)]
    assert [heading[: len(mark)] for heading, mark in zip(extra, marks, strict=True)] == marks
    assert outline(draft) == outline(as_heading if assumed == "heading" else as_text)
    # The same question stands in every reading, so that it can be answered again.
    assert [finding.question for finding in questions(as_heading)] == [question]
    assert [finding.question for finding in questions(as_text)] == [question]


def test_an_answer_nobody_asked_for_changes_nothing() -> None:
    text = f"海州市方案\n一、目标\n{BODY}\n二、任务\n{BODY}\n"
    assert read(text, {"heading:2": "text", "join:3": "joined"}) == read(text)


def test_the_end_of_a_box_is_asked() -> None:
    box = "专栏1 重大工程\n1.平台工程。建平台。\n2.人才工程。聚人才。\n"
    text = f"海州市方案\n一、任务\n{box}在此基础上，{BODY}\n二、保障\n{BODY}\n"
    (asked,) = questions(read(text))
    assert (asked.question, [option.key for option in asked.options]) == ("box_end:6", ["box", "text"])
    boxed, freed = read(text).content, read(text, {"box_end:6": "text"}).content
    assert [len(one.node.paragraphs) for one in boxed.placed()] == [0, 3, 1]
    assert [len(one.node.paragraphs) for one in freed.placed()] == [1, 2, 1]
    assert "box_moved" in [finding.code for finding in read(text, {"box_end:6": "text"}).findings]


def test_every_line_of_a_one_line_file_has_its_own_question() -> None:
    text = f"海州市方案　　一、目标　　{BODY}　　重点领域突破　　{BODY}　　质量品牌培育　　{BODY}　　二、任务　　{BODY}"
    asked = [finding.question for finding in questions(read(text))]
    assert len(asked) == len(set(asked)) == 2
    changed = read(text, {asked[1]: "text"})
    assert [one.strip() for one in outline(changed)] == ["一、目标", "重点领域突破", "二、任务"]

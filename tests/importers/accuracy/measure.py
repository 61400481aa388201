"""How much of a document's truth a reader found, and how much of what it found is true."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from domain.deadlines import DeadlineKind, find_deadlines, parse_deadline, plan_year
from domain.exchange import PlanContent, PlanDraft
from domain.indicators import Comparison, plan_indicators
from domain.outline import PlacedNode
from domain.reading import ReadingChoices, Revisions
from domain.text import comparison_key
from importers.read import read_plan
from tests.importers.accuracy.measure_tables import table_pairs

MEASURES = ("front", "headings", "paragraphs", "duties", "cells", "deadlines", "indicators", "remarks", "findings")
_SIGNS = {
    Comparison.EQUAL: "=",
    Comparison.AT_LEAST: ">=",
    Comparison.OVER: ">",
    Comparison.AT_MOST: "<=",
    Comparison.UNDER: "<",
    Comparison.ABOUT: "~",
    Comparison.RANGE: "..",
}
# Headings that may be read as paragraphs too.
_LOOSE = ("doubtful", "either")
_AREA = re.compile("^(?:全市|全省|全区|全县|全镇|新区|我市|我县|我区)?(?:每年|全年)?")


@dataclass
class Score:
    """Hits, expected and found of one measure; `missed` and `wrong` say which, in words."""

    hits: int = 0
    expected: int = 0
    found: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the truth that was found; 1 when there is nothing to find."""
        return self.hits / self.expected if self.expected else 1.0

    @property
    def precision(self) -> float:
        """Share of what was found that is true; 1 when nothing was found."""
        return self.hits / self.found if self.found else 1.0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.hits + other.hits,
            self.expected + other.expected,
            self.found + other.found,
            self.missed + other.missed,
            self.wrong + other.wrong,
        )


def score(expected: Iterable[Hashable], found: Iterable[Hashable], free: Iterable[Hashable] = ()) -> Score:
    """Compare two lists as multisets; what is `free` counts neither found nor missed."""
    free = set(free)
    truth, seen = Counter(one for one in expected), Counter(one for one in found)
    for one in free - truth.keys():
        seen.pop(one, None)
    hits = sum((truth & seen).values())
    missed = [str(one) for one in (truth - seen).elements()]
    wrong = [str(one) for one in (seen - truth).elements()]
    return Score(hits, sum(truth.values()), sum(seen.values()), missed, wrong)


def measure(path: Path, truth: Mapping[str, Any]) -> dict[str, Score]:
    """Read a file and score it against its truth, measure by measure."""
    draft = read_plan(path)
    matching = Matching(draft.content, truth)
    duties, cells = table_pairs(draft, truth)
    scores = {
        "front": _front(draft, truth),
        "headings": matching.headings(),
        "paragraphs": matching.paragraphs(),
        "duties": matching.duties() if duties is None else score(*duties),
        "cells": score(*cells),
        "deadlines": _deadlines(draft, truth),
        "indicators": _indicators(draft, truth),
        "remarks": _remarks(draft, truth),
        "findings": _findings(draft, truth),
    }
    if truth["original"]:
        original = read_plan(path, choices=ReadingChoices(Revisions.ORIGINAL))
        texts = {comparison_key(text) for text in _texts(original.content)}
        wanted = [comparison_key(text) for text in truth["original"]]
        scores["remarks"] += score(wanted, [text for text in wanted if text in texts])
    return scores


def title_key(text: str) -> str:
    """A heading's words without blanks and without the mark that ends them."""
    return comparison_key(text).rstrip("。:;.,")


def number_key(text: str) -> str:
    """A printed number in half width, without the mark behind it."""
    text = re.sub(r"\s", "", text).translate(str.maketrans("（）０１２３４５６７８９", "()0123456789"))
    return text.rstrip("、.．，")


class Matching:
    """Which heading found is which heading of the truth."""

    def __init__(self, content: PlanContent, truth: Mapping[str, Any]) -> None:
        self.content, self.truth = content, truth
        self.placed = [] if _is_task_file(truth) else list(content.placed())
        self.place: dict[int, int] = {}
        self._drop_table_made()
        free = set(range(len(truth["headings"])))
        for one in self.placed:
            fit = next((index for index in sorted(free) if self._fits(one, truth["headings"][index])), None)
            if fit is not None:
                free.discard(fit)
                self.place[one.node.id] = fit

    def _drop_table_made(self) -> None:
        """Leave out headings that a task table became, where the truth lets it be tasks or a table."""
        words = table_words(self.truth, "TASKS?")
        made: set[int | None] = set()
        for one in self.placed:
            if title_key(one.node.title) in words or one.node.parent in made:
                made.add(one.node.id)
        self.placed = [one for one in self.placed if one.node.id not in made]

    def _fits(self, one: PlacedNode, heading: Mapping[str, Any]) -> bool:
        same = title_key(one.node.title) == title_key(heading["title"])
        if same or heading["mode"] not in ("free", "either"):
            return same
        texts = self.content.printed_paragraphs(one.node)
        whole = comparison_key(one.node.title + "".join(texts))
        return whole[:16] == comparison_key(heading["title"])[:16]

    def headings(self) -> Score:
        """Level, number and title of every heading."""
        wanted = [
            self._expected(index) for index, one in enumerate(self.truth["headings"]) if one["mode"] not in _LOOSE
        ]
        found = []
        for one in self.placed:
            index = self.place.get(one.node.id)
            mode = self.truth["headings"][index]["mode"] if index is not None else ""
            if mode in _LOOSE:
                continue
            level = 0 if mode == "box" else one.level
            title = title_key(one.node.title) if index is None else title_key(self.truth["headings"][index]["title"])
            found.append((level, number_key(one.label), title))
        return score(wanted, found)

    def _expected(self, index: int) -> tuple[int, str, str]:
        heading = self.truth["headings"][index]
        level = 0 if heading["mode"] == "box" else heading["level"]
        return level, number_key(heading["number"]), title_key(heading["title"])

    def paragraphs(self) -> Score:
        """Every paragraph under its heading; -1 is the preamble."""
        modes = [heading["mode"] for heading in self.truth["headings"]]
        loose = {index for index, mode in enumerate(modes) if mode in ("free", *_LOOSE)}
        wanted, aside = [], table_words(self.truth, "TASKS")
        for one in self.truth["paragraphs"]:
            text = comparison_key(one["text"])
            if one["heading"] is None or one["heading"] in loose:
                aside.add(text)
            else:
                wanted.append((one["heading"], text))
        for heading in self.truth["headings"]:
            if heading["mode"] in _LOOSE:
                aside |= {comparison_key(heading["title"]), comparison_key(heading["number"] + heading["title"])}
        found = [(-1, comparison_key(paragraph.text)) for paragraph in self.content.preamble]
        for one in self.placed:
            index = self.place.get(one.node.id, -2)
            if index not in loose:
                found += [(index, comparison_key(text)) for text in self._lines(one)]
        return score(wanted, [pair for pair in found if pair[1] and (pair[1] not in aside or pair in wanted)])

    def _lines(self, one: PlacedNode) -> list[str]:
        return [line for text in self.content.printed_paragraphs(one.node) for line in text.split("\n")]

    def duties(self) -> Score:
        """Heading, role and unit of every duty."""
        pairs = [(one["heading"], one["role"], comparison_key(one["unit"])) for one in self.truth["duties"]]
        loose = {(heading, unit) for heading, role, unit in pairs if role == "?"}
        units = {unit.id: comparison_key(unit.name) for unit in self.content.units}
        found = [
            (self.place.get(duty.task_id, -2), duty.role.value, units[duty.unit_id]) for duty in self.content.duties
        ]
        return score(
            [pair for pair in pairs if pair[1] != "?"], [one for one in found if (one[0], one[2]) not in loose]
        )


def table_words(truth: Mapping[str, Any], kind: str) -> set[str]:
    """The caption and the cells of the task tables of a kind, as keys."""
    tables = [table for table in truth["tables"] if table["tasks"] == kind]
    cells = {title_key(cell) for table in tables for row in table["rows"] for cell in row}
    return (cells | {title_key(table["title"]) for table in tables}) - {""}


def _is_task_file(truth: Mapping[str, Any]) -> bool:
    return not truth["headings"] and any(table["tasks"] for table in truth["tables"])


def _front(draft: PlanDraft, truth: Mapping[str, Any]) -> Score:
    info = draft.content.info
    found = {"title": info.title, "stage": info.mark, "number": info.document_number}
    pairs = [(key, comparison_key(truth[key])) for key in found if truth[key]]
    return score(pairs, [(key, comparison_key(text)) for key, text in found.items() if truth[key]])


def _texts(content: PlanContent) -> Iterator[str]:
    """All running text: preamble, titles and paragraphs, duty clauses included."""
    yield from (paragraph.text for paragraph in content.preamble)
    for one in content.placed():
        yield one.node.title
        yield from content.printed_paragraphs(one.node)


def _deadlines(draft: PlanDraft, truth: Mapping[str, Any]) -> Score:
    content = draft.content
    year = plan_year(content.info.issued_on, content.info.document_number, content.info.title)
    wanted = [(_bare(one["text"]), one["value"]) for one in truth["deadlines"] if one["value"] != "?"]
    found = []
    for text in _texts(content):
        for one in find_deadlines(text, year):
            # “到2027年” sets the year of a target; whether it is a time limit too is a matter of taste.
            target = re.fullmatch(r"[到至]20\d\d年[底末]?", one.text)
            pair = _deadline_pair(one.text, one.kind, one.date)
            if not target or pair in wanted:
                found.append(pair)
    if any(table["tasks"] == "TASKS" for table in truth["tables"]):
        for node in content.nodes:
            if node.deadline:
                one = parse_deadline(node.deadline, year)
                found.append(_deadline_pair(node.deadline, one.kind, one.date))
    loose = {_bare(one["text"]) for one in truth["deadlines"] if one["value"] == "?"}
    return score(wanted, [one for one in found if one in wanted or one[0] not in loose])


def _deadline_pair(text: str, kind: DeadlineKind, date: Any) -> tuple[str, str]:
    value = {DeadlineKind.YEARLY: "recurring"}.get(kind, kind.value)
    return _bare(text), date.isoformat() if date else value


def _bare(text: str) -> str:
    return re.sub("^(?:截至|到|至|于|在)", "", comparison_key(text))


def _indicators(draft: PlanDraft, truth: Mapping[str, Any]) -> Score:
    found = []
    for _, one in plan_indicators(draft.content):
        value = one.value + (f"-{one.upper}" if one.upper else "")
        if value == "100" and not re.search("100|百|[年月季]", one.text):
            continue  # 全覆盖, 应改尽改: a number to some, a way of speaking to others
        found.append(
            (
                _indicator_name(one.name),
                _SIGNS[one.comparison],
                value,
                comparison_key(one.unit),
                str(one.year or ""),
            )
        )
    wanted, loose = [], set()
    for entry in truth["indicators"]:
        key = (
            _indicator_name(entry["name"]),
            entry["comparison"],
            entry["value"],
            comparison_key(entry["unit"]),
            entry["year"],
        )
        if entry["free"]:
            loose.add(entry["value"])
        else:
            wanted.append(key)
    # What a task table promises in numbers is found or not: its cells are judged as cells.
    tasks = any(table["tasks"] for table in truth["tables"])
    return score(wanted, [one for one in found if one in wanted or not (tasks or one[2] in loose)])


def _indicator_name(name: str) -> str:
    return _AREA.sub("", comparison_key(name)).removesuffix("累计")


def _remarks(draft: PlanDraft, truth: Mapping[str, Any]) -> Score:
    wanted = [(one["kind"], comparison_key(one["text"]), one["author"]) for one in truth["remarks"]]
    found = []
    for one in draft.content.remarks:
        for text in (one.text, one.quote):
            key = (one.kind.value, comparison_key(text), one.author)
            if key in wanted or text == one.quote:
                found.append(key)
                break
    return score(wanted, found)


def _findings(draft: PlanDraft, truth: Mapping[str, Any]) -> Score:
    aside = [{"about": text, "question": False} for table in truth["tables"] for text in table["aside"]]
    wanted = [*truth["findings"], *aside]
    told = [one for one in wanted if _is_told(draft, one)]
    made = score([one["about"] for one in wanted], [one["about"] for one in told])
    return replace(made, wrong=[])


def _is_told(draft: PlanDraft, wanted: Mapping[str, Any]) -> bool:
    about = comparison_key(wanted["about"])
    for finding in draft.findings:
        words = comparison_key(finding.where + finding.message)
        if about[:12] in words and (finding.question or not wanted["question"]):
            return True
    headings = [comparison_key(one.heading) for one in draft.content.placed()]
    return not wanted["question"] and about in headings

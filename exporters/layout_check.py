"""格式体检: what a Word file says of its layout against a profile, clause by clause.

Facts come from the reading room; what is found carries the repairs that `exporters.layout_fix` writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from domain.checks import Finding
from domain.word_facts import WordFacts
from exporters.layout_check_form import form_problems
from exporters.layout_check_head import head_problems
from exporters.layout_check_page import page_problems
from exporters.layout_check_placed import Placed
from exporters.layout_check_problems import Place, Problem, Repair
from exporters.layout_check_roles import place_roles
from exporters.layout_check_tables import table_problems
from exporters.layout_check_text import text_problems
from exporters.layout_check_words import CLAUSES, numbers_words, quoted
from exporters.page import Layout

_ORDER = {clause: index for index, clause in enumerate(CLAUSES)}
_SHOWN_PLACES = 12


@dataclass(frozen=True)
class LayoutFinding(Finding):
    """What breaks a clause: `code` is its id (P2, T6), `actual` and `wanted` what is and what should be.

    `places` are the numbers of its paragraphs, sections or tables from 1; `repairs` mend it where there is one right
    answer.
    """

    actual: str = ""
    wanted: str = ""
    places: tuple[int, ...] = ()
    repairs: tuple[Repair, ...] = ()

    @property
    def is_fixable(self) -> bool:
        """Whether there is one right answer."""
        return bool(self.repairs)


def check_layout(layout: Layout, facts: WordFacts) -> list[LayoutFinding]:
    """Judge a Word file by a profile; findings in the order of clauses, equal ones of many paragraphs as one."""
    placed = place_roles(facts)
    groups: dict[tuple[object, ...], list[Problem]] = {}
    for problem in _problems(layout, facts, placed):
        groups.setdefault(problem.key, []).append(problem)
    found = [_finding(problems) for problems in groups.values()]
    return sorted(found, key=lambda one: (_ORDER[one.code], one.line))


def clause_title(code: str) -> str:
    """“7.3.3 层次标题”, or what a rule of practice is about."""
    number, about = CLAUSES[code]
    return f"{number} {about}" if number else f"{about}（惯例）"


def _problems(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    yield from page_problems(layout, facts, placed)
    yield from head_problems(layout, facts, placed)
    yield from text_problems(layout, facts, placed)
    yield from form_problems(layout, facts, placed)
    yield from table_problems(layout, facts)


def _finding(problems: list[Problem]) -> LayoutFinding:
    first = problems[0]
    places = tuple(dict.fromkeys(problem.number for problem in problems))
    message = f"{first.what}为{first.actual}，应为{first.wanted}。"
    if not first.actual:
        message = f"{first.what}，应{first.wanted}。" if first.wanted else f"{first.what}。"
    return LayoutFinding(
        first.severity,
        first.clause,
        _where(problems, places),
        message,
        line=first.number if first.place is Place.PARAGRAPH else 0,
        actual=first.actual,
        wanted=first.wanted,
        places=places,
        repairs=_all_repairs(problems),
    )


def _all_repairs(problems: list[Problem]) -> tuple[Repair, ...]:
    if not all(problem.repairs for problem in problems):
        return ()
    return tuple(dict.fromkeys(repair for problem in problems for repair in problem.repairs))


def _where(problems: list[Problem], places: Iterable[int]) -> str:
    first = problems[0]
    numbers = list(places)
    shown = numbers_words(numbers[:_SHOWN_PLACES]) + ("…" if len(numbers) > _SHOWN_PLACES else "")
    match first.place:
        case Place.FILE:
            return "全文"
        case Place.SECTION:
            return f"第{shown}节"
        case Place.TABLE:
            return f"表{shown}" + (f" {first.sample}" if first.sample and len(numbers) == 1 else "")
    if len(numbers) == 1:
        return f"第{shown}段 {quoted(first.sample)}"
    return f"第{shown}段（共{len(numbers)}处，如{quoted(first.sample)}）"

"""The pieces of a cut paragraph as tasks, each with the units and the time limit its own words name; and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.deadlines import find_deadlines
from domain.duty_clause import format_clauses, parse_clause
from domain.duty_parts import Core, Slot, paragraph_template, write_templates
from domain.duty_search import find_clauses
from domain.outline import Paragraph
from domain.task_splitting import split_at, title_and_body
from domain.text import trim
from domain.unit_names import Known, nobody_known
from domain.units import Role

Names = Mapping[Role, tuple[str, ...]]


@dataclass(frozen=True)
class NewTask:
    """A task to be made; `clause` is the template of its own duty clause, `names` whom that names."""

    title: str
    body: str
    clause: str = ""
    names: Names = field(default_factory=dict)
    deadline: str = ""


@dataclass(frozen=True)
class Cutting:
    """A paragraph as tasks. `lead` stays with the heading; `common` is the clause that speaks for all of them."""

    lead: str
    tasks: tuple[NewTask, ...]
    common: str = ""


def cut_paragraph(text: str, starts: Sequence[int], known: Known = nobody_known, year: int | None = None) -> Cutting:
    """Make tasks of the pieces that begin at `starts`.

    A clause that only the last piece has is everybody's: it stands at the end of the paragraph.
    """
    split = split_at(text, starts)
    parsed = [
        parse_clause(piece.words + piece.ending, known) or parse_clause(piece.words, known) for piece in split.pieces
    ]
    is_common = len(parsed) > 1 and parsed[-1] is not None and not any(parsed[:-1])
    tasks = []
    for piece, clause in zip(split.pieces, parsed, strict=True):
        words = clause.body if clause is not None else piece.words
        title, body = title_and_body(words)
        dates = find_deadlines(words, year)
        deadline = dates[0].text if len(dates) == 1 else ""
        if clause is None or is_common:
            tasks.append(NewTask(title, body, deadline=deadline))
        else:
            tasks.append(
                NewTask(title, body, clause.template.rstrip("；;。"), clause.names, clause.deadline or deadline)
            )
    last = parsed[-1] if is_common else None
    common = "" if last is None else text[text.rindex(last.body) + len(last.body) :] if last.body in text else ""
    return Cutting(trim(split.lead), tuple(tasks), common)


def read_paragraph(text: str, deadline: str, known: Known) -> tuple[Paragraph, Names]:
    """A paragraph with the clauses it holds taken apart, and whom they name; plain text where they cannot be kept so.

    `deadline` is that of its heading, which a clause may print.
    """
    roles: dict[str, Role] = {}
    cores = [_with_roles(core, roles) for core in find_clauses(text, known, sentences=False)]
    if cores:
        names = {role: tuple(name for name, held in roles.items() if held is role) for role in Role}
        start = cores[0].start
        for own in (False, True):
            template = paragraph_template(text, cores, write_templates(cores, own=own))
            if format_clauses([template], names, deadline=deadline) == [text[start:]]:
                return Paragraph(text[:start], template), names
    return Paragraph(text), {}


def _with_roles(core: Core, roles: dict[str, Role]) -> Core:
    """Give the units of a clause their roles; one that has another already keeps that, and its slot repeats it."""
    parts: list[str | Slot] = []
    for part in core.parts:
        if isinstance(part, Slot):
            named = [(name, role) for role, names in part.names.items() for name in names]
            repeats = any(roles.setdefault(name, role) is not role for name, role in named)
            part = replace(part, repeats=True) if repeats else part
        parts.append(part)
    return replace(core, parts=tuple(parts))

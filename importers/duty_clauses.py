"""The clauses of one section: found, settled with the officer's choices, kept as templates on their paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.checks import Finding, Option, Severity
from domain.duty_clause import format_clauses
from domain.duty_parts import DEADLINE, Core, Slot, paragraph_template, write_templates
from domain.duty_reading import first_leads
from domain.duty_search import find_clauses, find_doubtful
from domain.duty_words import ANY_ROLE_WORD, FIRST_LEADS, OPENING
from domain.outline import Paragraph
from domain.reading import ReadingChoices
from domain.unit_names import bare_name, is_marked, split_names
from domain.units import Role
from importers.duty_units import UnitRegister

_UNREAD = re.compile(r"[（(][^（()）]{0,400}(?:牵头|职责分工)[^（()）]{0,400}[)）][。；]?$")
_SHOWN = 60
LEAD_FIRST = "lead_first"
_LEAD, _SAME, _TEXT, _DUTY = "lead", "same", "text", "duty"


@dataclass
class Section:
    """A heading whose paragraphs are read: `place` names it to the officer, `question` begins its questions' ids."""

    place: str
    question: str
    has_children: bool
    first_leads: bool
    register: UnitRegister
    choices: ReadingChoices
    findings: list[Finding] = field(default_factory=list)

    def say(
        self, severity: Severity, code: str, message: str, question: str = "", options: Sequence[Option] = ()
    ) -> None:
        """Note something about the section."""
        self.findings.append(Finding(severity, code, self.place, message, question, tuple(options)))


@dataclass(frozen=True)
class SectionDuties:
    """What a section says: paragraphs with templates, units (as indexes) by role in order, the time limit."""

    paragraphs: tuple[Paragraph, ...]
    roles: tuple[tuple[int, Role], ...] = ()
    deadline: str = ""


def read_section(paragraphs: Sequence[Paragraph], deadline: str, section: Section) -> SectionDuties:
    """Read every clause of a section; what cannot be kept so that it prints as written stays text, and is said."""
    cores = [_cores(paragraph.text, place, section) for place, paragraph in enumerate(paragraphs)]
    named = deadline or next((core.deadline for group in cores for core in group if core.deadline), "")
    cores = [[_keep_deadline(core, named) for core in group] for group in cores]
    made = _keep(paragraphs, cores, named, section)
    if made is None and sum(map(len, cores)) > 1:
        # One clause too many: the last paragraph that has any speaks for the section.
        last = max(place for place, group in enumerate(cores) if group)
        cores = [group if place == last else [] for place, group in enumerate(cores)]
        made = _keep(paragraphs, cores, named, section)
    if made is None:
        cores = [[] for _ in paragraphs]
        made = SectionDuties(tuple(paragraphs))
    for paragraph, group in zip(paragraphs, cores, strict=True):
        _note_unread(paragraph.text, group, section)
    return replace(made, deadline=named if made.roles else deadline)


def _cores(text: str, place: int, section: Section) -> list[Core]:
    known = section.register.directory.knows
    cores = [
        _settle_lead(core, f"{section.question}:{place}:{core.start}", section) for core in find_clauses(text, known)
    ]
    sentences = [core for core in cores if _is_sentence(text, core)]
    if section.has_children and len(sentences) == len(cores):
        cores = []
    else:
        sentences = []
    for core in [*sentences, *find_doubtful(text, known)]:
        if _is_picked(text, core, f"duty:{section.question}:{place}:{core.start}", section):
            cores.append(core)
    return sorted(cores, key=lambda core: core.start)


def _is_sentence(text: str, core: Core) -> bool:
    return text[core.start] not in OPENING and ANY_ROLE_WORD.search(text, core.start, core.end) is None


def _is_picked(text: str, core: Core, question: str, section: Section) -> bool:
    """Ask whether a sentence is a duty; it is text unless the officer says so."""
    message = f"“{text[core.start : core.end][:_SHOWN]}”可能是责任分工，也可能只是一句话，暂时仍作为文字。"
    options = (Option(_TEXT, "仍作为文字"), Option(_DUTY, "作为责任分工"))
    section.say(Severity.LOOK, "duty_doubtful", message, question, options)
    return section.choices.pick(question, _TEXT) == _DUTY


def _settle_lead(core: Core, question: str, section: Section) -> Core:
    """Say who leads where a mark or the order tells it, as the officer decides."""
    parts: list[str | Slot] = []
    lead_first = section.choices.pick(LEAD_FIRST, _LEAD) == _LEAD
    for part in core.parts:
        if isinstance(part, Slot):
            part = _settle_slot(part, core, question, section, lead_first=lead_first)
        parts.append(part)
    return replace(core, parts=tuple(parts))


def _settle_slot(slot: Slot, core: Core, question: str, section: Section, *, lead_first: bool) -> Slot:
    if len(slot.roles) > 1:
        return slot if lead_first else _one_role(slot)
    role = slot.roles[0]
    if role is not Role.RESPONSIBLE or len(slot.names[role]) < 2 or any(Role.LEAD in one.roles for one in core.slots):
        return slot
    marked = [bare_name(name) for name in split_names(slot.written) if is_marked(name)]
    marked = [name for name in marked if name in slot.names[role]]
    if marked and len(marked) < len(slot.names[role]):
        message = f"“{'、'.join(marked)}”带有标记，已作为牵头单位，其余作为落实单位，请核对。"
        options = (Option(_LEAD, "带标记的是牵头单位"), Option(_SAME, "都是落实单位"))
        section.say(Severity.LOOK, "lead_marked", message, f"lead:{question}", options)
        if section.choices.pick(f"lead:{question}", _LEAD) == _LEAD:
            others = tuple(name for name in slot.names[role] if name not in marked)
            return replace(slot, roles=(Role.LEAD, role), names={Role.LEAD: tuple(marked), role: others})
        return slot
    return first_leads(slot) if section.first_leads and lead_first else slot


def _one_role(slot: Slot) -> Slot:
    role = slot.roles[1]
    return replace(slot, roles=(role,), names={role: tuple(name for one in slot.roles for name in slot.names[one])})


def _keep_deadline(core: Core, named: str) -> Core:
    """A time limit other than the section's stays words."""
    if not core.deadline or core.deadline == named:
        return core
    holder = f"{{{DEADLINE}}}"
    parts = tuple(part.replace(holder, core.deadline) if isinstance(part, str) else part for part in core.parts)
    return replace(core, parts=parts, deadline="")


def _keep(
    paragraphs: Sequence[Paragraph], cores: Sequence[Sequence[Core]], deadline: str, section: Section
) -> SectionDuties | None:
    """Templates that print the paragraphs as they are; None when there are none such."""
    flat = [core for group in cores for core in group]
    if not flat:
        return SectionDuties(tuple(paragraphs))
    roles: dict[int, Role] = {}
    twice: list[str] = []
    cores = [[_with_roles(core, roles, twice, section.register) for core in group] for group in cores]
    flat = [core for group in cores for core in group]
    units = section.register.some(roles)
    names = {role: [section.register.name(number) for number, held in roles.items() if held is role] for role in Role}
    for own in (False, True):
        templates = iter(write_templates(flat, own=own))
        kept = [
            _with_template(paragraph, group, [next(templates) for _ in group])
            for paragraph, group in zip(paragraphs, cores, strict=True)
        ]
        printed = iter(format_clauses([one.clause for one in kept if one.clause], names, "", deadline, units))
        if all(
            one.text + (next(printed) if one.clause else "") == old.text
            for one, old in zip(kept, paragraphs, strict=True)
        ):
            for name in twice:
                message = f"“{name}”在同一项任务里写了不止一次，职责以第一次为准，文字照原样保留。"
                section.say(Severity.LOOK, "unit_twice", message)
            return SectionDuties(tuple(kept), tuple(roles.items()))
    return None


def _with_roles(core: Core, roles: dict[int, Role], twice: list[str], register: UnitRegister) -> Core:
    """Give the units of a clause their roles; a unit that has one keeps it, and its slot repeats it."""
    here: set[int] = set()

    def take(part: str | Slot) -> str | Slot:
        if isinstance(part, str):
            return part
        repeated = []
        for role in part.roles:
            for name in part.names[role]:
                number = register.number(name)
                if number in here or roles.get(number, role) is not role:
                    repeated.append(name)
                here.add(number)
                roles.setdefault(number, role)
        twice.extend(repeated)
        return replace(part, repeats=True) if repeated else part

    return replace(core, parts=tuple(take(part) for part in core.parts))


def _with_template(paragraph: Paragraph, cores: Sequence[Core], templates: Sequence[str]) -> Paragraph:
    if not cores:
        return paragraph
    template = paragraph_template(paragraph.text, cores, templates)
    return replace(paragraph, text=paragraph.text[: cores[0].start], clause=template)


def _note_unread(text: str, cores: Sequence[Core], section: Section) -> None:
    left, done = [], 0
    for core in cores:
        left.append(text[done : core.start])
        done = core.end
    rest = " ".join([*left, text[done:]])
    if ANY_ROLE_WORD.search(rest) or _UNREAD.search(rest):
        message = f"这一段里的责任单位没有认出来，仍作为文字保留：“{text[-_SHOWN:]}”。"
        section.say(Severity.LOOK, "clause_unread", message)


def says_first_leads(text: str) -> bool:
    """Whether a paragraph says that the first unit named leads."""
    return "牵头" in text and FIRST_LEADS.search(text) is not None

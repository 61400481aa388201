"""“（牵头单位：甲；配合单位：乙、丙）” ⇄ duties.

A clause is kept as its template, the clause with the unit names taken out: “（落实单位：{responsible}等）”. So the
text always prints what the matrix says, in the very wording the plan arrived with. Where joining the names with 、
would not give the wording back, or several clauses share a task's units, the slot keeps its wording beside the role,
“{lead|甲和乙}”: it is printed as long as it says what the duties say. {lead+responsible} is a list whose first (or
marked) unit leads; {any|甲} names units whose role is another in the same task. A clause inside a paragraph stands
between {clause} and {end}; what follows {end} is text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.duty_parts import CLAUSE, DEADLINE, END, HOLDER, write_templates
from domain.duty_search import find_clauses
from domain.duty_slots import allot, lacking_names
from domain.duty_words import HEAD
from domain.labels import ROLE_CLAUSE_WORDS
from domain.patterns import pattern
from domain.unit_names import Known, nobody_known, split_names
from domain.units import Role, Unit

__all__ = [
    "ParsedClause",
    "format_clause",
    "format_clauses",
    "is_clause_line",
    "is_inside",
    "parse_clause",
    "split_names",
    "text_without_clauses",
]

_VERBS = {Role.LEAD: "牵头", Role.RESPONSIBLE: "负责", Role.SUPPORT: "配合"}
_ORDER = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)
_WORD = r"[\u4e00-\u9fff]{2,8}[ \u3000]*[:：]"
_TOKEN = r"\{(?:\d+|deadline)\}"
# Between roles stands a semicolon or a new line; a comma or a blank only where a role or a time follows at once.
_SEPARATOR = pattern(
    rf"([；;]\s*|[。]?\n\s*|[，,。][ \u3000]*(?={_WORD}|{_TOKEN}|会同)|[ \u3000]+(?={_WORD}|{_TOKEN}))"
)
_FRAME = pattern(r"((?:[（(【\[〔［][ \u3000]*)?(?:由(?=\{))?)(.*?)([）)】\]〕］]?[。；;]?\s*)$", re.S)
_NUMBERED = pattern(r"\{(\d+|deadline)\}")
_CORE = pattern(rf"{re.escape(CLAUSE)}(.*?){re.escape(END)}", re.S)
_CLAUSE_LINE = pattern(r"[ \u3000]*[^。；;\n]+[；;。]?[ \u3000]*")


@dataclass(frozen=True)
class ParsedClause:
    """A paragraph taken apart: the text before its clause, the clause's template, names by role in order, and the
    words of the time limit (2026年底前), empty where the clause names none.
    """

    body: str
    template: str
    names: Mapping[Role, tuple[str, ...]]
    deadline: str = ""


def parse_clause(paragraph: str, known: Known = nobody_known) -> ParsedClause | None:
    """Find the duty clause that ends a paragraph; None when there is none or it is worded in another way.

    Without brackets a clause must be the whole paragraph or follow a full stop; a sentence that names units is text.
    Several lines, each with one role or the time limit, are one clause.
    `format_clause(parsed.template, parsed.names)` gives the clause back to the byte.
    """
    found = find_clauses(paragraph, known, sentences=False)
    if not found or found[-1].end != len(paragraph):
        return None
    core = found[-1]
    names = core.names()
    for own in (False, True):
        (template,) = write_templates([core], own=own)
        if format_clause(template, names, deadline=core.deadline) == paragraph[core.start :]:
            return ParsedClause(paragraph[: core.start], template, names, core.deadline)
    return None


def is_clause_line(text: str) -> bool:
    """Whether a paragraph is nothing but a role with its units, or a time limit: 牵头单位：甲 / 完成时限：2026年底."""
    head = HEAD.match(text)
    if head is None or head.group("person") or _CLAUSE_LINE.fullmatch(text, head.end()) is None:
        return False
    return bool(text[head.end() :].strip())


def format_clause(
    template: str,
    names: Mapping[Role, Sequence[str]],
    role_word: str = "",
    deadline: str = "",
    units: Sequence[Unit] = (),
) -> str:
    """Print a clause: roles that nobody holds drop out, roles the template lacks are added in office order.

    `role_word` is the plan's own word for 落实单位, used where the template has none; `deadline` the words of the
    time limit, whose segment drops out when they are empty. `units` tell the other names of a unit and the office
    order, in which names are added to a slot that keeps its wording.
    """
    return format_clauses([template], names, role_word, deadline, units)[0]


def format_clauses(
    templates: Sequence[str],
    names: Mapping[Role, Sequence[str]],
    role_word: str = "",
    deadline: str = "",
    units: Sequence[Unit] = (),
) -> list[str]:
    """Print the clauses of one task, which share its units.

    A unit that no clause names is added to the clause that lost one of its role, else to the last that has the role.
    """
    if not templates:
        return []
    holders = [HOLDER.findall(template) for template in templates]
    values = allot(holders, names, units)
    unprinted = lacking_names(holders, names, units)
    lacking = {role: "、".join(unprinted[role]) for role in _ORDER if unprinted.get(role)}
    texts = []
    for template, printed in zip(templates, values, strict=True):
        printer = _Printer(printed, deadline, lacking, role_word)
        lacking = {}
        texts.append(printer.print(template))
    return texts


def is_inside(template: str) -> bool:
    """Whether a clause stands inside its paragraph or its sentence, so that it belongs behind these words only."""
    return CLAUSE in template or template.startswith(("由", "{"))


def text_without_clauses(text: str, template: str) -> str:
    """A paragraph's own words: its text and what stands between and behind clauses inside it.

    Where a clause was the end of a sentence, a full stop takes the place of the comma before it.
    """
    left = text if CLAUSE not in template else text + _CORE.sub("", template)
    if not is_inside(template):
        return left
    left = re.sub("[，,](?=[，。；])", "", left)
    return re.sub("[，,]$", "。", left)


class _Printer:
    """Fills the slots of one template; roles without a slot are added to its first clause."""

    def __init__(self, values: Sequence[str], deadline: str, lacking: Mapping[Role, str], role_word: str) -> None:
        self._values = [*values, *lacking.values()]
        self._first_lacking = len(values)
        self._lacking = list(lacking)
        self._deadline = deadline
        self._role_word = role_word

    def print(self, template: str) -> str:
        """The text of the template."""
        count = iter(range(len(self._values)))

        def number(match: re.Match[str]) -> str:
            place = next(count)
            return f"{{{DEADLINE}}}" if match["roles"] == DEADLINE else f"{{{place}}}"

        numbered = HOLDER.sub(number, template)
        if CLAUSE not in numbered:
            return self._core(numbered)
        return _CORE.sub(lambda match: self._core(match.group(1)), numbered)

    def _core(self, template: str) -> str:
        if template and not self._lacking and all(map(self._value, _NUMBERED.finditer(template))):
            return _NUMBERED.sub(self._value, template)
        opening, inner, closing = _split_frame(template) if template else ("（", "", "）")
        pieces = _SEPARATOR.split(inner)
        separators = ["", *pieces[1::2]]
        segments = [
            (separator, kept)
            for separator, segment in zip(separators, pieces[::2], strict=True)
            if (kept := self._segment(segment))
        ]
        usual = next((separator for separator in separators if separator), "")
        for role in self._lacking:
            token = f"{{{self._first_lacking + self._lacking.index(role)}}}"
            made = self._new_segment(role, token, pieces[0])
            usual = usual or ("，" if _is_verbal(pieces[0]) else "；")
            segments.insert(0 if role is Role.LEAD else len(segments), ("", made))
        self._lacking = []
        if not any(_NUMBERED.search(segment) for _, segment in segments):
            return closing[1:] if closing[:1] in "）)】]〕］" and opening else closing if opening else ""
        first = segments[0][1].removeprefix("会同") if not opening.startswith("会") else segments[0][1]
        text = first + "".join((separator or usual) + segment for separator, segment in segments[1:])
        return opening + _NUMBERED.sub(self._value, text) + closing

    def _segment(self, segment: str) -> str:
        """A segment without the slots nobody fills; empty when none of its slots is filled."""
        tokens = list(_NUMBERED.finditer(segment))
        if not tokens:
            return segment
        empty = [token for token in tokens if not self._value(token)]
        if len(empty) == len(tokens):
            return ""
        for token in empty:
            sign = re.escape(token.group(0))
            segment = re.sub(rf"(?:会同|会商|联合|商){sign}|{sign}(?:牵头)?(?:会同|会商|联合|商)", "", segment, count=1)
            segment = re.sub(sign, "", segment)
        return segment

    def _value(self, token: re.Match[str]) -> str:
        sign = token.group(1)
        return self._deadline if sign == DEADLINE else self._values[int(sign)]

    def _new_segment(self, role: Role, token: str, first: str) -> str:
        """A role worded the way the clause begins: by its verb or by its word."""
        if _is_verbal(first):
            return f"{token}{_VERBS[role]}"
        word = self._role_word if role is Role.RESPONSIBLE and self._role_word else ROLE_CLAUSE_WORDS[role]
        return f"{word}：{token}"


def _is_verbal(first: str) -> bool:
    return first.startswith(("{", "会同"))


def _split_frame(clause: str) -> tuple[str, str, str]:
    """Opening bracket, what stands inside, closing bracket with what follows; no brackets in a bare clause."""
    match = _FRAME.match(clause)
    assert match is not None  # the pattern matches every text
    opening, inner, closing = match.groups()
    if not opening.strip("由") and closing[:1] and closing[0] in "）)】]〕］":
        # The bracket belongs to the last name.
        return opening, inner + closing[:1], closing[1:]
    return opening, inner, closing

"""“（牵头单位：甲；配合单位：乙、丙）” ⇄ duties.

A clause is kept as its template, the clause with the unit names taken out: “（落实单位：{responsible}等）”. So the
text always prints what the matrix says, in the very wording the plan arrived with.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.labels import ROLE_CLAUSE_WORDS
from domain.text import trim
from domain.units import Role

_WORD_ROLES = {
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主责": Role.LEAD,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "支持": Role.SUPPORT,
    "落实": Role.RESPONSIBLE,
    "责任": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
}
_WORDS = rf"(?:{'|'.join(_WORD_ROLES)})(?:责任)?(?:单位|部门)"
# What may stand beside the roles in a clause; it is printed as it is.
_LIMIT = r"(?:完成|办结|工作)?(?:时限|时间|期限|进度)(?:要求)?[:：]"
_WHEN = r"(?:20\d\d年|长期坚持|持续推进|年内)"
_LITERAL = re.compile(rf"\s*(?:{_LIMIT}(?P<limited>[^（）()；;\n]+)|(?P<bare>{_WHEN}[^（）()；;，,、\n]*))$")
_NESTED = r"(?:[^（）()]|[（(][^（()）]*[）)])*"
_BRACKETED = re.compile(rf"[（(](?=[^（()）]*{_WORDS}[:：]){_NESTED}[）)][。；]?\s*$")
_SQUARE = re.compile(rf"[【\[](?=[^【】\[\]]*{_WORDS}[:：])[^【】\[\]]*[】\]][。；]?\s*$")
_PART = rf"(?:{_WORDS}[:：]|{_LIMIT})[^。；;\n]+"
_BARE = re.compile(
    rf"(?:^|(?<=[。）]))\s*(?:{_LIMIT}[^。；;\n]+[；;]\s*)?{_WORDS}[:：][^。；;\n]+(?:[；;]\s*{_PART})*[。；]?\s*$"
)
# One role or time limit a line.
_LINE = rf"\s*{_PART}[；;。]?"
_LINES = re.compile(rf"(?=[\s\S]*{_WORDS}[:：]){_LINE}(?:\n{_LINE})+")
# （甲牵头，乙、丙配合）: the other way to say it; it stands behind a whole sentence.
_VERBS = {Role.LEAD: "牵头", Role.RESPONSIBLE: "负责", Role.SUPPORT: "配合"}
_VERBAL = re.compile(
    r"(?:^|(?<=[。；！]))[（(](?:[^。：:（）()]|[（(][^（()）]*[）)])+(?:牵头|负责|配合|参与|落实)[）)][。；]?\s*$"
)
_VERB_SEGMENT = re.compile(
    r"(?!由|会同)(.+?)((?:等(?:有关|相关|各有关)?(?:单位|部门)?)?(?:按(?:照)?职责分工|分别)?"
    r"(?:(牵头)(?:负责|落实)?|(配合|参与)|(负责|落实)))$"
)
_FRAME = re.compile(r"([（(【\[]?)(.*?)([）)】\]]?[。；]?\s*)$", re.S)
# Between roles stands a semicolon or a new line; a comma or a blank only where a role or a time follows at once.
_SEPARATOR = re.compile(rf"([；;]\s*|[。]?\n\s*|[，,。\s]+(?={_WORDS}[:：]|\{{|{_WHEN}))")
_OTHERS = r"(?:等(?:有关|相关|各有关)?(?:单位|部门)?)?(?:按(?:照)?职责分工(?:负责)?)?。?"
_SEGMENT = re.compile(rf"(\s*({_WORDS})[:：]\s*)(.*?)({_OTHERS})$", re.S)
_HOLDER = re.compile(r"\{(lead|support|responsible|deadline)\}")
_DEADLINE = "deadline"
# A longer piece is a sentence.
_MAX_NAME = 60
_ORDER = (Role.LEAD, Role.RESPONSIBLE, Role.SUPPORT)


@dataclass(frozen=True)
class ParsedClause:
    """A paragraph taken apart: the text before its clause, the clause's template, names by role in order, and the
    words of the time limit (2026年底前), empty where the clause names none.
    """

    body: str
    template: str
    names: Mapping[Role, tuple[str, ...]]
    deadline: str = ""


def parse_clause(paragraph: str) -> ParsedClause | None:
    """Find the duty clause that ends a paragraph; None when there is none or it is worded in another way.

    Without brackets a clause must be the whole paragraph or follow a full stop. Several lines, each with one role
    or the time limit, are one clause.
    `format_clause(parsed.template, parsed.names)` gives the clause back to the byte.
    """
    match = _LINES.fullmatch(paragraph)
    match = match or _BRACKETED.search(paragraph) or _SQUARE.search(paragraph) or _BARE.search(paragraph)
    if match is None:
        return _parse_verbal(paragraph)
    clause = match.group(0)
    opening, inner, closing = _split_frame(clause)
    names: dict[Role, tuple[str, ...]] = {}
    template = [opening]
    deadline = ""
    for place, segment in enumerate(_SEPARATOR.split(inner)):
        literal = _LITERAL.match(segment)
        if literal and not deadline:
            deadline = literal.group("limited") or literal.group("bare")
            segment = f"{segment.removesuffix(deadline)}{{{_DEADLINE}}}"
        # Separators are the odd pieces; a second time limit is kept as words.
        if place % 2 or literal:
            template.append(segment)
            continue
        part = _SEGMENT.match(segment)
        role = _WORD_ROLES[part.group(2)[:2]] if part else None
        if part is None or role is None or role in names:
            return None
        names[role] = tuple(split_names(part.group(3)))
        template.append(f"{part.group(1)}{{{role}}}{part.group(4)}")
    return _checked(paragraph, match.start(), "".join([*template, closing]), names, deadline)


def is_clause_line(text: str) -> bool:
    """Whether a paragraph is nothing but a role with its units, or a time limit: 牵头单位：甲 / 完成时限：2026年底."""
    return re.fullmatch(_LINE, text) is not None


def _parse_verbal(paragraph: str) -> ParsedClause | None:
    match = _VERBAL.search(paragraph)
    if match is None:
        return None
    opening, inner, closing = _split_frame(match.group(0))
    names: dict[Role, tuple[str, ...]] = {}
    template = [opening]
    for place, segment in enumerate(re.split("([，,；;])", inner)):
        if place % 2:
            template.append(segment)
            continue
        part = _VERB_SEGMENT.match(segment)
        if part is None:
            return None
        role = Role.LEAD if part.group(3) else Role.SUPPORT if part.group(4) else Role.RESPONSIBLE
        if role in names:
            return None
        names[role] = tuple(split_names(part.group(1)))
        template.append(f"{{{role}}}{part.group(2)}")
    return _checked(paragraph, match.start(), "".join([*template, closing]), names)


def _checked(
    paragraph: str, start: int, template: str, names: Mapping[Role, tuple[str, ...]], deadline: str = ""
) -> ParsedClause | None:
    """The clause as parsed, if it prints back to the byte and holds names only."""
    whole = format_clause(template, names, deadline=deadline) == paragraph[start:]
    sound = whole and names and _are_names(names) and not _HOLDER.search(paragraph[start:])
    return ParsedClause(paragraph[:start], template, names, deadline) if sound else None


def _are_names(names: Mapping[Role, Sequence[str]]) -> bool:
    return all(held and all(name == trim(name) and len(name) <= _MAX_NAME for name in held) for held in names.values())


def split_names(text: str) -> list[str]:
    """Take a list of names apart at 、，, but not inside brackets."""
    return [name for name in re.split(r"[、，,](?![^（(]*[）)])", text) if name]


def format_clause(template: str, names: Mapping[Role, Sequence[str]], role_word: str = "", deadline: str = "") -> str:
    """Print a clause: roles that nobody holds drop out, roles the template lacks are added in office order.

    `role_word` is the plan's own word for 落实单位, used where the template has none; `deadline` the words of the
    time limit, whose segment drops out when they are empty.
    """
    held = {role.value: "、".join(names[role]) for role in _ORDER if names.get(role)}
    values = {**held, **({_DEADLINE: deadline} if deadline else {})}
    opening, inner, closing = _split_frame(template) if template else ("（", "", "）")
    pieces = _SEPARATOR.split(inner)
    separators = ["", *pieces[1::2]]
    segments = [
        (separator, segment)
        for separator, segment in zip(separators, pieces[::2], strict=True)
        if segment and (not _HOLDER.search(segment) or set(_HOLDER.findall(segment)) & values.keys())
    ]
    usual = next((separator for separator in separators if separator), "；")
    present = set(_HOLDER.findall(inner))
    for role in _ORDER:
        if role.value in held and role.value not in present:
            segments.insert(0 if role is Role.LEAD else len(segments), ("", _new_segment(role, pieces[0], role_word)))
    if not segments or not (held or values.keys() & present):
        return closing[1:] if opening else ""
    text = segments[0][1] + "".join((separator or usual) + segment for separator, segment in segments[1:])
    return opening + _HOLDER.sub(lambda found: values.get(found.group(1), ""), text) + closing


def _new_segment(role: Role, first: str, role_word: str) -> str:
    """A role worded the way the clause begins: by its verb or by its word."""
    if first.startswith("{"):
        return f"{{{role}}}{_VERBS[role]}"
    word = role_word if role is Role.RESPONSIBLE and role_word else ROLE_CLAUSE_WORDS[role]
    return f"{word}：{{{role}}}"


def _split_frame(clause: str) -> tuple[str, str, str]:
    """Opening bracket, what stands inside, closing bracket with what follows; no brackets in a bare clause."""
    match = _FRAME.match(clause)
    assert match is not None  # the pattern matches every text
    opening, inner, closing = match.groups()
    if not opening and closing[:1] in "）)】]":
        # The bracket belongs to the last name.
        return "", inner + closing[:1], closing[1:]
    return opening, inner, closing

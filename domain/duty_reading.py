"""What stands inside a duty clause → its parts, in both ways to say it: 牵头单位：甲；配合单位：乙 / 甲牵头，乙配合."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.duty_parts import DEADLINE, Core, Slot, make_slot
from domain.duty_words import (
    AS_WORD,
    DO_VERB,
    FIRST_LEADS,
    HEAD,
    LEAD_VERB,
    OTHERS,
    SHORT_HEAD,
    SUPPORT_VERB,
    TOGETHER,
    is_time_limit,
    role_of,
    role_word,
)
from domain.patterns import pattern
from domain.unit_names import Known, is_surely_unit, looks_like_unit, split_units
from domain.units import Role

_LAST_PIECE = pattern(r"(?P<gap>[，,；;。 \u3000]+)(?P<words>[^，,；;。、]{1,40})(?P<stop>[。；;]?)$")
_ENDING = pattern(r"[。；;，,\s]*$")
_BY = pattern(r"[ \u3000]*(?:分别由|并由|由|并)?")
_VERB_PARTS = pattern(r"[，,；;。]")
_VERBS = ((LEAD_VERB, Role.LEAD), (SUPPORT_VERB, Role.SUPPORT), (DO_VERB, Role.RESPONSIBLE))
# What a unit does beside: it is printed as it is, and is no duty.
_OTHER_VERB = pattern(r"(?:业务|全程|具体|加强)?(?:指导|督导|督促|督查|监督|协调|把关|审核|审批|备案|保障)$")


def read_words(inner: str, known: Known, *, bracketed: bool, strict: bool = False) -> Core | None:
    """Read 牵头单位：甲；配合单位：乙；完成时限：…; None when it is worded in another way.

    Short heads (牵头：甲) count inside brackets only.
    """
    heads = list((SHORT_HEAD if bracketed else HEAD).finditer(inner))
    if not any(role_of(head) for head in heads):
        return None
    reader = _WordReader(known, strict=strict)
    opening = inner[: heads[0].start()]
    if opening.strip():
        if not is_time_limit(opening.strip()):
            return None
        reader.add_deadline(opening)
    ends = [*(head.start() for head in heads[1:]), len(inner)]
    for place, (head, end) in enumerate(zip(heads, ends, strict=True)):
        # A head follows a separator; 各责任单位： is no head.
        if not head.group("gap") and (place or opening.strip()):
            return None
        reader.parts.append(inner[head.start() : head.end()])
        if not reader.add_part(head, inner[head.end() : end]):
            return None
    return reader.core()


class _WordReader:
    """Collects the parts of a clause in words."""

    def __init__(self, known: Known, *, strict: bool) -> None:
        self._known = known
        self._strict = strict
        self._roles: set[Role] = set()
        self._deadline = ""
        self.parts: list[str | Slot] = []

    def core(self) -> Core:
        """What was read."""
        return Core(tuple(self.parts), self._deadline)

    def add_deadline(self, words: str) -> None:
        """Keep the first time limit as a value, with the blanks around it; a second one stays words."""
        bare = words.strip()
        if self._deadline or not bare:
            self.parts.append(words)
            return
        self._deadline = bare
        before, _, behind = words.partition(bare)
        self.parts.append(f"{before}{{{DEADLINE}}}{behind}")

    def add_part(self, head: re.Match[str], content: str) -> bool:
        """Read what follows a head; False when it cannot be names."""
        role = role_of(head)
        ending = _ENDING.search(content)
        stop = content[ending.start() :] if ending else ""
        if role is None:
            words = content[: len(content) - len(stop)]
            if head.group("limit"):
                self.add_deadline(words)
                self.parts.append(stop)
            else:
                self.parts.append(content)
            return True
        if role in self._roles and not head.group("tier"):
            return False
        self._roles.add(role)
        return self._add_names(role, content)

    def _add_names(self, role: Role, content: str) -> bool:
        tail: list[str] = []
        limit = _LAST_PIECE.search(content)
        if limit and is_time_limit(limit.group("words")):
            content, tail = content[: limit.start()], [limit.group("gap"), limit.group("words"), limit.group("stop")]
        first = FIRST_LEADS.search(content)
        remark = content[first.start() :] if first else ""
        content = content[: first.start()] if first else content
        others = OTHERS.search(content)
        words = others.group("others") if others else ""
        slot = make_slot(role, content[: len(content) - len(words)], self._known, strict=self._strict)
        if slot is None:
            return False
        self.parts += [first_leads(slot) if first else slot, words, remark]
        if tail:
            self.parts.append(tail[0])
            self.add_deadline(tail[1])
            self.parts.append(tail[2])
        return True


def first_leads(slot: Slot) -> Slot:
    """A slot whose first unit leads."""
    role = slot.roles[0]
    first, *others = slot.names[role]
    other = Role.SUPPORT if role is Role.LEAD else role
    return replace(slot, roles=(Role.LEAD, other), names={Role.LEAD: (first,), other: tuple(others)})


def read_verbs(inner: str, known: Known, *, strict: bool = False) -> Core | None:
    """Read 甲牵头，乙、丙配合 and 由甲会同乙负责; None when any part says something else."""
    parts: list[str | Slot] = []
    deadline = pending = ""
    places = [
        (match.start(), match.end()) for match in _VERB_PARTS.finditer(inner) if _depth(inner, match.start()) == 0
    ]
    start = 0
    for stop, behind in [*places, (len(inner), len(inner))]:
        segment, separator = pending + inner[start:stop], inner[stop:behind]
        start = behind
        pending = ""
        made = read_verb_segment(segment, known, strict=strict)
        if made is not None:
            parts += [*made, separator]
        elif is_time_limit(segment.strip()) and not deadline:
            deadline = segment.strip()
            parts += [segment.replace(deadline, f"{{{DEADLINE}}}"), separator]
        elif _OTHER_VERB.search(segment) and not _are_units(segment, known):
            parts += [segment, separator]
        elif segment and behind < len(inner):
            pending = segment + separator
        elif segment:
            return None
    if pending or not any(isinstance(part, Slot) for part in parts):
        return None
    return Core(tuple(parts), deadline)


def _are_units(segment: str, known: Known) -> bool:
    """Whether a part without a verb of duty is units only (市审计督导办), which the next part goes on."""
    names = split_units(segment, known)
    return bool(names) and all(known(name) or looks_like_unit(name) for name in names)


def _depth(text: str, place: int) -> int:
    return sum(text.count(sign, 0, place) for sign in "（(") - sum(text.count(sign, 0, place) for sign in "）)")


def read_verb_segment(segment: str, known: Known, *, strict: bool) -> list[str | Slot] | None:
    """Read one of the parts between commas: 由甲会同乙负责, 甲牵头, 乙、丙等按职责分工负责."""
    by = _BY.match(segment)
    lead = by.group(0) if by else ""
    words = segment[len(lead) :]
    together = _together(words, known)
    if together is not None:
        made = _read_together(words, together, known, strict=strict)
        return [lead, *made] if made else None
    named = AS_WORD.search(words)
    if named:
        slot = make_slot(role_word(named.group("role")), words[: named.start()], known, strict=strict)
        return [lead, slot, named.group("verb")] if slot else None
    for form, role in _VERBS:
        match = form.search(words)
        if match:
            slot = make_slot(role, words[: match.start()], known, strict=strict)
            return [lead, slot, match.group("verb")] if slot else None
    return None


def _together(words: str, known: Known) -> re.Match[str] | None:
    """The 会同 of a segment; 商 and 联合 count only between two units (市商务局 keeps its 商)."""
    for match in TOGETHER.finditer(words):
        before, behind = split_units(words[: match.start()], known), split_units(words[match.end() :], known)
        if match.group(0) in ("会同", "会商"):
            return match
        if before and all(map(looks_like_unit, before)) and behind and is_surely_unit(behind[0], known):
            return match
    return None


def _read_together(words: str, match: re.Match[str], known: Known, *, strict: bool) -> list[str | Slot] | None:
    before, behind = words[: match.start()], words[match.end() :]
    verb = LEAD_VERB.search(before)
    leading = before[: verb.start()] if verb else before
    parts: list[str | Slot] = []
    if leading.strip():
        slot = make_slot(Role.LEAD, leading, known, strict=strict)
        if slot is None:
            return None
        parts.append(slot)
    parts.append((verb.group("verb") if verb else "") + match.group(0))
    ending = next((found for form, _ in _VERBS if (found := form.search(behind))), None) or OTHERS.search(behind)
    stop = ending.start() if ending else len(behind)
    supporting = make_slot(Role.SUPPORT, behind[:stop], known, strict=strict)
    return [*parts, supporting, behind[stop:]] if supporting else None

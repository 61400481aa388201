"""A duty clause taken apart: fixed words and the slots that names fill."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from domain.patterns import pattern
from domain.unit_names import MAX_NAME, Known, is_surely_unit, looks_like_unit, split_units
from domain.units import Role

DEADLINE = "deadline"
# Around a clause that does not stand alone: what is behind {end} is words.
CLAUSE, END = "{clause}", "{end}"
# In a slot of ANY stand units that hold another role elsewhere in the same task: a task gives each unit one role.
ANY = "any"
ROLES = f"lead|support|responsible|{ANY}"
HOLDER = pattern(rf"\{{(?P<roles>(?:{ROLES})(?:\+(?:{ROLES}))*|{DEADLINE})(?:\|(?P<written>[^{{}}]*))?\}}")
_RESERVED = pattern(rf"\{{(?:{ROLES}|{DEADLINE}|clause|end)\b")
_NEVER_IN_NAMES = pattern(r"[。；;：:！？!?{}<>《》]|(?<!自)由")

_WORDS_OF_SENTENCES = pattern("会同|牵头|负责|要求|层面")


@dataclass(frozen=True)
class Slot:
    """A place for names: `written` is the text that stood there, `names` the units in it.

    `repeats`: some of them hold another role in the same task already.
    """

    roles: tuple[Role, ...]
    written: str
    names: Mapping[Role, tuple[str, ...]]
    repeats: bool = False


@dataclass(frozen=True)
class Core:
    """A clause without the text around it, from `start` to `end` of its paragraph.

    `parts` are fixed words and slots in order; {deadline} stands among the words where the clause names a time.
    """

    parts: tuple[str | Slot, ...]
    deadline: str = ""
    start: int = 0
    end: int = 0

    @property
    def slots(self) -> list[Slot]:
        """The places for names, in order."""
        return [part for part in self.parts if isinstance(part, Slot)]

    def names(self) -> dict[Role, tuple[str, ...]]:
        """Every name by role, in the order of the clause, none twice."""
        return gather_names(self.slots)


def gather_names(slots: Iterable[Slot]) -> dict[Role, tuple[str, ...]]:
    """The names of several slots by role, none twice under one role."""
    found: dict[Role, dict[str, None]] = {}
    for slot in slots:
        for role, names in slot.names.items():
            if names:
                found.setdefault(role, {}).update(dict.fromkeys(names))
    return {role: tuple(names) for role, names in found.items()}


def is_reserved(text: str) -> bool:
    """Whether a source holds what only templates may hold."""
    return _RESERVED.search(text) is not None


def make_slot(role: Role, written: str, known: Known, *, strict: bool = False) -> Slot | None:
    """A slot of the names in a piece of text; None when it holds anything but names.

    `strict` asks that each is surely a unit, as inside a sentence.
    """
    if re.search("[；;]", written):
        pieces = re.split("[；;]", written)
        names = [name for piece in pieces for name in split_units(piece, known)]
        strict = True
        written_names = "".join(pieces)
    else:
        names = split_units(written, known)
        written_names = written
    if strict and sum(map(written.count, "（(")) != sum(map(written.count, "）)")):
        return None
    if not names or _NEVER_IN_NAMES.search(written_names) or any(len(name) > MAX_NAME for name in names):
        return None
    if strict and any(_WORDS_OF_SENTENCES.search(name) for name in names):
        return None
    if strict and not all(is_surely_unit(name, known) or _bears_bracket(name, known) for name in names):
        return None
    return Slot((role,), written, {role: tuple(dict.fromkeys(names))})


def _bears_bracket(name: str, known: Known) -> bool:
    """市发展改革委（市粮食和物资储备局）: a unit by the name before the bracket."""
    bare = re.sub(r"[（(][^（()）]*[)）]$", "", name)
    return bare != name and is_surely_unit(bare, known)


def all_look_like_units(core: Core) -> bool:
    """Whether every name of a clause ends as units do."""
    return all(looks_like_unit(name) for names in core.names().values() for name in names)


def write_templates(cores: Sequence[Core], *, own: bool = False) -> list[str]:
    """The templates of the clauses of one task.

    A slot is written short, {lead}, when joining the task's names with 、 gives its text; otherwise it keeps its text,
    {lead|甲和乙}, and so its share of the units. `own` keeps the text of every slot.
    """
    slots = [slot for core in cores for slot in core.slots]
    together = gather_names(slots)
    uses = Counter(role for slot in slots for role in slot.roles)
    shares = {role for role in uses if len({slot.names.get(role) for slot in slots if role in slot.roles}) > 1}

    def write(slot: Slot) -> str:
        if slot.repeats:
            return f"{{{ANY}|{slot.written}}}"
        roles = "+".join(slot.roles)
        joined = "、".join(together.get(slot.roles[0], ()))
        if len(slot.roles) == 1 and slot.roles[0] not in shares and joined == slot.written and not own:
            return f"{{{roles}}}"
        return f"{{{roles}|{slot.written}}}"

    return ["".join(part if isinstance(part, str) else write(part) for part in core.parts) for core in cores]


def paragraph_template(paragraph: str, cores: Sequence[Core], templates: Sequence[str]) -> str:
    """The template of a paragraph from its first clause on: the clauses and the words between and behind them."""
    if len(cores) == 1 and cores[0].end == len(paragraph):
        return templates[0]
    pieces = []
    ends = [*(core.start for core in cores[1:]), len(paragraph)]
    for core, template, end in zip(cores, templates, ends, strict=True):
        pieces.append(f"{CLAUSE}{template}{END}{paragraph[core.end : end]}")
    return "".join(pieces)

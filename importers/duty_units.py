"""The units of a plan being read: names met in its clauses, told apart and put into office order."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from functools import cache

from domain.checks import Finding, Option, Severity
from domain.reading import ReadingChoices
from domain.text import comparison_key
from domain.unit_names import MAX_NAME, is_group_unit, split_level
from domain.units import Unit, nearest_units
from resources import resource

_NEW = "new"
_MAX_OFFERS = 40
_MAX_COMPARED = 400
_LEVEL_ONLY = re.compile("省|市|自治区|区|县")


class UnitDirectory:
    """Units offices usually have, found by any of their names, whatever the place in front."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        self.units = units
        self._whole: dict[str, Unit] = {}
        self._cores: dict[str, Unit] = {}
        self._placed: list[tuple[re.Pattern[str], Unit]] = []
        places = Counter(place for unit in units if (place := split_level(comparison_key(unit.full_name))[0]))
        self.place = places.most_common(1)[0][0] if places else ""
        for unit in units:
            for name in (unit.name, unit.full_name, *unit.aliases):
                if name:
                    self._add_place(name, unit)
                    self._whole.setdefault(comparison_key(name), unit)
                    self._cores.setdefault(split_level(comparison_key(name))[2], unit)

    def _add_place(self, name: str, unit: Unit) -> None:
        """海州海关 stands for the customs of any place."""
        if not self.place or self.place not in name or split_level(name)[0] == self.place:
            return
        before, _, behind = comparison_key(name).partition(self.place)
        level = "" if behind.startswith(("市", "省")) else "[省市]?"
        pattern = f"{re.escape(before)}[\u4e00-\u9fff]{{2,4}}?{level}{re.escape(behind)}"
        self._placed.append((re.compile(pattern), unit))

    def find(self, name: str) -> Unit | None:
        """The listed unit a name means; the place and level in front of it count for nothing."""
        key = comparison_key(name)
        _, level, core = split_level(key)
        found = self._whole.get(key) or self._cores.get(core if level else key)
        if found is None and len(key) <= MAX_NAME:
            found = next((unit for pattern, unit in self._placed if pattern.fullmatch(key)), None)
        return found

    def knows(self, name: str) -> bool:
        """Whether a name is listed."""
        return self.find(name) is not None


@cache
def listed_units() -> UnitDirectory:
    """The shipped list in office order."""
    entries = tomllib.loads(resource("units/default.toml").read_text(encoding="utf-8"))["unit"]
    return UnitDirectory(
        tuple(
            Unit(seq, one["name"], one.get("full_name", ""), tuple(one.get("aliases", ())), seq)
            for seq, one in enumerate(entries, start=1)
        )
    )


class UnitRegister:
    """Units met so far. Two names are one unit when the directory lists both under one, or the officer says so."""

    def __init__(self, directory: UnitDirectory, choices: ReadingChoices) -> None:
        self.directory = directory
        self._choices = choices
        self._spelled: dict[str, int] = {}
        self._names: list[list[str]] = []
        self._offices: dict[tuple[str, str, int], int] = {}
        self._unknown: list[int] = []

    def number(self, name: str) -> int:
        """The unit a written name means, as an index from 0; a new name makes a new unit."""
        key = comparison_key(name)
        if key in self._spelled:
            return self._spelled[key]
        found = self._same_office(name)
        if found is None:
            found = len(self._names)
            self._names.append([])
            self._remember(name, found)
        self._names[found].append(name)
        self._spelled[key] = found
        return found

    def name(self, number: int) -> str:
        """The name under which a unit goes: the one first met."""
        return self._names[number][0]

    def _same_office(self, name: str) -> int | None:
        picked = self._choices.pick(_question(name), _NEW)
        if picked != _NEW:
            return self.number(picked.removeprefix("same:"))
        listed = self.directory.find(name)
        if listed is None or is_group_unit(name):
            return None
        place, level, _ = split_level(comparison_key(name))
        exact = self._offices.get((place, level, listed.id))
        if exact is not None or level not in ("省", "市", "自治区"):
            return exact
        others = [at for (where, kind, one), at in self._offices.items() if (kind, one) == (level, listed.id)]
        compatible = not place or all(
            where == "" for (where, kind, one), _ in self._offices.items() if one == listed.id
        )
        return others[0] if len(others) == 1 and compatible else None

    def _remember(self, name: str, number: int) -> None:
        listed = self.directory.find(name)
        if listed is not None and not is_group_unit(name):
            place, level, _ = split_level(comparison_key(name))
            self._offices[place, level, listed.id] = number
        elif not is_group_unit(name):
            self._unknown.append(number)

    def some(self, numbers: Iterable[int]) -> list[Unit]:
        """The units of these indexes as they stand by now, with the index as id."""
        return [
            Unit(number, self.name(number), "", tuple(self._names[number][1:]), number + 1)
            for number in sorted(set(numbers))
        ]

    def units(self) -> tuple[tuple[Unit, ...], dict[int, int]]:
        """The units in office order with ids from 1, and the id of each index.

        Listed ones come first as the list has them, then the others as the text has them, then those that stand for
        many (各区人民政府).
        """
        last = len(self.directory.units)

        def rank(number: int) -> tuple[int, int, int]:
            name = self.name(number)
            if is_group_unit(name):
                return 2, 0, number
            listed = self.directory.find(name)
            return (0, listed.seq, number) if listed else (1, last, number)

        order = sorted(range(len(self._names)), key=rank)
        ids = {number: place for place, number in enumerate(order, start=1)}
        units = tuple(
            Unit(ids[number], self.name(number), "", tuple(dict.fromkeys(self._names[number][1:])), ids[number])
            for number in order
        )
        return units, ids

    def findings(self) -> list[Finding]:
        """What to say of names the directory does not have, with the names most like them to choose from."""
        found = []
        met = [Unit(number + 1, names[0], seq=number + 1) for number, names in enumerate(self._names[:_MAX_COMPARED])]
        for number in self._unknown[:_MAX_OFFERS]:
            name = self.name(number)
            near = nearest_units(name, [unit for unit in met if unit.id != number + 1])
            near += [unit for unit in nearest_units(name, self._like_levels(name)) if unit.name not in _names(near)]
            options = [Option(_NEW, f"作为新单位“{name}”")]
            options += [Option(f"same:{unit.name}", f"就是“{unit.name}”") for unit in near[:4]]
            message = f"“{name}”不在单位库里，已按原文作为新单位。如果它是别的单位的另一种写法，请选择。"
            found.append(Finding(Severity.NOTE, "unit_unknown", name, message, _question(name), tuple(options)))
        if len(self._unknown) > _MAX_OFFERS:
            message = f"还有 {len(self._unknown) - _MAX_OFFERS} 个单位不在单位库里，已按原文作为新单位。"
            found.append(Finding(Severity.NOTE, "unit_unknown_more", "责任单位", message))
        return found

    def _like_levels(self, name: str) -> list[Unit]:
        """The listed units under the level of a name, so that a district's name is compared with districts' names."""
        place, level, _ = split_level(comparison_key(name))
        front = place + level
        if not level:
            return [
                unit
                for unit in self.directory.units
                if not self.directory.place or self.directory.place not in unit.name
            ]
        return [
            Unit(unit.id, front + _LEVEL_ONLY.sub("", unit.name, count=1), seq=unit.seq)
            for unit in self.directory.units
            if split_level(unit.name)[1]
        ]


def _names(units: list[Unit]) -> set[str]:
    return {unit.name for unit in units}


def _question(name: str) -> str:
    return f"unit:{comparison_key(name)}"

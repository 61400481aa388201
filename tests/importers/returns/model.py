"""A returned file before it has a format: pages of cells, and the truth beside them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from domain.collection import CollectionForm, FieldRole
from importers.form_specs import shipped_forms
from tests.importers.returns import wordings as words

FORMS = {form.key: form for form in shipped_forms()}
Value = str | int | float | date


@dataclass(frozen=True)
class Formula:
    """A formula with the result that the program stored."""

    text: str
    result: str | float


@dataclass
class Page:
    """A sheet: filled cells by (row, column) from 0; merges are row, column, rows, columns."""

    name: str
    cells: dict[tuple[int, int], Value | Formula] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    is_hidden: bool = False

    def put(self, row: int, column: int, value: Value | Formula | None) -> None:
        """Set a cell unless there is nothing to show."""
        if value is not None and value != "":
            self.cells[row, column] = value

    @property
    def bottom(self) -> int:
        """The row below the last filled one."""
        return max((row for row, _ in self.cells), default=-1) + 1

    @property
    def right(self) -> int:
        """The column behind the last filled one."""
        return max((column for _, column in self.cells), default=-1) + 1


@dataclass
class TrueRow:
    """A row as it should be read; `mistakes` are the fields to be complained of. `row` counts from 0."""

    values: dict[str, str]
    page: int = 0
    row: int = 0
    mistakes: set[str] = field(default_factory=set)


@dataclass
class Case:
    """A returned file and its truth."""

    layout: str
    form: CollectionForm
    pages: list[Page]
    rows: list[TrueRow]
    kind: str = "xlsx"
    name: str = ""

    @property
    def filled(self) -> int:
        """How many filled cells the file holds."""
        return sum(len(page.cells) for page in self.pages)


class Draw:
    """Draws words and values for one file from one batch, the same for the same seed."""

    def __init__(self, seed: str, batch: int) -> None:
        self.random = random.Random(seed)
        self.batch = batch

    def word(self, pair: tuple[str, str]) -> str:
        """One of the words of this batch."""
        return self.random.choice(pair[self.batch].split("|"))

    def chance(self, share: float) -> bool:
        """Whether something happens that happens in a share of cases."""
        return self.random.random() < share

    def enterprise(self) -> str:
        """A name of an enterprise."""
        form = self.word(words.FORMS)
        place = "天津" if self.chance(0.2) and "（" not in form else ""
        return f"{place}{self.word(words.UNITS)}{self.word(words.TRADES)}{form}"

    def phone(self) -> str:
        """A number of a mobile or a desk."""
        if self.chance(0.3):
            return f"022-{self.random.randint(20000000, 89999999)}"
        return f"13{self.random.randint(100000000, 999999999)}"

    def contact(self) -> str:
        """Somebody."""
        return self.random.choice("王李张刘陈杨赵") + self.random.choice(("强", "晓丽", "某", "建国", "敏", "工"))

    def sentences(self, count: int) -> list[str]:
        """Different descriptions of problems."""
        pairs = [
            f"{subject}{trouble}"
            for subject in words.SUBJECTS[self.batch].split("|")
            for trouble in words.TROUBLES[self.batch].split("|")
        ]
        ends = ("", "。", "，目前尚无替代方案。", "；已多次向供应商反映", "，影响约3000台产品交付")
        return [one + self.random.choice(ends) for one in self.random.sample(pairs, count)]


class Sender:
    """One enterprise that fills in a form in its own ways."""

    def __init__(self, draw: Draw, form: CollectionForm) -> None:
        self.draw = draw
        self.form = form
        self.enterprise = draw.enterprise()
        self.position = draw.random.choice(("上游", "中游", "下游"))
        self.district = draw.word(words.DISTRICTS)
        self.contact, self.phone = draw.contact(), draw.phone()
        self._ways: dict[str, int] = {}
        self._short = draw.chance(0.35)

    def records(self, count: int) -> list[dict[str, str]]:
        """Rows as they should be read."""
        return [self._record(text) for text in self.draw.sentences(count)]

    def _record(self, text: str) -> dict[str, str]:
        draw = self.draw
        own = {"enterprise": self.enterprise, "contact": self.contact, "phone": self.phone}
        match self.form.key:
            case "quality_problems":
                own |= {"position": self.position, "district": self.district, "text": text}
                own |= {
                    "category": draw.random.choice(list(words.CATEGORIES)),
                    "severity": str(draw.random.randint(1, 3)),
                }
            case "projects":
                own |= {
                    "project": f"{draw.word(words.SUBJECTS)}可靠性提升{draw.random.randint(1, 999)}",
                    "problem": text,
                }
                own |= {
                    "institutions": f"{self.enterprise}、海州理工学院",
                    "outcome": f"{draw.word(words.RESULTS)}。",
                }
            case _:
                own |= {
                    "policy_tool": f"对解决“{text.rstrip('。')}”给予支持",
                    "measures": f"{draw.word(words.ACTIONS)}。",
                }
                own |= {
                    "form": draw.random.choice(("资金支持", "平台建设", "标准制定")),
                    "outcome": f"{draw.word(words.RESULTS)}。",
                }
        return own

    def shown(self, key: str, value: str) -> Value:
        """What the sender writes for a value; mostly in one way throughout the file."""
        pairs: dict[str, tuple[str, str]] = {}
        match key:
            case "position":
                pairs = words.POSITIONS
            case "category":
                pairs = words.CATEGORIES
            case "severity":
                pairs = {str(grade): pair for grade, pair in words.GRADES.items()}
            case "district":
                return value[:-1] if self._short and len(value) > 2 and value != "开发区" else value
        if value not in pairs:
            return value
        ways = pairs[value][self.draw.batch].split("|")
        if key not in self._ways:
            self._ways[key] = self.draw.random.randrange(1000)
        way = self._ways[key] if self.draw.chance(0.9) else self.draw.random.randrange(1000)
        return ways[way % len(ways)]


def text_key(form: CollectionForm) -> str:
    """The key of the field that says the thing itself."""
    field_ = form.role(FieldRole.TEXT)
    assert field_ is not None
    return field_.key

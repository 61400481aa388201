"""The documents of the set in their own short notation, and the truth that each of them declares.

One character or word at the start of a line says what the line is:

    === name.ext | writer options        a document begins
    T S N    title line, stage mark, document number
    C        text that is no part of the plan (cover, signature, imprint)
    L P      paragraph before the first heading, paragraph
    1 … 5    heading: number|title|text that runs on behind it
    ~1 … ~5  heading whose title and text are one sentence; the border between them is free
    =1 … =5  numbered line that is as well a paragraph (第一条)
    ?1 … ?5  line that may be a heading or not; the reader must ask
    B        box (专栏)
    D        duties of the heading above: lead=甲、乙 support=丙 responsible=丁
    D?       a unit that may hold any role there or none
    I  I?    indicator: name|comparison|value|unit|year; I? may be found or not
    M        remark: kind|text|author
    F        finding: words that its place or message holds; FQ: it must come with a question
    TAB U H R X NOTE END   table: label|title, unit line, header paths, rows, rows set aside, note
    TASKS    the same, of a 任务分解表; K names its columns: seq task measure lead support
             responsible deadline, - for any other
    TASKS?   the same, where an appendix table and tasks are equally right
    O        what the line before reads as when tracked changes are taken as never made

Inside a line ⟦2026年底前@2026-12-31⟧ is a deadline, ⟦…@?⟧ a time that may be found or not; «…» are marks of
WordprocessingML (see `write_wordml`).
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MASTERS = Path(__file__).parent / "masters"
_DEADLINE = re.compile(r"⟦([^@⟧]+)@([^⟧]+)⟧")
_UNMARKED_BAR = re.compile(r"\|(?![^«»]*»)")
_LEVELS = re.compile(r"/(?![^（）]*）)")
_MARK = re.compile(r"«(.)([^«»]*)»")


@dataclass
class Table:
    """A table as it is printed: header paths, rows of cells (`^` joins the cell above, `<` the one to the left)."""

    label: str
    title: str
    unit: str = ""
    paths: list[list[str]] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)
    aside: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    tasks: str = ""
    keys: list[str] = field(default_factory=list)

    def filled(self) -> list[list[str]]:
        """The rows that count, merged cells filled."""
        done: list[list[str]] = []
        for number, row in enumerate(self.rows):
            cells = [done_text(cell) for cell in row]
            for place, cell in enumerate(cells):
                if cell == "^":
                    cells[place] = done[-1][place]
                if cell == "<":
                    cells[place] = cells[place - 1]
            done.append(cells if number not in self.aside else list(cells))
        return [row for number, row in enumerate(done) if number not in self.aside]


@dataclass
class Item:
    """One printed piece of a document; `text` still holds its marks."""

    kind: str
    text: str = ""
    label: str = ""
    level: int = 0
    run_in: str = ""
    table: Table | None = None


@dataclass
class Master:
    """A document: file name, how it is written, its pieces and its truth; `digest` changes with its notation."""

    name: str
    writer: str
    options: dict[str, str]
    items: list[Item] = field(default_factory=list)
    truth: dict[str, Any] = field(default_factory=dict)
    digest: str = ""


def done_text(text: str) -> str:
    """A line as it is printed when tracked changes are accepted: deadlines and marks undone, \\n a line break."""
    return visible(text).replace("\\n", "\n")


def visible(text: str, *, original: bool = False) -> str:
    """The text without its marks, with tracked changes accepted or as if never made."""

    def replace(found: re.Match[str]) -> str:
        kind, inner = found.group(1), found.group(2).split("|")[0]
        hidden = {"-": not original, "+": original, "h": True, "n": True, "x": True}
        if kind == "f":
            return found.group(2).split("|")[1]
        return "" if hidden.get(kind, False) else inner

    return _MARK.sub(replace, _DEADLINE.sub(r"\1", text))


def read_masters() -> list[Master]:
    """Every document of the set, in the order of the master files."""
    made: list[Master] = []
    for path in sorted(MASTERS.glob("*.txt")):
        for block in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.M)[1:]:
            head, _, body = block.partition("\n")
            made += [_read(spec, body) for spec in head.split(" ; ")]
    return made


def _read(spec: str, body: str) -> Master:
    name, _, rest = (part.strip() for part in spec.partition("|"))
    writer, *pairs = rest.split()
    options = dict(pair.partition("=")[::2] for pair in pairs)
    digest = hashlib.sha256((spec + body).encode()).hexdigest()[:16]
    return _Reader(Master(name, writer, options, digest=digest)).read(body)


class _Reader:
    """Takes the lines of one document in."""

    def __init__(self, master: Master) -> None:
        self.master = master
        self.items = master.items
        self.truth: dict[str, Any] = {
            "title": "",
            "stage": "",
            "number": "",
            "headings": [],
            "paragraphs": [],
            "duties": [],
            "deadlines": [],
            "indicators": [],
            "tables": [],
            "remarks": [],
            "findings": [],
            "original": [],
        }
        master.truth = self.truth
        self.heading = -1
        self.table: Table | None = None

    def read(self, body: str) -> Master:
        for line in body.splitlines():
            if line.strip() and not line.startswith("//"):
                tag, _, text = line.partition(" ")
                self._line(tag, text)
        return self.master

    def _line(self, tag: str, text: str) -> None:
        plain = {"T": self._title, "S": self._field, "N": self._field, "C": self._aside, "L": self._paragraph}
        more = {
            "P": self._paragraph,
            "B": self._box,
            "D": self._duties,
            "D?": self._loose_unit,
            "I": self._indicator,
            "I?": self._indicator,
        }
        rest = {
            "I": self._indicator,
            "I?": self._indicator,
            "M": self._remark,
            "F": self._finding,
            "FQ": self._finding,
            "O": self._original,
        }
        verbs = {**plain, **more, **rest}
        if self.table is not None or tag in ("TAB", "TASKS", "TASKS?"):
            self._table_line(tag, text)
        elif re.fullmatch(r"[~?=]?[1-5]", tag):
            self._heading(tag, text)
        else:
            verbs[tag](tag, text)

    def _add(self, item: Item) -> None:
        self.items.append(item)
        whole = item.text + item.run_in
        for source, value in _DEADLINE.findall(whole):
            self.truth["deadlines"].append({"text": source, "value": value})

    def _title(self, tag: str, text: str) -> None:
        self._add(Item("title", text))
        self.truth["title"] += visible(text)

    def _field(self, tag: str, text: str) -> None:
        self._add(Item({"S": "stage", "N": "number"}[tag], text))
        self.truth[{"S": "stage", "N": "number"}[tag]] = visible(text)

    def _aside(self, tag: str, text: str) -> None:
        self._add(Item("aside", text))
        self.truth["paragraphs"].append({"heading": None, "text": visible(text)})

    def _paragraph(self, tag: str, text: str) -> None:
        self._add(Item("text", text))
        self.truth["paragraphs"].append({"heading": self.heading, "text": visible(text)})

    def _heading(self, tag: str, text: str) -> None:
        label, title, run_in = [*text.split("|", 2), "", ""][:3] if "«" not in text else _split_marked(text)
        self._add(Item("heading", title, label, int(tag[-1]), run_in))
        mode = {"~": "free", "?": "doubtful", "=": "either"}.get(tag[0], "")
        heading = {"level": int(tag[-1]), "number": label, "title": visible(title), "mode": mode}
        if mode == "free":
            heading["title"] += visible(run_in)
        self.truth["headings"].append(heading)
        self.heading = len(self.truth["headings"]) - 1
        if run_in and mode != "free":
            self.truth["paragraphs"].append({"heading": self.heading, "text": visible(run_in)})
        if mode == "doubtful":
            self.truth["findings"].append({"about": visible(title), "question": True})

    def _box(self, tag: str, text: str) -> None:
        level = self.truth["headings"][self.heading]["level"] + 1 if self.heading >= 0 else 1
        self._add(Item("box", text, "", level))
        self.truth["headings"].append({"level": level, "number": "", "title": visible(text), "mode": "box"})
        self.heading = len(self.truth["headings"]) - 1

    def _duties(self, tag: str, text: str) -> None:
        for part in text.split():
            role, _, names = part.partition("=")
            for name in re.split("、(?![^（]*）)", names):
                self.truth["duties"].append({"heading": self.heading, "role": role, "unit": name})

    def _loose_unit(self, tag: str, text: str) -> None:
        self.truth["duties"].append({"heading": self.heading, "role": "?", "unit": text})

    def _indicator(self, tag: str, text: str) -> None:
        name, comparison, value, unit, year = text.split("|")
        self.truth["indicators"].append(
            {"name": name, "comparison": comparison, "value": value, "unit": unit, "year": year, "free": tag == "I?"}
        )

    def _remark(self, tag: str, text: str) -> None:
        kind, words, author = text.split("|")
        self.truth["remarks"].append({"kind": kind, "text": words, "author": author})

    def _finding(self, tag: str, text: str) -> None:
        self.truth["findings"].append({"about": text, "question": tag == "FQ"})

    def _original(self, tag: str, text: str) -> None:
        self.truth["original"].append(text)

    def _table_line(self, tag: str, text: str) -> None:
        if self.table is None:
            label, _, title = text.partition("|")
            self.table = Table(label, title, tasks=tag if tag != "TAB" else "")
            return
        table = self.table
        if tag == "END":
            self._end(table)
        elif tag == "U":
            table.unit = text
        elif tag == "NOTE":
            table.notes.append(text)
        elif tag == "K":
            table.keys = text.split()
        elif tag == "H":
            table.paths = [_LEVELS.split(done_text(path)) for path in text.split("|")]
        else:
            if tag == "X":
                table.aside.append(len(table.rows))
            table.rows.append(_UNMARKED_BAR.split(text))

    def _end(self, table: Table) -> None:
        self.table = None
        self.items.append(Item("table", table=table))
        rows = table.filled()
        self.truth["tables"].append(
            {
                "label": table.label,
                "title": table.title,
                "unit": table.unit,
                "notes": table.notes,
                "columns": table.paths,
                "rows": rows,
                "tasks": table.tasks,
                "keys": table.keys,
                "aside": [next(cell for cell in table.rows[n] if cell not in "^<") for n in table.aside],
            }
        )
        if table.tasks == "TASKS":
            cells = [cell for row in table.rows for cell in row]
            self.truth["deadlines"] += [
                {"text": source, "value": value} for cell in cells for source, value in _DEADLINE.findall(cell)
            ]


def _split_marked(text: str) -> list[str]:
    """Split at | outside of «…»."""
    parts = _UNMARKED_BAR.split(text, maxsplit=2)
    return [*parts, "", ""][:3]

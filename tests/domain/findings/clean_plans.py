"""Clean plans of twelve kinds, written for these tests in the style of offices: nothing in them is to be told."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from domain.content import PlanContent, PlanInfo
from domain.duty_search import find_clauses
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Unit

FOLDER = Path(__file__).with_name("clean")
_HEADING = re.compile(
    r"(?:([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）|第([一二三四五六七八九十]+)章 )(.{2,30})$"
)
_KEYS = ("place", "enterprise", "problem")


def clean_names() -> list[str]:
    """The plans, by name."""
    return sorted(path.stem for path in FOLDER.glob("*.txt"))


@lru_cache(maxsize=32)
def clean_lines(name: str) -> tuple[str, ...]:
    """A plan line by line, its title first."""
    return tuple((FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines())


def clean_plan(name: str) -> PlanContent:
    """A plan as its content: headings, paragraphs, and its table where it has one."""
    return build_plan(clean_lines(name))


def build_plan(lines: tuple[str, ...]) -> PlanContent:
    """The content of a plan from its lines."""
    nodes: list[OutlineNode] = []
    texts: dict[int | None, list[Paragraph]] = {None: []}
    here: int | None = None
    chapter: int | None = None
    body, tables = _split(lines)
    for number, line in enumerate(body[1:], start=1):
        match = _HEADING.match(line)
        if match is None or line.endswith(("。", "；", "：")):
            texts.setdefault(here, []).append(Paragraph(line, id=number))
            continue
        top = match[2] is None
        style = NumberStyle.HAN_PAREN if not top else NumberStyle.HAN if match[1] else NumberStyle.CHAPTER
        here = number
        parent = None if top else chapter
        chapter = number if top else chapter
        nodes.append(OutlineNode(number, parent, number, NodeKind.SECTION, match[4], style))
    nodes = [replace(one, paragraphs=tuple(texts.get(one.id, ()))) for one in nodes]
    names = {name for line in lines for core in find_clauses(line) for held in core.names().values() for name in held}
    units = tuple(Unit(place, name, seq=place) for place, name in enumerate(sorted(names), start=1))
    return PlanContent(PlanInfo(title=body[0]), tuple(texts[None]), tuple(nodes), units, tables=tables)


def _split(lines: tuple[str, ...]) -> tuple[list[str], tuple[AppendixTable, ...]]:
    """The text, and the table behind it."""
    start = next((at for at, line in enumerate(lines) if line.startswith("附表1\t")), len(lines))
    if start == len(lines):
        return list(lines), ()
    label, title = lines[start].split("\t")
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER, id=1),
        *(
            TableColumn(key, (head,), ColumnKind.ITEMS if key == "problem" else ColumnKind.TEXT, id=place)
            for place, (key, head) in enumerate(zip(_KEYS, lines[start + 1].split("\t")[1:], strict=True), start=2)
        ),
    )
    rows = tuple(
        TableRow(
            place,
            place,
            {
                key: cell_of(ColumnKind.ITEMS if key == "problem" else ColumnKind.TEXT, text)
                for key, text in zip(_KEYS, line.split("\t"), strict=True)
            },
        )
        for place, line in enumerate(lines[start + 2 :], start=1)
    )
    return list(lines[:start]), (AppendixTable(1, TableSpec(label, title, columns), rows),)

"""What an officer does to a file: edits made in its XML, plainly or as tracked changes, each known by a mark."""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from lxml import etree

from domain.merge_report import MergeStep, StepKind

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
AUTHOR = "审稿人甲"
DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Edit:
    """A step that is to come of an edit: `mark` stands in what it says."""

    kind: StepKind
    mark: str

    def is_step(self, step: MergeStep) -> bool:
        text = step.before if self.kind is StepKind.GONE else step.after
        return step.kind is self.kind and self.mark in text


class WordEditor:
    """A Word file under edit; every edit is at a place of its own that no other touches."""

    def __init__(self, path: Path, random: Random, *, tracked: bool) -> None:
        with zipfile.ZipFile(path) as archive:
            self._parts = {name: archive.read(name) for name in archive.namelist()}
        self._root = etree.fromstring(self._parts[DOCUMENT])
        self._random, self._tracked = random, tracked
        self._count = 0
        body = self._root.find(f"{W}body")
        self._paragraphs = [one for one in body.iterchildren(f"{W}p") if key_of(one).startswith(("p", "h"))]
        self._rows = [one for one in body.iter(f"{W}tr") if key_of(one).startswith("r")]
        random.shuffle(self._paragraphs)
        random.shuffle(self._rows)
        self._near: set[Any] = set()

    def make(self, count: int) -> list[Edit]:
        """So many edits of every kind in turn."""
        kinds: list[Callable[[], Edit | None]] = [
            self.reword, self.set_cell, self.insert_paragraph, self.delete_paragraph, self.insert_row, self.delete_row,
            self.reword, self.set_cell, self.retitle,
        ]  # fmt: skip
        edits: list[Edit] = []
        while len(edits) < count:
            edit = kinds[self._random.randrange(len(kinds))]()
            if edit is not None:
                edits.append(edit)
        return edits

    def save(self, path: Path) -> Path:
        self._parts[DOCUMENT] = etree.tostring(self._root, xml_declaration=True, encoding="UTF-8", standalone=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._parts.items():
                archive.writestr(name, data)
        return path

    def _mark(self) -> str:
        self._count += 1
        return "".join(self._random.choices("霁霄霆霈霎霖霜霞霭霰霹霸", k=6)) + f"{self._count:03d}号"

    def _take(self, pool: list[Any], kind: str = "") -> Any:
        """An element with no other edit beside it."""
        for one in pool:
            beside = {one, one.getprevious(), one.getnext()}
            if (not kind or key_of(one).startswith(kind)) and not beside & self._near:
                pool.remove(one)
                self._near.add(one)
                return one
        return None

    def reword(self) -> Edit | None:
        paragraph = self._take(self._paragraphs, "p")
        mark = self._mark()
        return None if paragraph is None else self._put_into(paragraph, mark)

    def retitle(self) -> Edit | None:
        paragraph = self._take(self._paragraphs, "h")
        mark = self._mark()
        return None if paragraph is None else self._put_into(paragraph, mark, at_end=True)

    def set_cell(self) -> Edit | None:
        row = self._take(self._rows)
        if row is None:
            return None
        cells = [one for one in row.iterchildren(f"{W}tc") if text_of(one)][1:]
        paragraph = next(one for one in self._random.choice(cells).iter(f"{W}p") if text_of(one))
        return self._put_into(paragraph, self._mark())

    def _put_into(self, paragraph: Any, mark: str, *, at_end: bool = False) -> Edit:
        run = next(one for one in paragraph.iter(f"{W}r") if text_of(one))
        text = text_of(run)
        place = len(text) if at_end else min(4, len(text))
        gone = "" if at_end else text[place : place + 2]
        before, new, after = (copy.deepcopy(run) for _ in range(3))
        set_text(before, text[:place])
        set_text(new, mark)
        set_text(after, text[place + len(gone) :])
        pieces = [before, self._inserted(new)]
        if self._tracked and gone:
            old = copy.deepcopy(run)
            set_text(old, gone)
            pieces.append(self._deleted(old))
        parent, at = run.getparent(), run.getparent().index(run)
        parent.remove(run)
        for offset, piece in enumerate([*pieces, after]):
            parent.insert(at + offset, piece)
        return Edit(StepKind.CHANGED, mark)

    def insert_paragraph(self) -> Edit | None:
        paragraph = self._take(self._paragraphs, "p")
        if paragraph is None:
            return None
        mark = self._mark()
        new = without_keys(paragraph)
        self._write(new, f"新增一段{mark}，从速办理。")
        if self._tracked:
            self._mark_end(new, "ins")
        paragraph.addnext(new)
        return Edit(StepKind.NEW, mark)

    def delete_paragraph(self) -> Edit | None:
        paragraph = self._take(self._paragraphs, "p")
        if paragraph is None:
            return None
        text = text_of(paragraph)
        if self._tracked:
            for run in list(paragraph.iterchildren(f"{W}r")):
                place = paragraph.index(run)
                paragraph.insert(place, self._deleted(run))
            self._mark_end(paragraph, "del")
        else:
            paragraph.getparent().remove(paragraph)
        return Edit(StepKind.GONE, text)

    def insert_row(self) -> Edit | None:
        row = self._take(self._rows)
        if row is None:
            return None
        mark = self._mark()
        new = without_keys(row)
        for cell in new.iterchildren(f"{W}tc"):
            first, *others = cell.iterchildren(f"{W}p")
            for one in others:
                cell.remove(one)
            self._write(first, mark)
        if self._tracked:
            properties(new, "trPr").append(self._change("ins"))
        row.addnext(new)
        return Edit(StepKind.NEW, mark)

    def delete_row(self) -> Edit | None:
        row = self._take(self._rows)
        if row is None:
            return None
        longest = max((text_of(one) for one in row.iter(f"{W}p")), key=len)
        if self._tracked:
            properties(row, "trPr").append(self._change("del"))
        else:
            row.getparent().remove(row)
        return Edit(StepKind.GONE, longest)

    def _write(self, paragraph: Any, text: str) -> None:
        run = etree.Element(f"{W}r")
        set_text(run, text)
        for child in [one for one in paragraph if one.tag != f"{W}pPr"]:
            paragraph.remove(child)
        paragraph.append(self._inserted(run))

    def _inserted(self, run: Any) -> Any:
        if not self._tracked:
            return run
        change = self._change("ins")
        change.append(run)
        return change

    def _deleted(self, run: Any) -> Any:
        change = self._change("del")
        for text in run.iter(f"{W}t"):
            text.tag = f"{W}delText"
        change.append(run)
        return change

    def _mark_end(self, paragraph: Any, kind: str) -> None:
        own = properties(paragraph, "pPr")
        look = own.find(f"{W}rPr")
        if look is None:
            look = etree.SubElement(own, f"{W}rPr")
        look.insert(0, self._change(kind))

    def _change(self, kind: str) -> Any:
        self._count += 1
        change = etree.Element(f"{W}{kind}")
        change.set(f"{W}id", str(90_000 + self._count))
        change.set(f"{W}author", AUTHOR)
        change.set(f"{W}date", "2026-11-20T09:00:00Z")
        return change


def properties(element: Any, name: str) -> Any:
    own = element.find(f"{W}{name}")
    if own is None:
        own = etree.Element(f"{W}{name}")
        element.insert(0, own)
    return own


def key_of(element: Any) -> str:
    names = (one.get(f"{W}name") for one in element.iter(f"{W}bookmarkStart"))
    return next((name[4:] for name in names if name.startswith("_fg_")), "")


def text_of(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def set_text(run: Any, text: str) -> None:
    for child in [one for one in run if one.tag != f"{W}rPr"]:
        run.remove(child)
    etree.SubElement(run, f"{W}t").text = text
    run[-1].set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def without_keys(element: Any) -> Any:
    new = copy.deepcopy(element)
    for one in list(marks(new)):
        one.getparent().remove(one)
    return new


def marks(element: Any) -> Iterator[Any]:
    yield from [*element.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")]


class SheetEditor:
    """A workbook under edit with openpyxl: rows put in and taken out with their keys, cells written."""

    def __init__(self, path: Path, random: Random) -> None:
        self._book = openpyxl.load_workbook(path)
        self._random = random
        self._count = 0
        self.sheet = self._book.worksheets[0]
        corner = next(
            cell for row in self.sheet.iter_rows() for cell in row if str(cell.value or "").startswith("_fg:")
        )
        self.key_row, self.key_column = corner.row, corner.column
        depth = int(str(corner.value).rpartition("_")[2]) if "_" in str(corner.value)[4:] else int(corner.value[5:])
        self.first = corner.row + depth + 1
        # A sheet's own merged cells are not moved by openpyxl when rows come and go.
        self._free = list(range(self.first + 1, self.sheet.max_row - 1))

    @property
    def columns(self) -> int:
        return self.key_column - 1

    def make(self, count: int) -> list[Edit]:
        """So many edits, rows put in and taken out last, from the bottom up."""
        chosen = sorted(self._random.sample(self._free[::2], count), reverse=True)
        return [self._random.choice((self._set, self._set, self._insert, self._delete))(row) for row in chosen]

    def save(self, path: Path) -> Path:
        self._book.save(path)
        return path

    def _mark(self) -> str:
        self._count += 1
        return "".join(self._random.choices("霁霄霆霈霎霖霜霞霭霰霹霸", k=6)) + f"{self._count:03d}号"

    def _set(self, row: int) -> Edit:
        mark = self._mark()
        filled = [place for place in range(2, self.key_column) if self.sheet.cell(row, place).value]
        cell = self.sheet.cell(row, self._random.choice(filled))
        cell.value = f"{cell.value}{mark}"
        return Edit(StepKind.CHANGED, mark)

    def _insert(self, row: int) -> Edit:
        mark = self._mark()
        self.sheet.insert_rows(row + 1)
        for place in range(2, self.key_column):
            self.sheet.cell(row + 1, place).value = mark
        return Edit(StepKind.NEW, mark)

    def _delete(self, row: int) -> Edit:
        texts = [str(self.sheet.cell(row, place).value or "") for place in range(2, self.key_column)]
        self.sheet.delete_rows(row)
        return Edit(StepKind.GONE, max(texts, key=len).split("\n")[0])

    def values(self) -> list[list[Any]]:
        """The body of the table, keys included."""
        rows = self.sheet.iter_rows(min_row=self.first, max_col=self.key_column, values_only=True)
        return [list(row) for row in rows]

    def put_values(self, values: list[list[Any]]) -> None:
        for offset, row in enumerate(values):
            for place, value in enumerate(row, start=1):
                self.sheet.cell(self.first + offset, place).value = value

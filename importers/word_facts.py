"""A Word file → what it says of its own layout, for the checker. Texts are those after tracked changes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from domain.word_facts import ParagraphFacts, SectionFacts, TableFacts, WordFacts
from importers.guard import SourcePath, printable_name, read_bytes
from importers.kinds import is_zip, refuse_known_kinds
from importers.word_facts_looks import LookBook
from importers.word_facts_numbers import SectionReader
from importers.word_facts_tables import TableReader
from importers.word_facts_text import RunReader
from importers.word_numbering import Numbering
from importers.word_styles import Styles
from importers.word_xml import Element, WordParts, chosen_branch, is_on, local, w

Progress = Callable[[int, int], None]

_SKIPPED = ("sdtPr", "sdtEndPr", "del", "moveFrom", "altChunk")
_TRACKED = ("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange")
_STEPS = 200


def read_word_facts(path: SourcePath, progress: Progress | None = None) -> WordFacts:
    """Read what a Word file says of paper, paragraphs, tables and page numbers.

    Raises ImportFileError when it is no Word file, is damaged or breaks a limit; `progress` may raise to stop.
    """
    data = read_bytes(path)
    name = printable_name(path)
    if not is_zip(data):
        refuse_known_kinds(data, name)
    parts = WordParts(data, name)
    return _FactsReader(parts, name, progress).read(hashlib.sha256(data).hexdigest())


class _FactsReader:
    def __init__(self, parts: WordParts, name: str, progress: Progress | None) -> None:
        self._parts, self._name, self._progress = parts, name, progress
        body = parts.document.find(w("body"))
        assert body is not None  # WordParts refuses files without one
        self._body = body
        styles, numbering = parts.part("styles"), parts.part("numbering")
        self._styles = Styles(styles)
        self._book = LookBook(styles, parts.part("theme"), numbering)
        self._numbering = Numbering(numbering, self._styles.lists)
        self._runs = RunReader(self._book, self._styles)
        self._indexes = {one: index for index, one in enumerate(parts.document.iter(w("p")))}
        self._table_indexes = {one: index for index, one in enumerate(parts.document.iter(w("tbl")))}
        self._tables_reader = TableReader(self._book, self._runs, name, self._indexes)
        self._sections_reader = SectionReader(parts.related_parts(), self._book, self._runs)
        self._paragraphs: list[ParagraphFacts] = []
        self._tables: list[TableFacts] = []
        self._sections: list[SectionFacts] = []

    def read(self, digest: str) -> WordFacts:
        """The whole file as a value."""
        self._walk(self._body)
        last = self._body.find(w("sectPr"))
        if last is not None or not self._sections:
            self._sections.append(self._sections_reader.read(last if last is not None else self._body))
        settings = self._parts.part("settings")
        most = len(self._sections) - 1
        return WordFacts(
            name=self._name,
            digest=digest,
            main=self._parts.main,
            sections=tuple(self._sections),
            paragraphs=tuple(one if one.section <= most else replace(one, section=most) for one in self._paragraphs),
            tables=tuple(one if one.section <= most else replace(one, section=most) for one in self._tables),
            normal=self._book.normal,
            mirrored=is_on(settings, "mirrorMargins"),
            odd_and_even=is_on(settings, "evenAndOddHeaders"),
            tracked_changes=any(next(self._body.iter(w(name)), None) is not None for name in _TRACKED),
        )

    def _walk(self, parent: Element) -> None:
        for child in parent:
            name = local(child)
            if name == "p":
                self._paragraph(child)
            elif name == "tbl":
                after = self._paragraphs[-1].index if self._paragraphs else -1
                section = len(self._sections)
                self._tables.append(self._tables_reader.read(child, self._table_indexes[child], after, section))
            elif name == "AlternateContent":
                branch = chosen_branch(child)
                if branch is not None:
                    self._walk(branch)
            elif name not in _SKIPPED:
                self._walk(child)

    def _paragraph(self, paragraph: Element) -> None:
        index = self._indexes[paragraph]
        if self._progress and index % _STEPS == 0:
            self._progress(index, len(self._indexes))
        properties = paragraph.find(w("pPr"))
        facts = self._runs.facts(paragraph, index, len(self._sections))
        label = self._label(properties, bool(facts.text.strip()))
        self._paragraphs.append(replace(facts, label=label) if label else facts)
        section = properties.find(w("sectPr")) if properties is not None else None
        if section is not None:
            self._sections.append(self._sections_reader.read(section))

    def _label(self, properties: Element | None, has_text: bool) -> str:
        style, form = self._styles.format_of(properties)
        if not form.num_id:
            return ""
        level = form.num_level
        if form.num_style or level is None:
            tied = self._numbering.level_of_style(form.num_id, (style, form.num_style))
            level = tied if tied is not None else level or 0
        label = self._numbering.next_label(form.num_id, level)
        return label.before("文").removesuffix("文") if has_text and not label.is_bullet else ""

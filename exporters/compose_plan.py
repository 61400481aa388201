"""The whole plan → blocks: 版头, title, text with its tables, 附件说明, signature, 版记, appendix tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.dates import official_date
from domain.exchange import PlanContent, PlanInfo
from domain.heading_looks import is_centred, look_level
from domain.labels import PART_PLAN
from domain.outline import NodeKind, PlacedNode
from domain.returned import ADDRESSEES, CLAUSE, HEADING, MARK, PARAGRAPH, TITLE, key_of
from domain.tables import AppendixTable
from exporters.blocks import (
    Addressees,
    AnnexNote,
    Annotation,
    BlankLine,
    Block,
    BodyCell,
    BodyParagraph,
    Document,
    Heading,
    Imprint,
    Letterhead,
    Section,
    Signature,
    StageMark,
)
from exporters.characters import printable_lines
from exporters.compose_tables import appendix_section, table_in_text
from exporters.page import Layout
from exporters.profile import Ending, Face
from exporters.table_layout import lay_out
from exporters.table_measure import Draft
from exporters.wording import Labels, fitted_title, one_line

_NAMES = re.compile(r"[、；;\n]")


def compose_plan(layout: Layout, content: PlanContent, copy_number: str = "") -> Document:
    """方案全文: title, stage mark, text, list of tables, signature, then every table on a page of its own.

    `copy_number` is the 份号 of a copy; 版头, signature and 版记 stand where the layout asks for them.
    """
    body = Section(PART_PLAN, False, tuple(_Body(layout, content, copy_number).blocks()))
    labels = Labels(layout, [table.spec.label for table in content.tables])
    behind = [appendix_section(layout, table, labels) for table in content.tables if table.place is None]
    sections = [body, *behind]
    if layout.profile.parts.imprint and (imprint := _imprint(content.info)):
        last = sections[-1]
        # 版记 closes an upright page (7.4.1): behind a table that lies across it takes a page of its own.
        if last.landscape:
            sections.append(Section(PART_PLAN, False, (imprint,)))
        else:
            sections[-1] = Section(last.name, False, (*last.blocks, imprint))
    return Document(one_line(content.info.title) or PART_PLAN, tuple(sections))


class _Body:
    def __init__(self, layout: Layout, content: PlanContent, copy_number: str) -> None:
        self._layout, self._content, self._copy_number = layout, content, copy_number
        self._parts = layout.profile.parts
        self._labels = Labels(layout, [table.spec.label for table in content.tables])

    def blocks(self) -> Iterator[Block]:
        """Everything up to the first appendix table."""
        yield from self._front()
        preamble = self._content.preamble
        keys = [key_of(PARAGRAPH, paragraph.id) for paragraph in preamble]
        yield from self._paragraphs(None, [paragraph.text for paragraph in preamble], keys)
        for placed in self._content.placed():
            yield from self._node(placed)
        if self._parts.annex_note:
            yield from self._annex_notes()
        yield from self._back()

    def _front(self) -> Iterator[Block]:
        info, layout = self._content.info, self._layout
        if self._parts.letterhead and info.issuing_authority:
            yield Letterhead(
                one_line(info.issuing_authority),
                one_line(info.document_number),
                self._copy_number,
                one_line(info.classification),
                one_line(info.urgency),
                one_line(info.signer),
            )
        if info.title:
            yield replace(fitted_title(layout, info.title, False), key=TITLE)
        if info.mark and self._parts.stage_mark:
            yield StageMark(f"（{one_line(info.mark)}）", MARK)
        if info.title or info.mark:
            yield BlankLine()
        if self._parts.addressees and info.addressees:
            yield Addressees(one_line(info.addressees).rstrip("：:") + "：", ADDRESSEES)

    def _paragraphs(self, node_id: int | None, texts: Sequence[str], keys: Sequence[str]) -> Iterator[Block]:
        """Printed paragraphs with the tables that stand between them."""
        tables = [table for table in self._content.tables if table.place and table.place.node_id == node_id]
        for index, text in enumerate(texts):
            yield from self._tables_at(tables, index, index)
            yield from (BodyParagraph(line, key) for line, key in self._lines(text, keys[index]))
        yield from self._tables_at(tables, len(texts), None)

    def _lines(self, text: str, key: str) -> Iterator[tuple[str, str]]:
        """The printed lines of a paragraph, each with a key of its own."""
        for number, line in enumerate(printable_lines(text)):
            yield self._labels.text(line), f"{key}_{number}" if number else key

    def _tables_at(self, tables: Sequence[AppendixTable], first: int, last: int | None) -> Iterator[Block]:
        for table in tables:
            if table.place and first <= table.place.after and (last is None or table.place.after <= last):
                yield from table_in_text(self._layout, table, self._labels)

    def _node(self, placed: PlacedNode) -> Iterator[Block]:
        node, layout = placed.node, self._layout
        texts = self._content.printed_paragraphs(node)
        heading = self._labels.text(one_line(placed.heading))
        # Units without any paragraph print as one.
        keys = [key_of(PARAGRAPH, paragraph.id) for paragraph in node.paragraphs] or [key_of(CLAUSE, node.id)]
        if node.kind is NodeKind.BOX:
            yield from self._box(placed, heading, texts, keys)
            return
        face = layout.profile.headings.face(look_level(placed))
        if heading:
            # A measure whose text is its heading must not chain page after page together.
            keeps = any(texts) or face is not Face.BODY
            key = key_of(HEADING, node.id)
            yield Heading(placed.level, heading, face, is_centred(placed), keeps, key)
        yield from self._paragraphs(node.id, texts, keys)

    def _box(self, placed: PlacedNode, heading: str, texts: Sequence[str], keys: Sequence[str]) -> Iterator[Block]:
        lines = [line for text, key in zip(texts, keys, strict=False) for line in self._lines(text, key)]
        rows = tuple((BodyCell((line,)),) for line, _ in lines)
        ruled = lay_out(Draft(self._layout, ((heading,),), rows, (self._layout.frame_mm(False),)), False)
        key = key_of(HEADING, placed.node.id)
        yield replace(ruled, column_keys=(key,), row_keys=tuple(own for _, own in lines))
        yield from self._paragraphs(placed.node.id, [], [])

    def _annex_notes(self) -> Iterator[Block]:
        """附件说明 (7.3.4): the same words, order and numbers as on the pages that follow."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for table in self._content.tables:
            if table.place is None:
                word, number = self._labels.parts(table.spec.label)
                groups.setdefault(word, []).append((number, one_line(table.spec.title)))
        notes = [AnnexNote(word, tuple(items)) for word, items in groups.items() if word]
        if notes:
            yield BlankLine()
            yield from notes

    def _back(self) -> Iterator[Block]:
        info, ending = self._content.info, self._parts.ending
        signed = ending is not Ending.NONE and (info.issuing_authority or info.issued_on)
        if signed:
            names = tuple(name for part in _NAMES.split(info.issuing_authority) if (name := one_line(part).strip()))
            yield BlankLine()
            yield Signature(names, official_date(info.issued_on), ending is Ending.SEALED)
        if signed and info.annotation:
            yield Annotation(f"（{one_line(info.annotation).strip('（）()')}）")


def _imprint(info: PlanInfo) -> Imprint | None:
    printed_by = info.printed_by or info.issuing_authority
    if not (info.copied_to or printed_by):
        return None
    copied = one_line(info.copied_to).rstrip("。")
    printed_on = official_date(info.printed_on or info.issued_on)
    return Imprint(copied, one_line(printed_by), f"{printed_on}印发" if printed_on else "")

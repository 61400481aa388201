"""Entry point of the reading room: a plan that another program saved → PlanDraft."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace

from domain.checks import Finding, Severity
from domain.errors import ImportFileError
from domain.exchange import PlanContent, PlanDraft, SourceFile
from domain.outline import NodeKind, OutlineNode, Paragraph, place_nodes
from domain.reading import ReadingChoices
from domain.returned import ReturnedFile
from importers.annexes import Parts, compare_with_list, split_annexes
from importers.appendix import read_tables
from importers.blocks import Document
from importers.census import aside_of, take_census
from importers.contents import drop_contents_blocks
from importers.enterprises import read_enterprises
from importers.exported import read_returned
from importers.guard import SourcePath, printable_name, read_bytes
from importers.kinds import Kind, is_zip, mismatch, refuse_known_kinds
from importers.notices import NOTICE_TITLE, part_notice, with_notice_fields
from importers.plan_text import read_plan_body, with_role_word
from importers.remarks import place_remarks
from importers.responsibilities import take_duties
from importers.specs import load_table_specs
from importers.task_table import TaskDraft
from importers.text_blocks import read_text_blocks
from importers.text_file import clean_text, decode_text
from importers.word import read_word_blocks

_AS_ASSUMED = ReadingChoices()


def read_plan(
    path: SourcePath,
    progress: Callable[[int, int], None] | None = None,
    choices: ReadingChoices = _AS_ASSUMED,
) -> PlanDraft:
    """Read a Word, text or spreadsheet file into a draft, as `choices` decide; the kind is told by content.

    `progress` is called with steps done and steps in all, and may raise Cancelled. The same bytes and choices give
    the same draft. Raises ImportFileError.
    """
    data = read_bytes(path)
    name = printable_name(path)
    kind, document, returned = _read_document(data, name, progress, choices)
    findings: list[Finding] = []
    sentence = mismatch(name, kind)
    if sentence:
        findings.append(Finding(Severity.NOTE, "kind_mismatch", name, sentence))
    source = SourceFile(name, hashlib.sha256(data).hexdigest())
    return replace(_make_draft(document, source, findings, choices), returned=returned)


def read_plan_text(text: str, name: str, choices: ReadingChoices = _AS_ASSUMED) -> PlanDraft:
    """Read a plan that is in memory, in the form of the text files. Raises ImportFileError when it is empty."""
    cleaned, findings = clean_text(text, name)
    source = SourceFile(name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())
    return _make_draft(read_text_blocks(cleaned, name, choices=choices), source, findings, choices)


def _read_document(
    data: bytes, name: str, progress: Callable[[int, int], None] | None, choices: ReadingChoices
) -> tuple[Kind, Document, ReturnedFile | None]:
    # Looked up late: a plan in Word needs no spreadsheet library, and loading one takes longer than reading the plan.
    from importers.sheets import is_sheet, read_sheets

    if is_sheet(data, name):
        document = read_sheets(data, name, progress)
        return Kind.SHEET, document, read_returned(data, name, document)
    refuse_known_kinds(data, name)
    if is_zip(data):
        whole = read_word_blocks(data, name, progress, choices)
        document = drop_contents_blocks(whole, name)
        aside = aside_of(whole, document, "目录，不收入")
        read = replace(document, aside=(*document.aside, *aside))
        return Kind.WORD, read, read_returned(data, name, whole)
    text, findings = decode_text(data, name)
    document = read_text_blocks(text, name, progress, choices)
    return Kind.TEXT, replace(document, findings=(*findings, *document.findings)), None


def _make_draft(document: Document, source: SourceFile, findings: list[Finding], choices: ReadingChoices) -> PlanDraft:
    if not document.blocks:
        raise ImportFileError(
            "no_text",
            f"“{source.name}”里没有任何文字。",
            "如果内容是扫描的图片，请先做文字识别；否则请确认选对了文件。",
        )
    handed = part_notice(document.blocks, choices)
    parts = split_annexes(handed.plan if handed else document.blocks, choices)
    text = read_plan_body(parts.body, choices)
    if handed:
        parts.texts.append((NOTICE_TITLE, list(handed.notice)))
        parts.findings.append(handed.finding)
        notice = read_plan_body(split_annexes(handed.notice, choices).body, choices)
        text = replace(text, info=with_notice_fields(text.info, notice.info))
    nodes = (*text.nodes, *_annex_nodes(parts, text.nodes))
    nodes, found = take_duties(place_nodes(nodes, text.info.run_on), choices)
    outline = TaskDraft(nodes, tuple(found.units), tuple(found.duties))
    read = read_tables(parts.tables, load_table_specs(), text.places, outline, choices)
    content = PlanContent(
        info=with_role_word(text.info, found.role_word),
        preamble=text.preamble,
        nodes=read.nodes,
        units=read.units,
        duties=read.duties,
        tables=read.tables,
        enterprises=read_enterprises(read.tables),
    )
    findings = [*findings, *document.findings, *text.findings, *found.findings, *parts.findings, *read.findings]
    findings += compare_with_list(parts)
    census = take_census(document, content, findings, parts.listed)
    content = replace(content, remarks=place_remarks(document, content.nodes, content.tables))
    return PlanDraft(content, source, (*census.findings, *findings), census.pieces)


def _annex_nodes(parts: Parts, nodes: tuple[OutlineNode, ...]) -> list[OutlineNode]:
    """Annexes that hold text stand at the end of the outline, unnumbered."""
    seq = sum(node.parent is None for node in nodes)
    made = []
    for place, (heading, paragraphs) in enumerate(parts.texts, start=1):
        texts = tuple(Paragraph(paragraph.text) for paragraph in paragraphs)
        line = paragraphs[0].line if paragraphs else None
        made.append(OutlineNode(len(nodes) + place, None, seq + place, NodeKind.SECTION, heading, None, texts, line))
        if heading == NOTICE_TITLE:
            continue
        message = "这个附件是文字，不是表格，已作为一章放在正文之后，请核对。"
        parts.findings.append(Finding(Severity.LOOK, "annex_text", heading, message))
    return made

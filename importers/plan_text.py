"""Blocks → the outline of a plan: title, preamble, numbered headings with their paragraphs, boxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.checks import Finding, Severity
from domain.exchange import PlanInfo
from domain.labels import PlanStage
from domain.outline import OutlineNode, Paragraph
from domain.reading import ReadingChoices
from domain.tables import TablePlace
from importers.back_matter import split_back_matter
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.front_matter import FrontMatter, read_front_matter
from importers.heading_tree import OutlineBuilder, compare_numbers, run_on_styles
from importers.headings import looks_like_heading

# The title stands among the first paragraphs, however long a plan without numbers goes on.
_MAX_HEAD = 60
_AS_ASSUMED = ReadingChoices()


@dataclass
class PlanText:
    """The plan without its tables; `places` tells by line where those stood that the body was given."""

    info: PlanInfo
    preamble: tuple[Paragraph, ...]
    nodes: tuple[OutlineNode, ...]
    findings: list[Finding]
    places: dict[int, TablePlace] = field(default_factory=dict)


def read_plan_body(blocks: Sequence[Block], choices: ReadingChoices = _AS_ASSUMED) -> PlanText:
    """Make the outline of a body, as the choices settle what is doubtful.

    Nothing is dropped but the lines that the plan's own fields now hold.
    """
    findings: list[Finding] = []
    front, rest = _split_front(blocks, findings)
    rest, back = split_back_matter(rest, findings)
    builder = OutlineBuilder(rest, choices)
    builder.build()
    findings += builder.findings
    run_on = run_on_styles(builder.drafts)
    findings += compare_numbers(builder.drafts, run_on)
    stage = front.stage
    if not front.stage_mark and stage is PlanStage.DRAFT and front.document_number:
        stage = PlanStage.ISSUED
    info = PlanInfo(
        title=front.title,
        stage=stage,
        document_number=front.document_number,
        issuing_authority=front.issuing_authority or back.names,
        issued_on=back.issued_on,
        stage_mark=front.stage_mark,
        run_on=run_on,
        addressees=front.addressees,
        copied_to=back.copied_to,
        classification=front.classification,
        urgency=front.urgency,
        signer=front.signer,
        printed_by=back.printed_by,
        annotation=back.annotation,
        printed_on=back.printed_on,
    )
    preamble = tuple(Paragraph(text) for text in builder.preamble)
    return PlanText(info, preamble, tuple(draft.node() for draft in builder.drafts), findings, builder.places)


def _split_front(blocks: Sequence[Block], findings: list[Finding]) -> tuple[FrontMatter, list[Block]]:
    limit = next(
        (index for index, block in enumerate(blocks) if looks_like_heading(block) or isinstance(block, TableBlock)),
        min(len(blocks), _MAX_HEAD),
    )
    head = [block for block in blocks[:limit] if isinstance(block, ParagraphBlock)]
    front = read_front_matter(head)
    if front.before_title:
        shown = "；".join(head[index].text[:30] for index in front.before_title[:5])
        message = f"标题之前有 {len(front.before_title)} 段文字，已收进引言，请核对去留：{shown}"
        findings.append(Finding(Severity.LOOK, "text_before_title", "引言", message))
    for index in front.labels:
        message = f"标题上方的“{head[index].text}”没有收入。"
        findings.append(Finding(Severity.NOTE, "annex_mark", "标题", message))
    for text in front.left_out:
        message = f"版头的“{text}”没有收入。"
        findings.append(Finding(Severity.NOTE, "letterhead", "版头", message))
    kept = [block for index, block in enumerate(head) if index not in front.used]
    return front, [*kept, *blocks[limit:]]


def with_role_word(info: PlanInfo, word: str) -> PlanInfo:
    """The plan under the word its clauses use for 落实单位."""
    return replace(info, role_word=word) if word else info

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
from importers.blocks import Block, ParagraphBlock, TableBlock
from importers.front_matter import FrontMatter, is_date, parse_date, read_front_matter
from importers.heading_tree import OutlineBuilder, compare_numbers, run_on_styles
from importers.headings import looks_like_heading

_MAX_SIGNATURE = 30
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
    rest, signature, issued_on = _split_signature(rest, findings)
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
        issuing_authority=front.issuing_authority or signature,
        issued_on=issued_on,
        stage_mark=front.stage_mark,
        run_on=run_on,
    )
    preamble = tuple(Paragraph(text) for text in builder.preamble)
    return PlanText(info, preamble, tuple(draft.node() for draft in builder.drafts), findings, builder.places)


def _split_front(blocks: Sequence[Block], findings: list[Finding]) -> tuple[FrontMatter, list[Block]]:
    limit = next(
        (index for index, block in enumerate(blocks) if looks_like_heading(block) or isinstance(block, TableBlock)),
        len(blocks),
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
    kept = [block for index, block in enumerate(head) if index not in front.used]
    return front, [*kept, *blocks[limit:]]


def _split_signature(blocks: list[Block], findings: list[Finding]) -> tuple[list[Block], str, str | None]:
    """Take the signature block (names and a date at the very end) off the body; returns the names and the date."""
    last = blocks[-1] if blocks else None
    if not isinstance(last, ParagraphBlock) or not is_date(last.text):
        return blocks, "", None
    start = len(blocks) - 1
    while start > 0 and len(blocks) - start <= 4:
        above = blocks[start - 1]
        if not isinstance(above, ParagraphBlock) or len(above.text) > _MAX_SIGNATURE or above.text[-1] in "。；：！？":
            break
        if looks_like_heading(above) or above.outline_level is not None:
            break
        start -= 1
    names = [block.text for block in blocks[start:-1] if isinstance(block, ParagraphBlock)]
    shown = "、".join([*names, last.text])
    findings.append(Finding(Severity.NOTE, "signature", "落款", f"文末的落款没有作为正文收入：{shown}。"))
    return blocks[:start], "、".join(names), parse_date(last.text)


def with_role_word(info: PlanInfo, word: str) -> PlanInfo:
    """The plan under the word its clauses use for 落实单位."""
    return replace(info, role_word=word) if word else info

"""Whatever a file says is in the draft, or a finding says that it is not."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.checks import Finding
from domain.exchange import PlanContent, content_from_json, content_to_json
from domain.outline import NodeKind, Paragraph
from domain.reading import ReadingChoices, Revisions
from importers.blocks import Document, ParagraphBlock
from importers.census import take_census
from importers.read import read_plan_text
from importers.word import read_word_blocks
from tests.importers.word_builder import deleted, field, field_mark, ins, p, r, tc, word_file

LABELS = [
    "",
    "一、",
    "二、",
    "三、",
    "（一）",
    "（二）",
    "(三)",
    "1.",
    "2．",
    "3、",
    "（1）",
    "①",
    "第一章 ",
    "第二节 ",
    "——",
    "　　",
]
LABELS += ["附表1 ", "附表2\n", "附件：1.", "附件\n", "# ", "\t", "\t1\n\t", "目录 "]
ENDS = ["", "。", "；", "：", "方案", "工作计划\n", "（征求意见稿）", "〔2026〕3号", "2026年3月1日\n", "\n", "\n\n"]
ENDS += [
    "。（责任单位：市科技局、市教委）",
    "（牵头单位：市科技局，配合单位：市教委等）",
    "。后面还有一句话，并且不短。",
    "：后面还有一句话。",
]
ENDS += ["\t乙\t丙", "\n\t\n\t乙\n\n"]


def token(place: int) -> str:
    """Words that stand nowhere else."""
    return chr(0x6000 + place) * 3


LINES = st.lists(st.tuples(st.sampled_from(LABELS), st.integers(1, 12), st.sampled_from(ENDS)), min_size=1, max_size=25)


@settings(max_examples=300, deadline=None)
@given(LINES)
def test_every_word_is_kept_or_its_loss_is_said(lines: list[tuple[str, int, str]]) -> None:
    text = "\n".join(label + token(place) * length + end for place, (label, length, end) in enumerate(lines))
    draft = read_plan_text(text, "来文.txt")
    said = printed(draft.content) + "".join(finding.message for finding in draft.findings)
    assert [place for place in range(len(lines)) if token(place) not in said] == []
    check_sound(draft.content, draft.findings)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(LINES, st.sampled_from(["来文.txt", "来文.md"]))
def test_the_census_cries_no_wolf(lines: list[tuple[str, int, str]], name: str) -> None:
    text = "\n".join(label + token(place) * length + end for place, (label, length, end) in enumerate(lines))
    # Units named twice in one section are told once, and that is said elsewhere.
    if text.count("单位") > 1:
        return
    assert [one.message for one in read_plan_text(text, name).findings if one.code == "lost_text"] == []


def run(text: str, *around: str) -> str:
    """A run inside elements, the innermost first."""
    made = r(text)
    for name in around:
        head, _, _ = name.partition(" ")
        made = f"<w:{name}>{made}</w:{head}>"
    return made


def fragment(kind: int, text: str) -> str:
    """A piece of a paragraph that holds a text in one of the many ways of Word."""
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{p(text)}</w:txbxContent></v:textbox></w:pict></w:r>"
    twice = f"<mc:Choice Requires='wps'>{r(text)}</mc:Choice><mc:Fallback>{r(text)}</mc:Fallback>"
    ways = (
        run(text),
        run(text, "hyperlink"),
        run(text, "ins w:author='甲'"),
        run(text, "smartTag", "ins w:author='甲'", "hyperlink"),
        run(text, "moveFrom w:author='乙'"),
        run(text, "sdtContent", "sdt"),
        run(text, "fldSimple w:instr='REF'"),
        deleted(text),
        ins(deleted(text)),
        field("REF a", r(text)),
        field("TOC a", r(text)),
        box,
        f"<mc:AlternateContent>{twice}</mc:AlternateContent>",
        r(text, "<w:vanish/>"),
        f"<m:oMath><m:r><m:t>{text}</m:t></m:r></m:oMath>",
        f"<w:r><w:ruby><w:rt>{r(text)}</w:rt><w:rubyBase>{r(text)}</w:rubyBase></w:ruby></w:r>",
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r(text)}</w:sdtContent></w:sdt>",
        f"{field_mark('begin')}{r(text)}",
    )
    return ways[kind % len(ways)]


PIECES = st.lists(st.integers(0, 17), min_size=1, max_size=4)
MARKS = ("", "<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "<w:pPr><w:rPr><w:ins/></w:rPr></w:pPr>")
PARAGRAPHS = st.lists(st.tuples(PIECES, st.integers(0, 2), st.integers(0, 5)), min_size=1, max_size=8)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(PARAGRAPHS, st.sampled_from(Revisions))
def test_every_word_of_a_word_file_is_somewhere(made: list[tuple[list[int], int, int]], revisions: Revisions) -> None:
    body = ""
    count = 0
    for kinds, mark, place in made:
        inner = ""
        for kind in kinds:
            inner += fragment(kind, token(count))
            count += 1
        paragraph = f"<w:p>{MARKS[mark]}{inner}</w:p>"
        cell = f"<w:tc>{paragraph}</w:tc>"
        body += (
            paragraph,
            paragraph,
            f"<w:tbl><w:tr>{cell}{tc('旁')}</w:tr></w:tbl>",
            f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell}{tc('旁')}</w:tr></w:tbl>",
            f"<w:tbl><w:tr><w:trPr><w:ins/></w:trPr>{cell}{tc('旁')}</w:tr></w:tbl>",
            f"<w:sdt><w:sdtContent>{paragraph}</w:sdtContent></w:sdt>",
        )[place]
    read = read_word_blocks(word_file(body), "来文.docx", None, ReadingChoices(revisions))
    texts = [
        block.text if isinstance(block, ParagraphBlock) else "".join(cell.text for cell in block.cells)
        for block in read.blocks
    ]
    said = "".join([*texts, *(one.text for one in read.remarks), *(one.text for one in read.aside)])
    assert [place for place in range(count) if token(place) not in said] == []
    assert take_census(read, plan_of(read), ()).findings == ()


def plan_of(read: Document) -> PlanContent:
    """A plan that holds every block as a paragraph."""
    texts = [
        block.text if isinstance(block, ParagraphBlock) else "\n".join(cell.text for cell in block.cells)
        for block in read.blocks
    ]
    return PlanContent(preamble=tuple(Paragraph(text) for text in texts))


def printed(content: PlanContent) -> str:
    """All text of a plan."""
    info = content.info
    parts = [info.title, info.document_number, info.issuing_authority, info.mark]
    parts += [paragraph.text for paragraph in content.preamble]
    for one in content.placed():
        parts += [one.heading, *content.printed_paragraphs(one.node)]
    for table in content.tables:
        parts += [table.spec.label, table.spec.title, table.spec.unit_line, *table.spec.notes]
        parts += [part for column in table.spec.columns for part in column.path]
        parts += [cell.text for row in table.rows for cell in row.cells.values()]
    return "\n".join(parts)


def check_sound(content: PlanContent, findings: tuple[Finding, ...]) -> None:
    """A draft that the plan file can take: references hold, labels differ, every finding is a sentence."""
    nodes = {node.id: node for node in content.nodes}
    units = {unit.id for unit in content.units}
    assert len(nodes) == len(content.nodes)
    assert all(nodes[duty.task_id].kind in (NodeKind.TASK, NodeKind.MEASURE) for duty in content.duties)
    assert {duty.unit_id for duty in content.duties} == units
    pairs = [(duty.task_id, duty.unit_id) for duty in content.duties]
    assert len(set(pairs)) == len(pairs)
    # A table inside the text may have no number of its own.
    assert all(table.spec.label or table.place for table in content.tables)
    labels = [table.spec.label for table in content.tables if table.spec.label]
    assert len(set(labels)) == len(labels)
    for table in content.tables:
        keys = [column.key for column in table.spec.columns]
        assert len(set(keys)) == len(keys)
        assert all(set(row.cells) <= set(keys) for row in table.rows)
    rows = [row.id for table in content.tables for row in table.rows]
    assert len(set(rows)) == len(rows)
    assert all(finding.where and finding.message for finding in findings)
    assert content_to_json(content_from_json(content_to_json(content))) == content_to_json(content)

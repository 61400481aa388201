"""版头 and 版记 where a file has them (GB/T 9704 7.2, 7.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from domain.checks import Severity
from domain.word_facts import LineRule, ParagraphFacts, TableFacts, WordFacts
from exporters import page
from exporters.layout_check_placed import Placed, Role, is_red
from exporters.layout_check_problems import Mend, Place, Problem, Repair, in_paragraph
from exporters.layout_check_text import chars_of
from exporters.layout_check_words import chars_words, mm_words, same_font, size_words
from exporters.page import Layout, Mm
from exporters.profile import Face

_CLASSIFICATION = re.compile(r"(绝密|机密|秘密)(★(长期|\d{1,2}(年|个月|日|天)))?")
_NUMBER = re.compile(r"\S+〔20\d\d〕[1-9]\d*号")
_SIGNER = re.compile(r"签发人：\S.*")
_COPIED = re.compile(r"抄\s*送\s*[：:]")
_PRINTED = re.compile(r"印\s*发\s*$")
_DATE = re.compile(r"20\d\d年(?:[1-9]|1[0-2])月(?:[1-9]|[12]\d|3[01])日印发$")
_SPARE = page.to_twips(Mm(1))
_WIDE_SPARE = page.to_twips(Mm(2))
_AUTHORITY_BELOW = page.to_twips(Mm(35))
_BLANKS = 2
_ONE_CHAR = 100
_CHARS_SPARE = 30
_OUTER, _INNER = 8, 6  # eighths of a point: 0.35 and 0.25 mm
_RANK = (Role.COPY, Role.CLASSIFICATION, Role.URGENCY)
_NAMES = {Role.COPY: "份号", Role.CLASSIFICATION: "密级", Role.URGENCY: "紧急程度"}
_CLAUSES = {Role.COPY: "H1", Role.CLASSIFICATION: "H2", Role.URGENCY: "H3"}


def head_problems(layout: Layout, facts: WordFacts, placed: Sequence[Placed]) -> Iterator[Problem]:
    """H1–H7, and E1–E3."""
    yield from _marks(layout, placed)
    for at, one in enumerate(placed):
        if one.role is Role.AUTHORITY:
            yield from _authority(layout, placed, at)
        elif one.role is Role.NUMBER_LINE:
            yield from _number(layout, placed, at)
    for number, table in enumerate(facts.tables, start=1):
        if is_imprint(table):
            yield from _imprint(layout, facts, table, number)


def is_imprint(table: TableFacts) -> bool:
    """Whether a table is 版记."""
    return table.rows <= 4 and any(_COPIED.match(text) or _PRINTED.search(text) for text in table.texts)


def _marks(layout: Layout, placed: Sequence[Placed]) -> Iterator[Problem]:
    rank = -1
    body = page.half_points(layout.size_body)
    for one in placed:
        if one.role not in _RANK:
            continue
        clause, name, index = _CLAUSES[one.role], _NAMES[one.role], one.facts.index
        if one.role is Role.COPY and len(one.text) != 6:
            yield in_paragraph(one, clause, "份号", f"{len(one.text)} 位", "6 位阿拉伯数字", severity=Severity.MUST)
        if one.role is Role.CLASSIFICATION and not _CLASSIFICATION.fullmatch(one.text):
            yield in_paragraph(one, clause, "密级和保密期限写法", f"“{one.text}”", "如“机密★1年”")
        if _RANK.index(one.role) < rank:
            yield in_paragraph(one, "H3", "版头各项次序不对，应依次为份号、密级和保密期限、紧急程度")
        rank = _RANK.index(one.role)
        look, run = one.facts.look, one.facts.runs[0].look
        start = chars_of(look.left + look.first, look.left_chars + look.first_chars, run.size)
        if look.alignment in ("center", "right", "end") or abs(start) > _CHARS_SPARE:
            yield in_paragraph(
                one, clause, f"{name}没有顶格", "", "", Repair(Mend.INDENT, index), Repair(Mend.ALIGN, index, "left")
            )
        if run.size != body:
            yield in_paragraph(
                one, clause, f"{name}字号", size_words(run.size), size_words(body), Repair(Mend.SIZE, index, str(body))
            )
        head = layout.font(Face.HEAD)
        if one.role is not Role.COPY and not same_font(run.east, head):
            yield in_paragraph(one, clause, f"{name}字体", run.east or "未指定", head, Repair(Mend.FONT, index, head))


def _authority(layout: Layout, placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    one, index = placed[at], placed[at].facts.index
    run = next(run for run in one.facts.runs if run.text.strip()).look
    if not is_red(run.color):
        yield in_paragraph(one, "H4", "发文机关标志不是红色")
    if one.facts.look.alignment != "center":
        yield in_paragraph(one, "H4", "发文机关标志没有居中", "", "", Repair(Mend.ALIGN, index, "center"))
    title = layout.font(Face.TITLE)
    if not same_font(run.east, title):
        yield in_paragraph(
            one,
            "H4",
            "发文机关标志字体",
            run.east or "未指定",
            title,
            Repair(Mend.FONT, index, title),
            severity=Severity.LOOK,
        )
    above = placed[:at]
    if all(other.facts.look.rule is LineRule.EXACT for other in above):
        depth = sum(other.facts.look.line + other.facts.look.before + other.facts.look.after for other in above)
        depth += one.facts.look.before
        if abs(depth - _AUTHORITY_BELOW) > _SPARE:
            yield in_paragraph(one, "H4", "发文机关标志上边缘至版心上边缘", mm_words(depth), mm_words(_AUTHORITY_BELOW))


def _number(layout: Layout, placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    one = placed[at]
    text, _, signer = one.text.partition("签发人")
    number = text.strip()
    if not _NUMBER.fullmatch(number):
        wanted = "如“某政办发〔2026〕8号”（六角括号，不加“第”，不编虚位）"
        yield in_paragraph(one, "H5", "发文字号写法", f"“{number}”", wanted, *_number_repair(one, number))
    if not signer and one.facts.look.alignment != "center":
        yield in_paragraph(
            one,
            "H5",
            "发文字号没有居中",
            "",
            "",
            Repair(Mend.ALIGN, one.facts.index, "center"),
            Repair(Mend.INDENT, one.facts.index),
        )
    blanks = _blanks_above(placed, at)
    if at > blanks and placed[at - 1 - blanks].role is Role.AUTHORITY and blanks != _BLANKS:
        yield in_paragraph(one, "H5", "发文字号在发文机关标志之下空出", f"{blanks} 行", f"{_BLANKS} 行")
    if signer:
        yield from _signer(layout, one, "签发人" + signer)
    yield from _rule(layout, placed, at)


def _number_repair(one: Placed, number: str) -> tuple[Repair, ...]:
    made = re.sub(r"\s*[\[［(（【〔]\s*(20\d\d)\s*[\]］)）】〕]\s*第?\s*0*(\d+)\s*号", r"〔\1〕\2号", number)
    if not _NUMBER.fullmatch(made):
        return ()
    start = one.facts.text.find(number)
    return (Repair(Mend.SPLICE, one.facts.index, f"{start}:{start + len(number)}:{made}"),)


def _signer(layout: Layout, one: Placed, text: str) -> Iterator[Problem]:
    if not _SIGNER.fullmatch(text):
        yield in_paragraph(one, "H6", "签发人写法", f"“{text}”", "“签发人：”加姓名")
    kai = layout.font(Face.KAI)
    name = one.facts.runs[-1]
    if name.text.strip() and not same_font(name.look.east, kai):
        yield in_paragraph(one, "H6", "签发人姓名字体", name.look.east or "未指定", kai)
    stop = layout.portrait.frame_width - layout.first_line_indent // 2
    if one.facts.right_tab and abs(one.facts.right_tab - stop) > _WIDE_SPARE:
        blank = (layout.portrait.frame_width - one.facts.right_tab) / (layout.first_line_indent / 2)
        yield in_paragraph(one, "H6", "签发人右边空出", chars_words(blank * 100), "1 字")


def _blanks_above(placed: Sequence[Placed], at: int) -> int:
    blanks = 0
    while blanks < at and placed[at - 1 - blanks].role is Role.BLANK:
        blanks += 1
    return blanks


def _rule(layout: Layout, placed: Sequence[Placed], at: int) -> Iterator[Problem]:
    """The red rule below the number, as a border or as a drawn line, and two blank lines below it."""
    one = placed[at]
    near = [other.facts for other in placed[max(at - 1, 0) : at + 3]]
    bordered = next((facts for facts in near if facts.look.rule_below), None)
    drawn = max((facts.red_line for facts in near), default=0)
    width = layout.portrait.frame_width
    if bordered is not None:
        own = width - _indent(bordered)
        if not is_red(bordered.look.rule_below_color):
            yield in_paragraph(one, "H7", "版头分隔线不是红色")
        elif abs(own - width) > _WIDE_SPARE:
            yield in_paragraph(one, "H7", "版头分隔线长", mm_words(own), f"{mm_words(width)}（与版心等宽）")
    elif drawn:
        if abs(drawn - width) > _WIDE_SPARE:
            yield in_paragraph(one, "H7", "版头分隔线长", mm_words(drawn), f"{mm_words(width)}（与版心等宽）")
    elif not any(facts.drawings for facts in near):
        yield in_paragraph(one, "H7", "发文字号之下没有红色分隔线")
    below = at + 1
    while below < len(placed) and placed[below].role is Role.BLANK:
        below += 1
    if below < len(placed) and placed[below].role is Role.TITLE and below - at - 1 != _BLANKS:
        yield in_paragraph(placed[below], "T1", "标题在红色分隔线之下空出", f"{below - at - 1} 行", f"{_BLANKS} 行")


def _indent(one: ParagraphFacts) -> float:
    size = one.runs[0].look.size if one.runs else one.mark.size
    chars = chars_of(one.look.left, one.look.left_chars, size) + chars_of(one.look.right, one.look.right_chars, size)
    return chars * size / 10


def _imprint(layout: Layout, facts: WordFacts, table: TableFacts, number: int) -> Iterator[Problem]:
    faults = [("E1", *words) for words in _rule_faults(layout, facts, table)]
    for one in table.paragraphs:
        text = one.text.strip()
        if _COPIED.match(text):
            faults += [("E2", *words) for words in (*_line_faults(layout, one, "抄送机关"), *_copied_faults(text))]
        elif _PRINTED.search(text):
            faults += [("E3", *words) for words in _line_faults(layout, one, "印发机关和日期")]
            if not _DATE.search(text.replace("\t", "")):
                faults.append(("E3", "印发日期写法", f"“{text[-14:]}”", "如“2026年1月5日印发”"))
    for clause, what, actual, wanted in faults:
        yield Problem(clause, what, actual, wanted, Severity.MUST, Place.TABLE, number, "版记")


def _copied_faults(text: str) -> Iterator[tuple[str, str, str]]:
    if text[-1] != "。":
        yield "抄送机关末尾", f"“{text[-1]}”", "句号“。”"
    if not text.startswith("抄送："):
        yield "“抄送”写法", f"“{text[:3]}”", "“抄送：”"


def _rule_faults(layout: Layout, facts: WordFacts, table: TableFacts) -> Iterator[tuple[str, str, str]]:
    if abs(table.end_rule - _OUTER) > 1:
        yield "首末条分隔线", f"{table.end_rule / 8:g} 磅", f"{_OUTER / 8:g} 磅"
    if table.rows > 1 and len(table.columns) == 1 and abs(table.inner_rule - _INNER) > 1:
        yield "中间的分隔线", f"{table.inner_rule / 8:g} 磅", f"{_INNER / 8:g} 磅"
    paper = layout.paper(facts.sections[table.section].landscape)
    if abs(table.width - paper.frame_width) > _WIDE_SPARE:
        yield "分隔线长", mm_words(table.width), f"{mm_words(paper.frame_width)}（与版心等宽）"
    foot, end = table.place_y + sum(table.row_heights), paper.top + paper.frame_height
    if table.floats and abs(foot - end) > _WIDE_SPARE:
        yield "末条分隔线距纸上边", mm_words(foot), f"{mm_words(end)}（版心下边缘）"


def _line_faults(layout: Layout, one: ParagraphFacts, name: str) -> Iterator[tuple[str, str, str]]:
    size = page.half_points(layout.size_imprint)
    run = next((run for run in one.runs if run.text.strip()), None)
    if run is None:
        return
    if run.look.size != size:
        yield f"{name}字号", size_words(run.look.size), size_words(size)
    body = layout.font(Face.BODY)
    if not same_font(run.look.east, body):
        yield f"{name}字体", run.look.east or "未指定", body
    look = one.look
    left = chars_of(look.left, look.left_chars, size) + chars_of(look.first, look.first_chars, size)
    blanks = one.text[: len(one.text) - len(one.text.lstrip())]
    left += 100 * sum(1.0 if char == "\u3000" else 0.5 for char in blanks)
    if abs(left - _ONE_CHAR) > _CHARS_SPARE:
        yield f"{name}左边空出", chars_words(left), "1 字"

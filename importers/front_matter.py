"""What stands before the text of a plan: letterhead, document number, title, 征求意见稿 mark."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.labels import PlanStage, stage_from_label
from domain.numbering import parse_label
from domain.text import strip_spaces, trim
from importers.annex_labels import parse_annex_label
from importers.blocks import ParagraphBlock
from importers.line_wrap import glue

_MARK = re.compile(r"[（(【\[]\s*([^（()）]{0,12}(?:稿|草案))\s*[)）\]】]$")
_NUMBER = re.compile(r"\S.{0,20}?[〔【\[（(]\s*(?:19|20)\d\d\s*[〕】\]）)]\s*(?:第\s*)?\d+\s*号$")
_DATE = re.compile(
    r"(?:二[〇○零O]|20\s*\d\s*\d|19\s*\d\s*\d)[^，。]{0,12}[年月日]$|20\d\d[.\-/]\d{1,2}([.\-/]\d{1,2})?$"
)
_PLAN_WORDS = re.compile(
    r"(?:方案|规划|纲要|计划|意见|措施|要点|办法|规程|行动|细则|规定|决定|通知|报告|倡议|清单|制度|指南|指引|分工)$"
)
# The years of a plan, or 试行, on a line below the title.
_SPAN = re.compile(r"[（(](?:20\d\d[^（()）]{1,12}|试行|暂行)[)）]$")
_SENTENCE_END = "。；：，、！？;:,!?"
_MAX_TITLE_LINE = 45
_MAX_NUMBER_LINE = 60
_MAX_ADDRESSEES = 200
_CLASSIFIED = re.compile(r"(?:绝密|机密|秘密)(?:[★☆*＊].{0,8})?$")
_URGENT = frozenset({"特提", "特急", "加急", "平急", "急件"})
_SERIAL = re.compile(r"(?:№|No\.?)?[0-9]{6}$")
_SIGNER = re.compile(r"签发人[\s\u3000]*[:：][\s\u3000]*(\S.{0,30})$")
_ADDRESSEES = re.compile(
    r"(?:各|有关|本|市|县|区|省|州|驻)[^。；！？：:]{0,190}(?:政府|委|办|局|厅|单位|部门|公司|科室|处|院|校|企业|机构|协会|会员|街道|集团)[^。；！？：:]{0,20}[：:]$"
)
# A title that hands another document on: the plan stands behind it.
_HANDS_ON = re.compile(r"印发|发布|出台|转发|公布|解读|征求.{0,20}意见|通知|通告|公告|批复|函|令$")


@dataclass
class FrontMatter:
    """What was found, and the indexes of the paragraphs it was taken from.

    `before_title` are the indexes of text that stands above the title: a notice that hands the plan on, a
    newspaper's lead; `labels` of the word 附件 there, where a notice has the plan as its annex. `left_out` are words of
    the letterhead that no field holds (份号).
    """

    title: str = ""
    stage: PlanStage = PlanStage.DRAFT
    stage_mark: str = ""
    document_number: str = ""
    issuing_authority: str = ""
    addressees: str = ""
    classification: str = ""
    urgency: str = ""
    signer: str = ""
    left_out: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    before_title: list[int] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)


def read_front_matter(paragraphs: Sequence[ParagraphBlock]) -> FrontMatter:
    """Find the title among the paragraphs that come before the first numbered heading."""
    front = FrontMatter()
    runs = _title_runs(paragraphs, front)
    chosen = _choose(runs, paragraphs, front)
    _take_letterhead(runs, chosen, paragraphs, front)
    if chosen:
        front.title, mark = _without_mark(_join(paragraphs[index].text for index in chosen))
        if mark:
            _set_mark(front, mark)
        front.used.update(chosen)
        waiting = [index for index in range(chosen[0]) if index not in front.used]
        front.labels = [index for index in waiting if parse_annex_label(paragraphs[index].text)]
        front.before_title = [index for index in waiting if index not in front.labels]
        front.used.update(front.labels)
        _take_addressees(paragraphs, chosen[-1] + 1, front)
    return front


def is_date(text: str) -> bool:
    """Whether a line is nothing but a date, in Arabic or Chinese figures."""
    return len(text) <= 20 and _DATE.match(strip_spaces(text)) is not None


def parse_date(text: str) -> str | None:
    """2026年3月1日 → 2026-03-01; None for other dates."""
    match = re.match(r"(20\d\d|19\d\d)(?:年|[.\-/])(\d{1,2})(?:月|[.\-/])(\d{1,2})日?$", strip_spaces(text))
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None


def _title_runs(paragraphs: Sequence[ParagraphBlock], front: FrontMatter) -> list[list[int]]:
    """Runs of neighbouring lines that could be a title; marks and document numbers are taken out of them."""
    runs: list[list[int]] = [[]]
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        mark = _MARK.match(text)
        if _take_letterhead_words(text, front):
            front.used.add(index)
            runs.append([])
        elif mark:
            _set_mark(front, mark.group(1))
            front.used.add(index)
            runs.append([])
        elif _is_number(text) and not front.document_number:
            number, _, signer = text.partition("签发人")
            front.document_number = strip_spaces(number)
            front.signer = front.signer or trim(signer.lstrip("：: \u3000"))
            front.used.add(index)
            runs.append([])
        elif _could_be_title(paragraph):
            if runs[-1] or not paragraph.text.startswith(("（", "(")):
                runs[-1].append(index)
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if run]


def _is_number(text: str) -> bool:
    return len(text) <= _MAX_NUMBER_LINE and _NUMBER.match(trim(text.partition("签发人")[0])) is not None


def _take_letterhead_words(text: str, front: FrontMatter) -> bool:
    """Take a line of nothing but 份号, 密级, 紧急程度 and 签发人."""
    if len(text) > _MAX_NUMBER_LINE:
        return False
    signer = _SIGNER.match(text)
    if signer:
        front.signer = trim(signer.group(1))
        return True
    words = text.split()
    if not words or not all(_CLASSIFIED.match(word) or word in _URGENT or _SERIAL.match(word) for word in words):
        return False
    for word in words:
        if _CLASSIFIED.match(word):
            front.classification = word
        elif word in _URGENT:
            front.urgency = word
        else:
            front.left_out.append(word)
    return True


def _take_addressees(paragraphs: Sequence[ParagraphBlock], index: int, front: FrontMatter) -> None:
    """Take the 主送 line right below the title: offices, up to a colon."""
    while index in front.used:
        index += 1
    text = paragraphs[index].text if index < len(paragraphs) else ""
    if text.endswith(("：", ":")) and len(text) <= _MAX_ADDRESSEES and _ADDRESSEES.match(text):
        front.addressees = trim(text[:-1])
        front.used.add(index)


def _could_be_title(paragraph: ParagraphBlock) -> bool:
    text = paragraph.text
    if len(text) > _MAX_TITLE_LINE or text[-1] in _SENTENCE_END or is_date(text):
        return False
    return parse_label(text) is None and parse_annex_label(text) is None


def _choose(runs: list[list[int]], paragraphs: Sequence[ParagraphBlock], front: FrontMatter) -> list[int]:
    """The first run that names a kind of plan, up to the line that does; else a run at the very top.

    A notice, or the headline of a newspaper, is followed by the plan that it hands on.
    """
    named = [(run, place) for run in runs for place, index in enumerate(run) if _names_plan(paragraphs[index].text)]
    last_of = {id(run): (run, place) for run, place in named}
    candidates = list(last_of.values())
    if candidates:
        run, place = candidates[0]
        for later in candidates[1:]:
            whole = _join(paragraphs[index].text for index in run[: place + 1])
            if not _HANDS_ON.search(whole) and not _is_annexed(paragraphs, run[place], later[0][0]):
                break
            run, place = later
        end = place + 1
        if end < len(run) and _SPAN.match(paragraphs[run[end]].text):
            end += 1
        return run[:end]
    first = min((index for index in range(len(paragraphs)) if index not in front.used), default=0)
    if runs and runs[0][0] == first and len(runs[0]) <= 3 and not front.document_number:
        return runs[0]
    return runs[1] if front.document_number and len(runs) > 1 else []


def _is_annexed(paragraphs: Sequence[ParagraphBlock], first: int, second: int) -> bool:
    """Whether a line 附件 stands between two titles."""
    return any(parse_annex_label(paragraph.text) for paragraph in paragraphs[first + 1 : second])


def _names_plan(text: str) -> bool:
    bare = re.sub(r"[（(][^（()）]*[)）]$", "", _without_mark(text)[0]).rstrip("》”")
    return _PLAN_WORDS.search(bare) is not None


def _take_letterhead(
    runs: list[list[int]], chosen: list[int], paragraphs: Sequence[ParagraphBlock], front: FrontMatter
) -> None:
    """What stands above the document number at the top is the letterhead, the name of who issues."""
    if not front.document_number or not runs or runs[0] == chosen:
        return
    if any(index not in front.used for index in range(runs[0][0])):
        return
    run = [index for index in runs[0] if index not in chosen and (not chosen or index < chosen[0])]
    if run and run[-1] + 1 in front.used:
        front.issuing_authority = _join(paragraphs[index].text for index in run).removesuffix("文件")
        front.used.update(run)


def _join(texts: Iterable[str]) -> str:
    joined = ""
    for text in texts:
        joined = glue(joined, trim(text))
    return joined


def _without_mark(text: str) -> tuple[str, str]:
    match = re.search(_MARK.pattern, text)
    return (trim(text[: match.start()]), match.group(1)) if match and match.start() else (text, "")


def _set_mark(front: FrontMatter, mark: str) -> None:
    stage = stage_from_label(strip_spaces(mark))
    front.stage = stage or PlanStage.DRAFT
    front.stage_mark = "" if stage else strip_spaces(mark)

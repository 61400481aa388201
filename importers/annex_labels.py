"""The words that announce appendix tables: 附表1, 附件2：…, and the list 附表：1.… 2.… after the body."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from domain.text import strip_spaces, trim

_LABEL = re.compile(
    r"(附[表件])[\s\u3000]*([0-9０-９]+(?:[-—－][0-9０-９]+)?|[一二三四五六七八九十]+)?(：|:|[\s\u3000]+|$)[\s\u3000]*(.*)$"
)
_LIST = re.compile(r"附[表件][:：][\s\u3000]*(.*)$")
_LIST_ITEM = re.compile(r"[0-9０-９]+[.．、](?![0-9])[\s\u3000]*(.+)$")
_MAX_TITLE = 60
# Behind a Chinese numeral a blank tells that 表三 is no beginning of other words.
_CAPTION = re.compile(
    r"((?:表|图表|专栏)[\s\u3000]*(?:[0-9０-９]+(?:[-—.．－][0-9０-９]+)*|[一二三四五六七八九十]{1,3}(?=$|[\s\u3000：:.、（(]))"
    r"(?:[\s\u3000]*[（(]?续表?[)）]?)?)[\s\u3000：:.、]*"
)


@dataclass(frozen=True)
class AnnexLabel:
    """附表1 as printed, without blanks, with the title that may follow on the same line."""

    label: str
    title: str = ""


def parse_annex_label(text: str) -> AnnexLabel | None:
    """Read the line that stands above an appendix table; None when the line is a sentence or the list of them."""
    match = _LABEL.match(trim(text))
    if match is None:
        return None
    word, digits, _, title = match.groups()
    if not digits and title:
        return None
    if len(title) > _MAX_TITLE or title.endswith(("。", "；", "，")):
        return None
    if not digits and trim(text)[-1] in ":：":
        return None
    return AnnexLabel(word + unicodedata.normalize("NFKC", digits or ""), title)


def parse_caption(text: str) -> AnnexLabel | None:
    """Read 表1 主要指标, 表一, 图表2： as a label of a table inside the text with its title; None for other lines."""
    match = _CAPTION.match(trim(text))
    return AnnexLabel(strip_spaces(match.group(1)), trim(trim(text)[match.end() :])) if match else None


def parse_annex_list(texts: list[str]) -> tuple[list[str], int] | None:
    """Read the list of annexes that begins a run of paragraphs: titles in order, and how many paragraphs it takes."""
    first = _LIST.match(trim(texts[0])) if texts else None
    if first is None:
        return None
    titles: list[str] = []
    for used, text in enumerate([first.group(1), *(trim(text) for text in texts[1:])]):
        item = _LIST_ITEM.match(text)
        if item is None and used:
            return titles, used
        if text:
            titles.append(trim(item.group(1) if item else text))
    return titles, len(texts)

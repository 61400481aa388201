"""Enterprises and time limits that a running text names, with tight borders: one too few rather than one too many."""

from __future__ import annotations

import datetime
import re
from calendar import monthrange
from dataclasses import dataclass

from domain.patterns import pattern

_FORMS = "有限责任公司|股份有限公司|有限公司|股份公司|集团公司|总公司|研究院有限公司"
_NAME = pattern(
    rf"[\u4e00-\u9fffA-Za-z0-9（）()·]{{2,28}}?(?:{_FORMS})(?!法|制|章程|登记|类|等形式)(?:[\u4e00-\u9fff]{{2,6}}分公司)?"
)
# What stands before a name and is none of it: the last of these inside what was found is where the name begins.
_LEAD = pattern(
    r"支持|依托|推动|引导|带动|联合|会同|组织|包括|例如|委托|鼓励|协调|督促|指导|服务|围绕|对接|邀请|走访|帮助|引进|培育|建设|成立|组建|"
    r"发挥|选择|确定|以及|机构|龙头|厂商|院所|高校|总部|单位|由|与|和|及|向|对|以|为|在|到|如|是|将|请|赴|经|等|的"
)
# Words that no name bears: 各股份有限公司, 改制为有限责任公司.
_NO_PART = pattern(
    r"了|改制|改造|变更|转制|设立|注册|各|该|某|其他|所有|一家|多家|企业|上述|依法|若干|公司[^（）]{0,4}公司"
)
_SHORT = pattern(r"[（(](?:以下)?简称[：:\s“]{0,3}(?P<name>[^”）)]{2,12})”?[）)]")
_SIGNS = "（）()·"
_YEAR = r"(?P<year>20[0-9]{2})年"
_DONE = (
    "力争|要|须|需|应|全面|基本|全部|率先|初步|争取|确保|按时|如期|实现|完成|建成|达到|形成|出台|印发|制定|落实|到位|投产|投用|取得|解决|办结|整改|"
    "报送|上报|提交|启动|建立|培育|打造|累计"
)
_LIMIT = pattern(
    rf"{_YEAR}(?:(?P<month>1[0-2]|0?[1-9])月)?(?:(?P<day>[12][0-9]|3[01]|0?[1-9])日)?(?P<end>年?底|年?末|上半年)?"
    rf"(?:以前|之前|前)(?=[，。；）]?(?:{_DONE})|[。；）]|$)"
)
_PAST = pattern(r"已|曾|以来|截至|建于|始建|[^未]完成了|成立于|经过|注册的")


@dataclass(frozen=True)
class Mention:
    """A name or a time limit in a text; `day` is the last day of a limit, `short` the 简称 that follows a name."""

    start: int
    end: int
    text: str
    short: str = ""
    day: datetime.date | None = None


def find_enterprise_names(text: str) -> tuple[Mention, ...]:
    """The full names of enterprises in a text, in order."""
    if "公司" not in text:
        return ()
    found = []
    for match in _NAME.finditer(text):
        words, start = match.group(0), match.start()
        lead = max((one.end() for one in _LEAD.finditer(words) if one.end() <= len(words) - 6), default=0)
        name = words[lead:].lstrip("）)·")
        start += len(words) - len(name)
        if _is_name(name):
            short = _SHORT.match(text, match.end())
            found.append(Mention(start, match.end(), name, short["name"] if short else ""))
    return tuple(found)


def looks_full(name: str) -> bool:
    """Whether `find_enterprise_names` would find a name in a text."""
    return any(name.endswith(form) for form in _FORMS.split("|"))


def _is_name(name: str) -> bool:
    form = next((one for one in _FORMS.split("|") if name.endswith(one)), "")
    core = name.removesuffix(form).strip(_SIGNS)
    if len(core) < 2 or name.count("（") != name.count("）") or name.count("(") != name.count(")"):
        return False
    return _NO_PART.search(name.removesuffix(form)) is None


def find_past_limits(text: str) -> tuple[Mention, ...]:
    """Time limits with a year, in sentences about what is to come, each with its last day."""
    if "前" not in text:
        return ()
    found = []
    for match in _LIMIT.finditer(text):
        begin = max(text.rfind(sign, 0, match.start()) for sign in "。；\n") + 1
        ends = [end for sign in "。；\n" if (end := text.find(sign, match.end())) >= 0]
        if _PAST.search(text, begin, min(ends, default=len(text))) is None:
            found.append(Mention(*match.span(), match.group(0), day=_last_day(match)))
    return tuple(found)


def _last_day(match: re.Match[str]) -> datetime.date:
    year, month, day = int(match["year"]), match["month"], match["day"]
    number = int(month) if month else 6 if match["end"] == "上半年" else 12
    last = monthrange(year, number)[1]
    return datetime.date(year, number, min(int(day), last) if day else last)

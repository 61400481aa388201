"""Whose chapter a “第三章” is: this plan's, or that of a document named before it.

Where nothing tells, a reference is this plan's; where a document stands before it, it is that one's. What is not
surely this plan's is never touched.
"""

from __future__ import annotations

from domain.patterns import pattern

HAN = "[零〇一二三四五六七八九十百]{1,5}"
NUMBER = rf"(?:{HAN}|[0-9０-９]{{1,3}})"
WORDS = "编|篇|部分|章|节|条"

_LONGEST = 200  # characters looked back over
_SENTENCE = pattern(r"[。；;！!？?\n]")
# What may stand between a document and what is cited of it: other places in it, and words of joining.
_BETWEEN = pattern(
    rf"(?:第{NUMBER}(?:[、和及与至到—－-]第?{NUMBER})*(?:{WORDS}|款|项|目)|[（(]{NUMBER}[）)]"
    rf"|附[件表录]?\s*{NUMBER}(?:[、和及与至到—－-]{NUMBER})*|以及|所附的?|[的之中里内、和及与或“‘\s\u3000])+$"
)
_NOUNS = "方案|办法|规定|条例|意见|纲要|规划|通知|文件|计划|细则|预案"
_MORE_NOUNS = (
    f"{_NOUNS}|指南|标准|规范|目录|法|法典|合同|协议|报告|决定|制度|公报|讲话|教材|课本|说明书|规程|章程|准则|书"
)
_KINDS = "(?:重点)?(?:工作|实施|行动|总体)?"
_OWN = pattern(rf"本(?:次|市|区|县)?{_KINDS}(?:{_NOUNS}|稿|文)$|本(?:编|篇|部分|章|节|条)$|正文$")
_TITLED = pattern(r"[》〉」』]\s*(?:[（(][^（()）]{0,40}[）)])?$")
_ISSUED = pattern(r"[〕\]］)）]\s*\d{1,5}\s*号(?:文件?)?[）)]?$")
_NOUN = pattern(rf"(?:{_MORE_NOUNS})$")
_TABLE_NOUN = pattern(rf"(?:{_NOUNS})$")
_BARE = pattern(rf"(?:^|[，,、：:（(“见照按据])(?P<name>{_KINDS}(?:{_NOUNS}))$")
_THEIRS = pattern(r"(?:其|该|原|旧|贵|上级|国家|中央|全国|各自|对方|随文)$")
_NAMED = pattern(rf"[》〕]|(?:国家|中央|全国|省|上级|市政府|国务院)[^，,、]{{0,12}}(?:{_NOUNS})")
_SAYS = pattern(r"明确|规定|提出|要求|指出|部署|强调|载明|列出")
_OBEYED = pattern("根据|按照|按|依据|依照|遵照|落实|贯彻|对照|结合|围绕")


def is_foreign(text: str, start: int, *, title: str = "", is_table: bool = False) -> bool:
    """Whether a reference that begins at `start` is to another document; `title` is that of the plan."""
    sentence = _sentence_before(text, start)
    before = sentence
    while True:
        cut = _BETWEEN.sub("", before)
        if _OWN.search(cut) or _OWN.search(before):
            return False
        if cut == before:
            break
        before = cut
    if _TITLED.search(before) or _ISSUED.search(before) or _THEIRS.search(before):
        return True
    if (_TABLE_NOUN if is_table else _NOUN).search(before):
        return not _is_this_plan(before, title)
    return _is_said_by_another(sentence)


def _sentence_before(text: str, start: int) -> str:
    ends = [match.end() for match in _SENTENCE.finditer(text, 0, start)]
    return text[max(ends[-1] if ends else 0, start - _LONGEST) : start]


def _is_this_plan(before: str, title: str) -> bool:
    """“见方案第三章” in a plan that calls itself 方案, where no other one was named."""
    bare = _BARE.search(before)
    return bare is not None and title.endswith(bare["name"]) and not _NAMED.search(before[: bare.start("name")])


def _is_said_by_another(sentence: str) -> bool:
    """“《纲要》提出，第三章…”; but “按照《纲要》要求，…第三章” is ours."""
    named = max(_NAMED.finditer(sentence), key=lambda one: one.end(), default=None)
    if named is None or not _SAYS.search(sentence, named.end()):
        return False
    opened = sentence.rfind("《", 0, named.end())
    before = sentence[: opened if opened >= 0 else named.start()]
    return not _OBEYED.search(before[-12:])

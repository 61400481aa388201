"""The words of duty clauses: roles, verbs, time limits, what may stand beside them."""

from __future__ import annotations

import re

from domain.deadlines import DeadlineKind, parse_deadline
from domain.patterns import pattern
from domain.units import Role

_WORD_ROLES = {
    "牵头": Role.LEAD,
    "主办": Role.LEAD,
    "主责": Role.LEAD,
    "主要责任": Role.LEAD,
    "配合": Role.SUPPORT,
    "协办": Role.SUPPORT,
    "协同": Role.SUPPORT,
    "协助": Role.SUPPORT,
    "协作": Role.SUPPORT,
    "参与": Role.SUPPORT,
    "参加": Role.SUPPORT,
    "支持": Role.SUPPORT,
    "落实": Role.RESPONSIBLE,
    "责任": Role.RESPONSIBLE,
    "承办": Role.RESPONSIBLE,
    "实施": Role.RESPONSIBLE,
    "负责": Role.RESPONSIBLE,
    "承担": Role.RESPONSIBLE,
    "具体落实": Role.RESPONSIBLE,
}
_HEADS = "|".join(sorted(_WORD_ROLES, key=len, reverse=True))
ROLE_WORD = (
    rf"(?P<tier>[省市区县]级|[省市区县]直)?(?P<role>{_HEADS})"
    r"(?:责任|负责|落实|实施)?(?:单位|部门|主体|机构|处室|科室|股室|区县)"
)
_COLON = r"[ \u3000]*[:：]"
_LIMIT = r"(?:完成|办结|工作|整改|推进|实施|落实)?(?:时限|时间|期限|进度|节点)(?:要求|安排)?"
_PERSON = r"(?:牵头|责任|分管|配合|包保|主要)?(?:领导|负责人|责任人|联系人|联络员|联系电话|电话)|备注|说明"
# What begins a part of a clause: a role, a time limit, a person (kept as words).
ANY_ROLE_WORD = pattern(ROLE_WORD + _COLON)
HEAD = pattern(
    rf"(?P<gap>[；;，,。、\s]*)(?P<head>(?:{ROLE_WORD}|(?P<limit>{_LIMIT})|(?P<person>{_PERSON}))"
    r"[ \u3000]*[:：][ \u3000]*)"
)
# The short heads that count inside brackets only: （牵头：甲；配合：乙）.
SHORT_HEAD = pattern(
    rf"(?P<gap>[；;，,。、\s]*)(?P<head>(?:{ROLE_WORD}|(?P<short>牵头|配合|参与|责任|落实|协办|主办)"
    rf"|(?P<limit>{_LIMIT})|(?P<person>{_PERSON}))[ \u3000]*[:：][ \u3000]*)"
)
# 等 and what is said of all units together.
_MANY = (
    r"等(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})?(?:个|家)?(?:市级|市直|省级|区级|市|省|各)?(?:有关|相关|各有关|责任)?"
    r"(?:单位|部门|区县|区|县|企业)?"
)
_SHARED = (
    r"(?:依|按照?|根据)(?:照|据)?(?:各自)?(?:的)?职[责能](?:任务)?(?:分工|范围)?(?:要求)?"
    r"(?:分别|共同|各负其责|抓好|做好)?(?:负责|落实|推进|抓好落实|做好工作|配合)?"
)
OTHERS = pattern(rf"(?P<others>[ \u3000]*(?:{_MANY})?[，,]?(?:{_SHARED})?[。；;]?[ \u3000]*)$")
FIRST_LEADS = pattern(
    r"(?P<first>[，,；;。、（(]?[ \u3000]*(?:其中)?[，,]?(?:列|排(?:名|序)?)?(?:在)?(?:第一|首|最前|前)(?:位|面|个)?"
    r"的?(?:单位|部门)?(?:为|是|系|即)(?:牵头|主办|主责)(?:单位|部门)[）)]?)"
)
_MARK_LEADS = pattern(
    r"(?:带|标|注|加)(?:有|注)?[“”\"]?(?P<mark>[*＊★☆▲△●※#]|黑体|加粗)[^，。；]{0,8}(?:为|是)(?:牵头|主办)"
)
# The other way to say it: 甲牵头，乙、丙等配合.
_TOGETHER = r"(?:会同|会商|商|联合)"
_DO = r"(?:负责|落实|实施|组织实施|抓好落实|推进|推动落实|承办|办理|组织|具体负责|统筹)"
_HOW = (
    rf"(?:{_MANY})?[ \u3000]*(?:(?:依|按照?)(?:各自)?职责(?:分工)?|分别|共同|具体|各自|协同|积极|主动|予以|做好|全力)*"
)
LEAD_VERB = pattern(rf"(?P<verb>{_HOW}(?:牵头|主办|主责)(?:{_DO}|抓总)?)$")
SUPPORT_VERB = pattern(rf"(?P<verb>{_HOW}(?:配合|参与|参加|协助|协同|支持|协办)(?:落实|实施|做好|负责|推进)?)$")
DO_VERB = pattern(rf"(?P<verb>{_HOW}{_DO}|(?:{_MANY})?(?:依|按照?)(?:各自)?职责(?:分工)?)$")
AS_WORD = pattern(
    rf"(?P<verb>(?:{_MANY})?(?:为|作为|是)(?P<role>牵头|配合|责任|落实|参与|主办|协办)(?:责任)?(?:单位|部门))$"
)
TOGETHER = pattern(_TOGETHER)
BRACKETS = {"（": "）)", "(": ")）", "【": "】", "[": "]", "〔": "〕", "［": "］", "「": "」"}
OPENING, CLOSING = "（(【[〔［", "）)】]〕］"
_MAX_LIMIT = 40


def role_of(match: re.Match[str]) -> Role | None:
    """The role that a part's head names; None for a time limit or a person."""
    groups = match.groupdict()
    word = groups.get("role") or groups.get("short")
    return _WORD_ROLES[word] if word else None


def role_word(words: str) -> Role:
    """The role of 牵头, 配合, 责任 …"""
    return _WORD_ROLES[words]


def is_time_limit(words: str) -> bool:
    """Whether words stand for a time limit by themselves: 2026年底前完成, 长期坚持, 持续推进."""
    if not words or len(words) > _MAX_LIMIT or any(char in words for char in "，。；、：（）()"):
        return False
    found = parse_deadline(words)
    return found.kind is not DeadlineKind.NONE and found.start <= 3


def marks_leads(text: str) -> bool:
    """Whether a remark says that a mark sets the leads off: 标*的为牵头单位."""
    return _MARK_LEADS.search(text) is not None

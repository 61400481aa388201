"""Names of units as texts write them: telling them from other words, taking lists of them apart."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.patterns import pattern
from domain.text import strip_spaces, trim

Known = Callable[[str], bool]
# 市, 省 … in front of a name, alone or behind a place; not the beginnings of words like 市场, 区域.
LEVELS = r"(?:自治[区州县]|省|市(?!场|民|值|属|面|直)|区(?!域|块|间)|县(?!域|级)|州(?!际)|盟(?!友)|旗(?!下|舰))"
_LEVELLED = pattern(rf"(?P<place>[\u4e00-\u9fff]{{2,8}}?)??(?P<level>{LEVELS})(?P<core>[\u4e00-\u9fff].*)", re.S)
_END = (
    "局|委|厅|办|部|署|办公室|委员会|管委会|政府|公署|总队|支队|大队|中队|中心|研究院|研究所|设计院|研究总院|法院|检察院|党校|工会|"
    "总工会|妇联|团委|科协|工商联|残联|文联|社科联|侨联|贸促会|红十字会|协会|学会|商会|联合会|促进会|联盟|基金会|公司|集团|银行|分行|"
    "支行|营业管理部|海关|海事局|大学|学院|医院|街道|乡|镇|街镇|开发区|高新区|保税区|新区|示范区|领导小组|指挥部|专班|党委|党组|"
    "党工委|纪委|监委|监管局|电视台|报社|日报|供电|电力|电信|移动|联通|铁塔|邮政|烟草|税务|机场|港务|总社|供销社|部队|军分区|警备区|"
    "武装部|科|处|室|所|站|院|组|处室|科室"
)
_UNIT = pattern(rf"[\u4e00-\u9fffA-Za-z0-9“”·\-（）() ]{{1,58}}(?:{_END})(?:[（(][^（()）]{{1,40}}[）)])?")
# Words for units nobody in particular is meant by.
_NOBODY = pattern(
    r"(?:[各相有关主管牵头责任成员配合落实承办实施业务职能行业属地本所在上级下级市省区县级直属归口监管建设项目业主中标参与]*)"
    r"(?:部门|单位|机构|机关|企业|主体|处室|科室)|办公室|领导小组|委员会|管委会|人民政府|政府|协会|中心|公司|集团"
)
_GROUP = pattern(
    r"(?:各|全市各|全省各|有关|相关|其他|市级|省级|市直|省直|区级|县级|市有关|省有关|市相关|省相关|市各)"
    r"(?:市级|市直|省级|省直|区级|区直|县级|区县|县[（(]市、?区[）)]|[（(]?[县市区州旗盟乡镇、（）()]{1,9}[）)]?|有关|相关|责任|成员|职能|主管|行业|"
    r"各|牵头|配合|功能|产业|专项|街道|乡镇|街镇|园区|开发区|高新区|新区|委办局|部门|单位|县区|区县|区|市|县|高校|院校|"
    r"行业协会|产业链|和|及|以及|、){0,6}"
    r"(?:人民政府|政府|管委会|党委|部门|单位|委办局|委、?办、?局|区|县|市|街道|乡镇|街镇|园区|功能区|开发区|专班|工作组|高校|院校|"
    r"责任单位|成员单位|企业|协会|行业协会|机构|[）)])"
)
_ANYWHERE = pattern(r"国家|中国|中共|中央|中华|全国|人民|最高|团|天津|北京|上海|重庆")
_JOINS = pattern(r"以及|[和及与]")
# 市科技局等部门及各区: what 等 stands for is no name.
_MANY_INSIDE = pattern(
    r"等(?:[0-9]{1,2}|[一二三四五六七八九十个家市省区级直各有相关责任]{1,8})?(?:部门|单位)(?:以及|和|及)?"
)
_BLANK = pattern(r"[ \t\n\u00a0\u3000]+")
# Marks that set a lead off in a list: 市科技局*、★市教委.
MARKS = "*＊★☆▲△●※#"
_MARKED = pattern(rf"^[{re.escape(MARKS)}]+|[{re.escape(MARKS)}]+$|[（(][{re.escape(MARKS)}]+[）)]$")
MAX_NAME = 60


def nobody_known(name: str) -> bool:
    """Know no unit: the directory of those who have none."""
    return False


def split_level(name: str) -> tuple[str, str, str]:
    """Place, level and the rest of a name: 天津市科技局 → 天津, 市, 科技局; the first two may be empty."""
    match = _LEVELLED.fullmatch(name)
    if match is None:
        return "", "", name
    return match.group("place") or "", match.group("level"), match.group("core")


def is_group_unit(name: str) -> bool:
    """Whether a name stands for many: 各区人民政府, 各有关单位, 市级有关部门."""
    return len(name) <= MAX_NAME and _GROUP.fullmatch(name) is not None


def looks_like_unit(name: str) -> bool:
    """Whether a name ends the way names of units do; 主管部门 and 中标单位 name nobody."""
    if len(name) > MAX_NAME or _NOBODY.fullmatch(name):
        return is_group_unit(name)
    return is_group_unit(name) or _UNIT.fullmatch(name) is not None


def is_surely_unit(name: str, known: Known = nobody_known) -> bool:
    """Whether a name inside a sentence is that of a unit: it is known, or bears a place and ends as units do."""
    if known(name) or is_group_unit(name):
        return True
    if not looks_like_unit(name):
        return False
    return bool(split_level(name)[1]) or _ANYWHERE.match(name) is not None


def split_names(text: str) -> list[str]:
    """Take a list of names apart at 、，, but not inside brackets."""
    return [text[start:end] for start, end in _listed(text) if end > start]


def split_units(text: str, known: Known = nobody_known) -> list[str]:
    """Take a list of units apart at 、，, and at 和, 及 and blanks where units stand on both sides.

    Names come without the blanks and marks that surround or break them; 人力资源和社会保障局 stays whole.
    """
    names = []
    for start, end in _listed(text):
        for part in _MANY_INSIDE.split(text[start:end]):
            for piece in _split_blanks(part, known):
                names += _split_joined(piece, known)
    return [name for name in (bare_name(name) for name in names) if name]


def bare_name(written: str) -> str:
    """A name without blanks and the marks of a lead."""
    return _MARKED.sub("", strip_spaces(written)) if len(written) <= 4 * MAX_NAME else trim(written)


def is_marked(written: str) -> bool:
    """Whether a mark sets the name off: 市科技局*."""
    return bool(_MARKED.search(strip_spaces(written)))


def _listed(text: str) -> list[tuple[int, int]]:
    """Spans between the commas that stand in no bracket; a bracket that does not close encloses nothing."""
    depth = 0
    pieces: list[tuple[int, int]] = []
    start = 0
    closing = sum(text.count(sign) for sign in "）)")
    for place, char in enumerate(text):
        if char in "（(" and closing > depth:
            depth += 1
        elif char in "）)":
            closing -= 1
            depth = max(0, min(depth - 1, closing))
        elif char in "、，," and depth == 0:
            pieces.append((start, place))
            start = place + 1
    return [*pieces, (start, len(text))]


def _split_blanks(piece: str, known: Known) -> list[str]:
    """Cut at blanks where a whole name stands before and behind; other blanks are slips inside a name."""
    if len(piece) > 40 * MAX_NAME:
        return [piece]
    parts: list[str] = []
    for word in _BLANK.split(trim(piece)):
        before = bare_name(parts[-1]) if parts else ""
        if parts and not (_is_name(before, known) and _begins_name(word, known)):
            parts[-1] += word
        else:
            parts.append(word)
    return parts


def _begins_name(words: str, known: Known) -> bool:
    head = _JOINS.split(words)[0] if not known(words) else words
    return is_surely_unit(bare_name(head), known) or is_surely_unit(bare_name(words), known)


def _is_name(name: str, known: Known) -> bool:
    return known(name) or looks_like_unit(name)


def _split_joined(piece: str, known: Known) -> list[str]:
    """Cut at 和, 及, 与 where the words before are a name and those behind are surely one."""
    if len(piece) > 4 * MAX_NAME or known(bare_name(piece)):
        return [piece]
    for match in _JOINS.finditer(piece):
        before, behind = bare_name(piece[: match.start()]), piece[match.end() :]
        if _is_name(before, known) and _is_surely(behind, known):
            return [piece[: match.start()], *_split_joined(behind, known)]
    return [piece]


def _is_surely(words: str, known: Known) -> bool:
    return is_surely_unit(bare_name(words), known) or any(
        is_surely_unit(bare_name(words[: match.start()]), known) for match in _JOINS.finditer(words)
    )

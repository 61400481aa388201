"""Words spelled wrong wherever they stand, and words spelled in two ways in one plan."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.patterns import pattern
from domain.text_slips import Slip

# The form that 第一批异形词整理表 or usage in official texts prefers, and the other one. Only words that mean the same
# in every sentence: 制定 and 制订, 权力 and 权利, 必须 and 必需, 记录 and 纪录 do not.
TWINS: Mapping[str, str] = {
    "亟需": "亟须",
    "账号": "帐号",
    "账户": "帐户",
    "账目": "帐目",
    "台账": "台帐",
    "其他": "其它",
    "身份": "身分",
    "成分": "成份",
    "订单": "定单",
    "订货": "定货",
    "订购": "定购",
    "图像": "图象",
    "想象": "想像",
    "唯一": "惟一",
    "折中": "折衷",
    "筹划": "筹画",
    "坐标": "座标",
    "模拟": "摹拟",
    "报道": "报导",
    "部分": "部份",
    "给予": "给与",
    "作为": "做为",
    "联结": "连结",
    "按语": "案语",
    "保姆": "保母",
    "辈分": "辈份",
    "笔画": "笔划",
    "搭档": "搭当",
    "烦琐": "繁琐",
    "宏图": "鸿图",
    "关联": "关连",
    "凋敝": "凋弊",
    "车厢": "车箱",
    "仿佛": "彷佛",
}
_WRONG: Mapping[str, str] = {
    "布署": "部署",
    "既使": "即使",
    "按装": "安装",
    "松驰": "松弛",
    "针贬": "针砭",
    "凑效": "奏效",
    "重迭": "重叠",
    "粗旷": "粗犷",
    "防犯": "防范",
    "幅射": "辐射",
    "复盖": "覆盖",
    "竣功": "竣工",
    "推委": "推诿",
    "迫不急待": "迫不及待",
    "一如继往": "一如既往",
    "再接再励": "再接再厉",
    "责无旁代": "责无旁贷",
    "因地治宜": "因地制宜",
    "相辅相承": "相辅相成",
    "按步就班": "按部就班",
    "名符其实": "名副其实",
    "走头无路": "走投无路",
    "以身做则": "以身作则",
    "不径而走": "不胫而走",
}
_WRONG_PATTERN = pattern("|".join(map(re.escape, _WRONG)))
_TWIN_PATTERN = pattern("|".join(map(re.escape, (*TWINS, *TWINS.values()))))
_CUT_OFF = pattern("截止(?=到?(?:[0-9]{4}年|目前|今年|去年|本月|上月))")
_PREFERRED = {other: word for word, other in TWINS.items()}


@dataclass(frozen=True)
class MixedTerm:
    """A word that a plan spells in two ways; `rare` is the spelling to be changed, `common` the one to be kept."""

    common: str
    rare: str
    common_count: int
    rare_count: int


def find_wrong_words(text: str) -> list[Slip]:
    """Words that are wrong in every sentence, each with the right one."""
    slips = [
        Slip("word_wrong", *match.span(), f"“{match.group(0)}”应为“{_WRONG[match.group(0)]}”。", _WRONG[match.group(0)])
        for match in _WRONG_PATTERN.finditer(text)
    ]
    slips += [
        Slip("word_wrong", *match.span(), "表示到某一时间为止用“截至”。", "截至") for match in _CUT_OFF.finditer(text)
    ]
    return sorted(slips, key=lambda slip: slip.start)


def count_twins(text: str) -> Counter[str]:
    """How often a text uses each spelling of the words that have two; to be summed up over a plan."""
    return Counter(match.group(0) for match in _TWIN_PATTERN.finditer(text))


def mixed_terms(counts: Iterable[Mapping[str, int]]) -> list[MixedTerm]:
    """The words that are spelled in two ways; the more frequent spelling is kept, the preferred one of equals."""
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    mixed = []
    for word, other in TWINS.items():
        if total[word] and total[other]:
            common, rare = (word, other) if total[word] >= total[other] else (other, word)
            mixed.append(MixedTerm(common, rare, total[common], total[rare]))
    return mixed


def find_spelling(text: str, term: MixedTerm) -> list[Slip]:
    """Where a text uses the rarer spelling."""
    message = f"全文多写作“{term.common}”（{term.common_count} 处），这里写作“{term.rare}”。"
    if term.common_count == term.rare_count:
        message = f"“{term.common}”和“{term.rare}”在全文中混用，应统一。"
    return [
        Slip("term_mixed", match.start(), match.end(), message, term.common)
        for match in re.finditer(re.escape(term.rare), text)
    ]


def preferred(word: str) -> str:
    """The recommended spelling of a word that has two."""
    return _PREFERRED.get(word, word)

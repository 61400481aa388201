"""A long title in balanced lines: 词意完整, 排列对称, 梯形或菱形 (GB/T 9704 7.3.1)."""

from __future__ import annotations

import re
from itertools import combinations, pairwise

from exporters.characters import em_width

# Words of official titles that no line may part. Longer ones first where one begins with another.
_WORDS = (
    "工作方案|行动方案|实施方案|行动计划|行动纲要|工作要点|实施意见|指导意见|若干措施|若干意见|管理办法|任务分解表|责任单位矩阵|"
    "问题清单|项目清单|工具清单|任务清单|汇总表|对照表|产业链|供应链|创新链|价值链|人才链|高质量|质量|提升|联动|协同|发展规划|"
    "中长期|规划|智能网联|新能源|人工智能|数字经济|低空经济|海洋工程|装备|制造业|制造|汽车|产业|企业|工程|建设|推进|推动|加快|"
    "促进|强化|深化|开展|重点|攻关|项目|政策|工具|问题|清单|责任|单位|矩阵|任务|分解|改革|创新|服务|管理|治理|环境|营商|"
    "基础设施|城市|农村|乡村|振兴|老旧|小区|改造|电梯|加装|试点|示范|专项|行动|三年|年度|关于|印发|通知|意见|方案|市场|监管|"
    "生态|保护|安全|生产|应急|预案|教育|医疗|养老|文化|旅游|体育|科技|人才|队伍|标准|计量|认证|检测|品牌"
)
_TOKEN = re.compile(rf"《[^》]*》|“[^”]*”|（[^）]*）|〔[^〕]*〕|[A-Za-z0-9.%—\-]+年?|(?:{_WORDS})")
_PLACE = re.compile(r"[^省市区县旗]{1,5}(?:省|市|区|县|自治州|新区)")
_NO_START = frozenset("的和与及或、，：；。）》”〕等")
_NO_END = frozenset("（《“〔、，在对为把将和与及或")
# Whole words of this kind like to stand at the head of the last line.
_KIND = re.compile(r"(?:任务分解表|责任单位矩阵)$")

_INSIDE_UNKNOWN = 12.0  # a break where no word is known to end
_EXTRA_LINE = 6.0
_EVEN_LINES = 1.5
_HOURGLASS = 20.0


def title_lines(text: str, most: int) -> tuple[str, ...]:
    """Break a title into as few balanced lines of at most `most` characters as it needs.

    A title with line breaks of its own keeps them. Never parts 《》, “”, numbers or a known word when another
    place is left; a single line stays whole.
    """
    own = tuple(line.strip() for line in text.split("\n") if line.strip())
    if len(own) > 1 or em_width(text) <= most:
        return tuple(piece for line in own for piece in _fit(line, most))
    return _fit(own[0], most) if own else ()


def _fit(line: str, most: int) -> tuple[str, ...]:
    if em_width(line) <= most:
        return (line,)
    breaks = _breaks(line)
    least = int(-(-em_width(line) // most))
    best: tuple[float, tuple[str, ...]] | None = None
    for count in (least, least + 1):
        for places in combinations(sorted(breaks), count - 1):
            pieces = _cut(line, places)
            if max(map(em_width, pieces)) > most:
                continue
            cost = _shape_cost(pieces) + sum(breaks[place] for place in places) + _EXTRA_LINE * (count - least)
            if best is None or cost < best[0]:
                best = (cost, pieces)
    return best[1] if best else _cut(line, range(most, len(line), most))


def _cut(line: str, places: tuple[int, ...] | range) -> tuple[str, ...]:
    edges = [0, *places, len(line)]
    return tuple(line[start:end] for start, end in pairwise(edges))


def _breaks(line: str) -> dict[int, float]:
    """Where the line may break, and how much one would rather not. Very long lines keep word ends only."""
    costs = dict.fromkeys(range(2, len(line) - 1), _INSIDE_UNKNOWN)
    place = _PLACE.match(line)
    start = place.end() if place else 0
    if place:
        costs.update(dict.fromkeys(range(place.end()), 1000000.0))
        costs[place.end()] = 2.0
    for token in _TOKEN.finditer(line, start):
        for inside in range(token.start() + 1, token.end()):
            costs[inside] = 1e6
        for edge in (token.start(), token.end()):
            costs[edge] = min(costs.get(edge, 1e6), 1.0)
    kind = _KIND.search(line)
    if kind:
        costs[kind.start()] = 0.0
    allowed = {
        place: cost
        for place, cost in costs.items()
        if cost < 1e6 and 1 < place < len(line) - 1 and line[place] not in _NO_START and line[place - 1] not in _NO_END
    }
    if len(allowed) > 24:
        allowed = {place: cost for place, cost in allowed.items() if cost < _INSIDE_UNKNOWN} or allowed
    return dict(list(allowed.items())[:40])


def _shape_cost(pieces: tuple[str, ...]) -> float:
    """Trapezium or rhombus is well; equal lines are less so, a narrow middle is bad."""
    widths = [em_width(piece) for piece in pieces]
    spread = max(widths) - min(widths)
    cost = 0.5 * spread if spread else _EVEN_LINES
    if any(after > here < before for before, here, after in zip(widths, widths[1:], widths[2:], strict=False)):
        cost += _HOURGLASS
    return cost

"""A long plan of our own: 300 tasks in ten chapters, 40 units, two appendix tables with 500 rows between them."""

from __future__ import annotations

from random import Random

from domain.cell_items import parse_cell
from domain.exchange import PlanContent, PlanInfo
from domain.labels import PlanStage
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.tables import AppendixTable, ColumnKind, TableColumn, TableRow, TableSpec, cell_of
from domain.units import Duty, Role, Unit

_WORDS = [
    "港口岸线",
    "冷链仓配",
    "渔船改造",
    "潮间带修复",
    "海水淡化",
    "船舶岸电",
    "航道疏浚",
    "渔港经济",
    "滨海步道",
    "养殖尾水",
    "检验检测",
    "标准研制",
    "首台套应用",
    "数据共享",
    "信用评价",
    "安全巡查",
    "人才实训",
    "供需对接",
    "场景开放",
    "绿色认证",
    "计量溯源",
    "品牌培育",
    "应急演练",
    "融资担保",
]
_VERBS = ("推进", "健全", "建设", "开展", "完善", "提升", "实施", "优化")
_ENDS = ("形成可复制的做法", "年内投入使用", "覆盖全部重点企业", "建立台账并按月更新", "纳入年度考核", "做到应检尽检")
_UNITS = (
    "市发展改革委|市教育局|市科技局|市工业和信息化局|市公安局|市民政局|市司法局|市财政局|市人力资源社会保障局|"
    "市自然资源和规划局|市生态环境局|市住房城乡建设局|市交通运输局|市水务局|市农业农村局|市商务局|市文化和旅游局|市卫生健康委|"
    "市应急管理局|市国资委|市市场监管局|市体育局|市统计局|市医保局|市金融工作局|市政务服务和数据局|市海洋发展局|市口岸办|"
    "市税务局|海州海关|海州海事局|市气象局|东港区政府|西港区政府|南湾区政府|北岛县政府|高新区管委会|保税区管委会|市港口集团|市水投集团"
)
_DEADLINES = ("2026年底前", "2027年6月底前", "长期坚持", "每季度末", "2028年底前")


def _sentence(random: Random, parts: int) -> str:
    pieces = [f"{random.choice(_VERBS)}{random.choice(_WORDS)}" for _ in range(parts)]
    return "，".join(pieces) + f"，{random.choice(_ENDS)}。"


def make_long_plan(tasks: int = 300, rows: int = 500) -> PlanContent:
    """Deterministic: the same figures give the same plan."""
    random = Random(2026)
    units = tuple(Unit(number, name, seq=number) for number, name in enumerate(_UNITS.split("|"), start=1))
    nodes: list[OutlineNode] = []
    duties: list[Duty] = []
    chapters = max(tasks // 30, 1)
    for chapter in range(1, chapters + 1):
        chapter_id = len(nodes) + 1
        nodes.append(
            OutlineNode(
                chapter_id,
                None,
                chapter,
                NodeKind.SECTION,
                f"{random.choice(_VERBS)}{random.choice(_WORDS)}",
                NumberStyle.HAN,
            )
        )
        for place in range(1, tasks // chapters + 1):
            _add_task(random, nodes, duties, units, chapter_id, place)
    tables = (_problems(random, rows - rows // 5), _projects(random, rows // 5))
    info = PlanInfo("海州市海洋经济高质量发展和港产城融合三年行动实施方案", PlanStage.CONSULTATION)
    preamble = (Paragraph("为统筹海洋经济和港产城融合，" + _sentence(random, 3)),)
    return PlanContent(info, preamble, tuple(nodes), units, tuple(duties), tables)


def _add_task(
    random: Random, nodes: list[OutlineNode], duties: list[Duty], units: tuple[Unit, ...], parent: int, place: int
) -> None:
    task_id = len(nodes) + 1
    clause = "（牵头单位：{lead}；配合单位：{support}）"
    text = Paragraph(_sentence(random, random.randint(1, 6)), clause)
    title = f"{random.choice(_VERBS)}{random.choice(_WORDS)}"
    deadline = random.choice(_DEADLINES)
    nodes.append(
        OutlineNode(task_id, parent, place, NodeKind.TASK, title, NumberStyle.HAN_PAREN, (text,), deadline=deadline)
    )
    chosen = random.sample(units, random.randint(2, 6))
    for seq, unit in enumerate(chosen, start=1):
        role = Role.LEAD if seq == 1 else Role.SUPPORT
        duties.append(Duty(task_id, unit.id, role, seq, len(duties) + 1))
    for seq in range(1, random.choice((0, 0, 2, 3)) + 1):
        measure = Paragraph(_sentence(random, random.randint(2, 5)))
        name = f"{random.choice(_VERBS)}{random.choice(_WORDS)}"
        nodes.append(OutlineNode(len(nodes) + 1, task_id, seq, NodeKind.MEASURE, name, NumberStyle.ARABIC, (measure,)))


def _problems(random: Random, rows: int) -> AppendixTable:
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER),
        TableColumn("position", ("产业链位置",)),
        TableColumn("area", ("地理分布",)),
        TableColumn("firms", ("主要企业名称",)),
        *(
            TableColumn(f"p{i}", ("存在的问题", name), ColumnKind.ITEMS)
            for i, name in enumerate(("技术", "管理", "标准", "品牌"))
        ),
    )
    lines = []
    for seq in range(1, rows + 1):
        cells = {
            "position": cell_of(ColumnKind.TEXT, random.choice(("上游", "中游", "下游"))),
            "area": cell_of(ColumnKind.TEXT, random.choice(("东港区", "西港区", "南湾区、北岛县"))),
            "firms": cell_of(ColumnKind.TEXT, f"海州{random.choice(_WORDS)}有限公司"),
        }
        for index in range(4):
            count = random.choice((0, 1, 1, 2, 4 if seq % 17 == 0 else 1))
            items = ["★" * random.randint(1, 3) + _sentence(random, random.randint(1, 4))[:-1] for _ in range(count)]
            cells[f"p{index}"] = parse_cell("\n".join(items))
        lines.append(TableRow(1000 + seq, seq, cells))
    return AppendixTable(1, TableSpec("附表1", "海州市海洋产业链供应链质量问题清单", columns), tuple(lines))


def _projects(random: Random, rows: int) -> AppendixTable:
    columns = (
        TableColumn("number", ("序号",), ColumnKind.NUMBER),
        TableColumn("name", ("项目名称",)),
        TableColumn("content", ("主要内容",)),
        TableColumn("unit", ("牵头单位",)),
        TableColumn("when", ("完成时限",)),
    )
    lines = []
    for seq in range(1, rows + 1):
        cells = {
            "name": cell_of(ColumnKind.TEXT, f"{random.choice(_WORDS)}项目"),
            "content": cell_of(ColumnKind.TEXT, _sentence(random, random.randint(2, 7))),
            "unit": cell_of(ColumnKind.TEXT, random.choice(_UNITS.split("|"))),
            "when": cell_of(ColumnKind.TEXT, random.choice(_DEADLINES)),
        }
        lines.append(TableRow(5000 + seq, seq, cells))
    return AppendixTable(2, TableSpec("附表2", "海州市海洋经济重点项目清单", columns), tuple(lines))

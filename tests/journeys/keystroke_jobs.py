"""The ten jobs: what is done here and, place by place, in Word or WPS and Excel."""

from __future__ import annotations

from dataclasses import dataclass

_TEXT, _TASKS, _MATRIX = "WPS/Word 正文", "Excel 任务分解表", "Excel 矩阵"


@dataclass(frozen=True)
class Job:
    """`ours` is played by the tests in the real window; `office` names each place with what is done there."""

    key: str
    title: str
    ours: str
    office: tuple[tuple[str, str], ...]
    keeps: str


JOBS = (
    Job(
        "support",
        "给一项任务加一个配合单位",
        "Ctrl+K “强化质量人才支撑” 回车 Ctrl+D “市科技局” Tab",
        (
            (_TEXT, "Ctrl+F “强化质量人才支撑” 回车 Esc 单击（段末括号里） “、市科技局”"),
            (_TASKS, "Alt+Tab Ctrl+F “强化质量人才支撑” 回车 Esc 单击（配合单位格） F2 “、市科技局” 回车"),
            (_MATRIX, "Ctrl+PgDn Ctrl+F 回车 Esc 单击（市科技局那一列） “○” 回车"),
        ),
        "一处改好，正文段末、任务分解、矩阵和导出的文件里同时是新的；单位按名单的先后排。",
    ),
    Job(
        "rename",
        "一个单位改名",
        "Ctrl+H “市市场监管委” Tab “市市场监管局” Ctrl+回车",
        (
            (_TEXT, "Ctrl+H “市市场监管委” Tab “市市场监管局” Alt+A 回车 Esc"),
            ("Excel 任务分解表和矩阵", "Alt+Tab Ctrl+H “市市场监管委” Tab “市市场监管局” Alt+A 回车 Esc"),
        ),
        "换之前逐处列出；名单、段末单位、矩阵表头、附表和批注一起改，一步可以撤销。",
    ),
    Job(
        "move",
        "把一项任务提到前一项之前",
        "Ctrl+K “强化质量人才支撑” 回车 Alt+↑",
        (
            (
                _TEXT,
                "Ctrl+F “强化质量人才支撑” 回车 Esc 拖（导航窗格里） Ctrl+F “第三部分（六）” 回车 Esc “第三部分（五）”",
            ),
            (_TASKS, "Alt+Tab Ctrl+F “强化质量人才支撑” 回车 Esc Shift+空格 Ctrl+X ↑ Ctrl+Shift+="),
            (_MATRIX, "Ctrl+PgDn Ctrl+F 回车 Esc Shift+空格 Ctrl+X ↑ Ctrl+Shift+="),
        ),
        "编号重排，别处写的“第三部分（六）”跟着变成“第三部分（五）”，分解表和矩阵也变。WPS 只算了一处引用。",
    ),
    Job(
        "insert",
        "两项任务中间插入一项，写明牵头单位和时限",
        "Ctrl+K “完善质量基础设施” Ctrl+回车 Ctrl+回车 “建设检测平台” Tab×2 “市海洋局” Tab×3 “2027年底前” 回车",
        (
            (
                _TEXT,
                "Ctrl+F “培育质量品牌” 回车 Esc ← “建设检测平台” 回车 "
                "“（牵头单位：市海洋局；完成时限：2027年底前）” 回车 ↑ Ctrl+Shift+N",
            ),
            (
                _TASKS,
                "Alt+Tab Ctrl+F “培育质量品牌” 回车 Esc Shift+空格 Ctrl+Shift+= "
                "“建设检测平台” Tab×2 “市海洋局” Tab×2 “2027年底前” 回车",
            ),
            (
                _MATRIX,
                "Ctrl+PgDn Ctrl+F 回车 Esc Shift+空格 Ctrl+Shift+= “建设检测平台” 单击（市海洋局那一列） “●” 回车",
            ),
        ),
        "后面各项的编号和对它们的引用顺延，矩阵里已有这一行和它的牵头。",
    ),
    Job(
        "deadline",
        "五项任务定同一个完成时限",
        "Alt+2 单击（完善质量基础设施·完成时限） Shift+单击（建设质量实训基地·完成时限） “2027年底前” Ctrl+回车",
        (
            (
                _TEXT,
                "单击（第一项段末括号里） “；完成时限：2027年底前” 单击（第二项） F4 单击（第三项） F4 "
                "单击（第四项） F4 单击（第五项） F4",
            ),
            (_TASKS, "Alt+Tab 单击（第一项的时限格） Shift+单击（第五项的时限格） “2027年底前” Ctrl+回车"),
        ),
        "在表里填的办法和 Excel 一样；正文不用再改一遍，排序、筛选和提示都认得这个时间。",
    ),
    Job(
        "unit",
        "一个单位在四项任务里定为配合",
        "Ctrl+K “市财政局” 回车 Shift+↓×3 P",
        (
            (_TEXT, "单击（第一项段末括号里） “、市财政局” 单击（第二项） F4 单击（第三项） F4 单击（第四项） F4"),
            (
                _TASKS,
                "Alt+Tab 单击（第一项的配合单位格） F2 “、市财政局” 回车 F2 “、市财政局” 回车 "
                "F2 “、市财政局” 回车 F2 “、市财政局” 回车",
            ),
            (_MATRIX, "Ctrl+PgDn 单击（第一格） Shift+单击（第四格） “○” Ctrl+回车"),
        ),
        "四项任务段末的“配合单位”和分解表同时写好；没有配合单位的也写成规范的样子。",
    ),
    Job(
        "split",
        "一段话拆成两条举措，各加一个配合单位",
        "Ctrl+K “培育质量品牌” Ctrl+回车 Ctrl+Alt+P 回车 Tab×3 “市海洋局” 回车×2 “市科技局” Tab",
        (
            (
                _TEXT,
                "单击（“一是”之前） 回车 Del×2 单击（逗号之后） 退格 回车 ↑ Ctrl+Alt+3 "
                "单击（分号之后） 退格 “。（配合单位：市海洋局）” 回车 Del×2 单击（逗号之后） 退格 回车 ↑ Ctrl+Alt+3 "
                "单击（段末） “（配合单位：市科技局）”",
            ),
            (
                _TASKS,
                "Alt+Tab Ctrl+F “强化质量人才支撑” 回车 Esc Shift+空格 Ctrl+Shift+= F4 → "
                "“制定使用规则” Tab×2 “市海洋局” 回车 “布局海外商标” Tab×2 “市科技局” 回车",
            ),
            (
                _MATRIX,
                "Ctrl+PgDn Ctrl+F 回车 Esc Shift+空格 Ctrl+Shift+= F4 “制定使用规则” 回车 “布局海外商标” 回车 "
                "单击（市海洋局那一列） “○” 回车 单击（市科技局那一列） “○” 回车",
            ),
        ),
        "哪条从哪一段拆出来记着，可以合并回去；标点、编号、没写单位的沿用上级，都不用管。",
    ),
    Job(
        "regrade",
        "附表1一格问题改定等级、移到另一格",
        "Ctrl+K “动态弯曲试验” 回车 Ctrl+2 Ctrl+X Tab×2 Ctrl+V",
        (
            (
                "WPS/Word 附表1",
                "Ctrl+F “动态弯曲试验” 回车 Esc Ctrl+↑ Del Ctrl+Shift+↓ Ctrl+X Tab×2 Ctrl+V",
            ),
        ),
        "等级统计和按等级的筛选跟着变。",
    ),
    Job(
        "print",
        "查一个单位承担的任务，印出清单",
        "Ctrl+K “海洋局” Ctrl+回车 Ctrl+P 回车",
        ((_MATRIX, "Alt+Tab Ctrl+PgDn 单击（市海洋局的筛选箭头） 单击（去掉空白） 单击（确定） Ctrl+P 回车"),),
        "印的是单位任务清单：分牵头、配合，带举措、完成时限；Excel 一边只有任务名称，要时限还得另找。",
    ),
    Job(
        "remark",
        "写一条批注；改好以后回来，标为已处理",
        "Ctrl+K “加强统筹协调” 回车 Ctrl+Alt+M “请核实” 回车 Ctrl+Home Ctrl+Alt+N 空格",
        ((_TEXT, "Ctrl+F “加强统筹协调” 回车 Esc Ctrl+Alt+M “请核实” Esc Ctrl+Home Alt R N 单击（解决）"),),
        "批注随方案走，列在一处；不印在正式文件里，报送之前不必另存一份清稿。",
    ),
)

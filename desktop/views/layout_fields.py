"""What the fields of a layout profile are called, group by group."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A field of the profile: its group and name there, its Chinese label, and the unit behind a number."""

    group: str
    name: str
    label: str
    unit: str = ""


@dataclass(frozen=True)
class Group:
    """Fields under one heading; `hint` says what the heading cannot."""

    title: str
    fields: tuple[Field, ...]
    hint: str = ""


def _group(title: str, key: str, *named: tuple[str, str] | tuple[str, str, str], hint: str = "") -> Group:
    return Group(title, tuple(Field(key, one[0], one[1], one[2] if len(one) > 2 else "") for one in named), hint)


GROUPS = (
    _group(
        "页面",
        "page",
        ("top", "天头（上白边）", "毫米"),
        ("binding", "订口（左白边）", "毫米"),
        ("frame_width", "版心宽", "毫米"),
        ("frame_height", "版心高", "毫米"),
        ("lines", "每面行数", "行"),
        ("chars", "每行字数", "字"),
        ("dash_below", "页码距版心下边", "毫米"),
        ("side_number", "横排页码"),
        ("mirrored", "双面印，左右对称"),
    ),
    _group(
        "字体",
        "fonts",
        ("title", "标题"),
        ("body", "正文"),
        ("head", "一级标题、表头"),
        ("kai", "二级标题、稿次"),
        ("song", "页码"),
        ("latin", "西文和数字"),
        hint="文件里写明这些字体名，本机没有也不影响。",
    ),
    _group(
        "字号",
        "sizes",
        ("title", "标题", "磅"),
        ("body", "正文", "磅"),
        ("page_number", "页码", "磅"),
        ("imprint", "版记", "磅"),
        ("title_line", "标题行距", "磅"),
        hint="2号 22 磅，3号 16 磅，4号 14 磅，小四 12 磅，五号 10.5 磅。",
    ),
    _group(
        "标题层级",
        "headings",
        ("level1", "第一级“一、”"),
        ("level2", "第二级“（一）”"),
        ("level3", "第三级“1.”"),
        ("level4", "第四级“（1）”"),
        ("bold2", "第二级加粗"),
        ("bold3", "第三级加粗"),
    ),
    _group(
        "表格",
        "tables",
        ("head_size", "表头字号", "磅"),
        ("head_size_dense", "八列以上表头", "磅"),
        ("body_size", "表内字号", "磅"),
        ("body_size_small", "放不下时", "磅"),
        ("body_size_least", "最小到", "磅"),
        ("line_factor", "行距为字号的", "倍"),
        ("rule", "内线", "磅"),
        ("outer_rule", "外框线", "磅"),
        ("split_rows_over", "行高超过此数可跨页", "毫米"),
        ("centre_up_to", "不超过此字数居中", "字"),
        ("repeat_header", "每页重复表头"),
        ("blank_cell", "空格子里印"),
    ),
    _group(
        "用词",
        "words",
        ("appendix_word", "附件还是附表"),
        ("lead", "牵头一栏"),
        ("support", "配合一栏"),
        ("responsible", "落实一栏"),
        ("deadline", "时限一栏"),
        ("matrix_marks", "矩阵里用"),
        hint="“附件还是附表”留空，按方案里各表自己的编号。",
    ),
    _group(
        "版头、落款、版记",
        "parts",
        ("letterhead", "红色版头"),
        ("addressees", "主送机关"),
        ("stage_mark", "标题下的稿次"),
        ("annex_note", "附件说明"),
        ("ending", "落款"),
        ("imprint", "版记"),
        hint="各项内容在“方案信息”里填写，没有填写的不印。",
    ),
    _group(
        "任务分解表的列",
        "task_columns",
        ("number", "序号"),
        ("measure", "具体举措"),
        ("deadline", "完成时限"),
        ("remark", "备注"),
    ),
)

# What the choices of a field are called, by their values.
CHOICES = {
    "side": "转到左侧（国标）",
    "footer": "页脚外侧",
    "signs": "●○△ 加注",
    "words": "文字",
    "none": "不落款",
    "plain": "署名和日期",
    "sealed": "署名和日期，留印章位置",
    "title": "小标宋",
    "body": "仿宋",
    "head": "黑体",
    "kai": "楷体",
    "song": "宋体",
}

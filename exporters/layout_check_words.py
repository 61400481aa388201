"""Words of the layout check: clauses, sizes, lengths and fonts as an officer calls them."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.page import MM_PER_INCH

# Clause id → clause of GB/T 9704-2012 and what it is about; ids that begin with TABLE are practice.
CLAUSES: dict[str, tuple[str, str]] = {
    "P1": ("5.1", "纸张"),
    "P2": ("5.2.1", "天头"),
    "P3": ("5.2.1", "订口"),
    "P4": ("5.2.1", "版心"),
    "P5": ("5.2.2", "字体、字号和颜色"),
    "P6": ("5.2.3", "行数和字数"),
    "P7": ("6.3", "双面印刷"),
    "P8": ("7.1", "页码在版心之外"),
    "H1": ("7.2.1", "份号"),
    "H2": ("7.2.2", "密级和保密期限"),
    "H3": ("7.2.3", "紧急程度"),
    "H4": ("7.2.4", "发文机关标志"),
    "H5": ("7.2.5", "发文字号"),
    "H6": ("7.2.6", "签发人"),
    "H7": ("7.2.7", "版头分隔线"),
    "T1": ("7.3.1", "标题"),
    "T2": ("7.3.1", "标题分行"),
    "T3": ("7.3.2", "主送机关"),
    "T4": ("7.3.3", "首页显示正文"),
    "T5": ("7.3.3", "段落缩进"),
    "T6": ("7.3.3", "层次标题"),
    "T7": ("7.3.4", "附件说明"),
    "T8": ("7.3.4", "附件说明与附件一致"),
    "T9": ("7.3.5.2", "署名和日期"),
    "T10": ("7.3.5.1", "加盖印章的署名和日期"),
    "T11": ("7.3.5.4", "成文日期"),
    "T12": ("7.3.6", "附注"),
    "T13": ("7.3.4", "印发类通知的附件说明"),
    "F1": ("7.3.7", "附件另面编排"),
    "F2": ("7.3.7", "附件序号"),
    "F3": ("7.3.7", "附件标题"),
    "F4": ("7.3.7", "单独装订的附件"),
    "F5": ("8", "横排页的页码"),
    "F6": ("7.3.7", "附件用词"),
    "E1": ("7.4.1", "版记分隔线"),
    "E2": ("7.4.2", "抄送机关"),
    "E3": ("7.4.3", "印发机关和日期"),
    "N1": ("7.5", "页码字体和样式"),
    "N2": ("7.5", "页码位置"),
    "N3": ("7.5", "单双页页码"),
    "N5": ("7.5", "页码连续"),
    "TABLE_HEAD": ("", "表头"),
    "TABLE_TEXT": ("", "表内文字"),
    "TABLE_LINE": ("", "表内行距"),
    "TABLE_ALIGN": ("", "表内对齐"),
    "TABLE_RULE": ("", "表格线"),
    "TABLE_PAGES": ("", "表格跨页"),
    "TABLE_WIDTH": ("", "表格宽度"),
}
_SIZES = {
    84: "初号", 72: "小初", 52: "一号", 48: "小一", 44: "二号", 36: "小二", 32: "三号", 30: "小三", 28: "四号",
    24: "小四", 21: "五号", 18: "小五", 15: "六号",
}  # fmt: skip
# Names of fonts of one kind; the standard names kinds only.
_FAMILIES: tuple[tuple[str, ...], ...] = (
    ("仿宋", "仿宋_gb2312", "fangsong", "fangsong_gb2312", "simfang", "方正仿宋_gbk", "方正仿宋_gb2312",
     "方正仿宋简体", "华文仿宋", "stfangsong", "fandolfang", "fandolfang r", "仿宋_gbk", "cesi仿宋-gb2312"),
    ("楷体", "楷体_gb2312", "kaiti", "kaiti_gb2312", "simkai", "方正楷体_gbk", "方正楷体简体", "方正楷体_gb2312",
     "华文楷体", "stkaiti", "lxgw wenkai", "霞鹜文楷", "fandolkai", "楷体_gbk", "cesi楷体-gb2312"),
    ("黑体", "simhei", "方正黑体_gbk", "方正黑体简体", "方正黑体_gb2312", "华文黑体", "stheiti", "heiti sc",
     "noto sans cjk sc", "思源黑体", "source han sans sc", "cesi黑体-gb2312"),
    ("宋体", "simsun", "nsimsun", "新宋体", "方正书宋_gbk", "方正书宋简体", "华文宋体", "stsong", "songti sc",
     "noto serif cjk sc", "思源宋体", "宋体-简", "cesi宋体-gb2312"),
    ("小标宋", "方正小标宋简体", "方正小标宋_gbk", "小标宋体", "方正小标宋", "fzxiaobiaosong-b05s",
     "fzxiaobiaosong-b05", "华文中宋体标宋", "文星标宋", "cesi小标宋-gb2312"),
)  # fmt: skip
_FAMILY_OF = {name: index for index, group in enumerate(_FAMILIES) for name in group}


def same_font(name: str, wanted: str) -> bool:
    """Whether a font is the wanted one, or another of the same kind (仿宋 for 仿宋_GB2312)."""
    own, other = name.strip().casefold(), wanted.strip().casefold()
    return own == other or (own in _FAMILY_OF and _FAMILY_OF[own] == _FAMILY_OF.get(other))


def size_words(half_points: int) -> str:
    """三号（16 磅）"""
    points = f"{half_points / 2:g} 磅"
    return f"{_SIZES[half_points]}（{points}）" if half_points in _SIZES else points


def mm(twips: float) -> float:
    """Twips → millimetres."""
    return twips * MM_PER_INCH / 1440


def mm_words(twips: float) -> str:
    """37 毫米"""
    return f"{round(mm(twips), 1):g} 毫米"


def points_words(twips: float) -> str:
    """28.95 磅"""
    return f"{twips / 20:g} 磅"


def chars_words(hundredths: float) -> str:
    """2 字"""
    return f"{round(hundredths / 100, 2):g} 字"


def numbers_words(numbers: Sequence[int]) -> str:
    """3、5—9、12"""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return "、".join(str(a) if a == b else f"{a}、{b}" if b == a + 1 else f"{a}—{b}" for a, b in runs)


def quoted(text: str) -> str:
    """The beginning of a text in quotation marks."""
    text = " ".join(text.split())
    return f"“{text[:16]}…”" if len(text) > 17 else f"“{text}”"

"""Texts that lead an unwary pattern to try everything, and texts that are none, by name."""

from __future__ import annotations

import random
from collections.abc import Callable

Make = Callable[[], bytes]

HEAD = "海州市停车治理工作方案\n一、总体要求\n坚持质量第一。\n（一）增加车位\n"
_LONG = 100_000
_LINES = 4_000

# Each is repeated on one line of some hundred thousand characters, and on some ten thousand lines.
_REPEATED = {
    "括号": "（（（（",
    "右括号": "））））",
    "一顿": "一、",
    "一一": "（一）",
    "点数": "1.",
    "点数括号": "1.1（1）",
    "圈": "①",
    "空格": " ",
    "全角空格": "\u3000",
    "制表": "\t",
    "竖线": "|",
    "分号": "；；；",
    "顿号": "、",
    "句号": "。",
    "冒号": "：",
    "书名": "《",
    "引号": "“",
    "破折": "——",
    "点线": "……1",
    "第": "第",
    "第一章": "第一章 ",
    "第一条": "第一百一十一条",
    "专栏": "专栏1 ",
    "附件": "附件1：",
    "附表": "附表1 ",
    "目录": "目录\n总则……1\n",
    "落实": "（落实单位：",
    "牵头": "（牵头单位：市教委；",
    "单位": "市教委、",
    "负责": "由市教委会同",
    "职责": "按职责分工负责",
    "区": "各区人民政府、",
    "等": "等",
    "年": "2026年",
    "年底": "2026年底前",
    "季度": "每季度末",
    "到年": "到2025年",
    "占比": "占比超过20%",
    "数": "1234567890",
    "小数": "1.5%、",
    "万辆": "120万辆左右",
    "井": "# ",
    "星": "*",
    "下划": "_",
    "方括": "[",
    "链": "[甲](",
    "反引": "`",
    "引用": ">",
    "表线": "|-",
    "尖": "<",
    "标签": "<table>",
    "与": "&amp;",
    "反斜": "\\",
    "竖星": "★",
    "一": "一",
    "百千": "百十一",
    "英文": "a",
    "减": "- ",
    "等线": "=",
    "双向": "\u202e甲\u200b",
    "修饰": "e\u0301\u0301",
}


def _texts() -> dict[str, str]:
    texts = {}
    for name, part in _REPEATED.items():
        texts[f"{name}长.txt"] = HEAD + part * (_LONG // len(part)) + "甲"
        lines = f"{part * 3}甲\n{part}\n" * (_LINES // 2)
        texts[f"{name}行.{'md' if len(name) % 2 else 'txt'}"] = HEAD + lines
    texts["号不断.txt"] = HEAD + "\n".join(f"{n}.甲" for n in range(1, 6_000))
    texts["号交错.txt"] = "\n".join(
        ("一、甲", "（一）乙", "1.丙", "（1）丁", "①戊", "第一章 己")[n % 6] for n in range(6_000)
    )
    texts["号倒序.txt"] = "\n".join(f"（{n}）甲。" for n in range(9_999, 0, -1))
    texts["短行.txt"] = HEAD + "\n".join("甲乙丙丁戊己庚辛壬癸" * 2 for _ in range(6_000))
    texts["断行空行.txt"] = HEAD + "\n\n".join("甲乙丙丁戊己庚辛壬癸" * 2 for _ in range(6_000))
    texts["页码.txt"] = HEAD + "\n".join(f"甲乙丙丁\n— {n} —\n某市方案" for n in range(5_000))
    texts["单位各异.txt"] = HEAD + "".join(
        f"（牵头单位：市{n}局；配合单位：市{n}委、市{n}办）\n（一）任{n}\n" for n in range(3_000)
    )
    texts["单位一行.txt"] = HEAD + f"（落实单位：{'、'.join(f'市{n}局' for n in range(6_000))}）\n"
    texts["制表宽.txt"] = "\t".join(f"列{n}" for n in range(6_000)) + "\n" + "\t".join("甲" for _ in range(6_000))
    texts["制表长.txt"] = "附表1\n" + "\n".join("序号\t任务\t单位" for _ in range(6_000))
    texts["引用深.md"] = "> " * 5_000 + "甲"
    texts["列表深.md"] = "\n".join(" " * (2 * n) + "- 甲" for n in range(1_000))
    texts["标题深.md"] = "\n".join("#" * (n % 9) + " 甲" for n in range(6_000))
    texts["竖表.md"] = "|甲|乙|\n|-|-|\n" + "|1|2|\n" * 6_000
    texts["网页.md"] = "<table>" + "<tr><td>甲" * 20_000
    return texts


def _bytes() -> dict[str, Make]:
    noise = random.Random(7)
    return {
        "一行二十兆.txt": lambda: ("甲乙丙丁戊己，庚辛壬癸。" * 555_000).encode(),
        "五十一兆.txt": lambda: b"a" * (51 * 1024**2),
        "有零.txt": lambda: HEAD.encode() + b"\0" * 5,
        "零.txt": lambda: bytes(100_000),
        "半个字.txt": lambda: HEAD.encode("utf-16") + b"\x3d\xd8" * 500,
        "半个字八.txt": lambda: HEAD.encode() + "\ud83d\udc00".encode("utf-8", "surrogatepass") * 10,
        "半个字三二.txt": lambda: b"\xff\xfe\0\0" + HEAD.encode("utf-32-le"),
        "控制字符.txt": lambda: HEAD.encode() + bytes(range(1, 32)) * 3,
        "混编码.txt": lambda: HEAD.encode() + HEAD.encode("gb18030"),
        "乱.txt": lambda: noise.randbytes(500_000),
        "乱字.txt": lambda: "".join(chr(noise.randrange(0x4E00, 0x9FA5)) for _ in range(200_000)).encode(),
        "零宽.txt": lambda: (HEAD + "\u200b\u200d\ufeff\u2060" * 50_000).encode(),
        "分行符.txt": lambda: "\u2028\u2029\x85\x0b\x0c\r\r\n".join([HEAD] * 100).encode(),
        "一字.txt": lambda: "甲".encode(),
        "一空.txt": lambda: b" ",
        "假.pdf": lambda: b"%PDF-1.7\n" + noise.randbytes(1000),
        "假.rtf": lambda: b"{\\rtf1" + b"{" * 100_000,
        "假.wps": lambda: noise.randbytes(5000),
        "壳.xml": lambda: b"<?xml version='1.0'?>" + b"<a>" * 50_000,
        "信.mht": lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n" + b"--x\n" * 10_000,
    }


def files() -> dict[str, Make]:
    """Each with the function that makes its bytes."""
    made = {name: (lambda text=text: text.encode()) for name, text in _texts().items()}
    return {**made, **_bytes()}

"""Ten common jobs, key by key: here and as offices do them in Word or WPS and Excel; both counted by one rule.

A script is a line of tokens. `Ctrl+K` are two keys, `Shift+↓×3` is Shift held while ↓ is pressed three times: four.
“…” is typed text, its characters counted apart, alike on both sides. `单击（…）` is a click, `拖（…）` a drag.
`python -m tests.journeys.keystrokes` prints the page of help.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import chain

from tests.journeys.keystroke_jobs import JOBS, Job

_TOKEN = re.compile(
    r"“(?P<text>[^”]*)”|(?P<held>(?:Ctrl|Shift)\+)?(?P<mouse>单击|双击|拖)（(?P<at>[^）]*)）"
    r"|(?P<keys>[^\s“”（）]+?)(?:×(?P<times>\d+))?(?=\s|$)"
)
_CLICKS = {"单击": 1, "双击": 2, "拖": 1}


@dataclass(frozen=True)
class Token:
    """One thing done: a text typed, keys held together with the last pressed `times`, or the mouse `at` a place.

    With the mouse `keys` are those that are held.
    """

    text: str = ""
    keys: tuple[str, ...] = ()
    times: int = 1
    mouse: str = ""
    at: str = ""

    @property
    def count(self) -> Count:
        """What it costs."""
        if self.text:
            return Count(characters=len(self.text))
        if self.mouse:
            return Count(keys=len(self.keys), clicks=_CLICKS[self.mouse])
        return Count(keys=len(self.keys) - 1 + self.times)


@dataclass(frozen=True)
class Count:
    """Keys that are no text, clicks, and characters of text."""

    keys: int = 0
    clicks: int = 0
    characters: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.keys + other.keys, self.clicks + other.clicks, self.characters + other.characters)

    @property
    def acts(self) -> int:
        """Keys and clicks together."""
        return self.keys + self.clicks


def read_script(script: str) -> list[Token]:
    """The tokens of a script. Raises ValueError at what is none."""
    tokens, place = [], 0
    for found in _TOKEN.finditer(script):
        if script[place : found.start()].strip():
            raise ValueError(script[place : found.start()])
        place = found.end()
        if found["mouse"]:
            held = (found["held"].rstrip("+"),) if found["held"] else ()
            tokens.append(Token(keys=held, mouse=found["mouse"], at=found["at"]))
        elif found["keys"]:
            tokens.append(Token(keys=tuple(found["keys"].split("+")), times=int(found["times"] or 1)))
        else:
            tokens.append(Token(text=found["text"]))
    if script[place:].strip():
        raise ValueError(script[place:])
    return tokens


def count_script(script: str) -> Count:
    """What a script costs."""
    return sum((token.count for token in read_script(script)), Count())


def count_office(job: Job) -> Count:
    """What a job costs in Word or WPS and Excel, all places together."""
    return sum((count_script(script) for _, script in job.office), Count())


def table() -> str:
    """The table of all jobs."""
    lines = ["| 做什么 | 方案工作台 | WPS/Word＋Excel |", "|---|---|---|"]
    sums = [Count(), Count()]
    for number, job in enumerate(JOBS, start=1):
        counts = [count_script(job.ours), count_office(job)]
        sums = [whole + one for whole, one in zip(sums, counts, strict=True)]
        lines.append(f"| {number}. {job.title} | {_words(counts[0])} | {_words(counts[1])} |")
    lines.append(f"| 合计 | {_words(sums[0])} | {_words(sums[1])} |")
    return "\n".join(lines)


def steps() -> str:
    """How each job is done, both ways."""
    return "\n\n".join(chain.from_iterable(_job(number, job) for number, job in enumerate(JOBS, start=1)))


def _job(number: int, job: Job) -> list[str]:
    office = "\n".join(f"- {where}：{script}" for where, script in job.office)
    return [f"## {number}. {job.title}", f"- 方案工作台：{job.ours}\n{office}", job.keeps]


def _words(count: Count) -> str:
    clicks = f"＋点{count.clicks}次" if count.clicks else ""
    return f"{count.keys}键{clicks}，{count.characters}字"


def page() -> str:
    """The page of help."""
    return _PAGE.format(table=table(), steps=steps())


_PAGE = """# 少按多少键

一天里最常做的十件事，在这里各要按几个键，\
照原来正文用 WPS（或 Word）、任务分解表和矩阵用 Excel 的做法又要按几个键。两边都按熟手最短的办法数。

{table}

## 怎么数

- 按一下算一键，`Ctrl+K` 算两键；按住 Shift 连按三次 ↓，算四键。鼠标点一下、拖一次各算一次。
- 打进去的文字另数，一个汉字算一字，两边一样；输入法选字不算。
- 起点两边相同：正文开着，光标在开头，Excel 在另一个窗口开着，\
任务分解表和矩阵是同一个工作簿的两张表，查找过的文字还在查找框里。
- 照顾 WPS 一边：标题用自动编号，滚动、找位置不算，存盘不算。这里自动保存。
- 打印对话框里的回车两边都算。查单位打印那一件，算上打字两边一样多；附表格子里有好几条、只改其中一条的，\
WPS 反而少按两键。

{steps}

还可以看：[快捷键一览](shortcuts.md)、[查找或执行](palette.md)。
"""

if __name__ == "__main__":
    sys.stdout.write(page())

"""The layout profile (版式): what an office may set differently, with the figures of GB/T 9704-2012 as defaults.

A profile is data: it stands in the plan file, goes to other offices as a JSON file, and the checker of Word files reads
the same one.
"""

from __future__ import annotations

import dataclasses
import json
import types
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.errors import InputError

FORMAT = "fangan-layout/1"
_TEXT_MOST = 60


class Face(StrEnum):
    """What a font is used for; the standard names styles only."""

    TITLE = "title"  # 小标宋, 7.3.1
    BODY = "body"  # 仿宋, 5.2.2
    HEAD = "head"  # 黑体, 7.3.3 level 1, 7.3.7 label, table headers
    KAI = "kai"  # 楷体, 7.3.3 level 2, stage mark
    SONG = "song"  # 宋体, 7.5 page number


class SidePageNumber(StrEnum):
    """Where a landscape page has its number: turned at the left edge (clause 8), or in the footer as other pages do."""

    SIDE = "side"
    FOOTER = "footer"


class MatrixMarks(StrEnum):
    """How the matrix tells roles: ●○△ with a legend, or words."""

    SIGNS = "signs"
    WORDS = "words"


class Ending(StrEnum):
    """How a plan is signed: not at all, 署名 and date without a seal (7.3.5.2), or with room for one (7.3.5.1)."""

    NONE = "none"
    PLAIN = "plain"
    SEALED = "sealed"


def figure(default: float, least: float, most: float) -> Any:
    """A number with its bounds."""
    return field(default=default, metadata={"least": least, "most": most})


@dataclass(frozen=True)
class PageProfile:
    """Paper A4; lengths in mm (5.1, 5.2.1), lines and characters of a page (5.2.2)."""

    top: float = figure(37, 15, 60)
    binding: float = figure(28, 15, 50)
    frame_width: float = figure(156, 100, 180)
    frame_height: float = figure(225, 180, 260)
    lines: int = figure(22, 15, 40)
    chars: int = figure(28, 20, 45)
    mirrored: bool = True
    side_number: SidePageNumber = SidePageNumber.SIDE
    dash_below: float = figure(7, 3, 15)  # 7.5


@dataclass(frozen=True)
class FontProfile:
    """Font names by use; the standard names styles only."""

    title: str = "方正小标宋简体"
    body: str = "仿宋_GB2312"
    head: str = "黑体"
    kai: str = "楷体_GB2312"
    song: str = "宋体"
    latin: str = "Times New Roman"


@dataclass(frozen=True)
class SizeProfile:
    """Sizes in points: 2号 22, 3号 16, 4号 14, 小四 12, 五号 10.5, 小五 9."""

    title: float = figure(22, 14, 36)
    body: float = figure(16, 10.5, 22)
    page_number: float = figure(14, 9, 18)
    imprint: float = figure(14, 9, 18)
    title_line: float = figure(35, 20, 60)  # distance of title lines


@dataclass(frozen=True)
class HeadingProfile:
    """Headings by level: face, and whether bold (7.3.3; the standard says nothing of bold)."""

    level1: Face = Face.HEAD
    level2: Face = Face.KAI
    level3: Face = Face.BODY
    level4: Face = Face.BODY
    bold2: bool = False
    bold3: bool = False

    def face(self, level: int) -> Face:
        """The face of a level from 1; deeper ones look as the fourth does."""
        return (self.level1, self.level2, self.level3, self.level4)[min(level, 4) - 1]

    def is_bold(self, level: int) -> bool:
        """Whether a level is set bold."""
        return (level == 2 and self.bold2) or (level == 3 and self.bold3)


@dataclass(frozen=True)
class TableProfile:
    """Tables (practice): sizes in points, lengths in mm, rules in points."""

    head_size: float = figure(12, 7.5, 16)
    head_size_dense: float = figure(10.5, 7.5, 16)
    body_size: float = figure(12, 7.5, 16)
    body_size_small: float = figure(10.5, 7.5, 16)
    body_size_least: float = figure(9, 7.5, 16)
    line_factor: float = figure(1.3, 1, 2)
    rule: float = figure(0.5, 0.25, 3)
    outer_rule: float = figure(0.5, 0.25, 3)
    split_rows_over: float = figure(60, 20, 200)
    centre_up_to: int = figure(6, 0, 20)
    repeat_header: bool = True
    blank_cell: str = ""


@dataclass(frozen=True)
class WordProfile:
    """Words an office chooses. `appendix_word` empty: as the plan's own labels have it (附件, 附表)."""

    appendix_word: str = ""
    lead: str = "牵头单位"
    support: str = "配合单位"
    responsible: str = ""
    deadline: str = "完成时限"
    matrix_marks: MatrixMarks = MatrixMarks.SIGNS


@dataclass(frozen=True)
class PartProfile:
    """Which parts of an official document stand on the paper."""

    letterhead: bool = False
    addressees: bool = False
    annex_note: bool = True
    ending: Ending = Ending.NONE
    imprint: bool = False
    stage_mark: bool = True


@dataclass(frozen=True)
class TaskColumnsProfile:
    """Which columns 任务分解表 has beside 重点任务 and the units."""

    number: bool = True
    measure: bool = True
    deadline: bool = True
    remark: bool = False


@dataclass(frozen=True)
class LayoutProfile:
    """Everything an office may set."""

    name: str = "国标 GB/T 9704—2012"
    page: PageProfile = PageProfile()
    fonts: FontProfile = FontProfile()
    sizes: SizeProfile = SizeProfile()
    headings: HeadingProfile = HeadingProfile()
    tables: TableProfile = TableProfile()
    words: WordProfile = WordProfile()
    parts: PartProfile = PartProfile()
    task_columns: TaskColumnsProfile = TaskColumnsProfile()


STANDARD = LayoutProfile()


def profile_to_json(profile: LayoutProfile) -> str:
    """The profile as the text of a file that offices exchange."""
    data = {"format": FORMAT, **dataclasses.asdict(profile)}
    return json.dumps(data, ensure_ascii=False, indent=1)


def profile_from_json(text: str) -> LayoutProfile:
    """The profile behind a text; what it does not name is as the standard has it. An empty text is the standard.

    Raises InputError when it is no profile, or names a figure out of its bounds.
    """
    if not text.strip():
        return STANDARD
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _refused("内容不是版式文件", repr(error)) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise _refused("内容不是版式文件")
    read: LayoutProfile = _read(LayoutProfile, {key: one for key, one in data.items() if key != "format"}, "")
    return read


def _read(kind: Any, data: Mapping[str, Any], path: str) -> Any:
    hints = get_type_hints(kind)
    known = {one.name: one for one in fields(kind)}
    for key in data:
        if key not in known:
            raise _refused(f"不认识“{path}{key}”")
    values = {}
    for key, given in data.items():
        bounds = known[key].metadata
        values[key] = _value(hints[key], given, f"{path}{key}", bounds)
    return kind(**values)


def _value(kind: Any, given: Any, path: str, bounds: Mapping[str, float]) -> Any:
    if get_origin(kind) in (Union, types.UnionType):
        kind = get_args(kind)[0]
    if dataclasses.is_dataclass(kind):
        if not isinstance(given, dict):
            raise _refused(f"“{path}”应是一组设置")
        return _read(kind, given, f"{path}.")
    if issubclass(kind, StrEnum):
        if given not in [one.value for one in kind]:
            raise _refused(f"“{path}”不能是“{given}”")
        return kind(given)
    if kind is bool or kind is str:
        if not isinstance(given, kind) or len(str(given)) > _TEXT_MOST:
            raise _refused(f"“{path}”的值不合适")
        return given
    if isinstance(given, bool) or not isinstance(given, int if kind is int else (int, float)):
        raise _refused(f"“{path}”应是数字")
    if not bounds["least"] <= given <= bounds["most"]:
        raise _refused(f"“{path}”应在 {bounds['least']:g} 到 {bounds['most']:g} 之间，现为 {given:g}")
    return kind(given)


def _refused(what: str, detail: str = "") -> InputError:
    return InputError("bad_layout", f"这个版式不能用：{what}。", "请换一个版式文件，或恢复为国标版式。", detail)

"""Columns of a 任务分解表 in any wording and order, and the units that its cells name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

from domain.duty_clause import parse_clause, split_names
from domain.tables import TableSpec, match_spec
from domain.text import comparison_key, strip_spaces, trim
from domain.units import Role

_BRACKETS = re.compile(r"[（(][^（()）]*[）)]")
_BODIES = ("单位", "部门", "主体", "机构", "处室", "科室", "责任分工", "任务分工", "职责分工")
_LEAD_WORDS = ("牵头", "主办", "主责")
_SUPPORT_WORDS = ("配合", "协办", "参与", "参加", "协同", "支持", "协作")
_RESPONSIBLE_WORDS = ("责任", "落实", "承办", "实施", "完成", "负责", "分工", "承担", "执行", "推进")
_PERSONS = ("人", "领导", "电话", "联系方式")
_DEADLINE = re.compile(
    r"时限|期限|完成(?:时间|日期|节点)|时间(?:节点|要求|进度|安排|表)|办结|截止|进度(?:安排|要求|计划)|起止时间|实施时间|^时间$"
)
_CATEGORY = re.compile(r"类别|分类|领域|板块|方面|类型|(?:任务|工作|行动)名目|专项|篇章|章节|维度|一级")
_TASK = re.compile(r"任务|事项|行动|工程|工作(?!内容|措施|举措|要求|标准|成效)|二级")
_MEASURE = re.compile(r"举措|措施|内容|要点|做法|路径|分解|细化|具体|工作要求|三级")
_PROJECT = re.compile(r"项目")
_STATE = re.compile(
    r"(?:工作|任务|目前|当前|最新)?进展(?:情况|状态)?|(?:任务|工作)?(?:完成|推进)(?:情况|状态)|(?:当前|工作|任务)?状态"
)
_NOTE = re.compile(r"备注(?:说明)?")
_NUMBERS = {"序号", "编号", "项次", "序", "no", "no."}
_TASK_TITLE = re.compile(r"任务|分工|责任清单|责任分解|重点工作|工作清单|举措清单|行动清单")
_ROLE_WORDS = "牵头|配合|负责|会同|主办|协办|参与|责任单位|落实单位"
_NOTHING = {"", "/", "\\", "-", "--", "—", "——", "―", "无", "暂无"}
_AND_OTHERS = re.compile(r"等(?:(?:各)?(?:有关|相关))?(?:单位|部门|地区|区)?$")
_IN_BRACKETS = re.compile(r"[（(](牵头|主办|主责|配合|协办|参与)(?:单位|部门)?[）)]$")
_FIRST_LEADS = re.compile(
    r"(?:第一|首|前)[个位家]?(?:责任)?(?:单位|部门)?[^（()）]*牵头|排(?:名|序)?(?:在)?(?:第一|首|前)"
)
_ENDS_OF_NAMES = "局委办厅部处院所司心府会区县市镇乡道团行学校业位队站社盟署馆科室组库台城园厂店"


class Field(StrEnum):
    """What a column of a task table tells."""

    NUMBER = "number"
    CATEGORY = "category"
    TASK = "task"
    MEASURE = "measure"
    LEAD = "lead"
    SUPPORT = "support"
    RESPONSIBLE = "responsible"
    DEADLINE = "deadline"
    STATE = "state"
    NOTE = "note"
    EXTRA = "extra"


_BESIDE = (Field.EXTRA, Field.STATE, Field.NOTE)
DUTY_FIELDS = {Field.LEAD: Role.LEAD, Field.SUPPORT: Role.SUPPORT, Field.RESPONSIBLE: Role.RESPONSIBLE}


def is_task_table(paths: Sequence[tuple[str, ...]], title: str, specs: Sequence[TableSpec]) -> bool:
    """Whether headers and title are those of a task table, and not those of a table the program knows."""
    if match_spec(paths, specs):
        return False
    fields = task_fields(paths, title)
    if Field.TASK not in fields or not any(field in DUTY_FIELDS for field in fields):
        return False
    headers = "".join(part for path in paths for part in path)
    if re.search("任务|举措", headers):
        return True
    # A list of projects with their investments and owners is no list of tasks, whatever its title says.
    is_mostly_other = sum(field in _BESIDE for field in fields) * 2 >= len(fields)
    return _TASK_TITLE.search(strip_spaces(title)) is not None and not is_mostly_other


def task_fields(paths: Sequence[tuple[str, ...]], title: str = "") -> list[Field]:
    """What each column tells; one of them is the task, where any could be."""
    fields = [_plain_field(path) for path in paths]
    open_places = [place for place, field in enumerate(fields) if field in (Field.TASK, Field.MEASURE)]
    if not open_places and _TASK_TITLE.search(title):
        open_places = [
            place
            for place, field in enumerate(fields)
            if field is Field.EXTRA and _PROJECT.search(strip_spaces(paths[place][-1]))
        ][:1]
    if not open_places:
        return fields
    tasks = [place for place in open_places if fields[place] is Field.TASK]
    first = tasks[0] if tasks else open_places[0]
    measures = [place for place in open_places if place != first and fields[place] is Field.MEASURE]
    measures = measures or [place for place in open_places if place > first]
    for place in open_places:
        fields[place] = Field.EXTRA
    fields[first] = Field.TASK
    if measures:
        fields[measures[0]] = Field.MEASURE
    return fields


def _plain_field(path: tuple[str, ...]) -> Field:
    own = _BRACKETS.sub("", strip_spaces(path[-1]))
    whole = _BRACKETS.sub("", strip_spaces("".join(path)))
    if comparison_key(own) in _NUMBERS:
        return Field.NUMBER
    duty = _duty_field(own, whole)
    if duty is not None:
        return duty
    if own.endswith(_PERSONS):
        return Field.EXTRA
    for pattern, field in ((_STATE, Field.STATE), (_NOTE, Field.NOTE)):
        if pattern.fullmatch(own):
            return field
    if _DEADLINE.search(own) or (_DEADLINE.search(whole) and not _MEASURE.search(own)):
        return Field.DEADLINE
    if _CATEGORY.search(own):
        return Field.CATEGORY
    if _MEASURE.search(own):
        return Field.MEASURE
    return Field.TASK if _TASK.search(own) else Field.EXTRA


def _duty_field(own: str, whole: str) -> Field | None:
    is_body = own.endswith(_BODIES) or (whole != own and any(body in whole for body in _BODIES))
    if not is_body or "计量" in own or own in ("单位", "企业单位"):
        is_short = own in ("牵头", "配合", "主办", "协办", "责任分工", "分工")
        if not is_short:
            return None
    leads, supports = any(word in own for word in _LEAD_WORDS), any(word in own for word in _SUPPORT_WORDS)
    if leads and not supports and "责任" not in own.replace("牵头责任", ""):
        return Field.LEAD
    if supports and not leads:
        return Field.SUPPORT
    if leads or supports or any(word in own for word in _RESPONSIBLE_WORDS) or own in ("部门", "处室", "科室"):
        return Field.RESPONSIBLE
    return None


def first_one_leads(header: str) -> bool:
    """Whether a header says that the first unit of a cell leads: 责任单位（排第一的为牵头单位）."""
    return _FIRST_LEADS.search(strip_spaces(header)) is not None


def is_nothing(text: str) -> bool:
    """Whether a cell says that there is none: /, —, 无, or nothing at all."""
    return strip_spaces(text) in _NOTHING


def units_in(text: str, role: Role, *, first_leads: bool = False) -> dict[Role, list[str]]:
    """The unit names in a cell by role; its own role words (牵头单位：, （牵头）, …牵头) go before the column's."""
    if is_nothing(text):
        return {}
    clause = _own_roles(text)
    if clause is not None:
        return clause
    named: dict[Role, list[str]] = {}
    names = list(_names(text))
    marked = any(_IN_BRACKETS.search(name) for name in names)
    for place, name in enumerate(names):
        mark = _IN_BRACKETS.search(name)
        bare = trim(_IN_BRACKETS.sub("", name))
        own = role
        if mark:
            own = Role.LEAD if mark.group(1) in _LEAD_WORDS else Role.SUPPORT
        elif (marked or first_leads) and role is Role.RESPONSIBLE:
            own = Role.LEAD if first_leads and not marked and place == 0 else Role.SUPPORT
        if bare and bare not in [known for group in named.values() for known in group]:
            named.setdefault(own, []).append(bare)
    return named


def others_in(text: str) -> list[str]:
    """The words behind names that stand for units not named: 等, 等有关单位."""
    found = [_AND_OTHERS.search(trim(piece)) for piece in re.split(r"[；;/\n]", text)]
    return [match.group(0) for match in found if match]


def _own_roles(text: str) -> dict[Role, list[str]] | None:
    if not re.search(_ROLE_WORDS, text) or re.search(r"[（(]牵头", text):
        return None
    flat = "；".join(trim(line).rstrip("；;。") for line in text.split("\n") if trim(line))
    # A line may break between two roles, or inside the words of one.
    if not all(re.search(_ROLE_WORDS, line) for line in text.split("\n") if trim(line)):
        flat = "".join(_whole_lines(text))
    parsed = parse_clause(f"（{flat}）") or parse_clause(flat)
    if parsed is None:
        return None
    cleaned = {role: [name for one in names for name in _names(one)] for role, names in parsed.names.items()}
    return {role: names for role, names in cleaned.items() if names}


def _names(text: str) -> Iterable[str]:
    """Names parted by 、，；, line breaks, slashes, and blanks between whole names."""
    for line in _whole_lines(text):
        for piece in re.split(r"[；;/]", line.rstrip("。")):
            for name in split_names(trim(piece)):
                yield from (
                    found
                    for part in _at_blanks(trim(name))
                    if (found := trim(_AND_OTHERS.sub("", re.sub(r"^[0-9]+[.．、]\s*", "", part))))
                    and not is_nothing(found)
                )


def _at_blanks(text: str) -> list[str]:
    parts = [part for part in re.split(r"[ \t\u3000]+", text) if part]
    return parts if len(parts) > 1 and all(part[-1] in _ENDS_OF_NAMES for part in parts) else ["".join(parts)]


def _whole_lines(text: str) -> list[str]:
    """The lines of a cell; one that breaks inside a name is joined with the next."""
    lines: list[str] = []
    for line in (trim(line) for line in text.split("\n")):
        is_rest = line.startswith(("（", "("))
        if lines and line and (is_rest or lines[-1][-1] not in _ENDS_OF_NAMES + "、，,；;。）)"):
            lines[-1] += line
        elif line:
            lines.append(line)
    return lines

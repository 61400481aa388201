"""The history read for people: what an operation changed, in their words, and the way back to a point in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Mapping
from dataclasses import dataclass

from db.database import Database
from db.history_names import Image, Names
from db.journal import load_changes
from db.rows import item_from_row
from db.store import Store
from domain.changes import ChangeSet, RowChange
from domain.labels import (
    CHAIN_POSITION_LABELS,
    COLUMN_KIND_LABELS,
    NODE_KIND_LABELS,
    PART_BODY,
    PART_PLAN,
    REMARK_KIND_LABELS,
    ROLE_LABELS,
    STAGE_LABELS,
    TASK_STATE_LABELS,
    TASK_STATE_WORD,
)
from domain.numbering import NumberStyle, format_label
from domain.spots import Spot
from domain.units import Role

_MOST = 200
_ORDER = "order"
_PLAN_FIELDS = {
    "title": "方案标题",
    "stage": "稿次",
    "stage_mark": "稿次",
    "document_number": "发文字号",
    "issuing_authority": "发文机关",
    "issued_on": "成文日期",
    "layout": "版式",
    "addressees": "主送机关",
    "copied_to": "抄送机关",
    "classification": "密级",
    "urgency": "紧急程度",
    "signer": "签发人",
    "printed_by": "印发机关",
    "printed_on": "印发日期",
    "annotation": "附注",
    "role_word": "责任单位的叫法",
}
_NODE_FIELDS = {
    "title": "标题",
    "kind": "类别",
    "deadline": "完成时限",
    "style": "序号样式",
    "state": TASK_STATE_WORD,
    "note": "备注",
}
_UNIT_FIELDS = {"name": "单位名称", "full_name": "单位全称", "aliases": "单位别名"}
_TABLE_FIELDS = {"label": "附表编号", "title": "附表标题", "unit_line": "附表的计量单位", "notes": "附表的注"}
_COLUMN_FIELDS = {"path": "列名", "kind": "列的类别", "width": "列宽"}
_ENTERPRISE_FIELDS = {"name": "企业名称", "chain_position": "企业环节", "district": "企业所在地", "aliases": "企业别名"}
_JOINTS = {"aliases": "、", "notes": "\n", "path": " / "}  # columns that hold a JSON array of texts
_ORDER_WORDS = {
    "outline_node": "标题",
    "unit": "单位",
    "duty": "责任单位",
    "appendix_table": "附表",
    "appendix_column": "附表的列",
    "appendix_row": "附表的行",
}
_VALUE_WORDS: Mapping[str, Mapping[str, str]] = {
    "stage": {stage.value: label for stage, label in STAGE_LABELS.items()},
    "kind": {**NODE_KIND_LABELS, **COLUMN_KIND_LABELS},
    "chain_position": CHAIN_POSITION_LABELS,
    "state": TASK_STATE_LABELS,
    "style": {style.value: format_label(style, 1).strip() for style in NumberStyle},
}


@dataclass(frozen=True)
class HistoryLine:
    """One place that an operation changed; an empty `before` means it was new, an empty `after` that it went,
    both that it only moved."""

    place: str
    before: str
    after: str
    spot: Spot


@dataclass(frozen=True)
class OperationDetail:
    """What an operation changed, in the order it did; `more` counts the places beyond the first `lines`."""

    lines: tuple[HistoryLine, ...]
    more: int = 0


def undo_to(store: Store, operation_id: int) -> Generator[ChangeSet]:
    """Undo an operation and every one after it, newest first; each step is committed when it is given."""
    while (step := store.next_undo()) is not None and step.id >= operation_id:
        yield store.undo()


def redo_to(store: Store, operation_id: int) -> Generator[ChangeSet]:
    """Redo every undone operation up to one, oldest first; each step is committed when it is given."""
    while (step := store.next_redo()) is not None and step.id <= operation_id:
        yield store.redo()


def describe_operation(db: Database, operation_id: int, most: int = _MOST) -> OperationDetail:
    """What an operation changed, place by place; steps merged into it count as one."""
    groups: dict[tuple[str, object], list[RowChange]] = {}
    for change in _net(load_changes(db, operation_id)):
        groups.setdefault((change.table, _group(change)), []).append(change)
    if any(group != _ORDER for _, group in groups):  # what moved aside for something else is not worth a word
        groups = {key: changes for key, changes in groups.items() if key[1] != _ORDER}
    names = Names(db)
    lines: list[HistoryLine] = []
    shown = 0
    for (table, group), changes in groups.items():
        if len(lines) >= most:
            break
        shown += 1
        if group == _ORDER:
            lines.append(HistoryLine(f"{_ORDER_WORDS[table]}的先后（{len(changes)} 处）", "", "", Spot()))
        elif (describe := _DESCRIBERS.get(table)) is not None:
            lines += describe(names, changes)
    return OperationDetail(tuple(lines[:most]), len(groups) - shown)


def _net(changes: Iterable[RowChange]) -> list[RowChange]:
    """One change a row: from what it was before the first to what it was after the last."""
    rows: dict[tuple[str, int], RowChange] = {}
    for change in changes:
        key = (change.table, change.row_id)
        before = rows[key].before if key in rows else change.before
        rows[key] = RowChange(change.table, change.row_id, before, change.after)
    return [change for change in rows.values() if _changed(change) - {"version"}]


def _group(change: RowChange) -> object:
    """What belongs into one line: the paragraphs of a heading, the items of a cell, rows that only changed places."""
    image = _either(change)
    if change.table == "paragraph":
        return image["node_id"]
    if change.table == "cell_item":
        return (image["row_id"], image["column_id"])
    if change.table in _ORDER_WORDS and _changed(change) <= {"seq", "version"}:
        return _ORDER
    return change.row_id


def _changed(change: RowChange) -> set[str]:
    if change.before is None and change.after is None:
        return set()
    if change.before is None or change.after is None:
        return {"*"}
    return {name for name, value in change.after.items() if change.before.get(name) != value}


def _either(change: RowChange) -> Image:
    image = change.after if change.after is not None else change.before
    assert image is not None
    return image


def _fields(changes: Iterable[RowChange], words: Mapping[str, str], place: str, spot: Spot) -> list[HistoryLine]:
    """A line for each named column that changed."""
    lines = []
    for change in changes:
        for name, word in words.items():
            before, after = (_spelled(image, name) for image in (change.before, change.after))
            if before != after:
                lines.append(HistoryLine(f"{place} {word}".strip(), before, after, spot))
    return lines


def _spelled(image: Image | None, name: str) -> str:
    value = "" if image is None or image.get(name) is None else str(image[name])
    if name in _JOINTS:
        return _JOINTS[name].join(json.loads(value)) if value else ""
    return _VALUE_WORDS.get(name, {}).get(value, value)


def _plan(_names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    return _fields(changes, _PLAN_FIELDS, "", Spot())


def _node(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    change = changes[0]
    spot = Spot(node=change.row_id)
    if change.before is None or change.after is None:
        image = _either(change)
        word = NODE_KIND_LABELS[image["kind"]]
        was, now = ("", image["title"]) if change.before is None else (image["title"], "")
        return [HistoryLine(word, was, now or ("（无标题）" if change.before is None else ""), spot)]
    place = names.heading(change.row_id)
    lines = _fields(changes, _NODE_FIELDS, place, spot)
    if change.before["parent_id"] != change.after["parent_id"]:
        was, now = (_above(names, image) for image in (change.before, change.after))
        lines.append(HistoryLine(f"{place} 上级", was, now, spot))
    return lines


def _above(names: Names, image: Image) -> str:
    return "（最高一级）" if image["parent_id"] is None else names.heading(image["parent_id"])


def _paragraphs(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    node_id = _either(changes[0])["node_id"]
    before, after = (_joined(images, "text") for images in _images(changes))
    return [HistoryLine(f"{names.heading(node_id)} {PART_BODY}", before, after, Spot(node=node_id))]


def _items(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    image = _either(changes[0])
    place, spot = names.row(image["row_id"])
    path = json.loads(names.image("appendix_column", image["column_id"]).get("path", "[]"))
    before, after = ("\n".join(item_from_row(one).printed for one in images) for images in _images(changes))
    full = Spot(table=spot.table, row=spot.row, column=image["column_id"])
    return [HistoryLine(f"{place} {path[-1] if path else ''}".strip(), before, after, full)]


def _images(changes: Iterable[RowChange]) -> tuple[list[Image], list[Image]]:
    """The rows before and after, each in their order in the plan."""
    changes = list(changes)
    before = [change.before for change in changes if change.before is not None]
    after = [change.after for change in changes if change.after is not None]
    return sorted(before, key=_seq), sorted(after, key=_seq)


def _seq(image: Image) -> int:
    return int(image["seq"])


def _joined(images: Iterable[Image], name: str) -> str:
    return "\n".join(str(image[name]) for image in images)


def _unit(_names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    return _fields(changes, _UNIT_FIELDS, "", Spot(unit=changes[0].row_id))


def _duty(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    change = changes[0]
    image = _either(change)
    before, after = (_role(one) for one in (change.before, change.after))
    place = f"{names.heading(image['node_id'])} {names.unit(image['unit_id'])}"
    return [HistoryLine(place, before, after, Spot(node=image["node_id"], unit=image["unit_id"]))]


def _role(image: Image | None) -> str:
    return "" if image is None else ROLE_LABELS[Role(image["role"])]


def _table(_names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    return _fields(changes, _TABLE_FIELDS, "", Spot(table=changes[0].row_id))


def _column(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    image = _either(changes[0])
    label = names.image("appendix_table", image["table_id"]).get("label", "附表")
    spot = Spot(table=image["table_id"], column=changes[0].row_id)
    if changes[0].before is None or changes[0].after is None:
        return _fields(changes, {"path": "一列"}, str(label), spot)
    return _fields(changes, _COLUMN_FIELDS, f"{label} {json.loads(image['path'])[-1]}", spot)


def _remark(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    image = _either(changes[0])
    place, spot = names.heading(image["node_id"]), Spot(node=image["node_id"])
    if image["row_id"] is not None:
        place, spot = names.row(image["row_id"])
    elif image["node_id"] is None:
        place = PART_PLAN
    return _fields(changes, {"text": REMARK_KIND_LABELS[image["kind"]]}, place, spot)


def _row(names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    place, spot = names.row(changes[0].row_id)
    if changes[0].before is None:
        return [HistoryLine(place, "", "一行", spot)]
    if changes[0].after is None:
        return [HistoryLine(place, "一行", "", spot)]
    return []


def _enterprise(_names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    return _fields(changes, _ENTERPRISE_FIELDS, "", Spot())


def _source(_names: Names, changes: list[RowChange]) -> list[HistoryLine]:
    change = changes[0]
    return [HistoryLine("导入的原稿", "", str(_either(change)["name"]), Spot())] if change.after is not None else []


def _named(word: str, name: str) -> Callable[[Names, list[RowChange]], list[HistoryLine]]:
    """Tell of a row by one of its columns."""

    def describe(_: Names, changes: list[RowChange]) -> list[HistoryLine]:
        before, after = (str(image[name]) if image else "" for image in (changes[0].before, changes[-1].after))
        return [HistoryLine(word, before, after, Spot())]

    return describe


_DESCRIBERS: Mapping[str, Callable[[Names, list[RowChange]], list[HistoryLine]]] = {
    "plan": _plan,
    "outline_node": _node,
    "paragraph": _paragraphs,
    "unit": _unit,
    "duty": _duty,
    "appendix_table": _table,
    "appendix_column": _column,
    "appendix_row": _row,
    "cell_item": _items,
    "enterprise": _enterprise,
    "source_document": _source,
    "remark": _remark,
    "plan_version": _named("版本", "name"),
    "muted_rule": _named("停用检查的理由", "reason"),
    "collection_form": _named("征集表", "title"),
    "submission": _named("回收的文件", "file"),
}

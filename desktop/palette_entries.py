"""What the command palette can find: commands, and everything of a plan that one can go to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.models.navigation_model import Place
from desktop.views.view_commands import shortcut_text
from domain.enterprises import Enterprise
from domain.exchange import PlanContent
from domain.labels import CHAIN_POSITION_LABELS, NODE_KIND_LABELS, PART_BODY, PART_MATRIX, ROLE_LABELS
from domain.outline import NodeKind, PlacedNode
from domain.plan_findings import PlanFinding
from domain.spots import Spot
from domain.tables import AppendixTable, ColumnKind, TableRow
from domain.units import Role, Unit

_LONGEST_ABOVE = 12
# A row is found by what its cells begin with; nobody remembers the four hundredth character of a cell.
_LONGEST_CELL = 120


class Group(Enum):
    """Under which heading a result stands, in the order of equally good ones."""

    RECENT = "最近用过"
    COMMANDS = "命令"
    HEADINGS = "章节与任务"
    UNITS = "单位"
    ROWS = "附表的行"
    ENTERPRISES = "企业"
    SETTINGS = "设置"
    FILES = "最近的文件"
    FINDINGS = "提示"


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to find. `body` is searched behind the title; `detail` and `keys` stand at the right.

    Of `action`, `call`, `path` and `place` one says what Enter does; `other` is the place Ctrl+Enter goes to instead.
    """

    group: Group
    key: str
    title: str
    icon: str
    body: str = ""
    detail: str = ""
    keys: str = ""
    action: QAction | None = None
    call: Callable[[], object] | None = None
    path: Path | None = None
    spot: Spot | None = None
    place: str = ""
    other: str = ""
    reason: str = ""

    @property
    def text(self) -> str:
        """What a query is compared with."""
        return f"{self.title}　{self.body}" if self.body else self.title


def command_entries(
    actions: Iterable[QAction],
    reason: Callable[[QAction], str],
    menus: Mapping[QAction, QMenu],
    group: Group = Group.COMMANDS,
) -> Iterator[Entry]:
    """Commands, those of a submenu one by one (类型：任务); `menus` are the submenus by the action that opens each."""
    for action in actions:
        menu = menus.get(action)
        inner = [one for one in menu.actions() if not one.isSeparator()] if menu is not None else [action]
        for one in inner:
            title = _plain(one.text())
            if not title:
                continue
            if one is not action:
                title = f"{_plain(action.text())}：{title}"
            name = one.objectName() or title
            icon = str(one.property("icon_name") or action.property("icon_name") or "command")
            why = "" if one.isEnabled() and action.isEnabled() else reason(one)
            tip = one.statusTip()
            yield Entry(
                group,
                f"command:{name}",
                title,
                icon,
                body="" if tip == title.rstrip("…") else tip,
                keys=shortcut_text(one),
                action=one,
                reason=why,
            )


def place_entries(places: Iterable[Place]) -> Iterator[Entry]:
    """The places of the plan themselves."""
    icons = {
        "outline": "text",
        "tasks": "tasks",
        "matrix": "matrix",
        "units": "unit",
        "enterprises": "enterprise",
        "statistics": "statistics",
    }
    for number, place in enumerate(places, start=1):
        keys = f"Alt+{number}" if number <= 9 else ""
        icon = icons.get(place.key, "table")
        hint = place.hint.removeprefix(f"{place.title} ") if place.table_id else place.hint.rpartition("：")[2]
        yield Entry(Group.HEADINGS, f"place:{place.key}", place.title, icon, hint, keys=keys, place=place.key)


def heading_entries(content: PlanContent) -> Iterator[Entry]:
    """Chapters, tasks, measures and boxes; tasks lead to 任务分解 with Ctrl+Enter."""
    above: dict[int | None, str] = {}
    for placed in content.placed():
        node = placed.node
        above[node.id] = placed.number or node.title[:_LONGEST_ABOVE]
        is_task = node.kind in (NodeKind.TASK, NodeKind.MEASURE)
        yield Entry(
            Group.HEADINGS,
            f"node:{node.id}",
            _heading(placed),
            "tasks" if is_task else "heading",
            detail=" · ".join(filter(None, (above.get(node.parent, ""), NODE_KIND_LABELS[node.kind]))),
            spot=Spot(node=node.id),
            place="outline",
            other="tasks" if is_task else "",
        )


def unit_entries(content: PlanContent) -> Iterator[Entry]:
    """Units with what they have to do; they lead to their column of the matrix, or to their own tasks."""
    duties: dict[tuple[int, Role], int] = {}
    for duty in content.duties:
        duties[duty.unit_id, duty.role] = duties.get((duty.unit_id, duty.role), 0) + 1
    for unit in content.units:
        counts = (f"{ROLE_LABELS[role]} {duties[unit.id, role]}" for role in Role if (unit.id, role) in duties)
        yield Entry(
            Group.UNITS,
            f"unit:{unit.id}",
            unit.name,
            "unit",
            body="　".join(_other_names(unit)),
            detail="，".join(counts) or PART_MATRIX,
            spot=Spot(unit=unit.id),
            place="matrix",
            other="tasks",
        )


def enterprise_entries(enterprises: Iterable[Enterprise], find: Callable[[str], object]) -> Iterator[Entry]:
    """Enterprises in their library; with Ctrl+Enter `find` leads to where one is named."""
    for one in enterprises:
        detail = " · ".join(filter(None, (CHAIN_POSITION_LABELS[one.chain_position], one.district)))
        yield Entry(
            Group.ENTERPRISES,
            f"enterprise:{one.id}",
            one.name,
            "enterprise",
            detail=detail,
            call=lambda name=one.name: find(name),  # type: ignore[misc]
            spot=Spot(enterprise=one.id),
            place="enterprises",
        )


def row_entry(table: AppendixTable, row: TableRow, index: int) -> Entry:
    """A row of a table, found by any of its cells."""
    return Entry(
        Group.ROWS,
        f"row:{row.id}",
        f"{table.spec.label or table.spec.title} 第{index + 1}行",
        "row",
        body="　".join(text for _, text in _cells(table, row)),
        spot=Spot(table=table.id, row=row.id),
        place=f"table:{table.id}",
    )


def cell_spot(entry: Entry, place: int, tables: Iterable[AppendixTable]) -> Spot | None:
    """The spot of an entry; of a row, the cell that stands at a place of the entry's text."""
    spot = entry.spot
    left = place - len(entry.title) - 1
    if spot is None or spot.row is None or left < 0:
        return spot
    table = next((one for one in tables if one.id == spot.table), None)
    row = next((one for one in table.rows if one.id == spot.row), None) if table is not None else None
    if table is None or row is None:
        return spot
    for column, text in _cells(table, row):
        if left <= len(text):
            return replace(spot, column=column)
        left -= len(text) + 1
    return spot


def _cells(table: AppendixTable, row: TableRow) -> list[tuple[int, str]]:
    """Column and beginning of every cell that says something."""
    cells = (
        (column.id, row.cell(column.key).text[:_LONGEST_CELL].replace("\n", " "))
        for column in table.spec.columns
        if column.kind is not ColumnKind.NUMBER
    )
    return [(column, text) for column, text in cells if text]


def finding_entry(number: int, finding: PlanFinding) -> Entry:
    """A finding; it leads to its place."""
    return Entry(
        Group.FINDINGS,
        f"finding:{number}",
        finding.message,
        "finding",
        detail=finding.where,
        spot=finding.spot,
    )


def file_entries(paths: Iterable[Path], open_file: Callable[[Path], object]) -> Iterator[Entry]:
    """Recent files."""
    for path in paths:
        yield Entry(
            Group.FILES,
            f"file:{path}",
            path.stem,
            "open",
            detail=_short_folder(path),
            path=path,
            call=lambda path=path: open_file(path),  # type: ignore[misc]
        )


def _heading(placed: PlacedNode) -> str:
    return placed.heading or PART_BODY


def _other_names(unit: Unit) -> list[str]:
    return [name for name in dict.fromkeys((unit.full_name, *unit.aliases)) if name and name != unit.name]


def _short_folder(path: Path) -> str:
    return path.parent.name or str(path.parent)


def _plain(text: str) -> str:
    return text.replace("&&", "\0").replace("&", "").replace("\0", "&")

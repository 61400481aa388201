"""Which parts a plan has on paper, and which of them somebody asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from domain.errors import InputError
from domain.exchange import PlanContent
from domain.labels import APPENDIX_WORD, PART_MATRIX, PART_PLAN, PART_TASKS, PART_UNIT_TASKS
from exporters.blocks import Document
from exporters.compose_matrix import compose_matrix
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.compose_tasks import compose_tasks, compose_unit_tasks
from exporters.file_names import distinct
from exporters.page import Layout
from exporters.profile import profile_from_json

FORMATS = ("docx", "xlsx", "pdf")
_TEXT_FORMATS = ("docx", "pdf")
# What leaders read: the tables stand in 方案全文 already.
_REVIEWED = (PART_PLAN, PART_TASKS, PART_MATRIX)


@dataclass(frozen=True)
class Part:
    """A part of a plan: its Chinese name, the title of its document, and the document when it is wanted."""

    name: str
    title: str
    formats: tuple[str, ...]
    compose: Callable[[], Document]
    unasked: bool = True  # written when nobody names parts
    listed: bool = True


def part_names(content: PlanContent) -> tuple[str, ...]:
    """The parts this plan has, in order: 方案全文, 任务分解表, 责任单位矩阵, 附表1 …, 单位任务清单."""
    return tuple(part.name for part in parts_of(layout_of(content), content) if part.listed)


def layout_of(content: PlanContent) -> Layout:
    """The layout a plan is printed in: its own, else the standard one. Raises InputError when its own is broken."""
    return Layout(profile_from_json(content.info.layout))


def parts_of(layout: Layout, content: PlanContent) -> list[Part]:
    """Every part of a plan, in order."""
    title = content.info.title
    parts = []
    if content.nodes or content.preamble or content.tables:
        parts.append(Part(PART_PLAN, title, _TEXT_FORMATS, partial(compose_plan, layout, content)))
    tasks = content.tasks()
    if tasks:
        parts.append(Part(PART_TASKS, title, FORMATS, partial(compose_tasks, layout, content)))
    if tasks and content.duties:
        parts.append(Part(PART_MATRIX, title, FORMATS, partial(compose_matrix, layout, content)))
    labels = distinct(
        "".join(table.spec.label.split()) or f"{APPENDIX_WORD}{number}"
        for number, table in enumerate(content.tables, start=1)
    )
    for label, table in zip(labels, content.tables, strict=True):
        parts.append(Part(label, table.spec.title, FORMATS, partial(compose_appendix, layout, table)))
    return [*parts, *_unit_parts(layout, content)] if tasks and content.duties else parts


def _unit_parts(layout: Layout, content: PlanContent) -> list[Part]:
    """单位任务清单 of all units, and of each by itself: 单位任务清单（市教委）."""
    title = content.info.title
    parts = [Part(PART_UNIT_TASKS, title, FORMATS, partial(compose_unit_tasks, layout, content), unasked=False)]
    busy = {duty.unit_id for duty in content.duties}
    for unit in content.units:
        if unit.id in busy:
            name = f"{PART_UNIT_TASKS}（{unit.name}）"
            compose = partial(compose_unit_tasks, layout, content, (unit,))
            parts.append(Part(name, title, FORMATS, compose, unasked=False, listed=False))
    return parts


def chosen_parts(layout: Layout, content: PlanContent, wanted: Sequence[str], *, review: bool) -> list[Part]:
    """The parts asked for by name, else the usual ones. Raises InputError for a name the plan has no part of."""
    parts = parts_of(layout, content)
    if not parts:
        raise InputError("empty_plan", "方案里还没有内容，没有可以导出的文件。", "请先写入或导入方案。")
    known = {part.name: part for part in parts}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InputError(
            "unknown_part",
            f"方案里没有“{'”“'.join(unknown)}”。",
            f"可以导出的有：{'、'.join(part.name for part in parts if part.listed)}。",
        )
    if wanted:
        return [part for part in parts if part.name in wanted]
    return [part for part in parts if part.unasked and (not review or part.name in _REVIEWED)] or parts


def chosen_formats(wanted: Sequence[str]) -> list[str]:
    """Formats in their own order. Raises InputError for an unknown one, or for none."""
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(
            "unknown_format",
            f"不能导出“{'”“'.join(unknown)}”格式。" if unknown else "没有选择导出格式。",
            f"可以导出的格式有：{'、'.join(FORMATS)}。",
        )
    return [name for name in FORMATS if name in wanted]

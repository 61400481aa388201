"""A plan as official files: which parts there are, and writing those that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from domain.errors import Cancelled, InputError
from domain.exchange import PlanContent, PlanSnapshot
from domain.labels import APPENDIX_WORD, PART_MATRIX, PART_PLAN, PART_TASKS, PART_UNIT_TASKS, WORKING_COPY_MARK
from exporters.blocks import Document
from exporters.compose_matrix import compose_matrix
from exporters.compose_plan import compose_plan
from exporters.compose_tables import compose_appendix
from exporters.compose_tasks import compose_tasks, compose_unit_tasks
from exporters.excel import ExcelWriter
from exporters.file_names import distinct, file_name
from exporters.page import Layout
from exporters.profile import profile_from_json
from exporters.target import Staging
from exporters.word import WordWriter

FORMATS = ("docx", "xlsx")


class Writer(Protocol):
    """What turns a neutral document into the bytes of one format."""

    def write(self, document: Document, target: BinaryIO, when: datetime, tick: Callable[[], None]) -> None:
        """Write a document; `tick` may raise to stop."""


@dataclass(frozen=True)
class _Form:
    """A kind of file: its ending, and whether it is the working copy of a workbook."""

    suffix: str
    is_working_copy: bool = False

    @property
    def mark(self) -> str:
        """What its file name says beside the part."""
        return WORKING_COPY_MARK if self.is_working_copy else ""


@dataclass(frozen=True)
class _Part:
    name: str
    title: str
    formats: tuple[str, ...]
    compose: Callable[[], Document]
    unasked: bool = True  # written when nobody names parts
    listed: bool = True


def part_names(content: PlanContent) -> tuple[str, ...]:
    """The parts this plan has, in order: 方案全文, 任务分解表, 责任单位矩阵, 附表1 …, 单位任务清单."""
    return tuple(part.name for part in _parts(layout_of(content), content) if part.listed)


def export_plan(
    snapshot: PlanSnapshot,
    folder: Path,
    *,
    formats: Sequence[str] = FORMATS,
    parts: Sequence[str] = (),
    working_copies: bool = False,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Path, ...]:
    """Write parts of a plan into a folder, which is made when it is missing; returns the paths in order.

    `parts` empty means all there are but 单位任务清单; 方案全文 has no Excel form. `working_copies` adds to every
    workbook one to go on working in. `progress` gets files done, files in all and the
    name of the file at hand. All files are written before the first old one is replaced. Raises InputError for an
    unknown part or format, ExportError when the folder cannot be written, Cancelled when `cancelled` says so.
    """
    layout = layout_of(snapshot.content)
    jobs = [
        (part, form)
        for part in _chosen_parts(layout, snapshot.content, parts)
        for suffix in _chosen_formats(formats)
        for form in (_Form(suffix), _Form(suffix, is_working_copy=True))
        if suffix in part.formats and (not form.is_working_copy or (working_copies and suffix == "xlsx"))
    ]
    if not jobs:
        raise InputError("no_such_form", f"“{PART_PLAN}”只有 Word 格式。", "请选择 docx 格式导出。")
    writers: dict[_Form, Writer] = {
        _Form("docx"): WordWriter(layout),
        _Form("xlsx"): ExcelWriter(layout),
        _Form("xlsx", is_working_copy=True): ExcelWriter(layout, working_copy=True),
    }
    when = datetime.now(UTC)
    names = distinct(
        Path(file_name(part.name + form.mark, part.title, form.suffix)).stem + f".{form.suffix}" for part, form in jobs
    )

    def tick() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    def write(document: Document, form: _Form, stream: BinaryIO) -> None:
        writers[form].write(document, stream, when, tick)

    with Staging(folder) as staging:
        document, composed = None, None
        for done, ((part, form), name) in enumerate(zip(jobs, names, strict=True)):
            tick()
            if progress is not None:
                progress(done, len(jobs), name)
            if document is None or composed is not part:
                document, composed = part.compose(), part
            staging.add(name, partial(write, document, form))
        tick()
        written = staging.publish()
    if progress is not None:
        progress(len(jobs), len(jobs), "")
    return written


def layout_of(content: PlanContent) -> Layout:
    """The layout a plan is printed in: its own, else the standard one. Raises InputError when its own is broken."""
    return Layout(profile_from_json(content.info.layout))


def _parts(layout: Layout, content: PlanContent) -> list[_Part]:
    title = content.info.title
    parts = []
    if content.nodes or content.preamble or content.tables:
        parts.append(_Part(PART_PLAN, title, ("docx",), partial(compose_plan, layout, content)))
    tasks = content.tasks()
    if tasks:
        parts.append(_Part(PART_TASKS, title, FORMATS, partial(compose_tasks, layout, content)))
    if tasks and content.duties:
        parts.append(_Part(PART_MATRIX, title, FORMATS, partial(compose_matrix, layout, content)))
    labels = distinct(
        "".join(table.spec.label.split()) or f"{APPENDIX_WORD}{number}"
        for number, table in enumerate(content.tables, start=1)
    )
    for label, table in zip(labels, content.tables, strict=True):
        parts.append(_Part(label, table.spec.title, FORMATS, partial(compose_appendix, layout, table)))
    return [*parts, *_unit_parts(layout, content)] if tasks and content.duties else parts


def _unit_parts(layout: Layout, content: PlanContent) -> list[_Part]:
    """单位任务清单 of all units, and of each by itself: 单位任务清单（市教委）."""
    title = content.info.title
    parts = [_Part(PART_UNIT_TASKS, title, FORMATS, partial(compose_unit_tasks, layout, content), unasked=False)]
    busy = {duty.unit_id for duty in content.duties}
    for unit in content.units:
        if unit.id in busy:
            name = f"{PART_UNIT_TASKS}（{unit.name}）"
            compose = partial(compose_unit_tasks, layout, content, (unit,))
            parts.append(_Part(name, title, FORMATS, compose, unasked=False, listed=False))
    return parts


def _chosen_parts(layout: Layout, content: PlanContent, wanted: Sequence[str]) -> list[_Part]:
    parts = _parts(layout, content)
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
    return [part for part in parts if (part.name in wanted if wanted else part.unasked)]


def _chosen_formats(wanted: Sequence[str]) -> list[str]:
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(
            "unknown_format",
            f"不能导出“{'”“'.join(unknown)}”格式。" if unknown else "没有选择导出格式。",
            f"可以导出的格式有：{'、'.join(FORMATS)}。",
        )
    return [name for name in FORMATS if name in wanted]

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
from domain.labels import APPENDIX_WORD, PART_MATRIX, PART_PLAN, PART_TASKS
from exporters.blocks import Document
from exporters.compose import compose_appendix, compose_matrix, compose_plan, compose_tasks
from exporters.excel import ExcelWriter
from exporters.file_names import distinct, file_name
from exporters.target import Staging
from exporters.word import WordWriter

FORMATS = ("docx", "xlsx")


class Writer(Protocol):
    """What turns a neutral document into the bytes of one format."""

    def write(self, document: Document, target: BinaryIO, when: datetime, tick: Callable[[], None]) -> None:
        """Write a document; `tick` may raise to stop."""


@dataclass(frozen=True)
class _Part:
    name: str
    title: str
    formats: tuple[str, ...]
    compose: Callable[[], Document]


def part_names(content: PlanContent) -> tuple[str, ...]:
    """The parts this plan has, in order: 方案全文, 任务分解表, 责任单位矩阵, 附表1 …"""
    return tuple(part.name for part in _parts(content))


def export_plan(
    snapshot: PlanSnapshot,
    folder: Path,
    *,
    formats: Sequence[str] = FORMATS,
    parts: Sequence[str] = (),
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Path, ...]:
    """Write parts of a plan into a folder, which is made when it is missing; returns the paths in order.

    `parts` empty means all there are; 方案全文 has no Excel form. `progress` gets files done, files in all and the
    name of the file at hand. All files are written before the first old one is replaced. Raises InputError for an
    unknown part or format, ExportError when the folder cannot be written, Cancelled when `cancelled` says so.
    """
    jobs = [
        (part, suffix)
        for part in _chosen_parts(snapshot.content, parts)
        for suffix in _chosen_formats(formats)
        if suffix in part.formats
    ]
    if not jobs:
        raise InputError("no_such_form", f"“{PART_PLAN}”只有 Word 格式。", "请选择 docx 格式导出。")
    writers: dict[str, Writer] = {"docx": WordWriter(), "xlsx": ExcelWriter()}
    when = datetime.now(UTC)
    names = distinct(Path(file_name(part.name, part.title, suffix)).stem + f".{suffix}" for part, suffix in jobs)

    def tick() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    def write(document: Document, suffix: str, stream: BinaryIO) -> None:
        writers[suffix].write(document, stream, when, tick)

    with Staging(folder) as staging:
        document, composed = None, None
        for done, ((part, suffix), name) in enumerate(zip(jobs, names, strict=True)):
            tick()
            if progress is not None:
                progress(done, len(jobs), name)
            if document is None or composed is not part:
                document, composed = part.compose(), part
            staging.add(name, partial(write, document, suffix))
        tick()
        written = staging.publish()
    if progress is not None:
        progress(len(jobs), len(jobs), "")
    return written


def _parts(content: PlanContent) -> list[_Part]:
    title = content.info.title
    parts = []
    if content.nodes or content.preamble or content.tables:
        parts.append(_Part(PART_PLAN, title, ("docx",), partial(compose_plan, content)))
    tasks = content.tasks()
    if tasks:
        parts.append(_Part(PART_TASKS, title, FORMATS, partial(compose_tasks, content)))
    if tasks and content.duties:
        parts.append(_Part(PART_MATRIX, title, FORMATS, partial(compose_matrix, content)))
    labels = distinct(
        "".join(table.spec.label.split()) or f"{APPENDIX_WORD}{number}"
        for number, table in enumerate(content.tables, start=1)
    )
    for label, table in zip(labels, content.tables, strict=True):
        parts.append(_Part(label, table.spec.title, FORMATS, partial(compose_appendix, table)))
    return parts


def _chosen_parts(content: PlanContent, wanted: Sequence[str]) -> list[_Part]:
    parts = _parts(content)
    if not parts:
        raise InputError("empty_plan", "方案里还没有内容，没有可以导出的文件。", "请先写入或导入方案。")
    known = {part.name: part for part in parts}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise InputError(
            "unknown_part",
            f"方案里没有“{'”“'.join(unknown)}”。",
            f"可以导出的有：{'、'.join(known)}。",
        )
    return [part for part in parts if part.name in wanted] if wanted else parts


def _chosen_formats(wanted: Sequence[str]) -> list[str]:
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown or not wanted:
        raise InputError(
            "unknown_format",
            f"不能导出“{'”“'.join(unknown)}”格式。" if unknown else "没有选择导出格式。",
            f"可以导出的格式有：{'、'.join(FORMATS)}。",
        )
    return [name for name in FORMATS if name in wanted]

"""A plan as official files: writing the parts that are asked for, all or none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Protocol

from domain.errors import Cancelled, InputError
from domain.exchange import PlanSnapshot
from domain.labels import PART_PLAN, REVIEW_MARK, WORKING_COPY_MARK
from exporters.blocks import Document
from exporters.file_names import distinct, file_name
from exporters.keys import with_origin
from exporters.page import Layout
from exporters.parts import FORMATS, Part, chosen_formats, chosen_parts, layout_of, part_names
from exporters.target import Staging

__all__ = [
    "DEFAULT_FORMATS",
    "FORMATS",
    "MOST_COPIES",
    "WATERMARK",
    "export_plan",
    "layout_of",
    "part_names",
    "review_lines",
]

DEFAULT_FORMATS = ("docx", "xlsx")
MOST_COPIES = 200
WATERMARK = "审阅稿"


class Writer(Protocol):
    """What turns a neutral document into the bytes of one format."""

    def write(self, document: Document, target: BinaryIO, when: datetime, tick: Callable[[], None]) -> None:
        """Write a document; `tick` may raise to stop."""


@dataclass(frozen=True)
class _Form:
    """A kind of file: its ending; whether it is the working copy of a workbook, or a review copy and which (from 1, 0
    for one without a 份号).
    """

    suffix: str
    is_working_copy: bool = False
    review_copy: int | None = None

    @property
    def mark(self) -> str:
        """What its file name says beside the part."""
        if self.is_working_copy:
            return WORKING_COPY_MARK
        if self.review_copy is None:
            return ""
        number = f" {self.review_copy:06d}" if self.review_copy else ""
        return REVIEW_MARK.format(number)


def export_plan(
    snapshot: PlanSnapshot,
    folder: Path,
    *,
    formats: Sequence[str] = DEFAULT_FORMATS,
    parts: Sequence[str] = (),
    working_copies: bool = False,
    review: bool = False,
    copies: int = 0,
    margin: bool = False,
    watermark: str = WATERMARK,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[Path, ...]:
    """Write parts of a plan into a folder, which is made when it is missing; returns the paths in order.

    `parts` empty means all there are but 单位任务清单; 方案全文 has no Excel form. `working_copies` adds to every
    workbook one to go on working in. `review` writes PDF with the marks of a review copy instead, `copies` of each
    with a 份号 from 000001 on, 0 for one without, `margin` with a strip for remarks; `watermark` empty for none.
    `progress` gets files done, files in all and the name of the file at hand. All files are written before the first
    old one is replaced. Raises InputError for an unknown part or format, ExportError when the folder cannot be written
    or a page not be set, Cancelled when `cancelled` says so.
    """
    if not 0 <= copies <= MOST_COPIES:
        raise InputError("too_many_copies", f"份数应在 0 到 {MOST_COPIES} 之间，现为 {copies}。", "请改少份数再导出。")
    layout = layout_of(snapshot.content)
    forms = list(_review_forms(copies) if review else _forms(formats, working_copies))
    jobs = [
        (part, form)
        for part in chosen_parts(layout, snapshot.content, parts, review=review)
        for form in forms
        if form.suffix in part.formats
    ]
    if not jobs:
        raise InputError("no_such_form", f"“{PART_PLAN}”没有 Excel 格式。", "请选择 docx 或 pdf 格式导出。")
    when = datetime.now(UTC)
    line = review_lines(snapshot, when)
    writers = {form: _writer(layout, form, line, watermark, margin=margin) for form in forms}
    names = distinct(
        Path(file_name(part.name + form.mark, part.title, form.suffix)).stem + f".{form.suffix}" for part, form in jobs
    )

    def tick() -> None:
        if cancelled is not None and cancelled():
            raise Cancelled

    def write(document: Document, form: _Form, stream: BinaryIO) -> None:
        writers[form].write(document, stream, when, tick)

    with Staging(folder) as staging:
        document: Document | None = None
        composed: Part | None = None
        for done, ((part, form), name) in enumerate(zip(jobs, names, strict=True)):
            tick()
            if progress is not None:
                progress(done, len(jobs), name)
            if document is None or composed is not part:
                document, composed = with_origin(part.compose(), snapshot.origin, layout, part.name), part
            staging.add(name, partial(write, document, form))
        tick()
        written = staging.publish()
    if progress is not None:
        progress(len(jobs), len(jobs), "")
    return written


def _forms(formats: Sequence[str], working_copies: bool) -> Iterator[_Form]:
    for suffix in chosen_formats(formats):
        yield _Form(suffix)
        if suffix == "xlsx" and working_copies:
            yield _Form(suffix, is_working_copy=True)


def _review_forms(copies: int) -> Iterator[_Form]:
    yield from (_Form("pdf", review_copy=number) for number in range(1, copies + 1))
    if not copies:
        yield _Form("pdf", review_copy=0)


def review_lines(snapshot: PlanSnapshot, when: datetime) -> str:
    """The line at the head of a review copy: which state of the plan it shows, and when it was printed."""
    local = when.astimezone()
    day = f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    return f"第{snapshot.revision}次修改　{day}　版面以正式文件为准"


def _writer(layout: Layout, form: _Form, line: str, watermark: str, *, margin: bool) -> Writer:
    """Writers are imported when they are first wanted."""
    if form.suffix == "docx":
        from exporters.word import WordWriter

        return WordWriter(layout)
    if form.suffix == "xlsx":
        from exporters.excel import ExcelWriter

        return ExcelWriter(layout, working_copy=form.is_working_copy)
    from exporters.pdf import PdfWriter, Review

    if form.review_copy is None:
        return PdfWriter(layout)
    number = f"份号 {form.review_copy:06d}" if form.review_copy else ""
    return PdfWriter(layout, Review(watermark, left=number, right=line, margin=margin))

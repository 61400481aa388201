"""Work on whole files: one function serves the window and the command line.

Readers and writers are imported on first use, so that opening the window does not wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from db.backups import BackupReason
from db.document import Document
from db.lock import find_conflict_copies
from db.places import Home
from db.plan import load_info, set_info
from db.snapshot import load_snapshot
from db.store import Store
from db.versions import unpack_version
from domain.changes import ChangeSet
from domain.checks import Finding, Severity
from domain.errors import FanganError
from domain.exchange import PlanDraft, SourceFile
from domain.merge_report import MergeReport
from domain.reading import ReadingChoices
from domain.tables import TableSpec
from resources import resource

if TYPE_CHECKING:
    from importers.worker import Reader

PLAN_SUFFIX = ".fangan"
SAMPLE_NAME = "示例方案"
_SAMPLE = "sample/plan.txt"
_AS_ASSUMED = ReadingChoices()


def create_plan(path: Path, title: str = "") -> None:
    """Make a plan file without content. Raises InputError when the path is taken."""
    with Store.create(path) as store:
        if title:
            set_info(store, replace(load_info(store.db), title=title))


def create_sample(path: Path) -> None:
    """Make a plan file that holds the shipped sample plan."""
    from importers.read import read_plan_text

    text = resource(_SAMPLE).read_text(encoding="utf-8")
    draft = read_plan_text(text, f"{SAMPLE_NAME}.txt")
    with Store.create(path) as store:
        apply_draft(store, draft)


def create_from_version(path: Path, name: str, packed: str) -> None:
    """Make a plan file of what a version says, given as `db.versions.packed_version` gives it; safe on any thread.

    Raises InputError when the path is taken, StorageError when the version cannot be read.
    """
    from db import drafts

    content = replace(unpack_version(name, packed), versions=())
    source = SourceFile(name, sha256(packed.encode()).hexdigest())
    with Store.create(path) as store:
        drafts.apply_draft(store, PlanDraft(content, source))


@contextmanager
def edited(path: Path, home: Home | None = None) -> Generator[Document]:
    """Open a plan file for a change; the file is replaced in one step when the block ends well.

    Raises what `Document.open` raises, and StorageError when the file cannot be written.
    """
    document = Document.open(path, home)
    try:
        yield document
    finally:
        document.close()


@contextmanager
def viewed(path: Path, home: Home | None = None) -> Generator[Store]:
    """Open a plan file as it stands on the disk, whoever has it open. Raises what `Document.open_read_only` raises."""
    document = Document.open_read_only(path, home)
    try:
        yield document.store
    finally:
        document.close()


def conflict_sentence(path: Path, conflict: Path) -> str:
    """What to say when a change had to be written beside the file at `path`."""
    return f"“{path.name}”刚才被别处改过，没有覆盖；这次的结果写在旁边的“{conflict.name}”里，请核对后合并。"


def read_source(
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    choices: ReadingChoices = _AS_ASSUMED,
    reader: Reader | None = None,
) -> PlanDraft:
    """Read a plan or tables into a draft, in a process of its own; touches no plan file, safe on a worker thread.

    `reader` is one that is kept for several files; without it a process is started and ended. Raises ImportFileError
    when the file is refused or goes beyond a limit, Cancelled as soon as `is_cancelled` says so.
    """
    with _lent(reader) as lent:
        return lent.read_plan(path, choices=choices, progress=progress, is_cancelled=is_cancelled)


def read_table_forms(
    path: Path,
    progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    reader: Reader | None = None,
) -> tuple[TableSpec, ...]:
    """Read the forms of the tables in a file (label, title, columns), as `read_source` reads. Raises what it raises."""
    with _lent(reader) as lent:
        return lent.read_table_forms(path, progress=progress, is_cancelled=is_cancelled)


@contextmanager
def _lent(reader: Reader | None) -> Generator[Reader]:
    """The caller's reader, which stays, or one for this file alone."""
    from importers.worker import Reader

    if reader is not None:
        yield reader
        return
    with Reader() as own:
        yield own


def read_into(
    path: Path,
    drafts: Iterable[PlanDraft],
    declined: frozenset[str] = frozenset(),
    adopted: frozenset[str] = frozenset(),
) -> MergeReport:
    """Take drafts into a plan file, making it when it is not there; a refused draft leaves no new file behind.

    `declined` are keys of steps not to be taken, `adopted` those of conflicts in which the source wins. A file that
    is there is backed up before. What a person must know of the file itself is among the findings.
    """
    if not path.exists():
        with Store.create(path) as store:
            return apply_all(store, drafts, declined, adopted)
    with edited(path) as document:
        document.back_up(BackupReason.IMPORT)
        problem = document.backup_problem
        total = apply_all(document.store, drafts, declined, adopted)
    total.findings += _file_findings(path, document.conflict, problem)
    return total


def _file_findings(path: Path, conflict: Path | None, problem: FanganError | None) -> list[Finding]:
    findings = []
    if conflict is not None:
        findings.append(Finding(Severity.MUST, "conflict", path.name, conflict_sentence(path, conflict)))
    if problem is not None:
        findings.append(Finding(Severity.LOOK, problem.code, path.name, str(problem)))
    copies = [copy.name for copy in find_conflict_copies(path) if copy != conflict]
    if copies:
        sentence = f"旁边有同步程序或另一台机器留下的副本：{'、'.join(copies)}，请核对后只留一份。"
        findings.append(Finding(Severity.LOOK, "conflict_copies", path.name, sentence))
    return findings


def apply_draft(
    store: Store, draft: PlanDraft, declined: frozenset[str] = frozenset(), adopted: frozenset[str] = frozenset()
) -> tuple[ChangeSet, MergeReport]:
    """Take a draft into an open plan as one operation; what `db.drafts` says of it holds."""
    from db import drafts  # brings along how plans are merged, which the window does not need to open

    return drafts.apply_draft(store, draft, declined, adopted)


def apply_all(
    store: Store,
    drafts: Iterable[PlanDraft],
    declined: frozenset[str] = frozenset(),
    adopted: frozenset[str] = frozenset(),
) -> MergeReport:
    """Take several drafts into an open plan as one operation: one step to undo, and all or nothing."""
    total = MergeReport()
    drafts = tuple(drafts)
    names = "、".join(draft.source.name for draft in drafts)
    with store.operation(f"导入 {names}", kind="read"):
        for draft in drafts:
            report = apply_draft(store, draft, declined, adopted)[1]
            total.new += report.new
            total.changed += report.changed
            total.gone += report.gone
            total.same += report.same
            total.findings += report.findings
            total.steps += report.steps
    return total


def export_file(
    path: Path,
    folder: Path,
    formats: Sequence[str] = ("docx", "xlsx"),
    parts: Sequence[str] = (),
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    home: Home | None = None,
    *,
    working_copies: bool = False,
    review: bool = False,
    copies: int = 0,
    margin: bool = False,
    watermark: str | None = None,
) -> tuple[Path, ...]:
    """Write the official files of a plan file into a folder; returns what was written, in order.

    `review` writes review copies as PDF instead, as `exporters.export.export_plan` says; `watermark` None is the usual.
    """
    from exporters.export import WATERMARK, export_plan

    with viewed(path, home) as store:
        snapshot = load_snapshot(store)
    return export_plan(
        snapshot,
        folder,
        formats=formats,
        parts=parts,
        working_copies=working_copies,
        review=review,
        copies=copies,
        margin=margin,
        watermark=WATERMARK if watermark is None else watermark,
        progress=progress,
        cancelled=cancelled,
    )


def font_findings(path: Path, home: Home | None = None) -> list[Finding]:
    """What a person should know of the fonts that exports of a plan file name."""
    from exporters.fonts import export_findings
    from exporters.parts import layout_of

    with viewed(path, home) as store:
        content = load_snapshot(store).content
    return export_findings(layout_of(content), content)

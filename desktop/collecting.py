"""Collecting as work on whole files: forms out, returns in, rows into tables; for the window and the command line."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from db.collections import add_form, load_forms
from db.store import Store
from domain.changes import ChangeSet
from domain.collection import CollectionForm, LayoutMapping
from domain.content import PlanContent
from domain.errors import FanganError, ImportFileError, InputError
from domain.exchange import PlanSnapshot
from domain.returns import ReturnPlan, plan_returns
from domain.submission_draft import SubmissionChoices, SubmissionDraft
from importers.guard import GivenFile, Package
from importers.worker import ReaderPool

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]

_WORKERS = 2
_PASSED_OVER = (".ds_store", "thumbs.db", "desktop.ini")
_TEMPORARY = ("~$", ".~", "._")


@dataclass(frozen=True)
class ReadReturns:
    """Files that were read: what came of each in the given order, and their bytes by SHA-256."""

    files: tuple[tuple[str, SubmissionDraft | str], ...]
    data: Mapping[str, bytes]


def form_of(content: PlanContent, name: str = "") -> CollectionForm:
    """A form of the plan by title or key; without a name its only one. Raises InputError."""
    forms = content.collection.forms
    if not name and len(forms) == 1:
        return forms[0]
    found = [form for form in forms if name in (form.title, form.key)]
    if len(found) == 1:
        return found[0]
    titles = "、".join(form.title for form in forms) or "还没有征集表"
    raise InputError("no_form", "没有说明用哪一份征集表。", f"请写明名称，方案里有：{titles}。")


def ensure_form(store: Store, content: PlanContent, name: str = "") -> CollectionForm:
    """A form of the plan, or the shipped one of that name put into it; the first one where the plan has none."""
    form = form_or_shipped(content, name)
    if form.id:
        return form
    add_form(store, form)
    return next(one for one in load_forms(store.db) if one.key == form.key)


def form_or_shipped(content: PlanContent, name: str = "") -> CollectionForm:
    """As `ensure_form`, for a look only: a shipped form is not put into the plan."""
    from importers.form_specs import shipped_forms

    try:
        return form_of(content, name)
    except InputError:
        shipped = [form for form in shipped_forms() if name in ("", form.title, form.key)]
        if not shipped or (content.collection.forms and not name):
            raise
        return shipped[0]


def choices_for(form: CollectionForm, content: PlanContent) -> SubmissionChoices:
    """By what returns of a form are read: confirmed readings, and the districts the plan knows."""
    remembered: dict[str, dict[str, str]] = {}
    for one in content.collection.mappings:
        if one.form_id == form.id and not one.sender:
            remembered[one.signature] = dict(one.fields)
    names = {one.district for one in content.enterprises if one.district}
    return SubmissionChoices(form, remembered, tuple(sorted(names)))


def returned_files(paths: Iterable[Path]) -> Iterator[GivenFile | ImportFileError]:
    """The files of folders, of zip files of returns, and files by themselves, in the order of their names.

    A file that cannot be opened comes as its error; nothing is unpacked to the disk.
    """
    for path in paths:
        if path.is_dir():
            yield from returned_files(sorted(one for one in path.rglob("*") if one.is_file() and _is_return(one.name)))
        else:
            yield from _opened(path)


def read_returns(
    given: Sequence[GivenFile | ImportFileError],
    choices: SubmissionChoices,
    progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> ReadReturns:
    """Read files in reading processes of their own, two at a time; a refused one is its sentence.

    Touches no plan file, safe on a worker thread. Raises Cancelled.
    """
    import hashlib

    done = 0
    found: list[tuple[str, SubmissionDraft | str]] = []
    data: dict[str, bytes] = {}
    with ReaderPool(_WORKERS) as pool, ThreadPoolExecutor(_WORKERS) as threads:

        def read(file: GivenFile | ImportFileError) -> tuple[str, SubmissionDraft | str]:
            if isinstance(file, ImportFileError):
                return file.detail or "文件", f"{file.message}{file.hint}"
            try:
                with pool.borrowed(is_cancelled) as reader:
                    return file.name, reader.read_submission(file, choices, is_cancelled=is_cancelled)
            except ImportFileError as error:
                return file.name, f"{error.message}{error.hint}"

        for file, outcome in zip(given, threads.map(read, given), strict=True):
            found.append(outcome)
            if isinstance(file, GivenFile):
                data[hashlib.sha256(file.data).hexdigest()] = file.data
            done += 1
            if progress is not None:
                progress(done, len(given))
    return ReadReturns(unify_districts(found, choices), data)


def plan_for(
    read: ReadReturns, form: CollectionForm, snapshot: PlanSnapshot, senders: Mapping[str, int | None] | None = None
) -> ReturnPlan:
    """Lay files that were read against what the plan holds now."""
    content = snapshot.content
    document = snapshot.origin.document_id if snapshot.origin else ""
    return plan_returns(form, read.files, content.collection, content.enterprises, document, senders)


def take_in(
    store: Store,
    plan: ReturnPlan,
    read: ReadReturns,
    mappings: Sequence[LayoutMapping] = (),
    tick: Progress = lambda _done, _whole: None,
) -> ChangeSet:
    """Take the wanted files into the plan, as one step, with readings that were confirmed on the way."""
    from db.returns import take_returns

    return take_returns(store, plan, read.data, mappings, tick)


def write_marked(plan: ReturnPlan, read: ReadReturns, folder: Path) -> tuple[Path, ...]:
    """Write files with mistakes back for their senders, marked; returns the paths. Raises ExportError."""
    wrong = [(one.draft, one.sender.name if one.sender else one.name) for one in plan.files if one.mistakes]
    return _write_marked([(draft, name) for draft, name in wrong if draft is not None], read, plan.form, folder)


def write_marked_again(
    files: Sequence[tuple[str, bytes, str]],
    choices: SubmissionChoices,
    folder: Path,
    progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> tuple[Path, ...]:
    """As `write_marked`, for returns that were taken in before: name, bytes and sender of each.

    Safe on a worker thread. Raises ExportError, Cancelled.
    """
    read = read_returns([GivenFile(name, data) for name, data, _ in files], choices, progress, is_cancelled)
    wrong = [
        (draft, sender)
        for (_, draft), (_, _, sender) in zip(read.files, files, strict=True)
        if isinstance(draft, SubmissionDraft) and any(row.findings for row in draft.rows)
    ]
    return _write_marked(wrong, read, choices.form, folder)


def _write_marked(
    wrong: Sequence[tuple[SubmissionDraft, str]], read: ReadReturns, form: CollectionForm, folder: Path
) -> tuple[Path, ...]:
    from exporters.returned import ReturnedMistakes, write_returned

    files = [
        ReturnedMistakes(
            draft.file,
            read.data[draft.sha256],
            form,
            draft.rows,
            {sheet.name: sheet.header_row for sheet in draft.sheets},
            name,
        )
        for draft, name in wrong
        if draft.sha256 in read.data
    ]
    return write_returned(files, folder) if files else ()


def unify_districts(
    found: Sequence[tuple[str, SubmissionDraft | str]], choices: SubmissionChoices
) -> tuple[tuple[str, SubmissionDraft | str], ...]:
    """Districts in the form that other files of the same time use (西青 → 西青区)."""
    from dataclasses import replace

    from domain.collection import FieldRole
    from importers.submission_rows import unify

    district = choices.form.role(FieldRole.DISTRICT)
    if district is None:
        return tuple(found)
    rows = [row for _, draft in found if isinstance(draft, SubmissionDraft) for row in draft.rows]
    names = sorted({row.values.get(district.key, "") for row in rows} | set(choices.districts))
    return tuple(
        (name, replace(draft, rows=tuple(unify(draft.rows, district.key, names))))
        if isinstance(draft, SubmissionDraft)
        else (name, draft)
        for name, draft in found
    )


def _opened(path: Path) -> Iterator[GivenFile | ImportFileError]:
    from importers.guard import open_source

    try:
        file = open_source(path)
        if path.suffix.lower() == ".zip":
            yield from _unpacked(file)
        else:
            yield file
    except ImportFileError as error:
        yield ImportFileError(error.code, error.message, error.hint, path.name)


def _unpacked(file: GivenFile) -> Iterator[GivenFile | ImportFileError]:
    """The files in a zip file, under the limits of zip files; an archive in an archive is refused."""
    package = Package(file.data, file.name)
    if "[Content_Types].xml" in package.names:
        yield file  # a workbook under another name
        return
    for part in sorted(package.names):
        name = PurePosixPath(_as_written(part)).name
        if part.endswith("/") or part.startswith("__MACOSX/") or not _is_return(name):
            continue
        try:
            if name.lower().endswith((".zip", ".rar", ".7z")):
                raise ImportFileError(
                    "archive_inside", f"“{name}”是压缩包里的压缩包，没有读取。", "请解压后再导入。", name
                )
            yield GivenFile(name, package.read(part))
        except (ImportFileError, zipfile.BadZipFile) as error:
            sentence = error.message if isinstance(error, FanganError) else f"“{name}”解压不出来。"
            hint = error.hint if isinstance(error, FanganError) else "请让填报单位重新报送。"
            yield ImportFileError("zip_part", sentence, hint, name)


def _as_written(name: str) -> str:
    """The name of an entry: Windows writes GBK into zip files without saying so, and Python reads it as cp437."""
    try:
        return name.encode("cp437").decode("gb18030") if not name.isascii() else name
    except UnicodeError:
        return name


def _is_return(name: str) -> bool:
    lowered = name.lower()
    return lowered not in _PASSED_OVER and not lowered.startswith(_TEMPORARY)


def write_originals(files: Sequence[tuple[str, bytes]], folder: Path) -> int:
    """Write files as they came into a folder; returns how many. Raises ExportError."""
    from functools import partial

    from exporters.file_names import distinct
    from exporters.target import Staging

    stems = distinct(Path(name).stem for name, _ in files)
    with Staging(folder) as staging:
        for stem, (name, data) in zip(stems, files, strict=True):
            staging.add(f"{stem}{Path(name).suffix}", partial(_put, data))
        return len(staging.publish())


def _put(data: bytes, stream: BinaryIO) -> None:
    stream.write(data)

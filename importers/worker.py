"""Reads files from outside in a process of their own, under limits: whatever a file does, the program goes on.

The program opens the file, checks its size and passes the bytes on; the reading process never sees a path.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from domain.draft_json import draft_from_json, join_json, specs_from_json, value_from_json, value_to_json
from domain.errors import Cancelled, FanganError, ImportFileError
from domain.exchange import PlanDraft
from domain.library_draft import LibraryDraft, ListChoices, ListKind
from domain.reading import ReadingChoices
from domain.source_sheet import SourceSheet
from domain.submission_draft import SubmissionChoices, SubmissionDraft
from domain.tables import TableSpec
from domain.word_facts import WordFacts
from importers.guard import SourcePath, open_source
from importers.worker_process import Ended, ReadingProcess, reader_command

Progress = Callable[[int, int], None]
IsCancelled = Callable[[], bool]
T = TypeVar("T")

_AS_ASSUMED = ReadingChoices()
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_TICK = 0.05
_SAVE_AGAIN = "文件可能太大，或者结构异常。请用 WPS 或 Office 打开它，删去不需要的部分后另存，再导入。"


@dataclass(frozen=True)
class Limits:
    """What one file may use: seconds of the clock and of the processor, bytes of memory and of answer."""

    seconds: float = 60
    memory: int = 1024**3
    memory_for_xls: int = 2 * 1024**3
    output: int = 64 * 1024**2
    start_seconds: float = 60


class Reader:
    """A reading process that is kept for several files, started when the first one comes; one caller at a time.

    After a file that went beyond a limit, or was cancelled, the next one gets a fresh process.
    """

    def __init__(self, limits: Limits | None = None, command: Sequence[str] = ()) -> None:
        """`command` starts another reading process than the program's own."""
        self._limits = limits or Limits()
        self._command = tuple(command) or reader_command()
        self._process: ReadingProcess | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the process, if there is one; the reader can be used again."""
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def read_plan(
        self,
        path: Path,
        *,
        choices: ReadingChoices = _AS_ASSUMED,
        progress: Progress | None = None,
        is_cancelled: IsCancelled | None = None,
    ) -> PlanDraft:
        """Read a plan or tables into a draft, as `importers.read.read_plan` does.

        `progress` gets steps done and steps in all. Raises ImportFileError when the file is refused or goes beyond a
        limit, Cancelled as soon as `is_cancelled` says so.
        """
        return self._ask("plan", path, choices, progress, is_cancelled, draft_from_json)

    def read_table_forms(
        self, path: Path, *, progress: Progress | None = None, is_cancelled: IsCancelled | None = None
    ) -> tuple[TableSpec, ...]:
        """Read the forms of the tables in a file: label, title, columns. Raises what `read_plan` raises."""
        return self._ask("forms", path, _AS_ASSUMED, progress, is_cancelled, specs_from_json)

    def read_word_facts(
        self, path: SourcePath, *, progress: Progress | None = None, is_cancelled: IsCancelled | None = None
    ) -> WordFacts:
        """Read what a Word file says of its own layout. Raises what `read_plan` raises."""
        return self._ask("facts", path, _AS_ASSUMED, progress, is_cancelled, partial(value_from_json, WordFacts))

    def read_submission(
        self, path: SourcePath, choices: SubmissionChoices, *, is_cancelled: IsCancelled | None = None
    ) -> SubmissionDraft:
        """Read a returned file by a form, as `importers.submissions.read_submission` does. Raises as `read_plan`."""
        return self._ask("submission", path, choices, None, is_cancelled, partial(value_from_json, SubmissionDraft))

    def read_source_sheets(
        self, path: SourcePath, *, is_cancelled: IsCancelled | None = None
    ) -> tuple[SourceSheet, ...]:
        """Read the sheets of a returned file as they are, to look at. Raises what `read_plan` raises."""
        read_answer = partial(value_from_json, tuple[SourceSheet, ...])
        return self._ask("sheets", path, _AS_ASSUMED, None, is_cancelled, read_answer)

    def read_library_list(
        self, path: SourcePath, kind: ListKind, *, is_cancelled: IsCancelled | None = None
    ) -> LibraryDraft:
        """Read a list of units or enterprises, as `importers.library_lists` does. Raises what `read_plan` raises."""
        choices = ListChoices(kind)
        return self._ask("library_list", path, choices, None, is_cancelled, partial(value_from_json, LibraryDraft))

    def _ask(
        self,
        task: str,
        path: SourcePath,
        choices: ReadingChoices | SubmissionChoices | ListChoices,
        progress: Progress | None,
        is_cancelled: IsCancelled | None,
        read_answer: Callable[[object], T],
    ) -> T:
        file = open_source(path)
        limits = self._limits
        request = {
            "task": task,
            "name": file.name,
            "choices": value_to_json(choices),
            "seconds": limits.seconds,
            "memory": limits.memory_for_xls if file.data.startswith(_OLE) else limits.memory,
            "most_memory": max(limits.memory, limits.memory_for_xls),
        }
        call = _Call(file.name, limits, progress, is_cancelled)
        try:
            process = self._ready(call)
            process.ask(request, file.data, limits.output)
            del file
            return read_answer(call.wait_for_result(process))
        except _Refused as refused:
            raise refused.error from None  # an answer like another: the process is as good as before
        except ValueError as error:
            self.close()
            raise _failed(call.name, f"answer: {error}") from error
        except BaseException:
            self.close()
            raise

    def _ready(self, call: _Call) -> ReadingProcess:
        """The process, started and waiting for a file."""
        if self._process is not None and not self._process.is_running():
            self.close()
        if self._process is None:
            self._process = ReadingProcess(self._command)
            call.wait_for_start(self._process)
        return self._process


class _Refused(Exception):  # noqa: N818 - the reader's answer on its way up
    def __init__(self, error: ImportFileError) -> None:
        super().__init__(error)
        self.error = error


@dataclass
class _Call:
    """One file on its way through a process: who waits, and for how long."""

    name: str
    limits: Limits
    progress: Progress | None
    is_cancelled: IsCancelled | None

    def wait_for_start(self, process: ReadingProcess) -> None:
        """Wait until a new process is ready. Raises FanganError when it does not come up."""
        for answer in self._answers(process, self.limits.start_seconds):
            if isinstance(answer, dict) and answer.get("kind") == "ready":
                return
            raise _not_started(str(answer))
        raise _not_started("too slow")

    def wait_for_result(self, process: ReadingProcess) -> object:
        """Pass progress on until the answer is there. Raises what the answer says, or a limit."""
        parts: list[tuple[object, object]] = []
        for answer in self._answers(process, self.limits.seconds):
            if isinstance(answer, Ended):
                raise self._ended(answer)
            kind = answer.get("kind")
            if kind == "progress":
                self._tell(answer)
            elif kind == "part":
                parts.append((answer.get("path"), answer.get("items")))
            elif kind == "result":
                return join_json(answer.get("value"), parts)
            elif kind == "refused":
                raise _Refused(_refusal(answer))
            elif kind == "too_much":
                raise _too_much(self.name, str(answer.get("detail")))
            else:
                raise _failed(self.name, str(answer.get("detail")))
        raise _too_slow(self.name, self.limits.seconds)

    def _answers(self, process: ReadingProcess, seconds: float) -> Generator[dict[str, Any] | Ended]:
        """What the process says, until time is up. Raises Cancelled when the user stops it."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if self.is_cancelled is not None and self.is_cancelled():
                raise Cancelled
            answer = process.next_answer(min(left, _TICK))
            if answer is not None:
                yield answer

    def _tell(self, answer: dict[str, Any]) -> None:
        done, total = answer.get("done"), answer.get("total")
        if self.progress is not None and isinstance(done, int) and isinstance(total, int):
            self.progress(done, total)

    def _ended(self, end: Ended) -> ImportFileError:
        if end.too_long:
            return ImportFileError(
                "reader_output",
                f"“{self.name}”里的内容太多，超过一次读取的上限，没有读取。",
                "请把它分成几个文件，再分别导入。",
                end.detail,
            )
        if end.out_of_time:
            return _too_slow(self.name, self.limits.seconds)
        return ImportFileError(
            "reader_died",
            f"读取“{self.name}”时，读取程序意外结束，文件可能已损坏或不安全，没有读取。",
            "方案文件没有改动。请用 WPS 或 Office 打开它，另存为新的文件后再导入。",
            end.detail,
        )


class ReaderPool:
    """A few reading processes for many files, for callers on several threads; each is started when first needed."""

    def __init__(self, size: int = 2, limits: Limits | None = None) -> None:
        self._idle: queue.LifoQueue[Reader] = queue.LifoQueue()
        self._all = [Reader(limits) for _ in range(size)]
        self._closing = threading.Lock()
        for reader in self._all:
            self._idle.put(reader)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def borrowed(self, is_cancelled: IsCancelled | None = None) -> Generator[Reader]:
        """A reader for one or more files; waits while all are lent out. Raises Cancelled when told to meanwhile."""
        reader = self._next(is_cancelled)
        try:
            yield reader
        finally:
            self._idle.put(reader)

    def _next(self, is_cancelled: IsCancelled | None) -> Reader:
        while True:
            if is_cancelled is not None and is_cancelled():
                raise Cancelled
            try:
                return self._idle.get(timeout=_TICK)
            except queue.Empty:
                continue

    def close(self) -> None:
        """End every process that nobody uses; call it when all callers are done."""
        with self._closing:
            for reader in self._all:
                reader.close()


def read_in_worker(
    path: Path,
    *,
    choices: ReadingChoices = _AS_ASSUMED,
    progress: Progress | None = None,
    is_cancelled: IsCancelled | None = None,
) -> PlanDraft:
    """Read one file in a process of its own, which ends with it. Raises what `Reader.read_plan` raises."""
    with Reader() as reader:
        return reader.read_plan(path, choices=choices, progress=progress, is_cancelled=is_cancelled)


def _refusal(answer: dict[str, Any]) -> ImportFileError:
    return ImportFileError(*(str(answer.get(key, "")) for key in ("code", "message", "hint", "detail")))


def _too_slow(name: str, seconds: float) -> ImportFileError:
    return ImportFileError("reader_timeout", f"读取“{name}”超过 {seconds:g} 秒还没有完成，已经停止。", _SAVE_AGAIN)


def _too_much(name: str, detail: str) -> ImportFileError:
    return ImportFileError("reader_memory", f"读取“{name}”需要的内存超过上限，已经停止。", _SAVE_AGAIN, detail)


def _failed(name: str, detail: str) -> ImportFileError:
    return ImportFileError(
        "reader_failed",
        f"“{name}”里有本程序不认识的内容，没有读取。",
        "请用 WPS 或 Office 打开它，另存为新的文件后再导入；若仍然不行，请把文件交给技术人员。",
        detail,
    )


def _not_started(detail: str) -> FanganError:
    return FanganError(
        "reader_not_started", "读取文件的程序没有启动。", "请稍后再试；若反复出现，请重新安装方案工作台。", detail
    )

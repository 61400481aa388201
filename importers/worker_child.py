"""The reading process: takes a file's bytes from a pipe, gives a draft back, touches nothing else.

It is started by `importers.worker` and ends when the program that started it is gone.
"""

from __future__ import annotations

import contextlib
import gc
import os
import queue
import signal
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from domain.draft_json import (
    choices_from_json,
    draft_to_json,
    specs_to_json,
    split_json,
    value_from_json,
    value_to_json,
)
from domain.errors import ImportFileError
from domain.library_draft import ListChoices
from domain.submission_draft import SubmissionChoices
from importers.guard import MAX_FILE, GivenFile
from importers.worker_limits import give_up_rights, limit_memory, limit_time
from importers.worker_wire import WireError, receive, send

Progress = Callable[[int, int], None]
Task = Callable[[GivenFile, Any, Progress], object]  # the file, the choices as JSON, whom to tell
Request = tuple[dict[str, Any], bytes]

_MOST_ASKED = MAX_FILE + 16 * 1024**2
_PROGRESS_EVERY = 0.05


def main() -> int:
    """Serve the readers of plans and of table forms until the program ends."""
    return serve(_load_tasks)


def serve(load_tasks: Callable[[], Mapping[str, Task]]) -> int:
    """Answer requests, one at a time, with what the tasks return; never returns while the program lives.

    `load_tasks` runs before the process gives up its rights, so that it may import what it likes.
    """
    source, answers = _take_streams()
    with contextlib.suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then ends this process
    requests: queue.SimpleQueue[Request] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(source, requests), daemon=True).start()
    try:
        tasks = load_tasks()
        give_up_rights(_readable())
        gc.freeze()
        send(answers, {"kind": "ready"})
        while True:
            request, data = requests.get()
            _answer(tasks[request["task"]], request, data, answers)
            del request, data
    except OSError:  # nobody listens any more
        return 1


def _take_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Keep the two pipes to ourselves, so that a library that prints does not speak into the talk."""
    pair = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, 0)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    return pair


def _listen(source: IO[bytes], requests: queue.SimpleQueue[Request]) -> None:
    """Pass requests on; the end of the pipe is the end of the program, whatever is being read."""
    try:
        while (frame := receive(source, lambda: _MOST_ASKED)) is not None:
            requests.put(frame[:2])
            del frame
    except (WireError, OSError):
        os._exit(1)
    os._exit(0)


def _load_tasks() -> Mapping[str, Task]:
    """Import what every file needs; a spreadsheet library waits for the first spreadsheet."""
    from importers.read import read_plan

    def plan(file: GivenFile, choices: Any, progress: Progress) -> object:
        return draft_to_json(read_plan(file, progress, choices_from_json(choices)))

    def forms(file: GivenFile, _choices: Any, _progress: Progress) -> object:
        from importers.appendix_forms import read_table_forms

        return specs_to_json(read_table_forms(file))

    def facts(file: GivenFile, _choices: Any, progress: Progress) -> object:
        from importers.word_facts import read_word_facts

        return value_to_json(read_word_facts(file, progress))

    asked: list[tuple[Any, SubmissionChoices]] = []  # of the file before: a form learns words as it is used

    def submission(file: GivenFile, choices: Any, _progress: Progress) -> object:
        from importers.submissions import read_submission

        if not asked or asked[0][0] != choices:
            asked[:] = [(choices, value_from_json(SubmissionChoices, choices))]
        by = asked[0][1]
        return value_to_json(read_submission(file, by.form, by.remembered, by.districts))

    def sheets(file: GivenFile, _choices: Any, _progress: Progress) -> object:
        from importers.source_sheets import read_source_sheets

        return value_to_json(read_source_sheets(file))

    def library_list(file: GivenFile, choices: Any, _progress: Progress) -> object:
        from importers.library_lists import read_library_list

        return value_to_json(read_library_list(file, value_from_json(ListChoices, choices).kind))

    tasks = {"plan": plan, "forms": forms, "facts": facts, "submission": submission, "sheets": sheets}
    return {**tasks, "library_list": library_list}


def _readable() -> Sequence[str]:
    """Where the program's own code and tables lie."""
    home = str(Path(__file__).resolve().parents[1])
    return [home, *sys.path, getattr(sys, "_MEIPASS", "")]


def _answer(task: Task, request: Mapping[str, Any], data: bytes, answers: IO[bytes]) -> None:
    said = 0.0

    def progress(done: int, total: int) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= _PROGRESS_EVERY:
            said = now
            send(answers, {"kind": "progress", "done": done, "total": total})

    limit_memory(request["memory"], request["most_memory"])
    limit_time(request["seconds"])
    gc.disable()  # a draft is made of values without circles; looking for some takes as long as reading
    try:
        value = task(GivenFile(request["name"], data), request["choices"], progress)
        for path, items in split_json(value):
            send(answers, {"kind": "part", "path": path, "items": items})
        message: dict[str, object] = {"kind": "result", "value": value}
    except ImportFileError as error:
        message = {
            "kind": "refused",
            "code": error.code,
            "message": error.message,
            "hint": error.hint,
            "detail": error.detail,
        }
    except (MemoryError, RecursionError) as error:
        message = {"kind": "too_much", "detail": type(error).__name__}
    except Exception as error:  # noqa: BLE001 - a reader's mistake must reach the program as a sentence
        message = {"kind": "failed", "detail": _describe(error)}
    try:
        send(answers, message)
    except MemoryError:
        message.clear()
        send(answers, {"kind": "too_much", "detail": "MemoryError"})
    finally:
        gc.enable()


def _describe(error: BaseException) -> str:
    """Type and places of an error, innermost last; never its text, which may quote the file."""
    return f"{type(error).__name__} at {' > '.join(_places(error.__traceback__))}"


def _places(trace: TracebackType | None) -> list[str]:
    places = []
    while trace is not None:
        places.append(f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[-6:]

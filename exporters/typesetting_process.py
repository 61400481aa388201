"""Long documents are set in a process of their own: it can be stopped, and its memory goes with it."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from domain.errors import ExportError
from exporters.pdf_engine import Sheet
from exporters.typesetting_child import read_message, write_message

# The hidden word that makes the installed program a typesetting process.
SWITCH = "--typesetter"
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from exporters.typesetting_child import main; sys.exit(main())"
SECONDS_A_PART = 120.0
PARTS_A_PROCESS = 25
_LISTEN_SECONDS = 0.05


def typesetter_command() -> list[str]:
    """How to start the process: the frozen program itself, or this Python on our own code and no other's."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SWITCH]
    home = str(Path(__file__).resolve().parents[1])
    paths = [home, *(str(Path(path).absolute()) for path in sys.path if path and Path(path).exists())]
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", _BOOT, *dict.fromkeys(paths)]


class TypesettingProcess:
    """Sets pages in a child process, started when it is first needed and again after some parts. Close it."""

    def __init__(self, command: list[str] | None = None, seconds: float = SECONDS_A_PART) -> None:
        self._command = command or typesetter_command()
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._done = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self.close()

    def set_pages(self, data: dict[str, Any], tick: Callable[[], None]) -> Sheet:
        """Set what `pdf_data.document_data` made. `tick` is called while that lasts, and may raise to stop it.

        Raises ExportError when Typst refuses, takes too long, or asks for too much memory.
        """
        try:
            return self._set(data, tick)
        except BaseException:
            self.close()  # what it is at is of no use any more
            raise

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process, self._done = self._process, None, 0
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was still to be sent has nobody to go to
                    pipe.close()

    def _set(self, data: dict[str, Any], tick: Callable[[], None]) -> Sheet:
        process = self._running()
        answers: queue.SimpleQueue[tuple[bytes, bytes] | None] = queue.SimpleQueue()
        threading.Thread(target=_talk, args=(process, data, answers), daemon=True).start()
        until = time.monotonic() + self._seconds
        while True:
            tick()
            try:
                answer = answers.get(timeout=_LISTEN_SECONDS)
                break
            except queue.Empty:
                if time.monotonic() > until:
                    raise _failed("排版用时过长，已经停止", f"{self._seconds} s") from None
        if answer is None:
            raise _failed("排版中途停止，可能是内存不足", f"exit code {process.wait()}")
        head = json.loads(answer[0])
        if "refused" in head:
            raise ExportError(*head["refused"])
        self._done += 1
        return Sheet(answer[1])

    def _running(self) -> subprocess.Popen[bytes]:
        if self._done >= PARTS_A_PROCESS:
            self.close()
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        return self._process


def _talk(
    process: subprocess.Popen[bytes], data: dict[str, Any], answers: queue.SimpleQueue[tuple[bytes, bytes] | None]
) -> None:
    """Ask and wait for the answer, on a thread that may be left behind when the process is ended."""
    assert process.stdin is not None
    assert process.stdout is not None
    answer = None
    with contextlib.suppress(OSError, ValueError):  # the process has gone, or its pipes were closed: no answer
        write_message(process.stdin, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())
        head, body = read_message(process.stdout), read_message(process.stdout)
        if head is not None and body is not None:
            answer = head, body
    answers.put(answer)


def _failed(what: str, detail: str) -> ExportError:
    return ExportError("not_set", f"这份文件没有排成 PDF：{what}。", "请分成几份导出，或改为导出 Word 文件。", detail)

"""One reading process seen from the program: its start, the talk with it, and its end."""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from importers.worker_wire import TooLong, WireError, receive, send

# The hidden word that makes the installed program a reading process.
SWITCH = "--reader"
_BOOT = "import sys; sys.path[:] = sys.argv[1:]; from importers.worker_child import main; sys.exit(main())"
_NO_TIME_LEFT = getattr(signal, "SIGXCPU", 0)
_SMALL_TALK = 64 * 1024
# What a bare Windows program needs to start, and how a packed program knows that it is unpacked already.
_KEPT = ("SYSTEMROOT", "SYSTEMDRIVE")
_KEPT_WHEN_FROZEN = ("TMP", "TEMP", "TMPDIR", "LD_LIBRARY_PATH")


@dataclass(frozen=True)
class Ended:
    """The process is gone: `detail` says how, for the log."""

    detail: str
    too_long: bool = False
    out_of_time: bool = False


def reader_command(boot: str = _BOOT) -> tuple[str, ...]:
    """How to start the reading process: the frozen program itself, or this Python on our own code and no other's.

    Without `site` and the environment's variables it starts faster, and nothing that a user set up runs in it.
    """
    if getattr(sys, "frozen", False):
        return sys.executable, SWITCH
    home = str(Path(__file__).resolve().parents[1])
    paths = [home, *(str(Path(path).absolute()) for path in sys.path if path and Path(path).exists())]
    return sys.executable, "-I", "-S", "-X", "utf8", "-c", boot, *dict.fromkeys(paths)


class ReadingProcess:
    """A child process with its thread, which starts it, takes its answers in and clears up behind it.

    The thread lives as long as the process: Linux ends a child that asked for it with the *thread* that started it.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._answers: queue.SimpleQueue[dict[str, Any] | Ended] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._wanted = True
        self._left = _SMALL_TALK
        self._thread = threading.Thread(target=self._live, daemon=True)
        self._thread.start()

    def is_running(self) -> bool:
        """Whether it can take a file, as far as is known."""
        process = self._process
        return self._thread.is_alive() and process is not None and process.poll() is None

    def ask(self, request: dict[str, Any], data: bytes, most: int) -> None:
        """Send a request with a file; `most` bytes of answers are taken. Returns at once."""
        with self._lock:
            process = self._process
            self._left = most
        if process is not None and process.stdin is not None:
            # A process that does not listen must not make its caller wait.
            threading.Thread(target=_send, args=(process.stdin, request, data), daemon=True).start()

    def next_answer(self, seconds: float) -> dict[str, Any] | Ended | None:
        """The next thing it says; None when it says nothing for so long."""
        try:
            return self._answers.get(timeout=seconds)
        except queue.Empty:
            return None

    def end(self) -> None:
        """End it, whatever it does, and wait until it is gone with its folder."""
        with self._lock:
            self._wanted = False
            if self._process is not None:
                self._process.kill()
        self._thread.join()

    def _live(self) -> None:
        end = Ended("the thread of the reading process failed")  # whoever waits must hear of that, too
        folder = ""
        try:
            folder = tempfile.mkdtemp(prefix="fangan-reader-")
            end = self._talk(folder)
        except OSError as error:
            end = Ended(repr(error))
        finally:
            if folder:
                shutil.rmtree(folder, ignore_errors=True)
            self._answers.put(end)

    def _talk(self, folder: str) -> Ended:
        try:
            with self._lock:
                if not self._wanted:
                    return Ended("not wanted any more")
                process = self._process = subprocess.Popen(
                    self._command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    cwd=folder,
                    env=_environment(),
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
                )
        except OSError as error:
            return Ended(repr(error))
        assert process.stdout is not None
        too_long = False
        detail = ""
        try:
            self._take_answers(process.stdout)
        except TooLong as error:
            too_long, detail = True, str(error)
        except (WireError, OSError) as error:
            detail = repr(error)
        # What it says last may come before its end is known.
        code = _exit_code(process, patient=not detail)
        process.stdout.close()
        if process.stdin is not None:
            with contextlib.suppress(OSError):  # what was still to be sent has nobody to go to
                process.stdin.close()
        return Ended(detail or f"exit code {code}", too_long, out_of_time=code < 0 and -code == _NO_TIME_LEFT)

    def _take_answers(self, stream: IO[bytes]) -> None:
        while (frame := receive(stream, lambda: self._left)) is not None:
            with self._lock:
                self._left -= frame[2]
            self._answers.put(frame[0])
            del frame


def _exit_code(process: subprocess.Popen[bytes], *, patient: bool) -> int:
    """How it ended; one that lives on after closing its pipe, or talks nonsense, is made to."""
    if patient:
        try:
            return process.wait(timeout=1)
        except subprocess.TimeoutExpired:
            process.kill()
    else:
        process.kill()
    return process.wait()


def _send(stream: IO[bytes], request: dict[str, Any], data: bytes) -> None:
    try:
        send(stream, request, data)
    except (OSError, ValueError):  # it is gone; whoever waits for its answer hears of that
        return


def _environment() -> dict[str, str]:
    """Nothing of the user's environment but what a start needs."""
    kept = _KEPT + (_KEPT_WHEN_FROZEN if getattr(sys, "frozen", False) else ())
    return {name: value for name, value in os.environ.items() if name.upper() in kept or name.startswith("_PYI_")}

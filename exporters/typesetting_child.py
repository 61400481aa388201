"""The process that sets long documents: takes what the template reads from a pipe, gives pages back, touches nothing.

It is started by `exporters.typesetting_process` and ends when the program that started it is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import struct
import sys
from typing import IO, Any

from domain.errors import ExportError
from exporters.pdf_engine import forget, set_pages

# Of addresses, not of pages in use: fonts are mapped, too.
_MEMORY = 3 * 1024**3
LENGTH = struct.Struct(">Q")


def main() -> int:
    """Serve until the pipe ends."""
    source, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not speak into the talk
    with contextlib.suppress(ValueError, AttributeError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the program, which then ends this process
    _limit_memory()
    while (request := read_message(source)) is not None:
        _answer(json.loads(request), answers)
    return 0


def _answer(data: dict[str, Any], answers: IO[bytes]) -> None:
    try:
        sheet = set_pages(data, tagged=False)
    except ExportError as error:
        head: dict[str, Any] = {"refused": [error.code, error.message, error.hint, error.detail]}
        body = b""
    else:
        head, body = {}, sheet.pdf
    write_message(answers, json.dumps(head).encode())
    write_message(answers, body)
    forget()


def read_message(stream: IO[bytes]) -> bytes | None:
    """The next message of a pipe; None at its end, or where it ends within one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None


def write_message(stream: IO[bytes], body: bytes) -> None:
    """Send a message. Raises OSError when nobody listens."""
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def _limit_memory() -> None:
    if sys.platform == "win32":  # no such limit there; parts are small
        return
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))

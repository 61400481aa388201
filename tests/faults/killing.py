"""A child process that reports what it has finished, and dies at a random moment."""

from __future__ import annotations

import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from random import Random

Report = Callable[[str, int], None]
Line = tuple[str, int]

LONGEST_RUN = 0.4  # seconds a child lives when its death is by the clock
LONGEST_DELAY = 0.02  # seconds between the report that decides and the kill


class ChildError(Exception):
    """The child failed by itself before it was killed."""


def killed_child(work: Callable[[Report], None], random: Random, moments: tuple[str, ...]) -> list[Line]:
    """Run `work` in a child, kill it at random, return what it reported before.

    A third of the deaths comes by the clock, the others shortly after a report: any of them, or one of `moments`.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        _run(work, writing)
    os.close(writing)
    try:
        reported = _wait(reading, random, moments)
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    reported += _rest(reading)
    os.close(reading)
    lines = [(word, int(number)) for word, number in (line.split() for line in reported.decode().splitlines())]
    if lines and lines[-1][0] == "failed":
        raise ChildError(lines)
    return lines


def _run(work: Callable[[Report], None], pipe: int) -> None:
    def report(word: str, number: int) -> None:
        os.write(pipe, f"{word} {number}\n".encode())

    try:
        work(report)
        report("done", 0)
    except BaseException:  # noqa: BLE001 - a forked child must not return into its parent's code
        traceback.print_exc()
        report("failed", 0)
    signal.pause()


def _wait(pipe: int, random: Random, moments: tuple[str, ...]) -> bytes:
    """Read until the moment of death; returns what was read."""
    choice = random.random()
    if choice < 1 / 3:
        return _read_until(pipe, lambda _: False, random.uniform(0, LONGEST_RUN))
    if choice < 2 / 3:
        wanted, count = b" ", random.randint(1, 60)
    else:
        wanted, count = random.choice(moments).encode() + b" ", random.randint(1, 3)
    read = _read_until(pipe, lambda text: text.count(wanted) >= count or b"done" in text or b"failed" in text, 20)
    return read + _read_until(pipe, lambda _: False, random.uniform(0, LONGEST_DELAY))


def _read_until(pipe: int, reached: Callable[[bytes], bool], seconds: float) -> bytes:
    until, read = time.monotonic() + seconds, b""
    while not reached(read) and (left := until - time.monotonic()) > 0:
        if select.select([pipe], [], [], left)[0]:
            read += os.read(pipe, 65536)
    return read


def _rest(pipe: int) -> bytes:
    read = b""
    while more := os.read(pipe, 65536):
        read += more
    return read

"""Readers that misbehave, for the reading process of the tests: each answers to the name of the file."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from domain.draft_json import choices_from_json, draft_to_json
from domain.errors import ImportFileError
from domain.exchange import PlanContent, PlanDraft, SourceFile
from importers.guard import GivenFile
from importers.worker_child import serve

Progress = Callable[[int, int], None]


def read(file: GivenFile, choices: object, progress: Progress) -> object:
    """Do what the name of the file says; the draft's title is what came of it."""
    act = _ACTS.get(file.name.partition(".")[0])
    title = act(file, progress) if act else f"{file.name} {len(file.data)} {choices_from_json(choices).pick('q', '-')}"
    return draft_to_json(PlanDraft(PlanContent(), SourceFile(str(title), "")))


def _spin(_file: GivenFile, _progress: Progress) -> str:
    while True:
        pass


def _sleep(_file: GivenFile, progress: Progress) -> str:
    for step in range(600):
        progress(step, 600)
        time.sleep(0.1)
    return "overslept"


def _swell(_file: GivenFile, _progress: Progress) -> str:
    return str(len(bytearray(1 << 36)))


def _recurse(file: GivenFile, progress: Progress) -> str:
    return _recurse(file, progress)


def _talk(_file: GivenFile, _progress: Progress) -> str:
    return "甲" * 3_000_000


def _chat(_file: GivenFile, _progress: Progress) -> str:
    return "甲" * 300_000


def _die(_file: GivenFile, _progress: Progress) -> str:
    os.abort()


def _leave(_file: GivenFile, _progress: Progress) -> str:
    os._exit(0)


def _babble(_file: GivenFile, _progress: Progress) -> str:
    for descriptor in range(1, 12):
        try:
            os.write(descriptor, b"\0\0\0\x02\0\0\0\0\0\0\0\0[]")
        except OSError:
            continue
    return "said"


def _fail(_file: GivenFile, _progress: Progress) -> str:
    raise KeyError("正文里的话")


def _refuse(file: GivenFile, _progress: Progress) -> str:
    raise ImportFileError("damaged", f"文件“{file.name}”已损坏。", "请重发。", "page 3")


def _print(_file: GivenFile, _progress: Progress) -> str:
    print("printed", flush=True)  # noqa: T201 - what a library might do
    sys.stdout.write("written\n")
    return f"{sys.stdin.read()!r}"


def _attempt(name: str, act: Callable[[], object]) -> str:
    try:
        act()
    except (OSError, RuntimeError) as error:
        return type(error).__name__
    return f"{name} was let through"


def _touch(_file: GivenFile, _progress: Progress) -> str:
    """Everything a reader has no business with."""
    acts: dict[str, Callable[[], object]] = {
        "write here": lambda: Path("a").write_text("甲", encoding="utf-8"),
        "write in the folder above": lambda: Path("..", "a").write_bytes(b"1"),
        "read a file of the system": lambda: Path("/etc/passwd").read_bytes(),
        "step back out of the program": lambda: (Path(os.__file__) / ".." / ".." / ".." / ".." / "x").read_bytes(),
        "make a folder": lambda: Path("b").mkdir(),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9)),
        "look a name up": lambda: socket.getaddrinfo("localhost", 80),
        "start a program": lambda: subprocess.run([sys.executable, "-V"], check=True),
        "fork": lambda: os.fork(),
        "remove": lambda: Path(os.__file__).unlink(),
    }
    return " ".join(sorted({_attempt(name, act) for name, act in acts.items()}))


def _surroundings(_file: GivenFile, _progress: Progress) -> str:
    names = sorted(set(os.environ) - {"LC_CTYPE"})
    return f"{list(Path().iterdir())} {names} {sorted(int(one.name) for one in Path('/dev/fd').iterdir())}"


_ACTS: Mapping[str, Callable[[GivenFile, Progress], str]] = {
    name.strip("_"): act
    for name, act in list(globals().items())
    if name.startswith("_") and callable(act) and name not in ("_attempt", "_ACTS") and not name.startswith("__")
}


def main() -> int:
    """Serve these readers."""
    return serve(lambda: {"plan": read})

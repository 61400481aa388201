"""Two processes that open, edit and publish one document at the same time: nobody's words are overwritten.

python -m tests.faults.two_processes --rounds 1000
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random

from db.document import Document
from db.places import Home
from db.store import Store
from db.units import add_unit, load_units

_JITTER = 10_000  # rounds of hashing, some milliseconds, by which the two are apart at most at opening and publishing


def run_rounds(rounds: int, folder: Path) -> tuple[int, int]:
    """Let two processes meet `rounds` times; returns publications and conflicts. AssertionError on a loss."""
    path = folder / "docs" / "方案.fangan"
    with Store.create(path):
        pass
    context = multiprocessing.get_context("fork")
    barrier = context.Barrier(2, timeout=600)
    pipes = [context.Pipe() for _ in range(2)]
    processes = [
        context.Process(target=_edit, args=(path, folder, name, rounds, barrier, pipe[1]))
        for name, pipe in zip("甲乙", pipes, strict=True)
    ]
    for process, (_, writing) in zip(processes, pipes, strict=True):
        process.start()
        writing.close()  # so that a child that fails is noticed, not waited for
    said = [reading.recv() for reading, _ in pipes]
    for process in processes:
        process.join()
    written = {name for names, _ in said for name in names}
    kept = {name for file in path.parent.glob("*.fangan") for name in _units(file)}
    assert len(written) == 2 * rounds
    assert written <= kept, f"overwritten: {sorted(written - kept)[:5]}"
    assert not [file for file in path.parent.iterdir() if file.name.startswith(".fangan-")], "stray files"
    return len(written), sum(conflicts for _, conflicts in said)


def _edit(path: Path, folder: Path, name: str, rounds: int, barrier: Barrier, pipe: Connection) -> None:
    random, home = Random(name), Home(folder / name)
    names, conflicts = [], 0
    for number in range(rounds):
        barrier.wait()
        _dawdle(random)
        document = Document.open(path, home, force=True)
        unit = f"市{name}{number}局"
        add_unit(document.store, unit)
        _dawdle(random)
        document.close()
        conflicts += document.conflict is not None
        names.append(unit)
    pipe.send((names, conflicts))


def _dawdle(random: Random) -> None:
    """Be busy for a moment of random length."""
    hashlib.pbkdf2_hmac("sha256", b"", b"", random.randint(1, _JITTER))


def _units(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return [unit.name for unit in load_units(store.db)]
    finally:
        store.close()


def main() -> None:
    """Run the long form and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000)
    wanted = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        publications, conflicts = run_rounds(wanted.rounds, Path(folder))
    sys.stdout.write(
        f"{wanted.rounds} meetings in {time.monotonic() - start:.0f} s: {publications} publications, "
        f"{conflicts} conflict copies, 0 overwritten\n"
    )


if __name__ == "__main__":
    main()

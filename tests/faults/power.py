"""Power loss, replayed from the system calls of an editing session with torn, dropped and reordered sectors.

    python -m tests.faults.power --images 10000 --seed 1

Of every image: the document opens as a state that was published, and the document or the working copy holds every
commit that was acknowledged before the power went. The controls must fail: a working copy without a journal, a
document that is published by copying over it, and folders that are not forced to the disk.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import db.publishing
import db.working_copies
from db.chain import broken_links
from db.document import Document
from db.places import Home
from db.publishing import read_published_state
from db.store import Store
from db.working_copies import leftovers
from tests.faults.failing_disk import FailingDisk
from tests.faults.kills import next_kind, read_whole
from tests.faults.stream import act, state_digest
from tests.faults.system_calls import Event, record

CONTROLS = ("", "journal_off", "in_place", "names_not_forced")
ACTIONS = 40
IMAGES_A_SESSION = 500


@dataclass
class Losses:
    """What the images came to; `bad` counts the faults by their sentence."""

    images: int = 0
    sessions: int = 0
    from_copy: int = 0  # images whose newest commit was in the working copy, not in the document
    bad: Counter[str] = field(default_factory=Counter)


@dataclass
class Acknowledged:
    """What the session had said by each event."""

    events: list[int] = field(default_factory=list)  # ascending
    committed: list[int] = field(default_factory=list)  # newest revision by then
    published: list[int] = field(default_factory=list)
    digests: dict[int, str] = field(default_factory=dict)  # of every revision of the session

    def note(self, event: int, word: str, revision: int, digest: str) -> None:
        """Take in one line of the session."""
        self.digests[revision] = digest
        self.events.append(event)
        last = self.published[-1] if self.published else 0
        self.published.append(max(last, revision if word == "published" else 0))
        self.committed.append(max([revision, *self.committed[-1:]]))

    def at(self, event: int) -> tuple[int, int]:
        """Newest committed and newest published revision that were acknowledged before an event."""
        index = bisect_right(self.events, event) - 1
        return self.committed[index], self.published[index]


def run_losses(images: int, seed: int, folder: Path, control: str = "") -> Losses:
    """Make and check `images` images of as many sessions as that takes."""
    losses = Losses()
    while losses.images < images:
        place = folder / f"session{losses.sessions}"
        one_session(min(IMAGES_A_SESSION, images - losses.images), seed + losses.sessions, place, control, losses)
        losses.sessions += 1
        shutil.rmtree(place)
    return losses


def one_session(images: int, seed: int, place: Path, control: str, losses: Losses) -> None:
    """Record one session and check images of it at random moments."""
    root = place / "root"
    with Store.create(root / "docs" / "plan.fangan"):
        pass
    disk = FailingDisk(root)
    start = read_whole(root / "docs" / "plan.fangan")
    events = record(
        "tests.faults.power",
        ["--session", str(root), "--seed", str(seed), "--control", control],
        root,
        place / "calls.log",
    )
    said = _read_acknowledged(events, start)
    random = Random(seed)
    moments = Counter(random.choices(range(len(events)), k=images))
    for number, event in enumerate(events):
        disk.follow(event)
        for _ in range(moments[number]):
            image = place / "image"
            image.mkdir()
            disk.image(random, image)
            losses.images += 1
            try:
                losses.from_copy += _check(image, said, *said.at(number))
            except Exception as error:  # noqa: BLE001 - every kind of failure counts
                losses.bad[f"{type(error).__name__}: {str(error)[:60]}"] += 1
            shutil.rmtree(image)


def _read_acknowledged(events: list[Event], start: tuple[int, str]) -> Acknowledged:
    said = Acknowledged()
    said.note(-1, "published", *start)
    for number, event in enumerate(events):
        if event.kind == "said":
            word, revision, digest = event.data.decode().split()
            said.note(number, word, int(revision), digest)
    return said


def _check(image: Path, said: Acknowledged, committed: int, published: int) -> bool:
    """Raise unless one image holds what it must; True when it was the working copy that held it."""
    path = image / "docs" / "plan.fangan"
    revision, digest = read_whole(path)
    assert revision >= published, "a published state is lost"
    assert said.digests[revision] == digest, "the document is no state of the session"
    newest = revision
    for leftover in leftovers(Home(image / "home")):
        store = Store.open(leftover.copy)
        try:
            assert store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the working copy is damaged"
            assert broken_links(store.db) == [], "the history is damaged"
            assert said.digests[store.revision] == state_digest(store), "the working copy is no state of the session"
            newest = max(newest, store.revision)
        finally:
            store.close()
        assert read_published_state(path) in leftover.known, "its own state would be taken for another's"
    assert newest >= committed, "an acknowledged commit is lost"
    return newest > revision


def session(root: Path, seed: int, control: str) -> None:
    """What the recorded child does: edit, publish, close and open again, and say after each what is safe by now."""
    random, home, path = Random(seed), Home(root / "home"), root / "docs" / "plan.fangan"
    if control == "in_place":
        Path.replace = _copy_over  # type: ignore[method-assign, assignment]
    if control == "names_not_forced":
        db.working_copies.sync_folder = db.publishing.sync_folder = lambda _: None  # type: ignore[attr-defined]
    document = _open(path, home, control)
    for _ in range(ACTIONS):
        kind = next_kind(random)
        if kind == "act":
            act(document.store, random)
            _say("at", document.store)
        elif kind == "publish":
            document.publish()
            _say("published", document.store)
        else:
            document.close()
            document = _open(path, home, control)
            _say("published", document.store)
    os._exit(0)  # the power is gone before anything is closed


def _open(path: Path, home: Home, control: str) -> Document:
    document = Document.open(path, home)
    if control == "journal_off":
        document.store.db.execute("PRAGMA journal_mode = OFF")
    return document


def _copy_over(source: Path, target: Path) -> Path:
    shutil.copyfile(source, target)
    source.unlink()
    return target


def _say(word: str, store: Store) -> None:
    os.write(1, f"{word} {store.revision} {state_digest(store)}\n".encode())


def main() -> None:
    """Run the long form and print its figures, or the session that is recorded."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=10000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--session", type=Path)
    parser.add_argument("--control", choices=CONTROLS, default="")
    wanted = parser.parse_args()
    if wanted.session:
        session(wanted.session, wanted.seed, wanted.control)
    for control in CONTROLS:
        start = time.monotonic()
        images = wanted.images if not control else max(wanted.images // 10, 100)
        with tempfile.TemporaryDirectory() as folder:
            losses = run_losses(images, wanted.seed, Path(folder), control)
        sys.stdout.write(
            f"{control or 'as it is'}: {losses.images} images of {losses.sessions} sessions "
            f"in {time.monotonic() - start:.0f} s, {losses.bad.total()} bad "
            f"({losses.from_copy} went on from the working copy)\n"
        )
        for sentence, count in losses.bad.most_common():
            sys.stdout.write(f"    {count}  {sentence}\n")


if __name__ == "__main__":
    main()

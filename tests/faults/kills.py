"""kill -9 at random moments of editing, importing, undoing, publishing, opening and closing.

    python -m tests.faults.kills --kills 2000 --minutes 15 --seed 1

A child works on a document and reports each committed revision; the parent kills it, takes over what it left and
compares that with a replica on which it replays the same seed.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from db.chain import broken_links
from db.database import Database
from db.delivery import deliver
from db.digest import content_digest
from db.document import Document
from db.lock import lock_path
from db.places import Home
from db.publishing import load_published_state, sweep_temporaries
from db.store import Store
from db.working_copies import leftovers
from tests.faults.killing import Report, killed_child
from tests.faults.stream import act, state_digest

ACTIONS = 120  # a child that was not killed by then waits for it
CAMPAIGN = 20  # kills before a fresh document is begun
MOMENTS = ("opening", "publishing", "closing")


@dataclass
class Tally:
    """What a run of kills came to; `moments` counts what the child was doing when it died."""

    kills: int = 0
    commits: int = 0
    publications: int = 0
    undone: int = 0
    moments: Counter[str] = field(default_factory=Counter)


def run_kills(kills: int, seed: int, folder: Path, until: float = float("inf")) -> Tally:
    """Kill `kills` times, or until the monotonic clock says `until`. Raises AssertionError at the first fault."""
    tally, random = Tally(), Random(seed)
    while tally.kills < kills and time.monotonic() < until:
        place = Path(tempfile.mkdtemp(dir=folder))
        campaign = Campaign(place, random, tally)
        for _ in range(min(CAMPAIGN, kills - tally.kills)):
            campaign.round()
        campaign.replica.close()
        shutil.rmtree(place)
    return tally


class Campaign:
    """One document that dies again and again, and the replica that does not."""

    def __init__(self, folder: Path, random: Random, tally: Tally) -> None:
        self.path = folder / "docs" / "方案.fangan"
        self.home = Home(folder / "home")
        self.random = random
        self.tally = tally
        for path in (self.path, folder / "replica.fangan"):
            with Store.create(path):
                pass
        self.replica = Store.open(folder / "replica.fangan")
        self.replica.db.execute("PRAGMA synchronous = OFF")
        self.digests = {self.replica.revision: state_digest(self.replica)}
        self.published = self.replica.revision

    def round(self) -> None:
        """Let a child work, kill it, check all that is left, and now and then close well."""
        seed = self.random.randrange(2**32)
        lines = killed_child(lambda report: self._work(seed, report), self.random, MOMENTS)
        acknowledged = max([self.replica.revision, *(number for word, number in lines if word == "at")])
        self.published = max([self.published, *(number for word, number in lines if word == "published")])
        self._count(lines, acknowledged)
        try:
            self._check(seed, acknowledged)
        except BaseException as error:
            error.add_note(f"seed {seed}, acknowledged {acknowledged}, reported {lines[-5:]}")
            raise

    def _work(self, seed: int, report: Report) -> None:
        """What the child does."""
        random = Random(seed)
        report("opening", 0)
        document = self._open()
        for _ in range(ACTIONS):
            kind = next_kind(random)
            revision = document.store.revision
            if kind == "act":
                act(document.store, random)
                report("at", document.store.revision)
            elif kind == "publish":
                report("publishing", revision)
                publish_either_way(document)
                report("published", revision)
            else:
                report("closing", revision)
                document.close()
                report("published", revision)
                report("opening", revision)
                document = self._open()

    def _open(self) -> Document:
        found = leftovers(self.home)
        assert len(found) <= 1, found
        return Document.adopt(found[0]) if found else Document.open(self.path, self.home)

    def _check(self, seed: int, acknowledged: int) -> None:
        removed = sweep_temporaries(self.path.parent)
        assert all(path.name.startswith(".") for path in removed)
        names = {path.name for path in self.path.parent.iterdir()}
        # The lock of the dead may stay: the next to open takes it over.
        assert names - {lock_path(self.path).name} == {self.path.name}, "stray or missing file"
        published = read_whole(self.path)
        document = self._open()
        store = document.store
        assert store.revision >= acknowledged, f"lost: {store.revision}"
        self._replay(seed, store.revision)
        assert published[0] >= self.published, f"published state lost: {published}"
        assert self.digests.get(published[0]) == published[1], "the document is no state that was published"
        assert store.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
        assert broken_links(store.db) == []
        assert state_digest(store) == self.digests[store.revision], "the content is not what was committed"
        self._undo_and_redo(store)
        self._leave(document)

    def _replay(self, seed: int, revision: int) -> None:
        """Bring the replica to the revision that was found."""
        random = Random(seed)
        self.replica.end_merging()
        for _ in range(ACTIONS):
            if self.replica.revision == revision:
                break
            kind = next_kind(random)
            if kind == "act":
                act(self.replica, random)
                self.digests[self.replica.revision] = state_digest(self.replica)
            elif kind == "reopen":
                self.replica.end_merging()
        assert self.replica.revision == revision, "a revision that was never made"

    def _undo_and_redo(self, store: Store) -> None:
        """Undo goes on after the crash, to the same states as without it."""
        steps = self.random.choice([0, 0, 2, 5])
        for step in [Store.undo] * steps + [Store.redo] * steps:
            step(store)
            step(self.replica)
            assert state_digest(store) == state_digest(self.replica)
            self.tally.undone += 1
        self.digests[store.revision] = state_digest(store)

    def _leave(self, document: Document) -> None:
        """Close well, or leave the working copy to the next child as a crash does."""
        if self.random.random() < 0.5:
            document.close()
            self.published = read_whole(self.path)[0]
            assert document.conflict is None, "its own earlier state was taken for another's"
            assert list(self.home.work.iterdir()) == [], "stray working copy"
            assert [path.name for path in self.path.parent.iterdir()] == [self.path.name], "stray lock file"
        else:
            document.store.close()
            document._owner.close()

    def _count(self, lines: list[tuple[str, int]], acknowledged: int) -> None:
        self.tally.kills += 1
        self.tally.commits += acknowledged - self.replica.revision
        self.tally.publications += sum(word == "published" for word, _ in lines)
        self.tally.moments[lines[-1][0] if lines else "starting"] += 1


def next_kind(random: Random) -> str:
    """What a user does next: mostly edit."""
    return random.choices(["act", "publish", "reopen"], [20, 3, 1])[0]


def publish_either_way(document: Document) -> None:
    """Publish in one step, as Ctrl+S does, or packed and delivered, as the window does unasked."""
    if document.is_published or document.store.revision % 2:
        document.publish()
    else:
        document.settle(deliver(document.pack()))


def read_whole(path: Path) -> tuple[int, str]:
    """Revision and state digest of a document file, which must be sound and as it was published."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy.fangan"
        shutil.copyfile(path, copy)
        store = Store.open(copy)
        try:
            db: Database = store.db
            assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok", "the document is damaged"
            state = load_published_state(db)
            assert state is not None
            assert (state.revision, state.digest) == (store.revision, content_digest(db)), "not as it was published"
            assert broken_links(db) == [], "the history in the document is damaged"
            return store.revision, state_digest(store)
        finally:
            store.close()


def main() -> None:
    """Run the long form and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=15)
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tally = run_kills(wanted.kills, wanted.seed, Path(folder), start + wanted.minutes * 60)
    sys.stdout.write(
        f"{tally.kills} kills in {time.monotonic() - start:.0f} s: {tally.commits} acknowledged commits, "
        f"{tally.publications} publications, {tally.undone} steps undone and redone; 0 lost, 0 damaged, 0 stray\n"
        f"killed while (last report): {dict(tally.moments.most_common())}\n"
    )


if __name__ == "__main__":
    main()

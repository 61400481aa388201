"""Power loss, replayed from a system-call log: nothing acknowledged is lost. The short form, with its controls."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from random import Random

import pytest

from tests.faults.failing_disk import FailingDisk
from tests.faults.power import CONTROLS, run_losses
from tests.faults.system_calls import Event


def can_trace() -> bool:
    strace = shutil.which("strace")
    return strace is not None and subprocess.run([strace, "-qq", "-o", "/dev/null", "true"]).returncode == 0


needs_strace = pytest.mark.skipif(not can_trace(), reason="strace is not installed or not allowed here")


@needs_strace
def test_power_loss_costs_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    losses = run_losses(140, seed=5, folder=tmp_path)
    assert losses.bad == {}
    assert losses.images == 140
    assert losses.from_copy > 20


@needs_strace
@pytest.mark.parametrize("control", [control for control in CONTROLS if control])
def test_the_replay_notices_what_is_not_safe(control: str, tmp_path: Path) -> None:
    losses = run_losses(45, seed=5, folder=tmp_path, control=control)
    assert losses.bad.total() > 0


def test_the_failing_disk_keeps_what_was_forced_and_loses_some_of_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "start"
    folder.mkdir()
    (folder / "old").write_bytes(b"a" * 1024)
    disk = FailingDisk(folder)
    forced = [Event("write", "old", data=b"b" * 512), Event("sync", "old")]
    loose = [
        Event("write", "old", offset=512, data=b"c" * 512),
        Event("create", "new", offset=0),
        Event("write", "new", data=b"d"),
        Event("sync", "new"),
        Event("rename", "new", "newer"),
    ]
    for event in [*forced, *loose]:
        disk.follow(event)
    random, seen = Random(1), set()
    for number in range(60):
        image = tmp_path / str(number)
        image.mkdir()
        disk.image(random, image)
        assert (image / "old").read_bytes()[:512] == b"b" * 512
        seen.add(((image / "old").read_bytes()[512:513], *sorted(path.name for path in image.iterdir())))
    assert seen == {(letter, *sorted(["old", *names])) for letter in (b"a", b"c") for names in ([], ["new"], ["newer"])}

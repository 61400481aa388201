"""kill -9: nothing acknowledged is lost, nothing is damaged, nothing is left lying about. The short form."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from exporters.export import DEFAULT_FORMATS

if os.name == "nt":
    pytest.skip("os.fork and SIGKILL are not there on Windows", allow_module_level=True)

from tests.faults.export_kills import run_export_kills
from tests.faults.kills import run_kills


def test_a_killed_program_loses_no_commit_and_no_undo(tmp_path: Path) -> None:
    # On a machine so busy that no child gets anything done before its death by the clock, still as much is done.
    tally = run_kills(12, seed=9, folder=tmp_path)
    assert tally.kills == 12
    assert tally.commits > 40
    assert tally.publications > 5


# PDF takes the same route; its compiler has threads, which a forked child does not inherit.
@pytest.mark.parametrize("suffix", DEFAULT_FORMATS)
def test_a_killed_export_leaves_the_old_or_the_new_file(suffix: str, tmp_path: Path) -> None:
    found = run_export_kills(6, suffix, seed=3, folder=tmp_path)
    assert found["kills"] == 6
    assert found["plan 0"] + found["plan 1"] > 0

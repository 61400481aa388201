"""Damage of every kind is noticed, and salvage gets back what still lies in the file. The short form."""

from __future__ import annotations

import pytest

from tests.faults.damage import KINDS, Tally, run_damage


@pytest.fixture(scope="module")
def tally(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    return run_damage(620, salvages=4, seed=11, folder=tmp_path_factory.mktemp("damage"))


def test_every_damage_is_noticed_or_has_changed_nothing(tally: Tally) -> None:
    assert tally.noticed["flip"] + tally.harmless["flip"] >= 300
    assert tally.noticed["flip"] > 100
    assert tally.accused.total() <= 1  # damage is not called hostility
    assert tally.harmless.total() == tally.harmless["flip"] + tally.harmless["stale"]
    for kind in KINDS[1:]:
        assert tally.noticed[kind] > 20


def test_salvage_gets_back_the_rows_whose_bytes_are_there(tally: Tally) -> None:
    for kind in KINDS:
        assert tally.salvaged[kind] == 4
        assert tally.refused[kind] <= (kind == "truncate")  # one page may be all that is left
        assert tally.share(kind) >= 0.98

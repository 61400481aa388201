"""What all tests share: tests that invent their cases invent the same ones every time.

FANGAN_EXPLORE=1 lets them look further, each time elsewhere.
"""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# Qt warns of a locale that is not UTF-8, such as LC_ALL=C or one that is not installed, and a warning fails a test.
if sys.platform.startswith("linux"):
    os.environ["LC_ALL"] = "C.UTF-8"

# How long one case takes says something of the machine, not of the code.
_SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, database=None, **_SHARED)
settings.register_profile("explore", **_SHARED)
settings.load_profile("explore" if os.environ.get("FANGAN_EXPLORE") == "1" else "same")

# The files that take longest, longest first: begun first, none of them is left to the end, when one core would wait.
_LONGEST = (
    "tests/hostile/test_hostile.py",
    "tests/journeys/test_round_trip.py",
    "tests/desktop/test_preview.py",
    "tests/faults/test_damage.py",
    "tests/faults/test_power.py",
    "tests/faults/test_kills.py",
    "tests/desktop/test_printing.py",
    "tests/exporters/test_layout_check_fix.py",
)


def pytest_configure(config: pytest.Config) -> None:
    """Keep pytest-xdist, where it is there, from its own order, which is by the number of a file's tests."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the tests of the longest files first; all others stay in their order."""
    rank = {name: number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))

"""What all tests share: tests that invent their cases invent the same ones every time.

FANGAN_EXPLORE=1 lets them look further, each time elsewhere.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

# How long one case takes says something of the machine, not of the code.
_SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, database=None, **_SHARED)
settings.register_profile("explore", **_SHARED)
settings.load_profile("explore" if os.environ.get("FANGAN_EXPLORE") == "1" else "same")

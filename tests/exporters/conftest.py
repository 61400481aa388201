"""Fixtures of the export room."""

from __future__ import annotations

from pathlib import Path

import pytest

from domain.exchange import PlanContent
from tests.exporters.export_case import Exported, export, make_plan


@pytest.fixture
def plan() -> PlanContent:
    return make_plan()


@pytest.fixture
def exported(plan: PlanContent, tmp_path: Path) -> Exported:
    return export(plan, tmp_path / "导出")

"""Plans in a store, their exports, and what an office program makes of these."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.drafts import apply_draft
from db.snapshot import load_snapshot
from db.store import Store
from domain.exchange import PlanContent, PlanDraft, SourceFile
from exporters.export import export_plan
from importers.read import read_plan
from tests.exporters.export_case import make_plan
from tests.exporters.long_plan import make_long_plan
from tests.journeys.rich_plan import make_rich_plan

SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "plan.txt"
SOFFICE = shutil.which("soffice")
PLANS = ("sample", "case", "rich", "long")


def content_of(name: str) -> PlanContent:
    if name == "sample":
        return read_plan(SAMPLE).content
    if name == "rich":
        return make_rich_plan()
    return make_plan(3) if name == "case" else make_long_plan(40, 40)


def store_of(content: PlanContent, folder: Path) -> Store:
    """A plan file with a content."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "plan.fangan"
    with Store.create(path):
        pass
    store = Store.open(path)
    apply_draft(store, PlanDraft(content, SourceFile("plan.docx", "a")))
    return store


def export_all(store: Store, folder: Path, *parts: str) -> list[Path]:
    """Every part in Word and Excel, workbooks also to go on working in."""
    paths = export_plan(load_snapshot(store), folder, parts=parts, working_copies=True)
    return [path for path in paths if "矩阵" not in path.name]


def through_office(paths: Sequence[Path], folder: Path) -> list[Path]:
    """The same files, opened and saved by LibreOffice."""
    if SOFFICE is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    folder.mkdir(parents=True, exist_ok=True)
    for suffix in ("docx", "xlsx"):
        chosen = [str(path) for path in paths if path.suffix == f".{suffix}"]
        if chosen:
            # One profile for all tests of a run: to make it takes LibreOffice longer than to save a file.
            home = f"-env:UserInstallation={(folder.parents[1] / 'office').as_uri()}"
            command = [SOFFICE, home, "--headless", "--convert-to", suffix, "--outdir", str(folder), *chosen]
            subprocess.run(command, check=True, capture_output=True, timeout=600)
    saved = [folder / path.name for path in paths]
    assert all(path.exists() for path in saved)
    return saved

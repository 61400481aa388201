"""The first hour, walked by keys from the start page to the printer; the help shows what it passes."""

from __future__ import annotations

import re
from collections.abc import Generator
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from PySide6.QtWidgets import QApplication

from domain.units import Role
from resources import resource
from tests.journeys.first_hour import NAMES, FirstHour


@pytest.fixture
def hour(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[tuple[FirstHour, list[str]]]:
    monkeypatch.setenv("FANGAN_HOME", str(tmp_path / "home"))
    qapp.setStyle("Fusion")
    palette, font = qapp.palette(), qapp.font()
    stops: list[str] = []
    hour = FirstHour(tmp_path, lambda name, _window: stops.append(name))
    yield hour, stops
    hour.close()
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_from_the_start_page_to_the_printer(hour: tuple[FirstHour, list[str]], tmp_path: Path) -> None:
    walk, stops = hour
    walk.walk()

    assert tuple(stops) == NAMES
    content = walk.content
    tasks = {one.node.title: one.node for one in content.tasks()}
    assert tasks["摸清充电需求"].paragraphs[0].text.startswith("以社区为单位，逐个小区")
    roles = {one.role for one in content.duties_of(tasks["建设充电设施"].id)}
    assert roles == {Role.LEAD, Role.SUPPORT}
    lines = content.tables[0].rows[1].cell(walk.problem()).text.split("\n")
    assert [line.lstrip("★") for line in lines] == ["充电设备损坏未修。", "消防通道被占用，救援车辆进不来。"]
    words = [docx.Document(str(path)) for path in walk.exported() if path.suffix == ".docx"]
    assert any("以社区为单位" in line.text for word in words for line in word.paragraphs)
    pages = PdfReader(tmp_path / "印出.pdf").pages
    assert len(pages) >= 1


def test_the_help_shows_every_stop_and_nothing_else() -> None:
    chapter = resource("help/first-hour.md").read_text(encoding="utf-8")
    shown = re.findall(r"!\[[^\]]+\]\(first-hour/([a-z]+)\.png\)", chapter)

    assert tuple(shown) == NAMES
    drawn = {one.name for one in resource("help/first-hour").iterdir()}
    assert drawn == {f"{name}.png" for name in NAMES}

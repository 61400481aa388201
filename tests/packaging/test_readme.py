"""README.md is held to what exists: commands, rooms, dependencies and links."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.commands import NAMES

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def readme() -> str:
    return (ROOT / "README.md").read_text(encoding="utf-8")


def documented_commands(readme: str) -> set[str]:
    table = readme.partition("## The command line")[2].partition("\n## ")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {word for cell in cells for word in re.findall(r"`(?:fangan )?([a-z-]+)\b", cell)} - {"fangan"}


def test_every_command_is_documented_and_no_other(readme: str) -> None:
    assert documented_commands(readme) == set(NAMES)


def test_every_dependency_has_its_reason(readme: str) -> None:
    table = readme.partition("## Dependencies")[2].partition("\n## ")[0]
    named = {"requirements.in", "requirements-dev.in"}
    wanted = [
        re.split(r"[<>=~! ]", line)[0]
        for name in named
        for line in (ROOT / "packaging" / name).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    ]
    assert [name for name in wanted if name not in table] == []


def test_every_file_the_readme_points_at_is_there(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", readme)
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_module_named_as_a_beginning_is_there(readme: str) -> None:
    rows = re.findall(r"^\| `(\w+)/` \| (.+) \|$", readme, re.M)
    named = [(room, module) for room, text in rows for module in re.findall(r"`(\w+\.py)`", text)]
    assert len(named) >= 10
    assert [f"{room}/{module}" for room, module in named if not (ROOT / room / module).is_file()] == []

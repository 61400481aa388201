"""The rules of the house, each a test whose name is the rule."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("domain", "db", "importers", "exporters", "desktop", "resources")
TEXT_SUFFIXES = {
    "",
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".in",
    ".svg",
    ".yml",
    ".yaml",
    ".cfg",
    ".sh",
    ".bat",
    ".ps1",
    ".json",
}

# Spelt in pieces, so that this file does not offend against its own rule.
MACHINE_PATH = re.compile(
    r"(?<![\w./-])/(?:work|root|farm|home/\w+)/\w" + "|" + r"[A-Z]:\\Users\\\w" + "|" + r"/tm" + r"p/\w+/"
)
INDEX_ADDRESS = re.compile("index" + "-url|find" + r"-links|https?://\S+\.(?:whl|tar\.gz|tgz|deb)\b")


@pytest.fixture(scope="module")
def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True)
    if listed.returncode:
        pytest.skip("not a git checkout, so there are no tracked files to look at")
    paths = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def lines_that(offend: Callable[[str], object], files: list[Path], suffixes: set[str]) -> Iterator[str]:
    """Places as file:line where a line offends."""
    for path in files:
        if path.suffix in suffixes:
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if offend(line):
                    yield f"{path.relative_to(ROOT)}:{number}"


def python_files(files: list[Path]) -> list[Path]:
    return [path for path in files if path.suffix == ".py"]


def run_python(code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a Python of its own, so that what this test session has imported does not count."""
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_the_arrows_between_the_rooms_are_kept() -> None:
    linted = run_python("from importlinter.cli import lint_imports; raise SystemExit(lint_imports())")
    assert linted.returncode == 0, linted.stdout + linted.stderr


def test_every_room_is_watched_by_the_import_contracts(project: dict[str, Any]) -> None:
    assert set(project["tool"]["importlinter"]["root_packages"]) == set(ROOMS)
    assert all((ROOT / room / "__init__.py").is_file() for room in ROOMS)


def test_every_room_is_type_checked_strictly(project: dict[str, Any]) -> None:
    assert project["tool"]["mypy"]["strict"] is True
    assert set(project["tool"]["mypy"]["packages"]) == set(ROOMS)


def test_packaging_is_a_folder_and_never_a_package() -> None:
    assert not list((ROOT / "packaging").rglob("__init__.py"))


def test_tests_are_no_packages() -> None:
    assert not list((ROOT / "tests").rglob("__init__.py"))


def test_no_tracked_file_holds_a_path_of_one_machine(tracked_files: list[Path]) -> None:
    assert not list(lines_that(MACHINE_PATH.search, tracked_files, TEXT_SUFFIXES))


def test_no_tracked_file_holds_an_index_address(tracked_files: list[Path]) -> None:
    assert not list(lines_that(INDEX_ADDRESS.search, tracked_files, TEXT_SUFFIXES))


def test_no_python_file_is_longer_than_350_lines(tracked_files: list[Path]) -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in python_files(tracked_files)}
    assert not {str(path.relative_to(ROOT)): length for path, length in lengths.items() if length > 350}


def test_no_module_is_called_utils(tracked_files: list[Path]) -> None:
    assert not [path for path in python_files(tracked_files) if path.stem in {"util", "utils"}]


def test_every_ignored_type_error_names_its_code(tracked_files: list[Path]) -> None:
    bare = re.compile(r"#\s*type:\s*" + r"ignore(?!\[)")
    assert not list(lines_that(bare.search, tracked_files, {".py"}))


def test_no_unfinished_mark_is_left_in_the_code(tracked_files: list[Path]) -> None:
    mark = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    assert not list(lines_that(mark.search, tracked_files, {".py"}))


def test_the_command_line_starts_without_qt() -> None:
    probe = (
        "import desktop.cli, sys; "
        "print(sorted(name for name in sys.modules if name.partition('.')[0] in {'PySide6', 'shiboken6'}))"
    )
    found = run_python(probe)
    assert (found.stdout.strip(), found.stderr) == ("[]", "")


def test_the_command_line_loads_no_file_library_before_a_command_needs_one() -> None:
    probe = (
        "import desktop.cli, sys; "
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'docx', 'openpyxl', 'numpy', 'typst'}))"
    )
    found = run_python(probe)
    assert (found.stdout.strip(), found.stderr) == ("[]", "")


def test_the_pins_answer_what_the_project_declares(project: dict[str, Any]) -> None:
    declared = project["project"]["dependencies"]
    pinned = (ROOT / "packaging" / "requirements.txt").read_text(encoding="utf-8").lower()
    names = [re.split(r"[<>=~!\[ ]", line)[0].lower() for line in declared]
    assert [name for name in names if f"\n{name}==" not in pinned] == []
    loose = [line for line in pinned.splitlines() if line and not line.startswith(("#", "-")) and "==" not in line]
    assert loose == []

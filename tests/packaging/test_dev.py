"""The set-up script: what it decides, without installing anything."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import threading
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def dev() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fangan_dev", ROOT / "packaging" / "dev.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look their module up
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (4, 0)])
def test_a_new_enough_python_is_taken(dev: ModuleType, version: tuple[int, int]) -> None:
    assert dev.python_refusal(version) == ""


def test_an_old_python_is_refused_in_one_sentence(dev: ModuleType) -> None:
    assert dev.python_refusal((3, 9)) == "fangan needs Python 3.11 or newer; this is 3.9."


@pytest.mark.parametrize(
    ("environ", "system", "screen"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ""}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({}, "win32", True),
        ({}, "darwin", True),
    ],
)
def test_a_screen_is_known_by_its_variables(
    dev: ModuleType, environ: dict[str, str], system: str, screen: bool
) -> None:
    assert dev.has_screen(environ, system) is screen


def test_the_digest_follows_pins_and_python_but_not_line_ends(dev: ModuleType, tmp_path: Path) -> None:
    pins = tmp_path / "requirements.txt"
    pins.write_bytes(b"a==1\nb==2\n")
    first = dev.requirements_digest([pins], "3.11.7")
    assert dev.requirements_digest([pins], "3.12.0") != first
    pins.write_bytes(b"a==1\r\nb==2\r\n")
    assert dev.requirements_digest([pins], "3.11.7") == first
    pins.write_bytes(b"a==1\nb==3\n")
    assert dev.requirements_digest([pins], "3.11.7") != first


def test_only_the_libraries_that_do_not_load_are_asked_for(dev: ModuleType) -> None:
    def load(name: str) -> None:
        if name in {"libEGL.so.1", "libxcb-cursor.so.0"}:
            raise OSError(name)

    assert dev.missing_libraries(load) == ["libegl1", "libxcb-cursor0"]


def test_fonts_are_found_at_any_depth(dev: ModuleType, tmp_path: Path) -> None:
    nowhere = tmp_path / "absent"
    assert dev.missing_fonts([nowhere, tmp_path]) == ["fonts-noto-cjk", "fonts-lxgw-wenkai"]
    (tmp_path / "opentype" / "noto").mkdir(parents=True)
    (tmp_path / "opentype" / "noto" / "NotoSansCJK-Regular.ttc").touch()
    assert dev.missing_fonts([nowhere, tmp_path]) == ["fonts-lxgw-wenkai"]


def test_the_command_to_paste_is_one_line(dev: ModuleType) -> None:
    assert dev.apt_command(["a", "b"]) == "sudo apt-get update && sudo apt-get install --yes a b"


def test_pytest_comes_last_and_takes_the_arguments(dev: ModuleType) -> None:
    steps = dev.steps(["tests/domain", "-x"])
    assert [step.name for step in steps] == ["ruff format", "ruff check", "mypy", "lint-imports", "pytest"]
    assert steps[-1].command[-2:] == ("tests/domain", "-x")


def test_the_summary_names_the_failed_step_and_how_to_run_it_again(dev: ModuleType) -> None:
    fine, broken = dev.steps([])[:2]
    text = dev.summary([dev.Result(fine, 0, 0.25), dev.Result(broken, 1, 12.0)])
    lines = text.splitlines()
    assert lines[0].split() == ["ok", "ruff", "format", "0.2", "s"]
    assert lines[1].startswith("FAILED")
    assert lines[2].startswith("ruff check failed") and lines[2].endswith("-m ruff check .")
    assert str(ROOT) not in text


def test_a_failing_step_does_not_keep_the_others_from_running(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def step(name: str, code: str) -> object:
        return dev.Step(name, (sys.executable, "-c", code))

    chosen = [step("first", "raise SystemExit(3)"), step("second", "print('second ran')")]
    monkeypatch.setattr(dev, "steps", lambda arguments: chosen)
    monkeypatch.setattr(dev, "shown", lambda path: path.name)
    assert dev.test([]) == 1
    assert "second ran" in capfd.readouterr().out


def test_benchmarks_leave_their_helpers_out(dev: ModuleType, tmp_path: Path) -> None:
    for name in ("word.py", "_rows.py", "excel.py", "notes.md"):
        (tmp_path / name).touch()
    assert [path.name for path in dev.benchmarks(tmp_path)] == ["excel.py", "word.py"]
    assert dev.benchmarks(tmp_path / "absent") == []


def test_an_unknown_command_shows_the_usage(dev: ModuleType) -> None:
    script = [sys.executable, str(ROOT / "packaging" / "dev.py")]
    for arguments in ([], ["deploy"], ["run", "twice"]):
        done = subprocess.run([*script, *arguments], capture_output=True, text=True, encoding="utf-8")
        assert done.returncode == 2
        assert "dev.py test" in done.stderr


def test_a_second_set_up_waits_for_the_first(dev: ModuleType, tmp_path: Path) -> None:
    order = []
    started = threading.Event()

    def second() -> None:
        started.set()
        with dev.alone(tmp_path / "locks" / "set-up.lock"):
            order.append("second")

    thread = threading.Thread(target=second)
    with dev.alone(tmp_path / "locks" / "set-up.lock"):
        thread.start()
        assert started.wait(60)
        thread.join(0.05)  # time to take the lock, were it not held
        order.append("first")
    thread.join(60)
    assert order == ["first", "second"]

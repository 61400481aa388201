"""Set everything up and run, test or measure fangan: the one script a newcomer needs.

    python3 packaging/dev.py run             the sample plan, its exported attachments and the window
    python3 packaging/dev.py test [args …]   every check; what follows `test` goes to pytest
    python3 packaging/dev.py bench           the benchmarks in tests/benchmarks

Standard library only: it runs before anything is installed. Python 3.11 or newer (anything from 3.7 can say so);
Debian and Ubuntu get their system packages too, Windows and macOS need none.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.txt"  # the digest of a finished set-up
UNFINISHED = "unfinished"
LOCK = ROOT / "build" / "set-up.lock"
PROJECT = ROOT / "pyproject.toml"
REQUIREMENTS = (ROOT / "packaging" / "requirements.txt", ROOT / "packaging" / "requirements-dev.txt")
SAMPLE = ROOT / "build" / "sample" / "示例方案.fangan"
BENCHMARKS = ROOT / "tests" / "benchmarks"
OLDEST_PYTHON = (3, 11)

# What `ldd` names for Qt's xcb and offscreen platforms, and the Debian package that holds it. Ubuntu 24.04 renamed
# some of them (libglib2.0-0t64); apt finds those through Provides.
LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
FONTS = {"NotoSansCJK*": "fonts-noto-cjk", "LXGWWenKai*": "fonts-lxgw-wenkai"}
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


class SetUpError(Exception):
    """Set-up cannot go on; the text is one sentence that says what to do."""


@dataclass(frozen=True)
class Step:
    """A check: its name and the command that runs it, from the checkout."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Result:
    """How a step ended: exit code and seconds."""

    step: Step
    code: int
    seconds: float


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # type: ignore[union-attr]
    refusal = python_refusal(tuple(sys.version_info[:2]))
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    commands: dict[str, Callable[[Sequence[str]], int]] = {"run": run, "test": test, "bench": bench}
    if not arguments or arguments[0] not in commands or (arguments[0] != "test" and arguments[1:]):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with alone(LOCK):
            set_up()
        return commands[arguments[0]](arguments[1:])
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:  # no right to a file, no room on the disk
        print(f"Stopped by the system: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Stopped. Run the same command again to go on.", file=sys.stderr)
        return 130


def run(_: Sequence[str]) -> int:
    """Write the sample plan unless it is there, export its attachments, open the window where there is a screen."""
    if SAMPLE.exists():
        say(f"The sample plan is kept as you left it: {shown(SAMPLE)}")
    else:
        SAMPLE.parent.mkdir(parents=True, exist_ok=True)
        desktop("new", str(SAMPLE), "--sample")
        say(f"Sample plan: {shown(SAMPLE)}")
    desktop("export", str(SAMPLE), "--to", str(SAMPLE.parent))
    if not has_screen(os.environ, sys.platform):
        say("This machine has no screen (DISPLAY and WAYLAND_DISPLAY are not set), so the window stays closed.")
        return 0
    say("Opening the window.")
    return call("-m", "desktop", str(SAMPLE))


def test(arguments: Sequence[str]) -> int:
    """Run every check, the later ones too when an early one fails; 1 when any failed."""
    results = []
    for step in steps(arguments):
        print(f"\n── {step.name}", flush=True)
        started = time.monotonic()
        code = subprocess.run(step.command, cwd=ROOT, env=environment(QT_QPA_PLATFORM="offscreen")).returncode
        results.append(Result(step, code, time.monotonic() - started))
    print("\n" + summary(results))
    return int(any(result.code for result in results))


def bench(_: Sequence[str]) -> int:
    """Run the benchmarks one after another; 1 when any failed."""
    scripts = benchmarks(BENCHMARKS)
    if not scripts:
        say(f"There are no benchmarks yet in {shown(BENCHMARKS)}.")
        return 0
    codes = []
    for script in scripts:
        print(f"\n── {script.stem}", flush=True)
        codes.append(call(str(script), PYTHONPATH=str(ROOT), QT_QPA_PLATFORM="offscreen"))
    return int(any(codes))


def set_up() -> None:
    """Make .venv hold the pinned requirements, and the system what Qt needs; a second call finds all there."""
    ask_for_system_packages()
    digest = requirements_digest((*REQUIREMENTS, PROJECT), platform.python_version())
    stamp = STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""
    if stamp == digest and venv_python().exists():
        return
    make_venv(afresh=stamp == UNFINISHED)
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    say("Installing the pinned requirements into .venv (minutes on a slow line) …")
    pip = ("-m", "pip", "install", "-qq", "--disable-pip-version-check")
    # The project itself too, in place, so that .venv has the command `fangan`.
    if call(*pip, "-r", str(REQUIREMENTS[-1])) or call(*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)):
        raise SetUpError("pip could not install the requirements; see its message above, then run this again.")
    STAMP.write_text(digest, encoding="utf-8")


def requirements_digest(files: Iterable[Path], python: str) -> str:
    """One digest over the pinned files and the Python version: another digest means set up again."""
    digest = hashlib.sha256(python.encode())
    for path in files:
        digest.update(b"\0" + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def make_venv(afresh: bool) -> None:
    """Create .venv with the Python that runs this script; a working one of the same version is kept."""
    if not afresh and venv_python().exists():
        probe = "import pip, platform; print(platform.python_version())"
        found = subprocess.run([venv_python(), "-c", probe], capture_output=True, text=True)
        if found.stdout.strip() == platform.python_version():
            return
    try:
        import ensurepip  # noqa: F401 - Debian ships Python without it
    except ImportError:
        package = f"python3.{sys.version_info.minor}-venv"
        if not install_packages([package]):
            raise SetUpError(f"Python's venv module is missing: {apt_command([package])}") from None
    say("Creating .venv …")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)]).returncode:
        raise SetUpError("The virtual environment .venv could not be created; see the message above.")


def ask_for_system_packages() -> None:
    """Install the libraries and fonts that are missing, or print the one command that does."""
    if not sys.platform.startswith("linux"):
        return
    missing = [*missing_libraries(ctypes.CDLL), *missing_fonts(FONT_FOLDERS)]
    if not missing or install_packages(missing):
        return
    if shutil.which("apt-get"):
        say(f"Some system packages are missing; please run: {apt_command(missing)}")
    else:
        say(f"Qt needs what Debian calls {', '.join(missing)}; please install your system's packages of that kind.")


def install_packages(packages: Sequence[str]) -> bool:
    """Install with apt as root; False when this cannot be done here or not all of it worked."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    say(f"Installing {' '.join(packages)} …")
    quiet = dict(os.environ, DEBIAN_FRONTEND="noninteractive")

    def apt(*arguments: str) -> bool:
        command = ["apt-get", "-qq", "--yes", "--no-install-recommends", *arguments]
        done = subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, capture_output=True)
        return done.returncode == 0

    # The lists may be absent or stale: only then are they fetched, once. A package this release does not know
    # (fonts-lxgw-wenkai before Ubuntu 23.04) must not keep the others out.
    if apt("install", *packages):
        return True
    apt("update")
    if apt("install", *packages):
        return True
    return not [package for package in packages if not apt("install", package)]


def missing_libraries(load: Callable[[str], object]) -> list[str]:
    """Debian packages of the libraries that `load` (raising OSError) does not find."""
    packages = []
    for library, package in LIBRARIES.items():
        try:
            load(library)
        except OSError:
            packages.append(package)
    return packages


def missing_fonts(folders: Iterable[Path]) -> list[str]:
    """Debian packages of the fonts that lie in none of the folders, at any depth."""
    there = [folder for folder in folders if folder.is_dir()]
    return [package for pattern, package in FONTS.items() if not any(any(folder.rglob(pattern)) for folder in there)]


def apt_command(packages: Sequence[str]) -> str:
    """The one command to paste that installs the packages."""
    return f"sudo apt-get update && sudo apt-get install --yes {' '.join(packages)}"


def python_refusal(version: tuple[int, ...]) -> str:
    """A sentence when this Python is too old, else empty."""
    if version >= OLDEST_PYTHON:
        return ""
    return "fangan needs Python {}.{} or newer; this is {}.{}.".format(*OLDEST_PYTHON, *version)


def has_screen(environ: Mapping[str, str], system: str) -> bool:
    """Whether a window can be shown; `system` is a value of sys.platform."""
    return system in {"win32", "darwin"} or bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))


def steps(pytest_arguments: Sequence[str]) -> tuple[Step, ...]:
    """The checks in order, pytest last so that its closing line stays in sight."""
    python = str(venv_python())
    return (
        Step("ruff format", (python, "-m", "ruff", "format", "--check", ".")),
        Step("ruff check", (python, "-m", "ruff", "check", ".")),
        Step("mypy", (python, "-m", "mypy")),
        Step("lint-imports", (str(venv_python().with_name("lint-imports")), "--no-logo")),
        # A file's tests stay together: what it sets up once serves them all.
        Step("pytest", (python, "-m", "pytest", "-n", "auto", "--dist", "loadfile", *pytest_arguments)),
    )


def summary(results: Sequence[Result]) -> str:
    """One line a step with its seconds, and for a failed one the command that runs it again."""
    lines = [
        f"{'ok    ' if result.code == 0 else 'FAILED'}  {result.step.name:<12} {result.seconds:6.1f} s"
        for result in results
    ]
    for result in results:
        if result.code:
            program, *arguments = result.step.command
            command = " ".join([shown(Path(program)), *arguments])
            lines.append(f"{result.step.name} failed; mend it and run it alone with: {command}")
    return "\n".join(lines)


def benchmarks(folder: Path) -> list[Path]:
    """The benchmark scripts by name; files that begin with _ are their helpers."""
    return sorted(path for path in folder.glob("*.py") if not path.name.startswith("_"))


def venv_python() -> Path:
    """The Python inside .venv, where this system keeps it."""
    return VENV / "Scripts" / "python.exe" if sys.platform == "win32" else VENV / "bin" / "python"


def desktop(*arguments: str) -> None:
    """Run a command of fangan, whose own message explains a failure."""
    code = call("-m", "desktop", *arguments)
    if code > 1:  # 1 means: done, with findings
        raise SetUpError(f"“fangan {arguments[0]}” ended with exit code {code}; its message is above.")


def call(*arguments: str, **extra: str) -> int:
    """Run the Python of .venv in the checkout; returns its exit code."""
    return subprocess.run([str(venv_python()), *arguments], cwd=ROOT, env=environment(**extra)).returncode


def environment(**extra: str) -> dict[str, str]:
    """This process's environment, UTF-8 whatever the locale."""
    return {**os.environ, "PYTHONUTF8": "1", **extra}


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold a lock file: a second set-up in the same checkout waits for the first."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as handle:
        if sys.platform == "win32":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
                except OSError:  # held for ten seconds: keep waiting
                    continue
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield  # closing the file lets go of it


def say(text: str) -> None:
    """Print a line of progress now, before what a child process prints."""
    print(text, flush=True)


def shown(path: Path) -> str:
    """A path as seen from the checkout."""
    return path.relative_to(ROOT).as_posix()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

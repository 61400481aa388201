"""The reading process: whatever happens in it, the program gets a draft or a sentence and goes on."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Generator
from pathlib import Path

import pytest

from domain.errors import Cancelled, FanganError, ImportFileError
from domain.reading import ReadingChoices
from importers import worker_process
from importers.read import read_plan
from importers.worker import Limits, Reader, ReaderPool, read_in_worker
from importers.worker_process import ReadingProcess, reader_command
from tests.importers.word_builder import p, word_file

ROOT = Path(__file__).resolve().parents[2]
BOOT = (
    f"import sys; sys.path[:] = [{str(ROOT)!r}, *sys.argv[1:]]; "
    "from tests.importers.worker_tasks import main; sys.exit(main())"
)
PLAN = (
    "海州市停车治理工作方案\n一、总体要求\n坚持质量第一。\n二、重点任务\n（一）增加车位\n"
    "新建一批。（牵头单位：市城管局）\n"
)
ON_LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits that Linux alone keeps for us")


@pytest.fixture
def reader() -> Generator[Reader]:
    with Reader(Limits(output=1 << 20), reader_command(BOOT)) as reader:
        yield reader


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which working folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(worker_process.tempfile, "tempdir", str(folder))
    return folder


def ask(reader: Reader, folder: Path, name: str) -> str:
    """What came of a file of that name."""
    path = folder / name
    path.write_bytes(b"content")
    return reader.read_plan(path).source.name


def refusal(reader: Reader, folder: Path, name: str) -> ImportFileError:
    with pytest.raises(ImportFileError) as refused:
        ask(reader, folder, name)
    error = refused.value
    assert name in error.message
    assert error.message.endswith("。")
    assert error.hint.endswith("。")
    return error


@pytest.mark.parametrize("data", [PLAN.encode(), PLAN.encode("gb18030"), word_file(p("一、总则") + p("正文。"))])
def test_a_plan_read_there_is_the_plan_read_here(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "来文"
    path.write_bytes(data)
    assert read_in_worker(path) == read_plan(path)


def test_a_refusal_arrives_whole_and_the_process_is_kept(reader: Reader, tmp_path: Path) -> None:
    error = refusal(reader, tmp_path, "refuse.docx")
    assert (error.code, error.hint, error.detail) == ("damaged", "请重发。", "page 3")
    first = reader._process
    assert ask(reader, tmp_path, "甲.txt") == "甲.txt 7 -"
    assert reader._process is first


def test_choices_and_progress_pass_through(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "乙.txt"
    path.write_bytes(b"1")
    choices = ReadingChoices(picks={"q": "heading"})
    assert reader.read_plan(path, choices=choices).source.name == "乙.txt 1 heading"
    steps: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        steps.append((done, total))
        raise Cancelled

    (tmp_path / "sleep").write_bytes(b"1")
    with pytest.raises(Cancelled):
        reader.read_plan(tmp_path / "sleep", progress=stop)
    assert steps == [(0, 600)]
    assert ask(reader, tmp_path, "丙") == "丙 7 -"


def test_cancelling_ends_it_at_once(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "spin").write_bytes(b"1")
    asked: list[int] = []

    def is_cancelled() -> bool:
        process = reader._process
        if process is not None and process.is_running():
            asked.append(1)
        return len(asked) > 3

    with pytest.raises(Cancelled):
        reader.read_plan(tmp_path / "spin", is_cancelled=is_cancelled)
    assert reader._process is None
    assert ask(reader, tmp_path, "丁") == "丁 7 -"


@pytest.mark.parametrize("name", ["spin", "sleep"])
def test_too_long_a_time_ends_it(tmp_path: Path, name: str) -> None:
    with Reader(Limits(seconds=0.5), reader_command(BOOT)) as reader:
        error = refusal(reader, tmp_path, name)
        assert error.code == "reader_timeout"
        assert "0.5 秒" in error.message


@ON_LINUX
def test_processor_time_is_counted_by_the_system_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should the program's own clock stand still, as on a suspended machine."""
    monkeypatch.setattr("importers.worker.time.monotonic", lambda: 0.0)
    with Reader(Limits(seconds=0.2), reader_command(BOOT)) as reader:
        assert ask(reader, tmp_path, "甲") == "甲 7 -"
        assert refusal(reader, tmp_path, "spin").code == "reader_timeout"


@ON_LINUX
@pytest.mark.parametrize(("name", "code"), [("swell", "reader_memory"), ("recurse", "reader_memory")])
def test_too_much_memory_or_depth_is_a_sentence(reader: Reader, tmp_path: Path, name: str, code: str) -> None:
    assert refusal(reader, tmp_path, name).code == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("die.docx", "reader_died"),
        ("leave.docx", "reader_died"),
        ("talk.docx", "reader_output"),
        ("fail.docx", "reader_failed"),
        ("babble.docx", "reader_died"),
    ],
)
def test_whatever_it_does_is_a_sentence_and_the_next_file_is_read(
    reader: Reader, tmp_path: Path, name: str, code: str
) -> None:
    error = refusal(reader, tmp_path, name)
    assert error.code == code
    assert "正文里的话" not in error.detail
    assert ask(reader, tmp_path, "戊") == "戊 7 -"


def test_long_answers_arrive_and_are_counted_file_by_file(reader: Reader, tmp_path: Path) -> None:
    for _ in range(3):  # together they are longer than one may be
        assert ask(reader, tmp_path, "chat") == "甲" * 300_000


def test_what_a_library_prints_does_not_disturb_the_talk(reader: Reader, tmp_path: Path) -> None:
    assert ask(reader, tmp_path, "print") == "''"
    assert ask(reader, tmp_path, "己") == "己 7 -"


@ON_LINUX
def test_it_may_touch_nothing(reader: Reader, tmp_path: Path) -> None:
    assert ask(reader, tmp_path, "touch") == "PermissionError"


@ON_LINUX
def test_it_works_in_an_empty_folder_without_the_users_surroundings(
    reader: Reader, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "甲")
    inherited = os.open(tmp_path, os.O_RDONLY)
    os.set_inheritable(inherited, True)
    try:
        said = ask(reader, tmp_path, "surroundings")
    finally:
        os.close(inherited)
    # The three streams, the two pipes of the talk, and the folder being listed.
    assert said == "[] [] [0, 1, 2, 3, 4, 5]"
    assert len(list(temporary.iterdir())) == 1
    reader.close()
    assert list(temporary.iterdir()) == []


def test_a_name_that_is_no_text_is_made_printable(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"\xff\xfe.txt")
    try:
        path.write_bytes(b"1")
    except (OSError, UnicodeError):
        pytest.skip("this system refuses such names")
    assert reader.read_plan(path).source.name == "\ufffd\ufffd.txt 1 -"


def test_it_ends_with_the_program(tmp_path: Path) -> None:
    """Its pipe closes when the program is gone, however that came."""
    (tmp_path / "sleep").write_bytes(b"1")
    code = (
        "import sys, os; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from importers.worker import Reader\n"
        "from importers.worker_process import reader_command\n"
        "reader = Reader(command=reader_command(sys.argv[2]))\n"
        "def progress(done, total):\n"
        "    print(reader._process._process.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
        "reader.read_plan(Path(sys.argv[3]), progress=progress)\n"
    )
    command = [sys.executable, "-c", code, str(ROOT), BOOT, str(tmp_path / "sleep")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "TMPDIR": str(tmp_path)})
    assert done.returncode != 0
    child = int(done.stdout)
    gone = threading.Event()
    for _ in range(1200):
        if not is_running(child):
            break
        gone.wait(0.05)
    assert not is_running(child)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def test_a_process_that_cannot_start_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "甲").write_bytes(b"1")
    for command in ((str(tmp_path / "nothing"),), (sys.executable, "-c", "raise SystemExit(3)")):
        with Reader(command=command) as reader, pytest.raises(FanganError) as failed:
            reader.read_plan(tmp_path / "甲")
        assert failed.value.code == "reader_not_started"


def test_a_process_that_died_while_idle_is_replaced(reader: Reader, tmp_path: Path) -> None:
    ask(reader, tmp_path, "甲")
    process = reader._process
    assert isinstance(process, ReadingProcess)
    assert process._process is not None
    process._process.kill()
    process._thread.join()
    assert ask(reader, tmp_path, "乙") == "乙 7 -"


def test_the_hidden_switch_is_the_same_reader(tmp_path: Path) -> None:
    path = tmp_path / "方案.txt"
    path.write_text(PLAN, encoding="utf-8")
    boot = "import sys; from desktop.cli import main; sys.exit(main(['--reader']))"
    command = (sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {boot}")
    with Reader(command=command) as reader:
        assert reader.read_plan(path) == read_plan(path)


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert reader_command() == (sys.executable, "--reader")


def test_a_pool_lends_its_readers_to_several_threads(tmp_path: Path) -> None:
    paths = []
    for number in range(12):
        paths.append(tmp_path / f"来文{number}.txt")
        paths[-1].write_text(PLAN.replace("停车", f"停车{number}"), encoding="utf-8")
    drafts: dict[Path, str] = {}

    def work(mine: list[Path]) -> None:
        for path in mine:
            with pool.borrowed() as reader:
                drafts[path] = reader.read_plan(path).content.info.title

    with ReaderPool(2) as pool:
        threads = [threading.Thread(target=work, args=(paths[start::3],)) for start in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        started = [reader._process for reader in pool._all if reader._process is not None]
        with pool.borrowed(), pool.borrowed(), pytest.raises(Cancelled), pool.borrowed(lambda: True):
            pass
    assert drafts == {path: f"海州市停车{number}治理工作方案" for number, path in enumerate(paths)}
    assert 1 <= len(started) <= 2
    assert not any(process.is_running() for process in started)

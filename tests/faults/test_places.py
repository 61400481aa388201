"""Places that fail: full, read-only, gone, contested, oddly named. Nothing is lost, and a sentence says what is."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from db.document import Document
from db.outline import add_node, set_title
from db.places import Home
from db.publishing import read_published_state
from db.snapshot import load_snapshot
from db.store import Store
from db.working_copies import leftovers
from domain.errors import FanganError, StorageError
from tests.faults.kills import read_whole
from tests.faults.stream import state_digest
from tests.faults.two_processes import run_rounds


class Medium:
    """A small file system of its own that can be filled, locked and pulled out."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._filler = folder / "填满"

    def fill(self, free: int = 0) -> None:
        """Leave only `free` bytes."""
        self._filler.write_bytes(b"")
        room = os.statvfs(self.folder)
        with self._filler.open("wb") as file:
            file.write(bytes(room.f_bavail * room.f_frsize - free))

    def empty(self) -> None:
        """Give the room back."""
        self._filler.unlink()

    def remount(self, option: str) -> None:
        """Make it read-only (`ro`) or writable (`rw`)."""
        subprocess.run(["mount", "-o", f"remount,{option}", self.folder], check=True)


@pytest.fixture
def medium(tmp_path: Path) -> Iterator[Medium]:
    folder = tmp_path / "U盘"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True).returncode == 0
    except FileNotFoundError:
        mounted = False
    if not mounted:
        pytest.skip("a small file system can only be mounted by root")
    yield Medium(folder)
    subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def opened(home: Home) -> Iterator[Callable[[Path], Document]]:
    documents = []

    def open_new(path: Path) -> Document:
        with Store.create(path):
            pass
        documents.append(Document.open(path, home))
        return documents[-1]

    yield open_new
    for document in documents:
        document.store.close()
        document._owner.close()


def is_sentence(error: FanganError, code: str) -> bool:
    return error.code == code and str(error).endswith("。") and "Error" not in str(error)


@pytest.mark.parametrize("free", [0, 4096, 40_000, 100_000])
def test_a_full_medium_keeps_the_old_file_and_takes_the_new_one_later(
    free: int, medium: Medium, opened: Callable[[Path], Document]
) -> None:
    path = medium.folder / "方案.fangan"
    document = opened(path)
    before = path.read_bytes()
    add_node(document.store, None, 0, "总体要求")
    medium.fill(free)
    with pytest.raises(StorageError) as refusal:
        document.publish()
    assert is_sentence(refusal.value, "disk_full")
    assert path.read_bytes() == before
    assert sorted(file.name for file in medium.folder.glob("[!.]*")) == ["填满", "方案.fangan"]
    assert not list(medium.folder.glob(".fangan-*"))
    set_title(document.store, 1, "编辑照常")
    medium.empty()
    document.publish()
    assert read_whole(path) == (document.store.revision, state_digest(document.store))


def test_a_full_disk_below_the_working_copy_loses_only_the_edit_that_is_refused(medium: Medium, tmp_path: Path) -> None:
    path = tmp_path / "docs" / "方案.fangan"
    with Store.create(path):
        pass
    document = Document.open(path, Home(medium.folder))
    medium.fill()
    with pytest.raises(StorageError) as refusal:
        for number in range(100):
            done = state_digest(document.store)
            add_node(document.store, None, 0, f"第{number}章" * 50)
    assert is_sentence(refusal.value, "disk_full")
    assert state_digest(document.store) == done
    document.publish()  # what was safe before gets into the file all the same
    assert read_whole(path)[1] == done
    medium.empty()
    add_node(document.store, None, 0, "又有空间了")
    document.close()
    assert read_whole(path)[1] != done


def test_a_limit_on_the_size_of_files_is_a_sentence_too(tmp_path: Path, opened: Callable[[Path], Document]) -> None:
    document = opened(tmp_path / "docs" / "方案.fangan")
    size = (tmp_path / "docs" / "方案.fangan").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 8192, before[1]))
    try:
        with pytest.raises(StorageError) as refusal:
            for number in range(100):
                done = state_digest(document.store)
                add_node(document.store, None, 0, f"第{number}章" * 50)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert str(refusal.value).endswith("。")
    assert state_digest(document.store) == done
    add_node(document.store, None, 0, "没有限制了")


def test_a_read_only_medium_is_a_sentence_and_editing_goes_on(
    medium: Medium, opened: Callable[[Path], Document], home: Home
) -> None:
    path = medium.folder / "方案.fangan"
    document = opened(path)
    medium.remount("ro")
    try:
        add_node(document.store, None, 0, "总体要求")
        with pytest.raises(StorageError) as refusal:
            document.publish()
        assert is_sentence(refusal.value, "plan_read_only")
        other = Document.open(path, home, force=True)  # reading needs no writing
        other.close()
        add_node(document.store, None, 1, "编辑照常")
    finally:
        medium.remount("rw")
    document.publish()
    assert read_whole(path)[1] == state_digest(document.store)


def test_no_place_for_a_working_copy_is_a_sentence_before_work_starts(medium: Medium, tmp_path: Path) -> None:
    path = tmp_path / "docs" / "方案.fangan"
    with Store.create(path):
        pass
    medium.remount("ro")
    try:
        with pytest.raises(StorageError) as refusal:
            Document.open(path, Home(medium.folder / "home"))
    finally:
        medium.remount("rw")
    assert is_sentence(refusal.value, "no_working_copy")


def test_a_file_marked_read_only_is_not_replaced(tmp_path: Path, opened: Callable[[Path], Document]) -> None:
    path = tmp_path / "docs" / "方案.fangan"
    document = opened(path)
    add_node(document.store, None, 0, "总体要求")
    path.chmod(0o444)
    before = path.read_bytes()
    with pytest.raises(StorageError) as refusal:
        document.publish()
    assert is_sentence(refusal.value, "plan_read_only")
    assert path.read_bytes() == before
    path.chmod(0o640)
    document.publish()
    assert path.stat().st_mode & 0o777 == 0o640  # who may read it stays as it was


def test_a_deleted_file_comes_back(tmp_path: Path, opened: Callable[[Path], Document]) -> None:
    path = tmp_path / "docs" / "方案.fangan"
    document = opened(path)
    path.unlink()
    add_node(document.store, None, 0, "总体要求")
    assert not document.publish().is_conflict
    assert read_whole(path)[1] == state_digest(document.store)


def test_a_document_behind_a_link_is_replaced_where_it_stands(
    tmp_path: Path, opened: Callable[[Path], Document], home: Home
) -> None:
    path = tmp_path / "docs" / "方案.fangan"
    opened(path)
    link = tmp_path / "快捷.fangan"
    link.symlink_to(path)
    document = Document.open(link, home, force=True)
    add_node(document.store, None, 0, "总体要求")
    document.close()
    assert link.is_symlink()
    assert read_whole(path)[0] == 1


def test_a_clock_set_back_changes_no_order(tmp_path: Path, home: Home) -> None:
    path = tmp_path / "docs" / "方案.fangan"
    with Store.create(path):
        pass
    for year, title in ((2030, "一"), (2001, "二"), (2026, "三")):
        document = Document.open(path, home)
        document.store._clock = lambda year=year: f"{year}-01-01T00:00:00+08:00"
        add_node(document.store, None, 0, title)
        os.utime(path, (year, year))
        document.close()
        assert document.conflict is None
    document = Document.open(path, home)
    document.store.undo()
    document.store.undo()
    assert [node.title for node in load_snapshot(document.store).content.nodes] == ["一"]
    document.close()


NAMES = ("长" * 82, "⚙🏭重点产业", "CON", "结尾有点.", " 前后空格 ", "a" * 248, "50%#?&甲")


@pytest.mark.parametrize("name", NAMES)
def test_an_odd_name_works_through_publishing_and_conflict(
    name: str, tmp_path: Path, opened: Callable[[Path], Document], home: Home
) -> None:
    path = tmp_path / "docs" / f"{name}.fangan"
    document = opened(path)
    other = Document.open(path, home, force=True)
    add_node(other.store, None, 0, "他人所写")
    other.close()
    add_node(document.store, None, 0, "本机所写")
    publication = document.publish()
    assert publication.is_conflict
    assert publication.path.name.startswith(name[:20])
    assert read_whole(path)[0] == read_whole(publication.path)[0] == 1
    assert leftovers(home) == []


def test_a_deep_folder_works_and_one_too_deep_is_a_sentence_before_work_starts(
    tmp_path: Path, opened: Callable[[Path], Document], home: Home
) -> None:
    room = 450 - len(os.fsencode(tmp_path))
    deep = tmp_path.joinpath(*["很深的文件夹"] * (room // 19))
    document = opened(deep / "方案.fangan")
    add_node(document.store, None, 0, "总体要求")
    document.publish()
    assert read_published_state(document.path).revision == 1
    deeper = deep.joinpath(*["很深的文件夹"] * 2) / "方案.fangan"
    longer = deep / ("长" * 82 + ".fangan")
    for path in (deeper, longer):
        with pytest.raises(StorageError) as refusal, Store.create(path):
            pytest.fail("must not begin")
        assert is_sentence(refusal.value, "path_too_deep")
        with pytest.raises(StorageError) as refusal:
            Document.open(path, home)
        assert is_sentence(refusal.value, "path_too_deep")


@pytest.mark.parametrize("name", ["长" * 90, "a" * 5000])
def test_a_name_the_place_refuses_is_a_sentence(name: str, tmp_path: Path, home: Home) -> None:
    path = tmp_path / f"{name}.fangan"
    with pytest.raises(FanganError) as refusal, Store.create(path):
        pytest.fail("must not begin")
    assert str(refusal.value).endswith("。")
    with pytest.raises(FanganError):
        Document.open(path, home)


def test_two_processes_overwrite_nothing_of_each_other(tmp_path: Path) -> None:
    publications, conflicts = run_rounds(40, tmp_path)
    assert publications == 80
    assert conflicts > 10

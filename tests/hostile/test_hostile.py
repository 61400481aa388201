"""Files that are broken or mean harm: each ends in a draft or a sentence, soon, and nothing outside is touched."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from domain.checks import Severity
from domain.draft_json import draft_to_json
from domain.errors import ImportFileError
from domain.exchange import PlanDraft
from importers import worker_process
from importers.worker import Limits, Reader
from tests.hostile import hostile_sheets, hostile_texts, hostile_word, hostile_zip
from tests.importers.word_builder import p, tbl, tr, word_file

MADE = {
    **hostile_zip.files(),
    **hostile_word.files(),
    **hostile_sheets.files(),
    **hostile_texts.files(),
}
# On two idle cores nothing takes a twentieth of that, and a machine may be busy; what tries everything takes hours.
SECONDS = 120
# A reader that broke down is a mistake of ours, though the program lives on.
OUR_MISTAKES = ("reader_failed", "reader_timeout", "reader_died", "reader_memory", "reader_output")
REFUSED = {
    "beyond_limits": (
        "十万个条目.docx", "五十万个条目.docx", "膨胀.docx", "重叠.docx", "重名.docx", "压法.docx", "压法未知.docx",
        "谎报大.docx", "深一万.docx", "属性两兆.docx", "文字十一兆.docx", "样式深.docx",
    ),
    "doctype": ("十亿笑.docx", "外部实体.docx", "外部声明.docx", "实体十六.docx", "实体.xlsx"),
    "encrypted_zip": ("加密.docx",),
    "damaged": (
        "谎报小.docx", "谎报压后.docx", "校验错.docx", "未完.docx", "实体七.docx", "链成环.xls", "链出界.xls", "流.xls",
    ),
    "table_too_large": ("跨列千万.docx", "前空千万.docx", "两万零一行.docx", "表套三十.docx"),
    "too_many_sheets": ("表一百五.xlsx",),
    "too_large": ("五十一兆.txt",),
    "binary": ("零.txt", "乱.txt"),
    "pdf": ("假.pdf",),
    "rtf": ("假.rtf",),
}  # fmt: skip
EXPECTED = {name: code for code, names in REFUSED.items() for name in names}


@dataclass
class Desk:
    """A reader, a folder with the one file it is to read, and an empty folder that must stay so."""

    reader: Reader
    folder: Path
    working: Path

    def read(self, name: str, data: bytes) -> PlanDraft | ImportFileError:
        """Read a file and see that it is all that happened."""
        path = self.folder / name
        path.write_bytes(data)
        before = hashlib.sha256(data).digest()
        try:
            outcome: PlanDraft | ImportFileError = self.reader.read_plan(path)
        except ImportFileError as refused:
            outcome = refused
        assert [one.name for one in self.folder.iterdir()] == [name]
        assert hashlib.sha256(path.read_bytes()).digest() == before
        assert [list(one.iterdir()) for one in self.working.iterdir()] in ([[]], [])
        path.unlink()
        check(outcome)
        return outcome


def check(outcome: PlanDraft | ImportFileError) -> None:
    """A draft that a plan file can hold, or a sentence that helps."""
    if isinstance(outcome, ImportFileError):
        assert outcome.code not in OUR_MISTAKES, (outcome.code, outcome.detail)
        for sentence in (outcome.message, outcome.hint):
            assert sentence.endswith("。")
            assert any("一" <= char <= "龥" for char in sentence)
        return
    text = json.dumps(draft_to_json(outcome), ensure_ascii=False)
    text.encode("utf-8")  # no half characters
    assert "\\u0000" not in text
    for finding in outcome.findings:
        assert finding.message
        assert finding.severity in Severity


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Generator[Desk]:
    folder, working = tmp_path_factory.mktemp("来文"), tmp_path_factory.mktemp("working")
    with pytest.MonkeyPatch.context() as patch, Reader(Limits(seconds=SECONDS)) as reader:
        patch.setattr(worker_process.tempfile, "tempdir", str(working))
        yield Desk(reader, folder, working)
    assert list(working.iterdir()) == []


def test_there_are_many() -> None:
    assert len(MADE) >= 200
    assert not EXPECTED.keys() - MADE.keys()


@pytest.mark.parametrize("name", MADE)
def test_a_hostile_file_ends_in_a_draft_or_a_sentence(desk: Desk, name: str) -> None:
    outcome = desk.read(name, MADE[name]())
    if name in EXPECTED:
        assert isinstance(outcome, ImportFileError), outcome
        assert outcome.code == EXPECTED[name]


def ordinary_word() -> bytes:
    table = tbl(tr("序号", "任务"), tr("1", "开展攻关"), tr("2", "培养人才"))
    paragraphs = "".join(p(f"（{n}）第{n}项任务，坚持质量第一。（牵头单位：市教委）") for n in "一二三四五六七八九")
    return word_file(p("海州市停车治理工作方案") + p("一、总体要求") + paragraphs + table, styles="", numbering="")


def ordinary_workbook() -> bytes:
    rows = "".join(f"<row><c><v>{n}</v></c><c t='s'><v>0</v></c></row>" for n in range(1, 30))
    return hostile_sheets.workbook(hostile_sheets.ROWS + rows, sharedStrings="<si><t>开展攻关</t></si>")


def ordinary_spreadsheet() -> bytes:
    cells = "<table:table-cell><text:p>甲</text:p></table:table-cell>" * 3
    return hostile_sheets.spreadsheet(f"<table:table-row>{cells}</table:table-row>" * 5)


ORDINARY: dict[str, Callable[[], bytes]] = {
    "方案.docx": ordinary_word,
    "表.xlsx": ordinary_workbook,
    "表.ods": ordinary_spreadsheet,
    "方案.txt": lambda: (hostile_texts.HEAD * 3).encode("gb18030"),
    "表.csv": lambda: "序号,任务\n1,“甲”\n".encode("utf-16"),
}


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_file_is_not_refused(desk: Desk, name: str) -> None:
    assert isinstance(desk.read(name, ORDINARY[name]()), PlanDraft)


@pytest.mark.parametrize("name", ORDINARY)
def test_a_file_cut_off_anywhere_ends_in_a_draft_or_a_sentence(desk: Desk, name: str) -> None:
    data = ORDINARY[name]()
    for percent in range(0, 100, 5):
        desk.read(name, data[: len(data) * percent // 100])


def damaged(data: bytes, seed: int) -> Iterator[bytes]:
    """The same file with some bytes changed, taken out, doubled, or zeroed."""
    chance = random.Random(seed)
    for _ in range(30):
        copy = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            place = chance.randrange(len(copy))
            copy[place] = chance.randrange(256)
        start = chance.randrange(len(copy))
        end = min(len(copy), start + chance.randrange(60))
        kind = chance.randrange(4)
        if kind == 1:
            del copy[start:end]
        elif kind == 2:
            copy[start:start] = copy[start:end]
        elif kind == 3:
            copy[start:end] = bytes(end - start)
        yield bytes(copy)


@pytest.mark.parametrize("name", ORDINARY)
def test_a_damaged_file_ends_in_a_draft_or_a_sentence(desk: Desk, name: str) -> None:
    for data in damaged(ORDINARY[name](), seed=len(name)):
        desk.read(name, data)


def test_what_is_no_file_gets_a_sentence(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "夹.docx").mkdir()
    (tmp_path / "断链.docx").symlink_to(tmp_path / "没有")
    (tmp_path / "夹链.docx").symlink_to(tmp_path)
    codes = {"夹.docx": "is_folder", "断链.docx": "file_missing", "夹链.docx": "is_folder", "没有.docx": "file_missing"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "管道.docx")
        codes["管道.docx"] = "not_a_file"
    if Path("/dev/zero").exists():
        (tmp_path / "零.docx").symlink_to("/dev/zero")
        (tmp_path / "空.docx").symlink_to("/dev/null")
        codes |= {"零.docx": "not_a_file", "空.docx": "not_a_file"}
    before = sorted(one.name for one in tmp_path.iterdir())
    for name, code in codes.items():
        with pytest.raises(ImportFileError) as refused:
            desk.reader.read_plan(tmp_path / name)
        assert refused.value.code == code
        check(refused.value)
    assert sorted(one.name for one in tmp_path.iterdir()) == before

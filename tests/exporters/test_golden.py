"""Every part of exported files, tag by tag, beside the one that was looked at and found right.

After a wanted change: FANGAN_WRITE_GOLDEN=1 python -m pytest tests/exporters/test_golden.py, then look at the pages and
at the difference.
"""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from tests.exporters.export_case import export, make_plan

GOLDEN = Path(__file__).with_name("golden")
WRITING = os.environ.get("FANGAN_WRITE_GOLDEN") == "1"
FILES = (("方案全文", "docx"), ("附表1", "docx"), ("责任单位矩阵", "docx"), ("附表1", "xlsx"), ("任务分解表", "xlsx"))
# What says when a file was made, and the theme, which is python-docx's.
IGNORED = re.compile(r"docProps/|theme/")


def tags(data: bytes) -> list[str]:
    """An XML part, one tag a line."""
    return data.decode().replace("><", ">\n<").splitlines()


@pytest.mark.parametrize(("part", "suffix"), FILES)
def test_a_file_is_part_by_part_what_it_was(tmp_path: Path, part: str, suffix: str) -> None:
    exported = export(make_plan(), tmp_path, formats=(suffix,), parts=(part,))
    with zipfile.ZipFile(exported.path(part, suffix)) as archive:
        found = {name: tags(archive.read(name)) for name in archive.namelist() if not IGNORED.search(name)}
    folder = GOLDEN / f"{part}.{suffix}"
    if WRITING:
        write(folder, found)
    names = sorted(path.relative_to(folder).as_posix().removesuffix(".txt") for path in folder.rglob("*.txt"))
    assert sorted(found) == names
    for name in names:
        wanted = (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines()
        first = next(
            (at for at, (one, other) in enumerate(zip(found[name], wanted, strict=False)) if one != other), None
        )
        assert first is None, f"{name}: {found[name][first]} was {wanted[first]}"
        assert len(found[name]) == len(wanted), name


def write(folder: Path, parts: dict[str, list[str]]) -> None:
    for name, lines in parts.items():
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")

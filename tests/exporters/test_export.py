"""Which parts there are, which are written, and what a refusal says."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Cancelled, InputError
from domain.exchange import PlanContent, PlanInfo, PlanSnapshot
from exporters.excel import ExcelWriter
from exporters.export import export_plan, part_names
from tests.exporters.export_case import Exported, export


def test_parts_in_order(plan: PlanContent) -> None:
    assert part_names(plan) == ("方案全文", "任务分解表", "责任单位矩阵", "附表1", "附表2", "单位任务清单")
    assert part_names(PlanContent()) == ()
    assert part_names(replace(plan, duties=())) == ("方案全文", "任务分解表", "附表1", "附表2")


def test_tables_with_one_label_stay_apart(plan: PlanContent, tmp_path: Path) -> None:
    twins = replace(plan, tables=(plan.tables[0], plan.tables[0]))
    assert part_names(twins)[-3:-1] == ("附表1", "附表1（2）")
    assert len(export(twins, tmp_path, formats=("docx",), parts=("附表1", "附表1（2）")).names()) == 2


def test_everything_is_written_under_its_name_and_title(exported: Exported) -> None:
    title = "海州市风电装备产业链供应链质量联动提升工作方案"
    assert exported.names() == sorted(
        [
            f"方案全文 {title}.docx",
            *(f"{part} {title}.{suffix}" for part in ("任务分解表", "责任单位矩阵") for suffix in ("docx", "xlsx")),
            *(f"附表1 风电装备产业链质量问题清单.{suffix}" for suffix in ("docx", "xlsx")),
            *(f"附表2 质量政策工具清单.{suffix}" for suffix in ("docx", "xlsx")),
        ]
    )


def test_paths_come_back_in_order_and_progress_is_told(plan: PlanContent, tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    paths = export_plan(
        PlanSnapshot(plan), tmp_path, parts=("附表2", "任务分解表"), progress=lambda *step: told.append(step)
    )
    assert [path.name[:3] for path in paths] == ["任务分", "任务分", "附表2", "附表2"]
    assert [step[:2] for step in told] == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert [step[2] for step in told[:4]] == [path.name for path in paths]


@pytest.mark.parametrize(
    ("wishes", "words"),
    [
        ({"parts": ("附表9",)}, ("没有“附表9”", "附表1、附表2")),
        ({"formats": ("odt",)}, ("“odt”", "docx、xlsx")),
        ({"formats": ()}, ("没有选择", "docx、xlsx")),
        ({"parts": ("方案全文",), "formats": ("xlsx",)}, ("方案全文", "Excel", "docx")),
    ],
)
def test_a_wrong_wish_names_what_there_is(
    plan: PlanContent, tmp_path: Path, wishes: dict[str, Any], words: tuple[str, ...]
) -> None:
    with pytest.raises(InputError) as caught:
        export(plan, tmp_path / "导出", **wishes)
    assert all(word in str(caught.value) for word in words)
    assert not (tmp_path / "导出").exists()


def test_an_empty_plan_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="还没有内容"):
        export(PlanContent(PlanInfo("空")), tmp_path)


@pytest.mark.parametrize("after", [0, 1, 5, 9])
def test_a_cancelled_export_changes_nothing(plan: PlanContent, tmp_path: Path, after: int) -> None:
    exported = export(plan, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    asked = iter(range(100))
    with pytest.raises(Cancelled):
        export(replace(plan, tables=plan.tables[:1]), tmp_path, cancelled=lambda: next(asked) >= after)
    assert {path.name: path.read_bytes() for path in exported.folder.iterdir()} == before


def test_a_failure_midway_leaves_every_old_file(
    plan: PlanContent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(plan, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def fail(self: ExcelWriter, document: Any, target: io.BytesIO, *rest: Any) -> None:
        target.write(b"PK half")
        raise RuntimeError("bug")

    monkeypatch.setattr(ExcelWriter, "write", fail)
    with pytest.raises(RuntimeError):
        export(plan, tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


DATES = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def test_two_exports_differ_in_their_dates_only(plan: PlanContent, exported: Exported, tmp_path: Path) -> None:
    again = export(plan, tmp_path / "再次")
    assert again.names() == exported.names()
    for name in again.names():
        with zipfile.ZipFile(exported.folder / name) as one, zipfile.ZipFile(again.folder / name) as other:
            assert one.namelist() == other.namelist()
            for part in one.namelist():
                assert DATES.sub(b"", one.read(part)) == DATES.sub(b"", other.read(part)), (name, part)


def test_a_review_copy_is_a_pdf_of_what_leaders_read(plan: PlanContent, tmp_path: Path) -> None:
    exported = export(plan, tmp_path, review=True)
    assert [name.partition(" ")[0] for name in exported.names()] == [
        "任务分解表（审阅稿）",
        "方案全文（审阅稿）",
        "责任单位矩阵（审阅稿）",
    ]
    assert all(name.endswith(".pdf") for name in exported.names())


def test_copies_have_numbers_of_their_own(plan: PlanContent, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf", reason="pypdf reads the pages and is not installed")
    exported = export(plan, tmp_path, review=True, copies=2, parts=("责任单位矩阵",))
    assert [name.partition("）")[0] for name in exported.names()] == [
        "责任单位矩阵（审阅稿 000001",
        "责任单位矩阵（审阅稿 000002",
    ]
    for number, name in enumerate(exported.names(), start=1):
        (page,) = pypdf.PdfReader(tmp_path / name).pages
        assert f"份号00000{number}" in "".join(page.extract_text().split())


@pytest.mark.parametrize("copies", [-1, 201])
def test_a_silly_number_of_copies_is_refused(plan: PlanContent, tmp_path: Path, copies: int) -> None:
    with pytest.raises(InputError, match="份数"):
        export(plan, tmp_path / "导出", review=True, copies=copies)

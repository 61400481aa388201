"""Every document of the accuracy set is read whole and right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from importers.read import read_plan
from tests.importers.accuracy.make import DOCUMENTS, document_bytes, truth_text
from tests.importers.accuracy.masters import Master, read_masters
from tests.importers.accuracy.measure import measure
from tests.importers.accuracy.seeds import SEEDS, TRUTHS, measure_programme, measure_seed

MASTERS = read_masters()


@pytest.mark.parametrize("master", MASTERS, ids=lambda one: one.name)
def test_all_is_found_and_nothing_else(master: Master, tmp_path: Path) -> None:
    path = tmp_path / master.name
    path.write_bytes(document_bytes(master))
    scores = measure(path, json.loads((DOCUMENTS / f"{master.name}.json").read_text(encoding="utf-8")))
    wrong = {key: (one.missed, one.wrong) for key, one in scores.items() if one.missed or one.wrong}
    assert wrong == {}


@pytest.mark.skipif(not SEEDS.exists(), reason="the seed plans are not beside the project")
@pytest.mark.parametrize("name", [*TRUTHS, "中长期发展规划.txt"])
def test_the_seeds_are_counted_right(name: str) -> None:
    scores = measure_seed(name) if name in TRUTHS else measure_programme()
    assert {key: (one.missed, one.wrong) for key, one in scores.items() if one.missed or one.wrong} == {}


def test_truths_are_those_of_the_masters() -> None:
    stale = [
        one.name for one in MASTERS if (DOCUMENTS / f"{one.name}.json").read_text(encoding="utf-8") != truth_text(one)
    ]
    assert stale == []


def test_the_set_is_large_and_has_all_kinds() -> None:
    names = [one.name for one in MASTERS]
    assert len(names) == len(set(names)) >= 40
    assert {name.rpartition(".")[2] for name in names} >= {"docx", "txt", "md", "xlsx", "xls", "ods", "csv"}


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (
            "乡镇,现状,,,目标,备注\n,耕地,,园地,保有量,\n,水田,旱地,,,\n大河镇,12,8,3,20,\n马坡乡,9,7,1,16,含山塘\n",
            "column_unnamed",
        ),
        ("园区,类别,等级\n高新园,规上,A\n,规下,C\n经开园,规上,B\n", "blank_below"),
    ],
)
def test_what_a_csv_file_lost_is_said(lines: str, code: str, tmp_path: Path) -> None:
    path = tmp_path / "各园区.csv"
    path.write_text(lines, encoding="utf-8")
    assert code in {finding.code for finding in read_plan(path).findings}

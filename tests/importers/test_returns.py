"""Returned files in layouts and words of many kinds, made by the generator: what is read, and what is not invented."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from importers.submissions import read_submission_bytes
from tests.importers.returns.make import FIRST, cases, file_bytes, file_name, office_bytes
from tests.importers.returns.measure import Score, measure
from tests.importers.returns.model import Case
from tests.importers.returns.write import KINDS, OFFICE_KINDS, openpyxl_xlsx

OWN = [case for case in cases(0, 5) if case.kind in KINDS]
APART = [case for case in cases(1, 4) if case.kind in KINDS]


def total(made: list[Case]) -> Score:
    score = Score()
    for case in made:
        score.add(measure(case, file_bytes(case), file_name(case)))
    return score


def test_the_sample_is_large_and_has_all_kinds() -> None:
    assert len(OWN) >= 100 and len({case.layout for case in OWN}) == len(FIRST) >= 20
    assert {case.kind for case in OWN} == set(KINDS)
    assert len(list(cases(0))) >= 500


def test_every_row_of_the_layouts_it_was_mended_with_is_read_and_none_invented() -> None:
    score = total(OWN)
    assert score.notes == []
    assert score.is_right and score.mistakes > 10


def test_most_rows_of_words_and_layouts_kept_from_it_are_read() -> None:
    score = total(APART)
    assert score.recall >= 0.8 and score.precision >= 0.9, score.notes
    assert score.told == score.mistakes > 10
    assert score.uncounted == score.refused == 0


def test_files_that_libreoffice_saved_are_read_alike(tmp_path: Path) -> None:
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    made = [case for case in cases(0, 2) if case.kind in OFFICE_KINDS]
    saved = office_bytes(made, program, tmp_path)
    score = Score()
    for number, case in enumerate(made):
        score.add(measure(case, saved[number], file_name(case)))
    assert len(made) >= 10 and score.notes == []


def cells_in(data: bytes) -> int:
    """Cells of a workbook that show something, counted in its XML by another reader than ours."""
    count = 0
    with zipfile.ZipFile(BytesIO(data)) as package:
        for part in package.namelist():
            if re.match(r"xl/worksheets/sheet\d+\.xml", part):
                for _, element in ElementTree.iterparse(package.open(part)):
                    if element.tag.endswith("}c"):
                        count += any(len(one) or (one.text or "").strip() for one in element)
    return count


@pytest.mark.parametrize("kind", ["xlsx", "xlsx-openpyxl"])
def test_filled_cells_are_as_many_as_the_file_holds(kind: str) -> None:
    write = KINDS[kind][1] if kind == "xlsx" else openpyxl_xlsx
    for case in OWN[::7]:
        data = write(case.pages)
        draft = read_submission_bytes(data, "回执.xlsx", case.form)
        assert draft.filled == draft.read == cells_in(data), case.layout


def test_what_is_not_in_a_row_is_listed_with_its_reason() -> None:
    for case in OWN[::5]:
        draft = read_submission_bytes(file_bytes(case), file_name(case), case.form)
        places = Counter((one.sheet, one.cell) for one in draft.aside)
        assert max(places.values(), default=1) == 1
        assert all(one.reason and one.text for one in draft.aside)

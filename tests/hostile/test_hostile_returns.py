"""Broken and hostile files among returned ones: each ends in a draft or a sentence, and the others are read as ever."""

from __future__ import annotations

import random

import pytest

from desktop.collecting import read_returns
from domain.submission_draft import SubmissionChoices, SubmissionDraft
from importers.form_specs import shipped_form
from importers.guard import GivenFile
from tests.hostile import hostile_sheets, hostile_texts, hostile_word, hostile_zip
from tests.importers.returns import layouts
from tests.importers.returns.model import Draw
from tests.importers.returns.write import KINDS, xlsx

FORM = shipped_form("quality_problems")
CHOICES = SubmissionChoices(FORM)
# What the tests of single files read for minutes is not read again here.
SLOW = ("五十一兆", "十万个条目", "五十万个条目", "膨胀", "宽", "百万")
MADE = {
    **hostile_zip.files(),
    **hostile_word.files(),
    **hostile_sheets.files(),
    **hostile_texts.files(),
}


def good(number: int) -> GivenFile:
    return GivenFile(f"好{number}.xlsx", xlsx(layouts.titled(Draw(f"good {number}", 0), FORM.key).pages))


def check(name: str, outcome: SubmissionDraft | str) -> None:
    if isinstance(outcome, str):
        assert len(outcome) > 10 and "Traceback" not in outcome, name
    else:
        assert outcome.filled >= outcome.read, name
        assert all(row.values for row in outcome.rows), name


def test_hostile_files_among_good_ones_harm_nobody() -> None:
    chosen = {name: make for name, make in MADE.items() if not any(word in name for word in SLOW)}
    names = sorted(chosen)[:: max(len(chosen) // 24, 1)]
    bad = [GivenFile(name, chosen[name]()) for name in names]
    given = [file for number, one in enumerate(bad) for file in (one, good(number))]
    read = read_returns(given, CHOICES)
    assert [name for name, _ in read.files] == [file.name for file in given]
    for name, outcome in read.files:
        check(name, outcome)
    fine = [outcome for name, outcome in read.files if name.startswith("好")]
    alone = dict(read_returns([good(number) for number in range(len(bad))], CHOICES).files)
    assert [one for one in fine if isinstance(one, str)] == []
    assert [outcome for name, outcome in read.files if name.startswith("好")] == [
        alone[f"好{number}.xlsx"] for number in range(len(bad))
    ]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv-gb18030", "html", "xml2003", "docx"])
def test_bytes_that_were_changed_on_the_way_end_in_a_draft_or_a_sentence(kind: str) -> None:
    chance = random.Random(f"bytes {kind}")
    suffix, write = KINDS[kind]
    whole = write(layouts.merged_down(Draw("whole", 0), FORM.key).pages)
    given = []
    for number in range(12):
        data = bytearray(whole)
        for _ in range(chance.choice((1, 4, 40))):
            data[chance.randrange(len(data))] = chance.randrange(256)
        cut = len(data) if number % 3 else chance.randrange(1, len(data))
        given.append(GivenFile(f"{number}.{suffix}", bytes(data[:cut])))
    read = read_returns(given, CHOICES)
    assert len(read.files) == len(given)
    for name, outcome in read.files:
        check(name, outcome)
        assert not isinstance(outcome, str) or "不认识的内容" not in outcome, name  # a mistake of the reader's own

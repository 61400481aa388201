"""How a returned file was read against its truth: rows, fields, mistakes, filled cells."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from domain.collection import SubmittedRow
from domain.errors import ImportFileError
from domain.submission_draft import SubmissionDraft
from domain.text import comparison_key
from importers.submissions import read_submission_bytes
from tests.importers.returns import wordings as words
from tests.importers.returns.model import Case, TrueRow, text_key

DISTRICTS = tuple(sorted("|".join(words.DISTRICTS).split("|")))


@dataclass
class Score:
    """Counts over some files; `notes` say in words what was wrong."""

    files: int = 0
    rows: int = 0  # rows without mistakes that are there
    found: int = 0  # rows that were taken
    hits: int = 0  # taken rows with every field right
    invented: int = 0  # rows, taken or not, of a text that no row has
    mistakes: int = 0  # mistakes that are there
    told: int = 0  # of them told, at the right row and field
    alarms: int = 0  # mistakes told that are none
    uncounted: int = 0  # files whose filled cells are not all accounted for
    refused: int = 0
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    notes: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """Share of the true rows that were taken, with every field right."""
        return self.hits / self.rows if self.rows else 1.0

    @property
    def precision(self) -> float:
        """Share of the taken rows that are true in every field."""
        return self.hits / self.found if self.found else 1.0

    @property
    def is_right(self) -> bool:
        """Whether nothing at all is wrong."""
        counts = (self.rows - self.hits, self.found - self.hits, self.mistakes - self.told)
        return not any((*counts, self.invented, self.alarms, self.uncounted, self.refused))

    def add(self, other: Score) -> None:
        """Count another score in."""
        for name in (
            "files",
            "rows",
            "found",
            "hits",
            "invented",
            "mistakes",
            "told",
            "alarms",
            "uncounted",
            "refused",
        ):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for key, (right, all_) in other.fields.items():
            self.fields[key][0] += right
            self.fields[key][1] += all_
        self.notes += other.notes


def measure(case: Case, data: bytes, name: str) -> Score:
    """Read a file by its form and compare."""
    score = Score(files=1, rows=sum(not row.mistakes for row in case.rows))
    score.mistakes = sum(len(row.mistakes) for row in case.rows)
    try:
        draft = read_submission_bytes(data, name, case.form, districts=DISTRICTS)
    except ImportFileError as error:
        score.refused = 1
        score.notes.append(f"refused: {error.message}")
        return score
    _rows(case, draft, score)
    _mistakes(case, draft, score)
    if not draft.filled == draft.read == case.filled:
        score.uncounted = 1
        score.notes.append(f"filled {draft.filled}, read {draft.read}, there {case.filled}")
    return score


def _rows(case: Case, draft: SubmissionDraft, score: Score) -> None:
    text = text_key(case.form)
    by_text: dict[str, list[SubmittedRow]] = defaultdict(list)
    for row in draft.rows:
        by_text[_key(row.values.get(text, ""))].append(row)
    score.found = len([row for row in draft.rows if row.is_taken])
    for true in case.rows:
        rows = by_text.get(_key(true.values[text]), [])
        found = rows.pop(0) if rows else None
        if true.mistakes:
            continue
        wrong = _compare(true, found, score)
        if found is None:
            score.notes.append(f"missed row {true.row + 1}: {true.values[text][:20]}")
        elif wrong:
            score.notes.append(f"row {true.row + 1}: {'; '.join(wrong)}")
        elif found.is_taken:
            score.hits += 1
    known = {_key(true.values[text]) for true in case.rows} | {""} | ({_key("#REF!"), _key("质量" * 600)})
    for left in by_text.items():
        if left[1] and left[0] not in known:
            score.invented += len(left[1])
            score.notes += [f"invented: row {row.row} {row.values.get(text, '')[:20]!r}" for row in left[1]]


def _compare(true: TrueRow, found: SubmittedRow | None, score: Score) -> list[str]:
    """Count the fields of a row; those that are wrong, in words."""
    wrong = []
    for key, value in true.values.items():
        got = found.values.get(key, "") if found else ""
        is_right = found is not None and _key(got) == _key(value)
        score.fields[key][0] += is_right
        score.fields[key][1] += 1
        if not is_right:
            wrong.append(f"{key}={got[:16]!r} for {value[:16]!r}")
    return wrong


def _mistakes(case: Case, draft: SubmissionDraft, score: Score) -> None:
    true = Counter((row.row + 1, key) for row in case.rows for key in row.mistakes)
    told = Counter((row.row, one.field) for row in draft.rows if not row.is_taken for one in row.findings)
    score.told = sum((true & told).values())
    score.alarms = sum((told - true).values())
    score.notes += [f"mistake not told: row {row} {key}" for row, key in (true - told)]
    score.notes += [f"false alarm: row {row} {key}" for row, key in (told - true)]


def _key(text: str) -> str:
    return comparison_key(text)

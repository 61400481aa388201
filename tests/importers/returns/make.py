"""The whole set of returned files: every layout in every form it suits, in kinds by turns; the same at any time."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.importers.returns import layouts, mistakes, more_layouts
from tests.importers.returns.model import Case, Draw
from tests.importers.returns.write import KINDS, OFFICE_KINDS, xlsx

PROBLEMS_ONLY = (layouts.wide, layouts.sections, layouts.tables_apart, layouts.grade_in_text)
FIRST: tuple[layouts.Make, ...] = (
    layouts.plain,
    layouts.titled,
    layouts.two_rows,
    layouts.three_rows,
    layouts.two_rows_blank,
    layouts.merged_down,
    layouts.blank_down,
    layouts.shuffled,
    layouts.gaps,
    layouts.grade_in_text,
    layouts.line_breaks,
    layouts.typed,
    layouts.repeated,
    layouts.hidden_rows,
    layouts.hidden_sheet,
    layouts.several_sheets,
    layouts.several_senders,
    layouts.told_above,
    layouts.told_by_name,
    layouts.wide,
    layouts.form_two,
    layouts.form_four,
    layouts.sections,
    layouts.tables_apart,
    layouts.empty,
    layouts.doubles,
    mistakes.mistakes,
    mistakes.failed_formulas,
)
_ONE_PAGE = ("hidden_sheet", "several_sheets", "form_two", "form_four", "sheet_a_category")
_FLAT = ("hidden_sheet",)  # a page of the web and a Word file have no hidden sheets
_KINDS = (*KINDS, *OFFICE_KINDS, "xlsx", "xlsx", "lo-xlsx")


def cases(batch: int, variants: int = 13) -> Iterator[Case]:
    """Every case of a batch: 0 is what the reader was mended with, 1 was kept apart."""
    makers = FIRST if batch == 0 else (*FIRST, *more_layouts.SECOND)
    turn = 0
    for maker in makers:
        forms = ["quality_problems"] * variants
        if maker not in PROBLEMS_ONLY and maker not in more_layouts.PROBLEMS_ONLY:
            forms += ["projects", "policy_needs"] * max(variants // 4, 1)
        for number, form in enumerate(forms):
            case = maker(Draw(f"{batch} {maker.__name__} {form} {number}", batch), form)
            turn += 1
            case.kind = _KINDS[turn % len(_KINDS)]
            while not _suits(case):
                turn += 1
                case.kind = _KINDS[turn % len(_KINDS)]
            yield case


def _suits(case: Case) -> bool:
    if case.layout in _FLAT and case.kind in ("html", "docx"):
        return False
    return not (case.kind.startswith("csv") and (len(case.pages) > 1 or case.layout in _ONE_PAGE))


def file_name(case: Case) -> str:
    """The name it comes under."""
    suffix = KINDS[case.kind][0] if case.kind in KINDS else OFFICE_KINDS[case.kind][0]
    return f"{case.name or '回执'}.{suffix}"


def file_bytes(case: Case) -> bytes:
    """The bytes of a case of a kind that we write ourselves."""
    return KINDS[case.kind][1](case.pages)


def office_bytes(made: Sequence[Case], program: str, folder: Path) -> dict[int, bytes]:
    """The cases (by place) that LibreOffice is to save; one start of it for each kind of file."""
    found: dict[int, bytes] = {}
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    for suffix in sorted({kind for _, kind in OFFICE_KINDS.values()}):
        numbers = [n for n, one in enumerate(made) if OFFICE_KINDS.get(one.kind, ("", ""))[1] == suffix]
        sources = []
        for number in numbers:
            source = folder / "in" / f"{number}.xlsx"
            source.parent.mkdir(exist_ok=True)
            source.write_bytes(xlsx(made[number].pages))
            sources.append(str(source))
        if not sources:
            continue
        out = folder / f"out-{suffix}"
        command = [program, profile, "--headless", "--convert-to", suffix, "--outdir", str(out), *sources]
        subprocess.run(command, check=True, capture_output=True, timeout=600)
        found |= {number: (out / f"{number}.{suffix}").read_bytes() for number in numbers}
    return found

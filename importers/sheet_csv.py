"""Tables as text (.csv, .tsv): the encoding, the separator and the quotes that the file uses → a sheet."""

from __future__ import annotations

import csv
import re

from domain.checks import Finding, Severity
from importers.blocks import Progress
from importers.grid import Sheet, Workbook
from importers.text_file import decode_text

_SEPARATORS = ",\t;|，；"
_MAX_FIELD = 1_000_000
_SAMPLE = 200
_STEP = 5_000
_QUOTED = re.compile(r'"(?:[^"]|"")*"')
# Excel writes ="0012" to keep the zeros of a number that is a name.
_AS_TEXT = re.compile(r'="((?:[^"]|"")*)"$')


def read_csv(data: bytes, name: str, progress: Progress | None = None) -> Workbook:
    """Read a text table; the first line may name its separator (sep=;). Raises ImportFileError for bytes of no text."""
    text, findings = decode_text(data, name)
    first, _, rest = text.partition("\n")
    named = re.fullmatch(r"sep=(.)", first.strip("\r "), re.IGNORECASE)
    text = rest if named else text
    separator = named.group(1) if named else find_separator(text)
    sheet = Sheet(name.rpartition(".")[0] or name)
    workbook = Workbook([sheet], findings)
    total = text.count("\n") + 1
    for row, fields in enumerate(_records(text, separator, name, workbook.findings)):
        if progress and row % _STEP == 0:
            progress(min(row, total), total)
        for column, value in enumerate(fields):
            as_text = _AS_TEXT.match(value)
            sheet.put(row, column, as_text.group(1).replace('""', '"') if as_text else value)
    return workbook


def find_separator(text: str) -> str:
    """The character that parts the fields: the one that comes as often in most lines; a comma when none does."""
    lines = [line for line in _QUOTED.sub("", text[:200_000]).split("\n")[:_SAMPLE] if line.strip()]
    best, best_score = ",", 0.0
    for separator in _SEPARATORS:
        counts = [line.count(separator) for line in lines]
        most = max(set(counts), key=counts.count) if counts else 0
        usual = max((count for count in set(counts) if count), key=counts.count, default=0)
        share = counts.count(usual) / len(counts) if usual else 0.0
        # Title and note rows have no separator of their own, full lines have one at least.
        score = share * (1 if most else 0.5) * min(usual, 3)
        if score > best_score:
            best, best_score = separator, score
    return best


def _records(text: str, separator: str, name: str, findings: list[Finding]) -> list[list[str]]:
    """Fields of every record. A quote that is never closed must not swallow the rest of the file."""
    csv.field_size_limit(_MAX_FIELD)
    lines = text.split("\n")
    while lines and not lines[-1].strip():
        lines.pop()
    records: list[list[str]] = []
    start = 0
    while start < len(lines):
        end = _end_of_record(lines, start)
        try:
            record = next(csv.reader(["\n".join(lines[start:end])[:_MAX_FIELD]], delimiter=separator, strict=False), [])
        except csv.Error:
            record = lines[start].split(separator)
        if end is start + 1 and lines[start].count('"') % 2:
            record = [value.strip('"') for value in lines[start].split(separator)]
            message = f"第 {start + 1} 行的引号没有成对，已按普通文字读取，请核对：{lines[start][:60]}"
            findings.append(Finding(Severity.LOOK, "csv_quotes", name, message, line=start + 1))
        records.append(record)
        start = end
    return records


def _end_of_record(lines: list[str], start: int) -> int:
    """The index behind a record that may run over lines inside quotes; only the next line when quotes never close."""
    quotes = 0
    for end in range(start, min(len(lines), start + 1_000)):
        quotes += lines[end].count('"')
        if quotes % 2 == 0:
            return end + 1
    return start + 1

"""A table of a Word file: size, head, rules, and the kinds of cells it has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from domain.errors import ImportFileError
from domain.word_facts import CellFacts, ColumnFacts, ParagraphFacts, TableFacts
from importers.word_facts_looks import LookBook, Looks, measure, paragraph_look, rule_width, text_look
from importers.word_facts_text import RunReader
from importers.word_tables import MAX_COLUMNS, MAX_ROWS, too_large
from importers.word_xml import Element, is_on, local, value, w

_NUMBER = re.compile(r"[\s0-9０-９.,，％%+\-—/]*")
_OUTER, _ENDS, _INNER = ("top", "left", "bottom", "right"), ("top", "bottom"), ("insideH", "insideV")
_WRAPPERS = ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_LOW_ROW = 1200  # twips: what is lower need not part
_SHOWN_ROWS = 4
_MOST_KINDS = 400
_LINE_SHARE = 1.35


@dataclass
class _Column:
    longest: int = 0
    filled: int = 0
    numbers: int = 0
    head: str = ""


@dataclass
class _Table:
    """What is counted while the rows are read."""

    columns: dict[int, _Column] = field(default_factory=dict)
    kinds: dict[object, CellFacts] = field(default_factory=dict)
    rows: list[str] = field(default_factory=list)
    heights: list[int] = field(default_factory=list)
    head_rows: int = 0
    count: int = 0
    low_split: list[int] = field(default_factory=list)
    has_pictures: bool = False


class TableReader:
    """Reads the tables of one part."""

    def __init__(self, book: LookBook, runs: RunReader, name: str, indexes: dict[Element, int]) -> None:
        self._book, self._runs, self._name, self._indexes = book, runs, name, indexes

    def read(self, table: Element, index: int, after: int, section: int) -> TableFacts:
        """One table as a value. Raises ImportFileError beyond 20,000 rows or 63 columns."""
        properties = table.find(w("tblPr"))
        grid = [measure(one.get(w("w"))) for one in table.findall(f"{w('tblGrid')}/{w('gridCol')}")]
        rows = list(_below(table, "tr"))
        if len(rows) > MAX_ROWS or len(grid) > MAX_COLUMNS:
            raise too_large(self._name)
        guess = _guessed_head(rows)
        found = _Table()
        for row in rows:
            self._row(row, guess, grid, found)
        outer, ends, inner = self._rules(table, properties)
        place = properties.find(w("tblpPr")) if properties is not None else None
        paragraphs = self._paragraphs(table, section) if len(rows) <= _SHOWN_ROWS else ()
        return TableFacts(
            index=index,
            after=after,
            section=section,
            width=sum(grid) or _stated_width(properties),
            rows=len(rows),
            head_rows=found.head_rows if found.head_rows < len(rows) else 0,
            head_guess=guess,
            low_rows_split=tuple(found.low_split),
            outer_rule=outer,
            end_rule=ends,
            inner_rule=inner,
            columns=tuple(_columns(found, grid)),
            cells=tuple(found.kinds.values()),
            texts=tuple(found.rows),
            paragraphs=paragraphs,
            floats=place is not None,
            place_y=measure(place.get(w("tblpY"))) if place is not None else 0,
            row_heights=tuple(found.heights),
            has_pictures=found.has_pictures,
        )

    def _paragraphs(self, table: Element, section: int) -> tuple[ParagraphFacts, ...]:
        found = []
        for paragraph in table.iter(w("p")):
            found.append(self._runs.facts(paragraph, self._indexes[paragraph], section))
        return tuple(found)

    def _row(self, row: Element, guess: int, grid: list[int], found: _Table) -> None:
        properties = row.find(w("trPr"))
        if found.head_rows == found.count and is_on(properties, "tblHeader"):
            found.head_rows += 1
        is_head = found.count < max(guess, found.head_rows)
        height = properties.find(w("trHeight")) if properties is not None else None
        if found.count < _SHOWN_ROWS:
            found.heights.append(measure(value(height)))
        texts = []
        needed = 0
        column = 0
        for cell in _below(row, "tc"):
            if column >= MAX_COLUMNS:
                raise too_large(self._name)
            span = _span(cell, self._name)
            text, size = self._cell(cell, column, is_head, span, found)
            width = sum(grid[column : column + span]) or 1
            lines = sum(-(-len(line) * size * 10 // width) for line in text.split("\n") if line)
            needed = max(needed, round(lines * size * 10 * _LINE_SHARE))
            texts.append(text)
            column += span
        if not is_head and not is_on(properties, "cantSplit") and needed <= _LOW_ROW:
            found.low_split.append(found.count)
        if found.count < _SHOWN_ROWS:
            found.rows.append("\n".join(texts))
        found.count += 1

    def _cell(self, cell: Element, column: int, is_head: bool, span: int, found: _Table) -> tuple[str, int]:
        """Take in one cell; returns its text and the size of it in half points."""
        properties = cell.find(w("tcPr"))
        vertical = value(properties.find(w("vAlign"))) if properties is not None else ""
        fill = _fill(properties)
        texts = []
        size = 20
        for paragraph in _below(cell, "p"):
            base, looks = self._book.paragraph(paragraph.find(w("pPr")))
            pieces = self._runs.read(paragraph, base)
            found.has_pictures |= bool(pieces.drawings)
            text = pieces.text.strip()
            if not text:
                continue
            texts.append(text)
            look = next(looks for part, looks in pieces.runs if part.strip())
            size = look.get("sz", 20)
            self._kind(found, column, is_head, text, (look, looks, vertical, fill))
        whole = "\n".join(texts)
        if span == 1:
            _count(found.columns.setdefault(column, _Column()), whole, is_head)
        return whole, size

    def _kind(self, found: _Table, column: int, is_head: bool, text: str, kind: tuple[Looks, Looks, str, str]) -> None:
        look, paragraph, vertical, fill = text_look(kind[0]), paragraph_look(kind[1]), kind[2], kind[3]
        key = (is_head, look, paragraph, vertical, fill)
        known = found.kinds.get(key)
        if known is None:
            if len(found.kinds) < _MOST_KINDS:
                found.kinds[key] = CellFacts(
                    found.count, column, text[:60], look, paragraph, 1, len(text), vertical, fill, (column,), is_head
                )
            return
        columns = known.columns if column in known.columns else (*known.columns, column)
        longest = max(known.longest, len(text))
        found.kinds[key] = replace(known, count=known.count + 1, longest=longest, columns=columns)

    def _rules(self, table: Element, properties: Element | None) -> tuple[int, int, int]:
        """Rules all round, at top and bottom, and inside; some programs write them at every cell."""
        borders = properties.find(w("tblBorders")) if properties is not None else None
        if borders is None and properties is not None:
            borders = self._book.table_style(value(properties.find(w("tblStyle"))))
        own = table.find(f"{w('tr')}/{w('tc')}/{w('tcPr')}/{w('tcBorders')}")
        if borders is None and own is None:
            return 0, 0, 0
        one_column = len(table.findall(f"{w('tblGrid')}/{w('gridCol')}")) <= 1
        if borders is None and not one_column:
            widths = max(_widths(own, _OUTER))
            return widths, widths, widths
        across, down = _widths(borders, _INNER)
        outer, ends = min(_widths(borders, _OUTER)), min(_widths(borders, _ENDS))
        if not one_column:
            return outer, ends, min(across, down)
        # What a cell says of its own rules goes before what the table says of all.
        top, below = (own.find(w(side)) if own is not None else None for side in _ENDS)
        has_more = len(table.findall(w("tr"))) > 1
        return (
            outer if borders is not None else min(_widths(own, _OUTER)),
            ends if top is None else rule_width(top),
            across if below is None or not has_more else rule_width(below),
        )


def _widths(borders: Element | None, sides: tuple[str, ...]) -> list[int]:
    return [rule_width(borders.find(w(side))) if borders is not None else 0 for side in sides]


def _below(parent: Element, name: str) -> Iterator[Element]:
    """Children of a name, also inside content controls and insertions."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in _WRAPPERS:
            yield from _below(child, name)


def _span(cell: Element, name: str) -> int:
    span = measure(value(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), "1"), 1)
    if span > MAX_COLUMNS:
        raise ImportFileError(
            "table_too_large", f"“{name}”里有一个表格超过 {MAX_COLUMNS} 列，没有读取。", "请核对表格后另存，再试一次。"
        )
    return max(span, 1)


def _fill(properties: Element | None) -> str:
    shade = properties.find(w("shd")) if properties is not None else None
    color = shade.get(w("fill"), "") if shade is not None else ""
    return "" if color.lower() in ("auto", "ffffff", "") else color.upper()


def _guessed_head(rows: list[Element]) -> int:
    """How many rows look like the head: one, and where the first joins columns those it reaches down to."""
    if not rows:
        return 0
    spans = [cell.find(f"{w('tcPr')}/{w('gridSpan')}") is not None for cell in _below(rows[0], "tc")]
    if not any(spans) or len(spans) < 2:
        return 1
    guess = 1
    for row in rows[1:4]:
        merges = [cell.find(f"{w('tcPr')}/{w('vMerge')}") for cell in _below(row, "tc")]
        if not any(one is not None and value(one, "continue") == "continue" for one in merges):
            break
        guess += 1
    return min(guess, max(len(rows) - 1, 1))


def _count(column: _Column, text: str, is_head: bool) -> None:
    if is_head:
        column.head = column.head or text
    elif text:
        column.longest = max(column.longest, *(len(line) for line in text.split("\n")))
        column.filled += 1
        column.numbers += _NUMBER.fullmatch(text) is not None


def _columns(found: _Table, grid: list[int]) -> Iterator[ColumnFacts]:
    for index in range(max(len(grid), *(one + 1 for one in found.columns), 0)) if found.columns else range(len(grid)):
        one = found.columns.get(index, _Column())
        width = grid[index] if index < len(grid) else 0
        yield ColumnFacts(width, one.longest, bool(one.filled) and one.numbers == one.filled, one.head[:40])


def _stated_width(properties: Element | None) -> int:
    width = properties.find(w("tblW")) if properties is not None else None
    return measure(width.get(w("w"))) if width is not None and width.get(w("type")) == "dxa" else 0

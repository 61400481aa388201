"""Long documents in parts that Typst sets one by one: what it holds in memory grows with every row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from exporters.blocks import Document, Section, Table

# Rows of one compile: what Typst holds in memory grows with them.
ROWS_A_PART = 400


def parted(document: Document) -> Iterator[Document]:
    """The document in parts that Typst sets one by one: a section each where any of its tables is long."""
    waiting: list[Section] = []
    rows = 0
    for section in document.sections:
        for piece in _pieces(section):
            count = sum(len(block.rows) for block in piece.blocks if isinstance(block, Table))
            if waiting and rows + count > ROWS_A_PART:
                yield replace(document, sections=tuple(waiting))
                waiting, rows = [], 0
            waiting.append(piece)
            rows += count
    yield replace(document, sections=tuple(waiting))


def _pieces(section: Section) -> Iterator[Section]:
    """A section, or its pages in several where its table is too long for one compile."""
    blocks = list(section.blocks)
    long = next((at for at, one in enumerate(blocks) if isinstance(one, Table) and len(one.rows) > ROWS_A_PART), None)
    if long is None:
        yield section
        return
    table = blocks[long]
    assert isinstance(table, Table)
    starts = _starts(table)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(table.rows)], strict=True)):
        above = blocks[:long] if number == 0 else []
        below = blocks[long + 1 :] if end == len(table.rows) else []
        yield replace(section, blocks=(*above, replace(table, rows=table.rows[start:end]), *below))


def _starts(table: Table) -> list[int]:
    """Rows that pieces begin with; none lies inside a joined cell."""
    starts = [0]
    reach = 0
    for index, row in enumerate(table.rows):
        if index >= reach and index - starts[-1] >= ROWS_A_PART:
            starts.append(index)
        reach = max(reach, index + max((cell.row_span for cell in row.cells), default=1))
    return starts

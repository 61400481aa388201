"""Tables drawn as text, for tests: rows part their cells by |; < goes on with the left cell, ^ with that above."""

from __future__ import annotations

from importers.blocks import GridCell, TableBlock


def drawn(*rows: str, line: int = 1, sheet: str = "", header_rows: int = 0) -> TableBlock:
    """The table of a drawing; / in a cell breaks its line where a blank stands on both sides."""
    texts = [[cell.strip() for cell in row.split("|")] for row in rows]
    width = max(len(row) for row in texts)
    texts = [row + [""] * (width - len(row)) for row in texts]
    cells = []
    for y, row in enumerate(texts):
        for x, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = x + 1
            while right < width and texts[y][right] == "<":
                right += 1
            below = y + 1
            while below < len(texts) and texts[below][x] == "^":
                below += 1
            lines = tuple(part.strip() for part in text.split(" / ") if part.strip())
            cells.append(GridCell(y, x, lines, below - y, right - x))
    return TableBlock(tuple(cells), len(texts), width, line, header_rows, sheet)

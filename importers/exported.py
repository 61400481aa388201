"""A file of ours that comes back: its blocks under the hidden keys they left with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from lxml import etree

from domain.remarks import RemarkKind
from domain.returned import (
    COLUMN,
    DOCUMENT,
    ROW,
    TABLE,
    TASK_ROW,
    TASK_TABLE,
    ReturnedFile,
    ReturnedRemark,
    ReturnedRow,
    ReturnedTable,
    ReturnedText,
    ids_of,
)
from importers.blocks import Document, GridCell, ParagraphBlock, SourceRemark, TableBlock
from importers.exported_comments import read_comments
from importers.guard import Package
from importers.headers import fill_grid
from importers.kinds import is_zip

_CUSTOM_PART = "docProps/custom.xml"
_CHANGES = (RemarkKind.INSERTION, RemarkKind.DELETION)
Cell = tuple[int, int]


def read_returned(data: bytes, name: str, document: Document) -> ReturnedFile | None:
    """What a file says under its keys; None for one that is no export of ours.

    `document` is the whole of what was read from its bytes.
    """
    if not document.keys or not is_zip(data):
        return None
    package = Package(data, name)
    properties = _read_properties(package)
    if not properties.get(DOCUMENT):
        return None
    return _Reader(replace(document, remarks=(*document.remarks, *_sheet_remarks(package, document)))).read(properties)


def _sheet_remarks(package: Package, document: Document) -> Iterator[SourceRemark]:
    """Comments in the cells of a workbook."""
    tables = {block.line: block for block in document.blocks if isinstance(block, TableBlock)}
    for one in read_comments(package):
        table = tables.get(one.sheet)
        if table is not None:
            cell = (one.row - table.origin[0], one.column - table.origin[1])
            quote = next((other.text for other in table.cells if (other.row, other.column) == cell), "")
            yield SourceRemark(RemarkKind.COMMENT, one.text, one.sheet, quote, one.author, "", cell)


def _read_properties(package: Package) -> dict[str, str]:
    if _CUSTOM_PART not in package.names:
        return {}
    found = {}
    for one in package.read_xml(_CUSTOM_PART):
        if isinstance(one.tag, str) and len(one):
            found[one.get("name") or ""] = "".join(etree.ElementBase.itertext(one[0]))
    return {key: value for key, value in found.items() if key.startswith("Fangan")}


class _Reader:
    def __init__(self, document: Document) -> None:
        self._document = document
        self._keys: dict[int, dict[Cell | None, list[str]]] = {}
        for key in document.keys:
            if key.line:
                self._keys.setdefault(key.line, {}).setdefault(key.cell, []).append(key.name)
        self._authors: dict[tuple[int, Cell | None], list[str]] = {}
        for remark in document.remarks:
            if remark.kind in _CHANGES and remark.author:
                self._authors.setdefault((remark.line, remark.cell), []).append(remark.author)
        self._texts: list[ReturnedText] = []
        self._tables: list[ReturnedTable] = []
        self._strange = 0

    def read(self, properties: Mapping[str, str]) -> ReturnedFile:
        """All of it."""
        for line, group in groupby(self._document.blocks, key=lambda block: block.line):
            blocks = list(group)
            for block in blocks:
                if isinstance(block, TableBlock):
                    self._take_table(block)
            texts = [block for block in blocks if isinstance(block, ParagraphBlock)]
            if texts:
                self._take_text(texts, line)
        lines = {block.line for block in self._document.blocks}
        # Who took out all words of a paragraph, but not its end, took it out as well.
        gone = {
            key.name: key.gone_by if not key.line else self._by(key.line, key.cell)
            for key in self._document.keys
            if key.line not in lines
        }
        remarks = tuple(self._remark(one) for one in self._document.remarks if one.kind is RemarkKind.COMMENT)
        return ReturnedFile(properties, tuple(self._texts), tuple(self._tables), remarks, gone, self._strange)

    def _by(self, line: int, cell: Cell | None = None) -> str:
        return "、".join(dict.fromkeys(self._authors.get((line, cell), ())))

    def _take_text(self, blocks: Sequence[ParagraphBlock], line: int) -> None:
        names = self._keys.get(line, {}).get(None, [])
        text = "\n".join(block.text for block in blocks)
        level = blocks[0].outline_level or 0
        self._texts.append(ReturnedText(names[0] if names else "", text, line, level, self._by(line)))

    def _take_table(self, block: TableBlock) -> None:
        names = self._keys.get(block.line, {})
        listed = [(cell, name) for cell, here in names.items() if cell is not None for name in here]
        head = next(((cell, name) for cell, name in listed if _is_table(name)), None)
        if head is not None:
            self._tables.append(self._table(block, head[1], head[0][0], names))
        elif listed and block.columns == 1:  # a 专栏
            for cell in block.cells:
                place = (cell.row, cell.column)
                key = next(iter(names.get(place, ())), "")
                self._texts.append(ReturnedText(key, cell.text, block.line, 0, self._by(block.line, place)))
        elif not listed:
            self._strange += 1

    def _table(
        self, block: TableBlock, key: str, top: int, names: Mapping[Cell | None, Sequence[str]]
    ) -> ReturnedTable:
        depth = (ids_of(TABLE, key) or ids_of(TASK_TABLE, key))[-1]
        grid = fill_grid(block)
        by_row: dict[int, str] = {}
        columns = [""] * block.columns
        for cell, here in names.items():
            for name in here if cell is not None else ():
                assert cell is not None
                if _is_column(name) and top <= cell[0] < top + depth and 0 <= cell[1] < block.columns:
                    columns[cell[1]] = columns[cell[1]] or name
                elif cell[0] >= top + depth or _kind(name) not in (ROW, TASK_ROW):
                    by_row.setdefault(cell[0], name)
        paths = tuple(_path(grid, column, range(top, min(top + depth, block.rows))) for column in range(block.columns))
        self._texts += [
            ReturnedText(by_row[row], _first_text(grid[row]), block.line)
            for row in sorted(by_row)
            if _kind(by_row[row]) not in (ROW, TASK_ROW)
            and not _is_column(by_row[row])
            and not _is_table(by_row[row])
            and 0 <= row < block.rows
        ]
        rows: list[ReturnedRow] = []
        for index in range(top + depth, block.rows):
            name = by_row.get(index, "")
            if name and _kind(name) not in (ROW, TASK_ROW):
                continue
            row = self._row(block, grid, index, name)
            if name.endswith("+") and rows and rows[-1].key == name.rstrip("+"):
                cells = tuple(a + b for a, b in zip(rows[-1].cells, row.cells, strict=True))
                rows[-1] = replace(rows[-1], cells=cells)
            else:
                rows.append(row)
        return ReturnedTable(key, tuple(columns), paths, tuple(rows), block.line)

    def _row(self, block: TableBlock, grid: Sequence[Sequence[GridCell | None]], index: int, name: str) -> ReturnedRow:
        cells, covered = [], set()
        for place, cell in enumerate(grid[index]):
            if cell is not None and (cell.row, cell.column) != (index, place):
                covered.add(place)
                cells.append("")
            else:
                cells.append(cell.text if cell is not None else "")
        by = tuple(self._by(block.line, (index, place)) for place in range(len(cells)))
        return ReturnedRow(name, tuple(cells), frozenset(covered), by if any(by) else ())

    def _remark(self, remark: SourceRemark) -> ReturnedRemark:
        key, place = "", -1
        names = self._keys.get(remark.line, {})
        if remark.cell is None:
            key = next(iter(names.get(None, ())), "") or self._key_above(remark.line)
        else:
            row = {cell: here for cell, here in names.items() if cell is not None and cell[0] == remark.cell[0]}
            key, place = next((name for here in row.values() for name in here), ""), remark.cell[1]
        return ReturnedRemark(remark.text, remark.quote, remark.author, remark.made_at, key, place)

    def _key_above(self, line: int) -> str:
        lines = [one.line for one in self._texts if one.key and one.line <= line]
        return next((one.key for one in self._texts if lines and one.line == lines[-1] and one.key), "")


def _kind(name: str) -> str:
    return name[:1]


def _is_table(name: str) -> bool:
    return len(ids_of(TABLE, name)) == 2 or len(ids_of(TASK_TABLE, name)) == 1


def _is_column(name: str) -> bool:
    return bool(ids_of(COLUMN, name)) or (name.startswith(TASK_TABLE) and name[1:].isalpha())


def _path(grid: Sequence[Sequence[GridCell | None]], column: int, rows: range) -> tuple[str, ...]:
    cells = [grid[row][column] for row in rows]
    return tuple("".join(cell.lines) for cell in _distinct(cells) if cell.lines)


def _distinct(cells: Sequence[GridCell | None]) -> Iterator[GridCell]:
    for place, cell in enumerate(cells):
        if cell is not None and (place == 0 or cells[place - 1] is not cell):
            yield cell


def _first_text(cells: Sequence[GridCell | None]) -> str:
    return next((cell.text for cell in cells if cell is not None and cell.text), "")

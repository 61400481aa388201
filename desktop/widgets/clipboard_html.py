"""Tables as HTML on the clipboard: what Excel, WPS, LibreOffice, Word and browsers put there, and what we put there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

from desktop.widgets.clipboard_block import Block
from domain.patterns import pattern

_LONGEST = 20_000_000  # characters
_MOST_ROWS = 20_000
_MOST_COLUMNS = 512
_MOST_CELLS = 400_000
_SILENT = frozenset(("style", "script", "head", "title", "xml", "object", "noframes", "template"))
_BLOCKS = frozenset(("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "table", "ul", "ol", "blockquote"))
_FOLD = pattern(r"[ \t\r\n\f]+")
_HAN = pattern(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]")
_HIDDEN = pattern(r"(?i)display\s*:\s*none")
_STYLE = "border:.5pt solid windowtext;white-space:normal;vertical-align:middle;mso-number-format:'\\@'"
_BREAK = '<br style="mso-data-placement:same-cell;">'


def parse_table(html: str) -> Block | None:
    """The cells of the tables in a piece of HTML, one below the other; None where it holds none or is no good.

    A cell over several rows is repeated in each of them and reaches up; one over several columns fills the first.
    """
    if len(html) > _LONGEST or "<t" not in html.lower():
        return None
    reader = _Reader()
    try:
        reader.feed(html)
        reader.close()
    except (AssertionError, _TooMuch):  # the parser's word for a declaration it cannot make out
        return None
    rows = [row for row in reader.rows if not row.is_filler]
    return _laid_out(rows) if rows else None


def format_table(block: Block) -> str:
    """HTML that spreadsheets and word processors take as cells: merged, with line breaks inside, text as text."""
    spans = block.spans()
    parts = [
        '<html><head><meta charset="utf-8"></head><body><!--StartFragment--><table style="border-collapse:collapse">'
    ]
    for number, line in enumerate(block.rows):
        parts.append("<tr>")
        for column, text in enumerate(line):
            if (number, column) in block.joined:
                continue
            count = spans.get((number, column), 1)
            reach = f' rowspan="{count}"' if count > 1 else ""
            parts.append(f'<td{reach} style="{_STYLE}">{_marked_up(text)}</td>')
        parts.append("</tr>")
    parts.append("</table><!--EndFragment--></body></html>")
    return "".join(parts)


def _marked_up(text: str) -> str:
    escaped = escape(text).replace("\n", _BREAK)
    return escaped.replace("  ", " &nbsp;").replace(f"{_BREAK} ", f"{_BREAK}&nbsp;")


class _TooMuch(Exception):  # noqa: N818 - never seen outside
    """Raised where there is more than anybody means to paste."""


@dataclass
class _Cell:
    row_span: int
    column_span: int
    parts: list[str] = field(default_factory=list)

    def text(self) -> str:
        lines = "".join(self.parts).split("\x00")
        return "\n".join(_folded(line) for line in lines).strip("\n")


@dataclass
class _Row:
    is_hidden: bool
    cells: list[_Cell] = field(default_factory=list)

    @property
    def is_filler(self) -> bool:
        """Whether it only holds widths, as Excel's last row does."""
        return not self.cells or (self.is_hidden and not any(cell.text() for cell in self.cells))


class _Reader(HTMLParser):
    """Gathers the cells of the outermost tables; everything inside a cell is its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[_Row] = []
        self._tables = 0
        self._silent = 0
        self._cell: _Cell | None = None
        self._count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row, a cell; break a line inside one."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "table":
            self._tables += 1
            self._break()
        elif self._tables == 1 and tag == "tr":
            self._cell = None
            if len(self.rows) >= _MOST_ROWS:
                raise _TooMuch
            self.rows.append(_Row(bool(_HIDDEN.search(_value(attrs, "style")))))
        elif self._tables == 1 and tag in ("td", "th"):
            self._begin_cell(attrs)
        elif tag == "br":
            self._write("\x00")
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        """End what was begun."""
        if tag in _SILENT:
            self._silent = max(self._silent - 1, 0)
        elif tag == "table":
            self._tables = max(self._tables - 1, 0)
            if not self._tables:
                self._cell = None
        elif self._tables == 1 and tag in ("td", "th", "tr"):
            self._cell = None
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        """Words of a cell."""
        if not self._silent:
            self._write(data.replace("\x00", ""))

    def unknown_decl(self, data: str) -> None:
        """Conditions of office programs (`<![if …]>`) say nothing to us."""

    def _begin_cell(self, attrs: list[tuple[str, str | None]]) -> None:
        if not self.rows:
            self.rows.append(_Row(is_hidden=False))
        self._count += 1
        if self._count > _MOST_CELLS or len(self.rows[-1].cells) >= _MOST_COLUMNS:
            raise _TooMuch
        rows, columns = (_number(_value(attrs, name)) for name in ("rowspan", "colspan"))
        self._cell = _Cell(min(rows, _MOST_ROWS), min(columns, _MOST_COLUMNS))
        self.rows[-1].cells.append(self._cell)

    def _break(self) -> None:
        """Begin a new line, unless one has just begun."""
        last = self._cell.parts[-1] if self._cell is not None and self._cell.parts else ""
        if last.strip(" \t\r\n\f") and not last.endswith("\x00"):
            self._write("\x00")

    def _write(self, text: str) -> None:
        if self._cell is not None:
            if not text.strip(" \t\r\n\f") and not self._cell.parts:
                return
            self._cell.parts.append(text)


def _value(attrs: Sequence[tuple[str, str | None]], name: str) -> str:
    return next((value or "" for key, value in attrs if key == name), "")


def _number(text: str) -> int:
    text = text.strip()
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _folded(line: str) -> str:
    """A line with the blanks of the source folded; a line broken between two Chinese characters has none there."""
    line = line.strip(" \t\r\n\f")
    parts: list[str] = []
    place = 0
    for match in _FOLD.finditer(line):
        parts.append(line[place : match.start()])
        between_han = _HAN.match(line[match.start() - 1]) and _HAN.match(line[match.end()])
        parts.append("" if between_han and "\n" in match.group(0) else " ")
        place = match.end()
    return "".join([*parts, line[place:]]).replace("\xa0", " ")


def _laid_out(rows: Sequence[_Row]) -> Block | None:
    """Cells with spans as a rectangle of texts."""
    lines: list[dict[int, str]] = [{} for _ in rows]
    joined: set[tuple[int, int]] = set()
    count = 0
    for number, row in enumerate(rows):
        column = 0
        for cell in row.cells:
            while column in lines[number]:
                column += 1
            height, text = min(cell.row_span, len(rows) - number), cell.text()
            count += height * cell.column_span
            if count > _MOST_CELLS or column + cell.column_span > _MOST_COLUMNS:
                return None
            for down in range(number, number + height):
                for right in range(column, column + cell.column_span):
                    lines[down].setdefault(right, text if right == column else "")
                if down > number:
                    joined.add((down, column))
            column += cell.column_span
    width = max((max(line, default=-1) for line in lines), default=-1) + 1
    if not width:
        return None
    return Block([[line.get(column, "") for column in range(width)] for line in lines], frozenset(joined))

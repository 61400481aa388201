"""Change a few cells of somebody's .xlsx file and leave every other byte of its parts as it is.

A library that loads and saves a workbook loses what it does not know: seals, drawings, charts. Here only the parts that
change are parsed (ECMA-376 part 1, 18).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from domain.errors import ExportError
from exporters.characters import printable

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WIDEST = 60.0
_CELL = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_MOST_PARTS = 600 << 20
# What follows a legacyDrawing in a worksheet (CT_Worksheet is a sequence).
_AFTER_LEGACY = (
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
_BEFORE_COLS = ("sheetPr", "dimension", "sheetViews", "sheetFormatPr")


class Parts:
    """The parts of a package: read as they are, parsed only when they are changed."""

    def __init__(self, data: bytes) -> None:
        """Raises ExportError when the bytes are no .xlsx file."""
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > _MOST_PARTS:
                    raise unfit("too large")
                self._data = {entry.filename: archive.read(entry) for entry in archive.infolist() if not entry.is_dir()}
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError) as error:
            raise unfit(repr(error)) from error
        self._trees: dict[str, etree._Element] = {}
        if "[Content_Types].xml" not in self._data:
            raise unfit("no content types")

    def __contains__(self, name: str) -> bool:
        return name in self._data or name in self._trees

    def tree(self, name: str) -> etree._Element:
        """A part as a tree that is written back. Raises ExportError when it is not there or no plain XML."""
        if name not in self._trees:
            if name not in self._data:
                raise unfit(f"no part {name}")
            self._trees[name] = _parse(self._data[name])
        return self._trees[name]

    def add(self, name: str, root: etree._Element) -> None:
        """Put a new part in."""
        self._trees[name] = root

    def put(self, name: str, data: bytes) -> None:
        """Put a new part in as bytes."""
        self._data[name] = data

    def free_name(self, pattern: str) -> str:
        """A name no part has: `pattern` with the first number that is free in place of {}."""
        number = 1
        while pattern.format(number) in self:
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> etree._Element:
        """The relationships of a part, made where there are none."""
        name = relations_name(part)
        if name not in self:
            self.add(name, etree.Element(f"{{{PACKAGE}}}Relationships", nsmap={None: PACKAGE}))
        return self.tree(name)

    def relate(self, part: str, kind: str, target: str) -> str:
        """Relate a part to another one; returns the id."""
        root = self.relations(part)
        taken = {one.get("Id") for one in root}
        number = next(n for n in range(1, len(taken) + 2) if f"rIdF{n}" not in taken)
        relative = posixpath.relpath(target, posixpath.dirname(part) or ".")
        etree.SubElement(
            root, f"{{{PACKAGE}}}Relationship", Id=f"rIdF{number}", Type=f"{OFFICE}/{kind}", Target=relative
        )
        return f"rIdF{number}"

    def related(self, part: str, kind: str) -> str | None:
        """The part another one is related to by the end of the relationship's type; None where there is none."""
        if relations_name(part) not in self:
            return None
        for one in self.tree(relations_name(part)):
            if str(one.get("Type", "")).endswith(f"/{kind}") and one.get("TargetMode") != "External":
                return _resolve(part, str(one.get("Target", "")))
        return None

    def target(self, part: str, relation: str) -> str | None:
        """The part a relationship id leads to."""
        for one in self.tree(relations_name(part)):
            if one.get("Id") == relation:
                return _resolve(part, str(one.get("Target", "")))
        return None

    def declare(self, part: str, content_type: str) -> None:
        """Tell the content type of a new part."""
        root = self.tree("[Content_Types].xml")
        etree.SubElement(root, f"{{{TYPES}}}Override", PartName=f"/{part}", ContentType=content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Tell the content type of all parts of an extension, unless that is told."""
        root = self.tree("[Content_Types].xml")
        if not any(str(one.get("Extension", "")).lower() == extension for one in root):
            root.insert(0, etree.Element(f"{{{TYPES}}}Default", Extension=extension, ContentType=content_type))

    def to_bytes(self) -> bytes:
        """The package; parts that were not parsed are as they came, of no date."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            names = sorted({*self._data, *self._trees}, key=lambda name: (name != "[Content_Types].xml", name))
            for name in names:
                tree = self._trees.get(name)
                data = (
                    self._data[name]
                    if tree is None
                    else etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
                )
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
        return buffer.getvalue()


class Cells:
    """The cells of a worksheet part by name, made where there are none."""

    def __init__(self, root: etree._Element) -> None:
        self.root = root
        self.namespace = etree.QName(root).namespace or MAIN
        data = root.find(self.tag("sheetData"))
        if data is None:
            raise unfit("a sheet without cells")
        self._data = data
        self._rows = dict(_numbered_rows(data))

    def tag(self, name: str) -> str:
        """A name in the namespace of the sheet."""
        return f"{{{self.namespace}}}{name}"

    def cell(self, name: str) -> etree._Element:
        """A cell, made in its place where it is not there."""
        letters, number = _split(name)
        row = self._row(number)
        place = column_number(letters)
        for index, one in enumerate(row):
            here = column_number(_split(str(one.get("r")))[0])
            if here == place:
                return one
            if here > place:
                made = etree.Element(self.tag("c"), r=name)
                row.insert(index, made)
                return made
        row.attrib.pop("spans", None)
        return etree.SubElement(row, self.tag("c"), r=name)

    def write(self, name: str, text: str, style: int | None = None) -> None:
        """Put a text into a cell."""
        cell = self.cell(name)
        for child in list(cell):
            cell.remove(child)
        cell.set("t", "inlineStr")
        if style is not None:
            cell.set("s", str(style))
        inner = etree.SubElement(etree.SubElement(cell, self.tag("is")), self.tag("t"))
        inner.text = printable(text)
        inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def all(self) -> Iterator[etree._Element]:
        """Every cell that is there."""
        for row in self._rows.values():
            yield from row

    def clear(self, name: str) -> None:
        """Take the content of a cell out; its format stays."""
        cell = self.cell(name)
        for child in list(cell):
            cell.remove(child)
        cell.attrib.pop("t", None)

    def last_column(self) -> int:
        """The number of the last column that has a cell, from 1; 0 where there is none."""
        names = (str(cell.get("r")) for cell in self.all())
        return max((column_number(_split(name)[0]) for name in names), default=0)

    def widen(self, column: int, width: float) -> None:
        """Give a column a width in characters, where none is told for it."""
        columns = self.root.find(self.tag("cols"))
        if columns is None:
            columns = etree.Element(self.tag("cols"))
            place = max(
                (index for index, one in enumerate(self.root) if etree.QName(one).localname in _BEFORE_COLS), default=-1
            )
            self.root.insert(place + 1, columns)
        for index, one in enumerate(columns):
            first, last = int(str(one.get("min"))), int(str(one.get("max")))
            if first <= column <= last:
                if first < column:
                    before = deepcopy(one)
                    before.set("max", str(column - 1))
                    columns.insert(index, before)
                one.set("min", str(column + 1))
                if column + 1 > last:
                    columns.remove(one)
                break
        made = etree.Element(self.tag("col"), min=str(column), max=str(column), customWidth="1")
        made.set("width", str(min(width, _WIDEST)))
        later = [index for index, one in enumerate(columns) if int(str(one.get("min"))) > column]
        columns.insert(later[0] if later else len(columns), made)

    def set_height(self, row: int, height: float) -> None:
        """Give a row a height in points."""
        one = self._row(row)
        one.set("ht", f"{height:g}")
        one.set("customHeight", "1")

    def forget_extent(self) -> None:
        """Take the told extent out, which no longer holds."""
        told = self.root.find(self.tag("dimension"))
        if told is not None:
            self.root.remove(told)

    def set_legacy_drawing(self, relation: str) -> None:
        """Lead to the shapes of the comments."""
        made = etree.Element(self.tag("legacyDrawing"))
        made.set(f"{{{OFFICE}}}id", relation)
        for index, one in enumerate(self.root):
            if etree.QName(one).localname in _AFTER_LEGACY:
                self.root.insert(index, made)
                return
        self.root.append(made)

    def _row(self, number: int) -> etree._Element:
        if number in self._rows:
            return self._rows[number]
        made = etree.Element(self.tag("row"), r=str(number))
        later = [one for one in self._rows if one > number]
        if later:
            following = self._rows[min(later)]
            following.addprevious(made)
        else:
            self._data.append(made)
        self._rows[number] = made
        return made


def relations_name(part: str) -> str:
    """Where the relationships of a part stand."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def column_number(letters: str) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def sheet_parts(parts: Parts) -> Iterator[tuple[str, str]]:
    """Names of the sheets and their parts, in order. Raises ExportError when the package is no workbook."""
    workbook = parts.related("", "officeDocument")
    if workbook is None or workbook not in parts:
        raise unfit("no workbook")
    root = parts.tree(workbook)
    for one in root.iter(f"{{{etree.QName(root).namespace}}}sheet"):
        relation = next((str(value) for key, value in one.attrib.items() if etree.QName(key).localname == "id"), "")
        part = parts.target(workbook, relation)
        if part is not None and part in parts:
            yield str(one.get("name")), part


def _numbered_rows(data: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Rows with their numbers; numbers and names that a writer left out are put in."""
    number = 0
    for row in data:
        number = int(row.get("r", number + 1))
        row.set("r", str(number))
        column = 0
        for cell in row:
            column = column_number(_split(str(cell.get("r")))[0]) if cell.get("r") else column + 1
            cell.set("r", f"{column_letters(column)}{number}")
        yield number, row


def _split(name: str) -> tuple[str, int]:
    match = _CELL.fullmatch(name.replace("$", ""))
    if match is None:
        raise unfit(f"cell {name}")
    return match.group(1), int(match.group(2))


def _resolve(part: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    return posixpath.normpath(posixpath.join(posixpath.dirname(part), target))


def _parse(data: bytes) -> etree._Element:
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise unfit("a document type")
    try:
        return etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
        )
    except etree.XMLSyntaxError as error:
        raise unfit(str(error)) from error


def unfit(detail: str) -> ExportError:
    """The error of a file whose parts are not those of a plain workbook."""
    return ExportError("cannot_mark", "这份文件的结构特殊，不能在原件上标注。", "已改为在旁边生成错误清单。", detail)

"""Names, attributes and parts of a Word file: the one place that knows how WordprocessingML is spelled."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from domain.errors import ImportFileError
from importers.guard import Package, parse_xml
from importers.kinds import refuse_package

Element = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OFF = ("0", "false", "off", "none")


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def value(element: Element | None, default: str = "") -> str:
    """The w:val of an element."""
    return element.get(w("val"), default) if element is not None else default


def number(element: Element | None) -> int | None:
    """The w:val of an element as a whole number; None when it is none."""
    text = value(element)
    return int(text) if text.lstrip("-").isdecimal() and len(text) < 10 else None


def is_on(parent: Element | None, name: str) -> bool:
    """Whether a toggle such as w:b stands below an element and is not switched off."""
    toggle = parent.find(w(name)) if parent is not None else None
    return toggle is not None and value(toggle, "1") not in _OFF


def chosen_branch(alternatives: Element) -> Element | None:
    """The branch of mc:AlternateContent that is read: the first choice, or the fallback where only that has text."""
    branches = [branch for branch in alternatives if local(branch) in ("Choice", "Fallback")]
    for branch in branches:
        if local(branch) == "Choice" and (len(branches) == 1 or next(has_text(branch), None) is not None):
            return branch
    for branch in branches:
        if next(has_text(branch), None) is not None:
            return branch
    return branches[0] if branches else None


def has_text(root: Element) -> Iterator[str]:
    """All text of a part, run by run."""
    return (element.text for element in root.iter(w("t")) if element.text)


class WordParts:
    """The parts of a .docx that a reader of text needs."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises ImportFileError when the bytes are no Word file or are damaged."""
        self._name = name
        self._package = Package(data, name)
        self._main = self._find_main()
        self.document = self._read(self._main)
        if local(self.document) != "document" or self.document.find(w("body")) is None:
            raise self._not_word("Word 文档")
        self._related = self._relations(self._main)

    def part(self, kind: str) -> Element | None:
        """The part that the document relates to by a kind (styles, numbering, footnotes …); None when there is none."""
        for part in self.parts(kind):
            return part
        return None

    def parts(self, kind: str) -> list[Element]:
        """All parts of a kind, headers say."""
        names = [target for relation, target in self._related if relation == kind]
        return [self._read(name) for name in names if name in self._package.names]

    @property
    def main(self) -> str:
        """The name of the part that holds the text."""
        return self._main

    def related_parts(self) -> dict[str, tuple[str, Element]]:
        """Headers and footers by the ids that sections name them with: name of the part and its content."""
        folder, _, name = self._main.rpartition("/")
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._package.names:
            return {}
        found = {}
        for relation in self._package.read_xml(path).iter(_RELATIONSHIP):
            target = relation.get("Target", "")
            whole = posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))
            if relation.get("Type", "").endswith(("/header", "/footer")) and whole in self._package.names:
                found[relation.get("Id", "")] = (whole, self._read(whole))
        return found

    def _read(self, part: str) -> Element:
        # Strict and transitional files differ in the namespace only, as far as text goes.
        return parse_xml(self._package.read(part).replace(_STRICT_W, W.encode()), self._name)

    def _find_main(self) -> str:
        names = self._package.names
        if "[Content_Types].xml" in names:
            for relation, target in self._relations(""):
                if relation == "officeDocument" and target in names and not target.startswith(("xl/", "ppt/")):
                    return target
            if "word/document.xml" in names:
                return "word/document.xml"
        mimetype = self._package.read("mimetype").decode("ascii", "replace") if "mimetype" in names else ""
        refuse_package(names, mimetype, self._name)
        raise self._not_word("压缩包")

    def _relations(self, part: str) -> list[tuple[str, str]]:
        folder, _, name = part.rpartition("/")
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        if path not in self._package.names:
            return []
        found = []
        for relation in self._package.read_xml(path).iter(_RELATIONSHIP):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found.append((relation.get("Type", "").rpartition("/")[2], posixpath.normpath(whole)))
        return found

    def _not_word(self, word: str) -> ImportFileError:
        return ImportFileError(
            "not_word",
            f"“{self._name}”的内容是{word}，不是可读取的 Word 文档。",
            "请选择 .docx 文档；如果它是压缩包，请先解压。",
        )

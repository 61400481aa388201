"""Comments (批注) in somebody's .xlsx file: the words in one part, their shapes in another (ECMA-376 part 4, 19.1)."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from exporters.characters import printable
from exporters.workbook_patch import MAIN, Cells, Parts, column_number

_VML = "urn:schemas-microsoft-com:vml"
_OFFICE = "urn:schemas-microsoft-com:office:office"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


def add_comments(parts: Parts, part: str, cells: Cells, remarks: Mapping[str, str], author: str) -> None:
    """Put a comment on cells of a sheet; one that is there already gets the words behind its own."""
    comments, drawing = parts.related(part, "comments"), parts.related(part, "vmlDrawing")
    if comments is not None and comments in parts and drawing is not None and drawing in parts:
        gone = _forget(parts.tree(comments), author)
        _erase(parts.tree(drawing), gone)
    if not remarks:
        return
    if comments is None or comments not in parts:
        comments = parts.free_name("xl/comments{}.xml")
        parts.add(comments, etree.Element(f"{{{MAIN}}}comments", nsmap={None: MAIN}))
        parts.declare(comments, _COMMENTS_TYPE)
        parts.relate(part, "comments", comments)
    if drawing is None or drawing not in parts:
        drawing = parts.free_name("xl/drawings/vmlDrawing{}.vml")
        parts.add(drawing, _empty_drawing())
        parts.declare_extension("vml", _VML_TYPE)
        cells.set_legacy_drawing(parts.relate(part, "vmlDrawing", drawing))
    fresh = _write_comments(parts.tree(comments), remarks, author)
    _draw(parts.tree(drawing), fresh)


def _forget(root: etree._Element, author: str) -> set[tuple[int, int]]:
    """Take out the comments this author made before; returns their cells as (row, column) from 0."""
    gone = set()
    namespace = etree.QName(root).namespace or MAIN
    names = [one.text or "" for one in root.iter(f"{{{namespace}}}author")]
    for comment in list(root.iter(f"{{{namespace}}}comment")):
        number = comment.get("authorId", "")
        mine = number.isdecimal() and int(number) < len(names) and names[int(number)] == author
        if mine and (parent := comment.getparent()) is not None:
            parent.remove(comment)
            gone.add(_place(str(comment.get("ref"))))
    return gone


def _erase(root: etree._Element, places: set[tuple[int, int]]) -> None:
    """Take out the notes of these cells."""
    for shape in list(root):
        told = (shape.findtext(f".//{{{_EXCEL}}}Row"), shape.findtext(f".//{{{_EXCEL}}}Column"))
        if all(told) and (int(str(told[0])), int(str(told[1]))) in places:
            root.remove(shape)


def _place(name: str) -> tuple[int, int]:
    letters = name.rstrip("0123456789")
    return int(name[len(letters) :]) - 1, column_number(letters) - 1


def _write_comments(root: etree._Element, remarks: Mapping[str, str], author: str) -> list[str]:
    """Write the words; returns the cells that had no comment before."""
    namespace = etree.QName(root).namespace or MAIN

    def tag(name: str) -> str:
        return f"{{{namespace}}}{name}"

    authors = root.find(tag("authors"))
    if authors is None:
        authors = etree.Element(tag("authors"))
        root.insert(0, authors)
    listed = root.find(tag("commentList"))
    if listed is None:
        listed = etree.SubElement(root, tag("commentList"))
    number = len(authors)
    etree.SubElement(authors, tag("author")).text = author
    held = {str(one.get("ref")): one for one in listed}
    fresh = []
    for name, words in remarks.items():
        if name in held:
            text = held[name].find(tag("text"))
            text = text if text is not None else etree.SubElement(held[name], tag("text"))
            words = f"\n{words}"
        else:
            fresh.append(name)
            one = etree.SubElement(listed, tag("comment"), ref=name, authorId=str(number))
            text = etree.SubElement(one, tag("text"))
        run = etree.SubElement(etree.SubElement(text, tag("r")), tag("t"))
        run.text = printable(words)
        run.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return fresh


def _empty_drawing() -> etree._Element:
    root = etree.Element("xml", nsmap={"v": _VML, "o": _OFFICE, "x": _EXCEL})
    layout = etree.SubElement(root, f"{{{_OFFICE}}}shapelayout")
    layout.set(f"{{{_VML}}}ext", "edit")
    etree.SubElement(layout, f"{{{_OFFICE}}}idmap", data="1").set(f"{{{_VML}}}ext", "edit")
    kind = etree.SubElement(
        root, f"{{{_VML}}}shapetype", id="_x0000_t202", coordsize="21600,21600", path="m,l,21600r21600,l21600,xe"
    )
    kind.set(f"{{{_OFFICE}}}spt", "202")
    etree.SubElement(kind, f"{{{_VML}}}stroke", joinstyle="miter")
    etree.SubElement(kind, f"{{{_VML}}}path", gradientshapeok="t").set(f"{{{_OFFICE}}}connecttype", "rect")
    return root


def _draw(root: etree._Element, names: list[str]) -> None:
    """A hidden note beside each cell, as Excel draws one."""
    start = 9000 + len(root)
    for number, name in enumerate(names, start=start):
        row, column = _place(name)
        shape = etree.SubElement(
            root,
            f"{{{_VML}}}shape",
            id=f"_x0000_s{number}",
            type="#_x0000_t202",
            style="position:absolute;margin-left:60pt;margin-top:5pt;width:180pt;height:70pt;z-index:1;visibility:hidden",
            fillcolor="#ffffe1",
        )
        shape.set(f"{{{_OFFICE}}}insetmode", "auto")
        etree.SubElement(shape, f"{{{_VML}}}fill", color2="#ffffe1")
        etree.SubElement(shape, f"{{{_VML}}}shadow", on="t", color="black", obscured="t")
        etree.SubElement(shape, f"{{{_VML}}}path").set(f"{{{_OFFICE}}}connecttype", "none")
        box = etree.SubElement(shape, f"{{{_VML}}}textbox", style="mso-direction-alt:auto")
        etree.SubElement(box, "div", style="text-align:left")
        data = etree.SubElement(shape, f"{{{_EXCEL}}}ClientData", ObjectType="Note")
        etree.SubElement(data, f"{{{_EXCEL}}}MoveWithCells")
        etree.SubElement(data, f"{{{_EXCEL}}}SizeWithCells")
        anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 4}, 15, {row + 3}, 4"
        etree.SubElement(data, f"{{{_EXCEL}}}Anchor").text = anchor
        etree.SubElement(data, f"{{{_EXCEL}}}AutoFill").text = "False"
        etree.SubElement(data, f"{{{_EXCEL}}}Row").text = str(row)
        etree.SubElement(data, f"{{{_EXCEL}}}Column").text = str(column)

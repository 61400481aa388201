"""Exported files with one thing broken in their XML: what the layout check must find, and nothing else."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from lxml import etree

from domain.exchange import PlanContent
from exporters.page import Layout
from exporters.profile import STANDARD, Ending, LayoutProfile, profile_to_json
from tests.exporters.export_case import W, export, make_plan

DOCUMENT, SETTINGS = "word/document.xml", "word/settings.xml"


def plain() -> PlanContent:
    """A plan with a table that lies across and an upright one."""
    return make_plan()


def official(ending: Ending = Ending.PLAIN, **fields: Any) -> PlanContent:
    """The same with 版头, 主送, 署名, 附注 and 版记, and one upright table."""
    plan = make_plan()
    parts = replace(STANDARD.parts, letterhead=True, addressees=True, ending=ending, imprint=True)
    values: dict[str, Any] = {
        "issuing_authority": "海州市质量强市工作委员会办公室",
        "document_number": "海质强办〔2026〕8号",
        "issued_on": "2026-11-05",
        "addressees": "各区质量强区办，市级各部门",
        "copied_to": "市委办公厅，市政府办公厅",
        "classification": "秘密★1年",
        "urgency": "加急",
        "annotation": "此件公开发布",
        "layout": profile_to_json(replace(STANDARD, parts=parts)),
    }
    table = replace(plan.tables[1], spec=replace(plan.tables[1].spec, label="附表"))
    return replace(plan, info=replace(plan.info, **(values | fields)), tables=(table,))


PLANS: dict[str, Callable[[], PlanContent]] = {
    "plain": plain,
    "official": official,
    "sealed": lambda: official(Ending.SEALED, signer="王海"),
}


def profile_of(name: str) -> LayoutProfile:
    """The profile a plan is exported in and judged by."""
    if name == "plain":
        return STANDARD
    ending = Ending.SEALED if name == "sealed" else Ending.PLAIN
    return replace(
        STANDARD, parts=replace(STANDARD.parts, letterhead=True, addressees=True, ending=ending, imprint=True)
    )


def layout_of(name: str) -> Layout:
    return Layout(profile_of(name))


@cache
def exported_bytes(name: str, part: str = "方案全文") -> bytes:
    """The Word file of a part of a plan."""
    with TemporaryDirectory() as folder:
        return export(PLANS[name](), Path(folder), formats=("docx",), parts=(part,)).path(part).read_bytes()


class Parts:
    """A Word file taken apart, changed and put together again."""

    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self._all = {name: archive.read(name) for name in archive.namelist()}
        self._open: dict[str, Any] = {}

    def root(self, name: str = DOCUMENT) -> Any:
        if name not in self._open:
            self._open[name] = etree.fromstring(self._all[name])
        return self._open[name]

    def paragraph(self, start: str) -> Any:
        """The first paragraph outside of tables whose text begins so."""
        for one in self.root().find(f"{W}body").iterchildren(f"{W}p"):
            if "".join(text.text or "" for text in one.iter(f"{W}t")).startswith(start):
                return one
        raise LookupError(start)

    def sections(self) -> list[Any]:
        return list(self.root().iter(f"{W}sectPr"))

    def footer(self, section: int, kind: str) -> Any:
        """The part of the page number of a section: its footer, or the header where that is turned."""
        names = [name for name in self._all if name.startswith("word/footer") or name.startswith("word/header")]
        relations = etree.fromstring(self._all["word/_rels/document.xml.rels"])
        targets = {one.get("Id"): f"word/{one.get('Target')}" for one in relations}
        for tag in ("footerReference", "headerReference"):
            for one in self.sections()[section].findall(f"{W}{tag}"):
                name = targets[one.get(_ID)]
                if one.get(f"{W}type") == kind and name in names and b"PAGE" in self._all[name]:
                    return self.root(name)
        raise LookupError(kind)

    def bytes(self) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self._all.items():
                archive.writestr(name, etree.tostring(self._open[name]) if name in self._open else data)
        return stream.getvalue()


_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Broken:
    """One thing broken: in which plan, which clause must be found, and how."""

    name: str
    plan: str
    clause: str
    change: Callable[[Parts], None]

    def made(self) -> bytes:
        parts = Parts(exported_bytes(self.plan))
        self.change(parts)
        return parts.bytes()


def put(parent: Any, name: str, **values: str) -> Any:
    """Set attributes of a child, which is made at the end where it is missing: readers do not ask for an order."""
    found = parent.find(f"{W}{name}")
    if found is None:
        found = etree.SubElement(parent, f"{W}{name}")
    for key, value in values.items():
        found.set(f"{W}{key}", value)
    return found


def set_section(index: int, name: str, **values: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        put(parts.sections()[index], name, **values)

    return change


def set_paragraph(start: str, name: str, **values: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        put(parts.paragraph(start).find(f"{W}pPr"), name, **values)

    return change


def set_runs(start: str, name: str, **values: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for run in parts.paragraph(start).iter(f"{W}r"):
            look = run.find(f"{W}rPr")
            put(look if look is not None else etree.SubElement(run, f"{W}rPr"), name, **values)

    return change


def set_text(start: str, old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        hits = [text for text in parts.paragraph(start).iter(f"{W}t") if old in (text.text or "")]
        assert hits
        hits[0].text = hits[0].text.replace(old, new)

    return change


def drop_blank_above(start: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        blank = parts.paragraph(start).getprevious()
        assert not list(blank.iter(f"{W}t"))
        blank.getparent().remove(blank)

    return change


def drop(name: str, *, part: str = DOCUMENT) -> Callable[[Parts], None]:
    """Remove every element of a name from a part."""

    def change(parts: Parts) -> None:
        found = list(parts.root(part).iter(f"{W}{name}"))
        assert found
        for one in found:
            one.getparent().remove(one)

    return change


def in_footer(section: int, kind: str, name: str, **values: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for paragraph in parts.footer(section, kind).iter(f"{W}p"):
            if list(paragraph.iter(f"{W}instrText")):
                put(paragraph.find(f"{W}pPr"), name, **values)

    return change


def in_number(name: str, **values: str) -> Callable[[Parts], None]:
    """Change the look of the number itself, on odd and even pages of the first section."""

    def change(parts: Parts) -> None:
        for kind in ("default", "even"):
            for run in parts.footer(0, kind).iter(f"{W}r"):
                put(run.find(f"{W}rPr"), name, **values)

    return change


def in_table(index: int, path: str, *, remove: bool = False, **values: str) -> Callable[[Parts], None]:
    """Change or remove every element at a path of a table, counted from 0 (-1: 版记)."""

    def change(parts: Parts) -> None:
        table = list(parts.root().iter(f"{W}tbl"))[index]
        found = list(table.iterfind("/".join(f"{W}{step}" for step in path.split("/"))))
        assert found
        for one in found:
            if remove:
                one.getparent().remove(one)
            for key, value in values.items():
                one.set(f"{W}{key}", value)

    return change


def dashes(parts: Parts) -> None:
    for kind in ("default", "even"):
        for text in parts.footer(0, kind).iter(f"{W}t"):
            text.text = (text.text or "").replace("—", "-")


def no_turned_number(parts: Parts) -> None:
    for kind in ("default", "even"):
        for one in list(parts.footer(1, kind).iter(f"{W}textDirection")):
            one.getparent().remove(one)


def cover_page(parts: Parts) -> None:
    put(parts.paragraph("为提升").find(f"{W}pPr"), "pageBreakBefore")


def signature_at_the_left(parts: Parts) -> None:
    put(parts.paragraph("2026年11月").getprevious().find(f"{W}pPr"), "jc", val="left")


def imprint_text(old: str, new: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        *_, table = parts.root().iter(f"{W}tbl")
        (hit,) = [text for text in table.iter(f"{W}t") if old in (text.text or "")]
        hit.text = hit.text.replace(old, new)

    return change


def imprint_size(row: int) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        *_, table = parts.root().iter(f"{W}tbl")
        for run in list(table.iter(f"{W}tr"))[row].iter(f"{W}r"):
            look = run.find(f"{W}rPr")
            put(look if look is not None else etree.SubElement(run, f"{W}rPr"), "sz", val="32")

    return change


def title_hourglass(parts: Parts) -> None:
    """Three lines, the middle one shortest."""
    first = parts.paragraph("海州市风电装备产业链")
    second = first.getnext()
    for one, text in ((first, "海州市风电装备产业链供应"), (second, "链质量")):
        (run,) = one.iter(f"{W}t")
        run.text = text
    third = etree.fromstring(etree.tostring(second))
    (run,) = third.iter(f"{W}t")
    run.text = "联动提升工作方案"
    second.addnext(third)

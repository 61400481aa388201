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


CENTRE = {"val": "center"}
BROKEN = (
    Broken("letter paper", "plain", "P1", set_section(0, "pgSz", w="12240", h="15840")),
    Broken("top 30 mm", "plain", "P2", set_section(0, "pgMar", top="1701")),
    Broken("left 30 mm", "plain", "P3", set_section(0, "pgMar", left="1701")),
    Broken("bottom 30 mm", "plain", "P4", set_section(0, "pgMar", bottom="1701")),
    Broken("right 31 mm", "plain", "P4", set_section(0, "pgMar", right="1757")),
    Broken("narrow landscape", "plain", "P4", set_section(1, "pgMar", left="1440", right="1440")),
    Broken("text in 宋体", "plain", "P5", set_runs("为提升", "rFonts", eastAsia="宋体")),
    Broken("text in 四号", "plain", "P5", set_runs("坚持问题", "sz", val="28")),
    Broken("blue text", "plain", "P5", set_runs("围绕", "color", val="0000FF")),
    Broken("29 points", "plain", "P6", set_paragraph("逐户", "spacing", line="580", lineRule="exact")),
    Broken("space after", "plain", "P6", set_paragraph("逐户", "spacing", after="120")),
    Broken("no character grid", "plain", "P6", set_section(0, "docGrid", type="lines", charSpace="0")),
    Broken("not mirrored", "plain", "P7", drop("mirrorMargins", part=SETTINGS)),
    Broken("number inside the frame", "plain", "P8", set_section(0, "pgMar", footer="2300")),
    Broken("number too low", "plain", "N2", set_section(0, "pgMar", footer="720")),
    Broken("copy number of four digits", "official", "H1", set_text("秘密", "秘密★1年", "0001")),
    Broken("classification in Chinese figures", "official", "H2", set_text("秘密", "1年", "一年")),
    Broken("classification in 仿宋", "official", "H2", set_runs("秘密", "rFonts", eastAsia="仿宋_GB2312")),
    Broken("urgency centred", "official", "H3", set_paragraph("加急", "jc", **CENTRE)),
    Broken("name at the left", "official", "H4", set_paragraph("海州市质量强市", "jc", val="left")),
    Broken("square brackets", "official", "H5", set_text("海质强办", "〔2026〕8号", "[2026]8号")),
    Broken("zeros in the number", "official", "H5", set_text("海质强办", "8号", "008号")),
    Broken("one blank above the number", "official", "H5", drop_blank_above("海质强办")),
    Broken("signer in 仿宋", "sealed", "H6", set_runs("海质强办", "rFonts", eastAsia="仿宋_GB2312")),
    Broken("short rule", "official", "H7", set_paragraph("海质强办", "ind", left="640", right="640")),
    Broken("no rule", "official", "H7", drop("pBdr")),
    Broken("title in 黑体", "plain", "T1", set_runs("供应链质量", "rFonts", eastAsia="黑体")),
    Broken("title in 三号", "plain", "T1", set_runs("供应链质量", "sz", val="32")),
    Broken("bold title", "plain", "T1", set_runs("供应链质量", "b", val="1")),
    Broken("one blank below the rule", "official", "T1", drop_blank_above("海州市风电")),
    Broken("title as an hourglass", "plain", "T2", title_hourglass),
    Broken("half colon", "official", "T3", set_text("各区", "：", ":")),
    Broken("addressees indented", "official", "T3", set_paragraph("各区", "ind", firstLineChars="200")),
    Broken("no blank above the addressees", "official", "T3", drop_blank_above("各区")),
    Broken("cover page", "plain", "T4", cover_page),
    Broken("no indent", "plain", "T5", set_paragraph("围绕", "ind", firstLineChars="0", firstLine="0")),
    Broken("centred text", "plain", "T5", set_paragraph("围绕", "jc", **CENTRE)),
    Broken("heading in 仿宋", "plain", "T6", set_runs("一、", "rFonts", eastAsia="仿宋_GB2312")),
    Broken("heading in 小三", "plain", "T6", set_runs("（一）", "sz", val="30")),
    Broken("bold heading", "plain", "T6", set_runs("（一）", "b", val="1")),
    Broken("half brackets", "plain", "T6", set_text("（一）", "（一）", "(一)")),
    Broken("Arabic number with 、", "plain", "T6", set_text("1.摸清", "1.", "1、")),
    Broken("full stop in the note", "plain", "T7", set_text("2.质量", "清单", "清单。")),
    Broken("no blank above the note", "plain", "T7", drop_blank_above("附表：1")),
    Broken("note flush", "plain", "T7", set_paragraph("附表：1", "ind", leftChars="375", left="1184")),
    Broken("another name on the page", "plain", "T8", set_text("2.质量", "政策", "扶持")),
    Broken("signature at the left", "official", "T9", signature_at_the_left),
    Broken("sealed date two blanks in", "sealed", "T10", set_paragraph("2026年", "ind", rightChars="200")),
    Broken("zeros in the date", "official", "T11", set_text("2026年11月5日", "11月5日", "11月05日")),
    Broken("half brackets round 附注", "official", "T12", set_text("（此件", "（此件公开发布）", "(此件公开发布)")),
    Broken("附注 flush", "official", "T12", set_paragraph("（此件", "ind", firstLineChars="0", firstLine="0")),
    Broken("no new page", "plain", "F1", set_section(1, "type", val="continuous")),
    Broken("label with a colon", "plain", "F2", set_text("附表1", "附表1", "附表1：")),
    Broken("label in 仿宋", "plain", "F2", set_runs("附表1", "rFonts", eastAsia="仿宋_GB2312")),
    Broken("label centred", "plain", "F2", set_paragraph("附表1", "jc", **CENTRE)),
    Broken("title on line two", "plain", "F3", drop_blank_above("风电装备产业链质量问题清单")),
    Broken("annex title in 黑体", "plain", "F3", set_runs("风电装备产业链质量问题", "rFonts", eastAsia="黑体")),
    Broken("number of the document on a bound page", "plain", "F4", set_text("附表1", "附", "海质强办〔2026〕8号附")),
    Broken("number not turned", "plain", "F5", no_turned_number),
    Broken("another word on the page", "plain", "F6", set_text("附表1", "附表1", "附件1")),
    Broken("thin rules of 版记", "official", "E1", in_table(-1, "tblPr/tblBorders/top", sz="2")),
    Broken("版记 off the foot", "official", "E1", in_table(-1, "tblPr/tblpPr", tblpY="9000")),
    Broken("抄送 without a stop", "official", "E2", imprint_text("市政府办公厅。", "市政府办公厅")),
    Broken("抄送 in 三号", "official", "E2", imprint_size(0)),
    Broken("印发 in 三号", "official", "E3", imprint_size(1)),
    Broken("printed on with zeros", "official", "E3", imprint_text("11月5日印发", "11月05日印发")),
    Broken("hyphens round the number", "plain", "N1", dashes),
    Broken("number in 五号", "plain", "N1", in_number("sz", val="21")),
    Broken("number in Times", "plain", "N1", in_number("rFonts", ascii="Times New Roman", hAnsi="Times New Roman")),
    Broken("one footer for all pages", "plain", "N3", drop("evenAndOddHeaders", part=SETTINGS)),
    Broken("odd number centred", "plain", "N3", in_footer(0, "default", "jc", **CENTRE)),
    Broken("even number flush", "plain", "N3", in_footer(0, "even", "ind", left="0")),
    Broken("numbers begin anew", "plain", "N5", set_section(2, "pgNumType", start="1")),
    Broken("no repeated head", "plain", "TABLE_PAGES", in_table(0, "tr/trPr/tblHeader", remove=True)),
    Broken("rows may part", "plain", "TABLE_PAGES", in_table(1, "tr/trPr/cantSplit", remove=True)),
    Broken("no rules", "plain", "TABLE_RULE", in_table(1, "tblPr/tblBorders/insideH", val="nil")),
    Broken("table too wide", "plain", "TABLE_WIDTH", in_table(1, "tblGrid/gridCol", w="4000")),
)  # fmt: skip

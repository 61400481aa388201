"""The package around the text of a Word file: styles, settings, headers and footers, made once for many files."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import docx
from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.section import Section, _BaseHeaderFooter

from exporters import page
from exporters.ooxml import (
    NAMESPACES,
    PAGE_NUMBER_EVEN,
    PAGE_NUMBER_ODD,
    page_number,
    paragraph,
    side_number_table,
)
from exporters.package import CORE_PART
from exporters.page import Layout
from exporters.word_styles import SECTION_END, styles_xml

# Parts of the template that are the template's own: a thumbnail, a bibliography, old styles, numbering.
_UNUSED = (
    RT.CUSTOM_XML,
    RT.NUMBERING,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RT.WEB_SETTINGS,
    RT.FONT_TABLE,
)
DOCUMENT_PART = "word/document.xml"
STYLES_PART = "word/styles.xml"


@dataclass(frozen=True)
class WordShell:
    """Every part but the text and the properties, and the references that sections need."""

    parts: tuple[tuple[str, bytes], ...]
    portrait_references: str
    landscape_references: str

    def references(self, landscape: bool) -> str:
        """Header and footer references of a section."""
        return self.landscape_references if landscape else self.portrait_references


def build_shell(layout: Layout, *, character_grid: bool = True) -> WordShell:
    """Make the shell with python-docx: one upright and one landscape section with their headers and footers."""
    document = docx.Document()
    main = document.part
    for relationship in list(main.rels.values()):
        if relationship.reltype in _UNUSED:
            main.drop_rel(relationship.rId)
    package = main.package
    for relationship in list(package.rels.values()):
        if relationship.reltype.endswith("/thumbnail"):
            del package.rels[relationship.rId]
    main._settings_part._element = parse_xml(_settings(layout))
    document.add_section(WD_SECTION.NEW_PAGE)
    upright, across = document.sections
    _fill(upright.footer, paragraph(PAGE_NUMBER_ODD, page_number(layout)))
    _fill(upright.even_page_footer, paragraph(PAGE_NUMBER_EVEN, page_number(layout)))
    blank = paragraph(SECTION_END)
    for part in (upright.header, upright.even_page_header):
        _fill(part, blank)
    side = layout.has_side_number
    _fill(across.footer, blank if side else paragraph(PAGE_NUMBER_ODD, page_number(layout)))
    _fill(across.even_page_footer, blank if side else paragraph(PAGE_NUMBER_EVEN, page_number(layout)))
    _fill(across.header, side_number_table(layout, even=False) + blank if side else blank)
    _fill(across.even_page_header, side_number_table(layout, even=True) + blank if side else blank)
    references = [_references(section) for section in (upright, across)]
    stream = io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as archive:
        parts = tuple(
            (name, styles_xml(layout, character_grid) if name == STYLES_PART else archive.read(name))
            for name in archive.namelist()
            if name not in (DOCUMENT_PART, CORE_PART)
        )
    return WordShell(parts, references[0], references[1])


def _fill(part: _BaseHeaderFooter, content: str) -> None:
    part.is_linked_to_previous = False
    element = part._element
    for child in list(element):
        element.remove(child)
    for child in parse_xml(f"<w:body {NAMESPACES}>{content}</w:body>"):
        element.append(child)


def _references(section: Section) -> str:
    """The reference elements of a section as XML, their namespaces left to the document."""
    found = []
    for kind in ("headerReference", "footerReference"):
        for element in section._sectPr.iterchildren(f"{{{section._sectPr.nsmap['w']}}}{kind}"):
            attributes = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
            found.append(f'<w:{kind} w:type="{attributes["type"]}" r:id="{attributes["id"]}"/>')
    return "".join(found)


def _settings(layout: Layout) -> str:
    """word/settings.xml: mirrored margins, odd and even footers, Chinese, the mode of Word 2013 and later."""
    modes = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    scheme = " ".join(
        f'w:{name}="{value}"'
        for name, value in (
            ("bg1", "light1"),
            ("t1", "dark1"),
            ("bg2", "light2"),
            ("t2", "dark2"),
            *((f"accent{number}", f"accent{number}") for number in range(1, 7)),
            ("hyperlink", "hyperlink"),
            ("followedHyperlink", "followedHyperlink"),
        )
    )
    mirror = "<w:mirrorMargins/>" if layout.profile.page.mirrored else ""
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/>{mirror}'
        f'<w:defaultTabStop w:val="{page.pt_to_twips(layout.size_body) * 2}"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f"<w:compat><w:useFELayout/>{modes}</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        f'<w:clrSchemeMapping {scheme}/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )

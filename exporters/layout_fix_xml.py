"""Small changes to WordprocessingML of other programs: elements put in the order the schema asks for (ECMA-376 17)."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping

from lxml import etree

from domain.errors import ExportError

Element = etree._Element

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss "
    "imprint noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd "
    "fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath rPrChange",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType "
    "pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings "
    "sectPrChange",
    "settings": "writeProtection view zoom removePersonalInformation removeDateAndTime doNotDisplayPageBoundaries "
    "displayBackgroundShape printPostScriptOverText printFractionalCharacterWidth printFormsData embedTrueTypeFonts "
    "embedSystemFonts saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges bordersDoNotSurroundHeader "
    "bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors hideGrammaticalErrors activeWritingStyle proofState "
    "formsDesign attachedTemplate linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge "
    "revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection autoFormatOverride "
    "styleLockTheme styleLockQFSet defaultTabStop autoHyphenation consecutiveHyphenLimit hyphenationZone "
    "doNotHyphenateCaps showEnvelope summaryLength clickAndTypeStyle defaultTableStyle evenAndOddHeaders",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
}
_PLACES: Mapping[str, Mapping[str, int]] = {
    kind: {name: place for place, name in enumerate(names.split())} for kind, names in _ORDERS.items()
}


def w(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return f"{{{W}}}{name}"


def local(element: Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def parse(data: bytes) -> Element:
    """Parse a part without entities and without reach to the network. Raises ExportError when it is no XML.

    The reading room has refused files with a DOCTYPE before anything comes here.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise ExportError(
            "not_mended", "文件内容不完整，写不出改正稿。", "请用 WPS 或 Word 另存后再试。", str(error)
        ) from error


def serialized(root: Element) -> bytes:
    """A part as bytes."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def child(parent: Element, name: str) -> Element:
    """The child of a name, made in its place when there is none."""
    several = parent.findall(w(name))
    if not several:
        several = [etree.Element(w(name))]
        insert(parent, several[0])
    for twin in several[:-1]:  # against the schema; programs heed the last
        parent.remove(twin)
    return several[-1]


def insert(parent: Element, element: Element) -> None:
    """Put a child where the schema has it: before the first that must follow it; unknown ones stay where they are."""
    places = _PLACES.get(local(parent), {})
    own = places.get(local(element), len(places))
    for other in parent:
        if places.get(local(other), len(places) if local(parent) == "settings" else -1) > own:
            other.addprevious(element)
            return
    parent.append(element)


def properties(element: Element, name: str) -> Element:
    """pPr of a paragraph, rPr of a run, trPr of a row: always the first child."""
    found = element.find(w(name))
    if found is None:
        found = etree.Element(w(name))
        before = element.find(w("tblPrEx")) if name == "trPr" else None
        if before is not None:
            before.addnext(found)
        else:
            element.insert(0, found)
    return found


def put(parent: Element, name: str, **attributes: str) -> Element:
    """Set attributes of a child of a name, which is made when there is none."""
    found = child(parent, name)
    for key, value in attributes.items():
        found.set(w(key), value)
    return found


def take(parent: Element, name: str) -> None:
    """Remove the children of a name."""
    for one in parent.findall(w(name)):
        parent.remove(one)


def runs_with_places(paragraph: Element) -> Iterator[tuple[Element, int, int]]:
    """Every run of a paragraph with the places in its text where it begins and ends."""
    at = 0
    for run in _runs(paragraph):
        size = sum(len(text) for _, text in pieces(run))
        yield run, at, at + size
        at += size


def split_at(paragraph: Element, place: int) -> None:
    """Part the run that reaches over a place in two; one that holds more than plain text stays whole."""
    for run, first, last in list(runs_with_places(paragraph)):
        texts = run.findall(w("t"))
        if not first < place < last or len(texts) != 1 or len(run) - (run.find(w("rPr")) is not None) != 1:
            continue
        text = texts[0].text or ""
        second = copy.deepcopy(run)
        run.addnext(second)
        for one, part in ((run, text[: place - first]), (second, text[place - first :])):
            own = one.find(w("t"))
            assert own is not None
            own.text = part
            own.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


_GONE = ("del", "moveFrom", "pPr", "txbxContent", "rt")
_SIMPLE = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t", "sym": "□"}


def _runs(parent: Element) -> Iterator[Element]:
    for one in parent:
        name = local(one)
        if name == "r":
            if one.find(f"{w('rPr')}/{w('vanish')}") is None:
                yield one
        elif name == "AlternateContent":
            branch = next(iter(one), None)
            if branch is not None:
                yield from _runs(branch)
        elif name not in _GONE:
            yield from _runs(one)


def pieces(run: Element) -> Iterator[tuple[Element, str]]:
    """What a run shows as text, element by element."""
    for one in run:
        name = local(one)
        if name == "t":
            yield one, one.text or ""
        elif name == "br":
            if one.get(w("type")) != "page":
                yield one, "\n"
        elif name in _SIMPLE:
            yield one, _SIMPLE[name]


def text_of(paragraph: Element) -> str:
    """The text of a paragraph as the reader counts it."""
    return "".join(text for run in _runs(paragraph) for _, text in pieces(run))


def splice(paragraph: Element, start: int, end: int, new: str) -> None:
    """Replace a stretch of a paragraph's text, leaving its runs as they are."""
    at = 0
    waiting = new
    for run in list(_runs(paragraph)):
        for element, text in list(pieces(run)):
            first, last = max(start - at, 0), min(end - at, len(text))
            inside = first < last or (start == end == at + first and first <= len(text) and bool(waiting))
            at += len(text)
            if not inside or local(element) != "t":
                continue
            element.text = text[:first] + waiting + text[max(last, first) :]
            element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            waiting = ""

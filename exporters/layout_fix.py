"""改正稿: a copy of a Word file in which what has one right answer is right, and nothing else is touched."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import BinaryIO

from domain.errors import ExportError, InputError
from domain.word_facts import NumberPlace, WordFacts
from exporters.layout_check import LayoutFinding
from exporters.layout_check_problems import Mend, Repair
from exporters.layout_fix_pages import NumberParts, mend_sections, mend_settings
from exporters.layout_fix_paragraphs import mend_paragraphs, mend_tables
from exporters.layout_fix_xml import Element, local, parse, serialized, w
from exporters.ooxml import DECLARATION, NAMESPACES
from exporters.page import Layout
from exporters.target import Staging

_CONTENT_TYPES = "[Content_Types].xml"
_SKIPPED = ("sdtPr", "sdtEndPr", "del", "moveFrom", "altChunk", "tbl", "p", "tblPr")


def write_corrected(
    layout: Layout, facts: WordFacts, findings: Sequence[LayoutFinding], data: bytes, target: Path
) -> Path:
    """Write the corrected copy of a Word file; the file itself stays as it is.

    `data` are the bytes the facts were read from. Raises InputError when they are others or nothing can be mended,
    ExportError when the copy cannot be written.
    """
    made = corrected(layout, facts, findings, data)
    with Staging(target.parent) as staging:
        staging.add(target.name, partial(_write, made))
        (written,) = staging.publish()
    return written


def _write(made: bytes, stream: BinaryIO) -> None:
    stream.write(made)


def corrected(layout: Layout, facts: WordFacts, findings: Sequence[LayoutFinding], data: bytes) -> bytes:
    """The bytes of the corrected copy. Raises what `write_corrected` raises."""
    if hashlib.sha256(data).hexdigest() != facts.digest:
        raise InputError("file_changed", f"“{facts.name}”检查之后又改动过。", "请重新检查，再写出改正稿。")
    repairs = [repair for finding in findings for repair in finding.repairs]
    if not repairs:
        raise InputError("nothing_to_mend", "没有可以自动改正的地方。", "其余各处请按检查结果在文档里修改。")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [(entry, archive.read(entry)) for entry in archive.infolist()]
    except (zipfile.BadZipFile, OSError, RuntimeError) as error:
        raise ExportError(
            "not_mended", f"“{facts.name}”读不完整，写不出改正稿。", "请另存后再试。", repr(error)
        ) from error
    changed = _changed(layout, facts, repairs, {entry.filename: content for entry, content in entries})
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry, content in entries:
            archive.writestr(entry, changed.pop(entry.filename, content), zipfile.ZIP_DEFLATED)
        for name, content in changed.items():
            archive.writestr(name, content)
    return stream.getvalue()


def _changed(layout: Layout, facts: WordFacts, repairs: Sequence[Repair], parts: dict[str, bytes]) -> dict[str, bytes]:
    """The parts that become others, and new ones."""
    document = parse(parts[facts.main])
    body = document.find(w("body"))
    if body is None:
        raise ExportError(
            "strict_word", f"“{facts.name}”是“严格”格式的 Word 文档，写不出改正稿。", "请另存为普通的 .docx 后再试。"
        )
    numbers = NumberParts(layout, facts.main, tuple(parts))
    texts = {one.index: one.text for one in facts.paragraphs}
    paragraphs, tables = list(document.iter(w("p"))), list(document.iter(w("tbl")))
    sections = _sections(body)
    across = [section.landscape for section in facts.sections]
    mend_sections(layout, sections, across, repairs, numbers)
    _clear_headers(facts, sections, repairs, numbers)
    mend_paragraphs(layout, paragraphs, repairs, texts)
    mend_tables(tables, repairs)
    folder, name = posixpath.split(facts.main)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    related = parts.get(relations, _EMPTY_RELATIONS)
    changed = {facts.main: serialized(document)}
    if any(repair.mend in _OF_SETTINGS for repair in repairs):
        settings = _settings_part(related, folder)
        root = parse(parts.get(settings, _EMPTY_SETTINGS))
        mend_settings(root, repairs)
        changed[settings] = serialized(root)
        if settings not in parts:
            numbers.add_settings(settings)
    if numbers.has_new_parts:
        changed |= {
            **numbers.parts,
            relations: numbers.related(related),
            _CONTENT_TYPES: numbers.typed(parts[_CONTENT_TYPES]),
        }
    return changed


def _settings_part(relations: bytes, folder: str) -> str:
    """Where the settings are, or shall be."""
    for one in parse(relations):
        target = one.get("Target", "")
        if one.get("Type", "").endswith("/settings") and one.get("TargetMode") != "External":
            return posixpath.normpath(target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target))
    return posixpath.join(folder, "settings.xml")


_OF_SETTINGS = (Mend.MIRROR, Mend.ODD_EVEN, Mend.NUMBER)
_EMPTY_SETTINGS = f"{DECLARATION}<w:settings {NAMESPACES}/>".encode()
_EMPTY_RELATIONS = (
    f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'.encode()
)


def _sections(body: Element) -> list[Element]:
    """w:sectPr in the order in which the reader counts them."""
    found = [one for one in body.iter(w("sectPr")) if _counts(one, body)]
    if body.find(w("sectPr")) is None and not found:
        found.append(parse(f"<w:sectPr {NAMESPACES}/>".encode()))
        body.append(found[-1])
    return found


def _counts(section: Element, body: Element) -> bool:
    """The body's own, and those of paragraphs outside of tables and boxes."""
    above = section.getparent()
    if above is body:
        return True
    while above is not None and above is not body:
        if local(above) in ("tbl", "txbxContent", "sectPrChange", "pPrChange"):
            return False
        above = above.getparent()
    return True


def _clear_headers(
    facts: WordFacts, sections: Sequence[Element], repairs: Sequence[Repair], numbers: NumberParts
) -> None:
    """Where a number stood in a header that holds nothing else, and now stands in the footer."""
    for repair in repairs:
        if repair.mend is not Mend.NUMBER:
            continue
        section = facts.sections[repair.target]
        if not section.landscape and section.number is not None and section.number.place is NumberPlace.HEADER:
            numbers.without_header_numbers(sections[repair.target])

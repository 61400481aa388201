"""Word files made by hand: only the parts a test is about."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{_RELATIONS}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)
_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def word_file(body: str, **parts: str) -> bytes:
    """A .docx with a body and further parts by kind (styles, numbering, footnotes, header …) as inner XML."""
    entries = {"[Content_Types].xml": _TYPES, "_rels/.rels": _relations({"officeDocument": "word/document.xml"})}
    entries["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    entries["word/_rels/document.xml.rels"] = _relations({kind: f"{kind}.xml" for kind in parts})
    roots = {"header": "hdr", "footer": "ftr"}
    for kind, inner in parts.items():
        root = roots.get(kind, kind)
        entries[f"word/{kind}.xml"] = f"<w:{root} {_NAMESPACES}>{inner}</w:{root}>"
    return zip_file(entries)


def zip_file(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these entries, deflated."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph with one run."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(*lines: str, span: int = 1, merge: str = "") -> str:
    """A cell; `merge` is restart or continue."""
    vertical = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{wide}{vertical}</w:tcPr>{''.join(p(line) for line in lines or ('',))}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    """A row; plain strings become cells."""
    made = "".join(cell if cell.startswith("<") else tc(cell) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{made}</w:tr>"


def tbl(*rows: str) -> str:
    """A table."""
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def numbered(num_id: int, level: int = 0) -> str:
    """Paragraph properties that put it into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num_id}"/></w:numPr>'


def level(place: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    """One level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{place}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )

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
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
)
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def word_file(body: str, **parts: str) -> bytes:
    """A .docx with a body and further parts by kind (styles, numbering, footnotes, header …) as inner XML."""
    entries = {"[Content_Types].xml": _types(parts), "_rels/.rels": _relations({"officeDocument": "word/document.xml"})}
    entries["word/document.xml"] = f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    entries["word/_rels/document.xml.rels"] = _relations({kind: f"{kind}.xml" for kind in parts})
    roots = {"header": "w:hdr", "footer": "w:ftr", "commentsExtended": "w15:commentsEx"}
    for kind, inner in parts.items():
        root = roots.get(kind, f"w:{kind}")
        entries[f"word/{kind}.xml"] = f"<{root} {_NAMESPACES}>{inner}</{root}>"
    return zip_file(entries)


def zip_file(entries: Mapping[str, str | bytes]) -> bytes:
    """A zip file with these entries, deflated; of no date, so that the same entries are the same bytes at any time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
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


def ins(inner: str, author: str = "甲", date: str = "2026-03-01T09:00:00Z") -> str:
    """A tracked insertion of runs."""
    return f'<w:ins w:author="{author}" w:date="{date}">{inner}</w:ins>'


def deleted(text: str, author: str = "乙", date: str = "2026-03-02T09:00:00Z") -> str:
    """A tracked deletion of a text."""
    run = f'<w:r><w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:author="{author}" w:date="{date}">{run}</w:del>'


def field_mark(kind: str, inner: str = "") -> str:
    """The begin, separate or end of a field."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{inner}</w:fldChar></w:r>'


def field(code: str, result: str = "") -> str:
    """A whole field: its code and the runs of its result."""
    shown = field_mark("separate") + result if result else ""
    return f"{field_mark('begin')}<w:r><w:instrText>{code}</w:instrText></w:r>{shown}{field_mark('end')}"


def _types(parts: Mapping[str, str]) -> str:
    kinds = {"document": "document.main", **{kind: kind for kind in parts}}
    inner = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_MAIN}.{kind}+xml"/>' for part, kind in kinds.items()
    )
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
        f"{inner}</Types>"
    )


def _relations(targets: Mapping[str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="r{place}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for place, (kind, target) in enumerate(targets.items())
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{inner}</Relationships>'
    )

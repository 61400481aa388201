"""Zip files and XML that are broken or mean harm, by name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from tests.importers.word_builder import W, p, word_file, zip_file

Make = Callable[[], bytes]

BODY = p("海州市停车治理工作方案") + p("一、总体要求") + p("坚持质量第一。")
DOCUMENT = f'<w:document xmlns:w="{W}"><w:body>{BODY}</w:body></w:document>'


def document(xml: str | bytes) -> bytes:
    """A .docx with this as its document part."""
    return zip_file({"[Content_Types].xml": "<Types/>", "word/document.xml": xml})


def _archive(entries: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in entries:
            archive.writestr(zipfile.ZipInfo(name), content, method)
        archive.comment = comment
    return buffer.getvalue()


def _base() -> list[tuple[str, bytes]]:
    return [("[Content_Types].xml", b"<Types/>"), ("word/document.xml", DOCUMENT.encode())]


def _many_entries(count: int) -> bytes:
    """Empty entries, written by hand since zipfile takes its time."""
    local = bytearray()
    central = bytearray()
    for number in range(count):
        name = b"%06d" % number
        fields = (20, 0, 0, 0, 0, 0, 0, 0, len(name), 0)
        central += struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, *fields, 0, 0, 0, 0, len(local)) + name
        local += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields) + name
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 65535, 65535, len(central), len(local), 0)
    return bytes(local + central + end)


def _patched(data: bytes, signature: bytes, place: int, form: str, value: int, entry: bytes = b"word/doc") -> bytes:
    """Another value in the header of an entry: local `PK\\3\\4` or central `PK\\1\\2`."""
    changed = bytearray(data)
    name_at = 30 if signature == b"PK\3\4" else 46
    start = data.find(signature)
    while data[start + name_at : start + name_at + len(entry)] != entry:
        start = data.find(signature, start + 4)
    struct.pack_into(form, changed, start + place, value)
    return bytes(changed)


def _overlapping() -> bytes:
    """Many names for one body: a little file that inflates again and again."""
    packed = zlib.compressobj(9, wbits=-15)
    body = packed.compress(bytes(20_000_000)) + packed.flush()
    crc = zlib.crc32(bytes(20_000_000))
    name = b"word/document.xml"
    fields = (20, 0, 8, 0, 0, crc, len(body), 20_000_000, len(name), 0)
    local = struct.pack("<4sHHHHHIIIHH", b"PK\3\4", *fields) + name + body
    central = b"".join(
        struct.pack("<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, *fields[:-2], len(other), 0, 0, 0, 0, 0, 0) + other
        for other in (name, *(b"word/header%05d." % number for number in range(25)))
    )
    return local + central + struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 26, 26, len(central), len(local), 0)


def _encrypted() -> bytes:
    data = _archive(_base())
    for signature, place in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        data = _patched(data, signature, place, "<H", 1)
    return data


def _twice() -> bytes:
    entries = [*_base(), ("WORD/document.xml", b"<x/>")]
    return _archive(entries)


def _zip_files() -> Mapping[str, Make]:
    def good() -> bytes:
        return _archive(_base())

    return {
        "十万个条目.docx": lambda: _many_entries(100_000),
        "五十万个条目.docx": lambda: _many_entries(500_000),
        "膨胀.docx": lambda: document(bytes(110_000_000)),
        "重叠.docx": _overlapping,
        "重名.docx": _twice,
        "加密.docx": _encrypted,
        "包中包.docx": lambda: _archive([("里面.docx", _archive(_base())), ("再里面.zip", _archive(_base()))]),
        "包中包二.docx": lambda: _archive([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", good())]),
        "压法.docx": lambda: _archive(_base(), zipfile.ZIP_LZMA),
        "压法未知.docx": lambda: _patched(_patched(good(), b"PK\3\4", 8, "<H", 97), b"PK\1\2", 10, "<H", 97),
        "路径外.docx": lambda: _archive([*_base(), ("../../../../evil.xml", b"<x/>"), ("/etc/evil", b"x")]),
        "长名.docx": lambda: _archive([*_base(), ("a" * 60_000, b"x")]),
        "前面有杂物.docx": lambda: b"MZ" + bytes(5000) + good(),
        "后面有杂物.docx": lambda: good() + bytes(70_000),
        "长注释.docx": lambda: _archive(_base(), comment=b"PK\5\6" * 16_000),
        "谎报小.docx": lambda: _patched(good(), b"PK\1\2", 24, "<I", 10),
        "谎报大.docx": lambda: _patched(good(), b"PK\1\2", 24, "<I", 0xF0000000),
        "谎报压后.docx": lambda: _patched(good(), b"PK\1\2", 20, "<I", 0x7FFFFFFF),
        "位置在外.docx": lambda: _patched(good(), b"PK\1\2", 42, "<I", 0x7FFFFFFF),
        "校验错.docx": lambda: _patched(_patched(good(), b"PK\3\4", 14, "<I", 1), b"PK\1\2", 16, "<I", 1),
        "只有目录.docx": lambda: good()[good().find(b"PK\1\2") :],
        "只有尾.docx": lambda: b"PK\5\6" + bytes(18),
        "只有头.docx": lambda: b"PK\3\4" + bytes(26),
        "附加字段坏.docx": lambda: _patched(good(), b"PK\1\2", 30, "<H", 60),
    }


def _laughs() -> str:
    lines = "".join(f"<!ENTITY l{n} '" + f"&l{n - 1};" * 10 + "'>" for n in range(1, 10))
    return f'<!DOCTYPE d [<!ENTITY l0 "哈">{lines}]>'


def _xml_files() -> Mapping[str, Make]:
    def body(inner: str) -> bytes:
        return document(f'<w:document xmlns:w="{W}"><w:body>{inner}</w:body></w:document>')

    outside = f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>{DOCUMENT.replace("坚持", "&x;")}'
    seven = f'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE d>{DOCUMENT}'
    return {
        "十亿笑.docx": lambda: document(_laughs() + DOCUMENT.replace("坚持", "&l9;")),
        "外部实体.docx": lambda: document(outside),
        "外部声明.docx": lambda: document(f'<!DOCTYPE d SYSTEM "http://192.0.2.1/x.dtd">{DOCUMENT}'),
        "实体十六.docx": lambda: document(("\ufeff" + _laughs() + DOCUMENT).encode("utf-16-le")),
        "实体七.docx": lambda: document(seven.encode()),
        "没有的编码.docx": lambda: document(b'<?xml version="1.0" encoding="x-none"?>' + DOCUMENT.encode()),
        "深一万.docx": lambda: body("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000),
        "深二百.docx": lambda: body("<w:sdt>" * 200 + BODY + "</w:sdt>" * 200),
        "属性两兆.docx": lambda: body(f'<w:p w:rsidR="{"0" * 2_000_000}"/>{BODY}'),
        "属性二十万.docx": lambda: body("<w:p " + " ".join(f"a{n}='1'" for n in range(200_000)) + f"/>{BODY}"),
        "名字空间五万.docx": lambda: body(
            "<w:p " + " ".join(f"xmlns:n{n}='u{n}'" for n in range(50_000)) + f"/>{BODY}"
        ),
        "文字十一兆.docx": lambda: body(p("甲" * 4_000_000)),
        "坏字符引用.docx": lambda: body(p("&#0;&#xD800;&#xFFFF;")),
        "未完.docx": lambda: document(DOCUMENT[:-30]),
        "空部件.docx": lambda: document(""),
        "不是XML.docx": lambda: document(bytes(range(256)) * 100),
        "说明十万.docx": lambda: body("<?a b?><!-- c -->" * 100_000 + BODY),
        "样式深.docx": lambda: word_file(BODY, styles="<w:style>" * 3000 + "</w:style>" * 3000),
        "关系坏.docx": lambda: zip_file(
            {"[Content_Types].xml": "<Types/>", "_rels/.rels": "<a", "word/document.xml": DOCUMENT}
        ),
    }


def files() -> dict[str, Make]:
    """Each with the function that makes its bytes."""
    return {**_zip_files(), **_xml_files()}

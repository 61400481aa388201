"""Word files that are well-formed and yet mean harm, by name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from tests.hostile.hostile_zip import BODY
from tests.importers.word_builder import level, numbered, p, r, tbl, tc, tr, word_file, zip_file

Make = Callable[[], bytes]

_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _nested_tables(depth: int) -> str:
    inside = p("甲")
    for _ in range(depth):
        inside = f"<w:tbl><w:tr><w:tc>{inside}</w:tc></w:tr></w:tbl>"
    return inside


def _nested(depth: int, start: str, end: str) -> str:
    return start * depth + r("甲") + end * depth


def _box(inside: str) -> str:
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
        f"{inside}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )


def _boxes(depth: int) -> str:
    inside = p("甲")
    for _ in range(depth):
        inside = f"<w:p>{_box(inside)}</w:p>"
    return inside


def _style(name: str, based: str, more: str = "") -> str:
    names = f'<w:name w:val="{name}"/><w:basedOn w:val="{based}"/>'
    return f'<w:style w:type="paragraph" w:styleId="{name}">{names}{more}</w:style>'


def _circle() -> bytes:
    styles = _style("a", "b", '<w:link w:val="b"/><w:next w:val="a"/>') + _style("b", "c") + _style("c", "a")
    return word_file(p("一、总则", '<w:pStyle w:val="a"/>') + BODY, styles=styles + _style("d", "d"))


def _chain(length: int) -> bytes:
    styles = "".join(_style(f"s{n}", f"s{n + 1}") for n in range(length))
    return word_file("".join(p("甲", f'<w:pStyle w:val="s{n}"/>') for n in range(0, length, 50)), styles=styles)


def _list_circle() -> bytes:
    numbering = (
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="x"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="2"><w:styleLink w:val="x"/><w:numStyleLink w:val="x"/></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="x"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    return word_file(p("甲", numbered(1)) + p("乙", numbered(2)) + BODY, styles=styles, numbering=numbering)


def _numbers(text: str, start: int, form: str = "chineseCounting") -> bytes:
    numbering = (
        f'<w:abstractNum w:abstractNumId="1">{"".join(level(n, form, text, start) for n in range(9))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    )
    return word_file("".join(p("甲", numbered(1, n % 12)) for n in range(200)), numbering=numbering)


def _many_lists() -> bytes:
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{n}">{level(0, "decimal", "%1.")}</w:abstractNum>' for n in range(5_000)
    ) + "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>' for n in range(1, 5_000))
    return word_file("".join(p("甲", numbered(n)) for n in range(1, 5_000)), numbering=numbering)


def _outside(*targets: str) -> bytes:
    """Relationships that lead out of the file: templates, pictures, frames."""
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_RELATION}/{kind}" Target="{target}" TargetMode="External"/>'
        for n, (kind, target) in enumerate(
            (kind, target) for target in targets for kind in ("attachedTemplate", "image", "styles")
        )
    )
    document = word_file(BODY)
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relations}</Relationships>'
    return _with_part(document, "word/_rels/document.xml.rels", rels)


def _with_part(data: bytes, name: str, content: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    return zip_file({**parts, name: content})


def _inside(target: str) -> bytes:
    """A relationship without the word External that leads out all the same."""
    relation = f'<Relationship Id="r0" Type="{_RELATION}/styles" Target="{target}"/>'
    rels = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    return _with_part(word_file(BODY), "word/_rels/document.xml.rels", rels)


def _notes(count: int) -> bytes:
    body = "".join(
        f'<w:p><w:commentRangeStart w:id="{n}"/>{r("甲")}<w:commentRangeEnd w:id="{n}"/>'
        f'<w:r><w:commentReference w:id="{n}"/></w:r><w:r><w:footnoteReference w:id="{n}"/></w:r></w:p>'
        for n in range(count)
    )
    comments = "".join(f'<w:comment w:id="{n}" w:author="张">{p("批")}</w:comment>' for n in range(count))
    footnotes = "".join(
        f'<w:footnote w:id="{n}"><w:p>{r("注")}<w:r><w:footnoteReference w:id="{n}"/></w:r></w:p></w:footnote>'
        for n in range(count)
    )
    return word_file(body, comments=comments, footnotes=footnotes)


def _open_comments(count: int) -> bytes:
    """Ranges that begin and never end."""
    starts = "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(count))
    comments = "".join(f'<w:comment w:id="{n}" w:author="张">{p("批")}</w:comment>' for n in range(count))
    return word_file(f"<w:p>{starts}{r('甲')}</w:p>" + p("乙") * 2_000, comments=comments)


def _fields(count: int) -> str:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r>'
    return f"<w:p>{begin * count}{r('甲')}</w:p>"


def files() -> dict[str, Make]:
    """Each with the function that makes its bytes."""
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    return {
        "跨列千万.docx": lambda: word_file(tbl(tr(tc("甲", span=9_999_999)), tr(tc("乙")))),
        "跨列两千行.docx": lambda: word_file(tbl(*[tr(tc("甲", span=60), tc("乙", span=60))] * 2_000)),
        "前空千万.docx": lambda: word_file(tbl(tr("甲", properties='<w:gridBefore w:val="9999999"/>'))),
        "跨列为负.docx": lambda: word_file(tbl(tr('<w:tc><w:tcPr><w:gridSpan w:val="-5"/></w:tcPr></w:tc>', "甲"))),
        "竖并到底.docx": lambda: word_file(tbl(tr(tc("甲", merge="restart")), *[tr(tc("", merge="continue"))] * 9_000)),
        "竖并无头.docx": lambda: word_file(tbl(tr(tc("甲", merge="continue"), "乙"), tr(tc("", merge="continue")))),
        "两万零一行.docx": lambda: word_file(tbl(*[tr("甲")] * 20_001)),
        "空表.docx": lambda: word_file("<w:tbl/><w:tbl><w:tr/></w:tbl>" + BODY),
        "表套三十.docx": lambda: word_file(_nested_tables(30)),
        "表套七.docx": lambda: word_file(_nested_tables(7) * 200),
        "框套二十.docx": lambda: word_file(_boxes(20)),
        "框三千.docx": lambda: word_file(f"<w:p>{_box(p('甲')) * 3_000}</w:p>"),
        "插入套百.docx": lambda: word_file(f"<w:p>{_nested(100, '<w:ins>', '</w:ins>')}</w:p>"),
        "控件套百.docx": lambda: word_file(
            f"<w:p>{_nested(100, '<w:sdt><w:sdtContent>', '</w:sdtContent></w:sdt>')}</w:p>"
        ),
        "样式成环.docx": _circle,
        "样式链.docx": lambda: _chain(5_000),
        "编号成环.docx": _list_circle,
        "编号极大.docx": lambda: _numbers("%1.%2.%3.%4.%5.%6.%7.%8.%9", 999_999_999),
        "编号罗马.docx": lambda: _numbers("%1%9", 999_999_999, "upperRoman"),
        "编号字母.docx": lambda: _numbers("%1", 999_999_999, "lowerLetter"),
        "编号为负.docx": lambda: _numbers("第%1条", -999_999_999),
        "编号文长.docx": lambda: _numbers("%1" * 5_000, 1),
        "编号五千.docx": _many_lists,
        "外联.docx": lambda: _outside(
            "\\\\192.0.2.1\\share\\x.dotm", "http://192.0.2.1/x", "file:///etc/passwd", "file://192.0.2.1/s/x"
        ),
        "内联出界.docx": lambda: _inside("../../../../../../etc/passwd"),
        "内联自身.docx": lambda: _inside("document.xml"),
        "内联为空.docx": lambda: _inside(""),
        "批注三千.docx": lambda: _notes(3_000),
        "批注不收.docx": lambda: _open_comments(2_000),
        "域不收.docx": lambda: word_file(_fields(20_000) + p("乙") * 1_000),
        "域套千.docx": lambda: word_file(f"<w:p>{begin * 1_000}{r('甲')}{end * 1_000}</w:p>" + BODY),
        "域多收.docx": lambda: word_file(f"<w:p>{end * 1_000}{r('甲')}</w:p>" + BODY),
        "段两万.docx": lambda: word_file(p("甲乙丙丁。") * 20_000),
        "标题八千.docx": lambda: word_file((p("一、甲") + p("（一）乙")) * 4_000),
        "字块六万.docx": lambda: word_file(f"<w:p>{'<w:r><w:t>甲</w:t></w:r>' * 60_000}</w:p>"),
        "标题一兆.docx": lambda: word_file(p("一、" + "甲" * 1_000_000, '<w:outlineLvl w:val="0"/>')),
        "级别百万.docx": lambda: word_file(
            p("甲", '<w:outlineLvl w:val="1000000"/>') + p("乙", '<w:outlineLvl w:val="-3"/>')
        ),
        "续段一万.docx": lambda: word_file(p("甲", "<w:rPr><w:del/></w:rPr>") * 10_000 + BODY),
        "符号.docx": lambda: word_file(
            '<w:p><w:r><w:sym w:font="Wingdings" w:char="ZZZZ"/><w:sym/></w:r></w:p>' + BODY
        ),
        "双向.docx": lambda: word_file(p("方案\u202e文正\u2066甲\u200b\u200f\ufeff乙") + BODY),
        "没有正文.docx": lambda: word_file(""),
    }

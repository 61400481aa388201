"""Workbooks, text tables and web pages that are broken or mean harm, by name."""

from __future__ import annotations

import io
import random
import struct
import zipfile
from collections.abc import Callable

from tests.importers.word_builder import zip_file

Make = Callable[[], bytes]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEAD = (
    "<row r='1'><c r='A1' t='inlineStr'><is><t>序号</t></is></c><c r='B1' t='inlineStr'><is><t>任务</t></is></c></row>"
)
ROWS = _HEAD + "<row r='2'><c r='A2'><v>1</v></c><c r='B2' t='inlineStr'><is><t>开展攻关</t></is></c></row>"


def workbook(rows: str = ROWS, *, before: str = "", after: str = "", sheets: int = 1, **parts: str) -> bytes:
    """A workbook with these rows on every sheet; `parts` are sharedStrings and styles as inner XML."""
    names = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, sheets + 1))
    targets = {f"r{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, sheets + 1)}
    targets |= {f"p{kind}": (kind, f"{kind}.xml") for kind in parts}
    roots = {"sharedStrings": "sst", "styles": "styleSheet"}
    entries = {
        "[Content_Types].xml": "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>",
        "_rels/.rels": _rels({"r": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": f"<workbook xmlns='{_MAIN}' xmlns:r='{_RELATIONS}'><sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": _rels(targets),
    }
    sheet = f"<worksheet xmlns='{_MAIN}'>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    entries |= {f"xl/worksheets/sheet{n}.xml": sheet for n in range(1, sheets + 1)}
    entries |= {
        f"xl/{kind}.xml": f"<{roots[kind]} xmlns='{_MAIN}'>{inner}</{roots[kind]}>" for kind, inner in parts.items()
    }
    return zip_file(entries)


def _rels(targets: dict[str, tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for key, (kind, target) in targets.items()
    )
    return f"<Relationships xmlns='{_PACKAGE}'>{inner}</Relationships>"


def cell(place: str, value: str, kind: str = "str") -> str:
    """A row of one cell."""
    return f"<row><c r='{place}' t='{kind}'><v>{value}</v></c></row>"


def _merges(*places: str) -> str:
    return "<mergeCells>" + "".join(f"<mergeCell ref='{place}'/>" for place in places) + "</mergeCells>"


def spreadsheet(rows: str) -> bytes:
    """An .ods with these rows."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
        f'xmlns:text="{_OFFICE}:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = f'<m:manifest xmlns:m="{_OFFICE}:manifest:1.0"/>'
    return zip_file({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def _ods_row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def _ole(sectors: int, next_sector: int) -> bytes:
    """The head of an old Office file whose chain of sectors leads in a circle."""
    head = bytearray(512)
    head[:8] = OLE
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<III", head, 44, 1, 1, 0)
    struct.pack_into("<IIIII", head, 56, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<I", head, 76, 0)
    table = struct.pack("<I", next_sector) * 128
    entry = bytearray(128)
    name = "Workbook\0".encode("utf-16-le")
    entry[: len(name)] = name
    struct.pack_into("<HBB", entry, 64, len(name), 2, 1)
    struct.pack_into("<IIQ", entry, 112, 0, 1, 1 << 40)
    return bytes(head) + table + bytes(entry) * 4 * sectors


def _noise(size: int, seed: int) -> bytes:
    return random.Random(seed).randbytes(size)


def _xlsx_files() -> dict[str, Make]:
    far = cell("XFD1048576", "远")
    return {
        "角落.xlsx": lambda: workbook(ROWS + far),
        "角落单独.xlsx": lambda: workbook(far),
        "散落.xlsx": lambda: workbook(
            ROWS + "".join(cell(f"A{n * 5000}", "1") + cell(f"ZZ{n * 5000 + 1}", "1") for n in range(1, 200))
        ),
        "范围谎小.xlsx": lambda: workbook(before="<dimension ref='A1'/>"),
        "范围谎大.xlsx": lambda: workbook(before="<dimension ref='A1:XFD1048576'/>"),
        "范围胡写.xlsx": lambda: workbook(before="<dimension ref='ZZZZZZZ0:-5'/>"),
        "合并五万.xlsx": lambda: workbook(after=_merges(*(f"A{n}:B{n}" for n in range(1, 50_001)))),
        "合并全表.xlsx": lambda: workbook(after=_merges("A1:XFD1048576", "A1:B2", "A1:A9", "B2:A1", "?", "A0:B0", "")),
        "合并列.xlsx": lambda: workbook(after=_merges("A1:A1048576", "B1:XFD1")),
        "串号出界.xlsx": lambda: workbook(
            cell("A1", "999999999", "s") + cell("A2", "-1", "s") + cell("A3", "x", "s"),
            sharedStrings="<si><t>甲</t></si>",
        ),
        "串表谎报.xlsx": lambda: workbook(cell("A1", "0", "s"), sharedStrings="<si><t>甲</t></si>" * 3),
        "格址胡写.xlsx": lambda: workbook(
            "".join(cell(place, "1") for place in ("", "A0", "1A", "ZZZZZZ9", "A99999999999999999999", "甲1", "XFE1"))
        ),
        "行号胡写.xlsx": lambda: workbook(
            "".join(f"<row r='{n}'><c><v>1</v></c></row>" for n in ("0", "-1", "x", "99999999999", "1048577"))
        ),
        "行号重复.xlsx": lambda: workbook((ROWS) * 50),
        "数胡写.xlsx": lambda: workbook(
            "".join(f"<row><c t='n'><v>{v}</v></c></row>" for v in ("1e999", "nan", "-1e308", "0x1", "", "1" * 5000))
        ),
        "日期极大.xlsx": lambda: workbook(
            "<row><c s='1'><v>1e15</v></c><c s='1'><v>-5</v></c><c s='99'><v>5</v></c></row>",
            styles="<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs>",
        ),
        "格式胡写.xlsx": lambda: workbook(
            "<row><c s='0'><v>5</v></c></row>",
            styles=f"<numFmts><numFmt numFmtId='164' formatCode='{'[$-804]' * 3000}{'0' * 3000}'/></numFmts>"
            "<cellXfs><xf numFmtId='164'/></cellXfs>",
        ),
        "错误格.xlsx": lambda: workbook(
            cell("A1", "#REF!", "e") + cell("A2", "=cmd|' /C calc'!A0") + cell("A3", "2", "b")
        ),
        "表一百五.xlsx": lambda: workbook(sheets=150),
        "六百列.xlsx": lambda: workbook(("<row r='1'>" + "<c t='str'><v>甲</v></c>" * 600 + "</row>") * 3),
        "长格.xlsx": lambda: workbook(cell("A1", "甲" * 1_000_000)),
        "空格十万.xlsx": lambda: workbook(ROWS + "<row>" + "<c/>" * 100_000 + "</row>"),
        "空行十万.xlsx": lambda: workbook(ROWS + "<row/>" * 100_000),
        "一万行.xlsx": lambda: workbook(
            _HEAD + "".join(f"<row><c><v>{n}</v></c><c t='str'><v>甲</v></c></row>" for n in range(10_000))
        ),
        "没有表.xlsx": lambda: workbook(sheets=0),
        "实体.xlsx": _with_doctype,
    }


def _other_files() -> dict[str, Make]:
    big = 'table:number-rows-repeated="1000000000"'
    wide = 'table:number-columns-repeated="1000000000"'
    page = "<html><body>"
    return {
        "重复十亿.ods": lambda: spreadsheet(_ods_row(_ods_cell("甲", wide), big)),
        "重复空.ods": lambda: spreadsheet(
            _ods_row(_ods_cell("甲") + f"<table:table-cell {wide}/>") + _ods_row("<table:table-cell/>", big)
        ),
        "重复行.ods": lambda: spreadsheet(_ods_row(_ods_cell("甲"), big) + _ods_row(_ods_cell("乙"))),
        "重复胡写.ods": lambda: spreadsheet(
            _ods_row(_ods_cell("甲", 'table:number-columns-repeated="-5"'), 'table:number-rows-repeated="x"')
        ),
        "跨十亿.ods": lambda: spreadsheet(
            _ods_row(
                _ods_cell("甲", 'table:number-columns-spanned="1000000000" table:number-rows-spanned="1000000000"')
            )
        ),
        "空格十亿.ods": lambda: spreadsheet(_ods_row(_ods_cell('甲<text:s text:c="1000000000"/>乙'))),
        "只有头.xls": lambda: OLE,
        "头加零.xls": lambda: OLE + bytes(4096),
        "头加乱.xls": lambda: OLE + _noise(200_000, 1),
        "链成环.xls": lambda: _ole(2, 0),
        "链出界.xls": lambda: _ole(2, 0x00FFFFFF),
        "链很长.xls": lambda: _ole(4000, 1),
        "流.xls": lambda: bytes.fromhex("0908100000060500") + _noise(50_000, 2),
        "旧文档.doc": lambda: OLE + bytes(512) + "WordDocument".encode("utf-16-le") + _noise(9000, 3),
        "字段两兆.csv": lambda: f"序号,任务\n1,{'甲' * 700_000}\n".encode(),
        "引号不收.csv": lambda: ('序号,任务\n1,"' + "甲,乙\n" * 20_000).encode(),
        "引号一兆.csv": lambda: b"a,b\n" + b'"' * 1_000_001,
        "逗号五兆.csv": lambda: b"," * 5_000_000,
        "十万列.csv": lambda: (",".join(f"列{n}" for n in range(100_000)) + "\n").encode() * 3,
        "空行一百万.csv": lambda: b"a,b\n" + b"\n" * 1_000_000,
        "行长短不一.csv": lambda: "\n".join("," * (n % 300) for n in range(20_000)).encode(),
        "有零.csv": lambda: b"a,b\n1,\0\0\n",
        "编码混杂.csv": lambda: "序号,任务\n1,甲\n".encode() + "2,乙\n".encode("gb18030"),
        "公式.csv": lambda: "序号,任务\n=1+1,@SUM(A1)\n-2,+3\n".encode(),
        "表套五万.xls": lambda: (page + "<table><tr><td>" * 50_000).encode(),
        "跨十亿.xls": lambda: (
            page + '<table><tr><td rowspan="1000000000" colspan="1000000000">甲</td></tr></table>'
        ).encode(),
        "跨很多.xls": lambda: (
            page + "<table>" + '<tr><td rowspan="1000" colspan="500">甲</td></tr>' * 500 + "</table>"
        ).encode(),
        "不闭二十万.xls": lambda: (page + "<table>" + "<tr><td>甲<b><i>" * 100_000).encode(),
        "深标签.xls": lambda: (page + "<div>" * 100_000 + "<table><tr><td>甲</td></tr></table>").encode(),
        "注释不收.xls": lambda: (page + "<table><tr><td>甲</td></tr><!--" + "-" * 3_000_000).encode(),
        "属性三兆.xls": lambda: (page + f'<table title="{"甲" * 1_000_000}"><tr><td>甲</td></tr></table>').encode(),
        "编码七.xls": lambda: (
            page + '<meta charset="utf-7"><table><tr><td>+ADw-script+AD4-</td></tr></table>'
        ).encode(),
        "编码怪.xls": lambda: (page + '<meta charset="zlib"><table><tr><td>甲</td></tr></table>').encode(),
        "外引.xls": lambda: (
            page
            + '<base href="file:///etc/"><iframe src="passwd"></iframe><img src="//192.0.2.1/x">'
            + "<table><tr><td>甲</td></tr></table>"
        ).encode(),
        "表一万.xls": lambda: (page + "<table><tr><td>甲</td><td>乙</td></tr></table>" * 10_000).encode(),
    }


def files() -> dict[str, Make]:
    """Each with the function that makes its bytes."""
    return {**_xlsx_files(), **_other_files()}


def _with_doctype() -> bytes:
    """An entity that a sheet declares for itself."""
    with zipfile.ZipFile(io.BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    return zip_file({**parts, sheet: b'<!DOCTYPE a [<!ENTITY x "1">]>' + parts[sheet]})

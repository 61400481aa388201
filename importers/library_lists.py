"""Lists of units and enterprises in workbooks and text tables: columns found by their headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from domain.enterprises import Enterprise, parse_chain_position
from domain.errors import ImportFileError
from domain.library_draft import LibraryDraft, ListKind
from domain.text import comparison_key, trim
from domain.units import Unit
from importers.grid import Sheet
from importers.guard import GivenFile
from importers.sheets import read_workbook
from importers.text_file import decode_text

_LOOKED_AT = 12  # rows a header may stand in
_UNIT_HEADS = {
    "name": ("简称", "单位", "单位名称", "单位简称", "责任单位", "名称", "部门", "部门名称", "规范简称"),
    "full_name": ("全称", "单位全称", "规范名称", "完整名称"),
    "aliases": ("别名", "其他名称", "曾用名", "又名", "其他简称"),
}
_ENTERPRISE_HEADS = {
    "name": ("企业名称", "企业", "名称", "单位名称", "企业全称", "公司名称", "全称"),
    "position": ("产业链位置", "产业链环节", "位置", "所处环节", "上中下游", "环节"),
    "district": ("地理分布", "所在区", "所在区县", "区县", "属地", "地区", "行政区", "所属区", "所在地"),
    "aliases": ("别名", "简称", "曾用名", "其他名称"),
    "lead": ("链主企业", "链主", "是否链主", "是否链主企业"),
    "contact": ("联系人", "姓名", "填报人", "负责人"),
    "phone": ("电话", "联系电话", "手机", "手机号", "联系方式"),
}
_NO = frozenset(("", "否", "不是", "0", "无", "×"))
_PARTS = str.maketrans({"，": "、", ",": "、", "；": "、", ";": "、", "\n": "、", "/": "、"})


def read_library_list(file: GivenFile, kind: ListKind) -> LibraryDraft:
    """Read a list. A file without headers is taken for names, one a row or line.

    Raises ImportFileError when the file cannot be read or holds no names.
    """
    rows = _rows(file)
    heads = _UNIT_HEADS if kind is ListKind.UNITS else _ENTERPRISE_HEADS
    columns, first = _columns(rows, heads)
    lines = [{key: trim(row[column]) for key, column in columns.items() if column < len(row)} for row in rows[first:]]
    named = [line for line in lines if line.get("name")]
    if not named:
        raise ImportFileError(
            "no_names",
            f"“{file.name}”里没有找到名称。",
            "第一行请写表头，例如“简称、全称、别名”，或者每行只写一个名称。",
        )
    skipped = sum(1 for line in lines if not line.get("name") and any(line.values()))
    if kind is ListKind.UNITS:
        return LibraryDraft(kind, file.name, units=tuple(map(_unit, named)), skipped=skipped)
    return LibraryDraft(kind, file.name, enterprises=tuple(map(_enterprise, named)), skipped=skipped)


def _rows(file: GivenFile) -> list[list[str]]:
    """Every row of every sheet that is shown; the lines of a text."""
    if file.name.lower().endswith(".txt"):
        text, _ = decode_text(file.data, file.name)
        return [line.split("\t") for line in text.splitlines() if line.strip()]
    book = read_workbook(file.data, file.name)
    return [row for sheet in book.sheets if not sheet.is_hidden for row in _sheet_rows(sheet)]


def _sheet_rows(sheet: Sheet) -> list[list[str]]:
    rows: dict[int, dict[int, str]] = {}
    for (row, column), text in sheet.cells.items():
        rows.setdefault(row, {})[column] = text
    return [
        [cells.get(column, "") for column in range(max(cells) + 1)]
        for row, cells in sorted(rows.items())
        if row not in sheet.hidden_rows
    ]


def _columns(rows: Sequence[Sequence[str]], heads: Mapping[str, Sequence[str]]) -> tuple[dict[str, int], int]:
    """Which column holds what, and the first row below the header."""
    for number, row in enumerate(rows[:_LOOKED_AT]):
        found = _match_heads(row, heads)
        if "name" in found and (len(found) > 1 or len([cell for cell in row if trim(cell)]) <= 2):
            return found, number + 1
    # No header: the first column that holds words, behind 序号.
    words = next((column for row in rows for column, cell in enumerate(row) if trim(cell) and not cell.isdigit()), 0)
    return {"name": words}, 0


def _match_heads(row: Sequence[str], heads: Mapping[str, Sequence[str]]) -> dict[str, int]:
    found: dict[str, int] = {}
    keys = {column: comparison_key(cell).rstrip("*:：") for column, cell in enumerate(row) if trim(cell)}
    # The first wording of a column is the surest: 简称 before 单位.
    for key, wordings in heads.items():
        for wording in wordings:
            column = next((one for one, text in keys.items() if text == wording and one not in found.values()), None)
            if column is not None:
                found[key] = column
                break
    return found


def _names(text: str) -> tuple[str, ...]:
    return tuple(name for part in text.translate(_PARTS).split("、") if (name := trim(part)))


def _unit(line: Mapping[str, str]) -> Unit:
    return Unit(0, line["name"], line.get("full_name", ""), _names(line.get("aliases", "")))


def _enterprise(line: Mapping[str, str]) -> Enterprise:
    def get(key: str) -> str:
        return line.get(key, "")

    return Enterprise(
        0,
        line["name"],
        parse_chain_position(get("position")),
        get("district"),
        _names(get("aliases")),
        get("contact"),
        get("phone"),
        get("lead") not in _NO,
    )

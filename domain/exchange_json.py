"""The JSON form of a plan, the contract `fangan/1`: keys are added, never renamed.

It is complete: `content_from_json` gives back what `content_to_json` was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.cell_items import Cell, CellItem, ItemKind
from domain.collection_json import submissions_to_json
from domain.content import PlanContent, PlanInfo
from domain.deadlines import parse_deadline
from domain.enterprises import ChainPosition, Enterprise
from domain.indicators import plan_indicators
from domain.labels import STAGE_LABELS, PlanStage, stage_from_label
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph, PlacedNode, TaskState
from domain.remarks import Remark, RemarkKind
from domain.tables import AppendixTable, ColumnKind, TableColumn, TablePlace, TableRow, TableSpec
from domain.units import Duty, Role, Unit
from domain.versions import PlanVersion

FORMAT = "fangan/1"
_INFO_TEXTS = (
    "layout",
    "addressees",
    "copied_to",
    "classification",
    "urgency",
    "signer",
    "printed_by",
    "annotation",
)  # since the first form


def content_to_json(content: PlanContent) -> dict[str, Any]:
    """The plan as the JSON form that `fangan dump` prints."""
    info = content.info
    return {
        "format": FORMAT,
        "plan": {
            "title": info.title,
            "stage": info.mark or STAGE_LABELS[info.stage],
            "document_number": info.document_number,
            "issuing_authority": info.issuing_authority,
            "issued_on": info.issued_on,
            "role_word": info.role_word,
            "run_on": sorted(info.run_on),
            "preamble": [paragraph.text for paragraph in content.preamble],
            "printed_on": info.printed_on,
            **{name: getattr(info, name) for name in _INFO_TEXTS},
        },
        "outline": [_node_to_json(content, placed) for placed in content.placed()],
        "units": [
            {
                "id": unit.id,
                "name": unit.name,
                "full_name": unit.full_name,
                "aliases": list(unit.aliases),
                "seq": unit.seq,
            }
            for unit in content.units
        ],
        "duties": [
            {"task": duty.task_id, "unit": duty.unit_id, "role": duty.role.value, "seq": duty.seq}
            for duty in content.duties
        ],
        "tables": [_table_to_json(table) for table in content.tables],
        "enterprises": [
            {
                "id": one.id,
                "name": one.name,
                "chain_position": one.chain_position.value,
                "district": one.district,
                "aliases": list(one.aliases),
                "contact": one.contact,
                "phone": one.phone,
                "is_lead": one.is_lead,
            }
            for one in content.enterprises
        ],
        "remarks": [_remark_to_json(remark) for remark in content.remarks],
        "submissions": submissions_to_json(content.collection),
        "links": [],
        "indicators": [
            {
                "node": node_id,
                "name": one.name,
                "comparison": one.comparison.value,
                "value": one.value,
                "upper": one.upper,
                "unit": one.unit,
                "year": one.year,
                "baseline": one.baseline,
                "baseline_year": one.baseline_year,
                "sentence": one.sentence,
                "text": one.text,
            }
            for node_id, one in plan_indicators(content)
        ],
        "feedback": [],
        "versions": [{"id": one.id, "name": one.name, "at": one.at, "who": one.who} for one in content.versions],
    }


def content_from_json(data: Mapping[str, Any]) -> PlanContent:
    """The plan behind a JSON form. Raises KeyError or ValueError when it is not one of `fangan/1`."""
    if data["format"] != FORMAT:
        raise ValueError(f"not {FORMAT}: {data['format']}")
    plan = data["plan"]
    stage = stage_from_label(plan["stage"])
    return PlanContent(
        info=PlanInfo(
            title=plan["title"],
            stage=stage or PlanStage.DRAFT,
            document_number=plan["document_number"],
            issuing_authority=plan["issuing_authority"],
            issued_on=plan["issued_on"],
            role_word=plan["role_word"],
            stage_mark="" if stage else plan["stage"],
            run_on=frozenset(NumberStyle(style) for style in plan.get("run_on", ())),
            printed_on=plan.get("printed_on"),
            **{name: plan.get(name, "") for name in _INFO_TEXTS},
        ),
        preamble=tuple(Paragraph(text) for text in plan.get("preamble", ())),
        nodes=tuple(_node_from_json(node) for node in data["outline"]),
        units=tuple(
            Unit(unit["id"], unit["name"], unit["full_name"], tuple(unit["aliases"]), unit["seq"])
            for unit in data["units"]
        ),
        duties=tuple(Duty(duty["task"], duty["unit"], Role(duty["role"]), duty["seq"]) for duty in data["duties"]),
        tables=tuple(_table_from_json(table) for table in data["tables"]),
        enterprises=tuple(
            Enterprise(
                one["id"],
                one["name"],
                ChainPosition(one["chain_position"]),
                one["district"],
                tuple(one.get("aliases", ())),
                one.get("contact", ""),
                one.get("phone", ""),
                one.get("is_lead", False),
            )
            for one in data["enterprises"]
        ),
        remarks=tuple(_remark_from_json(remark) for remark in data.get("remarks", ())),
        versions=tuple(PlanVersion(one["id"], one["name"], one["at"], one["who"]) for one in data.get("versions", ())),
    )


def _node_to_json(content: PlanContent, placed: PlacedNode) -> dict[str, Any]:
    node = placed.node
    return {
        "id": node.id,
        "parent": node.parent,
        "seq": node.seq,
        "kind": node.kind.value,
        "level": placed.level,
        "number": placed.number,
        "style": node.style.value if node.style else None,
        "title": node.title,
        "paragraphs": [line for text in content.printed_paragraphs(node) for line in text.split("\n")],
        "body": [{"text": paragraph.text, "clause": paragraph.clause} for paragraph in node.paragraphs],
        "source_line": node.source_line,
        "deadline": node.deadline,
        "deadline_value": _deadline_to_json(content, node.deadline),
        "state": node.state.value,
        "note": node.note,
        "split_from": node.split_from,
    }


def _deadline_to_json(content: PlanContent, text: str) -> dict[str, Any] | None:
    """What the words of a time limit mean; derived, so reading the form passes it over."""
    if not text:
        return None
    info = content.info
    found = parse_deadline(text, info.year)
    return {
        "kind": found.kind.value,
        "date": found.date.isoformat() if found.date else None,
        "begin": found.begin.isoformat() if found.begin else None,
        "every": found.every,
        "month": found.month,
        "day": found.day,
    }


def _node_from_json(data: Mapping[str, Any]) -> OutlineNode:
    return OutlineNode(
        id=data["id"],
        parent=data["parent"],
        seq=data["seq"],
        kind=NodeKind(data["kind"]),
        title=data["title"],
        style=NumberStyle(data["style"]) if data["style"] else None,
        paragraphs=tuple(Paragraph(part["text"], part["clause"]) for part in data["body"]),
        source_line=data["source_line"],
        deadline=data.get("deadline", ""),
        state=TaskState(data.get("state", "")),
        note=data.get("note", ""),
        split_from=data.get("split_from", ""),
    )


def _remark_to_json(remark: Remark) -> dict[str, Any]:
    return {
        "id": remark.id,
        "kind": remark.kind.value,
        "node": remark.node_id,
        "row": remark.row_id,
        "column": remark.column,
        "author": remark.author,
        "made_at": remark.made_at,
        "quote": remark.quote,
        "text": remark.text,
        "settled": remark.is_settled,
    }


def _remark_from_json(data: Mapping[str, Any]) -> Remark:
    return Remark(
        id=data["id"],
        kind=RemarkKind(data["kind"]),
        text=data["text"],
        quote=data["quote"],
        author=data["author"],
        made_at=data["made_at"],
        node_id=data["node"],
        row_id=data["row"],
        column=data["column"],
        is_settled=data.get("settled", False),
    )


def _table_to_json(table: AppendixTable) -> dict[str, Any]:
    spec = table.spec
    return {
        "id": table.id,
        "label": spec.label,
        "title": spec.title,
        "unit_line": spec.unit_line,
        "notes": list(spec.notes),
        "place": {"node": table.place.node_id, "after": table.place.after} if table.place else None,
        "columns": [
            {
                "key": column.key,
                "path": list(column.path),
                "kind": column.kind.value,
                "width": column.width,
            }
            for column in spec.columns
        ],
        "rows": [
            {
                "id": row.id,
                "seq": row.seq,
                "cells": {
                    column.key: _cell_to_json(column, table.printed(index, column), row.cell(column.key))
                    for column in spec.columns
                },
                "joined": sorted(row.joined),
            }
            for index, row in enumerate(table.rows)
        ],
    }


def _cell_to_json(column: TableColumn, text: str, cell: Cell) -> dict[str, Any]:
    data: dict[str, Any] = {"text": text}
    if column.kind in (ColumnKind.ITEMS, ColumnKind.MEASURES):
        data["items"] = [
            {
                "grade": item.grade,
                "text": item.text,
                "kind": item.kind.value,
                "lead": item.lead,
                "number": item.number,
            }
            for item in cell.items
        ]
    return data


def _table_from_json(data: Mapping[str, Any]) -> AppendixTable:
    columns = tuple(
        TableColumn(column["key"], tuple(column["path"]), ColumnKind(column["kind"]), column["width"])
        for column in data["columns"]
    )
    rows = []
    for row in data["rows"]:
        cells = {column.key: _cell_from_json(column, row["cells"][column.key]) for column in columns}
        filled = {key: cell for key, cell in cells.items() if cell.items}
        rows.append(TableRow(row["id"], row["seq"], filled, joined=frozenset(row.get("joined", ()))))
    spec = TableSpec(data["label"], data["title"], columns, data.get("unit_line", ""), tuple(data.get("notes", ())))
    place = data.get("place")
    return AppendixTable(data["id"], spec, tuple(rows), TablePlace(place["node"], place["after"]) if place else None)


def _cell_from_json(column: TableColumn, data: Mapping[str, Any]) -> Cell:
    if column.kind is ColumnKind.NUMBER or not data["text"]:
        return Cell()
    if "items" not in data:
        return Cell(tuple(CellItem(ItemKind.PARAGRAPH, line) for line in data["text"].split("\n")))
    return Cell(
        tuple(
            CellItem(ItemKind(item["kind"]), item["text"], item["lead"], item["grade"], item["number"])
            for item in data["items"]
        )
    )

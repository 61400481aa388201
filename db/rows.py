"""Row ⇄ domain object: the single mapping."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from domain.cell_items import CellItem, ItemKind
from domain.enterprises import ChainPosition, Enterprise
from domain.exchange import PlanInfo
from domain.labels import PlanStage
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, Paragraph, TaskState
from domain.remarks import Remark, RemarkKind
from domain.tables import ColumnKind, TableColumn, TablePlace, TableSpec
from domain.units import Duty, Role, Unit
from domain.versions import PlanVersion

Row = Mapping[str, Any]


def info_from_row(row: Row) -> PlanInfo:
    """The plan's own row as values."""
    return PlanInfo(
        title=row["title"],
        stage=PlanStage(row["stage"]),
        document_number=row["document_number"],
        issuing_authority=row["issuing_authority"],
        issued_on=row["issued_on"],
        role_word=row["role_word"],
        stage_mark=row["stage_mark"],
        run_on=frozenset(NumberStyle(style) for style in json.loads(row["run_on"])),
        layout=row["layout"],
        addressees=row["addressees"],
        copied_to=row["copied_to"],
        classification=row["classification"],
        urgency=row["urgency"],
        signer=row["signer"],
        printed_by=row["printed_by"],
        annotation=row["annotation"],
        printed_on=row["printed_on"],
    )


def info_to_row(info: PlanInfo) -> dict[str, object]:
    """Values as the plan's own row, without its id."""
    return {
        "title": info.title,
        "stage": info.stage.value,
        "stage_mark": info.stage_mark,
        "document_number": info.document_number,
        "issuing_authority": info.issuing_authority,
        "issued_on": info.issued_on,
        "role_word": info.role_word,
        "run_on": json.dumps(sorted(info.run_on)),
        "layout": info.layout,
        "addressees": info.addressees,
        "copied_to": info.copied_to,
        "classification": info.classification,
        "urgency": info.urgency,
        "signer": info.signer,
        "printed_by": info.printed_by,
        "annotation": info.annotation,
        "printed_on": info.printed_on,
    }


def node_from_row(row: Row, paragraphs: tuple[Paragraph, ...]) -> OutlineNode:
    """An outline_node row with its paragraphs."""
    return OutlineNode(
        id=row["id"],
        parent=row["parent_id"],
        seq=row["seq"],
        kind=NodeKind(row["kind"]),
        title=row["title"],
        style=NumberStyle(row["style"]) if row["style"] else None,
        paragraphs=paragraphs,
        source_line=row["source_line"],
        deadline=row["deadline"],
        state=TaskState(row["state"]),
        note=row["note"],
        split_from=row["split_from"],
        version=row["version"],
    )


def node_to_row(node: OutlineNode) -> dict[str, object]:
    """A node as its row, without id, version and paragraphs."""
    return {
        "parent_id": node.parent,
        "seq": node.seq,
        "kind": node.kind.value,
        "title": node.title,
        "style": node.style.value if node.style else None,
        "source_line": node.source_line,
        "deadline": node.deadline,
        "state": node.state.value,
        "note": node.note,
        "split_from": node.split_from,
    }


def paragraph_from_row(row: Row) -> Paragraph:
    """A paragraph row."""
    return Paragraph(row["text"], row["clause"], row["id"])


def unit_from_row(row: Row) -> Unit:
    """A unit row; aliases are stored as a JSON array."""
    return Unit(row["id"], row["name"], row["full_name"], tuple(json.loads(row["aliases"])), row["seq"])


def unit_to_row(unit: Unit) -> dict[str, object]:
    """A unit as its row, without id."""
    return {
        "name": unit.name,
        "full_name": unit.full_name,
        "aliases": json.dumps(unit.aliases, ensure_ascii=False),
        "seq": unit.seq,
    }


def duty_from_row(row: Row) -> Duty:
    """A duty row."""
    return Duty(row["node_id"], row["unit_id"], Role(row["role"]), row["seq"], row["id"])


def spec_from_row(row: Row, columns: tuple[TableColumn, ...]) -> TableSpec:
    """An appendix_table row with its columns; notes are stored as a JSON array."""
    return TableSpec(row["label"], row["title"], columns, row["unit_line"], tuple(json.loads(row["notes"])))


def spec_to_row(spec: TableSpec) -> dict[str, object]:
    """What an appendix_table row says of the table itself, without its columns, seq and place."""
    return {
        "label": spec.label,
        "title": spec.title,
        "unit_line": spec.unit_line,
        "notes": json.dumps(spec.notes, ensure_ascii=False),
    }


def place_from_row(row: Row) -> TablePlace | None:
    """Where a table stands inside the text; None when it does not."""
    return None if row["place_after"] is None else TablePlace(row["place_node_id"], row["place_after"])


def place_to_row(place: TablePlace | None) -> dict[str, object]:
    """The two columns of an appendix_table row that say where it stands."""
    return {"place_node_id": place.node_id if place else None, "place_after": place.after if place else None}


def joined_to_text(joined: frozenset[str]) -> str:
    """The column keys of a row's joined cells as a JSON array."""
    return json.dumps(sorted(joined), ensure_ascii=False)


def column_from_row(row: Row) -> TableColumn:
    """An appendix_column row; the header path is stored as a JSON array."""
    return TableColumn(row["key"], tuple(json.loads(row["path"])), ColumnKind(row["kind"]), row["width"], row["id"])


def column_to_row(column: TableColumn) -> dict[str, object]:
    """A column as its row, without id, table and seq."""
    return {
        "key": column.key,
        "path": json.dumps(column.path, ensure_ascii=False),
        "kind": column.kind.value,
        "width": column.width,
    }


def item_from_row(row: Row) -> CellItem:
    """A cell_item row."""
    return CellItem(ItemKind(row["kind"]), row["text"], row["lead"], row["grade"], row["number"], row["id"])


def item_to_row(item: CellItem) -> dict[str, object]:
    """A cell item as its row, without id, place and seq."""
    return {
        "kind": item.kind.value,
        "grade": item.grade,
        "number": item.number,
        "lead": item.lead,
        "text": item.text,
    }


def enterprise_from_row(row: Row) -> Enterprise:
    """An enterprise row; aliases are stored as a JSON array."""
    return Enterprise(
        row["id"],
        row["name"],
        ChainPosition(row["chain_position"]),
        row["district"],
        tuple(json.loads(row["aliases"])),
        row["contact"],
        row["phone"],
        bool(row["is_lead"]),
    )


def enterprise_to_row(enterprise: Enterprise) -> dict[str, object]:
    """An enterprise as its row, without id."""
    return {
        "name": enterprise.name,
        "chain_position": enterprise.chain_position.value,
        "district": enterprise.district,
        "aliases": json.dumps(enterprise.aliases, ensure_ascii=False),
        "contact": enterprise.contact,
        "phone": enterprise.phone,
        "is_lead": int(enterprise.is_lead),
    }


def remark_from_row(row: Row) -> Remark:
    """A remark row."""
    return Remark(
        id=row["id"],
        kind=RemarkKind(row["kind"]),
        text=row["text"],
        quote=row["quote"],
        author=row["author"],
        made_at=row["made_at"],
        node_id=row["node_id"],
        row_id=row["row_id"],
        column=row["column_key"],
        is_settled=bool(row["is_settled"]),
    )


def remark_to_row(remark: Remark) -> dict[str, object]:
    """A remark as its row, without id."""
    return {
        "node_id": remark.node_id,
        "row_id": remark.row_id,
        "column_key": remark.column,
        "kind": remark.kind.value,
        "author": remark.author,
        "made_at": remark.made_at,
        "quote": remark.quote,
        "text": remark.text,
        "is_settled": int(remark.is_settled),
    }


def version_from_row(row: Row) -> PlanVersion:
    """A plan_version row without its content."""
    return PlanVersion(row["id"], row["name"], row["at"], row["who"])

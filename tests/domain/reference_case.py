"""Outlines to refer to: one of chapters, one that counts 一、（一）1."""

from __future__ import annotations

from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode, place_nodes
from domain.reference_numbering import Numbering

S = NumberStyle
TITLE = "质量提升工作方案"
LABELS = ((101, "附表1"), (102, "附表2"), (103, "附表3"), (104, "附表4"))


def numbering(
    rows: list[tuple[int, int | None, NumberStyle]], labels: tuple[tuple[int, str], ...] = LABELS
) -> Numbering:
    """Headings given as id, parent and style, in order."""
    seqs: dict[int | None, int] = {}
    nodes = []
    for node_id, parent, style in rows:
        seqs[parent] = seqs.get(parent, 0) + 1
        nodes.append(OutlineNode(node_id, parent, seqs[parent], NodeKind.SECTION, f"标题{node_id}", style))
    return Numbering(place_nodes(nodes), labels, TITLE)


# 第一章 (第一节 第二节) 第二章 (（一）（二）) 第三章 (第一节 第二节 (（一）（二）)) 第四章
CHAPTERS = [
    (1, None, S.CHAPTER),
    (11, 1, S.SECTION),
    (12, 1, S.SECTION),
    (2, None, S.CHAPTER),
    (21, 2, S.HAN_PAREN),
    (22, 2, S.HAN_PAREN),
    (3, None, S.CHAPTER),
    (31, 3, S.SECTION),
    (32, 3, S.SECTION),
    (321, 32, S.HAN_PAREN),
    (322, 32, S.HAN_PAREN),
    (4, None, S.CHAPTER),
]
# 一、 二、（（一）（1. 2. 3.）（二）） 三、
USUAL = [
    (1, None, S.HAN),
    (2, None, S.HAN),
    (21, 2, S.HAN_PAREN),
    (211, 21, S.ARABIC),
    (212, 21, S.ARABIC),
    (213, 21, S.ARABIC),
    (22, 2, S.HAN_PAREN),
    (3, None, S.HAN),
]


def without(rows: list[tuple[int, int | None, NumberStyle]], *gone: int) -> list[tuple[int, int | None, NumberStyle]]:
    """The outline without some headings."""
    return [row for row in rows if row[0] not in gone]

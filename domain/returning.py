"""A file of ours that comes back, with what was changed in it: every change is a step to take or to decline.

What the file says is compared with the state it was exported from, piece by piece under its hidden keys, and only
that comes into the plan: what the office changed meanwhile stays, and where both sides changed a piece it is a
conflict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import count

from domain.checks import Finding, Severity
from domain.clause_edits import DutyBook
from domain.content import PlanContent, PlanInfo
from domain.labels import PART_PLAN, REMARK_KIND_LABELS, PlanStage, stage_from_label
from domain.merge_report import Ledger
from domain.merging import Merge, rehomed
from domain.outline import OutlineNode
from domain.remarks import Remark, RemarkKind
from domain.returned import (
    ADDRESSEES,
    HEADING,
    MARK,
    PART,
    ROW,
    TASK_ROW,
    TITLE,
    ReturnedFile,
    ReturnedRemark,
    ReturnedText,
    ids_of,
)
from domain.returned_texts import Wording, printed_texts, resolved
from domain.returning_tables import TableReturn
from domain.returning_tasks import TaskReturn
from domain.returning_text import TextReturn
from domain.tables import AppendixTable
from domain.text import strip_spaces

_NONE: frozenset[str] = frozenset()


def merge_returned(
    base: PlanContent | None,
    ours: PlanContent,
    returned: ReturnedFile,
    declined: frozenset[str] = _NONE,
    adopted: frozenset[str] = _NONE,
) -> Merge:
    """Bring what was changed in a returned file into the plan it was exported from.

    `base` is the plan as it was exported; None where nobody knows any more: then the plan as it is takes its place.
    `declined` and `adopted` are as in `merge_content`. `known` of the result is the plan itself.
    """
    return _Returning(base, ours, returned, Ledger(declined, adopted)).merge()


class _Returning:
    def __init__(self, base: PlanContent | None, ours: PlanContent, returned: ReturnedFile, ledger: Ledger) -> None:
        self._ours, self._returned, self._ledger = ours, returned, ledger
        self._base = base if base is not None else ours
        self._new_ids: Iterator[int] = count(-1, -1)
        self._book = DutyBook(list(ours.units), list(ours.duties), self._new_ids)
        self._wording = Wording(self._base, returned.properties)
        self._rows: dict[int, int] = {}
        if base is None:
            message = "导出这份文件时的状态已不在操作记录里，现与方案的当前内容比较，导出后本机改过的地方请逐条核对。"
            ledger.report.findings.append(Finding(Severity.LOOK, "no_former_state", "返回文件", message))
        if returned.strange:
            message = f"返回文件里有 {returned.strange} 张不是本方案导出的表格，没有读取。"
            ledger.report.findings.append(Finding(Severity.LOOK, "strange_table", "返回文件", message))

    def merge(self) -> Merge:
        """Everything, in the order of the plan."""
        contents = (self._base, self._ours)
        info, preamble, nodes = self._ours.info, self._ours.preamble, {node.id: node for node in self._ours.nodes}
        texts: list[ReturnedText] = list(self._returned.texts)
        text: TextReturn | None = None
        if self._returned.properties.get(PART) == PART_PLAN:
            printed = printed_texts(self._base, self._wording)
            texts = resolved(self._returned.texts, printed, self._wording)
            info = self._merge_info(texts, printed)
            text = TextReturn(contents, self._returned, texts, self._wording, self._ledger, self._book, self._new_ids)
            text.merge()
            preamble, nodes = text.preamble, text.nodes
        tables = TableReturn(contents, self._returned, texts, self._wording, self._ledger, self._new_ids)
        tables.merge()
        tasks = TaskReturn(contents, self._returned, self._wording, self._ledger, self._book, self._new_ids, nodes)
        tasks.merge()
        nodes = tasks.nodes
        remarks = [*self._kept_remarks(nodes, tables), *self._new_remarks(text, tables, nodes)]
        content = replace(
            self._ours,
            info=info,
            preamble=preamble,
            nodes=tuple(nodes.values()),
            units=tuple(self._book.units),
            duties=tuple(one for one in self._book.duties if one.task_id in nodes),
            tables=tuple(rehomed(table, self._ours, nodes.keys()) for table in tables.tables),
            remarks=tuple(remarks),
        )
        return Merge(content, content, self._ledger.finish())

    def _merge_info(self, texts: list[ReturnedText], printed: dict[str, str]) -> PlanInfo:
        """Title, stage and addressees; a file that does not print one takes nothing away."""
        info, base = self._ours.info, self._base.info
        found = {one.key: one for one in texts if one.key in (TITLE, MARK, ADDRESSEES)}
        if (one := found.get(TITLE)) and strip_spaces(one.text) != strip_spaces(printed.get(TITLE, "")):
            values = (info.title, one.text, base.title)
            info = replace(info, title=self._ledger.choose((0, 0), "plan:title", "方案标题", values, by=one.by)[0])
        if (one := found.get(MARK)) and strip_spaces(one.text) != strip_spaces(printed.get(MARK, "")):
            mark = one.text.strip("（）() ")
            values = (info.mark, mark, base.mark)
            chosen = self._ledger.choose((0, 1), "plan:stage", "稿次", values, by=one.by)[0]
            if chosen != info.mark:
                stage = stage_from_label(chosen)
                info = replace(info, stage=stage or PlanStage.DRAFT, stage_mark="" if stage else chosen)
        if (one := found.get(ADDRESSEES)) and strip_spaces(one.text) != strip_spaces(printed.get(ADDRESSEES, "")):
            values = (info.addressees, one.text.rstrip("：:"), base.addressees)
            chosen = self._ledger.choose((0, 2), "plan:addressees", "主送机关", values, by=one.by)[0]
            info = replace(info, addressees=chosen)
        return info

    def _kept_remarks(self, nodes: Mapping[int, OutlineNode], tables: TableReturn) -> list[Remark]:
        """The plan's remarks; one whose heading or row goes belongs to the plan as a whole."""
        rows = {row.id for table in tables.tables for row in table.rows}
        kept = []
        for one in self._ours.remarks:
            is_lost = (one.node_id is not None and one.node_id not in nodes) or (
                one.row_id is not None and one.row_id not in rows
            )
            kept.append(replace(one, node_id=None, row_id=None, column="") if is_lost else one)
        return kept

    def _new_remarks(
        self, text: TextReturn | None, tables: TableReturn, nodes: Mapping[int, OutlineNode]
    ) -> list[Remark]:
        """Comments of the file, each on the heading or in the cell it was written at."""
        known = {(one.text, one.author, one.quote) for one in self._ours.remarks}
        added = []
        rows = {row.id: table for table in tables.tables for row in table.rows}
        for number, one in enumerate(self._returned.remarks):
            if (one.text, one.author, one.quote) in known:
                continue
            made = self._placed(one, text, rows, tables, nodes)
            name = next((placed.heading for placed in self._ours.placed() if placed.node.id == made.node_id), "")
            table = rows.get(made.row_id or 0)
            where = f"{table.spec.label if table else name or PART_PLAN} {REMARK_KIND_LABELS[RemarkKind.COMMENT]}"
            if self._ledger.add((6, number), f"remark:+{number}", where, one.text, by=one.author):
                added.append(made)
        return added

    def _placed(
        self,
        one: ReturnedRemark,
        text: TextReturn | None,
        rows: Mapping[int, AppendixTable],
        tables: TableReturn,
        nodes: Mapping[int, OutlineNode],
    ) -> Remark:
        made = Remark(next(self._new_ids), RemarkKind.COMMENT, one.text, one.quote, one.author, one.made_at)
        key = one.key.rstrip("+")
        if (ids := ids_of(ROW, key)) and ids[0] in rows:
            columns = tables.columns.get(rows[ids[0]].id, [])
            column = columns[one.place] if 0 <= one.place < len(columns) else ""
            return replace(made, row_id=ids[0], column=column)
        node_id = text.place_of(key) if text is not None else None
        if (ids := ids_of(TASK_ROW, key) or ids_of(HEADING, key)) and ids[-1] in nodes:
            node_id = ids[-1]
        return replace(made, node_id=node_id)

"""A returned 任务分解表 and the plan: titles, measures, units and time limits, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from domain.clause_edits import DutyBook
from domain.content import PlanContent
from domain.duty_clause import text_without_clauses
from domain.labels import ROLE_LABELS, TASK_COLUMNS
from domain.merge_report import Ledger, Place
from domain.numbering import NumberStyle, parse_label
from domain.outline import NodeKind, OutlineNode, Paragraph
from domain.responsibilities import BreakdownRow, task_breakdown
from domain.returned import TASK_ROW, TASK_TABLE, ReturnedFile, ReturnedRow, ids_of, key_of
from domain.returned_texts import Wording
from domain.unit_names import split_names
from domain.units import Role

AREA = 3


@dataclass(frozen=True)
class _There:
    """A row of the file: texts by the name of their column, those that a merged cell covers left out."""

    key: str
    texts: Mapping[str, str]
    by: Mapping[str, str]
    place: int


class TaskReturn:
    """Brings a returned 任务分解表 into the plan; the order of its rows is not read.

    `nodes` are the plan's afterwards, the duties are in the book.
    """

    def __init__(
        self,
        contents: tuple[PlanContent, PlanContent],
        returned: ReturnedFile,
        wording: Wording,
        ledger: Ledger,
        book: DutyBook,
        new_ids: Iterator[int],
        nodes: Mapping[int, OutlineNode],
    ) -> None:
        self._base, self._ours = contents
        self._returned, self._wording, self._ledger = returned, wording, ledger
        self._book, self._new_ids = book, new_ids
        self._former = {_key(row): row for row in task_breakdown(self._base)}
        self._now = {_key(row): row for row in task_breakdown(self._ours)}
        self._headings = {one.node.id: one.heading for one in self._ours.placed()}
        self._settled: set[tuple[str, int, tuple[str, str, str]]] = set()
        self.nodes = dict(nodes)

    def merge(self) -> None:
        """Offer every step and carry out those that are taken."""
        there = self._rows()
        if not there:
            return
        held = {one.key for one in there}
        last: str = ""
        for one in there:
            if one.key in self._former:
                last = one.key
                self._merge_row(one)
            elif any(one.texts.get(name) for name in ("task", "measure")):
                self._add(one, last)
        for place, (key, row) in enumerate(self._former.items()):
            if key not in held and key in self._now:
                self._remove(key, row, place)

    def _rows(self) -> list[_There]:
        rows: list[_There] = []
        seen: set[str] = set()
        for table in self._returned.tables:
            names = [key[len(TASK_TABLE) :] for key in table.columns] if ids_of(TASK_TABLE, table.key) else []
            for row in table.rows if names else ():
                one = self._there(row, names, len(rows))
                rows.append(replace(one, key="") if one.key in seen else one)
                seen.add(one.key)
        return rows

    def _there(self, row: ReturnedRow, names: Sequence[str], place: int) -> _There:
        texts = {
            name: self._wording.restored(text)
            for at, (name, text) in enumerate(zip(names, row.cells, strict=False))
            if name and at not in row.covered
        }
        return _There(row.key.rstrip("+"), texts, dict(zip(names, row.by, strict=False)), place)

    def _merge_row(self, there: _There) -> None:
        former, mine = self._former[there.key], self._now.get(there.key)
        printed = self._printed(former)
        changed = [name for name, text in there.texts.items() if name in printed and printed[name] != text]
        if not former.is_first and there.texts.get("remark") == self._wording.restored(former.task.node.note):
            changed = [name for name in changed if name != "remark"]  # a cell over all rows that was taken apart
        if mine is None:
            if changed:
                message = f"返回文件改了这一项，但本机已删去它，没有读取：{there.texts[changed[0]][:30]}"
                self._ledger.report.need_person("changed_but_gone", former.task.heading, message)
            return
        own = self._printed(mine)
        for number, name in enumerate(changed):
            values = (own[name], there.texts[name], printed[name])
            if self._is_repeated(there, name, values):
                continue
            at = (AREA, there.place, number)
            self._settle(name, mine, values, at, there.by.get(name, ""))

    def _is_repeated(self, there: _There, name: str, values: tuple[str, str, str]) -> bool:
        """Whether a cell that stands in several rows was settled in one above."""
        if name in ("measure", "remark"):
            return False
        row = self._now[there.key]
        target = (name, row.task.node.id if name in ("task", "seq") else row.node.id, values)
        if name == "deadline":
            target = (name, row.part.node.id if row.part.node.deadline else row.task.node.id, values)
        if target in self._settled:
            return True
        self._settled.add(target)
        return False

    def _printed(self, row: BreakdownRow) -> dict[str, str]:
        texts = {"task": row.task.node.title, "measure": row.measure, "deadline": row.deadline, "remark": row.note}
        texts |= {role.value: "、".join(names) for role, names in row.units.items()}
        return {name: self._wording.restored(text) for name, text in texts.items()}

    def _settle(self, name: str, row: BreakdownRow, values: tuple[str, str, str], at: Place, by: str) -> None:
        if name == "task":
            node = row.task.node
            if self._chosen(f"heading:{node.id}", self._headings[node.id], values, at, by):
                self._set(node.id, title="".join(values[1].split("\n")))
        elif name == "measure":
            self._settle_measure(row, values, at, by)
        elif name == "deadline":
            node = row.part.node if row.part.node.deadline else row.task.node
            if self._chosen(f"deadline:{node.id}", f"{self._headings[node.id]} 完成时限", values, at, by):
                self._set(node.id, deadline=values[1])
        elif name == "remark":
            where = f"{self._headings[row.part.node.id]} {TASK_COLUMNS['remark']}"
            if self._chosen(f"note:{row.part.node.id}", where, values, at, by):
                self._note(row, values[1])
        else:
            self._settle_units(Role(name), row, values, at, by)

    def _chosen(self, key: str, where: str, values: tuple[str, str, str], at: Place, by: str) -> bool:
        chosen, _ = self._ledger.choose(at, key, where, values, by=by)
        self._ledger.count(values[0], chosen)
        return chosen != values[0]

    def _set(self, node_id: int, **values: Any) -> None:
        self.nodes[node_id] = replace(self.nodes[node_id], **values)

    def _settle_units(self, role: Role, row: BreakdownRow, values: tuple[str, str, str], at: Place, by: str) -> None:
        where = f"{self._headings[row.node.id]} {ROLE_LABELS[role]}单位"
        if not self._chosen(f"duties:{row.node.id}:{role.value}", where, values, at, by):
            return
        before, after = values[0].split("、") if values[0] else [], split_names(values[1].replace("\n", "、"))
        gone = [(name, role) for name in before if name not in after]
        added = [(name, role) for name in after if name not in before]
        self._book.change(row.node.id, gone, added)

    def _settle_measure(self, row: BreakdownRow, values: tuple[str, str, str], at: Place, by: str) -> None:
        node = self.nodes[row.part.node.id]
        is_measure = row.part is not row.task
        key, where = f"text:{node.id}", f"{self._headings[node.id]} 内容"
        if any(text_without_clauses(one.text, one.clause) != one.text for one in node.paragraphs):
            if values[0] != values[1]:
                message = f"这里的责任单位写在句子中间，返回的文字没有读取，请在方案里改：{values[1][:40]}"
                self._ledger.report.need_person("clause_inside", where, message)
            return
        if not self._chosen(key, where, values, at, by):
            return
        lines = values[1].split("\n")
        if is_measure and row.part.heading:
            label = parse_label(lines[0]) if node.style is not None else None
            self._set(node.id, title=lines[0][label.length :] if label else lines[0])
            lines = lines[1:]
        self._set(node.id, paragraphs=self._texts(node.paragraphs, lines))

    def _texts(self, paragraphs: Sequence[Paragraph], lines: Sequence[str]) -> tuple[Paragraph, ...]:
        """Lines instead of the texts of paragraphs; clauses stay, at the end where their paragraph went."""
        worded = [one for one in paragraphs if one.text]
        silent = [one for one in paragraphs if not one.text]
        texts = [replace(one, text=line) for one, line in zip(worded, lines, strict=False)]
        texts += [Paragraph(line, id=next(self._new_ids)) for line in lines[len(worded) :]]
        lost = [replace(one, text="") for one in worded[len(lines) :] if one.clause]
        if len(lines) > len(worded) and worded and worded[-1].clause:
            # The clause ends the task, whatever was added before it.
            texts[len(worded) - 1] = replace(texts[len(worded) - 1], clause="")
            texts[-1] = replace(texts[-1], clause=worded[-1].clause)
        return (*texts, *lost, *silent)

    def _note(self, row: BreakdownRow, text: str) -> None:
        """Write a 备注: what the task said before the measure's own stays the task's as far as it is still there."""
        task, own = (row.task.node.note if row.is_first else ""), row.measure_note
        if row.part is row.task or (task and not own):
            self._set(row.task.node.id, note=text)
        elif not task:
            self._set(row.part.node.id, note=text)
        elif text.startswith(f"{task}\n"):
            self._set(row.part.node.id, note=text.removeprefix(f"{task}\n"))
        else:
            self._set(row.part.node.id, note=own if text.endswith(f"\n{own}") else "")
            self._set(row.task.node.id, note=text.removesuffix(f"\n{own}"))

    def _remove(self, key: str, former: BreakdownRow, place: int) -> None:
        """A row that is gone is a measure that is gone, or a task that had none."""
        mine = self._now[key]
        node = mine.part.node
        if node.id not in self.nodes or any(one.parent == node.id for one in self.nodes.values()):
            return
        conflict = self._printed(former)["measure"] != self._printed(mine)["measure"]
        where, by = self._headings[node.id], self._returned.gone_by.get(key, "")
        text = "\n".join(part for part in (node.title, *(one.text for one in node.paragraphs)) if part)
        gone, _ = self._ledger.remove((AREA, place, 91), f"heading:{node.id}", where, text, conflict=conflict, by=by)
        if gone:
            self._ledger.report.gone += 1
            del self.nodes[node.id]
            self._book.drop(node.id)

    def _add(self, there: _There, last: str) -> None:
        """A new row: a measure of the task above, or a task where it has a title of its own."""
        above = self._now.get(last)
        title, measure = there.texts.get("task", ""), there.texts.get("measure", "")
        is_task = bool(title) and (above is None or self._wording.restored(above.task.node.title) != title)
        words = [title, *measure.split("\n")] if is_task else measure.split("\n")
        words = [one for one in words if one]
        if not words:
            return
        parent = above.task.node.parent if above is not None and is_task else above.task.node.id if above else None
        label = parse_label(words[0])
        name = words[0][label.length :] if label else words[0]
        siblings = [one for one in self.nodes.values() if one.parent == parent]
        if any(one.title == name for one in siblings):
            return
        by = "、".join(dict.fromkeys(one for one in there.by.values() if one))
        kind = NodeKind.TASK if is_task else NodeKind.MEASURE
        where = "任务分解表" if above is None else above.task.heading
        if not self._ledger.add((AREA, there.place), f"heading:+{there.place}", where, "\n".join(words), by=by):
            return
        self._ledger.report.new += 1
        style = next((one.style for one in siblings if one.style), NumberStyle.ARABIC)
        seq = max((one.seq for one in siblings), default=0) + 1
        new_id = next(self._new_ids)
        texts = tuple(Paragraph(line, id=next(self._new_ids)) for line in words[1:])
        self.nodes[new_id] = OutlineNode(
            new_id,
            parent,
            seq,
            kind,
            name,
            style,
            texts,
            deadline=there.texts.get("deadline", "") if is_task else "",
            note=there.texts.get("remark", ""),
        )
        if is_task:
            for role in Role:
                names = split_names(there.texts.get(role.value, "").replace("\n", "、"))
                self._book.change(new_id, (), [(one, role) for one in names])


def _key(row: BreakdownRow) -> str:
    return key_of(TASK_ROW, row.task.node.id, row.part.node.id)

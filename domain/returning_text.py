"""A returned file and the plan: headings and paragraphs, one step for each that was changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from domain.clause_edits import DutyBook, reworded
from domain.content import PlanContent
from domain.merge_report import Ledger, MergeStep, Place, StepKind
from domain.numbering import parse_label
from domain.outline import NodeKind, OutlineNode, Paragraph, group_children
from domain.returned import CLAUSE, HEADING, PARAGRAPH, ReturnedFile, ReturnedText, ids_of, key_of
from domain.returned_outline import ReturnedNode, ReturnedOutline, expected_parents, read_outline
from domain.returned_texts import Wording, node_texts
from domain.returning_paragraphs import AREA, ParagraphReturn, Placed
from domain.sequences import moved, put_behind

_PREAMBLE = "引言"


class TextReturn:
    """Compares the text of a returned file with what was exported, and brings it into the plan.

    `nodes` and `preamble` are the plan's afterwards; ids below 0 are new.
    """

    def __init__(
        self,
        contents: tuple[PlanContent, PlanContent],
        returned: ReturnedFile,
        texts: Sequence[ReturnedText],
        wording: Wording,
        ledger: Ledger,
        book: DutyBook,
        new_ids: Iterator[int],
    ) -> None:
        self._base, self._ours = contents
        self._returned, self._wording = returned, wording
        self._ledger, self._book, self._new_ids = ledger, book, new_ids
        self._there: ReturnedOutline = read_outline(texts, self._base)
        self._printed = _by_node(self._base, wording)
        self._printed_ours = _by_node(self._ours, wording)
        self._owners = {key: node_id for node_id, texts in self._printed.items() for key in texts}
        self._exported = frozenset(text for texts in self._printed.values() for text in texts.values())
        self._base_nodes = {node.id: node for node in self._base.nodes}
        self._headings = {one.node.id: one.heading for one in self._ours.placed()}
        self._children = {
            parent: [node.id for node in group] for parent, group in group_children(self._ours.nodes).items()
        }
        self._touched: set[int | None] = set()
        self._ids: dict[int, int] = {}  # new headings of the file → of the plan
        self._declined: set[int] = set()
        self.nodes = {node.id: node for node in self._ours.nodes}
        self.preamble = self._ours.preamble

    def merge(self) -> None:
        """Offer every step and carry out those that are taken."""
        self._merge_preamble()
        for node in self._there.nodes.values():
            self._visit(node)
        self._move()
        self._remove()
        self._settle_order()
        for piece in self._there.outside[:3]:
            message = f"正文之后的文字“{piece.text[:20]}”没有读取，请核对是否需要写进方案。"
            self._ledger.report.need_person("outside_text", "正文之后", message)

    def place_of(self, key: str) -> int | None:
        """The heading of the plan that a piece belongs to."""
        ids = ids_of(HEADING, key) or ids_of(CLAUSE, key)
        if not ids and (one := ids_of(PARAGRAPH, key)):
            owner = next(
                (node.id for node in self._base.nodes if any(part.id == one[0] for part in node.paragraphs)), 0
            )
            ids = (owner,)
        return ids[0] if ids and ids[0] in self.nodes else None

    def _visit(self, node: ReturnedNode) -> None:
        if node.id < 0:
            self._add(node)
            return
        base, ours = self._base_nodes[node.id], self.nodes.get(node.id)
        if ours is None:  # the office deleted the heading, and it stays deleted
            self._note_deleted(node)
            return
        if node.piece is not None:
            self._merge_title(base, ours, node.piece, (AREA, node.place))
        self._merge_paragraphs(node)

    def _add(self, node: ReturnedNode) -> None:
        piece = node.piece
        assert piece is not None
        label = parse_label(piece.text)
        title = piece.text[label.length :] if label else piece.text
        parent = self._id(node.parent)
        twin = self._twin(node, title)
        if twin is not None:
            self._ids[node.id] = twin
            return
        allowed = node.parent not in self._declined and (node.parent is None or parent in self.nodes)
        step = f"heading:+{node.place}"
        at = (AREA, node.place)
        if not self._ledger.add(at, step, piece.text, title, allowed=allowed, by=piece.by):
            self._declined.add(node.id)
            self._add_texts(node.paragraphs, piece.text, None)
            return
        self._ledger.report.new += 1
        siblings = [self.nodes[one] for one in self._children.get(parent, ())]
        like = next((one for one in siblings if one.kind is not NodeKind.BOX), None)
        kind = like.kind if like is not None else NodeKind.SECTION
        style = label.style if label else None
        new_id = self._ids[node.id] = next(self._new_ids)
        self.nodes[new_id] = OutlineNode(new_id, parent, 0, kind, title, style)
        self._put(new_id, parent, node)
        self.nodes[new_id] = replace(
            self.nodes[new_id], paragraphs=tuple(self._add_texts(node.paragraphs, piece.text, new_id))
        )

    def _twin(self, node: ReturnedNode, title: str) -> int | None:
        """The heading of the plan that is not of the export and says the same: taken from this file before."""
        return next(
            (
                one
                for one in self._children.get(self._id(node.parent), ())
                if one not in self._base_nodes and self.nodes[one].title == title and one not in self._ids.values()
            ),
            None,
        )

    def _add_texts(self, paragraphs: Iterable[Placed], where: str, node_id: int | None) -> list[Paragraph]:
        """New paragraphs below a new heading; known ones of other headings stay where they are."""
        taken = []
        for place, piece in paragraphs:
            key = f"text:+{place}"
            if self._ledger.add((AREA, place), key, where, piece.text, allowed=node_id is not None, by=piece.by):
                self._ledger.report.new += 1
                assert node_id is not None
                made = reworded(Paragraph(""), "", piece.text, node_id, self._book)
                taken.append(replace(made, id=next(self._new_ids)))
        return taken

    def _note_deleted(self, node: ReturnedNode) -> None:
        texts = self._printed[node.id]
        pieces = ([node.piece] if node.piece else []) + [piece for _, piece in node.paragraphs]
        if any(texts.get(piece.key) != piece.text for piece in pieces):
            where = texts.get(key_of(HEADING, node.id), "")
            self._ledger.report.need_person(
                "changed_but_gone", where, "返回文件改了此处，但本机已删去这个标题，没有读取，请核对。"
            )

    def _merge_title(self, base: OutlineNode, ours: OutlineNode, piece: ReturnedText, at: Place) -> None:
        printed = self._printed[base.id].get(key_of(HEADING, base.id), "")
        if piece.text == printed:
            return
        title, style = piece.text, base.style
        if base.style is not None and (label := parse_label(piece.text)) is not None:
            title, style = piece.text[label.length :], label.style
        if self._wording.restored(base.title) == title:
            title = base.title
        where, key = self._headings[ours.id], f"heading:{ours.id}"
        chosen, _ = self._ledger.choose((*at, 0), key, where, (ours.title, title, base.title), by=piece.by)
        if style is not base.style and ours.style is base.style and chosen != ours.title:
            self.nodes[ours.id] = replace(ours, style=style)
        self.nodes[ours.id] = replace(self.nodes[ours.id], title=chosen)
        self._ledger.count(ours.title, chosen)

    def _merge_preamble(self) -> None:
        printed = {key_of(PARAGRAPH, one.id): self._wording.restored(one.text) for one in self._base.preamble}
        merger = ParagraphReturn(self._ledger, self._book, self._new_ids, self._returned.gone_by, 0, _PREAMBLE)
        shown = [self._wording.restored(one.text) for one in self._ours.preamble]
        self.preamble = merger.merge(printed, self._ours.preamble, shown, self._there.preamble)

    def _merge_paragraphs(self, there: ReturnedNode) -> None:
        base, ours = self._base_nodes[there.id], self.nodes[there.id]
        printed = {key: text for key, text in self._printed[base.id].items() if not key.startswith(HEADING)}
        shown = [self._wording.restored(text) for text in self._ours.printed_paragraphs(ours)]
        merger = ParagraphReturn(
            self._ledger,
            self._book,
            self._new_ids,
            self._returned.gone_by,
            ours.id,
            self._headings[ours.id],
            self._exported,
        )
        # A paragraph of a heading that is gone comes along when the heading goes.
        pieces = [one for one in there.paragraphs if not self._is_orphan(one[1].key, there.id)]
        merged = merger.merge(printed, ours.paragraphs, shown, pieces, there.place)
        self.nodes[ours.id] = replace(ours if ours is self.nodes[ours.id] else self.nodes[ours.id], paragraphs=merged)

    def _is_orphan(self, key: str, here: int) -> bool:
        owner = self._owner(key)
        return owner is not None and owner != here and owner not in self._there.nodes

    def _owner(self, key: str) -> int | None:
        if ids := ids_of(CLAUSE, key):
            return ids[0]
        return self._owners.get(key)

    def _move(self) -> None:
        """Headings that stand under another one, or among their like in another order."""
        expected = expected_parents(self._base.placed(), self._there.nodes)
        for node in self._there.nodes.values():
            if node.id > 0 and node.id in self.nodes and node.parent != expected[node.id]:
                self._offer_move(node)
        order = {one.node.id: place for place, one in enumerate(self._base.placed())}
        for parent in {node.parent for node in self._there.nodes.values()}:
            now = [one for one in self._there.children(parent) if one > 0 and expected[one] == parent]
            for one in moved(sorted(now, key=order.__getitem__), now):
                if one in self.nodes:
                    self._offer_move(self._there.nodes[one])

    def _offer_move(self, node: ReturnedNode) -> None:
        parent = self._id(node.parent)
        if node.parent in self._declined or (parent is not None and parent not in self.nodes):
            return
        if not self._is_elsewhere(node.id, parent, node):
            return
        allowed = not self._is_inside(parent, node.id)
        base, ours = self._base_nodes[node.id], self.nodes[node.id]
        conflict = ours.parent != base.parent
        before, after = self._spot(ours.parent), self._spot(parent)
        where = self._headings[node.id]
        step = MergeStep(
            f"heading:{node.id}:place",
            StepKind.CHANGED,
            where,
            f"位置：{before}",
            f"位置：{after}",
            conflict,
            node.piece.by if node.piece else "",
        )
        if self._ledger.offer((AREA, node.place, 1), step, allowed=allowed):
            self._touched.add(ours.parent)
            self._children[ours.parent].remove(node.id)
            self.nodes[node.id] = replace(ours, parent=parent)
            self._put(node.id, parent, node)
            self._ledger.report.changed += 1

    def _is_elsewhere(self, node_id: int, parent: int | None, node: ReturnedNode) -> bool:
        """Whether the plan does not have the heading there already."""
        if self.nodes[node_id].parent != parent:
            return True
        here = list(self._children[parent])
        there = list(here)
        put_behind(there, node_id, self._before(node))
        return here != there

    def _is_inside(self, node_id: int | None, top: int) -> bool:
        """Whether a heading is another one or stands below it, as where only one of two moves is taken."""
        while node_id is not None and node_id != top:
            node_id = self.nodes[node_id].parent
        return node_id is not None

    def _spot(self, parent: int | None) -> str:
        return "最高一级" if parent is None else f"“{self.nodes[parent].title}”之下"

    def _put(self, node_id: int, parent: int | None, node: ReturnedNode) -> None:
        put_behind(self._children.setdefault(parent, []), node_id, self._before(node))
        self._touched.add(parent)

    def _before(self, node: ReturnedNode) -> list[int]:
        """The headings of the plan that stand before one in the file, under the same one."""
        siblings = self._there.children(node.parent)
        before = (self._id(one) for one in siblings[: siblings.index(node.id)])
        return [one for one in before if one is not None]

    def _id(self, node_id: int | None) -> int | None:
        return node_id if node_id is None or node_id > 0 else self._ids.get(node_id)

    def _remove(self) -> None:
        """Headings the file printed and does not have any more; what is left of their text goes to the one above."""
        for node_id, texts in self._printed.items():
            key = key_of(HEADING, node_id)
            if node_id in self._there.nodes or key not in texts or node_id not in self.nodes:
                continue
            ours = self.nodes[node_id]
            conflict = texts != self._printed_ours.get(node_id)
            at = (AREA, self._place_before(node_id), 9, node_id)
            text = "\n".join((self._headings[node_id], *list(self._printed_ours[node_id].values())[1:]))
            by = self._returned.gone_by.get(key, "")
            gone, _ = self._ledger.remove(
                at, f"heading:{node_id}", self._headings[node_id], text, conflict=conflict, by=by
            )
            if gone:
                self._take_out(ours)

    def _place_before(self, node_id: int) -> int:
        place = 0
        for one in self._printed:
            if one == node_id:
                return place
            place = self._there.nodes[one].place if one in self._there.nodes else place
        return place

    def _take_out(self, node: OutlineNode) -> None:
        """Take a heading out; headings below it that stay go to where they stand in the file."""
        self._ledger.report.gone += 1
        siblings = self._children[node.parent]
        for child in list(self._children.get(node.id, ())):
            there = self._there.nodes.get(child)
            parent = self._id(there.parent) if there is not None else node.parent
            if (parent is not None and parent not in self.nodes) or self._is_inside(parent, child):
                parent = node.parent
            if self._is_inside(parent, node.id):
                parent = node.parent
            self.nodes[child] = replace(self.nodes[child], parent=parent)
            self._touched.add(parent)
            if parent == node.parent:
                siblings.insert(siblings.index(node.id), child)
            else:
                self._children.setdefault(parent, []).append(child)
        siblings.remove(node.id)
        self._children.pop(node.id, None)
        self._touched.add(node.parent)
        del self.nodes[node.id]
        self._book.drop(node.id)
        self._rehome_texts(node)

    def _rehome_texts(self, node: OutlineNode) -> None:
        own = self._printed[node.id]
        for there in self._there.nodes.values():
            kept = [piece for _, piece in there.paragraphs if piece.key in own]
            home = self._id(there.id)
            if kept and home in self.nodes:
                assert home is not None
                more = tuple(Paragraph(piece.text, id=next(self._new_ids)) for piece in kept)
                self.nodes[home] = replace(self.nodes[home], paragraphs=(*self.nodes[home].paragraphs, *more))

    def _settle_order(self) -> None:
        for parent in self._touched:
            for seq, node_id in enumerate(self._children.get(parent, ()), start=1):
                self.nodes[node_id] = replace(self.nodes[node_id], seq=seq)


def _by_node(content: PlanContent, wording: Wording) -> dict[int, dict[str, str]]:
    return {
        one.node.id: {key: shown for key, text in node_texts(content, one).items() if (shown := wording.restored(text))}
        for one in content.placed()
    }

"""Where a row comes from: the last step that stands, and the file whose reading brought it."""

from __future__ import annotations

from db.drafts import apply_draft
from db.origins import last_change, source_names, source_of
from db.outline import add_node, set_title
from db.snapshot import load_snapshot
from db.store import Store
from domain.content import PlanContent, PlanDraft, PlanInfo, SourceFile
from domain.numbering import NumberStyle
from domain.outline import NodeKind, OutlineNode


def draft(name: str, title: str) -> PlanDraft:
    node = OutlineNode(1, None, 1, NodeKind.SECTION, title, NumberStyle.HAN, source_line=3)
    content = PlanContent(info=PlanInfo(title="停车治理工作方案"), nodes=(node,))
    return PlanDraft(content, SourceFile(name, f"{len(name):064d}"))


def node_ids(store: Store) -> list[int]:
    return [one.node.id for one in load_snapshot(store).content.placed()]


def test_the_newest_step_that_stands(store: Store) -> None:
    add_node(store, None, 0, "目标")
    add_node(store, None, 1, "任务")
    first, second = node_ids(store)
    set_title(store, first, "总目标")
    place = [("outline_node", first)]

    changed = last_change(store.db, place)
    assert changed is not None
    assert (changed.label, changed.who) == ("修改标题 一、目标", store.who)
    store.undo()
    undone = last_change(store.db, place)
    assert undone is not None
    assert undone.label == "新增 章节"
    both = last_change(store.db, [*place, ("outline_node", second)])
    assert both is not None
    assert both.id > undone.id


def test_nothing_is_known_of_what_was_never_there(store: Store) -> None:
    assert last_change(store.db, []) is None
    assert last_change(store.db, [("outline_node", 987)]) is None
    assert source_of(store.db, "outline_node", 987) == ""


def test_what_was_written_here_has_no_source(store: Store) -> None:
    apply_draft(store, draft("停车.docx", "目标"))
    add_node(store, None, 1, "手写的")
    assert source_of(store.db, "outline_node", max(node_ids(store))) == ""


def test_the_only_file_is_the_source_of_all(store: Store) -> None:
    apply_draft(store, draft("停车.docx", "目标"))
    assert source_names(store.db) == ("停车.docx",)
    assert source_of(store.db, "outline_node", node_ids(store)[0]) == "停车.docx"


def test_of_several_files_the_one_whose_reading_brought_the_row(store: Store) -> None:
    apply_draft(store, draft("停车.docx", "目标"))
    known = set(node_ids(store))
    apply_draft(store, draft("补充材料.docx", "保障措施"))
    (new,) = set(node_ids(store)) - known or {0}
    assert source_names(store.db) == ("补充材料.docx", "停车.docx")
    assert source_of(store.db, "outline_node", new) == "补充材料.docx"

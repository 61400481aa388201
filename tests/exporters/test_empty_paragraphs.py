"""Paragraphs without words, which Enter at the end of one leaves: not on paper, and none the worse when it returns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from db.drafts import preview_draft
from db.snapshot import load_snapshot
from db.text import split_paragraph
from domain.exchange import PlanContent
from domain.outline import OutlineNode, Paragraph
from exporters.compose_plan import compose_plan
from exporters.export import export_plan
from exporters.layout_check import check_layout
from exporters.page import Layout
from importers.guard import GivenFile
from importers.read import read_plan
from importers.word_facts import read_word_facts
from tests.exporters.export_case import make_plan
from tests.journeys.rich_plan import make_rich_plan
from tests.journeys.round_trip_case import store_of

EMPTY = Paragraph("")


def spaced(content: PlanContent) -> PlanContent:
    """An empty paragraph before, between and behind those of every heading, and one below headings without any."""

    def spread(node: OutlineNode) -> OutlineNode:
        # Duties without a clause of their own are printed behind the last paragraph, whatever it says.
        last = () if content.duties_of(node.id) else (EMPTY,)
        return replace(node, paragraphs=(*(part for one in node.paragraphs for part in (EMPTY, one)), *last))

    preamble = tuple(part for one in content.preamble for part in (EMPTY, one, EMPTY))
    return replace(content, preamble=preamble, nodes=tuple(spread(node) for node in content.nodes))


def test_empty_paragraphs_are_not_printed() -> None:
    content = make_plan()
    assert compose_plan(Layout(), spaced(content)) == compose_plan(Layout(), content)


def test_a_file_with_empty_paragraphs_keeps_to_the_layout_and_comes_back_the_same(tmp_path: Path) -> None:
    store = store_of(make_rich_plan(), tmp_path)
    for node in [node for node in load_snapshot(store).content.nodes if node.paragraphs]:
        last = node.paragraphs[-1]
        split_paragraph(store, last.id, len(last.text))
    assert any(not one.text for node in load_snapshot(store).content.nodes for one in node.paragraphs)
    (path,) = export_plan(load_snapshot(store), tmp_path / "out", formats=("docx",), parts=("方案全文",))
    assert preview_draft(store, read_plan(path)).steps == []
    facts = read_word_facts(GivenFile(path.name, path.read_bytes()))
    assert [one.code for one in check_layout(Layout(), facts)] == []
    store.close()

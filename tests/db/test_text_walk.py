"""A long walk of edits: no word is lost on the way, numbers stay sound, and undo leads all the way back."""

from __future__ import annotations

import random

import pytest

from db.outline import demote, promote, shift_node
from db.store import Store
from db.text import heading_to_paragraph, join_paragraphs, paragraph_to_heading, split_heading, split_paragraph
from domain.changes import ChangeSet
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.version_difference import VersionComparison
from tests.db.text_case import content, fill_text, words

STEPS = 60


def _letters(store: Store) -> list[str]:
    return sorted(words(store))


def _step(store: Store, chance: random.Random) -> ChangeSet:
    plan = content(store)
    node = chance.choice(plan.nodes)
    bodies = [one.paragraphs for one in plan.nodes if one.paragraphs] + ([plan.preamble] if plan.preamble else [])
    body = chance.choice(bodies)
    one = chance.choice(body)
    action = chance.randrange(8)
    if action == 0:
        return split_paragraph(store, one.id, chance.randint(0, len(one.text)))
    if action == 1 and len(body) > 1:
        at = chance.randrange(len(body) - 1)
        return join_paragraphs(store, body[at].id, body[at + 1].id)
    if action == 2:
        return paragraph_to_heading(store, one.id, chance.randint(1, 4))
    if action == 3 and len(plan.nodes) > 3:
        return heading_to_paragraph(store, node.id)
    if action == 4:
        offset = chance.randint(0, len(node.title))
        return split_heading(store, node.id, offset, as_heading=chance.random() < 0.5)
    if action == 5:
        return shift_node(store, node.id, chance.choice((-1, 1)))
    return (promote if action == 6 else demote)(store, node.id)


@pytest.mark.parametrize("seed", range(3))
def test_no_word_is_lost_on_a_long_walk(store: Store, seed: int) -> None:
    chance = random.Random(seed)
    fill_text(store)
    start, letters, version = content_to_json(content(store)), _letters(store), content(store)
    taken = 0
    for _ in range(STEPS):
        try:
            taken += bool(_step(store, chance))
        except InputError:
            continue
        store.end_merging()
        assert _letters(store) == letters
        placed = content(store).placed()
        assert len(placed) == len(content(store).nodes)
    assert VersionComparison(version).compare(content(store))
    for _ in range(taken):
        store.undo()
    assert content_to_json(content(store)) == start
    assert not VersionComparison(version).compare(content(store))

"""The enterprise library: names belong to one entry, doubles become one, lists only add."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.collections import load_enterprises
from db.enterprises import add_enterprise, merge_enterprises, remove_enterprises, set_enterprise, take_enterprises
from db.snapshot import load_snapshot
from db.store import Store
from domain.enterprises import ChainPosition, Enterprise
from domain.errors import InputError
from domain.exchange import content_to_json
from domain.searching import Query, TextIndex
from tests.desktop.sample_plan import fill_plan


@pytest.fixture
def listed(store: Store) -> Store:
    fill_plan(store)
    take_enterprises(
        store, [Enterprise(0, "甲川科技有限公司"), Enterprise(0, "甲川科技（海州）有限公司", district="东区")], "名录"
    )
    return store


def by_name(store: Store) -> dict[str, Enterprise]:
    return {one.name: one for one in load_enterprises(store.db)}


@pytest.mark.parametrize("name", ["", "甲川科技有限公司", "甲川 科技有限公司"])
def test_a_name_belongs_to_one_entry(listed: Store, name: str) -> None:
    with pytest.raises(InputError):
        add_enterprise(listed, Enterprise(0, name))
    other = by_name(listed)["甲川科技（海州）有限公司"]
    with pytest.raises(InputError):
        set_enterprise(listed, replace(other, name=name))


def test_an_entry_is_changed_and_taken_out(listed: Store) -> None:
    one = by_name(listed)["甲川科技有限公司"]
    set_enterprise(listed, replace(one, phone="022-1", aliases=("甲川", " 甲川", "甲川科技有限公司")))
    assert by_name(listed)["甲川科技有限公司"].aliases == ("甲川",)
    count = len(load_enterprises(listed.db))
    remove_enterprises(listed, [one.id])
    assert len(load_enterprises(listed.db)) == count - 1
    listed.undo()
    assert len(load_enterprises(listed.db)) == count


def test_two_entries_become_one_also_in_the_tables(listed: Store) -> None:
    kept, gone = by_name(listed)["甲川科技有限公司"], by_name(listed)["甲川科技（海州）有限公司"]
    content = load_snapshot(listed).content
    table = content.tables[0]
    column = next(one for one in table.spec.columns if one.kind == "text")
    from db.tables import set_cell

    set_cell(listed, table.rows[0].id, column.id, f"{gone.name}、其他企业")
    before = content_to_json(load_snapshot(listed).content)
    merge_enterprises(listed, kept.id, gone.id)
    merged = by_name(listed)["甲川科技有限公司"]
    assert (merged.aliases, merged.district) == (("甲川科技（海州）有限公司",), "东区")
    index = TextIndex()
    index.update(load_snapshot(listed).content)
    assert [hit.spot.record for hit in index.find(Query(gone.name))] == []
    listed.undo()
    assert content_to_json(load_snapshot(listed).content) == before


def test_a_list_adds_and_completes_but_overwrites_nothing(listed: Store) -> None:
    take_enterprises(
        listed,
        [
            Enterprise(0, "甲川科技(海州)有限公司", ChainPosition.UPSTREAM, "西区", phone="022-2"),
            Enterprise(0, "丙川有限公司"),
            Enterprise(0, " "),
        ],
        "名录.xlsx",
    )
    known = by_name(listed)["甲川科技（海州）有限公司"]
    assert (known.chain_position, known.district, known.phone) == (ChainPosition.UPSTREAM, "东区", "022-2")
    assert "丙川有限公司" in by_name(listed)

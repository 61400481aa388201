"""Stand-ins for rows of a damaged plan file that cannot be read but that others belong to.

A paragraph whose heading is gone is still a paragraph. A stand-in gets the id of what is gone, so that all that
belonged together stays together and in its order, and a name that an officer finds and puts right.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from db.database import Database

# What points to an owner, table by table; what stands before needs what comes after.
_BELONGING = {
    "appendix_table": (("appendix_row", "table_id"), ("appendix_column", "table_id")),
    "outline_node": (
        ("outline_node", "parent_id"),
        ("paragraph", "node_id"),
        ("duty", "node_id"),
        ("remark", "node_id"),
        ("appendix_table", "place_node_id"),
    ),
    "unit": (("duty", "unit_id"),),
}
_MARK = "（救回）"
_HEADINGS = {"task": "任务", "section": "章节"}


def add_stand_ins(db: Database) -> dict[str, set[int]]:
    """Add a row for everything that is missing and has something belonging to it; returns their ids by table."""
    made = _add_table_parts(db)
    for table, add in (("appendix_table", _add_tables), ("outline_node", _add_nodes), ("unit", _add_units)):
        missing = missing_owners(db, table)
        add(db, missing)
        made[table] = set(missing)
    return made


def missing_owners(db: Database, table: str) -> list[int]:
    """The ids of a table's rows that others belong to and that are not there, in order."""
    pointing = " UNION ".join(
        f"SELECT {column} FROM {child} WHERE {column} IS NOT NULL" for child, column in _BELONGING[table]
    )
    return [row[0] for row in db.conn.execute(f"SELECT * FROM ({pointing}) EXCEPT SELECT id FROM {table}")]


def _add_table_parts(db: Database) -> dict[str, set[int]]:
    """Rows and columns for the cells that lost theirs; a cell that has one of the two says which table it is in."""
    links = db.conn.execute("SELECT DISTINCT row_id, column_id FROM cell_item ORDER BY row_id, column_id").fetchall()
    tables = {
        part: dict(db.conn.execute(f"SELECT id, table_id FROM {part}").fetchall())
        for part in ("appendix_row", "appendix_column")
    }
    rows, columns = tables["appendix_row"], tables["appendix_column"]
    known = {"appendix_row": set(rows), "appendix_column": set(columns)}
    while any(row not in rows or column not in columns for row, column in links):
        if not _follow(links, rows, columns) and not _follow([link[::-1] for link in links], columns, rows):
            # Neither rows nor columns of this table are left; the table gets its own stand-in in its turn.
            rows[next(row for row, _ in links if row not in rows)] = _free_table(db, rows, columns)
    made = {part: {one for one in found if one not in known[part]} for part, found in tables.items()}
    for row in sorted(made["appendix_row"]):
        seq = _seq_before(db, "appendix_row", row, f"table_id = {rows[row]}")
        _insert(db, "appendix_row", {"id": row, "table_id": rows[row], "seq": seq})
    for number, column in enumerate(sorted(made["appendix_column"]), start=1):
        seq = _seq_before(db, "appendix_column", column, f"table_id = {columns[column]}")
        path = json.dumps([f"{_MARK}列{number}"], ensure_ascii=False)
        names = {"table_id": columns[column], "seq": seq, "key": f"salvaged{column}", "path": path}
        _insert(db, "appendix_column", {"id": column, **names, "kind": _column_kind(db, column)})
    return made


def _follow(links: Iterable[tuple[int, int]], placed: dict[int, int], others: Mapping[int, int]) -> bool:
    """Put parts that have no table yet where most of the parts they share a cell with are; whether any was put."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for one, other in links:
        if one not in placed and other in others:
            votes[one][others[other]] += 1
    placed.update({one: counter.most_common(1)[0][0] for one, counter in votes.items()})
    return bool(votes)


def _free_table(db: Database, rows: Mapping[int, int], columns: Mapping[int, int]) -> int:
    last = db.conn.execute("SELECT max(id) FROM appendix_table").fetchone()[0] or 0
    return 1 + max(last, *rows.values(), *columns.values(), 0)


def _column_kind(db: Database, column: int) -> str:
    kinds = {row[0] for row in db.conn.execute("SELECT DISTINCT kind FROM cell_item WHERE column_id = ?", [column])}
    return "measures" if "measure" in kinds else "items" if "graded" in kinds else "text"


def _add_tables(db: Database, missing: list[int]) -> None:
    names = _free_names(db, "appendix_table", "label", "附表")
    for table in missing:
        seq = _seq_before(db, "appendix_table", table)
        _insert(db, "appendix_table", {"id": table, "seq": seq, "label": next(names), "title": "原表名读不出来"})


def _add_nodes(db: Database, missing: list[int]) -> None:
    """Headings at the top, each behind the one that was made before it: what stood above them is not known."""
    tasks = {row[0] for row in db.conn.execute("SELECT node_id FROM duty")}
    names = {kind: _free_names(db, "outline_node", "title", word) for kind, word in _HEADINGS.items()}
    for node in missing:
        kind = "task" if node in tasks else "section"
        seq = _seq_before(db, "outline_node", node, "parent_id IS NULL")
        _insert(db, "outline_node", {"id": node, "seq": seq, "kind": kind, "title": next(names[kind])})


def _add_units(db: Database, missing: list[int]) -> None:
    names = _free_names(db, "unit", "name", "单位")
    for unit in missing:
        _insert(db, "unit", {"id": unit, "seq": _seq_before(db, "unit", unit), "name": next(names)})


def _free_names(db: Database, table: str, column: str, word: str) -> Iterator[str]:
    """（救回）章节1, （救回）章节2 …; a file may have been salvaged before."""
    taken = {row[0] for row in db.conn.execute(f"SELECT {column} FROM {table}")}
    return (name for number in count(1) if (name := f"{_MARK}{word}{number}") not in taken)


def _seq_before(db: Database, table: str, row_id: int, where: str = "TRUE") -> int:
    """The place of the row that was made before this one: of two in one place, the older stands first."""
    found = db.conn.execute(
        f"SELECT coalesce((SELECT seq FROM {table} WHERE id < ? AND {where} ORDER BY id DESC LIMIT 1), "
        f"(SELECT min(seq) FROM {table} WHERE {where}), 1)",
        [row_id],
    ).fetchone()
    return int(found[0])


def _insert(db: Database, table: str, row: Mapping[str, object]) -> None:
    names, holders = ", ".join(row), ", ".join("?" for _ in row)
    db.execute(f"INSERT INTO {table} ({names}) VALUES ({holders})", list(row.values()))

"""Putting back what a version said, one change at a time."""

from __future__ import annotations

from dataclasses import replace

from db.outline import set_title
from db.references import following_references
from db.store import OperationScope, Store
from db.text import paragraph_place, remove_paragraphs
from db.text_writing import load_text, read_clause, table_places, write_text
from domain.changes import ChangeSet
from domain.duty_clause import parse_clause
from domain.errors import InputError
from domain.paragraph_edits import TextLine, lines_of, rebuild
from domain.paragraph_moving import place_lines
from domain.version_difference import ChangeKind, LineChange
from domain.version_difference import TextLine as FormerLine


def restore_change(store: Store, change: LineChange, version: str) -> ChangeSet:
    """Let a line say again what it said in a version (its name is for the history), as one step.

    What is new goes, what is gone comes back behind the line it stood behind; a heading that is new gives what stands
    under it to the one before. A line that only moved goes back behind the line it stood behind, a heading with all
    below it.
    """
    word = "位置" if change.kind is ChangeKind.MOVED else "文字"
    with store.operation(f"恢复为“{version}”的{word}") as scope, following_references(scope):
        if change.kind is ChangeKind.NEW:
            _take_out(store, scope, change)
        elif change.kind is ChangeKind.GONE:
            _put_back(scope, change)
        elif change.kind is ChangeKind.CHANGED:
            _say_again(store, scope, change)
        else:
            _move_back(scope, change)
    return scope.changes


def _take_out(store: Store, scope: OperationScope, change: LineChange) -> None:
    if change.paragraph:
        remove_paragraphs(store, [change.paragraph])
        return
    before = load_text(scope)
    lines = lines_of(before, table_places(scope))
    rest = [line for line in lines if not (line.level and line.node == change.node)]
    if len(rest) == len(lines):
        raise _gone()
    write_text(scope, before, rebuild(rest, before.nodes))


def _put_back(scope: OperationScope, change: LineChange) -> None:
    before = load_text(scope)
    lines = lines_of(before, table_places(scope))
    place = _behind(lines, change.node, change.paragraph)
    fresh: list[TextLine] = []
    for one in change.former:
        if one.paragraph is None:
            fresh.append(TextLine(one.text, one.level, 0))
        else:
            # Under a heading that comes back as a new one a clause prints that one's duties, which are read below.
            under_new = any(line.level for line in fresh)
            fresh.append(
                TextLine(one.text if under_new or one.clause else one.words, 0, None if under_new else change.node)
            )
    write_text(scope, before, rebuild([*lines[:place], *fresh, *lines[place:]], before.nodes))
    _read_clauses(scope, [line.text for line in fresh if not line.level])


def _move_back(scope: OperationScope, change: LineChange) -> None:
    before = load_text(scope)
    lines = lines_of(before, table_places(scope))
    start = _behind(lines, change.node, change.paragraph) - 1
    if change.paragraph is not None:
        moved = place_lines(lines, [start], _behind(lines, *change.behind))
    else:
        later = range(start + 1, len(lines))
        end = next((at for at in later if 0 < lines[at].level <= lines[start].level), len(lines))
        deeper = change.former[0].level - lines[start].level
        block = [replace(line, level=line.level + deeper) if line.level else line for line in lines[start:end]]
        rest = [*lines[:start], *lines[end:]]
        at = _behind(rest, *change.behind)
        at = next((place for place in range(at, len(rest)) if rest[place].level), len(rest))
        moved = [*rest[:at], *block, *rest[at:]]
    write_text(scope, before, rebuild(moved, before.nodes))


def _behind(lines: list[TextLine], node: int | None, paragraph: int | None) -> int:
    """The place behind a line; the first one for the plan's title."""
    if node is None and paragraph is None:
        return 0
    for place, line in enumerate(lines):
        is_heading = paragraph is None and line.level and line.node == node
        if is_heading or (paragraph and not line.level and line.id == paragraph):
            return place + 1
    raise _gone()


def _read_clauses(scope: OperationScope, texts: list[str]) -> None:
    for text in texts:
        if parse_clause(text) is None:
            continue
        row = scope.db.execute("SELECT max(id) FROM paragraph WHERE text = ?", [text]).fetchone()
        if row[0] is not None:
            read_clause(scope, int(row[0]))


def _say_again(store: Store, scope: OperationScope, change: LineChange) -> None:
    (former,) = change.former
    if change.paragraph is None:
        if change.node is None:
            raise _gone()
        set_title(store, change.node, former.text)
        return
    node_id, clause = paragraph_place(store, change.paragraph)
    values: dict[str, object] = {"text": former.words}
    if _says_other_duties(former, change) and parse_clause(former.text) is not None:
        values = {"text": former.text, "clause": ""}
    scope.update("paragraph", change.paragraph, values)
    if "clause" in values:
        read_clause(scope, change.paragraph)
        stays = scope.db.execute("SELECT clause FROM paragraph WHERE id = ?", [change.paragraph]).fetchone()[0]
        if not stays:  # another paragraph has a clause: this one's stays as it is
            scope.update("paragraph", change.paragraph, {"text": former.words, "clause": clause})
    if node_id is not None:
        scope.update("outline_node", node_id, {"version": scope.revision})


def _says_other_duties(former: FormerLine, change: LineChange) -> bool:
    return former.text != former.words and not change.after.endswith(former.text[len(former.words) :])


def _gone() -> InputError:
    return InputError("row_gone", "这一处已经不在方案里了。", "请查看最新内容后再试。")

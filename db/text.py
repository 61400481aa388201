"""The plan's text as one continuous whole: writing it, splitting and joining, making and dissolving headings.

Paragraphs keep their ids through all of it, so that a later comparison knows them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from db.outline import check_version, heading_of
from db.references import following_references
from db.rows import paragraph_from_row
from db.store import OperationScope, Store
from db.text_writing import load_body, load_text, read_clause, table_places, write_body, write_text
from domain.changes import ChangeSet
from domain.duty_clause import parse_clause
from domain.errors import InputError
from domain.paragraph_edits import (
    TextLine,
    TextPlace,
    drop_lines,
    join_lines,
    lines_of,
    rebuild,
    replace_lines,
    split_line,
)
from domain.paragraph_moving import move_lines
from domain.text import trim

Edit = Callable[[list[TextLine]], list[TextLine]]


def set_paragraph(
    store: Store, paragraph_id: int, text: str, version: int | None = None, *, is_typing: bool = False
) -> ChangeSet:
    """Write the words of a paragraph, without the duty clause that ends it and stays; blanks at both ends go.

    A clause that was typed becomes the duties of the heading, unless another of its paragraphs has one; not yet while
    `is_typing`, when a name may be half written. `version` is that of the heading. Raises InputError on a stale one,
    and for a text of several lines.
    """
    if "\n" in text:
        raise InputError("paragraph_lines", "一段文字里不能换行。", "请按回车分段。")
    row = _paragraph_row(store, paragraph_id)
    node_id, stored = row["node_id"], paragraph_from_row(row)
    with store.operation(f"修改正文 {_where(store, node_id)}", merge_key=f"paragraph {paragraph_id}") as scope:
        check_version(store.db, node_id, version)
        if trim(text) != stored.text:
            scope.update("paragraph", paragraph_id, {"text": trim(text)})
            if node_id is not None:
                scope.update("outline_node", node_id, {"version": scope.revision})
        if not is_typing:
            read_clause(scope, paragraph_id)
    return scope.changes


def split_paragraph(store: Store, paragraph_id: int, offset: int, version: int | None = None) -> ChangeSet:
    """Break a paragraph in two; its duty clause stays with the tail. Split at its start an empty one comes before it.

    The id of the new paragraph is the one the ChangeSet inserted.
    """
    return _edit(
        store, "分段", paragraph_id, version, lambda lines: split_line(lines, _at(lines, paragraph_id), offset)
    )


def join_paragraphs(store: Store, first_id: int, second_id: int, version: int | None = None) -> ChangeSet:
    """Put a paragraph at the end of the one before it under the same heading; what they print stays.

    The first one keeps its id.
    """
    owners = [_paragraph_row(store, one)["node_id"] for one in (first_id, second_id)]
    if owners[0] != owners[1] or first_id == second_id:
        raise InputError("join_apart", "这两段不在同一个标题下，不能合并。", "请先把标题降为正文。")
    return _edit(
        store,
        "合并段落",
        first_id,
        version,
        lambda lines: join_lines(lines, _at(lines, first_id), _at(lines, second_id)),
    )


def add_paragraph(store: Store, node_id: int | None, index: int, text: str = "") -> ChangeSet:
    """Put a paragraph at `index` (from 0) below a heading, None: before the first one."""

    def add(lines: list[TextLine]) -> list[TextLine]:
        start = 0 if node_id is None else 1
        body = [place for place in range(start, len(lines)) if not (lines[place].table or lines[place].is_implied)]
        place = body[index] if index < len(body) else body[-1] + 1 if body else start
        return [*lines[:place], TextLine(trim(text), 0, node_id), *lines[place:]]

    with store.operation(f"新增段落 {_where(store, node_id)}") as scope:
        _rewrite_body(scope, node_id, add)
        _read_new_clause(scope, [trim(text)])
    return scope.changes


def remove_paragraphs(store: Store, paragraph_ids: Sequence[int]) -> ChangeSet:
    """Take paragraphs out as one step. A duty clause goes behind the text before it: duties are not taken away so."""
    gone = set(paragraph_ids)
    name = _where(store, _paragraph_row(store, paragraph_ids[0])["node_id"]) if paragraph_ids else ""
    label = f"删除段落 {name}" if len(gone) == 1 else f"删除 {len(gone)} 段"

    def remove(lines: list[TextLine]) -> list[TextLine]:
        from_ids = {line.id: place for place, line in enumerate(lines) if line.id}
        for paragraph_id in paragraph_ids:
            if paragraph_id not in from_ids:
                raise _gone(f"paragraph {paragraph_id}")
        return drop_lines(lines, gone)

    with store.operation(label) as scope:
        _rewrite(scope, remove)
    return scope.changes


def move_paragraphs(store: Store, paragraph_ids: Sequence[int], offset: int) -> ChangeSet:
    """Move paragraphs that stand together one line up (-1) or down (1), into another section past its heading.

    They keep their ids; duties stay with their heading.
    """
    word = "上移" if offset < 0 else "下移"
    name = _where(store, _paragraph_row(store, paragraph_ids[0])["node_id"]) if paragraph_ids else ""
    label = f"{word}段落 {name}" if len(paragraph_ids) == 1 else f"{word} {len(paragraph_ids)} 段"
    with store.operation(label) as scope:
        _rewrite(scope, lambda lines: move_lines(lines, set(paragraph_ids), offset))
    return scope.changes


def move_range(
    store: Store, start: TextPlace, end: TextPlace, target: TextPlace, text: str, *, behind: bool
) -> ChangeSet:
    """Put what stands between two places at a third, which is `behind` them or before them; `text` is how it reads."""
    with store.operation("移动所选内容") as scope:
        for place in ((target, target, text), (start, end, ""))[:: 1 if behind else -1]:
            replace_range(store, *place)
    return scope.changes


def replace_range(store: Store, start: TextPlace, end: TextPlace, text: str = "") -> ChangeSet:
    """Take out what stands between two places, over paragraphs and headings, and put lines of text there.

    What is left of the last line goes to the first one, which stays what it is. Headings that are taken out leave
    what stood under them to the one before; duties whose clause is left come along.
    """
    texts = [trim(line) for line in text.split("\n")]
    texts = [texts[0], *(line for line in texts[1:-1] if line), *texts[-1:]] if len(texts) > 1 else [text]

    def put(lines: list[TextLine]) -> list[TextLine]:
        first, last = _locate(lines, start), _locate(lines, end)
        if first > last:
            first, last = last, first
        return replace_lines(lines, first, last, texts)

    label = "删除所选内容" if not text else "粘贴文字" if len(texts) > 1 else "修改所选内容"
    with store.operation(label) as scope, following_references(scope):
        _rewrite(scope, put)
        _read_new_clause(scope, texts)
    return scope.changes


def paragraph_to_heading(store: Store, paragraph_id: int, level: int, version: int | None = None) -> ChangeSet:
    """Make a paragraph a heading of a level (from 1), which takes along what follows it; its clause stays below it.

    It is numbered like its siblings. Its id is the one the ChangeSet inserted.
    """

    def raise_line(lines: list[TextLine]) -> list[TextLine]:
        place = _at(lines, paragraph_id)
        line = lines[place]
        made = [TextLine(line.text, level, 0)]
        if line.clause and not line.is_implied:
            made.append(replace(line, text=""))
        elif line.is_implied:
            made.append(replace(line, text="", id=0))
        return [*lines[:place], *made, *lines[place + 1 :]]

    node_id = _paragraph_row(store, paragraph_id)["node_id"]
    with store.operation(f"设为标题 {_where(store, node_id)}") as scope, following_references(scope):
        check_version(store.db, node_id, version)
        _rewrite(scope, raise_line)
    return scope.changes


def heading_to_paragraph(store: Store, node_id: int) -> ChangeSet:
    """Make a heading a paragraph at the end of what stands before it; what stood under it follows, duties too."""

    def lower(lines: list[TextLine]) -> list[TextLine]:
        place = _at_heading(lines, node_id)
        made = [TextLine(lines[place].text, 0, node_id)] if lines[place].text else []
        return [*lines[:place], *made, *lines[place + 1 :]]

    with store.operation(f"降为正文 {_where(store, node_id)}") as scope, following_references(scope):
        _rewrite(scope, lower)
    return scope.changes


def split_heading(store: Store, node_id: int, offset: int, *, as_heading: bool = False) -> ChangeSet:
    """Break a heading: the tail becomes its first paragraph, or a heading after it with what stood under it.

    Broken at its start an empty paragraph comes before it, or an empty heading.
    """

    def split(lines: list[TextLine]) -> list[TextLine]:
        place = _at_heading(lines, node_id)
        line = lines[place]
        head, tail = trim(line.text[:offset]), trim(line.text[offset:])
        if not head and not as_heading:
            above = lines[place - 1] if place else None
            made = [TextLine("", 0, None if above is None else above.node), line]
        elif not head:
            made = [TextLine("", line.level, 0), line]
        elif as_heading:
            made = [replace(line, text=head), TextLine(tail, line.level, 0)]
        else:
            made = [replace(line, text=head), TextLine(tail, 0, node_id)]
        return [*lines[:place], *made, *lines[place + 1 :]]

    with store.operation(f"拆分标题 {_where(store, node_id)}") as scope, following_references(scope):
        _rewrite(scope, split)
    return scope.changes


def _edit(store: Store, word: str, paragraph_id: int, version: int | None, edit: Edit) -> ChangeSet:
    """Run an edit of the lines around a paragraph as one operation."""
    node_id = _paragraph_row(store, paragraph_id)["node_id"]
    with store.operation(f"{word} {_where(store, node_id)}") as scope:
        check_version(store.db, node_id, version)
        _rewrite_body(scope, node_id, edit)
    return scope.changes


def _rewrite(scope: OperationScope, edit: Edit) -> None:
    before = load_text(scope)
    lines = edit(lines_of(before, table_places(scope)))
    write_text(scope, before, rebuild(lines, before.nodes))


def _rewrite_body(scope: OperationScope, node_id: int | None, edit: Edit) -> None:
    """As `_rewrite`, where nothing but the paragraphs below one heading changes: long plans are edited as fast."""
    before = load_body(scope, node_id)
    places = {table: place for table, place in table_places(scope).items() if place[0] == node_id}
    lines = edit(lines_of(before, places))
    write_body(scope, node_id, before, rebuild(lines, before.nodes))


def _read_new_clause(scope: OperationScope, texts: Sequence[str]) -> None:
    """A clause among lines that were put in becomes duties, as if it had been typed."""
    if not any(parse_clause(text) for text in texts):
        return
    for paragraph_id, text in scope.db.execute("SELECT id, text FROM paragraph ORDER BY id DESC").fetchall():
        if text in texts and parse_clause(text):
            read_clause(scope, paragraph_id)
            return


def _at(lines: Sequence[TextLine], paragraph_id: int) -> int:
    return next(place for place, line in enumerate(lines) if line.id == paragraph_id and not line.level)


def _at_heading(lines: Sequence[TextLine], node_id: int) -> int:
    found = next((place for place, line in enumerate(lines) if line.level and line.node == node_id), None)
    if found is None:
        raise _gone(f"node {node_id}")
    return found


def _locate(lines: Sequence[TextLine], place: TextPlace) -> tuple[int, int]:
    if place.paragraph_id is None:
        if place.node_id is None:
            raise _gone("preamble without a paragraph")
        index = _at_heading(lines, place.node_id)
    else:
        found = [index for index, line in enumerate(lines) if line.id == place.paragraph_id and not line.level]
        if not found:
            raise _gone(f"paragraph {place.paragraph_id}")
        index = found[0]
    return index, min(max(place.offset, 0), len(lines[index].text))


def _paragraph_row(store: Store, paragraph_id: int) -> Mapping[str, Any]:
    row = next(iter(store.db.query("SELECT * FROM paragraph WHERE id = ?", [paragraph_id])), None)
    if row is None:
        raise _gone(f"paragraph {paragraph_id}")
    return row


def paragraph_place(store: Store, paragraph_id: int) -> tuple[int | None, str]:
    """The heading of a paragraph, None before the first, and the template of its clause."""
    row = _paragraph_row(store, paragraph_id)
    return row["node_id"], row["clause"]


def _gone(detail: str) -> InputError:
    return InputError("row_gone", "要修改的内容已经不在方案里了。", "请查看最新内容后再试。", detail)


def _where(store: Store, node_id: int | None) -> str:
    return "引言" if node_id is None else heading_of(store.db, node_id)

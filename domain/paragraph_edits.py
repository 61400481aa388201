"""The plan's text as lines in reading order, as an editor shows it, and what becomes of the outline when they change.

Edits of the text are edits of a list of lines; `rebuild` says which heading and which paragraph each line is then, and
whose duties its clause prints. So a paragraph that becomes a heading takes along what follows it, as in any word
processor, and nothing that is printed is lost when a heading is dissolved.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from domain.content import PlanContent
from domain.duty_clause import format_clause, is_inside, parse_clause
from domain.duty_parts import CLAUSE, END
from domain.numbering import NumberStyle, style_for_level
from domain.outline import NodeKind, OutlineNode, Paragraph, group_children
from domain.text import trim
from domain.units import Role, unit_names


@dataclass(frozen=True)
class TextLine:
    """A heading (`level` from 1), a paragraph (level 0), or the place of a table in the text (`table` its id).

    `node` is the heading's own id, 0 for a new one; for a paragraph the id of the heading whose duties its clause
    prints, None for the preamble. `printed` is what the clause prints. A clause that `is_implied` is stored nowhere:
    it prints because the heading has duties.
    """

    text: str
    level: int = 0
    node: int | None = None
    id: int = 0
    clause: str = ""
    printed: str = ""
    is_implied: bool = False
    table: int = 0


@dataclass(frozen=True)
class TextPlace:
    """A place between two characters: in a paragraph, or in the title of a heading where `paragraph_id` is None."""

    node_id: int | None
    paragraph_id: int | None
    offset: int


@dataclass
class BuiltNode:
    """A heading as it is to be: `key` is its id, negative for a new one, and so are the keys of parents."""

    key: int
    parent: int | None
    seq: int
    title: str
    kind: NodeKind
    style: NumberStyle | None


@dataclass
class BuiltText:
    """The outline as it is to be.

    `paragraphs` by the key of their heading; `tables`: heading and number of paragraphs before each table in the text.
    `heirs`: the heading that has now what stood under another one, by the id of that; `duties`: likewise, where the
    duties go along.
    """

    nodes: list[BuiltNode] = field(default_factory=list)
    paragraphs: dict[int | None, list[Paragraph]] = field(default_factory=dict)
    tables: dict[int, tuple[int | None, int]] = field(default_factory=dict)
    heirs: dict[int, int | None] = field(default_factory=dict)
    duties: dict[int, int] = field(default_factory=dict)


def lines_of(content: PlanContent, places: Mapping[int, tuple[int | None, int]]) -> list[TextLine]:
    """The whole text; `places` are the tables in it, by id: heading and number of paragraphs before."""
    lines = _body(None, content.preamble, [one.text for one in content.preamble], places)
    for placed in content.placed():
        node = placed.node
        lines.append(TextLine(node.title, placed.level, node.id))
        body = _body(node.id, node.paragraphs, content.printed_paragraphs(node), places)
        if content.duties_of(node.id) and not any(one.clause for one in node.paragraphs):
            body = _with_implied(body, node, content)
        lines += body
    return lines


def _body(
    node: int | None,
    paragraphs: Sequence[Paragraph],
    printed: Sequence[str],
    places: Mapping[int, tuple[int | None, int]],
) -> list[TextLine]:
    lines: list[TextLine] = []
    here = {table: after for table, (owner, after) in places.items() if owner == node}
    for index in range(len(paragraphs) + 1):
        last = index == len(paragraphs)
        lines += [
            TextLine("", node=node, table=table)
            for table, after in sorted(here.items())
            if after == index or (last and after > index)
        ]
        if not last:
            one = paragraphs[index]
            lines.append(TextLine(one.text, 0, node, one.id, one.clause, printed[index][len(one.text) :]))
    return lines


def _with_implied(body: list[TextLine], node: OutlineNode, content: PlanContent) -> list[TextLine]:
    """Give the last paragraph the clause that prints there though none is written."""
    units = content.units
    names = {role: unit_names(node.id, role, content.duties_of(node.id), units) for role in Role}
    printed = format_clause("", names, content.info.role_word)
    parsed = parse_clause(printed)
    if parsed is None:
        return body
    last = next((index for index in reversed(range(len(body))) if not body[index].table), None)
    if last is None:
        return [*body, TextLine("", 0, node.id, 0, parsed.template, printed, is_implied=True)]
    body[last] = replace(body[last], clause=parsed.template, printed=printed, is_implied=True)
    return body


def rebuild(lines: Sequence[TextLine], former: Sequence[OutlineNode]) -> BuiltText:
    """Make the outline of lines; `former` is what it was, which kind and style are kept from."""
    built = BuiltText()
    owners = _place_headings(lines, built, former)
    kept, written = _settle_clauses(lines, owners, built)
    for index, (line, owner) in enumerate(zip(lines, owners, strict=True)):
        if line.level:
            continue
        group = built.paragraphs.setdefault(owner, [])
        if line.table:
            built.tables[line.table] = (owner, len(group))
            continue
        text, clause = line.text, line.clause if index in kept else ""
        if index in written:
            text += line.printed
        if text or clause or not line.is_implied:
            group.append(Paragraph(text, clause, line.id))
    return built


def _place_headings(lines: Sequence[TextLine], built: BuiltText, former: Sequence[OutlineNode]) -> list[int | None]:
    """Put every heading below the nearest one above it of a higher level; returns the owner of every line."""
    dresser = _Dresser(former)
    owners: list[int | None] = []
    path: list[tuple[int, int]] = []  # (level as written, key), from the top
    for line in lines:
        if line.level:
            while path and path[-1][0] >= line.level:
                path.pop()
            parent = path[-1][1] if path else None
            key = line.node or -len(owners) - 1
            built.nodes.append(dresser.dress(key, parent, len(path) + 1, line.text))
            path.append((line.level, key))
        owners.append(path[-1][1] if path else None)
    return owners


class _Dresser:
    """Gives headings kind and style: their own; those of their siblings where they are new or were elsewhere."""

    def __init__(self, former: Sequence[OutlineNode]) -> None:
        self._old = {node.id: node for node in former}
        self._siblings = group_children(former)
        self._made: dict[int | None, list[BuiltNode]] = {}
        self._kinds: dict[int, NodeKind] = {}

    def dress(self, key: int, parent: int | None, level: int, title: str) -> BuiltNode:
        """The next heading in reading order."""
        own = self._old.get(key)
        before = self._made.setdefault(parent, [])
        kind = own.kind if own else self._kind(parent, before)
        style = own.style if own and (own.style is None or own.parent == parent) else self._style(parent, before, level)
        node = BuiltNode(key, parent, len(before) + 1, title, kind, style)
        before.append(node)
        self._kinds[key] = kind
        return node

    def _style(self, parent: int | None, before: Sequence[BuiltNode], level: int) -> NumberStyle:
        styles = [*(one.style for one in before), *(one.style for one in self._siblings.get(parent, ()))]
        return next((style for style in styles if style), None) or style_for_level(level)

    def _kind(self, parent: int | None, before: Sequence[BuiltNode]) -> NodeKind:
        kinds = [*(one.kind for one in reversed(before)), *(one.kind for one in self._siblings.get(parent, ()))]
        near = next((kind for kind in kinds if kind is not NodeKind.BOX), None)
        if near is not None:
            return near
        above = self._kinds.get(parent, NodeKind.SECTION) if parent is not None else NodeKind.SECTION
        return NodeKind.MEASURE if above is NodeKind.TASK else NodeKind.SECTION


def _settle_clauses(
    lines: Sequence[TextLine], owners: Sequence[int | None], built: BuiltText
) -> tuple[set[int], set[int]]:
    """Which clauses stay clauses and which are written out, by the index of their lines; fills heirs and duties.

    The duties of a heading go where its clauses went, if none of them stayed and nobody's clause is there; a clause
    that stands under a heading with other duties is words from then on.
    """
    holders: dict[int, list[tuple[int, int | None]]] = {}
    for index, (line, owner) in enumerate(zip(lines, owners, strict=True)):
        if line.level or line.node is None:
            continue
        if owner != line.node:
            built.heirs.setdefault(line.node, owner)
        if line.clause:
            holders.setdefault(line.node, []).append((index, owner))
    kept: set[int] = set()
    written: set[int] = set()
    for origin, heir in _heirs(holders, built).items():
        for index, owner in holders[origin]:
            if heir is None or owner != heir:
                written.add(index)
            elif not (lines[index].is_implied and heir == origin):
                kept.add(index)
    return kept, written


def _heirs(holders: Mapping[int, Sequence[tuple[int, int | None]]], built: BuiltText) -> dict[int, int | None]:
    """Who prints the duties of each heading that has clauses: itself, another one, or None that can."""
    found: dict[int, int | None] = {
        origin: origin for origin, held in holders.items() if any(owner == origin for _, owner in held)
    }
    taken = set(found)
    for origin, held in holders.items():
        if origin in found:
            continue
        heir = next((owner for _, owner in held if owner is not None and owner not in taken), None)
        found[origin] = heir
        if heir is not None:
            taken.add(heir)
            built.duties[origin] = heir
    return found


def split_line(lines: Sequence[TextLine], index: int, offset: int) -> list[TextLine]:
    """Break a paragraph in two; the clause stays with the tail. At its start an empty one comes before it."""
    line = lines[index]
    head, tail = trim(line.text[:offset]), trim(line.text[offset:])
    if not head:
        return [*lines[:index], TextLine("", 0, line.node), *lines[index:]]
    first = replace(line, text=head, clause="", printed="", is_implied=False)
    return [*lines[:index], first, replace(line, text=tail, id=0), *lines[index + 1 :]]


def join_lines(lines: Sequence[TextLine], first: int, second: int) -> list[TextLine]:
    """Put the second paragraph at the end of the first; what both print stays."""
    here, there = lines[first], lines[second]
    if here.clause and not here.is_implied and (there.text or there.clause):
        bare = "" if there.is_implied else there.clause
        joined = replace(here, clause=_wrapped(here.clause) + there.text + _wrapped(bare))
        joined = replace(joined, printed=here.printed + there.text + there.printed)
    else:
        kept = here if here.text or here.id else there
        joined = replace(
            kept, text=here.text + there.text, clause=there.clause, printed=there.printed, is_implied=there.is_implied
        )
        if not there.clause:
            joined = replace(joined, clause=here.clause, printed=here.printed, is_implied=here.is_implied)
    rest = [line for place, line in enumerate(lines) if place not in (first, second)]
    rest.insert(first, joined)
    return rest


def _wrapped(template: str) -> str:
    return template if not template or CLAUSE in template else f"{CLAUSE}{template}{END}"


def replace_lines(
    lines: Sequence[TextLine], start: tuple[int, int], end: tuple[int, int], texts: Sequence[str]
) -> list[TextLine]:
    """Take out what stands between two places, as (line, offset), and put lines of text in, at least one.

    A line that is taken out from its start to the next one's goes as a whole. Tables in the text stay.
    """
    first, last = lines[start[0]], lines[end[0]]
    head, tail = first.text[: start[1]], last.text[end[1] :]
    inside = lines[start[0] + 1 : end[0]]
    tables = [line for line in inside if line.table]
    if first is last:
        made = _fill(first, head, tail, texts)
    elif not head and not any(texts) and (tail or end[1] == 0):
        made = [replace(last, text=tail)]
    elif len(texts) == 1:
        made = _merge(first, last, head + texts[0] + tail)
    else:
        opened = replace(first, text=head + texts[0], clause="", printed="", is_implied=False)
        middle = [TextLine(text, 0, first.node) for text in texts[1:-1]]
        made = [opened, *middle, replace(last, text=texts[-1] + tail)]
    gone = [line for line in (first, *inside, last) if line.clause and not line.is_implied]
    result = [*lines[: start[0]], *made[:1], *tables, *made[1:], *lines[end[0] + 1 :]]
    return _rescue(result, gone)


def _fill(line: TextLine, head: str, tail: str, texts: Sequence[str]) -> list[TextLine]:
    if len(texts) == 1:
        return [replace(line, text=head + texts[0] + tail)]
    bare = replace(line, text=head + texts[0], clause="", printed="", is_implied=False)
    middle = [TextLine(text, 0, line.node) for text in texts[1:-1]]
    closing = TextLine(texts[-1] + tail, 0, line.node, 0, line.clause, line.printed, line.is_implied)
    return [bare, *middle, closing]


def _merge(first: TextLine, last: TextLine, text: str) -> list[TextLine]:
    """Two lines that have become one: it is what the first was, and ends as the last did."""
    if last.level or not last.clause:
        return [replace(first, text=text, clause="", printed="", is_implied=False)]
    if first.level:
        return [replace(first, text=text), replace(last, text="")]
    # The clause prints the duties of the heading it stood under.
    made = replace(first, text=text, clause=last.clause, printed=last.printed, is_implied=last.is_implied)
    return [replace(made, node=last.node)]


def drop_lines(lines: Sequence[TextLine], ids: Collection[int]) -> list[TextLine]:
    """Take paragraphs out by their ids; a heading that keeps its duties keeps its clause."""
    gone = [line for line in lines if line.id in ids and line.id]
    rest = [line for line in lines if line.id not in ids or not line.id]
    return _rescue(rest, [line for line in gone if line.clause and not line.is_implied])


def _rescue(lines: list[TextLine], gone: Sequence[TextLine]) -> list[TextLine]:
    """Give a heading that lost its last clause, but not its duties, the clause back behind its text."""
    for lost in gone:
        present = [line for line in lines if line.node == lost.node and not line.table]
        heading = next((line for line in present if line.level), None)
        if heading is None or any(line.clause for line in present) or is_inside(lost.clause):
            continue
        last = next((line for line in reversed(present) if not line.level), None)
        place = next(index for index, line in enumerate(lines) if line is (last or heading))
        if last is None:
            lines.insert(place + 1, replace(lost, text="", id=0))
        else:
            lines[place] = replace(last, clause=lost.clause, printed=lost.printed)
    return lines

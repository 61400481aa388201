"""What a Word file says beside its text → remarks: tracked changes, comments, notes, hidden words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from domain.reading import Revisions
from domain.remarks import RemarkKind
from domain.text import storable, trim
from importers.blocks import SourceRemark
from importers.word_fields import Fields
from importers.word_styles import Styles
from importers.word_text import Change, Inline, InlineReader, Mark, Span
from importers.word_xml import Element, WordParts, local, w

Cell = tuple[int, int]
_NOTES = ("footnotes", "endnotes")
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")
_PARA_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"


def is_shown(span: Span, revisions: Revisions) -> bool:
    """Whether a stretch is text of the document when changes are taken this way; contents are not its text."""
    return not span.hidden and not span.in_contents and stands(span, revisions)


def stands(span: Span, revisions: Revisions) -> bool:
    """Whether a stretch is there at all when changes are taken this way."""
    return (span.deleted if revisions is Revisions.ACCEPTED else span.inserted) is None


def shown_text(inlines: Iterable[Inline], revisions: Revisions) -> str:
    """The text of a paragraph when changes are taken this way."""
    return storable("".join(one.text for one in inlines if isinstance(one, Span) and is_shown(one, revisions)))


@dataclass
class _Comment:
    """A comment and where it stands; `place` None until it was met in the text."""

    author: str
    made_at: str
    text: str
    parent: str = ""
    place: tuple[int, Cell | None] | None = None
    quote: list[str] = field(default_factory=list)
    paragraph: str = ""


class RemarkCollector:
    """Takes every paragraph of a document in order, and gives the remarks in the end."""

    def __init__(self, parts: WordParts, styles: Styles, revisions: Revisions) -> None:
        self._revisions = revisions
        self._remarks: list[SourceRemark] = []
        self._open: dict[str, _Comment] = {}
        self._comments = _read_comments(parts, styles, revisions)
        self._notes = {kind: _read_notes(parts, kind, styles, revisions) for kind in _NOTES}

    def take(self, inlines: Sequence[Inline], line: int, cell: Cell | None) -> None:
        """Take a paragraph that stands at a line, in a cell of the table there if one is given."""
        paragraph = trim(shown_text(inlines, self._revisions))
        for one in inlines:
            if isinstance(one, Mark):
                self._take_mark(one, line, cell, paragraph)
            elif is_shown(one, self._revisions):
                for comment in self._open.values():
                    comment.quote.append(one.text)
        for comment in self._open.values():
            comment.quote.append("\n")
        spans = [one for one in inlines if isinstance(one, Span)]
        self._take_changes(spans, line, cell, paragraph)

    def add_whole(self, kind: RemarkKind, change: Change, text: str, line: int, cell: Cell | None) -> None:
        """Take a row, a cell or whole paragraphs that were put in or taken out."""
        in_text = (kind is RemarkKind.INSERTION) is (self._revisions is Revisions.ACCEPTED)
        if trim(text):
            self._remarks.append(SourceRemark(kind, trim(text), line, "", change.author, change.made_at, cell, in_text))

    def finish(self) -> tuple[SourceRemark, ...]:
        """All remarks: changes, notes and hidden words in the order of the text, then the comments in theirs."""
        for notes in self._notes.values():
            self._remarks += [SourceRemark(RemarkKind.FOOTNOTE, text, 0) for text in notes.values() if text]
        return (*self._remarks, *map(self._comment, self._comments.values()))

    def _take_mark(self, mark: Mark, line: int, cell: Cell | None, paragraph: str) -> None:
        if mark.kind in _NOTES:
            text = self._notes[mark.kind].pop(mark.id, "")
            if text:
                self._remarks.append(SourceRemark(RemarkKind.FOOTNOTE, text, line, paragraph, cell=cell))
            return
        comment = self._comments.get(mark.id)
        if comment is None:
            return
        if comment.place is None:
            comment.place, comment.paragraph = (line, cell), paragraph
        if mark.kind == "comment_start":
            self._open[mark.id] = comment
        else:
            self._open.pop(mark.id, None)

    def _take_changes(self, spans: Sequence[Span], line: int, cell: Cell | None, paragraph: str) -> None:
        for kind, change, run in _changed(spans):
            text = trim(storable("".join(span.text for span in run)))
            if text:
                in_text = all(is_shown(span, self._revisions) for span in run)
                self._remarks.append(
                    SourceRemark(kind, text, line, paragraph, change.author, change.made_at, cell, in_text)
                )
        for hidden, group in groupby(spans, key=lambda span: span.hidden and stands(span, self._revisions)):
            text = trim(storable("".join(span.text for span in group)))
            if hidden and text:
                self._remarks.append(SourceRemark(RemarkKind.HIDDEN, text, line, paragraph, cell=cell))

    def _comment(self, comment: _Comment) -> SourceRemark:
        source = comment
        if source.place is None and comment.parent in self._comments:
            source = self._comments[comment.parent]
        line, cell = source.place or (0, None)
        quote = trim(storable("".join(source.quote))) or source.paragraph
        return SourceRemark(RemarkKind.COMMENT, comment.text, line, quote, comment.author, comment.made_at, cell)


def _changed(spans: Sequence[Span]) -> Iterator[tuple[RemarkKind, Change, list[Span]]]:
    """Neighbouring stretches of one change together; what was put in and taken out again is both."""
    for inserted, group in groupby(spans, key=lambda span: span.inserted):
        if inserted is not None:
            yield RemarkKind.INSERTION, inserted, list(group)
    for deleted, group in groupby(spans, key=lambda span: span.deleted):
        if deleted is not None:
            yield RemarkKind.DELETION, deleted, list(group)


def _read_comments(parts: WordParts, styles: Styles, revisions: Revisions) -> dict[str, _Comment]:
    part = parts.part("comments")
    if part is None:
        return {}
    parents = _reply_parents(parts)
    by_paragraph: dict[str, str] = {}
    comments: dict[str, _Comment] = {}
    waiting: list[tuple[str, str]] = []
    for element in part.iter(w("comment")):
        key = element.get(w("id"), "")
        text = _text_of_note(element, part, styles, revisions)
        comments[key] = _Comment(element.get(w("author"), ""), element.get(w("date"), ""), text)
        for paragraph in element.iter(w("p")):
            own = paragraph.get(_PARA_ID, "")
            by_paragraph[own] = key
            if own in parents:
                waiting.append((key, parents[own]))
    for key, answered in waiting:
        comments[key].parent = by_paragraph.get(answered, "")
    return {key: comment for key, comment in comments.items() if comment.text}


def _reply_parents(parts: WordParts) -> dict[str, str]:
    """The paragraph of a reply → that of the comment it answers (commentsExtended.xml)."""
    part = parts.part("commentsExtended")
    found = {}
    for element in part.iter() if part is not None else ():
        if local(element) == "commentEx":
            ids = {str(key).rpartition("}")[2]: text for key, text in element.attrib.items()}
            if "paraIdParent" in ids:
                found[str(ids.get("paraId", ""))] = str(ids["paraIdParent"])
    return found


def _read_notes(parts: WordParts, kind: str, styles: Styles, revisions: Revisions) -> dict[str, str]:
    part = parts.part(kind)
    if part is None:
        return {}
    return {
        element.get(w("id"), ""): _text_of_note(element, part, styles, revisions)
        for element in part
        if element.get(w("type"), "normal") not in _SEPARATORS
    }


def _text_of_note(element: Element, part: Element, styles: Styles, revisions: Revisions) -> str:
    reader = InlineReader(styles, Fields(part))
    paragraphs = [element] if local(element) == "p" else element.iter(w("p"))
    return trim("\n".join(trim(shown_text(reader.read(one), revisions)) for one in paragraphs))

"""The table of contents of a document: its lines repeat the headings and are made anew on export."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.checks import Finding, Severity
from domain.text import comparison_key, strip_spaces, trim
from importers.blocks import Block, Document, ParagraphBlock
from importers.line_wrap import Line

_PAGE = r"[-—(（]?\s*(?:\d{1,3}|[IVXivxⅠ-Ⅻ]{1,5})\s*[-—)）]?$"
_DOTTED = re.compile(rf"(?:…+|[.．·・•]{{3,}}|-{{4,}}|_{{4,}}|\t|[\s\u3000]{{3,}})[\s.…·・•．\u3000]*{_PAGE}")
_NUMBERED = re.compile(rf"(?<=[\u4e00-\u9fff）)》”])[\s\u3000]*{_PAGE}")
_PAGE_NUMBER = re.compile(r"[-—–\s]*(?:\d{1,3}|[IVXivxⅠ-Ⅻ]{1,5})[-—–\s]*$")
_LONGEST = 120
_FEWEST = 2


def drop_contents_lines(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Lines of a text file without its table of contents, and the lines of that."""
    dropped = _entries([line.text for line in lines])
    kept = [line for place, line in enumerate(lines) if place not in dropped]
    return kept, [lines[place] for place in sorted(dropped)]


def drop_contents_blocks(document: Document, name: str) -> Document:
    """A document without a table of contents that was typed as plain paragraphs."""
    dropped = _entries([_text(block) for block in document.blocks])
    if not dropped:
        return document
    kept = tuple(block for place, block in enumerate(document.blocks) if place not in dropped)
    return replace(document, blocks=kept, findings=(*document.findings, contents_finding(len(dropped), name)))


def contents_finding(count: int, name: str) -> Finding:
    """The note that a table of contents was left out."""
    message = f"目录（{count} 行）没有收入，导出时由标题重新生成。"
    return Finding(Severity.NOTE, "contents", name, message)


def _entries(texts: Sequence[str]) -> set[int]:
    """Places of the lines of a table of contents.

    Under the title 目录 they end in a page number, or say again what stands as a line of its own further below.
    """
    filled = [place for place, text in enumerate(texts) if trim(text)]
    title = next((at for at, place in enumerate(filled) if strip_spaces(texts[place][:40]) in ("目录", "目次")), None)
    if title is None:
        return set()
    last = _last_places(texts, filled)
    run: list[int] = []
    for place in filled[title + 1 :]:
        text = trim(texts[place])
        if _PAGE_NUMBER.match(text[:20]):
            # The contents go over several pages.
            continue
        # An entry stands above what it repeats: the second of two equal lines is the heading.
        if not _is_entry(text) and last.get(_key(text), place) == place:
            break
        run.append(place)
    return {filled[title], *_without_headings(texts, run)} if len(run) >= _FEWEST else set()


def _is_entry(text: str) -> bool:
    return len(text) <= _LONGEST and (_dots(text) is not None or _NUMBERED.search(text[-12:]) is not None)


def _dots(text: str) -> re.Match[str] | None:
    return _DOTTED.search(text[-_LONGEST:])


def _key(text: str) -> str:
    """What an entry and its heading have in common: the words without dots, page number and blanks."""
    if len(text) > _LONGEST:
        return ""
    dots = _dots(text)
    bare = text[: dots.start()] if dots else _NUMBERED.sub("", text)
    return comparison_key(bare)


def _last_places(texts: Sequence[str], filled: Sequence[int]) -> dict[str, int]:
    last: dict[str, int] = {}
    for place in filled:
        key = _key(trim(texts[place]))
        if key:
            last[key] = place
    return last


def _without_headings(texts: Sequence[str], run: Sequence[int]) -> list[int]:
    """The run up to where it begins again: there the body starts with its first heading."""
    seen: set[str] = set()
    for at, place in enumerate(run):
        key = _key(trim(texts[place]))
        if key in seen:
            return list(run[:at])
        seen.add(key)
    return list(run)


def _text(block: Block) -> str:
    return block.text if isinstance(block, ParagraphBlock) else "\n"

"""The census of a reading: what of the source is in the draft, where it went, and what is missing.

Two accounts are kept. The raw source must be found in the reader's blocks, remarks and what it set aside; the blocks
must be found in the plan. A reader or a rule that drops words shows in one of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from domain.checks import Finding, Severity
from domain.exchange import PlanContent
from domain.labels import TASK_STATE_LABELS, TASK_STATE_WORD
from domain.numbering import parse_label
from domain.outline import NodeKind
from domain.reading import Fate, SourcePiece
from domain.tables import AppendixTable
from importers.blocks import Block, Document, ParagraphBlock, SetAside, TableBlock
from importers.census_ledger import Found, Ledger, census_key, missing_words
from importers.headers import fill_grid

_HAN = "零一二三四五六七八九十"
_MAX_FINDINGS = 50
_MAX_SHOWN = 200
_RANKS = (Fate.HEADING, Fate.TITLE, Fate.TABLE, Fate.TEXT, Fate.FIELD, Fate.REMARK, Fate.LEFT_OUT)
_LOST = "没有收入"
_NUMBER_HEADERS = ("序号", "编号", "项次", "序", "no")
_FIELDS = (
    ("addressees", "主送机关"),
    ("copied_to", "抄送机关"),
    ("classification", "密级"),
    ("urgency", "紧急程度"),
    ("signer", "签发人"),
    ("printed_by", "印发机关"),
    ("annotation", "附注"),
)


@dataclass(frozen=True)
class _Entry:
    """Something that was kept: its words and what it became."""

    text: str
    fate: Fate
    target: str = ""
    level: int = 0
    again: bool = False
    is_block: bool = False


@dataclass(frozen=True)
class Census:
    """What the census found missing, and every piece of the source with its fate."""

    findings: tuple[Finding, ...]
    pieces: tuple[SourcePiece, ...]


def take_census(
    document: Document,
    content: PlanContent,
    findings: Sequence[Finding],
    listed: Sequence[str] = (),
) -> Census:
    """Hold a source against the plan that was made of it.

    `findings` are those of the reading: words they quote were not lost in silence. `listed` are titles from a list of
    annexes, which the tables print again.
    """
    lost: list[tuple[int, str]] = []
    pieces = [*_raw_pieces(document, lost), *_block_pieces(document, content, findings, listed, lost)]
    pieces += [SourcePiece(one.line, one.text, Fate.LEFT_OUT, one.reason) for one in document.aside]
    pieces.sort(key=lambda piece: piece.line)
    return Census(tuple(_lost_findings(lost)), tuple(pieces))


def _raw_pieces(document: Document, lost: list[tuple[int, str]]) -> Iterator[SourcePiece]:
    """Pieces of the raw source that no block holds: remarks, and what was lost."""
    entries: list[tuple[int, _Entry]] = []
    for block in document.blocks:
        texts = [block.text] if isinstance(block, ParagraphBlock) else [cell.text for cell in block.cells]
        entries += [(block.line, _Entry(text, Fate.TEXT, is_block=True)) for text in texts]
    entries += [(one.line, _Entry(one.text, Fate.REMARK)) for one in document.remarks if not one.in_text]
    entries += [(one.line, _Entry(one.text, Fate.LEFT_OUT)) for one in document.aside]
    entries.sort(key=lambda pair: pair[0])
    kept = [entry for _, entry in entries]
    texts = [raw.text for raw in document.raw]
    for raw, found in zip(document.raw, Ledger(entry.text for entry in kept).settle(texts), strict=True):
        missing = _missing(raw.text, found)
        if missing:
            lost += [(raw.line, words) for words in missing]
        fates = {kept[number].fate for number, _ in found.entries}
        if raw.line and Fate.TEXT not in fates:
            if Fate.REMARK in fates:
                yield SourcePiece(raw.line, raw.text.strip(), Fate.REMARK, "修订或隐藏的文字，收为批注")
            elif missing:
                yield SourcePiece(raw.line, raw.text.strip(), Fate.LEFT_OUT, _LOST)


def _block_pieces(
    document: Document,
    content: PlanContent,
    findings: Sequence[Finding],
    listed: Sequence[str],
    lost: list[tuple[int, str]],
) -> Iterator[SourcePiece]:
    entries = [*_content_entries(content), *_list_entries(listed)]
    said = "没有写进正文，见校验结果"
    entries += [_Entry(one.message, Fate.LEFT_OUT, said) for one in findings if not one.options]
    labels = {one.where for one in findings if one.where.startswith("附")}
    entries += [_Entry(label, Fate.LEFT_OUT, said, again=True) for label in sorted(labels)]
    cells = [[block.text] if isinstance(block, ParagraphBlock) else _cell_texts(block) for block in document.blocks]
    results = _settle(entries, cells)
    folded = [
        _without_repeats(texts) if len(texts) > 1 and not _is_kept(entries, found) else texts
        for texts, found in zip(cells, results, strict=True)
    ]
    if folded != cells:
        results = _settle(entries, folded)
    for block, texts, found in zip(document.blocks, folded, results, strict=True):
        hits: Counter[_Entry] = Counter()
        for text, one in zip(texts, found, strict=True):
            lost += [(block.line, words) for words in _missing(text, one)]
            for number, length in one.entries:
                hits[entries[number]] += length
        yield _piece(block, hits)


def _settle(entries: Sequence[_Entry], texts: Sequence[Sequence[str]]) -> list[list[Found]]:
    """Look the texts of every block up, block by block."""
    ledger = Ledger((entry.text for entry in entries), (entry.again for entry in entries))
    found = iter(ledger.settle([text for block in texts for text in block]))
    return [[next(found) for _ in block] for block in texts]


def _is_kept(entries: Sequence[_Entry], found: Sequence[Found]) -> bool:
    """Whether a block is a table of the plan."""
    return any(entries[number].fate is Fate.TABLE for one in found for number, _ in one.entries)


def _without_repeats(texts: Sequence[str]) -> list[str]:
    """The cells of a table that became tasks: units and dates are said once a task, though every row repeats them."""
    said: set[str] = set()
    kept = []
    for text in texts:
        kept.append("" if text in said else text)
        said.add(text)
    return kept


def _cell_texts(table: TableBlock) -> list[str]:
    """The words of the cells in reading order; the numbers of rows are counted anew wherever the table goes."""
    numbered: set[int] = set()
    texts = []
    for cell in table.cells:
        if census_key(cell.text) in _NUMBER_HEADERS:
            numbered.add(cell.column)
        is_number = cell.column in numbered and re.fullmatch(r"[0-9０-９]{1,5}[.、．]?", cell.text) is not None
        texts.append("" if is_number else cell.text)
    return texts


def _piece(block: Block, hits: Counter[_Entry]) -> SourcePiece:
    text = block.text if isinstance(block, ParagraphBlock) else ""
    rows: tuple[tuple[str, ...], ...] = ()
    if isinstance(block, TableBlock):
        rows = tuple(tuple(cell.text if cell else "" for cell in row) for row in fill_grid(block))
    if not hits:
        # Nothing but punctuation goes with the text around it.
        fate, target = (Fate.TEXT, "正文") if not census_key(text) and not rows else (Fate.LEFT_OUT, _LOST)
        return SourcePiece(block.line, text, fate, target, 0, rows)
    best = min(_RANKS.index(entry.fate) for entry in hits)
    chosen, _ = max(
        ((entry, count) for entry, count in hits.items() if _RANKS.index(entry.fate) == best), key=lambda pair: pair[1]
    )
    if rows:
        chosen = max(hits, key=lambda entry: hits[entry] * (entry.fate is not Fate.LEFT_OUT))
        if chosen.fate in (Fate.HEADING, Fate.TEXT) and len(rows) > 1:
            return SourcePiece(block.line, text, Fate.TABLE, "读成任务、举措和责任单位", 0, rows)
    target = chosen.target
    if chosen.fate is Fate.HEADING and not rows and any(entry.fate is Fate.TEXT for entry in hits):
        target += "，后面的文字为正文"
    return SourcePiece(block.line, text, chosen.fate, target, chosen.level, rows)


def _missing(text: str, found: Found) -> list[str]:
    """Words of a text that were not found; a number in front of it is counted anew and may change."""
    if not found.missing:
        return []
    label = parse_label(text.strip())
    head = len(census_key(text.strip()[: label.length])) if label else 0
    runs = [(max(start, head), end) for start, end in found.missing if end > head]
    if 5 * sum(end - start for start, end in runs) > 4 * len(census_key(text)):
        # Shown whole it is found sooner in the source than in the crumbs that are surely lost.
        return [text.strip()]
    return missing_words(text, runs)


def _lost_findings(lost: Sequence[tuple[int, str]]) -> Iterator[Finding]:
    by_line: dict[int, list[str]] = {}
    for line, words in lost:
        if words not in by_line.setdefault(line, []):
            by_line[line].append(words)
    for number, (line, found) in enumerate(by_line.items(), start=1):
        where = f"原文第 {line} 段" if line else "原文的批注、脚注或页眉"
        if number > _MAX_FINDINGS:
            message = f"还有 {len(by_line) - _MAX_FINDINGS} 处文字没有收进来，请在预览里逐段核对标为“{_LOST}”的内容。"
            yield Finding(Severity.MUST, "lost_text", "原文", message)
            return
        shown = "”“".join(words if len(words) <= _MAX_SHOWN else words[:_MAX_SHOWN] + "……" for words in found)
        message = f"这里有文字没有收进来，请对照原文补上：“{shown}”。"
        yield Finding(Severity.MUST, "lost_text", where, message, line=line)


def _content_entries(content: PlanContent) -> Iterator[_Entry]:
    info = content.info
    yield _Entry(info.title, Fate.TITLE, "标题", again=True)
    yield _Entry(info.mark, Fate.FIELD, "文稿阶段", again=True)
    yield _Entry(info.document_number, Fate.FIELD, "发文字号", again=True)
    for name in (info.issuing_authority, *info.issuing_authority.split("、")):
        yield _Entry(name, Fate.FIELD, "发文机关", again=True)
        # A letterhead says 文件 behind the name.
        yield _Entry(f"{name}文件" if name else "", Fate.FIELD, "发文机关", again=True)
    yield _Entry(_spelt_date(info.issued_on), Fate.FIELD, "成文日期", again=True)
    for attribute, word in _FIELDS:
        # Sources print most of them behind their name (抄送：…).
        yield _Entry(f"{word[:2]}：{getattr(info, attribute) or ''}", Fate.FIELD, word, again=True)
        yield _Entry(getattr(info, attribute) or "", Fate.FIELD, word, again=True)
    yield _Entry(_spelt_date(info.printed_on), Fate.FIELD, "印发日期", again=True)
    for paragraph in content.preamble:
        yield _Entry(paragraph.text, Fate.TEXT, "引言")
    for placed in content.placed():
        word = "专栏" if placed.node.kind is NodeKind.BOX else f"{_HAN[min(placed.level, 10)]}级标题"
        yield _Entry(placed.heading, Fate.HEADING, word, placed.level)
        yield _Entry(placed.node.deadline, Fate.FIELD, "完成时限", again=True)
        for line in placed.node.note.split("\n"):
            yield _Entry(line, Fate.FIELD, "备注", again=True)
        yield _Entry(TASK_STATE_LABELS[placed.node.state.value], Fate.FIELD, TASK_STATE_WORD, again=True)
        for text in content.printed_paragraphs(placed.node):
            yield _Entry(text, Fate.TEXT, "正文")
    for table in content.tables:
        yield from _table_entries(table)


def _list_entries(listed: Sequence[str]) -> Iterator[_Entry]:
    """The list of annexes, with the words and numbers that may stand before a title."""
    for number, title in enumerate(listed, start=1):
        for head in ("", "附件", "附表", "附件目录", "附表目录"):
            yield _Entry(f"{head}{title}", Fate.FIELD, "附表目录", again=True)
            yield _Entry(f"{head}{number}{title}", Fate.FIELD, "附表目录", again=True)


def _table_entries(table: AppendixTable) -> Iterator[_Entry]:
    spec = table.spec
    target = spec.label or spec.title or "表格"
    yield _Entry(spec.label, Fate.TABLE, f"{target}的标题", again=True)
    yield _Entry(spec.title, Fate.TABLE, f"{target}的标题", again=True)
    yield _Entry(spec.unit_line, Fate.TABLE, f"{target}的单位")
    seen: set[tuple[str, ...]] = set()
    for column in spec.columns:
        for depth in range(1, len(column.path) + 1):
            if column.path[:depth] not in seen:
                seen.add(column.path[:depth])
                yield _Entry(column.path[depth - 1], Fate.TABLE, target, again=True)
    for index, row in enumerate(table.rows):
        for column in spec.columns:
            if column.key not in row.joined:
                yield _Entry(table.printed(index, column), Fate.TABLE, target)
    for note in spec.notes:
        yield _Entry(note, Fate.TABLE, f"{target}的注")


def _spelt_date(issued_on: str | None) -> str:
    year, _, rest = (issued_on or "").partition("-")
    month, _, day = rest.partition("-")
    return f"{year}年{int(month)}月{int(day)}日" if day.isdecimal() and month.isdecimal() else ""


def aside_of(before: Document, after: Document, reason: str) -> tuple[SetAside, ...]:
    """What a step between two readings dropped."""
    kept = {id(block) for block in after.blocks}
    dropped = [block for block in before.blocks if id(block) not in kept]
    return tuple(SetAside(one.line, one.text, reason) for one in dropped if isinstance(one, ParagraphBlock))

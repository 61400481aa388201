"""A .docx file → blocks, by a walk over its own XML: nothing that a reader of the page sees is passed over."""

from __future__ import annotations

from domain.checks import Finding, Severity
from domain.reading import ReadingChoices
from domain.text import storable, trim
from importers.blocks import Block, Document, ParagraphBlock, Progress
from importers.word_numbering import Numbering
from importers.word_styles import ParagraphFormat, Styles
from importers.word_tables import MAX_NESTING, read_table, too_large
from importers.word_text import InlineReader, is_bold, is_deleted_mark
from importers.word_xml import Element, WordParts, has_text, local, value, w

_SKIPPED = ("del", "moveFrom", "sectPr", "sdtPr", "sdtEndPr", "tcPr", "tblPr", "tblGrid")
_STEPS = 200
_AS_ASSUMED = ReadingChoices()


def read_word_blocks(
    data: bytes, name: str, progress: Progress | None = None, choices: ReadingChoices = _AS_ASSUMED
) -> Document:
    """Read the body of a Word file, tracked changes as `choices` say.

    Raises ImportFileError when the bytes are no Word file, are damaged or break a limit.
    """
    return _WordReader(data, name, progress).read()


class _WordReader:
    def __init__(self, data: bytes, name: str, progress: Progress | None) -> None:
        self._name, self._progress = name, progress
        self._parts = WordParts(data, name)
        self._styles = Styles(self._parts.part("styles"))
        self._numbering = Numbering(self._parts.part("numbering"))
        self._inline = InlineReader()
        self._blocks: list[Block] = []
        self._line = 0
        self._total = sum(1 for _ in self._parts.document.iter(w("p")))
        # Text of a paragraph whose end was deleted: it runs on into the next one.
        self._carried = ""

    def read(self) -> Document:
        body = self._parts.document.find(w("body"))
        assert body is not None  # WordParts refuses files without one
        self._walk(body)
        return Document(tuple(self._blocks), tuple(self._findings()))

    def _walk(self, parent: Element) -> None:
        for child in parent:
            name = local(child)
            if name == "p":
                self._blocks += self._read_paragraph(child)
                self._read_boxes()
            elif name == "tbl":
                self._line += 1
                table = read_table(child, self._line, self._name, lambda cell: self._cell_lines(cell, 1))
                if any(cell.lines for cell in table.cells):
                    self._blocks.append(table)
                self._read_boxes()
            elif name == "altChunk":
                self._inline.left_out["chunks"] += 1
            elif name == "sdt" and _is_contents(child):
                self._inline.left_out["contents"] += sum(1 for _ in child.iter(w("p")))
            elif name not in _SKIPPED:
                self._walk(child)

    def _read_paragraph(self, paragraph: Element) -> list[ParagraphBlock]:
        self._line += 1
        if self._progress and self._line % _STEPS == 0:
            self._progress(min(self._line, self._total), self._total)
        text, form = self._text_of(paragraph)
        if form.is_contents:
            self._inline.left_out["contents"] += bool(trim(text))
            return []
        return [
            ParagraphBlock(
                trim(piece),
                self._line,
                form.style_name,
                form.alignment,
                form.outline_level,
                is_bold(paragraph, form.bold),
            )
            for piece in text.split("\n")
            if trim(piece)
        ]

    def _text_of(self, paragraph: Element) -> tuple[str, ParagraphFormat]:
        """Text with its automatic number, and the paragraph's format; empty while the text is carried on."""
        properties = paragraph.find(w("pPr"))
        style, form = self._styles.format_of(properties)
        text = self._carried + storable(self._inline.read(paragraph))
        self._carried = ""
        if is_deleted_mark(properties):
            self._carried = text
            return "", form
        if form.num_id and trim(text):
            level = form.num_level
            if level is None:
                level = self._numbering.level_of_style(form.num_id, style)
            label = self._numbering.next_label(form.num_id, level)
            if self._numbering.is_bullet(form.num_id, level):
                self._inline.left_out["bullets"] += 1
            text = _with_label(label, trim(text))
        return text, form

    def _cell_lines(self, cell: Element, depth: int) -> tuple[str, ...]:
        """The lines of a cell; those of a table inside it run on, cell by cell."""
        if depth > MAX_NESTING:
            raise too_large(self._name)
        lines: list[str] = []
        for child in cell:
            name = local(child)
            if name == "p":
                self._line += 1
                lines += self._text_of(child)[0].split("\n")
            elif name == "tbl":
                self._inline.left_out["nested"] += 1
                lines += self._cell_lines(child, depth + 1)
            elif name not in _SKIPPED:
                lines += self._cell_lines(child, depth)
        return tuple(trimmed for line in lines if (trimmed := trim(line)))

    def _read_boxes(self) -> None:
        """Put the text of text boxes behind the paragraph they hang on."""
        while self._inline.boxes:
            box = self._inline.boxes.pop(0)
            self._inline.left_out["boxes"] += 1
            self._walk(box)

    def _findings(self) -> list[Finding]:
        counts = self._inline.left_out
        counts["running_text"] = sum(
            any(char not in "0123456789-—– 　第页共" for char in "".join(has_text(part)))
            for kind in ("header", "footer")
            for part in self._parts.parts(kind)
        )
        findings = [
            Finding(severity, code, self._name, sentence.format(counts[code]))
            for code, severity, sentence in _SENTENCES
            if counts[code] > 0
        ]
        if self._inline.hidden:
            shown = "；".join(self._inline.hidden)[:200]
            message = f"有 {len(self._inline.hidden)} 处隐藏文字没有收入：{shown}"
            findings.append(Finding(Severity.LOOK, "hidden_text", self._name, message))
        for kind in ("footnotes", "endnotes"):
            part = self._parts.part(kind)
            text = trim("".join(has_text(part))) if part is not None else ""
            if text and counts["footnotes"] > 0:
                findings.append(
                    Finding(Severity.LOOK, "footnote_text", self._name, f"没有收入的注释原文：{text[:500]}")
                )
        return findings


_SENTENCES = (
    ("insertions", Severity.NOTE, "修订记录：接受了 {} 处插入。"),
    ("deletions", Severity.NOTE, "修订记录：{} 处已删除的内容没有收入。"),
    ("comments", Severity.NOTE, "有 {} 处批注没有收入。"),
    ("contents", Severity.NOTE, "目录（{} 行）没有收入，导出时由标题重新生成。"),
    ("bullets", Severity.NOTE, "有 {} 段前面的项目符号没有收入，文字都已收入。"),
    ("running_text", Severity.NOTE, "有 {} 处页眉或页脚文字没有收入。"),
    ("boxes", Severity.LOOK, "有 {} 个文本框，文字已接在所在段落之后，请核对位置。"),
    ("nested", Severity.LOOK, "有 {} 张表格套在单元格里，文字已逐格收入该单元格，请核对。"),
    ("pictures", Severity.LOOK, "有 {} 幅图片或图形没有收入。"),
    ("objects", Severity.LOOK, "有 {} 个嵌入对象（公式、表格或附件）没有收入。"),
    ("formulas", Severity.LOOK, "有 {} 个公式只收入了文字，请核对。"),
    ("footnotes", Severity.LOOK, "有 {} 处脚注或尾注没有收入。"),
    ("symbols", Severity.LOOK, "有 {} 个特殊符号认不出，用“〓”代替，请核对。"),
    ("chunks", Severity.LOOK, "文档里嵌入了 {} 份其他文件，没有收入。"),
)


def _with_label(label: str, text: str) -> str:
    """“1.1 标题” needs the blank, “一、标题” must not have one."""
    return f"{label} {text}" if label and (label[-1].isalnum() and label[-1].isascii()) else label + text


def _is_contents(control: Element) -> bool:
    gallery = next(control.iter(w("docPartGallery")), None)
    return value(gallery).startswith("Table of Contents")

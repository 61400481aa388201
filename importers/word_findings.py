"""What is said about the reading of a Word file: what was left out, taken otherwise, or wants a look."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from domain.checks import Finding, Option, Severity
from domain.reading import Revisions
from domain.remarks import RemarkKind
from domain.text import trim
from importers.blocks import SetAside, SourceRemark
from importers.word_text import InlineReader
from importers.word_xml import Element, WordParts, has_text, local

REVISIONS = "revisions:all"
_OPTIONS = (
    Option(Revisions.ACCEPTED.value, "接受全部修订"),
    Option(Revisions.ORIGINAL.value, "按修订前的原文"),
)
_TAKEN = {
    Revisions.ACCEPTED: "已按接受全部修订后的文字读取",
    Revisions.ORIGINAL: "已按修订前的原文读取",
}
_PAGE_NUMBER = frozenset("0123456789-—–－ 　第页共/·")
_SHOWN = 200
_SENTENCES = (
    ("contents", Severity.NOTE, "目录（{} 行）没有收入，导出时由标题重新生成。"),
    ("bullets", Severity.NOTE, "有 {} 段前面的项目符号没有收入，文字都已收入。"),
    ("empty_numbers", Severity.NOTE, "有 {} 个空段落带有自动编号，只占编号，没有文字，没有收入。"),
    ("prompts", Severity.NOTE, "有 {} 处内容控件还没有填写，控件的提示文字没有收入。"),
    ("boxes", Severity.LOOK, "有 {} 个文本框，文字已接在所在段落之后，请核对位置。"),
    ("nested", Severity.LOOK, "有 {} 张表格套在单元格里，文字已逐格收入该单元格，请核对。"),
    ("pictures", Severity.LOOK, "有 {} 幅图片或图形没有收入。"),
    ("objects", Severity.LOOK, "有 {} 个嵌入对象（公式、表格或附件）没有收入。"),
    ("formulas", Severity.LOOK, "有 {} 个公式已写成一行文字，请核对。"),
    ("chunks", Severity.MUST, "文档里嵌入了 {} 份其他文件，里面的内容没有收入，请打开原文把它们粘贴进正文后重新导入。"),
)


def told(
    name: str,
    parts: WordParts,
    inline: InlineReader,
    remarks: Sequence[SourceRemark],
    revisions: Revisions,
) -> tuple[list[Finding], list[SetAside]]:
    """Findings about a whole file in their order, and the text of what stands outside its body."""
    counts = inline.counts
    findings = _of_remarks(name, counts, remarks, revisions)
    for code, severity, sentence in _SENTENCES:
        if counts[code] > 0:
            findings.append(Finding(severity, code, name, sentence.format(counts[code])))
    running = _running_texts(parts)
    if running:
        message = f"页眉、页脚没有收入：{_joined([aside.text for aside in running])}"
        findings.append(Finding(Severity.NOTE, "running_text", name, message))
    findings += _of_characters(name, parts, inline)
    return findings, running


def _of_remarks(
    name: str, counts: Counter[str], remarks: Sequence[SourceRemark], revisions: Revisions
) -> list[Finding]:
    findings = []
    put_in, taken_out = counts["insertions"], counts["deletions"]
    if put_in or taken_out:
        message = (
            f"文档带有修订记录：插入 {put_in} 处、删除 {taken_out} 处，{_TAKEN[revisions]}；"
            "每处修订的文字、作者和时间都已收为批注。"
        )
        findings.append(Finding(Severity.LOOK, "revisions", name, message, REVISIONS, _OPTIONS))
    kinds = Counter(remark.kind for remark in remarks)
    if kinds[RemarkKind.COMMENT]:
        message = f"有 {kinds[RemarkKind.COMMENT]} 条批注，已连同作者收为批注。"
        findings.append(Finding(Severity.NOTE, "comments", name, message))
    if kinds[RemarkKind.FOOTNOTE]:
        message = f"有 {kinds[RemarkKind.FOOTNOTE]} 条脚注或尾注，文字已收为批注，正文里不再有注号，请核对。"
        findings.append(Finding(Severity.LOOK, "footnotes", name, message))
    hidden = [remark.text for remark in remarks if remark.kind is RemarkKind.HIDDEN]
    if hidden:
        message = f"有 {len(hidden)} 处隐藏文字没有写进正文，已收为批注：{_joined(hidden)}"
        findings.append(Finding(Severity.LOOK, "hidden_text", name, message))
    return findings


def _of_characters(name: str, parts: WordParts, inline: InlineReader) -> list[Finding]:
    findings = []
    if inline.unknown_symbols:
        shown = "、".join(f"{symbol}（{count} 处）" for symbol, count in inline.unknown_symbols.most_common(10))
        message = f"有 {inline.unknown_symbols.total()} 个特殊符号认不出，用“〓”代替，请对照原文改正：{shown}。"
        findings.append(Finding(Severity.LOOK, "symbols", name, message))
    if inline.readings:
        message = f"文字上方的注音没有收入：{_joined(inline.readings)}"
        findings.append(Finding(Severity.NOTE, "readings", name, message))
    if inline.fields.unread:
        shown = _joined(inline.fields.unread)
        message = f"有 {len(inline.fields.unread)} 处域（公式或自动编号）算不出内容，没有收入，请手工补上：{shown}"
        findings.append(Finding(Severity.LOOK, "field_formulas", name, message))
    drawn = [text for part in parts.parts("diagramData") if (text := _drawn_text(part))]
    if drawn:
        message = f"有 {len(drawn)} 幅智能图形，其中的文字没有收入：{_joined(drawn)}"
        findings.append(Finding(Severity.LOOK, "diagrams", name, message))
    return findings


def _running_texts(parts: WordParts) -> list[SetAside]:
    """Headers and footers that say more than the page number, each text once."""
    found: dict[str, SetAside] = {}
    for kind, reason in (("header", "页眉，不收入"), ("footer", "页脚，不收入")):
        for part in parts.parts(kind):
            text = trim("".join(has_text(part)))
            if any(char not in _PAGE_NUMBER for char in text):
                found.setdefault(text, SetAside(0, text, reason))
    return list(found.values())


def _drawn_text(part: Element) -> str:
    return "；".join(text for element in part.iter() if local(element) == "t" and (text := trim(element.text or "")))


def _joined(texts: Sequence[str]) -> str:
    joined = "；".join(text.replace("\n", " ") for text in texts)
    return joined if len(joined) <= _SHOWN else f"{joined[:_SHOWN]}……"

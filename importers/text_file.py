"""Bytes of a text file → text, whatever the encoding offices use."""

from __future__ import annotations

import re

from domain.checks import Finding, Severity
from domain.errors import ImportFileError

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# A few stray control characters come from bad conversions; more of them mean that this is no text.
_MAX_CONTROL_SHARE = 0.01
_MAX_CONTROLS = 3
_MAX_BROKEN_LINES = 1
_MAX_BROKEN_SHARE = 0.05
_SHOWN = 8
_SAMPLE = 20_000
_FEWEST_WIDE = 8
_LEAST_SHARE = 0.15
_LAYOUTS = ("ceb", "sep", "gd", "gw", "caj", "kdh", "nh", "ofd", "djvu")
_COMMON = frozenset(
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "市区县镇局委办府推质提升工程建设总标任务保障重任责单位附表（），。、；：《》“”—\n\r \t0123456789"
)


def decode_text(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """Decode by BOM, else as UTF-16 where it looks like it, else UTF-8 strictly, else GB18030 strictly, else line by
    line: one bad line is told, not the file refused.

    Control characters are taken out and counted.
    Line breaks come back as \\n. Raises ImportFileError when the bytes are no text.
    """
    text, findings = _decode(data, name)
    cleaned, more = clean_text(text, name)
    return cleaned, [*findings, *more]


def clean_text(text: str, name: str) -> tuple[str, list[Finding]]:
    """Unify line breaks and take control characters out. Raises ImportFileError when there are too many."""
    found = len(_CONTROLS.findall(text))
    if found > _MAX_CONTROLS and found > len(text) * _MAX_CONTROL_SHARE:
        raise _binary(name)
    findings = []
    if found:
        message = f"有 {found} 个看不见的控制字符，已经去掉。"
        findings.append(Finding(Severity.NOTE, "control_characters", name, message))
    return _BREAKS.sub("\n", _CONTROLS.sub("", text)).replace("\ufeff", ""), findings


def _decode(data: bytes, name: str) -> tuple[str, list[Finding]]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError as error:
                if encoding == "utf-16":
                    raise _binary(name) from error
    wide = _decode_wide(data)
    if wide is not None:
        return wide, []
    if data.count(0) > max(_MAX_CONTROLS, len(data) * _MAX_CONTROL_SHARE):
        raise _binary(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            if encoding == "gb18030" and _is_mostly_utf8(data):
                break
            return data.decode(encoding), []
        except UnicodeDecodeError:
            continue
    return _decode_lines(data, name)


def _is_mostly_utf8(data: bytes) -> bool:
    """Whether most lines with more than ASCII are UTF-8: as GB18030 such a file would come out as wrong words."""
    wide = [line for line in data.split(b"\n") if not line.isascii()]
    return sum(_is_utf8(line) for line in wide) * 2 > len(wide)


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _decode_lines(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """Every line in the encoding it is in; what is in none keeps � for the bytes that cannot be read."""
    lines: list[str] = []
    other: list[int] = []
    broken: list[int] = []
    usual = "utf-8" if _is_mostly_utf8(data) else "gb18030"
    unusual = {"utf-8": "gb18030", "gb18030": "utf-8"}[usual]
    raw = data.removeprefix(_BOMS[0][0]).split(b"\n")
    for number, line in enumerate(raw, start=1):
        for encoding, odd in ((usual, None), (unusual, other)):
            try:
                lines.append(line.decode(encoding))
            except UnicodeDecodeError:
                continue
            if odd is not None:
                odd.append(number)
            break
        else:
            lines.append(line.decode(usual, "replace"))
            broken.append(number)
    text = "\n".join(lines)
    unread = text.count("\ufffd")
    if len(broken) > max(_MAX_BROKEN_LINES, len(raw) * _MAX_BROKEN_SHARE) or unread > max(
        _MAX_CONTROLS, len(text) * _MAX_BROKEN_SHARE
    ):
        raise _binary(name)
    findings = []
    if other:
        message = f"{_places(other)}的文字编码与全文不同，已分别读取，请核对。"
        findings.append(Finding(Severity.LOOK, "mixed_encodings", name, message, line=other[0]))
    if broken:
        message = f"{_places(broken)}有读不出的字，已用“�”代替，请对照原文件补上。"
        findings.append(Finding(Severity.MUST, "broken_bytes", name, message, line=broken[0]))
    return text, findings


def _places(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:_SHOWN]))
    return f"第 {shown} 行" if len(numbers) <= _SHOWN else f"第 {shown} 等 {len(numbers)} 行"


def _decode_wide(data: bytes) -> str | None:
    """The text of UTF-16 without a byte order mark; None when the bytes are rather something else.

    Chinese UTF-16 has few zero bytes, so it is told by how common its characters are; the same bytes read as GB18030
    or UTF-8 must look worse.
    """
    if len(data) % 2 or len(data) < _FEWEST_WIDE:
        return None
    sample = data[:_SAMPLE]
    best, share = "", max(_share(sample, "utf-8"), _share(sample, "gb18030"))
    for encoding in ("utf-16-le", "utf-16-be"):
        found = _share(sample, encoding)
        if found > max(share * 1.5, _LEAST_SHARE):
            best, share = encoding, found
    try:
        return data.decode(best) if best else None
    except UnicodeDecodeError:
        return None


def _share(sample: bytes, encoding: str) -> float:
    """How much of a text is characters that every Chinese text is full of."""
    text = sample.decode(encoding, "replace")
    if not text or "\0" in text:
        return 0.0
    wrong = sum(char == "\ufffd" for char in text)
    return max(0.0, sum(char in _COMMON for char in text) - 4 * wrong) / len(text)


def _binary(name: str) -> ImportFileError:
    suffix = name.rpartition(".")[2].casefold()
    if suffix in _LAYOUTS:
        hint = "请找到它的 Word 原稿；没有原稿时，用阅读软件导出文字或转换成 .docx，核对文字后再导入。"
        return ImportFileError("binary", f"“{name}”是版式文件，读不出文字。", hint)
    return ImportFileError(
        "binary",
        f"“{name}”的内容不是文字，读不出来。",
        "请确认选对了文件；如果它是文档，请用 WPS 或 Word 打开，另存为 .docx 后再导入。",
    )

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


def decode_text(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """Decode by BOM, else UTF-8 strictly, else GB18030 strictly; control characters are taken out and counted.

    Line breaks come back as \\n. Raises ImportFileError when the bytes are no text.
    """
    text = _decode(data, name)
    return clean_text(text, name)


def clean_text(text: str, name: str) -> tuple[str, list[Finding]]:
    """Unify line breaks and take control characters out. Raises ImportFileError when there are too many."""
    found = len(_CONTROLS.findall(text))
    if found > 3 and found > len(text) * _MAX_CONTROL_SHARE:
        raise _binary(name)
    findings = []
    if found:
        message = f"有 {found} 个看不见的控制字符，已经去掉。"
        findings.append(Finding(Severity.NOTE, "control_characters", name, message))
    return _BREAKS.sub("\n", _CONTROLS.sub("", text)).replace("\ufeff", ""), findings


def _decode(data: bytes, name: str) -> str:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise _binary(name) from error
    if b"\0" in data:
        raise _binary(name)
    for encoding in ("utf-8", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _binary(name)


def _binary(name: str) -> ImportFileError:
    return ImportFileError(
        "binary",
        f"“{name}”的内容不是文字，读不出来。",
        "请确认选对了文件；如果它是文档，请用 WPS 或 Word 打开，另存为 .docx 后再导入。",
    )

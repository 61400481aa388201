"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

from enum import StrEnum

from domain.errors import ImportFileError


class Kind(StrEnum):
    """Which reader takes a file."""

    WORD = "word"
    TEXT = "text"
    SHEET = "sheet"


_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_SUFFIXES = {
    Kind.WORD: ("docx", "docm", "dotx", "dotm"),
    Kind.TEXT: ("txt", "md", "markdown", "text"),
    Kind.SHEET: ("xlsx", "xlsm", "xls", "ods", "csv", "tsv", "et", "html", "htm", "mht"),
}
_NAMES = {Kind.WORD: "Word 文档（.docx）", Kind.TEXT: "纯文本", Kind.SHEET: "表格"}
_SAVE_AS = "请用 WPS 或 Word 打开它，另存为 .docx 后再导入。"

# Leading bytes → code and what it is in an office's words; the hint is the same for all but the plan file.
_SIGNATURES = (
    (b"%PDF", "pdf", "PDF 文件"),
    (b"{\\rtf", "rtf", "RTF 文件"),
    (b"\x89PNG", "picture", "图片"),
    (b"\xff\xd8\xff", "picture", "图片"),
    (b"GIF8", "picture", "图片"),
    (b"Rar!", "archive", "压缩包"),
    (b"7z\xbc\xaf", "archive", "压缩包"),
    (b"\x1f\x8b", "archive", "压缩包"),
)
_HINTS = {
    "pdf": "请找到它的 Word 原稿；没有原稿时，用 WPS 把 PDF 转换成 .docx 并核对文字后再导入。",
    "picture": "图片里的文字不能直接读取，请找到 Word 原稿，或者先做文字识别。",
    "archive": "请先解压，再选择里面的 Word 文档。",
}


def is_zip(data: bytes) -> bool:
    """Whether the bytes are a zip file, as .docx is."""
    return data[:4] in (b"PK\x03\x04", b"PK\x05\x06")


def refuse_known_kinds(data: bytes, name: str) -> None:
    """Raise ImportFileError with fitting advice for kinds that no reader here takes."""
    if data.startswith(b"SQLite format 3\0"):
        raise ImportFileError(
            "plan_file", f"“{name}”是方案文件（或其他数据库），不是来文。", "请用“打开”来打开方案文件。"
        )
    if data.startswith(_OLE):
        raise _refuse_ole(data, name)
    start = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for signature, code, word in _SIGNATURES:
        if start.startswith(signature):
            raise ImportFileError(code, f"“{name}”的内容是{word}，不能读取。", _HINTS.get(code, _SAVE_AS))
    head = start[:256].lower()
    if head.startswith((b"<!doctype html", b"<html")):
        raise ImportFileError("html", f"“{name}”的内容是网页，不能读取。", _SAVE_AS)
    if head.startswith(b"<?xml"):
        raise ImportFileError("xml", f"“{name}”的内容是 XML，不是 .docx 文档。", _SAVE_AS)


def mismatch(name: str, kind: Kind) -> str:
    """A sentence saying that name and content disagree; empty when they agree or the name says nothing."""
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    if not suffix or suffix in _SUFFIXES[kind]:
        return ""
    return f"文件名以 .{suffix} 结尾，内容却是{_NAMES[kind]}，已按内容读取。"


def _refuse_ole(data: bytes, name: str) -> ImportFileError:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return ImportFileError(
            "encrypted_word",
            f"“{name}”设置了打开密码，读不到内容。",
            "请用 WPS 或 Word 打开，取消密码后另存为 .docx，再导入。",
        )
    if name.casefold().endswith((".wps", ".wpt")):
        return ImportFileError("wps", f"“{name}”是旧的 WPS 文字格式，不能读取。", _SAVE_AS)
    if holds("WordDocument"):
        return ImportFileError("old_word", f"“{name}”是旧的 Word 97-2003 格式（.doc），不能读取。", _SAVE_AS)
    if holds("Workbook") or holds("PowerPoint Document"):
        return ImportFileError("not_word", f"“{name}”是旧格式的表格或演示文稿，不是 Word 文档。", "请选择 Word 文档。")
    return ImportFileError("old_word", f"“{name}”是旧的 Office 或 WPS 格式，不能读取。", _SAVE_AS)

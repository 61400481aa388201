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
}
_NAMES = {Kind.WORD: "Word 文档（.docx）", Kind.TEXT: "纯文本"}
_SAVE_AS = "请用 WPS 或 Word 打开它，选“文件—另存为”，文件类型选“Word 文档（*.docx）”，再导入另存的文件。"
_UNPACK = "请先解压，再选择里面的 Word 文档。"
_PRESENTATION = "请把要用的文字复制到 Word 文档里，存为 .docx 后再导入。"

# Leading bytes → code and what it is in an office's words; the hint is the same for all but those named below.
_SIGNATURES = (
    (b"%PDF", "pdf", "PDF 文件"),
    (b"{\\rtf", "rtf", "RTF 文件"),
    (b"\x89PNG", "picture", "图片"),
    (b"\xff\xd8\xff", "picture", "图片"),
    (b"GIF8", "picture", "图片"),
    (b"II*\0", "picture", "图片"),
    (b"MM\0*", "picture", "图片"),
    (b"RIFF", "picture", "图片、声音或录像"),
    (b"Rar!", "archive", "压缩包"),
    (b"7z\xbc\xaf", "archive", "压缩包"),
    (b"\x1f\x8b", "archive", "压缩包"),
    (b"BZh", "archive", "压缩包"),
    (b"\xfd7zXZ", "archive", "压缩包"),
    (b"MSCF", "archive", "压缩包"),
    (b"Founder CEB", "ceb", "方正版式文件（CEB）"),
    (b"HN\x01\0", "caj", "知网文献（CAJ）"),
    (b"CAJ", "caj", "知网文献（CAJ）"),
    (b"L\0\0\0\x01\x14\x02\0", "shortcut", "快捷方式"),
    (b"MZ", "program", "程序"),
)
_LAYOUT = "它是版式文件，请找到它的 Word 原稿；没有原稿时，用阅读软件导出文字或转换成 .docx，核对文字后再导入。"
_HINTS = {
    "pdf": "请找到它的 Word 原稿；没有原稿时，用 WPS 把 PDF 转换成 .docx 并核对文字后再导入。",
    "picture": "图片里的文字不能直接读取，请找到 Word 原稿，或者先做文字识别。",
    "archive": _UNPACK,
    "ceb": _LAYOUT,
    "caj": _LAYOUT,
    "shortcut": "请选择它所指的那个文件。",
    "program": "请确认选对了文件。",
}
# What the first lines of an XML file or a web page show.
_MARKUP = (
    (b"<!doctype html", "html", "网页"),
    (b"<html", "html", "网页"),
    (b"mime-version:", "web_archive", "单个文件网页或邮件"),
    (b'progid="word.document"', "xml", "Word 2003 的 XML 文档"),
    (b"<w:worddocument", "xml", "Word 2003 的 XML 文档"),
    (b"<pkg:package", "xml", "Word 的 XML 文档"),
    (b"<office:document", "not_word", "OpenDocument 文档（.fodt）"),
    (b"uof:uof", "uof", "标文通文档（.uof）"),
    (b"<?xml", "xml", "XML"),
)
# Parts that tell a package: a name inside it → code, what it is, what to do.
_PACKAGES = (
    ("OFD.xml", "ofd", "OFD 版式文件", _LAYOUT),
    ("FixedDocSeq.fdseq", "xps", "XPS 版式文件", _LAYOUT),
    ("FixedDocumentSequence.fdseq", "xps", "XPS 版式文件", _LAYOUT),
    ("META-INF/container.xml", "epub", "电子书（EPUB）", _LAYOUT),
    ("ppt/presentation.xml", "not_word", "演示文稿（.pptx）", _PRESENTATION),
    (
        "xl/workbook.xml",
        "not_word",
        "电子表格",
        "请确认这份表格没有损坏：用 WPS 或 Excel 打开，另存为 .xlsx 后再导入。",
    ),
)
_OPEN_DOCUMENTS = (
    ("opendocument.text", "not_word", "OpenDocument 文档（.odt）", _SAVE_AS),
    ("opendocument.spreadsheet", "not_word", "OpenDocument 表格（.ods）", "请用 WPS 或 Excel 另存为 .xlsx 后再导入。"),
    ("opendocument.presentation", "not_word", "OpenDocument 演示文稿", _PRESENTATION),
    ("epub", "epub", "电子书（EPUB）", _LAYOUT),
)


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
    if name.startswith("~$"):
        raise ImportFileError(
            "lock_file",
            f"“{name}”是 Word 或 WPS 打开文档时留下的临时文件，里面没有正文。",
            "请选择名称里不带“~$”的那个文件。",
        )
    head = start[:1024].lower()
    if head.startswith((b"<", b"mime-version:")):
        for sign, code, word in _MARKUP:
            if sign in head:
                raise ImportFileError(code, f"“{name}”的内容是{word}，不能直接读取。", _SAVE_AS)


def refuse_package(names: frozenset[str], mimetype: str, name: str) -> None:
    """Raise ImportFileError with fitting advice for a zip file, by its entries, that is no Word file."""
    for part, code, word, hint in _PACKAGES:
        if part in names:
            raise ImportFileError(code, f"“{name}”的内容是{word}，不是 Word 文档。", hint)
    for sign, code, word, hint in _OPEN_DOCUMENTS:
        if sign in mimetype:
            raise ImportFileError(code, f"“{name}”的内容是{word}，不能直接读取。", hint)
    if any(part.endswith(".iwa") for part in names):
        hint = "请在苹果电脑上用“文件—导出为—Word”另存为 .docx 后再导入。"
        raise ImportFileError("pages", f"“{name}”的内容是苹果文稿（Pages、Numbers 或 Keynote），不能直接读取。", hint)
    inside = sorted(part for part in names if part.casefold().endswith((".docx", ".doc", ".wps")))
    held = f"里面有“{inside[0].rpartition('/')[2]}”。" if inside else ""
    raise ImportFileError("not_word", f"“{name}”的内容是压缩包，不是可读取的 Word 文档。{held}", _UNPACK)


def mismatch(name: str, kind: Kind) -> str:
    """A sentence saying that name and content disagree; empty when they agree or the name says nothing.

    The reader of sheets knows their many kinds and says it itself.
    """
    suffix = name.rpartition(".")[2].casefold() if "." in name else ""
    if not suffix or kind is Kind.SHEET or suffix in _SUFFIXES[kind]:
        return ""
    return f"文件名以 .{suffix} 结尾，内容却是{_NAMES[kind]}，已按内容读取。"


_ENCRYPTED = ("EncryptedPackage", "encrypted_word", "设置了打开密码，读不到内容")
_SHEET_HINT = "请用 WPS 或 Excel 打开它，另存为 .xlsx 后再导入。"
# Streams of an OLE file → code, what it is, what to do.
_STREAMS = (
    ("WordDocument", "old_word", "是旧的 Word 97-2003 格式（.doc），不能读取", _SAVE_AS),
    ("Workbook", "not_word", "是旧格式的电子表格，没有能读出的内容", _SHEET_HINT),
    ("PowerPoint Document", "not_word", "是旧格式的演示文稿，不是 Word 文档", _PRESENTATION),
    ("VisioDocument", "not_word", "是 Visio 绘图，不是 Word 文档", "请找到写有文字的 Word 文档。"),
    ("__substg1.0_", "mail", "是 Outlook 邮件", "请先把邮件里的附件另存出来，再导入附件。"),
)


def _refuse_ole(data: bytes, name: str) -> ImportFileError:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    stream, code, word = _ENCRYPTED
    if holds(stream):
        hint = "请用 WPS 或 Word 打开，取消密码后另存为 .docx，再导入。"
        return ImportFileError(code, f"“{name}”{word}。", hint)
    if name.casefold().endswith((".wps", ".wpt")):
        return ImportFileError("wps", f"“{name}”是旧的 WPS 文字格式，不能读取。", _SAVE_AS)
    for stream, code, word, hint in _STREAMS:
        if holds(stream):
            return ImportFileError(code, f"“{name}”{word}。", hint)
    return ImportFileError("old_word", f"“{name}”是旧的 Office 或 WPS 格式，不能读取。", _SAVE_AS)

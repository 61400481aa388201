"""Limits for files from outside: size, zip, XML. What does not keep them is refused before it is read."""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from domain.errors import ImportFileError

MAX_FILE = 50 * 1024**2
MAX_ENTRIES = 5_000
MAX_PART = 256 * 1024**2
MAX_ALL_PARTS = 600 * 1024**2
# Text squeezes well, so a high ratio means something only where much comes out.
MAX_RATIO = 200
RATIO_FROM = 100 * 1024**2
MAX_ATTRIBUTE = 1_000_000
_CHUNK = 1024**2
_ENCRYPTED = 0x1
_CENTRAL_ENTRY = b"PK\x01\x02"
_LOCAL_HEADER = 30
_LONG_ATTRIBUTE = re.compile(rb"""=[ \t\r\n]*(?:"[^"<]{%d}|'[^'<]{%d})""" % (MAX_ATTRIBUTE + 1, MAX_ATTRIBUTE + 1))
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_BAD_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,  # NotImplementedError is one
    struct.error,
    zlib.error,
)


@dataclass(frozen=True)
class GivenFile:
    """A file that was opened elsewhere: its name without folder, and its bytes. It stands where a path may stand."""

    name: str
    data: bytes = field(repr=False)


SourcePath = Path | GivenFile


def open_source(path: SourcePath) -> GivenFile:
    """Read a file of at most 50 MB once and for all. Raises what `read_bytes` raises."""
    return GivenFile(printable_name(path), read_bytes(path))


def printable_name(path: SourcePath) -> str:
    """The name of a file as a report can hold it: bytes that are no text (names from old Linux) become “\ufffd”."""
    return _HALF_CHARACTERS.sub("\ufffd", path.name)


def read_bytes(path: SourcePath) -> bytes:
    """Read a whole file of at most 50 MB. Raises ImportFileError when it is missing, a folder, empty or too large."""
    name = printable_name(path)
    data = path.data if isinstance(path, GivenFile) else _read_path(path, name)
    if not data:
        raise ImportFileError("empty_file", f"文件“{name}”是空的，没有任何内容。", "请确认文件已经保存或下载完整。")
    if len(data) > MAX_FILE:
        raise ImportFileError(
            "too_large", f"文件“{name}”超过 50 MB，不能读取。", "请删去或压缩其中的图片后另存，再导入。"
        )
    return data


def _read_path(path: Path, name: str) -> bytes:
    try:
        if path.is_dir():
            raise ImportFileError("is_folder", f"“{name}”是一个文件夹，不是文件。", "请选择文件夹里的某一个文件。")
        if not path.exists():
            raise ImportFileError("file_missing", f"找不到文件“{name}”。", "请检查文件是否已被移动、改名或删除。")
        with io.FileIO(path, "rb", opener=_open_without_waiting) as file:
            # Asked of the open file: what the name stands for may change between two looks at it.
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ImportFileError("not_a_file", f"“{name}”不是普通文件。", "请选择 Word 文档、表格或文本文件。")
            return _read_all(file)
    except OSError as error:
        hint = "请确认没有被其他程序独占，并且您有读取它的权限。"
        raise ImportFileError("unreadable", f"无法读取文件“{name}”。", hint, repr(error)) from error
    except ValueError as error:  # a NUL in the name
        raise ImportFileError("file_missing", f"找不到文件“{name}”。", "请检查文件名。", repr(error)) from error


def _open_without_waiting(path: str, flags: int) -> int:
    """Open a pipe without a writer at once, so that it can be refused; an ordinary file is opened as always."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0))


def _read_all(file: io.FileIO) -> bytes:
    """Everything up to one byte more than is allowed."""
    chunks = []
    left = MAX_FILE + 1
    while left > 0 and (chunk := file.read(min(left, _CHUNK))):
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


class Package:
    """The parts of a zip file, checked once and inflated on demand within the limits."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises ImportFileError when the zip is damaged or breaks a limit."""
        self._file_name = name
        self._inflated = 0
        # A look that costs nothing, before a directory of a million entries is taken in. Files inside may hold some.
        if data.count(_CENTRAL_ENTRY) > 4 * MAX_ENTRIES:
            raise _suspicious(name, "very many entries")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _BAD_ZIP as error:
            raise _damaged(name, repr(error)) from error
        self._check(entries, len(data))
        self.names = frozenset(entry.filename for entry in entries)

    def _check(self, entries: list[zipfile.ZipInfo], size: int) -> None:
        if len(entries) > MAX_ENTRIES:
            raise _suspicious(self._file_name, f"{len(entries)} entries")
        if len({entry.filename.casefold() for entry in entries}) < len(entries):
            raise _suspicious(self._file_name, "duplicate entries")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise ImportFileError(
                "encrypted_zip", f"文件“{self._file_name}”里的内容加了密码。", "请取消密码后另存，再导入。"
            )
        if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
            raise _suspicious(self._file_name, "compression method")
        self._check_places(entries)
        self._check_sizes(entries, size)

    def _check_places(self, entries: list[zipfile.ZipInfo]) -> None:
        """Entries that share bytes let a small file inflate without end; a ratio does not show it."""
        free = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < free:
                raise _suspicious(self._file_name, "overlapping entries")
            free = entry.header_offset + _LOCAL_HEADER + entry.compress_size
        if free > self._zip.start_dir:
            raise _damaged(self._file_name, "an entry reaches into the directory")

    def _check_sizes(self, entries: list[zipfile.ZipInfo], size: int) -> None:
        total = sum(entry.file_size for entry in entries)
        if total > MAX_ALL_PARTS or any(entry.file_size > MAX_PART for entry in entries):
            raise _suspicious(self._file_name, f"{total} bytes declared")
        if total > RATIO_FROM and total > MAX_RATIO * size:
            raise _suspicious(self._file_name, f"ratio {total // size}")

    def read(self, part: str) -> bytes:
        """Inflate one part. Raises KeyError when there is none, ImportFileError when it is damaged or too large."""
        chunks = []
        size = 0
        try:
            with self._zip.open(part) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    self._inflated += len(chunk)
                    if size > MAX_PART or self._inflated > MAX_ALL_PARTS:
                        raise _suspicious(self._file_name, f"{part} inflates beyond the limit")
                    chunks.append(chunk)
        except _BAD_ZIP as error:
            raise _damaged(self._file_name, repr(error)) from error
        return b"".join(chunks)

    def read_xml(self, part: str) -> etree._Element:
        """Inflate and parse one part under the XML limits."""
        return parse_xml(self.read(part), self._file_name)


def check_no_doctype(data: bytes, name: str) -> None:
    """Refuse XML with a document type, for readers that parse it themselves. Raises ImportFileError."""
    if b"<!DOCTYPE" in data.replace(b"\0", b""):
        raise _has_doctype(name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML that has no document type, no entities and no reach to the network. Raises ImportFileError."""
    check_no_doctype(data, name)
    if _LONG_ATTRIBUTE.search(data):
        raise _suspicious(name, "an attribute beyond the limit")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if any(word in str(error).lower() for word in ("depth", "huge", "too long", "amplification")):
            raise _suspicious(name, str(error)) from error
        raise _damaged(name, str(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:  # declared in an encoding that hides it from a search
        raise _has_doctype(name)
    return root


def _has_doctype(name: str) -> ImportFileError:
    return ImportFileError(
        "doctype",
        f"文件“{name}”里有不允许的声明（DOCTYPE），可能不安全，没有读取。",
        "请用 WPS 或 Office 打开它，另存为新的文件后再导入。",
    )


def _damaged(name: str, detail: str) -> ImportFileError:
    return ImportFileError(
        "damaged",
        f"文件“{name}”已损坏，读不出完整内容。",
        "请用 WPS 或 Office 打开并修复后另存，或者请来文单位重新发送。",
        detail,
    )


def _suspicious(name: str, detail: str) -> ImportFileError:
    return ImportFileError(
        "beyond_limits",
        f"文件“{name}”的内部结构超出正常文档的范围，可能不安全，没有读取。",
        "请用 WPS 或 Office 打开它，另存为新的文件后再导入。",
        detail,
    )

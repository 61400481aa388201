"""Limits for files from outside: size, zip, XML. What does not keep them is refused before it is read."""

from __future__ import annotations

import io
import zipfile
import zlib
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
_CHUNK = 1024**2
_ENCRYPTED = 0x1


def read_bytes(path: Path) -> bytes:
    """Read a whole file of at most 50 MB. Raises ImportFileError when it is missing, a folder, empty or too large."""
    try:
        if path.is_dir():
            raise ImportFileError("is_folder", f"“{path.name}”是一个文件夹，不是文件。", "请选择文件夹里的某一个文件。")
        if not path.exists():
            raise ImportFileError("file_missing", f"找不到文件“{path.name}”。", "请检查文件是否已被移动、改名或删除。")
        if not path.is_file():
            raise ImportFileError("not_a_file", f"“{path.name}”不是普通文件。", "请选择 Word 文档或文本文件。")
        with path.open("rb") as file:
            data = file.read(MAX_FILE + 1)
    except OSError as error:
        raise ImportFileError(
            "unreadable",
            f"无法读取文件“{path.name}”。",
            "请确认没有被其他程序独占，并且您有读取它的权限。",
            repr(error),
        ) from error
    if not data:
        raise ImportFileError(
            "empty_file", f"文件“{path.name}”是空的，没有任何内容。", "请确认文件已经保存或下载完整。"
        )
    if len(data) > MAX_FILE:
        raise ImportFileError(
            "too_large", f"文件“{path.name}”超过 50 MB，不能读取。", "请删去或压缩其中的图片后另存，再导入。"
        )
    return data


class Package:
    """The parts of a zip file, checked once and inflated on demand within the limits."""

    def __init__(self, data: bytes, name: str) -> None:
        """Raises ImportFileError when the zip is damaged or breaks a limit."""
        self._file_name = name
        self._inflated = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as error:
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
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, RuntimeError) as error:
            raise _damaged(self._file_name, repr(error)) from error
        except zlib.error as error:
            raise _damaged(self._file_name, repr(error)) from error
        return b"".join(chunks)

    def read_xml(self, part: str) -> etree._Element:
        """Inflate and parse one part under the XML limits."""
        return parse_xml(self.read(part), self._file_name)


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML that has no document type, no entities and no reach to the network."""
    if b"<!DOCTYPE" in data.replace(b"\0", b"") or b"<!ENTITY" in data:
        raise ImportFileError(
            "doctype",
            f"文件“{name}”里有不允许的声明（DOCTYPE），可能不安全，没有读取。",
            "请用 WPS 或 Word 打开它，另存为 .docx 后再导入。",
        )
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).lower():
            raise _suspicious(name, str(error)) from error
        raise _damaged(name, str(error)) from error
    return root


def _damaged(name: str, detail: str) -> ImportFileError:
    return ImportFileError(
        "damaged",
        f"文件“{name}”已损坏，读不出完整内容。",
        "请用 WPS 或 Word 打开并修复后另存，或者请来文单位重新发送。",
        detail,
    )


def _suspicious(name: str, detail: str) -> ImportFileError:
    return ImportFileError(
        "beyond_limits",
        f"文件“{name}”的内部结构超出正常文档的范围，可能不安全，没有读取。",
        "请用 WPS 或 Word 打开它，另存为新的 .docx 后再导入。",
        detail,
    )

"""Files kept in the plan as they came (returned workbooks): written once, never changed, named by their bytes."""

from __future__ import annotations

import base64
import hashlib
import zlib

from db.database import Database
from db.store import Store
from domain.errors import StorageError

_LONGEST = 50 << 20  # bytes, as files from outside may be


def keep_attachment(store: Store, name: str, data: bytes) -> str:
    """Keep a file and return its SHA-256 in hex; the same bytes are kept once.

    Belongs into the operation that records whose file it is. Raises StorageError beyond 50 MB.
    """
    if len(data) > _LONGEST:
        raise StorageError("attachment_long", f"“{name}”超过 50 MB，没有存进方案。", "请让填报单位精简后重新报送。")
    digest = hashlib.sha256(data).hexdigest()
    if has_attachment(store.db, digest):
        return digest
    deflated = zlib.compress(data)
    packing, packed = ("deflate", deflated) if len(deflated) < len(data) else ("base64", data)
    store.db.execute(
        "INSERT INTO attachment (sha256, name, size, packing, data) VALUES (?, ?, ?, ?, ?)",
        [digest, name, len(data), packing, base64.b64encode(packed).decode()],
    )
    return digest


def has_attachment(db: Database, sha256: str) -> bool:
    """Whether a file is kept."""
    return db.conn.execute("SELECT 1 FROM attachment WHERE sha256 = ?", [sha256]).fetchone() is not None


def load_attachment(db: Database, sha256: str) -> bytes:
    """The bytes of a file. Raises StorageError where it is not kept, or is no longer what it was."""
    row = db.conn.execute("SELECT name, packing, data FROM attachment WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        raise StorageError("attachment_gone", "方案里没有保存这份文件。", "请重新导入这份文件。", sha256)
    name, packing, data = row
    try:
        found = base64.b64decode(data, validate=True)
        found = zlib.decompress(found) if packing == "deflate" else found
    except (ValueError, zlib.error) as error:
        raise _damaged(name, sha256) from error
    if hashlib.sha256(found).hexdigest() != sha256:
        raise _damaged(name, sha256)
    return found


def _damaged(name: str, sha256: str) -> StorageError:
    return StorageError("attachment_damaged", f"方案里保存的“{name}”已损坏。", "请重新导入这份文件。", sha256)

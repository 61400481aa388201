"""Named versions in the plan file: naming the present state, and what the plan said then."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Sequence
from dataclasses import replace

from db.database import Database
from db.rows import version_from_row
from db.store import Store
from domain.changes import ChangeSet
from domain.content import PlanContent
from domain.errors import InputError, StorageError
from domain.exchange import content_from_json, content_to_json
from domain.outline import Paragraph
from domain.text import trim
from domain.versions import PlanVersion

_PARAGRAPHS, _PREAMBLE = "paragraph_ids", "preamble_ids"


def load_versions(db: Database) -> tuple[PlanVersion, ...]:
    """Every named version, the oldest first, without what the plan said."""
    return tuple(version_from_row(row) for row in db.query("SELECT id, name, at, who FROM plan_version ORDER BY id"))


def add_version(store: Store, name: str, content: PlanContent) -> ChangeSet:
    """Name the present state; `content` is what the plan says now.

    Raises InputError for a name that is blank or taken: a comparison asks for a version by its name.
    """
    name = trim(name)
    if not name:
        raise InputError("version_blank", "版本名称不能为空。", "请写一个名称，例如“征求意见稿”。")
    if any(version.name == name for version in load_versions(store.db)):
        raise InputError("version_taken", f"已有名为“{name}”的版本。", "请换一个名称。")
    with store.operation(f"留存版本 {name}", kind="version") as scope:
        scope.insert(
            "plan_version",
            {"name": name, "at": store.now(), "who": store.who, "revision": scope.revision, "content": _pack(content)},
        )
    return scope.changes


def remove_version(store: Store, version_id: int) -> ChangeSet:
    """Take a version out of the list. Raises InputError when it is gone."""
    version = _version(store.db, version_id)
    with store.operation(f"删除版本 {version.name}", kind="version") as scope:
        scope.delete("plan_version", version_id)
    return scope.changes


def load_version(db: Database, version_id: int) -> PlanContent:
    """What the plan said in a version; ids are those of that time. Raises InputError when the version is gone."""
    return unpack_version(*packed_version(db, version_id))


def packed_version(db: Database, version_id: int) -> tuple[str, str]:
    """Name and content of a version as it is stored, for `unpack_version` on a worker thread."""
    version = _version(db, version_id)
    return version.name, db.conn.execute("SELECT content FROM plan_version WHERE id = ?", [version_id]).fetchone()[0]


def unpack_version(name: str, packed: str) -> PlanContent:
    """What the plan said, from what is stored. Raises StorageError where it cannot be read."""
    try:
        return _unpack(packed)
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error) as error:
        raise StorageError(
            "version_damaged", f"版本“{name}”的内容读不出来。", "请与其他版本或备份比较。", str(error)
        ) from error


def is_packed_content(value: object) -> bool:
    """Whether a stored text still holds a whole plan; for what is saved out of a damaged file."""
    try:
        _unpack(str(value))
    except (ValueError, KeyError, TypeError, AttributeError, zlib.error):
        return False
    return True


def _version(db: Database, version_id: int) -> PlanVersion:
    found = next((version for version in load_versions(db) if version.id == version_id), None)
    if found is None:
        raise InputError("row_gone", "这个版本已经不在方案里了。", "请查看最新内容后再试。", f"version {version_id}")
    return found


def _pack(content: PlanContent) -> str:
    """The JSON form, and beside it the ids it has no place for: by them a paragraph is known again."""
    whole = {
        **content_to_json(content),
        _PARAGRAPHS: {str(node.id): [one.id for one in node.paragraphs] for node in content.nodes},
        _PREAMBLE: [one.id for one in content.preamble],
    }
    text = json.dumps(whole, ensure_ascii=False)
    return base64.b64encode(zlib.compress(text.encode())).decode()


def _unpack(packed: str) -> PlanContent:
    data = json.loads(zlib.decompress(base64.b64decode(packed, validate=True)))
    content = content_from_json(data)
    ids = data.get(_PARAGRAPHS, {})
    nodes = (replace(node, paragraphs=_with_ids(node.paragraphs, ids.get(str(node.id), ()))) for node in content.nodes)
    return replace(content, nodes=tuple(nodes), preamble=_with_ids(content.preamble, data.get(_PREAMBLE, ())))


def _with_ids(paragraphs: Sequence[Paragraph], ids: Sequence[int]) -> tuple[Paragraph, ...]:
    known = dict(enumerate(ids))
    return tuple(replace(one, id=known.get(place, 0)) for place, one in enumerate(paragraphs))

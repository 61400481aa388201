"""A disk that loses power: what it may hold afterwards, by what was forced to it and what was not."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random

from tests.faults.system_calls import Event

SECTOR = 512


@dataclass
class _File:
    forced: bytes = b""
    waiting: list[Event] = field(default_factory=list)

    def content(self) -> bytes:
        return _applied(self.forced, self.waiting)


class FailingDisk:
    """Follows events; `image` is one of the many states a power loss may leave.

    Data is sure after the fsync of its file, a name (new, renamed, removed) after the fsync of its folder. Before,
    any sectors of the writes and any leading part of the changes of a folder may be there. `mkdir` counts too.
    """

    def __init__(self, folder: Path) -> None:
        """Everything that is below `folder` now is on the disk for sure."""
        self._files: dict[int, _File] = {}
        self._names: dict[str, int | None] = {}  # None: a folder
        self._sure: dict[str, int | None] = {}
        self._waiting: dict[str, list[tuple[str, str, int | None]]] = {}
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            self._names[name] = None if path.is_dir() else self._new_file(path.read_bytes())
        self._sure = dict(self._names)

    def follow(self, event: Event) -> None:
        """Take one event in."""
        number = self._names.get(event.path)
        if event.kind == "mkdir":
            self._change("link", event.path, None)
        elif event.kind == "create":
            if event.path not in self._names:
                self._change("link", event.path, self._new_file(b""))
            elif event.offset == 0 and number is not None:
                self._files[number].waiting.append(Event("truncate"))
        elif event.kind == "rename":
            self._change("rename", f"{event.path}\0{event.other}", number)
        elif event.kind == "unlink":
            self._change("unlink", event.path, None)
        elif event.kind == "sync" and (number is None):
            self._sync_folder(event.path)
        elif number is not None:
            self._on_data(event, self._files[number])

    def image(self, random: Random, folder: Path) -> None:
        """Write one state that a power loss now may leave into an empty folder."""
        names = dict(self._sure)
        for changes in self._waiting.values():
            for change in changes[: _some(random, len(changes))]:
                _rename(names, *change)
        for name, number in sorted(names.items()):
            if any(str(above) not in names for above in PurePosixPath(name).parents if str(above) != "."):
                continue  # its folder is lost, and it with it
            if number is None:
                (folder / name).mkdir()
            else:
                (folder / name).write_bytes(_after_loss(random, self._files[number]))

    def _new_file(self, content: bytes) -> int:
        self._files[len(self._files)] = _File(content)
        return len(self._files) - 1

    def _on_data(self, event: Event, file: _File) -> None:
        if event.kind == "sync":
            file.forced, file.waiting = file.content(), []
            return
        if event.copied_from:
            source = self._names[event.copied_from]
            assert source is not None
            event = Event("write", event.path, offset=event.offset, data=self._files[source].content())
        file.waiting.append(event)

    def _change(self, kind: str, name: str, number: int | None) -> None:
        parent = str(PurePosixPath(name.split("\0")[0]).parent)
        self._waiting.setdefault(parent, []).append((kind, name, number))
        _rename(self._names, kind, name, number)

    def _sync_folder(self, path: str) -> None:
        for change in self._waiting.pop(path, []):
            _rename(self._sure, *change)


def _rename(names: dict[str, int | None], kind: str, name: str, number: int | None) -> None:
    if kind == "link":
        names[name] = number
    elif kind == "unlink":
        names.pop(name, None)
    else:
        old, new = name.split("\0")
        names.pop(old, None)
        names[new] = number


def _some(random: Random, count: int) -> int:
    """How many of a row of changes are there: none, all or any number."""
    return random.choice([0, count, random.randint(0, count)])


def _after_loss(random: Random, file: _File) -> bytes:
    """None of the writes since the last fsync, all, a leading part with its last torn, or any sectors of any."""
    choice = random.randrange(4)
    if choice == 0 or not file.waiting:
        return file.forced
    if choice == 1:
        return file.content()
    if choice == 2:
        whole = file.waiting[: random.randint(0, len(file.waiting) - 1)]
        return _applied(file.forced, [*whole, *_torn(random, file.waiting[len(whole)])])
    chance = random.random()
    left = [part for event in file.waiting for part in _torn(random, event, chance)]
    return _applied(file.forced, left)


def _torn(random: Random, event: Event, chance: float = 0.5) -> list[Event]:
    """The sectors of a write that reached the disk; a truncation did or did not."""
    if event.kind == "truncate":
        return [event] if random.random() < chance else []
    first = -(event.offset % SECTOR)
    pieces = []
    for start in range(first, len(event.data), SECTOR):
        if random.random() < chance:
            data = event.data[max(start, 0) : start + SECTOR]
            pieces.append(Event("write", offset=event.offset + max(start, 0), data=data))
    return pieces


def _applied(content: bytes, events: list[Event]) -> bytes:
    result = bytearray(content)
    for event in events:
        end = event.offset + len(event.data)
        if len(result) < end:
            result.extend(bytes(end - len(result)))
        if event.kind == "truncate":
            del result[event.offset :]
            result.extend(bytes(event.offset - len(result)))
        else:
            result[event.offset : end] = event.data
    return bytes(result)

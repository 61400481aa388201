"""A plan file on its way into the window: opened, checked and read on another thread. Nothing here needs Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.document import Document
    from domain.exchange import PlanSnapshot


class Arrival:
    """One plan file. `run` is for another thread, `result` for the main one, which owns the document from then on."""

    def __init__(self, path: Path, open_document: Callable[[], Document]) -> None:
        self.path = path
        self._open_document = open_document
        self._document: Document | None = None
        self._snapshot: PlanSnapshot | None = None
        self._error: BaseException | None = None
        self._is_there = Event()

    @classmethod
    def begin(cls, path: Path) -> Arrival:
        """Let a file of the command line come while Qt is loaded and the window is built."""
        arrival = cls(path, lambda: _open(path))
        Thread(target=arrival.run, name="arrival", daemon=True).start()
        return arrival

    def run(self) -> None:
        """Open the file and read it; what goes wrong is for `result`."""
        try:
            from db.snapshot import load_snapshot

            self._document = self._open_document()
            self._snapshot = load_snapshot(self._document.store)
        except BaseException as error:  # noqa: BLE001 - carried to the thread that asks for the result
            self._error = error
        finally:
            self._is_there.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Whether it is there, after so many seconds at most."""
        return self._is_there.wait(seconds)

    def result(self) -> tuple[Document, PlanSnapshot]:
        """Document and content, once they are there. Raises what opening raised."""
        self.wait()
        if self._error is not None:
            if self._document is not None:
                self._document.close()
            raise self._error
        assert self._document is not None and self._snapshot is not None
        return self._document, self._snapshot

    def drop(self) -> None:
        """Let go of it, whatever came of it: nobody wants it any more."""
        self.wait()
        if self._document is not None:
            self._document.close()


def _open(path: Path) -> Document:
    from db.document import Document
    from db.places import Home

    return Document.open(path, Home.default())

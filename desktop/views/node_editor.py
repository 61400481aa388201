"""Binds the page to a heading: typing is written after a pause and on leaving, changes made elsewhere show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor

from db.outline import set_text, set_title
from db.plan import set_info
from desktop.models.outline_model import PREAMBLE
from desktop.session import Session
from desktop.widgets.growing_edit import GrowingEdit
from desktop.widgets.paper import PaperPage
from domain.changes import ChangeSet
from domain.errors import FanganError
from domain.outline import PlacedNode
from domain.text import trim

_PAUSE_MS = 900
_OVERTAKEN = ("stale_edit", "row_gone")  # refusals after which the newest state is shown
_STEP_MS = 20_000  # typing that goes on longer becomes more than one step to undo


class TypedField(QObject):
    """One text of the page and the verb that writes it."""

    def __init__(self, session: Session, edit: GrowingEdit, write: Callable[[str], None], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._edit = edit
        self._write = write
        self._known = ""
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.commit)
        self._step = QTimer(self, singleShot=True, interval=_STEP_MS)
        self._step.timeout.connect(session.store.end_merging)
        edit.typed.connect(self._pause.start)
        edit.left.connect(self.finish)

    def is_dirty(self) -> bool:
        """Whether something was typed that is not written yet."""
        return _tidy(self._edit.toPlainText()) != _tidy(self._known)

    def show_stored(self, text: str) -> None:
        """Show what the plan says, in place of anything else."""
        self._pause.stop()
        self._known = text
        self._edit.set_text(text)

    def follow(self, text: str) -> bool:
        """Take over a change made elsewhere; False when something unwritten stands in its way."""
        if text == self._known:
            return True
        if self.is_dirty():
            return False
        self.show_stored(text)
        return True

    def restore(self, text: str) -> None:
        """Put back what could not be written before; it counts as typed."""
        self._edit.set_text(text)

    def agree(self, text: str) -> None:
        """The text was written: keep what was typed, unless the plan took it in another way."""
        self._known = text
        self._edit.forget_typing()
        if self.is_dirty():
            self._edit.set_text(text)

    def commit(self) -> None:
        """Write what was typed; typing goes on in the same step."""
        self._pause.stop()
        if self.is_dirty():
            if not self._step.isActive():
                self._step.start()
            self._write(self._edit.toPlainText())

    def finish(self) -> None:
        """Write what was typed and close the step."""
        self.commit()
        if self._step.isActive():
            self._step.stop()
            self._session.store.end_merging()
        if not self.is_dirty() and self._edit.toPlainText() != self._known:
            self._edit.set_text(self._known)

    def revert(self) -> None:
        """Drop what was typed since it was last written."""
        self.show_stored(self._known)

    def forget(self) -> None:
        """Drop what was typed: its place in the plan is gone."""
        self._pause.stop()
        self._known = self._edit.toPlainText()


class NodeEditor(QObject):
    """Shows a heading, or the plan's title and its 引言, on a page."""

    def __init__(self, session: Session, page: PaperPage, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._page = page
        self._node_id = PREAMBLE
        self._version: int | None = None
        self._refusal = ""
        self._unwritten: dict[int, str] = {}  # texts a full disk or the like kept out of the plan, by node
        self._title = TypedField(session, page.title, self._write_title, self)
        self._body = TypedField(session, page.body, self._write_body, self)
        page.title.cancelled.connect(self._title.revert)
        page.title.confirmed.connect(page.body.setFocus)
        session.failed.connect(self.on_failed)

    @property
    def node_id(self) -> int:
        """The heading on the page, PREAMBLE for title and 引言."""
        return self._node_id

    def show_node(self, node_id: int) -> None:
        """Write what was typed, then turn to another heading."""
        self.finish()
        if self._body.is_dirty():
            self._unwritten[self._node_id] = self._page.body.toPlainText()
        self._node_id = node_id
        self._dress()
        self._title.show_stored(self._stored_title())
        self._body.show_stored(self._stored_body())
        if node_id in self._unwritten:
            self._body.restore(self._unwritten.pop(node_id))
        for edit in (self._page.title, self._page.body):
            edit.moveCursor(QTextCursor.MoveOperation.Start)
        self._page.verticalScrollBar().setValue(0)

    def finish(self) -> None:
        """Write what was typed."""
        self._title.finish()
        self._body.finish()

    def apply(self, changes: ChangeSet) -> None:
        """Show what a change made elsewhere means to this page."""
        if self._node_id != PREAMBLE and self._placed() is None:
            self._title.forget()
            self._body.forget()
            return
        if changes.touches("plan", "outline_node", "paragraph", "unit", "duty"):
            version = self._version
            followed = [self._title.follow(self._stored_title()), self._body.follow(self._stored_body())]
            self._dress()
            if not all(followed):
                self._version = version  # so that writing it is refused as overtaken

    def _write_title(self, text: str) -> None:
        placed, self._refusal = self._placed(), ""
        if placed is None:
            info = self._session.content.info
            self._session.perform(set_info, replace(info, title=trim(" ".join(text.split("\n")))))
        else:
            self._session.perform(set_title, placed.node.id, " ".join(text.split("\n")), self._version)
        if self._is_settled():
            self._dress()
            self._title.agree(self._stored_title())

    def _write_body(self, text: str) -> None:
        placed, self._refusal = self._placed(), ""
        node_id = None if placed is None else placed.node.id
        self._session.perform(set_text, node_id, text, None if placed is None else self._version)
        if self._is_settled():
            self._dress()
            self._body.agree(self._stored_body())

    def on_failed(self, error: FanganError) -> None:
        """Remember why the last verb was refused."""
        self._refusal = error.code

    def _is_settled(self) -> bool:
        """Whether the plan has the last word: not where the disk, and not the plan, refused what was typed."""
        return self._refusal in ("", *_OVERTAKEN)

    def _placed(self) -> PlacedNode | None:
        return next((one for one in self._session.content.placed() if one.node.id == self._node_id), None)

    def _stored_title(self) -> str:
        placed = self._placed()
        return self._session.content.info.title if placed is None else placed.node.title

    def _stored_body(self) -> str:
        placed = self._placed()
        paragraphs = self._session.content.preamble if placed is None else placed.node.paragraphs
        return "\n".join(paragraph.text for paragraph in paragraphs)

    def _dress(self) -> None:
        """Number, face, clause and version of what is shown."""
        placed = self._placed()
        if placed is None:
            self._version = None
            mark = self._session.content.info.mark
            self._page.set_heading("", 0, f"（{mark}）" if mark else "")
            self._page.title.setPlaceholderText(self.tr("在此写方案标题"))
            self._page.show_note("")
            self._page.body.setPlaceholderText(self.tr("在此写引言：依据、背景和目的"))
            return
        self._version = placed.node.version
        self._page.set_heading(placed.label, placed.level)
        self._page.title.setPlaceholderText(self.tr("在此写标题"))
        self._page.show_note(self._clause(placed))
        below = any(node.parent == placed.node.id for node in self._session.content.nodes)
        self._page.body.setPlaceholderText(self.tr("在此写各小节之前的话") if below else self.tr("在此写正文"))

    def _clause(self, placed: PlacedNode) -> str:
        """What print adds to the paragraphs: the duty clauses."""
        texts = [paragraph.text for paragraph in placed.node.paragraphs]
        printed = self._session.content.printed_paragraphs(placed.node)
        texts += [""] * (len(printed) - len(texts))
        return "\n".join(full[len(text) :] for full, text in zip(printed, texts, strict=True) if full != text)


def _tidy(text: str) -> str:
    return "\n".join(line for line in (trim(part) for part in text.split("\n")) if line)

"""Fills the margin of the text: what changed since a version, and the remarks; and does what is asked there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu

from db.remarks import add_remark, remove_remark, set_remark, set_settled
from db.version_restoring import restore_change
from desktop.models.text_lines import LineKey, heading_key, paragraph_key
from desktop.theme import GAP
from desktop.version_watch import VersionWatch
from desktop.views.view_commands import describe
from desktop.widgets.change_card import ChangeCard
from desktop.widgets.icons import name_icon
from desktop.widgets.text_margin import BAR, CARD, MarkedLine, TextMargin
from domain.changes import ChangeSet
from domain.outline import Paragraph
from domain.remarks import Remark, RemarkKind
from domain.version_difference import LineChange

if TYPE_CHECKING:
    from desktop.views.outline_view import OutlineView

_CARD_WIDTH = 380  # px
_HOVER_MS = 200
_NEW = 0  # the id of a remark that is being written


class TextMarginDesk(QObject):
    """Binds the margin of a text to the plan."""

    def __init__(self, view: OutlineView) -> None:
        super().__init__(view)
        self._view = view
        self._session = view.session
        self.watch = VersionWatch(view.session, self)
        self.margin = TextMargin(view.sheet)
        self.card = ChangeCard(view.sheet)
        self._shown: LineChange | None = None
        self._pinned = False
        self._draft: Remark | None = None
        self._hover = QTimer(self, singleShot=True, interval=_HOVER_MS)
        self._hover.timeout.connect(self.on_hovered)
        self._wanted: LineChange | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self.refresh)
        view.laid_out.connect(self._soon.start)
        view.plan_changed.connect(self.on_changed)
        self.watch.changed.connect(self.on_watched)
        self.watch.failed.connect(view.session.failed)
        margin = self.margin
        margin.change_wanted.connect(self.on_change_wanted)
        margin.change_chosen.connect(self.show_change)
        margin.remark_chosen.connect(margin.open)
        margin.settled.connect(lambda one, on: self._session.perform(set_settled, one, on))
        margin.removed.connect(self.on_removed)
        margin.written.connect(self.on_written)
        margin.dropped.connect(self.on_dropped)
        margin.left.connect(view.sheet.setFocus)
        self.card.restore_wanted.connect(self.restore)
        self.card.left.connect(self.close_card)
        self._build_commands()
        self._soon.start()

    def _build_commands(self) -> None:
        view, tr = self._view, self.tr
        menu = QMenu(tr("审阅"), view)
        for text, keys, icon, slot, tip in (
            (tr("下一处改动"), "Ctrl+F8", "change-next", partial(self.step, 1), tr("去与上一版本不同的下一处")),
            (tr("上一处改动"), "Ctrl+Shift+F8", "change-previous", partial(self.step, -1), tr("去上一处不同的地方")),
            (tr("恢复为该版文字"), "Ctrl+Alt+Z", "undo", self.restore, tr("让这一处恢复为上一版本的文字")),
            (
                tr("下一条批注"),
                "Ctrl+Alt+N",
                "remark",
                self.go_to_remark,
                tr("前往下一条未处理的批注，回车修改，空格标为已处理"),
            ),
        ):
            action = QAction(text, view)
            name_icon(action, icon)
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())
            describe(action, tip)
            menu.addAction(action)
            view.sheet.addAction(action)
            view.tree.addAction(action)
        self._menu = menu
        name_icon(menu.menuAction(), "version")
        view.addAction(menu.menuAction())
        self._offer()

    def _offer(self) -> None:
        """Offer the commands where there is a version to compare with, or a remark to go to."""
        *changes, remark = self._menu.actions()
        remark.setEnabled(any(not one.is_settled for one in self._remarks()))
        for action in changes:
            action.setEnabled(bool(self.watch.changes))
        self._menu.menuAction().setEnabled(self.watch.version is not None or remark.isEnabled())

    # Filling

    def on_changed(self, changes: ChangeSet) -> None:
        """Follow the plan."""
        if changes.touches("remark"):
            self._offer()
            self.refresh()  # at once: the next key goes to a card as it is now
        elif changes.touches("outline_node", "paragraph", "duty", "plan_version"):
            self._soon.start()
        if not self._pinned:
            self.close_card()

    def on_watched(self) -> None:
        """Other lines are marked."""
        self._offer()
        if self._shown is not None and self._shown not in self.watch.changes:
            self.close_card()
        self._soon.start()

    def refresh(self) -> None:
        """Put marks and cards beside the lines that are seen."""
        view = self._view
        remarks = self._remarks()
        self._make_room(bool(remarks))
        places: dict[tuple[int | None, int | None], QRect] = {}
        for node, paragraph, rect in view.block_rects():
            places.setdefault((node or None, paragraph or None), rect)
        self.margin.show_lines(
            [
                MarkedLine(change, found)
                for change in self.watch.changes
                if (found := places.get((change.node, change.paragraph or None))) is not None
            ]
        )
        seen = {node for node, _ in places}
        nodes = {node.id: node.paragraphs for node in self._session.content.nodes if node.id in seen}
        anchored = [
            (one, top)
            for one in remarks
            if one.node_id in seen and (top := self._anchor(one, nodes, places)) is not None
        ]
        anchored.sort(key=lambda one: (one[1], one[0].id or 1 << 60))
        self.margin.show_remarks(anchored)

    def _remarks(self) -> list[Remark]:
        found = [one for one in self._session.content.remarks if one.row_id is None]
        return [*found, self._draft] if self._draft is not None else found

    def _make_room(self, has_remarks: bool) -> None:
        """As much as is needed, and cards only where the page keeps its width."""
        sheet = self._view.sheet
        wanted = 0
        if self.watch.version is not None or has_remarks:
            page = sheet.text.style.text_width + 2 * sheet.text.style.em
            bar = sheet.verticalScrollBar().sizeHint().width()
            has_room = sheet.width() - bar - page >= BAR + CARD
            wanted = BAR + CARD if has_remarks and has_room else BAR
        if sheet.right_room != wanted:
            sheet.set_right_room(wanted)
        viewport = sheet.viewport().geometry()
        self.margin.setGeometry(QRect(viewport.right() + 1, viewport.top(), wanted, viewport.height()))
        self.margin.setVisible(wanted > 0)

    def _anchor(
        self,
        remark: Remark,
        nodes: Mapping[int, Sequence[Paragraph]],
        places: Mapping[tuple[int | None, int | None], QRect],
    ) -> int | None:
        """The height of the words a remark is about, as far as they are seen."""
        paragraphs = self._session.content.preamble if remark.node_id is None else nodes.get(remark.node_id, ())
        first = remark.quote.split("\n")[0]
        about = next((one.id for one in paragraphs if first and first in one.text), None)
        rect = places.get((remark.node_id, about))
        return rect.top() if rect is not None else None

    # Changes

    def step(self, offset: int) -> None:
        """Go to the next change (1) or the one before (-1), around the ends, and spell it out."""
        changes = [change for change in self.watch.changes if self._index(change) >= 0]
        if not changes:
            return
        here = self._view.sheet.place().line
        if self._shown is not None and self._shown in changes:
            place = (changes.index(self._shown) + offset) % len(changes)
        else:
            order = [self._index(change) for change in changes]
            later = [at for at, line in enumerate(order) if line >= here]
            place = (later[0] if later else 0) if offset > 0 else (later[0] if later else 0) - 1
        self._view.editor.finish()
        change = changes[place]
        self._view.editor.go_to(self._key(change))
        self._view.sheet.ensureCursorVisible()
        self.refresh()
        self.show_change(change)

    def on_change_wanted(self, change: LineChange | None) -> None:
        """The mouse is over a mark, or left it."""
        self._wanted = change
        self._hover.start()

    def on_hovered(self) -> None:
        """The mouse rested."""
        if self._pinned:
            return
        if self._wanted is not None:
            self._spell(self._wanted)
        elif not self.card.underMouse():
            self.close_card()

    def show_change(self, change: LineChange) -> None:
        """Spell a change out until something else is done."""
        self._spell(change)
        self._pinned = True

    def restore(self) -> None:
        """Let the line that is spelled out, or the one with the caret, say what it said in the version."""
        change = self._shown or self._here()
        version = self.watch.version
        if change is None or version is None:
            return
        self._view.editor.finish()
        self.close_card()
        self._session.perform(restore_change, change, version.name)
        self.watch.compare()

    def close_card(self) -> None:
        """Put the spelling away."""
        focus = QApplication.focusWidget()
        had_focus = focus is not None and (focus is self.card or self.card.isAncestorOf(focus))
        self._shown, self._pinned = None, False
        self.card.hide()
        if had_focus:
            self._view.sheet.setFocus()

    def _spell(self, change: LineChange) -> None:
        version = self.watch.version
        line = self._index(change)
        if version is None or line < 0:
            return
        self._shown = change
        sheet = self._view.sheet
        self.card.show_change(change, version.name)
        width = min(_CARD_WIDTH, sheet.width() - 2 * GAP)
        self.card.setFixedWidth(width)
        height = self.card.heightForWidth(width)
        rect = sheet.line_rect(line)
        offset = sheet.viewport().geometry().top()
        top = rect.bottom() + offset + 2
        if top + height > sheet.height():
            top = max(rect.top() + offset - height - 2, 0)
        left = max(self.margin.geometry().left() - width - GAP, GAP)
        self.card.setGeometry(QRect(left, top, width, height))
        self.card.show()
        self.card.raise_()

    def _here(self) -> LineChange | None:
        line = self._view.sheet.place().line
        return next((change for change in self.watch.changes if self._index(change) == line), None)

    def _index(self, change: LineChange) -> int:
        return self._view.sheet.text.index_of(self._key(change))

    def _key(self, change: LineChange) -> LineKey:
        return paragraph_key(change.paragraph) if change.paragraph else heading_key(change.node or 0)

    # Remarks

    def write(self, node_id: int | None, quote: str) -> bool:
        """Write a new remark in the margin; False where that has no room for cards."""
        store = self._session.store
        self._draft = Remark(_NEW, RemarkKind.COMMENT, "", quote, store.who, store.now(), node_id=node_id)
        self.refresh()
        card = self.margin.cards.get(_NEW)
        if card is None or not self.margin.is_wide:
            self._draft = None
            self.refresh()
            return False
        card.edit()
        return True

    def go_to_remark(self) -> None:
        """Go to the next remark that is not dealt with, around the end, and give its card the keys."""
        order = {one.node.id: place for place, one in enumerate(self._session.content.placed())}
        waiting = [one for one in self._session.content.remarks if one.row_id is None and not one.is_settled]
        waiting.sort(key=lambda one: (order.get(one.node_id or 0, -1), one.id))
        focus = QApplication.focusWidget()
        card = next(
            (
                one
                for one in self.margin.cards.values()
                if focus is one or (focus is not None and one.isAncestorOf(focus))
            ),
            None,
        )
        if card is not None and card.remark in waiting:
            place = waiting.index(card.remark) + 1
        else:
            here = order.get(self._view.current_node, -1)
            place = next((at for at, one in enumerate(waiting) if order.get(one.node_id or 0, -1) >= here), 0)
        if not waiting:
            return
        remark = waiting[place % len(waiting)]
        self._view.editor.finish()
        self._go_to_words(remark)
        self.refresh()
        self.margin.open(remark.id)

    def _go_to_words(self, remark: Remark) -> None:
        """Bring the words a remark is about into sight."""
        node = next((one for one in self._session.content.nodes if one.id == remark.node_id), None)
        paragraphs = node.paragraphs if node is not None else self._session.content.preamble
        first = remark.quote.split("\n")[0]
        about = next((one.id for one in paragraphs if first and first in one.text), None)
        self._view.editor.go_to(paragraph_key(about) if about else heading_key(remark.node_id or 0))
        self._view.sheet.ensureCursorVisible()

    def on_written(self, remark_id: int, text: str) -> None:
        """Keep what was written on a card."""
        if remark_id != _NEW:
            self._session.perform(set_remark, remark_id, text)
            self._session.store.end_merging()
            return
        draft, self._draft = self._draft, None
        if draft is not None:
            remark = Remark(0, draft.kind, text, draft.quote, draft.author, draft.made_at, draft.node_id)
            self._session.perform(add_remark, remark)
        self._view.sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_dropped(self) -> None:
        """A new remark was left empty."""
        self._draft = None
        self._soon.start()

    def on_removed(self, remark_id: int) -> None:
        """Take a remark away."""
        self._view.sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        self._session.perform(remove_remark, remark_id)

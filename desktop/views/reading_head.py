"""The line above a reading: which file, where it will go, and how tracked changes are taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN
from desktop.widgets.frame import ElidedLabel, HeadingLabel, QuietLabel
from domain.exchange import PlanDraft
from domain.reading import Revisions
from domain.remarks import RemarkKind

_TRACKED = (RemarkKind.INSERTION, RemarkKind.DELETION)


class ReadingHead(QWidget):
    """`revisions_wanted` carries Revisions."""

    revisions_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = HeadingLabel()
        self._target = ElidedLabel()
        self._target.setForegroundRole(QuietLabel().foregroundRole())
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._target)
        self.tracked = QWidget()
        choices = QHBoxLayout(self.tracked)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(0)
        label = QuietLabel(self.tr("修订："))
        label.setWordWrap(False)
        choices.addWidget(label)
        self._group = QButtonGroup(self)
        self.choices: dict[Revisions, QPushButton] = {}
        for revisions, text, tip in (
            (Revisions.ACCEPTED, self.tr("按接受后"), self.tr("修订当作已经接受；删去的文字存为批注")),
            (Revisions.ORIGINAL, self.tr("按原稿"), self.tr("修订当作没有做过；添加的文字存为批注")),
        ):
            button = QPushButton(text)
            button.setCheckable(True)
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, one=revisions: self.revisions_wanted.emit(one))
            self._group.addButton(button)
            choices.addWidget(button)
            self.choices[revisions] = button
        self.tracked.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN - 2, MARGIN, GAP)
        layout.setSpacing(MARGIN)
        layout.addLayout(words, 1)
        layout.addWidget(self.tracked)

    def show_source(self, name: str, place: str, target: str) -> None:
        """Name another file, which of several it is, and where it will go."""
        self._name.setText(f"{self.tr('读取“{}”').format(name)}{f'　{place}' if place else ''}")
        self._target.setText(target)
        self.tracked.hide()

    def show_draft(self, draft: PlanDraft) -> None:
        """Offer the choice once the file has shown tracked changes; it stays, whichever way they are taken."""
        if any(remark.kind in _TRACKED for remark in draft.content.remarks):
            self.tracked.show()

    def show_revisions(self, revisions: Revisions) -> None:
        """Mark how they are taken."""
        self.choices[revisions].setChecked(True)

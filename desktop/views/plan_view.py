"""What every editor in the middle of the window has in common."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.session import Session


class PlanView(QWidget):
    """An editor on one place of the plan.

    Its commands are the QActions it was given by `addAction`: the window shows them in the tool row and in the edit
    menu, in that order; a separator action makes a gap.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def heading(self) -> str:
        """The words above the editor."""
        raise NotImplementedError(type(self).__name__)

    def finish_editing(self) -> None:
        """Write what is still being typed, as before saving, leaving or closing."""

"""格式体检 in the window: a Word file judged by the open plan's layout, or the standard one, on a page of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.dialogs.file_chooser import FileChooser
from desktop.jobs.runner import JobRunner
from desktop.pages import Pages
from desktop.session import Session

if TYPE_CHECKING:
    from desktop.views.layout_check_page import LayoutCheckPage
    from exporters.page import Layout


class CheckingDesk(QObject):
    """`working` carries a Job and its sentence, `failed` a FanganError, `written` the path of a corrected copy."""

    working = Signal(object, str)
    failed = Signal(object)
    written = Signal(object)

    def __init__(
        self,
        session: Callable[[], Session | None],
        pages: Pages,
        chooser: FileChooser,
        runner: JobRunner,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._session, self._pages, self._chooser, self._runner = session, pages, chooser, runner
        self.page: LayoutCheckPage | None = None

    def choose(self) -> None:
        """Ask for a Word file and look into it."""
        path = self._chooser.document_to_check()
        if path is not None:
            self.check(path)

    def check(self, path: Path) -> None:
        """Look into a Word file on the page, which is opened if need be."""
        if self.page is None:
            from desktop.views.layout_check_page import LayoutCheckPage

            page = self.page = LayoutCheckPage(self._runner, self._layout, self._chooser.corrected_copy)
            page.closed.connect(self.close)
            page.file_wanted.connect(self.choose)
            page.working.connect(self.working)
            page.failed.connect(self.failed)
            page.written.connect(self.written)
            self._pages.cover(page)
        self.page.check(path)

    def close(self) -> None:
        """Put the page away; what it is doing is stopped."""
        page, self.page = self.page, None
        if page is not None:
            page.stop()
            self._pages.uncover()

    def _layout(self) -> Layout:
        from exporters.page import Layout
        from exporters.profile import profile_from_json

        session = self._session()
        return Layout(profile_from_json(session.content.info.layout if session is not None else ""))

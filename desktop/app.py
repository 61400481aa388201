"""The application: Qt set up for Chinese offices, the window opened on a file."""

from __future__ import annotations

import gc
import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QLocale, QSettings, Qt, QTimer, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from db.places import Home
from desktop.arriving import Arrival
from desktop.errors import ErrorHook, log_folder, start_log, stop_log
from desktop.main_window import MainWindow
from desktop.settings import Settings
from desktop.theme import ThemeKeeper
from resources import resource

_NAME = "fangan"
_TOUR = "tour"


def run_window(file: Path | None, *, smoke: bool = False, arrival: Arrival | None = None) -> int:
    """Open the window, on a plan file if one is named, and stay until it is closed. Returns the exit code.

    `smoke` opens it for real, visits every place once and closes it: 0 when nothing went wrong on the way. It leaves
    neither settings nor a log behind. `arrival` is the file where it is on its way already.
    """
    app = build_application()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        store = QSettings(str(folder / "smoke.ini"), QSettings.Format.IniFormat) if smoke else QSettings()
        logger = start_log(folder if smoke else log_folder())
        settings = Settings(store)
        data = Home(folder / "home") if smoke else Home.default()
        window = MainWindow(settings, ThemeKeeper(app, settings.scheme, app), data=data)
        hook = ErrorHook(logger, window.notice.fail)
        hook.install()
        try:
            window.show()
            if arrival is not None:
                window.files.open_arrived(arrival)
            elif file is not None:
                window.files.open_plan(file)
            QTimer.singleShot(0, collect_from_now_on)
            if smoke:
                _tour(window)
            code = app.exec()
            went_well = not hook.failures and window.property(_TOUR) == "done"
        finally:
            hook.remove()
            window.deleteLater()
            # Now, while the application is there, and not whenever Python collects its garbage.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
            if smoke:
                stop_log(logger)
    return 1 if smoke and not went_well else code


def build_application() -> QApplication:
    """The one QApplication of the process, in Chinese; the one there is when there is one."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QLocale.setDefault(QLocale(QLocale.Language.Chinese, QLocale.Country.China))
    app = QApplication([_NAME])
    # After the platform has had its say. Some commands have no icon, so none shows one in a menu.
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus)
    app.setOrganizationName(_NAME)
    app.setApplicationName(_NAME)
    app.setDesktopFileName(_NAME)
    translator = QTranslator(app)
    if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
    icon = resource("icons/fangan.svg")
    if icon.is_file():
        app.setWindowIcon(QIcon(str(icon)))
    return app


def collect_from_now_on() -> None:
    """Let Python look for garbage again, but never among what was there at the start: that would halt the window."""
    gc.freeze()
    gc.enable()


def _tour(window: MainWindow) -> None:
    """Visit every place, one turn of the event loop each, then close the window."""
    keys = [place.key for place in window.workspace.places] if window.workspace is not None else []

    def step() -> None:
        if keys:
            window.on_place_wanted(keys.pop(0))
            QTimer.singleShot(0, step)
            return
        if not window.notice.is_error():
            window.setProperty(_TOUR, "done")
        window.close()

    QTimer.singleShot(0, step)

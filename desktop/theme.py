"""How the window looks: two palettes, the faces of documents and of the interface, and who chooses light or dark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

GAP = 8  # px between controls
MARGIN = 12  # px around content

# GB/T 9704-2012 5.2.2 and 7.3.3 name 仿宋, 黑体, 楷体 and 小标宋; after them the free stand-ins.
_DOCUMENT_FACES = (
    "仿宋_GB2312",
    "FangSong_GB2312",
    "仿宋",
    "FangSong",
    "STFangsong",
    "FandolFang",
    "FandolFang R",
    "Noto Serif CJK SC",
)
_HEADING_FACES = ("黑体", "SimHei", "FandolHei", "Noto Sans CJK SC")
_SUBHEADING_FACES = ("楷体_GB2312", "楷体", "KaiTi", "FandolKai", "LXGW WenKai", "霞鹜文楷", "Noto Serif CJK SC")
_TITLE_FACES = ("方正小标宋简体", "方正小标宋_GBK", "FZXiaoBiaoSong-B05S", "Noto Serif CJK SC", "FandolSong")
_INTERFACE_FACES = ("Microsoft YaHei UI", "微软雅黑", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC")
_FALLBACK_FACES = ("Noto Serif CJK SC", "SimSun", "宋体")


class SchemeChoice(StrEnum):
    """What the user asked for; the values are what the settings hold."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Tones:
    """The colours of one scheme. `surface` is the paper, the brightest thing there is."""

    window: str
    surface: str
    alternate: str
    button: str
    ink: str
    quiet: str
    disabled: str
    line: str
    selection: str
    accent: str
    on_accent: str = "#ffffff"


LIGHT = Tones(
    window="#f2f2f0",
    surface="#ffffff",
    alternate="#f8f8f7",
    button="#fafaf9",
    ink="#1f2124",
    quiet="#63666b",
    disabled="#86898e",
    line="#d7d7d4",
    selection="#dde2e8",
    accent="#ab1f24",
)
DARK = Tones(
    window="#1d1e20",
    surface="#2a2b2e",
    alternate="#303135",
    button="#2f3033",
    ink="#e4e4e1",
    quiet="#a3a6ab",
    disabled="#7a7d83",
    line="#404247",
    selection="#454b54",
    accent="#cc463f",
)


def build_palette(tones: Tones) -> QPalette:
    """The Qt palette of a scheme; Mid is the hairline, Accent the official red, PlaceholderText the quiet ink."""
    palette = QPalette(QColor(tones.button), QColor(tones.window))
    role = QPalette.ColorRole
    for place, colour in (
        (role.Window, tones.window),
        (role.Base, tones.surface),
        (role.AlternateBase, tones.alternate),
        (role.Button, tones.button),
        (role.ToolTipBase, tones.surface),
        (role.WindowText, tones.ink),
        (role.Text, tones.ink),
        (role.ButtonText, tones.ink),
        (role.ToolTipText, tones.ink),
        (role.PlaceholderText, tones.quiet),
        (role.Mid, tones.line),
        (role.Midlight, tones.alternate),
        (role.Highlight, tones.selection),
        (role.HighlightedText, tones.ink),
        (role.Accent, tones.accent),
        (role.BrightText, tones.on_accent),
        (role.Link, tones.ink),
        (role.LinkVisited, tones.quiet),
    ):
        palette.setColor(place, QColor(colour))
    for place in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, place, QColor(tones.disabled))
    return palette


class ThemeKeeper(QObject):
    """Dresses the application, and dresses it again when the system turns light or dark."""

    def __init__(self, app: QApplication, choice: SchemeChoice, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self._choice = choice
        app.setStyle("Fusion")
        app.setFont(interface_font(app.font()))
        app.styleHints().colorSchemeChanged.connect(self.on_system_changed)
        self._dress()

    @property
    def choice(self) -> SchemeChoice:
        """What the user asked for."""
        return self._choice

    def choose(self, choice: SchemeChoice) -> None:
        """Change to light, dark or what the system says."""
        self._choice = choice
        scheme = {SchemeChoice.LIGHT: Qt.ColorScheme.Light, SchemeChoice.DARK: Qt.ColorScheme.Dark}
        # Tells the window frame too, where the platform can.
        self._app.styleHints().setColorScheme(scheme.get(choice, Qt.ColorScheme.Unknown))
        self._dress()

    def on_system_changed(self) -> None:
        """Follow the system where the user left the choice to it."""
        self._dress()

    def _dress(self) -> None:
        dark = self._choice is SchemeChoice.DARK
        if self._choice is SchemeChoice.SYSTEM:
            dark = self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark
        self._app.setPalette(build_palette(DARK if dark else LIGHT))


def interface_font(system: QFont) -> QFont:
    """The system's font with a Chinese face first, at the system's size."""
    font = QFont(system)
    faces = [face for face in _INTERFACE_FACES if face in _known_faces()]
    font.setFamilies(faces[:1] or system.families())
    return font


def document_font(point_size: float) -> QFont:
    """The face of body text: 仿宋 or its stand-in (GB/T 9704-2012 5.2.2)."""
    return _official_font(_DOCUMENT_FACES, point_size)


def heading_font(point_size: float, level: int = 1) -> QFont:
    """The face of a heading: level 0 小标宋 (the plan's title), 1 黑体, 2 楷体, below that 仿宋 (7.3.1, 7.3.3)."""
    faces = {0: _TITLE_FACES, 1: _HEADING_FACES, 2: _SUBHEADING_FACES}.get(level, _DOCUMENT_FACES)
    font = _official_font(faces, point_size)
    if level == 0 and font.families()[0].startswith("Noto"):
        font.setWeight(QFont.Weight.DemiBold)  # the stand-in for 小标宋 is the serif face in bold
    return font


def point_size(font: QFont) -> float:
    """The size of a font in points, also where the system gave it in pixels."""
    return QFontInfo(font).pointSizeF()


def title_font(base: QFont) -> QFont:
    """One step larger and of medium weight, for the line above an editor."""
    font = QFont(base)
    font.setPointSizeF(point_size(base) * 1.2)
    font.setWeight(QFont.Weight.Medium)
    return font


@cache
def _known_faces() -> frozenset[str]:
    """The faces of this machine, asked for once: it takes milliseconds, and every heading wants to know."""
    return frozenset(QFontDatabase.families())


def _official_font(faces: tuple[str, ...], point_size: float) -> QFont:
    known = _known_faces()
    found = [face for face in faces if face in known][:1]
    found += [face for face in _FALLBACK_FACES if face in known and face not in found][:1]
    font = QFont(found or QApplication.font().families())
    font.setPointSizeF(point_size)
    return font

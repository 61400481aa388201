"""Both schemes can be read, and icons and the primary button follow them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QColor, QFont, QPalette

from desktop.settings import Settings
from desktop.theme import (
    DARK,
    LIGHT,
    SchemeChoice,
    ThemeKeeper,
    build_palette,
    document_font,
    heading_font,
    interface_font,
)
from desktop.widgets.frame import ElidedLabel, PrimaryButton
from desktop.widgets.icons import dress_actions, name_icon, themed_icon


def luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: QColor, other: QColor) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.fixture
def kept_look(qapp):
    palette, font = qapp.palette(), qapp.font()
    yield
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("WindowText", "Window"),
        ("Text", "Base"),
        ("Text", "AlternateBase"),
        ("ButtonText", "Button"),
        ("PlaceholderText", "Window"),
        ("PlaceholderText", "Base"),
        ("HighlightedText", "Highlight"),
        ("BrightText", "Accent"),
        ("ToolTipText", "ToolTipBase"),
    ],
)
def test_text_stands_out(tones, ink, ground):
    palette, role = build_palette(tones), QPalette.ColorRole
    assert contrast(palette.color(role[ink]), palette.color(role[ground])) >= 4.5


@pytest.mark.parametrize("tones", [LIGHT, DARK], ids=["light", "dark"])
def test_the_document_is_the_brightest_and_the_accent_can_be_seen(tones):
    palette, role = build_palette(tones), QPalette.ColorRole
    assert luminance(palette.color(role.Base)) > luminance(palette.color(role.Window))
    assert contrast(palette.color(role.Accent), palette.color(role.Base)) >= 2.8


def test_a_choice_changes_the_application_and_the_system_decides_otherwise(qapp, kept_look):
    keeper = ThemeKeeper(qapp, SchemeChoice.DARK)
    assert qapp.palette().window().color() == QColor(DARK.window)
    keeper.choose(SchemeChoice.LIGHT)
    assert qapp.palette().window().color() == QColor(LIGHT.window)
    keeper.choose(SchemeChoice.SYSTEM)
    keeper.on_system_changed()
    dark = qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark
    assert qapp.palette().window().color() == QColor(DARK.window if dark else LIGHT.window)


def test_fonts_have_the_sizes_asked_for_and_a_face_that_exists(qapp):
    assert document_font(12).pointSizeF() == 12
    assert heading_font(16, 0).pointSizeF() == 16
    assert interface_font(QFont(qapp.font())).pointSizeF() == qapp.font().pointSizeF()
    assert document_font(12).families() and heading_font(12, 1).families()


def test_icons_take_the_ink_of_the_palette(qapp):
    lightness = []
    for tones in (LIGHT, DARK):
        picture = themed_icon("add", build_palette(tones)).pixmap(20, 20).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(picture.width()) for y in range(picture.height())]
        lightness.append(max(pixels, key=lambda pixel: pixel.alpha()).lightness())
    assert lightness[0] < 60 < 200 < lightness[1]


def test_an_icon_that_is_not_there_is_no_icon(qapp):
    action = QAction("x")
    name_icon(action, "no-such-icon")
    dress_actions([action], build_palette(LIGHT))
    assert action.icon().isNull()


def test_the_primary_button_wears_the_accent_itself(qapp, qtbot, kept_look):
    qapp.setPalette(build_palette(LIGHT))
    button = PrimaryButton("导出")
    qtbot.addWidget(button)
    button.resize(120, 30)
    assert button.grab().toImage().pixelColor(8, 15).name() == LIGHT.accent
    button.setEnabled(False)
    assert button.grab().toImage().pixelColor(8, 15).name() == LIGHT.line


def test_a_label_too_long_for_its_place_says_all_in_the_tooltip(qtbot):
    label = ElidedLabel()
    qtbot.addWidget(label)
    label.setText("一个很长很长的标题，长得放不下")
    label.resize(60, 20)
    label.grab()
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    label.grab()
    assert label.toolTip() == ""


def test_settings_remember(tmp_path):
    store = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    assert settings.scheme is SchemeChoice.SYSTEM
    assert settings.recent_files() == []
    settings.scheme = SchemeChoice.DARK
    for name in "abcdefghij":
        path = tmp_path / f"{name}.fangan"
        path.touch()
        settings.remember_file(path)
    settings.remember_file(tmp_path / "h.fangan")
    (tmp_path / "j.fangan").unlink()
    settings.sync()
    again = Settings(QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat))
    assert again.scheme is SchemeChoice.DARK
    assert [path.stem for path in again.recent_files()] == ["h", "i", "g", "f", "e", "d", "c"]
    again.forget_files()
    assert again.recent_files() == []


def test_settings_survive_nonsense(tmp_path):
    store = QSettings(str(tmp_path / "a.ini"), QSettings.Format.IniFormat)
    store.setValue("window/scheme", "purple")
    store.setValue("files/recent", str(tmp_path))
    store.setValue("files/folder", str(tmp_path / "gone"))
    settings = Settings(store)
    assert settings.scheme is SchemeChoice.SYSTEM
    assert settings.recent_files() == [tmp_path]
    assert settings.last_folder() is None
    assert settings.layout("geometry").isEmpty()

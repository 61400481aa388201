"""版式: how exported files look, field by field; every change is one step to undo and is in the plan at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from db.plan import set_layout
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.layout_fields import CHOICES, GROUPS, Field
from desktop.widgets.frame import HeadingLabel, QuietLabel
from domain.changes import ChangeSet
from domain.errors import ExportError, FanganError, ImportFileError
from exporters.profile import STANDARD, LayoutProfile, profile_from_json, profile_to_json

LAYOUT_SUFFIX = ".json"
_MOST_BYTES = 1 << 20


class LayoutPanel(QWidget):
    """The profile of the open plan. `failed` carries the FanganError of a file that could not be read or written."""

    failed = Signal(object)
    saved = Signal(object)

    def __init__(
        self,
        session: Session,
        choose_file: Callable[[], Path | None],
        choose_target: Callable[[str], Path | None],
        parent: QWidget | None = None,
    ) -> None:
        """`choose_file` asks for a profile to take over, `choose_target` where one shall be written, given a name."""
        super().__init__(parent)
        self._session = session
        self._choose_file, self._choose_target = choose_file, choose_target
        self._profile = STANDARD
        self.inputs: dict[tuple[str, str], QWidget] = {}
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("版式名称"))
        self.name.editingFinished.connect(self.on_edited)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP)
        outer.addWidget(self.name)
        outer.addLayout(self._buttons())
        outer.addWidget(self._form(), 1)
        self.setFocusProxy(self.name)
        self._show()
        session.changed.connect(self.on_changed)

    @property
    def profile(self) -> LayoutProfile:
        """What the plan is printed in now."""
        return self._profile

    def on_changed(self, changes: ChangeSet) -> None:
        """Show what the plan says after an edit or an undo."""
        if changes.touches("plan"):
            self._show()

    def on_edited(self) -> None:
        """Write the field that was changed."""
        wanted = replace(self._profile, name=self.name.text().strip() or self._profile.name)
        for group in GROUPS:
            key = group.fields[0].group
            values = {one.name: self._value(one) for one in group.fields}
            wanted = replace(wanted, **{key: replace(getattr(wanted, key), **values)})
        self._write(wanted)

    def take_standard(self) -> None:
        """Go back to what the standard says."""
        self._write(STANDARD)

    def load(self) -> None:
        """Take over a profile that another office wrote."""
        path = self._choose_file()
        if path is None:
            return
        try:
            profile = profile_from_json(_read_text(path))
        except FanganError as error:
            self.failed.emit(error)
            return
        self._write(profile)

    def save(self) -> None:
        """Write the profile into a file for other offices."""
        path = self._choose_target(f"{self._profile.name}{LAYOUT_SUFFIX}")
        if path is None:
            return
        from exporters.target import Staging

        data = profile_to_json(self._profile).encode()

        def write(stream: BinaryIO) -> None:
            stream.write(data)

        try:
            with Staging(path.parent) as staging:
                staging.add(path.name, write)
                staging.publish()
        except ExportError as error:
            self.failed.emit(error)
            return
        self.saved.emit(path)

    def _write(self, profile: LayoutProfile) -> None:
        if profile != self._profile:
            self._session.perform(set_layout, "" if profile == STANDARD else profile_to_json(profile))

    def _show(self) -> None:
        try:
            self._profile = profile_from_json(self._session.content.info.layout)
        except FanganError as error:
            self._profile = STANDARD
            self.failed.emit(error)
        with QSignalBlocker(self.name):
            self.name.setText(self._profile.name)
        for (group, name), widget in self.inputs.items():
            with QSignalBlocker(widget):
                _put(widget, getattr(getattr(self._profile, group), name))

    def _value(self, field: Field) -> Any:
        widget = self.inputs[field.group, field.name]
        before = getattr(getattr(self._profile, field.group), field.name)
        if isinstance(widget, QCheckBox):
            return widget.isChecked()
        if isinstance(widget, QComboBox):
            return type(before)(widget.currentData())
        if isinstance(widget, QLineEdit):
            return widget.text().strip()
        assert isinstance(widget, QDoubleSpinBox | QSpinBox)
        return widget.value()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for text, slot in (
            (self.tr("载入…"), self.load),
            (self.tr("另存…"), self.save),
            (self.tr("恢复国标"), self.take_standard),
        ):
            button = QPushButton(text)
            button.clicked.connect(slot)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _form(self) -> QScrollArea:
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for group in GROUPS:
            column.addSpacing(MARGIN)
            heading = HeadingLabel()
            heading.setText(group.title)
            column.addWidget(heading)
            if group.hint:
                column.addWidget(QuietLabel(group.hint))
            form = QFormLayout()
            form.setHorizontalSpacing(MARGIN)
            form.setVerticalSpacing(GAP)
            form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
            for field in group.fields:
                self._add(form, field)
            column.addLayout(form)
        column.addStretch(1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and scroll it
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def _add(self, form: QFormLayout, field: Field) -> None:
        widget = self._input(field)
        widget.setAccessibleName(field.label)
        self.inputs[field.group, field.name] = widget
        if isinstance(widget, QCheckBox):
            form.addRow(widget)
        else:
            form.addRow(field.label, widget)

    def _input(self, field: Field) -> QWidget:
        group = getattr(STANDARD, field.group)
        value = getattr(group, field.name)
        if isinstance(value, bool):
            box = QCheckBox(field.label)
            box.toggled.connect(self.on_edited)
            return box
        if isinstance(value, StrEnum):
            choice = _Choice()
            for one in type(value):
                choice.addItem(CHOICES[one.value], one.value)
            choice.activated.connect(self.on_edited)
            return choice
        if isinstance(value, str):
            line = QLineEdit()
            line.editingFinished.connect(self.on_edited)
            return line
        bounds = group.__dataclass_fields__[field.name].metadata
        number = _WholeNumber() if isinstance(value, int) and field.unit in ("行", "字") else _Number()
        number.setRange(int(bounds["least"]) if isinstance(number, QSpinBox) else bounds["least"], bounds["most"])
        number.setSuffix(f" {field.unit}")
        number.setKeyboardTracking(False)
        number.valueChanged.connect(self.on_edited)
        return number


class _Choice(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, not the choice the pointer happens to be over."""
        event.ignore()


class _WholeNumber(QSpinBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, not the number."""
        event.ignore()


class _Number(QDoubleSpinBox):
    def __init__(self) -> None:
        super().__init__()
        self.setDecimals(2)
        self.setSingleStep(0.5)

    def textFromValue(self, value: float) -> str:
        """37, 10.5: no zeros at the end."""
        return f"{value:g}"

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, not the number."""
        event.ignore()


def _put(widget: QWidget, value: Any) -> None:
    if isinstance(widget, QCheckBox):
        widget.setChecked(value)
    elif isinstance(widget, QComboBox):
        widget.setCurrentIndex(widget.findData(value.value))
    elif isinstance(widget, QLineEdit):
        widget.setText(value)
    elif isinstance(widget, QDoubleSpinBox | QSpinBox):
        widget.setValue(value)


def _read_text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        if len(data) > _MOST_BYTES:
            raise ImportFileError("too_large", f"“{path.name}”不是版式文件。", "请选择从“版式”里另存的文件。")
        return data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ImportFileError(
            "unreadable", f"读不出“{path.name}”。", "请选择从“版式”里另存的文件，并确认您有读取它的权限。", repr(error)
        ) from error

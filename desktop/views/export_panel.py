"""导出: which parts, which formats, which folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.dialogs.file_chooser import FileChooser
from desktop.theme import GAP
from desktop.widgets.frame import HeadingLabel, PrimaryButton, QuietLabel

_FORMATS = (("docx", "Word 文档"), ("xlsx", "Excel 工作簿"))


class ExportPanel(QWidget):
    """`wanted` carries (folder, formats, parts) when the user says to go on."""

    wanted = Signal(object, object, object)

    def __init__(self, parts: Sequence[str], folder: Path, chooser: FileChooser, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._chooser = chooser
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(QuietLabel(self.tr("内容")))
        self.parts = [self._box(part, part, layout) for part in parts]
        layout.addSpacing(GAP)
        layout.addWidget(QuietLabel(self.tr("格式")))
        self.formats = [self._box(self.tr(word), key, layout) for key, word in _FORMATS]
        layout.addSpacing(GAP)
        layout.addWidget(QuietLabel(self.tr("文件夹")))
        self._place = HeadingLabel()
        self._place.setFont(self.font())
        self._place.setText(str(folder))
        choose = QPushButton(self.tr("选择…"))
        choose.clicked.connect(self.choose_folder)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self._place, 1)
        row.addWidget(choose)
        layout.addLayout(row)
        layout.addSpacing(GAP)
        self.go = PrimaryButton(self.tr("导出"))
        self.go.clicked.connect(self.on_go)
        layout.addWidget(self.go)
        layout.addStretch(1)
        self.setFocusProxy(self.go)

    def choose_folder(self) -> None:
        """Ask for another folder."""
        folder = self._chooser.folder_for_export(self._folder)
        if folder is not None:
            self._folder = folder
            self._place.setText(str(folder))

    def on_go(self) -> None:
        """Tell what is wanted."""
        parts = [str(box.property("key")) for box in self.parts if box.isChecked()]
        formats = [str(box.property("key")) for box in self.formats if box.isChecked()]
        self.wanted.emit(self._folder, formats, parts)

    def on_toggled(self) -> None:
        """Nothing ticked, nothing to do."""
        self.go.setEnabled(any(box.isChecked() for box in self.parts) and any(box.isChecked() for box in self.formats))

    def _box(self, text: str, key: str, layout: QVBoxLayout) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(True)
        box.setProperty("key", key)
        box.toggled.connect(self.on_toggled)
        layout.addWidget(box)
        return box

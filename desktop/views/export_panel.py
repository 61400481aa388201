"""导出: which parts, which formats, which folder; or a review copy in one step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QSpinBox, QVBoxLayout, QWidget

from desktop.dialogs.file_chooser import FileChooser
from desktop.theme import GAP, MARGIN
from desktop.transfer import ExportWish
from desktop.widgets.frame import HeadingLabel, PrimaryButton, QuietLabel
from domain.labels import PART_UNIT_TASKS

_FORMATS = (("docx", "Word 文档"), ("xlsx", "Excel 工作簿"), ("pdf", "PDF"))
_UNASKED = ("pdf",)
_MOST_COPIES = 200


class ExportPanel(QWidget):
    """`wanted` carries an ExportWish when the user says to go on."""

    wanted = Signal(object)

    def __init__(
        self,
        parts: Sequence[str],
        folder: Path,
        chooser: FileChooser,
        parent: QWidget | None = None,
        *,
        own: str = "",
    ) -> None:
        """`own` is one part more, which alone is ticked at first."""
        super().__init__(parent)
        self._folder = folder
        self._chooser = chooser
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(QuietLabel(self.tr("内容")))
        listed = [own, *parts] if own else parts
        ticked = {own} if own else {part for part in parts if part != PART_UNIT_TASKS}
        self.parts = [self._box(part, part, layout, checked=part in ticked) for part in listed]
        layout.addSpacing(GAP)
        layout.addWidget(QuietLabel(self.tr("格式")))
        self.formats = [self._box(self.tr(word), key, layout, checked=key not in _UNASKED) for key, word in _FORMATS]
        self.working_copies = self._box(self.tr("Excel 另附工作底稿（可筛选、排序）"), "", layout, checked=False)
        layout.addSpacing(GAP)
        layout.addWidget(QuietLabel(self.tr("文件夹")))
        self._place = HeadingLabel()
        self._place.setFont(self.font())
        self._place.setText(str(folder))
        choose = QPushButton(self.tr("选择…"))
        choose.clicked.connect(self.choose_folder)
        layout.addLayout(_row(self._place, choose))
        layout.addSpacing(GAP)
        self.go = PrimaryButton(self.tr("导出"))
        self.go.clicked.connect(self.on_go)
        layout.addWidget(self.go)
        layout.addSpacing(MARGIN)
        layout.addWidget(QuietLabel(self.tr("送领导审阅：带水印和版本的 PDF，放在同一文件夹")))
        self.copies = QSpinBox()
        self.copies.setRange(0, _MOST_COPIES)
        self.copies.setSpecialValueText(self.tr("不编份号"))
        self.copies.setSuffix(self.tr(" 份，编份号"))
        self.copies.setAccessibleName(self.tr("审阅稿份数"))
        self.review = QPushButton(self.tr("生成审阅稿"))
        self.review.clicked.connect(self.on_review)
        layout.addLayout(_row(self.copies, self.review))
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
        formats = tuple(str(box.property("key")) for box in self.formats if box.isChecked())
        working = self.working_copies.isChecked() and "xlsx" in formats
        self.wanted.emit(ExportWish(self._folder, formats, self._chosen_parts(), working))

    def on_review(self) -> None:
        """Tell that review copies are wanted, of the parts leaders read."""
        self.wanted.emit(ExportWish(self._folder, (), (), review=True, copies=self.copies.value()))

    def on_toggled(self) -> None:
        """Nothing ticked, nothing to do."""
        formats = [box for box in self.formats if box.isChecked()]
        self.go.setEnabled(bool(self._chosen_parts()) and bool(formats))
        self.working_copies.setEnabled(any(box.property("key") == "xlsx" for box in formats))

    def _chosen_parts(self) -> tuple[str, ...]:
        return tuple(str(box.property("key")) for box in self.parts if box.isChecked())

    def _box(self, text: str, key: str, layout: QVBoxLayout, *, checked: bool) -> QCheckBox:
        box = QCheckBox(text)
        box.setChecked(checked)
        box.setAccessibleName(self.tr("导出{}").format(text))
        box.setProperty("key", key)
        box.toggled.connect(self.on_toggled)
        layout.addWidget(box)
        return box


def _row(wide: QWidget, narrow: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(wide, 1)
    row.addWidget(narrow)
    return row

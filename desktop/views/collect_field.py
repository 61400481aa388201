"""One field of a form in full: what it means, what can be chosen, other headers that mean it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QPlainTextEdit, QWidget

from desktop.theme import GAP, MARGIN
from domain.collection import Choice, FieldKind, FieldRole, FormField
from domain.labels import FIELD_KIND_LABELS, FIELD_ROLE_LABELS
from domain.text import trim

_CHOICE_LINES = 6


class LinesEdit(QPlainTextEdit):
    """Several lines; `left` when the keys go elsewhere."""

    left = Signal()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Tell that what was typed is to be taken."""
        super().focusOutEvent(event)
        self.left.emit()


class FieldPane(QWidget):
    """Edits one field; `changed` carries it as it shall be."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field: FormField | None = None
        self.kind = self._combo(self.tr("类型"), FIELD_KIND_LABELS)
        self.role = self._combo(self.tr("含义"), FIELD_ROLE_LABELS)
        self.required = QCheckBox(self.tr("必须填写"))
        self.once = QCheckBox(self.tr("每家企业只填一次，各行相同"))
        self.choices = LinesEdit()
        self.choices.setAccessibleName(self.tr("可选的内容"))
        self.choices.setPlaceholderText(self.tr("一行一个；其他写法写在冒号后面：\n上游：上、产业链上游"))
        self.choices.setTabChangesFocus(True)
        self.choices.setFixedHeight(self.fontMetrics().lineSpacing() * _CHOICE_LINES + 12)
        self.synonyms = QLineEdit()
        self.synonyms.setAccessibleName(self.tr("表头的其他叫法"))
        self.synonyms.setPlaceholderText(self.tr("用顿号隔开，如 单位名称、填报单位"))
        form = QFormLayout(self)
        form.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        form.setSpacing(GAP)
        form.addRow(self.tr("类型"), self.kind)
        form.addRow(self.tr("含义"), self.role)
        form.addRow("", self.required)
        form.addRow("", self.once)
        form.addRow(self.tr("可选内容"), self.choices)
        form.addRow(self.tr("其他叫法"), self.synonyms)
        self.kind.activated.connect(self.take)
        self.role.activated.connect(self.take)
        self.required.clicked.connect(self.take)
        self.once.clicked.connect(self.take)
        self.choices.left.connect(self.take)
        self.synonyms.editingFinished.connect(self.take)

    def show_field(self, field: FormField | None, *, is_open: bool) -> None:
        """Show a field; what is being typed in it stays."""
        is_typing = field is not None and self._field is not None and field.key == self._field.key
        self._field = field
        self.setEnabled(field is not None and is_open)
        if field is None:
            return
        self.kind.setCurrentIndex(self.kind.findData(field.kind.value))
        self.role.setCurrentIndex(self.role.findData(field.role.value))
        self.required.setChecked(field.is_required)
        self.once.setChecked(field.once)
        if not (is_typing and self.choices.document().isModified()):
            self.choices.setPlainText(choices_to_text(field.choices))
        if not (is_typing and self.synonyms.isModified()):
            self.synonyms.setText("、".join(field.synonyms))
            self.synonyms.setCursorPosition(0)
        self.choices.setEnabled(field.kind is FieldKind.CHOICE)

    def take(self) -> None:
        """Tell what the field shall be, where that is something else."""
        field = self._field
        if field is None or not self.isEnabled():
            return
        synonyms = tuple(
            part
            for one in self.synonyms.text().replace(",", "、").replace("，", "、").split("、")
            if (part := trim(one))
        )
        new = replace(
            field,
            kind=FieldKind(self.kind.currentData()),
            role=FieldRole(self.role.currentData()),
            is_required=self.required.isChecked(),
            once=self.once.isChecked(),
            choices=choices_from_text(self.choices.toPlainText()),
            synonyms=synonyms,
        )
        self.choices.document().setModified(False)
        self.synonyms.setModified(False)
        if new != field:
            self._field = new
            self.changed.emit(new)

    @staticmethod
    def _combo(name: str, labels: dict[str, str]) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(name)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, word in labels.items():
            combo.addItem(word, value)
        return combo


def choices_to_text(choices: tuple[Choice, ...]) -> str:
    """上游：上、产业链上游 a line."""
    return "\n".join(one.value + (f"：{'、'.join(one.synonyms)}" if one.synonyms else "") for one in choices)


def choices_from_text(text: str) -> tuple[Choice, ...]:
    """The choices of lines; a value that stands twice is taken once."""
    found: dict[str, Choice] = {}
    for line in text.split("\n"):
        value, _, rest = line.replace(":", "：").partition("：")
        if trim(value) and trim(value) not in found:
            others = rest.replace(",", "、").replace("，", "、").split("、")
            found[trim(value)] = Choice(trim(value), tuple(part for one in others if (part := trim(one))))
    return tuple(found.values())

"""方案信息: title, stage, document number and issuing authority, written as soon as a field is left."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QComboBox, QFormLayout, QLineEdit, QWidget

from db.plan import set_info
from desktop.session import Session
from desktop.theme import GAP
from domain.changes import ChangeSet
from domain.exchange import PlanInfo
from domain.labels import STAGE_LABELS, PlanStage
from domain.text import trim


class InfoPanel(QWidget):
    """Four fields; each edit is one step to undo."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.title = self._field(self.tr("标题"))
        self.stage = QComboBox()
        self.stage.setAccessibleName(self.tr("稿次"))
        self.number = self._field(self.tr("发文字号"))
        self.number.setPlaceholderText(self.tr("例如 政办发〔2026〕1号"))
        self.authority = self._field(self.tr("发文机关"))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(GAP)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow(self.tr("标题(&T)"), self.title)
        form.addRow(self.tr("稿次(&S)"), self.stage)
        form.addRow(self.tr("发文字号(&N)"), self.number)
        form.addRow(self.tr("发文机关(&A)"), self.authority)
        self.setFocusProxy(self.title)
        self._show(session.content.info)
        for field in (self.title, self.number, self.authority):
            field.editingFinished.connect(self.write)
        self.stage.activated.connect(self.write)
        session.changed.connect(self.on_changed)

    def on_changed(self, changes: ChangeSet) -> None:
        """Show what the plan says after a change."""
        if changes.touches("plan"):
            self._show(self._session.content.info)

    def write(self) -> None:
        """Write the fields, if any says something new."""
        before = self._session.content.info
        after = replace(
            before,
            title=trim(self.title.text()),
            document_number=trim(self.number.text()),
            issuing_authority=trim(self.authority.text()),
        )
        stage = self.stage.currentData()
        if stage is not None:
            after = replace(after, stage=PlanStage(stage), stage_mark="")
        if after != before:
            self._session.perform(set_info, after)

    def _show(self, info: PlanInfo) -> None:
        for field, text in (
            (self.title, info.title),
            (self.number, info.document_number),
            (self.authority, info.issuing_authority),
        ):
            if field.text() != text:
                field.setText(text)
        self.stage.clear()
        if info.stage_mark:
            self.stage.addItem(info.stage_mark, None)
        for stage, label in STAGE_LABELS.items():
            self.stage.addItem(label or self.tr("不标稿次"), stage.value)
        place = 0 if info.stage_mark else self.stage.findData(info.stage.value)
        self.stage.setCurrentIndex(place)

    @staticmethod
    def _field(name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        return field

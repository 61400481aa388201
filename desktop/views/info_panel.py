"""方案信息: what the plan says of itself, written as soon as a field is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QFrame, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from db.plan import set_info
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.info_fields import FIRST_FIELDS, INFO_FIELDS, OFFICIAL_FIELDS, InfoField
from desktop.widgets.frame import HeadingLabel, QuietLabel
from domain.changes import ChangeSet
from domain.dates import official_date, parse_day
from domain.exchange import PlanInfo
from domain.labels import STAGE_LABELS, PlanStage
from domain.text import trim


class InfoPanel(QWidget):
    """Each edit is one step to undo."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.fields: dict[str, QLineEdit] = {}
        self.stage = QComboBox()
        self.stage.setAccessibleName(self.tr("稿次"))
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        form = self._form(FIRST_FIELDS[:1])
        form.addRow(self.tr("稿次(&S)"), self.stage)
        self._fill(form, FIRST_FIELDS[1:])
        column.addLayout(form)
        column.addSpacing(MARGIN)
        heading = HeadingLabel()
        heading.setText(self.tr("版头、落款、版记"))
        column.addWidget(heading)
        column.addWidget(QuietLabel(self.tr("印不印由“版式”决定，没有填写的不印。")))
        column.addLayout(self._form(OFFICIAL_FIELDS))
        self.hint = QuietLabel(self.tr("日期请写成 2026年3月1日 的样子。"))
        self.hint.hide()
        column.addWidget(self.hint)
        column.addStretch(1)
        area = QScrollArea()
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields have the keyboard, and scroll it
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)
        self.title = self.fields["title"]
        self.number = self.fields["document_number"]
        self.authority = self.fields["issuing_authority"]
        self.setFocusProxy(self.title)
        self._show(session.content.info)
        self.stage.activated.connect(self.write)
        session.changed.connect(self.on_changed)

    def on_changed(self, changes: ChangeSet) -> None:
        """Show what the plan says after a change."""
        if changes.touches("plan"):
            self._show(self._session.content.info)

    def write(self) -> None:
        """Write the fields, if any says something new; a date that is none is asked for again."""
        before = self._session.content.info
        values: dict[str, Any] = {}
        unread = False
        for line in INFO_FIELDS:
            text = trim(self.fields[line.name].text())
            if not line.is_day:
                values[line.name] = text
            elif not text or parse_day(text):
                values[line.name] = parse_day(text) if text else None
            else:
                unread = True
        self.hint.setVisible(unread)
        after = replace(before, **values)
        stage = self.stage.currentData()
        if stage is not None:
            after = replace(after, stage=PlanStage(stage), stage_mark="")
        if after != before:
            self._session.perform(set_info, after)

    def _show(self, info: PlanInfo) -> None:
        for line in INFO_FIELDS:
            value = getattr(info, line.name)
            text = official_date(value) if line.is_day else value
            field = self.fields[line.name]
            if field.text() != text:
                field.setText(text)
        self.stage.clear()
        if info.stage_mark:
            self.stage.addItem(info.stage_mark, None)
        for stage, label in STAGE_LABELS.items():
            self.stage.addItem(label or self.tr("不标稿次"), stage.value)
        place = 0 if info.stage_mark else self.stage.findData(info.stage.value)
        self.stage.setCurrentIndex(place)

    def _form(self, lines: tuple[InfoField, ...]) -> QFormLayout:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(GAP)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self._fill(form, lines)
        return form

    def _fill(self, form: QFormLayout, lines: tuple[InfoField, ...]) -> None:
        for line in lines:
            field = QLineEdit()
            field.setAccessibleName(line.label.partition("(")[0])
            field.setPlaceholderText(line.example)
            field.editingFinished.connect(self.write)
            self.fields[line.name] = field
            form.addRow(line.label, field)

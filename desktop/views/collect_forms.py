"""征集表: the forms of the plan, designed in place; the shipped ones are there with one click."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from db.collections import add_form, remove_form, set_form
from desktop.collecting_forms import offered_forms
from desktop.collecting_preview import form_sheet
from desktop.models.collect_fields_model import FieldsModel
from desktop.session import Session
from desktop.theme import GAP, MARGIN
from desktop.views.collect_field import FieldPane, LinesEdit
from desktop.views.collect_rule import RulePane
from desktop.views.view_commands import add_command
from desktop.widgets.collect_sheet import SheetGrid
from desktop.widgets.frame import Hairline, HairlineSplitter, QuietLabel
from desktop.widgets.grid_view import GridView
from domain.collection import CollectionForm, ConsolidationRule, FieldRole, FormField
from domain.text import trim

_INTRO_LINES = 2


class FormsPane(QWidget):
    """`form_changed`: another form is looked at; `changed`: what can be done may be something else."""

    form_changed = Signal()
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.model = FieldsModel(session, self)
        self.grid = GridView(self.model)
        self.grid.setAccessibleName(self.tr("征集表的项目"))
        self.grid.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.forms = QComboBox()
        self.forms.setAccessibleName(self.tr("征集表"))
        self.adopt = QPushButton(self.tr("启用这份征集表"))
        self.adopt.setToolTip(self.tr("放进方案，就可以下发、修改和汇总，可以撤销"))
        self.title = QLineEdit()
        self.title.setAccessibleName(self.tr("征集表名称"))
        self.intro = LinesEdit()
        self.intro.setAccessibleName(self.tr("填表说明"))
        self.intro.setPlaceholderText(self.tr("印在表头上面，一行一条"))
        self.intro.setTabChangesFocus(True)
        self.intro.setFixedHeight(self.fontMetrics().lineSpacing() * _INTRO_LINES + 12)
        self.field = FieldPane()
        self.rule = RulePane()
        self.preview = SheetGrid()
        self.preview.setAccessibleName(self.tr("征集表的样子"))
        self._build()
        self._connect()
        self.refresh()

    @property
    def form_key(self) -> str:
        """The form that is looked at."""
        return self.model.form.key

    def show_form(self, key: str) -> None:
        """Turn to another form."""
        if key != self.model.form_key:
            self.title.setModified(False)
            self.intro.document().setModified(False)
            self.model.show_form(key)
            self.refresh()
            self.form_changed.emit()

    def finish_editing(self) -> None:
        """Write what is being typed."""
        self.grid.finish_editing()
        self.on_words_typed()
        self.field.take()

    def refresh(self) -> None:
        """Show the form as it is now."""
        form = self.model.form
        is_open = bool(form.id)
        self.forms.blockSignals(True)
        self.forms.clear()
        for one in offered_forms(self._session.content):
            self.forms.addItem(one.title + ("" if one.id else self.tr("（未启用）")), one.key)
        self.forms.setCurrentIndex(self.forms.findData(form.key))
        self.forms.blockSignals(False)
        self.adopt.setVisible(not is_open)
        if not self.title.isModified():
            self.title.setText(form.title)
        if not self.intro.document().isModified():
            self.intro.setPlainText("\n".join(form.intro))
        self.title.setEnabled(is_open)
        self.intro.setEnabled(is_open)
        self.preview.show_sheet(form_sheet(form))
        self.rule.show_form(form, self._session.content.tables, is_open=is_open)
        self.on_field_selected()

    def add_commands(self, view: QWidget) -> list[QAction]:
        """The commands of this page, given to the view."""
        tr = self.tr
        self._new = add_command(
            view, tr("新建征集表"), ["Ctrl+Alt+A"], self.add_form, icon="new-table", tip=tr("新建一份自己设计的征集表")
        )
        self._copy = add_command(
            view,
            tr("照此另建"),
            ["Ctrl+Alt+C"],
            self.copy_form,
            icon="edit-table",
            tip=tr("以这份为样子另建一份征集表"),
        )
        self._delete = add_command(
            view, tr("删除征集表"), ["Ctrl+Shift+Backspace"], self.remove_form, icon="close",
            tip=tr("连同回收的文件一起删去，附表里已汇总的内容留着；可以撤销"),
        )  # fmt: skip
        self._add = add_command(
            view, tr("增加项目"), ["Ctrl+Shift+Return", "Ctrl+Shift+Enter"], self.add_field, icon="add",
            tip=tr("在当前项目后面增加一个项目"),
        )  # fmt: skip
        self._remove = add_command(
            view, tr("删除项目"), ["Ctrl+Alt+Backspace"], self.remove_field, icon="remove", tip=tr("删去当前项目")
        )
        self._up = add_command(view, tr("上移"), ["Alt+Up"], lambda: self.shift(-1), icon="up")
        self._down = add_command(view, tr("下移"), ["Alt+Down"], lambda: self.shift(1), icon="down")
        self.grid.addActions([self._add, self._remove, self._up, self._down])
        return [self._new, self._copy, self._delete, self._add, self._remove, self._up, self._down]

    def update_commands(self, *, is_open: bool) -> None:
        """Enable what can be done."""
        own = is_open and bool(self.model.form.id)
        row, count = self.grid.current_place()[0], self.model.rowCount()
        self._new.setEnabled(is_open)
        self._copy.setEnabled(is_open)
        self._delete.setEnabled(own)
        self._add.setEnabled(own)
        self._remove.setEnabled(own and row >= 0 and count > 1)
        self._up.setEnabled(own and row > 0)
        self._down.setEnabled(own and 0 <= row < count - 1)

    def on_adopt(self) -> None:
        """Put the shipped form into the plan."""
        self._session.perform(add_form, self.model.form)

    def add_form(self) -> None:
        """Put a new form into the plan, with what every form needs."""
        self.finish_editing()
        fields = (
            FormField(
                "enterprise", self.tr("企业名称"), role=FieldRole.ENTERPRISE, is_required=True, once=True, width=14
            ),
            FormField("text", self.tr("填报内容"), role=FieldRole.TEXT, is_required=True, width=30),
            FormField("contact", self.tr("联系人"), role=FieldRole.CONTACT, once=True, width=6),
        )
        self._put(CollectionForm(self._free_key("form"), self._free_title(self.tr("新征集表")), fields))

    def copy_form(self) -> None:
        """Put a copy of the form into the plan."""
        self.finish_editing()
        form = self.model.form
        self._put(replace(form, id=0, key=self._free_key(form.key), title=self._free_title(form.title)))

    def remove_form(self) -> None:
        """Take the form out with what came back on it."""
        form = self.model.form
        if form.id and self._session.perform(remove_form, form.id):
            self.model.show_form("")
            self.refresh()
            self.form_changed.emit()

    def add_field(self) -> None:
        """Put a field behind the current one and type its name."""
        self.finish_editing()
        fields = list(self.model.form.fields)
        row = self.grid.current_place()[0]
        row = len(fields) - 1 if row < 0 else row
        keys = {one.key for one in fields}
        number = next(number for number in range(1, len(fields) + 2) if f"f{number}" not in keys)
        titles = {one.title for one in fields}
        title = next(
            name
            for n in range(1, len(fields) + 2)
            if (name := self.tr("新项目{}").format(n if n > 1 else "")) not in titles
        )
        fields.insert(row + 1, FormField(f"f{number}", title))
        if self.model.take_fields(fields):
            self.grid.show_cell(row + 1, 0)
            self.grid.setFocus()
            self.grid.edit(self.grid.currentIndex())
            editor = self.grid.editor()
            if editor is not None:
                editor.selectAll()  # typing replaces the name it was given

    def remove_field(self) -> None:
        """Take the current field out."""
        self.finish_editing()
        fields = list(self.model.form.fields)
        row, column = self.grid.current_place()
        if 0 <= row < len(fields) and len(fields) > 1:
            del fields[row]
            self.model.take_fields(fields)
            self.grid.show_cell(min(row, len(fields) - 1), column)

    def shift(self, offset: int) -> None:
        """Move the current field up or down."""
        self.finish_editing()
        fields = list(self.model.form.fields)
        row, column = self.grid.current_place()
        if 0 <= row < len(fields) and 0 <= row + offset < len(fields):
            fields.insert(row + offset, fields.pop(row))
            self.model.take_fields(fields)
            self.grid.show_cell(row + offset, column)

    def on_words_typed(self) -> None:
        """Write title and instructions."""
        form = self.model.form
        if not (self.title.isModified() or self.intro.document().isModified()):
            return
        self.title.setModified(False)
        self.intro.document().setModified(False)
        title = trim(self.title.text()) or form.title
        intro = tuple(line for line in map(trim, self.intro.toPlainText().split("\n")) if line)
        if form.id and (title, intro) != (form.title, form.intro):
            self._session.perform(set_form, replace(form, title=title, intro=intro))

    def on_field_changed(self, field: FormField) -> None:
        """Write a field edited in full."""
        fields = tuple(field if one.key == field.key else one for one in self.model.form.fields)
        self.model.take_fields(fields)

    def on_rule_changed(self, rule: ConsolidationRule | None) -> None:
        """Write another rule."""
        form = self.model.form
        if form.id:
            self._session.perform(set_form, replace(form, rule=rule))

    def on_field_selected(self) -> None:
        """Show the field of the current row in full."""
        row = self.grid.current_place()[0]
        fields = self.model.form.fields
        self.field.show_field(fields[row] if 0 <= row < len(fields) else None, is_open=bool(self.model.form.id))
        if 0 <= row < len(fields):
            self.preview.frame_cells([(1 + len(self.model.form.intro), row)])
        self.changed.emit()

    def _put(self, form: CollectionForm) -> None:
        if self._session.perform(add_form, form):
            self.show_form(form.key)
            self.title.setFocus()
            self.title.selectAll()

    def _free_key(self, stem: str) -> str:
        taken = {one.key for one in offered_forms(self._session.content)}
        return next(key for number in range(1, len(taken) + 2) if (key := f"{stem}_{number}") not in taken)

    def _free_title(self, stem: str) -> str:
        taken = {one.title for one in offered_forms(self._session.content)}
        names = (stem if not number else f"{stem}（{number + 1}）" for number in range(len(taken) + 1))
        return next(name for name in names if name not in taken)

    def _connect(self) -> None:
        self._session.changed.connect(self.refresh)
        self.forms.activated.connect(lambda: self.show_form(str(self.forms.currentData())))
        self.adopt.clicked.connect(self.on_adopt)
        self.title.editingFinished.connect(self.on_words_typed)
        self.intro.left.connect(self.on_words_typed)
        self.field.changed.connect(self.on_field_changed)
        self.rule.changed.connect(self.on_rule_changed)
        self.grid.selectionModel().currentChanged.connect(self.on_field_selected)
        self.model.modelReset.connect(self.on_field_selected)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.forms)
        head.addWidget(self.adopt)
        head.addStretch(1)
        words = QFormLayout()
        words.setSpacing(GAP)
        words.addRow(self.tr("名称"), self.title)
        words.addRow(self.tr("填表说明"), self.intro)
        left = QWidget()
        lines = QVBoxLayout(left)
        lines.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        lines.setSpacing(GAP)
        lines.addLayout(head)
        lines.addLayout(words)
        lines.addWidget(self.grid, 1)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for word, pane in ((self.tr("当前项目"), self.field), (self.tr("汇总规则"), self.rule)):
            label = QuietLabel(word)
            label.setContentsMargins(MARGIN, GAP, MARGIN, 0)
            column.addWidget(label)
            column.addWidget(pane)
        column.addStretch(1)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumWidth(300)
        sides = HairlineSplitter(Qt.Orientation.Horizontal)
        sides.addWidget(left)
        sides.addWidget(area)
        sides.setStretchFactor(0, 1)
        sides.setSizes([640, 320])
        whole = HairlineSplitter(Qt.Orientation.Vertical)
        whole.addWidget(sides)
        whole.addWidget(self.preview)
        whole.setStretchFactor(0, 3)
        whole.setStretchFactor(1, 1)
        whole.setSizes([430, 170])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(whole, 1)
        layout.addWidget(Hairline(Qt.Orientation.Horizontal))
        self.setFocusProxy(self.grid)

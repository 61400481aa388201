"""The rule of a form: which appendix table it fills, and which field goes into which column."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QVBoxLayout, QWidget

from desktop.theme import GAP, MARGIN
from domain.collection import CollectionForm, ConsolidationRule, FieldKind, FieldRole, RuleKind
from domain.tables import AppendixTable, ColumnKind

_WORDS = {"": "不汇总", RuleKind.ITEMS.value: "按位置归到同一行，逐条列入", RuleKind.ROWS.value: "一行报送成为一行"}


class RulePane(QWidget):
    """`changed` carries the ConsolidationRule, None for a form that fills no table."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form: CollectionForm | None = None
        self._tables: tuple[AppendixTable, ...] = ()
        self.kind = QComboBox()
        self.kind.setAccessibleName(self.tr("汇总方式"))
        for value, word in _WORDS.items():
            self.kind.addItem(word, value)
        self.table = QComboBox()
        self.table.setAccessibleName(self.tr("汇总到"))
        for combo in (self.kind, self.table):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.mapping: dict[str, QComboBox] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._layout.setSpacing(GAP)
        top = QFormLayout()
        top.setSpacing(GAP)
        top.addRow(self.tr("汇总方式"), self.kind)
        top.addRow(self.tr("汇总到"), self.table)
        self._layout.addLayout(top)
        self._inner = QWidget()
        self._layout.addWidget(self._inner)
        self.kind.activated.connect(self.on_kind_chosen)
        self.table.activated.connect(self.on_kind_chosen)

    def show_form(self, form: CollectionForm, tables: Iterable[AppendixTable], *, is_open: bool) -> None:
        """Show the rule of a form."""
        self._form, self._tables = form, tuple(tables)
        self.setEnabled(is_open)
        rule = form.rule
        self.kind.setCurrentIndex(self.kind.findData(rule.kind.value if rule else ""))
        self.table.clear()
        labels = [one.spec.label for one in self._tables]
        for label in dict.fromkeys([*labels, *([rule.table] if rule else [])]):
            title = next((one.spec.title for one in self._tables if one.spec.label == label), self.tr("方案里还没有"))
            self.table.addItem(f"{label}　{title}", label)
        self.table.setCurrentIndex(self.table.findData(rule.table) if rule else min(0, self.table.count() - 1))
        self.table.setEnabled(rule is not None)
        self._build_mapping()

    def rule(self) -> ConsolidationRule | None:
        """What is chosen."""
        form, table = self._form, self._table()
        if form is None or not self.kind.currentData() or not self.table.currentData():
            return None
        kind = RuleKind(self.kind.currentData())
        label = str(self.table.currentData())
        if table is None or (form.rule is not None and form.rule.kind is not kind):
            return proposed_rule(form, kind, table, label)
        picked = {name: str(combo.currentData()) for name, combo in self.mapping.items() if combo.currentData()}
        if kind is RuleKind.ROWS:
            return ConsolidationRule(kind, label, {name[2:]: key for name, key in picked.items() if name[:2] == "c:"})
        return ConsolidationRule(
            kind,
            label,
            {name[2:]: key for name, key in picked.items() if name[:2] == "v:"},
            {name[2:]: key for name, key in picked.items() if name[:2] == "j:"},
            picked.get("row", ""),
        )

    def on_kind_chosen(self) -> None:
        """Another kind or another table: propose what fits it."""
        form = self._form
        if form is None:
            return
        value = self.kind.currentData()
        label = str(self.table.currentData() or "")
        rule = proposed_rule(form, RuleKind(value), self._table(), label) if value and label else None
        if rule != form.rule:
            self.changed.emit(rule)

    def on_mapped(self) -> None:
        """A field was given another column."""
        rule = self.rule()
        if self._form is not None and rule != self._form.rule:
            self.changed.emit(rule)

    def _table(self) -> AppendixTable | None:
        return next((one for one in self._tables if one.spec.label == self.table.currentData()), None)

    def _build_mapping(self) -> None:
        self.mapping = {}
        former, self._inner = self._inner, QWidget()
        self._layout.replaceWidget(former, self._inner)
        former.hide()
        former.deleteLater()
        lines = QFormLayout(self._inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(GAP)
        form, table = self._form, self._table()
        rule = form.rule if form is not None else None
        if form is None or rule is None or table is None:
            return
        columns = [("", self.tr("（不列入）"))] + [
            (one.key, one.title) for one in table.spec.columns if one.kind is not ColumnKind.NUMBER
        ]
        fields = [("", self.tr("（留空）"))] + [(one.key, one.title) for one in form.fields]
        if rule.kind is RuleKind.ROWS:
            for key, title in columns[1:]:
                self._add(lines, f"c:{key}", title, fields, rule.columns.get(key, ""))
            return
        choice = [(one.key, one.title) for one in form.fields if one.kind is FieldKind.CHOICE]
        self._add(lines, "row", self.tr("归到一行的依据"), choice, rule.row)
        category = form.role(FieldRole.CATEGORY)
        for value in [one.value for one in category.choices] if category else []:
            self._add(lines, f"v:{value}", self.tr("“{}”列入").format(value), columns, rule.columns.get(value, ""))
        texts = [one for one in table.spec.columns if one.kind is ColumnKind.TEXT and one.key != rule.row]
        for one in texts:
            self._add(
                lines, f"j:{one.key}", self.tr("“{}”汇集").format(one.title), fields, rule.joined.get(one.key, "")
            )

    def _add(self, lines: QFormLayout, name: str, word: str, choices: list[tuple[str, str]], now: str) -> None:
        combo = QComboBox()
        combo.setAccessibleName(word)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, text in choices:
            combo.addItem(text, value)
        combo.setCurrentIndex(max(combo.findData(now), 0))
        combo.activated.connect(self.on_mapped)
        self.mapping[name] = combo
        lines.addRow(word, combo)


def proposed_rule(
    form: CollectionForm, kind: RuleKind, table: AppendixTable | None, label: str
) -> ConsolidationRule | None:
    """A rule by equal names, to begin with; None where the form lacks what the kind needs."""
    columns = [one for one in table.spec.columns if one.kind is not ColumnKind.NUMBER] if table else []
    if kind is RuleKind.ROWS:
        pairs = {}
        for column in columns:
            field = next((one for one in form.fields if _alike(one.title, column.title)), None)
            if field is not None:
                pairs[column.key] = field.key
        return ConsolidationRule(kind, label, pairs)
    category, position = form.role(FieldRole.CATEGORY), form.role(FieldRole.POSITION)
    choices = [one for one in form.fields if one.kind is FieldKind.CHOICE]
    row = position or next((one for one in choices if one is not category), None)
    if category is None or row is None:
        return None
    by_value = {}
    for one in category.choices:
        fitting = next((each for each in columns if any(_alike(one.value, part) for part in each.path)), None)
        if fitting is not None:
            by_value[one.value] = fitting.key
    joined = {}
    for column in columns:
        for role, signs in ((FieldRole.DISTRICT, ("区", "地理")), (FieldRole.ENTERPRISE, ("企业",))):
            field = form.role(role)
            if column.kind is ColumnKind.TEXT and field and any(sign in column.title for sign in signs):
                joined[column.key] = field.key
    return ConsolidationRule(kind, label, by_value, joined, row.key)


def _alike(one: str, other: str) -> bool:
    return bool(one and other) and (one in other or other in one)

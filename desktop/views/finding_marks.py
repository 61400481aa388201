"""Findings in their places: words underlined in the text and in tables, and kept back while they are being written."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip, QWidget

from desktop.models.appendix_model import AppendixModel
from desktop.models.columns import Index
from desktop.models.outline_model import PREAMBLE
from desktop.models.text_lines import LineKey, heading_key, paragraph_key
from desktop.views.plan_view import PlanView
from desktop.views.text_editor import TextEditor
from desktop.widgets.finding_marks import Mark, mark_at, sentence_around
from desktop.widgets.grid_view import GridView
from desktop.widgets.text_places import Place
from domain.checks import Severity
from domain.plan_findings import PlanFinding

Shown = list[tuple[int, int, Severity]]


class FindingMarks(QObject):
    """What the desk asks of an editor that can show words underlined."""

    def __init__(self, area: QWidget) -> None:
        """`area` is what the words are painted on; it explains them below the mouse."""
        super().__init__(area)
        self._area = area
        area.installEventFilter(self)

    def show(self, findings: Sequence[PlanFinding]) -> None:
        """Underline the words of these findings, and no others."""
        raise NotImplementedError

    def is_held(self, finding: PlanFinding) -> bool:
        """Whether a finding is about a sentence that is being written: it may be right when it is done."""
        return False

    def select(self, finding: PlanFinding) -> None:
        """Select the words of a finding that was gone to."""

    def mark_below(self, event: QHelpEvent) -> Mark | None:
        """The mark below the mouse."""
        raise NotImplementedError

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say what is underlined and why."""
        if watched is self._area and event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            mark = self.mark_below(event)
            if mark is not None:
                QToolTip.showText(event.globalPos(), mark.tip, self._area)
                return True
        return False


class TextMarks(FindingMarks):
    """On the page of 正文."""

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(editor.sheet.viewport())
        self._editor = editor
        self._sheet = editor.sheet
        self._sheet.shown_marks = self.shown

    def show(self, findings: Sequence[PlanFinding]) -> None:
        """Underline by lines."""
        marks: dict[LineKey, list[Mark]] = {}
        for one in findings:
            key = _key(one)
            if key is not None:
                marks.setdefault(key, []).append(_mark(one))
        if marks != self._sheet.marks:
            self._sheet.marks = marks
            self._sheet.viewport().update()

    def shown(self, key: LineKey, text: str) -> Shown:
        """The marks of a line, but for the sentence that is being written."""
        quiet = self._writing(key, text)
        placed = [(one, one.span_in(text)) for one in self._sheet.marks.get(key, ())]
        return [(*span, one.severity) for one, span in placed if span is not None and not _touches(span, quiet)]

    def is_held(self, finding: PlanFinding) -> bool:
        """Keep back what is said of the sentence the caret writes."""
        key = _key(finding)
        if key is None or not self._editor.is_writing(key):
            return False
        index = self._sheet.text.index_of(key)
        if index < 0:
            return False
        text = self._sheet.text.typed(index)
        span = _mark(finding).span_in(text)
        return span is None or _touches(span, self._writing(key, text))

    def select(self, finding: PlanFinding) -> None:
        """Select the words, so that they are seen and can be typed over."""
        key = _key(finding)
        index = self._sheet.text.index_of(key) if key is not None else -1
        span = _mark(finding).span_in(self._sheet.text.typed(index)) if index >= 0 else None
        if span is not None:
            self._sheet.go_to(Place(index, span[1]), Place(index, span[0]))
            self._sheet.ensureCursorVisible()

    def mark_below(self, event: QHelpEvent) -> Mark | None:
        """By the character below the mouse."""
        sheet = self._sheet
        place = sheet.place_of(sheet.cursorForPosition(event.pos()).position())
        line = sheet.text.lines[place.line]
        text, marks = sheet.text.typed(place.line), sheet.marks.get(line.key, ())
        # The caret goes to the nearer side of a character.
        return mark_at(marks, text, place.offset) or mark_at(marks, text, place.offset - 1)

    def _writing(self, key: LineKey, text: str) -> tuple[int, int] | None:
        """The sentence the caret stands in, where its line is being written."""
        cursor = self._sheet.textCursor()
        if cursor.hasSelection() or not self._editor.is_writing(key) or self._editor.line.key != key:
            return None
        return sentence_around(text, self._sheet.place().offset)


class GridMarks(FindingMarks):
    """In the cells of an appendix table."""

    def __init__(self, grid: GridView, model: AppendixModel) -> None:
        super().__init__(grid.viewport())
        self._grid, self._model = grid, model
        self._marks: dict[tuple[int, str], list[Mark]] = {}
        grid.texts.marks = self.shown

    def show(self, findings: Sequence[PlanFinding]) -> None:
        """Underline by cells."""
        table = self._model.table
        keys = {column.id: column.key for column in table.spec.columns}
        marks: dict[tuple[int, str], list[Mark]] = {}
        for one in findings:
            spot = one.spot
            if one.words is not None and spot.table == table.id and spot.row is not None and spot.column in keys:
                marks.setdefault((spot.row, keys[spot.column]), []).append(_mark(one))
        if marks != self._marks:
            self._marks = marks
            self._grid.viewport().update()

    def shown(self, index: Index) -> Shown:
        """The marks of a cell."""
        found = self._of(index)
        if not found:
            return []
        text = str(index.data())
        return [(*span, one.severity) for one in found if (span := one.span_in(text)) is not None]

    def mark_below(self, event: QHelpEvent) -> Mark | None:
        """The first of the cell: it is too small to aim at a word."""
        index = self._grid.indexAt(event.pos())
        found = self._of(index) if index.isValid() else []
        return found[0] if found else None

    def _of(self, index: Index) -> list[Mark]:
        if not self._marks:
            return []
        model = self._grid.columns
        key = model.key_of(model.row_at(index.row()))
        return self._marks.get((key, model.columns[index.column()].key), []) if isinstance(key, int) else []


def marks_for(view: PlanView) -> FindingMarks | None:
    """What underlines words in an editor; None where it shows none."""
    editor, grid, model = (getattr(view, name, None) for name in ("editor", "grid", "model"))
    if isinstance(editor, TextEditor):
        return TextMarks(editor)
    if isinstance(grid, GridView) and isinstance(model, AppendixModel):
        return GridMarks(grid, model)
    return None


def _key(finding: PlanFinding) -> LineKey | None:
    """The line of the page a finding is about."""
    spot = finding.spot
    if finding.words is None or spot.table is not None or spot.unit is not None:
        return None
    if spot.paragraph is not None:
        return paragraph_key(spot.paragraph)
    return heading_key(spot.node) if spot.node not in (None, PREAMBLE) else None


def _mark(finding: PlanFinding) -> Mark:
    words = finding.words
    assert words is not None
    tip = f"{finding.message.rstrip('。')}。{finding.why}"
    return Mark(words.text, words.start, words.end, finding.severity, tip)


def _touches(span: tuple[int, int], other: tuple[int, int] | None) -> bool:
    return other is not None and span[0] <= other[1] and span[1] >= other[0]

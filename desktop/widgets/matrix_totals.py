"""How many duties every task has, at the right of a matrix, and every unit, below it; and the corners between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.widgets.matrix_table import MatrixTable
from desktop.widgets.matrix_text import hover_colour
from domain.labels import MATRIX_LEADING, MATRIX_TOTAL, ROLE_LABELS
from domain.units import Role

_CENTRED = Qt.AlignmentFlag.AlignCenter
_SIDE = 8


class Totals(QWidget):
    """A strip of numbers beside a grid; what can be seen of them is drawn, nothing else."""

    def __init__(self, grid: MatrixTable, name: str) -> None:
        super().__init__()
        self._grid = grid
        self.setAccessibleName(name)
        grid.matrix.counted.connect(self.refit)
        grid.matrix.modelReset.connect(self.refit)
        grid.matrix.modelReset.connect(self.update)
        self._roles: list[Role] = grid.matrix.used_roles()

    def refit(self) -> None:
        """Take the room that the roles in use need."""
        roles = self._grid.matrix.used_roles()
        if roles != self._roles:
            self._roles = roles
            self.updateGeometry()
            self.update()

    def cell(self) -> tuple[int, int]:
        """Width and height of a number, in px."""
        metrics = self.fontMetrics()
        return max(metrics.horizontalAdvance("牵头") + 10, 36), metrics.height() + 10

    def _number(self, painter: QPainter, rect: QRect, number: int, *, quiet: bool) -> None:
        if number:
            role = QPalette.ColorRole.PlaceholderText if quiet else QPalette.ColorRole.Text
            painter.setPen(self.palette().color(role))
            painter.drawText(rect, _CENTRED, str(number))


class TaskTotals(Totals):
    """At the right: for every task the number of its units, role by role."""

    def __init__(self, grid: MatrixTable) -> None:
        super().__init__(grid, "")
        self.setAccessibleName(self.tr("各项任务的单位数"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        grid.verticalScrollBar().valueChanged.connect(self.on_scrolled)
        grid.horizontalScrollBar().valueChanged.connect(self.update)
        grid.tasks.sectionResized.connect(self.update)
        grid.row_touched.connect(self.on_row_touched)

    def on_scrolled(self) -> None:
        """Draw the rows anew, not their heads."""
        top = self._grid.units.height()
        self.update(0, top, self.width(), self.height() - top)

    def on_row_touched(self, row: int) -> None:
        """Draw the numbers of a task anew."""
        rect = self._grid.tasks.cell_rect(row)
        self.update(0, rect.top() + self._grid.units.height(), self.width(), rect.height())

    def sizeHint(self) -> QSize:
        """A column for every role in use."""
        return QSize(self.cell()[0] * len(self._grid.matrix.used_roles()) + 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the heads and the rows in sight."""
        painter = QPainter(self)
        palette, grid = self.palette(), self._grid
        painter.fillRect(event.rect(), palette.window())
        top, wide = grid.units.height(), self.cell()[0]
        roles = grid.matrix.used_roles()
        if event.rect().top() < top:
            self._paint_heads(painter, roles, wide, top)
        painter.setClipRect(0, top, self.width(), grid.viewport().height())
        exposed = event.rect().translated(0, -top) & QRect(0, 0, self.width(), grid.viewport().height())
        for row in grid.sections(grid.tasks, exposed) if not exposed.isEmpty() else ():
            rect = grid.tasks.cell_rect(row)
            line = QRect(0, rect.top() + top, self.width(), rect.height())
            painter.setPen(palette.mid().color())
            if grid.matrix.is_task(row):
                self._paint_task(painter, row, line, roles, wide)
            painter.setPen(palette.mid().color())
            painter.drawLine(line.bottomLeft(), line.bottomRight())
        if grid.horizontalScrollBar().value() < grid.horizontalScrollBar().maximum():
            painter.setClipping(False)
            painter.drawLine(0, 0, 0, top + min(grid.viewport().height(), grid.tasks.length()))  # cells go on below
        painter.end()

    def _paint_task(self, painter: QPainter, row: int, line: QRect, roles: Sequence[Role], wide: int) -> None:
        palette, grid = self.palette(), self._grid
        lit = grid.hovered[0] == row
        painter.fillRect(line, hover_colour(palette) if lit else palette.alternateBase())
        counts: Mapping[Role, int] = grid.matrix.task_counts(row)
        for at, role in enumerate(roles):
            place = QRect(at * wide, line.top(), wide, line.height())
            self._number(painter, place, counts.get(role, 0), quiet=role is not Role.LEAD)
        painter.setPen(palette.mid().color())
        painter.drawLine(line.topRight(), line.bottomRight())

    def _paint_heads(self, painter: QPainter, roles: Sequence[Role], wide: int, height: int) -> None:
        palette = self.palette()
        painter.fillRect(QRect(0, 0, self.width(), height), palette.alternateBase())
        signs = self._grid.matrix.signs()
        for at, role in enumerate(roles):
            place = QRect(at * wide, 0, wide, height)
            line = self.fontMetrics().height() + 4
            foot = QRect(place.left(), height - line - _SIDE, wide, line)
            painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(foot, _CENTRED, ROLE_LABELS[role])
            if signs[role] != ROLE_LABELS[role]:
                self._grid.signs.draw(
                    painter, signs[role], QRectF(foot.translated(0, -line)), palette.color(QPalette.ColorRole.Text)
                )
                painter.setFont(self.font())
        painter.setPen(palette.mid().color())
        painter.drawLine(0, 0, self.width(), 0)
        painter.drawLine(0, height - 1, self.width(), height - 1)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, height)


class UnitTotals(Totals):
    """Below: for every unit the number of its tasks, and of those it leads."""

    def __init__(self, grid: MatrixTable) -> None:
        super().__init__(grid, "")
        self.setAccessibleName(self.tr("各单位承担的任务数"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        grid.horizontalScrollBar().valueChanged.connect(self.update)
        self._is_at_end = False
        grid.verticalScrollBar().valueChanged.connect(self.on_scrolled)
        grid.verticalScrollBar().rangeChanged.connect(self.on_scrolled)
        grid.units.sectionResized.connect(self.update)
        grid.column_touched.connect(self.on_column_touched)

    def on_scrolled(self) -> None:
        """The line above is there unless the last row's own is."""
        bar = self._grid.verticalScrollBar()
        if self._is_at_end != (bar.value() == bar.maximum()):
            self._is_at_end = not self._is_at_end
            self.update()

    def on_column_touched(self, column: int) -> None:
        """Draw the numbers of a unit, and those of all, anew."""
        rect = self._grid.units.cell_rect(column)
        self.update(rect.left() + self._grid.tasks.width(), 0, rect.width(), self.height())
        self.update(self._grid.width(), 0, self.width() - self._grid.width(), self.height())

    def sizeHint(self) -> QSize:
        """A line for all duties, and one for the leads where there are any."""
        return QSize(0, self.cell()[1] * len(self._lines()) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words and the columns in sight."""
        painter = QPainter(self)
        palette, grid, high = self.palette(), self._grid, self.cell()[1]
        painter.fillRect(event.rect(), palette.window())
        left = grid.tasks.width()
        lines = self._lines()
        painter.fillRect(0, 0, left, self.height(), palette.alternateBase())
        painter.setPen(palette.color(QPalette.ColorRole.PlaceholderText))
        for at, (word, _) in enumerate(lines):
            place = QRect(0, at * high, left - _SIDE, high)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, word)
        end = self._paint_units(painter, left, [role for _, role in lines], high, event.rect())
        painter.setPen(palette.mid().color())
        bar = grid.verticalScrollBar()
        for at in range(int(bar.value() == bar.maximum()), len(lines) + 1):  # the last row has a line of its own
            painter.drawLine(0, at * high, end, at * high)
        painter.drawLine(0, 0, 0, self.height())
        painter.drawLine(left - 1, 0, left - 1, self.height())
        self._paint_sums(painter, [role for _, role in lines], high)
        painter.end()

    def _paint_units(
        self, painter: QPainter, left: int, roles: Sequence[Role | None], high: int, exposed: QRect
    ) -> int:
        """Draw the exposed numbers of the units; returns where all of them end."""
        palette, grid = self.palette(), self._grid
        room = grid.viewport().width()
        painter.save()
        painter.setClipRect(left, 0, room, self.height())
        place = exposed.translated(-left, 0) & QRect(0, 0, room, self.height())
        for column in grid.sections(grid.units, place) if not place.isEmpty() else ():
            rect = grid.units.cell_rect(column)
            place = QRect(rect.left() + left, 0, rect.width(), self.height())
            lit = grid.hovered[1] == column
            painter.fillRect(place, hover_colour(palette) if lit else palette.alternateBase())
            counts = grid.matrix.unit_counts(column)
            for at, role in enumerate(roles):
                number = counts.get(role, 0) if role else sum(counts.values())
                line = QRect(place.left(), at * high, place.width(), high)
                self._number(painter, line, number, quiet=role is None and len(roles) > 1)
            painter.setPen(palette.mid().color())
            painter.drawLine(place.topRight(), place.bottomRight())
        painter.restore()
        return left + min(grid.units.length() - grid.units.offset(), room) - 1

    def _paint_sums(self, painter: QPainter, roles: Sequence[Role | None], high: int) -> None:
        """Draw in the corner at the right what all units together have."""
        grid = self._grid
        left = grid.width()
        if self.width() <= left or not grid.matrix.columnCount():
            return
        bar = grid.verticalScrollBar()
        counts = [grid.matrix.unit_counts(column) for column in range(grid.matrix.columnCount())]
        painter.fillRect(left, 0, self.width() - left, self.height(), self.palette().alternateBase())
        for at, role in enumerate(roles):
            number = sum(count.get(role, 0) if role else sum(count.values()) for count in counts)
            self._number(painter, QRect(left, at * high, self.width() - left, high), number, quiet=True)
            painter.setPen(self.palette().mid().color())
            if at or bar.value() < bar.maximum():
                painter.drawLine(left, at * high, self.width(), at * high)
        painter.drawLine(left, self.height() - 1, self.width(), self.height() - 1)
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    def _lines(self) -> list[tuple[str, Role | None]]:
        total: tuple[str, Role | None] = (MATRIX_TOTAL, None)
        if Role.LEAD not in self._grid.matrix.used_roles():
            return [total]
        return [total, (MATRIX_LEADING, Role.LEAD)]


class HeaderCorner(QWidget):
    """The corner where two headers meet: what stands below it, and what the signs mean."""

    def __init__(self, grid: MatrixTable) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setAccessibleName(self.tr("图例"))
        grid.matrix.counted.connect(self.on_counted)
        self.on_counted()

    def on_counted(self) -> None:
        """Spell the legend for those who cannot see it."""
        words = "，".join(f"{sign}表示{word}" for sign, word in self.legend())
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
            self.update()

    def legend(self) -> list[tuple[str, str]]:
        """Signs and what they stand for."""
        signs, words = self._grid.matrix.signs(), self._grid.matrix.words.role_words()
        return [
            (signs[role], words[role]) for role in self._grid.matrix.used_roles() if signs[role] != ROLE_LABELS[role]
        ]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the words between hairlines, the legend above them."""
        painter = QPainter(self)
        palette, rect, grid = self.palette(), self.rect().adjusted(0, 0, -1, -1), self._grid
        painter.fillRect(self.rect(), palette.alternateBase())
        line = painter.fontMetrics().height() + 8
        quiet = palette.color(QPalette.ColorRole.PlaceholderText)
        for at, (sign, word) in enumerate(self.legend()):
            place = QRect(_SIDE + 4, _SIDE + at * line, 24, line)
            grid.signs.draw(painter, sign, QRectF(place), palette.color(QPalette.ColorRole.Text))
            painter.setFont(self.font())
            painter.setPen(quiet)
            words = QRect(place.right() + 6, place.top(), rect.width() - place.right() - 6, line)
            painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, word)
        high = max(line, grid.units.pitch + 8)
        foot = QRect(0, rect.height() - high, rect.width(), high)
        number = grid.tasks.number_width
        painter.setFont(grid.head_font)
        painter.setPen(palette.text().color())
        painter.drawText(QRect(0, foot.top(), number, high), _CENTRED, self.tr("序号"))
        painter.drawText(foot.adjusted(number, 0, 0, 0), _CENTRED, self.tr("重点任务"))
        painter.setPen(palette.mid().color())
        painter.drawRect(rect)
        painter.drawLine(0, foot.top(), rect.width(), foot.top())
        painter.end()

"""What the selected place of a preview will be: a heading's page, a table, or a step's difference."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QStackedWidget, QTextEdit, QVBoxLayout, QWidget

from desktop.models.result_model import ResultModel
from desktop.models.source_links import PREAMBLE, TITLE
from desktop.models.step_model import STEP_WORDS
from desktop.theme import GAP, MARGIN, document_font, heading_font, point_size
from desktop.widgets.difference import difference_html
from desktop.widgets.frame import QuietLabel
from desktop.widgets.table_preview import TablePreview
from domain.dates import official_date
from domain.deadlines import find_deadlines
from domain.exchange import PlanContent
from domain.indicators import find_indicators
from domain.labels import ROLE_LABELS
from domain.merge_report import MergeStep
from domain.outline import PlacedNode
from domain.tables import AppendixTable
from domain.units import Role, unit_names


class ReadingDetail(QWidget):
    """Read-only; takes what is selected on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("将成为"))
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self.text.document().setDocumentMargin(2 * MARGIN)
        self.text.setTabChangesFocus(True)
        self.table = TablePreview()
        self._caption = QuietLabel()
        self._notes = QuietLabel()
        below = QWidget()
        lines = QVBoxLayout(below)
        lines.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        lines.addWidget(self._caption)
        lines.addWidget(self.table, 1)
        lines.addWidget(self._notes)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.text)
        self._stack.addWidget(below)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._size = point_size(self.font()) * 1.15

    def show_place(self, model: ResultModel, key: str) -> None:
        """Show a place of the draft."""
        table, placed = model.table(key), model.node(key)
        if table is not None:
            self._show_table(table)
        elif placed is not None:
            self._show_html(_node_html(model.content, placed, self._size, self.palette()))
        elif key == TITLE:
            self._show_html(_info_html(model.content, self._size, self.palette()))
        elif key == PREAMBLE:
            self._show_html(_paragraphs_html([one.text for one in model.content.preamble], self._size))
        else:
            self._show_html("")

    def show_step(self, step: MergeStep) -> None:
        """Show what a step changes, character by character."""
        quiet = self.palette().color(QPalette.ColorRole.PlaceholderText).name()
        word = STEP_WORDS[step.kind]
        head = f'<p style="color: {quiet}">{escape(f"{word}　{step.where}")}</p>'
        if step.conflict:
            sentence = self.tr("来源文件和本机都改过此处，请对照后决定是否采用。")
            head += f"<p>{escape(sentence)}</p>"
        body = difference_html(step.before, step.after, self.palette())
        self._show_html(f'{head}<div style="{_face(self._size)}; line-height: 150%">{body}</div>')

    def _show_table(self, table: AppendixTable) -> None:
        spec = table.spec
        caption = f"{spec.label}　{spec.title}".strip("　")
        self._caption.setText("\n".join(part for part in (caption, spec.unit_line) if part))
        self._caption.setVisible(bool(self._caption.text()))
        self._notes.setText("\n".join(spec.notes))
        self._notes.setVisible(bool(spec.notes))
        self.table.show_table(table)
        self._stack.setCurrentIndex(1)

    def _show_html(self, html: str) -> None:
        self.text.setHtml(html)
        self._stack.setCurrentIndex(0)


def _face(size: float, level: int | None = None) -> str:
    font = document_font(size) if level is None else heading_font(size, level)
    families = ", ".join(f"'{name}'" for name in font.families())
    return f"font-family: {families}; font-size: {size:.1f}pt"


def _paragraphs_html(texts: list[str], size: float) -> str:
    style = f"{_face(size)}; margin: 0; text-indent: {size * 2.67:.0f}px; line-height: 150%"
    return "".join(f'<p style="{style}">{escape(line)}</p>' for text in texts for line in text.split("\n"))


def _node_html(content: PlanContent, placed: PlacedNode, size: float, palette: QPalette) -> str:
    node = placed.node
    heading = f'<p style="{_face(size, min(placed.level, 3))}; margin: 0 0 6px 0">{escape(placed.heading)}</p>'
    texts = content.printed_paragraphs(node)
    html = heading + _paragraphs_html(texts, size)
    facts = []
    for role in (Role.LEAD, Role.SUPPORT, Role.RESPONSIBLE):
        names = unit_names(node.id, role, content.duties_of(node.id), content.units)
        if names:
            facts.append(f"{ROLE_LABELS[role]}单位：{'、'.join(names)}")
    deadlines = [found.text for text in texts for found in find_deadlines(text, content.info.year)]
    if node.deadline or deadlines:
        facts.append(f"完成时限：{'；'.join(dict.fromkeys([*filter(None, [node.deadline]), *deadlines]))}")
    indicators = [found.text for text in (node.title, *texts) for found in find_indicators(text)]
    if indicators:
        facts.append(f"指标：{'；'.join(dict.fromkeys(indicators))}")
    return html + _facts_html(facts, palette)


def _info_html(content: PlanContent, size: float, palette: QPalette) -> str:
    info = content.info
    title = f'<p align="center" style="{_face(size * 1.3, 0)}">{escape(info.title)}</p>'
    facts = (
        ("稿次", info.mark),
        ("发文字号", info.document_number),
        ("发文机关", info.issuing_authority),
        ("成文日期", official_date(info.issued_on)),
        ("主送机关", info.addressees),
        ("抄送机关", info.copied_to),
    )
    said = [f"{name}：{value}" for name, value in facts if value]
    if content.remarks:
        said.append(f"批注和修订：{len(content.remarks)} 条，随方案保存")
    return title + _facts_html(said, palette)


def _facts_html(facts: list[str], palette: QPalette) -> str:
    quiet = palette.color(QPalette.ColorRole.PlaceholderText).name()
    lines = "<br>".join(escape(one) for one in facts)
    return f'<p style="color: {quiet}; margin-top: 12px">{lines}</p>' if facts else ""

"""Rows of a returned sheet that are none of the form's: totals, notes, signatures, examples, repeated headers."""

from __future__ import annotations

import re

from domain.collection import CollectionForm, FieldKind, FieldRole
from domain.enterprise_names import looks_like_enterprise
from domain.text import comparison_key, strip_spaces
from importers.headers import row_number
from importers.submission_find import header_texts, is_repeated
from importers.submission_headers import CATEGORY, Header
from importers.submission_sheet import LaidOut
from importers.submission_words import TICK, words_of

_TOTAL = re.compile(r"^(?:合计|总计|小计|共计|汇总|总数|累计)[：:]?")
_NOTE = re.compile(
    r"^(?:注|备注|说明|填表说明|填报说明|填写说明|填表要求|填报要求|注意|要求|附注|提示|温馨提示)\s*[：:1-9一（(]|^※|^\*"
)
_SIGNED = re.compile(
    r"(?:盖章|公章|签字|签章|签名|填表人|填报人|审核人|负责人|填表日期|填报日期|填报时间|联系人|联系电话|制表|经办人)"
)
_SAMPLE = re.compile(r"^[（(【]?(?:示例|样例|例|举例|填写示例|填报示例|范例)[）)】]?[：:]?")
_HINT = re.compile(
    r"^[（(【\[].*[)）】\]]$|^(?:必填|选填|单选|下拉选择|从下拉列表中选择|请选择|请填写.*|填写.{0,12})$", re.DOTALL
)


_LONGEST_COUNT = 4  # characters of a figure in a total


def _is_total(text: str) -> bool:
    return text[0] in "合总小共汇累" and _TOTAL.match(strip_spaces(text)) is not None


class RowKinds:
    """Tells rows of the form from all others, below one header."""

    def __init__(self, form: CollectionForm, area: LaidOut, header: Header) -> None:
        self._form = form
        self._area = area
        self._header = header
        self._heads = header_texts(header.columns)
        words = words_of(form)
        fields = {field: one.column for field, one in header.fields.items()}
        self._columns = {field: column for field, column in fields.items() if not field.startswith((CATEGORY, TICK))}
        self._wide = [column for field, column in fields.items() if field.startswith(CATEGORY)]
        self._numbers = {one.column for one in header.columns if words.is_number(one.header.rpartition(" ")[2])}
        text = form.role(FieldRole.TEXT)
        self._text_key = text.key if text else ""
        self._text = self._columns.get(self._text_key)
        sender = form.role(FieldRole.ENTERPRISE)
        self._sender = self._columns.get(sender.key) if sender else None

    def reason(self, row: int) -> str:
        """Why a row is none of the form's; empty when it is one."""
        columns = self._area.columns_of(row)
        if all(self._area.is_used(row, column) for column in columns):
            return "已作为单位信息读取"
        texts = [self._area.text(row, column) for column in columns]
        first = texts[0]
        held = [
            text
            for column, text in zip(columns, texts, strict=True)
            if column not in self._numbers or row_number(text) is None
        ]
        if not held:
            return "只有序号的空行"
        main = self.main_text(row)
        if len(main) <= _LONGEST_COUNT and any(_is_total(text) for text in (first, held[0])):
            return "合计行"
        if is_repeated(self._header, self._area, row, self._heads):
            return "重复的表头"
        if _SAMPLE.match(first) or _SAMPLE.match(held[0]) or self._is_example(row):
            return "示例"
        return self._reason_by_place(row, texts, main)

    def _reason_by_place(self, row: int, texts: list[str], main: str) -> str:
        first = texts[0]
        if len(texts) > 2 and [text.strip("()（）") for text in texts] == [str(n) for n in range(1, len(texts) + 1)]:
            return "列的编号"
        if len(texts) > 2 and all(_HINT.match(text) for text in texts):
            return "填写提示"
        if self._stands_alone(row) and (_NOTE.match(first) or len(texts) == 1):
            return "说明" if not _SIGNED.search(first) else "落款"
        if not main and _SIGNED.match(strip_spaces(first)):
            return "落款"
        return ""

    def main_text(self, row: int) -> str:
        """What the row says under the column of the text, or those of the categories."""
        if self._text is not None:
            return self._area.text(row, self._text)
        return "".join(self._area.text(row, column) for column in self._wide)

    def _stands_alone(self, row: int) -> bool:
        """Whether a row is one cell over several columns, or one in the first column while the text is elsewhere."""
        columns = self._area.columns_of(row)
        if len(columns) != 1:
            return bool(_NOTE.match(self._area.text(row, columns[0]))) and not self.main_text(row)
        column = columns[0]
        text = self._area.text(row, column)
        told = [field.key for field in self._form.fields if field.once and self._columns.get(field.key) == column]
        if told and self._area.span(row, column)[1] == 1 and len(text) <= 40 and self._may_be_told(column, text):
            return bool(_NOTE.match(text) or _SIGNED.search(text))
        inherits = any(self._area.is_covered(row, other) for other in self._columns.values())
        mine = {self._text} if self._text is not None else set()
        if column in mine and self._area.span(row, column)[1] == 1:
            return bool(_NOTE.match(text) or ("：" in text and _SIGNED.search(text) and len(text) <= 24))
        return column not in mine | set(self._wide) or (self._area.span(row, column)[1] > 1 and not inherits)

    def _may_be_told(self, column: int, text: str) -> bool:
        """Whether a lone cell in the sender's column can name one, as forms do that were not filled in further."""
        return column != self._sender or looks_like_enterprise(text)

    def _is_example(self, row: int) -> bool:
        """Whether a row only repeats the examples that the form itself shows."""
        if self._text is None:
            return False
        text = self._form.field(self._text_key)
        if not text.example or comparison_key(self._area.text(row, self._text)) != comparison_key(text.example):
            return False
        shown = [
            (field, comparison_key(self._area.text(row, self._columns[field.key])))
            for field in self._form.fields
            if field.example and field.key in self._columns and field.kind is not FieldKind.GRADE
        ]
        return all(text == comparison_key(field.example) for field, text in shown if text)

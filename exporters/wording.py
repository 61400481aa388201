"""Words as they stand on paper: titles broken into lines, labels in the office's own word, rows of a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporters.blocks import Title
from exporters.characters import printable, printable_lines
from exporters.page import Layout
from exporters.title_lines import title_lines

_NUMBER = r"[0-9０-９一二三四五六七八九十]+"
_LABEL = re.compile(rf"(附表|附件)(\s*{_NUMBER})?")


def one_line(text: str) -> str:
    """A text without line breaks and characters that no file may hold."""
    return "".join(printable_lines(text))


def fitted_title(layout: Layout, text: str, across: bool) -> Title:
    """A title in balanced lines for an upright page or one that lies across."""
    return Title(title_lines(printable(text), layout.title_chars(across)))


class Labels:
    """Labels of appendix tables in the word the layout asks for, the same in text, note and page (7.3.7)."""

    def __init__(self, layout: Layout, labels: Iterable[str]) -> None:
        self._word = layout.profile.words.appendix_word
        self._known = {"".join(label.split()) for label in labels if label}

    def label(self, label: str) -> str:
        """A label as it is printed."""
        match = _LABEL.fullmatch(one_line(label).strip())
        if not self._word or match is None:
            return one_line(label)
        return self._word + (match.group(2) or "").strip()

    def text(self, text: str) -> str:
        """A text whose mentions of this plan's own tables follow."""
        if not self._word:
            return text

        def named(match: re.Match[str]) -> str:
            return self.label(match.group(0)) if "".join(match.group(0).split()) in self._known else match.group(0)

        return _LABEL.sub(named, text)

    def parts(self, label: str) -> tuple[str, str]:
        """Word and number of a printed label: 附表, 1."""
        printed = self.label(label)
        match = _LABEL.fullmatch(printed)
        if match is None:
            word = printed.rstrip("0123456789０１２３４５６７８９一二三四五六七八九十 ")
            return word, printed[len(word) :].strip()
        return match.group(1), (match.group(2) or "").strip()

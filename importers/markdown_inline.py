"""The marks of Markdown inside a line: taken off, the words kept."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

_CODE = re.compile(r"(`+)(?!`)(.{1,500}?)(?<!`)\1(?!`)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?/?>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_AUTOLINK = re.compile(r"<((?:https?|ftp|mailto):[^<>\s]+|[\w.+-]+@[\w.-]+)>")
_TARGET = r"\(\s*(<[^<>\n]*>|[^\s()]*(?:\([^\s()]*\)[^\s()]*)*)(?:\s+(\"[^\"\n]*\"|'[^'\n]*'))?\s*\)"
_IMAGE = re.compile(rf"!\[([^\[\]\n]*)\](?:{_TARGET}|\[([^\[\]\n]*)\])")
_LINK = re.compile(rf"(?<!!)\[([^\[\]\n]*)\](?:{_TARGET}|\[([^\[\]\n]*)\])")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
# Chinese stands without blanks around a mark, so the rules of word borders hold for Latin letters only.
_EMPHASES = (
    re.compile(r"(\*\*\*|___)(?=\S)(.{1,500}?)(?<=\S)\1"),
    re.compile(r"(\*\*|__)(?=\S)(.{1,500}?)(?<=\S)\1"),
    re.compile(r"(~~)(?=\S)(.{1,500}?)(?<=\S)\1"),
    re.compile(r"(?<![0-9A-Za-z*\\])(\*)(?=[^\s*])([^*\n]{1,500}?)(?<=[^\s\\])\*(?![0-9A-Za-z*])"),
    re.compile(r"(?<![\w_\\])(_)(?=[^\s_])([^_\n]{1,500}?)(?<=[^\s\\])_(?![\w_])"),
)
_HELD = re.compile("\ue000([0-9]+)\ue001")


@dataclass
class Inline:
    """The words of a line, and what its marks held besides: link targets, pictures, footnote signs."""

    text: str
    bold: bool = False
    targets: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)


def take_marks_off(text: str) -> Inline:
    """Read a line of Markdown; \\n in the result stands for a <br>."""
    found = Inline("")
    held: list[str] = []

    def hold(words: str) -> str:
        # What stands in code, behind a backslash or in an address must not be read again.
        held.append(words)
        return f"\ue000{len(held) - 1}\ue001"

    text = _HELD.sub("", text)
    text = _CODE.sub(lambda match: hold(match.group(2).strip() or match.group(2)), text)
    text = _ESCAPED.sub(lambda match: hold(match.group(1)), text)
    text = _IMAGE.sub(lambda match: _take_picture(match, found), text)
    text = _AUTOLINK.sub(lambda match: hold(match.group(1)), text)
    text = _LINK.sub(lambda match: _take_link(match, found), text)
    found.footnotes += _FOOTNOTE.findall(text)
    text = _FOOTNOTE.sub("", text)
    text = _TAG.sub("", _BREAK.sub("\n", text))
    plain = text
    for emphasis in _EMPHASES:
        plain = emphasis.sub(r"\2", plain)
    stripped = text.strip()
    found.bold = bool(re.fullmatch(r"(\*\*\*?|___?)(?=\S)((?!\1).)+(?<=\S)\1", stripped)) and len(stripped) > 4
    while _HELD.search(plain):
        plain = _HELD.sub(lambda match: held[int(match.group(1))] if int(match.group(1)) < len(held) else "", plain)
    found.text = html.unescape(plain)
    return found


def without_tags(text: str) -> str:
    """A raw line as its characters are counted: tags are no words, entities are the characters they name."""
    return html.unescape(_TAG.sub("", text))


def _take_picture(match: re.Match[str], found: Inline) -> str:
    found.pictures.append(" ".join(group for group in match.groups() if group))
    return ""


def _take_link(match: re.Match[str], found: Inline) -> str:
    words, *target = match.groups()
    shown = " ".join(group for group in target if group)
    if shown:
        found.targets.append(shown)
    return str(words)

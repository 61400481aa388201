"""Which official look a heading has: the face goes by its number, not by how deep it stands."""

from __future__ import annotations

from domain.numbering import NumberStyle
from domain.outline import PlacedNode

_CENTRED_STYLES = frozenset(
    {NumberStyle.BOOK, NumberStyle.VOLUME, NumberStyle.PART, NumberStyle.CHAPTER, NumberStyle.SECTION}
)
# Whose look of 7.3.3 a numbered heading has, whatever level it stands on; others look like text.
_STYLE_LEVELS = dict.fromkeys(_CENTRED_STYLES | {NumberStyle.HAN, NumberStyle.ROMAN, NumberStyle.DECIMAL1}, 1)
_STYLE_LEVELS |= dict.fromkeys((NumberStyle.ARABIC_PAREN, NumberStyle.CIRCLED), 4)
_STYLE_LEVELS |= dict.fromkeys((NumberStyle.SECTION, NumberStyle.HAN_PAREN, NumberStyle.DECIMAL), 2)
_BODY_LEVEL = 3


def look_level(placed: PlacedNode) -> int:
    """The level of GB/T 9704-2012 7.3.3 whose face a heading wears; 3 is that of the text."""
    style = placed.node.style
    return _STYLE_LEVELS.get(style, _BODY_LEVEL) if style else placed.level


def is_centred(placed: PlacedNode) -> bool:
    """Whether a heading stands in the middle of its line, as 第一章 does."""
    return placed.node.style in _CENTRED_STYLES

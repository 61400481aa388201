"""Characters of symbol fonts (Wingdings, Symbol, Webdings) → the Unicode characters that look the same."""

from __future__ import annotations

_WINGDINGS = (
    (0x21, "✏✂✁"),
    (0x28, "☎✆✉"),
    (0x36, "⌛⌨"),
    (0x3E, "✇✍✍✌"),
    (0x45, "☜☞☝☟✋☺☻☹"),
    (0x4E, "☠⚐"),
    (0x51, "✈☼"),
    (0x54, "❄✝✞"),
    (0x58, "✠✡☪☯ॐ☸♈♉♊♋♌♍♎♏♐♑♒♓"),
    (0x6C, "●❍■□❐□❒⬧◆◆❖⬥⌧"),
    (0x7A, "⌘❀✿“”"),
    (0x80, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x9E, "·•"),
    (0xA1, "○"),
    (0xA4, "◉◎"),
    (0xA7, "▪□"),
    (0xAA, "✦★✶✴✹✵"),
    (0xB5, "✪✰"),
    (0xD8, "➢"),
    (0xDC, "➲"),
    (0xDF, "←→↑↓↖↗↙↘←→↑↓↖↗↙↘⇦⇨⇧⇩⬄⇳"),
    (0xF9, "▭▫✗√☒☑"),
)
_WINGDINGS_2 = (
    (0x4F, "✗✓☒☑☒☒"),
    (0x69, "⓪①②③④⑤⑥⑦⑧⑨⑩⓿❶❷❸❹❺❻❼❽❾❿"),
    (0x96, "•●●"),
    (0xA2, "■□"),
)
_WEBDINGS = ((0x61, "✔"), (0x63, "□"), (0x67, "■"), (0x6E, "●"), (0x72, "✖"))
_SYMBOL = (
    (0x22, "∀#∃%&∍()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_"),
    (0x61, "αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"),
    (0xA1, "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂·÷≠≡≈…"),
    (0xC0, "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈"),
    (0xE5, "∑"),
    (0xF1, "〉∫"),
)
# What offices use as marks without naming a font: most programs mean Wingdings, and Word's own dot is in Symbol.
_UNNAMED = (*_WINGDINGS, (0xB7, "·"))


def _table(runs: tuple[tuple[int, str], ...]) -> dict[int, str]:
    return {start + place: char for start, chars in runs for place, char in enumerate(chars)}


_TABLES = {
    "wingdings": _table(_WINGDINGS),
    "wingdings 2": _table(_WINGDINGS_2),
    "webdings": _table(_WEBDINGS),
    "symbol": _table(_SYMBOL),
    "": _table(_UNNAMED),
}
SYMBOL_FONTS = ("wingdings", "wingdings 2", "wingdings 3", "webdings", "symbol")
UNKNOWN = "〓"


def symbol(font: str, code: int) -> str | None:
    """The character that a code (with or without 0xF000) shows in a font; None when nobody knows.

    An unknown font is asked for its code as if it named none.
    """
    table = _TABLES.get(font.casefold(), {} if font.casefold() in SYMBOL_FONTS else _TABLES[""])
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    return " " if low == 0x20 else table.get(low)


def is_private(char: str) -> bool:
    """Whether a character means something in its own font only."""
    return "\ue000" <= char <= "\uf8ff"

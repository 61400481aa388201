"""How Chinese characters sound, arranged so that many texts can be searched at once."""

from __future__ import annotations

import os
import unicodedata
from functools import lru_cache

PAIRED_INITIALS = ("zh", "ch", "sh")
_TONES = str.maketrans("āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ", "aaaaeeeeeiiiioooouuuuvvvvvnnnm")
_FIRST_CODE = 0x4E00
_NO_SOUND = "\u3400"


class Folding(dict[int, str]):
    """A table for `str.translate` which gives every sign in one width and case, and a blank for blanks and marks.

    The length stays, so that places in the folded text are places in the text.
    """

    def __missing__(self, code: int) -> str:
        """Fold one sign, and remember it."""
        sign = chr(code)
        plain = [part for part in unicodedata.normalize("NFKC", sign).casefold() if not _is_separator(part)]
        folded = plain[0] if plain else sign if unicodedata.category(sign)[0] == "S" else " "
        self[code] = folded
        return folded


def _is_separator(sign: str) -> bool:
    return unicodedata.category(sign)[0] in "ZPCM"


class SoundTable(Folding):
    """A folding that also gives one sign for all characters which sound alike: 是 and 市 become the same.

    A character of several readings has a sign of its own kind, which stands in the list of each of its readings.
    """

    def __init__(self, readings: dict[int, str]) -> None:
        """Take readings by character, each as “zhòng,chóng”."""
        super().__init__()
        self._readings: dict[str, tuple[str, ...]] = {}
        self._signs: dict[str, list[str]] = {}
        self._classes: dict[tuple[str, bool], str] = {}
        sounds = "\n".join(readings.values()).translate(_TONES).split("\n")
        spoken = {sound: _read(sound) for sound in set(sounds)}
        # In the order of their readings, signs of one initial stand together, which keeps patterns short.
        signs = {known: chr(_FIRST_CODE + place) for place, known in enumerate(sorted(set(spoken.values())))}
        for known, sign in signs.items():
            self._readings[sign] = known
            for reading in known:
                self._signs.setdefault(reading, []).append(sign)
        for code, sound in zip(readings, sounds, strict=True):
            self[code] = signs[spoken[sound]]

    def __missing__(self, code: int) -> str:
        """Fold one sign; a character nobody can pronounce must not look like a sign of the table."""
        if 0x3400 <= code < 0xA000:
            self[code] = _NO_SOUND
            return _NO_SOUND
        return super().__missing__(code)

    def readings(self, sign: str) -> tuple[str, ...]:
        """List the readings behind a sign of the table, without tones; none when it is not Chinese."""
        return self._readings.get(sign, ())

    def is_syllable(self, letters: str) -> bool:
        """Say whether some character sounds like this."""
        return letters in self._signs

    def signs(self, letters: str, is_last: bool) -> str:
        """List the signs that the letters can stand for: a syllable, its initial, or its beginning when it is the last.

        The result is the inner part of a class in a regular expression; a single letter stands for itself, too.
        """
        key = (letters, is_last)
        if key not in self._classes:
            begins = is_last or len(letters) == 1 or letters in PAIRED_INITIALS
            found = {
                sign
                for reading, signs in (self._signs.items() if begins else ((letters, self._signs.get(letters, [])),))
                if reading.startswith(letters)
                for sign in signs
            }
            self._classes[key] = _ranges(sorted(found)) + (letters if len(letters) == 1 else "")
        return self._classes[key]


def _read(sound: str) -> tuple[str, ...]:
    # ü is typed as v in most input methods, as u by those who do not know.
    spoken = {part for reading in sound.split(",") for part in (reading, reading.replace("v", "u"))}
    return tuple(sorted(reading for reading in spoken if reading.isalpha() and reading.isascii()))


def _ranges(signs: list[str]) -> str:
    parts: list[list[str]] = []
    for sign in signs:
        if parts and ord(sign) == ord(parts[-1][1]) + 1:
            parts[-1][1] = sign
        else:
            parts.append([sign, sign])
    return "".join(first if first == last else f"{first}-{last}" for first, last in parts)


@lru_cache(maxsize=1)
def sound_table() -> SoundTable:
    """Load the table; the first time takes a moment."""
    # The phrases would cost half of the time and serve only the reading of whole sentences.
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "1")
    os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "1")
    from pypinyin.constants import PINYIN_DICT

    return SoundTable({code: sound for code, sound in PINYIN_DICT.items() if code == 0x3007 or 0x4E00 <= code < 0xA000})

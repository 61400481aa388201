"""File names that every system takes, Windows above all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporters.characters import printable

MOST_CHARS = 80
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_BLANKS = re.compile(r"[\s\u200b\ufeff]+")
_RESERVED = re.compile(r"(?:CON|PRN|AUX|NUL|COM[0-9¹²³]|LPT[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_MOST_BYTES = 240  # file systems of Linux count 255 bytes


def file_name(part: str, title: str, suffix: str) -> str:
    """“附表1 质量问题清单.docx”: safe characters, no trailing dot or blank, at most 80 characters.

    `suffix` is without the dot.
    """
    stem = _BLANKS.sub(" ", _FORBIDDEN.sub("", printable(f"{part} {title}".replace("\n", "")))).strip(" .")
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    stem = stem[: MOST_CHARS - len(suffix) - 1]
    while len(stem.encode()) > _MOST_BYTES - len(suffix):
        stem = stem[:-1]
    return f"{stem.rstrip(' .') or '_'}.{suffix}"


def distinct(names: Iterable[str]) -> list[str]:
    """The names in order, the second of equal ones with （2） behind it; case does not make a difference."""
    taken: set[str] = set()
    result = []
    for name in names:
        candidate, number = name, 1
        while candidate.casefold() in taken:
            number += 1
            candidate = f"{name}（{number}）"
        taken.add(candidate.casefold())
        result.append(candidate)
    return result

"""Long words of Latin letters and figures: addresses and codes that no line would hold may break anywhere."""

from __future__ import annotations

import re

# Narrower than any column: shorter words need no look.
_LETTERS = 9
_WORD = re.compile(rf"[!-~]{{{_LETTERS},}}")
_MAY_BREAK = "\u200b"


def breakable(text: str, chars: float) -> str:
    """A text whose words longer than a line of `chars` characters may break; Latin letters take half of one."""
    most = max(int(chars * 2), 1)

    def parted(match: re.Match[str]) -> str:
        return _MAY_BREAK.join(match.group()) if len(match.group()) > most else match.group()

    return _WORD.sub(parted, text)

"""Dates as official documents write them: 2026年3月1日 (GB/T 9704 7.3.5.4)."""

from __future__ import annotations

from datetime import date

from domain.patterns import pattern

_DAY = pattern(r"((?:19|20)\d\d)(?:年|[.\-/])(\d{1,2})(?:月|[.\-/])(\d{1,2})日?")


def official_date(iso: str | None) -> str:
    """ISO 8601 → 2026年11月21日, without leading zeros; empty for no date."""
    if not iso:
        return ""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def parse_day(text: str) -> str | None:
    """2026年3月1日, 2026-3-1 or 2026.3.1 → ISO 8601; None for anything else."""
    match = _DAY.fullmatch("".join(text.split()))
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError:
        return None

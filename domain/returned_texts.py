"""The paragraphs of a returned file beside those that were printed: which is which, where a key was lost or doubled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from domain.alignment import align
from domain.content import PlanContent
from domain.outline import PlacedNode
from domain.patterns import pattern
from domain.returned import ADDRESSEES, CLAUSE, HEADING, MARK, PARAGRAPH, TITLE, WORD, ReturnedText, key_of
from domain.text import trim

_GOES_ON = pattern(r"([pv][0-9]+|title)_[0-9]+")
_LABEL = pattern(r"(附表|附件)(\s*[0-9０-９一二三四五六七八九十]+)?")
MOST_COMPARED = 40_000  # pairs of pieces without a key: beyond, another text came back
_CONTROL = pattern("[\x00-\x08\x0e-\x1f\ufffe\uffff]")


class Wording:
    """Texts as they are compared: without blank lines, and with the labels of tables in the plan's own word.

    An export may call 附表1 附件1; what comes back is read in the words of the plan.
    """

    def __init__(self, content: PlanContent, properties: Mapping[str, str]) -> None:
        self._word = properties.get(WORD, "")
        self._known = {}
        for table in content.tables:
            if (match := _LABEL.fullmatch("".join(table.spec.label.split()))) is not None:
                self._known[match.group(2) or ""] = table.spec.label

    def restored(self, text: str) -> str:
        """A text of the file in the words of the plan."""
        lines = (trim(line) for line in _CONTROL.sub("", text).replace("\t", " ").replace("\v", "\n").split("\n"))
        return self._own("\n".join(line for line in lines if line))

    def _own(self, text: str) -> str:
        if not self._word:
            return text

        def named(match: re.Match[str]) -> str:
            return self._known.get("".join((match.group(2) or "").split()), match.group(0))

        return _LABEL.sub(named, text)


def printed_texts(content: PlanContent, wording: Wording) -> dict[str, str]:
    """What an export prints of title and text, by key, in its order."""
    info = content.info
    texts = {TITLE: "".join(info.title.split("\n")), MARK: f"（{info.mark}）" if info.mark else ""}
    texts[ADDRESSEES] = info.addressees.rstrip("：:") + "：" if info.addressees else ""
    texts |= {key_of(PARAGRAPH, one.id): one.text for one in content.preamble}
    for placed in content.placed():
        texts |= node_texts(content, placed)
    return {key: shown for key, text in texts.items() if (shown := wording.restored(text))}


def node_texts(content: PlanContent, placed: PlacedNode) -> dict[str, str]:
    """What an export prints of one heading, by key."""
    node = placed.node
    keys = [key_of(PARAGRAPH, one.id) for one in node.paragraphs] or [key_of(CLAUSE, node.id)]
    texts = dict(zip(keys, content.printed_paragraphs(node), strict=False))
    return {key_of(HEADING, node.id): "".join(placed.heading.split("\n")), **texts}


def resolved(texts: Sequence[ReturnedText], printed: Mapping[str, str], wording: Wording) -> list[ReturnedText]:
    """The paragraphs with every key once at most, on the one that most likely is the piece."""
    found = _joined([replace(one, text=wording.restored(one.text)) for one in texts])
    found = [one for one in found if one.text]
    _settle_doubles(found, printed)
    _swap(found, printed)
    _find_lost(found, printed)
    return found


def _joined(texts: Sequence[ReturnedText]) -> list[ReturnedText]:
    """The printed lines of one paragraph as one."""
    found: list[ReturnedText] = []
    places: dict[str, int] = {}
    for one in texts:
        match = _GOES_ON.fullmatch(one.key)
        key = match.group(1) if match else one.key
        if match and key in places:
            former = found[places[key]]
            joint = "" if key == TITLE else "\n"
            by = "、".join(dict.fromkeys(part for part in (former.by, one.by) if part))
            found[places[key]] = replace(former, text=f"{former.text}{joint}{one.text}", by=by)
            continue
        if key and key not in places:
            places[key] = len(found)
        found.append(replace(one, key=key))
    return found


def _settle_doubles(found: list[ReturnedText], printed: Mapping[str, str]) -> None:
    """A copied paragraph may carry its key along: the one that still reads the same keeps it, else the first."""
    places: dict[str, list[int]] = {}
    for place, one in enumerate(found):
        if one.key:
            places.setdefault(one.key, []).append(place)
    for key, rivals in places.items():
        if len(rivals) > 1:
            keeper = next((place for place in rivals if found[place].text == printed.get(key)), rivals[0])
            for place in rivals:
                if place != keeper:
                    found[place] = replace(found[place], key="")


def _swap(found: list[ReturnedText], printed: Mapping[str, str]) -> None:
    """A paragraph put in before another may have taken its key: who still reads the same is the one."""
    without = {one.text: place for place, one in reversed(list(enumerate(found))) if not one.key}
    for place, one in enumerate(found):
        other = without.get(printed.get(one.key, "")) if one.key else None
        if other is not None and one.text != printed.get(one.key) and abs(other - place) == 1:
            found[other] = replace(found[other], key=one.key)
            found[place] = replace(one, key="")
            without.pop(printed[one.key])


def _find_lost(found: list[ReturnedText], printed: Mapping[str, str]) -> None:
    """A paragraph written anew may have lost its key: it stands where the piece stood, and is like it."""
    present = {one.key for one in found}
    missing = [key for key in printed if key not in present]
    without = [place for place, one in enumerate(found) if not one.key]
    if not missing or not without or len(missing) * len(without) > MOST_COMPARED:
        return
    pairs = align([printed[key] for key in missing], [found[place].text for place in without])
    for here, there in pairs:
        if here is not None and there is not None:
            found[without[there]] = replace(found[without[there]], key=missing[here])

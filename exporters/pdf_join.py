"""PDF files laid one behind the other, written as they come: nothing of a part is held when the next one is read."""

from __future__ import annotations

import io
from typing import Any, BinaryIO

from pypdf import PdfReader
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_CATALOG, _PAGES, _OUTLINES, _INFO = 1, 2, 3, 4


class Joiner:
    """One PDF of the pages of several, with their bookmarks, made smaller by `scale`. `add` each, then `finish`."""

    def __init__(self, target: BinaryIO, scale: float = 1.0) -> None:
        self._target = target
        self._scale = scale
        self._at = 0
        self._places: dict[int, int] = {}
        self._next = _INFO + 1
        self._pages: list[int] = []
        self._bookmarks: list[tuple[int, DictionaryObject]] = []
        self._say(_HEAD)

    def add(self, pdf: bytes, pages: int) -> None:
        """Take the first `pages` pages of a PDF."""
        reader = PdfReader(io.BytesIO(pdf))
        copy = _Copy(reader, self._next)
        taken = set()
        for page in reader.pages[:pages]:
            here = copy.number(page.indirect_reference)
            self._pages.append(here)
            taken.add(here)
            # Marks have been read; the tree of tags names pages that are not taken.
            given: dict[str, Any] = {"/Parent": _reference(_PAGES)}
            if self._scale != 1:
                given["/MediaBox"] = ArrayObject(FloatObject(float(edge) * self._scale) for edge in page.mediabox)
                given["/Contents"] = self._scaled(copy.number(page.raw_get("/Contents")), copy)
            copy.leave(here, {"/Parent", "/Annots", "/StructParents", "/Tabs"}, given)
        self._add_bookmarks(reader, copy, taken)
        for number, value in copy.objects():
            self._write(number, value)
        self._next = copy.next_number

    def _scaled(self, content: int, copy: _Copy) -> ArrayObject:
        """What paints a page, between a change of size and its end."""
        before, behind = copy.spare(), copy.spare()
        self._write(before, _stream(b"q %.6f 0 0 %.6f 0 0 cm\n" % (self._scale, self._scale)))
        self._write(behind, _stream(b"\nQ"))
        return ArrayObject(_reference(number) for number in (before, content, behind))

    def _add_bookmarks(self, reader: PdfReader, copy: _Copy, taken: set[int]) -> None:
        """Bookmarks in one flat chain: a part's own levels would need the parts before it."""
        outlines = reader.root_object.get("/Outlines")
        waiting = [outlines.get_object().get("/First")] if outlines is not None else []
        while waiting:
            reference = waiting.pop()
            if reference is None:
                continue
            item = reference.get_object()
            waiting += [item.get("/Next"), item.get("/First")]
            dest = item.get("/Dest")
            if dest is None or (page := copy.number(dest.get_object()[0])) not in taken:
                continue
            place = ArrayObject([_reference(page), *map(self._sized, dest.get_object()[1:])])
            one = DictionaryObject(
                {NameObject("/Title"): TextStringObject(str(item["/Title"])), NameObject("/Dest"): place}
            )
            self._bookmarks.append((copy.spare(), one))

    def _sized(self, one: Any) -> Any:
        """A length of a bookmark's place; its zoom is 0 and stays that."""
        return FloatObject(float(one) * self._scale) if isinstance(one, (FloatObject, NumberObject)) else one

    def finish(self, title: str, author: str) -> None:
        """Write what holds the pages together."""
        for index, (number, one) in enumerate(self._bookmarks):
            one[NameObject("/Parent")] = _reference(_OUTLINES)
            if index:
                one[NameObject("/Prev")] = _reference(self._bookmarks[index - 1][0])
            if index + 1 < len(self._bookmarks):
                one[NameObject("/Next")] = _reference(self._bookmarks[index + 1][0])
            self._write(number, one)
        kids = ArrayObject(_reference(number) for number in self._pages)
        self._write(_PAGES, _dictionary(Type=NameObject("/Pages"), Kids=kids, Count=NumberObject(len(kids))))
        outlines = _dictionary(Type=NameObject("/Outlines"), Count=NumberObject(len(self._bookmarks)))
        if self._bookmarks:
            outlines[NameObject("/First")] = _reference(self._bookmarks[0][0])
            outlines[NameObject("/Last")] = _reference(self._bookmarks[-1][0])
        self._write(_OUTLINES, outlines)
        self._write(_INFO, _dictionary(Title=TextStringObject(title), Author=TextStringObject(author)))
        catalog = _dictionary(
            Type=NameObject("/Catalog"),
            Pages=_reference(_PAGES),
            Outlines=_reference(_OUTLINES),
            Lang=TextStringObject("zh-CN"),
        )
        self._write(_CATALOG, catalog)
        self._end()

    def _end(self) -> None:
        start = self._at
        rows = [b"0000000000 65535 f \n"]
        rows += [
            b"%010d 00000 n \n" % self._places[number] if number in self._places else b"0000000000 00000 f \n"
            for number in range(1, self._next)
        ]
        self._say(b"xref\n0 %d\n" % self._next + b"".join(rows))
        trailer = _dictionary(Size=NumberObject(self._next), Root=_reference(_CATALOG), Info=_reference(_INFO))
        self._say(b"trailer\n" + _bytes(trailer) + b"\nstartxref\n%d\n%%%%EOF\n" % start)

    def _write(self, number: int, value: Any) -> None:
        self._places[number] = self._at
        self._say(b"%d 0 obj\n" % number + _bytes(value) + b"\nendobj\n")

    def _say(self, data: bytes) -> None:
        self._target.write(data)
        self._at += len(data)


class _Copy:
    """The objects of a PDF that its pages reach, under numbers of their own."""

    def __init__(self, reader: PdfReader, first: int) -> None:
        self._reader = reader
        self.next_number = first
        self._numbers: dict[int, int] = {}
        self._olds: list[int] = []
        self._changes: dict[int, tuple[set[str], dict[str, Any]]] = {}

    def spare(self) -> int:
        """A number for something new."""
        self.next_number += 1
        return self.next_number - 1

    def number(self, reference: IndirectObject | None) -> int:
        """The new number of an object, which is taken along."""
        assert reference is not None
        old = reference.idnum
        if old not in self._numbers:
            self._numbers[old] = self.spare()
            self._olds.append(old)
        return self._numbers[old]

    def leave(self, number: int, without: set[str], given: dict[str, Any]) -> None:
        """Take an object along without some of its keys, and with others."""
        self._changes[number] = without, given

    def objects(self) -> Any:
        """Every object that was asked for, and those that they ask for."""
        done = 0
        while done < len(self._olds):
            old = self._olds[done]
            done += 1
            number = self._numbers[old]
            value = self._reader.get_object(old)
            if number in self._changes:
                without, given = self._changes[number]
                assert isinstance(value, DictionaryObject)
                for key in without & set(value):
                    del value[key]
                value.update({NameObject(key): one for key, one in given.items()})
                given_keys = set(given)
            else:
                given_keys = set()
            self._renumber(value, given_keys)
            yield number, value

    def _renumber(self, value: Any, kept: set[str]) -> None:
        if isinstance(value, DictionaryObject):
            for key, one in list(value.raw_items() if hasattr(value, "raw_items") else value.items()):
                if key not in kept:
                    dict.__setitem__(value, key, self._renumbered(one))
        elif isinstance(value, ArrayObject):
            for index in range(len(value)):
                list.__setitem__(value, index, self._renumbered(list.__getitem__(value, index)))

    def _renumbered(self, one: Any) -> Any:
        if isinstance(one, IndirectObject):
            return _reference(self.number(one))
        self._renumber(one, set())
        return one


def _reference(number: int) -> IndirectObject:
    return IndirectObject(number, 0, None)


def _dictionary(**values: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in values.items()})


def _stream(data: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream


def _bytes(value: Any) -> bytes:
    stream = io.BytesIO()
    value.write_to_stream(stream)
    return stream.getvalue()

"""Where pages stand one below the other, and the pictures kept of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection
from typing import NamedTuple

from PySide6.QtCore import QRect, QSizeF
from PySide6.QtGui import QImage

from desktop.theme import MARGIN

PIXELS_A_POINT = 96 / 72  # at 100 %
_LEAST_WIDTH = 60  # px
_USUAL_WIDTH = 595.3  # points, of a page that nobody has seen yet
# Pictures kept at most: some ten pages on a fine screen.
MOST_BYTES = 96 * 2**20


class Anchor(NamedTuple):
    """A page and how far down it something is, in heights of the page."""

    number: int
    part: float


class PageColumn:
    """Pages of given sizes in points, in pixels of a column. Numbers count from 1."""

    def __init__(self) -> None:
        self.sizes: list[QSizeF] = []
        self.rects: list[QRect] = []
        self.height = self.width = 0
        self._tops: list[int] = []

    def take_size(self, number: int, size: QSizeF) -> bool:
        """Know the size of a page, and take pages before it that nobody has seen to be like it; whether it is news."""
        if number <= len(self.sizes) and self.sizes[number - 1] == size:
            return False
        while len(self.sizes) < number:
            self.sizes.append(size)
        self.sizes[number - 1] = size
        return True

    def scale(self, number: int, zoom: float | None, width: int) -> float:
        """Pixels a point of a page; `zoom` None fits it into a width."""
        if zoom is not None:
            return zoom * PIXELS_A_POINT
        paper = self.sizes[min(number, len(self.sizes)) - 1].width() if self.sizes else _USUAL_WIDTH
        return max(width - 2 * MARGIN, _LEAST_WIDTH) / paper

    def lay_out(self, zoom: float | None, width: int) -> None:
        """Place every page in a column at least `width` wide."""
        sizes = [size * self.scale(number, zoom, width) for number, size in enumerate(self.sizes, start=1)]
        self.width = max([round(size.width()) + 2 * MARGIN for size in sizes] + [width])
        self.rects = []
        top = MARGIN
        for size in sizes:
            wide, high = round(size.width()), round(size.height())
            self.rects.append(QRect((self.width - wide) // 2, top, wide, high))
            top += high + MARGIN
        self.height = top
        self._tops = [rect.top() for rect in self.rects]

    def number_at(self, height: int) -> int:
        """The page at or above a height, at least the first; 0 where there is none."""
        return max(bisect_right(self._tops, height), 1) if self.rects else 0

    def between(self, top: int, bottom: int) -> list[int]:
        """The pages of a band."""
        numbers = []
        for number in range(self.number_at(top) or 1, len(self.rects) + 1):
            if self.rects[number - 1].top() > bottom:
                break
            numbers.append(number)
        return numbers

    def anchor(self, top: int) -> Anchor | None:
        """What stands at a height; None at the very top, or where there is nothing."""
        if not self.rects or top == 0:
            return None
        number = self.number_at(top)
        rect = self.rects[number - 1]
        return Anchor(number, (top - rect.top()) / max(rect.height(), 1))

    def height_of(self, anchor: Anchor) -> int:
        """Where an anchor stands now."""
        rect = self.rects[min(anchor.number, len(self.rects)) - 1]
        return rect.top() + round(anchor.part * rect.height())


class Picture(NamedTuple):
    """A page as painted: how many dots an inch, and of which state of the plan."""

    image: QImage
    dots: float
    state: int


class PictureStore:
    """Fine pictures up to a number of bytes, and a small sketch of every page."""

    def __init__(self) -> None:
        self.fine: dict[int, Picture] = {}
        self.sketches: dict[int, QImage] = {}
        self.state = 0

    def clear(self) -> None:
        """Forget everything."""
        self.fine, self.sketches = {}, {}
        self.state += 1

    def keep(self, number: int, image: QImage, dots: float, page: int, seen: Collection[int]) -> None:
        """Take a picture and forget those farthest from `page`, but none of the `seen`."""
        self.fine[number] = Picture(image, dots, self.state)
        held = self.held_bytes()
        for far in sorted(self.fine, key=lambda one: -abs(one - page)):
            if held <= MOST_BYTES:
                return
            if far not in seen:
                held -= self.fine.pop(far).image.sizeInBytes()

    def end_at(self, count: int) -> None:
        """Forget pages beyond the last."""
        for number in [number for number in self.fine if number > count]:
            del self.fine[number]
        for number in [number for number in self.sketches if number > count]:
            del self.sketches[number]

    def is_current(self, number: int, dots: float) -> bool:
        """Whether there is a picture of the newest state in that fineness."""
        picture = self.fine.get(number)
        return picture is not None and picture.state == self.state and abs(picture.dots - dots) < 0.01

    def held_bytes(self) -> int:
        """What the fine pictures take."""
        return sum(picture.image.sizeInBytes() for picture in self.fine.values())

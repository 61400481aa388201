"""Pages of the part that is being edited, set and painted in the background: what is in sight first, then the rest."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSizeF, Signal
from PySide6.QtGui import QImage, QImageReader

from desktop.jobs.runner import IsCancelled, Job, JobRunner, Progress
from domain.errors import Cancelled, FanganError
from domain.exchange import PlanContent
from domain.labels import PART_MATRIX, PART_PLAN, PART_TASKS

if TYPE_CHECKING:
    from exporters.blocks import Document
    from exporters.page import Layout
    from exporters.pdf_spots import Spot
    from exporters.typesetting import Typesetter

# How large a page that nobody looks at is painted: enough to tell how it lies, and to stand in while scrolling.
SKETCH_DOTS = 9.0
_PAGES_AT_ONCE = 8
# How long a worker thread may hold the interpreter while the window wants it. An edit asks for it dozens of times,
# after every statement of the plan file: Python's own five milliseconds would add up to a halt that is felt.
SWITCH_SECONDS = 0.0005
# What stands where is found out when the edits rest: that is Python's work, and would slow down the next edit.
_REST_SECONDS = 0.3
_LISTEN_SECONDS = 0.02
_PARTS_OF_PLACES = {"outline": PART_PLAN, "tasks": PART_TASKS, "matrix": PART_MATRIX}


@dataclass(frozen=True)
class Page:
    """A painted page: its number from 1, its picture, how fine that is, and its size in points."""

    number: int
    picture: QImage
    dots: float
    size: QSizeF


@dataclass(frozen=True)
class Places:
    """What stands where on some pages: numbers of the first and the last, and the spots on them."""

    first: int
    last: int
    spots: tuple[Spot, ...]


# A page number and the dots of an inch.
Wish = tuple[int, float]
Tell = Callable[[Page | Places | int], None]


@dataclass
class Setting:
    """One state of one part: what is to be set, and which of its pages are wanted first."""

    content: PlanContent
    place: str
    wishes: list[Wish] = field(default_factory=list)
    walked: int = 0
    is_walked: bool = False
    placed: int = 0
    document: Document | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def wish(self, wishes: Sequence[Wish]) -> None:
        """Say anew which pages are wanted."""
        with self.lock:
            self.wishes = list(wishes)

    def next_wish(self) -> Wish | None:
        """The page to paint next."""
        with self.lock:
            return self.wishes.pop(0) if self.wishes else None


class PageMaker(QObject):
    """Sets one state of a part after another; a newer one takes the place of an older.

    `painted` carries a Page, `placed` a Places, `counted` the number of pages, 0 where there is nothing to set,
    `failed` a FanganError. All of them are about the newest setting.
    """

    painted = Signal(object)
    placed = Signal(object)
    counted = Signal(int)
    failed = Signal(object)
    _came = Signal(object, object)

    def __init__(self, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._setting: Setting | None = None
        self._job: Job | None = None
        self._typesetter: Typesetter | None = None
        self._layout_text = ""
        self._lock = threading.Lock()
        self._came.connect(self.on_came)

    @property
    def is_busy(self) -> bool:
        """Whether pages are being made."""
        return self._job is not None

    def show(self, content: PlanContent, place: str, wishes: Sequence[Wish]) -> None:
        """Set a part as it is now, pages `wishes` first. `place` is the key of a Place."""
        if self._job is not None:
            self._job.cancel()
        sys.setswitchinterval(SWITCH_SECONDS)
        setting = self._setting = Setting(content, place)
        setting.wish(wishes)
        self._start(setting)

    def want(self, wishes: Sequence[Wish]) -> None:
        """Paint these pages of what is set before any other."""
        setting = self._setting
        if setting is None:
            return
        setting.wish(wishes)
        if self._job is None and wishes:
            self._start(setting)

    def stop(self) -> None:
        """Make no more pages; what is under way is dropped."""
        self._setting = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def close(self) -> None:
        """Let go of the typesetter, when no job runs any more."""
        self.stop()
        with self._lock:
            typesetter, self._typesetter = self._typesetter, None
        if typesetter is not None:
            typesetter.close()

    def on_came(self, setting: Setting, what: object) -> None:
        """Pass on what belongs to the newest setting."""
        if setting is not self._setting:
            return
        if isinstance(what, Page):
            self.painted.emit(what)
        elif isinstance(what, Places):
            self.placed.emit(what)
        else:
            self.counted.emit(what)

    def on_failed(self, error: FanganError) -> None:
        """Tell of what went wrong with the newest setting."""
        if self.sender() is self._job and not isinstance(error, Cancelled):
            self.failed.emit(error)

    def on_ended(self, job: Job) -> None:
        """Go on where more was wanted while the last pages were made."""
        if job is not self._job:
            return
        self._job = None
        if self._setting is not None and self._setting.wishes:
            self._start(self._setting)

    def _start(self, setting: Setting) -> None:
        def work(_progress: Progress, is_cancelled: IsCancelled) -> None:
            make_pages(setting, self._borrow, is_cancelled, lambda what: self._came.emit(setting, what))

        job = self._job = self._runner.prepare(work)
        job.failed.connect(self.on_failed)
        job.ended.connect(self.on_ended)
        self._runner.start(job)

    def _borrow(self, layout: Layout, text: str) -> Typesetter:
        """The typesetter of a layout: the one that is there, unless the layout has changed."""
        from exporters.typesetting import Typesetter

        with self._lock:
            if self._typesetter is None or text != self._layout_text:
                if self._typesetter is not None:
                    self._typesetter.close()
                self._typesetter, self._layout_text = Typesetter(layout), text
            return self._typesetter


def make_pages(
    setting: Setting,
    borrow: Callable[[Layout, str], Typesetter],
    is_cancelled: IsCancelled,
    tell: Tell,
) -> None:
    """Paint the wanted pages of a setting, then sketch all of them; on a worker thread.

    `tell` is given every page, what stands on it and, at the end, how many there are. Raises Cancelled between two
    steps, ExportError where the part cannot be set.
    """
    from exporters.parts import layout_of

    layout = layout_of(setting.content)
    document = _composed(setting, layout)
    if document is None:
        tell(0)
        return
    typesetter = borrow(layout, setting.content.info.layout)
    while True:
        if is_cancelled():
            raise Cancelled
        wish = setting.next_wish()
        if wish is not None:
            number, dots = wish
            for page in _painted(typesetter, layout, document, number, number, dots):
                tell(page)
        elif not setting.is_walked:
            _walk_on(setting, typesetter, layout, document, tell)
        elif setting.placed >= setting.walked:
            return
        elif setting.placed or _rests(setting, is_cancelled):
            _place_on(setting, typesetter, document, tell)


def _composed(setting: Setting, layout: Layout) -> Document | None:
    """What is to be set; None for a place without pages, and nothing more is wanted of it."""
    if setting.document is None:
        setting.document = compose_place(layout, setting.content, setting.place)
    while setting.document is None and setting.next_wish() is not None:
        pass  # what has no pages would be asked for again for ever
    return setting.document


def _walk_on(setting: Setting, typesetter: Typesetter, layout: Layout, document: Document, tell: Tell) -> None:
    """Sketch the next few pages, and say how many there are after the last one."""
    first = setting.walked + 1
    pages = _painted(typesetter, layout, document, first, first + _PAGES_AT_ONCE - 1, SKETCH_DOTS)
    for page in pages:
        tell(page)
    setting.walked += len(pages)
    setting.is_walked = len(pages) < _PAGES_AT_ONCE
    if setting.is_walked:
        tell(setting.walked)


def _rests(setting: Setting, is_cancelled: IsCancelled) -> bool:
    """Whether nothing was asked for in a while."""
    until = time.monotonic() + _REST_SECONDS
    while time.monotonic() < until:
        if is_cancelled() or setting.wishes:
            return False
        time.sleep(_LISTEN_SECONDS)
    return True


def _place_on(setting: Setting, typesetter: Typesetter, document: Document, tell: Tell) -> None:
    """Say what stands where on the next few pages."""
    first, last = setting.placed + 1, min(setting.placed + _PAGES_AT_ONCE, setting.walked)
    tell(Places(first, last, tuple(typesetter.spots(document, first, last))))
    setting.placed = last


def _painted(
    typesetter: Typesetter, layout: Layout, document: Document, first: int, last: int, dots: float
) -> list[Page]:
    pages = []
    for number, picture in enumerate(typesetter.pages(document, first, last, dots), start=first):
        image = read_picture(picture)
        paper = layout.landscape if image.width() > image.height() else layout.portrait
        pages.append(Page(number, image, dots, QSizeF(paper.width / 20, paper.height / 20)))
    return pages


def read_picture(png: bytes) -> QImage:
    """A picture in the format that is painted fastest. Only this way of reading lets other threads go on meanwhile."""
    buffer = QBuffer()
    buffer.setData(QByteArray(png))
    buffer.open(QBuffer.OpenModeFlag.ReadOnly)
    image = QImageReader(buffer).read()
    image.convertTo(QImage.Format.Format_RGB32)
    return image


def part_name(content: PlanContent, place: str) -> str:
    """The name of the part that belongs to a place, for its heading; the label of its table."""
    if place in _PARTS_OF_PLACES:
        return _PARTS_OF_PLACES[place]
    return next((table.spec.label for table in content.tables if f"table:{table.id}" == place), "")


def compose_place(layout: Layout, content: PlanContent, place: str) -> Document | None:
    """The document of the part that belongs to a place; None where there is nothing to print yet."""
    part = find_part(layout, content, place)
    return None if part is None else part.compose()


def find_part(layout: Layout, content: PlanContent, place: str) -> Any:
    """The `exporters.parts.Part` that belongs to a place, None where the plan has none."""
    from exporters.parts import parts_of

    parts = parts_of(layout, content)
    if place in _PARTS_OF_PLACES:
        return next((part for part in parts if part.name == _PARTS_OF_PLACES[place]), None)
    tables = [part for part in parts if part.name not in _PARTS_OF_PLACES.values()]
    keys = [f"table:{table.id}" for table in content.tables]
    return tables[keys.index(place)] if place in keys else None

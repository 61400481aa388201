"""What the program and its reading process say to each other: frames of JSON and bytes over a pipe, never pickle.

A frame is two lengths (big-endian, 4 and 8 bytes), then a JSON object, then raw bytes (a file's, mostly none).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import IO, Any

_LENGTHS = struct.Struct(">IQ")
_PIECE = 1024**2


class WireError(Exception):
    """The other side said something that is no frame, or more than is allowed."""


class TooLong(WireError):  # noqa: N818 - what happened, beside WireError
    """A frame is announced that would go beyond what the other side may say."""


def send(stream: IO[bytes], message: dict[str, Any], body: bytes = b"") -> None:
    """Write one frame. Raises OSError when the other side is gone."""
    # Half characters (lone surrogates) of a strange file must not stop the talk.
    text = json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    stream.write(_LENGTHS.pack(len(text), len(body)))
    stream.write(text)
    stream.write(body)
    stream.flush()


def receive(stream: IO[bytes], most: Callable[[], int]) -> tuple[dict[str, Any], bytes, int] | None:
    """Read one frame: the message, its bytes and its length; None when the other side has ended.

    `most` is asked when a frame begins. Raises TooLong before anything longer is taken in, WireError for what is no
    frame.
    """
    head = _read(stream, _LENGTHS.size)
    if not head:
        return None
    if len(head) < _LENGTHS.size:
        raise WireError("half a frame")
    text_length, body_length = _LENGTHS.unpack(head)
    length = _LENGTHS.size + text_length + body_length
    if length > most():
        raise TooLong(f"{length} bytes")
    text, body = _read(stream, text_length), _read(stream, body_length)
    if len(text) + len(body) < text_length + body_length:
        raise WireError("half a frame")
    try:
        message = json.loads(text.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise WireError("no JSON") from error
    if not isinstance(message, dict):
        raise WireError("no object")
    return message, body, length


def _read(stream: IO[bytes], size: int) -> bytes:
    pieces = []
    while size > 0 and (piece := stream.read(min(size, _PIECE))):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)

"""The one error tree: what happened and what to do, in Chinese; the detail is for the log."""

from __future__ import annotations


class FanganError(Exception):
    """A known failure that a person can act on.

    `code` is stable and English, `message` a whole Chinese sentence saying what happened, `hint` a Chinese
    sentence saying what to do, `detail` goes to the log only. Anything that is not a `FanganError` is a bug.
    """

    def __init__(self, code: str, message: str, hint: str = "", detail: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.message}{self.hint}"


class InputError(FanganError):
    """What the user asked for cannot be done as asked."""


class ImportFileError(FanganError):
    """A file from outside was refused."""


class ExportError(FanganError):
    """A file could not be written."""


class StorageError(FanganError):
    """The plan file could not be read or written."""


class Cancelled(FanganError):  # noqa: N818 - the word of the whole program, and no error to a user
    """The user stopped the work; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("cancelled", "已取消，没有改动任何内容。")

"""What can go wrong: one exception a cause, each with its exit code and its HTTP status."""

from __future__ import annotations

import traceback
from enum import IntEnum
from pathlib import Path
from typing import ClassVar

#: OpenCV's code of an error for want of memory (`cv2.Error.StsNoMem`).
_NO_MEMORY = -4


class ExitCode(IntEnum):
    """What the command line tells the shell. Part of the contract; see docs/output.md."""

    OK = 0
    FILE_FAILED = 1
    USAGE = 2
    MISSING_DATA = 3
    MISSING_EXTRA = 4
    BAD_MODEL = 5
    CANNOT_WRITE = 6
    INTERRUPTED = 130


class NumeralsError(Exception):
    """Base of all errors that numerals raises on purpose; its text says what to do."""

    exit_code: ClassVar[ExitCode] = ExitCode.FILE_FAILED
    http_status: ClassVar[int] = 500
    #: A stable word for programs, beside the sentence for people.
    kind: ClassVar[str] = "error"


class PictureError(NumeralsError):
    """The bytes are a picture of a known format, but a broken one."""

    http_status = 422
    kind = "broken_picture"


class NotAPictureError(PictureError):
    """The bytes are no picture of a format that numerals reads."""

    http_status = 415
    kind = "not_a_picture"


class TooLargeError(PictureError):
    """The picture is over the limit of bytes or of pixels; nothing of it was decoded."""

    http_status = 413
    kind = "too_large"


class LockedError(PictureError):
    """The PDF wants a password."""

    http_status = 422
    kind = "locked"

    def __init__(self) -> None:
        super().__init__("the PDF is locked with a password; save it without one")


class NoSuchPageError(PictureError):
    """A page was asked for that the file does not have."""

    http_status = 422
    kind = "no_such_page"

    def __init__(self, number: int, total: int) -> None:
        has = "1 page" if total == 1 else f"{total:,} pages"
        super().__init__(f"there is no page {number:,}: the file has {has}, counted from 1")


class SourceError(NumeralsError):
    """A path cannot be read: not there, no permission, a folder, or without pictures."""

    http_status = 422
    kind = "unreadable_source"


class UsageError(NumeralsError):
    """The request itself makes no sense, whatever the pictures are."""

    exit_code = ExitCode.USAGE
    http_status = 422
    kind = "usage"


class MissingDataError(NumeralsError):
    """A data set could be had from none of its sources."""

    exit_code = ExitCode.MISSING_DATA
    kind = "missing_data"


class MissingExtraError(NumeralsError):
    """A command needs packages that the plain install leaves out."""

    exit_code = ExitCode.MISSING_EXTRA
    kind = "missing_extra"

    def __init__(self, purpose: str, missing: str) -> None:
        super().__init__(
            f"{purpose} needs packages that are not installed ({missing}). "
            'Type:  pip install "numerals[train]"'
        )


class MissingDriverError(NumeralsError):
    """What speaks with a kind of database is not installed."""

    exit_code = ExitCode.MISSING_EXTRA
    kind = "missing_driver"

    def __init__(self, scheme: str, package: str) -> None:
        hint = f'. Type:  pip install "{package}"' if package else ""
        super().__init__(f"--storage {scheme}: needs a driver that is not installed{hint}")


class ModelError(NumeralsError):
    """A model file or folder that is none, or one of another kind of network."""

    exit_code = ExitCode.BAD_MODEL
    kind = "bad_model"


class StoppedError(NumeralsError):
    """A person pressed Ctrl-C; the text says what is safe and how to go on."""

    exit_code = ExitCode.INTERRUPTED
    kind = "interrupted"


def fault(error: Exception) -> str:
    """Say of an error that nobody foresaw what it was and where, for whoever is to mend it.

    Raises:
        MemoryError: It was that, by whatever name, which is no fault of ours.
    """
    if isinstance(error, MemoryError) or getattr(error, "code", None) == _NO_MEMORY:
        raise MemoryError(str(error)) from error
    last = traceback.extract_tb(error.__traceback__)[-1]
    where = f"{type(error).__name__} at {Path(last.filename).name}:{last.lineno}: {error}"
    return f"this is a fault of numerals, not of the picture; please report it with {where}"

"""Options that several commands share."""

from __future__ import annotations

from enum import StrEnum


class Expected(StrEnum):
    """What a picture is taken to show."""

    DIGIT = "digit"
    AUTO = "auto"

"""`numerals read`."""


def read() -> None:
    """Not written yet."""

"""`numerals serve`."""


def serve() -> None:
    """Not written yet."""

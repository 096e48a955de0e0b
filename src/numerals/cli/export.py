"""`numerals export`."""


def export() -> None:
    """Not written yet."""

"""`numerals evaluate`."""


def evaluate() -> None:
    """Not written yet."""

"""`numerals train`."""


def train() -> None:
    """Not written yet."""

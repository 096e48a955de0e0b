"""Pixels: from a file to the 28×28 frames that a network reads."""

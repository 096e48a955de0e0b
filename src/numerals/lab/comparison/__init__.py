"""Comparison: many systems on the same data, by one protocol; what `numerals compare` runs."""

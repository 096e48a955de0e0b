"""The report of a comparison: one page that needs nothing else, and its figures as files."""

from __future__ import annotations

from numerals.lab.comparison.report.write import write_report

__all__ = ["write_report"]

"""Strings: what of a text read is counted, how far it is from the truth, and where it differs."""

from __future__ import annotations

from typing import NamedTuple

#: What may stand between a number's digits or around them, in its plain and its typographic forms.
#: A tab or a line's end is none: what one parts are several numbers.
MARKS = frozenset(" .,'-=/·’–—−\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}")


class Edit(NamedTuple):
    """A character that was read as another.

    Attributes:
        truth: What is written; '' where nothing is, and something was read.
        read: What was read; '' where a character was passed over.
    """

    truth: str
    read: str


def counted(read: str, truth: str) -> str:
    """Leave of a text read what counts beside its truth.

    All of it counts, except where the truth holds digits alone: whoever wrote that down left out
    the separators, so a reader that gives them as written is not wrong.

    >>> counted("2.500=", "2500")
    '2500'
    >>> counted("2.500=", "2,500")
    '2.500='
    """
    if not (truth.isascii() and truth.isdigit()):
        return read
    return "".join(c for c in read if c not in MARKS)


def edit_distance(read: str, truth: str) -> int:
    """Count the characters to insert, delete or replace (Levenshtein 1966).

    >>> edit_distance("1204", "1,204")
    1
    """
    row = list(range(len(truth) + 1))
    for i, a in enumerate(read, start=1):
        last, row[0] = row[0], i
        for j, b in enumerate(truth, start=1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1]


def edits(read: str, truth: str) -> list[Edit]:
    """List the fewest edits between a text and its truth, from left to right.

    Where several lists are as short, it is the one found by matching from the right end on,
    taking a character rather for another than for extra, and rather for extra than for missing.

    >>> edits("17040", "1204")
    [Edit(truth='2', read='7'), Edit(truth='', read='0')]
    """
    costs = [[i + j for j in range(len(truth) + 1)] for i in range(len(read) + 1)]
    for i, a in enumerate(read, start=1):
        for j, b in enumerate(truth, start=1):
            around = (costs[i - 1][j] + 1, costs[i][j - 1] + 1, costs[i - 1][j - 1] + (a != b))
            costs[i][j] = min(around)
    found: list[Edit] = []
    i, j = len(read), len(truth)
    while i or j:
        cost = costs[i][j]
        if i and j and cost == costs[i - 1][j - 1] + (read[i - 1] != truth[j - 1]):
            i, j = i - 1, j - 1
            if read[i] != truth[j]:
                found.append(Edit(truth[j], read[i]))
        elif i and cost == costs[i - 1][j] + 1:
            i -= 1
            found.append(Edit("", read[i]))
        else:
            j -= 1
            found.append(Edit(truth[j], ""))
    return found[::-1]

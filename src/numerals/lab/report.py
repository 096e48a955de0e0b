"""Report: an evaluation as JSON, and as text for a terminal or a pipe."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from numerals import __version__
from numerals.lab.metrics import DIGITS, ECE_BINS, OTHER, Share
from numerals.lab.percent import UNDEFINED, decimals, down, interval, up
from numerals.reading import Status, floor4, percent

if TYPE_CHECKING:
    from numerals.lab.evaluate import Evaluation, Figures, Outcome
    from numerals.lab.metrics import DigitScores, MacroScores

#: A field is never renamed or dropped within a version; docs/evaluation.md describes them.
REPORT_VERSION = 1
#: So many errors are listed in the text; the JSON has them all.
LISTED = 10
#: What a report is wide where no terminal says otherwise.
PIPE_WIDTH = 88
_SCORES = ("precision", "recall", "f1")


def to_dict(evaluation: Evaluation, figures: Figures) -> dict[str, Any]:
    """Give plain Python types: the JSON of docs/evaluation.md. Shares are not rounded."""
    digits, single = figures.digits, figures.single_digit
    return {
        "version": REPORT_VERSION,
        "numerals": __version__,
        "data": {
            "name": evaluation.data,
            "pictures": len(evaluation.outcomes),
            "single_digit": single,
        },
        "model": {"name": evaluation.model, "version": evaluation.model_version},
        "expect": evaluation.expect,
        "accept": evaluation.accept,
        "accuracy": _share(figures.accuracy),
        "status": {str(s): {"count": n.count, "share": n.value} for s, n in figures.status.items()},
        "accepted_wrong": _share(figures.accepted_wrong),
        "digits": [_fields(s, "digit", "support", "read", "right", *_SCORES) for s in digits]
        if single
        else None,
        "macro": _fields(figures.macro, *_SCORES, "digits") if figures.macro else None,
        "confusion": {
            "truth": list(DIGITS),
            "read": [*DIGITS, OTHER],
            "counts": figures.confusion.tolist(),
        }
        if single
        else None,
        "calibration": {
            "error": figures.calibration_error,
            "bins": ECE_BINS,
            "pictures": figures.calibration_of,
        },
        "seconds_per_picture": evaluation.seconds_per_picture,
        "errors": [_error(o) for o in evaluation.errors],
    }


def to_text(
    evaluation: Evaluation, figures: Figures, width: int = PIPE_WIDTH, colour: bool = False
) -> str:
    """Give a report to read.

    Args:
        evaluation: What was read.
        figures: What it comes to.
        width: Characters a line, at least 40.
        colour: Whether to use a terminal's colours; without it the text is plain.
    """
    console = Console(
        file=io.StringIO(),
        width=max(40, width),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        emoji=False,
        markup=False,
    )
    parts: list[RenderableType] = [_heading(evaluation), _overview(evaluation, figures)]
    if figures.single_digit:
        parts += [_digits(figures), _confusion(figures)]
    else:
        parts.append(Text("No picture shows a single digit: no table by digit, no confusion."))
    if evaluation.errors:
        parts.append(_errors(evaluation))
    with console.capture() as capture:
        for part in parts:
            console.print(Padding(part, (0, 0, 1, 0)))
    # Rich fills lines up to their width; what is piped into a file need not carry that.
    return "\n".join(line.rstrip() for line in capture.get().splitlines()).rstrip() + "\n"


def _fields(scores: DigitScores | MacroScores, *names: str) -> dict[str, Any]:
    return {name: getattr(scores, name) for name in names}


def _share(share: Share) -> dict[str, Any]:
    low, high = share.interval
    return {
        "count": share.count,
        "of": share.of,
        "share": share.value,
        "low": low if share.of else None,
        "high": high if share.of else None,
    }


def _error(outcome: Outcome) -> dict[str, Any]:
    reading = outcome.reading
    return {
        "file": outcome.file,
        "truth": outcome.truth,
        "read": reading.text,
        "confidence": floor4(reading.confidence),
        "status": str(reading.status),
        "reason": reading.reason,
    }


def _heading(evaluation: Evaluation) -> Text:
    n = len(evaluation.outcomes)
    return Text.assemble(
        (_visible(evaluation.data), "bold"),
        f", {n:,} {'picture' if n == 1 else 'pictures'}, read by the model ",
        (_visible(f"{evaluation.model} {evaluation.model_version}"), "bold"),
        f"\nexpected: {evaluation.expect}; accepted from {percent(evaluation.accept)} on; "
        f"{1000 * evaluation.seconds_per_picture:.2g} ms a picture",
    )


def _overview(evaluation: Evaluation, figures: Figures) -> Group:
    places = decimals(len(evaluation.outcomes))
    table = _table()
    table.add_column("")
    for heading in ("%", "95 % interval", "pictures"):
        table.add_column(heading, justify="right")
    right = figures.accuracy
    table.add_row(
        Text("read right, to the last digit", "bold"),
        Text(down(right.value, places), "bold"),
        interval(right),
        f"{right.count:,}",
    )
    for status, share in figures.status.items():
        table.add_row(str(status), down(share.value, places), "", f"{share.count:,}")
        if status is Status.ACCEPTED:
            wrong = figures.accepted_wrong
            table.add_row(
                "  of which wrong",
                Text(up(wrong.value, decimals(wrong.of)), "red" if wrong.count else ""),
                interval(wrong),
                f"{wrong.count:,}",
            )
    error = figures.calibration_error
    note = Text(
        f"calibration error: {up(error)} % (ECE, {ECE_BINS} equal bins, "
        f"{figures.calibration_of:,} pictures)"
        if error is not None
        else "nothing was read: no calibration error",
        "dim",
    )
    return Group(table, note)


def _digits(figures: Figures) -> Group:
    table = _table()
    for heading in ("digit", "precision", "recall", "F1", "pictures"):
        table.add_column(heading, justify="right")
    for s in figures.digits:
        table.add_row(s.digit, down(s.precision), down(s.recall), down(s.f1), f"{s.support:,}")
    if (macro := figures.macro) is not None:
        table.add_section()
        shown = "macro" if macro.digits == len(DIGITS) else f"macro of {macro.digits}"
        cells = (shown, down(macro.precision), down(macro.recall), down(macro.f1))
        table.add_row(*(Text(c, "bold") for c in cells), f"{figures.single_digit:,}")
    return Group(Text(f"By digit, %{_of_singles(figures)}", "bold"), table)


def _confusion(figures: Figures) -> Group:
    table = _table()
    for name in ("", *DIGITS, OTHER):
        table.add_column(name, justify="right", no_wrap=True)
    for i, row in enumerate(figures.confusion.tolist()):
        cells = [
            Text(f"{n:,}" if n else "·", "bold" if i == j else "red" if n else "dim")
            for j, n in enumerate(row)
        ]
        table.add_row(Text(DIGITS[i], "bold"), *cells)
    heading = Text.assemble(
        ("Confusion, each row what is written, each column what was read", "bold"),
        f"\n({OTHER} is nothing, or no single digit)",
    )
    return Group(heading, table)


def _errors(evaluation: Evaluation) -> Group:
    errors = evaluation.errors
    rest = len(errors) - LISTED
    heading = Text("Errors, most confident first", "bold")
    table = _table()
    table.add_column("file", overflow="fold")
    table.add_column("written", overflow="fold")
    table.add_column("read", overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    for o in errors[:LISTED]:
        reading = o.reading
        table.add_row(
            Text(_visible(o.file)),
            Text(_visible(o.truth)),
            Text(reading.text or UNDEFINED),
            percent(reading.confidence) if reading.text else UNDEFINED,
            Text(str(reading.status), "red" if reading.status is Status.ACCEPTED else ""),
        )
    if rest <= 0:
        return Group(heading, table)
    return Group(heading, table, Text(f"and {rest:,} more: --output FOLDER shows them all", "dim"))


def _of_singles(figures: Figures) -> str:
    of = figures.accuracy.of
    if figures.single_digit == of:
        return ""
    return f": only the {figures.single_digit:,} of {of:,} pictures that show a single digit"


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="")


def _visible(text: str) -> str:
    """Show a name without the control characters a file may carry into a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)

"""Report: an evaluation as text for a terminal or a pipe."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from numerals.lab.metrics import DIGITS, ECE_BINS, OTHER
from numerals.lab.percent import UNDEFINED, decimals, down, interval, up
from numerals.model.acceptance import share, threshold
from numerals.reading import Status, percent

if TYPE_CHECKING:
    from numerals.lab.evaluate import Evaluation, Figures
    from numerals.lab.metrics import Share
    from numerals.lab.selective import Stated

#: So many errors are listed in the text; the JSON has them all.
LISTED = 10
#: What a report is wide where no terminal says otherwise.
PIPE_WIDTH = 88


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
    if figures.stated:
        parts.append(_stated(figures))
    if figures.single_digit:
        parts += [_digits(figures), _confusion(figures)]
    elif figures.accuracy.of:
        parts.append(Text("No picture shows a single digit: no table by digit, no confusion."))
    if evaluation.errors:
        parts.append(_errors(evaluation))
    with console.capture() as capture:
        for part in parts:
            console.print(Padding(part, (0, 0, 1, 0)))
    # Rich fills lines up to their width; what is piped into a file need not carry that.
    return "\n".join(line.rstrip() for line in capture.get().splitlines()).rstrip() + "\n"


def _heading(evaluation: Evaluation) -> Text:
    n = len(evaluation.outcomes)
    promise = (
        f"promised: at most {share(evaluation.max_error)} of these wrong; "
        if evaluation.max_error is not None
        else ""
    )
    accepts = f"from {threshold(evaluation.accept)} on" if evaluation.accept < 1 else "never"
    return Text.assemble(
        (_visible(evaluation.data), "bold"),
        f", {n:,} {'picture' if n == 1 else 'pictures'}, read by the model ",
        (_visible(f"{evaluation.model} {evaluation.model_version}"), "bold"),
        f"\nexpected: {evaluation.expect}; accepted {accepts}; {promise}"
        f"{1000 * evaluation.seconds_per_picture:.2g} ms a picture",
    )


def _overview(evaluation: Evaluation, figures: Figures) -> Group:
    places = decimals(len(evaluation.outcomes))
    table = _table()
    table.add_column("")
    for heading in ("%", "95 % interval", "pictures"):
        table.add_column(heading, justify="right")
    right = figures.accuracy
    if not right.of:
        _add_refusals(table, "", figures)
        return Group(Text("None of these pictures shows a digit.", "bold"), table)
    table.add_row(
        Text("read right, to the last digit", "bold"),
        Text(down(right.value, places), "bold"),
        interval(right),
        f"{right.count:,}",
    )
    for status, part in figures.status.items():
        table.add_row(str(status), down(part.value, places), "", f"{part.count:,}")
        if status is Status.ACCEPTED:
            _add_wrong(table, "  of which wrong", figures.accepted_wrong)
    if none := figures.no_digit[Status.ACCEPTED].of:
        table.add_row(f"of the {none:,} that show no digit", "", "", "")
        _add_refusals(table, "  ", figures)
    error = figures.calibration_error
    note = Text(
        f"calibration error: {up(error)} % (ECE, {ECE_BINS} equal bins, "
        f"{figures.calibration_of:,} pictures)"
        if error is not None
        else "nothing was read: no calibration error",
        "dim",
    )
    return Group(table, note)


def _add_wrong(table: Table, name: str, wrong: Share) -> None:
    shown = Text(up(wrong.value, decimals(wrong.of)), "red" if wrong.count else "")
    table.add_row(name, shown, interval(wrong), f"{wrong.count:,}")


def _add_refusals(table: Table, indent: str, figures: Figures) -> None:
    """Show what became of the pictures without a digit: the fewer accepted, the better."""
    for status, part in figures.no_digit.items():
        if status is Status.ACCEPTED:
            _add_wrong(table, f"{indent}accepted all the same", part)
        elif status is not Status.ERROR or part.count:
            shown = down(part.value, decimals(part.of))
            table.add_row(f"{indent}{status}", shown, "", f"{part.count:,}")


def _stated(figures: Figures) -> Group:
    """Show what each promise of the model's costs, and whether it is kept here."""
    table = _table()
    has_digits = figures.accuracy.of > 0
    names = ["promised: wrong ≤", "accepted from", "accepted, %", "95 % interval"]
    if has_digits:
        names.insert(3, "of these wrong, %")
    for name in names:
        table.add_column(name, justify="right")
    for row in figures.stated:
        cells: list[str | Text] = [share(row.max_error)]
        if row.accept is None or row.coverage is None or row.wrong is None:
            table.add_row(*cells, "never")
            continue
        shown = row.wrong if has_digits else row.coverage
        show = down if has_digits else up
        cells += [threshold(row.accept), show(row.coverage.value, decimals(row.coverage.of))]
        if has_digits:
            colour = "red" if _broken(row) else ""
            cells.append(Text(up(row.wrong.value, decimals(row.wrong.of)), colour))
        table.add_row(*cells, interval(shown))
    heading = Text("Risk and coverage: what --max-error would give on these pictures", "bold")
    area = figures.selective.aurc
    if not has_digits or area is None:
        return Group(heading, table)
    note = f"area under the risk–coverage curve: {up(area, 3)} %"
    return Group(heading, table, Text(note, "dim"))


def _broken(row: Stated) -> bool:
    """Whether more is wrong than promised, and by more than chance explains."""
    return row.wrong is not None and row.wrong.of > 0 and row.wrong.interval[0] > row.max_error


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
            Text(_visible(o.truth) or "nothing"),
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

"""Report: an evaluation as text for a terminal or a pipe."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from numerals.lab.cell_report import cell_report
from numerals.lab.class_report import class_report
from numerals.lab.layout import new_table, visible
from numerals.lab.metrics import ECE_BINS
from numerals.lab.number_report import number_report
from numerals.lab.percent import UNDEFINED, decimals, down, interval, up
from numerals.lab.samples import NOTHING
from numerals.model.acceptance import share, threshold
from numerals.reading import Status, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from numerals.lab.evaluate import Evaluation, Judge
    from numerals.lab.metrics import Share
    from numerals.lab.results import Figures
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
    if figures.cells is not None:
        parts.append(cell_report(figures.cells))
    if figures.numbers is not None:
        parts.append(number_report(figures.numbers))
    if figures.stated:
        parts.append(_stated(evaluation, figures, figures.stated))
    if figures.stated_of_numbers:
        parts.append(_stated(evaluation, figures, figures.stated_of_numbers, "numbers"))
    if figures.single_digit:
        parts += class_report(evaluation, figures, width)
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
    others = evaluation.of_numbers
    judges = [_judge(evaluation, "" if others is None else " for digits")]
    if others is not None:
        judges.append(_judge(others, " for numbers"))
    field = f"\nknown of each number: {visible(evaluation.field)}" if evaluation.field else ""
    return Text.assemble(
        (visible(evaluation.data), "bold"),
        f", {_size(evaluation)}, {_duration(evaluation.seconds_per_picture)} a "
        f"{'page' if evaluation.pages else 'picture'}; expected: {evaluation.expect}\nread by ",
        Text("\nand by ").join(judges),
        field,
    )


def _judge(judge: Judge | Evaluation, what: str) -> Text:
    """Name a model, and say what it accepts."""
    accepts = f"from {threshold(judge.accept)} on" if judge.accept < 1 else "never"
    promise = (
        f"; promised: at most {share(judge.max_error)} of these wrong"
        if judge.max_error is not None
        else ""
    )
    return Text.assemble(
        "the model ",
        (visible(f"{judge.model} {judge.model_version}"), "bold"),
        f"{what}\naccepted {accepts}{promise}",
    )


def _size(evaluation: Evaluation) -> str:
    """Say how much was read: '1,003 pictures', '4 pages with 324 numbers'."""
    if not evaluation.pages:
        return _count(len(evaluation.outcomes), "picture")
    numbers = sum(o.truth != NOTHING for o in evaluation.outcomes)
    return f"{_count(evaluation.pages, 'page')} with {_count(numbers, 'number')}"


def _count(n: int, name: str) -> str:
    return f"{n:,} {name}" if n == 1 else f"{n:,} {name}s"


def _duration(seconds: float) -> str:
    return f"{1000 * seconds:.2g} ms" if seconds < 0.1 else f"{seconds:.2f} s"


def _overview(evaluation: Evaluation, figures: Figures) -> Group:
    places = decimals(len(evaluation.outcomes))
    table = new_table()
    table.add_column("")
    for heading in ("%", "95 % interval", evaluation.unit):
        table.add_column(heading, justify="right")
    right = figures.accuracy
    if not right.of:
        _add_refusals(table, "", figures)
        return Group(Text(f"None of these {evaluation.unit} shows a digit.", "bold"), table)
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
        where = "places with no number" if evaluation.pages else "that show no digit"
        table.add_row(f"of the {none:,} {where}", "", "", "")
        _add_refusals(table, "  ", figures)
    error = figures.calibration_error
    note = Text(
        f"calibration error: {up(error)} % (ECE, {ECE_BINS} equal bins, "
        f"{figures.calibration_of:,} {evaluation.unit})"
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


def _stated(
    evaluation: Evaluation, figures: Figures, rows: Sequence[Stated], kind: str = "digits"
) -> Group:
    """Show what each promise of a model's costs, and whether it is kept here."""
    has_digits = figures.accuracy.of > 0
    names = ["promised: wrong ≤", "accepted from", "accepted, %", "95 % interval"]
    if has_digits:
        names.insert(3, "of these wrong, %")
    table = new_table(*names)
    for row in rows:
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
    one = evaluation.of_numbers is None
    what = f"these {evaluation.unit}" if one else f"what was read as {kind}"
    heading = Text(f"Risk and coverage: what --max-error would give on {what}", "bold")
    area = figures.selective.aurc
    if not has_digits or area is None or (not one and kind == "digits"):
        return Group(heading, table)
    note = f"area under the risk–coverage curve{'' if one else ' of all'}: {up(area, 3)} %"
    return Group(heading, table, Text(note, "dim"))


def _broken(row: Stated) -> bool:
    """Whether more is wrong than promised, and by more than chance explains."""
    return row.wrong is not None and row.wrong.of > 0 and row.wrong.interval[0] > row.max_error


def _errors(evaluation: Evaluation) -> Group:
    errors = evaluation.errors
    rest = len(errors) - LISTED
    heading = Text("Errors, most confident first", "bold")
    table = new_table()
    table.add_column("file", overflow="fold")
    table.add_column("written", overflow="fold")
    table.add_column("read", overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("status", no_wrap=True)
    for o in errors[:LISTED]:
        reading = o.reading
        table.add_row(
            Text(visible(o.file)),
            Text(visible(o.truth) or "nothing"),
            Text(reading.text or UNDEFINED),
            percent(reading.confidence) if reading.text else UNDEFINED,
            Text(str(reading.status), "red" if reading.status is Status.ACCEPTED else ""),
        )
    if rest <= 0:
        return Group(heading, table)
    return Group(heading, table, Text(f"and {rest:,} more: --output FOLDER shows them all", "dim"))

"""The command line: one file a command, each loading what it needs only when it runs."""

from __future__ import annotations

import contextlib
import os
import sys
import warnings

import typer

from numerals import __version__
from numerals.cli import compare, evaluate, explain, export, read, serve, train, train_numbers, tune
from numerals.cli.console import fail
from numerals.cli.data import data
from numerals.errors import ExitCode, NumeralsError

app = typer.Typer(
    name="numerals",
    help="Read handwritten digits, and know which answers a person should check.",
    epilog="Exit codes: 0 all read · 1 some file failed · 2 wrong usage · 3 missing data · "
    "4 missing extra · 5 bad model · 6 cannot write · 130 interrupted.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    read.read,
    explain.explain,
    serve.serve,
    train.train,
    train_numbers.train_numbers,
    tune.tune,
    evaluate.evaluate,
    compare.compare,
    export.export,
):
    app.command()(command)
app.add_typer(data)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"numerals {__version__}")
        raise typer.Exit


@app.callback()
def _numerals(
    version: bool = typer.Option(
        False, "--version", callback=_print_version, is_eager=True, help="Show the version."
    ),
) -> None:
    """Hold the options that belong to no command."""


def main() -> None:
    """Run the command line, and turn what goes wrong into its message and exit code."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # what libraries tell developers is no row and no error
    try:
        code = app(standalone_mode=False)
        if code == ExitCode.INTERRUPTED:  # Typer turns Ctrl-C into this code, without a word
            fail("interrupted", ExitCode.INTERRUPTED)
    except typer.Abort:  # as older Typers have it
        code = fail("interrupted", ExitCode.INTERRUPTED)
    except NumeralsError as error:
        code = fail(str(error), error.exit_code)
    except OSError as error:  # a full disk, a folder that is gone: what opens files says more
        code = fail(f"cannot go on: {error}", ExitCode.CANNOT_WRITE)
        with contextlib.suppress(OSError):  # Python would say it once more on its way out
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except SystemExit:
        # Typer's way of saying that who read our output is gone, as in `| head`.
        code = ExitCode.OK
    except Exception as error:
        show = getattr(error, "show", None)
        if show is None:
            raise
        show()  # the command line's own errors, in Typer's words
        code = getattr(error, "exit_code", ExitCode.USAGE)
    sys.exit(code)

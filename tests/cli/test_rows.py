"""Rows: pages and numbers as lines, CSV and tables, such that a spreadsheet changes nothing."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from numerals.cli.cells import CSV_COLUMNS, csv_rows, safe_path, safe_text
from numerals.cli.lines import check_lines, text_lines
from numerals.cli.rows import Format, Rows
from numerals.reading import Reading, Status
from tests.readings import form, number


def written(style: Format, *readings: Reading) -> str:
    stream = io.StringIO()
    with Rows(stream, style) as rows:
        for reading in readings:
            rows.write(reading)
    return stream.getvalue()


def table(*readings: Reading) -> list[list[str]]:
    return list(csv.reader(io.StringIO(written(Format.TABLE, *readings))))


@pytest.mark.parametrize("text", ["7", "0", "-12", "450", "1", "123456789012345"])
def test_what_every_spreadsheet_keeps_is_plain(text: str) -> None:
    assert safe_text(text) == text


@pytest.mark.parametrize(
    "text",
    ["007", "00", "-0", "-012", "1,204.50", "1.204", "80.000", "1-2", "12/25", "=1+1", "2.500=",
     "150.-", "1 204", "1'204", "-", "--5", "+5", "@x", "1e5", "1234567890123456", '"', "٣"],
)  # fmt: skip
def test_what_a_spreadsheet_would_change_is_a_formula_that_shows_it(text: str) -> None:
    assert safe_text(text) == '="' + text.replace('"', '""') + '"'


@given(st.text("0123456789.,'-=/ +@", min_size=1, max_size=18))
def test_a_cell_shows_what_was_read(text: str) -> None:
    cell = safe_text(text)
    shown = cell[2:-1] if cell.startswith("=") else cell
    assert shown == text
    # What is not a formula is a number that means the same everywhere, and at once.
    assert cell.startswith('="') or str(int(cell)) == cell


def test_old_columns_are_first_and_a_number_is_a_row() -> None:
    assert CSV_COLUMNS[:5] == ("source", "text", "confidence", "status", "reason")
    rows = list(csv.DictReader(io.StringIO(written(Format.CSV, form(page=2), number("12")))))
    assert tuple(rows[0]) == CSV_COLUMNS
    assert [row["text"] for row in rows] == ['="1,204.50"', "17", '="007"', "", "450", "12"]
    assert {row["source"] for row in rows[:5]} == {"form.png"}
    assert [row["value"] for row in rows] == ["", "17", "7", "", "450", "12"]
    assert [row["status"] for row in rows[:4]] == ["accepted", "review", "accepted", "unreadable"]
    where = ("page", "row", "column", "box")
    assert [rows[1][name] for name in where] == ["2", "1", "3", "210 30 60 30"]
    digit = Reading("a", "7", 0.9, Status.ACCEPTED)
    (row,) = csv_rows(digit)
    assert row[5:] == ("", "1", "", "", "")


@pytest.mark.parametrize(
    ("value", "cell"),
    [("1204.50", "1204.50"), ("-0.5", "-0.5"), ("0", "0"), ("1E+3", "1000"),
     ("1234567890123456", '="1234567890123456"')],
)  # fmt: skip
def test_a_value_is_a_number_to_reckon_with(value: str, cell: str) -> None:
    (row,) = csv_rows(number("x", value=Decimal(value)))
    assert row[5] == cell


def test_a_page_without_numbers_has_a_row_all_the_same() -> None:
    (row,) = csv_rows(Reading.of_page("a", []))
    assert row[:4] == ("a", "", "0.0000", "unreadable")


@pytest.mark.parametrize("name", ["=x", "+x", "-x", "@x", "\tx", "\rx"])
def test_no_name_runs(name: str) -> None:
    assert safe_path(name) == f"./{name}"


def test_a_page_is_said_with_a_line_a_number() -> None:
    assert text_lines(form()).splitlines() == [
        "form.png: 5 numbers, 1 to check, 1 unreadable",
        "  r1 c1  1,204.50  (90.0 %)",
        "  r1 c3        17  (90.0 %)  please check: it could be 11",
        "  r2 c1       007  (90.0 %)",
        "  r2 c2            unreadable: does not look like a number",
        "  r2 c3       450  (90.0 %)",
    ]
    loose = Reading.of_page("a", [number("1"), number("22", printed=True)])
    assert text_lines(loose) == "a: 2 numbers\n  1   1  (90.0 %)\n  2  22  (90.0 %)  printed"
    assert text_lines(Reading.of_page("a", [])) == "a: unreadable: no number was found on the page"
    assert text_lines(number("1,204.50")) == "n: 1,204.50  (90.0 %)"


def test_no_name_ends_its_line_or_commands_the_terminal() -> None:
    named = replace(number("7", Status.REVIEW), source="two\nlines \x1b[31m.png")
    assert text_lines(named).startswith(r"two\nlines \x1b[31m.png: 7")
    assert check_lines(named) == [text_lines(named)]
    failed = text_lines(Reading.failed("a\n", "no such file: a\n"))
    assert failed == r"a\n: error: no such file"


def test_what_is_to_check_is_named_with_its_place() -> None:
    assert check_lines(form()) == [
        "form.png r1 c3: 17  (90.0 %)  please check: it could be 11",
        "form.png r2 c2: unreadable: does not look like a number",
    ]
    assert check_lines(number("1")) == []
    assert check_lines(number("1", Status.REVIEW)) == [
        "n: 1  (90.0 %)  please check: it could be 11"
    ]


def test_a_table_keeps_its_rows_and_columns() -> None:
    assert table(form()) == [['="1,204.50"', "", "17"], ['="007"', "", "450"]]


def test_several_pictures_are_parted_by_their_names() -> None:
    failed = Reading.failed("=a.png", "no such file")
    assert table(form(), number("12"), failed) == [
        ["# form.png"], ['="1,204.50"', "", "17"], ['="007"', "", "450"],
        [], ["# n"], ["12"],
        [], ["# =a.png", "error: no such file"],
    ]  # fmt: skip
    assert table(failed) == [["# =a.png", "error: no such file"]]
    assert table() == []


def test_tables_and_what_stands_beside_them_are_parted() -> None:
    places = [(1, 1), (2, 2), (1, 1), (1, 2), (None, None), (None, None)]
    numbers = [number(str(i + 1), row=r, column=c) for i, (r, c) in enumerate(places)]
    assert table(Reading.of_page("a", numbers)) == [
        ["1", ""], ["", "2"],
        [], ["3", "4"],
        [], ["5"], ["6"],
    ]  # fmt: skip


def test_the_first_table_is_written_when_the_run_breaks_off() -> None:
    stream = io.StringIO()

    def broken() -> None:
        with Rows(stream, Format.TABLE) as rows:
            rows.write(number("12"))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken()
    assert stream.getvalue() == "12\n"


@pytest.mark.parametrize("style", [Format.CSV, Format.TABLE])
@pytest.mark.parametrize("name", ["a\rb.png", "a\nb.png", 'a"b,c.png', "a\r\nb.png"])
def test_a_name_with_any_end_of_line_stays_one_cell(style: Format, name: str) -> None:
    text = written(style, *[form(source=name)] * 2)
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert sum(name in cell for cell in cells) >= 2
    assert text.replace(name, "").count("\r") == 0

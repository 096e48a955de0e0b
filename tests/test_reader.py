"""The whole way, from a picture to a Reading; and the laws it keeps whatever the picture."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import numerals
from examples.make import draw, photograph
from numerals.errors import ModelError, SourceError, UsageError
from numerals.prepare import prepare
from numerals.reader import Reader
from numerals.reading import Reading, Status
from numerals.recognise import read_digits
from tests.model.nets import RISK, configured, rejecting

PENS = (1.5, 4.0, 8.0)
sample = st.builds(
    draw,
    st.sampled_from("0123456789"),
    pen=st.sampled_from(PENS),
    slant=st.floats(-0.15, 0.25),
)
law = settings(deadline=None, max_examples=30)


@pytest.mark.parametrize("digit", "0123456789")
@pytest.mark.parametrize("pen", [1, 2.5, 5, 9, 13])
def test_drawn_digits_are_read(reader: Reader, digit: str, pen: float) -> None:
    reading = reader.read(draw(digit, pen=pen))
    assert reading.text == digit
    assert reading.status is Status.ACCEPTED


@law
@given(sample)
def test_the_negative_reads_the_same(picture: np.ndarray) -> None:
    reader = shared()
    assert reader.read(255 - picture).text == reader.read(picture).text


@law
@given(sample, *[st.integers(0, 90)] * 4)
def test_shifting_and_padding_change_nothing(
    picture: np.ndarray, top: int, bottom: int, left: int, right: int
) -> None:
    padded = np.pad(picture, ((top, bottom), (left, right)), constant_values=245)
    before, after = shared().read(picture), shared().read(padded)
    assert after.text == before.text
    x, y, w, h = before.digits[0].box
    assert after.digits[0].box == (x + left, y + top, w, h)


@law
@given(sample, st.integers(1, 20))
def test_scaling_changes_nothing(picture: np.ndarray, factor: int) -> None:
    small = np.asarray(Image.fromarray(picture).resize((38, 48), Image.Resampling.BOX))
    size = (38 * factor, 48 * factor)
    large = np.asarray(Image.fromarray(small).resize(size, Image.Resampling.BICUBIC))
    assert shared().read(large).text == shared().read(small).text


@law
@given(sample, st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_a_ramp_of_light_changes_nothing(picture: np.ndarray, x: float, y: float) -> None:
    h, w = picture.shape
    column, row = np.meshgrid(np.linspace(-0.5, 0.5, w), np.linspace(-0.5, 0.5, h))
    light = 1 + x * column + y * row
    lit = np.rint(picture * light / light.max()).astype(np.uint8)
    assert shared().read(lit).text == shared().read(picture).text


@law
@given(sample, st.integers(0, 1000))
def test_a_photo_reads_like_the_drawing(picture: np.ndarray, seed: int) -> None:
    assert shared().read(photograph(picture, seed)).text == shared().read(picture).text


_READER: list[Reader] = []


def shared() -> Reader:
    """One reader for the laws: Hypothesis has no use for function-scoped fixtures."""
    if not _READER:
        _READER.append(Reader(expect="digit"))
    return _READER[0]


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (300, 200, 3)])
def test_blank_paper_is_unreadable(reader: Reader, shape: tuple[int, ...]) -> None:
    reading = reader.read(np.full(shape, 255, np.uint8))
    assert reading.status is Status.UNREADABLE
    assert reading.text == ""
    assert reading.confidence == 0
    assert "no ink" in reading.reason


def scrawl(seed: int) -> np.ndarray:
    """Draw lines, boxes and rings anywhere, over the edges too, on a ground that may be printed."""
    rng = np.random.default_rng(seed)
    h, w = (int(side) for side in np.exp(rng.uniform(0, np.log(120), 2)))
    page = np.full((h, w), rng.integers(256), np.uint8)
    for _ in range(rng.integers(10)):
        one, other = rng.integers(-5, (w + 5, h + 5), (2, 2)).tolist()
        level, pen = int(rng.integers(256)), int(rng.integers(1, 6))
        kind = rng.integers(3)
        if kind == 0:
            cv2.line(page, one, other, level, pen)
        elif kind == 1:
            cv2.rectangle(page, one, other, level, pen if rng.random() < 0.7 else -1)
        else:
            cv2.circle(page, one, int(rng.integers(1, 20)), level, pen)
    y, x = np.mgrid[:h, :w]
    ground = np.cos((y * rng.uniform(-1, 1) + x * rng.uniform(-1, 1)) * rng.uniform(0.5, 3))
    ground = rng.choice([0, 40]) * ground + rng.normal(0, rng.choice([0, 10]), (h, w))
    return np.clip(page + ground, 0, 255).astype(np.uint8)


@pytest.mark.parametrize("expect", ["auto", "digit", "number", "page"])
def test_whatever_the_picture_there_is_an_answer(expect) -> None:
    reader = Reader(expect=expect)
    for seed in range(150):
        assert 0 <= reader.read(scrawl(seed)).confidence <= 1


def test_boxes_are_in_pixels_of_the_upright_picture(reader: Reader) -> None:
    big = draw("2", height=1400, pen=70, margin=400)
    (digit,) = reader.read(big).digits
    y, x = np.nonzero(big < 132)
    wanted = (x.min(), y.min(), np.ptp(x) + 1, np.ptp(y) + 1)
    assert all(abs(a - b) < 8 for a, b in zip(digit.box, wanted, strict=True))


@pytest.mark.parametrize(("digit", "pen"), [("3", 15), ("4", 13), ("8", 13)])
def test_a_bold_digit_that_fills_its_picture_is_not_doubted_to_be_two(
    reader: Reader, digit: str, pen: float
) -> None:
    """The careful preparation took its negative, in pieces; as a whole it is plain."""
    picture = draw(digit, margin=0, pen=pen)
    small = cv2.resize(picture, (16, 16), interpolation=cv2.INTER_AREA)
    reading = reader.read(small)
    assert reading.text == digit
    assert not reading.doubts


def test_a_second_digit_asks_for_review(reader: Reader) -> None:
    pair = np.hstack([draw("4"), draw("7")])
    reading = reader.read(pair)
    assert reading.status is Status.REVIEW
    assert "more than one digit" in reading.reason


@pytest.mark.parametrize("expect", ["auto", "number"])
def test_a_row_of_digits_is_a_number(expect) -> None:
    row = np.hstack([draw(d, margin=10) for d in "20618"])
    reading = Reader(expect=expect).read(row)
    assert (reading.text, reading.value, reading.kind) == ("20618", 20618, "number")
    assert [d.value for d in reading.digits] == list("20618")
    lefts = [d.box.x for d in reading.digits]
    assert lefts == sorted(lefts)
    side = row.shape[1] / 5
    assert all(abs(d.box.x + d.box.w / 2 - (i + 0.5) * side) < 0.25 * side
               for i, d in enumerate(reading.digits))  # fmt: skip


def test_a_threshold_of_ones_own(reader: Reader) -> None:
    strict = Reader(expect="digit", accept=1.0)
    reading = strict.read(draw("3"))
    assert reading.status is Status.REVIEW
    assert "nothing is accepted unchecked" in reading.reason
    assert reading.text == reader.read(draw("3")).text


def test_a_promise_of_ones_own(tmp_path) -> None:
    model = configured(tmp_path / "states", risk=RISK)
    assert Reader(model).accept == 0.9
    assert Reader(model, max_error=0.001).accept == 0.9995
    assert Reader(model, accept=0.3).acceptance.promise is None
    with pytest.raises(UsageError, match="cannot promise"):
        Reader(model, max_error=0.0001)
    with pytest.raises(UsageError, match="give one"):
        Reader(model, accept=0.9, max_error=0.005)
    with pytest.warns(UserWarning, match="holds no risk curve"):
        reader = Reader(model / "model.onnx", max_error=0.005)
    assert reader.accept == 0.9


@pytest.mark.parametrize("expect", ["digit", "auto"])
def test_what_is_no_digit_is_unreadable_and_its_guess_is_kept(tmp_path, expect) -> None:
    reader = Reader(rejecting(tmp_path / "eleven"), expect=expect)
    blob = np.full((60, 60), 255, np.uint8)
    blob[15:45, 16:46] = 0
    reading = reader.read(blob)
    assert (reading.text, reading.confidence) == ("", 0.0)
    assert reading.status is Status.UNREADABLE
    assert reading.reason == "does not look like a digit (99.9 % sure)"
    (digit,) = reading.digits
    assert digit.value in "0123456789"
    assert digit.frame is not None
    assert digit.no_digit > 0.99
    assert digit.no_digit + sum(p.confidence for p in digit.probabilities) == pytest.approx(1)
    seven = reader.read(draw("7"))
    assert (seven.text, seven.status) == ("7", Status.ACCEPTED)
    assert seven.digits[0].no_digit < 0.01


def test_doubts_are_what_no_confidence_outweighs(reader: Reader) -> None:
    assert reader.read(draw("4")).doubts == ()
    assert Reader(expect="digit", accept=1.0).read(draw("4")).doubts == ()
    (doubt,) = reader.read(np.hstack([draw("4"), draw("7")])).doubts
    assert "more than one digit" in doubt


def test_many_keep_their_order_and_a_bad_one_its_row(reader: Reader, tmp_path) -> None:
    sources: list[object] = [draw(d) for d in "01234567890123456789"]
    sources.insert(5, b"rubbish")
    sources.insert(9, tmp_path / "nowhere.png")
    sources.insert(12, np.full((9, 9), 7, np.uint8))
    readings = list(reader.read_many(iter(sources), batch_size=4))
    assert [r.text for r in readings] == [
        *"01234",
        "",
        *"567",
        "",
        *"89",
        "",
        *"01234567",
        "8",
        "9",
    ]
    assert readings[5].status is Status.ERROR
    assert "this is text" in readings[5].reason
    assert readings[9].source == str(tmp_path / "nowhere.png")
    assert readings[12].status is Status.UNREADABLE


def test_a_fault_of_numerals_costs_one_row(reader: Reader, monkeypatch) -> None:
    """Whether a picture is prepared or read when it strikes; the others are read."""
    pictures = [draw(d) for d in "0123"]

    def faulty_prepare(source, name, expect):
        if source is pictures[1]:
            raise IndexError("nobody foresaw this")
        return prepare(source, name, expect)

    def faulty_digits(parts, *others):
        if any(part.frame is not None and part.size == (90, 60) for part in parts):
            raise ZeroDivisionError("nor this")
        return read_digits(parts, *others)

    monkeypatch.setattr("numerals.reader.prepare", faulty_prepare)
    monkeypatch.setattr("numerals.reader.read_digits", faulty_digits)
    pictures[2] = cv2.resize(pictures[2], (60, 90))
    readings = list(reader.read_many(iter(pictures)))
    assert [r.text for r in readings] == ["0", "", "", "3"]
    assert [r.status is Status.ERROR for r in readings] == [False, True, True, False]
    assert "IndexError at test_reader.py" in readings[1].reason
    assert "ZeroDivisionError" in readings[2].reason
    with pytest.raises(IndexError):
        reader.read(pictures[1])


def test_what_is_no_pictures_fault_ends_all(reader: Reader, monkeypatch) -> None:
    def out_of_memory(*_):
        raise MemoryError

    monkeypatch.setattr("numerals.reader.prepare", out_of_memory)
    with pytest.raises(MemoryError):
        list(reader.read_many([draw("1")]))


def test_many_are_read_as_they_come(reader: Reader) -> None:
    taken = 0

    def endless():
        nonlocal taken
        while True:
            taken += 1
            yield draw("6")

    rows = reader.read_many(endless(), batch_size=3)
    assert next(rows).text == "6"
    assert taken == 3


def test_batches_do_not_change_answers(reader: Reader) -> None:
    pictures = [draw(d, pen=p) for d in "0123456789" for p in PENS]
    single = [reader.read(p).to_dict() for p in pictures]
    for row, many in zip(single, reader.read_many(pictures), strict=True):
        assert many.text == row["text"]
        assert many.confidence == pytest.approx(row["confidence"], abs=2e-4)


def test_threads_share_a_reader(reader: Reader) -> None:
    pictures = [draw(d, pen=p) for d in "0123456789" for p in PENS] * 4
    wanted = [reader.read(p).text for p in pictures]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda p: reader.read(p).text, pictures)) == wanted


def test_the_public_face(tmp_path) -> None:
    path = tmp_path / "four.png"
    Image.fromarray(draw("4")).save(path)
    with path.open("rb") as file:
        readings = [
            numerals.read(path),
            numerals.read(str(path)),
            numerals.read(path.read_bytes()),
            numerals.read(file),
            numerals.read(draw("4")),
            numerals.read(Image.fromarray(draw("4"))),
            numerals.read(io.BytesIO(path.read_bytes()), expect="digit"),
        ]
    assert [str(r) for r in readings] == ["4"] * 7
    assert all(isinstance(r, Reading) for r in readings)
    assert readings[0].source == readings[1].source == readings[3].source == str(path)
    assert readings[2].source == "<bytes>"
    with pytest.raises(SourceError, match="no such file"):
        numerals.read(tmp_path / "none.png")


def test_the_public_face_keeps_what_error_is_asked_for(tmp_path) -> None:
    model = configured(tmp_path / "states", risk=RISK | {"accept": [1 - 1e-12, 0.99, 0.9, 0.5]})
    for max_error, status in ((None, "accepted"), (0.001, "review"), (0.005, "accepted")):
        assert numerals.read(draw("0"), model=model, max_error=max_error).status == status
    with pytest.raises(UsageError, match="cannot promise"):
        numerals.read(draw("0"), model=model, max_error=0.0001)


def test_animated_gif_says_what_was_left_out(reader: Reader) -> None:
    out = io.BytesIO()
    frames = [Image.fromarray(draw(d)) for d in "12"]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    reading = reader.read(out.getvalue())
    assert reading.text == "1"
    assert reading.status is Status.REVIEW
    assert "holds 2 pictures" in reading.reason


def test_a_relative_path_of_a_model_is_that_of_the_working_directory(tmp_path, monkeypatch) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "there" / "m").mkdir(parents=True)
    configured(tmp_path / "here" / "m")
    monkeypatch.chdir(tmp_path / "here")
    assert numerals.read(draw("5"), model="m")
    monkeypatch.chdir(tmp_path / "there")
    with pytest.raises(ModelError, match="holds no"):
        numerals.read(draw("5"), model="m")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"max_error": "0.5%"}, "max_error is a number, as 0.005"),
        ({"max_error": True}, "max_error is a number"),
        ({"field": "4"}, "field is a numerals.Field, not '4'"),
        ({"field": {}}, "field is a numerals.Field"),
        ({"expect": ["digit"]}, "expect is one of digit, number, page, auto"),
    ],
)
def test_what_is_no_possible_value_is_said(wrong: dict, said: str) -> None:
    for make in (Reader, lambda **wrong: numerals.read(draw("5"), **wrong)):
        with pytest.raises(UsageError, match=said):
            make(**wrong)


def test_where_a_field_rules_all_out_nothing_is_owed_to_it(reader: Reader) -> None:
    for expect in ("auto", "number", "digit"):
        ruled_out = Reader(expect=expect, field=numerals.Field(length=3)).read(draw("5"))
        assert (ruled_out.text, ruled_out.constrained) == ("", False)


def test_wrong_use_is_said(tmp_path) -> None:
    with pytest.raises(UsageError, match="digit, number, page, auto"):
        Reader(expect="word")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="between 0 and 1"):
        Reader(accept=95)
    with pytest.raises(UsageError, match="at least 1"):
        next(Reader().read_many([], batch_size=0))
    with pytest.raises(ModelError, match="no such model"):
        Reader(tmp_path / "none.onnx")


def test_a_reading_keeps_its_own_picture(reader: Reader) -> None:
    picture = draw("9")
    reading = reader.read(picture)
    picture[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        reading.thumbnail[:] = 0
    with pytest.raises(ValueError, match="read-only"):
        reading.digits[0].frame[:] = 0
    assert reading.thumbnail is not None
    assert reading.thumbnail.max() == 245

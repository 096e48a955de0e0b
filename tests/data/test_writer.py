"""Writer: what is asked for is written, in one look, within the line."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import cv2
import numpy as np
import pytest

from numerals.data import penman, writer
from numerals.data.line import BASELINE, HEIGHT
from numerals.data.marks import draw_mark, tight
from numerals.data.mnist import Samples
from numerals.data.penman import (
    SIZE,
    from_font,
    from_forms,
    from_maps,
    from_mnist,
    from_scans,
    from_traces,
)
from numerals.data.setting import Spacing, draw_spacing, set_line
from numerals.data.traces import Trace
from numerals.data.writer import write_line
from tests.data.numbers import small_hands

WIDE = Spacing(gap=0.8, loose=0.0, sizes=0.0, jump=0.0, small_end=False, joined=False)


def bar(_: int) -> np.ndarray:
    """Draw every digit as a bar."""
    picture = np.zeros((60, 40), np.uint8)
    picture[5:55, 15:25] = 255
    return picture


def setting(
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    habit: Spacing = WIDE,
    seed: int = 0,
    draw: Callable[[int], np.ndarray] = bar,
) -> np.ndarray:
    monkeypatch.setattr("numerals.data.setting.draw_spacing", lambda _: habit)
    monkeypatch.setattr("numerals.data.setting._TALL_ONES", 0)
    monkeypatch.setattr("numerals.data.setting._DEEP", 0)
    return set_line(text, draw, 3.0, np.random.default_rng(seed))


def parts(line: np.ndarray) -> list[tuple[int, int, int, int]]:
    """The boxes of connected ink, from the left."""
    stats = cv2.connectedComponentsWithStats((line > 100).view(np.uint8))[2][1:]
    return sorted((int(x), int(y), int(w), int(h)) for x, y, w, h, _ in stats)


@pytest.mark.parametrize("text", ["7", "0123456789", "1.204,50-", "12 345=", "9'999.-"])
def test_the_same_seed_writes_the_same(text: str) -> None:
    first, again, other = (
        write_line(text, small_hands(), np.random.default_rng(seed)) for seed in (8, 8, 9)
    )
    assert np.array_equal(first, again)
    assert first.shape != other.shape or not np.array_equal(first, other)
    assert first.dtype == np.uint8
    assert first.shape[0] == HEIGHT


@pytest.mark.parametrize("seed", range(30))
def test_ink_stays_inside_the_line(seed: int) -> None:
    line = write_line("20571", small_hands(), np.random.default_rng(seed))
    inked = line > 100
    assert inked.any()
    assert not inked[:, :2].any()
    assert not inked[:, -2:].any()
    rows = np.flatnonzero(inked.any(axis=1))
    assert rows[0] > 2
    assert rows[-1] < HEIGHT - 2


def test_digits_stand_on_the_baseline_at_their_height(monkeypatch: pytest.MonkeyPatch) -> None:
    found = parts(setting(monkeypatch, "2857"))
    assert len(found) == 4
    assert all(y + h == BASELINE and h == SIZE for _, y, _, h in found)
    gaps = [b[0] - (a[0] + a[2]) for a, b in pairwise(found)]
    assert all(abs(gap - 0.8 * SIZE) <= 2 for gap in gaps)


def test_a_one_may_be_higher_and_a_nine_reach_deeper(monkeypatch: pytest.MonkeyPatch) -> None:
    def set_with(text: str, **shares: float) -> list[tuple[int, int, int, int]]:
        monkeypatch.setattr("numerals.data.setting.draw_spacing", lambda _: WIDE)
        for name in ("_TALL_ONES", "_DEEP"):
            monkeypatch.setattr(f"numerals.data.setting.{name}", shares.get(name, 0))
        return parts(set_line(text, bar, 3.0, np.random.default_rng(1)))

    (two, one, nine) = set_with("219", _TALL_ONES=1, _DEEP=1)
    assert two[1] + two[3] == BASELINE
    assert SIZE < one[3] <= 1.36 * SIZE
    assert BASELINE + 0.04 * SIZE < nine[1] + nine[3] <= BASELINE + 0.27 * SIZE


def test_a_hand_may_write_wide_digits(monkeypatch: pytest.MonkeyPatch) -> None:
    plain, wide = (parts(setting(monkeypatch, "28", WIDE._replace(wide=w))) for w in (1.0, 1.5))
    for one, other in zip(plain, wide, strict=True):
        assert abs(other[2] - 1.5 * one[2]) <= 1
        assert other[3] == one[3]


def test_a_hand_may_write_small_zeros_but_not_in_front(monkeypatch: pytest.MonkeyPatch) -> None:
    found = parts(setting(monkeypatch, "0500", WIDE._replace(zero=0.5)))
    assert [h for *_, h in found] == [SIZE, SIZE, SIZE // 2, SIZE // 2]
    assert all(BASELINE - 0.31 * SIZE <= y + h <= BASELINE for _, y, _, h in found)


def test_zeros_may_hang_on_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(parts(setting(monkeypatch, "5000", WIDE))) == 4
    high = setting(monkeypatch, "5000", WIDE._replace(linked=True))
    low = setting(monkeypatch, "5000", WIDE._replace(linked=True, low=True))
    assert len(parts(high)) == len(parts(low)) == 2
    above = BASELINE - SIZE // 2
    assert (len(parts(high[:above])), len(parts(low[:above]))) == (2, 4)


@pytest.mark.parametrize("mark", [".", ",", "'", "-", "="])
def test_no_mark_grows_together_with_a_digit(monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    """However close a hand writes: a point within a digit's stroke is none to a reader."""
    tight = WIDE._replace(gap=-0.3)
    for seed in range(20):
        found = parts(setting(monkeypatch, f"8{mark}8", tight, seed))
        assert len(found) == (4 if mark == "=" else 3), seed


def test_no_digit_hides_another(monkeypatch: pytest.MonkeyPatch) -> None:
    tight = WIDE._replace(gap=-0.3)
    one = (setting(monkeypatch, "8", tight) > 100).sum()
    for seed in range(20):
        two = (setting(monkeypatch, "88", tight, seed) > 100).sum()
        assert two >= 1.7 * one, seed


def test_a_space_is_a_wider_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    (a, b), (c, d) = (parts(setting(monkeypatch, text)) for text in ("11", "1 1"))
    assert d[0] - c[0] >= b[0] - a[0] + 0.4 * SIZE


def test_joined_digits_are_one_stroke(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = WIDE._replace(joined=True)

    def slanted(_: int) -> np.ndarray:
        return np.asarray(cv2.line(np.zeros((60, 40), np.uint8), (10, 5), (25, 50), 255, 6))

    lines = [setting(monkeypatch, "11", joined, seed, slanted) for seed in range(20)]
    counts = [len(parts(line)) for line in lines]
    assert set(counts) == {1, 2}  # six times in ten


def test_touching_digits_overlap_but_never_swallow_each_other(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tight_ = WIDE._replace(gap=-0.5)
    line = setting(monkeypatch, "1111", tight_)
    width = parts(setting(monkeypatch, "1"))[0][2]
    assert [w for _, _, w, _ in parts(line)] == [pytest.approx(line.any(axis=0).sum())]
    assert line.any(axis=0).sum() > 2.4 * width


def test_the_second_half_may_be_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    heights = [h for *_, h in parts(setting(monkeypatch, "1111", WIDE._replace(small_end=True)))]
    assert heights == [SIZE, SIZE, round(0.7 * SIZE), round(0.7 * SIZE)]


def test_spacing_goes_from_touching_to_wide() -> None:
    rng = np.random.default_rng(0)
    habits = [draw_spacing(rng) for _ in range(300)]
    gaps = [habit.gap for habit in habits]
    assert min(gaps) < 0 < 0.5 < max(gaps) <= 0.8
    assert {habit.joined for habit in habits} == {habit.small_end for habit in habits} == {0, 1}


@pytest.mark.parametrize("mark", ".,'-=")
@pytest.mark.parametrize("seed", range(8))
def test_every_separator_has_its_form_and_place(mark: str, seed: int) -> None:
    ink, below = draw_mark(mark, 3.0, np.random.default_rng(seed))
    h, w = ink.shape
    assert (ink > 100).any()
    assert h < 0.8 * SIZE
    if mark == "=":
        # Two lines, with paper between; tilted against each other, they may meet.
        assert h > 6
        assert below < 0
    elif mark == "-":
        assert w >= 0.25 * SIZE
        assert w > h
        assert below < 0
    elif mark == ".":
        assert max(h, w) < 0.4 * SIZE
        assert -16 <= below < 4
    else:
        assert h > w / 2
        assert (below > 0) == (mark == ",")
        assert mark == "," or below <= -24


@pytest.mark.parametrize("mark", ".,'-=")
def test_every_separator_is_written_between_digits(
    monkeypatch: pytest.MonkeyPatch, mark: str
) -> None:
    found = parts(setting(monkeypatch, f"1{mark}1"))
    assert len(found) in ((4, 3) if mark == "=" else (3,))
    assert found[0][3] == found[-1][3] == SIZE


def test_a_picture_without_ink_leaves_a_corner() -> None:
    assert tight(np.zeros((20, 30), np.uint8)).shape == (4, 4)


def makers(rng: np.random.Generator) -> dict[str, Callable[[int], np.ndarray]]:
    hands = small_hands()
    return {
        "mnist": from_mnist(hands.digits, rng),
        "pen": from_traces(hands.traces, rng),
        "scans": from_scans(hands.scans, rng),
        "maps": from_maps(hands.maps, rng),
        "forms": from_forms(rng),
        "font": from_font(writer._open(hands.fonts[0]), rng),
    }


@pytest.mark.parametrize("maker", ["mnist", "pen", "scans", "maps", "forms", "font"])
def test_a_hand_never_repeats_a_digit_exactly(maker: str) -> None:
    draw = makers(np.random.default_rng(0))[maker]
    for value in range(10):
        first, again = draw(value), draw(value)
        assert (first > 100).any()
        assert first.shape != again.shape or not np.array_equal(first, again)


def test_a_hand_keeps_to_the_form_that_it_was_taught() -> None:
    def shape(ink: np.ndarray) -> np.ndarray:
        return cv2.resize(tight(ink), (24, 32), interpolation=cv2.INTER_AREA).astype(float)

    within, between = [], []
    for seed in range(6):
        one, two = (from_forms(np.random.default_rng(s)) for s in (seed, seed + 100))
        for value in range(10):
            first, again, other = shape(one(value)), shape(one(value)), shape(two(value))
            within.append(np.abs(first - again).mean())
            between.append(np.abs(first - other).mean())
    assert np.mean(within) < 0.8 * np.mean(between)


def bent_font(seed: int, bent: float) -> Callable[[int], np.ndarray]:
    font = writer._open(small_hands().fonts[0])
    return from_font(font, np.random.default_rng(seed), bent)


def test_a_hand_bends_a_fonts_digits_its_own_way_each_time() -> None:
    def shape(ink: np.ndarray) -> np.ndarray:
        return cv2.resize(tight(ink), (24, 32), interpolation=cv2.INTER_AREA).astype(float)

    within, between, plain = [], [], []
    for seed in range(8):
        one, two = bent_font(seed, 6.0), bent_font(seed + 100, 6.0)
        straight = bent_font(seed, 0.0)
        for value in range(10):
            first, again, other = shape(one(value)), shape(one(value)), shape(two(value))
            within.append(np.abs(first - again).mean())
            between.append(np.abs(first - other).mean())
            plain.append(np.abs(shape(straight(value)) - shape(straight(value))).mean())
    assert np.mean(between) > 1.3 * np.mean(within)
    assert np.mean(plain) < np.mean(between) / 1.3


def test_a_fonts_digit_is_whole_however_it_is_bent(monkeypatch: pytest.MonkeyPatch) -> None:
    bent, displace = [], penman._displace
    monkeypatch.setattr(penman, "_displace", lambda *to: bent.append(displace(*to)) or bent[-1])
    for seed in range(30):
        bent_font(seed, 3.0)(8)
    assert len(bent) == 30
    for ink in bent:
        assert not any(edge.any() for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_so_many_lines_are_written_in_fonts(monkeypatch: pytest.MonkeyPatch, share: float) -> None:
    bends = []

    def note(font: object, rng: np.random.Generator, bent: float) -> Callable[[int], np.ndarray]:
        bends.append(bent)
        return from_forms(rng)

    monkeypatch.setattr(writer, "from_font", note)
    hands = small_hands()._replace(traces=(), in_fonts=share, bent=2.0)
    hands = hands._replace(scans=hands.scans._replace(labels=hands.scans.labels[:0]))
    hands = hands._replace(maps=hands.maps._replace(labels=hands.maps.labels[:0]))
    rng = np.random.default_rng(0)
    for _ in range(60):
        write_line("12", hands, rng)
    assert bool(bends) == bool(share)
    assert set(bends) <= {2.0}


def test_most_hands_keep_to_one_of_mnists_samples() -> None:
    """Sixteen samples of a digit, each a bar of another width."""
    samples = np.zeros((16, 28, 28), np.uint8)
    for width, image in enumerate(samples, start=2):
        image[4:24, 5 : 5 + width] = 255
    spreads = []
    for seed in range(60):
        draw = from_mnist([samples] * 10, np.random.default_rng(seed))
        widths = [tight(draw(3)).shape[1] for _ in range(12)]
        spreads.append(max(widths) / min(widths))
    kept = sum(spread < 1.9 for spread in spreads)
    assert 30 <= kept <= 54  # seven in ten


def test_a_pen_keeps_to_one_writer() -> None:
    """Two writers, whose digits are bars down and bars across."""
    down, across = [[(0.5, 0.0), (0.5, 1.0)]], [[(0.0, 0.5), (1.0, 0.5)]]
    traces = [Trace(i % 10, form) for form in (down, across) for i in range(1000)]
    kept = 0
    for seed in range(40):
        draw = from_traces(traces, np.random.default_rng(seed))
        shapes = [tight(draw(3)).shape for _ in range(8)]
        kept += len({h > w for h, w in shapes}) == 1
    assert kept >= 32  # nine in ten: the others are between both


def test_a_digit_that_a_writer_lacks_is_anothers() -> None:
    bar = [[(0.5, 0.0), (0.5, 1.0)]]
    traces = [Trace(7, bar)] + [Trace(3, bar)] * 1000
    draw = from_traces(traces, np.random.default_rng(5))
    assert (draw(7) > 100).any()


def test_a_scanned_writers_digits_are_near_each_other() -> None:
    """A digit is taken from among a hundred scans, or, where these lack it, from all."""
    tall, wide = np.zeros((2, 56, 56), np.uint8)
    tall[8:48, 26:30], wide[26:30, 8:48] = 255, 255
    images = np.stack([*[tall] * 500, *[wide] * 500])
    labels = np.array([3] * 999 + [7], np.uint8)
    kept = 0
    for seed in range(40):
        draw = from_scans(Samples(images, labels), np.random.default_rng(seed))
        shapes = [tight(draw(3)).shape for _ in range(8)]
        kept += len({h > w for h, w in shapes}) == 1
        assert (draw(7) > 100).any()
    assert kept >= 32


def test_on_maps_a_writers_digits_are_near_each_other() -> None:
    """Of each digit the first hundred are tall, the others wide; a hand takes neighbours."""
    tall, wide = np.zeros((2, 16, 15), np.uint8)
    tall[:, 6:9], wide[7:9] = 255, 255
    images = np.stack([*[tall] * 1000, *[wide] * 1000])
    maps = Samples(images, (np.arange(2000) % 10).astype(np.uint8))
    kept = 0
    for seed in range(40):
        draw = from_maps(maps, np.random.default_rng(seed))
        shapes = [tight(draw(value)).shape for value in range(10)]
        kept += len({h > w for h, w in shapes}) == 1
    assert kept >= 32


@pytest.mark.parametrize(("maker", "low", "high"), [("scans", 15, 50), ("maps", 6, 30)])
def test_some_are_written_by_scanned_hands(
    monkeypatch: pytest.MonkeyPatch, maker: str, low: int, high: int
) -> None:
    """A tenth by scans, a twentieth by maps."""
    asked = []
    monkeypatch.setattr(writer, f"from_{maker}", lambda *_: asked.append(1) or bar)
    for seed in range(300):
        write_line("3", small_hands(), np.random.default_rng(seed))
    assert low <= len(asked) <= high


def test_without_maps_none_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "from_maps", lambda *_: pytest.fail("no maps"))
    none = Samples(np.zeros((0, 16, 15), np.uint8), np.zeros(0, np.uint8))
    bare = small_hands()._replace(maps=none)
    for seed in range(60):
        write_line("3", bare, np.random.default_rng(seed))


def test_without_fonts_numbers_are_written_all_the_same() -> None:
    bare = small_hands()._replace(fonts=())
    for seed in range(10):
        assert (write_line("3", bare, np.random.default_rng(seed)) > 100).any()


def test_a_pen_pressed_unevenly_leaves_some_of_its_ink_everywhere() -> None:
    line = np.zeros((HEIGHT, 400), np.uint8)
    line[40:80, 10:390] = 200
    pressed = [writer._press(line, np.random.default_rng(seed)) for seed in range(20)]
    for one in pressed:
        assert (one <= line).all()
        assert (one[line > 0] >= round(200 * writer._PALEST)).all()
    # Somewhere the pen is pressed fully, elsewhere hardly.
    assert max(int(one.max()) for one in pressed) == 200
    assert min(int(one[line > 0].min()) for one in pressed) < 100


def test_some_lines_are_written_with_a_pen_pressed_unevenly(monkeypatch) -> None:
    lines = []
    for share in (0.0, 1.0):
        monkeypatch.setattr(writer, "_UNEVEN", share)
        lines.append(write_line("20571", small_hands(), np.random.default_rng(3)))
    even, uneven = lines
    assert (uneven <= even).all()
    assert (uneven[even > 100] < even[even > 100]).any()

"""Beam: the likeliest texts, against all texts there are."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings

from numerals.constraint import constraint_of
from numerals.field import Field
from numerals.model import beam
from numerals.model.alphabet import ALPHABET, BLANK, CLASS_OF
from numerals.model.beam import allows, decode
from numerals.model.ctc import best_path, log_probabilities
from tests.model.test_ctc import all_texts, few_frames, frames, softmax_log

FIELDS = [
    Field(length=2),
    Field(length=(2, 3)),
    Field(check="luhn"),
    Field(check="luhn", length=3),
    Field(check="mod11"),
    Field(check="iban97"),
    Field(range=(2, 20)),
    Field(range=(100, 102)),
    Field(pattern=r"(01|2)+"),
    Field(length=(1, 3), range=(1, 21), pattern=r".*[12]"),
]


def doubtful(*places: dict[str, float]) -> np.ndarray:
    """A strip of characters with the given probabilities, each between two sure blanks."""
    probs = np.full((2 * len(places) + 1, 1 + len(ALPHABET)), 1e-9)
    probs[::2, BLANK] = 1
    for row, place in zip(probs[1::2], places, strict=True):
        row[BLANK] = max(1 - sum(place.values()), 1e-9)
        for char, probability in place.items():
            row[CLASS_OF[char]] = probability
    return softmax_log(np.log(probs))


def random_digits(rng, length: int) -> str:
    return "".join(map(str, rng.integers(0, 10, length)))


def like_a_network(rng, text: str) -> np.ndarray:
    """A strip as a network gives it: mostly blanks, characters in one frame or two, with doubts."""
    logits = rng.normal(0, 1, (5 * len(text) + 3, 1 + len(ALPHABET)))
    logits[:, BLANK] += 10
    for i, char in enumerate(text):
        at = 5 * i + 2 + int(rng.integers(2))
        logits[at, CLASS_OF[char]] += 14
        logits[at, CLASS_OF[str(rng.integers(10))]] += rng.uniform(6, 16)
        logits[at + 1, CLASS_OF[char]] += rng.uniform(0, 10)
    return softmax_log(logits)


@given(few_frames)
def test_the_best_of_all_texts_is_found_with_its_probability(log_probs) -> None:
    texts = all_texts(log_probs)
    found = decode(log_probs, width=300)
    ranked = sorted(texts.values(), reverse=True)
    told = [guess.probability for guess in found.guesses]
    assert told == pytest.approx([p for p in ranked[:6] if p >= 0.001], rel=1e-5)
    for guess in found.guesses:
        assert texts[guess.text] == pytest.approx(guess.probability, rel=1e-5)
        assert np.exp(guess.log_prob) == pytest.approx(guess.probability)
    assert found.free == found.guesses[0]
    assert not found.constrained


@pytest.mark.parametrize(
    ("read", "bounds", "expected"),
    [
        ("9150", (1000, 1500), "1150"),
        ("915", (100, 150), "115"),
        ("99999999", (10_000_000, 20_000_000), "19999999"),
        ("9876", (1200, 1300), "1276"),
        ("45.6", (50, 60), "55.6"),
    ],
)
def test_a_range_is_met_however_sure_the_first_digits_are(read, bounds, expected) -> None:
    """Beginnings that end outside of it would fill the beam, and the allowed ones be lost."""
    places = [dict.fromkeys("0123456789", 0.008) | {char: 0.9} for char in read]
    found = decode(doubtful(*places), constraint_of(Field(range=bounds)))
    assert expected in [guess.text for guess in found.guesses]
    assert found.constrained


@pytest.mark.parametrize("field", FIELDS, ids=str)
@settings(max_examples=25)
@given(log_probs=few_frames)
def test_the_best_of_all_allowed_texts_is_found(field, log_probs) -> None:
    texts = all_texts(log_probs)
    allowed = {text: p for text, p in texts.items() if field.allows(text)}
    found = decode(log_probs, constraint_of(field), width=300)
    assert bool(found.guesses) == bool(allowed)
    assert found.constrained == (not field.allows(found.free.text))
    if allowed:
        best = found.guesses[0]
        assert field.allows(best.text)
        assert np.exp(best.log_prob) == pytest.approx(max(allowed.values()), rel=1e-5)
        # What was not seen counts as allowed: never surer than one may be.
        assert best.probability <= max(allowed.values()) / sum(allowed.values()) * (1 + 1e-5)
    assert sum(guess.probability for guess in found.guesses) <= 1 + 1e-9


@pytest.mark.parametrize("field", [None, Field(length=5), Field(check="luhn")], ids=str)
def test_the_usual_width_finds_what_a_wide_search_finds(field) -> None:
    rng = np.random.default_rng(0)
    same = []
    for _ in range(8):
        strip = like_a_network(rng, random_digits(rng, int(rng.integers(4, 6))))
        narrow, wide = (decode(strip, constraint_of(field), width=w).guesses for w in (16, 48))
        same.append([g.text for g in narrow[:1]] == [g.text for g in wide[:1]])
    assert np.mean(same) >= 0.85


def test_the_likeliest_text_may_not_be_on_the_likeliest_path() -> None:
    strip = np.log(np.array([[0.4, 0.35, 0.25], [0.4, 0.35, 0.25]]))
    assert best_path(strip) == ""
    assert decode(strip).guesses[0].text == "0"


def test_at_most_five_runners_up_are_told_and_none_below_a_thousandth() -> None:
    many = decode(doubtful({str(d): 0.1 for d in range(10)}))
    assert len(many.guesses) == 6
    few = decode(doubtful({"1": 0.99, "7": 0.0095, "2": 0.0005}))
    assert [guess.text for guess in few.guesses] == ["1", "7"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field(), "14"),
        (Field(length=3), "114"),
        (Field(range=(20, 99)), "74"),
        (Field(pattern=r"\d9"), "19"),
        (Field(range=(70, 99), pattern=".9"), "79"),
    ],
)
def test_a_field_steers_and_says_so(field, text) -> None:
    strip = doubtful({"1": 0.05}, {"1": 0.8, "7": 0.2}, {"4": 0.7, "9": 0.3})
    found = decode(strip, constraint_of(field))
    assert found.guesses[0].text == text
    assert found.free.text == "14"
    assert found.constrained == (text != "14")


def test_a_check_digit_settles_a_doubt_far_from_it() -> None:
    number = "4539148803436467"
    assert Field(check="luhn").allows(number)
    places = [{d: 0.99} for d in number]
    places[1] = {"5": 0.3, "6": 0.6, "8": 0.1}
    strip = doubtful(*places)
    assert decode(strip).guesses[0].text != number
    found = decode(strip, constraint_of(Field(check="luhn", length=16)))
    assert found.guesses[0].text == number
    assert found.constrained
    assert found.guesses[0].probability > 0.5


@pytest.mark.parametrize(
    ("check", "doubts"), [("luhn", 8), ("mod11", 8), ("ean", 8), ("iban97", 6)]
)
def test_with_more_doubts_than_the_beam_is_wide_the_best_allowed_is_found(check, doubts) -> None:
    rng = np.random.default_rng(3)
    field = Field(check=check, length=13)
    right = 0
    for _ in range(5):
        number = next(n for n in iter(lambda: random_digits(rng, 13), "") if field.allows(n))
        # So many digits have a rival that is likelier: 64 to 256 texts, few of them allowed.
        places = [{digit: 0.99} for digit in number]
        for i in rng.choice(13, doubts, replace=False):
            rival = str((int(number[i]) + int(rng.integers(1, 10))) % 10)
            places[i] = {number[i]: 0.42 - 0.01 * i, rival: 0.57 + 0.01 * i}
        texts = {
            "".join(text): float(np.prod([p[c] for p, c in zip(places, text, strict=True)]))
            for text in itertools.product(*places)
        }
        best = max(filter(field.allows, texts), key=texts.__getitem__)
        found = decode(doubtful(*places), constraint_of(field))
        assert all(field.allows(guess.text) for guess in found.guesses)
        right += [guess.text for guess in found.guesses[:1]] == [best]
    assert right >= 4


def test_where_nothing_is_allowed_nothing_is_guessed() -> None:
    found = decode(frames("", "1", "", "2", ""), constraint_of(Field(length=5)))
    assert found.guesses == ()
    assert found.constrained
    assert found.free.text == "12"


def test_how_well_the_field_fits_is_told_beside_the_answer() -> None:
    strip = doubtful({"1": 0.9997, "7": 0.0002})
    found = decode(strip, constraint_of(Field(range=(7, 7))))
    assert found.guesses[0].text == "7"
    assert found.guesses[0].log_prob == pytest.approx(np.log(0.0002), rel=1e-2)
    assert 0.0002 <= found.fits < 0.0005
    assert decode(strip).fits == 1
    assert decode(strip, constraint_of(Field(length=1))).fits == pytest.approx(1, abs=2e-4)


def test_beginnings_of_one_key_do_not_crowd_out_the_others(monkeypatch) -> None:
    """Ten doubtful digits, all the likelier ones short of a digit that is hardly there."""
    places = [{"1": 0.5, "7": 0.5}] * 8 + [{"3": 0.0005}]
    field = constraint_of(Field(length=9))
    assert decode(doubtful(*places), field).guesses[0].text.endswith("3")
    monkeypatch.setattr(beam, "FEW", 0)
    assert not decode(doubtful(*places), field).guesses


def test_strips_without_ink_or_without_frames_are_empty_texts() -> None:
    assert decode(frames("", "", sure=0.99999)).guesses[0].text == ""
    assert decode(np.zeros((0, 16), np.float32)).guesses[0].text == ""
    assert decode(np.zeros((0, 16), np.float32), constraint_of(Field(length=1))).guesses == ()


def test_impossible_classes_are_no_trouble() -> None:
    strip = np.full((3, 4), -np.inf, np.float32)
    strip[[0, 1, 2], [1, 0, 2]] = 0
    assert decode(strip).guesses[0] == beam.Guess("01", 0.0, 1.0)
    assert decode(strip, constraint_of(Field(length=1))).guesses == ()


@given(few_frames)
def test_the_logarithms_are_the_forward_algorithms(log_probs) -> None:
    found = decode(log_probs).guesses
    exact = log_probabilities(log_probs, [guess.text for guess in found])
    assert [guess.log_prob for guess in found] == exact.tolist()
    assert sorted(exact.tolist(), reverse=True) == exact.tolist()


def test_a_constraint_judges_whole_texts() -> None:
    constraint = constraint_of(Field(length=2))
    assert constraint is not None
    assert [allows(constraint, text) for text in ("1", "12", "123", "1.2=")] == [0, 1, 0, 1]

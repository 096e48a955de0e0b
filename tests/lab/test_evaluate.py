"""An evaluation keeps what became of each picture, and comes to the right figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from examples.make import draw
from numerals.data.folder import LabelledCell
from numerals.data.mnist import cache_dir
from numerals.errors import MissingDataError
from numerals.lab.evaluate import Evaluation, evaluate
from numerals.lab.metrics import Share
from numerals.lab.outcome import KEPT_SIDE, Outcome
from numerals.lab.results import figures
from numerals.lab.samples import Sample, expectation, samples_of
from numerals.reading import Reading, Status

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def evaluation(drawn, reader) -> Evaluation:
    return evaluate(reader, samples_of(str(drawn.folder)), "drawn")


def test_every_picture_has_its_outcome_in_order(evaluation, drawn) -> None:
    files = [o.file for o in evaluation.outcomes]
    assert files == [f"drawn {d}.png" for d in range(10)] + ["blank.png", "broken.png"]
    assert {o.file for o in evaluation.outcomes if o.right} == set(drawn.right)


def test_of_a_file_with_several_pages_the_first_is_what_its_label_is_for(reader, tmp_path) -> None:
    pages = [Image.fromarray(draw(digit)) for digit in "72"]
    pages[0].save(tmp_path / "two.tif", save_all=True, append_images=pages[1:])
    pages[1].save(tmp_path / "one.png")
    (tmp_path / "labels.csv").write_text("file,text\ntwo.tif,7\none.png,2\n", encoding="utf-8")
    outcomes = evaluate(reader, samples_of(str(tmp_path)), "pages").outcomes
    assert [(o.file, o.right) for o in outcomes] == [("two.tif", True), ("one.png", True)]


def test_a_broken_file_counts_as_wrong_and_ends_nothing(evaluation, drawn) -> None:
    by_name = {o.file: o for o in evaluation.outcomes}
    assert by_name[drawn.broken].reading.status is Status.ERROR
    assert by_name[drawn.blank].reading.status is Status.UNREADABLE
    result = figures(evaluation)
    assert result.accuracy == Share(9, 12)
    assert result.status[Status.ERROR] == Share(1, 12)
    assert result.status[Status.UNREADABLE] == Share(1, 12)
    assert sum(s.count for s in result.status.values()) == 12


def test_what_was_not_read_is_in_the_last_column_and_in_no_calibration(evaluation) -> None:
    result = figures(evaluation)
    assert result.single_digit == 12
    assert result.confusion[3, 10] == 1
    assert result.confusion[4, 10] == 1
    assert result.confusion[:, 10].sum() == 2
    assert result.calibration_of == 10


def test_errors_come_most_confident_first_and_keep_their_pictures(evaluation, drawn) -> None:
    files = [o.file for o in evaluation.errors]
    assert files[0] == drawn.wrong_label
    assert set(files) == {drawn.wrong_label, drawn.blank, drawn.broken}
    first = evaluation.errors[0].reading
    assert first.thumbnail is not None
    assert first.digits[0].frame is not None
    for outcome in evaluation.outcomes:
        if outcome.right:
            assert outcome.reading.thumbnail is None
            assert outcome.reading.digits == ()


def test_a_kept_picture_is_small_and_its_scale_follows(reader) -> None:
    picture = np.full((900, 1200), 255, np.uint8)
    picture[200:700, 560:640] = 0
    kept = evaluate(reader, [Sample("big", "no digit", picture)], "big").errors[0].reading
    assert kept.thumbnail is not None
    assert max(kept.thumbnail.shape) == KEPT_SIDE
    assert kept.scale == pytest.approx(KEPT_SIDE / 1200, rel=0.01)


def test_the_model_and_the_time_are_told(evaluation, reader) -> None:
    assert evaluation.model == reader.network.config.name
    assert evaluation.model_version == reader.network.config.version
    assert evaluation.accept == reader.accept
    assert 0 < evaluation.seconds_per_picture < 10


def test_progress_reaches_the_end(drawn, reader) -> None:
    seen: list[int] = []
    samples = samples_of(str(drawn.folder)) * 6
    evaluate(reader, samples, "drawn", seen.append)
    assert seen == sorted(seen)
    assert len(seen) == 3
    assert seen[-1] == len(samples)


def _outcome(truth: str, text: str, confidence: float, status: Status) -> Outcome:
    return Outcome(f"{truth}.png", truth, Reading("", text, confidence, status))


def test_only_the_accepted_count_for_their_error_rate() -> None:
    outcomes = (
        _outcome("1", "1", 0.99, Status.ACCEPTED),
        _outcome("2", "7", 0.98, Status.ACCEPTED),
        _outcome("3", "8", 0.40, Status.REVIEW),
        _outcome("4", "", 0.0, Status.UNREADABLE),
    )
    result = figures(Evaluation("x", "m", "1", "digit", 0.9, outcomes, 0.001))
    assert result.accepted_wrong == Share(1, 2)
    assert result.accuracy == Share(1, 4)


def test_a_picture_without_a_digit_is_an_error_only_if_it_is_accepted() -> None:
    outcomes = (
        _outcome("", "7", 0.95, Status.ACCEPTED),
        _outcome("", "7", 0.40, Status.REVIEW),
        _outcome("", "", 0.0, Status.UNREADABLE),
        _outcome("", "", 0.0, Status.ERROR),
        _outcome("7", "7", 0.99, Status.ACCEPTED),
    )
    one = Evaluation("x", "m", "1", "digit", 0.9, outcomes, 0.001)
    result = figures(one)
    assert [o.error for o in outcomes] == [True, False, False, True, False]
    assert [o.right for o in outcomes] == [False, False, True, False, True]
    assert result.accuracy == Share(1, 1)
    assert [s.count for s in result.no_digit.values()] == [1] * 4
    assert result.accepted_wrong == Share(1, 2)
    assert result.confusion.sum() == 1


def test_what_a_person_checks_anyway_passes_no_threshold() -> None:
    doubtful = Reading("", "1", 0.99, Status.REVIEW, "two", doubts=("two",))
    outcomes = (
        Outcome("a", "1", doubtful),
        _outcome("2", "2", 0.95, Status.ACCEPTED),
        _outcome("3", "8", 0.5, Status.REVIEW),
        _outcome("4", "", 0.0, Status.UNREADABLE),
    )
    curve = figures(Evaluation("x", "m", "1", "digit", 0.9, outcomes, 0.001)).selective
    assert curve.at(0.9) == (Share(1, 4), Share(0, 1))
    assert curve.at(0.0) == (Share(2, 4), Share(1, 2))


def test_at_the_readers_own_threshold_the_curve_tells_what_the_reader_did(evaluation) -> None:
    result = figures(evaluation)
    accepted, wrong = result.selective.at(evaluation.accept)
    assert accepted == result.status[Status.ACCEPTED]
    assert wrong == result.accepted_wrong


def test_numbers_stay_out_of_the_table_by_digit() -> None:
    outcomes = (
        _outcome("12", "12", 0.99, Status.REVIEW),
        _outcome("5", "5", 0.98, Status.ACCEPTED),
    )
    result = figures(Evaluation("x", "m", "1", "auto", 0.9, outcomes, 0.001))
    assert result.accuracy == Share(2, 2)
    assert result.single_digit == 1
    assert result.confusion.sum() == 1


def test_expectation_follows_the_labels() -> None:
    one, two = Sample("a", "1", b""), Sample("b", "12", b"")
    page = Sample("c", "", b"", (LabelledCell(1, 1, "5"),))
    assert expectation([one, one]) == "digit"
    assert expectation([two, two]) == "number"
    assert expectation([one, two]) == "auto"
    assert expectation([page, page]) == "page"
    assert expectation([Sample("d", "x", b"")]) == "auto"


def test_an_unknown_folder_is_missing_data(tmp_path: Path) -> None:
    with pytest.raises(MissingDataError, match="no such folder"):
        samples_of(str(tmp_path / "nowhere"))
    with pytest.raises(MissingDataError):
        samples_of(str(tmp_path))


def test_names_tell_nothing_of_the_machine(tmp_path: Path) -> None:
    inside, outside = tmp_path / "set", tmp_path / "elsewhere"
    (inside / "7").mkdir(parents=True)
    outside.mkdir()
    (inside / "7" / "a.png").write_bytes(b"")
    assert [s.file for s in samples_of(str(inside))] == ["7/a.png"]
    (outside / "b.png").write_bytes(b"")
    (inside / "labels.csv").write_text(f"file,text\n{outside / 'b.png'},7\n", encoding="utf-8")
    assert [s.file for s in samples_of(str(inside))] == ["b.png"]


def test_no_samples_are_refused(reader) -> None:
    with pytest.raises(ValueError, match="no samples"):
        evaluate(reader, [], "nothing")


@pytest.mark.data
def test_mnist_goes_through_the_whole_reader(reader) -> None:
    if not (cache_dir() / "t10k-images-idx3-ubyte").is_file():
        pytest.skip("MNIST is not in the cache, and tests fetch nothing")
    samples = samples_of("mnist")
    assert len(samples) == 10_000
    assert samples[0].file == "test-00000"
    assert samples[0].truth == "7"
    result = figures(evaluate(reader, samples[:200], "mnist"))
    # Far below any model worth shipping, and far above one fed with mangled pictures.
    assert result.accuracy.count > 180

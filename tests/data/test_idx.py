"""The idx format, there and back."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from numerals.data.sources import from_idx, to_idx

ARRAYS = hnp.arrays(np.uint8, hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=6))


@given(ARRAYS)
def test_what_is_written_is_read_again(array):
    again = from_idx(to_idx(array))
    assert again.dtype == np.uint8
    assert again.shape == array.shape
    assert np.array_equal(again, array)


@given(ARRAYS, st.data())
def test_a_file_that_was_cut_or_has_more_is_refused(array, data):
    content = to_idx(array)
    if data.draw(st.booleans()):
        content += data.draw(st.binary(min_size=1, max_size=9))
    else:
        content = content[: data.draw(st.integers(0, len(content) - 1))]
    with pytest.raises(ValueError, match="idx"):
        from_idx(content)


@given(st.binary(max_size=40))
def test_any_bytes_are_an_array_or_a_value_error(content):
    try:
        array = from_idx(content)
    except ValueError:
        return
    assert to_idx(array) == content


def test_the_header_is_that_of_mnist():
    assert to_idx(np.zeros((2, 28, 28), np.uint8))[:16].hex() == "00000803000000020000001c0000001c"


def test_other_types_are_refused():
    with pytest.raises(ValueError, match="uint8"):
        to_idx(np.zeros(3, np.int32))

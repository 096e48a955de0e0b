"""What is learnt from and what is judged by have no digit and no font in common."""

from __future__ import annotations

from numerals.data.beside import Beside
from numerals.data.divide import divide_hands
from numerals.data.mnist import Samples
from tests.data.fake import digits
from tests.data.numbers import small_maps, small_pens


def test_hands_bend_fonts_only_to_learn_from() -> None:
    """What judges is as it was before, so that one release can be told from the next."""
    fonts = {f"font{i}": bytes([i]) for i in range(20)}
    learnt, held = divide_hands(
        Samples(*digits(100, 1)), Beside(fonts, small_pens(), small_maps()), 0
    )
    assert not set(learnt.fonts) & set(held.fonts)
    assert len(learnt.fonts) + len(held.fonts) == 20
    assert (learnt.in_fonts, learnt.bent) == (0.2, 3.0)
    assert (held.in_fonts, held.bent) == (0.12, 0.0)

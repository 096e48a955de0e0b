"""Beside: what is learnt from beside MNIST: fonts, and digits by people's pens and on maps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from numerals.data import maps
from numerals.data.fonts import fonts
from numerals.data.mnist import Samples
from numerals.data.pens import Pens, pens

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

#: Every so many fonts, one is held back.
_HELD_FONT = 8


class Beside(NamedTuple):
    """What is learnt from beside MNIST.

    Attributes:
        fonts: The content of each font's file, by the font's name.
        pens: Digits by pens.
        maps: Digits on maps.
    """

    fonts: dict[str, bytes]
    pens: Pens
    maps: Samples

    def learnt(self) -> Beside:
        """Give what is learnt from.

        All but every eighth font, nine tenths of the pens, and three fifths of the maps.
        """
        kept = (item for i, item in enumerate(self.fonts.items()) if i % _HELD_FONT)
        return Beside(dict(kept), self.pens.learnt(), maps.learnt(self.maps))

    def held(self) -> Beside:
        """Give what is judged by: the other fonts, and scans of what other people wrote.

        Ways of pens do not judge: eight points leave digits that no person could read. Nor do maps,
        which are for a look from outside.
        """
        pens = self.pens.held()
        scans = pens._replace(ways=pens.ways[:0], traced=pens.traced[:0])
        return Beside(
            dict(list(self.fonts.items())[::_HELD_FONT]),
            scans,
            Samples(self.maps.images[:0], self.maps.labels[:0]),
        )


def beside_mnist(
    data_dir: str | os.PathLike[str] | None = None,
    fonts_dir: str | os.PathLike[str] | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> Beside:
    """Load it all, fetching what is missing on first use.

    Args:
        data_dir: A folder with the files of `numerals.data.pens` and `numerals.data.maps`, looked
            at if the cache is empty.
        fonts_dir: A folder with the files of `numerals.data.fonts`, likewise.
        tell: Is told, before anything is fetched, what and where it will be kept.

    Raises:
        MissingDataError: Something could not be had; the text says what to do.
    """
    return Beside(fonts(fonts_dir, tell), pens(data_dir, tell), maps.maps(data_dir, tell))

"""Shape: how much wider and deeper a network is built than the zoo has it."""

from __future__ import annotations

from dataclasses import dataclass

#: Channels and units come in multiples of so many: processors reckon with several at a time.
_STEP = 8


@dataclass(frozen=True, slots=True)
class Shape:
    """A network's size beside the zoo's own; as it stands, the zoo's.

    Attributes:
        width: What its channels and units are multiplied by; over 0.
        depth: How many more layers of a kind it has at each place that the network names.
    """

    width: float = 1.0
    depth: int = 0

    def units(self, count: int) -> int:
        """Give how many channels or units it has where the zoo has `count`."""
        if self.width == 1:
            return count
        return max(_STEP, round(count * self.width / _STEP) * _STEP)


#: As the zoo has it.
ZOO = Shape()

"""Check digits: what number rules out slips of the pen, and of a reader.

| name | one digit wrong | two neighbours swapped | any other slip passes |
|---|---|---|---|
| luhn | always caught | caught, but 09 for 90 | 1 in 10 |
| ean | always caught | caught, but digits 5 apart | 1 in 10 |
| mod11 | always caught | always caught | 1 in 11 |
| iban97 | always caught | always caught | 1 in 97 |

luhn (ISO/IEC 7812-1; payment cards, IMEI) doubles every second digit from the right. ean (GS1;
EAN-8, EAN-13 with ISBN-13, UPC, GTIN-14) weighs digits by 1 and 3 from the right. mod11 (accounts
in Norway, RUT, CUIT) weighs the check digit by 1 and those before it by 2, 3, 4, 5, 6, 7 and again
2, from the right, and the sum is a multiple of 11; where that would ask for a check digit of 10
there is no such number. ISBN-10 and the NHS number weigh otherwise from the eighth digit on.
iban97 (ISO 7064 MOD 97-10) asks for a number that is 1 more than a multiple of 97, and takes
digits only: an IBAN's letters are for the caller to turn into digits. A doubled or a lost zero at
the front passes luhn, mod11 and iban97: give a length too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Check:
    """A sum over the digits that must come out right.

    Attributes:
        name: As the user writes it.
        modulus: The sum is taken modulo this.
        remainder: What must be left.
        weigh: What a digit (0 … 9) adds, and how many digits stand to its right.
        period: After how many places the weights repeat, up to a factor.
        shortest: The fewest digits that such a number has.
        lengths: The only counts of digits there are; empty for any.
        usual: Which of `lengths` are meant where the user names none.
    """

    name: str
    modulus: int
    remainder: int
    weigh: Callable[[int, int], int]
    period: int
    shortest: int = 2
    lengths: tuple[int, ...] = ()
    usual: tuple[int, ...] = ()

    def holds(self, digits: str) -> bool:
        """Whether a string of ASCII digits has the right sum and may have this length."""
        if len(digits) < self.shortest or (self.lengths and len(digits) not in self.lengths):
            return False
        total = sum(self.weigh(int(d), i) for i, d in enumerate(reversed(digits)))
        return total % self.modulus == self.remainder


def _luhn(digit: int, place: int) -> int:
    return sum(divmod(2 * digit, 10)) if place % 2 else digit


def _ean(digit: int, place: int) -> int:
    return 3 * digit if place % 2 else digit


def _mod11(digit: int, place: int) -> int:
    return digit * (2 + (place - 1) % 6) if place else digit


def _mod97(digit: int, place: int) -> int:
    return digit * pow(10, place, 97)


#: The checks by name. Of iban97 all remainders turn together, so that one place tells them apart.
CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "luhn": Check("luhn", 10, 0, _luhn, period=2),
        "iban97": Check("iban97", 97, 1, _mod97, period=1, shortest=3),
        "ean": Check("ean", 10, 0, _ean, period=2, lengths=(8, 12, 13, 14), usual=(8, 13)),
        "mod11": Check("mod11", 11, 0, _mod11, period=6),
    }
)

"""The characters that a network of strings tells apart, in the order of its outputs.

(Founder's decision, final: neither a space nor a slash. Gaps are found by measuring; a slash looks
like a slanted 1. So C = 16.)
"""

from __future__ import annotations

#: Class i of the network's C = 16 is `ALPHABET[i - 1]`; class 0 is CTC's blank.
ALPHABET = "0123456789.,'-="
BLANK = 0
#: The class of each character.
CLASS_OF = {char: i for i, char in enumerate(ALPHABET, start=BLANK + 1)}

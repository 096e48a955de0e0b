"""Why an answer is what it is: which strokes decided, how faithful that is, and one picture of it.

>>> from numerals.explain import why
>>> print(why("photo.jpg"))  # doctest: +SKIP
7 (99.9 %), accepted
...
"""

from numerals.explain.explanation import Explanation, Why, explain_reading, why

__all__ = ["Explanation", "Why", "explain_reading", "why"]

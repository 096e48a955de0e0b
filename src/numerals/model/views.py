"""Views: one digit prepared in several ways, and what the network says of all of them.

Each view is a guess at where the ink is, and the network itself tells a good one: by its odds that
there is a digit at all. They weigh the views, and each digit's probability is the mean (Bayes).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

#: The first view, the carefully prepared one, is so many times as likely right as another before
#: the network has seen them. Of 1, 2, 4, 10 and 30, those from 2 on read as much of what is drawn,
#: those up to 4 most of what is cropped tightly: docs/measured.md.
_CAREFUL = 4.0
_LEAST = 1e-6


def blend(views: NDArray[np.float64]) -> tuple[NDArray[np.float64], int]:
    """Bring what the network says of a digit's views to one answer.

    Args:
        views: (V, C + 1) calibrated probabilities of each digit and, last, of none; the careful
            view first. Where there is but one, it need not know of none.

    Returns:
        (C + 1,) probabilities; and the view that says most of the likeliest digit.
    """
    if len(views) == 1:
        return views[0], 0
    none = np.maximum(views[:, -1], _LEAST)
    weights = (1 - none + _LEAST) / none
    weights[0] *= _CAREFUL
    weighted = views * (weights / weights.sum())[:, None]
    mean = weighted.sum(axis=0)
    return mean, int(weighted[:, int(mean[:-1].argmax())].argmax())

"""The command line with a small MNIST in the place of the real one; for tests, as a process.

SMALL_STEP_S makes every training step wait so long, so that a signal lands within an epoch.
"""

import os
import sys
import time

from numerals.cli import main
from numerals.data.files import keep
from numerals.data.mnist import Mnist, Samples
from tests.data.fake import hashes, make_parts, mnist_module


def small_mnist() -> Mnist:
    """Give 600 + 100 printed digits as MNIST's two halves."""
    arrays = [mnist_module.sources.from_idx(content) for content in make_parts().values()]
    return Mnist(Samples(arrays[0], arrays[1]), Samples(arrays[2], arrays[3]))


def use_small_mnist(cache: str) -> None:
    """Fill a cache with the small MNIST and have it taken for the real one."""
    parts = make_parts()
    os.environ[mnist_module.CACHE_VARIABLE] = cache
    mnist_module.PARTS = hashes(parts)
    keep(mnist_module.cache_dir(), parts)


def walk_slowly(seconds: float) -> None:
    from numerals.train import fit

    hurried = fit.epoch_batches

    def slow(*args):
        for batch in hurried(*args):
            time.sleep(seconds)
            yield batch

    fit.epoch_batches = slow


if __name__ == "__main__":
    use_small_mnist(os.environ["SMALL_CACHE"])
    if "SMALL_STEP_S" in os.environ:
        walk_slowly(float(os.environ["SMALL_STEP_S"]))
    sys.argv[0] = "numerals"
    main()

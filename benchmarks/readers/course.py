"""The course that every reader runs: warm up, then read all pictures against the clock."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

#: Reads pictures and gives what each says.
Read = Callable[[list[Path]], list[str]]
_WARM = 20


def run(ways: dict[str, Callable[[], Read]], over: dict[str, int] | None = None) -> None:
    """Run the way that the command line names, on one picture or a folder of them.

    The first argument is a way, the second a picture (its answer is printed) or a folder of
    LABEL-NUMBER.png (JSON is printed: pictures a second, and the share that is read right). A way
    that `over` names reads the folder so many times over, in one go.
    """
    read, where = ways[sys.argv[1]](), Path(sys.argv[2])
    if where.is_file():
        print(*read([where]))
        return
    paths = sorted(where.glob("*.png"))
    read(paths[:_WARM])
    paths *= (over or {}).get(sys.argv[1], 1)
    start = time.perf_counter()
    answers = read(paths)
    seconds = time.perf_counter() - start
    right = sum(a == p.name.split("-")[0] for a, p in zip(answers, paths, strict=True))
    print(json.dumps({"rate": len(paths) / seconds, "right": right / len(paths)}))

"""Installed size: the bytes of distributions and of what they require, for this interpreter.

    python installed.py NAME ...

Requirements of extras do not count, and neither does what is required but not installed (another
system's). An editable install counts with its package's folder.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata, util
from pathlib import Path


def closure(names: list[str]) -> set[str]:
    """Give the distributions that these need, themselves included."""
    found: set[str] = set()
    while names:
        name = re.sub(r"[-_.]+", "-", names.pop()).lower()
        if name in found:
            continue
        try:
            wanted = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(name)
        names += [re.split(r"[ \[<>=!~;(]", w)[0] for w in wanted if "extra ==" not in w]
    return found


def size(name: str) -> int:
    """Count the bytes of a distribution's files."""
    files = [Path(str(file.locate())) for file in metadata.files(name) or []]
    spec = util.find_spec(name.replace("-", "_"))
    if spec and spec.submodule_search_locations and not any(f.suffix == ".py" for f in files):
        files += Path(spec.submodule_search_locations[0]).rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


if __name__ == "__main__":
    print(sum(size(name) for name in closure(sys.argv[1:])))

"""Tesseract: one character, digits only, all pictures from a list in one process."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from course import Read, run

#: One character a picture (--psm 10), no letters.
OPTIONS = ["--psm", "10", "-c", "tessedit_char_whitelist=0123456789"]


def many() -> Read:
    """Read what a list names: the program then loads its network once."""

    def read(paths: list[Path]) -> list[str]:
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as names:
            names.write("\n".join(map(str, paths)))
            names.flush()
            command = ["tesseract", names.name, "stdout", *OPTIONS]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
        return [page.strip() for page in done.stdout.split("\f")[: len(paths)]]

    return read


def size() -> int:
    """Count the program, the libraries that it loads, and the data of its default language."""
    program = shutil.which("tesseract") or ""
    loaded = subprocess.run(["ldd", program], capture_output=True, text=True, check=True).stdout
    libraries = re.findall(r"=> (/\S+)", loaded)
    listed = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, check=True
    )
    said = listed.stdout + listed.stderr
    folder = Path(re.findall(r'"(.+?)"', said)[0])
    files = [Path(program), *map(Path, libraries), folder / "eng.traineddata"]
    return sum(file.stat().st_size for file in files)


if __name__ == "__main__":
    if sys.argv[1:] == ["size"]:
        print(size())
    else:
        run({"many": many})

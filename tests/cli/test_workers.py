"""`numerals read --workers`: the same rows from several processes, and none left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from examples.make import draw

#: The command line, with workers at once; the process id of each goes to a file.
AT_ONCE = """
import sys
from numerals.crew import process, together
from numerals.cli import main

together.WORTH, pids, start = 0.0, sys.argv.pop(1), process.Process.__init__

def noted(self):
    start(self)
    with open(pids, "a") as file:
        print(self._process.pid, file=file)

process.Process.__init__ = noted
main()
"""


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    """A list that names ten pictures over and over."""
    paths = [tmp_path / f"{digit}.png" for digit in "0123456789"]
    for path in paths:
        Image.fromarray(draw(path.stem)).save(path)
    found = tmp_path / "list.txt"
    found.write_text("".join(f"{path}\n" for path in paths) * 2000, encoding="utf-8")
    return found


def started(listed: Path, *words: object) -> subprocess.Popen:
    read = ["read", "--expect", "digit", "-f", "jsonl", "--files-from", listed, *words]
    return subprocess.Popen(
        [sys.executable, "-c", AT_ONCE, listed.with_name("pids"), *map(str, read)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def workers(listed: Path) -> list[int]:
    pids = listed.with_name("pids")
    return [int(line) for line in pids.read_text().split()] if pids.exists() else []


def test_rows_keep_their_order(listed: Path) -> None:
    paths = listed.read_text(encoding="utf-8").splitlines()[:1500]
    listed.write_text("\n".join(paths), encoding="utf-8")
    with started(listed, "--workers", 2) as process:
        stdout, stderr = process.communicate()
    rows = [json.loads(line) for line in stdout.splitlines()]
    assert process.returncode == 0
    assert [r["source"] for r in rows] == paths
    assert [r["text"] for r in rows] == list("0123456789") * 150
    assert stderr.decode().startswith("1,500 pictures: 1,500 accepted")
    assert len(workers(listed)) == 2


def test_one_is_this_process_alone(listed: Path) -> None:
    listed.write_text("\n".join(listed.read_text(encoding="utf-8").splitlines()[:50]))
    with started(listed, "--workers", 1) as process:
        assert process.communicate()[0].count(b"\n") == 50
    assert workers(listed) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a child alone")
def test_ctrl_c_leaves_no_worker(listed: Path) -> None:
    with started(listed, "--workers", 2) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            assert line.endswith(b"}\n")
            if len(workers(listed)) == 2:
                break
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        assert process.stderr.read() == b"numerals: interrupted\n"
    assert process.returncode == 130
    assert not any(alive(pid) for pid in workers(listed))


@pytest.mark.skipif(os.name == "nt", reason="asks in POSIX's way whether a process is there")
def test_a_worker_does_not_outlive_a_killed_command(listed: Path) -> None:
    with started(listed, "--workers", 2) as process:
        assert process.stdout is not None
        while len(workers(listed)) < 2:
            assert process.stdout.readline()
        process.kill()
    end = time.monotonic() + 30
    while any(alive(pid) for pid in workers(listed)):
        assert time.monotonic() < end
        time.sleep(0.1)


def alive(pid: int) -> bool:
    """Whether there is such a process, that is no mere remainder waiting to be counted."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{pid}/status")
    return not (status.exists() and "State:\tZ" in status.read_text(encoding="utf-8"))

"""`numerals read`: rows in order, a bad file in its row, formats that pipe, exit codes."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from examples.make import draw
from tests.model.nets import RISK, configured


def run(*words: object, stdin: bytes | None = None, **options) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "numerals", *map(str, words)]
    return subprocess.run(command, input=stdin or b"", capture_output=True, timeout=60, **options)


def rows(done: subprocess.CompletedProcess) -> list[dict]:
    return [json.loads(line) for line in done.stdout.decode().splitlines()]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    for digit in "0123":
        Image.fromarray(draw(digit)).save(folder / f"{digit}.png")
    (folder / "notes.txt").write_text("no picture", encoding="utf-8")
    (folder / "deeper").mkdir()
    Image.fromarray(draw("4")).save(folder / "deeper" / "4.webp")
    (folder / "text.png").write_text("hello", encoding="utf-8")
    return folder


def test_one_picture_as_text(pictures: Path) -> None:
    done = run("read", pictures / "3.png")
    assert done.returncode == 0
    line = done.stdout.decode()
    assert line.startswith(f"{pictures / '3.png'}: 3  (")
    assert line.endswith(" %)\n")
    assert done.stderr == b""


def test_jsonl_rows_are_in_order_and_a_bad_file_has_its_own(pictures: Path) -> None:
    names = ["2.png", "text.png", "none.png", "0.png"]
    done = run("read", "--expect", "digit", "--format", "jsonl", *[pictures / n for n in names])
    assert done.returncode == 1
    found = rows(done)
    assert [r["source"] for r in found] == [str(pictures / n) for n in names]
    assert [r["text"] for r in found] == ["2", "", "", "0"]
    assert [r["status"] for r in found] == ["accepted", "error", "error", "accepted"]
    assert "this is text" in found[1]["reason"]
    assert "no such file" in found[2]["reason"]
    first = ["source", "text", "confidence", "status", "reason", "digits"]
    assert list(found[0])[: len(first)] == first


def test_folders(pictures: Path, tmp_path: Path) -> None:
    flat = rows(run("read", "-f", "jsonl", pictures))
    assert [Path(r["source"]).name for r in flat] == [
        "0.png",
        "1.png",
        "2.png",
        "3.png",
        "text.png",
    ]
    deep = rows(run("read", "-f", "jsonl", "--recursive", pictures))
    assert [Path(r["source"]).name for r in deep][4] == "4.webp"
    done = run("read", "-f", "jsonl", tmp_path)
    assert done.returncode == 1
    assert "holds no pictures; with --recursive" in rows(done)[0]["reason"]


def test_bytes_on_stdin(pictures: Path) -> None:
    done = run("read", "-", "-f", "jsonl", stdin=(pictures / "1.png").read_bytes())
    (row,) = rows(done)
    assert (row["source"], row["text"], done.returncode) == ("<stdin>", "1", 0)
    assert run("read", "-", stdin=b"").returncode == 1


def test_paths_from_a_file_and_from_stdin(pictures: Path, tmp_path: Path) -> None:
    names = [str(pictures / n) for n in ("3.png", "0.png")]
    listing = tmp_path / "list.txt"
    listing.write_bytes(b"\xef\xbb\xbf" + "\r\n\r\n".join(names).encode())
    for done in (
        run("read", "-f", "jsonl", "--files-from", listing),
        run("read", "-f", "jsonl", "--files-from", "-", stdin="\n".join(names).encode()),
    ):
        assert [r["source"] for r in rows(done)] == names
        assert done.returncode == 0


def test_rows_come_before_the_list_ends(pictures: Path) -> None:
    command = [sys.executable, "-m", "numerals", "read", "--files-from", "-", "-f", "jsonl"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for name in ("0.png", "2.png"):
            process.stdin.write(f"{pictures / name}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == name[0]
        process.stdin.close()
        assert process.wait(30) == 0


def test_json_is_one_document(pictures: Path, tmp_path: Path) -> None:
    done = run("read", "-f", "json", pictures / "0.png", pictures / "1.png")
    assert [r["text"] for r in json.loads(done.stdout)] == ["0", "1"]
    assert json.loads(run("read", "-f", "json", "--files-from", "-").stdout) == []


def test_csv_keeps_leading_zeros_and_runs_no_names(tmp_path: Path) -> None:
    row = np.hstack([draw(d, margin=10) for d in "007"])
    Image.fromarray(row).save(tmp_path / "=1+1.png")
    out = tmp_path / "out.csv"
    done = run("read", "-f", "csv", "-o", out, "=1+1.png", cwd=tmp_path)
    assert done.returncode == 0
    assert done.stdout == b""
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    (cells,) = csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig")))
    assert cells["text"] == '="007"'
    assert cells["source"] == "./=1+1.png"
    assert 0 < float(cells["confidence"]) <= 1
    assert cells["status"] in ("accepted", "review")


def test_a_name_that_is_no_utf8_survives(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("only Linux allows file names that are no UTF-8")
    name = os.fsencode(tmp_path) + b"/\xff.png"
    Path(os.fsdecode(name)).write_bytes(b"")
    done = run("read", "-f", "jsonl", "--files-from", "-", stdin=name)
    (row,) = rows(done)
    assert os.fsencode(row["source"]) == name


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        ([], 2, "nothing to read"),
        (["--format", "xml", "a.png"], 2, "xml"),
        (["--expect", "word", "a.png"], 2, "word"),
        (["--files-from", "nowhere.txt"], 2, "nowhere.txt: No such file"),
        (["--output", "no/such/folder/x", "a.png"], 2, "no/such/folder"),
        (["--length", "six", "a.png"], 2, "length takes a count of digits"),
        (["--range", "150..0", "a.png"], 2, "range goes from the least"),
        (["--pattern", "(", "a.png"], 2, "pattern"),
        (["--check", "sum", "a.png"], 2, "luhn"),
        (["--decimal", ";", "a.png"], 2, "auto"),
        (["--output", "x.pdf", "a.png"], 2, "would overwrite what is read"),
        (["--model", "nowhere.onnx", "a.png"], 5, "no such model: nowhere.onnx"),
        (["--max-error", "0.5", "a.png"], 2, "for 0.5 percent write 0.5%"),
    ],
)
def test_wrong_use(words: list[str], code: int, message: str, tmp_path: Path) -> None:
    done = run("read", *words, cwd=tmp_path)
    assert done.returncode == code
    assert message in done.stderr.decode()
    assert done.stdout == b""
    assert b"Traceback" not in done.stderr


def test_a_model_file_that_is_none(tmp_path: Path, pictures: Path) -> None:
    false = tmp_path / "false.onnx"
    false.write_bytes(b"no model")
    done = run("read", "--model", false, pictures / "0.png")
    assert done.returncode == 5
    assert "no ONNX model" in done.stderr.decode()
    keras = tmp_path / "net.keras"
    keras.write_bytes(b"zip")
    done = run("read", "--model", keras, pictures / "0.png")
    assert "numerals export" in done.stderr.decode()


def test_a_folder_without_permission(tmp_path: Path) -> None:
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        pytest.skip("the superuser may read everything")
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    done = run("read", "-f", "jsonl", locked)
    assert done.returncode == 1
    assert "no permission" in rows(done)[0]["reason"]


def test_the_reader_of_a_pipe_may_leave(pictures: Path) -> None:
    command = [sys.executable, "-m", "numerals", "read", *[str(pictures / "0.png")] * 200]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(30) == 0


def test_interrupted(pictures: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows sends no SIGINT to a child alone")
    import signal

    command = [sys.executable, "-m", "numerals", "read", "-f", "json", "--files-from", "-"]
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen(command, **pipes) as process:
        process.stdin.write(f"{pictures / '0.png'}\n".encode())
        process.stdin.flush()
        first = process.stdout.readline() + process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert errors == b"numerals: interrupted\n"
    assert [r["text"] for r in json.loads(first + rest)] == ["0"]


@pytest.mark.parametrize(
    "words",
    [
        ["3.png", "-o", "3.png"],
        ["--files-from", "list.txt", "-o", "list.txt"],
        ["scan.dat", "-o", "scan.dat"],
        ["scan.dat#1", "-o", "./scan.dat"],
        ["3.png", "-f", "csv", "-o", "link.csv"],
        [".", "-f", "csv", "-o", "link.csv"],
    ],
)
def test_what_is_read_is_never_written_over(pictures: Path, tmp_path: Path, words: list) -> None:
    (tmp_path / "3.png").write_bytes((pictures / "3.png").read_bytes())
    (tmp_path / "scan.dat").write_bytes((pictures / "3.png").read_bytes())
    try:
        (tmp_path / "link.csv").symlink_to("3.png")
    except OSError:
        if "link.csv" in words:
            pytest.skip("Windows lets not everybody make links")
    (tmp_path / "list.txt").write_text("3.png\n", encoding="utf-8")
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    done = run("read", *words, cwd=tmp_path)
    assert done.returncode == 2
    assert b"would overwrite what is read" in done.stderr
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_a_list_that_is_not_there_leaves_the_output_alone(tmp_path: Path) -> None:
    (tmp_path / "out.csv").write_text("old", encoding="utf-8")
    done = run("read", "--files-from", "none", "-f", "csv", "-o", "out.csv", cwd=tmp_path)
    assert done.returncode == 2
    assert (tmp_path / "out.csv").read_text(encoding="utf-8") == "old"


def test_paths_that_the_system_refuses_have_their_rows(pictures: Path) -> None:
    names = [str(pictures / "0.png"), "a" * 300 + ".png", "", str(pictures / "1.png")]
    done = run("read", "-f", "jsonl", *names)
    assert [r["status"] for r in rows(done)] == ["accepted", "error", "error", "accepted"]
    assert done.returncode == 1


def test_a_sub_folder_that_cannot_be_listed_has_its_row(tmp_path: Path, monkeypatch) -> None:
    from numerals.cli.inputs import expand
    from numerals.reader import Reader

    for name in "abc":
        (tmp_path / name).mkdir()
        Image.fromarray(draw("8")).save(tmp_path / name / "8.png")
    listing = Path.iterdir

    def refuse(self: Path):
        if self.name == "b":
            raise PermissionError(13, "Permission denied")
        return listing(self)

    monkeypatch.setattr(Path, "iterdir", refuse)
    found = list(Reader().read_many(expand(str(tmp_path), recursive=True)))
    assert [r.status for r in found] == ["accepted", "error", "accepted"]
    assert "cannot be listed: Permission denied" in found[1].reason


def test_the_error_that_is_asked_for_decides_what_is_accepted(
    pictures: Path, tmp_path: Path
) -> None:
    model = configured(tmp_path / "model", risk=RISK | {"accept": [1 - 1e-12, 0.99, 0.9, 0.5]})
    words = ["read", "--model", model, "-f", "jsonl", pictures / "0.png", pictures / "1.png"]
    loose, strict = (run(*words, "--max-error", e) for e in ("0.5%", "0.001"))
    assert [r["status"] for r in rows(loose)] == ["accepted"] * 2
    assert [r["status"] for r in rows(strict)] == ["review"] * 2
    assert loose.stderr.decode().splitlines() == [
        "2 pictures: 2 accepted",
        "accepted from 90.0 % on: of pictures like the model's calibration set 95.0 % are, and of "
        "these at most 0.5 % wrong (with 95 % confidence)",
    ]
    assert rows(run(*words)) == rows(loose)
    refused = run(*words, "--max-error", "0.05%")
    assert (refused.returncode, refused.stdout) == (2, b"")
    assert refused.stderr.endswith(b"ask at least 0.1 %\n")


def test_who_asks_a_model_that_can_promise_nothing_is_told(pictures: Path, tmp_path: Path) -> None:
    bare = configured(tmp_path / "bare") / "model.onnx"
    done = run("read", "--model", bare, "--max-error", "0.5%", pictures / "0.png")
    assert done.returncode == 0
    assert "holds no risk curve" in done.stderr.decode()
    weak = configured(tmp_path / "weak", risk=RISK | {name: [] for name in _COLUMNS})
    done = run("read", "--model", weak, "-f", "jsonl", pictures / "0.png", pictures / "1.png")
    assert [r["status"] for r in rows(done)] == ["review"] * 2
    assert done.stderr.decode().count("nothing is accepted: the model default cannot promise") == 1


_COLUMNS = ("accept", "coverage", "max_error")


@pytest.mark.parametrize("words", [["-", "-"], ["-", "--files-from", "-"]])
def test_stdin_is_read_once(words: list[str]) -> None:
    done = run("read", *words)
    assert done.returncode == 2
    assert b"stdin can be read once" in done.stderr


def test_a_full_disk_is_said(pictures: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    with Path("/dev/full").open("wb") as full:
        command = [sys.executable, "-m", "numerals", "read", str(pictures / "0.png")]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 6
    assert done.stderr.startswith(b"numerals: cannot go on: ")
    assert done.stderr.count(b"\n") == 1

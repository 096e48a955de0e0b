"""Pens: parsed as KEEL gives them, divided by who wrote them."""

from __future__ import annotations

import numpy as np

from numerals.data import pens as module
from numerals.data.packaged import Packaged
from tests.data.numbers import small_beside, small_pens

WAY = "0,100,10,90,20,80,30,70,40,60,50,50,60,40,100,0,7"
SCAN = ",".join(["0", "16", "5", *["0"] * 61, "3"])
CONTENTS = {
    "penbased.dat": f"@relation penbased\n@data\n{WAY}\n{WAY}\n".encode(),
    "optdigits.dat": f"@relation optdigits\r\n@data\r\n{SCAN}\r\n".encode(),
}


def test_ways_go_down_and_scans_are_white_on_black(monkeypatch):
    monkeypatch.setattr(Packaged, "load", lambda *_: CONTENTS)
    found = module.pens()
    assert found.ways.shape == (2, 8, 2)
    assert found.ways[0, 0].tolist() == [0.0, 0.0]  # the file's y goes up, ours down
    assert found.ways[0, -1].tolist() == [1.0, 1.0]
    assert found.traced.tolist() == [7, 7]
    assert found.scans.shape == (1, 8, 8)
    assert found.scans[0, 0, :3].tolist() == [0, 255, 80]
    assert found.scanned.tolist() == [3]


def test_the_last_writers_are_held_back():
    whole = small_pens()
    learnt, held = whole.learnt(), whole.held()
    for name in module.Pens._fields:
        first, last = getattr(learnt, name), getattr(held, name)
        assert (len(first), len(last)) == (90, 10)
        assert np.array_equal(np.concatenate([first, last]), getattr(whole, name))


def test_ways_do_not_judge():
    judges = small_beside(8).held().pens
    assert len(judges.ways) == len(judges.traced) == 0
    assert len(judges.scans) == len(judges.scanned) == 10

"""Groups: what holds together, directly or through others."""

from __future__ import annotations


def unite(names: list[int], pairs: list[tuple[int, int]]) -> dict[int, int]:
    """Name each one's group, where pairs hold together."""
    parent = {n: n for n in names}

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for a, b in pairs:
        parent[root(a)] = root(b)
    return {n: root(n) for n in names}

"""The order in which rules must be walked: what is read comes before whoever reads it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


class Cycle(Exception):  # noqa: N818 - a finding in a study (S003), not an error of the program
    """Rules that read each other in a ring. `path` starts and ends with the same node."""

    def __init__(self, path: tuple[Hashable, ...]) -> None:
        super().__init__(as_path(path))
        self.path = path


def in_order(reads: Mapping[Node, Iterable[Node]]) -> tuple[Node, ...]:
    """Return the nodes so that each comes after all it reads, else in the order given.

    What is read without being a key is data and takes no place in the order. Raises Cycle.
    """
    done: dict[Node, None] = {}
    for start in reads:
        _walk(start, reads, done)
    return tuple(done)


def _walk(start: Node, reads: Mapping[Node, Iterable[Node]], done: dict[Node, None]) -> None:
    """Walk in depth without recursion: a study may chain hundreds of derivations."""
    if start in done:
        return
    path: dict[Node, None] = {start: None}
    stack = [iter(reads[start])]
    while stack:
        for read in stack[-1]:
            if read in path:
                nodes = list(path)
                raise Cycle((*nodes[nodes.index(read) :], read))
            if read in reads and read not in done:
                path[read] = None
                stack.append(iter(reads[read]))
                break
        else:
            stack.pop()
            finished, _ = path.popitem()
            done[finished] = None


def as_path(path: Iterable[Hashable]) -> str:
    """Return a cycle as one reads it: ``total → mean → total``."""
    return " → ".join(str(node) for node in path)

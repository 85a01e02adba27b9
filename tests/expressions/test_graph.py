from __future__ import annotations

import pytest

from crf_app.expressions.graph import Cycle, in_order


def test_what_is_read_comes_first_and_the_rest_keeps_its_place() -> None:
    reads = {"check": ["total"], "a": [], "total": ["mean", "raw"], "mean": ["raw"]}
    assert in_order(reads) == ("mean", "total", "check", "a")


def test_a_ring_is_named_as_a_path() -> None:
    with pytest.raises(Cycle, match="total → mean → total") as ring:
        in_order({"check": ["total"], "total": ["mean"], "mean": ["total"]})
    assert ring.value.path == ("total", "mean", "total")


def test_a_rule_that_reads_itself_is_a_ring() -> None:
    with pytest.raises(Cycle, match="total → total"):
        in_order({"total": ["total"]})


def test_a_long_chain_needs_no_deep_stack() -> None:
    chain = {n: [n + 1] for n in range(5000)}
    assert in_order(chain)[0] == 4999

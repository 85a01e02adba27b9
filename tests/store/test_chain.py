"""Each fact holds on to the one before it, whatever people type."""

from __future__ import annotations

from dataclasses import astuple, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.capture.facts import Fact, FactKind
from crf_app.store.chain import content_text, fact_of, row_hash
from crf_app.store.connection import Row

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
CONTENTS = st.none() | st.dictionaries(TEXTS, JSON, max_size=4)
FACTS = st.builds(
    Fact,
    station=TEXTS, seq=st.integers(1, 10**9), lamport=st.integers(1, 10**9), at=TEXTS,
    offset=st.integers(-840, 840), person=TEXTS, role=TEXTS, program=TEXTS, study_version=TEXTS,
    kind=st.sampled_from(FactKind), kind_version=st.integers(1, 9),
    subject=st.none() | TEXTS, visit=st.none() | TEXTS, page=st.none() | TEXTS, row=st.none() | TEXTS,
    item=st.none() | TEXTS, old=CONTENTS, new=CONTENTS, reason=st.none() | TEXTS, previous=TEXTS, hash=st.just(""),
)  # fmt: skip


def row_of(fact: Fact) -> Row:
    row = list(astuple(fact))
    row[9], row[16], row[17] = fact.kind.value, content_text(fact.old), content_text(fact.new)
    return tuple(row)


@given(FACTS)
def test_the_hash_of_a_row_is_the_hash_of_its_fact(fact: Fact) -> None:
    assert row_hash(row_of(fact)) == fact.content_hash()


@given(FACTS)
def test_a_row_reads_back_as_the_fact_it_was(fact: Fact) -> None:
    assert fact_of(row_of(fact)) == fact


@pytest.mark.requirement(5)
@given(FACTS, st.integers(0, 19))
def test_no_part_of_a_fact_changes_without_its_hash(fact: Fact, place: int) -> None:
    row = list(row_of(fact))
    before = row_hash(tuple(row))
    row[place] = row[place] + 1 if isinstance(row[place], int) else f'{row[place] or ""}"x'
    assert row_hash(tuple(row)) != before


def test_a_content_that_was_written_anew_does_not_match() -> None:
    where = (None, None, None, None, None)
    fact = Fact("st", 1, 1, "", 0, "", "", "", "", FactKind.PRINTED, 1, *where, {"b": "1", "a": "2"}, None, None, "")
    row = list(row_of(replace(fact, hash=fact.content_hash())))
    assert row_hash(tuple(row)) == row[20]
    row[17] = '{"b":"1","a":"2"}'
    assert row_hash(tuple(row)) != row[20]

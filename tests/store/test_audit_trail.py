"""The audit trail is read by where, what and when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crf_app.capture.facts import FactKind
from crf_app.store import audit_trail
from crf_app.store.study_file import StudyFile
from tests.store.trial import NOON, a_visit, entered, record

EDSS = "s1/month_1/edss"


@pytest.fixture
def filled(file: StudyFile) -> StudyFile:
    record(file, a_visit())
    record(file, a_visit("s2", "P02"), NOON + timedelta(days=1))
    record(file, [entered(EDSS, "total", "3.5"), entered(EDSS, "score", "1", row="r1")], NOON + timedelta(days=2))
    return file


def seqs(file: StudyFile, **wanted: object) -> list[int]:
    return [fact.seq for fact in file.facts(**wanted)]  # type: ignore[arg-type]


def test_facts_are_found_by_where_they_are(filled: StudyFile) -> None:
    assert seqs(filled) == list(range(1, 21))
    assert seqs(filled, subject="s2") == list(range(11, 19))
    assert seqs(filled, visit="s1/month_1") == [4, 5, 6, 7, 8, 19, 20]
    assert seqs(filled, page=EDSS, item="total") == [6, 8, 19]
    assert seqs(filled, page=EDSS, item="score", row="r1") == [20]
    assert seqs(filled, subject="nobody") == []


def test_facts_are_found_by_what_and_when(filled: StudyFile) -> None:
    assert seqs(filled, kinds=[FactKind.QUERY_RAISED, FactKind.FILE_CREATED]) == [1, 8, 16]
    assert seqs(filled, kinds=[]) == []
    day = timedelta(days=1)
    assert seqs(filled, since=NOON + day) == list(range(11, 21))
    assert seqs(filled, since=NOON + day, until=NOON + 2 * day) == list(range(11, 19))


@pytest.mark.parametrize("portion", [1, 3, 2_000])
def test_the_newest_come_first_when_asked(filled: StudyFile, portion: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_trail, "_PORTION", portion)
    assert seqs(filled, newest_first=True, limit=4) == [20, 19, 18, 17]
    assert seqs(filled, limit=7) == [1, 2, 3, 4, 5, 6, 7]
    assert seqs(filled, limit=0) == []
    assert seqs(filled, newest_first=True) == list(range(20, 0, -1))


def test_a_walk_goes_on_while_facts_are_recorded(filled: StudyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_trail, "_PORTION", 5)
    walk = filled.facts()
    assert next(walk).seq == 1
    record(filled, [entered(EDSS, "total", "4")], NOON + timedelta(days=3))
    assert [fact.seq for fact in walk] == list(range(2, 22))


def test_the_seal_is_the_head_of_the_chain_in_short(filled: StudyFile) -> None:
    seq, head = filled.head()
    assert seq == filled.fact_count() == 20
    assert filled.seal().replace(" ", "").lower() == head[:16]

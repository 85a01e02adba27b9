"""Comparing entries with their source: what is asked for, what a change takes off, and what is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.base.problems import Refusal
from crf_app.base.values import Answer
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Entry
from crf_app.services.opening import load_whole
from crf_app.services.verification import (
    Compared,
    Count,
    comparisons,
    counted,
    has_source,
    recorded_here,
    to_verify,
)
from tests.services.clinic import MEANING, PASSWORD, Clinic, Subject

RATER = EntryKey("rater")


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Subject]:
    clinic = Clinic(tmp_path, past=("screening", "day_0"))
    yield clinic.subject("A-01")
    clinic.desk.file.close()


def edss(subject: Subject) -> PagePlace:
    return subject.place("edss", "day_0")


def left_on(subject: Subject, page: PagePlace) -> tuple[EntryKey, ...]:
    desk = subject.clinic.desk
    return to_verify(desk.study, subject.record.pages[page.id])


def count_of(subject: Subject, page: PagePlace) -> Count:
    desk = subject.clinic.desk
    return counted(desk.study, [subject.record.pages[page.id]])


def compares(subject: Subject, *keys: EntryKey) -> None:
    subject.clinic.does(c.VerifySource(edss(subject), keys), by="moradi")


def changes_rater(subject: Subject, name: str = "A. Other") -> None:
    change = c.EntryChange(RATER, Answer(name))
    subject.clinic.does(c.RecordEntries(edss(subject), (change,), "typing error"))


@pytest.mark.requirement(23)
def test_a_page_is_compared_at_once_and_nothing_that_was_worked_out_is_asked_for(seen: Subject) -> None:
    wanted = left_on(seen, edss(seen))
    assert RATER in wanted
    assert not any(seen.clinic.desk.study.item("edss", key.item).is_derived for key in wanted)
    assert count_of(seen, edss(seen)) == Count(0, len(wanted))
    compares(seen, *wanted)
    assert left_on(seen, edss(seen)) == ()
    assert count_of(seen, edss(seen)).left == 0
    facts = list(seen.clinic.desk.file.facts(kinds=[FactKind.SOURCE_VERIFIED]))
    assert {(fact.person, fact.role) for fact in facts} == {(seen.clinic.people["moradi"].person, "monitor")}
    assert len(facts) == len(wanted)


@pytest.mark.requirement(23)
def test_a_change_takes_the_mark_off_and_says_so_until_it_is_compared_again(seen: Subject) -> None:
    compares(seen, RATER)
    changes_rater(seen)
    entry = seen.record.entry(edss(seen).id, RATER)
    assert entry is not None
    assert entry.verified is None
    found = comparisons(seen.clinic.desk.file.facts(subject=seen.id))
    assert found[(edss(seen).id, RATER)].state is Compared.CHANGED
    assert RATER in left_on(seen, edss(seen))
    compares(seen, RATER)
    found = comparisons(seen.clinic.desk.file.facts(subject=seen.id))
    assert found[(edss(seen).id, RATER)].state is Compared.YES


@pytest.mark.requirement(23)
def test_saving_the_same_value_again_leaves_the_mark(seen: Subject) -> None:
    compares(seen, RATER)
    held = seen.record.entry(edss(seen).id, RATER)
    assert held is not None
    changes_rater(seen, held.stored["value"])
    after = seen.record.entry(edss(seen).id, RATER)
    assert after is not None
    assert after.verified is not None


def test_a_comparison_is_taken_back_with_its_reason(seen: Subject) -> None:
    compares(seen, RATER)
    with pytest.raises(Refusal, match="Say why"):
        seen.clinic.does(c.UnverifySource(edss(seen), (RATER,), " "), by="moradi")
    seen.clinic.does(c.UnverifySource(edss(seen), (RATER,), "wrong line"), by="moradi")
    assert comparisons(seen.clinic.desk.file.facts(subject=seen.id)) == {}
    assert RATER in left_on(seen, edss(seen))


def test_what_was_never_entered_cannot_be_compared(seen: Subject) -> None:
    with pytest.raises(Refusal, match="Nothing was entered there"):
        seen.clinic.does(c.VerifySource(seen.place("adverse_event", number=7), (EntryKey("words"),)), by="moradi")


@pytest.mark.requirement(22, 23)
def test_what_is_recorded_here_first_is_its_own_source() -> None:
    """The functional scores of the crossover trial are entered without paper: there is nothing to compare them with."""
    study = load_whole(bundled("forms", "rrms-bmmsc-crossover"))
    form, entry = study.forms["edss"], Entry({"value": "1"}, derived=False, relevant=True, fact=9)
    here = recorded_here(study)["edss"]
    asked = {item.id for item in form.items() if has_source(study, "edss", EntryKey(item.id), entry)}
    assert here
    assert asked
    assert not here & asked
    hidden = Entry({"value": "1"}, derived=False, relevant=False, fact=9)
    assert not any(has_source(study, "edss", EntryKey(item), hidden) for item in asked)


def test_comparing_leaves_entries_and_signatures_as_they_are(seen: Subject) -> None:
    seen.clinic.does(c.Sign(MEANING, PASSWORD, seen.visit("day_0"), username="karimi"), by="karimi")
    compares(seen, *left_on(seen, edss(seen)))
    assert seen.mark("day_0") == "signed"
    assert seen.clinic.desk.file.verify().sound

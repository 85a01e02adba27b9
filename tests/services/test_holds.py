"""Freezing and locking at the desk: what each command does to data that are held, and who lifts a hold."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.base.values import Answer
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace
from tests.services.clinic import MEANING, PASSWORD, Clinic, Subject

RATER = EntryKey("rater")
STAFF = {"rashidi": ("D. Rashidi", "data_manager")}


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Subject]:
    """A subject whose screening and day 0 were entered; a data manager has an account beside the monitor."""
    clinic = Clinic(tmp_path, past=("screening", "day_0"))
    for username, (name, role) in STAFF.items():
        clinic.does(c.AddPerson(username, name, role, PASSWORD, temporary=False), by="sadeghi")
        clinic.people[username] = clinic.desk.sign_in(username, PASSWORD)
    clinic.signs_in("rahimi")
    yield clinic.subject("A-01")
    clinic.desk.file.close()


def edss(subject: Subject) -> PagePlace:
    return subject.place("edss", "day_0")


def at(subject: Subject, scope: str) -> HoldPlace:
    match scope:
        case "item":
            return HoldPlace(page=edss(subject), key=RATER)
        case "page":
            return HoldPlace(page=edss(subject))
        case "visit":
            return HoldPlace(visit=subject.visit("day_0"))
        case "subject":
            return HoldPlace(subject.id)
        case _:
            return HoldPlace()


def holds(subject: Subject, scope: str, level: str) -> None:
    for query in [q for q in subject.queries() if q.is_live]:
        subject.clinic.does(c.CloseQuery(subject.id, query.id), by="moradi")
    place = at(subject, scope)
    command = c.LockData(place) if level == "locked" else c.FreezeData(place)
    subject.clinic.does(command, by="rashidi")


def lifts(subject: Subject, scope: str, level: str) -> None:
    place = at(subject, scope)
    command = c.UnlockData(place, "a letter came") if level == "locked" else c.UnfreezeData(place, "a letter came")
    subject.clinic.does(command, by="rashidi")


def another_rater(subject: Subject) -> c.Command:
    return c.RecordEntries(edss(subject), (c.EntryChange(RATER, Answer("A. Other")),), "typing error")


def refuses(subject: Subject, command: c.Command, level: str, by: str = "rahimi") -> str:
    """Give a command that a hold forbids: it says so, and leaves no fact."""
    before = subject.clinic.desk.file.fact_count()
    with pytest.raises(Refusal, match=f"is {level}, so nothing was changed") as refusal:
        subject.clinic.does(command, by=by)
    assert subject.clinic.desk.file.fact_count() == before
    return str(refusal.value)


SCOPES = ("item", "page", "visit", "subject", "file")
LEVELS = ("frozen", "locked")


@pytest.mark.requirement(24)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scope", SCOPES)
def test_a_held_value_changes_only_after_the_hold_is_lifted(seen: Subject, scope: str, level: str) -> None:
    holds(seen, scope, level)
    refuses(seen, another_rater(seen), level)
    lifts(seen, scope, level)
    seen.clinic.does(another_rater(seen))
    held = seen.record.entry(edss(seen).id, RATER)
    assert held is not None
    assert held.stored["value"] == "A. Other"


def commands(subject: Subject) -> dict[str, tuple[str, c.Command]]:
    """Every way to change data, with the narrowest scope whose hold must stop it."""
    page, visit = edss(subject), subject.visit("day_0")
    row = EntryKey("interrupted_minutes", "1")
    infusion = subject.place("infusion", "day_0")
    log = subject.place("adverse_event")
    return {
        "change": ("item", another_rater(subject)),
        "blank": ("item", c.RecordEntries(page, (c.EntryChange(RATER, None),), "typing error")),
        "reopen": ("page", c.ReopenPage(page, "wrong page")),
        "redate": ("visit", c.RedateVisit(visit, PartialDate(2025, 6, 8), "typing error")),
        "new row": (
            "visit",
            c.RecordEntries(infusion, (c.EntryChange(row, Answer("3")),), "found", (("interruptions", "1"),)),
        ),
        "new visit": ("subject", c.StartVisit(subject.visit("month_1"), PartialDate(2025, 7, 7))),
        "missed visit": ("subject", c.MissVisit(subject.visit("month_1"), "refused")),
        "unscheduled": ("subject", c.StartVisit(subject.visit("unscheduled"), PartialDate(2025, 7, 7))),
        "log page": ("subject", c.RecordEntries(log, (c.EntryChange(EntryKey("words"), Answer("Headache")),))),
        "enrolment": ("file", c.Enrol("A-77")),
    }


@pytest.mark.requirement(24)
@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scope", SCOPES[1:])
def test_no_command_gets_around_a_hold(seen: Subject, scope: str, level: str) -> None:
    holds(seen, scope, level)
    reach = SCOPES.index(scope)
    for name, (narrowest, command) in commands(seen).items():
        if SCOPES.index(narrowest) <= reach:
            refuses(seen, command, level)
        else:
            assert seen.clinic.does(command), name
    assert any(SCOPES.index(narrowest) <= reach for narrowest, _ in commands(seen).values())


@pytest.mark.requirement(24)
def test_no_page_begins_at_a_visit_that_is_held(clinic: Clinic) -> None:
    subject = clinic.enrols().comes("screening")
    subject.sheet("consent", "screening").types(obtained="yes").saves()
    clinic.does(c.FreezeData(HoldPlace(visit=subject.visit("screening"))), by="moradi")
    place = subject.place("edss", "screening")
    refuses(subject, c.PageNotDone(place, "not_done"), "frozen")
    refuses(subject, c.RecordEntries(place, (c.EntryChange(EntryKey("rater"), Answer("Dr M. Karimi")),)), "frozen")
    assert place.id not in subject.record.pages


@pytest.mark.requirement(24)
@pytest.mark.parametrize("level", LEVELS)
def test_a_change_that_would_move_a_held_page_elsewhere_is_refused_as_a_whole(clinic: Clinic, level: str) -> None:
    """The change of IL-10 from day 0 to month 1 is worked out at month 1."""
    clinic.does(c.AddPerson("rashidi", "D. Rashidi", "data_manager", PASSWORD, temporary=False), by="sadeghi")
    clinic.people["rashidi"] = clinic.desk.sign_in("rashidi", PASSWORD)
    clinic.signs_in("rahimi")
    subject = clinic.subject_through("screening", "day_0", "month_1")
    for query in [q for q in subject.queries() if q.is_live]:
        clinic.does(c.CloseQuery(subject.id, query.id), by="moradi")
    place = HoldPlace(page=subject.place("cytokines", "month_1"))
    clinic.does(c.LockData(place) if level == "locked" else c.FreezeData(place), by="rashidi")
    day_0 = subject.place("cytokines", "day_0")
    change = (c.EntryChange(EntryKey("reported", "il_10"), Answer.from_json(
        clinic.desk.study.item("cytokines", "reported").kind, {"value": "4.9"})),)  # fmt: skip
    said = refuses(subject, c.RecordEntries(day_0, change, "typing error"), level)
    assert said.startswith(clinic.desk.study.forms["cytokines"].title.in_("en"))
    other = (c.EntryChange(EntryKey("lot"), Answer("24-118")),)
    assert clinic.does(c.RecordEntries(day_0, other, "typing error"))


@pytest.mark.requirement(24)
def test_queries_go_on_about_frozen_data_and_end_with_the_lock(seen: Subject) -> None:
    clinic = seen.clinic
    holds(seen, "subject", "frozen")
    clinic.does(c.RaiseQuery("Who rated?", page=edss(seen), key=RATER), by="moradi")
    (query,) = [q for q in seen.queries() if q.is_live]
    clinic.does(c.AnswerQuery(seen.id, query.id, "Dr Karimi."))
    with pytest.raises(Refusal, match="1 query here still waits"):
        clinic.does(c.LockData(at(seen, "subject")), by="rashidi")
    clinic.does(c.CloseQuery(seen.id, query.id), by="moradi")
    clinic.does(c.LockData(at(seen, "subject")), by="rashidi")
    refuses(seen, c.RaiseQuery("Who?", page=edss(seen)), "locked", by="moradi")
    refuses(seen, c.RaiseQuery("Who?", visit=seen.visit("day_0")), "locked", by="moradi")
    refuses(seen, c.RaiseQuery("Who?", subject=seen.id), "locked", by="moradi")
    refuses(seen, c.ReopenQuery(seen.id, query.id, "Again."), "locked", by="moradi")


@pytest.mark.requirement(24)
@pytest.mark.parametrize("scope", SCOPES)
def test_what_is_locked_is_not_verified_any_more(seen: Subject, scope: str) -> None:
    holds(seen, scope, "locked")
    refuses(seen, c.VerifySource(edss(seen), (RATER,)), "locked", by="moradi")


@pytest.mark.requirement(23, 24)
def test_frozen_data_are_still_compared_with_their_source(seen: Subject) -> None:
    holds(seen, "visit", "frozen")
    assert seen.clinic.does(c.VerifySource(edss(seen), (RATER,)), by="moradi")


@pytest.mark.requirement(24)
@pytest.mark.parametrize("level", LEVELS)
def test_held_data_are_signed_all_the_same(seen: Subject, level: str) -> None:
    holds(seen, "file", level)
    seen.clinic.does(c.Sign(MEANING, PASSWORD, seen.visit("day_0"), username="karimi"), by="karimi")
    assert seen.mark("day_0") == "signed"


@pytest.mark.requirement(24)
def test_a_hold_is_a_fact_with_its_author_and_lifting_it_one_with_the_reason(seen: Subject) -> None:
    holds(seen, "visit", "frozen")
    holds(seen, "visit", "locked")
    placed = list(seen.clinic.desk.file.facts(kinds=[FactKind.HOLD_PLACED]))
    assert [(fact.role, (fact.old or {}).get("level"), (fact.new or {})["level"]) for fact in placed] == [
        ("data_manager", None, "frozen"), ("data_manager", "frozen", "locked"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Say why"):
        seen.clinic.does(c.UnlockData(at(seen, "visit"), " "), by="rashidi")
    with pytest.raises(Refusal, match="not held like that"):
        seen.clinic.does(c.UnfreezeData(at(seen, "visit"), "a letter came"), by="rashidi")
    lifts(seen, "visit", "locked")
    (lifted,) = seen.clinic.desk.file.facts(kinds=[FactKind.HOLD_LIFTED])
    assert (lifted.role, lifted.reason, lifted.visit) == ("data_manager", "a letter came", seen.visit("day_0").id)
    assert seen.record.holds == {}


@pytest.mark.requirement(24)
def test_the_monitor_freezes_and_only_the_data_manager_locks(seen: Subject) -> None:
    seen.clinic.does(c.FreezeData(at(seen, "page")), by="moradi")
    for command in (c.LockData(at(seen, "page")), c.UnlockData(at(seen, "page"), "why not")):
        with pytest.raises(Refusal, match="That takes the role of data manager"):
            seen.clinic.does(command, by="moradi")
    seen.clinic.does(c.UnfreezeData(at(seen, "page"), "the site asked"), by="moradi")
    assert seen.record.hold_on(None, edss(seen).id) is None


@pytest.mark.requirement(24)
def test_holds_outlive_the_session_and_verify_knows_them(seen: Subject) -> None:
    holds(seen, "page", "locked")
    holds(seen, "file", "frozen")
    desk = seen.clinic.desk
    desk._records.clear()
    assert seen.record.holds[edss(seen).id].level == "locked"
    assert desk.file.file_holds()[""].level == "frozen"
    assert desk.file.verify().sound

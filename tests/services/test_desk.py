"""A day at the desk: signing in, visits and pages, queries, signatures, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Fault, Refusal
from crf_app.base.values import Answer
from crf_app.base.words import words
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services.desk import Changes
from crf_app.services.opening import add_first_person, make_file, open_file, restore_file
from crf_app.services.signatures import WrongPassword
from tests.services.clinic import MEANING, PASSPHRASE, PASSWORD, Clinic, Subject, plmsc

CONSENT = {
    "obtained": "yes",
    "consented_on": "2025-05-22",
    "consented_at": "09:15",
    "form_version": "2.1",
    "language": "fa",
    "obtained_by": "Dr M. Karimi",
    "copy_given": "yes",
}


def signs(subject: Subject, visit: str = "day_0", password: str = PASSWORD) -> Changes:
    return subject.clinic.does(c.Sign(MEANING, password, subject.visit(visit), username="karimi"), by="karimi")


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Subject]:
    """A subject whose screening and day 0 were entered."""
    clinic = Clinic(tmp_path, past=("screening", "day_0"))
    yield clinic.subject("A-01")
    clinic.desk.file.close()


# Signing in


@pytest.mark.requirement(7)
def test_who_signs_in_is_at_the_desk(clinic: Clinic) -> None:
    clinic.desk.sign_out()
    assert clinic.desk.sign_in("KARIMI", PASSWORD) == clinic.people["karimi"]
    assert clinic.desk.actor == clinic.people["karimi"]
    assert clinic.trail(FactKind.PERSON_SIGNED_IN)[-1][0] == clinic.people["karimi"].person


@pytest.mark.requirement(7)
@pytest.mark.parametrize("username", ["karimi", "nobody"])
def test_a_wrong_password_and_an_unknown_name_look_alike_and_are_recorded(clinic: Clinic, username: str) -> None:
    clinic.desk.sign_out()
    with pytest.raises(Refusal, match="do not belong together"):
        clinic.desk.sign_in(username, "a wrong password")
    assert clinic.desk.actor is None
    (failed,) = clinic.desk.file.facts(kinds=[FactKind.SIGN_IN_FAILED])
    known = {"karimi": {"id": clinic.people["karimi"].person, "username": "karimi"}}
    assert failed.new == known.get(username, {"unknown": "yes"})


@pytest.mark.requirement(8)
def test_without_signing_in_nothing_is_done(clinic: Clinic) -> None:
    clinic.desk.sign_out()
    with pytest.raises(Refusal, match="Sign in first"):
        clinic.does(c.Enrol("A-01"))


@pytest.mark.requirement(8)
def test_user_names_are_given_once(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="given already"):
        clinic.does(c.AddPerson("Karimi", "Another", "monitor", PASSWORD), by="sadeghi")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (c.AddPerson("new", "New", "director", PASSWORD), "no role director"),
        (c.AddPerson(" ", "New", "monitor", PASSWORD), "a user name"),
        (c.AddPerson("new", "New", "monitor", "short"), "needs 10 characters"),
    ],
)
def test_people_need_a_role_a_name_and_a_password(clinic: Clinic, command: c.AddPerson, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        clinic.does(command, by="sadeghi")
    assert len(clinic.desk.file.people()) == 4


@pytest.mark.requirement(10)
def test_no_password_and_no_hash_is_ever_a_fact(clinic: Clinic) -> None:
    told = "".join(f"{fact.new} {fact.old} {fact.reason}" for fact in clinic.desk.file.facts())
    assert PASSWORD not in told
    assert "argon2" not in told
    assert PASSWORD not in repr(c.AddPerson("a", "A", "monitor", PASSWORD))
    assert PASSWORD not in repr(c.Sign(MEANING, PASSWORD))


def test_the_first_person_is_the_administrator(tmp_path: Path) -> None:
    desk = make_file(tmp_path / "new.crf", PASSPHRASE, plmsc(), "01")
    with pytest.raises(Refusal, match="is its administrator"):
        add_first_person(desk, c.AddPerson("rahimi", "N. Rahimi", "coordinator", PASSWORD))
    add_first_person(desk, c.AddPerson("sadeghi", "R. Sadeghi", "administrator", PASSWORD))
    with pytest.raises(Refusal, match="people already"):
        add_first_person(desk, c.AddPerson("other", "O. Ther", "administrator", PASSWORD))
    assert desk.sign_in("sadeghi", PASSWORD).role == "administrator"
    desk.file.close()


# Enrolment and visits


def test_a_number_is_given_once(clinic: Clinic) -> None:
    clinic.enrols("A-01")
    with pytest.raises(Refusal, match="A-01 is in this file already"):
        clinic.does(c.Enrol(" A-01 "))
    with pytest.raises(Refusal, match="needs a number"):
        clinic.does(c.Enrol("  "))


def test_a_visit_outside_its_window_is_begun_all_the_same(seen: Subject) -> None:
    seen.comes("month_1", "2025-08-30")
    status = seen.clinic.desk.timeline_of(seen.id).visit("month_1")
    assert status.off_window == timedelta(days=47)


@pytest.mark.parametrize(
    ("planned", "date", "repeat", "said"),
    [
        ("month_2", "2025-07-07", 1, "no visit month_2"),
        ("month_1", "2025-07", 1, "full date"),
        ("month_1", "2025-07-07", 2, "takes place once"),
        ("screening", "2025-07-07", 1, "begun already, on 22 May 2025"),
    ],
)
def test_visits_that_cannot_begin(seen: Subject, planned: str, date: str, repeat: int, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        seen.comes(planned, date, repeat)


def test_unscheduled_visits_are_counted(seen: Subject) -> None:
    seen.comes("unscheduled", "2025-07-01").comes("unscheduled", "2025-07-03", 2)
    assert [v for v in seen.record.visits if "unscheduled" in v] == [
        f"{seen.id}/unscheduled",
        f"{seen.id}/unscheduled.2",
    ]


@pytest.mark.requirement(3)
def test_a_wrong_date_is_corrected_with_a_reason(seen: Subject) -> None:
    day_0 = seen.visit("day_0")
    with pytest.raises(Refusal, match="Say why"):
        seen.clinic.does(c.RedateVisit(day_0, PartialDate(2025, 6, 8)))
    with pytest.raises(Refusal, match="full date"):
        seen.clinic.does(c.RedateVisit(day_0, PartialDate(2025, 6), "x"))
    changes = seen.clinic.does(c.RedateVisit(day_0, PartialDate(2025, 6, 8), "typing error"))
    fact = changes.facts[0]
    assert (fact.old, fact.new, fact.reason) == ({"date": "2025-06-07"}, {"date": "2025-06-08"}, "typing error")
    assert not seen.clinic.does(c.RedateVisit(day_0, PartialDate(2025, 6, 8), "again"))


def test_a_visit_with_data_is_not_missed(seen: Subject) -> None:
    with pytest.raises(Refusal, match="Data were entered"):
        seen.clinic.does(c.MissVisit(seen.visit("day_0"), "refused"))
    with pytest.raises(Refusal, match="no missing reason holiday"):
        seen.clinic.does(c.MissVisit(seen.visit("month_1"), "holiday"))


def test_a_missed_visit_can_still_take_place(seen: Subject) -> None:
    seen.clinic.does(c.MissVisit(seen.visit("month_1"), "refused", "on a journey"))
    with pytest.raises(Refusal, match="declared missed"):
        seen.sheet("edss", "month_1").types(assessed="yes").saves()
    seen.comes("month_1", "2025-07-09")
    assert seen.mark("month_1") == "progress"


# Pages


@pytest.mark.requirement(2)
def test_one_change_is_one_fact_with_old_and_new(clinic: Clinic) -> None:
    sheet = clinic.enrols().comes("screening").sheet("demographics", "screening")
    sheet.types(age="34").saves()
    changes = sheet.types(age="35").saves()
    (fact,) = changes.facts
    assert (fact.kind, fact.item, fact.old, fact.new) == (
        FactKind.ENTRY_RECORDED,
        "age",
        {"value": "34"},
        {"value": "35"},
    )
    assert (fact.person, fact.role, fact.offset) == (clinic.people["rahimi"].person, "coordinator", 210)


def test_saving_what_is_held_already_leaves_no_trace(clinic: Clinic) -> None:
    sheet = clinic.enrols().comes("screening").sheet("demographics", "screening")
    sheet.types(age="34").saves()
    same = (c.EntryChange(EntryKey("age"), sheet.session.answer(EntryKey("age"))),)
    assert not clinic.does(c.RecordEntries(sheet.place, same))


@pytest.mark.parametrize(
    ("visit", "form", "item", "row", "said"),
    [
        ("day_0", "edss", "total", "", "has not begun"),
        ("screening", "cytokines", "lot", "", "not part of this visit"),
        ("screening", "x_ray", "lot", "", "no form x_ray"),
        ("screening", "edss", "colour", "", "does not ask colour"),
        ("screening", "edss", "calculated", "", "worked out by the program"),
        ("screening", "edss", "total", "1", "not asked in row 1"),
        ("screening", "ms_history", "treatment", "7", "not asked in row 7"),
    ],
)
def test_entries_that_have_no_place(clinic: Clinic, visit: str, form: str, item: str, row: str, said: str) -> None:
    subject = clinic.enrols().comes("screening")
    place = PagePlace(subject.id, subject.visit(visit), form)
    with pytest.raises(Refusal, match=said):
        clinic.does(c.RecordEntries(place, (c.EntryChange(EntryKey(item, row), Answer("1")),)))


def test_a_reason_must_be_on_the_study_s_list(clinic: Clinic) -> None:
    sheet = clinic.enrols().comes("screening").sheet("edss", "screening").lacks("total", "dog_ate_it")
    with pytest.raises(Refusal, match="no missing reason dog_ate_it"):
        sheet.saves()


def test_a_page_with_open_ends_is_not_completed(clinic: Clinic) -> None:
    sheet = clinic.enrols().comes("screening").sheet("consent", "screening")
    sheet.types(**CONSENT | {"form_version": "", "consented_on": "yesterday evening"}).saves()
    with pytest.raises(Refusal, match=r"^Still empty: .*\. Give a value, or a reason"):
        sheet.completes()
    sheet.types(form_version="2.1").saves()
    with pytest.raises(Refusal, match="Cannot be read"):
        sheet.completes()
    sheet.types(consented_on="2025-05-22").saves()
    sheet.completes()
    assert clinic.desk.record(sheet.place.subject).pages[sheet.place.id].state == "complete"
    assert not sheet.completes()


def test_many_open_ends_are_counted(clinic: Clinic) -> None:
    sheet = clinic.enrols().comes("screening").sheet("consent", "screening").types(obtained="yes")
    sheet.saves()
    with pytest.raises(Refusal, match=r"and \d+ more\. Give a value"):
        sheet.completes()


@pytest.mark.requirement(20)
def test_an_impossible_value_is_explained_before_completing(clinic: Clinic) -> None:
    subject = clinic.enrols().comes("screening")
    subject.sheet("consent", "screening").types(**CONSENT).saves()
    sheet = subject.sheet("demographics", "screening")
    sheet.types(age="120", sex="male", height="176", education_years="12").saves()
    with pytest.raises(Refusal, match="Cannot be true: Age"):
        sheet.completes()
    explained = c.ExplainCheck(sheet.place, EntryKey("age"), "demographics_age_possible", "Birth certificate seen.")
    clinic.does(explained)
    sheet.completes()
    query = subject.query("demographics_age_possible")
    assert query.state == "answered"
    clinic.does(c.CloseQuery(subject.id, query.id, "seen"), by="moradi")
    clinic.does(c.ReopenPage(sheet.place, "education was wrong"))
    sheet.completes()  # what was explained and accepted is not asked again
    assert [q.state for q in subject.queries("demographics_age_possible")] == ["closed"]


def test_one_explanation_does_not_excuse_another_impossible_value(clinic: Clinic) -> None:
    subject = clinic.subject_through("screening").comes("day_0", "2025-06-07")
    sheet = subject.sheet("infusion", "day_0").types(start="2025-05-01 10:20", stop="2025-05-01 10:00")
    sheet.saves()
    clinic.does(c.ExplainCheck(sheet.place, EntryKey("start"), "infusion_before_consent", "Emergency use."))
    sheet.session.refresh(clinic.desk.record(subject.id))
    ends = {(key.item, kind) for key, kind in sheet.session.open_ends() if kind != "empty"}
    assert ends == {("stop", "impossible")}


@pytest.mark.requirement(3)
def test_a_completed_page_changes_with_a_reason_only(seen: Subject) -> None:
    sheet = seen.sheet("edss", "day_0").types(rater="A. Other")
    with pytest.raises(Refusal, match="Say why the value changes"):
        sheet.saves()
    (fact, *_) = sheet.saves(reason="typing error").facts
    assert (fact.reason, fact.old) == ("typing error", {"value": "S. Tavakoli"})
    assert seen.record.pages[sheet.place.id].state == "complete"


@pytest.mark.requirement(3)
def test_reopening_needs_a_reason_and_opens_the_visit(seen: Subject) -> None:
    place = seen.place("edss", "day_0")
    with pytest.raises(Refusal, match="Say why"):
        seen.clinic.does(c.ReopenPage(place, " "))
    seen.clinic.does(c.ReopenPage(place, "the aid was forgotten"))
    assert seen.record.visits[f"{seen.id}/day_0"].state == "started"
    with pytest.raises(Refusal, match="open already"):
        seen.clinic.does(c.ReopenPage(place, "again"))
    seen.clinic.does(c.CompletePage(place))
    assert seen.record.visits[f"{seen.id}/day_0"].state == "complete"


def test_a_page_not_done_has_a_reason_and_counts_for_the_visit(seen: Subject) -> None:
    seen.comes("hour_24", "2025-06-08T10:05")
    place = seen.place("reaction_checklist", "hour_24")
    with pytest.raises(Refusal, match="no missing reason rain"):
        seen.clinic.does(c.PageNotDone(place, "rain"))
    seen.clinic.does(c.PageNotDone(place, "refused", "went home"))
    assert seen.mark("hour_24") == "complete"
    with pytest.raises(Refusal, match="Reopen it first"):
        seen.sheet("reaction_checklist", "hour_24").types(fever="no").saves()
    with pytest.raises(Refusal, match="Reopen it first"):
        seen.clinic.does(c.CompletePage(place))


def test_a_page_with_answers_is_not_declared_not_done(seen: Subject) -> None:
    with pytest.raises(Refusal, match="holds answers"):
        seen.clinic.does(c.PageNotDone(seen.place("edss", "day_0"), "refused"))


def test_the_last_page_completes_its_visit(clinic: Clinic) -> None:
    subject = clinic.subject_through("screening")
    assert subject.record.visits[f"{subject.id}/screening"].state == "complete"
    completed = list(clinic.desk.file.facts(kinds=[FactKind.VISIT_COMPLETED]))
    assert [(fact.visit, fact.person) for fact in completed] == [
        (f"{subject.id}/screening", clinic.people["rahimi"].person)
    ]


def test_a_visit_waits_for_an_optional_page_that_was_begun(seen: Subject) -> None:
    seen.comes("unscheduled", "2025-07-01")
    vital_signs = seen.sheet("vital_signs", "unscheduled").types(measured_on="2025-07-01", position="sitting")
    vital_signs.types(bp_systolic="120", bp_diastolic="80", heart_rate="70", body_temperature="36.6").saves()
    seen.sheet("edss", "unscheduled").types(assessed="no").saves()
    vital_signs.completes()
    assert seen.mark("unscheduled") == "progress"
    with pytest.raises(Refusal, match="not complete yet: EDSS"):
        seen.clinic.does(c.CompleteVisit(seen.visit("unscheduled")))


# Queries


@pytest.mark.requirement(21)
def test_a_query_goes_its_way(seen: Subject) -> None:
    clinic = seen.clinic
    place = seen.place("vital_signs", "screening")
    asked = c.RaiseQuery("Source says 110.", page=place, key=EntryKey("bp_systolic"))
    clinic.does(asked, by="moradi")
    (query,) = (q for q in seen.queries() if q.check is None and q.state == "open")
    clinic.does(c.AnswerQuery(seen.id, query.id, "Corrected in the source."))
    with pytest.raises(Refusal, match="takes the role of monitor"):
        clinic.does(c.CloseQuery(seen.id, query.id))
    clinic.does(c.CloseQuery(seen.id, query.id), by="moradi")
    with pytest.raises(Refusal, match="monitor can reopen"):
        clinic.does(c.AnswerQuery(seen.id, query.id, "One more thing."))
    with pytest.raises(Refusal, match="few words"):
        clinic.does(c.ReopenQuery(seen.id, query.id, " "), by="moradi")
    clinic.does(c.ReopenQuery(seen.id, query.id, "The copy is not legible."), by="moradi")
    kinds = [message.kind for message in seen.record.queries[query.id].messages]
    assert kinds == ["raised", "answered", "closed", "reopened"]


def test_numbers_of_queries_run_through_the_file(clinic: Clinic) -> None:
    first = clinic.enrols("A-01").comes("screening")
    second = clinic.enrols("A-02").comes("screening")
    for subject in (first, second):
        clinic.does(c.RaiseQuery("Which form was signed?", page=subject.place("consent", "screening")), by="moradi")
        clinic.does(c.RaiseQuery("Was the visit on a holiday?", visit=subject.visit("screening")), by="moradi")
    assert [q.number for subject in (first, second) for q in subject.queries()] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("page", "key", "said"),
    [("consent", "colour", "does not ask colour"), ("infusion", None, "not part of this visit")],
)
def test_questions_about_nothing(clinic: Clinic, page: str, key: str | None, said: str) -> None:
    subject = clinic.enrols().comes("screening")
    asked = c.RaiseQuery("Why?", page=subject.place(page, "screening"), key=EntryKey(key) if key else None)
    with pytest.raises(Refusal, match=said):
        clinic.does(asked, by="moradi")
    with pytest.raises(Refusal, match="has not begun"):
        clinic.does(c.RaiseQuery("Why?", visit=subject.visit("month_1")), by="moradi")
    with pytest.raises(Refusal, match="an item, a page, a visit or a subject"):
        clinic.does(c.RaiseQuery("Why?"), by="moradi")


def test_a_check_that_is_content_needs_no_explanation(seen: Subject) -> None:
    explained = c.ExplainCheck(seen.place("edss", "day_0"), EntryKey("total"), "edss_steps", "because")
    with pytest.raises(Refusal, match="no question any more"):
        seen.clinic.does(explained)


# Signatures


def test_a_signature_holds_for_the_pages_of_a_visit(seen: Subject) -> None:
    (fact,) = signs(seen).facts
    assert fact.new is not None
    assert (fact.new["name"], fact.new["meaning"]) == ("M. Karimi", MEANING)
    assert len(fact.new["pages"]) == 17
    assert seen.mark("day_0") == "signed"
    with pytest.raises(Refusal, match="signed already"):
        signs(seen)


@pytest.mark.requirement(16)
def test_a_wrong_password_signs_nothing_and_is_recorded(seen: Subject) -> None:
    with pytest.raises(WrongPassword, match="Nothing was signed"):
        signs(seen, password="not mine at all")
    assert seen.record.signatures == {}
    *_, failed = seen.clinic.desk.file.facts(kinds=[FactKind.SIGN_IN_FAILED])
    assert failed.new == {"id": failed.person, "username": "karimi", "signing": "yes"}


def test_an_unfinished_visit_is_not_signed(seen: Subject) -> None:
    seen.comes("month_1", "2025-07-07")
    with pytest.raises(Refusal, match="nothing to sign"):
        signs(seen, "month_1")
    seen.sheet("review", "month_1").types(contact="in_person").saves()
    with pytest.raises(Refusal, match="before signing: Events, medication, Vital signs, EDSS"):
        signs(seen, "month_1")


def test_a_signature_says_what_it_means_and_where(seen: Subject) -> None:
    with pytest.raises(Refusal, match="what the signature means"):
        seen.clinic.does(c.Sign(" ", PASSWORD, seen.visit("day_0"), username="karimi"), by="karimi")
    with pytest.raises(Refusal, match="a casebook, a visit or a page"):
        seen.clinic.does(c.Sign(MEANING, PASSWORD), by="karimi")


@pytest.mark.requirement(14)
def test_a_change_breaks_the_signature(seen: Subject) -> None:
    signs(seen)
    changes = seen.sheet("edss", "day_0").types(rater="A. Other").saves(reason="typing error")
    (signature,) = seen.record.signatures.values()
    assert signature.broken_by in {fact.seq for fact in changes.facts}
    assert seen.mark("day_0") == "complete"
    signs(seen)
    assert seen.mark("day_0") == "signed"


@pytest.mark.requirement(14)
def test_a_change_elsewhere_that_changes_a_signed_value_breaks_it_too(clinic: Clinic) -> None:
    subject = clinic.subject_through("screening", "day_0", "month_1")
    signs(subject, "month_1")
    subject.sheet("cytokines", "day_0").types("il_10", reported="4.9").saves(reason="typing error")
    (signature,) = subject.record.signatures.values()
    assert signature.broken_by is not None


@pytest.mark.requirement(14)
def test_another_date_of_the_visit_breaks_it(seen: Subject) -> None:
    signs(seen)
    seen.clinic.does(c.RedateVisit(seen.visit("day_0"), PartialDate(2025, 6, 8), "typing error"))
    (signature,) = seen.record.signatures.values()
    assert signature.broken_by is not None


def test_a_query_does_not_break_it(seen: Subject) -> None:
    signs(seen)
    seen.clinic.does(c.RaiseQuery("Please check.", page=seen.place("edss", "day_0")), by="moradi")
    assert seen.mark("day_0") == "signed"


def test_a_log_page_is_signed_alone(seen: Subject) -> None:
    place = seen.place("concomitant_medication", number=1)
    seen.clinic.does(c.Sign(MEANING, PASSWORD, page=place, username="karimi"), by="karimi")
    assert seen.record.signature_on(place.id) is not None


# Listeners, records, language


def test_listeners_are_told_once_of_everything(clinic: Clinic) -> None:
    told: list[Changes] = []
    stop = clinic.desk.listen(told.append)
    sheet = clinic.enrols().comes("screening").sheet("edss", "screening").types(assessed="yes", total="3.75")
    sheet.saves()
    assert len(told) == 3
    recorded = {FactKind.PAGE_STARTED, FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED, FactKind.QUERY_RAISED}
    assert told[-1].kinds == recorded
    assert told[-1].pages == {sheet.place.id}
    assert told[-1].subjects == {sheet.place.subject}
    stop()
    sheet.types(total="4.0").saves()
    assert len(told) == 3


def test_nothing_is_told_when_nothing_changed_or_was_refused(clinic: Clinic) -> None:
    sheet = clinic.enrols().comes("screening").sheet("edss", "screening").types(total="4.0")
    sheet.saves()
    told: list[Changes] = []
    clinic.desk.listen(told.append)
    clinic.does(c.RecordEntries(sheet.place, ()))
    with pytest.raises(Refusal):
        clinic.does(c.CompletePage(sheet.place))
    assert told == []


def test_the_record_in_memory_is_the_record_in_the_file(seen: Subject) -> None:
    signs(seen)
    seen.sheet("edss", "day_0").types(total="5.5").saves(reason="source misread")
    assert seen.clinic.desk.file.subject(seen.id) == seen.record


def test_more_subjects_than_are_kept_in_memory(clinic: Clinic) -> None:
    subjects = [clinic.enrols(f"A-{n:02d}").comes("screening") for n in range(1, 12)]
    for subject in subjects:
        subject.sheet("demographics", "screening").types(age="40").saves()
    assert all(f"{s.id}/screening/demographics" in s.record.pages for s in subjects)
    with pytest.raises(KeyError):
        clinic.desk.record("nobody")


def test_refusals_speak_the_desk_s_language(clinic: Clinic) -> None:
    clinic.desk.say = words("fa")
    with pytest.raises(Refusal) as refused:
        clinic.enrols().comes("screening").sheet("consent", "screening").completes()
    assert plmsc().item("consent", "obtained").label.in_("fa") in str(refused.value)
    assert words("fa")("Still empty: {named}. Give a value, or a reason with the / key.", named="")[:5] in str(
        refused.value
    )


def test_unknown_subjects_are_refused(clinic: Clinic) -> None:
    with pytest.raises(Refusal, match="no such subject"):
        clinic.does(c.StartVisit(VisitPlace("nobody", "screening"), PartialDate(2025, 5, 22)))


# Files


def test_a_file_brings_its_study_along(clinic: Clinic) -> None:
    path = clinic.desk.file.path
    clinic.desk.file.close()
    desk = open_file(path, PASSPHRASE, read_only=True)
    assert desk.study.fingerprint == plmsc().fingerprint
    desk.file.close()


def test_a_short_passphrase_and_an_unknown_site_make_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="needs 12 characters"):
        make_file(tmp_path / "a.crf", "short", plmsc(), "01")
    with pytest.raises(Refusal, match="no site 99"):
        make_file(tmp_path / "a.crf", PASSPHRASE, plmsc(), "99")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.requirement(28)
def test_a_backup_becomes_a_file_and_says_so(seen: Subject, tmp_path: Path) -> None:
    seen.clinic.desk.file.backup(tmp_path / "copy.crf")
    seal = restore_file(tmp_path / "copy.crf", tmp_path / "again.crf", PASSPHRASE)
    desk = open_file(tmp_path / "again.crf", PASSPHRASE, read_only=True)
    assert desk.file.seal() == seal
    *_, last = desk.file.facts()
    assert last.kind is FactKind.FILE_RESTORED
    desk.sign_in("rahimi", PASSWORD)
    assert desk.record(seen.id) == seen.record
    desk.file.close()
    with pytest.raises(Fault, match="already"):
        restore_file(tmp_path / "copy.crf", tmp_path / "again.crf", PASSPHRASE)

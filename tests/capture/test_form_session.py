"""A coordinator fills pages; what is typed is kept, whatever the rules think of it."""

from __future__ import annotations

from datetime import date

import pytest

from crf_app.base.problems import Severity
from crf_app.capture.places import EntryKey
from tests.services.clinic import Clinic, Sheet, Subject


@pytest.fixture
def subject(clinic: Clinic) -> Subject:
    return clinic.enrols().comes("screening")


@pytest.fixture
def edss(subject: Subject) -> Sheet:
    return subject.sheet("edss", "screening").types(assessed="yes")


@pytest.fixture
def cytokines(clinic: Clinic) -> Sheet:
    return clinic.enrols("A-02").comes("day_0").sheet("cytokines", "day_0")


SCORES = {
    "visual": "1",
    "brainstem": "1",
    "pyramidal": "4",
    "cerebellar": "3",
    "sensory": "2",
    "bowel_bladder": "3",
    "cerebral": "2",
    "ambulation": "8",
}


def test_a_hidden_item_keeps_its_value_and_is_marked(clinic: Clinic, edss: Sheet) -> None:
    edss.types(rater="S. Tavakoli").saves()
    edss.types(assessed="no")
    assert not edss.state("rater").relevant
    assert edss.holds("rater") == "S. Tavakoli"
    edss.saves()
    entry = clinic.desk.record(edss.place.subject).entry(edss.place.id, EntryKey("rater"))
    assert entry is not None
    assert (entry.stored, entry.relevant) == ({"value": "S. Tavakoli"}, False)


def test_an_item_comes_back_with_what_it_held(edss: Sheet) -> None:
    edss.types(rater="S. Tavakoli").saves()
    edss.types(assessed="no").saves()
    edss.types(assessed="yes")
    state = edss.state("rater")
    assert state.relevant
    assert edss.holds("rater") == "S. Tavakoli"


def test_hidden_entries_are_not_asked_for(edss: Sheet) -> None:
    edss.types(assessed="no")
    asked = {key.item for key, _ in edss.session.open_ends()}
    assert asked == {"reason_not_assessed"}
    assert edss.session.progress() == (1, 2)


def test_typing_tells_which_entries_changed(edss: Sheet) -> None:
    changed = edss.session.edit(EntryKey("assessed"), "no")
    assert changed[0] == EntryKey("assessed")
    assert EntryKey("rater") in changed
    assert EntryKey("reason_not_assessed") in changed


def test_the_step_is_calculated_from_the_scores(edss: Sheet) -> None:
    *scores, last = SCORES.items()
    edss.types(**dict(scores))
    assert edss.holds("calculated") is None
    edss.types(**dict([last]))
    assert edss.holds("calculated") == "6.5"
    assert edss.state("calculated").read_only
    assert not edss.state("calculated").required


def test_a_derived_value_goes_when_a_score_goes(edss: Sheet) -> None:
    edss.types(**SCORES).saves()
    edss.types(visual="")
    assert edss.holds("calculated") is None


def test_a_converted_score_is_told(edss: Sheet) -> None:
    edss.types(bowel_bladder="5")
    assert str(edss.state("bowel_bladder").counts_as) == "4"


def test_required_follows_its_rule(subject: Subject) -> None:
    clinic = subject.clinic
    clinic.enrols("A-09").comes("unscheduled")
    sheet = clinic.subject("A-09").sheet("end_of_study", "unscheduled")
    assert not sheet.state("end_words").required
    sheet.types(end_reason="sponsor")
    assert sheet.state("end_words").required


def test_text_that_cannot_be_read_is_kept_and_stops_completing(edss: Sheet) -> None:
    edss.types(total="six and a half")
    state = edss.state("total")
    assert state.answer is not None
    assert state.answer.unreadable == "six and a half"
    assert [(p.code, p.severity) for p in state.problems] == [("unreadable", Severity.STOP)]
    assert (EntryKey("total"), "unreadable") in edss.session.open_ends()
    edss.saves()
    assert edss.state("total").answer == state.answer


def test_a_reason_stands_for_a_value(edss: Sheet) -> None:
    edss.lacks("visual", "unable_disease", "could not read the chart")
    answer = edss.state("visual").answer
    assert answer is not None
    assert (answer.missing, answer.comment) == ("unable_disease", "could not read the chart")
    assert "visual" not in {key.item for key, _ in edss.session.open_ends()}
    edss.types(**{name: score for name, score in SCORES.items() if name != "visual"})
    assert edss.holds("calculated") is None


@pytest.mark.requirement(20)
def test_a_quarter_point_is_kept_and_asked_about(edss: Sheet) -> None:
    edss.types(total="3.75")
    assert edss.holds("total") == "3.75"
    assert edss.says("total") == {"edss_steps"}


@pytest.mark.requirement(20)
def test_an_impossible_value_is_kept_and_must_be_explained(edss: Sheet) -> None:
    edss.types(visual="9")
    assert edss.holds("visual") == "9"
    assert Severity.STOP in {p.severity for p in edss.state("visual").problems}
    assert (EntryKey("visual"), "impossible") in edss.session.open_ends()


def test_a_check_proposes_the_right_code_as_soon_as_it_fires(edss: Sheet) -> None:
    edss.types(walk_distance="80", walk_aid="unilateral", ambulation="6")
    assert edss.says("ambulation") == set()
    edss.types(ambulation="7")
    assert edss.says("ambulation") == {"edss_distance_code"}
    assert str(edss.state("ambulation").proposal) == "6"
    edss.types(walk_distance="40")
    assert str(edss.state("ambulation").proposal) == "8"


def test_checks_wait_until_an_item_was_answered(subject: Subject) -> None:
    sheet = differing_readers(subject, "screening")  # the form's rules, wherever it stands
    assert sheet.says("adjudicated_by") == set()
    sheet.types(rater_1="F. Ahmadi", rater_2="F. Ahmadi")
    assert sheet.says("rater_2") == {"mri_lesions_same_reader"}


def differing_readers(subject: Subject, visit: str) -> Sheet:
    """Two readers counted differently, and nobody said yet who settled it."""
    sheet = subject.sheet("mri_lesions", visit).types(assessed="yes")
    return sheet.types("reader_1", gel_count="2").types("reader_2", gel_count="3")


@pytest.mark.parametrize(
    ("row", "typed", "flag"),
    [
        ("il_10", "9.1", None),
        ("il_10", "9.2", "high"),
        ("il_10", "2.4", "low"),
        ("il_10", "<2.0", "low"),
        ("il_10", "<3.0", None),
        ("il_10", ">500", "high"),
        ("il_6", "0.0071 ng/mL", "high"),
        ("il_6", "", None),
    ],
)
def test_results_are_flagged_against_the_reference_range(
    cytokines: Sheet, row: str, typed: str, flag: str | None
) -> None:
    cytokines.types(row, reported=typed)
    assert cytokines.state("reported", row).flag == flag


def test_a_censored_result_stays_as_reported(cytokines: Sheet) -> None:
    cytokines.types("il_10", reported="<2.0", lloq="2.0").saves()
    assert cytokines.holds("reported", "il_10") == "<2.0"
    assert cytokines.says("reported", "il_10") == set()


def test_rows_are_added_and_numbered_and_counted_in_sums(clinic: Clinic) -> None:
    infusion = clinic.enrols("A-03").comes("day_0").sheet("infusion", "day_0").types(interrupted="yes")
    first, second = infusion.session.add_row("interruptions"), infusion.session.add_row("interruptions")
    assert (first, second) == ("1", "2")
    infusion.types(first, interrupted_minutes="4").types(second, interrupted_minutes="3")
    assert infusion.holds("interrupted_total") == "7"
    infusion.saves()
    assert infusion.session.rows(infusion.session.form.section_of("interrupted_at")) == ["1", "2"]
    assert infusion.session.new_rows() == ()


def test_a_row_number_is_never_used_twice(clinic: Clinic) -> None:
    from crf_app.capture.commands import RemoveRow

    infusion = clinic.enrols("A-03").comes("day_0").sheet("infusion", "day_0").types(interrupted="yes")
    infusion.types(infusion.session.add_row("interruptions"), interrupted_minutes="4").saves()
    clinic.does(RemoveRow(infusion.place, "interruptions", "1", "typed by mistake"))
    infusion.session.refresh(clinic.desk.record(infusion.place.subject))
    assert infusion.session.add_row("interruptions") == "2"


def test_what_changed_elsewhere_comes_in_and_what_is_typed_stays(clinic: Clinic, subject: Subject) -> None:
    eligibility = subject.sheet("eligibility", "screening").types(judged_by="Dr M. Karimi")
    assert not eligibility.state("pregnant").relevant
    subject.sheet("demographics", "screening").types(sex="female").saves()
    eligibility.session.refresh(clinic.desk.record(subject.id))
    assert eligibility.state("pregnant").relevant
    assert eligibility.holds("judged_by") == "Dr M. Karimi"
    assert [change.key.item for change in eligibility.session.pending()] == ["judged_by"]


def test_what_is_typed_back_needs_no_saving(edss: Sheet) -> None:
    edss.types(rater="S. Tavakoli").saves()
    edss.types(rater="S. Tavakol").types(rater="S. Tavakoli")
    assert edss.session.pending() == ()


def test_earlier_answers_stand_beside(clinic: Clinic) -> None:
    subject = clinic.subject_through("screening", "day_0")
    subject.comes("month_1", "2025-07-07")
    earlier = subject.sheet("edss", "month_1").session.earlier(EntryKey("total"))
    visits = [visit.partition("/")[2] for visit, _ in earlier]
    assert visits == ["day_0", "screening"]
    assert [str(answer.value) for _, answer in earlier if answer] == ["6.5", "6.5"]


def test_asking_to_complete_lets_checks_speak_on_blank_items(clinic: Clinic) -> None:
    subject = clinic.subject_through("screening")
    subject.comes("day_0", "2025-06-07")
    lesions = differing_readers(subject, "day_0")
    assert lesions.says("adjudicated_by") == set()
    lesions.session.ask_complete()
    assert lesions.says("adjudicated_by") == {"mri_lesions_not_settled"}


def test_a_page_is_read_as_of_today(edss: Sheet) -> None:
    assert edss.session.today == date(2025, 5, 22)

"""Synthetic subjects: test set A stands as it is made, and any page of any study can be filled."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from crf_app.base.files import bundled
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.rehearsal import Rehearsal
from crf_app.capture.typed import text_to_edit
from crf_app.services.script import Step, read_script
from crf_app.services.synthetic import Steps
from crf_app.services.synthetic_filling import Filling
from crf_app.services.synthetic_stories import set_a
from crf_app.study.load import load_study
from tests.services.clinic import plmsc

FIXTURES = Path(__file__).parents[1] / "fixtures"
VISITS = ("screening", "day_0", "hour_24", "month_1", "month_3", "month_6")


def written(name: str) -> list[Step]:
    steps, findings = read_script(FIXTURES / f"{name}.yaml")
    assert not findings
    return list(steps)


def infusions(steps: list[Step]) -> dict[str, date]:
    begun = [step.visit for step in steps if step.visit is not None and step.visit.visit == "day_0"]
    return {visit.subject: date.fromisoformat(visit.date) for visit in begun}


def test_test_set_a_is_the_text_of_the_steps_that_invent_nothing() -> None:
    steps = written("set_a")
    made: list[Step] = []
    for story in set_a(infusions(steps)):
        of_story = Steps(story)
        made += of_story.enrolment()
        for visit in VISITS:
            made += of_story.visit(visit)
            if story.covid and visit == "month_3":
                made.append(of_story.medication_for_covid())
    assert made == steps


def test_the_story_of_the_age_of_58_too() -> None:
    day = infusions(written("set_a"))
    (story,) = (each for each in set_a(day, age_of_a_04=58) if each.label == "A-04")
    steps = Steps(story)
    assert [*steps.enrolment(), *steps.visit("screening"), steps.deviation()] == written("set_a_age_58")


FOLDERS = sorted(path.parent for path in bundled("forms").glob("*/study.yaml"))
TODAY = date(2026, 6, 1)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_page_of_every_study_can_be_filled_by_its_definition(folder: Path) -> None:
    """At two visits nothing required stays empty, nothing cannot be true, and what is hidden stays empty."""
    study, _ = load_study(folder)
    assert study is not None
    rehearsal = Rehearsal(study, TODAY)
    filled: Counter[str] = Counter()
    for visit in study.schedule.visits:
        for form in visit.all_forms:
            filled[form] += 1
            if filled[form] > 2:
                continue
            session = rehearsal.open(rehearsal.place(form, visit.id), "en")
            Filling(session, "S01", visit.id, TODAY).fill()
            session.ask_complete()
            assert (form, session.open_ends()) == (form, [])
            answered = [key for key in session.keys() if session.answer(key) is not None]  # noqa: SIM118
            assert answered or not session.progress()[1]
            assert all(session.state(key).relevant for key in answered if not session.item(key).is_derived)
            rehearsal.take(session)


def test_the_same_entry_always_gets_the_same_answer_and_another_subject_another() -> None:
    def filled(subject: str) -> list[str]:
        session = Rehearsal(plmsc(), TODAY).open(PagePlace("s", VisitPlace("s", "month_1"), "vital_signs"), "en")
        Filling(session, subject, "month_1", TODAY).fill()
        return [text_to_edit(session.answer(key)) for key in session.keys()]  # noqa: SIM118

    assert filled("A-01") == filled("A-01")
    assert filled("A-01") != filled("A-02")


def test_what_a_check_asks_about_is_answered_otherwise() -> None:
    """The second visit would have the alternate forms of the first, and the filling takes the others."""
    rehearsal = Rehearsal(plmsc(), TODAY)
    forms = []
    for visit in ("day_0", "month_3"):
        session = rehearsal.open(rehearsal.place("macfims", visit), "en")
        Filling(session, "A-01", visit, TODAY).fill()
        rehearsal.take(session)
        forms.append(text_to_edit(session.answer(EntryKey("pasat_form"))))
    assert forms == ["a", "b"]


def test_what_a_story_tells_is_typed_and_nothing_else_is() -> None:
    session = Rehearsal(plmsc(), TODAY).open(PagePlace("s", VisitPlace("s", "day_0"), "mri_scan"), "en")
    Filling(session, "A-01", "day_0", TODAY, {"assessed": "no", "reason_not_done": "refused"}).fill()
    assert session.open_ends() == []
    assert session.answer(EntryKey("scanner")) is None
    assert text_to_edit(session.answer(EntryKey("reason_not_done"))) == "refused"

"""A made-up subject: pages are filled to see what forms do, scenarios are looked at, a study changes under it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crf_app.capture.places import EntryKey
from crf_app.capture.rehearsal import Rehearsal
from crf_app.capture.scenario import check_study, rehearse
from crf_app.study.load import load_texts
from crf_app.study.scenario import load_scenarios
from crf_app.study.study import Study
from tests.study.small_study import TEXTS, small

TODAY = date(2026, 5, 12)
METRES, DONE, AID, MORE = EntryKey("metres"), EntryKey("done"), EntryKey("aid"), EntryKey("more")
LOG = """\
  - id: shoes
    title: Shoes
    layout: log
    items:
      - {id: shoe, kind: text, label: Shoe}
"""


def loaded(texts: dict[str, str]) -> Study:
    study, findings = load_texts(texts)
    assert study is not None, "\n".join(map(str, findings))
    return study


@pytest.fixture(name="subject")
def _subject() -> Rehearsal:
    return Rehearsal(loaded(TEXTS), TODAY)


def walks(subject: Rehearsal, visit: str, metres: str) -> None:
    session = subject.open(subject.place("walk", visit), "en")
    session.edit(DONE, "yes")
    session.edit(METRES, metres)
    subject.take(session)


def test_what_is_filled_at_one_visit_is_earlier_at_the_next(subject: Rehearsal) -> None:
    walks(subject, "treatment", "100")
    walks(subject, "month_1", "130")
    session = subject.open(subject.place("walk", "month_1"), "en")
    assert session.answer(MORE) is not None
    assert [visit for visit, _ in session.earlier(METRES)] == ["s/treatment"]
    assert [*subject.record.visits] == ["s/screening", "s/treatment", "s/month_1"]
    assert str(subject.record.visits["s/month_1"].date) == "2026-05-12"
    subject.open(subject.place("walk", "screening"), "en")
    assert [*subject.record.visits] == ["s/screening"]  # what comes later has not happened yet


def test_what_follows_on_another_page_is_worked_out_when_a_page_is_opened(subject: Rehearsal) -> None:
    walks(subject, "month_1", "130")
    walks(subject, "treatment", "100")
    subject.open(subject.place("consent", "screening"), "en")
    month = subject.record.pages["s/month_1/walk"]
    assert month.entries[MORE].stored == {"value": "30"}
    subject.clear(subject.place("walk", "treatment"))
    subject.open(subject.place("consent", "screening"), "en")
    assert MORE not in month.entries


def test_a_page_nobody_typed_into_was_not_begun(subject: Rehearsal) -> None:
    subject.take(subject.open(subject.place("walk", "screening"), "en"))
    assert subject.record.pages == {}


def test_what_was_typed_outlives_a_change_of_the_study_as_far_as_it_can(subject: Rehearsal) -> None:
    walks(subject, "treatment", "100")
    session = subject.open(subject.place("walk", "treatment"), "en")
    session.edit(AID, "stick")
    subject.take(session)
    gone = subject.amended(loaded(small(codelists=("{code: stick, label: Stick}", "{code: frame, label: Frame}"),
                                        walk=('"stick" if', '"frame" if'))))  # fmt: skip
    entries = gone.record.pages["s/treatment/walk"].entries
    assert entries[METRES].stored == {"value": "100"}
    assert entries[AID].stored == {"unreadable": "stick"}  # the list has no such code now; nothing typed is lost
    assert gone.amended(loaded(TEXTS)).record.pages["s/treatment/walk"].entries[AID].stored == {"value": "stick"}


def test_items_forms_and_visits_that_are_gone_take_their_answers_along(subject: Rehearsal) -> None:
    walks(subject, "month_1", "100")
    session = subject.open(subject.place("vitals", "month_1"), "en")
    session.edit(EntryKey("systolic", "before"), "120")
    session.edit(EntryKey("systolic", "after"), "130")
    subject.take(session)
    texts = small(vitals=("      - {id: after, label: After, minutes: 15}\n", ""))
    texts["forms/vitals.yaml"] = texts["forms/vitals.yaml"].partition("checks:")[0]
    fewer = subject.amended(loaded(texts))
    assert [*fewer.record.pages["s/month_1/vitals"].entries] == [EntryKey("systolic", "before")]
    earlier = texts["schedule.yaml"].partition("  - id: month_1")[0] + "logs: [event]\nbaseline: treatment\n"
    none = fewer.amended(loaded(texts | {"schedule.yaml": earlier}))
    assert none.record.pages == {}
    assert "s/month_1" not in none.record.visits


def test_rows_of_a_log_are_kept_and_taken_away() -> None:
    study = loaded(small(consent=("role: consent.date}\n", "role: consent.date}\n" + LOG)))
    subject = Rehearsal(study, TODAY)
    place = subject.place("consent", "screening")
    session = subject.open(place, "en")
    for shoe in ("left", "right"):
        session.edit(EntryKey("shoe", session.add_row("shoes")), shoe)
    subject.take(session)
    subject = subject.amended(study)
    subject.remove_row(place, "shoes", "1")
    session = subject.open(place, "en")
    assert session.rows(session.form.sections[1]) == ["2"]
    answer = session.answer(EntryKey("shoe", "2"))
    assert answer is not None
    assert answer.value == "right"


def test_an_explanation_goes_with_its_question(subject: Rehearsal) -> None:
    place = subject.place("walk", "treatment")
    session = subject.open(place, "en")
    session.edit(DONE, "yes")
    session.edit(METRES, "900")
    subject.explain(place, METRES, "walk_metres_expected", "900 m?", "A very long corridor")
    session.refresh(subject.record)
    subject.forget_explained(session)
    (query,) = session.state(METRES).queries
    assert query.state == "answered"
    assert query.messages[-1].text == "A very long corridor"
    session.edit(METRES, "90")
    subject.forget_explained(session)
    assert subject.record.queries == {}


STORIES = """\
- name: the third event
  given:
    visit: month_1
    today: 2026-06-01
    dates: {treatment: 2026-05-01}
    entries: {treatment.walk.metres: "100"}
    logs: {event: [{onset: 2026-05-02}, {onset: 2026-05-03}]}
  enter: {walk.done: yes, walk.metres: "150", event.onset: 2026-05-20, event.ended: 2026-05-04}
  expect: {queries: [event_order], values: {walk.more: "50"}}
"""


def test_a_scenario_is_looked_at_as_it_stands_after_it_was_played(tmp_path: Path) -> None:
    study = loaded(TEXTS)
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "events.yaml").write_text(STORIES, encoding="utf-8")
    ((scenario,), findings) = load_scenarios(tmp_path, study)
    assert findings == ()
    subject, pages = rehearse(study, scenario)
    assert [page.id for page in pages] == ["s/month_1/walk", "s/-/event.3"]
    assert subject.today == date(2026, 6, 1)
    session = subject.open(subject.place("walk", "month_1"), "en")
    more = session.answer(MORE)
    assert more is not None
    assert str(more.value) == "50"
    assert subject.place("event", None) == pages[1]  # the page the story wrote last
    assert [*subject.open(pages[1], "en").rules.firing] == [("event_order", "")]
    subject.open(subject.place("walk", "unscheduled"), "en")
    assert str(subject.record.visits["s/treatment"].date) == "2026-05-01"  # the story's days stay


def test_a_check_tells_each_scenario_with_what_came_out_otherwise(tmp_path: Path) -> None:
    for name, text in (TEXTS | {"scenarios/a.yaml": STORIES.replace('walk.more: "50"', 'walk.more: "51"')}).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    check = check_study(tmp_path)
    (played,) = check.played
    assert played.scenario.name == "the third event"
    assert played.failures == ("walk.more is “50”, expected “51”",)
    assert any(finding.code == "S020" and finding.line == 1 for finding in check.findings)

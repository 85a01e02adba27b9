"""The demonstration file: every stage is there, and it holds together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services import demo
from crf_app.services.demo import PASSPHRASE, PASSWORD, PEOPLE, make_demonstration
from crf_app.services.desk import Desk
from crf_app.services.opening import open_file
from crf_app.services.synthetic_instruments import INSTRUMENTS


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demonstration.crf"
    make_demonstration(path)
    return path


@pytest.fixture
def desk(made: Path) -> Iterator[Desk]:
    opened = open_file(made, PASSPHRASE, read_only=True)
    opened.sign_in("rahimi", PASSWORD)
    yield opened
    opened.file.close()


def test_fourteen_subjects_at_every_stage(desk: Desk) -> None:
    stages = {outline.label: desk.timeline(outline).stage.value for outline in desk.outlines()}
    assert len(stages) == 14
    assert set(stages.values()) == {"screening", "screened", "follow_up", "withdrawn", "screen_failure"}


def test_every_mark_is_to_be_seen(desk: Desk) -> None:
    marks = {status.mark.value for outline in desk.outlines() for status in desk.timeline(outline).visits}
    assert marks == {"future", "open", "progress", "complete", "signed", "overdue", "missed", "na"}


def test_questions_are_open_and_the_file_is_sound(desk: Desk) -> None:
    assert any(outline.open_queries for outline in desk.outlines())
    assert desk.file.verify().sound


def numbers(desk: Desk, label: str, form: str, item: str, row: str = "") -> list[Decimal]:
    """A number at day 0 and months 3 and 6 of a subject who was seen then."""
    subject = desk.file.find_subject(label)
    assert subject is not None
    found = []
    for visit in ("day_0", "month_3", "month_6"):
        page = PagePlace(subject, VisitPlace(subject, visit), form)
        entry = desk.record(subject).entry(page.id, EntryKey(item, row))
        assert entry is not None
        found.append(Decimal(entry.stored["value"]))
    return found


def test_invented_figures_go_the_way_of_the_published_results(desk: Desk) -> None:
    fatigue = numbers(desk, "A-01", "fss", "fss_mean")
    assert fatigue == sorted(fatigue, reverse=True)
    assert fatigue[0] - fatigue[-1] >= Decimal("0.5")
    hostility = numbers(desk, "A-01", "scl_90_r", "dimension_mean", "hos")
    assert hostility[0] > hostility[-1]
    severity = numbers(desk, "A-01", "scl_90_r", "gsi")
    assert max(severity) - min(severity) < Decimal("0.15")
    left = numbers(desk, "A-01", "mri_dti", "rd", "nawm_left")
    assert left[0] > left[1] > left[2]
    assert len(set(numbers(desk, "A-01", "mri_dti", "rd", "nawm_right"))) == 1
    assert len(set(numbers(desk, "A-01", "mri_lesions", "t2_total"))) == 1
    for item in ("pasat_3", "bvmt_total", "dkefs_sorts"):
        first, _, last = numbers(desk, "A-01", "macfims", item)
        assert first < last


def test_nothing_that_was_invented_is_asked_about(desk: Desk) -> None:
    asked = {
        query.page.rsplit("/", 1)[-1]
        for outline in desk.outlines()
        for query in desk.record(outline.id).queries.values()
        if query.page
    }
    invented = {form for forms in INSTRUMENTS.values() for form in forms}
    assert asked & invented == set()


def test_nothing_happened_in_the_future(desk: Desk) -> None:
    now = desk.clock.now()
    assert all(fact.at <= now.isoformat() for fact in desk.file.facts())


def test_everybody_can_sign_in(made: Path) -> None:
    desk = open_file(made, PASSPHRASE)
    assert [desk.sign_in(username, PASSWORD).role for username, _, _ in PEOPLE] == [role for *_, role in PEOPLE]
    desk.file.close()


def test_it_is_made_once_a_day_and_then_anew(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = made.read_bytes()
    make_demonstration(made)
    assert made.read_bytes() == before
    told: list[tuple[int, int]] = []
    all_deeds = demo._deeds
    monkeypatch.setattr(demo, "_deeds", lambda day: list(all_deeds(day))[:3])  # the beginning will do
    make_demonstration(made, date(2026, 1, 15), lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert made.read_bytes() != before

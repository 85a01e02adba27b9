"""The demonstration file: every stage is there, and it holds together."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crf_app.services import demo
from crf_app.services.demo import PASSPHRASE, PASSWORD, PEOPLE, make_demonstration
from crf_app.services.desk import Desk
from crf_app.services.opening import open_file


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "demonstration.crf"
    make_demonstration(path)
    return path


@pytest.fixture
def desk(made: Path) -> Iterator[Desk]:
    opened = open_file(made, PASSPHRASE, read_only=True)
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

"""Backups are made when they are worth it, proven, kept in two places, and let go by rule."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.base.problems import Fault
from crf_app.capture.facts import FactKind
from crf_app.services import keeping
from crf_app.services.keeping import Places, superfluous
from crf_app.store.lock import Taken
from crf_app.store.study_file import StudyFile
from tests.services.clinic import PASSPHRASE, PASSWORD, Clinic

NOON = datetime(2026, 3, 31, 12, 0)  # noqa: DTZ001 - names of backups tell the local time
SINCE, UNTIL = NOON - timedelta(days=800), NOON


def daily(days: int, start: datetime = NOON) -> list[datetime]:
    return [start - timedelta(days=number) for number in range(days)]


@pytest.fixture
def places(clinic: Clinic, tmp_path: Path) -> Places:
    (tmp_path / "stick").mkdir()
    return Places.of(clinic.desk.file.path, tmp_path / "stick")


def makes_a_backup(clinic: Clinic, places: Places, *, whole: bool = False) -> keeping.Kept:
    """The clock goes on by a minute, as it does between two closings."""
    clinic.clock.moment += timedelta(minutes=1)
    kept = keeping.back_up(clinic.desk.file, places, clinic.clock.now(), whole=whole)
    keeping.note(clinic.desk, kept, by_itself=True)
    return kept


# ---------------------------------------------------------------------- the rule


def test_ten_backups_of_one_day_stay_and_the_eleventh_lets_the_oldest_go() -> None:
    hours = [NOON - timedelta(minutes=number) for number in range(11)]
    assert superfluous(hours[:10]) == frozenset()
    assert superfluous(hours) == {hours[10]}


def test_a_year_of_daily_backups_leaves_fourteen_days_and_twelve_months() -> None:
    year = daily(400)
    kept = sorted(set(year) - superfluous(year), reverse=True)
    assert kept[:14] == year[:14]
    assert [f"{at:%Y-%m}" for at in kept[14:]] == [
        "2026-02", "2026-01", "2025-12", "2025-11", "2025-10", "2025-09", "2025-08", "2025-07", "2025-06", "2025-05",
        "2025-04",
    ]  # fmt: skip
    assert all((at + timedelta(days=1)).day == 1 for at in kept[14:]), "of a month the last stays"


def test_a_month_of_holidays_takes_nothing_away() -> None:
    before = daily(20, NOON - timedelta(days=60))
    assert superfluous([NOON, *before]) == superfluous(before) | {sorted(before, reverse=True)[13]}


@given(st.lists(st.datetimes(SINCE, UNTIL), max_size=60))
def test_whatever_goes_is_old_and_the_newest_never_goes(moments: list[datetime]) -> None:
    gone = superfluous(moments)
    kept = set(moments) - gone
    assert set(sorted(set(moments), reverse=True)[:10]) <= kept
    assert {f"{at:%Y-%m}" for at in gone} <= {f"{at:%Y-%m}" for at in moments}
    assert len(kept) <= 10 + 14 + 12
    assert superfluous(kept) == frozenset(), "what was kept once is not let go for no reason"


# ---------------------------------------------------------------------- when


def test_a_new_file_is_due_and_one_that_was_backed_up_is_not(clinic: Clinic, places: Places) -> None:
    assert keeping.due_on_closing(clinic.desk.file, places)
    makes_a_backup(clinic, places)
    assert not keeping.due_on_closing(clinic.desk.file, places)
    clinic.desk.sign_out()
    assert not keeping.due_on_closing(clinic.desk.file, places), "coming and going is not worth a copy"
    clinic.signs_in("rahimi")
    clinic.enrols("A-01")
    assert keeping.due_on_closing(clinic.desk.file, places)


def test_backups_somebody_threw_away_are_made_again(clinic: Clinic, places: Places) -> None:
    kept = makes_a_backup(clinic, places)
    kept.first.path.unlink()
    assert keeping.due_on_closing(clinic.desk.file, places)


def test_a_backup_that_is_not_where_it_was_put_is_missed(clinic: Clinic, places: Places) -> None:
    kept = makes_a_backup(clinic, places)
    assert not keeping.is_gone(clinic.desk.file)
    kept.first.path.unlink()
    assert keeping.is_gone(clinic.desk.file)


def test_the_days_backup_is_due_once_a_day_and_only_after_a_change(clinic: Clinic, places: Places) -> None:
    makes_a_backup(clinic, places)
    clinic.enrols("A-01")
    assert not keeping.due_today(clinic.desk.file, clinic.clock.now())
    clinic.clock.moment += timedelta(days=1)
    assert keeping.due_today(clinic.desk.file, clinic.clock.now())
    makes_a_backup(clinic, places)
    clinic.clock.moment += timedelta(days=1)
    assert not keeping.due_today(clinic.desk.file, clinic.clock.now())


def test_a_file_open_for_reading_only_is_never_due(clinic: Clinic, places: Places) -> None:
    clinic.desk.file.close()
    with StudyFile.open(places.first.with_name("site-01.crf"), PASSPHRASE, read_only=True, program="t") as file:
        assert not keeping.due_on_closing(file, places)
        assert not keeping.due_today(file, clinic.clock.now())


def test_a_second_program_is_told_the_printed_name_of_who_signed_in(clinic: Clinic) -> None:
    clinic.desk.sign_in("moradi", PASSWORD)
    with pytest.raises(Taken, match=r"open already: L\. Moradi on the computer"):
        StudyFile.open(clinic.desk.file.path, PASSPHRASE, program="t")


# ---------------------------------------------------------------------- making


@pytest.mark.requirement(28)
def test_both_places_get_a_proven_copy_and_the_trail_names_them(clinic: Clinic, places: Places) -> None:
    clinic.enrols("A-01")
    seal, facts = clinic.desk.file.seal(), clinic.desk.file.fact_count()
    kept = makes_a_backup(clinic, places, whole=True)
    assert kept.second is not None
    assert (kept.first.path.parent, kept.second.path.parent) == (places.first, places.second)
    noted = list(clinic.desk.file.facts(kinds={FactKind.BACKUP_MADE}))
    assert [(fact.person, (fact.new or {})["place"]) for fact in noted] == [("program", "first"), ("program", "second")]
    assert noted[0].new == {
        "file_name": kept.first.path.name, "seal": seal, "facts": f"{facts}", "verified": "whole", "place": "first",
    }  # fmt: skip
    for copy in (kept.first.path, kept.second.path):
        with StudyFile.open(copy, PASSPHRASE, read_only=True, program="t") as file:
            assert (file.seal(), file.find_subject("A-01") is not None) == (seal, True)


@pytest.mark.requirement(28)
def test_a_second_place_that_is_not_there_is_a_note_and_no_obstacle(clinic: Clinic, tmp_path: Path) -> None:
    places = Places.of(clinic.desk.file.path, tmp_path / "unplugged")
    kept = makes_a_backup(clinic, places)
    assert kept.first.path.exists()
    assert kept.second is None
    assert "unplugged, is not there" in kept.missed
    assert not (tmp_path / "unplugged").exists(), "a folder on the wrong disk would look like the right one"


def test_a_second_place_that_fails_is_told_with_its_reason(
    clinic: Clinic, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = StudyFile.backup

    def full(file: StudyFile, to: Path, **more: Any) -> object:
        if to.parent == places.second:
            raise Fault("The disk is full.")
        return real(file, to, **more)

    monkeypatch.setattr(StudyFile, "backup", full)
    kept = keeping.back_up(clinic.desk.file, places, clinic.clock.now())
    assert (kept.second, kept.missed) == (None, "The disk is full.")


def test_a_first_place_that_cannot_be_made_is_a_fault(clinic: Clinic, places: Places) -> None:
    places.first.write_text("in the way")
    with pytest.raises(Fault, match=r"cannot be made .* The study file is safe"):
        keeping.back_up(clinic.desk.file, places, clinic.clock.now())


def test_old_backups_go_and_those_of_another_file_stay(clinic: Clinic, places: Places) -> None:
    first = makes_a_backup(clinic, places)
    assert places.second is not None
    other = places.second / first.first.path.name.replace(keeping.file_mark(clinic.desk.file), "00000000")
    other.write_bytes(b"somebody else's")
    letter = places.second / "letter.crf"
    letter.write_bytes(b"a name of a person's own")
    for _ in range(11):
        makes_a_backup(clinic, places)
    assert len(keeping.backups_of(clinic.desk.file, places.first)) == 10
    assert not first.first.path.exists()
    assert len(keeping.backups_of(clinic.desk.file, places.second)) == 10
    assert other.exists()
    assert letter.exists()


def test_a_clock_that_was_set_back_overwrites_nothing(clinic: Clinic, places: Places) -> None:
    now = clinic.clock.now()
    one = keeping.back_up(clinic.desk.file, places, now)
    two = keeping.back_up(clinic.desk.file, places, now)
    assert one.first.path != two.first.path
    assert len(keeping.backups_of(clinic.desk.file, places.first)) == 2


def test_the_newest_backup_is_found_by_name_when_the_file_does_not_open(clinic: Clinic, places: Places) -> None:
    assert keeping.last_good(clinic.desk.file.path, places.second) is None
    makes_a_backup(clinic, places)
    newest = makes_a_backup(clinic, places)
    found = keeping.last_good(clinic.desk.file.path, places.second)
    assert found is not None
    assert found.path.name == newest.first.path.name
    assert found.at == clinic.clock.now().replace(tzinfo=None)

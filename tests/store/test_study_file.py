"""A file is made, filled, closed and opened again; nothing of it is ever in plain text."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Fault
from crf_app.capture.facts import FIRST, Draft, FactKind
from crf_app.capture.places import EntryKey
from crf_app.store import study_file
from crf_app.store.study_file import StudyFile
from tests.store.trial import (
    ANN,
    NOON,
    PASSPHRASE,
    VERSION,
    a_visit,
    begun,
    enrolled,
    entered,
    new_file,
    on_page,
    opened,
    record,
)


def test_a_new_file_tells_what_it_was_made_for(file: StudyFile) -> None:
    assert (file.study_id, file.site, file.info.program) == ("spms", "01", "0.1")
    version, fingerprint, source = file.definition()
    assert (version, fingerprint) == (VERSION, "f" * 64)
    assert source["forms/edss.yaml"] == "title: EDSS\n"
    created, stored = file.facts()
    assert (created.kind, stored.kind) == (FactKind.FILE_CREATED, FactKind.DEFINITION_STORED)
    assert created.previous == FIRST
    assert created.hash == created.content_hash() == stored.previous
    assert (created.at, created.offset) == ("2024-03-07T08:30:00.000Z", 210)


def test_what_was_recorded_is_there_after_the_file_was_closed(tmp_path: Path) -> None:
    with new_file(tmp_path) as file:
        facts = record(file, a_visit())
        head = file.head()
    assert head == (facts[-1].seq, facts[-1].hash) == (10, facts[-1].hash)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["site-01.crf"]
    with opened(tmp_path / "site-01.crf") as file:
        assert file.head() == head
        assert tuple(file.facts())[2:] == facts
        subject = file.subject(file.find_subject("P01") or "")
        assert subject
        total = subject.entry("s1/month_1/edss", EntryKey("total"))
        assert total
        assert (total.stored, total.fact, total.changes) == ({"value": "3.75"}, 6, 0)
        assert subject.visits["s1/month_1"].date == PartialDate(2024, 3, 7)


@pytest.mark.requirement(4)
def test_a_correction_keeps_the_old_value_in_the_trail(file: StudyFile) -> None:
    record(file, a_visit())
    record(file, [entered("s1/month_1/edss", "total", "3.5")])
    subject = file.subject("s1")
    assert subject
    entry = subject.entry("s1/month_1/edss", EntryKey("total"))
    assert entry
    assert (entry.stored["value"], entry.changes) == ("3.5", 1)
    said = [(fact.new or {})["value"] for fact in file.facts(page="s1/month_1/edss", item="total", row=None)
            if fact.kind is FactKind.ENTRY_RECORDED]  # fmt: skip
    assert said == ["3.75", "3.5"]


@pytest.mark.requirement(29)
def test_a_step_is_recorded_whole_or_not_at_all(file: StudyFile) -> None:
    record(file, a_visit())
    head, before = file.head(), file.subject("s1")
    with pytest.raises(sqlcipher.IntegrityError):
        record(file, [entered("s1/month_1/edss", "total", "9"), entered("s1/never_begun/edss", "total", "1")])
    assert (file.head(), file.subject("s1")) == (head, before)
    record(file, [entered("s1/month_1/edss", "total", "4")])
    assert file.verify().sound


def test_an_empty_step_is_no_step(file: StudyFile) -> None:
    head = file.head()
    assert record(file, []) == ()
    assert file.head() == head


@pytest.mark.requirement(6)
def test_a_moment_without_its_offset_is_refused(file: StudyFile) -> None:
    with pytest.raises(ValueError, match="offset"):
        record(file, a_visit(), datetime(2024, 3, 7, 12, 0))  # noqa: DTZ001 - what is refused
    assert file.fact_count() == 2


@pytest.mark.requirement(1)
def test_the_trail_can_be_neither_changed_nor_shortened(file: StudyFile) -> None:
    for sql in (
        "UPDATE fact SET person='nobody' WHERE seq=1",
        "DELETE FROM fact WHERE seq=2",
        "INSERT OR REPLACE INTO fact SELECT * FROM fact WHERE seq=1",
    ):
        with pytest.raises(sqlcipher.IntegrityError, match="audit trail is never"):
            file._connection.execute(sql)
    assert file.fact_count() == 2
    assert file.verify().sound


@pytest.mark.requirement(10)
def test_a_password_is_kept_beside_the_trail_and_never_in_it(file: StudyFile) -> None:
    person = {"id": "p1", "name": "Ann Site", "username": "ann", "role": "coordinator"}
    file.append([Draft(FactKind.PERSON_ADDED, new=person)], ANN, NOON, VERSION, [("p1", "$argon2id$one")])
    changed = Draft(FactKind.PASSWORD_CHANGED, new={"id": "p1"})
    file.append([changed], ANN, NOON, VERSION, [("p1", "$argon2id$two")])
    assert not any("$argon2" in str(fact) for fact in file.facts())
    with pytest.raises(ValueError, match="with a fact that says so"):
        file.append([Draft(FactKind.PERSON_ADDED, new=person)], ANN, NOON, VERSION, [("p2", "$argon2id$one")])
    assert file.credential("p1") == "$argon2id$two"
    assert file.credential("p2") is None
    found = file.person_by_username("ANN")
    assert found
    assert (found.id, found.name, found.role) == ("p1", "Ann Site", "coordinator")
    assert file.person_by_username("bert") is None
    assert not any("argon2" in json.dumps([fact.old, fact.new]) for fact in file.facts())


@pytest.mark.requirement(25)
def test_an_amended_definition_is_the_latest_and_the_old_one_stays(file: StudyFile) -> None:
    amended = {"version": "2.0", "fingerprint": "e" * 64, "source": {"study.yaml": "id: spms2\n"}}
    record(file, [Draft(FactKind.DEFINITION_STORED, new=amended)])
    assert file.definition().version == "2.0"
    assert file.definition(VERSION).source["study.yaml"] == "id: spms\n"
    with pytest.raises(Fault, match=r"does not hold version 3\.0"):
        file.definition("3.0")


def test_a_page_begun_twice_keeps_its_entries(file: StudyFile) -> None:
    record(file, [*a_visit(), begun("s1/month_1/edss")])
    subject = file.subject("s1")
    assert subject
    assert len(subject.pages["s1/month_1/edss"].entries) == 2


@pytest.mark.requirement(28)
def test_nothing_that_was_typed_stands_on_the_disk_in_plain_text(tmp_path: Path) -> None:
    secret = "Schwindelanfall-ohne-Bewusstlosigkeit"
    with new_file(tmp_path) as file:
        record(file, [*a_visit(), entered("s1/month_1/edss", "remark", secret)])
        while_open = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        file.backup(tmp_path / "copy.crf")
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(while_open) == {"site-01.crf", "site-01.crf-wal", "site-01.crf-shm", "site-01.crf.lock"}
    assert len(while_open["site-01.crf-wal"]) > 4_096
    for content in (*while_open.values(), *after.values()):
        for word in (secret, PASSPHRASE, "month_1", "CREATE TABLE", "SQLite format"):
            assert word.encode() not in content
    with opened(tmp_path / "site-01.crf") as file:
        assert secret in str(file.subject("s1"))


def test_a_file_is_for_this_account_alone(file: StudyFile) -> None:
    assert file.path.stat().st_mode & 0o077 == 0


def test_a_copy_on_another_machine_goes_on_as_another_station(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with new_file(tmp_path) as file:
        here = file.station
    with opened(tmp_path / "site-01.crf") as file:
        assert file.station == here
    monkeypatch.setattr(study_file, "machine", lambda: "laptop-2")
    with opened(tmp_path / "site-01.crf") as file:
        there = file.station
        assert there != here
        facts = record(file, [enrolled("s1", "P01")])
        assert (facts[0].station, facts[0].seq) == (there, 3)
        assert file.verify().sound
    with opened(tmp_path / "site-01.crf") as file:
        assert file.station == there


def test_a_second_reader_sees_what_the_writer_records(file: StudyFile) -> None:
    with file.reader() as reader:
        record(file, a_visit())
        assert reader.seal() == file.seal()
        assert reader.subject("s1") == file.subject("s1")
        with pytest.raises(sqlcipher.OperationalError, match="readonly"):
            reader._connection.execute("DELETE FROM entry")


def test_a_file_opened_for_reading_works_beside_a_writer_and_refuses_to_write(file: StudyFile) -> None:
    with opened(file.path, read_only=True) as beside:
        assert beside.read_only
        record(file, a_visit())
        assert beside.subject_ids() == ("s1",)
        with pytest.raises(Fault, match="cannot be written"):
            record(beside, [enrolled("s2", "P02")])
    assert file.find_subject("P02") is None


def test_typing_what_no_font_has_is_kept(file: StudyFile) -> None:
    odd = "a\x00b\u200fسلام\U0001f9ea\n\"'\\"
    record(file, [*a_visit(), entered("s1/month_1/edss", "remark", odd)])
    subject = file.subject("s1")
    assert subject
    entry = subject.entry("s1/month_1/edss", EntryKey("remark"))
    assert entry
    assert entry.stored == {"value": odd}
    assert file.verify().sound


def test_a_row_that_was_added_and_removed_leaves_its_entries_behind(file: StudyFile) -> None:
    page = "s1/month_1/edss"
    record(file, a_visit())
    record(file, [on_page(FactKind.ROW_ADDED, page, {"section": "doses"}, row="r1"),
                  on_page(FactKind.ROW_ADDED, page, {"section": "doses"}, row="r2"),
                  entered(page, "dose", "5", row="r1"),
                  on_page(FactKind.ROW_REMOVED, page, row="r1", reason="typed twice")])  # fmt: skip
    subject = file.subject("s1")
    assert subject
    assert subject.pages[page].rows == [("doses", "r2")]
    assert subject.entry(page, EntryKey("dose", "r1"))


@pytest.mark.requirement(6)
def test_facts_follow_the_clock_they_were_given(file: StudyFile) -> None:
    (fact,) = file.append([enrolled("s1", "P01")], ANN, NOON + timedelta(milliseconds=7), VERSION)
    assert fact.at == "2024-03-07T08:30:00.007Z"
    assert (fact.person, fact.role, fact.program, fact.study_version) == ("p-ann", "coordinator", "0.1", VERSION)

"""Whoever changes a file behind the program's back is found out, and the place is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from crf_app.capture.facts import Draft, FactKind
from crf_app.store import verify
from crf_app.store.chain import COLUMNS, row_hash
from crf_app.store.connection import Connection
from crf_app.store.study_file import StudyFile
from crf_app.store.verify import VerifyResult
from tests.store.trial import a_visit, entered, forged, new_file, opened, record

PAGE = "s1/month_1/edss"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as file:
        record(file, a_visit())
        record(file, [entered(PAGE, "total", "4"), *a_visit("s2", "P02")])
        return file.path


def verified(path: Path, *forgeries: str) -> VerifyResult:
    def forge(connection: Connection) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")
        for sql in forgeries:
            connection.execute(sql)

    forged(path, forge)
    with opened(path, read_only=True) as file:
        return file.verify()


@pytest.mark.requirement(5)
def test_an_untouched_file_is_sound(path: Path) -> None:
    with opened(path) as file:
        seal = file.seal()
    result = verified(path)
    assert result.sound
    assert (result.discrepancies, result.seal, result.facts) == ((), seal, 19)
    assert (result.rows["subject"], result.rows["entry"], result.rows["query_message"]) == (2, 6, 2)


@pytest.mark.requirement(5)
def test_a_changed_entry_is_named_by_its_place(path: Path) -> None:
    (found,) = verified(
        path, "UPDATE entry SET value='3.5' WHERE page='s1/month_1/edss' AND item='total'"
    ).discrepancies
    assert found.code == "table"
    assert (found.subject, found.visit, found.page, found.item) == ("s1", None, PAGE, "total")
    assert found.text == (
        "The table entry, subject P01, visit month_1, form edss, item total: value is “3.5”, the audit trail says “4”."
    )


@pytest.mark.requirement(5)
@pytest.mark.parametrize(
    ("forgery", "said"),
    [
        ("DELETE FROM entry WHERE item='walk' AND page LIKE 's1%'", "item walk: it is missing, but the audit trail"),
        ("INSERT INTO visit VALUES ('s1/x','s1','x',1,'2024',"
         "'started',NULL,NULL)", "The table visit, subject P01, visit x: no fact says so"),
        ("UPDATE query SET state='closed' WHERE id='q2'", "state is “closed”, the audit trail says “open”"),
        ("UPDATE subject SET label='P09' WHERE id='s2'", "The table subject, subject P02: label is “P09”"),
        ("UPDATE file_info SET site='02'", "site is “02”"),
        ("UPDATE visit SET date=NULL WHERE id='s1/month_1'", "date is nothing, the audit trail says “2024-03-07”"),
        ("DELETE FROM query_message", "it is missing"),
    ],
)  # fmt: skip
def test_each_table_is_held_against_the_trail(path: Path, forgery: str, said: str) -> None:
    result = verified(path, forgery)
    assert not result.sound
    assert said in result.discrepancies[0].text


@pytest.mark.requirement(5)
@pytest.mark.parametrize(
    ("forgery", "seq", "said"),
    [
        ('UPDATE fact SET "new"=\'{"value":"3.5"}\' WHERE seq=6', 6, "it was changed after it was recorded"),
        ("UPDATE fact SET reason='x' WHERE seq=1", 1, "it was changed after it was recorded"),
        ("UPDATE fact SET at=replace(at,'08','09') WHERE seq=7", 7, "it was changed after it was recorded"),
        ("DELETE FROM fact WHERE seq=7", 8, "fact 7 is missing before this one"),
        ("DELETE FROM fact WHERE seq BETWEEN 7 AND 9", 10, "fact 7 to 9 is missing before this one"),
        ("DELETE FROM fact WHERE seq=1", 2, "fact 1 is missing before this one"),
    ],
)
def test_a_changed_trail_is_named_by_its_fact(path: Path, forgery: str, seq: int, said: str) -> None:
    first = verified(path, forgery).discrepancies[0]
    assert (first.code, first.seq) == ("chain", seq)
    assert said in first.text


@pytest.mark.requirement(5)
def test_two_facts_that_changed_places_are_found(path: Path) -> None:
    swap = ("UPDATE fact SET n=-1 WHERE n=6", "UPDATE fact SET n=6 WHERE n=7", "UPDATE fact SET n=7 WHERE n=-1")
    result = verified(path, *swap)
    assert {found.seq for found in result.discrepancies} >= {6, 7}
    assert "does not hold on to the fact before it" in result.discrepancies[0].text


@pytest.mark.requirement(5)
def test_a_shortened_trail_is_found_in_the_tables(path: Path) -> None:
    result = verified(path, "DELETE FROM fact WHERE seq=19")
    assert "subject P02, form adverse_event.1, item term: no fact says so" in result.discrepancies[0].text


@pytest.mark.requirement(5)
def test_a_change_with_its_hash_made_to_match_breaks_the_next_link(path: Path) -> None:
    def forge(connection: Connection) -> None:
        connection.execute('UPDATE fact SET "new"=\'{"value":"3.5"}\' WHERE seq=6')
        row = connection.execute(f"SELECT {COLUMNS} FROM fact WHERE seq=6").fetchone()  # noqa: S608 - ours
        assert row
        connection.execute("UPDATE fact SET hash=? WHERE seq=6", (row_hash(row),))
        connection.execute("UPDATE entry SET value='3.5' WHERE fact=6")

    forged(path, forge)
    with opened(path, read_only=True) as file:
        (found,) = file.verify().discrepancies
    assert (found.seq, found.code) == (7, "chain")
    assert "does not hold on to the fact before it" in found.text


@pytest.mark.parametrize(
    ("forgery", "said"),
    [
        ("UPDATE fact SET kind='entry.forged' WHERE seq=6", "it cannot be read"),
        ("UPDATE fact SET \"new\"='not json' WHERE seq=6", "it cannot be read"),
        ("UPDATE fact SET page='nowhere' WHERE seq=5", "do not add up"),
        ("UPDATE fact SET \"new\"='{}' WHERE seq=3", "do not add up"),
        ("UPDATE fact SET \"new\"='[]' WHERE seq=3", "do not add up"),
    ],
)
def test_facts_that_cannot_be_folded_are_a_finding_not_a_crash(path: Path, forgery: str, said: str) -> None:
    result = verified(path, forgery)
    assert not result.complete
    assert any("changed after it was recorded" in found.text for found in result.discrepancies)
    assert any(said in found.text for found in result.discrepancies)


@pytest.mark.requirement(1, 5)
def test_a_removed_guard_is_found(path: Path) -> None:
    with opened(path) as file:
        file._connection.execute("DROP TRIGGER fact_is_never_deleted")
        file._connection.execute("CREATE TABLE notes (text TEXT)")
        said = {found.text for found in file.verify().discrepancies}
    assert said == {
        "The file's trigger fact_is_never_deleted: it is missing.",
        "The file's table notes: it is not one of ours.",
    }


def test_progress_is_told_and_a_person_may_stop_it(file: StudyFile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify, "_PORTION", 4)
    record(file, a_visit())
    heard: list[tuple[int, int]] = []
    assert file.verify(progress=lambda done, of: heard.append((done, of))).sound
    assert heard == [(4, 10), (8, 10), (10, 10)]
    stopped = file.verify(cancelled=lambda: True)
    assert (stopped.complete, stopped.sound, stopped.facts) == (False, False, 4)


@pytest.mark.requirement(5)
@pytest.mark.parametrize(
    ("scope", "said"),
    [
        (f"{PAGE}#3#total", "subject P01, visit month_1, form edss, row 3, item total"),
        (PAGE, "subject P01, visit month_1, form edss"),
        ("s1/month_1", "subject P01, visit month_1"),
        ("s1", "subject P01"),
    ],
)
def test_a_hold_that_was_lifted_in_its_table_alone_is_named(path: Path, scope: str, said: str) -> None:
    with opened(path) as file:
        record(file, [Draft(FactKind.HOLD_PLACED, "s1", new={"scope": scope, "level": "locked"})])
    (found,) = verified(path, "DELETE FROM hold").discrepancies
    assert found.text == f"The table hold, {said}: it is missing, but the audit trail has it."


@pytest.mark.requirement(5)
def test_a_failed_sign_in_that_was_taken_out_of_its_table_is_named(path: Path) -> None:
    with opened(path) as file:
        record(file, [Draft(FactKind.SIGN_IN_FAILED, new={"id": "p-ann", "username": "ann"})])
    (found,) = verified(path, "DELETE FROM sign_in").discrepancies
    assert found.text == "The table sign_in, 20: it is missing, but the audit trail has it."

"""Facts changed, moved, taken out or made up: what the file alone can tell, and what needs something outside of it."""

# ruff: noqa: S608 - the names of tables and columns are those of our own schema

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from crf_app.base.problems import Fault
from crf_app.capture.facts import seal_of
from crf_app.cli import main
from crf_app.store import anchor, at_opening, schema
from crf_app.store.chain import COLUMNS, fact_of
from crf_app.store.connection import Connection
from crf_app.store.project import project
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from crf_app.store.verify import VerifyResult
from tests.security.tampering import PAGE, behind_its_back, chained_anew, full_file, tampered
from tests.services.clinic import Clinic
from tests.store.trial import ANN, NOON, PASSPHRASE, entered, opened, record

pytestmark = pytest.mark.requirement(5)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = full_file(tmp_path_factory.mktemp("original"))
    file.backup(file.path.with_name("backup.crf"))
    file.close()
    return file.path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path))


def verified(path: Path) -> VerifyResult:
    with opened(path, read_only=True) as file:
        return file.verify()


def facts_in(path: Path) -> int:
    with opened(path, read_only=True) as file:
        return file.fact_count()


# ------------------------------------------------------------------ what the chain itself tells


def _changes() -> Iterator[tuple[str, str]]:
    for column in COLUMNS.replace('"', "").split(", "):
        number = column in ("seq", "lamport", "offset", "kind_version")
        yield column, f'"{column}"+1000' if number else f"coalesce(\"{column}\",'')||'x'"
    yield "n", "n+1000"


@pytest.mark.parametrize(("column", "value"), list(_changes()))
def test_a_fact_changed_in_any_column_is_named(path: Path, column: str, value: str) -> None:
    for at in (1, 6, 20):
        copy = Path(shutil.copy(path, path.with_name("copy.crf")))
        tampered(copy, f'UPDATE fact SET "{column}"={value} WHERE n={at}')
        found = [each.text for each in verified(copy).discrepancies if each.code == "chain"]
        assert found
        assert any(f"{at}" in each for each in found)


_REST = COLUMNS.split(", ", 3)[3]
ANEW = f"INSERT INTO fact SELECT {{n}}, station, {{seq}}, lamport+500, {_REST} FROM fact WHERE n={{of}}"
LAST = "(SELECT max({0})+1 FROM fact)"

FORGERIES: dict[str, tuple[str, ...]] = {
    "the first taken out": ("DELETE FROM fact WHERE n=1",),
    "one taken out": ("DELETE FROM fact WHERE n=9",),
    "many taken out": ("DELETE FROM fact WHERE n BETWEEN 7 AND 12",),
    "all taken out": ("DELETE FROM fact",),
    "one taken out and the gap closed": ("DELETE FROM fact WHERE n=9", "UPDATE fact SET n=n-1 WHERE n>9"),
    "two changed places": (
        "UPDATE fact SET n=-1 WHERE n=9", "UPDATE fact SET n=9 WHERE n=10", "UPDATE fact SET n=10 WHERE n=-1",
    ),
    "all the other way round": ("UPDATE fact SET n=-n", "UPDATE fact SET n=1000+n"),
    "one said twice": (ANEW.format(n=LAST.format("n"), seq="seq+900", of=9),),
    "one made up at the end": (ANEW.format(n=LAST.format("n"), seq=LAST.format("seq"), of=11),),
    "the tail cut off": ("DELETE FROM fact WHERE n>(SELECT max(n)-4 FROM fact)",),
}  # fmt: skip


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_trail_with_facts_taken_out_moved_or_made_up_is_not_sound(path: Path, forgery: str) -> None:
    tampered(path, *FORGERIES[forgery])
    result = verified(path)
    assert not result.sound
    assert result.discrepancies


@pytest.mark.parametrize("forgery", [each for each in FORGERIES if each != "the tail cut off"])
def test_nobody_works_on_in_a_file_whose_trail_was_changed(path: Path, forgery: str) -> None:
    tampered(path, *FORGERIES[forgery])
    before = path.read_bytes()
    with pytest.raises(Fault, match=r"not as the program left it\. .* restore the latest backup\.$"):
        opened(path)
    assert path.read_bytes() == before


def test_opening_names_the_first_fact_that_does_not_hold_and_keeps_what_is_there(path: Path) -> None:
    tampered(
        path, "UPDATE fact SET \"new\"='{\"value\":\"1\"}' WHERE kind='entry.recorded' AND item='walk' AND subject='s1'"
    )
    with pytest.raises(Fault) as raised:
        opened(path)
    assert str(raised.value) == (
        "The file site-01.crf is not as the program left it. Fact 10, entry.recorded, subject P01, visit month_1, form "
        "edss, item walk: it was changed after it was recorded: its hash does not match. Nothing was changed now; keep "
        "the file as it is, open it for reading only or verify it to see what differs, and restore the latest backup."
    )
    with opened(path, read_only=True) as file:
        assert file.fact_count() == facts_in(path)


def test_a_change_before_the_tail_is_left_to_verify(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(at_opening, "_TAIL", 5)
    tampered(path, "UPDATE fact SET reason='x' WHERE n=3")
    with opened(path) as file:
        assert [each.seq for each in file.verify().discrepancies if each.code == "chain"] == [3]


@pytest.mark.requirement(28)
def test_the_last_good_backup_is_restored_in_place_of_a_forged_file(original: Path, path: Path) -> None:
    tampered(path, *FORGERIES["one taken out"])
    path.rename(path.with_name("forged.crf"))
    with restore(original.with_name("backup.crf"), path, PASSPHRASE, actor=ANN, now=NOON, program="0.1") as file:
        assert file.verify().sound
        assert len(record(file, [entered(PAGE, "total", "6")])) == 1


# ------------------------------------------------------------------ what it cannot tell, and what does


def _folded_anew(connection: Connection) -> None:
    """Make every current table what the facts say now, as the program would."""
    rows = connection.execute(f"SELECT {COLUMNS} FROM fact ORDER BY n").fetchall()
    connection.execute("PRAGMA foreign_keys=OFF")
    for table in reversed(schema.CURRENT_TABLES):
        connection.execute(f"DELETE FROM {table}")
    project(connection, [fact_of(row) for row in rows])


def _cut_the_tail(connection: Connection) -> None:
    connection.execute("DELETE FROM fact WHERE n>(SELECT max(n)-2 FROM fact)")
    _folded_anew(connection)


def _rewrite_a_value(connection: Connection) -> None:
    """Another value of an entry that nobody signed, every hash after it worked out again, every table made to match."""
    sql = "SELECT n FROM fact WHERE kind='entry.recorded' AND item='term' AND subject='s1'"
    (n,) = connection.execute(sql).fetchone() or (0,)
    connection.execute('UPDATE fact SET "new"=\'{"value":"Nothing"}\' WHERE n=?', (n,))
    chained_anew(connection, n)
    _folded_anew(connection)


def _rewrite_the_beginning(connection: Connection) -> None:
    connection.execute("UPDATE fact SET at='2020-01-01T00:00:00.000Z' WHERE n=1")
    chained_anew(connection, 1)
    _folded_anew(connection)


@pytest.mark.parametrize("rewrite", [_cut_the_tail, _rewrite_a_value, _rewrite_the_beginning])
def test_a_whole_history_made_anew_shows_only_against_something_outside_of_the_file(
    original: Path, path: Path, rewrite: Callable[[Connection], None]
) -> None:
    """Who has the passphrase and knows how hashes are made can write another history that holds together.

    A file cannot witness against itself: what tells are the seal on any report or print, and any backup.
    """
    with opened(original, read_only=True) as file:
        printed, (number, hash_) = file.seal(), file.head()
    tampered(path, rewrite)
    assert verified(path).sound
    with opened(path, read_only=True) as file:
        seals = {seal_of(fact.hash) for fact in file.facts()}
        assert printed not in seals
        assert not file.holds(number, hash_)
    with opened(original.with_name("backup.crf"), read_only=True) as backup, opened(path, read_only=True) as file:
        ours, theirs = ([fact.hash for fact in each.facts()] for each in (file, backup))
        assert ours[: len(theirs)] != theirs


@pytest.mark.parametrize("rewrite", [_cut_the_tail, _rewrite_a_value])
def test_the_computer_on_which_the_file_was_worked_in_notices_another_history(
    path: Path, rewrite: Callable[[Connection], None]
) -> None:
    with opened(path) as file:
        record(file, [entered(PAGE, "total", "6")])
    tampered(path, rewrite)
    with opened(path, read_only=True) as file:
        departed = anchor.departure(file)
        assert departed is not None
        assert departed.cut == (rewrite is _cut_the_tail)


def test_an_older_copy_in_place_of_the_file_is_noticed_where_the_file_was_worked_in(original: Path, path: Path) -> None:
    with opened(path) as file:
        record(file, [entered(PAGE, "total", "6")])
    shutil.copy(original, path)
    with opened(path, read_only=True) as file:
        assert file.verify().sound
        departed = anchor.departure(file)
    assert departed is not None
    assert departed.cut


def test_one_link_made_to_match_breaks_the_next(path: Path) -> None:
    def forge(connection: Connection) -> None:
        connection.execute("UPDATE fact SET reason='forged' WHERE n=9")
        chained_anew(connection, 9)
        connection.executemany("UPDATE fact SET previous=?, hash=? WHERE n=?", kept[9:])

    with behind_its_back(path) as connection:
        kept = connection.execute("SELECT previous, hash, n FROM fact ORDER BY n").fetchall()
    tampered(path, forge)
    with opened(path, read_only=True) as file:
        (found,) = file.verify().discrepancies
    assert (found.seq, found.what) == (10, "it does not hold on to the fact before it")


# ------------------------------------------------------------------ a real study, through the command line


@pytest.fixture(scope="module")
def trial_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    clinic = Clinic(tmp_path_factory.mktemp("site"), past=("screening",))
    clinic.desk.file.close()
    return clinic.desk.file.path


UGLY = {
    "a kind nobody knows": "UPDATE fact SET kind='entry.forged' WHERE n=30",
    "contents that are no JSON": "UPDATE fact SET \"new\"='{' WHERE n=30",
    "contents that are a list": "UPDATE fact SET \"new\"='[1]' WHERE n=30",
    "a definition that is no JSON": "UPDATE fact SET \"new\"='{' WHERE kind='definition.stored'",
    "a definition without its texts": "UPDATE fact SET \"new\"='{}' WHERE kind='definition.stored'",
    "another definition": (
        "UPDATE fact SET \"new\"=replace(\"new\", 'Vital signs', 'Deadly signs') WHERE kind='definition.stored'"
    ),
    "no definition": "DELETE FROM definition",
    "no file_info": "DELETE FROM file_info",
    "a page that is none": "UPDATE page SET id='nowhere' WHERE form='vital_signs'",
    "a date that is none": "UPDATE visit SET date='soon'",
    "a state that is none": "UPDATE page SET state='lost'",
    "entries of no page": "UPDATE entry SET page=page||'x'",
    "a table gone": "DROP TABLE hold",
    "the trail gone": "DROP TABLE fact",
    "a column gone": "ALTER TABLE entry DROP COLUMN unit",
}


@pytest.mark.parametrize("forgery", [each for each in UGLY if "definition" in each or each.endswith(("list", "gone"))])
def test_verify_ends_in_findings_or_one_clear_sentence(
    trial_site: Path, tmp_path: Path, forgery: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = Path(shutil.copy(trial_site, tmp_path))
    tampered(path, "PRAGMA foreign_keys=OFF", UGLY[forgery])
    monkeypatch.setenv("CRF_PASSPHRASE", PASSPHRASE)
    result = CliRunner().invoke(main, ["verify", str(path)])
    assert result.exit_code in (1, 4), result.output
    assert "mistake of the program" not in result.output
    if result.exit_code == 4:
        assert "backup" in result.output
    else:
        assert "NOT SOUND" in result.output


@pytest.mark.parametrize("forgery", UGLY)
def test_whatever_was_forged_is_read_or_refused_in_a_sentence(trial_site: Path, tmp_path: Path, forgery: str) -> None:
    path = Path(shutil.copy(trial_site, tmp_path))
    tampered(path, "PRAGMA foreign_keys=OFF", UGLY[forgery])
    with pytest.raises(Fault, match="backup"):
        _read_everything(path)


def _read_everything(path: Path) -> None:
    """Read all there is, and begin to work; somewhere on this way the forgery must be told."""
    with opened(path, read_only=True) as file:
        assert file.definition().source
        for subject in file.subject_ids():
            file.subject(subject)
        list(file.facts())
        file.overview(), file.queries(closed=True), file.signatures(), file.people()
        result = file.verify()
        if not result.sound:
            raise Fault(f"{result.discrepancies[0].text} Restore the latest backup.")  # as the program does


def test_the_helpers_of_these_tests_leave_an_untouched_file_sound(path: Path) -> None:
    tampered(path, _folded_anew, lambda connection: chained_anew(connection, 1))
    assert verified(path).sound
    with StudyFile.open(path, PASSPHRASE, program="0.1") as file:
        assert file.verify().sound

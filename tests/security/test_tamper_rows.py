"""Each cell of each table, changed with a database program by somebody who has the passphrase, is found and named."""

# ruff: noqa: S608 - the names of tables and columns are those of our own schema

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crf_app.base.problems import Fault
from crf_app.store import schema
from crf_app.store.compare import Discrepancy
from crf_app.store.connection import Connection
from crf_app.store.verify import verify
from tests.security.tampering import behind_its_back, full_file, tampered
from tests.store.trial import opened

pytestmark = pytest.mark.requirement(5)

VERIFIED_TABLES = (*schema.CURRENT_TABLES, "credential")


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = full_file(tmp_path_factory.mktemp("original"))
    file.close()
    return file.path


@pytest.fixture
def path(original: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(original, tmp_path))


@contextmanager
def undone(connection: Connection, table: str) -> Iterator[None]:
    """Put a table back afterwards, so that one open file serves many attacks."""
    connection.execute(f"CREATE TEMP TABLE kept AS SELECT * FROM {table}")
    try:
        yield
    finally:
        connection.execute(f"DELETE FROM {table}")
        connection.execute(f"INSERT INTO {table} SELECT * FROM kept")
        connection.execute("DROP TABLE kept")


def found_in(connection: Connection, table: str) -> list[Discrepancy]:
    about = "password" if table == "credential" else f"table {table}"
    result = verify(connection)
    assert not result.sound
    guards = ("schema", "damaged")  # the guards are away while we tamper; an impossible value is also told as damage
    return [each for each in result.discrepancies if each.code not in guards and about in each.about]


def other(value: object, kind: str) -> object:
    """A value of the same kind that is another one."""
    if kind == "INTEGER":
        return 7 if not isinstance(value, int) else 1 - value if value in (0, 1) else value + 1
    return "forged" if value is None else f"{value}x"


def _insert(table: str, columns: int) -> str:
    return f"INSERT INTO {table} VALUES ({','.join('?' * columns)})"


@pytest.mark.parametrize("table", VERIFIED_TABLES)
def test_each_cell_that_was_changed_is_named(path: Path, table: str) -> None:
    with behind_its_back(path) as connection:
        rows = connection.execute(f"SELECT * FROM {table}").fetchall()
        columns = [row[:3] for row in connection.execute(f"PRAGMA table_info({table})")]
        assert rows, "the file of this test has nothing in this table"
        for place, column, kind in columns:
            with undone(connection, table):
                connection.execute(f"DELETE FROM {table}")
                changed = list(rows[0])
                changed[place] = other(rows[0][place], kind)
                connection.executemany(_insert(table, len(changed)), [changed, *rows[1:]])
                found = found_in(connection, table)
            assert found, f"{table}.{column}"
        assert verify(connection).complete


@pytest.mark.parametrize("table", VERIFIED_TABLES)
def test_each_row_that_was_deleted_or_added_is_named(path: Path, table: str) -> None:
    with behind_its_back(path) as connection:
        first = connection.execute(f"SELECT * FROM {table}").fetchone()
        assert first
        kinds = [row[2] for row in connection.execute(f"PRAGMA table_info({table})")]
        with undone(connection, table):
            connection.execute(f"DELETE FROM {table}")
            found = found_in(connection, table)
            assert found
            assert all("missing" in each.what for each in found)
        with undone(connection, table):
            added = [other(each, kind) for each, kind in zip(first, kinds, strict=True)]
            connection.execute(_insert(table, len(added)), added)
            assert any("no fact says so" in each.what for each in found_in(connection, table))


SAID = [
    ("UPDATE entry SET value='3.5' WHERE item='walk' AND page LIKE 's1%'",
     "The table entry, subject P01, visit month_1, form edss, item walk: value is “3.5”, the audit trail says “450”."),
    ("DELETE FROM entry WHERE item='dose'",
     "The table entry, subject P01, form medication.1, row r1, item dose: it is missing, but the audit trail has it."),
    ("UPDATE entry SET verified=NULL WHERE verified IS NOT NULL; UPDATE entry SET verified=1 WHERE item='total'",
     "verified is “1”, the audit trail says nothing."),
    ("UPDATE signature SET name='Dr. Eve'", "name is “Dr. Eve”, the audit trail says “Dr. Dora”."),
    ("UPDATE signature SET broken_by=NULL, content='0'", "content is “0”"),
    ("DELETE FROM hold", "The table hold, subject P02: it is missing, but the audit trail has it."),
    ("UPDATE hold SET level='locked'", "level is “locked”, the audit trail says “frozen”."),
    ("UPDATE person SET role='administrator' WHERE id='p-bert'",
     "The table person, p-bert: role is “administrator”, the audit trail says “rater”."),
    ("DELETE FROM sign_in", "The table sign_in"),
    ("UPDATE credential SET hash='$argon2id$eve' WHERE person='p-bert'",
     "The password of bert: it is not the one that was set last."),
    ("DELETE FROM credential WHERE person='p-ann'", "The password of ann: it is missing."),
    ("INSERT INTO credential VALUES ('p-eve', '$argon2id$eve')", "The password of p-eve: no fact says so."),
]  # fmt: skip


@pytest.mark.parametrize(("forgery", "said"), SAID)
def test_what_was_done_is_said_by_its_place_in_the_study(path: Path, forgery: str, said: str) -> None:
    tampered(path, *forgery.split("; "))
    with opened(path, read_only=True) as file:
        result = file.verify()
    assert any(each.text.endswith(said) or said in each.text for each in result.discrepancies), result.discrepancies


SCHEMA: list[tuple[str, str]] = [
    ("DROP INDEX fact_by_subject", "The file's index fact_by_subject: it is missing."),
    ("ALTER TABLE person ADD COLUMN extra TEXT", "The file's table person: it is not what it should be."),
    ("CREATE TABLE notes (text TEXT)", "The file's table notes: it is not one of ours."),
    ("CREATE VIEW shadow AS SELECT * FROM entry", "The file's view shadow: it is not one of ours."),
    ("CREATE TRIGGER silent AFTER INSERT ON entry BEGIN UPDATE entry SET value='0'; END",
     "The file's trigger silent: it is not one of ours."),
]  # fmt: skip


@pytest.mark.parametrize(("forgery", "said"), SCHEMA)
def test_a_changed_table_index_view_or_trigger_is_named(path: Path, forgery: str, said: str) -> None:
    tampered(path, forgery)
    with opened(path, read_only=True) as file:
        texts = [each.text for each in file.verify().discrepancies]
    assert said in texts
    with pytest.raises(
        Fault, match=rf"not as the program left it\. {said} Nothing was changed now; keep the file as it"
    ):
        opened(path)


@pytest.mark.requirement(1)
@pytest.mark.parametrize("guard", ["fact_is_never_updated", "fact_is_never_deleted"])
@pytest.mark.parametrize("instead", ["", "CREATE TRIGGER {} BEFORE UPDATE ON fact BEGIN SELECT 1; END"])
def test_a_file_whose_trail_is_not_guarded_takes_no_entries(path: Path, guard: str, instead: str) -> None:
    with opened(path) as file:
        file._connection.execute(f"DROP TRIGGER {guard}")
        if instead:
            file._connection.execute(instead.format(guard))
    with pytest.raises(
        Fault, match=rf"not as the program left it\. The file's trigger {guard}: it is (missing|not what)"
    ):
        opened(path)

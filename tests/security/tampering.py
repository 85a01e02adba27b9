"""A small file that has something in every table, and hands that reach into it without the program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import cast

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.signed_content import content_of
from crf_app.store.chain import COLUMNS, row_hash
from crf_app.store.connection import Connection, Row
from crf_app.store.key import FileKey
from crf_app.store.study_file import StudyFile
from tests.store.trial import ANN, NOON, PASSPHRASE, VERSION, a_visit, entered, new_file, on_page, record, signed

PAGE = "s1/month_1/edss"


def _added(id_: str, username: str) -> Draft:
    return Draft(
        FactKind.PERSON_ADDED, new={"id": id_, "name": username.title(), "username": username, "role": "rater"}
    )


def full_file(folder: Path, name: str = "site-01.crf") -> StudyFile:
    """Make a file of two subjects, two accounts, a log row, a query, a signature and a hold, and leave it open."""
    file = new_file(folder, name)
    people = [_added("p-ann", "ann"), _added("p-bert", "bert")]
    file.append(people, ANN, NOON, VERSION, credentials=[("p-ann", "$argon2id$ann"), ("p-bert", "$argon2id$bert")])
    log = "s1/-/medication.1"
    record(
        file,
        [
            Draft(FactKind.PERSON_SIGNED_IN, new={"username": "ann"}),
            *a_visit(),
            *a_visit("s2", "P02"),
            on_page(FactKind.ROW_ADDED, log, {"section": "doses"}, row="r1"),
            entered(log, "dose", "5", "r1"),
            on_page(FactKind.SOURCE_VERIFIED, PAGE, item="walk"),
            entered(PAGE, "total", "4"),
            Draft(FactKind.HOLD_PLACED, "s2", new={"scope": "s2", "level": "frozen"}),
        ],
    )
    held = file.subject("s1")
    assert held
    signature = signed("s1", "month_1", [PAGE])
    record(file, [replace(signature, new={**(signature.new or {}), "content": content_of([held.pages[PAGE]])})])
    return file


@contextmanager
def behind_its_back(path: Path) -> Iterator[Connection]:
    """Open a file as a database program would that has its key: no guards, no checks, no lock, no word to anybody."""
    key = FileKey.of_file(path, PASSPHRASE)
    connection = cast(Connection, sqlcipher.connect(str(path), isolation_level=None))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.secret}'\"")
        connection.execute("PRAGMA ignore_check_constraints=ON")
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type='table'")}
        for _, sql in guards if "fact" in tables else ():  # put back: nothing but what was done shall tell of it
            connection.execute(sql)
    finally:
        connection.close()


def tampered(path: Path, *deeds: str | Callable[[Connection], object]) -> None:
    """Do to a closed file what somebody with its passphrase could do."""
    with behind_its_back(path) as connection:
        for deed in deeds:
            if isinstance(deed, str):
                connection.execute(deed)
            else:
                deed(connection)


def chained_anew(connection: Connection, start: int) -> None:
    """Work out every hash from a fact on, as somebody would who knows how they are made."""
    sql = f"SELECT {COLUMNS}, n FROM fact WHERE n>=? ORDER BY n"  # noqa: S608 - our column names
    rows: list[Row] = connection.execute(sql, (start - 1,)).fetchall()
    previous = rows.pop(0)[20] if start > 1 else "0" * 64
    for *parts, n in rows:
        parts[19] = previous
        previous = row_hash(tuple(parts))
        connection.execute("UPDATE fact SET previous=?, hash=? WHERE n=?", (parts[19], previous, n))

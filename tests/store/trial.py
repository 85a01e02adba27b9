"""The people, moments and steps of a small trial that the store's tests tell about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import cast

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.capture.facts import Actor, Content, Draft, Fact, FactKind
from crf_app.store.connection import Connection
from crf_app.store.key import FileKey
from crf_app.store.study_file import StudyFile

PASSPHRASE = "drei Löwen schlafen 7"
ANN = Actor("p-ann", "Ann Site", "coordinator")
TEHRAN = timezone(timedelta(hours=3, minutes=30))
NOON = datetime(2024, 3, 7, 12, 0, tzinfo=TEHRAN)
VERSION = "1.0"


def new_file(folder: Path, name: str = "site-01.crf", passphrase: str = PASSPHRASE) -> StudyFile:
    return StudyFile.create(
        folder / name,
        passphrase,
        study_id="spms",
        version=VERSION,
        site="01",
        fingerprint="f" * 64,
        source={"study.yaml": "id: spms\n", "forms/edss.yaml": "title: EDSS\n"},
        actor=ANN,
        now=NOON,
        program="0.1",
    )


def opened(path: Path, passphrase: str = PASSPHRASE, *, read_only: bool = False) -> StudyFile:
    return StudyFile.open(path, passphrase, read_only=read_only, program="0.1", opened_by="Bert")


def record(file: StudyFile, drafts: Iterable[Draft], now: datetime = NOON) -> tuple[Fact, ...]:
    return file.append(list(drafts), ANN, now, VERSION)


def enrolled(subject: str, label: str) -> Draft:
    return Draft(FactKind.SUBJECT_ENROLLED, subject, new={"label": label, "site": "01"})


def visited(subject: str, planned: str, date: str = "2024-03-07") -> Draft:
    return Draft(FactKind.VISIT_STARTED, subject, f"{subject}/{planned}", new={"date": date})


def on_page(kind: FactKind, page: str, new: Content | None = None, **rest: str) -> Draft:
    subject, visit, _ = page.split("/")
    at = None if visit == "-" else f"{subject}/{visit}"
    return Draft(kind, subject, at, page, rest.get("row"), rest.get("item"), None, new, rest.get("reason"))


def begun(page: str) -> Draft:
    return on_page(FactKind.PAGE_STARTED, page, {"form_version": 1})


def entered(page: str, item: str, value: str, row: str | None = None) -> Draft:
    where = {"item": item} if row is None else {"item": item, "row": row}
    return on_page(FactKind.ENTRY_RECORDED, page, {"value": value}, **where)


def asked(page: str, number: int, text: str = "Please look again.") -> Draft:
    new = {"id": f"q{number}", "number": number, "check": "edss_steps", "text": text}
    return on_page(FactKind.QUERY_RAISED, page, new, item="total")


def signed(subject: str, visit: str, pages: list[str], id_: str = "g1") -> Draft:
    new = {"id": id_, "pages": pages, "meaning": "reviewed", "name": "Dr. Dora", "content": "c" * 64}
    span = {"first_fact": 3, "last_fact": 9}
    return Draft(FactKind.SIGNATURE_MADE, subject, f"{subject}/{visit}", new={**new, **span})


def a_visit(subject: str = "s1", label: str = "P01") -> list[Draft]:
    """A subject, one visit, the EDSS page half filled, one query and an adverse event."""
    edss, event = f"{subject}/month_1/edss", f"{subject}/-/adverse_event.1"
    return [
        enrolled(subject, label),
        visited(subject, "month_1"),
        begun(edss),
        entered(edss, "total", "3.75"),
        entered(edss, "walk", "450"),
        asked(edss, 1 if subject == "s1" else int(subject[1:])),
        begun(event),
        entered(event, "term", "Headache"),
    ]


def forged(path: Path, forge: Callable[[Connection], object], passphrase: str = PASSPHRASE) -> None:
    """Do to a file what somebody with its key and a database program could do to it."""
    key = FileKey.of_file(path, passphrase)
    connection = cast(Connection, sqlcipher.connect(str(path), isolation_level=None))
    try:
        connection.execute(f"PRAGMA key = \"x'{key.secret}'\"")
        guards = connection.execute("SELECT name, sql FROM sqlite_schema WHERE type='trigger'").fetchall()
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        forge(connection)
        for _, sql in guards:
            connection.execute(sql)
    finally:
        connection.close()

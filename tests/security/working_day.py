"""A day's work in a process of its own: at the window and at the desk, with mistakes, a bug of ours, and a sudden end.

The secrets come through its standard input, as JSON: neither its arguments nor its environment hold any. It says what
it did, a line each, and then waits to be killed with the file open and a field half typed.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crf_app import app
from crf_app.base.files import bundled
from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.capture.places import EntryKey, VisitPlace
from crf_app.exchange.csv_folder import export_csv
from crf_app.gui import navigation as to
from crf_app.gui.editors.lines import LongTextEditor
from crf_app.gui.main_window import MainWindow
from crf_app.reports.catalogue import make_report
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.store.backup import copy_to
from crf_app.store.connection import Door

Secrets = dict[str, str]


def makes_the_file(path: Path, said: Secrets) -> None:
    """A new file, everybody in it, and two of them signing in wrongly."""
    desk = make_file(path, said["passphrase"], load_whole(bundled("forms", "spms-plmsc")), "01")
    first = c.AddPerson("first_admin", said["admin_name"], "administrator", said["admin_password"], temporary=False)
    add_first_person(desk, first)
    desk.sign_in("first_admin", said["admin_password"])
    for role in ("coordinator", "investigator"):
        name, username, password = (said[f"{role}_{part}"] for part in ("name", "username", "password"))
        desk.do(c.AddPerson(username, name, role, password, temporary=False))
    for password in (said["wrong_password"], said["passphrase"]):
        with suppress(Refusal):
            desk.sign_in(said["coordinator_username"], password)
    with suppress(Refusal):
        desk.sign_in(said["mistyped_username"], said["wrong_password"])
    desk.file.close()


def opens_the_window(path: Path, said: Secrets) -> MainWindow:
    """The wrong passphrase, the right one, the wrong password, the right one."""
    window = app.make_window(app.application())
    app._catch_bugs(window)
    window.show()
    app.begin(window, path)
    settle()
    for passphrase in (said["wrong_passphrase"], said["passphrase"]):
        assert window.sign_in is not None
        window.sign_in.passphrase_given.emit(passphrase, False)
        settle()
    wait_for(lambda: window.desk is not None)
    for password in (said["wrong_password"], said["coordinator_password"]):
        assert window.sign_in is not None
        window.sign_in.sign_in_wanted.emit(said["coordinator_username"], password)
        settle()
    wait_for(lambda: window.room is not None)
    return window


def works(window: MainWindow, said: Secrets, out: Path) -> None:
    """Enrols, enters, asks, signs, prints, exports, backs up."""
    assert window.room is not None
    desk = window.room.desk
    desk.do(c.Enrol(said["subject"]))
    subject = desk.file.find_subject(said["subject"])
    assert subject is not None
    visit = VisitPlace(subject, "screening")
    desk.do(c.StartVisit(visit, PartialDate(2025, 5, 22)))
    page = desk.record(subject).next_log_page("deviation")
    session = desk.session(page)
    session.edit(EntryKey("what"), said["entry"])
    session.edit(EntryKey("deviation_on"), said["unreadable"])
    session.set_missing(EntryKey("reason"), "unknown", said["comment"])
    desk.do(c.RecordEntries(page, session.pending(), None, session.new_rows()))
    with suppress(Refusal):
        desk.do(c.CompletePage(page))
    desk.do(c.RaiseQuery(said["query"], page=page, key=EntryKey("what")))
    with suppress(Refusal):
        desk.do(c.Sign("I have seen it.", said["wrong_password"], visit=visit))
    types(window, to.Form(page), said)
    out.mkdir()
    make_report(desk, "casebook", out / "casebook.pdf", subject=said["subject"], language="en")
    export_csv(desk, out / "csv")
    for place in (to.Today(), to.Subjects(), to.Subject(subject), to.Queries(), to.AuditTrail(subject), to.Form(page)):
        window.room.go(place)
        settle()
        window.grab()


def types(window: MainWindow, place: to.Form, said: Secrets) -> None:
    """Types into a field and leaves it."""
    assert window.room is not None
    window.room.go(place)
    wait_for(lambda: bool(field_of(window, "action")))
    field = field_of(window, "action")[0].field
    field.setFocus()
    QTest.keyClicks(field, said["typed"])
    window.room.go(to.Today())
    settle()


def field_of(window: MainWindow, item: str) -> list[LongTextEditor]:
    return [each for each in window.findChildren(LongTextEditor) if each.item.id == item]


def backs_up(desk: Desk, path: Path) -> None:
    """A backup, and one that somebody pulled the plug of."""
    desk.file.backup(path.with_name("backup.crf"))
    copy_to(desk.file._connection, Door(path.with_name("broken.crf.unfinished"), desk.file._door.key))


def breaks(window: MainWindow, said: Secrets) -> None:
    """A bug of ours, whose words hold everything."""

    def bug() -> None:
        passphrase, command = said["passphrase"], c.Sign("meaning", said["coordinator_password"])
        raise ValueError(f"{said} {passphrase} {command}")

    QTimer.singleShot(0, window, bug)
    settle()


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def wait_for(there: object) -> None:
    assert callable(there)
    for _ in range(500):
        if there():
            return
        QTest.qWait(10)
    raise AssertionError("it did not happen")


def main() -> None:
    said: Secrets = json.loads(sys.stdin.readline())
    folder = Path(sys.argv[1])
    path = folder / "data" / "site-01.crf"
    path.parent.mkdir()
    makes_the_file(path, said)
    window = opens_the_window(path, said)
    assert window.room is not None
    desk = window.room.desk
    works(window, said, folder / "out")
    backs_up(desk, path)
    breaks(window, said)
    desk.do(c.RaiseQuery(said["query"], subject=desk.file.subject_ids()[0]))  # so that the log holds something
    core = resource.getrlimit(resource.RLIMIT_CORE)[0]
    sys.stdout.write(json.dumps({"key": desk.file._door.key.secret, "core": core, "process": os.getpid()}) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


main()

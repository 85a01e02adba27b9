"""Backups in the window: before it is closed, each day, in two places; and the way back from one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import keyring
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crf_app.base.problems import Fault
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.gui import key_store
from crf_app.gui.backups_sheet import BackupsSheet
from crf_app.gui.main_window import MainWindow
from crf_app.gui.pages.today import BackupCard
from crf_app.gui.parts import Button, TextLabel
from crf_app.gui.settings import Settings
from crf_app.gui.work_note import WorkNote
from crf_app.services import keeping
from crf_app.store.study_file import StudyFile
from tests.gui.ward import Clerk
from tests.migrations.contents import PASSPHRASE as OLD_PASSPHRASE
from tests.services.clinic import PASSPHRASE

OLD = Path(__file__).parents[2] / "migrations" / "files" / "format-1.crf"


@pytest.fixture
def careful(clerk: Clerk) -> Clerk:
    """The coordinator in a window that keeps its file by itself, as the program makes it."""
    clerk.window.close()
    clerk.window = MainWindow(clerk.switch, Settings(language="en"), clerk.clock, keeps=True)
    clerk.bot.addWidget(clerk.window)
    clerk.window.show()
    return clerk.sits_down_as("rahimi")


def copies(clerk: Clerk) -> list[Path]:
    return sorted(clerk.path.with_name("site-01-backups").glob("*.crf"))


def noted(path: Path) -> list[tuple[str, str]]:
    with StudyFile.open(path, PASSPHRASE, read_only=True, program="t") as file:
        return [(f.person, (f.new or {})["place"]) for f in file.facts(kinds={FactKind.BACKUP_MADE})]


def closes(clerk: Clerk) -> None:
    """Close the window and wait until it is gone."""
    clerk.window.close()
    clerk.bot.waitUntil(lambda: not clerk.window.isVisible(), timeout=20_000)


@pytest.mark.requirement(28)
def test_closing_the_window_backs_the_file_up_first_and_the_trail_says_so(careful: Clerk) -> None:
    careful.window.close()
    assert careful.window.isVisible(), "it waits for the copy"
    assert isinstance(careful.overlay, WorkNote)
    careful.window.close()
    assert len(careful.window.findChildren(WorkNote)) == 1, "closing twice is no second backup"
    careful.bot.waitUntil(lambda: not careful.window.isVisible(), timeout=20_000)
    assert len(copies(careful)) == 1
    assert noted(careful.path) == [("program", "first")]


def test_closing_again_without_a_change_makes_no_second_copy(careful: Clerk) -> None:
    closes(careful)
    careful.window = MainWindow(careful.switch, Settings(language="en"), careful.clock, keeps=True)
    careful.bot.addWidget(careful.window)
    careful.window.show()
    careful.sits_down_as("rahimi")
    assert careful.window.close(), "nothing to wait for"
    assert len(copies(careful)) == 1


def test_a_person_in_a_hurry_closes_without_a_backup(careful: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(_file: StudyFile, _to: Path, *, share: Callable[[float], None], **_more: object) -> None:
        while True:  # until the person gives it up
            share(0.5)

    monkeypatch.setattr(StudyFile, "backup", slow)
    careful.window.close()
    note = careful.overlay
    assert isinstance(note, WorkNote)
    careful.clicks(note.skip)
    careful.bot.waitUntil(lambda: not careful.window.isVisible(), timeout=20_000)
    assert copies(careful) == []
    assert noted(careful.path) == []


def test_a_backup_that_fails_says_why_and_the_window_can_be_closed(
    careful: Clerk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise Fault("The disk is full.")

    monkeypatch.setattr(StudyFile, "backup", full)
    careful.window.close()
    careful.bot.waitUntil(lambda: careful.told() == "The disk is full.", timeout=20_000)
    note = careful.overlay
    assert isinstance(note, WorkNote)
    careful.presses(Qt.Key.Key_Escape, on=note)
    careful.bot.waitUntil(lambda: not careful.window.isVisible(), timeout=20_000)


def test_another_file_is_opened_after_the_first_one_is_kept(careful: Clerk, tmp_path: Path) -> None:
    other = tmp_path / "other.crf"
    shutil.copy(careful.path, other)
    careful.window.open_path(other, PASSPHRASE)
    careful.bot.waitUntil(lambda: careful.window.sign_in is not None, timeout=20_000)
    assert len(copies(careful)) == 1
    assert careful.window.desk is not None
    assert careful.window.desk.file.path == other


def test_the_days_backup_is_made_while_the_file_is_open(careful: Clerk) -> None:
    keeper = careful.window.keeper
    keeper.look()
    careful.bot.waitUntil(lambda: len(copies(careful)) == 1, timeout=20_000)
    careful.bot.waitUntil(lambda: not careful.room.background.busy, timeout=20_000)
    keeper.look()
    assert not careful.room.background.busy, "once a day"
    careful.clock.moment += timedelta(days=1)
    careful.room.desk.do(c.Enrol("A-09"))
    keeper.look()
    careful.bot.waitUntil(lambda: len(copies(careful)) == 2, timeout=20_000)
    careful.bot.waitUntil(lambda: not careful.room.background.busy, timeout=20_000)
    whole = [(f.new or {})["verified"] for f in careful.room.desk.file.facts(kinds={FactKind.BACKUP_MADE})]
    assert whole == ["whole", "whole"], "the day's copy is verified in full"


def test_a_failed_backup_stands_in_red_with_its_reason(rahimi: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise Fault("The disk is full.")

    monkeypatch.setattr(StudyFile, "backup", full)
    rahimi.window.keeper.back_up_now(by_itself=True)
    rahimi.bot.waitUntil(lambda: rahimi.room.status.backup.text() == "Backup failed", timeout=20_000)
    assert rahimi.room.status.backup._token == "danger"
    rahimi.room.read_again()
    card = rahimi.room.findChildren(BackupCard)[0]
    assert "The disk is full." in [label.text() for label in card.findChildren(TextLabel)]
    monkeypatch.undo()
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=20_000)


def test_a_backup_after_which_nothing_happened_is_not_overdue(rahimi: Clerk) -> None:
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=20_000)
    rahimi.clock.moment += timedelta(days=10)
    rahimi.window.keeper.show_state()
    assert rahimi.room.status.backup._token == "text-2"
    rahimi.room.desk.do(c.Enrol("A-09"))
    rahimi.window.keeper.show_state()
    assert str(rahimi.room.status.backup._token) == "query"


def test_a_second_place_is_chosen_and_gets_a_copy(rahimi: Clerk, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    rahimi.room.asks.folder = lambda _title, then: then(stick)  # type: ignore[method-assign, assignment]
    rahimi.room.act("backups")
    sheet = rahimi.overlay
    assert isinstance(sheet, BackupsSheet)
    assert sheet.rows() == []
    rahimi.clicks(sheet.choose)
    assert rahimi.window.settings.backup_folder == str(stick)
    rahimi.clicks(sheet.now)
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=20_000)
    assert len(list(stick.iterdir())) == 1
    rahimi.room.act("backups")
    sheet = rahimi.overlay
    assert isinstance(sheet, BackupsSheet)
    assert [place for _, place in sheet.rows()] == ["beside the file", "second place"]
    rahimi.clicks(sheet.no_second)
    assert rahimi.window.settings.backup_folder == ""


def test_a_second_place_that_is_gone_is_told_to_who_asked(rahimi: Clerk, tmp_path: Path) -> None:
    rahimi.window.keeper.choose_second(tmp_path / "unplugged")
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: rahimi.overlay is not None, timeout=20_000)
    assert rahimi.sheet.accessibleName() == "Backed up, but not in the second place"
    assert len(copies(rahimi)) == 1


@pytest.mark.requirement(28)
def test_a_damaged_file_offers_the_last_good_backup_and_it_comes_back(rahimi: Clerk, tmp_path: Path) -> None:
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=20_000)
    (backup,) = copies(rahimi)
    rahimi.window.entrance.close_file()
    with rahimi.path.open("r+b") as file:
        file.truncate(5_000)
    target = tmp_path / "again.crf"
    asks = rahimi.window.ask()
    asks.file_to_write = lambda _title, _pattern, _start, then: then(target)  # type: ignore[method-assign, assignment]
    rahimi.window.open_path(rahimi.path, PASSPHRASE)
    assert rahimi.sheet.accessibleName() == "The file cannot be used"
    assert backup.name in " ".join(label.text() for label in rahimi.sheet.findChildren(TextLabel))
    rahimi.clicks(rahimi.sheet.go_on)
    field = rahimi.sheet._needed
    assert field is not None
    field.setText(PASSPHRASE)
    rahimi.clicks(rahimi.sheet.go_on)
    rahimi.bot.waitUntil(lambda: rahimi.window.desk is not None, timeout=20_000)
    assert rahimi.window.desk is not None
    assert rahimi.window.desk.file.path == target
    assert next(rahimi.window.desk.file.facts(newest_first=True)).kind is FactKind.FILE_RESTORED


def test_one_slip_of_the_passphrase_offers_nothing_yet(rahimi: Clerk) -> None:
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=20_000)
    rahimi.window.entrance.close_file()
    rahimi.window.open_path(rahimi.path, "not this one at all")
    assert rahimi.overlay is None
    page = rahimi.window.sign_in
    assert page is not None
    page.passphrase_given.emit("nor this one at all", False)
    rahimi.bot.waitUntil(lambda: rahimi.overlay is not None)
    assert rahimi.sheet.accessibleName() == "The file cannot be used"


@pytest.mark.requirement(5, 6)
def test_an_older_copy_in_the_place_of_the_file_is_told_at_the_door(rahimi: Clerk, tmp_path: Path) -> None:
    rahimi.window.entrance.close_file()
    shutil.copy(rahimi.path, tmp_path / "older.crf")
    rahimi.sits_down_as("rahimi")
    rahimi.room.desk.do(c.Enrol("A-09"))
    rahimi.window.entrance.close_file()
    shutil.move(tmp_path / "older.crf", rahimi.path)
    rahimi.window.open_path(rahimi.path, PASSPHRASE)
    assert rahimi.sheet.accessibleName() == "This is not the file as it was left here"
    assert rahimi.window.desk is not None
    assert next(rahimi.window.desk.file.facts(newest_first=True)).kind is FactKind.FILE_DEPARTED


@pytest.mark.requirement(34)
def test_a_file_of_an_earlier_program_is_brought_up_to_date_off_the_thread(
    clerk: Clerk, tmp_path: Path, real_keys: None
) -> None:
    old = tmp_path / "old.crf"
    shutil.copyfile(OLD, old)
    clerk.window.open_path(old, OLD_PASSPHRASE)
    assert isinstance(clerk.overlay, WorkNote)
    clerk.bot.waitUntil(lambda: clerk.window.desk is not None, timeout=30_000)
    assert clerk.window.sign_in is not None
    assert len(clerk.window.sign_in.rows) == 4
    assert (tmp_path / "old.format-1.crf").exists()


def test_the_recovery_sheet_asks_for_the_passphrase_and_is_written_where_the_person_says(
    rahimi: Clerk, tmp_path: Path
) -> None:
    out = tmp_path / "sheet.pdf"
    asks = rahimi.window.ask()
    asks.file_to_write = lambda _title, _pattern, _start, then: then(out)  # type: ignore[method-assign, assignment]
    rahimi.room.act("recovery_sheet")
    field = rahimi.sheet._needed
    assert field is not None
    field.setText("not the passphrase")
    rahimi.clicks(rahimi.sheet.go_on)
    assert "does not open with this passphrase" in rahimi.told(rahimi.sheet)
    assert not out.exists()
    field.setText(PASSPHRASE)
    rahimi.clicks(rahimi.sheet.go_on)
    assert out.read_bytes().startswith(b"%PDF")


class Drawer(keyring.backend.KeyringBackend):
    """A key store in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.kept: dict[str, str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def delete_password(self, service: str, username: str) -> None:
        if username not in self.kept:
            raise keyring.errors.PasswordDeleteError
        del self.kept[username]


@pytest.fixture
def drawer(monkeypatch: pytest.MonkeyPatch) -> Drawer:
    made = Drawer()
    monkeypatch.setattr(keyring, "get_keyring", lambda: made)
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, getattr(made, name))
    return made


def test_the_passphrase_is_kept_only_if_the_person_agrees(clerk: Clerk, drawer: Drawer) -> None:
    clerk.window.open_path(clerk.path)
    page = clerk.window.sign_in
    assert page is not None
    page.passphrase_given.emit(PASSPHRASE, False)
    clerk.bot.waitUntil(lambda: clerk.window.desk is not None)
    QApplication.processEvents()
    assert drawer.kept == {}
    clerk.window.open_path(clerk.path)
    page = clerk.window.sign_in
    assert page is not None
    page.passphrase_given.emit("wrong and not to be kept", True)
    clerk.bot.waitUntil(lambda: bool(clerk.told()))
    assert drawer.kept == {}
    page.passphrase_given.emit(PASSPHRASE, True)
    clerk.bot.waitUntil(lambda: clerk.window.desk is not None)
    QApplication.processEvents()
    assert drawer.kept == {str(clerk.path.resolve()): PASSPHRASE}


def test_a_kept_passphrase_is_forgotten_again(rahimi: Clerk, drawer: Drawer) -> None:
    key_store.keep_passphrase(rahimi.path, PASSPHRASE)
    rahimi.room.act("forget_passphrase")
    assert drawer.kept == {}
    assert rahimi.sheet.accessibleName() == "Passphrase"
    rahimi.clicks(rahimi.sheet.go_on)
    rahimi.window.open_path(rahimi.path)
    assert rahimi.window.desk is None, "it is asked for"
    assert not key_store.forget_passphrase(rahimi.path)


def test_every_backup_can_be_restored_from_the_list(rahimi: Clerk) -> None:
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=20_000)
    rahimi.room.act("backups")
    sheet = rahimi.overlay
    assert isinstance(sheet, BackupsSheet)
    ((kept, _),) = sheet.rows()
    asked: list[Path] = []
    asks = rahimi.window.ask()
    asks.file_to_write = lambda _title, _pattern, start, _then: asked.append(start)  # type: ignore[method-assign, assignment]
    (way_back,) = [each for each in sheet.findChildren(Button) if each.text() == "Restore…"]
    rahimi.clicks(way_back)
    assert asked == [rahimi.path.with_name("restored.crf")]
    assert kept.path.exists()
    assert keeping.last_good(rahimi.path) is not None

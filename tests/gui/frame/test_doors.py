"""Starting a study and restoring a backup, from the first screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from crf_app.base.problems import Refusal
from crf_app.gui import navigation as to
from crf_app.gui.doors import restore
from crf_app.gui.pages.today import TodayPage
from crf_app.gui.parts import ComboField, EmptyState, TextField, TextLabel
from crf_app.gui.start_study import StartStudy
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE, PASSWORD

OWN = "seven quiet rivers"


def _chooses_a_password(clerk: Clerk) -> None:
    """Who begins to work is asked for a password of their own before anything else is open."""
    page = clerk.window.sign_in
    assert page is not None
    assert page.choice is not None
    assert clerk.window.room is None
    clerk.types(OWN, on=page.choice.fresh).types(OWN, on=page.choice.again)
    clerk.presses(Qt.Key.Key_Return, on=page.choice.again)


def test_a_study_is_started_from_its_folder(clerk: Clerk, tmp_path: Path) -> None:
    clerk.window.show_first_run()
    page = clerk.window.first_run
    assert page is not None
    clerk.clicks(page.doors["new"])
    choice = clerk.sheet.findChildren(ComboField)[0]
    names = [choice.option_at(place).label for place in range(choice.count())]
    choice.setCurrentIndex(names.index("spms-plmsc"))
    clerk.clicks(clerk.sheet.go_on)
    sheet = clerk.overlay
    assert isinstance(sheet, StartStudy)
    sheet._make()
    assert clerk.told(sheet) == "Administrator is still empty."
    sheet.administrator.setText("R. Sadeghi")
    sheet.worker.setText("N. Rahimi")
    sheet.username.setText("rahimi")
    sheet.file.setText(str(tmp_path / "new.crf"))
    sheet.passphrase.setText("short")
    sheet.admin_password.setText(PASSWORD)
    sheet._make()
    assert "12" in clerk.told(sheet), "it says how long a passphrase must be"
    assert not (tmp_path / "new.crf").exists()
    sheet.passphrase.setText(PASSPHRASE)
    sheet._make()
    _chooses_a_password(clerk)
    assert clerk.sheet.accessibleName() == "Print the recovery sheet", "offered once, while the passphrase is known"
    clerk.presses(Qt.Key.Key_Escape, on=clerk.sheet)
    assert clerk.room.navigator.place == to.Today()
    actor = clerk.room.desk.actor
    assert actor is not None
    assert (actor.name, actor.role) == ("N. Rahimi", "coordinator")
    assert [person.role for person in clerk.room.desk.file.people()] == ["administrator", "coordinator"]
    assert not any(person.must_change for person in clerk.room.desk.file.people())


@pytest.mark.requirement(8, 9)
def test_the_two_accounts_of_a_new_file_have_a_password_each(clerk: Clerk, tmp_path: Path) -> None:
    test_a_study_is_started_from_its_folder(clerk, tmp_path)
    desk = clerk.room.desk.beside()
    assert desk.sign_in("admin", PASSWORD).role == "administrator"
    assert desk.sign_in("rahimi", OWN).role == "coordinator"
    for username, password in (("admin", OWN), ("rahimi", PASSWORD)):
        with pytest.raises(Refusal):
            desk.sign_in(username, password)


def test_a_new_file_has_one_thing_to_do(clerk: Clerk, tmp_path: Path) -> None:
    test_a_study_is_started_from_its_folder(clerk, tmp_path)
    clerk.goes_to(to.Subjects())
    page = clerk.room.navigator.page
    assert page is not None
    assert page._new.isVisible()  # type: ignore[attr-defined]
    assert page._new.text() == "New subject"  # type: ignore[attr-defined]


def test_a_day_without_visits_says_so_and_offers_the_first_step(clerk: Clerk, tmp_path: Path) -> None:
    test_a_study_is_started_from_its_folder(clerk, tmp_path)
    page = clerk.room.navigator.page
    assert isinstance(page, TodayPage)
    words = [label.text() for label in page.findChildren(EmptyState)[0].findChildren(TextLabel) if label.isVisible()]
    assert words[0] == "Nothing is due today."
    assert clerk.window.focusWidget().text() == "New subject"  # type: ignore[attr-defined]
    clerk.presses(Qt.Key.Key_Space)
    assert clerk.sheet.accessibleName() == "New subject"


def test_a_backup_is_restored_under_another_name(clerk: Clerk, tmp_path: Path) -> None:
    backup, target = tmp_path / "copy.crf", tmp_path / "restored.crf"
    clerk.sits_down_as("rahimi")
    clerk.room.desk.file.backup(backup)
    asks = clerk.window.ask()
    asks.file_to_open = lambda _title, _pattern, then: then(backup)  # type: ignore[method-assign, assignment]
    asks.file_to_write = lambda _title, _pattern, _start, then: then(target)  # type: ignore[method-assign, assignment]
    restore(clerk.window)
    field = clerk.sheet.findChildren(TextField)[0]
    field.setText("not the passphrase")
    clerk.clicks(clerk.sheet.go_on)
    assert clerk.told(clerk.sheet)
    assert not target.exists()
    field.setText(PASSPHRASE)
    clerk.clicks(clerk.sheet.go_on)
    clerk.bot.waitUntil(lambda: clerk.window.sign_in is not None, timeout=20_000)
    assert target.exists()
    assert clerk.window.sign_in is not None
    assert len(clerk.window.sign_in.rows) == 4

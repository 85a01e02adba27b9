"""Starting a study and restoring a backup, from the first screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt

from crf_app.gui import navigation as to
from crf_app.gui.doors import restore
from crf_app.gui.pages.today import TodayPage
from crf_app.gui.parts import ComboField, EmptyState, TextField, TextLabel
from crf_app.gui.start_study import StartStudy
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE, PASSWORD


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
    sheet.password.setText(PASSWORD)
    sheet._make()
    assert "12" in clerk.told(sheet), "it says how long a passphrase must be"
    assert not (tmp_path / "new.crf").exists()
    sheet.passphrase.setText(PASSPHRASE)
    sheet._make()
    assert clerk.room.navigator.place == to.Today()
    actor = clerk.room.desk.actor
    assert actor is not None
    assert (actor.name, actor.role) == ("N. Rahimi", "coordinator")
    assert [person.role for person in clerk.room.desk.file.people()] == ["administrator", "coordinator"]


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
    assert target.exists()
    assert clerk.window.sign_in is not None
    assert len(clerk.window.sign_in.rows) == 4

"""Starting: the doors, the passphrase, who you are."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crf_app.base.words import LANGUAGES
from crf_app.gui import navigation as to
from crf_app.gui.parts import Button
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE, PASSWORD


def test_the_first_start_offers_four_doors_and_the_look(clerk: Clerk) -> None:
    clerk.window.show_first_run()
    page = clerk.window.first_run
    assert page is not None
    assert list(page.doors) == ["demo", "open", "new", "restore"]
    assert all(door.accessibleName() for door in page.doors.values())
    assert page.language.choice == "en"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_the_look_can_be_chosen_in_full_words_at_any_size_of_the_text(
    clerk: Clerk, language: str, factor: float
) -> None:
    clerk.switch.choose_language(language)
    clerk.switch.choose_factor(factor)
    clerk.window.show_first_run()
    page = clerk.window.first_run
    assert page is not None
    QApplication.processEvents()
    for choice in (page.language, page.size_, page.scheme):
        assert choice.width() >= choice.sizeHint().width()
        assert choice.mapTo(page, choice.rect().bottomRight()).x() < page.width()


def test_choosing_persian_on_the_first_start_speaks_persian_at_once(clerk: Clerk) -> None:
    clerk.window.show_first_run()
    before = clerk.window.first_run
    assert before is not None
    before.language.edited.emit("fa")
    after = clerk.window.first_run
    assert after is not None
    assert after is not before
    assert after.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert clerk.window.settings.language == "fa"


def test_an_encrypted_file_asks_for_its_passphrase_and_says_when_it_is_wrong(clerk: Clerk) -> None:
    clerk.window.open_path(clerk.path)
    page = clerk.window.sign_in
    assert page is not None
    assert page.secret is not None
    clerk.types("not this one at all", on=page.secret).presses(Qt.Key.Key_Return, on=page.secret)
    clerk.bot.waitUntil(lambda: bool(clerk.told()))
    assert clerk.told().count(".") >= 1
    assert page.secret.text() == "not this one at all", "what was typed stays"


def test_the_right_passphrase_shows_who_works_here(clerk: Clerk) -> None:
    clerk.window.open_path(clerk.path)
    page = clerk.window.sign_in
    assert page is not None
    page.passphrase_given.emit(PASSPHRASE, False)
    clerk.bot.waitUntil(lambda: clerk.window.desk is not None)
    people = clerk.window.sign_in
    assert people is not None
    assert [row.accessibleName() for row in people.rows] == [
        "R. Sadeghi, Administrator",
        "N. Rahimi, Site coordinator",
        "M. Karimi, Investigator",
        "L. Moradi, Monitor",
    ]


def test_a_wrong_password_gives_one_sentence_and_keeps_the_person(clerk: Clerk) -> None:
    clerk.window.open_path(clerk.path, PASSPHRASE)
    page = clerk.window.sign_in
    assert page is not None
    assert page.secret is not None
    clerk.clicks(page.rows[1]).types("wrong password!", on=page.secret).presses(Qt.Key.Key_Return, on=page.secret)
    assert clerk.told() == "User name and password do not belong together. Nothing else is wrong."
    assert page.rows[1].isChecked()
    assert clerk.window.room is None
    page.secret.selectAll()
    clerk.types(PASSWORD, on=page.secret)
    assert clerk.told() == "", "typing again takes the sentence away"
    clerk.presses(Qt.Key.Key_Return, on=page.secret)
    assert clerk.room.navigator.place == to.Today()


def test_arrow_keys_choose_the_person(clerk: Clerk) -> None:
    clerk.window.open_path(clerk.path, PASSPHRASE)
    page = clerk.window.sign_in
    assert page is not None
    page.rows[0].setFocus()
    clerk.presses(Qt.Key.Key_Down, Qt.Key.Key_Down, on=page.rows[0])
    assert page.rows[1].isChecked()


def test_the_environment_signs_in(clerk: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRF_PASSPHRASE", PASSPHRASE)
    monkeypatch.setenv("CRF_USER", "karimi")
    monkeypatch.setenv("CRF_PASSWORD", PASSWORD)
    clerk.window.open_path(clerk.path)
    actor = clerk.room.desk.actor
    assert actor is not None
    assert actor.name == "M. Karimi"


def test_caps_lock_is_told(clerk: Clerk) -> None:
    clerk.window.open_path(clerk.path, PASSPHRASE)
    page = clerk.window.sign_in
    assert page is not None
    assert page.secret is not None
    with clerk.bot.waitSignal(page.secret.caps_lock) as heard:
        clerk.presses(Qt.Key.Key_A, on=page.secret)
    assert heard.args == [False]


def test_locking_the_window_keeps_the_file_open_and_asks_who_comes_back(rahimi: Clerk) -> None:
    rahimi.room.act("lock")
    assert rahimi.window.room is None
    assert rahimi.window.sign_in is not None
    assert rahimi.window.desk is not None
    assert rahimi.window.desk.actor is None


def test_the_sign_in_has_one_filled_button(clerk: Clerk) -> None:
    clerk.window.open_path(clerk.path, PASSPHRASE)
    page = clerk.window.sign_in
    assert page is not None
    clerk.bot.waitUntil(lambda: page.go_on is not None and page.go_on.isVisible())
    filled = [b for b in clerk.window.findChildren(Button) if b.isVisible() and b._kind.value == "primary"]
    assert len(filled) == 1

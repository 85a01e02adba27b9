"""People: the administrator sees to accounts and has no data; everybody else sees who works here."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.gui import navigation as to
from crf_app.gui.actions import PLACES, action
from crf_app.gui.command_palette import CommandPalette
from crf_app.gui.pages.people import PeoplePage
from crf_app.gui.parts import Button, ComboField, TextField, TextLabel
from crf_app.gui.sign_in_parts import SecretField
from crf_app.services.opening import open_file
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE, PASSWORD

NEW = "seven quiet rivers"


@pytest.fixture
def sadeghi(clerk: Clerk) -> Clerk:
    """The administrator at the desk."""
    return clerk.sits_down_as("sadeghi")


def page_of(clerk: Clerk) -> PeoplePage:
    page = clerk.room.navigator.page
    assert isinstance(page, PeoplePage)
    return page


def lines(page: PeoplePage) -> list[tuple[str, ...]]:
    return [tuple(cell.first for cell in line.cells[:3]) for line in page.table.model_.lines]


def at(clerk: Clerk, username: str) -> PeoplePage:
    """Stand at an account."""
    person = clerk.room.desk.file.person_by_username(username)
    assert person is not None
    clerk.goes_to(to.People(person.id))
    return page_of(clerk)


def offered(page: PeoplePage) -> set[str]:
    assert page.card is not None
    return {button.text() for button in page.card.buttons.values() if button.isVisible()}


def presses(clerk: Clerk, command: type[object]) -> None:
    card = page_of(clerk).card
    assert card is not None
    clerk.clicks(card.buttons[command])


def fills(clerk: Clerk, **texts: str) -> None:
    fields = {field.accessibleName(): field for field in clerk.sheet.findChildren(TextField)}
    for name, text in texts.items():
        field = fields[name.replace("_", " ")]
        field.selectAll()
        clerk.types(text, on=field)


def history(page: PeoplePage) -> list[str]:
    assert page.card is not None
    QApplication.processEvents()
    inner = page.card._history.parentWidget()
    assert inner is not None
    return [label.text() for label in inner.findChildren(TextLabel) if label.isVisible()]


def tried(clerk: Clerk, *usernames: str) -> None:
    """Attempts that failed, before anybody sits down at the window."""
    desk = open_file(clerk.path, PASSPHRASE, clock=clerk.clock)
    for username in usernames:
        with pytest.raises(Refusal):
            desk.sign_in(username, "not the right one")
    desk.file.close()


# Where the administrator is


@pytest.mark.requirement(9)
def test_the_administrator_begins_at_the_accounts_and_finds_no_data(sadeghi: Clerk) -> None:
    assert sadeghi.room.navigator.place == to.People()
    shown = [id_ for id_, button in sadeghi.room.sidebar.buttons.items() if not button.isHidden()]
    assert shown == ["audit_trail", "study", "people"]
    for _, _, _, place in PLACES:
        assert sadeghi.room.can_show(type(place)) is (type(place) in (to.AuditTrail, to.Study, to.People))
    sadeghi.goes_to(to.Today()).goes_to(to.Subject(sadeghi.subject("A-01")))
    assert sadeghi.room.navigator.place == to.People()
    assert sadeghi.room.standings() == ()


@pytest.mark.requirement(9)
def test_the_palette_finds_no_subject_for_the_administrator(sadeghi: Clerk) -> None:
    sadeghi.room.act("find")
    palette = sadeghi.overlay
    assert isinstance(palette, CommandPalette)
    for words in ("A-01", "A-01 edss", "hospital", "6.5"):
        palette.field.setText(words)
        assert not any("A-01" in row.words for row in palette.rows.rows)
    palette.field.setText("add a person")
    assert [row.words for row in palette.rows.rows if row.deed] == ["Add a person"]


@pytest.mark.requirement(8)
def test_others_see_who_works_here_and_can_do_nothing_about_it(rahimi: Clerk) -> None:
    rahimi.goes_to(to.People())
    page = page_of(rahimi)
    assert lines(page) == [
        ("R. Sadeghi", "Administrator", "active"),
        ("N. Rahimi", "Site coordinator", "active"),
        ("M. Karimi", "Investigator", "active"),
        ("L. Moradi", "Monitor", "active"),
    ]
    assert page.card is None
    assert not page.notice.isVisible()
    assert not action("add_person").enabled(rahimi.room.situation())
    assert not [each for each in page.findChildren(Button) if each.isVisible()]


# What can be done


@pytest.mark.requirement(8, 10)
def test_a_person_is_added_and_the_password_is_shown_once(sadeghi: Clerk) -> None:
    sadeghi.room.act("add_person")
    fills(sadeghi, Name_as_it_is_printed="T. Tavakoli", User_name="tavakoli")
    secret = next(
        f for f in sadeghi.sheet.findChildren(TextField) if f.accessibleName() == "Password for the first time"
    )
    given = secret.text()
    sadeghi.clicks(sadeghi.sheet.go_on)
    assert sadeghi.told() == "Choose a role."
    (box,) = sadeghi.sheet.findChildren(ComboField)
    box.show_choice("rater")
    asked = sadeghi.sheet
    sadeghi.clicks(asked.go_on)
    shown = sadeghi.sheet
    assert shown.accessibleName() == "Password for one time"
    words = [label.text().strip("\u2066\u2069") for label in shown.findChildren(TextLabel)]
    assert given in words
    assert "tavakoli" in words
    sadeghi.clicks(shown.go_on)
    assert sadeghi.overlay is None
    assert lines(page_of(sadeghi))[-1] == ("T. Tavakoli", "Rater", "must choose a password")
    assert given not in "".join(str(fact.new) for fact in sadeghi.room.desk.file.facts())


def test_a_taken_name_is_told_in_the_sheet_and_nothing_typed_is_lost(sadeghi: Clerk) -> None:
    sadeghi.room.act("add_person")
    fills(sadeghi, Name_as_it_is_printed="Another Rahimi", User_name="RAHIMI")
    (box,) = sadeghi.sheet.findChildren(ComboField)
    box.show_choice("reader")
    sadeghi.clicks(sadeghi.sheet.go_on)
    assert sadeghi.told() == "The user name RAHIMI was given already. Choose another."
    assert [f.text() for f in sadeghi.sheet.findChildren(TextField)][:2] == ["Another Rahimi", "RAHIMI"]


@pytest.mark.requirement(7, 8)
def test_role_name_and_state_change_with_a_reason_and_the_history_tells(sadeghi: Clerk) -> None:
    at(sadeghi, "moradi")
    presses(sadeghi, c.ChangeRole)
    (box,) = sadeghi.sheet.findChildren(ComboField)
    assert box.choice == "monitor"
    box.show_choice("data_manager")
    sadeghi.clicks(sadeghi.sheet.go_on)
    assert sadeghi.told() == "Say why."
    fills(sadeghi, Why="new contract")
    sadeghi.clicks(sadeghi.sheet.go_on)
    presses(sadeghi, c.RenamePerson)
    fills(sadeghi, Name_as_it_is_printed="L. Moradi-Azad", Why="married")
    sadeghi.clicks(sadeghi.sheet.go_on)
    presses(sadeghi, c.DisablePerson)
    fills(sadeghi, Why="left")
    sadeghi.clicks(sadeghi.sheet.go_on)
    page = page_of(sadeghi)
    assert "L. Moradi-Azad" not in [name for name, *_ in lines(page)]
    page.choose("closed")
    assert lines(page) == [("L. Moradi-Azad", "Data manager", "closed")]
    told = history(page)
    assert [line for line in told if line.startswith("Because")] == [
        "Because: left", "Because: married", "Because: new contract",
    ]  # fmt: skip
    assert "Person changed: Monitor → Data manager" in told
    assert any(line.startswith("R. Sadeghi · 16 Jul 2025") for line in told)
    assert offered(page) == {"Reset password…", "Change role…", "Change name…", "Open the account again…"}


@pytest.mark.requirement(8)
def test_a_closed_account_is_not_among_those_who_can_sign_in(sadeghi: Clerk) -> None:
    at(sadeghi, "moradi")
    presses(sadeghi, c.DisablePerson)
    fills(sadeghi, Why="left")
    sadeghi.clicks(sadeghi.sheet.go_on)
    sadeghi.window.act("lock")
    page = sadeghi.window.sign_in
    assert page is not None
    assert [row.username for row in page.rows] == ["sadeghi", "rahimi", "karimi"]


@pytest.mark.requirement(9)
def test_of_the_own_account_only_name_and_password_can_be_changed(sadeghi: Clerk) -> None:
    assert offered(at(sadeghi, "sadeghi")) == {"Change name…", "Change your password…"}


# What the door tells


@pytest.mark.requirement(12)
def test_failures_at_the_door_are_told_right_after_signing_in(clerk: Clerk) -> None:
    tried(clerk, *["karimi"] * 5, "somebody")
    clerk.sits_down_as("sadeghi")
    page = page_of(clerk)
    assert page.notice.isVisible()
    told = [label.text() for label in page.notice.findChildren(TextLabel) if label.isVisible()]
    assert told[1].startswith("A user name nobody has  1 failed attempt · last 16 Jul 2025, 09:20")
    assert told[2].startswith("M. Karimi  5 failed attempts · the account was locked · last 16 Jul 2025, 09:20")
    assert lines(page)[2] == ("M. Karimi", "Investigator", "locked until 09:50")


@pytest.mark.requirement(12)
def test_a_quiet_door_has_nothing_to_tell(sadeghi: Clerk) -> None:
    assert not page_of(sadeghi).notice.isVisible()


@pytest.mark.requirement(10)
def test_the_administrator_releases_an_account(clerk: Clerk) -> None:
    tried(clerk, *["karimi"] * 5)
    clerk.sits_down_as("sadeghi")
    assert "Release" in offered(at(clerk, "karimi"))
    presses(clerk, c.ReleasePerson)
    assert lines(page_of(clerk))[2] == ("M. Karimi", "Investigator", "active")
    assert "Release" not in offered(page_of(clerk))
    assert history(page_of(clerk))[0] == "Account released"


# A password of one's own


def arrives(clerk: Clerk, username: str, password: str) -> None:
    page = clerk.window.sign_in
    assert page is not None
    assert page.secret is not None
    clerk.clicks(next(row for row in page.rows if row.username == username))
    clerk.types(password, on=page.secret).presses(Qt.Key.Key_Return, on=page.secret)


@pytest.mark.requirement(10)
def test_a_reset_password_leads_to_choosing_ones_own_before_anything_else(sadeghi: Clerk) -> None:
    at(sadeghi, "rahimi")
    presses(sadeghi, c.ResetPassword)
    secret = next(f for f in sadeghi.sheet.findChildren(TextField) if f.accessibleName() == "Password for one time")
    given = secret.text()
    fills(sadeghi, Why="forgotten")
    sadeghi.clicks(sadeghi.sheet.go_on)
    sadeghi.clicks(sadeghi.sheet.go_on)
    sadeghi.window.act("lock")
    arrives(sadeghi, "rahimi", given)
    window, page = sadeghi.window, sadeghi.window.sign_in
    assert window.room is None, "nothing of the study is open"
    assert page is not None
    assert page.choice is not None
    assert window.desk is not None
    with pytest.raises(Refusal, match="Choose a password of your own"):
        window.desk.do(c.Enrol("A-09"))
    choice = page.choice
    assert [line.kept for line in choice.lines] == [False] * 4
    sadeghi.types("rahimi", on=choice.fresh)
    assert [line.kept for line in choice.lines] == [False, True, False, True], "the hint follows what is typed"
    sadeghi.clicks(page.go_on)  # type: ignore[arg-type]
    assert sadeghi.told() == "A password needs 10 characters or more; this one has 6."
    choice.fresh.clear()
    sadeghi.types(NEW, on=choice.fresh)
    assert all(line.kept for line in choice.lines)
    assert sadeghi.told() == ""
    sadeghi.types("seven quiet river", on=choice.again).presses(Qt.Key.Key_Return, on=choice.again)
    assert sadeghi.told() == "The two are not the same. Type the new password once more."
    sadeghi.types("s", on=choice.again).presses(Qt.Key.Key_Return, on=choice.again)
    assert sadeghi.room.navigator.place == to.Today()
    assert [fact.kind for fact in sadeghi.room.desk.file.facts(kinds=[FactKind.PASSWORD_CHANGED])]
    sadeghi.window.act("lock")
    arrives(sadeghi, "rahimi", given)
    assert "do not belong together" in sadeghi.told()
    page = sadeghi.window.sign_in
    assert page is not None
    assert page.secret is not None
    page.secret.clear()
    arrives(sadeghi, "rahimi", NEW)
    assert sadeghi.room.actor is not None


@pytest.mark.requirement(10)
def test_who_does_not_choose_can_only_leave(sadeghi: Clerk) -> None:
    rahimi = sadeghi.room.desk.file.person_by_username("rahimi")
    assert rahimi is not None
    sadeghi.room.do(c.ResetPassword(rahimi.id, NEW, "forgotten"))
    sadeghi.window.act("lock")
    arrives(sadeghi, "rahimi", NEW)
    sadeghi.window.entrance.idle()
    page = sadeghi.window.sign_in
    assert page is not None
    assert page.choice is None
    assert sadeghi.window.desk is not None
    assert sadeghi.window.desk.actor is None


@pytest.mark.requirement(10)
def test_a_password_is_changed_from_the_menu_with_the_old_one(rahimi: Clerk) -> None:
    rahimi.room.act("change_password")
    old, fresh, again = rahimi.sheet.findChildren(SecretField)
    for field, text in ((old, "not this one"), (fresh, NEW), (again, NEW)):
        rahimi.types(text, on=field)
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.told() == "The old password is not right. Nothing was changed."
    old.clear()
    rahimi.types(PASSWORD, on=old)
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.overlay is None
    rahimi.window.act("lock")
    arrives(rahimi, "rahimi", NEW)
    assert rahimi.room.actor is not None


@pytest.mark.requirement(10, 12)
def test_guessing_the_old_password_ends_at_the_door(rahimi: Clerk) -> None:
    rahimi.room.act("change_password")
    old, fresh, again = rahimi.sheet.findChildren(SecretField)
    rahimi.types(NEW, on=fresh).types(NEW, on=again)
    for _ in range(5):
        old.clear()
        rahimi.types("not this one", on=old)
        rahimi.clicks(rahimi.sheet.go_on)
    QApplication.processEvents()
    assert rahimi.window.room is None
    assert "this account is locked until 09:50" in rahimi.told()
    assert [each.text() for each in (old, fresh, again)] == [""] * 3


@pytest.mark.parametrize("language", ["en", "es", "fa", "zh"])
@pytest.mark.parametrize("factor", [1.0, 2.0])
def test_choosing_a_password_fits_the_window(at_desk: Callable[[str], Clerk], language: str, factor: float) -> None:
    clerk = at_desk("rahimi")
    desk = clerk.room.desk
    rahimi = desk.file.person_by_username("rahimi")
    admin = desk.file.person_by_username("sadeghi")
    assert rahimi is not None
    assert admin is not None
    clerk.switch.choose_language(language)
    clerk.switch.choose_factor(factor)
    clerk.window.entrance.choose_password(clerk.room.desk, PASSWORD, lambda: None)
    QApplication.processEvents()
    page = clerk.window.sign_in
    assert page is not None
    assert page.choice is not None
    for field in (page.choice.fresh, page.choice.again):
        assert _inside(field, page.card)
    assert page.go_on is not None
    assert _inside(page.go_on, page.card)


def _inside(widget: QWidget, card: QWidget) -> bool:
    at_ = widget.mapTo(card, widget.rect().topLeft())
    return card.rect().contains(widget.rect().translated(at_))

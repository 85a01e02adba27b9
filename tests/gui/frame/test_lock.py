"""A window that is left locks: nothing of a subject is seen, and all is as it was when the person is back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QWidget

from crf_app.capture import commands as c
from crf_app.capture.facts import Actor, FactKind
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.ask import Question
from crf_app.gui.inactivity import CHOICES, LONGEST, LOOK, Inactivity, minutes
from crf_app.gui.pages.form_page import FormPage
from crf_app.gui.parts import ProblemLine, TextField, TextLabel
from crf_app.gui.sign_dialog import SignDialog
from crf_app.gui.sign_in import SignInPage
from crf_app.gui.sign_in_parts import SecretField
from crf_app.services.opening import open_file
from tests.gui.clerk import Clerk as Filler
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE, PASSWORD

LABEL = "A-01"


class Hand:
    """A clock that tests turn by hand."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def hand(clerk: Clerk) -> Hand:
    """The clock of the window's inactivity."""
    made = Hand()
    clerk.window.inactivity.deleteLater()
    clerk.window.inactivity = Inactivity(clerk.window, 10, (made,))
    clerk.window.inactivity.idle.connect(clerk.window.entrance.idle)
    clerk.window.inactivity.watch(clerk.window.windowHandle())
    return made


def passes(clerk: Clerk, hand: Hand, minutes_: float) -> None:
    hand.seconds += minutes_ * 60
    clerk.window.inactivity.look()


def locked(clerk: Clerk) -> SignInPage:
    page = clerk.window.sign_in
    assert page is not None, "the window is not locked"
    assert clerk.window.room is None
    return page


def comes_back(clerk: Clerk, username: str = "rahimi", password: str = PASSWORD) -> None:
    page = locked(clerk)
    row = next(row for row in page.rows if row.username == username)
    clerk.clicks(row)
    assert page.secret is not None
    clerk.types(password, on=page.secret).presses(Qt.Key.Key_Return, on=page.secret)


def kinds(clerk: Clerk, *wanted: FactKind) -> list[tuple[str, str]]:
    assert clerk.window.desk is not None
    file = clerk.window.desk.file
    names = {person.id: person.username for person in file.people()}
    return [(fact.kind.value, names.get(fact.person, fact.person)) for fact in file.facts(kinds=wanted)]


def seen(window: QWidget) -> str:
    """Every word that can be read in the window, in its title, in tips and by people who listen."""
    words = [window.windowTitle()]
    for each in [*window.findChildren(QWidget), *QApplication.topLevelWidgets()]:
        if not each.isVisible():
            continue
        words += [each.toolTip(), each.accessibleName(), each.accessibleDescription(), each.windowTitle()]
        if isinstance(each, TextLabel | QLabel | QLineEdit):
            words.append(each.text())
    return "\n".join(words)


def on_form(clerk: Clerk, form: str = "vital_signs", visit: str = "screening", label: str = "A-01") -> FormPage:
    subject = clerk.subject(label)
    clerk.goes_to(to.Form(PagePlace(subject, VisitPlace(subject, visit), form)))
    QApplication.processEvents()
    page = clerk.room.navigator.page
    assert isinstance(page, FormPage)
    return page


def field_of(page: FormPage, item: str) -> QLineEdit:
    assert page._view is not None
    cell = page._view.cell(EntryKey(item))
    assert cell is not None
    page.go_to(cell)
    field = cell.editor.focus_target
    assert isinstance(field, QLineEdit)
    return field


def begins_a_change(clerk: Clerk) -> QLineEdit:
    """Type another value on a complete page: it waits for its reason, and is not in the file."""
    field = field_of(on_form(clerk), "heart_rate")
    field.selectAll()
    clerk.types("99", on=field)
    return field


def opens_signing(clerk: Clerk) -> SignDialog:
    on_form(clerk)
    clerk.room.act("sign")
    dialog = clerk.overlay
    assert isinstance(dialog, SignDialog)
    return dialog


def open_page(clerk: Clerk) -> FormPage:
    """A page of A-03 that is not complete."""
    filler = Filler(clerk.window)
    filler.opens("A-03").starts_visit("screening", "2025-07-16").form("vital_signs")
    return filler.page


# By itself


@pytest.mark.requirement(11)
def test_ten_minutes_without_a_touch_lock_the_window(rahimi: Clerk, hand: Hand) -> None:
    on_form(rahimi)
    passes(rahimi, hand, 9.9)
    assert rahimi.window.room is not None
    passes(rahimi, hand, 0.1)
    page = locked(rahimi)
    assert LABEL not in seen(rahimi.window)
    assert rahimi.window.desk is not None
    assert rahimi.window.desk.actor is None
    assert page.rows[1].isChecked(), "whoever left is chosen, so that only the password is missing"
    (left,) = rahimi.window.desk.file.facts(kinds=[FactKind.PERSON_SIGNED_OUT])
    assert left.new == {"because": "inactive"}


@pytest.mark.requirement(11)
@pytest.mark.parametrize(
    "touch",
    [
        lambda window, _: QTest.keyClick(window, Qt.Key.Key_Shift),
        lambda window, n: QTest.mouseMove(window, QPoint(300 + n, 300)),
        lambda window, _: QTest.mouseClick(window, Qt.MouseButton.RightButton),
    ],
    ids=["key", "mouse", "button"],
)
def test_every_touch_begins_the_time_anew(rahimi: Clerk, hand: Hand, touch: Callable[[object, int], None]) -> None:
    for n in range(3):
        passes(rahimi, hand, 9)
        touch(rahimi.window.windowHandle(), n)
        QApplication.processEvents()
    assert rahimi.window.room is not None
    passes(rahimi, hand, 10)
    locked(rahimi)


@pytest.mark.requirement(11)
def test_the_first_key_after_a_sleep_reaches_nothing(rahimi: Clerk, hand: Hand) -> None:
    """The lid was closed for an hour; no timer ran meanwhile."""
    field = field_of(on_form(rahimi, label="A-01"), "heart_rate")
    before = field.text()
    hand.seconds += 3_600
    handle = rahimi.window.windowHandle()
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_7, Qt.KeyboardModifier.NoModifier, "7")
    assert rahimi.window.inactivity.eventFilter(handle, key), "it is kept from the form"
    locked(rahimi)
    assert field.text() == before


@pytest.mark.requirement(11)
@pytest.mark.parametrize(("wanted", "holds"), [(0, 10), (-5, 10), (1, 1), (3, 3), (10, 10), (11, 10), (100_000, 10)])
def test_it_can_be_sooner_but_never_later_and_never_off(wanted: int, holds: int) -> None:
    assert minutes(wanted) == holds
    assert max(CHOICES) == LONGEST
    assert LOOK < 60_000


@pytest.mark.requirement(11)
def test_a_person_chooses_a_shorter_time(rahimi: Clerk, hand: Hand) -> None:
    rahimi.room.act("lock_after")
    (box,) = (each for each in rahimi.sheet.findChildren(QWidget) if each.metaObject().className() == "ComboField")
    offered = [box.option_at(n).code for n in range(box.count())]  # type: ignore[attr-defined]
    assert sorted(offered, key=int) == ["2", "3", "5", "10"]
    box.show_choice("3")  # type: ignore[attr-defined]
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.window.settings.lock_after == 3
    passes(rahimi, hand, 3)
    locked(rahimi)


def test_a_password_typed_and_left_is_forgotten(clerk: Clerk, hand: Hand) -> None:
    clerk.window.open_path(clerk.path, PASSPHRASE)
    page = clerk.window.sign_in
    assert page is not None
    assert page.secret is not None
    clerk.types(PASSWORD, on=page.secret)
    passes(clerk, hand, 10)
    assert page.secret.text() == ""


# As it was


@pytest.mark.requirement(11)
def test_what_is_typed_in_an_open_page_is_recorded_under_the_name_of_who_typed_it(rahimi: Clerk, hand: Hand) -> None:
    page = open_page(rahimi)
    field = field_of(page, "heart_rate")
    rahimi.types("72", on=field)
    passes(rahimi, hand, 10)
    assert kinds(rahimi, FactKind.ENTRY_RECORDED)[-1] == ("entry.recorded", "rahimi")
    comes_back(rahimi)
    assert rahimi.room.navigator.page is page, "the very same page"
    assert QApplication.focusWidget() is field
    assert (field.text(), field.cursorPosition()) == ("72", 2)
    assert "A-03" in rahimi.window.windowTitle()


@pytest.mark.requirement(11)
def test_a_change_of_a_completed_page_waits_for_its_reason_behind_the_lock(rahimi: Clerk, hand: Hand) -> None:
    field = begins_a_change(rahimi)
    recorded = kinds(rahimi, FactKind.ENTRY_RECORDED)
    passes(rahimi, hand, 10)
    assert rahimi.overlay is None, "nothing is asked over the lock"
    assert kinds(rahimi, FactKind.ENTRY_RECORDED) == recorded
    comes_back(rahimi)
    assert QApplication.focusWidget() is field
    assert field.text() == "99"
    rahimi.presses(Qt.Key.Key_Tab, on=field)
    assert rahimi.sheet.accessibleName() == "Why does the value change?"


@pytest.mark.requirement(11)
def test_an_open_question_and_what_is_typed_in_it_wait(rahimi: Clerk, hand: Hand) -> None:
    on_form(rahimi)
    rahimi.room.act("new_subject")
    sheet = rahimi.sheet
    (field,) = sheet.findChildren(TextField)
    field.selectAll()
    rahimi.types("A-0", on=field)
    passes(rahimi, hand, 10)
    assert not sheet.isVisible()
    assert LABEL not in seen(rahimi.window)
    comes_back(rahimi)
    assert rahimi.overlay is sheet
    assert QApplication.focusWidget() is field
    rahimi.types("7", on=field).presses(Qt.Key.Key_Return, on=field)
    assert rahimi.room.desk.file.find_subject("A-07") is not None


@pytest.mark.requirement(11, 16)
def test_a_typed_password_does_not_wait(at_desk: Callable[[str], Clerk]) -> None:
    karimi = at_desk("karimi")
    dialog = opens_signing(karimi)
    secrets = dialog.findChildren(SecretField)
    karimi.types(PASSWORD, on=secrets[0])
    karimi.window.entrance.lock("inactive")
    assert LABEL not in seen(karimi.window)
    comes_back(karimi, "karimi")
    assert karimi.overlay is dialog
    assert [each.text() for each in secrets] == [""] * len(secrets)
    assert not karimi.room.desk.signed_before, "the next signature takes user name and password again"


@pytest.mark.requirement(11)
@pytest.mark.qt_log_ignore("does not support")
def test_a_list_that_is_open_is_gone(rahimi: Clerk) -> None:
    on_form(rahimi)
    rahimi.room.open_menu(rahimi.room.sidebar.study)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    rahimi.window.act("lock")
    assert QApplication.activePopupWidget() is None
    locked(rahimi)


@pytest.mark.requirement(11)
@pytest.mark.qt_log_ignore("does not support")
def test_a_dialog_of_files_is_hidden_and_comes_back(rahimi: Clerk) -> None:
    """Names of files may hold the numbers of subjects."""
    rahimi.room.asks.file_to_open("Open", "All (*)", lambda _path: None)
    (dialog,) = rahimi.window.findChildren(QFileDialog)
    assert dialog.isVisible()
    rahimi.window.entrance.idle()
    assert not dialog.isVisible()
    comes_back(rahimi)
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize("lies_over", ["ask", "find", "backups"])
@pytest.mark.requirement(11)
def test_the_window_is_locked_at_once_whatever_lies_over_it(rahimi: Clerk, lies_over: str) -> None:
    on_form(rahimi)
    rahimi.window.act(lies_over)
    assert rahimi.overlay is not None
    rahimi.window.act("lock")
    locked(rahimi)
    assert rahimi.overlay is None
    assert LABEL not in seen(rahimi.window)


@pytest.mark.requirement(11)
def test_a_wrong_password_does_not_open_the_lock(rahimi: Clerk) -> None:
    on_form(rahimi)
    rahimi.window.act("lock")
    comes_back(rahimi, password="not the right one")
    locked(rahimi)
    assert "do not belong together" in rahimi.told()
    assert LABEL not in seen(rahimi.window)


def test_locking_and_coming_back_are_facts(rahimi: Clerk) -> None:
    rahimi.window.act("lock")
    comes_back(rahimi)
    assert kinds(rahimi, FactKind.PERSON_SIGNED_IN, FactKind.PERSON_SIGNED_OUT)[-3:] == [
        ("person.signed_in", "rahimi"),
        ("person.signed_out", "rahimi"),
        ("person.signed_in", "rahimi"),
    ]


# Somebody else


@pytest.mark.requirement(11)
def test_somebody_else_signs_in_and_what_waits_is_not_recorded_under_their_name(rahimi: Clerk, hand: Hand) -> None:
    field = begins_a_change(rahimi)
    page = rahimi.room.navigator.page
    assert isinstance(page, FormPage)
    passes(rahimi, hand, 10)
    recorded = kinds(rahimi, FactKind.ENTRY_RECORDED)
    comes_back(rahimi, "karimi")
    assert rahimi.room.actor is not None
    assert rahimi.room.actor.name == "M. Karimi"
    assert rahimi.room.navigator.place == to.Today()
    page.work.keep()
    assert not page.work._record("typing error"), "nobody is at the desk of that page"
    rahimi.window.act("lock")
    assert kinds(rahimi, FactKind.ENTRY_RECORDED) == recorded
    comes_back(rahimi, "rahimi")
    assert rahimi.room.navigator.page is page
    assert field.text() == "99"
    assert QApplication.focusWidget() is field


def test_what_somebody_else_did_is_there_when_the_first_is_back(rahimi: Clerk) -> None:
    on_form(rahimi)
    rahimi.room.act("new_subject")  # an open question keeps the room
    rahimi.window.act("lock")
    rahimi.window.entrance.lock()
    comes_back(rahimi, "karimi")
    rahimi.room.act("new_subject")
    rahimi.clicks(rahimi.sheet.go_on)
    rahimi.window.act("lock")
    comes_back(rahimi, "rahimi")
    rahimi.sheet.reject()
    assert rahimi.room.sidebar.buttons["subjects"].accessibleName() == "Subjects, 4 subjects"


def test_a_room_in_which_nothing_waits_is_not_kept_for_long(rahimi: Clerk) -> None:
    on_form(rahimi)
    rahimi.window.act("lock")
    comes_back(rahimi, "karimi")
    assert not rahimi.window.entrance._kept
    assert rahimi.window.close()


def test_closing_asks_before_something_unsaved_is_lost(rahimi: Clerk) -> None:
    field = begins_a_change(rahimi)
    rahimi.window.entrance.lock("inactive")
    assert not rahimi.window.close()
    asked = rahimi.overlay
    assert isinstance(asked, Question)
    assert asked.accessibleName() == "Something is not saved yet"
    assert LABEL not in seen(rahimi.window)
    asked.reject()
    comes_back(rahimi)
    assert field.text() == "99"
    rahimi.window.entrance.lock("inactive")
    rahimi.window.close()
    rahimi.clicks(rahimi.sheet.go_on)
    assert not rahimi.window.isVisible()


def test_another_role_does_not_find_what_the_first_one_left(rahimi: Clerk) -> None:
    begins_a_change(rahimi)
    rahimi.window.entrance.lock("inactive")
    assert rahimi.window.desk is not None
    admin = next(p for p in rahimi.window.desk.file.people() if p.username == "sadeghi")
    rahimi_ = next(p for p in rahimi.window.desk.file.people() if p.username == "rahimi")
    actor = Actor(admin.id, admin.name, admin.role)
    rahimi.window.desk.do(c.ChangeRole(rahimi_.id, "monitor", "moved"), actor=actor)
    comes_back(rahimi)
    assert rahimi.room.navigator.place == to.Today()
    assert rahimi.sheet.accessibleName() == "Your role was changed"


# Shut out


@pytest.mark.requirement(11, 12, 16)
def test_five_failed_signatures_shut_the_person_out_and_keep_what_was_open(at_desk: Callable[[str], Clerk]) -> None:
    karimi = at_desk("karimi")
    dialog = opens_signing(karimi)
    secrets = dialog.findChildren(SecretField)
    if dialog.username is not None:
        karimi.types("karimi", on=dialog.username)
    for _ in range(5):
        secrets[-1].clear()
        karimi.types("a wrong password", on=secrets[-1])
        karimi.presses(Qt.Key.Key_Return, on=secrets[-1])
    QApplication.processEvents()
    page = locked(karimi)
    assert karimi.overlay is None
    assert "After 5 failed attempts this account is locked until 09:50." in karimi.told(page)
    row = next(row for row in page.rows if row.username == "karimi")
    assert "locked until 09:50" in row.accessibleName()
    karimi.window.close()
    desk = open_file(karimi.path, PASSPHRASE, clock=karimi.clock)
    found = [fact.kind for fact in desk.file.facts(kinds=[FactKind.PERSON_LOCKED_OUT, FactKind.SIGNATURE_MADE])]
    desk.file.close()
    assert found == [FactKind.PERSON_LOCKED_OUT]


def test_no_line_of_trouble_is_left_over(rahimi: Clerk) -> None:
    """The room that comes back is not the one that complained."""
    rahimi.window.act("lock")
    comes_back(rahimi)
    assert not [line for line in rahimi.window.findChildren(ProblemLine) if line.isVisible()]

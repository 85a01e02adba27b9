"""A monitor's and a data manager's visit at the window: asking, comparing with the source, freezing, locking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from crf_app.base.values import Answer
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.pages.form_page import FormPage
from crf_app.gui.pages.queries import QueriesPage
from crf_app.gui.pages.subjects import SubjectsPage
from crf_app.gui.parts import Access, ComboField, Mark, TextField, TextLabel
from crf_app.gui.sign_dialog import SignDialog
from crf_app.services.opening import open_file
from crf_app.services.verification import to_verify
from tests.gui.ward import Clerk
from tests.services.clinic import PASSPHRASE, PASSWORD

Key = Qt.Key
RATER = EntryKey("rater")


def manager_at(clerk: Clerk) -> Clerk:
    """The file gets a data manager, who sits down."""
    desk = open_file(clerk.path, PASSPHRASE, clock=clerk.clock)
    desk.sign_in("sadeghi", PASSWORD)
    desk.do(c.AddPerson("rashidi", "D. Rashidi", "data_manager", PASSWORD, temporary=False))
    for subject in desk.file.subject_ids():
        for query in [q for q in desk.file.subject(subject).queries.values() if q.is_live]:  # type: ignore[union-attr]
            desk.sign_in("moradi", PASSWORD)
            desk.do(c.CloseQuery(subject, query.id, "seen"))
    desk.file.close()
    return clerk.sits_down_as("rashidi")


def takes_over(clerk: Clerk, username: str) -> None:
    desk = clerk.window.desk
    assert desk is not None
    desk.sign_out()
    desk.sign_in(username, PASSWORD)
    clerk.window.enter(desk)


def edss(clerk: Clerk, label: str = "A-01") -> PagePlace:
    subject = clerk.subject(label)
    return PagePlace(subject, VisitPlace(subject, "day_0"), "edss")


def form_of(clerk: Clerk, item: EntryKey | None = RATER) -> FormPage:
    clerk.goes_to(to.Queries()).goes_to(to.Form(edss(clerk), item))
    page = clerk.room.navigator.page
    assert isinstance(page, FormPage)
    clerk.bot.waitUntil(lambda: page.shown_entry() == item or item is None)
    return page


def ring_of(page: FormPage, key: EntryKey = RATER) -> tuple[Mark, str] | None:
    assert page._view is not None
    cell = page._view.cell(key)
    assert cell is not None
    ring = cell.ring
    return (ring._mark, ring.accessibleName()) if ring is not None and ring.isVisible() else None


def mark_at_head(page: FormPage) -> Mark:
    return page.header._mark._mark


def changes_rater(clerk: Clerk) -> None:
    change = c.EntryChange(RATER, Answer("A. Other"))
    clerk.room.desk.do(c.RecordEntries(edss(clerk), (change,), "typing"))


def chooses(clerk: Clerk, words: str) -> None:
    combo = clerk.sheet.findChild(ComboField)
    assert isinstance(combo, ComboField)
    found = next(n for n in range(combo.count()) if words in combo.itemText(n))
    combo.setCurrentIndex(found)


def says(clerk: Clerk, text: str) -> None:
    field = clerk.sheet.findChildren(TextField)[-1]
    clerk.types(text, on=field).presses(Key.Key_Return, on=field)


def holds(clerk: Clerk, what: str) -> None:
    """Freeze or lock something around what is shown."""
    clerk.room.act("hold")
    chooses(clerk, what)
    clerk.clicks(clerk.sheet.go_on)


def signs_at(clerk: Clerk, action: str = "sign") -> SignDialog:
    clerk.room.act(action)
    dialog = clerk.overlay
    assert isinstance(dialog, SignDialog)
    return dialog


# Comparing with the source


@pytest.mark.requirement(23)
def test_the_monitor_marks_an_entry_with_one_key_and_a_change_takes_it_off_for_all_to_see(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    page = form_of(clerk)
    assert ring_of(page) is None
    clerk.presses(Key.Key_V)
    assert ring_of(page) == (Mark.VERIFIED, "Rater, compared with its source")
    assert page.shown_entry() != RATER, "the keyboard went on"
    takes_over(clerk, "rahimi")
    assert ring_of(form_of(clerk)) == (Mark.VERIFIED, "Rater, compared with its source")
    changes_rater(clerk)
    page = form_of(clerk)
    assert ring_of(page) == (Mark.RECHECK, "Rater, compared with its source and changed since")


@pytest.mark.requirement(23)
def test_a_whole_page_is_marked_at_once_and_the_question_tells_how_many(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    page = form_of(clerk)
    n = len(to_verify(clerk.room.desk.study, clerk.room.desk.record(clerk.subject("A-01")).pages[edss(clerk).id]))
    clerk.room.act("verify_page")
    assert clerk.sheet.go_on.text() == f"Mark {n} entries"
    clerk.clicks(clerk.sheet.go_on)
    assert clerk.overlay is None
    assert f"{n} of {n} compared with the source" in page.header._version.text()
    clerk.room.act("verify_page")
    assert clerk.sheet.accessibleName() == "Nothing left to compare"


def test_a_mark_set_by_mistake_is_taken_off_with_its_reason(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    page = form_of(clerk)
    clerk.presses(Key.Key_V)
    page = form_of(clerk)
    clerk.presses(Key.Key_V)
    says(clerk, "wrong line")
    assert ring_of(page) is None
    (fact,) = clerk.room.desk.file.facts(kinds=[FactKind.SOURCE_UNVERIFIED])
    assert fact.reason == "wrong line"


def test_v_is_a_letter_for_those_who_write(rahimi: Clerk) -> None:
    page = form_of(rahimi)
    rahimi.presses(Key.Key_End).types("v")
    assert page.work.session is not None
    rahimi.presses(Key.Key_Escape)
    assert not list(rahimi.room.desk.file.facts(kinds=[FactKind.SOURCE_VERIFIED]))


@pytest.mark.requirement(23)
def test_the_list_shows_the_monitor_whose_entries_are_left(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    clerk.goes_to(to.Subjects("to_verify"))
    page = clerk.room.navigator.page
    assert isinstance(page, SubjectsPage)
    assert [row.label for row in page.matrix.cells.rows] == ["A-01", "A-02"], "A-03 has no entry yet"
    desk, subject = clerk.room.desk, clerk.subject("A-02")
    for held in list(desk.record(subject).pages.values()):
        desk.do(c.VerifySource(held.place, to_verify(desk.study, held)))
    assert [row.label for row in page.matrix.cells.rows] == ["A-01"]


def test_the_site_has_no_such_filter(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Subjects())
    page = rahimi.room.navigator.page
    assert isinstance(page, SubjectsPage)
    assert "to_verify" not in page.pills


# Freezing and locking


@pytest.mark.requirement(24)
def test_a_frozen_visit_is_read_only_on_the_form_and_says_who_can_lift_it(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    form_of(clerk)
    holds(clerk, "The visit: Day 0")
    takes_over(clerk, "rahimi")
    page = form_of(clerk)
    assert page.work.access is Access.READ_ONLY
    sentence = "Frozen by L. Moradi: values cannot be changed. The monitor or the data manager can lift the freeze."
    assert page.footer._held.text() == sentence
    assert (page.header._hold._mark, page.header._hold.accessibleName()) == (Mark.FROZEN, sentence)
    assert not page.footer.again.isVisible(), "a held page is not opened again"
    takes_over(clerk, "moradi")
    form_of(clerk)
    clerk.room.act("lift")
    says(clerk, "the site found a slip")
    takes_over(clerk, "rahimi")
    page = form_of(clerk)
    assert page.work.access is Access.OPEN
    assert not page.header._hold.isVisible()


@pytest.mark.requirement(24)
def test_a_single_item_is_held_and_the_page_beside_it_is_not(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    form_of(clerk)
    holds(clerk, "The item: Rater")
    takes_over(clerk, "rahimi")
    page = form_of(clerk)
    assert ring_of(page) == (Mark.FROZEN, "Rater, frozen")
    assert page._view is not None
    cells = {cell.key: cell.editor.access for cell in page._view.cells() if cell.visible and not cell.item.is_derived}
    assert cells.pop(RATER) is Access.LOCKED
    assert set(cells.values()) == {Access.OPEN}


@pytest.mark.requirement(24)
def test_the_data_manager_locks_a_subject_and_the_matrix_shows_it(clerk: Clerk) -> None:
    manager_at(clerk)
    clerk.goes_to(to.Subject(clerk.subject("A-01")))
    holds(clerk, "The subject: A-01: lock")
    page = clerk.room.navigator.page
    assert page is not None
    words = [label.text() for label in page.findChildren(TextLabel)]
    assert any("Locked by D. Rashidi" in each for each in words)
    clerk.goes_to(to.Subjects())
    matrix = clerk.room.navigator.page
    assert isinstance(matrix, SubjectsPage)
    cells = [cell for row in matrix.matrix.cells.rows if row.label == "A-01" for cell in row.cells if cell]
    assert any(cell.sentence.endswith("locked") for cell in cells)


@pytest.mark.requirement(24)
def test_the_monitor_is_offered_no_lock_and_cannot_lift_one(clerk: Clerk) -> None:
    manager_at(clerk)
    clerk.room.desk.do(c.LockData(HoldPlace(clerk.subject("A-01"))))
    takes_over(clerk, "moradi")
    clerk.goes_to(to.Subject(clerk.subject("A-01")))
    clerk.room.act("hold")
    combo = clerk.sheet.findChild(ComboField)
    assert isinstance(combo, ComboField)
    assert not [combo.itemText(n) for n in range(combo.count()) if "lock" in combo.itemText(n)]
    clerk.presses(Key.Key_Escape)
    clerk.room.act("lift")
    assert clerk.sheet.accessibleName() == "Nothing to lift"


@pytest.mark.requirement(24)
@pytest.mark.parametrize("action", ["hold", "lift", "verify_page", "verify_visit"])
def test_the_site_is_not_offered_what_is_the_monitor_s(rahimi: Clerk, action: str) -> None:
    from crf_app.gui.actions import action as known

    form_of(rahimi)
    assert not known(action).enabled(rahimi.room.situation())


# Queries


@pytest.mark.requirement(21)
@pytest.mark.parametrize("scope", ["The item: Rater", "The page: Day 0", "The visit: Day 0", "The subject: A-01"])
def test_a_query_is_asked_about_whatever_is_shown(clerk: Clerk, scope: str) -> None:
    clerk.sits_down_as("moradi")
    form_of(clerk)
    clerk.room.act("ask")
    chooses(clerk, scope)
    says(clerk, "Please look again.")
    assert clerk.overlay is None
    queries = clerk.room.desk.record(clerk.subject("A-01")).queries.values()
    (query,) = [q for q in queries if q.messages[0].text == "Please look again."]
    assert (query.item is not None, query.page is not None, query.visit is not None) == {
        "The item: Rater": (True, True, True), "The page: Day 0": (False, True, True),
        "The visit: Day 0": (False, False, True), "The subject: A-01": (False, False, False),
    }[scope]  # fmt: skip


def queries_of(clerk: Clerk) -> QueriesPage:
    clerk.goes_to(to.Queries())
    page = clerk.room.navigator.page
    assert isinstance(page, QueriesPage)
    page.table.select(next(q.query.id for q in page._found if "against the letter" in q.query.text))
    return page


@pytest.mark.requirement(21)
def test_a_query_is_cancelled_with_words_and_asked_again(clerk: Clerk) -> None:
    clerk.sits_down_as("moradi")
    page = queries_of(clerk)
    clerk.clicks(page.thread_.drop)
    assert "few words" in clerk.told(page.thread_)
    clerk.types("Meant for A-01.", on=page.thread_.field).clicks(page.thread_.drop)
    assert not [q for q in page._found if "against the letter" in q.query.text and q.is_live]
    page.choose("cancelled")
    page = queries_of(clerk)
    assert not page.thread_.close_.isVisible()
    said = [label.text() for label in page.thread_.findChildren(TextLabel)]
    assert any("cancelled" in each and "Monitor" in each for each in said), "who said it, in which role"
    clerk.types("It was A-02 after all.", on=page.thread_.field).clicks(page.thread_.again)
    assert [q.state for q in page._found if "against the letter" in q.query.text] == ["open"]


@pytest.mark.requirement(21)
def test_queries_age_and_the_old_ones_are_filtered_out(clerk: Clerk) -> None:
    clerk.clock.moment += timedelta(days=10)
    clerk.sits_down_as("rahimi")
    page = queries_of(clerk)
    line = next(q for q in page._found if "against the letter" in q.query.text)
    assert line.waits == f"open {line.days} days"
    assert line.days > 30
    page.choose("30")
    assert {q.query.id for q in page._found if q.days > 30 and q.is_live} == {
        each.key for each in page.table.model_.lines
    }
    page.choose("waiting")
    clerk.clicks(page.by_age)
    shown = {q.query.id: q.days for q in page._found}
    ages = [shown[str(each.key)] for each in page.table.model_.lines]
    assert ages == sorted(ages, reverse=True)


# Signing again, dates, reasons


@pytest.mark.requirement(14)
def test_what_was_changed_after_signing_is_marked_and_listed_to_be_signed_again(
    at_desk: Callable[[str], Clerk],
) -> None:
    clerk = at_desk("karimi")
    desk, subject = clerk.room.desk, clerk.subject("A-01")
    desk.do(c.Sign("reviewed", PASSWORD, VisitPlace(subject, "day_0"), username="karimi"))
    takes_over(clerk, "rahimi")
    changes_rater(clerk)
    takes_over(clerk, "karimi")
    today = clerk.room.navigator.page
    assert today is not None
    assert any("17 pages to sign again after a change" in label.text() for label in today.findChildren(TextLabel))
    page = form_of(clerk)
    assert mark_at_head(page) is Mark.BROKEN
    assert "sign again: N. Rahimi changed what was signed on 16 Jul 2025" in page.header._progress.text()
    line = next(line for line in page.panel._shown[0].pages if line.current)  # type: ignore[index]
    assert (line.mark, line.sentence) == (Mark.BROKEN, "EDSS, to sign again")


@pytest.mark.requirement(13, 15)
def test_a_casebook_is_signed_with_both_components_first_and_the_password_later(
    at_desk: Callable[[str], Clerk],
) -> None:
    clerk = at_desk("karimi")
    subject = clerk.subject("A-02")
    clerk.goes_to(to.Subject(subject))
    dialog = signs_at(clerk, "sign_casebook")
    assert dialog.username is not None
    assert len(dialog.pages) == len(clerk.room.desk.record(subject).pages)
    assert dialog.missing == []
    clerk.types("karimi", on=dialog.username).types(PASSWORD, on=dialog.secret)
    clerk.clicks(dialog.sign)
    (signature,) = clerk.room.desk.record(subject).signatures.values()
    assert (signature.visit, len(signature.pages)) == (None, len(dialog.pages))
    clerk.goes_to(to.Subject(clerk.subject("A-01")))
    second = signs_at(clerk)
    assert second.username is None, "later in the session the password is enough"
    clerk.types(PASSWORD, on=second.secret).clicks(second.sign)
    assert clerk.room.desk.record(clerk.subject("A-01")).signatures


@pytest.mark.requirement(15)
def test_a_casebook_with_an_open_page_names_it_and_is_not_signed(at_desk: Callable[[str], Clerk]) -> None:
    clerk = at_desk("karimi")
    clerk.goes_to(to.Subject(clerk.subject("A-01")))
    dialog = signs_at(clerk, "sign_casebook")
    assert "Adverse event 2" in dialog.missing
    assert dialog.username is not None
    clerk.types("karimi", on=dialog.username).types(PASSWORD, on=dialog.secret)
    assert not dialog.sign.isEnabled()


@pytest.mark.requirement(14)
def test_a_page_of_a_log_is_signed_and_signed_again_from_where_it_is_shown(at_desk: Callable[[str], Clerk]) -> None:
    clerk = at_desk("karimi")
    subject = clerk.subject("A-01")
    page = PagePlace(subject, None, "concomitant_medication", 1)
    clerk.goes_to(to.Form(page))
    dialog = signs_at(clerk)
    assert [each.page for each in dialog.pages] == [page]
    assert dialog.username is not None
    clerk.types("karimi", on=dialog.username).types(PASSWORD, on=dialog.secret).clicks(dialog.sign)
    record = clerk.room.desk.record(subject)
    assert record.signature_on(page.id) is not None
    takes_over(clerk, "rahimi")
    key = next(key for key, entry in record.pages[page.id].entries.items() if "value" in entry.stored)
    clerk.room.desk.do(c.RecordEntries(page, (c.EntryChange(key, Answer(missing="unknown")),), "typing"))
    takes_over(clerk, "karimi")
    clerk.goes_to(to.Form(page))
    form = clerk.room.navigator.page
    assert isinstance(form, FormPage)
    assert mark_at_head(form) is Mark.BROKEN
    dialog = signs_at(clerk)
    assert dialog.username is not None, "a new session takes both again"
    clerk.types("karimi", on=dialog.username).types(PASSWORD, on=dialog.secret).clicks(dialog.sign)
    assert mark_at_head(form) is Mark.SIGNED


@pytest.mark.requirement(10, 16)
def test_too_many_failures_to_sign_end_at_the_door(at_desk: Callable[[str], Clerk]) -> None:
    clerk = at_desk("karimi")
    clerk.goes_to(to.Subject(clerk.subject("A-02")))
    dialog = signs_at(clerk)
    assert dialog.username is not None
    clerk.types("karimi", on=dialog.username)
    for _ in range(5):
        dialog.secret.selectAll()
        clerk.types("not my password", on=dialog.secret).clicks(dialog.sign)
    clerk.bot.waitUntil(lambda: clerk.window.sign_in is not None)
    assert clerk.window.desk is not None
    assert clerk.window.desk.actor is None
    assert clerk.overlay is None


@pytest.mark.requirement(3)
def test_the_date_of_a_visit_changes_with_a_reason_by_one_key(rahimi: Clerk) -> None:
    subject = rahimi.subject("A-01")
    form_of(rahimi)
    rahimi.room.act("redate")
    rahimi.types("2025-06-08").presses(Key.Key_Return)
    rahimi.presses(Key.Key_2)
    assert rahimi.overlay is None
    desk = rahimi.room.desk
    assert str(desk.record(subject).visits[f"{subject}/day_0"].date) == "2025-06-08"
    (fact,) = desk.file.facts(kinds=[FactKind.VISIT_REDATED])
    assert fact.reason == "misread_source"


@pytest.mark.requirement(3)
def test_the_last_reason_is_offered_again_and_enter_takes_it(rahimi: Clerk) -> None:
    form_of(rahimi)
    for name in ("A. Other", "B. Other"):
        page = form_of(rahimi)
        rahimi.presses(Key.Key_A, held=Qt.KeyboardModifier.ControlModifier).types(name)
        rahimi.presses(Key.Key_Tab)
        if name == "A. Other":
            rahimi.presses(Key.Key_3)
        else:
            rahimi.presses(Key.Key_Return)
        assert rahimi.overlay is None
        assert page.work.held is not None
    reasons = [f.reason for f in rahimi.room.desk.file.facts(item="rater", kinds=[FactKind.ENTRY_RECORDED]) if f.reason]
    assert reasons == ["source_corrected", "source_corrected"]


@pytest.mark.requirement(3)
def test_a_reason_can_be_said_in_own_words_and_other_needs_them(rahimi: Clerk) -> None:
    form_of(rahimi)
    rahimi.presses(Key.Key_A, held=Qt.KeyboardModifier.ControlModifier).types("A. Other").presses(Key.Key_Tab)
    rahimi.presses(Key.Key_7)
    assert "few words" in rahimi.told()
    rahimi.types("the form was signed by a deputy").presses(Key.Key_Return)
    assert rahimi.overlay is None
    (*_, fact) = rahimi.room.desk.file.facts(item="rater", kinds=[FactKind.ENTRY_RECORDED])
    assert fact.reason == "other: the form was signed by a deputy"

"""The palette, and signing a visit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from crf_app.capture.facts import FactKind
from crf_app.gui import navigation as to
from crf_app.gui.command_palette import CommandPalette
from crf_app.gui.parts import Button, TextLabel
from crf_app.gui.sign_dialog import SignDialog
from tests.gui.ward import Clerk
from tests.services.clinic import PASSWORD


def palette_of(clerk: Clerk) -> CommandPalette:
    clerk.room.act("find")
    found = clerk.overlay
    assert isinstance(found, CommandPalette)
    return found


def test_a_number_and_a_word_find_the_page_and_its_value(rahimi: Clerk) -> None:
    palette = palette_of(rahimi)
    hits = palette._finder.find("a-01 il-6")
    assert [hit.words.split(" · ")[1] for hit in hits.pages] == ["Cytokines", "Cytokines"]
    assert hits.pages[0].words.startswith("Month 1"), "newest first"
    assert hits.pages[0].value.endswith("pg/mL")


def test_enter_opens_the_subject_that_was_typed(rahimi: Clerk) -> None:
    palette = palette_of(rahimi)
    rahimi.types("a-03", on=palette.field).presses(Qt.Key.Key_Return, on=palette.field)
    assert rahimi.overlay is None
    assert rahimi.room.navigator.place == to.Subject(rahimi.subject("A-03"))


def test_every_action_that_can_be_done_can_be_found(rahimi: Clerk) -> None:
    palette = palette_of(rahimi)
    rahimi.types("audit", on=palette.field)
    words = [row.words for row in palette.rows.rows if row.deed is not None]
    assert "Audit trail" in words
    assert "Verify the audit trail" in words


def test_escape_closes_and_gives_the_keyboard_back(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Subjects())
    page = rahimi.room.navigator.page
    palette = palette_of(rahimi)
    rahimi.presses(Qt.Key.Key_Escape, on=palette.field)
    assert rahimi.overlay is None
    assert page is not None
    assert page.matrix.hasFocus()  # type: ignore[attr-defined]


def test_tab_stays_on_the_sheet(rahimi: Clerk) -> None:
    rahimi.room.act("new_subject")
    sheet = rahimi.sheet
    for _ in range(6):
        sheet.focusNextPrevChild(True)
        assert sheet.isAncestorOf(rahimi.window.focusWidget())


def test_what_people_look_for_comes_before_moving_about(rahimi: Clerk) -> None:
    palette = palette_of(rahimi)
    words = [row.words for row in palette.rows.rows]
    assert words[:3] == ["Do", "New subject", "New adverse event"]
    assert "Next column" not in words


def signing(clerk: Clerk, label: str = "A-01") -> SignDialog:
    """The investigator has asked to sign the first visit of a subject that waits."""
    clerk.sits_down_as("karimi")
    clerk.goes_to(to.Subject(clerk.subject(label)))
    clerk.room.act("sign")
    dialog = clerk.overlay
    assert isinstance(dialog, SignDialog)
    if dialog.username is not None:
        clerk.types("karimi", on=dialog.username)
    return dialog


def test_nothing_is_signed_without_a_password(clerk: Clerk) -> None:
    dialog = signing(clerk)
    assert not dialog.sign.isEnabled()
    clerk.presses(Qt.Key.Key_Return, on=dialog.secret)
    assert clerk.overlay is dialog
    assert not clerk.room.desk.record(clerk.subject("A-01")).signatures


@pytest.mark.requirement(16)
@pytest.mark.parametrize("typed", ["not my password", PASSWORD.upper(), PASSWORD + " "])
def test_a_wrong_password_signs_nothing_and_says_so(clerk: Clerk, typed: str) -> None:
    dialog = signing(clerk)
    before = clerk.room.desk.file.fact_count()
    clerk.types(typed, on=dialog.secret).presses(Qt.Key.Key_Return, on=dialog.secret)
    assert clerk.overlay is dialog, "the sheet stays"
    assert clerk.told(dialog) == "User name or password is not right. Nothing was signed."
    assert dialog.secret.selectedText(), "what was typed is selected, to be typed again"
    assert not clerk.room.desk.record(clerk.subject("A-01")).signatures
    signed = clerk.room.desk.file.facts(kinds={FactKind.SIGNATURE_MADE}, newest_first=True, limit=1)
    assert next(iter(signed), None) is None
    assert clerk.room.desk.file.fact_count() - before <= 1, "at most that a wrong password was given"
    clerk.types("x", on=dialog.secret)
    assert not clerk.told(dialog), "the sentence goes when one types again"


def test_the_right_password_signs_every_page_of_the_visit_in_the_words_shown(clerk: Clerk) -> None:
    dialog = signing(clerk)
    pages, meaning = {page.page.id for page in dialog.pages}, dialog.meaning
    clerk.types("not my password", on=dialog.secret).clicks(dialog.sign)
    dialog.secret.selectAll()
    clerk.types(PASSWORD, on=dialog.secret).presses(Qt.Key.Key_Return, on=dialog.secret)
    assert clerk.overlay is None
    fact = next(iter(clerk.room.desk.file.facts(kinds={FactKind.SIGNATURE_MADE}, newest_first=True, limit=1)))
    assert clerk.room.desk.actor is not None
    assert fact.person == clerk.room.desk.actor.person
    assert (fact.new or {})["meaning"] == meaning
    status = clerk.room.standings()[0].timeline.visits[0]
    assert {str(mark) for _, mark in status.page_marks} == {"signed"}
    assert len(pages) == len(status.page_marks)


def test_escape_leaves_the_visit_unsigned(clerk: Clerk) -> None:
    dialog = signing(clerk)
    clerk.types(PASSWORD, on=dialog.secret).presses(Qt.Key.Key_Escape, on=dialog.secret)
    assert clerk.overlay is None
    assert not clerk.room.desk.record(clerk.subject("A-01")).signatures


def test_tab_walks_the_pages_of_the_list_before_the_password(clerk: Clerk) -> None:
    dialog = signing(clerk)
    clerk.switch.choose_factor(2.0)
    clerk.bot.wait(1)
    names = [stop.accessibleName() or getattr(stop, "text", str)() for stop in dialog._stops()]
    views = [place for place, name in enumerate(names) if name.startswith("View ")]
    assert len(views) == len(dialog.pages)
    assert views == list(range(views[0], views[0] + len(views)))
    assert views[-1] < names.index("Your password")


def test_the_investigator_signs_from_today(clerk: Clerk) -> None:
    clerk.sits_down_as("karimi")
    page = clerk.room.navigator.page
    assert page is not None
    sign = next(button for button in page.findChildren(Button) if button.text() == "Sign…")
    clerk.clicks(sign)
    assert isinstance(clerk.overlay, SignDialog)
    assert clerk.overlay.accessibleName() == "Sign Screening of A-01"


def test_the_coordinator_reads_who_signs(rahimi: Clerk) -> None:
    page = rahimi.room.navigator.page
    assert page is not None
    assert not [button for button in page.findChildren(Button) if button.text() == "Sign…"]
    assert any(label.text().endswith(" signs") for label in page.findChildren(TextLabel))

"""The frame: actions, folding, language, saved and seal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from crf_app.base.files import bundled
from crf_app.base.words import LANGUAGE_NAMES, LANGUAGES, words
from crf_app.capture.commands import RecordEntries
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.gui import navigation as to
from crf_app.gui.actions import ACTIONS, MENUS, PLACES
from crf_app.gui.models import standings
from crf_app.gui.parts import Button, Mark
from crf_app.gui.sidebar_buttons import Badge, NavButton
from tests.gui.ward import Clerk


def test_actions_have_ids_and_keys_of_their_own_and_icons_that_ship() -> None:
    ids = [action.id for action in ACTIONS]
    assert len(ids) == len(set(ids))
    keys = [action.keys for action in ACTIONS if action.keys]
    assert len(keys) == len(set(keys))
    for action in ACTIONS:
        assert action.menu in MENUS
        if action.icon:
            assert bundled("resources", "icons", f"{action.icon}.svg").exists()


@pytest.mark.parametrize("number", range(1, len(PLACES) + 1))
def test_ctrl_and_a_figure_lead_to_the_places(rahimi: Clerk, number: int) -> None:
    id_, _, _, place = PLACES[number - 1]
    rahimi.presses(getattr(Qt.Key, f"Key_{number}"), on=rahimi.window, held=Qt.KeyboardModifier.ControlModifier)
    assert rahimi.room.navigator.place == place
    assert rahimi.room.sidebar.buttons[id_].isChecked()


def test_the_sidebar_says_what_waits(rahimi: Clerk) -> None:
    buttons = rahimi.room.sidebar.buttons
    assert buttons["subjects"].accessibleName() == "Subjects, 3 subjects"
    assert buttons["adverse_events"].accessibleName() == "Adverse events, 1 serious event, clock running"


def test_saved_and_seal_follow_every_change(rahimi: Clerk) -> None:
    before = rahimi.room.status.seal.text()
    assert rahimi.room.status.saved.text() == "Saved 09:20:00"
    rahimi.room.act("new_subject")
    rahimi.clicks(rahimi.sheet.go_on)
    assert rahimi.room.status.seal.text() != before


def test_a_narrow_window_folds_to_the_rail_and_then_to_a_menu(rahimi: Clerk) -> None:
    room = rahimi.room
    assert not room.sidebar.rail
    room.show_width(1000)
    assert room.sidebar.rail
    room.show_width(700)
    assert not room.sidebar.isVisible()
    assert room.folded
    room.show_width(1366)
    assert not room.sidebar.rail
    assert room.sidebar.isVisible()


def test_ctrl_b_swaps_sidebar_and_rail(rahimi: Clerk) -> None:
    rahimi.room.act("rail")
    assert rahimi.room.sidebar.rail
    rahimi.room.act("rail")
    assert not rahimi.room.sidebar.rail


def test_twice_the_text_folds_a_window_of_the_same_size(rahimi: Clerk) -> None:
    rahimi.switch.choose_factor(2.0)
    assert rahimi.room.folded
    rahimi.switch.choose_factor(1.0)
    assert not rahimi.room.folded


def test_another_language_keeps_the_place_and_the_way_back(rahimi: Clerk) -> None:
    subject = rahimi.subject("A-01")
    rahimi.goes_to(to.Subjects()).goes_to(to.Subject(subject))
    rahimi.switch.choose_language("fa")
    assert rahimi.room.say.language == "fa"
    assert to.subject_of(rahimi.room.situation().place or to.Today()) == subject
    assert rahimi.room.layoutDirection() is Qt.LayoutDirection.RightToLeft
    rahimi.room.back()
    assert rahimi.room.navigator.place == to.Subjects()
    assert rahimi.room.sidebar.buttons["today"].text() == words("fa")("Today")
    rahimi.switch.choose_language("en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_can_be_chosen_by_its_own_name(rahimi: Clerk, language: str) -> None:
    (named,) = [action for action in ACTIONS if action.words == LANGUAGE_NAMES[language]]
    rahimi.window.act(named.id)
    assert rahimi.room.say.language == language
    assert rahimi.room.sidebar.buttons["today"].text() == words(language)("Today")
    rahimi.window.act("english")


def test_a_long_name_of_a_place_leaves_room_for_its_count(qtbot: QtBot) -> None:
    ends = []
    for word in ("A place whose name is longer than the sidebar is wide", ""):
        button = NavButton("users", word, "Ctrl+1")
        qtbot.addWidget(button)
        button.resize(204, 36)
        button.show_badge(Badge(1, Mark.SERIOUS_EVENT))
        ends.append(button.grab().toImage().copy(164, 0, 40, 36))
    assert ends[0] == ends[1]


def test_f6_walks_the_columns(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Subjects())
    page = rahimi.room.navigator.page
    assert page is not None
    page.take_keyboard()
    rahimi.room.act("next_column")
    now = rahimi.window.focusWidget()
    assert page.columns()[2].isAncestorOf(now)


def test_a_backup_is_made_off_the_thread_tested_and_told(rahimi: Clerk, tmp_path: Path) -> None:
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=10_000)
    assert len(list((tmp_path / "site-01-backups").glob("site-01-*.crf"))) == 1


def test_verifying_says_that_the_trail_is_whole(rahimi: Clerk) -> None:
    rahimi.room.act("verify")
    rahimi.bot.waitUntil(lambda: rahimi.overlay is not None, timeout=20_000)
    assert rahimi.sheet.accessibleName() == "The audit trail is whole"


def test_the_menu_bar_holds_every_action(rahimi: Clerk) -> None:
    rahimi.window.update_actions()
    menus = [menu for menu in rahimi.window.menuBar().findChildren(QMenu) if menu.actions()]
    listed = {action.text() for menu in menus for action in menu.actions()}
    assert {words("en")(action.words) for action in ACTIONS} == listed


def test_enter_presses_what_has_the_keyboard(rahimi: Clerk) -> None:
    button = next(
        each for each in rahimi.room.findChildren(Button) if each.text() == "New subject" and each.isVisible()
    )
    button.setFocus()
    rahimi.presses(Qt.Key.Key_Return)
    assert rahimi.sheet.accessibleName() == "New subject"
    rahimi.presses(Qt.Key.Key_Escape)
    rahimi.room.sidebar.buttons["queries"].setFocus()
    rahimi.presses(Qt.Key.Key_Enter)
    assert rahimi.room.navigator.place == to.Queries()


def test_a_change_is_counted_without_reading_the_other_subjects(rahimi: Clerk, monkeypatch: pytest.MonkeyPatch) -> None:
    room, read = rahimi.room, []
    before = room.standings()
    monkeypatch.setattr(standings, "standings", lambda *_: read.append(1))
    page = PagePlace(rahimi.subject("A-02"), None, "adverse_event", 1)
    for item, value in (("words", "Headache"), ("serious", "yes"), ("aware", "2025-07-16 08:00")):
        session = room.desk.session(page)
        session.edit(EntryKey(item), value)
        assert room.do(RecordEntries(page, session.pending(), None)) is not None
    QApplication.processEvents()
    after = room.standings()
    assert not read
    assert [each.label for each in after] == [each.label for each in before]
    assert after[0] is before[0], "A-01 was not looked at again"
    monkeypatch.undo()
    assert after[1] == standings.standings(room.desk.study, room.desk.file, room.now())[1]
    assert len(after[1].events) == len(before[1].events) + 1
    badge = room.sidebar.buttons["adverse_events"].accessibleName()
    assert badge == "Adverse events, 2 serious events, clocks running"


class Windows(QObject):
    """Notes every widget that is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_nothing_flashes_up_as_a_window_of_its_own(rahimi: Clerk) -> None:
    # A part that is shown before it stands on its page is a window for a moment, and takes the keyboard with it.
    subject = rahimi.subject("A-01")
    watch, app = Windows(), QApplication.instance()
    assert app is not None
    app.installEventFilter(watch)
    places = (to.Subjects(), to.Subject(subject), to.AdverseEvents(), to.Queries(), to.AuditTrail(), to.Study())
    for place in (*places, to.Visit(VisitPlace(subject, "month_1")), to.Today()):
        rahimi.goes_to(place)
        assert not watch.seen, place
    rahimi.room.act("lock")
    rahimi.window.show_first_run()
    app.removeEventFilter(watch)
    assert not watch.seen

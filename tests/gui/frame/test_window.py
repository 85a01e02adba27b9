"""The frame: actions, folding, language, saved and seal."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from crf_app.base.files import bundled
from crf_app.base.words import words
from crf_app.gui import navigation as to
from crf_app.gui.actions import ACTIONS, MENUS, PLACES
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


@pytest.mark.parametrize("number", range(1, 8))
def test_ctrl_and_a_figure_lead_to_the_seven_places(rahimi: Clerk, number: int) -> None:
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


def test_f6_walks_the_columns(rahimi: Clerk) -> None:
    rahimi.goes_to(to.Subjects())
    page = rahimi.room.navigator.page
    assert page is not None
    page.take_keyboard()
    rahimi.room.act("next_column")
    now = rahimi.window.focusWidget()
    assert page.columns()[2].isAncestorOf(now)


def test_a_backup_is_made_off_the_thread_tested_and_told(rahimi: Clerk, tmp_path: Path) -> None:
    target = tmp_path / "copy.crf"

    def answer(_title: str, _pattern: str, _start: Path, then: object) -> None:
        then(target)  # type: ignore[operator]

    rahimi.room.asks.file_to_write = answer  # type: ignore[method-assign, assignment]
    rahimi.room.act("backup")
    rahimi.bot.waitUntil(lambda: "restore tested" in rahimi.room.status.backup.text(), timeout=10_000)
    assert target.exists()


def test_verifying_says_that_the_trail_is_whole(rahimi: Clerk) -> None:
    rahimi.room.act("verify")
    rahimi.bot.waitUntil(lambda: rahimi.overlay is not None, timeout=20_000)
    assert rahimi.sheet.accessibleName() == "The audit trail is whole"


def test_the_menu_bar_holds_every_action(rahimi: Clerk) -> None:
    rahimi.window.update_actions()
    menus = [menu for menu in rahimi.window.menuBar().findChildren(QMenu) if menu.actions()]
    listed = {action.text() for menu in menus for action in menu.actions()}
    assert {words("en")(action.words) for action in ACTIONS} == listed

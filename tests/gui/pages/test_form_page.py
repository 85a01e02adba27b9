"""Filling pages, as the coordinator does: typing, leaving, questions, reasons, completing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crf_app.base.problems import Fault
from crf_app.base.values import to_text
from crf_app.base.words import words
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey
from crf_app.gui import navigation as to
from crf_app.gui.pages import form_work
from crf_app.gui.pages.beside import beside_of
from crf_app.gui.parts import Band, Button, MarkView
from crf_app.services.script import MissingAnswer
from crf_app.services.synthetic import Steps
from tests.gui.clerk import CTRL, SHIFT, CannotDo, click
from tests.gui.desk_window import Ward
from tests.services.clinic import story

Key = Qt.Key
SCORES = {
    "visual": "3", "brainstem": "1", "pyramidal": "3", "cerebellar": "2", "sensory": "2", "bowel_bladder": "4",
    "cerebral": "1",
}  # fmt: skip


def at_month_1(ward: Ward) -> Ward:
    ward.clerk.opens("A-01").starts_visit("month_1", "2025-07-07")
    return ward


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No saving by the clock between two keys of a slow machine; test_nothing_stays_pending tells of that."""
    monkeypatch.setattr(form_work, "PATIENCE", 600_000)


def press_in(band: Band, name: str) -> None:
    button = band.findChild(Button, name)
    assert isinstance(button, Button)
    click(button)


def held(ward: Ward, form: str, item: str, row: str = "", visit: str | None = "month_1") -> str:
    place = ward.subject.place(form, visit, 1 if visit is None else None)
    entry = ward.subject.record.entry(place.id, EntryKey(item, row))
    if entry is None:
        return ""
    return entry.stored.get("value") or entry.stored.get("missing") or entry.stored.get("unreadable", "")


def focused() -> str:
    widget = QApplication.focusWidget()
    while widget is not None and not widget.objectName():
        widget = widget.parentWidget()
    return widget.objectName() if widget is not None else ""


def press(key: Qt.Key, held_down: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    QTest.keyClick(widget, key, held_down)


# Typing and saving


def test_leaving_a_field_saves_it(ward: Ward) -> None:
    at_month_1(ward).clerk.form("vital_signs").enters(bp_systolic="128")
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_persian_digits_are_read(ward: Ward) -> None:
    at_month_1(ward).clerk.form("vital_signs").enters(bp_systolic="۱۲۸", body_temperature="۳۶٫۷")
    assert held(ward, "vital_signs", "bp_systolic") == "128"
    assert held(ward, "vital_signs", "body_temperature") == "36.7"


def test_a_code_is_chosen_by_its_digit_and_enter_goes_on(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes")
    click(clerk.editor("visual").field, clerk.editor("visual").field.cell(0).center().toPoint())  # type: ignore[attr-defined]
    press(Key.Key_3)
    press(Key.Key_Return)
    assert focused() == "brainstem"
    assert held(ward, "edss", "visual") == "3"
    assert "2" in ward.clerk.view.sections[1]._counts[EntryKey("visual")].text()  # type: ignore[attr-defined]


def test_arrows_walk_the_rows_of_a_grid(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes")
    clerk.page.go_to(clerk.view.cell(EntryKey("visual")))
    press(Key.Key_Down)
    press(Key.Key_Down)
    assert focused() == "pyramidal"
    press(Key.Key_Up)
    assert focused() == "brainstem"


def test_text_that_cannot_be_read_stays_as_typed_with_a_sentence_below(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs").enters(body_temperature="36,,5")
    assert clerk.sees("body_temperature") == "36,,5"
    assert any("36,,5" in sentence for sentence in clerk.questions("body_temperature"))
    assert held(ward, "vital_signs", "body_temperature") == "36,,5"


def test_the_day_in_the_other_calendar_stands_below_a_date(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs").enters(measured_on="1404/04/16")
    assert clerk.sees("measured_on") == "7 Jul 2025"
    assert clerk.editor("measured_on").note() == "16 Tir 1404"


def test_today_and_now_come_by_key(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs")
    clerk.page.go_to(clerk.view.cell(EntryKey("measured_on")))
    press(Key.Key_Semicolon, CTRL)
    press(Key.Key_Tab)
    press(Key.Key_Semicolon, CTRL | SHIFT)
    press(Key.Key_Tab)
    assert held(ward, "vital_signs", "measured_on") == "2025-05-22"
    assert held(ward, "vital_signs", "measured_at") == "09:00"


def test_a_day_is_taken_from_the_calendar(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs").enters(measured_on="2025-07-07")
    click(clerk.editor("measured_on").field)
    press(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    press(Key.Key_Down)
    press(Key.Key_Right)
    press(Key.Key_Return)
    press(Key.Key_Tab)
    assert held(ward, "vital_signs", "measured_on") == "2025-07-15"


def test_an_operator_typed_first_is_kept_with_the_number(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("cytokines").enters_rows({"il_10": {"reported": "<2.0"}})
    assert held(ward, "cytokines", "reported", "il_10") == "<2.0"
    assert clerk.sees("il_10.reported") == "2.0"


def test_a_high_result_bears_its_flag(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("cytokines").enters_rows({"il_6": {"reported": "15.6"}})
    line = next(line for line in clerk.view.sections[2].lines if line.row == "il_6")  # type: ignore[attr-defined]
    assert line.flags["high"].isVisible()
    assert not line.flags["low"].isVisible()


def test_control_d_takes_the_value_of_the_visit_before(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("cytokines")
    clerk.page.go_to(clerk.view.cell(EntryKey("material")))
    press(Key.Key_D, CTRL)
    press(Key.Key_Tab)
    assert held(ward, "cytokines", "material") == held(ward, "cytokines", "material", visit="day_0") != ""


def test_escape_takes_back_what_is_typed_in_a_field(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs").enters(bp_systolic="128")
    field = clerk.editor("bp_systolic").field
    click(field)
    QTest.keyClicks(field, "9")
    press(Key.Key_Escape)
    press(Key.Key_Tab)
    assert clerk.sees("bp_systolic") == "128"
    assert held(ward, "vital_signs", "bp_systolic") == "128"


def test_several_answers_are_ticked(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").form("adverse_event").enters(serious="yes", criteria="hospital disability")
    assert set(held(ward, "adverse_event", "criteria", visit=None).split()) == {"hospital", "disability"}
    assert clerk.editor("hospital_from").isVisible()


def test_a_term_is_found_by_typing_and_strikes_out_the_grades_it_does_not_have(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").form("adverse_event")
    field = clerk.editor("term").field
    click(field)
    QTest.keyClicks(field, "headac")
    QTest.keyClick(field, Key.Key_Return)
    QTest.keyClick(field, Key.Key_Tab)
    assert held(ward, "adverse_event", "term", visit=None) == "Headache"
    grades = clerk.editor("grade").field.options  # type: ignore[attr-defined]
    assert [grade.code for grade in grades if not grade.exists] == ["4", "5"]
    assert "4, 5 do not exist" in clerk.editor("grade").note()


# Reasons


def test_the_slash_offers_reasons_and_two_letters_find_one(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs")
    field = clerk.editor("oxygen").field
    clerk._sees(field)
    click(field)
    press(Key.Key_Slash)
    missing = clerk.page.missing
    assert missing.isVisible()
    QTest.keyClicks(missing.search, "eq")
    QTest.keyClick(missing.search, Key.Key_Return)
    QTest.keyClicks(missing.comment, "no probe")
    QTest.keyClick(missing.comment, Key.Key_Return)
    assert clerk.sees("oxygen") == "Equipment failure"
    press(Key.Key_Tab)
    assert held(ward, "vital_signs", "oxygen") == "equipment"
    assert clerk.editor("oxygen").note() == "no probe"


def test_a_reason_gives_way_to_a_value_typed_over_it(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes", visual=MissingAnswer(missing="refused"))
    assert held(ward, "edss", "visual") == "refused"
    click(clerk.editor("visual").focus_target)
    press(Key.Key_2)
    press(Key.Key_Tab)
    assert held(ward, "edss", "visual") == "2"


def test_escape_leaves_the_list_of_reasons_without_a_trace(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs")
    click(clerk.editor("oxygen").field)
    press(Key.Key_M, CTRL | SHIFT)
    press(Key.Key_Escape)
    assert not clerk.page.missing.isVisible()
    assert focused() == "oxygen"
    assert clerk.sees("oxygen") == ""


# Questions


def edss_at_month_1(ward: Ward) -> Ward:
    at_month_1(ward).clerk.form("edss").enters(
        {"assessed": "yes", **SCORES, "walk_distance": "140", "walk_source": "measured", "walk_aid": "none",
         "ambulation": "5"}
    )  # fmt: skip
    return ward


def test_a_question_opens_below_and_never_takes_the_keyboard(ward: Ward) -> None:
    clerk = edss_at_month_1(ward).clerk
    assert clerk.questions("ambulation")
    assert focused() == "cerebellar_weakness"  # Tab went on


def test_change_to_does_what_it_says(ward: Ward) -> None:
    clerk = edss_at_month_1(ward).clerk.presses("ambulation", "change")
    assert held(ward, "edss", "ambulation") == "4"
    assert clerk.questions("ambulation") == []


@pytest.mark.requirement(20)
def test_keep_and_explain_turns_the_question_into_an_answer(ward: Ward) -> None:
    clerk = edss_at_month_1(ward).clerk.explains("ambulation", "stopped early because of pain")
    assert [q.state for q in ward.subject.record.queries.values() if q.item == "ambulation"] == ["answered"]
    assert clerk.questions("ambulation")[0].startswith("Explained.")


def test_f8_walks_open_questions_and_empty_required_items(ward: Ward) -> None:
    clerk = edss_at_month_1(ward).clerk
    clerk.page.go_to(clerk.view.cell(EntryKey("cerebral")))
    press(Key.Key_F8)
    assert focused() == "ambulation"
    press(Key.Key_F8)
    assert focused() == "total"
    press(Key.Key_F8, SHIFT)
    assert focused() == "ambulation"


def test_the_calculated_step_stands_beside_with_its_reasons(ward: Ward) -> None:
    clerk = edss_at_month_1(ward).clerk.enters(total="5.5")
    assert clerk.sees("calculated") == "6.0"
    aside = clerk.view.aside[0]
    said = [label.text() for label in aside._why]  # type: ignore[attr-defined]
    assert said[0] == "1. Ambulation code 5 sets 6.0, whatever the functional systems."
    assert said[2] == "3. With code 4 the result is 5.5, the same as the rater's."


@pytest.mark.requirement(21)
def test_a_monitor_asks_and_the_coordinator_answers(wards: Callable[..., Ward]) -> None:
    ward = wards(person="moradi")
    clerk = ward.clerk.opens("A-01").visit("screening").form("demographics")
    with pytest.raises(CannotDo, match="read only"):
        clerk.enters(height="170")
    clerk.page.go_to(clerk.view.cell(EntryKey("height")))
    press(Key.Key_Q, CTRL | SHIFT)
    clerk._types_answer("The chart says 172.")
    assert "The chart says 172." in clerk.questions("height")[0]
    ward.clinic.signs_in("rahimi")
    clerk.form("demographics").answers("height", "Measured again, 162 is right.")
    query = next(q for q in ward.subject.record.queries.values() if q.item == "height")
    assert query.state == "answered"


# Hiding


def test_what_does_not_apply_is_hidden_and_a_kept_value_stays_struck(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes", rater="S. Tavakoli")
    clerk.enters(assessed="no")
    with pytest.raises(CannotDo, match="hidden"):
        clerk.editor("mode")
    assert clerk.editor("rater").isVisible()
    cell = clerk.view.cell(EntryKey("rater"))
    assert cell is not None
    assert cell.note is not None
    assert cell.note.text() == "kept, does not apply now"
    assert held(ward, "edss", "rater") == "S. Tavakoli"


# The page as a whole


def test_a_page_with_gaps_is_not_completed_and_says_what_is_missing(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs").enters(bp_systolic="128").tries_to_complete()
    assert clerk.page.footer.refusal.startswith("Still empty: Date")
    rings = [ring for ring in clerk.view.findChildren(MarkView) if ring.isVisible()]
    assert len(rings) == 5
    assert ward.subject.record.pages[ward.subject.place("vital_signs", "month_1").id].state == "begun"


def test_a_whole_page_is_filled_and_completed_from_the_keyboard(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs")
    clerk.page.go_to(clerk.view.cell(EntryKey("measured_on")))
    for typed in ("2025-07-07", "0830", None, "128", "80", "72", "36.7", "98", "58"):
        widget = QApplication.focusWidget()
        assert widget is not None
        if typed is None:
            press(Key.Key_Right)
            press(Key.Key_Space)
        else:
            QTest.keyClicks(widget, typed)
        press(Key.Key_Return)
    press(Key.Key_Return, CTRL)
    assert ward.subject.record.pages[ward.subject.place("vital_signs", "month_1").id].state == "complete"
    assert clerk.page.footer.button.text() == "Next page"
    assert to_text(held(ward, "vital_signs", "body_weight")) == "58"


@pytest.mark.requirement(3)
def test_a_completed_page_asks_why_a_value_changes(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").visit("screening").form("demographics").enters(height="163")
    assert held(ward, "demographics", "height", visit="screening") == "162"
    clerk.gives_reason_for_change("misread_source", "seven read as two")
    assert held(ward, "demographics", "height", visit="screening") == "163"
    facts = ward.clinic.desk.file.facts(item="height", kinds=[FactKind.ENTRY_RECORDED], newest_first=True, limit=1)
    assert next(iter(facts)).reason == "misread_source: seven read as two"


def test_a_change_without_its_reason_is_kept_and_offered_again(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").visit("screening").form("demographics").enters(height="163")
    clerk.question.reject()
    band = clerk.page.findChild(Band, "not_saved")
    assert band is not None
    assert clerk.sees("height") == "163"
    press_in(band, "take_back")
    assert clerk.sees("height") == "162"


def test_a_page_that_was_not_done_keeps_its_reason(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("b_cells")
    click(clerk.page.header.not_done_button)
    clerk._gives_reason("equipment", "cytometer broken")
    page = ward.subject.record.pages[ward.subject.place("b_cells", "month_1").id]
    assert (page.state, page.reason, page.comment) == ("not_done", "equipment", "cytometer broken")
    clerk.reopens("it works again")
    assert ward.subject.record.pages[page.place.id].state == "begun"


def test_a_fault_keeps_the_text_and_try_again_saves_it(ward: Ward, monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs")
    desk = ward.clinic.desk

    def full(*_: object) -> None:
        raise Fault("The disk is full. Nothing was lost; make room and try again.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.file, "append", full)
        clerk.enters(bp_systolic="128")
    band = clerk.page.findChild(Band, "not_saved")
    assert band is not None
    assert clerk.sees("bp_systolic") == "128"
    assert held(ward, "vital_signs", "bp_systolic") == ""
    press_in(band, "try_again")
    assert held(ward, "vital_signs", "bp_systolic") == "128"
    QApplication.sendPostedEvents(band, QEvent.Type.DeferredDelete)
    assert clerk.page.findChild(Band, "not_saved") is None


def test_control_page_down_goes_to_the_next_page_and_saves_on_the_way(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("vital_signs")
    field = clerk.editor("bp_systolic").field
    click(field)
    QTest.keyClicks(field, "131")
    press(Key.Key_PageDown, CTRL)
    assert clerk.page._view is not None
    assert clerk.page._view.form.id == "edss"
    assert held(ward, "vital_signs", "bp_systolic") == "131"


@pytest.mark.requirement(4)
def test_the_history_of_an_item_names_old_and_new(ward: Ward) -> None:
    from crf_app.gui.pages.item_history import ItemHistory

    clerk = at_month_1(ward).clerk.form("vital_signs").enters(bp_systolic="128").enters(bp_systolic="131")
    click(clerk.editor("bp_systolic").field)
    press(Key.Key_H, CTRL)
    sheet = ward.window.findChild(ItemHistory)
    assert sheet is not None
    from crf_app.gui.parts import TextLabel

    said = [label.text() for label in sheet.findChildren(TextLabel)]
    assert any("128" in text and "131" in text and "→" in text for text in said)
    sheet.dismiss()


def test_a_visit_opens_at_its_first_page_that_wants_something(ward: Ward) -> None:
    at_month_1(ward)
    ward.window.room.go(to.Visit(ward.subject.visit("month_1")))
    assert ward.clerk.page._place == ward.subject.place("vital_signs", "month_1")


def test_a_subject_is_enrolled_and_its_first_page_begun(ward: Ward) -> None:
    clerk = ward.clerk.enrols("A-09").starts_visit("screening", "2025-05-22").form("consent")
    clerk.enters(obtained="yes", consented_on="2025-05-22")
    record = ward.clinic.subject("A-09").record
    assert [page.place.form for page in record.pages.values()] == ["consent"]


# Logs


def test_rows_of_a_log_are_added_filled_and_removed(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").visit("day_0").form("infusion")
    clerk.reopens("an interruption was forgotten")
    clerk.enters(interrupted="yes")
    for at, minutes, why in (("10:25", "4", "cannula"), ("10:31", "3", "other")):
        row = {"interrupted_at": at, "interrupted_minutes": minutes, "interruption_reason": why}
        clerk.adds_row("interruptions", row)
    assert clerk.sees("interrupted_total") == "7"
    line = clerk.view.sections[5].lines[1]  # type: ignore[attr-defined]
    clerk._sees(line.remove)
    click(line.remove)
    clerk._types_answer("entered twice")
    assert clerk.sees("interrupted_total") == "4"


def test_the_next_page_of_a_log_begins_with_its_first_answer(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").form("adverse_event")
    assert list(ward.subject.record.log_pages("adverse_event")) == []
    clerk.enters(words="Headache since the evening")
    assert [page.place.repeat for page in ward.subject.record.log_pages("adverse_event")] == [1]
    ward.window.room.go(to.Log(ward.subject.id, "adverse_event"))
    lines = ward.window.room.navigator.page.lines()  # type: ignore[union-attr]
    assert "Headache since the evening" in lines[0].sentence


# What the eye and the ear get


def test_every_editor_has_a_name_and_a_description(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("edss").enters(assessed="yes")
    for cell in clerk.view.stops():
        assert cell.editor.focus_target.accessibleName()
    spoken = clerk.editor("pyramidal").focus_target.accessibleDescription()
    assert "Day 0: " in spoken
    assert clerk.editor("walk_distance").focus_target.accessibleDescription().startswith("m, expected 0 to 1000")


@pytest.mark.parametrize("form", ["edss", "cytokines", "vital_signs"])
@pytest.mark.parametrize(
    ("language", "factor", "size"),
    [("en", 1.0, (1024, 640)), ("en", 2.0, (1366, 736)), ("fa", 1.5, (1366, 736))],
)
def test_a_form_never_needs_to_scroll_sideways(
    wards: Callable[..., Ward], form: str, language: str, factor: float, size: tuple[int, int]
) -> None:
    from crf_app.gui.theme import Theme

    ward = at_month_1(wards(theme=Theme(language=language, factor=factor), size=size))
    clerk = ward.clerk.form(form)
    if form == "edss":
        clerk.enters(assessed="yes")
    QTest.qWait(20)
    page = clerk.page
    assert page.width() <= size[0]
    assert clerk.view.width() <= page._scroll.viewport().width()
    for cell in clerk.view.cells():
        if cell.visible and not clerk.view.section_of(cell).section.aside:
            box = cell.editor.geometry()
            assert box.left() >= 0, cell.key
            assert box.right() <= clerk.view.section_of(cell).width(), cell.key


def test_reading_a_whole_visit_of_test_set_a_into_the_window(wards: Callable[..., Ward], tmp_path: Path) -> None:
    ward = wards(past=())
    for step in Steps(story("A-01")).visit("screening"):
        name, details = step.deed
        if name == "enter":
            ward.clerk.carries_out(details)
        else:
            ward.clinic.plays([step])
    pages = [page for page in ward.subject.record.pages.values() if page.place.visit is not None]
    assert {page.state for page in pages} == {"complete"}
    assert len(pages) == 8


def test_a_short_form_does_not_scroll_because_a_long_one_was_open_before(ward: Ward) -> None:
    clerk = at_month_1(ward).clerk.form("cytokines")
    bar = clerk.page._scroll.verticalScrollBar()
    clerk.waits(lambda: bar.maximum() > 0)  # what lies below is built after the first picture
    clerk.form("review")
    clerk.waits(lambda: bar.maximum() == 0)


def test_a_page_of_a_log_is_named_in_words_and_not_by_its_code(ward: Ward) -> None:
    clerk = ward.clerk.opens("A-01").form("deviation").enters(category="eligibility")
    clerk.page.leaving()
    place = ward.subject.place("deviation", None, 1)
    line = beside_of(ward.clinic.desk, place, ward.clinic.desk.clock.now(), words("en")).pages[0]
    assert line.words == "1. Eligibility"

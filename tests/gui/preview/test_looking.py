"""What an author sees and does in the preview: forms at visits, findings, scenarios, languages, all without a mouse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf_app.gui.ask import Question
from crf_app.gui.parts import TextField
from crf_app.gui.preview.bench import Spot
from crf_app.gui.preview.scenario_list import ScenarioList
from crf_app.gui.theme import Theme
from tests.gui.clerk import CTRL, SHIFT, click, type_text
from tests.gui.preview.author import Author

SHORT = "a short walk without an aid is noted"
NOTES = """\
  - id: notes
    title: Notes
    layout: log
    items:
      - {id: note, kind: text, label: Note}
"""


# The form


def test_rules_work_while_somebody_types(author: Author) -> None:
    author.goes_to("walk", "screening")
    assert not author.asks("metres")
    author.types("done", "yes").types("metres", "900")
    assert author.questions("metres")  # beyond what is expected
    author.types("metres", "120")
    assert author.questions("metres") == []
    assert author.form.footer.hints.isVisible()


def test_earlier_visits_are_read_at_later_ones(author: Author) -> None:
    author.goes_to("walk", "treatment").types("done", "yes").types("metres", "100")
    author.goes_to("walk", "month_1").types("done", "yes").types("metres", "130")
    assert author.sees("more") == "30"  # the distance more than at the baseline
    assert author.form.session.earlier(author.cell("metres").key)[0][0] == "s/treatment"
    author.form.head.visit.edited.emit("treatment")
    assert author.sees("metres") == "100"


def test_a_value_is_kept_with_its_explanation_until_it_changes(author: Author) -> None:
    author.goes_to("walk", "screening").types("done", "yes").types("metres", "900").presses("explain")
    sheet = next(each for each in author.window.findChildren(Question) if each.isVisible())
    type_text(sheet.findChildren(TextField)[0], "A very long corridor")
    click(sheet.go_on)
    assert author.questions("metres")[0].startswith("Explained.")
    author.types("metres", "120")
    assert author.questions("metres") == []
    author.types("metres", "900")
    assert not author.questions("metres")[0].startswith("Explained.")


def test_rows_are_added_and_taken_away(author: Author) -> None:
    text = (author.folder / "forms/consent.yaml").read_text(encoding="utf-8")
    author.saves("forms/consent.yaml", text + NOTES)
    author.waits_for(lambda: len(author.form.session.form.sections) == 2)
    author.presses("add:notes").types("1.note", "First").presses("add:notes").types("2.note", "Second")
    author.changes("forms/consent.yaml", "title: Notes", "title: Remarks")
    author.waits_for(lambda: author.form.session.form.sections[1].title.in_("en") == "Remarks")
    assert (author.sees("1.note"), author.sees("2.note")) == ("First", "Second")
    author.form._row("notes", "1")
    assert author.form.session.rows(author.form.session.form.sections[1]) == ["2"]
    assert author.sees("2.note") == "Second"


def test_completing_says_what_is_missing_and_keeps_nothing(author: Author) -> None:
    author.goes_to("walk", "screening").types("done", "yes").presses("complete_page")
    assert author.form.footer.refusal == "Not complete yet: Distance."
    author.types("metres", "0").presses("complete_page")
    assert author.form.footer.refusal == ""
    assert author.form.footer._state.text() == "A page filled like this can be completed."
    assert author.sees("metres") == "0"


def test_the_form_is_emptied(author: Author) -> None:
    author.types("consented", "2026-05-02").presses("preview_again")
    assert author.sees("consented") == ""


def test_a_form_is_found_by_its_items(author: Author) -> None:
    QTest.keyClick(author.window, Qt.Key.Key_F, CTRL)
    search = author.window.room.contents.search
    assert search.hasFocus()
    QTest.keyClicks(search, "systolic")
    assert author.forms == ["Day 0", "Vital signs", "Month 1", "Vital signs"]
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert author.title == "Vital signs"
    QTest.keyClick(author.window.room.contents.list, Qt.Key.Key_Down)
    assert author.form.head.visit.choice == "month_1"
    search.setText("zebra")
    assert author.forms == []
    assert author.window.room.contents._nothing.isVisible()


# Findings


class Editor(QObject):
    """Stands in for the program this computer opens YAML with."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def editor() -> Editor:
    return Editor()


def test_a_finding_leads_to_its_place(author: Author, editor: Editor) -> None:
    author.changes("forms/vitals.yaml", "layout: series", "layout: serial")
    author.waits_for(lambda: bool(author.findings))
    findings = author.window.room.side.findings
    findings.list.setFocus()
    findings.list.select_first()
    QTest.keyClick(findings.list, Qt.Key.Key_C, CTRL)
    place = f"{author.folder}/forms/vitals.yaml:7:13"
    assert QGuiApplication.clipboard().text() == place
    assert findings.told.replace("\u2066", "").replace("\u2069", "") == "Copied: forms/vitals.yaml:7:13"
    QDesktopServices.setUrlHandler("file", editor, "open")  # type: ignore[arg-type] # Qt takes no bytes
    try:
        QTest.keyClick(findings.list, Qt.Key.Key_Return)
    finally:
        QDesktopServices.unsetUrlHandler("file")
    assert editor.opened == [f"{author.folder}/forms/vitals.yaml"]
    assert findings.told.endswith("Go to line 7, column 13.")


@pytest.mark.qt_log_ignore("openDocument")
def test_where_no_program_opens_the_file_its_place_is_copied(author: Author) -> None:
    author.changes("forms/vitals.yaml", "layout: series", "layout: serial")
    author.waits_for(lambda: bool(author.findings))
    findings = author.window.room.side.findings
    findings.list.select_first()
    author.presses("preview_open")
    assert QGuiApplication.clipboard().text().endswith("forms/vitals.yaml:7:13")
    assert findings.told.startswith("This computer has no program for")


def test_findings_mark_the_forms_they_are_about(author: Author) -> None:
    author.changes("forms/walk.yaml", "aid, kind: code", "aid, kind: codde")
    author.waits_for(lambda: bool(author.findings))
    marked = {row.words for row in author.window.room.contents.list.rows if row.icon is not None}
    assert marked == {"Walk"}
    row = next(row for row in author.window.room.contents.list.rows if row.icon is not None)
    assert row.sentence == "Walk, Screening, has findings"


def test_a_warning_leaves_the_form_current(author: Author) -> None:
    author.changes("codelists.yaml", "aid:\n", "shoes:\n  - {code: none, label: None}\naid:\n")
    author.waits_for(lambda: bool(author.findings))
    assert author.is_current
    assert "S019" in [row.aside for row in author.window.room.side.findings.list.rows]


# Scenarios


def test_a_failing_scenario_is_shown_with_what_came_out_otherwise(author: Author) -> None:
    author.changes("scenarios/walk.yaml", 'walk.more: "-85"', 'walk.more: "-80"')
    author.waits_for(lambda: bool(author.failed))
    assert author.failed == [f"{SHORT} walk.more is “-85”, expected “-80” scenarios/walk.yaml:1"]
    assert author.window.room.side.tabs.tabText(1) == "1 of 6 fail"
    assert "scenarios/walk.yaml:1:3 walk.more is “-85”, expected “-80”." in author.findings


def test_a_scenario_stands_in_the_form_and_what_was_typed_comes_back(author: Author) -> None:
    author.goes_to("walk", "screening").types("done", "yes").types("metres", "77")
    author.clicks_scenario(SHORT)
    assert author.form.head.visit.choice == "month_1"
    assert (author.sees("done"), author.sees("metres"), author.sees("aid")) == ("yes", "15", "none")
    assert author.sees("more") == "−85"
    assert author.window.room.story.words == f"Scenario: {SHORT} holds"
    author.goes_to("walk", "treatment")  # what is given can be looked at as well
    assert author.sees("metres") == "100"
    author.goes_to("walk", "screening")
    author.presses("preview_leave_story")
    assert author.window.room.story.isHidden()
    assert (author.sees("done"), author.sees("metres")) == ("yes", "77")


def test_a_scenario_that_is_looked_at_follows_its_author(author: Author) -> None:
    author.clicks_scenario(SHORT)
    author.changes("scenarios/walk.yaml", 'walk.metres: "15"', 'walk.metres: "16"')
    author.waits_for(lambda: author.sees("metres") == "16")
    assert author.window.room.story.words == f"Scenario: {SHORT} walk.more is “-84”, expected “-85”"
    author.types("metres", "17")
    assert author.window.room.story.words.endswith("typed over")
    author.changes("scenarios/walk.yaml", 'walk.metres: "16"', 'walk.metres: "18"')
    author.waits_for(lambda: '"-85"' in (author.folder / "scenarios/walk.yaml").read_text() and bool(author.failed))
    author.waits_for(lambda: "“-82”" in author.failed[0])
    assert author.sees("metres") == "17"  # nobody types over the author's own keystrokes


def test_scenarios_of_the_form_come_first(author: Author) -> None:
    author.goes_to("vitals", "treatment")
    rows = author.window.room.side.scenarios.list.rows
    heads = [n for n, row in enumerate(rows) if row.is_head]
    assert [rows[n].words for n in heads] == ["Of this form", "Others"]
    assert [row.words for row in rows[1 : heads[1]]] == ["a rise is asked about", "a steady pressure is not"]


# Languages, look, keyboard


def test_the_window_speaks_each_language_of_the_study(author: Author) -> None:
    author.goes_to("walk", "treatment").types("done", "yes").types("metres", "120")
    language = author.window.room.bar.language
    language.setFocus()
    QTest.keyClick(language, Qt.Key.Key_Down)
    assert author.window.layoutDirection() is Qt.LayoutDirection.RightToLeft
    assert author.title == "راه رفتن"
    assert author.labels[1] == "مسافت"
    assert author.window.room.bar.words.startswith("پیش‌نمایش – چیزی نگه داشته نمی‌شود")
    assert author.sees("metres") == "۱۲۰"
    assert author.window.room.bar.language.hasFocus()
    author.changes("forms/walk.yaml", "fa: مسافت", "fa: فاصله")
    author.waits_for(lambda: author.labels[1] == "فاصله")
    author.window.room.bar.language.edited.emit("en")
    assert author.labels[1] == "Distance"
    assert author.window.layoutDirection() is Qt.LayoutDirection.LeftToRight


def test_a_language_the_study_gives_up_makes_room_for_its_first(author: Author) -> None:
    author.window.room.bar.language.edited.emit("fa")
    author.changes("study.yaml", "languages: [en, fa]", "languages: [en]")
    author.waits_for(lambda: author.window.layoutDirection() is Qt.LayoutDirection.LeftToRight)
    assert author.title == "Consent"
    assert not author.window.room.bar.language.isVisible()


def test_light_and_dark(author: Author) -> None:
    author.types("consented", "2026-05-02").presses("preview_look")
    assert Theme.of(author.window).dark
    assert author.window.room.bar.look.accessibleName() == "Light"
    assert author.sees("consented") == "2 May 2026"
    author.presses("preview_look")
    assert not Theme.of(author.window).dark


def test_f6_walks_the_columns_and_tab_the_form(author: Author) -> None:
    author.goes_to("walk", "screening").types("done", "yes")
    room = author.window.room
    room.contents.list.setFocus()
    walked: list[QWidget | None] = []
    for _ in range(5):
        QTest.keyClick(author.window, Qt.Key.Key_F6)
        walked.append(QApplication.focusWidget())
    assert walked[0] is author.cell("done").editor.focus_target
    assert walked[1] is room.side.tabs
    assert walked[2] is not None
    assert author.form.aside.isAncestorOf(walked[2]) or room.bar.isAncestorOf(walked[2])
    assert room.contents.list in walked
    QTest.keyClick(author.window, Qt.Key.Key_F6, SHIFT)
    author.cell("done").editor.focus_target.setFocus()
    QTest.keyClick(author.focus(), Qt.Key.Key_Tab)
    assert author.focus() is author.cell("metres").editor.focus_target


def test_ctrl_page_down_goes_to_the_next_form(author: Author) -> None:
    author.cell("consented").editor.focus_target.setFocus()
    QTest.keyClick(author.focus(), Qt.Key.Key_PageDown, CTRL)
    assert author.window.bench.spot == Spot("walk", "screening")
    assert author.window.room.contents.list.current() == Spot("walk", "screening")


def test_everything_has_a_name(author: Author) -> None:
    author.changes("forms/walk.yaml", "kind: yes_no", "kind: yesno")
    author.waits_for(lambda: bool(author.findings))
    stops = [
        each
        for each in author.window.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(stops) > 8
    assert [each for each in stops if not (each.accessibleName() or getattr(each, "text", str)())] == []


def test_a_narrow_window_shows_one_column_at_a_time(authors: Callable[..., Author]) -> None:
    author = authors(size=(760, 560)).waits_until_played()
    room = author.window.room
    assert room.tabs.isVisible()
    assert author.form.isVisible()
    assert not room.contents.isVisible()
    QTest.keyClick(author.window, Qt.Key.Key_F, CTRL)
    assert room.contents.isVisible()
    author.goes_to("walk", "month_1")
    assert author.form.isVisible()
    assert author.title == "Walk"
    author.changes("forms/walk.yaml", "kind: yes_no", "kind: yesno")
    author.waits_for(lambda: bool(author.findings))
    assert room.tabs.tabText(2) == "1 finding"


def test_a_study_without_scenarios_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    from crf_app.base.words import screen_words
    from crf_app.capture.scenario import StudyCheck

    empty = ScenarioList(screen_words("en"))
    qtbot.addWidget(empty)
    assert empty.words == "Being played…"
    empty.show_check(StudyCheck(()))
    assert empty.words == "There is no scenario yet."

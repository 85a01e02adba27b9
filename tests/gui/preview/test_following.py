"""An author saves a file in some editor, and the window follows."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from crf_app import app
from crf_app.gui.ask import Question
from crf_app.gui.preview.window import PreviewWindow
from tests.gui.clerk import click
from tests.gui.preview.author import OTHERS, Author
from tests.study.small_study import WALK


def _everything_in(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_the_forms_are_there_and_nothing_pretends_to_be_kept(author: Author) -> None:
    assert author.forms[:5] == ["Screening", "Consent", "Walk", "Day 0", "Dosing"]
    assert author.forms[-2:] == ["Logs", "Adverse event"]
    assert author.title == "Consent"
    assert author.window.room.bar.words == "Preview – nothing is kept SMALL · version 1.0"
    assert author.window.room.bar.isVisible()
    assert author.findings == []
    assert author.failed == []
    assert author.window.room.side.scenarios.words == "6 scenarios and 2 range checks played"


@pytest.mark.parametrize("by_replacing", [False, True])
def test_a_label_changed_on_the_disk_changes_in_the_window(author: Author, by_replacing: bool) -> None:
    author.goes_to("walk", "month_1")
    for label in ("Covered it", "Did walk"):  # the second save finds the file that took the first one's place
        old = "Done" if label == "Covered it" else "Covered it"
        author.changes("forms/walk.yaml", f"label: {old}", f"label: {label}", by_replacing=by_replacing)
        author.waits_for(lambda wanted=label: author.labels[0] == wanted)
    assert author.title == "Walk"
    assert author.form.head.visit.choice == "month_1"
    assert author.is_current


def test_a_broken_folder_shows_its_finding_and_keeps_the_last_good_form(author: Author) -> None:
    author.goes_to("walk", "screening").types("done", "yes")
    author.changes("forms/walk.yaml", "kind: yes_no", "kind: yesno")
    author.waits_for(lambda: bool(author.findings))
    line = WALK.splitlines().index("      - {id: done, kind: yes_no, label: Done}") + 1
    assert author.findings[0].startswith(f"forms/walk.yaml:{line}:26 “yesno” is not one of")
    assert not author.is_current
    assert author.window.room.behind.words.startswith("Not current The folder has errors.")
    assert author.title == "Walk"
    assert author.sees("done") == "yes"
    assert author.window.room.side.scenarios.words == "Not played: mend the errors first."

    author.types("metres", "120")  # the last good form goes on working
    author.changes("forms/walk.yaml", "kind: yesno", "kind: yes_no")
    author.waits_for(lambda: author.is_current and not author.findings)
    assert (author.sees("done"), author.sees("metres")) == ("yes", "120")
    assert author.window.room.behind.isHidden()


def test_a_folder_broken_from_the_start_says_so_until_it_is_mended(authors: Callable[..., Author]) -> None:
    author = authors(opens=False)
    author.changes("schedule.yaml", "baseline: treatment", "baseline: never")
    author.opens_window().waits_for(lambda: bool(author.findings))
    assert author.window.room.form is None
    assert author.findings[0].startswith("schedule.yaml:")
    author.changes("schedule.yaml", "baseline: never", "baseline: treatment")
    author.waits_until_played()
    assert author.title == "Consent"


def test_what_was_typed_survives_as_far_as_its_items_exist(author: Author) -> None:
    text = (author.folder / "forms/consent.yaml").read_text(encoding="utf-8")
    remark, place = (f"      - {{id: {each.lower()}, kind: text, label: {each}}}\n" for each in ("Remark", "Place"))
    author.saves("forms/consent.yaml", text + remark + place).waits_for(lambda: "Place" in author.labels)
    author.types("consented", "2026-05-02").types("remark", "Signed twice").types("place", "Ward 3")
    author.saves("forms/consent.yaml", text + place).waits_for(lambda: "Remark" not in author.labels)
    assert (author.sees("consented"), author.sees("place")) == ("2 May 2026", "Ward 3")
    author.saves("forms/consent.yaml", text + remark + place).waits_for(lambda: "Remark" in author.labels)
    assert author.sees("remark") == ""


def test_what_was_typed_is_read_again_as_its_item_is_now(author: Author) -> None:
    author.goes_to("walk", "treatment").types("done", "yes").types("metres", "12.5")
    assert len(author.questions("metres")) == 1  # whole metres only
    author.changes(
        "forms/walk.yaml", "kind: integer\n        label: {en: Distance", "kind: decimal\n        label: {en: Distance"
    )
    author.waits_for(lambda: not author.questions("metres"))
    assert author.sees("metres") == "12.5"


def test_whoever_types_is_not_disturbed(author: Author) -> None:
    author.goes_to("walk", "treatment").types("done", "yes").types("metres", "12", leaves=False)
    author.changes("forms/walk.yaml", "label: Done", "label: Covered it")
    author.waits_for(lambda: author.labels[0] == "Covered it")
    line = author.editor("metres").field
    assert author.focus() is line
    QTest.keyClicks(line, "3")
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert author.sees("metres") == "123"


def test_the_form_stays_scrolled_where_it_was(authors: Callable[..., Author]) -> None:
    author = authors(size=(1024, 560))
    items = "".join(f"      - {{id: more_{n}, kind: text, label: More {n}}}\n" for n in range(60))
    author.saves("forms/consent.yaml", (author.folder / "forms/consent.yaml").read_text() + items)
    author.waits_for(lambda: author.window.room.form is not None and "More 59" in author.labels)
    bar = author.form.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]
    author.waits_for(lambda: bar.maximum() > 300)
    bar.setValue(250)
    author.changes("forms/consent.yaml", "label: More 59", "label: The last one")
    author.waits_for(lambda: "The last one" in author.labels)
    author.waits_for(lambda: author.form.scrolled == 250)


def test_a_form_that_is_taken_away_makes_room_for_another(author: Author) -> None:
    author.goes_to("vitals", "month_1")
    author.changes("schedule.yaml", "forms: [walk, vitals]", "forms: [walk]")
    author.waits_for(lambda: author.form.head.visit.choice == "treatment")
    assert author.title == "Vital signs"


def test_nothing_is_written_anywhere(author: Author, home: Path) -> None:
    before = _everything_in(author.folder)
    author.goes_to("walk", "month_1").types("done", "yes").types("metres", "15").types("aid", "none")
    author.clicks_scenario("a rise is asked about").presses("preview_leave_story")
    author.presses("preview_look")
    author.window.read()
    author.waits_until_played()
    author.window.close()
    assert _everything_in(author.folder) == before
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_newer_save_makes_an_older_run_void(author: Author) -> None:
    told: list[str] = []
    checker = author.window._checker
    checker.read.connect(lambda study, _: told.append(study.forms["walk"].title.in_("en")))
    for title in ("Gait", "Stroll", "March"):
        author.changes("forms/walk.yaml", "title: {en: ", f"title: {{en: {title} ")
        checker.begin()
    author.waits_for(lambda: bool(told) and author.is_current)
    assert set(told) == {"March Stroll Gait Walk"}  # once more, perhaps: the save itself is noticed as well
    assert any("March" in words for words in author.forms)


def test_files_that_are_no_texts_of_the_study_wake_nobody(author: Author) -> None:
    heard: list[None] = []
    author.window.watch.changed.connect(lambda: heard.append(None))
    author.saves("forms/.walk.yaml.swp", "b0VIM").saves("forms/4913", "")
    author.saves("notes.txt", "Ask Leila about the shoes.")
    assert not author.window.watch.look()
    author.saves("scenarios/more.yaml", OTHERS.replace("name: ", "name: Again "))
    author.waits_for(lambda: bool(heard))
    assert len(heard) == 1


def test_a_save_in_the_library_beside_the_study_is_followed(authors: Callable[..., Author]) -> None:
    author = authors(opens=False)
    shared = author.folder.parent / "library" / "forms" / "walk.yaml"
    shared.parent.mkdir(parents=True)
    shared.write_text(WALK, encoding="utf-8")
    author.opens_window().waits_until_played()
    heard: list[None] = []
    author.window.watch.changed.connect(lambda: heard.append(None))
    shared.write_text(WALK.replace("Walk", "Gait"), encoding="utf-8")
    author.waits_for(lambda: bool(heard))


def test_a_folder_that_goes_and_comes_back_is_followed_again(author: Author) -> None:
    away = author.folder.with_name("away")
    author.folder.rename(away)
    author.waits_for(lambda: not author.is_current and bool(author.findings))
    away.rename(author.folder)
    author.waits_for(lambda: author.is_current and not author.findings)
    author.changes("forms/consent.yaml", "label: Consented on", "label: Agreed on")
    author.waits_for(lambda: author.labels == ["Agreed on"])


def test_the_program_opens_the_preview_of_a_folder(
    authors: Callable[..., Author], qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    author = authors(opens=False)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    seen: list[str] = []

    def look_and_close() -> None:
        (window,) = [each for each in qapp.topLevelWidgets() if isinstance(each, PreviewWindow) and each.isVisible()]
        seen.append(window.folder.name)
        window.close()

    QTimer.singleShot(0, look_and_close)
    assert app.preview(author.folder) == 0
    assert seen == ["small"]


def test_a_mistake_of_the_program_is_told_kindly(author: Author) -> None:
    author.window.show_bug()
    sheet = next(each for each in author.window.findChildren(Question) if each.isVisible())
    assert sheet.accessibleName() == "Something went wrong in the program"
    click(sheet.go_on)
    assert not author.window.isVisible()


class Doorkeeper(QObject):
    """Writes down what is shown as a window of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_flashes_up_as_a_window_of_its_own(authors: Callable[..., Author], qapp: QApplication) -> None:
    keeper = Doorkeeper()
    qapp.installEventFilter(keeper)
    try:
        author = authors().waits_until_played()
        author.goes_to("walk", "treatment").types("done", "yes")
        author.changes("forms/walk.yaml", "label: Done", "label: Covered it")
        author.waits_for(lambda: author.labels[0] == "Covered it")
        author.clicks_scenario("a rise is asked about")
    finally:
        qapp.removeEventFilter(keeper)
    assert keeper.seen == ["PreviewWindow"]

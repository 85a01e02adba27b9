"""The window of a preview: follows a study folder, and keeps form, language, scroll and keystrokes meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QMainWindow, QStackedWidget

from crf_app.base.clock import Clock, SystemClock
from crf_app.base.words import Say, screen_words
from crf_app.capture.scenario import StudyCheck
from crf_app.gui.ask import Asks
from crf_app.gui.preview.bench import Bench, Spot
from crf_app.gui.preview.checker import Checker
from crf_app.gui.preview.form import PreviewForm
from crf_app.gui.preview.half_typed import HalfTyped
from crf_app.gui.preview.room import Room
from crf_app.gui.preview.standing import Standing
from crf_app.gui.preview.watch import FolderWatch
from crf_app.gui.theme import Scheme, Theme
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.study.findings import Finding
from crf_app.study.scenario import Scenario
from crf_app.study.study import Study

SMALLEST: Final = (720, 480)


class PreviewWindow(QMainWindow):
    """Shows the forms of a folder as they are saved. It writes nothing, neither in the folder nor elsewhere."""

    def __init__(self, folder: Path, switch: ThemeSwitch, clock: Clock | None = None) -> None:
        """Make the window; `clock` is given by tests and by pictures of a known day."""
        super().__init__()
        self.folder = folder.absolute()
        self._switch, self._clock = switch, clock or SystemClock()
        self._theme = switch.theme
        self.standing = Standing()
        self.bench = Bench(self._clock)
        self.bench.language = switch.theme.language
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 736)
        self._stack = QStackedWidget()
        self.setCentralWidget(self._stack)
        self._make_room()
        self.room.contents.take_keyboard()
        self._make_keys()
        switch.theme_changed.connect(self._theme_changed)
        self.watch = FolderWatch(self.folder, self)
        self.watch.changed.connect(self.read)
        self._checker = Checker(self.folder, self)
        self._checker.read.connect(self._has_read)
        self._checker.played.connect(self._has_played)
        self._checker.failed.connect(self._has_failed)
        self.read()

    # Following the folder

    def read(self) -> None:
        """Read the folder again."""
        self.room.bar.show_reading()
        self._checker.begin()

    def _has_read(self, study: Study | None, findings: tuple[Finding, ...]) -> None:
        if study is None:
            self.standing.broken(findings)
        else:
            self.standing.read(findings, self._clock.now())
            before = self.bench.study
            if before is None or before.fingerprint != study.fingerprint:
                self._take(study, before)
        self._show_state()
        if study is not None:
            self.room.side.scenarios.show_waiting()

    def _has_played(self, check: StudyCheck) -> None:
        self.standing.played(check)
        if self.bench.follow(check.played) and self.room.form is not None:
            self.room.form.show_session(scrolled=self.room.form.scrolled)
        self._show_state()

    def _has_failed(self) -> None:
        self.standing.unreadable()
        self._show_state()

    def _take(self, study: Study, before: Study | None) -> None:
        """Show another reading of the study, the same place in it, and whoever types goes on."""
        form = self.room.form
        other_words = before is None or before.facts.languages != study.facts.languages
        left = form.half_typed() if form is not None and not other_words else None
        scrolled = form.scrolled if form is not None else 0
        if form is not None and left is None:
            form.finish()
        spot = self.bench.spot
        self.bench.take(study)
        if other_words:
            self._speak()
        else:
            self._make_form(scrolled if self.bench.spot == spot else 0, left)

    # What is shown

    def _make_room(self) -> None:
        """Make everything that holds words, in the language of the study that is chosen."""
        bench, language = self.bench, self._theme.language
        languages = bench.study.facts.languages if bench.study is not None else (language,)
        self.room = room = Room(self.folder, self._say, languages, language)
        room.bar.language_chosen.connect(self._choose_language)
        room.bar.look_changed.connect(self.change_look)
        room.bar.read_again.connect(self.read)
        room.contents.wanted.connect(self.open)
        room.contents.picked.connect(room.unfold_form)
        room.side.scenarios.wanted.connect(self.tell)
        room.leave_story.clicked.connect(self.leave_story)
        self._stack.addWidget(room)
        self._stack.setCurrentWidget(room)
        room.show_width(self.width() / self._theme.factor)

    def _make_form(self, scrolled: int = 0, left: HalfTyped | None = None) -> None:
        study, room = self.bench.study, self.room
        room.contents.show_study(study, self.bench.spots())
        room.bar.show_study(study)
        if study is None or self.bench.session is None:
            room.show_form(None)
            return
        self.setUpdatesEnabled(False)  # the form before stays on the screen until the new one stands in its place
        form = PreviewForm(self.bench, study, self._say, self._clock)
        form.stepped.connect(self._step)
        form.visit_wanted.connect(lambda visit: self.open(Spot(form.session.form.id, visit)))
        form.touched.connect(self._show_story)
        room.show_form(form)
        form.show_session()
        if left is not None:
            form.go_on_typing(left)

        def placed() -> None:
            if self.room.form is form:
                form.scroll_to(scrolled)
            self.setUpdatesEnabled(True)

        QTimer.singleShot(0, self, placed)
        self._show_spot()

    @property
    def _say(self) -> Say:
        return screen_words(self._theme.language)

    def _show_state(self) -> None:
        study = self.bench.study
        self.setWindowTitle(self._say("Preview of {study}", study=study.facts.short if study else self.folder.name))
        self.standing.show_in(self.room, self._say)
        self._show_story()

    def _show_spot(self) -> None:
        spot = self.bench.spot
        self.room.contents.show_spot(spot)
        self.room.side.scenarios.show_form(spot.form if spot is not None else "")
        self._show_story()

    def _show_story(self) -> None:
        self.standing.show_story_in(self.room, self.bench.story, self._say)

    # What the author does

    def open(self, spot: Spot) -> None:
        """Look at a form."""
        if self.room.form is not None and spot != self.bench.spot:
            self.room.form.finish()
            self.bench.open(spot)
            self.room.form.show_session()
            self._show_spot()

    def tell(self, scenario: Scenario) -> None:
        """Look at a scenario: what it gives and enters stands in the form."""
        if self.room.form is not None:
            self.room.form.finish()
            self.bench.tell(scenario)
            self.room.form.show_session()
            self._show_spot()
            self.room.unfold_form()

    def leave_story(self) -> None:
        """Go back to what was typed before a scenario was looked at."""
        self.bench.leave_story()
        if self.room.form is not None:
            self.room.form.show_session()
        self._show_spot()
        self.room.contents.take_keyboard()

    def change_look(self) -> None:
        """Change from light to dark, or back."""
        self._switch.choose_scheme(Scheme.LIGHT if self._theme.dark else Scheme.DARK)

    def _step(self, by: int) -> None:
        spot = self.room.contents.step(by)
        if spot is not None:
            self.open(spot)

    def _choose_language(self, language: str) -> None:
        if self.room.form is not None:
            self.room.form.finish()
        self.bench.choose_language(language)
        self._speak()

    def _speak(self) -> None:
        """Say everything in the language that is chosen now."""
        if self._theme.language != self.bench.language:
            self._switch.choose_language(self.bench.language)  # comes back as a changed theme
        else:
            self._rebuild()

    def _rebuild(self) -> None:
        form, search = self.room.form, self.room.contents.search.text()
        scrolled = form.scrolled if form is not None else 0
        before, at = self.room, QApplication.focusWidget()
        at_language = at is self.room.bar.language
        self._make_room()
        self.room.contents.search.setText(search)
        self._make_form(scrolled)
        self._show_state()
        # The keyboard moves before its place goes, else the window would lose it.
        target = self.room.bar.language if at_language else self.room.contents.list
        target.setFocus()
        self._stack.removeWidget(before)
        before.deleteLater()

    # The look, the keyboard, the end

    def _theme_changed(self, theme: Theme) -> None:
        before, self._theme = self._theme, theme
        if theme.language != before.language:
            self._rebuild()
        else:
            self.room.show_width(self.width() / theme.factor)

    def _make_keys(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "F5": self.read,
            "F6": lambda: self.room.go_column(1),
            "Shift+F6": lambda: self.room.go_column(-1),
            "Ctrl+F": self._search,
            "Ctrl++": lambda: self._switch.step_factor(1),
            "Ctrl+=": lambda: self._switch.step_factor(1),
            "Ctrl+-": lambda: self._switch.step_factor(-1),
            "Ctrl+0": lambda: self._switch.step_factor(0),
        }
        for keys, deed in deeds.items():
            QShortcut(QKeySequence(keys), self).activated.connect(deed)

    def _search(self) -> None:
        self.room.tabs.setCurrentIndex(0)
        self.room.contents.search.setFocus()
        self.room.contents.search.selectAll()

    def show_bug(self) -> None:
        """Say that the program made a mistake, and close."""
        say = self._say
        text = say("The preview made a mistake and has to close. Nothing was written into the folder of the study.")
        Asks(self).tell(say("Something went wrong in the program"), text, self._close_now)

    def _close_now(self) -> None:
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the search with a slash that nobody wanted to type."""
        if event.text() == "/":
            self._search()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold for the new width."""
        super().resizeEvent(event)
        self.room.show_width(self.width() / self._theme.factor)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let go of the folder."""
        self.watch.stop()
        self._checker.stop()
        event.accept()

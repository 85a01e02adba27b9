"""The scenarios of a study as they were played: those that do not hold first, with what came out otherwise."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.capture.scenario import Played, StudyCheck
from crf_app.gui.parts import TextLabel
from crf_app.gui.preview.rows import Row, RowList
from crf_app.gui.theme import Role, Theme, Themed, isolate


class ScenarioList(QWidget, Themed):
    """The scenarios. A click or Enter shows what is given and entered in the form."""

    wanted = Signal(object)
    """A `Scenario` that shall be looked at."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._check: StudyCheck | None = None
        self._form = ""
        self._down = QVBoxLayout(self)
        self._words = TextLabel("", Role.CAPTION, "text-2", wrap=True)
        self._words.setObjectName("preview_played")
        self.list = RowList(say("Scenarios"), wraps=True, by_click=True)
        self.list.setObjectName("preview_scenarios")
        self.list.opened.connect(self._open)
        self._head = QHBoxLayout()
        self._head.addWidget(self._words)
        self._down.addLayout(self._head)
        self._down.addWidget(self.list, 1)
        self._show_words(waiting=True)
        self.theme_changed(Theme.of(self))

    @property
    def words(self) -> str:
        """What is said over the list."""
        return self._words.text()

    @property
    def failed(self) -> tuple[Played, ...]:
        """The scenarios that do not hold."""
        return tuple(each for each in self._check.played if each.failures) if self._check is not None else ()

    @property
    def count(self) -> int:
        """How many were played."""
        return len(self._check.played) if self._check is not None else 0

    def show_check(self, check: StudyCheck) -> None:
        """Show what was played."""
        self._check = check
        self._show_words()
        self._show()

    def show_form(self, form: str) -> None:
        """Show the scenarios of a form before the others."""
        if form != self._form:
            self._form = form
            self._show()

    def show_waiting(self, *, broken: bool = False) -> None:
        """Say that the scenarios are being played, or that the folder must be mended first."""
        self._show_words(waiting=not broken, broken=broken)

    def _show_words(self, *, waiting: bool = False, broken: bool = False) -> None:
        say, check = self._say, self._check
        if broken:
            words = say("Not played: mend the errors first.")
        elif waiting or check is None:
            words = say("Being played…")
        elif not check.scenarios and not check.ranges:
            words = say("There is no scenario yet.")
        else:
            scenarios = say.n("{n} scenario", "{n} scenarios", check.scenarios)
            ranges = say.n("{n} range check", "{n} range checks", check.ranges)
            words = say("{scenarios} and {ranges} played", scenarios=scenarios, ranges=ranges)
        self._words.show_text(words)

    def _show(self) -> None:
        self.list.show_rows(list(self._rows()))

    def _rows(self) -> Iterator[Row]:
        say = self._say
        played = self._check.played if self._check is not None else ()
        holding = [each for each in played if not each.failures]
        groups = (
            (say("Came out otherwise"), self.failed),
            (say("Of this form"), [each for each in holding if self._form in each.scenario.forms]),
            (say("Others"), [each for each in holding if self._form not in each.scenario.forms]),
        )
        for head, members in groups:
            if members:
                yield Row(None, head)
            for each in members:
                yield self._row(each)

    def _row(self, played: Played) -> Row:
        scenario = played.scenario
        place = isolate(f"{scenario.file}:{scenario.line}")
        said = self._say("holds") if not played.failures else " ".join(played.failures)
        return Row(
            scenario.name,
            scenario.name,
            (*played.failures, place) if played.failures else (),
            ("x", "danger") if played.failures else ("check", "ok"),
            sentence=f"{scenario.name}: {said}",
        )

    def _open(self, key: object) -> None:
        played = self._check.played if self._check is not None else ()
        found = next((each.scenario for each in played if each.scenario.name == key), None)
        if found is not None:
            self.wanted.emit(found)

    def theme_changed(self, theme: Theme) -> None:
        """Take the gaps."""
        self._down.setContentsMargins(theme.gap(6), theme.gap(8), theme.gap(6), 0)
        self._down.setSpacing(theme.gap(4))
        self._head.setContentsMargins(theme.gap(10), 0, theme.gap(8), 0)

"""What is looked at in a preview: a study as it could be read last, a form of it, and what was typed into it."""

from __future__ import annotations

from dataclasses import dataclass

from crf_app.base.clock import Clock
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.rehearsal import Rehearsal
from crf_app.capture.scenario import Played, rehearse
from crf_app.gui.models.definition_text import forms_in_order
from crf_app.study.scenario import Scenario
from crf_app.study.study import Study


@dataclass(frozen=True)
class Spot:
    """A form and the visit it is looked at; logs stand at none."""

    form: str
    visit: str | None


@dataclass
class Story:
    """A scenario that is looked at. `touched` says that somebody typed over it."""

    scenario: Scenario
    rehearsal: Rehearsal
    pages: tuple[PagePlace, ...]
    touched: bool = False


class Bench:
    """Holds one made-up subject for what the author types, and another while a scenario is looked at."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.study: Study | None = None
        self.spot: Spot | None = None
        self.session: FormSession | None = None
        self.story: Story | None = None
        self.complete_asked = False
        self.language = ""
        self._own: Rehearsal | None = None

    @property
    def rehearsal(self) -> Rehearsal:
        """The subject that is filled in now."""
        if self.story is not None:
            return self.story.rehearsal
        assert self._own is not None
        return self._own

    # The study

    def take(self, study: Study) -> None:
        """Look at another definition: the same form, with what was typed as far as its items still exist."""
        self._keep()
        today = self._clock.now().date()
        self._own = Rehearsal(study, today) if self._own is None else self._own.amended(study)
        if self.story is not None:
            told = study.choosing(self.story.scenario.given.settings)
            self.story.rehearsal = self.story.rehearsal.amended(told)
        self.study = study
        if self.language not in study.facts.languages:
            self.language = study.facts.languages[0]
        self._open(self._nearest(study, self.spot))

    def spots(self) -> tuple[Spot, ...]:
        """Return every form at every visit that asks it, then the logs, in the schedule's order."""
        study = self.study
        if study is None:
            return ()
        found = [Spot(form, visit.id) for visit in study.schedule.visits for form in visit.all_forms]
        found += [Spot(form, None) for form in study.schedule.logs]
        asked = {spot.form for spot in found}
        # A form nobody can reach is a finding, but its author wants to see it nevertheless.
        found += [Spot(form, None) for form in forms_in_order(study) if form not in asked]
        return tuple(spot for spot in found if spot.form in study.forms)

    def _nearest(self, study: Study, spot: Spot | None) -> Spot | None:
        spots = self.spots()
        if spot is None or spot in spots:
            return spot or next(iter(spots), None)
        same = [each for each in spots if each.form == spot.form]
        return next(iter(same or spots), None)

    # The form

    def open(self, spot: Spot, *, asked: bool = False) -> None:
        """Look at a form; with `asked` as after somebody said that the page is complete."""
        self._keep()
        self.complete_asked = asked
        self._open(spot)

    def choose_language(self, language: str) -> None:
        """Say everything in another language of the study."""
        self._keep()
        self.language = language
        self._open(self.spot)

    def start_again(self) -> None:
        """Empty the form."""
        if self.session is not None:
            self.rehearsal.clear(self.session.page)
            self.complete_asked = False
            self._touch()
            self._open(self.spot)

    def remove_row(self, section: str, row: str) -> None:
        """Take a row out of a log."""
        self._keep()
        if self.session is not None:
            self.rehearsal.remove_row(self.session.page, section, row)
            self._touch()
            self._open(self.spot)

    def explain(self, key: EntryKey, check: str, asked: str, words: str) -> None:
        """Keep a value a check asks about, and say why."""
        if self.session is not None:
            self.rehearsal.explain(self.session.page, key, check, asked, words)
            self._touch()
            self.session.refresh(self.rehearsal.record)

    def typed(self) -> None:
        """Take note that something was typed: an explanation goes with the question it answered."""
        if self.session is not None:
            self._touch()
            self.rehearsal.forget_explained(self.session)

    def ask_complete(self) -> None:
        """Let the form say what is missing, as when somebody completes the page."""
        if self.session is not None:
            self.complete_asked = True
            self.session.ask_complete()

    def _touch(self) -> None:
        if self.story is not None:
            self.story.touched = True

    def _keep(self) -> None:
        if self.session is not None:
            self.rehearsal.take(self.session)

    def _open(self, spot: Spot | None) -> None:
        self.spot, self.session = spot, None
        if spot is not None:
            self.session = self.rehearsal.open(self.rehearsal.place(spot.form, spot.visit), self.language)
            if self.complete_asked:
                self.session.ask_complete()

    # Scenarios

    def tell(self, scenario: Scenario) -> None:
        """Look at a scenario: its subject, with all that is given and entered."""
        assert self.study is not None
        self._keep()
        self.complete_asked = False
        self._tell(scenario)

    def leave_story(self) -> None:
        """Go back to what was typed before."""
        if self.story is not None:
            self.story, self.session = None, None
            assert self.study is not None
            self._open(self._nearest(self.study, self.spot))

    def follow(self, played: tuple[Played, ...]) -> bool:
        """Tell the scenario again as its author wrote it now, unless somebody typed over it; tells whether it did."""
        story = self.story
        if story is None or story.touched or self.study is None:
            return False
        found = next((each.scenario for each in played if each.scenario.name == story.scenario.name), None)
        if found is None:
            return False
        self._tell(found)
        return True

    def _tell(self, scenario: Scenario) -> None:
        assert self.study is not None
        rehearsal, pages = rehearse(self.study, scenario)
        self.story = Story(scenario, rehearsal, pages)
        self.session = None
        here = next((page for page in pages if self.spot is not None and page.form == self.spot.form), None)
        page = here or next(iter(pages), None)
        if page is not None:
            self._open(Spot(page.form, page.visit.planned if page.visit is not None else None))
        else:
            self._open(self.spot)

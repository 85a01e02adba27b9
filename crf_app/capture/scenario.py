"""Scenarios run: a study's stories are played through the same sessions a person fills.

Range checks the program makes itself are proven here as well, each at its limits and one step beyond.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Value, to_text
from crf_app.capture.form_session import FormSession, ItemState
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import SubjectRecord, Visit
from crf_app.capture.rehearsal import Rehearsal, day_before, derive, hold
from crf_app.capture.typed import read_typed
from crf_app.expressions import arithmetic
from crf_app.study.draft import form_file
from crf_app.study.findings import Finding, Place, in_order
from crf_app.study.form import Check, Form, Layout
from crf_app.study.item import Item
from crf_app.study.library import LIBRARY
from crf_app.study.lint_proofs import Proof, unproven
from crf_app.study.load import load_study
from crf_app.study.range_checks import is_range_check
from crf_app.study.rulebook import RuleKind
from crf_app.study.scenario import Reason, Scenario, Typed, load_scenarios, stories_of_the_library
from crf_app.study.study import Study

TODAY = date(2026, 5, 12)
"""The day a scenario is played on unless it names one."""


@dataclass(frozen=True)
class Played:
    """A scenario that was played, and what came out otherwise than it expects."""

    scenario: Scenario
    failures: tuple[str, ...] = ()


@dataclass(frozen=True)
class StudyCheck:
    """What checking a folder gave: findings, and how many scenarios and range checks were played.

    `untold` stories of the library were not: the study has no place for them, or says otherwise.
    """

    findings: tuple[Finding, ...]
    scenarios: int = 0
    ranges: int = 0
    played: tuple[Played, ...] = ()
    untold: int = 0

    @property
    def summary(self) -> str:
        """One line for the end of the list."""
        played = f"{self.scenarios} scenarios and {self.ranges} range checks played"
        if self.untold:
            played += f"; {self.untold} stories of the library have no place in this study"
        if not self.findings:
            return f"clean: {played}"
        count = len(self.findings)
        return f"{count} finding{'' if count == 1 else 's'}; {played}"


def check_study(folder: Path) -> StudyCheck:
    """Load a folder, play its scenarios, and tell everything that is to be mended."""
    study, findings = load_study(folder)
    return StudyCheck(findings) if study is None else check_loaded(folder, study, findings)


def check_loaded(
    folder: Path, study: Study, findings: tuple[Finding, ...], wanted: Callable[[], bool] = lambda: True
) -> StudyCheck:
    """Play the scenarios of a study that was loaded from a folder, and prove its ranges.

    `findings` are those of loading. Nothing more is played once `wanted` says no.
    """
    scenarios, more = load_scenarios(folder, study)
    findings += more
    stories = stories_of_the_library(folder, study)
    proof = Proof.of_the_library(study, stories)
    played: list[Played] = []
    for scenario in scenarios:
        if not wanted():
            return StudyCheck(in_order(findings), len(played), 0, tuple(played))
        failures = play(study, scenario)
        if failures and not scenario.whole:
            continue  # it needs what the study does not ask
        played.append(Played(scenario, tuple(failures)))
        findings += tuple(Finding.at(scenario.place, "S020", text) for text in failures)
        if not failures:
            proof.add(scenario.expect, scenario.forms)
    if not any(finding.is_error for finding in more):
        # A story that cannot be read proves nothing; what only follows from that is not said.
        findings += unproven(study, proof)
    ranges, wrong = _play_ranges(study)
    told = sum(each.scenario.file.startswith(LIBRARY) for each in played)
    return StudyCheck(in_order(findings + wrong), len(played), ranges, tuple(played), len(stories) - told)


def play(study: Study, scenario: Scenario) -> list[str]:
    """Play one scenario; returns what came out otherwise than expected."""
    return [*_Stage(study, scenario).play()]


def rehearse(study: Study, scenario: Scenario) -> tuple[Rehearsal, tuple[PagePlace, ...]]:
    """Play a scenario and return the subject it was played on, and the pages that were worked on, in their order."""
    stage = _Stage(study, scenario)
    stage.perform()
    pages = tuple(session.page for session in stage.sessions.values())
    return Rehearsal(stage.study, stage.today, stage.record, told=True), pages


@dataclass
class _Stage:
    study: Study
    scenario: Scenario
    sessions: dict[str, FormSession] = field(default_factory=dict)

    def play(self) -> Iterator[str]:
        self.perform()
        yield from self._compare()

    def perform(self) -> None:
        """Let the story happen."""
        given = self.scenario.given
        if given.settings:
            self.study = self.study.choosing(given.settings)
        self.today = PartialDate.parse(given.today).date() if given.today else TODAY
        self.record = SubjectRecord("s", given.subject)
        self._begin_visits()
        self._give()
        for form in self.scenario.forms:
            self._enter(form)
        for session in self.sessions.values():
            session.refresh(self.record)  # a form may read what was entered on a later one

    def _begin_visits(self) -> None:
        given = self.scenario.given
        dates = dict(given.dates)
        if given.visit:
            dates[given.visit] = given.date or self.today.isoformat()
        named = [path.partition(".")[0] for path in given.entries]
        for visit in [*named, *dates]:
            place = VisitPlace("s", visit)
            when = PartialDate.parse(dates[visit]) if visit in dates else day_before(self.study, visit, self.today)
            self.record.visits[place.id] = Visit(place, when, "started")

    def _give(self) -> None:
        for path, typed in self.scenario.given.entries.items():
            visit, form, key = _visit_path(path)
            place = PagePlace("s", VisitPlace("s", visit), form)
            self._hold(place, key, self._answer(form, key, typed))
        for log, pages in self.scenario.given.logs.items():
            for number, entries in enumerate(pages, 1):
                place = PagePlace("s", None, log, number)
                for path, typed in entries.items():
                    key = _key(path.split("."))
                    self._hold(place, key, self._answer(log, key, typed))
        for page in list(self.record.pages.values()):
            derive(self.study, self.record, page.place, self.today)

    def _hold(self, place: PagePlace, key: EntryKey, answer: Answer | None) -> None:
        hold(self.study, self.record, place, key, answer)

    def _answer(self, form: str, key: EntryKey, typed: Typed) -> Answer | None:
        item = self.study.item(form, key.item)
        if isinstance(typed, Reason):
            return Answer(missing=typed.missing, comment=typed.comment)
        codes = self.study.codes_of(item) if item.codes or item.kind == "yes_no" else None
        return read_typed(item, typed, codes, self.today)

    def _enter(self, form: str) -> None:
        place = self._place(form)
        session = FormSession(self.study, self.record, place, self.today)
        self.sessions[form] = session
        for path, typed in self.scenario.enter.items():
            name, _, rest = path.partition(".")
            if name != form:
                continue
            key = _key(rest.split("."))
            section = session.form.section_of(key.item)
            while section.layout is Layout.LOG and key.row not in session.rows(section):
                session.add_row(section.id)
            session.put(key, self._answer(form, key, typed))
        for key in session.keys():  # noqa: SIM118 - a session is no mapping
            self._hold(place, key, session.answer(key))

    def _place(self, form: str) -> PagePlace:
        if form in self.study.schedule.logs:
            return self.record.next_log_page(form)
        visit = self.scenario.given.visit
        if visit is None:
            visit = next(v.id for v in self.study.schedule.visits if form in v.all_forms)
            held = VisitPlace("s", visit)
            self.record.visits.setdefault(held.id, Visit(held, PartialDate.of(self.today), "started"))
        return PagePlace("s", VisitPlace("s", visit), form)

    def _unread(self) -> Iterator[str]:
        """Find answers given before the story that cannot be read: nobody meant them so.

        What is entered may be unreadable on purpose, to show what the form does then.
        """
        worked_on = {session.page.id for session in self.sessions.values()}
        for page in self.record.pages.values():
            for key, entry in page.entries.items():
                text = entry.stored.get("unreadable")
                path = f"{page.place.form}.{'.'.join(part for part in (key.row, key.item) if part)}"
                entered = page.place.id in worked_on and path in self.scenario.enter
                if text is not None and not entered:
                    yield f"“{text}” cannot be read as an answer of {path}"

    def _compare(self) -> Iterator[str]:
        yield from self._unread()
        expect = self.scenario.expect
        firing = {name for s in self.sessions.values() for name, _ in s.rules.firing}
        for check in expect.queries:
            if check not in firing:
                yield f"“{check}” does not fire{self._why(check)}"
        for check in expect.no_queries:
            if check in firing:
                yield f"“{check}” fires and should not{self._why(check)}"
        for path, wanted in expect.values.items():
            found = self._value(path)
            if found != wanted:
                yield f"{path} is “{found}”, expected “{wanted}”"
        for path in expect.hidden:
            if self._state(path).relevant:
                yield f"{path} is asked, expected to be hidden"
        for path in expect.shown:
            if not self._state(path).relevant:
                yield f"{path} is hidden, expected to be asked"
        for path in expect.required:
            if not self._state(path).required:
                yield f"{path} is not required"

    def _session(self, form: str) -> FormSession:
        if form not in self.sessions:
            place = self._place(form)
            self.sessions[form] = FormSession(self.study, self.record, place, self.today)
        return self.sessions[form]

    def _state(self, path: str) -> ItemState:
        form, _, rest = path.partition(".")
        return self._session(form).state(_key(rest.split(".")))

    def _value(self, path: str) -> str:
        answer = self._state(path).answer
        if answer is None or answer.value is None:
            return ""
        return to_text(answer.value)

    def _why(self, check: str) -> str:
        for session in self.sessions.values():
            for firing in session.rules.firing.values():
                if firing.check.id == check:
                    said = ", ".join(f"{name} = {value}" for name, value in firing.values)
                    return f" ({said})"
        return ""


def _visit_path(path: str) -> tuple[str, str, EntryKey]:
    visit, form, *rest = path.split(".")
    return visit, form, _key(rest)


def _key(parts: Sequence[str]) -> EntryKey:
    """The last part is the item, one before it the row."""
    return EntryKey(parts[-1], parts[0] if len(parts) > 1 else "")


@dataclass(frozen=True)
class _OneValue:
    """A context in which every name holds the same value."""

    held: Value

    def value(self, _: object) -> Value:
        return self.held

    def members(self, _: object) -> Sequence[_OneValue]:
        return (self,)


def _play_ranges(study: Study) -> tuple[int, tuple[Finding, ...]]:
    played = 0
    wrong: list[Finding] = []
    for form in study.forms.values():
        for rule in study.rulebook.rules_of(form.id):
            check = rule.check
            if rule.kind is not RuleKind.CHECK or check is None:
                continue
            if not is_range_check(form.id, check):
                continue
            played += 1
            for value, fires in _at_the_limits(form, check):
                if (rule.expression.evaluate(_OneValue(value)) is True) is not fires:
                    text = f"“{check.id}” does not keep its limits at {value}"
                    wrong.append(Finding.at(Place(form_file(form.id)), "S020", text))
    return played, tuple(wrong)


def _at_the_limits(form: Form, check: Check) -> Iterator[tuple[Decimal, bool]]:
    item: Item = form.item(check.item)
    limits = item.expected if check.id.endswith("_expected") else item.possible
    assert limits is not None
    step = Decimal(1).scaleb(-(item.decimals or 0))
    for end, sign in ((limits.low, -1), (limits.high, 1)):
        if end is not None:
            yield end, False
            # More digits than Python adds by itself.
            beyond = arithmetic.add(end, sign * step)
            assert isinstance(beyond, Decimal)
            yield beyond, True

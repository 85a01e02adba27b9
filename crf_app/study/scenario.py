"""Scenarios: small stories that show what a study's forms do, and are run as its tests."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, field_validator

from crf_app.base.partial_date import PartialDate
from crf_app.study.defined import Defined, Id
from crf_app.study.draft import form_file
from crf_app.study.findings import Finding, Place, in_order
from crf_app.study.folder import read_texts
from crf_app.study.library import Library, library_beside, origins
from crf_app.study.library_scenarios import retold, taken_out
from crf_app.study.scenario_names import ScenarioNames
from crf_app.study.study import Study
from crf_app.study.typed import read_as, read_model
from crf_app.study.yaml_nodes import Node, clean, read_yaml

SCENARIOS = "scenarios/"


class Reason(Defined):
    """A reason in place of a value; `missing` is a code of the study's list."""

    missing: str
    comment: str | None = None


Typed = str | Reason
"""What is entered: the keys a person would type, or a reason why there is no value."""

Entries = dict[str, Typed]
"""What is entered where, by ``form.item`` or ``form.row.item``."""


class Given(Defined):
    """How the subject's record stands before the story begins.

    `visit` is the visit that is worked on and `date` the day it takes place (ISO 8601, with a time
    where it matters); without a date the visit takes place on `today`. `dates` are the days of
    earlier visits. `entries` are answers saved at visits, by ``visit.form.item`` or
    ``visit.form.row.item``. `logs` are the pages that logs already have, each a mapping of items. `settings` are
    choices of the study as the story has them, so that it holds whatever the study itself has chosen.
    """

    subject: str = "S01"
    visit: Id | None = None
    date: str | None = None
    today: str | None = None
    dates: dict[Id, str] = {}
    entries: Entries = {}
    logs: dict[Id, tuple[Entries, ...]] = {}
    settings: dict[Id, str] = {}

    @field_validator("date")
    @classmethod
    def _date(cls, given: str | None) -> str | None:
        return None if given is None else _iso(given)

    @field_validator("today")
    @classmethod
    def _today(cls, given: str | None) -> str | None:
        if given is not None and not PartialDate.parse(_iso(given)).is_full:
            raise ValueError("a day such as 2026-05-12")
        return given

    @field_validator("dates")
    @classmethod
    def _dates(cls, given: dict[str, str]) -> dict[str, str]:
        return {visit: _iso(day) for visit, day in given.items()}


class Expect(Defined):
    """What must be true in the end.

    `queries` are checks that fire and `no_queries` checks that stay silent; checks that are not
    named may do either. `values` are answers, typed or derived, in their stored form (an empty
    text: no answer). `hidden`, `shown` and `required` name items by ``form.item`` or
    ``form.row.item``.
    """

    queries: tuple[Id, ...] = ()
    no_queries: tuple[Id, ...] = ()
    values: dict[str, str] = {}
    hidden: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()
    required: tuple[str, ...] = ()


class ScenarioText(Defined):
    """A scenario as its author writes it. Without `form`, the entries tell which is filled."""

    name: str
    given: Given = Given()
    form: Id | None = None
    enter: Entries = {}
    expect: Expect


class RetellableGiven(Given):
    """How the record stands in a story of the library; `target` is the day its visit was planned for."""

    target: str | None = None


class Retellable(ScenarioText):
    """A story of the library as its author writes it, before a study's own visits are put into it."""

    given: RetellableGiven = RetellableGiven()


class Scenario(ScenarioText):
    """A scenario and where it is written.

    One that is not `whole` comes from the library and is told without something the study does not ask.
    """

    file: str
    line: int
    column: int
    whole: bool = True

    @property
    def place(self) -> Place:
        """Where the scenario begins."""
        return Place(self.file, self.line, self.column)

    @property
    def forms(self) -> tuple[str, ...]:
        """The forms worked on, in the order the story comes to them."""
        named = [self.form] if self.form else []
        named += [path.partition(".")[0] for path in self.enter]
        return tuple(dict.fromkeys(named))


_SHOWN: TypeAdapter[Expect] = TypeAdapter(Expect)
_SCENARIOS: TypeAdapter[tuple[ScenarioText, ...]] = TypeAdapter(tuple[ScenarioText, ...])


def load_scenarios(folder: Path, study: Study) -> tuple[tuple[Scenario, ...], tuple[Finding, ...]]:
    """Load the scenarios of a study folder; those of a file with an error are left out."""
    texts, findings = read_texts(folder, (), (SCENARIOS,))
    scenarios: list[Scenario] = []
    names = ScenarioNames(study)
    for file, text in texts.items():
        node, said = _read(file, text)
        findings += said
        if node is None:
            continue
        written, wrong = read_as(_SCENARIOS.validate_python, tuple[ScenarioText, ...], node)
        findings += wrong
        for n, each in enumerate(written or ()):
            at = node.find(n)
            wrong = list(_lint(names, each, at))
            findings += wrong
            if not any(finding.is_error for finding in wrong):
                scenarios.append(_placed(each, at.place))
    brought, more = _of_the_library(library_beside(folder), study, names)
    scenarios += brought
    findings += [*more, *_same_names(scenarios)]
    return tuple(scenarios), in_order(findings)


def _read(file: str, text: str) -> tuple[Node | None, list[Finding]]:
    text, said = clean(file, text)
    node, wrong = read_yaml(file, text)
    return node, [*said, *wrong]


def _of_the_library(library: Library, study: Study, names: ScenarioNames) -> tuple[list[Scenario], list[Finding]]:
    """Load the stories that come with the forms a study includes, those the study has a place for."""
    scenarios: list[Scenario] = []
    findings: list[Finding] = []
    gone = taken_out(study)
    for form, file in _stories_of(study):
        text = library(file)
        if isinstance(text, Finding):
            findings.append(text)
        if not isinstance(text, str):
            continue
        node, said = _read(file, text)
        findings += said
        skipped = _skipped(study, form)
        for each in node.content if node is not None and isinstance(node.content, list) else ():
            told, wrong = read_model(Retellable, each)
            findings += wrong
            plain = each.plain()
            if told is None or told.name in skipped or not isinstance(plain, dict):
                continue
            story, whole = retold(study, plain, gone)
            if story is None:
                continue
            written, wrong = read_as(partial(_story_told, story), ScenarioText, each)
            findings += wrong
            # A name that is not there was taken out by the study; the story goes with it.
            if written is not None and not any(finding.is_error for finding in _lint(names, written, each)):
                scenarios.append(_placed(written, each.place, whole=whole))
    return scenarios, findings


def stories_of_the_library(folder: Path, study: Study) -> tuple[Expect, ...]:
    """Return what the stories of the library show about the forms a study includes, told there or not.

    What cannot be read is left out; `load_scenarios` complains of it.
    """
    library = library_beside(folder)
    shown: list[Expect] = []
    for form, file in _stories_of(study):
        text = library(file)
        node = _read(file, text)[0] if isinstance(text, str) else None
        for each in node.content if node is not None and isinstance(node.content, list) else ():
            written, _ = read_as(_SHOWN.validate_python, Expect, each.find("expect"))
            if written is not None and form in study.forms:
                shown.append(written)
    return tuple(shown)


def _story_told(story: dict[str, Any], _: Any) -> ScenarioText:
    return ScenarioText.model_validate(story)


def _stories_of(study: Study) -> Iterator[tuple[str, str]]:
    """Name the files of stories that come with the forms a study includes, wherever it takes them from."""
    for form in study.forms:
        for file in origins(study.source, form):
            yield form, f"{file.partition('forms/')[0]}{SCENARIOS}{form}.yaml"


def _skipped(study: Study, form: str) -> frozenset[str]:
    node, _ = _read(form_file(form), study.source.get(form_file(form), ""))
    skip = node.child("skip") if node is not None else None
    listed = skip.content if skip is not None and isinstance(skip.content, list) else []
    return frozenset(str(each.content) for each in listed)


def _placed(text: ScenarioText, place: Place, *, whole: bool = True) -> Scenario:
    parts = {name: getattr(text, name) for name in ScenarioText.model_fields}
    return Scenario.model_construct(**parts, file=place.file, line=place.line, column=place.column, whole=whole)


def _same_names(scenarios: list[Scenario]) -> Iterator[Finding]:
    seen: dict[str, Scenario] = {}
    for each in scenarios:
        first = seen.setdefault(each.name, each)
        if first is not each:
            said = f"another scenario has this name ({first.file}:{first.line})"
            yield Finding.at(each.place, "S012", said)


_YEARS = range(1900, 2100)
"""The years that may be typed (see `capture.typed_dates`): what is planned before or after them is still a date."""


def _iso(given: str) -> str:
    try:
        date = PartialDate.parse(given)
    except ValueError:
        raise ValueError("a date such as 2026-05-12 or 2026-05-12T08:30") from None
    if date.year not in _YEARS:
        raise ValueError(f"a date of the years {_YEARS[0]} to {_YEARS[-1]}")
    return str(date)


def _lint(names: ScenarioNames, scenario: ScenarioText, node: Node) -> Iterator[Finding]:
    """Check that everything a scenario names is defined."""
    setting = names.wrong_setting(scenario.given.visit, scenario.form, scenario.enter)
    if setting:
        yield Finding.at(node.place, "S011", setting)
    if scenario.expect == Expect():
        yield Finding.at(node.place, "S011", "the scenario expects nothing")
    for told in (_given(names, scenario), _story(names, scenario), _expected(names, scenario)):
        for problem, path in told:
            if problem:
                yield Finding.at(node.find(*path).place, "S014", problem)


Told = Iterator[tuple[str | None, tuple[str | int, ...]]]
"""Names looked up: the complaint, if any, and where in the scenario the name stands."""


def _given(names: ScenarioNames, scenario: ScenarioText) -> Told:
    given = scenario.given
    if given.visit is not None:
        yield names.no_visit(given.visit), ("given", "visit")
    for visit in given.dates:
        yield names.no_visit(visit), ("given", "dates", visit)
    for setting, chosen in given.settings.items():
        yield names.no_setting(setting, chosen), ("given", "settings", setting)
    for path, typed in given.entries.items():
        yield names.no_place(path, with_visit=True), ("given", "entries", path)
        yield _no_reason(names, typed), ("given", "entries", path)
    for log, pages in given.logs.items():
        yield names.no_log(log), ("given", "logs", log)
        for n, page in enumerate(pages):
            for path, typed in page.items():
                yield names.no_place(f"{log}.{path}"), ("given", "logs", log, n, path)
                yield _no_reason(names, typed), ("given", "logs", log, n, path)


def _story(names: ScenarioNames, scenario: ScenarioText) -> Told:
    if scenario.form is not None:
        yield names.no_form(scenario.form), ("form",)
    for path, typed in scenario.enter.items():
        yield names.no_place(path), ("enter", path)
        yield _no_reason(names, typed), ("enter", path)


def _expected(names: ScenarioNames, scenario: ScenarioText) -> Told:
    expect = scenario.expect
    for key, checks in (("queries", expect.queries), ("no_queries", expect.no_queries)):
        for n, check in enumerate(checks):
            yield names.no_check(check), ("expect", key, n)
    for path in expect.values:
        yield names.no_place(path), ("expect", "values", path)
    listed = {"hidden": expect.hidden, "shown": expect.shown, "required": expect.required}
    for key, paths in listed.items():
        for n, path in enumerate(paths):
            yield names.no_place(path), ("expect", key, n)


def _no_reason(names: ScenarioNames, typed: Typed) -> str | None:
    return names.no_reason(typed.missing) if isinstance(typed, Reason) else None

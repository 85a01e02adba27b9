"""Scenarios that come with the library's forms, told again in the study that includes them.

A story of the library cannot know the visits of a study. It speaks of ``here`` (a visit on which its forms stand),
``earlier`` (one before it) and ``baseline``, and of ``subject.ROLE`` for an item that the study may ask in any form.
It may say for which day ``here`` was planned (``target``); the anchor of that visit is then dated accordingly.
A story is left out where the study has no place for it: a form that stands on one visit has nothing earlier, and an
item that was taken out cannot be filled. A story that is given something the study does not ask is told without it, and
counts where it holds all the same. That a check stays silent, or an item hidden, goes without saying where the study
took it out: such a name is left out alone. What a story of the library shows is shown, also where it has no place: the
library is played whole by its own tests, and an author proves only what is new or otherwise in the study.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Any

from crf_app.study.form import Form
from crf_app.study.library import LIBRARY
from crf_app.study.schedule import PlannedVisit
from crf_app.study.study import Study

HERE, EARLIER, BASELINE, SUBJECT = "here", "earlier", "baseline", "subject"


def taken_out(study: Study) -> frozenset[str]:
    """Return the ids of checks, items and rows that forms have in the library and the study took out of all of them."""
    texts = (text for file, text in study.source.items() if file.startswith(LIBRARY))
    ids = {name for text in texts for name in re.findall(r"\bid: ([a-z][a-z0-9_]*)", text)}
    for form in study.forms.values():
        ids -= {check.id for check in form.checks}
        ids -= {item.id for item in form.items()}
        ids -= {row.id for section in form.sections for row in section.rows}
    return frozenset(ids)


def retold(study: Study, story: Mapping[str, Any], gone: AbstractSet[str]) -> tuple[dict[str, Any] | None, bool]:
    """Return a story of the library with the study's own visits, or None where it has no place there.

    The second tells whether it is told whole: nothing it is given was left out.

    `story` is the scenario as plain text: what its YAML holds, once that was found to be one (`scenario.Retellable`).
    `gone` is what the study took out.
    """
    given: dict[str, Any] = dict(story.get("given") or {})
    entries: Mapping[str, Any] = given.get("entries") or {}
    worked_on = _forms([story["form"]] if "form" in story else [], story.get("enter") or {}, 0)
    before = _forms([], {path: 0 for path in entries if _head(path) == EARLIER}, 1)
    look_back = any(_head(path) == BASELINE for path in entries)
    target = given.pop("target", None)
    visits = _visits(study, worked_on, before, look_back, planned_for=target is not None)
    if visits is None:
        return None, False
    places = {path: _place(study, path, visits) for path in entries}
    told = {place: entries[path] for path, place in places.items() if place is not None}
    logs: Mapping[str, Any] = given.get("logs") or {}
    given["logs"] = {log: pages for log, pages in logs.items() if log in study.forms}
    whole = None not in places.values() and len(given["logs"]) == len(logs)
    if target is not None and HERE in visits:
        told.update(_anchored(study, visits[HERE], target))
    given["entries"] = told
    given["dates"] = {visits.get(name, name): day for name, day in (given.get("dates") or {}).items()}
    if "visit" in given:
        given["visit"] = visits.get(given["visit"], given["visit"])
    expect = dict(story.get("expect") or {})
    for key in {"no_queries", "hidden"} & expect.keys():
        if isinstance(expect[key], list):
            expect[key] = [path for path in expect[key] if gone.isdisjoint(_within(str(path)))]
    return {**story, "given": given, "expect": expect}, whole


def _within(path: str) -> list[str]:
    """Return the names of a path without that of its form: a check, an item, a row and an item."""
    return path.split(".")[1:] or [path]


def _anchored(study: Study, visit: str, target: object) -> dict[str, str]:
    """Return the answer that dates the anchor of a visit so that its target is that day.

    What is no date is left as it stands, to be complained about like any other answer that cannot be read.
    """
    planned = study.schedule.visit(visit)
    anchor = study.schedule.anchors[planned.on or ""]
    try:
        day = str(date.fromisoformat(str(target)) - planned.at)
    except (ValueError, OverflowError):
        day = str(target)
    return {f"{anchor.visit}.{anchor.form}.{anchor.item}": day}


def _head(path: str) -> str:
    return path.partition(".")[0]


def _forms(named: Iterable[str], paths: Mapping[str, Any], part: int) -> list[str]:
    parts = (path.split(".") for path in paths)
    return list(dict.fromkeys([*named, *(each[part] for each in parts if len(each) > part)]))


def _visits(
    study: Study, worked_on: list[str], before: list[str], look_back: bool, planned_for: bool
) -> dict[str, str] | None:
    """Find the visits a story may happen at: the last that has all its forms, and the first before it.

    A visit that is `planned_for` a day hangs on an anchor.
    """
    planned = [each for each in study.schedule.visits if not each.repeating]
    wanted = {form for form in worked_on if not _is_log(study.forms.get(form))}
    if any(form not in study.forms for form in worked_on):
        return None
    if not wanted:
        return {}
    for n in range(len(planned) - 1, -1, -1):
        here = planned[n]
        baseline = study.schedule.baseline_of(here.id)
        if not wanted <= set(here.all_forms) or (look_back and baseline == here.id):
            continue
        if planned_for and here.on not in study.schedule.anchors:
            continue
        earlier = _first_with(before, planned[:n])
        if before and earlier is None:
            continue
        found = {HERE: here.id, BASELINE: baseline}
        return {**found, EARLIER: earlier.id} if earlier else found
    return None


def _is_log(form: Form | None) -> bool:
    return form is not None and form.repeating


def _first_with(forms: list[str], visits: list[PlannedVisit]) -> PlannedVisit | None:
    return next((each for each in visits if forms and set(forms) <= set(each.all_forms)), None)


def _place(study: Study, path: str, visits: Mapping[str, str]) -> str | None:
    """Return where an entry of the story stands in the study; None where it has no such place."""
    head, _, rest = path.partition(".")
    if head != SUBJECT:
        return f"{visits.get(head, head)}.{rest}"
    role = study.roles.get(rest) or study.roles.get(f"{SUBJECT}.{rest}")
    if role is None:
        return None
    form, item = role
    homes = study.schedule.visits_of(form)
    if not homes:
        return None
    here = visits.get(HERE)
    home = next((each.id for each in homes if each.id == here), homes[0].id)
    return f"{home}.{form}.{item}"

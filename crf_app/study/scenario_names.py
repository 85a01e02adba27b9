"""The names a scenario uses, looked up in the study it tells about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crf_app.study.findings import did_you_mean
from crf_app.study.form import Form, Layout
from crf_app.study.names import rows_of, setting_type
from crf_app.study.study import Study


class ScenarioNames:
    """Answers with a complaint where a name leads nowhere, and with None where it does."""

    def __init__(self, study: Study) -> None:
        """Collect the names of a study."""
        self.study = study
        self.visits = [visit.id for visit in study.schedule.visits]
        self.homes = {form for visit in study.schedule.visits for form in visit.all_forms} | set(study.schedule.logs)
        self.checks = [check.id for form in study.forms.values() for check in form.checks]

    def no_visit(self, name: str) -> str | None:
        """Complain about a visit that is not planned."""
        if name in self.visits:
            return None
        return f"there is no visit “{name}”{did_you_mean(name, self.visits)}"

    def no_form(self, name: str) -> str | None:
        """Complain about a form that is not there."""
        if name in self.study.forms:
            return None
        return f"there is no form “{name}”{did_you_mean(name, self.study.forms)}"

    def no_log(self, name: str) -> str | None:
        """Complain about a form that is not there or no log."""
        if name in self.study.forms and not self.study.forms[name].repeating:
            return f"the form “{name}” is no log; its answers stand in `entries`"
        return self.no_form(name)

    def no_check(self, name: str) -> str | None:
        """Complain about a check that is not there."""
        if name in self.checks:
            return None
        return f"there is no check “{name}”{did_you_mean(name, self.checks)}"

    def no_setting(self, name: str, chosen: str) -> str | None:
        """Complain about a setting the study does not have, or whose rules read another kind of value."""
        settings = self.study.facts.settings
        if name not in settings:
            return f"the study has no setting “{name}”{did_you_mean(name, settings)}"
        if setting_type(chosen) is not setting_type(settings[name]):
            return f"rules read “{name}” as {setting_type(settings[name]).phrase}, and “{chosen}” is none"
        return None

    def no_reason(self, code: str) -> str | None:
        """Complain about a reason that is not in the study's list."""
        reasons = self.study.codelists[self.study.facts.missing_reasons]
        if code in reasons:
            return None
        return f"there is no reason “{code}”{did_you_mean(code, (c.code for c in reasons.codes))}"

    def no_place(self, path: str, with_visit: bool = False) -> str | None:
        """Complain about a path that is not ``[visit.]form.item`` or ``[visit.]form.row.item``."""
        parts = path.split(".")
        if with_visit:
            missing = self.no_visit(parts.pop(0))
            if missing:
                return missing
        wanted = "visit.form.item" if with_visit else "form.item"
        if len(parts) not in (2, 3):
            return f"“{path}” should be {wanted}, or with a row before the item"
        missing = self.no_form(parts[0])
        if missing:
            return missing
        form = self.study.forms[parts[0]]
        if with_visit and form.repeating:
            return f"the form “{form.id}” is a log; its pages stand in `logs`"
        if form.id not in self.homes:
            return f"the form “{form.id}” stands on no visit and in no log, so nobody can fill it"
        return _no_item(form, parts[1:])

    def wrong_setting(self, visit: str | None, form: str | None, paths: Iterable[str]) -> str | None:
        """Complain about entries that no page of the scenario could take."""
        forms = dict.fromkeys([form] if form else [])
        forms.update(dict.fromkeys(path.partition(".")[0] for path in paths))
        if not forms:
            return "the scenario works on no form; give `form` or `enter` something"
        for name in forms:
            found = self.study.forms.get(name)
            if found is not None and name not in self.homes:
                return f"the form “{name}” stands on no visit and in no log, so nobody can fill it"
            if found is None or found.repeating:
                continue
            if visit is None:
                return f"the form “{name}” is filled at a visit; give `visit`"
            if visit in self.visits and name not in self.study.schedule.visit(visit).all_forms:
                return f"the form “{name}” does not stand on the visit “{visit}”"
        return None


_COUNTED = re.compile("[1-9][0-9]?")
"""A row of a log as a story names it: a log grows row by row, and no story tells of more."""


def _no_item(form: Form, parts: list[str]) -> str | None:
    """Complain about an item, or a row and an item, that the form does not have."""
    item = parts[-1]
    if not form.has(item):
        hint = did_you_mean(item, (each.id for each in form.items()))
        return f"the form “{form.id}” has no item “{item}”{hint}"
    section = form.section_of(item)
    if len(parts) == 1:
        if section.layout.repeats:
            return f"“{item}” is asked once per row; name the row before it"
        return None
    row = parts[0]
    if section.layout is Layout.LOG:
        return None if _COUNTED.fullmatch(row) else "rows of a log are counted: 1, 2, … 99"
    if rows_of(form).get(row) is not section:
        rows = [each.id for each in section.rows]
        return f"“{item}” has no row “{row}”{did_you_mean(row, rows)}"
    return None

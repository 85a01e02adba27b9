"""Forms: ids that meet, names that are reserved, things that are named but not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crf_app.base.values import Kind
from crf_app.study.draft import Draft, form_file
from crf_app.study.findings import Finding, did_you_mean
from crf_app.study.form import Check, Form, Layout, Section
from crf_app.study.item import Item, Range
from crf_app.study.lint_codelists import missing_codelist, twice
from crf_app.study.names import RESERVED
from crf_app.study.range_checks import is_range_check

Path = tuple[str | int, ...]

_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def lint_forms(draft: Draft) -> Iterator[Finding]:
    """Check every form by itself and against the code lists and licences."""
    checks: dict[str, str] = {}
    visits = {visit.id for visit in draft.schedule.visits} if draft.schedule else set()
    for form in draft.forms.values():
        yield from _Linter(draft, form, visits).findings()
        for n, check in enumerate(form.checks):
            first = checks.setdefault(check.id, form.id)
            path: Path = ("checks", n, "id")
            if first != form.id:
                said = f"the check “{check.id}” stands in the form “{first}” too"
                yield Finding.at(draft.place(form_file(form.id), *path), "S012", said)


def _ranges(item: Item) -> Iterator[tuple[Path, Range]]:
    """Walk the ranges of an item, those of single rows too, each with the way to it."""
    for key, ends in (("expected", item.expected), ("possible", item.possible)):
        if ends is not None:
            yield (key,), ends
    if isinstance(item.reference, Range):
        yield ("reference",), item.reference
    for row, ends in item.reference.items() if isinstance(item.reference, dict) else ():
        yield ("reference", row), ends


class _Linter:
    """One form under the glass."""

    def __init__(self, draft: Draft, form: Form, visits: set[str]) -> None:
        self.draft = draft
        self.form = form
        self.file = form_file(form.id)
        self.visits = visits

    def findings(self) -> Iterator[Finding]:
        form = self.form
        yield from self._reserved(form.id, "id", what="form")
        if form.id in self.visits:
            yield self._say("S013", f"“{form.id}” is a visit and a form; rename one", "id")
        if not form.sections:
            yield self._say("S011", "a form has at least one section", "sections")
        yield from self._ids()
        for n, section in enumerate(form.sections):
            yield from self._section(section, ("sections", n))
        for n, check in enumerate(form.checks):
            if not is_range_check(form.id, check):
                yield from self._check(check, n)
            elif self._written_id(n) == check.id:
                said = f"“{check.id}” is the name of a check made from a range"
                yield self._say("S013", said, "checks", n, "id")
        for n, name in enumerate(form.summary):
            if not form.has(name):
                yield self._missing_item(name, "summary", n)
        yield from self._licence()

    def _say(self, code: str, text: str, *path: str | int) -> Finding:
        return Finding.at(self.draft.place(self.file, *path), code, text)

    def _written_id(self, n: int) -> object:
        """Return the id of a check as it stands in the file; the program's own do not."""
        return self.draft.nodes[self.file].find("checks", n, "id").content

    def _missing_item(self, name: str, *path: str | int) -> Finding:
        hint = did_you_mean(name, (item.id for item in self.form.items()))
        return self._say("S014", f"the form has no item “{name}”{hint}", *path)

    def _reserved(self, name: str, *path: str | int, what: str) -> Iterator[Finding]:
        if name in RESERVED:
            said = f"“{name}” has a meaning of its own in rules; call the {what} otherwise"
            yield self._say("S013", said, *path)

    def _ids(self) -> Iterator[Finding]:
        """Find ids given twice: items and rows together, sections, the form's own checks."""
        form = self.form
        names: list[str] = []
        paths: list[Path] = []
        for s, section in enumerate(form.sections):
            names += [item.id for item in section.items] + [row.id for row in section.rows]
            paths += [("sections", s, "items", n, "id") for n in range(len(section.items))]
            paths += [("sections", s, "rows", n, "id") for n in range(len(section.rows))]
        for n, name in twice(names):
            said = f"“{name}” is the id of another item or row of this form"
            yield self._say("S012", said, *paths[n])
        for n, name in twice([section.id for section in form.sections]):
            yield self._say("S012", f"two sections are called “{name}”", "sections", n, "id")
        for n, name in twice([check.id for check in form.checks]):
            yield self._say("S012", f"two checks are called “{name}”", "checks", n, "id")

    def _section(self, section: Section, path: Path) -> Iterator[Finding]:
        if not section.items:
            yield self._say("S011", "a section has at least one item", *path, "items")
        fixed = section.layout in (Layout.TABLE, Layout.SERIES)
        if fixed and not section.rows:
            said = f"a section laid out as {section.layout.value} names its rows"
            yield self._say("S011", said, *path)
        if section.rows and not fixed:
            said = f"only a table or series has fixed rows, not {section.layout.value}"
            yield self._say("S011", said, *path, "rows")
        for n, row in enumerate(section.rows):
            at = (*path, "rows", n, "id")
            yield from self._reserved(row.id, *at, what="row")
            if row.id in self.draft.forms or row.id in self.visits:
                said = f"“{row.id}” is a form or visit too, so “{row.id}.x` means two things"
                yield self._say("S013", said, *at)
            if section.layout is Layout.SERIES and row.minutes is None:
                yield self._say("S011", "a row of a series gives its `minutes`", *path, "rows", n)
        for n, item in enumerate(section.items):
            yield from self._item(section, item, (*path, "items", n))

    def _item(self, section: Section, item: Item, path: Path) -> Iterator[Finding]:
        yield from self._reserved(item.id, *path, "id", what="item")
        yield from self._codes(item, path)
        yield from self._numbers(item, path)
        if item.recorded_here and (item.is_derived or item.kind is Kind.NOTE):
            said = f"“{item.id}” is worked out by the program" if item.is_derived else f"“{item.id}” is a note"
            yield self._say("S029", f"{said}; only what a person enters is a source", *path, "recorded_here")
        for key, name in (("lower_limit", item.lower_limit), ("upper_limit", item.upper_limit)):
            if name is not None and not self.form.has(name):
                yield self._missing_item(name, *path, key)
        if isinstance(item.reference, dict):
            rows = [row.id for row in section.rows]
            for name in item.reference:
                if name not in rows:
                    said = f"the section has no row “{name}”{did_you_mean(name, rows)}"
                    yield self._say("S014", said, *path, "reference", name)

    def _codes(self, item: Item, path: Path) -> Iterator[Finding]:
        if item.codes is None:
            if item.kind in (Kind.CODE, Kind.CODES):
                said = f"an item of kind {item.kind.value} names its code list (`codes`)"
                yield self._say("S014", said, *path)
            return
        missing = missing_codelist(self.draft, item.codes)
        codelist = (self.draft.codelists or {}).get(item.codes)
        codes = [each.code for each in codelist.codes] if codelist else []
        if missing:
            yield self._say("S014", missing, *path, "codes")
        elif item.kind is Kind.CODES:
            for code in codes:
                if len(code.split()) != 1:
                    said = f"“{code}” has a blank, so it cannot stand among several codes"
                    yield self._say("S013", said, *path, "codes")
        elif item.kind.is_number:
            for code in codes:
                if not _NUMBER.fullmatch(code):
                    said = f"the code “{code}” is no number, but the item is of kind {item.kind.value}"
                    yield self._say("S002", said, *path, "codes")
        elif item.kind is not Kind.CODE and (item.kind, item.codes) != (Kind.YES_NO, "yes_no"):
            said = f"an item of kind {item.kind.value} has no code list"
            yield self._say("S011", said, *path, "codes")

    def _numbers(self, item: Item, path: Path) -> Iterator[Finding]:
        for way, ends in _ranges(item):
            if not item.kind.is_number:
                said = f"a range needs a number; “{item.id}” is of kind {item.kind.value}"
                yield self._say("S002", said, *path, *way)
            if ends.low is not None and ends.high is not None and ends.low > ends.high:
                yield self._say("S011", "the range ends before it begins", *path, *way)
        for n, unit in enumerate(item.other_units):
            if unit.factor is None:
                said = f"“{unit.label}” needs a `factor` that turns it into the first unit"
                yield self._say("S011", said, *path, "other_units", n)
            elif unit.factor <= 0:
                said = "a `factor` is greater than 0"
                yield self._say("S011", said, *path, "other_units", n, "factor")

    def _check(self, check: Check, n: int) -> Iterator[Finding]:
        if not self.form.has(check.item):
            yield self._missing_item(check.item, "checks", n, "item")
        if not check.message:
            yield self._say("S011", "a check says something: its message is empty", "checks", n)

    def _licence(self) -> Iterator[Finding]:
        facts, name = self.draft.facts, self.form.licence
        if facts is not None and name is not None and name not in facts.licences:
            hint = did_you_mean(name, facts.licences)
            yield self._say("S014", f"study.yaml has no licence “{name}”{hint}", "licence")

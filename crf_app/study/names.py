"""What the names in a rule stand for: items near and far, visit dates, today, settings."""

from __future__ import annotations

import keyword
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain

from crf_app.base.near import nearest
from crf_app.base.values import Kind
from crf_app.expressions.functions import FUNCTIONS
from crf_app.expressions.tables import Table
from crf_app.expressions.types import CONSTANTS, NameInfo, Type, UnknownName
from crf_app.study.defined import NUMBER_TEXT
from crf_app.study.draft import Draft
from crf_app.study.findings import did_you_mean
from crf_app.study.form import Form, Section
from crf_app.study.item import Item
from crf_app.study.library import origins
from crf_app.study.roles import ROLES
from crf_app.study.rulebook import LATEST, NOTHING, VISITS, Ref

Group = tuple[str, str | None, str | None]
"""A repeating group: form, section (None for the pages of a log), visit if another one."""

TODAY = Ref("@today", "date")
PAGE_NUMBER = Ref("@page", "number")
VISIT_DATE = "visit_date"
MOMENTS = {VISIT_DATE: "date", "target_date": "target", "window_opens": "opens", "window_closes": "closes"}
"""Names of the visit the rule stands on: its day, and by the schedule its target and its window."""

ROW = "row"
SUBJECT = "subject"
EVERY_VISIT: Group = ("@visits", None, None)
"""The group of all visits up to the one the rule stands on."""

PAGE = "page"
"""The number of the page of a log: the one the rule stands on, or each of another log as ``subject.ae.page``."""

PREVIOUS = "previous"
BASELINE = "baseline"
SETTINGS = "settings"

RESERVED = (
    frozenset({PREVIOUS, BASELINE, "visit", VISITS, SETTINGS, SUBJECT, "today", ROW, PAGE, *MOMENTS})
    | CONSTANTS
    | frozenset(word.lower() for word in keyword.kwlist)
    | frozenset(FUNCTIONS)
)
"""Words with a meaning of their own in rules; nothing in a study may be called so."""

_TYPES = {
    Kind.TEXT: Type.TEXT,
    Kind.LONG_TEXT: Type.TEXT,
    Kind.FILE: Type.TEXT,
    Kind.INTEGER: Type.NUMBER,
    Kind.DECIMAL: Type.NUMBER,
    Kind.MEASURED: Type.NUMBER,
    Kind.YES_NO: Type.CODE,
    Kind.CODE: Type.CODE,
    Kind.CODES: Type.CODES,
    Kind.DATE: Type.DATE,
    Kind.DATE_TIME: Type.DATE,
    Kind.TIME: Type.TIME,
    Kind.DURATION: Type.DURATION,
}

YES_NO = frozenset({"yes", "no"})

_UNKNOWN = UnknownName()

_LEFT_OUT = "“{name}” is left out of this form, but this rule reads it; leave out what has the rule too."

MOST_SUGGESTIONS = 100
"""How many unknown names of one study are compared with all the known ones."""


def type_of(item: Item) -> Type | None:
    """Return the type rules read an item as; None for a note, which holds no answer."""
    return _TYPES.get(item.kind)


@dataclass
class StudyNames:
    """The names a rule of `form` may use; `section` is the repeating one it runs in.

    A rule `of_the_library` cannot know which forms a study has: what it reads of one that is not there is unknown.

    `doubtful` is set when a name leads into a part of the study that could not be read: complaints
    about the rule are then worth nothing.
    """

    draft: Draft
    form: Form
    section: Section | None = None
    of_the_library: bool = False
    doubtful: bool = False
    _rows: dict[str, Section] = field(init=False)

    def __post_init__(self) -> None:
        """Find the fixed rows of the form."""
        self._rows = rows_of(self.form)

    def resolve(self, parts: tuple[str, ...]) -> NameInfo | UnknownName:
        """Say what a dotted name stands for, given as its parts."""
        head, rest = parts[0], parts[1:]
        if not rest:
            return self._single(head)
        if head == SETTINGS:
            return self._setting(rest)
        if head == SUBJECT:
            return self._subject(rest)
        if head in (PREVIOUS, BASELINE, VISITS) or self._is_visit(head):
            return self._at_visit(head, rest)
        if head in self._rows and len(rest) == 1:
            found = self._own_row(head, rest[0])
            return found or self._missed(parts, self._row_names(self.form, head))
        return self._in_form(parts, head, rest)

    def _single(self, name: str) -> NameInfo | UnknownName:
        if name == "today":
            return NameInfo(TODAY, Type.DATE)
        if name in MOMENTS:
            return NameInfo(Ref("@visit", MOMENTS[name]), Type.DATE)
        if name == ROW and self.section is not None and self.section.rows:
            return NameInfo(Ref("@row", "id"), Type.CODE, frozenset(row.id for row in self.section.rows))
        if name == PAGE and self.form.repeating:
            return NameInfo(PAGE_NUMBER, Type.NUMBER)
        if self.form.has(name):
            section, item = self.form.section_of(name), self.form.item(name)
            group = self._rows_group(self.form, section, None)
            return self._info(item, Ref(self.form.id, name), group) or _UNKNOWN
        if self._was_left_out(name):
            return UnknownName(sentence=_LEFT_OUT.format(name=name))
        if self._is_code(name):
            return UnknownName(sentence=f'There is no item “{name}” here; a code stands in quotes: "{name}".')
        return self._missed((name,), chain(self._item_names(), ("today", *MOMENTS)))

    def _was_left_out(self, name: str) -> bool:
        """Whether the form has the item in the library, and the study took it out."""
        texts = (self.draft.texts[file] for file in origins(self.draft.texts, self.form.id))
        return any(re.search(rf"\bid: {re.escape(name)}\b", text) for text in texts)

    def _is_code(self, name: str) -> bool:
        lists = (self.draft.codelists or {}).values()
        return any(name in codelist for codelist in lists if codelist.dictionary is None)

    def _setting(self, rest: tuple[str, ...]) -> NameInfo | UnknownName:
        if self.draft.facts is None:
            return self._doubt()
        settings = self.draft.facts.settings
        if len(rest) != 1 or rest[0] not in settings:
            near = self._missed((SETTINGS, *rest), (f"{SETTINGS}.{name}" for name in settings))
            if len(rest) != 1 or near.suggestion:
                return near
            said = (
                f"The study gives no setting “{rest[0]}”, which this form reads; give it under settings in study.yaml."
            )
            return UnknownName(sentence=said)
        kind = setting_type(settings[rest[0]])
        return NameInfo(Ref("@settings", rest[0]), kind, YES_NO if kind is Type.CODE else None)

    def _subject(self, rest: tuple[str, ...]) -> NameInfo | UnknownName:
        """Read an item by what it means, in whatever form and at whatever visit the study asks it.

        By itself it is the last value up to now; inside an aggregate it may be each value there is.
        """
        if len(rest) == 2 and rest[1] == PAGE:
            return self._page_of(rest[0])
        role = next((name for name in (".".join((SUBJECT, *rest)), ".".join(rest)) if name in ROLES), None)
        if role is None:
            short = [name.removeprefix(f"{SUBJECT}.") for name in ROLES]
            return self._missed((SUBJECT, *rest), (f"{SUBJECT}.{name}" for name in short))
        found = self.draft.item_of(role)
        if found is None:
            if self.draft.broken or self.draft.schedule is None:
                return self._doubt()
            return _of_nothing(role)
        form, section, item = found
        if section.layout.repeats:
            return _UNKNOWN
        if form.repeating or self.draft.schedule is None:
            each = self._info(item, Ref(form.id, item.id), (form.id, None, None))
            return self._info(item, Ref(form.id, item.id, LATEST), None, each) or _UNKNOWN
        visits = self.draft.schedule.visits_of(form.id)
        once = len(visits) == 1 and not visits[0].repeating
        each = self._info(item, Ref(form.id, item.id, VISITS), EVERY_VISIT)
        return self._info(item, Ref(form.id, item.id, visits[0].id if once else LATEST), None, each) or _UNKNOWN

    def _subject_at_each(self, rest: tuple[str, ...]) -> NameInfo | UnknownName:
        """Read an item by what it means at each visit: ``visits.subject.edss.step``."""
        found = self._subject(rest)
        if isinstance(found, UnknownName) or found.each is None:
            return found if isinstance(found, UnknownName) else _UNKNOWN
        return replace(found.each, group=EVERY_VISIT) if found.each.group in (None, EVERY_VISIT) else _UNKNOWN

    def _page_of(self, group: str) -> NameInfo | UnknownName:
        """Read the number of each page of the log that has the roles of a group: ``subject.ae.page``."""
        known = [role for role in ROLES.values() if role.group == group]
        if not known:
            return self._missed((SUBJECT, group, PAGE), (f"{SUBJECT}.{role.group}.{PAGE}" for role in ROLES.values()))
        found = next((each for each in (self.draft.item_of(role.name) for role in known) if each), None)
        if found is None:
            doubtful = self.draft.broken or self.draft.schedule is None
            return self._doubt() if doubtful else _of_nothing(f"{group}.{PAGE}")
        form = found[0]
        each = NameInfo(PAGE_NUMBER, Type.NUMBER, None, (form.id, None, None))
        return NameInfo(Ref("@page", "each"), Type.NUMBER, each=each) if form.repeating else _UNKNOWN

    def table(self, name: str) -> Table | UnknownName:
        """Return a table of the study."""
        if name in self.draft.tables:
            return self.draft.tables[name]
        if name in self.draft.broken_tables or self.draft.broken:
            return self._doubt()
        return self._missed((name,), self.draft.tables)

    def _is_visit(self, name: str) -> bool:
        schedule = self.draft.schedule
        return schedule is not None and any(visit.id == name for visit in schedule.visits)

    def _at_visit(self, visit: str, rest: tuple[str, ...]) -> NameInfo | UnknownName:
        if rest == (VISIT_DATE,):
            return NameInfo(Ref("@visit", "date", visit), Type.DATE, None, EVERY_VISIT if visit == VISITS else None)
        if visit == VISITS and rest[0] == SUBJECT:
            return self._subject_at_each(rest[1:])
        return self._in_form((visit, *rest), rest[0], rest[1:], visit)

    def _in_form(
        self, parts: tuple[str, ...], head: str, rest: tuple[str, ...], visit: str | None = None
    ) -> NameInfo | UnknownName:
        form = self.draft.forms.get(head)
        if form is None:
            if head in self.draft.broken or self.draft.schedule is None:
                return self._doubt()
            if self._was_left_out(head):
                return UnknownName(sentence=_LEFT_OUT.format(name=head))
            return _of_nothing(".".join(parts)) if self.of_the_library else self._no_form(parts, head, rest, visit)
        before = parts[: len(parts) - len(rest)]
        found: NameInfo | None = None
        known: Iterable[str] = ()
        if len(rest) == 1 and form.has(rest[0]):
            section, item = form.section_of(rest[0]), form.item(rest[0])
            found = self._read(form, section, item, visit)
        elif len(rest) == 2 and rest[0] in rows_of(form):
            found = self._in_row(form, rest[0], rest[1], visit)
            known = self._row_names(form, rest[0])
        else:
            known = (item.id for item in form.items())
        if found is None and self.of_the_library and form.id in self.draft.included and form is not self.form:
            return _of_nothing(".".join(parts))
        return found or self._missed(parts, (".".join((*before, name)) for name in known))

    def _no_form(self, parts: tuple[str, ...], head: str, rest: tuple[str, ...], visit: str | None) -> UnknownName:
        """Say what is wrong with a name whose first word is neither a form nor a visit."""
        if visit is not None and not rest:
            return UnknownName(sentence=f"After “{visit}” comes a form and its item, as in {visit}.form.item.")
        if len(rest) < 2 or visit is not None:
            return self._missed(parts, self._heads(visit))
        assert self.draft.schedule is not None
        known = [*(each.id for each in self.draft.schedule.visits), *self.draft.forms]
        return UnknownName(sentence=f"There is no visit or form “{head}”{did_you_mean(head, known) or '.'}")

    def _own_row(self, row: str, name: str) -> NameInfo | None:
        item = next((each for each in self._rows[row].items if each.id == name), None)
        if item is None:
            return None
        return self._info(item, Ref(self.form.id, name, None, row), None)

    def _in_row(self, form: Form, row: str, name: str, visit: str | None) -> NameInfo | None:
        section = rows_of(form)[row]
        item = next((each for each in section.items if each.id == name), None)
        return None if item is None else self._read(form, section, item, visit, row)

    def _read(
        self, form: Form, section: Section, item: Item, visit: str | None, row: str | None = None
    ) -> NameInfo | None:
        """Read an item by its form's name. All pages of a log together are one group."""
        rows = self._rows_group(form, section, visit) if row is None else None
        if form.repeating and (visit or rows):
            return None
        if visit == VISITS:
            return None if rows else self._info(item, Ref(form.id, item.id, visit, row), EVERY_VISIT)
        group = (form.id, None, None) if form.repeating else rows
        return self._info(item, Ref(form.id, item.id, visit, row), group)

    def _info(self, item: Item, ref: Ref, group: Group | None, each: NameInfo | None = None) -> NameInfo | None:
        kind = type_of(item)
        return None if kind is None else NameInfo(ref, kind, self.codes_of(item), group, each)

    def _rows_group(self, form: Form, section: Section, visit: str | None) -> Group | None:
        return (form.id, section.id, visit) if section.layout.repeats else None

    def codes_of(self, item: Item) -> frozenset[str] | None:
        """Return the codes an item may hold; None where it has no code list that could be read."""
        if item.kind is Kind.YES_NO:
            return YES_NO
        codelist = (self.draft.codelists or {}).get(item.codes or "")
        if codelist is None:
            return None
        if codelist.id not in self.draft.code_sets:
            self.draft.code_sets[codelist.id] = frozenset(code.code for code in codelist.codes)
        return self.draft.code_sets[codelist.id]

    def _doubt(self) -> UnknownName:
        self.doubtful = True
        return _UNKNOWN

    def _missed(self, parts: tuple[str, ...], known: Iterable[str]) -> UnknownName:
        # Looking for the nearest name is slow; a study with so much wrong has other worries.
        self.draft.missed += 1
        if self.draft.missed > MOST_SUGGESTIONS:
            return _UNKNOWN
        return UnknownName(nearest(".".join(parts), known))

    def _item_names(self) -> Iterator[str]:
        return (item.id for item in self.form.items())

    def _row_names(self, form: Form, row: str) -> list[str]:
        return [f"{row}.{item.id}" for item in rows_of(form)[row].items]

    def _heads(self, visit: str | None) -> Iterator[str]:
        """Name all items of all forms, for a suggestion."""
        before = f"{visit}." if visit else ""
        for form in self.draft.forms.values():
            for item in form.items():
                yield f"{before}{form.id}.{item.id}"


def _of_nothing(role: str) -> NameInfo:
    """Return what a role means that the study gives to no item: unknown, and no value to go through."""
    ref = Ref(NOTHING, role)
    return NameInfo(ref, Type.TEXT, each=NameInfo(ref, Type.TEXT, absent=True), absent=True)


def rows_of(form: Form) -> dict[str, Section]:
    """Return the fixed rows of a form with the section each stands in."""
    return {row.id: section for section in form.sections for row in section.rows}


def setting_type(text: str) -> Type:
    """Return the type rules read a setting as: yes and no as codes, a number where it is written as one."""
    if text in YES_NO:
        return Type.CODE
    return Type.NUMBER if NUMBER_TEXT.fullmatch(text) else Type.TEXT


def setting_value(text: str | None) -> str | Decimal | None:
    """Return a setting as rules read it: a number where it is written as one, else its text."""
    if text is None:
        return None
    return Decimal(text) if NUMBER_TEXT.fullmatch(text) else text

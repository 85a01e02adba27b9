"""The study: everything that is defined, in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crf_app.study.codelist import CodeList
from crf_app.study.defined import Defined, FolderId, Id, Words
from crf_app.study.form import Form
from crf_app.study.item import Item
from crf_app.study.rulebook import Rulebook
from crf_app.study.schedule import Schedule

if TYPE_CHECKING:
    from crf_app.expressions.tables import Table

    Tables = dict[str, Table]
else:
    # A table is made of values that pydantic cannot look into, and need not: it was checked when it was read.
    Tables = dict[str, Any]


LANDMARKS = frozenset({"dose.start", "death.date", "end.date", "end.status"})
"""The roles by which it is known whether a subject was treated, died, left or completed."""


class Site(Defined):
    """A place where the trial is run. `id` is printed; subjects are numbered with `subject_prefix`."""

    id: str
    name: Words
    subject_prefix: str


class Licence(Defined):
    """The right to use a protected instrument in this study."""

    holder: str
    number: str = ""
    expires: str = ""


class Amends(Defined):
    """A change of meaning that an amendment makes openly, with its reason.

    `changes` names an item, a fixed row (``form.item``), a code (``codelist.code``), or a form that becomes a log.
    """

    changes: str
    because: Words


class StudyFacts(Defined):
    """The contents of study.yaml: what the trial is called, where it runs, what it has agreed on.

    `access` confines a role of `staff.STAFF` to the forms it names.
    `settings` are the study's documented choices that rules may read as `settings.name`. `amends` tells what means
    something else than in the version before; without it, that is an error of the amendment (see `difference`).
    """

    id: FolderId
    version: str
    short: str
    title: Words
    registration: str
    sponsor: Words
    languages: tuple[str, ...]
    sites: tuple[Site, ...]
    missing_reasons: Id
    reasons_for_change: Id
    settings: dict[Id, str] = {}
    licences: dict[Id, Licence] = {}
    access: dict[Id, tuple[Id, ...]] = {}
    synthetic: bool = False
    amends: tuple[Amends, ...] = ()


class Definition(Defined):
    """Everything a study folder defines, before its rules are compiled."""

    facts: StudyFacts
    schedule: Schedule
    codelists: dict[str, CodeList]
    forms: dict[str, Form]
    tables: Tables = {}

    def item(self, form: str, item: str) -> Item:
        """Return an item. Raises KeyError."""
        return self.forms[form].item(item)

    def codes_of(self, item: Item) -> CodeList:
        """Return the code list of a code item; yes/no items share the list ``yes_no``."""
        return self.codelists[item.codes or "yes_no"]

    @cached_property
    def roles(self) -> dict[str, tuple[str, str]]:
        """Where each role is found: role -> (form, item)."""
        return {item.role: (form.id, item.id) for form in self.forms.values() for item in form.items() if item.role}

    @cached_property
    def landmarks(self) -> dict[str, tuple[str, str]]:
        """Where the roles are found that say how far a subject came: everybody is told these, to know what is due."""
        return {role: place for role, place in self.roles.items() if role in LANDMARKS}

    def site(self, site: str) -> Site:
        """Return a site. Raises KeyError."""
        for each in self.facts.sites:
            if each.id == site:
                return each
        raise KeyError(site)


class Study(Definition):
    """A study as loaded: complete, checked, never half.

    `source` holds the text of each file it was read from, `fingerprint` the SHA-256 over them: the definition as used
    is stored in the file and can be loaded again from there.
    """

    rulebook: Rulebook
    fingerprint: str
    source: dict[str, str]

    def choosing(self, settings: Mapping[str, str]) -> Study:
        """Return the study as if it had chosen otherwise, for a story; nothing is ever captured under it."""
        facts = self.facts.model_copy(update={"settings": {**self.facts.settings, **settings}})
        return self.model_copy(update={"facts": facts})

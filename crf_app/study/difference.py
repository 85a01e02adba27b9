"""What an amendment changes: two versions of a study, thing by thing, each difference judged and at its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import chain, groupby

from crf_app.study.change import ERRORS, SILENT, Change, Thing
from crf_app.study.compared import Differing, How, Keys
from crf_app.study.differences_of_forms import differences_of_forms, part_of
from crf_app.study.differences_of_study import (
    STUDY,
    differences_of_codelists,
    differences_of_facts,
    differences_of_others,
    differences_of_schedule,
    differences_of_tables,
)
from crf_app.study.draft import CODELISTS, FACTS, TABLES, Draft, form_file, read_draft
from crf_app.study.findings import Place
from crf_app.study.study import Study
from crf_app.study.yaml_nodes import Node


class Gravity(StrEnum):
    """Whether a difference may stand in an amendment."""

    CHANGE = "change"
    ERROR = "error"


@dataclass(frozen=True)
class Difference:
    """One thing that an amendment changes. `code` is one of `change.MEANINGS`.

    `name` is what changed, `text` says how in one line, `old` and `new` are what it was and is. It is told under its
    `part`. `place` is where it is written in the new folder; in the old one (`in_old`) when it is not there any more.
    """

    code: str
    severity: Gravity
    part: str
    name: str
    how: How
    text: str
    old: str
    new: str
    place: Place
    in_old: bool

    @property
    def is_error(self) -> bool:
        """Whether the amendment must not be used like this."""
        return self.severity is Gravity.ERROR

    def __str__(self) -> str:
        """Return the difference as one line."""
        where = "old " if self.in_old else ""
        place = f"{where}{self.place.file}:{self.place.line}:{self.place.column}"
        return f"{self.severity.value:6} {self.code}  {self.name}: {self.text}  ({place})"


def differences(old: Study, new: Study) -> tuple[Difference, ...]:
    """Return what changes from one version of a study to the next, in the order of its parts.

    Texts are compared in the languages of both: what a language that is new says was never read by anybody.
    """
    if old.facts.id != new.facts.id:
        return tuple(_placed(old, new, [_two_studies(old, new)]))
    changes = list(_judged(old, new, list(_changes(old, new))))
    changes += _versions(old, new, changes)
    return tuple(_placed(old, new, _part_by_part(changes)))


def _two_studies(old: Study, new: Study) -> Change:
    change = STUDY.differs("D001", Differing(("id",), old.facts.id, new.facts.id))
    ids = f"{old.facts.id} and {new.facts.id}"
    return replace(change, text=f"these are two different studies ({ids}); nothing else was compared")


_FIRST = ("study", "schedule", "code lists")


def _part_by_part(changes: list[Change]) -> list[Change]:
    """Put together what is told under one part; within it, everything stays in reading order."""
    parts = list(dict.fromkeys([*_FIRST, *(each.part for each in changes)]))
    return sorted(changes, key=lambda each: parts.index(each.part))


def _changes(old: Study, new: Study) -> Iterator[Change]:
    promised = [each for each in old.facts.languages if each in new.facts.languages]
    languages = promised or list(new.facts.languages)
    return chain(
        differences_of_facts(old, new, languages),
        differences_of_schedule(old.schedule, new.schedule, languages),
        differences_of_codelists(old, new, languages),
        differences_of_forms(old, new, languages),
        differences_of_tables(old, new),
        differences_of_others(old, new, languages),
    )


def declared(old: Study, new: Study) -> dict[str, str]:
    """Return what `amends` declares in this amendment, each name with its reason.

    A declaration counts in the version in which it is new: it may stay in study.yaml as the history of the study, and
    a later change of the same thing wants its own.
    """
    fresh = Counter(new.facts.amends) - Counter(old.facts.amends)
    return {each.changes: str(each.because) for each in fresh}


def _judged(old: Study, new: Study, changes: list[Change]) -> Iterator[Change]:
    """Turn silent changes of meaning that are declared into declared ones, and find what is declared in vain."""
    reasons = declared(old, new)
    for each in changes:
        if each.code not in SILENT:
            yield each
        elif each.claim in reasons:
            yield _said(each, "D007", f"declared: {reasons[each.claim]}")
        else:
            yield _said(each, each.code, _undeclared(each))
    needed = {each.claim for each in changes if each.code in SILENT}
    for name in reasons:
        if name not in needed:
            said = f"`amends` declares {name}, but its meaning is the same"
            yield Change("D008", STUDY.part, STUDY.name, How.CHANGED, said, "", "", (FACTS, "amends", name))


_HARM = {
    "D004": "answers already recorded would now mean something else; give it a new id",
    "D005": "answers already recorded would now read differently; use a new code",
    "D006": "answers already recorded would now stand in another row; give the row a new id",
}
"""What a silent change does to the answers, and how it is done instead."""


def _undeclared(change: Change) -> str:
    return f"{_HARM[change.code]} or, if the meaning is the same, declare {change.claim} under `amends` in study.yaml"


def _said(change: Change, code: str, more: str) -> Change:
    return replace(change, code=code, text=f"{change.text} ({more})")


def _versions(old: Study, new: Study, changes: list[Change]) -> Iterator[Change]:
    """Find versions that had to be raised: what was captured remembers the version it was captured under."""
    was, now = old.facts.version, new.facts.version
    if (changes and was == now) or _fell(was, now):
        yield _not_raised("D002", STUDY, was, now)
    changed = {each.part for each in changes}
    for name, form in new.forms.items():
        before = old.forms.get(name)
        if before is None or part_of(name) not in changed or form.version > before.version:
            continue
        thing = Thing(part_of(name), name, (form_file(name),))
        yield _not_raised("D003", thing, str(before.version), str(form.version))


def _not_raised(code: str, thing: Thing, old: str, new: str) -> Change:
    how = f"stays {old} although something changed" if old == new else f"falls from {old} to {new}"
    way = (*thing.way, "version")
    return Change(code, thing.part, thing.name, How.CHANGED, f"version {how}; raise it", old, new, way)


_DOTTED = re.compile(r"[0-9]{1,9}(\.[0-9]{1,9})*")


def _fell(old: str, new: str) -> bool:
    """Whether a version written in numbers is lower than before; other versions cannot be told in order."""
    if not (_DOTTED.fullmatch(old) and _DOTTED.fullmatch(new)):
        return False
    before, after = ([int(part) for part in each.split(".")] for each in (old, new))
    return after < before


# Places


def _placed(old: Study, new: Study, changes: Iterable[Change]) -> Iterator[Difference]:
    written = {How.REMOVED: _Written(old)}
    here = _Written(new)
    for each in changes:
        severity = Gravity.ERROR if each.code in ERRORS else Gravity.CHANGE
        place = written.get(each.how, here).place(each.way)
        yield Difference(
            each.code, severity, each.part, each.name, each.how, each.text, each.old, each.new, place,
            each.how in written,
        )  # fmt: skip


class _Written:
    """Where the things of a study are written."""

    def __init__(self, study: Study) -> None:
        self._study = study

    @cached_property
    def _draft(self) -> Draft:
        # Read again as it was loaded: what a form includes keeps the place in the library where it is written.
        return read_draft(self._study.source)

    def place(self, way: Keys) -> Place:
        """Return the place of what the keys lead to within a file, or of what holds it."""
        file, *keys = way or (FACTS,)
        node = self._draft.nodes.get(str(file))
        if file == CODELISTS and keys:
            node, keys = self._draft.list_nodes.get(str(keys[0]), node), keys[1:]
        elif file == TABLES:
            node, keys = self._table(str(keys[0])), keys[1:]
        for key in keys if node else ():
            child = _inside(node, key)
            if child is None:
                break
            node = child
        return node.place if node else Place(str(file))

    def _table(self, name: str) -> Node | None:
        tables = [*self._draft.own_tables, *self._draft.carried_tables]
        return next((each.node for each in tables if each.name == name), None)


def _inside(node: Node | None, key: str | int) -> Node | None:
    """Return what a mapping holds under a key, or the one of a list that is known by that name."""
    if node is not None and isinstance(node.content, list) and isinstance(key, str):
        for each in node.content:
            names = (each.child(name) for name in ("id", "code", "label", "changes"))
            if each.content == key or any(name is not None and name.content == key for name in names):
                return each
    return node.child(key) if node is not None else None


# Telling


def told(found: Iterable[Difference]) -> Iterator[str]:
    """Return the differences as lines, those of each part under its name."""
    for part, each in groupby(found, key=lambda difference: difference.part):
        yield part
        yield from (f"  {difference}" for difference in each)


def summary(old: Study, new: Study, found: tuple[Difference, ...]) -> str:
    """Say in one line how much there is."""
    if old.facts.id != new.facts.id:
        return f"{old.facts.id} {old.facts.version} and {new.facts.id} {new.facts.version} are no versions of one study"
    versions = f"{new.facts.id} {old.facts.version} → {new.facts.version}"
    if not found:
        return f"{versions}: nothing that the study says is different."
    errors = sum(difference.is_error for difference in found)
    return f"{versions}: {_many(len(found) - errors, 'change')}, {_many(errors, 'error')}"


def _many(count: int, word: str) -> str:
    return f"{count} {word}" if count == 1 else f"{count} {word}s"

"""Which part of the audit trail is wanted: the same words for the window's filters, the command line and paper."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from crf_app.base.digits import latin_digits
from crf_app.base.words import Say, mark
from crf_app.capture.facts import Fact, FactKind
from crf_app.services.fact_words import FactWords
from crf_app.store.audit_trail import Wanted
from crf_app.store.study_reader import StudyReader


def _of(*groups: str) -> frozenset[FactKind]:
    return frozenset(kind for kind in FactKind if kind.value.split(".")[0] in groups)


GROUPS: Final[Mapping[str, tuple[str, frozenset[FactKind] | None]]] = {
    "all": (mark("Everything"), None),
    "entries": (
        mark("Values"),
        frozenset({FactKind.ENTRY_RECORDED, FactKind.ROW_ADDED, FactKind.ROW_REMOVED}),
    ),
    "derived": (mark("Worked out by the program"), frozenset({FactKind.ENTRY_DERIVED, FactKind.ENTRY_RELEVANCE})),
    "pages": (mark("Visits and pages"), _of("subject", "visit", "page")),
    "queries": (mark("Queries"), _of("query")),
    "review": (mark("Source comparison and holds"), _of("source", "hold")),
    "signatures": (mark("Signatures"), _of("signature")),
    "people": (mark("People and sign-ins"), _of("person")),
    "outputs": (mark("Prints and exports"), frozenset({FactKind.PRINTED, FactKind.EXPORTED})),
    "file": (
        mark("File"),
        frozenset({FactKind.BACKUP_MADE, FactKind.FILE_CREATED, FactKind.FILE_OPENED, FactKind.FILE_RESTORED,
                   FactKind.FILE_MIGRATED, FactKind.FILE_DEPARTED, FactKind.DEFINITION_STORED,
                   FactKind.CLOCK_MOVED_BACK}),
    ),
}  # fmt: skip
"""Kinds of facts as a person asks for them; each kind but those of everything stands in one group."""


@dataclass(frozen=True)
class Narrowing:
    """What is wanted of the trail. What is None or empty does not narrow.

    `visit` and `form` are ids of the study, so that one visit or form may be asked for over all subjects; `page` is
    the id of one page. `since` is included, `until` is not. `corrections` asks for values that took the place of
    others, `after_completion` for changes that needed a reason, `text` for facts whose words hold all of these.
    """

    subject: str | None = None
    visit: str | None = None
    form: str | None = None
    page: str | None = None
    item: str | None = None
    person: str | None = None
    group: str = "all"
    since: datetime | None = None
    until: datetime | None = None
    corrections: bool = False
    after_completion: bool = False
    text: str = ""

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows."""
        return self == Narrowing()

    def facts(
        self,
        reader: StudyReader,
        *,
        until: int | None = None,
        before: int | None = None,
        newest_first: bool = False,
    ) -> Iterator[Fact]:
        """Walk the facts that are wanted, whatever their words; `until` and `before` are places in the trail."""
        last = until + 1 if until is not None else before
        wanted = Wanted(
            self.subject, None, self.page, self.item, None, GROUPS[self.group][1], self.since, self.until,
            planned=self.visit, form=self.form, person=self.person, before=last,
            corrections=self.corrections, after_completion=self.after_completion,
        )  # fmt: skip
        return reader.trail(wanted, newest_first=newest_first)

    def has_words(self, fact: Fact, said: FactWords) -> bool:
        """Whether the words of a fact hold every word that is wanted, whatever their order, digits and capitals."""
        wanted = latin_digits(self.text).casefold().split()
        if not wanted:
            return True
        told = latin_digits(sentence_of(fact, said)).casefold()
        return all(word in told for word in wanted)

    def as_json(self) -> dict[str, Any]:
        """Return what narrows, for the head of an export."""
        return {
            name: part.isoformat() if isinstance(part, datetime) else part
            for name, part in asdict(self).items()
            if part not in (None, "", False, "all")
        }

    def words(self, said: FactWords) -> str:
        """Say what narrows, in one line; nothing where everything is wanted."""
        return said.say.joined(self._parts(said), " · ")

    def _parts(self, said: FactWords) -> Iterator[str]:
        say, study, language = said.say, said.study, said.say.language
        if self.subject:
            yield say("subject {subject}", subject=said.label(self.subject))
        if self.visit:
            known = {each.id: each.label.in_(language) for each in study.schedule.visits}
            yield say("visit {visit}", visit=known.get(self.visit, self.visit))
        if self.form:
            known_form = study.forms.get(self.form)
            yield say("form {form}", form=known_form.title.in_(language) if known_form else self.form)
        if self.page:
            yield said.page(self.page)
        if self.item:
            yield say("item {item}", item=self.item)
        if self.person:
            yield say("by {person}", person=said.name(self.person))
        if self.group != "all":
            yield say(GROUPS[self.group][0])
        yield from self._more(say)

    def _more(self, say: Say) -> Iterator[str]:
        if self.since:
            yield say("from {day}", day=f"{self.since:%Y-%m-%d}")
        if self.until:
            yield say("before {day}", day=f"{self.until:%Y-%m-%d}")
        if self.corrections:
            yield say("corrections only")
        if self.after_completion:
            yield say("changes after completion")
        if self.text:
            yield f"“{self.text}”"


def sentence_of(fact: Fact, said: FactWords) -> str:
    """Return everything a line of the trail says, in one line."""
    parts = (
        said.name(fact.person), said.what(fact), said.subject(fact), said.where(fact), said.item(fact),
        said.old(fact), said.new(fact), said.reason(fact), f"{fact.seq}",
    )  # fmt: skip
    return said.say.joined(parts)

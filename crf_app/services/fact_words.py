"""Facts in words: what happened, where, from what to what, and why; for the window, for paper and for exports.

One place, so that a line of the trail reads the same wherever somebody meets it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from crf_app.base.calendars import show_date
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say, mark
from crf_app.capture.facts import Fact, FactKind, without_salt
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.shown import show_stored
from crf_app.services.fact_kinds import CORRECTED, KIND_WORDS, SIGNING_FAILED
from crf_app.services.undone import CHANGED, VALUE_CHANGED
from crf_app.store.records import Person
from crf_app.study.staff import STAFF_WORDS
from crf_app.study.study import Study

PROGRAM: Final = "program"
"""Who acts where a fact names no person: the program itself."""

PROGRAMS_REASONS: Final = (CHANGED, VALUE_CHANGED)
"""Why the program itself took something off; a person's own words are never translated."""

_LEFT: Final = {
    "locked": mark("the window was locked"),
    "inactive": mark("nobody touched the window any more"),
    "shut_out": mark("the account was locked"),
    "closed": mark("the file was closed"),
}
"""Why somebody was signed out, where they did not say so themselves (`services.desk.WHY_LEFT`)."""
_LEVELS: Final = {"frozen": mark("frozen"), "locked": mark("locked")}
_ENTRIES: Final = (FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED)
_OUTPUTS: Final = (FactKind.PRINTED, FactKind.EXPORTED)
_FILE: Final = (FactKind.BACKUP_MADE, FactKind.FILE_RESTORED, FactKind.FILE_DEPARTED, FactKind.FILE_MIGRATED)
_PEOPLE: Final = frozenset({
    FactKind.PERSON_ADDED, FactKind.PERSON_CHANGED, FactKind.PERSON_DISABLED, FactKind.PERSON_ENABLED,
    FactKind.PASSWORD_CHANGED, FactKind.PASSWORD_RESET, FactKind.PERSON_LOCKED_OUT, FactKind.PERSON_RELEASED,
})  # fmt: skip


class FactWords:
    """Says facts in one language; people and subjects are looked up once. It holds no connection and no widget."""

    def __init__(self, study: Study, people: Iterable[Person], labels: Mapping[str, str], say: Say) -> None:
        """Take the study whose labels are said, everybody of the file, the numbers of subjects by id."""
        self.study, self.say = study, say
        self._people = {person.id: (person.name, person.username) for person in people}
        self._labels = labels
        self._places: dict[str, tuple[str, str]] = {}
        self._items: dict[tuple[str, str, str], str] = {}
        self._contents: Mapping[FactKind, Callable[[Mapping[str, Any]], str]] = {
            FactKind.ENTRY_RELEVANCE: self._relevance,
            FactKind.VISIT_STARTED: self._visit,
            FactKind.VISIT_REDATED: self._visit,
            FactKind.VISIT_MISSED: self._visit,
            FactKind.SIGNATURE_MADE: self._signature,
            FactKind.CLOCK_MOVED_BACK: lambda said: utc_words(_text(said, "at")),
            FactKind.FILE_CREATED: self._file,
            FactKind.DEFINITION_STORED: lambda said: str(said.get("version", "")),
            FactKind.HOLD_PLACED: self._hold,
            FactKind.HOLD_LIFTED: self._hold,
            FactKind.PERSON_SIGNED_OUT: self._left,
            **dict.fromkeys(_FILE, self._file_state),
            **dict.fromkeys(_PEOPLE, self._person),
            **dict.fromkeys(_OUTPUTS, self._output),
        }

    # ------------------------------------------------------------------ who and what

    def name(self, person: str) -> str:
        """Return a person's name as it is printed."""
        return self.say("the program") if person == PROGRAM else self._people.get(person, (person, ""))[0]

    def username(self, person: str) -> str:
        """Return the name a person signs in with."""
        return self._people.get(person, ("", ""))[1]

    def role(self, role: str) -> str:
        """Return a role in words; one the program does not know speaks for itself."""
        return self.say(STAFF_WORDS[role]) if role in STAFF_WORDS else role

    def acting(self, fact: Fact) -> str:
        """Return in which role somebody acted; the program itself acts in none, whatever right it makes use of."""
        return "" if fact.person == PROGRAM else self.role(fact.role)

    def what(self, fact: Fact) -> str:
        """Return what happened."""
        if fact.kind is FactKind.ENTRY_RECORDED and fact.old:
            return self.say(CORRECTED)
        if fact.kind is FactKind.SIGN_IN_FAILED and (fact.new or {}).get("signing"):
            return self.say(SIGNING_FAILED)
        return self.say(KIND_WORDS[fact.kind])

    # ------------------------------------------------------------------ where

    def subject(self, fact: Fact) -> str:
        """Return the subject's number."""
        return self.label(fact.subject)

    def label(self, subject: str | None) -> str:
        """Return the number of a subject by its id."""
        return self._labels.get(subject or "", subject or "")

    def visit(self, fact: Fact) -> str:
        """Return the visit's name, numbered where it repeats."""
        return self._place(fact)[0]

    def form(self, fact: Fact) -> str:
        """Return the form's title, in a log with the number of the page."""
        return self._place(fact)[1]

    def _place(self, fact: Fact) -> tuple[str, str]:
        """Return visit and form; a long trail asks for the same few again and again."""
        name = fact.page or fact.visit or ""
        where = name.partition("/")[2]
        if where not in self._places:
            self._places[where] = self._place_of(name, is_page=fact.page is not None)
        return self._places[where]

    def _place_of(self, name: str, *, is_page: bool) -> tuple[str, str]:
        if not name:
            return "", ""
        try:
            if not is_page:
                return self._visit_name(VisitPlace.parse(name)), ""
            page = PagePlace.parse(name)
        except ValueError:
            return name, ""
        return self._visit_name(page.visit) if page.visit else "", self._form_title(page)

    def where(self, fact: Fact) -> str:
        """Return visit and form."""
        return self.say.joined((self.visit(fact), self.form(fact)), " · ")

    def page(self, id_: str) -> str:
        """Return visit and form of a page."""
        place = PagePlace.parse(id_)
        visit = self._visit_name(place.visit) if place.visit else ""
        return self.say.joined((visit, self._form_title(place)), " · ")

    def _visit_name(self, place: VisitPlace) -> str:
        try:
            label = self.study.schedule.visit(place.planned).label.in_(self.say.language)
        except KeyError:
            label = place.planned
        return f"{label} {place.repeat}" if place.repeat > 1 else label

    def _form_title(self, place: PagePlace) -> str:
        known = self.study.forms.get(place.form)
        title = known.title.in_(self.say.language) if known else place.form
        return title if place.visit else self.say("{form} {number}", form=title, number=place.repeat)

    def item(self, fact: Fact) -> str:
        """Return the item's words, behind those of its row."""
        if not fact.page or not fact.item:
            return ""
        key = (fact.page.rpartition("/")[2], fact.item, fact.row or "")
        if key not in self._items:
            self._items[key] = self._item_of(PagePlace.parse(fact.page).form, fact.item, fact.row)
        return self._items[key]

    def _item_of(self, form_id: str, item: str, row: str | None) -> str:
        form = self.study.forms.get(form_id)
        if form is None or not form.has(item):
            return self.say.joined((row or "", item), " · ")
        label = form.item(item).label.in_(self.say.language)
        named = form.section_of(item).row_label(row)
        return self.say.joined((named.in_(self.say.language) if named else row or "", label), " · ")

    # ------------------------------------------------------------------ from what to what, and why

    def old(self, fact: Fact) -> str:
        """Return what the thing held before."""
        return self._content(fact, fact.old)

    def new(self, fact: Fact) -> str:
        """Return what it holds since; of an entry that was emptied, that it is blank."""
        if fact.kind in _ENTRIES and not without_salt(fact.new):
            return self.say("blank")
        return self._content(fact, fact.new)

    def reason(self, fact: Fact) -> str:
        """Return why, in the study's words where a reason of its list was chosen."""
        if fact.reason in PROGRAMS_REASONS:
            return self.say(fact.reason)
        code, _, words = (fact.reason or "").partition(": ")
        reasons = self.study.codelists.get(self.study.facts.reasons_for_change)
        label = reasons.label(code).in_(self.say.language) if reasons and code in reasons else code
        return f"{label}: {words}" if words else label

    def _content(self, fact: Fact, content: Mapping[str, Any] | None) -> str:
        if not content:
            return ""
        if fact.kind in _ENTRIES:
            return self._entry(fact, content)
        return self._contents.get(fact.kind, self._words)(content)

    def _entry(self, fact: Fact, stored: Mapping[str, Any]) -> str:
        parts = {name: str(part) for name, part in stored.items()}
        plain = parts.get("value") or parts.get("missing") or parts.get("unreadable") or ""
        form = self.study.forms.get(PagePlace.parse(fact.page or "").form) if fact.page else None
        if form is None or not fact.item or not form.has(fact.item):
            return plain
        item = form.item(fact.item)
        codes = self.study.codes_of(item) if item.codes or item.kind.value == "yes_no" else None
        reasons = self.study.codelists.get(self.study.facts.missing_reasons)
        return show_stored(item, parts, codes, self.say.language, with_unit=True, reasons=reasons) or plain

    def _relevance(self, said: Mapping[str, Any]) -> str:
        return self.say("asked") if said.get("relevant") == "yes" else self.say("hidden, kept")

    def _visit(self, said: Mapping[str, Any]) -> str:
        return self.say.joined((self._day(said.get("date")), self._missing(said.get("reason")), _text(said, "comment")))

    def _signature(self, said: Mapping[str, Any]) -> str:
        return self.say.joined((_text(said, "name"), _text(said, "meaning")), ": ")

    def _file(self, said: Mapping[str, Any]) -> str:
        return self.say.joined((_text(said, "study"), _text(said, "site"), _text(said, "version")))

    def _file_state(self, said: Mapping[str, Any]) -> str:
        """Return which copy of the file is meant, how far it went, and its seal."""
        facts = self.say.n("{n} fact", "{n} facts", int(said["facts"])) if said.get("facts") else ""
        seal = self.say("seal {seal}", seal=said["seal"]) if said.get("seal") else ""
        step = f"{said['from']} → {said['to']}" if "from" in said and "to" in said else ""
        return self.say.joined((step, _text(said, "file_name") or _text(said, "copy"), facts, seal))

    def _hold(self, said: Mapping[str, Any]) -> str:
        level = _text(said, "level")
        return self.say(_LEVELS[level]) if level in _LEVELS else level

    def _person(self, said: Mapping[str, Any]) -> str:
        person, role = _text(said, "id") or _text(said, "person"), _text(said, "role")
        name, username = self._people.get(person, ("", ""))
        name, username = _text(said, "name") or name, _text(said, "username") or username
        return self.say.joined((name, username, self.role(role)))

    def _left(self, said: Mapping[str, Any]) -> str:
        because = _text(said, "because")
        return self.say(_LEFT[because]) if because in _LEFT else because

    def _output(self, said: Mapping[str, Any]) -> str:
        checksum = _text(said, "sha256")
        short = f"SHA-256 {checksum[:16]}…" if checksum else ""
        count = self.say.n("{n} record", "{n} records", int(said["count"])) if said.get("count") else ""
        return self.say.joined((_text(said, "name"), _text(said, "file_name"), count, short))

    def _words(self, said: Mapping[str, Any]) -> str:
        """Return the words of anything else: the number of a query, what somebody wrote, a label."""
        number = f"Q{int(said['number']):02d}" if said.get("number") else ""
        told = [_text(said, name) for name in ("label", "username", "text", "comment")]
        return self.say.joined((number, *told, self._missing(said.get("reason"))))

    def _missing(self, code: object) -> str:
        reasons = self.study.codelists.get(self.study.facts.missing_reasons)
        if not isinstance(code, str) or not code:
            return ""
        return reasons.label(code).in_(self.say.language) if reasons else code

    def _day(self, text: object) -> str:
        try:
            return show_date(PartialDate.parse(str(text)), self.say.language) if text else ""
        except ValueError:
            return str(text)


def _text(said: Mapping[str, Any], name: str) -> str:
    part = said.get(name)
    return part if isinstance(part, str) else ""


def utc_words(at: str) -> str:
    """Return a moment as facts hold it so that it can be read: ``2025-05-22 05:30:00 UTC``."""
    return f"{at[:19].replace('T', ' ')} UTC" if at else ""


def key_of(fact: Fact) -> EntryKey | None:
    """Return the entry a fact is about."""
    return EntryKey(fact.item, fact.row or "") if fact.item else None


def local_text(fact: Fact) -> str:
    """Return when a fact was recorded by the clock on the site's wall, its offset beside it: nothing is left to guess.

    ``2025-05-22 09:00:00 +03:30``
    """
    utc = datetime.fromisoformat(fact.at.replace("Z", "+00:00"))
    return f"{utc + timedelta(minutes=fact.offset):%Y-%m-%d %H:%M:%S} {offset_text(fact.offset)}"


def offset_text(minutes: int) -> str:
    """Return an offset from UTC as ISO 8601 writes it: ``+03:30``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"

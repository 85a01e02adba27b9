"""Facts as a person reads them: when, who, what, where, from what to what, why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer
from crf_app.base.words import RIGHT_TO_LEFT, Say, mark
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.shown import show_answer
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import page_words, visit_label
from crf_app.study.study import Study

KIND_WORDS: Final[Mapping[FactKind, str]] = {
    FactKind.FILE_CREATED: mark("File made"),
    FactKind.DEFINITION_STORED: mark("Study definition stored"),
    FactKind.FILE_OPENED: mark("File opened"),
    FactKind.BACKUP_MADE: mark("Backed up"),
    FactKind.FILE_RESTORED: mark("Restored from a backup"),
    FactKind.EXPORTED: mark("Exported"),
    FactKind.PRINTED: mark("Report printed"),
    FactKind.PERSON_ADDED: mark("Person added"),
    FactKind.PERSON_SIGNED_IN: mark("Signed in"),
    FactKind.SIGN_IN_FAILED: mark("Sign-in failed"),
    FactKind.SUBJECT_ENROLLED: mark("Subject enrolled"),
    FactKind.VISIT_STARTED: mark("Visit begun"),
    FactKind.VISIT_REDATED: mark("Visit date changed"),
    FactKind.VISIT_COMPLETED: mark("Visit complete"),
    FactKind.VISIT_MISSED: mark("Visit missed"),
    FactKind.PAGE_STARTED: mark("Page begun"),
    FactKind.PAGE_COMPLETED: mark("Page complete"),
    FactKind.PAGE_REOPENED: mark("Page opened again"),
    FactKind.PAGE_NOT_DONE: mark("Page not done"),
    FactKind.ROW_ADDED: mark("Row added"),
    FactKind.ROW_REMOVED: mark("Row removed"),
    FactKind.ENTRY_RECORDED: mark("Entered"),
    FactKind.ENTRY_DERIVED: mark("Worked out"),
    FactKind.ENTRY_RELEVANCE: mark("Applies or not"),
    FactKind.QUERY_RAISED: mark("Query asked"),
    FactKind.QUERY_ANSWERED: mark("Query answered"),
    FactKind.QUERY_CLOSED: mark("Query closed"),
    FactKind.QUERY_REOPENED: mark("Query asked again"),
    FactKind.SIGNATURE_MADE: mark("Signed"),
    FactKind.SIGNATURE_BROKEN: mark("Signature taken off"),
}

GROUPS: Final[Mapping[str, tuple[str, frozenset[FactKind] | None]]] = {
    "all": (mark("Everything"), None),
    "entries": (
        mark("Values"),
        frozenset({FactKind.ENTRY_RECORDED, FactKind.ROW_ADDED, FactKind.ROW_REMOVED}),
    ),
    "pages": (
        mark("Visits and pages"),
        frozenset(kind for kind in FactKind if kind.value.split(".")[0] in ("subject", "visit", "page")),
    ),
    "queries": (mark("Queries"), frozenset(k for k in FactKind if k.value.startswith("query."))),
    "signatures": (mark("Signatures"), frozenset(k for k in FactKind if k.value.startswith("signature."))),
    "file": (
        mark("File and people"),
        frozenset(k for k in FactKind if k.value.split(".")[0] in ("file", "definition", "backup", "person", "report")),
    ),
}


@dataclass(frozen=True)
class AuditLine:
    """One fact in words."""

    fact: Fact
    day: str
    time: str
    who: str
    role: str
    what: str
    subject: str
    where: str
    item: str
    change: str
    reason: str
    sentence: str


class AuditWords:
    """Says facts in the language of the window; people and subjects are looked up once."""

    def __init__(self, study: Study, people: Mapping[str, str], labels: Mapping[str, str], say: Say) -> None:
        self._study, self._people, self._labels, self._say = study, people, labels, say

    def line(self, fact: Fact) -> AuditLine:
        """Return a fact as a line."""
        say = self._say
        at = phrases.from_utc(fact.at, fact.offset)
        day = phrases.day_month_year(at.date(), say.language)
        time = phrases.clock_second(at, say.language)
        who = say("the program") if fact.person == "program" else self._people.get(fact.person, fact.person)
        what = say(KIND_WORDS[fact.kind])
        subject = self._labels.get(fact.subject or "", "")
        where, item, change = self._where(fact), self._item(fact), self._change(fact)
        parts = (day, time, who, what, subject, where, item, change, fact.reason or "")
        sentence = say.joined(parts)
        return AuditLine(
            fact, day, time, who, fact.role, what, subject, where, item, change, fact.reason or "", sentence
        )

    def _where(self, fact: Fact) -> str:
        try:
            if fact.page:
                return page_words(self._study, PagePlace.parse(fact.page), self._say)
            if fact.visit:
                return visit_label(self._study, VisitPlace.parse(fact.visit), self._say.language)
        except (KeyError, ValueError):
            return (fact.page or fact.visit or "").partition("/")[2]
        return ""

    def _item(self, fact: Fact) -> str:
        if not fact.page or not fact.item:
            return ""
        form = self._study.forms.get(PagePlace.parse(fact.page).form)
        if form is None or not form.has(fact.item):
            return fact.item
        label = form.item(fact.item).label.in_(self._say.language)
        row = form.section_of(fact.item).row_label(fact.row)
        return self._say.joined((row.in_(self._say.language), label), " · ") if row is not None else label

    def _change(self, fact: Fact) -> str:
        arrow = "←" if self._say.language in RIGHT_TO_LEFT else "→"
        if fact.kind in (FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED):
            old, new = self._value(fact, fact.old), self._value(fact, fact.new)
            blank = self._say("blank")
            if not fact.old:
                return new or blank
            return self._say.joined((old or blank, new or blank), f" {arrow} ")
        new_ = fact.new or {}
        if "date" in new_:
            old_date = _date((fact.old or {}).get("date"), self._say.language)
            date = _date(new_["date"], self._say.language)
            return self._say.joined((old_date, date), f" {arrow} ")
        for name in ("text", "label", "name", "username", "meaning"):
            if new_.get(name):
                return str(new_[name])
        if new_.get("reason"):
            return self._reason(str(new_["reason"]))
        return ""

    def _value(self, fact: Fact, stored: Mapping[str, object] | None) -> str:
        if not stored or not fact.page or not fact.item:
            return ""
        parts = {name: str(part) for name, part in stored.items()}
        form = self._study.forms.get(PagePlace.parse(fact.page).form)
        try:
            assert form is not None
            item = form.item(fact.item)
            answer = Answer.from_json(item.kind, parts)
        except (AssertionError, KeyError, ValueError):
            return parts.get("value") or parts.get("missing") or parts.get("unreadable") or ""
        has_codes = item.codes or item.kind.value == "yes_no"
        codes = self._study.codes_of(item) if has_codes else None
        reasons = self._study.codelists.get(self._study.facts.missing_reasons)
        return show_answer(item, answer, codes, self._say.language, with_unit=True, reasons=reasons)

    def _reason(self, code: str) -> str:
        reasons = self._study.codelists.get(self._study.facts.missing_reasons)
        return reasons.label(code).in_(self._say.language) if reasons else code


def _date(text: object, language: str) -> str:
    try:
        return phrases.partial_day(PartialDate.parse(str(text)), language)
    except ValueError:
        return ""

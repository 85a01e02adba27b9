"""The audit trail of a subject on paper: every fact, when, who, where, from, to, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reportlab.lib.units import mm

from crf_app.base.partial_date import PartialDate
from crf_app.base.words import mark
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.reports.inline import Content
from crf_app.reports.sheet import StyleSheet
from crf_app.reports.table import CELL_END, Cell, CellLike, Column, RuledTable, table
from crf_app.reports.text import Text
from crf_app.reports.visit import VisitPrinter

_WIDTHS = tuple(n * mm for n in (9, 30, 21, 62, 34, 18))
"""Fact, when, who, what, from → to, why."""

WHAT: Final[Mapping[FactKind, str]] = {
    FactKind.SUBJECT_ENROLLED: mark("enrolled"),
    FactKind.VISIT_STARTED: mark("visit started"),
    FactKind.VISIT_REDATED: mark("visit date changed"),
    FactKind.VISIT_COMPLETED: mark("visit complete"),
    FactKind.VISIT_MISSED: mark("visit missed"),
    FactKind.PAGE_STARTED: mark("form begun"),
    FactKind.PAGE_COMPLETED: mark("form complete"),
    FactKind.PAGE_REOPENED: mark("form opened again"),
    FactKind.PAGE_NOT_DONE: mark("form not done"),
    FactKind.ROW_ADDED: mark("row added"),
    FactKind.ROW_REMOVED: mark("row removed"),
    FactKind.ENTRY_RELEVANCE: mark("asked or hidden by a rule"),
    FactKind.QUERY_RAISED: mark("query raised"),
    FactKind.QUERY_ANSWERED: mark("query answered"),
    FactKind.QUERY_CLOSED: mark("query closed"),
    FactKind.QUERY_REOPENED: mark("query opened again"),
    FactKind.SIGNATURE_MADE: mark("signed"),
    FactKind.SIGNATURE_BROKEN: mark("signature no longer valid"),
    FactKind.PRINTED: mark("report printed"),
    FactKind.EXPORTED: mark("data exported"),
}
"""What happened, for facts that are not about one value."""


class AuditPrinter:
    """Prints facts as one long listing."""

    def __init__(self, visits: VisitPrinter) -> None:
        """Use the words of the casebook's visits."""
        self.visits = visits
        self.wording = visits.wording
        self.sheet: StyleSheet = visits.sheet
        self._style = self.sheet.note.but(size=7.6, leading=9.4)
        self._soft = self.sheet.note_soft.but(size=7.6, leading=9.4)
        self._texts: dict[str, Text] = {}
        self._places: dict[str, str] = {}
        self._entries: dict[tuple[str, str, str], str] = {}

    def listing(self, facts: Iterable[Fact]) -> RuledTable:
        """Return every fact as a row, in the order of the trail."""
        say = self.wording.say
        head: list[CellLike] = [say("Fact"), say("When"), say("Who"), say("What"), say("From → to"), say("Why")]
        columns = [Column(_WIDTHS[0], style=self._soft), *(Column(w, style=self._style) for w in _WIDTHS[1:])]
        rows = [self._row(fact) for fact in facts]
        return table(self.sheet, columns, rows, head=[head], pad=(0.9, 0.3))

    def _row(self, fact: Fact) -> list[CellLike]:
        return [
            self.wording.count(fact.seq),
            self._moment(fact),
            self._words(self._who(fact)),
            self._words(self._what(fact)),
            *self._change(fact),
        ]

    def _change(self, fact: Fact) -> list[CellLike]:
        """Return what it became and why; what has no reason may be as long as both columns."""
        content, why = self._words(self._content(fact)), self._words(self._why(fact))
        if why is None and isinstance(content, Text) and content.natural_width() > _WIDTHS[4] - CELL_END:
            return [Cell(content, span=2)]
        return [content, why]

    def _who(self, fact: Fact) -> str:
        """Return the name alone: the roles stand above the listing."""
        known = self.wording.people.get(fact.person)
        return known[0] if known else self.wording.person(fact.person)

    def people(self, facts: Iterable[Fact]) -> str:
        """Return everybody who left a fact, with the roles they did it in."""
        found = dict.fromkeys((fact.person, fact.role) for fact in facts)
        return "  ·  ".join(self.wording.person(person, role) for person, role in found)

    def _words(self, words: Content) -> CellLike:
        if not isinstance(words, str):
            return Text(words, self._style, source="person")
        # Most of a trail says the same again: one text serves every row of its column.
        if words and words not in self._texts:
            self._texts[words] = Text(words, self._style, source="person")
        return self._texts.get(words)

    def _moment(self, fact: Fact) -> Text:
        minute = fact.at[:16] + str(fact.offset)
        if minute not in self._texts:
            words = self.wording.moment(fact.at, fact.offset)
            self._texts[minute] = Text(words, self._soft, source="person")
        return self._texts[minute]

    def _what(self, fact: Fact) -> str:
        place = self._place(fact)
        if fact.kind in (FactKind.ENTRY_RECORDED, FactKind.ENTRY_DERIVED) and fact.page:
            return f"{place}: {self._entry(fact)}" if place else self._entry(fact)
        words = self.wording.say(WHAT[fact.kind]) if fact.kind in WHAT else fact.kind.value
        if fact.item and fact.page:
            place = f"{place}: {self._entry(fact)}"
        number = (fact.new or {}).get("number")
        words = f"{words} Q{int(number):02d}" if number else words
        return f"{place}: {words}" if place else words

    def _place(self, fact: Fact) -> str:
        """Return the visit, short, or nothing in a log: the form says where."""
        name = fact.visit or (fact.page or "").rpartition("/")[0]
        if not name or name.endswith("/-"):
            return "" if fact.item or not fact.page else self.visits.form_name(PagePlace.parse(fact.page))
        if name not in self._places:
            place = VisitPlace.parse(name)
            planned = self.visits.paper.study.schedule.visit(place.planned)
            label = self.wording.label(planned.label, planned.short)
            self._places[name] = f"{label} {place.repeat}" if place.repeat > 1 else label
        short = self._places[name]
        if fact.page and not fact.item:
            return f"{short}, {self.visits.form_name(PagePlace.parse(fact.page))}"
        return short

    def _entry(self, fact: Fact) -> str:
        name = (fact.page or "", fact.item or "", fact.row or "")
        if name not in self._entries:
            place = PagePlace.parse(name[0])
            self._entries[name] = self.visits.entry_name(place, EntryKey(name[1], name[2]))
        return self._entries[name]

    def _content(self, fact: Fact) -> Content:
        new = fact.new or {}
        match fact.kind:
            case FactKind.ENTRY_RECORDED | FactKind.ENTRY_DERIVED:
                place = PagePlace.parse(fact.page or "")
                key = EntryKey(fact.item or "", fact.row or "")
                if fact.old:
                    return self.visits.old_to_new(place, key, fact.old, fact.new)
                form = self.visits.paper.study.forms[place.form]
                return self.visits.writer.stored(form.item(key.item), fact.new) if form.has(key.item) else ""
            case FactKind.ENTRY_RELEVANCE:
                return self.wording.say("asked") if new.get("relevant") == "yes" else self.wording.say("hidden, kept")
            case FactKind.SUBJECT_ENROLLED:
                return str(new.get("label", ""))
            case FactKind.VISIT_STARTED | FactKind.VISIT_REDATED:
                day = new.get("date")
                return self.wording.date_text(PartialDate.parse(day)) if isinstance(day, str) and day else ""
            case FactKind.SIGNATURE_MADE:
                return str(new.get("meaning", ""))
            case FactKind.PRINTED | FactKind.EXPORTED:
                return str(new.get("file_name", ""))
            case _:
                return str(new.get("text", "") or new.get("reason", ""))

    def _why(self, fact: Fact) -> str:
        if fact.kind is FactKind.ENTRY_DERIVED:
            return self.wording.say("derived")
        return self.visits.reason(fact.reason) if fact.reason else ""

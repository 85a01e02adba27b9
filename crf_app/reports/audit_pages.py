"""The audit trail on paper: every fact, when, who, where, from what to what, why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from reportlab.lib.units import mm

from crf_app.base.partial_date import PartialDate
from crf_app.base.words import mark
from crf_app.capture.facts import Fact, FactKind
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Content
from crf_app.reports.naming import Naming
from crf_app.reports.sheet import StyleSheet
from crf_app.reports.table import CELL_END, Cell, CellLike, Column, Row, RuledTable, table
from crf_app.reports.text import Text
from crf_app.services.fact_kinds import KIND_WORDS, WARNINGS
from crf_app.services.fact_words import FactWords

_WIDTHS = tuple(n * mm for n in (9, 30, 21, 62, 34, 18))
"""Fact, when, who, what, from → to, why."""
_WIDTHS_OF_ALL = tuple(n * mm for n in (12, 30, 21, 13, 50, 31, 17))
"""The same with the subject behind who, for facts of several subjects."""

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
    FactKind.QUERY_CANCELLED: mark("query cancelled"),
    FactKind.SOURCE_VERIFIED: mark("compared with the source"),
    FactKind.SOURCE_UNVERIFIED: mark("no longer compared with the source"),
    FactKind.HOLD_PLACED: mark("data held"),
    FactKind.HOLD_LIFTED: mark("hold lifted"),
    FactKind.SIGNATURE_MADE: mark("signed"),
    FactKind.SIGNATURE_BROKEN: mark("signature no longer valid"),
    FactKind.PRINTED: mark("report printed"),
    FactKind.EXPORTED: mark("data exported"),
}
"""What happened behind the name of a place; the other kinds have no place and begin a line (`KIND_WORDS`)."""


def what_words(kind: FactKind) -> str:
    """Return the English words of a kind of fact as they stand on paper."""
    return WHAT.get(kind) or KIND_WORDS[kind]


class AuditPrinter:
    """Prints facts as one long listing."""

    def __init__(
        self, names: Naming, sheet: StyleSheet, said: FactWords | None = None, *, several: bool = False
    ) -> None:
        """Name things by `names`; with `several`, each line has its subject's number, which `said` knows."""
        self.names = names
        self.wording = names.wording
        self.sheet = sheet
        self.said = said or FactWords(self.wording.study, (), {}, self.wording.say)
        self._of_all = several
        self._room = _WIDTHS_OF_ALL[5] if self._of_all else _WIDTHS[4]
        self._style = self.sheet.note.but(size=7.6, leading=9.4)
        self._soft = self.sheet.note_soft.but(size=7.6, leading=9.4)
        self._strong = self._style.but(weight=Weight.SEMIBOLD)
        self._texts: dict[str, Text] = {}
        self._places: dict[str, str] = {}
        self._entries: dict[tuple[str, str, str], str] = {}

    def listing(self, facts: Iterable[Fact], anchors: Mapping[int, str] | None = None) -> RuledTable:
        """Return every fact as a row, in the order of the trail; `anchors` name some of them by their numbers."""
        say = self.wording.say
        head: list[CellLike] = [say("Fact"), say("When"), say("Who"), say("What"), say("From → to"), say("Why")]
        if self._of_all:
            head.insert(3, say("Subject"))
        widths = _WIDTHS_OF_ALL if self._of_all else _WIDTHS
        columns = [Column(widths[0], style=self._soft), *(Column(width, style=self._style) for width in widths[1:])]
        places = anchors or {}
        rows = [Row(self._row(fact), anchor=places.get(fact.seq)) for fact in facts]
        return table(self.sheet, columns, rows, head=[head], pad=(0.9, 0.3))

    def _row(self, fact: Fact) -> list[CellLike]:
        what = self._what(fact)
        row: list[CellLike] = [
            self.wording.count(fact.seq),
            self._moment(fact),
            self._words(self._who(fact)),
            Text(what, self._strong, source="person") if fact.kind in WARNINGS else self._words(what),
            *self._change(fact),
        ]
        if self._of_all:
            row.insert(3, self._words(self.said.subject(fact)))
        return row

    def _change(self, fact: Fact) -> list[CellLike]:
        """Return what it became and why; what has no reason may be as long as both columns."""
        content, why = self._words(self._content(fact)), self._words(self._why(fact))
        if why is None and isinstance(content, Text) and content.natural_width() > self._room - CELL_END:
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
        words = self.wording.say(what_words(fact.kind))
        if fact.item and fact.page:
            place = f"{place}: {self._entry(fact)}"
        number = (fact.new or {}).get("number")
        words = f"{words} Q{int(number):02d}" if number else words
        return f"{place}: {words}" if place else words

    def _place(self, fact: Fact) -> str:
        """Return the visit, short, or nothing in a log: the form says where."""
        name = fact.visit or (fact.page or "").rpartition("/")[0]
        if not name or name.endswith("/-"):
            return "" if fact.item or not fact.page else self.names.form_name(PagePlace.parse(fact.page))
        if name not in self._places:
            self._places[name] = self.names.visit_short(VisitPlace.parse(name))
        short = self._places[name]
        if fact.page and not fact.item:
            return f"{short}, {self.names.form_name(PagePlace.parse(fact.page))}"
        return short

    def _entry(self, fact: Fact) -> str:
        name = (fact.page or "", fact.item or "", fact.row or "")
        if name not in self._entries:
            place = PagePlace.parse(name[0])
            self._entries[name] = self.names.entry_name(place, EntryKey(name[1], name[2]))
        return self._entries[name]

    def _content(self, fact: Fact) -> Content:
        new = fact.new or {}
        match fact.kind:
            case FactKind.ENTRY_RECORDED | FactKind.ENTRY_DERIVED:
                place = PagePlace.parse(fact.page or "")
                key = EntryKey(fact.item or "", fact.row or "")
                if fact.old:
                    return self.names.old_to_new(place, key, fact.old, fact.new)
                return self.names.value(place, key, fact.new)
            case FactKind.VISIT_STARTED | FactKind.VISIT_REDATED:
                day = new.get("date")
                return self.wording.date_text(PartialDate.parse(day)) if isinstance(day, str) and day else ""
            case FactKind.SIGNATURE_MADE:
                return str(new.get("meaning", ""))
            case FactKind.CLOCK_MOVED_BACK | FactKind.PERSON_CHANGED:
                arrow = "←" if self.wording.rtl else "→"
                return f"{self.said.old(fact)} {arrow} {self.said.new(fact)}"
            case kind if kind.value.startswith("query."):
                return str(new.get("text", ""))
            case _:
                return self.said.new(fact) or self.said.old(fact)

    def _why(self, fact: Fact) -> str:
        if fact.kind is FactKind.ENTRY_DERIVED:
            return self.wording.say("derived")
        return self.names.reason(fact.reason) if fact.reason else ""

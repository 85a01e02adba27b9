"""How one entry prints: its value, its unit, and everything that must be seen beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from typing import Any, Final

from reportlab.lib.colors import Color

from crf_app.base.digits import local_figures
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Kind, Value, plain
from crf_app.base.words import mark
from crf_app.capture.form_session import FormSession, flag_of
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.reading import in_first_unit
from crf_app.capture.record import Query
from crf_app.capture.shown import show_answer
from crf_app.reports.derivation import algorithm_of, worked_out_from
from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Gap, InlineMark, Part, Run
from crf_app.reports.marks import MarkKind
from crf_app.reports.number import MINUS
from crf_app.reports.sheet import RED, SOFT, TextStyle
from crf_app.reports.subject_paper import Alteration, SubjectPaper
from crf_app.reports.text import Text
from crf_app.reports.wording import Wording
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item, Range

SB, PLAIN, SLANTED = Weight.SEMIBOLD, Weight.REGULAR, Weight.ITALIC

QUERY_MARKS: Final = {
    "open": MarkKind.QUERY_OPEN,
    "answered": MarkKind.QUERY_ANSWERED,
    "closed": MarkKind.QUERY_CLOSED,
    "cancelled": MarkKind.QUERY_CANCELLED,
}

_SMALL: Final = 8.0
_SHORT: Final = 40
"""Letters of Latin words that stay on one line of a right-to-left page."""


@dataclass(frozen=True)
class PaperEntry:
    """One entry as paper shows it. `asked` is False for one that a rule hides."""

    place: PagePlace
    key: EntryKey
    item: Item
    answer: Answer | None
    derived: bool
    asked: bool
    counts_as: Value | None
    alteration: Alteration | None
    queries: tuple[Query, ...]

    @property
    def blank(self) -> bool:
        """Whether nothing was entered."""
        return self.answer is None


def entry_of(paper: SubjectPaper, session: FormSession, key: EntryKey) -> PaperEntry:
    """Read one entry of a page that was begun."""
    item = session.item(key)
    held = paper.entry(session.page, key)
    answer = None
    if held is not None:
        try:
            answer = Answer.from_json(item.kind, held.stored)
        except ValueError:  # the study was amended; what was entered is printed as it was kept
            answer = Answer(unreadable=held.stored.get("value", ""))
    asked = held.relevant if held is not None else session.rules.shown(key)
    return PaperEntry(
        session.page,
        key,
        item,
        answer,
        item.is_derived,
        asked,
        session.rules.counts_as.get(key),
        paper.alteration_at(session.page, key),
        tuple(paper.queries_at(session.page, key)),
    )


class ValueWriter:
    """Writes entries in one language."""

    def __init__(self, wording: Wording) -> None:
        """Write with these words."""
        self.wording = wording
        self.say = wording.say
        self.study = wording.study

    # ------------------------------------------------------------------ the whole of it, for item lists

    def parts(self, entry: PaperEntry, extra: tuple[Part, ...] = ()) -> list[Part]:
        """Return the value with all that belongs beside it; `extra` goes between value and query."""
        found = [*self.value(entry), *self._comment(entry), *extra]
        flag = self.flag(entry)
        if flag:
            found += [Gap(), flag]
        found += self._kept(entry)
        for query in entry.queries:
            found += [Gap(), *self.query(query)]
        return found

    def cell(self, entry: PaperEntry, style: TextStyle, extra: tuple[Part, ...] = (), **look: Any) -> Text:
        """Return the value with all that belongs beside it as one flowable.

        On a right-to-left page words alone in Latin letters keep their own direction.
        """
        parts = self.parts(entry, extra)
        only = parts[0] if len(parts) == 1 else None
        if self.wording.rtl and isinstance(only, Run) and not only.island:
            worn = style.but(weight=only.weight or style.weight, colour=only.colour or style.colour)
            return Text(only.text, worn, source="person", **look)
        return Text(parts, style, source="person", **look)

    def value(self, entry: PaperEntry) -> list[Part]:
        """Return the value and its letter: heavy when captured, regular when derived, slanted for a reason."""
        answer = entry.answer
        if answer is None:
            return []
        weight = PLAIN if entry.derived else SB
        colour = None if entry.asked else SOFT
        if self._is_out_of_range(entry):
            weight, colour = SB, RED
        if answer.missing is not None:
            return [Run(self.reason(answer), weight=SLANTED, colour=colour), *self.letter(entry)]
        if answer.unreadable is not None:
            note = _small(self.say("cannot be read as {kind}, kept as typed", kind=self._kind(entry.item)))
            return [Run(f"“{answer.unreadable}”", weight=weight, colour=colour), *self.letter(entry), Gap(), note]
        if isinstance(answer.value, PartialDate):
            return [*(_look(part, weight, colour) for part in self.wording.date(answer.value)), *self.letter(entry)]
        number = self._plain(entry.item, answer, weight, colour)
        unit = entry.item.unit_in(self.wording.language, answer.unit) if entry.item.kind.is_number else ""
        if unit.startswith("10"):  # a power of ten belongs to the number and stays beside it
            number, unit = replace(number, text=f"{number.text} × {unit}", island=True), ""
        parts: list[Part] = [number, *self.letter(entry)]
        if unit:
            parts += [" ", Run(unit, weight=PLAIN, colour=SOFT, island=True)]
        if isinstance(answer.value, Censored):
            parts += [Gap(), *self.beyond(answer.value)]
        return parts

    def _plain(self, item: Item, answer: Answer, weight: Weight, colour: Color | None) -> Run:
        text = self.text(item, answer)
        island_of = _is_figure(answer.value) or (self.wording.rtl and len(text) <= _SHORT and text.isascii())
        return Run(text, weight=weight, colour=colour, island=island_of)

    def text(self, item: Item, answer: Answer) -> str:
        """Return an answer as one plain text, without its unit."""
        value = answer.value
        if isinstance(value, PartialDate):
            return self.wording.date_text(value)
        if isinstance(value, Decimal) and not item.codes:
            return self.figures(value)
        if isinstance(value, Censored):
            return value.operator + self.figures(value.limit)
        bare = Answer(value, answer.missing, answer.unreadable, None, answer.comment)
        return show_answer(item, bare, self.codes(item), self.wording.language, reasons=self.reasons)

    def figures(self, number: Decimal) -> str:
        """Return a number with its thousands parted and its own decimals."""
        text = f"{number:,f}" if abs(number) >= 10_000 else plain(number)
        return local_figures(text.replace("-", MINUS), self.wording.language)

    def stored(self, item: Item, stored: object) -> str:
        """Return a stored answer as one plain text with its unit; a blank as a dash."""
        if not isinstance(stored, dict) or not stored:
            return "–"
        try:
            answer = Answer.from_json(item.kind, stored)
        except ValueError:
            return str(stored.get("value", ""))
        if answer.unreadable is not None:
            return f"“{answer.unreadable}”"
        text = self.text(item, answer)
        if answer.value is not None and answer.comment:
            text = f"{text} ({answer.comment})"
        return f"{text} {item.unit_in(self.wording.language, answer.unit)}" if answer.unit else text

    # ------------------------------------------------------------------ what stands beside it

    def letter(self, entry: PaperEntry) -> list[Part]:
        """Return the raised letter of the note that tells how the value changed."""
        if entry.alteration is None:
            return []
        told = entry.alteration
        return [Run(self.wording.letter(told.letter), weight=SB, raised=True, link=told.anchor)]

    def flag_letter(self, entry: PaperEntry) -> str:
        """Return H or L for a value outside its reference range, or outside the expected one where it has none."""
        flag: str | None = flag_of(entry.item, entry.key.row, entry.answer)
        if flag is None and entry.item.reference_for(entry.key.row) is None:
            flag = _against(entry.item, entry.answer)
        return {"high": "H", "low": "L"}.get(flag or "", "")

    def _is_out_of_range(self, entry: PaperEntry) -> bool:
        """Whether the value itself is the flag of a result: low or high, as CDISC's NRIND has it."""
        codes = self.codes(entry.item) if entry.derived and entry.item.kind is Kind.CODE else None
        value = entry.answer.value if entry.answer else None
        return any(each.code == value and each.cdisc in ("LOW", "HIGH") for each in codes.codes) if codes else False

    def flag(self, entry: PaperEntry) -> Run | None:
        """Return the red letter of a value out of range."""
        letter = self.flag_letter(entry)
        return Run(letter, weight=SB, colour=RED) if letter else None

    def query(self, query: Query) -> list[Part]:
        """Return a query's mark and its number, linked to its thread."""
        waits = query.is_live
        number = Run(f"Q{query.number:02d}", weight=SB if waits else PLAIN, size=_SMALL,
                     colour=RED if waits else SOFT, link=f"query-{query.number}")  # fmt: skip
        return [InlineMark(QUERY_MARKS[query.state]), Gap(3.0), number]

    def beyond(self, value: Censored) -> list[Part]:
        """Return BLQ or ALQ and what it means."""
        low = value.operator.startswith("<")
        words = self.say("below quantification") if low else self.say("above quantification")
        return [Run("BLQ" if low else "ALQ", weight=SB), Gap(), _small(words)]

    def rule_note(self, entry: PaperEntry, agreement: str = "") -> list[Part]:
        """Return how a derived value came about, and whether it agrees with what was recorded."""
        if not entry.derived or entry.answer is None:
            return []
        return [Gap(), *self.derived(entry.place.form, entry.item, agreement)]

    def derived(self, form: str, item: Item, agreement: str = "") -> list[Part]:
        """Return ``derived: edss_step 3, agrees with the rater`` or ``derived from weight, prescribed cells``."""
        algorithm = algorithm_of(item)
        if algorithm:
            words = self.say("derived: {rule}, {agreement}") if agreement else self.say("derived: {rule}")
            before, _, after = words.replace("{agreement}", agreement).partition("{rule}")
            return [_small(before), replace(_small(algorithm), island=True), _small(after)]
        items = worked_out_from(self.wording, self.study.forms[form], item)
        return [_small(self.say("derived from {items}", items=items) if items else self.say("derived"))]

    def reason(self, answer: Answer) -> str:
        """Return why there is no value, with the comment: ``not done: device failure``."""
        label = self.reasons.label(answer.missing or "").in_(self.wording.language)
        between = "：" if self.wording.language == "zh" else ": "
        return f"{label}{between}{answer.comment}" if answer.comment else label

    def aside(self, entry: PaperEntry) -> list[str]:
        """Return what a narrow cell has no room for: comments, unreadable text, that a value is only kept."""
        answer, said = entry.answer, []
        if answer is None:
            return []
        if answer.comment:
            said.append(self.reason(answer) if answer.missing is not None else answer.comment)
        if answer.unreadable is not None:
            said.append(self.say("“{raw}” cannot be read, kept as typed", raw=answer.unreadable))
        if not entry.asked:
            said.append(self.say("not asked now, kept"))
        return said

    def _comment(self, entry: PaperEntry) -> list[Part]:
        """A value may have a comment of its own."""
        if entry.answer is None or entry.answer.value is None or not entry.answer.comment:
            return []
        return [Gap(), Run(entry.answer.comment, weight=SLANTED, size=_SMALL, colour=SOFT)]

    def _kept(self, entry: PaperEntry) -> list[Part]:
        if entry.asked or entry.answer is None:
            return []
        return [Gap(), _small(self.say("not asked now, kept"))]

    # ------------------------------------------------------------------ lists of codes

    @property
    def reasons(self) -> CodeList:
        """The study's reasons for a missing value."""
        return self.study.codelists[self.study.facts.missing_reasons]

    def codes(self, item: Item) -> CodeList | None:
        """Return the code list of an item, if it has one."""
        return self.study.codes_of(item) if item.codes or item.kind is Kind.YES_NO else None

    def _kind(self, item: Item) -> str:
        return self.say(_KINDS.get(item.kind, KIND_TEXT))


KIND_TEXT: Final = mark("an answer")
_KINDS: Final = {
    Kind.INTEGER: mark("a whole number"),
    Kind.DECIMAL: mark("a number"),
    Kind.MEASURED: mark("a number"),
    Kind.DATE: mark("a date"),
    Kind.DATE_TIME: mark("a date and time"),
    Kind.TIME: mark("a time of day"),
    Kind.DURATION: mark("a length of time"),
    Kind.CODE: mark("one of the codes"),
    Kind.CODES: mark("some of the codes"),
    Kind.YES_NO: mark("yes or no"),
}


def shortened(text: str, most: int = 12) -> str:
    """Return as much of a text as a narrow cell has room for."""
    return text if len(text) <= most else text[: most - 1] + "…"


def _small(words: str) -> Run:
    return Run(words, weight=PLAIN, size=_SMALL, colour=SOFT)


def _look(part: Part, weight: Weight, colour: Color | None) -> Part:
    """Give the runs of a date the value's weight, unless they are grey already."""
    if isinstance(part, Run) and part.colour is None:
        return replace(part, weight=weight, colour=colour)
    return part


def _is_figure(value: Value | None) -> bool:
    return isinstance(value, Decimal | Censored | time)


def _against(item: Item, answer: Answer | None) -> str | None:
    """Tell on which side of its expected range a value lies."""
    if item.expected is None or answer is None:
        return None
    value = in_first_unit(item, answer)
    if not isinstance(value, Decimal):
        return None
    return outside(item.expected, value)


def outside(ends: Range, value: Decimal) -> str | None:
    """Return ``high`` or ``low`` for a value outside a range, None inside."""
    if ends.high is not None and value > ends.high:
        return "high"
    if ends.low is not None and value < ends.low:
        return "low"
    return None

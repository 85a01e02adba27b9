"""Fills any page of any study with plausible answers, from nothing but the definition of its form.

For demonstrations and for trying a study out. An answer follows from subject, form, row, item and visit, never from
chance; numbers lie in the middle of what is expected, and where a check asks about an answer another one is tried.
Only what is asked is answered, so that what a page hides stays empty and what is worked out is never typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2b

from crf_app.base.problems import Severity
from crf_app.base.values import Kind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey
from crf_app.capture.typed import text_to_edit
from crf_app.study.item import Item

MOST_ROUNDS = 12
"""What an answer makes the page ask is answered in the next round; chains of questions end long before."""

MOST_TRIES = 8

DAYS_TRIED = (0, -1, 1, -7, -30, 30, -90, 90)
"""Days round the visit's that are tried for a date, in this order."""

STEPS_TRIED = ("0.5", "0.35", "0.65", "0.2", "0.8", "0.05", "0.95")
"""Where in its range a number is tried after its own place, in this order."""

LIMITS = ("low", "high")
"""What the derived limits of a result are called, by convention of the library's laboratory forms."""

DONE = "assessed"
"""What the question is called, by convention of the library, whether a thing was done at all."""


@dataclass
class Filling:
    """One page that is being filled on a day. `told` are answers a story gives, by ``item`` or ``row.item``.

    `subject` and `visit` name the page for what its answers follow from.
    """

    session: FormSession
    subject: str
    visit: str
    day: date
    told: Mapping[str, str] = field(default_factory=dict)

    def fill(self) -> None:
        """Answer all that is asked, and what it makes the page ask, until nothing is."""
        for _ in range(MOST_ROUNDS):
            waiting = [key for key in self.session.keys() if self._waits(key)]  # noqa: SIM118 - a session is no mapping
            if not waiting:
                return
            # Rows come after what stands once: the day and the laboratory decide which limits they have.
            self._answer([key for key in waiting if not key.row] or waiting)

    def _waits(self, key: EntryKey) -> bool:
        item = self.session.item(key)
        if item.is_derived or item.kind is Kind.NOTE or self.session.answer(key) is not None:
            return False
        state = self.session.state(key)
        return state.relevant and (state.required or self._name(key) in self.told)

    def _answer(self, keys: list[EntryKey]) -> None:
        """Give each entry its first candidate, then the next ones to those that are asked about."""
        tried = {key: list(self._candidates(key))[:MOST_TRIES] for key in keys}
        best = {key: (self._trouble(key), texts[0]) for key, texts in self._given(tried, 0).items()}
        for n in range(1, MOST_TRIES):
            doubtful = {key: texts for key, texts in tried.items() if best[key][0] and len(texts) > n}
            if not doubtful:
                break
            for key in self._given(doubtful, n):
                best[key] = min(best[key], (self._trouble(key), tried[key][n]), key=lambda each: each[0])
        self._give({key: text for key, (_, text) in best.items() if text != text_to_edit(self.session.answer(key))})

    def _given(self, tried: Mapping[EntryKey, list[str]], n: int) -> Mapping[EntryKey, list[str]]:
        self._give({key: texts[n] for key, texts in tried.items()})
        return tried

    def _give(self, texts: Mapping[EntryKey, str]) -> None:
        if texts:
            self.session.put_all({key: self.session.read(key, text) for key, text in texts.items()})

    def _trouble(self, key: EntryKey) -> int:
        """How much an answer makes the page complain at it: 0 for nothing, notes least, what cannot be true most."""
        weights = {Severity.NOTE: 1, Severity.QUERY: 10, Severity.STOP: 100}
        return sum(weights[problem.severity] for problem in self.session.state(key).problems)

    def _name(self, key: EntryKey) -> str:
        return f"{key.row}.{key.item}" if key.row else key.item

    def _candidates(self, key: EntryKey) -> Iterator[str]:
        """Walk what may be typed, the likeliest first."""
        item = self.session.item(key)
        told = self.told.get(self._name(key))
        if told is not None:
            yield told
            return
        if item.carry:
            yield from (text_to_edit(answer) for _, answer in self.session.earlier(key)[:1] if answer is not None)
        match item.kind:
            case Kind.YES_NO:
                yield from ("yes", "no") if self._says_whether_done(item) else ("no", "yes")
            case Kind.CODE | Kind.CODES:
                yield from self._codes(item)
            case Kind.INTEGER | Kind.DECIMAL | Kind.MEASURED:
                yield from self._codes(item) if item.codes else self._numbers(key, item)
            case Kind.DATE:
                yield from (f"{self.day + timedelta(days=n)}" for n in DAYS_TRIED)
            case Kind.DATE_TIME:
                yield from (f"{self.day + timedelta(days=n)} {self._clock(key)}" for n in DAYS_TRIED)
            case Kind.TIME:
                yield self._clock(key)
            case Kind.DURATION:
                yield "30 min"
            case Kind.FILE:
                yield f"{self.subject}-{self.visit}-{self._name(key)}"
            case _:
                yield "as in the source"
                yield f"as in the source, {self._name(key)}"

    def _says_whether_done(self, item: Item) -> bool:
        first = self.session.form.sections[0].items[0]
        return item.id == DONE or item is first

    def _codes(self, item: Item) -> Iterator[str]:
        """Walk the codes: of scores from the middle outwards, of others in their order."""
        codes = [code.code for code in self.session.study.codelists[item.codes or ""].codes]
        if item.kind in (Kind.INTEGER, Kind.DECIMAL):
            middle = (len(codes) - 1) / 2
            codes = [codes[n] for n in sorted(range(len(codes)), key=lambda n: abs(n - middle))]
        yield from codes

    def _numbers(self, key: EntryKey, item: Item) -> Iterator[str]:
        """Walk numbers: first one of this subject's own, that moves little from visit to visit."""
        low, high = self._limits(key) or _ends(item, key.row)
        share = Decimal(35 + self._figure(key, "") * 30 // 1000) / 100
        share += (Decimal(self._figure(key, self.visit)) - 500) / 50_000
        for place in (share, *map(Decimal, STEPS_TRIED)):
            yield _written(low + (high - low) * place, item)

    def _limits(self, key: EntryKey) -> tuple[Decimal, Decimal] | None:
        """Return the laboratory's limits where the row of a result works them out."""
        known = [
            answer.value if (answer := self.session.answer(EntryKey(name, key.row))) else None
            for name in LIMITS
            if key.row and self.session.form.has(name)
        ]
        given = [value if isinstance(value, Decimal) else None for value in known]
        return _closed(*given) if len(given) == 2 and any(value is not None for value in given) else None

    def _figure(self, key: EntryKey, more: str) -> int:
        """Return a number from 0 to 999 that is always the same for the same entry."""
        name = "/".join((self.subject, self.session.form.id, key.row, key.item, more))
        return int.from_bytes(blake2b(name.encode(), digest_size=4).digest()) % 1000

    def _clock(self, key: EntryKey) -> str:
        """Times of one page follow each other, ten minutes apart, in the order they are asked."""
        timed = [
            each
            for each in self.session.keys()  # noqa: SIM118 - a session is no mapping
            if self.session.item(each).kind in (Kind.TIME, Kind.DATE_TIME)
        ]
        minutes = 9 * 60 + 10 * (timed.index(key) % 60)
        return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _ends(item: Item, row: str) -> tuple[Decimal, Decimal]:
    """Return the range numbers are taken from: the normal one, else the expected, else the possible; never open."""
    ranges = [each for each in (item.reference_for(row), item.expected, item.possible) if each is not None]
    low = next((each.low for each in ranges if each.low is not None), None)
    high = next((each.high for each in ranges if each.high is not None), None)
    return _closed(low, high)


def _closed(low: Decimal | None, high: Decimal | None) -> tuple[Decimal, Decimal]:
    if low is None:
        low = Decimal(1) if high is None else min(Decimal(0), high)
    return low, high if high is not None else low + 10


def _written(number: Decimal, item: Item) -> str:
    decimals = 0 if item.kind is Kind.INTEGER else 1 if item.decimals is None else item.decimals
    return f"{number:.{decimals}f}"

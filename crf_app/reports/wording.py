"""How things are said on paper in one language: dates, numbers, ranges, people, labels of the study."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Final

from crf_app.base.calendars import show_iso, show_short
from crf_app.base.local_text import LocalText
from crf_app.base.partial_date import PartialDate
from crf_app.base.words import Say, mark
from crf_app.reports.fonts import Weight
from crf_app.reports.inline import Content, Gap, Part, Run, island
from crf_app.reports.number import digits, number_text, persian_digits
from crf_app.reports.sheet import SOFT
from crf_app.study.form import Section
from crf_app.study.item import Item, Range
from crf_app.study.study import Study

ROLES: Final = {
    "coordinator": mark("site coordinator"),
    "investigator": mark("investigator"),
    "monitor": mark("monitor"),
    "administrator": mark("administrator"),
}
"""What a person is called on paper, by role."""

PROGRAM: Final = "program"
"""Who acts where a fact names no person: the program itself."""

_PERSIAN_LETTERS: Final = tuple("ابپتثجچحخدذرزژسشصضطظعغفقکگلمنوهی")


@dataclass(frozen=True)
class Wording:
    """The words of one printed report: its language, the study's labels, the people of the file by id."""

    say: Say
    study: Study
    people: Mapping[str, tuple[str, str]]

    @property
    def language(self) -> str:
        """The language of the report."""
        return self.say.language

    @property
    def rtl(self) -> bool:
        """Whether the report is read from right to left."""
        return self.language == "fa"

    def label(self, text: LocalText, short: LocalText | None = None) -> str:
        """Return a label of the study, `short` where there is one."""
        return (short or text).in_(self.language)

    def item(self, item: Item) -> str:
        """Return what an item is called, whether only unblinded people may see it, and where it is written first."""
        return self.source(self.unblinded(self.label(item.label), item.blinded), item.recorded_here)

    def section(self, section: Section) -> str:
        """Return what a section is called, with the same marks."""
        return self.source(self.unblinded(self.label(section.title), section.blinded), section.recorded_here)

    def source(self, words: str, recorded_here: bool | None) -> str:
        """Return a label with the quiet mark of entries that are the source themselves, or that are not."""
        match recorded_here:
            case True:
                return self.say("{section} (source)", section=words)
            case False:
                return self.say("{section} (copied)", section=words)
            case None:
                return words

    def unblinded(self, words: str, blinded: bool) -> str:
        """Return a label with the quiet mark of what only unblinded people may see."""
        return self.say("{section} (unblinded)", section=words) if blinded else words

    # ------------------------------------------------------------------ people

    def person(self, id_: str, role: str = "") -> str:
        """Return a name with its role, as facts keep them."""
        if id_ == PROGRAM:
            return self.say("the program")
        name, known = self.people.get(id_, (id_, ""))
        return self.named(name, role or known)

    def named(self, name: str, role: str) -> str:
        """Return ``N. Rahimi, site coordinator``."""
        words = self.say(ROLES[role]) if role in ROLES else role
        return self.say("{name}, {role}", name=name, role=words) if words else name

    # ------------------------------------------------------------------ numbers

    def figures(self, text: str) -> str:
        """Return a number's own text in the figures of the language, decimals kept."""
        return digits(text, self.language)

    def count(self, number: int | Decimal) -> str:
        """Return a count with its thousands parted."""
        return number_text(number, self.language)

    def range(self, ends: Range, *, grouped: bool = True) -> str:
        """Return ``0 to 500``, ``≥ 94`` or ``≤ 37.9``; years are not grouped."""
        low, high = (None if end is None else self._end(end, grouped) for end in (ends.low, ends.high))
        if low is not None and high is not None:
            return self.say("{low} to {high}", low=low, high=high)
        return f"≥ {low}" if low is not None else f"≤ {high}"

    def _end(self, end: Decimal, grouped: bool) -> str:
        return number_text(end, self.language) if grouped else self.figures(str(end))

    def letter(self, number: int) -> str:
        """Return the letter of the how-manieth change (from 0): a, b … z, aa; in Persian الف، ب، پ."""
        letters = _PERSIAN_LETTERS if self.rtl else "abcdefghijklmnopqrstuvwxyz"
        again, at = divmod(number, len(letters))
        letter = letters[at]
        if self.rtl and letter == "ا":
            letter = "الف"
        return (self.letter(again - 1) if again else "") + letter

    # ------------------------------------------------------------------ dates

    def date(self, when: PartialDate, *, both: bool = True) -> list[Part]:
        """Return a date: ISO, or in Persian the Jalali day with the Gregorian one in grey behind it.

        What is not known of it is said. A month or year without its day falls in two of the other calendar:
        it stays Gregorian, in the figures of the language.
        """
        if not when.is_full:
            unknown = self.say("day unknown") if when.month is not None else self.say("month and day unknown")
            note = Run(unknown, weight=Weight.REGULAR, size=8, colour=SOFT)
            return [island(self.date_text(when)), Gap(), note]
        if not self.rtl:
            return [Run(show_iso(when))]
        parts: list[Part] = [island(show_short(when.without_time(), "fa"))]
        if when.time is not None:
            parts += [Gap(), island(persian_digits(f"{when.time:%H:%M}"))]
        if both:
            parts += [Gap(), island(show_iso(when.without_time()), weight=Weight.REGULAR, colour=SOFT)]
        return parts

    def date_text(self, when: PartialDate) -> str:
        """Return a date as one plain text, in the calendar of the language."""
        if when.is_full and self.rtl:
            return show_short(when, "fa")
        return persian_digits(show_iso(when)) if self.rtl else show_iso(when)

    def moment(self, at: str, offset: int, *, with_offset: bool = True) -> Content:
        """Return when a fact was kept, in the local time of its station: ``2024-04-08 16:31 +03:30``."""
        local = local_moment(at, offset)
        clock = f"{local:%H:%M}" + (f" {offset_text(offset)}" if with_offset else "")
        day = PartialDate.of(local.date())
        if not self.rtl:
            return f"{show_iso(day)} {clock}"
        return [island(show_short(day, "fa")), Gap(), island(persian_digits(clock))]

    def clock(self, at: time) -> str:
        """Return a time of day."""
        text = f"{at:%H:%M}"
        return persian_digits(text) if self.rtl else text

    def month_day(self, moment: datetime) -> str:
        """Return a day without its year, for heads that name the year: ``04-07``, in Persian ``۰۱/۱۹``."""
        return self.day(moment)[5:]

    def years(self, moments: Sequence[datetime]) -> str:
        """Return the years some days fall in, in the calendar of the language: ``2024, 2025``."""
        found = sorted({self.day(moment)[:4] for moment in moments})
        return ("، " if self.rtl else ", ").join(found)

    def day(self, moment: datetime) -> str:
        """Return a day with its year, in the calendar of the language."""
        return self.date_text(PartialDate.of(moment.date()))


def local_moment(at: str, offset: int) -> datetime:
    """Return the local time of a fact from its UTC text and its offset in minutes."""
    utc = datetime.fromisoformat(at.replace("Z", "+00:00"))
    return utc.replace(tzinfo=None) + timedelta(minutes=offset)


def offset_text(minutes: int) -> str:
    """Return an offset from UTC as ISO 8601 writes it: ``+03:30``."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02d}:{rest:02d}"

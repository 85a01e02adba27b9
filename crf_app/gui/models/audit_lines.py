"""Facts as a person reads them in the window: when, who, what, where, from what to what, why."""

from __future__ import annotations

from dataclasses import dataclass

from crf_app.base.words import RIGHT_TO_LEFT, Say
from crf_app.capture.facts import Fact
from crf_app.gui.models import phrases
from crf_app.services.fact_kinds import WARNINGS
from crf_app.services.fact_words import FactWords, offset_text


@dataclass(frozen=True)
class AuditLine:
    """One fact in words. `time` has its offset from UTC beside it, so that it is never taken for another zone's."""

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

    @property
    def warns(self) -> bool:
        """Whether somebody who looks through the trail should stop here."""
        return self.fact.kind in WARNINGS


def local_moment(fact: Fact, language: str) -> tuple[str, str]:
    """Return day and time by the clock of the site: ``22 May 2025``, ``09:00:00 +03:30``."""
    at = phrases.from_utc(fact.at, fact.offset)
    time = f"{phrases.clock_second(at, language)} {phrases.ltr(offset_text(fact.offset))}"
    return phrases.day_month_year(at.date(), language), time


def change_words(fact: Fact, said: FactWords) -> str:
    """Return ``6.0 → 6.5``, or what there is of it; the arrow turns with the language."""
    old, new = said.old(fact), said.new(fact)
    if not old or old == new:
        return new
    arrow = "←" if said.say.language in RIGHT_TO_LEFT else "→"
    return said.say.joined((old, new), f" {arrow} ") if new else old


def audit_line(fact: Fact, said: FactWords) -> AuditLine:
    """Return a fact as a line."""
    day, time = local_moment(fact, said.say.language)
    who, role, what = said.name(fact.person), said.acting(fact), said.what(fact)
    subject, where, item = said.subject(fact), said.where(fact), said.item(fact)
    change, reason = change_words(fact, said), said.reason(fact)
    sentence = said.say.joined((day, time, who, what, subject, where, item, change, reason))
    return AuditLine(fact, day, time, who, role, what, subject, where, item, change, reason, sentence)


def detail(fact: Fact, said: FactWords) -> list[tuple[str, str]]:
    """Return every column of a fact, those for people first: label and words."""
    say: Say = said.say
    day, time = local_moment(fact, say.language)
    ids = (fact.page or fact.visit or fact.subject, fact.row, fact.item)
    return [
        (say("Fact"), f"{fact.seq}"),
        (say("What"), said.what(fact)),
        (say("Local time"), say.joined((day, time))),
        (say("UTC"), phrases.ltr(fact.at.replace("T", " "))),
        (say("Who"), say.joined((said.name(fact.person), said.username(fact.person), said.acting(fact)))),
        (say("Subject"), said.subject(fact)),
        (say("Visit"), said.visit(fact)),
        (say("Form"), said.form(fact)),
        (say("Item"), said.item(fact)),
        (say("Before"), said.old(fact)),
        (say("After", context="a change"), said.new(fact)),
        (say("Reason"), said.reason(fact)),
        (say("Kind"), phrases.ltr(fact.kind.value)),
        (say("Ids"), phrases.ltr("  ".join(part for part in ids if part)) if any(ids) else ""),
        (say("Person’s id"), phrases.ltr(fact.person)),
        (say("Station"), phrases.ltr(fact.station)),
        (say("Program"), phrases.ltr(fact.program)),
        (say("Study version"), phrases.ltr(fact.study_version)),
        (say("Hash"), phrases.ltr(fact.hash)),
        (say("Previous hash"), phrases.ltr(fact.previous)),
    ]  # fmt: skip

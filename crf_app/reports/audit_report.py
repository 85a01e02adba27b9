"""The audit trail as a report of its own: all of it, or what was asked for, and what that was stands on top."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.platypus import Flowable

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.capture.facts import Fact
from crf_app.reports.audit_pages import AuditPrinter
from crf_app.reports.blocks import Space, label_list, statement, title_line
from crf_app.reports.casebook import Part
from crf_app.reports.cover import Seal
from crf_app.reports.document import Anchor, HeaderVisit, OutlineEntry
from crf_app.reports.inline import Content, Run
from crf_app.reports.naming import Naming
from crf_app.reports.sheet import FRAME_WIDTH, StyleSheet
from crf_app.reports.text import Text
from crf_app.reports.values import SB
from crf_app.services.fact_words import FactWords
from crf_app.services.narrowing import Narrowing
from crf_app.store.study_reader import StudyReader

MOST: Final = 30_000
"""Facts that are put on paper at most: some 600 sheets. A longer trail is exported, or printed in parts."""

TRAIL: Final = "trail"


@dataclass
class AuditReport:
    """Makes the report: `said` says who and which subject, `seal` is that of the file at this moment.

    `partly_for` is a role that may not see everything.
    """

    names: Naming
    sheet: StyleSheet
    said: FactWords
    seal: Seal
    narrowing: Narrowing
    partly_for: str | None = None

    def make(self, reader: StudyReader) -> Part:
        """Read the facts that are wanted and lay them out. Raises Refusal when they are more than paper holds."""
        facts = self._read(reader)
        say = self.names.wording.say
        several = self.narrowing.subject is None and self.narrowing.page is None
        printer = AuditPrinter(self.names, self.sheet, self.said, several=several)
        months = {fact.at[:7]: fact for fact in reversed(facts)}
        anchors = {fact.seq: f"{TRAIL}-{month}" for month, fact in months.items()}
        story: list[Flowable] = [
            HeaderVisit(None),
            Anchor(TRAIL),
            title_line(self.sheet, say("Audit trail"), state=self._extent(facts)),
            Space(6),
            label_list(self.sheet, self._facts(facts, printer), width=FRAME_WIDTH),
            self._proof(),
            Space(10),
            printer.listing(facts, anchors) if facts else Text(say("No fact matches."), self.sheet.body),
        ]
        said = self.names.wording.date_text
        children = [
            OutlineEntry(said(PartialDate.parse(month)), anchors[months[month].seq]) for month in sorted(months)
        ]
        return Part(story, [OutlineEntry(say("Audit trail"), TRAIL, tuple(children))])

    def _read(self, reader: StudyReader) -> list[Fact]:
        facts: list[Fact] = []
        for fact in self.narrowing.facts(reader, until=self.seal.fact):
            if self.narrowing.has_words(fact, self.said):
                facts.append(fact)
            if len(facts) > MOST:
                raise Refusal(
                    self.names.wording.say(
                        "These are more than {n} facts, too many for paper. Narrow them by subject, kind or period, or "
                        "export the trail as CSV or JSON.",
                        n=MOST,
                    )
                )
        return facts

    def _extent(self, facts: Sequence[Fact]) -> str:
        wording = self.names.wording
        return wording.say("{n} of {all} facts", n=wording.count(len(facts)), all=wording.count(self.seal.fact))

    def _facts(self, facts: Sequence[Fact], printer: AuditPrinter) -> list[tuple[Content, Content]]:
        wording, say = self.names.wording, self.names.wording.say
        narrowed = self.narrowing.words(self.said)
        pairs: list[tuple[Content, Content]] = [
            (say("Shown"), narrowed or say("the whole trail of this file")),
            (say("Times"), say("by the clock of the site, each with its offset from UTC")),
        ]
        if self.partly_for:
            left_out = say("what is not for the eyes of this role: {role}", role=self.said.role(self.partly_for))
            pairs.append((say("Left out"), left_out))
        if facts:
            first, last = facts[0], facts[-1]
            pairs.append((say("From", context="a period"), wording.moment(first.at, first.offset)))
            pairs.append((say("To", context="a period"), wording.moment(last.at, last.offset)))
            pairs.append((say("People"), printer.people(facts)))
        return pairs

    def _proof(self) -> Flowable:
        wording, say = self.names.wording, self.names.wording.say
        return statement(
            self.sheet, say("Seal"), Run(self.seal.text, weight=SB, size=11, island=True),
            say("The first sixteen digits of the hash of fact {fact}, the last one of the file when this was printed. "
                "An exported trail is checked against it without this program.", fact=wording.count(self.seal.fact)),
            space_before=12,
        )  # fmt: skip

"""Data entry by script: the steps of a coordinator's day as text, through the same sessions and commands as the window.

A script is a YAML list of steps; each step is a mapping with one key that says what is done (docs/entry-scripts.md):

    - enrol: A-01
    - visit: {subject: A-01, visit: screening, date: 2025-05-22}
    - enter:
        subject: A-01
        visit: month_1
        form: cytokines
        entries: {specimen: A01-M1, frozen_at: {missing: unknown, comment: not on the tube}}
        rows: {il_10: {reported: "<2.0"}}
        complete: "yes"
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Fault, Refusal
from crf_app.base.values import Answer
from crf_app.capture import commands as c
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services import script_review
from crf_app.services.desk import Desk
from crf_app.services.script_steps import (
    AskedAt,
    AtPage,
    AtVisit,
    DatedVisit,
    EnterPage,
    Entries,
    Explained,
    MissedVisit,
    MissingAnswer,
    NotDonePage,
    QuerySaid,
    RemovedRow,
    ReopenedPage,
    SignedAt,
    Step,
    Typed,
)
from crf_app.study.findings import Finding
from crf_app.study.form import Layout
from crf_app.study.typed import read_as
from crf_app.study.yaml_nodes import read_yaml

__all__ = [
    "AskedAt",
    "AtPage",
    "AtVisit",
    "DatedVisit",
    "EnterPage",
    "Entries",
    "Explained",
    "MissedVisit",
    "MissingAnswer",
    "NotDonePage",
    "QuerySaid",
    "RemovedRow",
    "ReopenedPage",
    "ScriptRun",
    "SignedAt",
    "Step",
    "Typed",
    "read_script",
]

_STEPS: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])


def read_script(path: Path) -> tuple[tuple[Step, ...], tuple[Finding, ...]]:
    """Read a script; nothing is returned with findings. Raises Fault when the file cannot be read."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise Fault(f"{path.name} cannot be read ({error.strerror}). Nothing was entered.") from error
    except UnicodeDecodeError as error:
        raise Fault(f"{path.name} is not UTF-8 text (byte {error.start}). Nothing was entered.") from error
    node, findings = read_yaml(path.name, text)
    if node is None or findings:
        return (), tuple(findings)
    if not isinstance(node.content, list) or not node.content:
        return (), (Finding.at(node.place, "S011", "a script is a list of steps"),)
    steps, wrong = read_as(_STEPS.validate_python, tuple[Step, ...], node)
    for number, step in enumerate(steps or ()):
        try:
            step.deed  # noqa: B018 - asking is the check
        except ValueError as error:
            wrong.append(Finding.at(node.find(number).place, "S011", f"{error}: this one does not"))
    return (() if wrong else steps or ()), tuple(wrong)


@dataclass
class ScriptRun:
    """Carries out steps at a desk. `password` is asked for by signatures only."""

    desk: Desk
    password: str = field(default="", repr=False)

    def run(self, steps: tuple[Step, ...]) -> Iterator[str]:
        """Carry out the steps in order; yields one line on each. Raises Refusal with the step's number."""
        for number, step in enumerate(steps, 1):
            name, details = step.deed
            try:
                said = self.carry_out(name, details)
            except Refusal as refusal:
                raise Refusal(f"Step {number} ({name}): {refusal}") from refusal
            yield f"{number} {name}: {said}"

    def carry_out(self, name: str, details: Any) -> str:
        """Do one thing; returns what was done. Raises Refusal."""
        return _DEEDS[name](self, details)

    def subject(self, label: str) -> str:
        """Return the id of a subject by its label. Raises Refusal."""
        found = self.desk.file.find_subject(label)
        if found is None:
            raise Refusal(f"There is no subject {label} in this file.")
        return found

    def _visit(self, at: AtVisit) -> VisitPlace:
        return VisitPlace(self.subject(at.subject), at.visit, at.repeat)

    def page_of(self, at: AtPage) -> PagePlace:
        """Return the page a step speaks of; of a log, the next one unless it is numbered."""
        subject = self.subject(at.subject)
        if at.visit is not None:
            return PagePlace(subject, VisitPlace(subject, at.visit, at.repeat), at.form)
        if at.number is None:
            return self.desk.record(subject).next_log_page(at.form)
        return PagePlace(subject, None, at.form, at.number)

    def enrol(self, label: str) -> str:
        """Enrol a subject."""
        self.desk.do(c.Enrol(label))
        return label

    def start(self, visit: DatedVisit) -> str:
        """Begin a visit."""
        self.desk.do(c.StartVisit(self._visit(visit), _date(visit.date)))
        return f"{visit.subject} {visit.visit} {visit.date}"

    def redate(self, visit: DatedVisit) -> str:
        """Correct a visit's date."""
        self.desk.do(c.RedateVisit(self._visit(visit), _date(visit.date), visit.reason))
        return f"{visit.subject} {visit.visit} {visit.date}"

    def miss(self, visit: MissedVisit) -> str:
        """Declare a visit missed."""
        self.desk.do(c.MissVisit(self._visit(visit), visit.reason, visit.comment))
        return f"{visit.subject} {visit.visit}"

    def enter(self, page: EnterPage) -> str:
        """Type a page, leaving it saved, and complete it when asked."""
        place = self.page_of(page)
        if page.form not in self.desk.study.forms:
            raise Refusal(f"The study has no form {page.form!r}.")
        session = self.desk.session(place)
        answers = self._read("", page.entries, session)
        for row, entries in page.rows.items():
            answers |= self._read(row, entries, session)
        for section, rows in page.log_rows.items():
            self._need_log(session, section)
            for entries in rows:
                answers |= self._read(session.add_row(section), entries, session)
        session.put_all(answers)
        pending = session.pending()
        self.desk.do(c.RecordEntries(place, pending, page.reason, session.new_rows()))
        if page.complete:
            self.desk.do(c.CompletePage(place))
        return f"{page.subject} {place.form}, {len(pending)} entries"

    def _need_log(self, session: FormSession, section: str) -> None:
        if not any(s.id == section and s.layout is Layout.LOG for s in session.form.sections):
            raise Refusal(f"{session.form.title} has no log {section!r}.")

    def _read(self, row: str, entries: Mapping[str, Typed], session: FormSession) -> dict[EntryKey, Answer | None]:
        """Read what is typed in a row, or outside of rows."""
        return {
            EntryKey(item, row): self._answer(EntryKey(item, row), typed, session) for item, typed in entries.items()
        }

    def _answer(self, key: EntryKey, typed: Typed, session: FormSession) -> Answer | None:
        if not session.form.has(key.item):
            raise Refusal(f"{session.form.title} does not ask {key.item!r}.")
        if session.item(key).is_derived:
            raise Refusal(f"{key.item!r} is worked out by the program and cannot be entered.")
        if key.row not in session.rows(session.form.section_of(key.item)):
            raise Refusal(f"{key.item!r} is not asked in row {key.row!r}.")
        if isinstance(typed, MissingAnswer):
            self._need_reason(typed.missing)
            return Answer(missing=typed.missing, comment=typed.comment or None)
        return session.read(key, typed)

    def _need_reason(self, code: str) -> None:
        study = self.desk.study
        if code not in study.codelists[study.facts.missing_reasons]:
            raise Refusal(f"The study has no missing reason {code!r}.")

    def complete(self, page: AtPage) -> str:
        """Complete a page."""
        place = self.page_of(page)
        self.desk.do(c.CompletePage(place))
        return place.form

    def reopen(self, page: ReopenedPage) -> str:
        """Open a completed or not-done page again."""
        place = self.page_of(page)
        self.desk.do(c.ReopenPage(place, page.reason))
        return place.form

    def remove_row(self, row: RemovedRow) -> str:
        """Take a row out of a log."""
        place = self.page_of(row)
        self.desk.do(c.RemoveRow(place, row.section, row.row, row.reason))
        return f"{place.form} {row.section} {row.row}"

    def complete_visit(self, visit: AtVisit) -> str:
        """Complete a visit."""
        self.desk.do(c.CompleteVisit(self._visit(visit)))
        return f"{visit.subject} {visit.visit}"

    def not_done(self, page: NotDonePage) -> str:
        """Declare a page not done."""
        self._need_reason(page.reason)
        place = self.page_of(page)
        self.desk.do(c.PageNotDone(place, page.reason, page.comment))
        return place.form

    def ask(self, asked: AskedAt) -> str:
        """Raise a query."""
        if asked.form is not None:
            at = AtPage(
                subject=asked.subject, form=asked.form, visit=asked.visit, repeat=asked.repeat, number=asked.number
            )
            key = EntryKey(asked.item, asked.row) if asked.item else None
            self.desk.do(c.RaiseQuery(asked.text, page=self.page_of(at), key=key))
        else:
            subject = self.subject(asked.subject)
            visit = VisitPlace(subject, asked.visit, asked.repeat) if asked.visit else None
            self.desk.do(c.RaiseQuery(asked.text, visit=visit, subject=None if visit else subject))
        return asked.text

    def answer(self, said: QuerySaid) -> str:
        """Answer a query."""
        subject = self.subject(said.subject)
        self.desk.do(c.AnswerQuery(subject, self.query_of(subject, said.query), said.text))
        return f"Q{said.query}"

    def explain(self, said: Explained) -> str:
        """Explain a value a check asks about."""
        key = EntryKey(said.item, said.row)
        self.desk.do(c.ExplainCheck(self.page_of(said), key, said.check, said.text))
        return said.check

    def close(self, said: QuerySaid) -> str:
        """Close a query."""
        subject = self.subject(said.subject)
        self.desk.do(c.CloseQuery(subject, self.query_of(subject, said.query), said.text))
        return f"Q{said.query}"

    def reopen_query(self, said: QuerySaid) -> str:
        """Ask an answered or closed query again."""
        subject = self.subject(said.subject)
        self.desk.do(c.ReopenQuery(subject, self.query_of(subject, said.query), said.text))
        return f"Q{said.query}"

    def query_of(self, subject: str, number: int) -> str:
        """Return the id of a query by its number. Raises Refusal."""
        for query in self.desk.record(subject).queries.values():
            if query.number == number:
                return query.id
        raise Refusal(f"There is no query {number} on this subject.")

    def sign(self, at: SignedAt) -> str:
        """Sign a visit, a page of a log, or the whole casebook."""
        subject = self.subject(at.subject)
        visit = VisitPlace(subject, at.visit, at.repeat) if at.visit else None
        page = PagePlace(subject, None, at.form, at.number) if at.form else None
        whole = None if visit or page else subject
        self.desk.do(c.Sign(at.meaning, self.password, visit, page, whole, self._username()))
        return f"{at.subject} {at.visit or at.form or ''}".strip()

    def _username(self) -> str:
        """Return the user name of who runs the script: it signs with both components each time."""
        who = self.desk.actor
        return next((p.username for p in self.desk.file.people() if who is not None and p.id == who.person), "")


_DEEDS: dict[str, Callable[[ScriptRun, Any], str]] = {
    "enrol": ScriptRun.enrol,
    "visit": ScriptRun.start,
    "redate": ScriptRun.redate,
    "miss": ScriptRun.miss,
    "enter": ScriptRun.enter,
    "not_done": ScriptRun.not_done,
    "complete": ScriptRun.complete,
    "complete_visit": ScriptRun.complete_visit,
    "reopen": ScriptRun.reopen,
    "remove_row": ScriptRun.remove_row,
    "ask": ScriptRun.ask,
    "answer": ScriptRun.answer,
    "explain": ScriptRun.explain,
    "close": ScriptRun.close,
    "reopen_query": ScriptRun.reopen_query,
    "cancel": script_review.cancel,
    "verify": script_review.verify,
    "unverify": script_review.unverify,
    "freeze": script_review.freeze,
    "unfreeze": script_review.unfreeze,
    "lock": script_review.lock,
    "unlock": script_review.unlock,
    "sign": ScriptRun.sign,
}


def _date(text: str) -> PartialDate:
    try:
        return PartialDate.parse(text.replace(" ", "T"))
    except ValueError:
        raise Refusal(f"{text!r} is not a date such as 2025-05-22.") from None

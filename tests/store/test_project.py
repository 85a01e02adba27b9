"""Whatever is done in whatever order: the tables hold what the facts add up to, and so does memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from crf_app.capture.facts import Content, Draft, Fact, FactKind
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import SubjectRecord
from crf_app.store.project import FOLDS
from tests.store.trial import ANN, NOON, VERSION, new_file

K = FactKind
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
ANSWERS = st.one_of(
    st.just({}),
    TEXTS.map(lambda text: {"value": text}),
    st.builds(lambda text, unit: {"value": text, "typed": text, "unit": unit}, TEXTS, TEXTS),
    st.builds(lambda why, words: {"missing": why, "comment": words}, TEXTS, TEXTS),
    TEXTS.map(lambda text: {"unreadable": text}),
)
DATES = st.sampled_from(["2024", "2024-03", "2024-03-07", "2024-03-07T08:20"])
KINDS = sorted(set(FactKind) - {K.FILE_CREATED, K.DEFINITION_STORED, K.PERSON_ADDED})
AT_THE_DOOR = {K.PERSON_SIGNED_IN, K.PERSON_SIGNED_OUT, K.SIGN_IN_FAILED, K.PERSON_LOCKED_OUT, K.PERSON_RELEASED}
# Few places and many steps, so that steps meet: a correction, a second visit date, a page opened again.
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 3), ANSWERS, DATES, TEXTS), min_size=20, max_size=60)
Step = tuple[FactKind, int, dict[str, str], str, str]


class Clerk:
    """Turns steps at random into facts a handler could have drafted, from what has happened so far."""

    def __init__(self) -> None:
        self.drafts = [Draft(K.SUBJECT_ENROLLED, "s1", new={"label": "P01", "site": "01"})]
        self.pages: list[PagePlace] = []
        self.rows: list[tuple[PagePlace, str]] = []
        self.entries: list[tuple[PagePlace, str | None, str]] = []
        self.queries: list[tuple[str, PagePlace | None]] = []
        self.signatures: list[str] = []
        self.numbers = count(1)

    def take(self, step: Step) -> None:
        kind, pick, answer, date, words = step
        doing = self._doings(kind)
        if doing:
            doing(kind, pick, {"date": date, "reason": words, "text": words} | {"answer": answer})

    def _doings(self, kind: FactKind) -> Callable[[FactKind, int, Content], None] | None:
        match kind.value.partition(".")[0]:
            case "subject":
                return self._relabelled
            case "visit":
                return self._visit
            case "page":
                return self._page
            case "row" if self.pages:
                return self._row
            case "entry" if self.pages:
                return self._entry
            case "query":
                return self._query
            case "signature":
                return self._signature
            case "source" if self.entries:
                return self._source
            case "hold":
                return self._hold
            case "person" if kind in AT_THE_DOOR:
                return lambda kind, *_: self.drafts.append(Draft(kind, new={"id": "p-ann", "username": "ann"}))
            case "report" | "file" | "clock":
                return lambda kind, *_: self.drafts.append(Draft(kind, new={"name": "visit"}))
            case _:
                return None

    def _relabelled(self, kind: FactKind, pick: int, _: Content) -> None:
        self.drafts.append(Draft(kind, "s1", new={"label": f"P{pick}", "site": "01"}))

    def _visit(self, kind: FactKind, pick: int, given: Content) -> None:
        place = VisitPlace("s1", "month_1", 1 + pick // 3)
        what = {"reason": given["reason"]} if kind is K.VISIT_MISSED else {"date": given["date"]}
        if kind is K.VISIT_MISSED and pick % 2:
            what["comment"] = given["text"]
        self.drafts.append(Draft(kind, "s1", place.id, new=what))

    def _page(self, kind: FactKind, pick: int, given: Content) -> None:
        visit = VisitPlace("s1", "month_1")
        page = PagePlace("s1", visit, "edss") if pick else PagePlace("s1", None, "event", 2)
        begun = page in self.pages
        if kind is K.PAGE_STARTED and begun:
            return
        new: dict[str, object] = {"form_version": pick} if not begun else {}
        if kind is K.PAGE_NOT_DONE:
            new |= {"reason": given["reason"], "comment": given["text"]}
        if not begun:
            self.pages.append(page)
        self._on(page, kind, new)

    def _row(self, kind: FactKind, pick: int, _: Content) -> None:
        if kind is K.ROW_ADDED:
            page, row = self.pages[pick % len(self.pages)], f"r{next(self.numbers)}"
            self.rows.append((page, row))
            self._on(page, kind, {"section": "doses"}, row)
        elif self.rows:
            page, row = self.rows[pick % len(self.rows)]
            self._on(page, kind, None, row)

    def _entry(self, kind: FactKind, pick: int, given: Content) -> None:
        page, row = self.pages[pick % len(self.pages)], None
        if self.rows and pick > 2:
            page, row = self.rows[pick % len(self.rows)]
        new = {"relevant": "no" if pick % 2 else "yes"} if kind is K.ENTRY_RELEVANCE else given["answer"]
        item = f"item_{pick % 2}"
        self.entries += [(page, row, item)] if kind is not K.ENTRY_RELEVANCE else []
        self._on(page, kind, new, row, item)

    def _source(self, kind: FactKind, pick: int, _: Content) -> None:
        page, row, item = self.entries[pick % len(self.entries)]
        self._on(page, kind, {"of": "3"} if kind is K.SOURCE_VERIFIED else None, row, item)

    def _hold(self, kind: FactKind, pick: int, given: Content) -> None:
        """Hold a page or an item of it, the visit, the subject, the file; of each the levels follow one another."""
        page, visit = PagePlace("s1", VisitPlace("s1", "month_1"), "edss"), VisitPlace("s1", "month_1")
        key = EntryKey("item_0") if len(given["text"]) % 2 else None
        at = (HoldPlace(page=page, key=key), HoldPlace(visit=visit), HoldPlace("s1"), HoldPlace())[pick]
        said = {"scope": at.scope, "level": "locked" if len(given["reason"]) % 2 else "frozen"}
        where = (visit.id if pick < 2 else None, page.id if not pick else None, None)
        old, new = (None, said) if kind is K.HOLD_PLACED else (said, None)
        item = "item_0" if not pick and key else None
        self.drafts.append(Draft(kind, at.of_subject, *where, item, old, new))

    def _query(self, kind: FactKind, pick: int, given: Content) -> None:
        if kind is K.QUERY_RAISED:
            number = next(self.numbers)
            page = self.pages[pick % len(self.pages)] if self.pages and pick else None
            self.queries.append((f"q{number}", page))
            new = {"id": f"q{number}", "number": number, "text": given["text"]}
            if pick % 2:
                new["check"] = "edss_steps"
        elif self.queries:
            id_, page = self.queries[pick % len(self.queries)]
            new = {"id": id_, "text": given["text"]}
        else:
            return
        if page:
            self._on(page, kind, new, None, "item_0" if pick % 2 else None)
        else:
            self.drafts.append(Draft(kind, "s1", "s1/month_1", new=new))

    def _signature(self, kind: FactKind, pick: int, given: Content) -> None:
        if kind is K.SIGNATURE_MADE:
            id_ = f"g{next(self.numbers)}"
            self.signatures.append(id_)
            about = {"meaning": given["text"], "name": "Dr. Dora", "content": "c", "first_fact": 1, "last_fact": pick}
            pages = [page.id for page in self.pages[:pick]]
            self.drafts.append(Draft(kind, "s1", "s1/month_1", new={"id": id_, "pages": pages, **about}))
        elif self.signatures:
            id_ = self.signatures[pick % len(self.signatures)]
            self.drafts.append(Draft(kind, "s1", "s1/month_1", new={"id": id_}))

    def _on(
        self, page: PagePlace, kind: FactKind, new: Content | None, row: str | None = None, item: str | None = None
    ) -> None:
        visit = page.visit.id if page.visit else None
        self.drafts.append(Draft(kind, "s1", visit, page.id, row, item, None, new))


def folded(facts: tuple[Fact, ...]) -> SubjectRecord:
    record = SubjectRecord("s1")
    for fact in facts:
        record.apply(fact)
    return record


def held_on_file(facts: tuple[Fact, ...]) -> set[str]:
    of_file = [fact for fact in facts if fact.kind in (K.HOLD_PLACED, K.HOLD_LIFTED) and fact.subject is None]
    return {""} if of_file and of_file[-1].kind is K.HOLD_PLACED else set()


@settings(max_examples=100)
@given(STEPS, st.integers(1, 7))
def test_tables_and_memory_add_up_to_the_same_record(steps: list[Step], at_once: int) -> None:
    clerk = Clerk()
    for step in steps:
        clerk.take(step)
    with tempfile.TemporaryDirectory() as folder, new_file(Path(folder)) as file:
        facts: tuple[Fact, ...] = ()
        for start in range(0, len(clerk.drafts), at_once):
            facts += file.append(clerk.drafts[start : start + at_once], ANN, NOON, VERSION)
        assert tuple(file.facts())[2:] == facts
        in_memory = folded(tuple(fact for fact in facts if fact.subject == "s1"))
        in_tables = file.subject("s1")
        assert in_tables == in_memory
        assert in_tables is not None
        assert set(file.file_holds()) == held_on_file(facts)
        for part in ("visits", "pages", "queries", "signatures"):
            assert list(getattr(in_tables, part)) == list(getattr(in_memory, part))
        result = file.verify()
        # This clerk signs without looking; what a signature must hold for is told in test_signed.
        assert {found.code for found in result.discrepancies} <= {"signature"}
        assert result.complete


def test_every_kind_that_makes_up_a_record_has_its_fold() -> None:
    """What only tells of the file itself (a print, a copy, its clock) is a fact alone."""
    alone = {"file", "backup", "report", "clock"}
    about_data = {kind for kind in FactKind if kind.value.split(".")[0] not in alone}
    assert about_data - set(FOLDS) == set()


def test_the_clerk_takes_every_kind_that_makes_up_a_subject() -> None:
    """So that no new kind of fact escapes the test above."""
    clerk = Clerk()
    for kind in (K.PAGE_STARTED, K.ROW_ADDED, K.ENTRY_RECORDED, K.QUERY_RAISED, K.SIGNATURE_MADE):
        clerk.take((kind, 1, {"value": "1"}, "2024", "why"))
    for kind in (kind for kind in FOLDS if kind.value.split(".")[0] not in {"file", "definition", "person"}):
        before = len(clerk.drafts)
        clerk.take((kind, 1, {"value": "1"}, "2024", "why"))
        assert len(clerk.drafts) > before or kind is K.PAGE_STARTED, kind

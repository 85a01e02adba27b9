"""What somebody blinded tries upon what is blinded is refused in the same words, whether or not anything is there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.base.values import Answer, Value
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, VisitPlace
from crf_app.capture.sight import Sight
from crf_app.capture.signed_content import still_holds
from crf_app.capture.timeline import Mark
from crf_app.services.desk import Desk
from tests.security.blinded_trial import (
    DAY_0,
    LABEL,
    MONTH_6,
    OTHER,
    PASSWORD,
    SECRETS,
    Trial,
    crossover,
    met,
    trial,
)

pytestmark = pytest.mark.requirement(26)

MEANING = "I have reviewed these forms."


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """The file of the tests in which nothing is changed, because everything is refused."""
    found = trial(tmp_path_factory.mktemp("refused"))
    yield found
    found.desk.file.close()


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Trial]:
    """A file of one's own."""
    found = trial(tmp_path)
    yield found
    found.desk.file.close()


@dataclass
class Aim:
    """One of the two subjects: of B-01 everything blinded was entered, of B-02 nothing."""

    trial: Trial
    label: str

    @property
    def record(self) -> str:
        return self.trial.id_of(self.label)

    def entries(self, item: str, value: Value | None = None, form: str = "cell_infusion") -> c.RecordEntries:
        change = c.EntryChange(EntryKey(item), None if value is None else Answer(value))
        return c.RecordEntries(self.trial.page(form, DAY_0, self.label), (change,), "typing")

    def hold(self, form: str, item: str | None = None) -> HoldPlace:
        return HoldPlace(page=self.trial.page(form, DAY_0, self.label), key=EntryKey(item) if item else None)

    def query(self) -> str:
        found = self.trial.desk.file.subject(self.record)
        assert found is not None
        asked = [each.id for each in found.queries.values() if each.check == "cell_infusion_dose_outside"]
        return asked[0] if asked else "0123456789abcdef"


TRIES: tuple[tuple[str, str, Callable[[Aim], c.Command]], ...] = (
    ("roca", "types what is there", lambda at: at.entries("product_kind", "msc")),
    ("roca", "types what is not there", lambda at: at.entries("product_kind", "medium")),
    ("roca", "empties it", lambda at: at.entries("product_kind")),
    ("roca", "types on a blinded page", lambda at: at.entries("batch_id", "CX-5512", "product_release")),
    ("roca", "removes a row", lambda at: c.RemoveRow(at.trial.page("product_release", DAY_0, at.label), "aliquots", "1",
                                                      "typing")),
    ("roca", "adds a row", lambda at: c.RecordEntries(at.trial.page("product_release", DAY_0, at.label), (), None,
                                                       (("aliquots", "1"),))),
    ("roca", "completes the page", lambda at: c.CompletePage(at.trial.page("product_release", DAY_0, at.label))),
    ("roca", "reopens the page", lambda at: c.ReopenPage(at.trial.page("product_release", DAY_0, at.label), "typing")),
    ("roca", "says it was not done", lambda at: c.PageNotDone(at.trial.page("product_release", DAY_0, at.label),
                                                              "not_done")),
    ("roca", "asks about it", lambda at: c.RaiseQuery("What?", page=at.trial.page("cell_infusion", DAY_0, at.label),
                                                      key=EntryKey("cells_given"))),
    ("roca", "answers its query", lambda at: c.AnswerQuery(at.record, at.query(), "so it is")),
    ("roca", "explains its check", lambda at: c.ExplainCheck(at.trial.page("cell_infusion", DAY_0, at.label),
                                                             EntryKey("cells_given"), "cell_infusion_dose_outside",
                                                             "so it is")),
    ("vidal", "closes its query", lambda at: c.CloseQuery(at.record, at.query(), "done")),
    ("vidal", "asks again", lambda at: c.ReopenQuery(at.record, at.query(), "why?")),
    ("vidal", "cancels its query", lambda at: c.CancelQuery(at.record, at.query(), "typing")),
    ("vidal", "compares with the source", lambda at: c.VerifySource(at.trial.page("cell_infusion", DAY_0, at.label),
                                                                    (EntryKey("product_kind"),))),
    ("vidal", "takes that back", lambda at: c.UnverifySource(at.trial.page("cell_infusion", DAY_0, at.label),
                                                             (EntryKey("product_kind"),), "typing")),
    ("vidal", "freezes the page", lambda at: c.FreezeData(at.hold("product_release"))),
    ("vidal", "freezes the item", lambda at: c.FreezeData(at.hold("cell_infusion", "product_kind"))),
    ("camps", "locks the page", lambda at: c.LockData(at.hold("product_release"))),
    ("camps", "unlocks the item", lambda at: c.UnlockData(at.hold("cell_infusion", "product_kind"), "typing")),
    ("saiz", "signs the page", lambda at: c.Sign(MEANING, PASSWORD, page=at.trial.page("product_release", DAY_0,
                                                                                       at.label), username="saiz")),
    ("puig", "types it as the rater", lambda at: at.entries("product_kind", "msc")),
    ("puig", "types elsewhere as the rater", lambda at: at.entries("weight", Decimal("61.0"))),
    ("puig", "completes a page as the rater", lambda at: c.CompletePage(at.trial.page("cell_infusion", DAY_0,
                                                                                     at.label))),
)  # fmt: skip


@pytest.mark.parametrize(("username", "what", "command"), TRIES, ids=[f"{who} {what}" for who, what, _ in TRIES])
def test_a_refusal_is_the_same_whether_or_not_anything_is_there(
    kept: Trial, username: str, what: str, command: Callable[[Aim], c.Command]
) -> None:
    desk = kept.sits(username)
    facts = desk.file.fact_count()
    said = [refused(desk, command(Aim(kept, label))).replace(label, "") for label in (LABEL, OTHER)]
    assert said[0] == said[1]
    assert met(said, SECRETS) == []
    assert desk.file.fact_count() == facts


def refused(desk: Desk, command: c.Command) -> str:
    with pytest.raises(Refusal) as told:
        desk.do(command)
    return str(told.value)


@pytest.mark.parametrize("username", ["roca", "saiz", "vidal", "camps", "soler", "puig"])
def test_a_script_tells_no_more(kept: Trial, username: str) -> None:
    """`crf-app enter` finds queries by number and pages by name."""
    at = {"subject": LABEL, "visit": DAY_0, "form": "cell_infusion"}
    for step in (
        {"enter": {**at, "entries": {"product_kind": "msc"}}},
        {"enter": {**at, "form": "product_release", "entries": {"batch_id": "CX-5512"}}},
        {"enter": {**at, "form": "product_release", "log_rows": {"aliquots": [{"aliquot_id": "AQ-8814"}]}}},
        {"answer": {"subject": LABEL, "query": 900003, "text": "so it is"}},
        {"close": {"subject": LABEL, "query": 900003, "text": "so it is"}},
        {"verify": {**at, "items": ["product_kind"]}},
        {"explain": {**at, "item": "cells_given", "check": "cell_infusion_dose_outside", "text": "so it is"}},
    ):
        with pytest.raises(Refusal) as told:
            kept.plays(username, step)
        assert met([str(told.value)], SECRETS) == []


# What the coordinator's own work moves


def test_who_moves_something_blinded_is_not_told(made: Trial) -> None:
    """Blinded values and checks read the weight; what they come to is recorded, and only the pharmacist is told."""
    desk = made.sits("roca")
    changes = desk.do(Aim(made, LABEL).entries("weight", Decimal("70.0")))
    given = [fact for fact in desk.file.facts(item="cells_per_kg") if fact.kind is FactKind.ENTRY_DERIVED]
    assert (given[-1].new or {})["value"] == "5.91", "what was given per kg is worked out anew"
    assert {fact.item for fact in changes.facts} >= {"weight"}
    assert met([repr(changes)]) == []
    heard: list[str] = []
    stop = desk.listen(lambda changes: heard.append(repr(changes)))
    desk.do(Aim(made, LABEL).entries("weight", Decimal("71.0")))
    stop()
    assert heard
    assert met(heard) == []


def test_a_weight_that_is_compared_with_its_source_counts_only_what_is_seen(made: Trial) -> None:
    desk = made.sits("vidal")
    page = made.page("cell_infusion", DAY_0)
    desk.do(c.VerifySource(page, (EntryKey("weight"),)))
    verified, of = desk.view.source_counts()[made.subject]
    seen = [
        entry
        for held in desk.record(made.subject).pages.values()
        for entry in held.entries.values()
        if entry.stored and not entry.derived and entry.relevant
    ]
    assert (verified, of) == (1, len(seen))


# Visits and signatures


def at_day_0(made: Trial, username: str) -> Mark:
    desk = made.sits(username)
    return desk.timeline_of(made.subject).visit(DAY_0).mark


def complete_what_is_seen(made: Trial) -> None:
    """The coordinator and the rater bring every page they see of day 0 to its end."""
    seen = crossover().schedule.visit(DAY_0).forms
    held = made.sits("roca").record(made.subject).pages
    for form in seen:
        page = made.page(form, DAY_0)
        if form == "product_release" or (page.id in held and held[page.id].state == "complete"):
            continue
        made.sits("roca").do(c.PageNotDone(page, "not_done"))


def test_no_visit_waits_for_a_page_only_the_pharmacist_sees(made: Trial) -> None:
    assert at_day_0(made, "roca") is Mark.PROGRESS
    complete_what_is_seen(made)
    assert at_day_0(made, "roca") is Mark.COMPLETE, "or everybody saw that the release is not complete yet"
    assert at_day_0(made, "marin") is Mark.PROGRESS, "who sees the page sees that it waits"


def test_what_happens_to_a_blinded_page_moves_nothing_that_others_see(made: Trial) -> None:
    complete_what_is_seen(made)
    before = seen_by(made, "roca")
    made.sits("marin")
    page = made.page("product_release", DAY_0)
    for key in ("batch_id", "certificate_id"):
        made.desk.do(c.RecordEntries(page, (c.EntryChange(EntryKey(key), Answer("CX-1")),)))
    with pytest.raises(Refusal, match="Still empty"):
        made.desk.do(c.CompletePage(page))
    not_done = made.page("product_release", "month_6", OTHER)
    assert not_done.id not in made.desk.record(made.id_of(OTHER)).pages
    assert seen_by(made, "roca") == before


def seen_by(made: Trial, username: str) -> tuple[str, str, list[str]]:
    """The record, the timeline and the facts about the subject as somebody sees them."""
    desk = made.sits(username)
    facts = [repr((fact.kind, fact.page, fact.item, fact.old, fact.new)) for fact in
             desk.view.facts(subject=made.subject)]  # fmt: skip
    line = desk.timeline_of(made.subject)
    return repr(desk.record(made.subject)), repr([(v.mark, v.page_marks) for v in line.visits]), facts


def test_a_page_only_the_pharmacist_sees_is_completed_and_opened_again_unseen(made: Trial) -> None:
    """Not done, opened again, not done: of the second release alone everybody could tell the period of the cells."""
    at = {"subject": OTHER, "visit": MONTH_6}
    made.plays("roca", {"visit": {**at, "date": "2024-09-10"}})
    for form in crossover().schedule.visit(MONTH_6).forms:
        made.desk.do(c.PageNotDone(made.page(form, MONTH_6, OTHER), "not_done"))
    visit = VisitPlace(made.id_of(OTHER), MONTH_6)
    assert made.desk.record(visit.subject).visits[visit.id].state == "complete"
    page = made.page("product_release", MONTH_6, OTHER)
    told = [fact.seq for fact in made.sits("roca").view.facts(subject=visit.subject)]
    for command in (c.PageNotDone(page, "not_done"), c.ReopenPage(page, "typing"), c.PageNotDone(page, "not_done")):
        made.sits("marin").do(command)
        desk = made.sits("roca")
        assert desk.record(visit.subject).visits[visit.id].state == "complete"
        assert [fact.seq for fact in desk.view.facts(subject=visit.subject)] == told
    assert made.desk.file.verify().sound


def signed(made: Trial) -> str:
    """The investigator has signed day 0 as far as it is seen."""
    complete_what_is_seen(made)
    made.sits("saiz").do(c.Sign(MEANING, PASSWORD, visit=VisitPlace(made.subject, DAY_0), username="saiz"))
    return next(iter(made.desk.record(made.subject).signatures))


@pytest.mark.requirement(14)
def test_a_signature_is_for_what_the_signer_sees_and_only_that_breaks_it(made: Trial) -> None:
    signature = signed(made)
    marin = made.sits("marin")
    marin.do(Aim(made, LABEL).entries("product_id", "ZX-1"))
    release = made.page("product_release", DAY_0)
    marin.do(c.RecordEntries(release, (c.EntryChange(EntryKey("batch_id"), Answer("CX-2")),)))
    marin.do(c.RecordEntries(release, (), None, (("aliquots", "2"),)))
    saiz = made.sits("saiz")
    held = saiz.record(made.subject).signatures[signature]
    assert held.broken_by is None
    whole = saiz.file.subject(made.subject)
    assert whole is not None
    assert still_holds(whole, whole.signatures[signature]), "the hash is over what was seen"
    assert still_holds(saiz.record(made.subject), held)
    made.sits("roca").do(Aim(made, LABEL).entries("volume", Decimal("55")))
    assert made.desk.record(made.subject).signatures[signature].broken_by is not None


@pytest.mark.requirement(14)
def test_a_release_begun_after_the_casebook_was_signed_does_not_break_it(made: Trial) -> None:
    """That the product of a second period is thawed is known from its release: a broken signature would tell."""
    other = made.id_of(OTHER)
    for form in crossover().schedule.visit(DAY_0).forms:
        if form != "product_release":
            held = made.sits("roca").record(other).pages.get(made.page(form, DAY_0, OTHER).id)
            made.desk.do(c.PageNotDone(made.page(form, DAY_0, OTHER), "not_done")) if held is None else finish(made)
    made.sits("saiz").do(c.Sign(MEANING, PASSWORD, subject=other, username="saiz"))
    release = made.page("product_release", DAY_0, OTHER)
    made.sits("marin").do(c.RecordEntries(release, (c.EntryChange(EntryKey("batch_id"), Answer("CX-3")),)))
    (signature,) = made.sits("saiz").record(other).signatures.values()
    assert signature.broken_by is None
    made.sits("roca").do(c.StartVisit(VisitPlace(other, MONTH_6), PartialDate.parse("2024-11-04")))
    (signature,) = made.sits("saiz").record(other).signatures.values()
    assert signature.broken_by is not None, "a visit that everybody sees is new in the casebook"


def finish(made: Trial) -> None:
    """Bring the infusion of the second subject to its end: both parts of the page."""
    at = {"subject": OTHER, "visit": DAY_0, "form": "cell_infusion"}
    course = {
        "weighed_on": "2024-05-06", "premedication": "no", "volume": "50", "start": "2024-05-06 12:00",
        "operator": "F.", "stop": "2024-05-06 12:30", "vein": "cephalic", "side": "left",
        "second_checker": "E.", "interrupted": "no",
    }  # fmt: skip
    made.plays("marin", {"enter": {**at, "entries": {"product_kind": "medium", "product_id": "M-2"}}})
    made.plays("roca", {"enter": {**at, "entries": course, "complete": "yes"}})


# Holds


@pytest.mark.requirement(24)
def test_questions_about_what_is_blinded_do_not_keep_from_locking(made: Trial) -> None:
    """The data manager cannot see them, and would learn of them from the refusal."""
    page = made.page("cell_infusion", DAY_0)
    camps = made.sits("camps")
    assert not [line for line in camps.view.queries() if line.page == page.id]
    camps.do(c.LockData(HoldPlace(page=page)))
    told = refused(made.sits("marin"), Aim(made, LABEL).entries("product_id", "ZX-9"))
    assert "locked" in told


@pytest.mark.requirement(21)
def test_the_pharmacist_answers_for_what_is_blinded_and_for_nothing_else(made: Trial) -> None:
    desk = made.sits("marin")
    mine, others = (
        next(line for line in desk.view.queries() if line.check == check and line.state == "open")
        for check in ("cell_infusion_other_product", "unblinding_not_logged")
    )
    desk.do(c.AnswerQuery(made.subject, mine.id, "the label was read twice"))
    assert "not yours" in refused(desk, c.AnswerQuery(made.subject, others.id, "it was the cells"))


# Amendments


def test_an_item_the_study_no_longer_has_stays_out_of_sight(made: Trial) -> None:
    """Were it left out of the study, its values would still be in the file, and the mark that hid them gone."""
    study = crossover()
    form = study.forms["randomisation"]
    sections = tuple(section for section in form.sections if section.id != "assignment")
    fewer = study.model_copy(update={"forms": {**study.forms, form.id: form.model_copy(update={"sections": sections})}})
    fewer.forms[form.id].__dict__.pop("_places", None)
    sight = Sight("coordinator", fewer)
    record = made.desk.file.subject(made.subject)
    assert record is not None
    assert met([repr(sight.of_record(record))], ["sequence_mp", "quintana"]) == []
    assert not any(sight.fact(fact) for fact in made.desk.file.facts(item="sequence"))
    without = study.model_copy(update={"forms": {k: v for k, v in study.forms.items() if k != "product_release"}})
    assert met([repr(Sight("coordinator", without).of_record(record))], ["cx-5512"]) == []


# What does not hold


def test_a_file_that_does_not_hold_is_told_without_the_values(made: Trial) -> None:
    """Whoever changes a blinded value with a database program makes `verify` compare two values of it."""
    for change in (
        "UPDATE entry SET value='sequence_pm' WHERE item='sequence'",
        "UPDATE entry SET value='59.0' WHERE item='weight'",
        "UPDATE query_message SET text='it was the cells' WHERE kind='answered'",
    ):
        made.desk.file._connection.execute(change)
    told = {
        username: " ".join(each.text for each in made.sits(username).view.verify().discrepancies)
        for username in ("roca", "marin")
    }
    assert "59.0" in told["roca"], "what the coordinator sees is named"
    assert met([told["roca"]], ["sequence_mp", "sequence_pm", "cells", "quartz", "413.9", "item sequence"]) == []
    assert "not everybody may see" in told["roca"]
    assert met([told["marin"]], ["sequence_mp"])

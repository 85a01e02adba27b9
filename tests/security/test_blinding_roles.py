"""Behind the blind the work is done all the same: by the pharmacist, the rater, and whoever signs what they see."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import crf_app
from crf_app.base.problems import Refusal
from crf_app.base.values import Answer
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, VisitPlace
from crf_app.capture.timeline import Mark, VisitStatus
from crf_app.services.desk import Desk
from tests.security.blinded_trial import (
    DAY_0,
    LABEL,
    MONTH_6,
    OTHER,
    PASSWORD,
    Trial,
    crossover,
    edss,
    met,
    trial,
)

pytestmark = pytest.mark.requirement(8, 26)


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Trial]:
    """A file of one's own."""
    found = trial(tmp_path)
    yield found
    found.desk.file.close()


# The pharmacist


def test_the_pharmacist_fills_exactly_what_is_blinded(made: Trial) -> None:
    sight = made.sits("marin").sight
    for form in crossover().forms.values():
        for item in form.items():
            assert sight.item(form.id, item.id), "and sees everything"
            assert sight.fills(form.id, item.id) is form.is_blinded(item.id), (form.id, item.id)


def test_the_pharmacist_types_nothing_on_the_other_part_of_a_page(made: Trial) -> None:
    desk = made.sits("marin")
    page = made.page("cell_infusion", DAY_0)
    with pytest.raises(Refusal, match="not yours to answer"):
        desk.do(c.RecordEntries(page, (c.EntryChange(EntryKey("volume"), None),), "typing"))
    for form, visit in (("edss", DAY_0), ("consent", "screening"), ("concomitant_medication", None)):
        with pytest.raises(Refusal, match="not yours to answer"):
            desk.do(c.CompletePage(made.page(form, visit)))


def test_a_page_with_a_blinded_part_is_complete_when_both_parts_are(made: Trial) -> None:
    at = {"subject": OTHER, "visit": DAY_0, "form": "cell_infusion"}
    course = {
        "weighed_on": "2024-05-06", "premedication": "no", "volume": "50", "start": "2024-05-06 12:00",
        "stop": "2024-05-06 12:30", "vein": "cephalic", "side": "left", "operator": "L. Font", "second_checker": "E.",
        "interrupted": "no",
    }  # fmt: skip
    made.plays("roca", {"enter": {**at, "entries": course}})
    page = made.page("cell_infusion", DAY_0, OTHER)
    session = made.desk.session(page)
    assert session.progress()[0] == session.progress()[1], "of what the coordinator sees nothing is left"
    with pytest.raises(Refusal) as told:
        made.desk.do(c.CompletePage(page))
    assert str(told.value) == "The part of this page that is for unblinded staff is not complete yet."
    made.plays("marin", {"enter": {**at, "entries": {"product_kind": "medium", "product_id": "M-2"}}})
    made.sits("roca").do(c.CompletePage(page))
    assert made.desk.record(page.subject).pages[page.id].state == "complete"


def test_the_pharmacist_completes_what_the_coordinator_left_open_only_when_it_is_done(made: Trial) -> None:
    page = made.page("cell_infusion", DAY_0, OTHER)
    with pytest.raises(Refusal, match="Still empty: "):
        made.sits("marin").do(c.CompletePage(page))


# The rater


def status(desk: Desk, subject: str, visit: str) -> VisitStatus:
    return desk.timeline_of(subject).visit(visit)


def test_the_rater_learns_when_visits_are_due_and_nothing_else(made: Trial) -> None:
    for visit in ("screening", DAY_0, "month_3", MONTH_6, "month_9", "month_12"):
        seen, known = status(made.sits("puig"), made.subject, visit), status(made.sits("roca"), made.subject, visit)
        assert (seen.target, seen.opens, seen.closes) == (known.target, known.opens, known.closes)
        assert (seen.held, seen.planned_only, seen.off_window) == (known.held, known.planned_only, known.off_window)
    desk = made.sits("puig")
    assert {form for form, _ in status(desk, made.subject, "month_3").page_marks} == {"edss", "msfc"}
    assert {page.place.form for page in desk.record(made.subject).pages.values()} == {"edss"}
    told = ("gastroenteritis", "cell_infusion", "adverse_event", "eligibility", "60.0", "relapse", "unblinding")
    texts = [repr(desk.record(made.subject)), *map(repr, desk.view.queries(closed=True)),
             *(repr(fact) for fact in desk.view.facts(subject=made.subject))]  # fmt: skip
    assert met(texts, told) == []


def test_no_visit_is_due_for_the_rater_after_a_death(made: Trial) -> None:
    made.enters("roca", "death", entries={"died_on": "2024-09-12"})
    for username in ("roca", "puig"):
        assert status(made.sits(username), made.subject, "month_12").mark is Mark.NA
    assert "died_on" not in repr(made.desk.record(made.subject))
    assert not list(made.desk.view.facts(item="died_on"))


def test_the_rater_opens_the_edss_and_completes_it(made: Trial) -> None:
    at = {"subject": OTHER, "visit": DAY_0, "form": "edss"}
    assert made.sits("puig").outlines()[1].label == OTHER
    made.plays("puig", {"enter": {**at, "entries": edss("2024-05-06"), "complete": "yes"}})
    page = made.page("edss", DAY_0, OTHER)
    assert made.desk.record(page.subject).pages[page.id].state == "complete"
    for command in (
        c.StartVisit(VisitPlace(page.subject, "month_1"), None),  # type: ignore[arg-type]
        c.RaiseQuery("Why?", subject=page.subject),
        c.Sign("I have reviewed this.", PASSWORD, page=page, username="puig"),
    ):
        with pytest.raises(Refusal, match="As rater you cannot"):
            made.desk.do(command)


def worked_out(session: FormSession) -> dict[str, object]:
    return {key.item: session.answer(key) for key in session.keys() if session.item(key).is_derived}  # noqa: SIM118


def test_the_rules_find_the_same_for_the_rater_as_for_the_coordinator(made: Trial) -> None:
    """Values are worked out and questions hidden from the whole record, whoever sees how much of it."""
    page = made.page("edss", MONTH_6)
    shown: list[dict[str, object]] = []
    asked: list[set[str]] = []
    for username in ("roca", "puig"):
        session = made.sits(username).session(page)
        session.ask_complete()
        shown.append({key.item: session.state(key).relevant for key in session.keys()} | worked_out(session))  # noqa: SIM118
        asked.append({problem.code for _, problem in session.problems()})
    assert shown[0] == shown[1]
    assert asked[0] - asked[1] == {"edss_change"}, "which tells of the relapse log"
    assert asked[1] <= asked[0]


def test_a_question_that_hangs_on_the_infusion_is_asked_of_the_rater_too(made: Trial) -> None:
    """The rater sees no infusion, and is told when it was: everything is assessed before it."""
    at = {"subject": LABEL, "visit": DAY_0, "form": "edss"}
    made.plays("puig", {"enter": {**at, "entries": {"assessed_at": "13:00"}, "reason": "typing"}})
    for username in ("puig", "roca"):
        session = made.sits(username).session(made.page("edss", DAY_0))
        assert "edss_after_infusion" in {problem.code for _, problem in session.problems()}, username
        assert "edss_after_infusion" in {line.check for line in made.desk.view.queries()}, username


def test_a_relapse_keeps_the_question_of_a_changed_step_from_being_asked_of_anybody(made: Trial) -> None:
    """Worked out from what the rater sees alone, it would be asked: the rater sees no log of relapses."""
    made.enters("roca", "relapse", entries={"onset": "2024-06-01", "new_symptoms": "yes"})
    page = made.page("edss", MONTH_6)
    made.sits("puig").do(c.RecordEntries(page, (c.EntryChange(EntryKey("visual"), Answer("1")),)))
    for username in ("puig", "roca"):
        session = made.sits(username).session(page)
        assert "edss_change" not in {problem.code for _, problem in session.problems()}
    assert not [q for q in made.desk.view.queries() if q.check == "edss_change"]


def test_what_a_check_asks_of_other_forms_is_not_for_the_rater(made: Trial) -> None:
    asked = [line for line in made.sits("roca").view.queries() if line.check == "edss_change"]
    made.desk.do(c.AnswerQuery(made.subject, asked[0].id, "she had steroids for a relapse"))
    desk = made.sits("puig")
    assert not [line for line in desk.view.queries(closed=True) if line.check == "edss_change"]
    kinds = {FactKind.QUERY_RAISED, FactKind.QUERY_ANSWERED}
    assert not [fact for fact in desk.view.facts(kinds=kinds) if "steroids" in repr(fact) or "relapse" in repr(fact)]
    with pytest.raises(Refusal, match="There is no such query"):
        desk.do(c.AnswerQuery(made.subject, asked[0].id, "so it is"))
    assert met([repr(desk.record(made.subject))], ["relapse", "steroids"]) == []


# One place


READERS = ("gui", "reports", "exchange")
NAMES = {"subject", "facts", "trail", "queries", "overview", "signatures", "source_counts"}


def test_nothing_that_shows_reads_past_the_sight() -> None:
    """What draws, prints, exports, lists or searches reads `desk.view`, never `desk.file`, and no whole study."""
    home = Path(crf_app.__file__).parent
    files = [*(path for name in READERS for path in (home / name).rglob("*.py")), *home.glob("cli*.py"),
             home / "services" / "lists.py", home / "services" / "narrowing.py"]  # fmt: skip
    assert len(files) > 100
    found = [
        f"{path.relative_to(home)}:{node.lineno} {ast.unparse(node)}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and _goes_past(node)
    ]
    assert found == []


def _goes_past(node: ast.Attribute) -> bool:
    """Whether it is ``….file.facts`` or the like, ``desk._study``, or the record that is for the rules alone."""
    if node.attr in NAMES:
        return isinstance(node.value, ast.Attribute) and node.value.attr == "file"
    owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
    return node.attr in ("_study", "_whole") and owner in ("desk", "_desk")

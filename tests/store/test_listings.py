"""What the lists and matrices show over all subjects."""

from __future__ import annotations

from crf_app.base.partial_date import PartialDate
from crf_app.capture.facts import Draft, FactKind
from crf_app.store.listings import QueryCounts, StoredAnswer
from crf_app.store.study_file import StudyFile
from tests.store.trial import a_visit, begun, entered, on_page, record, signed, visited

EDSS = "s1/month_1/edss"


def test_a_matrix_line_per_subject_by_label(file: StudyFile) -> None:
    record(file, [*a_visit("s2", "P02"), *a_visit("s1", "P01"), visited("s1", "month_3"), begun("s1/month_3/edss")])
    record(file, [on_page(FactKind.PAGE_NOT_DONE, "s1/month_3/edss", {"reason": "refused"})])
    first, second = file.overview([("edss", "total"), ("adverse_event", "term"), ("edss", "none")])
    assert (first.label, second.label) == ("P01", "P02")
    assert list(first.visits) == ["s1/month_1", "s1/month_3"]
    assert first.visits["s1/month_1"].date == PartialDate(2024, 3, 7)
    assert first.pages == {"s1/month_1": {"edss": "begun"}, "s1/month_3": {"edss": "not_done"}}
    assert first.log_pages == {"s1/-/adverse_event.1": "begun"}
    assert first.queries == {EDSS: QueryCounts(1, 0)}
    assert first.answers == {
        ("edss", "total"): [StoredAnswer("s1/month_1", EDSS, "", {"value": "3.75"})],
        ("adverse_event", "term"): [StoredAnswer(None, "s1/-/adverse_event.1", "", {"value": "Headache"})],
    }


def test_an_empty_file_has_no_lines(file: StudyFile) -> None:
    assert file.overview([("edss", "total")]) == ()
    assert file.queries(closed=True) == ()
    assert file.signatures() == ()


def test_an_answer_that_was_cleared_is_not_listed_and_a_reason_is(file: StudyFile) -> None:
    cleared = on_page(FactKind.ENTRY_RECORDED, EDSS, {}, item="total")
    unable = on_page(FactKind.ENTRY_RECORDED, EDSS, {"missing": "unable", "comment": "wheelchair"}, item="walk")
    record(file, [*a_visit(), cleared, unable, entered(EDSS, "score", "2", row="r1")])
    (line,) = file.overview([("edss", "total"), ("edss", "walk"), ("edss", "score")])
    assert ("edss", "total") not in line.answers
    assert line.answers["edss", "walk"][0].answer == {"missing": "unable", "comment": "wheelchair"}
    assert line.answers["edss", "score"][0].row == "r1"


def test_an_answer_the_form_does_not_ask_now_is_kept_and_not_listed(file: StudyFile) -> None:
    hidden = on_page(FactKind.ENTRY_RELEVANCE, EDSS, {"relevant": "no"}, item="total")
    record(file, [*a_visit(), hidden])
    assert file.overview([("edss", "total")])[0].answers == {}
    record(file, [on_page(FactKind.ENTRY_RELEVANCE, EDSS, {"relevant": "yes"}, item="total")])
    assert file.overview([("edss", "total")])[0].answers["edss", "total"][0].answer == {"value": "3.75"}


def test_a_query_is_counted_where_it_waits(file: StudyFile) -> None:
    record(file, a_visit())
    assert file.next_query_number() == 2
    answered = on_page(FactKind.QUERY_ANSWERED, EDSS, {"id": "q1", "text": "It is 3.5."})
    record(file, [answered])
    assert file.overview()[0].queries == {EDSS: QueryCounts(0, 1)}
    (line,) = file.queries()
    assert (line.number, line.label, line.item, line.state) == (1, "P01", "total", "answered")
    assert (line.text, line.last_text) == ("Please look again.", "It is 3.5.")
    record(file, [on_page(FactKind.QUERY_CLOSED, EDSS, {"id": "q1", "text": ""})])
    assert file.overview()[0].queries == {}
    assert file.queries() == ()
    assert [each.state for each in file.queries(closed=True)] == ["closed"]
    about_the_visit = {"id": "q2", "number": 2, "text": "Which day?"}
    record(file, [Draft(FactKind.QUERY_RAISED, "s1", "s1/month_1", new=about_the_visit)])
    assert file.overview()[0].queries == {"s1/month_1": QueryCounts(1, 0)}


def test_a_page_is_signed_while_one_signature_holds(file: StudyFile) -> None:
    record(file, [*a_visit(), signed("s1", "month_1", [EDSS])])
    assert file.overview()[0].signed == {EDSS: True}
    record(file, [Draft(FactKind.SIGNATURE_BROKEN, "s1", "s1/month_1", new={"id": "g1"})])
    assert file.overview()[0].signed == {EDSS: False}
    record(file, [signed("s1", "month_1", [EDSS], "g2")])
    assert file.overview()[0].signed == {EDSS: True}
    assert [(each.label, each.broken_by) for each in file.signatures()] == [("P01", 12), ("P01", None)]

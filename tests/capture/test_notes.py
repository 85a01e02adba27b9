"""Words for whoever fills a form are no question: a page of nothing else is complete as it is."""

from __future__ import annotations

from datetime import date

from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import SubjectRecord
from crf_app.study.load import load_texts
from tests.study.small_study import small


def test_a_note_asks_for_nothing() -> None:
    words = "{id: words, kind: note, label: Ask for shoes}\n      - {id: consented"
    study, findings = load_texts(small(consent=("{id: consented", words)))
    assert study is not None, [str(finding) for finding in findings]
    place = PagePlace("s", VisitPlace("s", "screening"), "consent")
    session = FormSession(study, SubjectRecord("s", "S01"), place, date(2026, 5, 12))
    assert not session.state(EntryKey("words")).required
    assert session.state(EntryKey("consented")).required

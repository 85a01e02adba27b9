"""Whatever is typed into an item of any kind is kept: it raises nothing, and comes back as it was typed."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crf_app.base.texts import whole
from crf_app.base.values import Answer, Kind
from crf_app.capture import commands as c
from crf_app.capture.facts import Content, canonical
from crf_app.capture.places import EntryKey
from crf_app.capture.typed import read_typed, text_to_edit, why_unreadable
from crf_app.capture.unreadable import without_marks
from crf_app.study.item import Item
from tests.services.clinic import MORNING, Clinic, plmsc

TODAY = MORNING.date()

anything = st.text(max_size=40) | st.text(
    st.characters(categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs", "Mn", "So", "Nd"]), max_size=12
)
"""Any text, and more than chance gives of what texts go wrong with."""


@cache
def one_of_each_kind() -> dict[Kind, tuple[str, Item]]:
    """An item of every kind the study asks, with its form."""
    found: dict[Kind, tuple[str, Item]] = {}
    for form in plmsc().forms.values():
        for item in form.items():
            if not item.is_derived and item.kind is not Kind.NOTE:
                found.setdefault(item.kind, (form.id, item))
    return found


def test_the_study_asks_nearly_every_kind() -> None:
    assert set(Kind) - set(one_of_each_kind()) <= {Kind.NOTE, Kind.FILE, Kind.DURATION}


def read(kind: Kind, text: str) -> Answer | None:
    item = one_of_each_kind()[kind][1]
    codes = plmsc().codes_of(item) if item.codes or kind is Kind.YES_NO else None
    for language in ("en", "es", "fa", "zh"):
        why_unreadable(item, text, language, codes=codes, today=TODAY)
    return read_typed(item, text, codes, TODAY)


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (Kind.NOTE, Kind.FILE, Kind.DURATION)])
@given(anything)
@settings(max_examples=60)
def test_any_text_in_any_kind_of_item_is_kept_as_typed(kind: Kind, text: str) -> None:
    answer = read(kind, text)
    if answer is None:
        assert without_marks(whole(text)) == ""
        return
    assert text_to_edit(answer) == whole(text)
    stored: Content = answer.as_json()
    canonical(stored)  # the chain can hold it
    assert Answer.from_json(kind, dict(stored)) == answer


@given(st.lists(anything.filter(lambda text: bool(text.strip())), min_size=1, max_size=6))
@settings(max_examples=15)
def test_any_text_comes_back_from_the_file(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clinic = Clinic(Path(folder))
        subject = clinic.enrols()
        expected = []
        for text in texts:
            sheet = subject.sheet("deviation")
            sheet.types(what=text, approver=text).lacks("reason", "unknown", text).saves(text)
            clinic.does(c.RaiseQuery(text, page=sheet.place), by="moradi")
            expected.append((sheet.place, whole(text)))
        record = clinic.desk.file.subject(subject.id)
        assert record is not None
        for place, text in expected:
            entries = record.pages[place.id].entries
            if without_marks(text):
                what = entries[EntryKey("what")].stored
                assert text in (what.get("value"), what.get("unreadable"))
            assert entries[EntryKey("reason")].stored == {"missing": "unknown", "comment": text}
            assert text in {said.text for query in record.queries.values() for said in query.messages}
        assert clinic.desk.file.verify().sound
        clinic.desk.file.close()

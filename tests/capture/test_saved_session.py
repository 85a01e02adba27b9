"""After saving, a page is as if it had been opened afresh, though its rules are not all walked again."""

from __future__ import annotations

from random import Random

import pytest

from crf_app.base.values import Kind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey
from tests.services.clinic import Clinic, Sheet

TYPED = {
    Kind.INTEGER: ("0", "1", "3", "7", "140", "x", ""),
    Kind.DECIMAL: ("0", "36.6", "120", "4..2", ""),
    Kind.MEASURED: ("<2", "3.5", "410", "n", ""),
    Kind.DATE: ("2025-05-22", "2025-05", "2019-01-03", "soon", ""),
    Kind.TIME: ("09:00", "12:30", "25:00", ""),
    Kind.DATE_TIME: ("2025-05-22 09:30", "2025-05-22", "2025-05-22 15:05", ""),
    Kind.TEXT: ("A", "another word", ""),
    Kind.LONG_TEXT: ("A", "more words", ""),
}


def some_text(session: FormSession, key: EntryKey, dice: Random) -> str:
    item = session.item(key)
    if item.codes is not None or item.kind is Kind.YES_NO:
        return dice.choice(["", *(code.code for code in session.study.codes_of(item).codes[:9])])
    return dice.choice(TYPED.get(item.kind, ("1", "")))


@pytest.mark.parametrize(
    ("form", "visit"),
    [
        ("edss", "screening"), ("vital_signs", "screening"), ("demographics", "screening"), ("infusion", "day_0"),
        ("cytokines", "day_0"), ("vital_signs_series", "day_0"), ("adverse_event", None),
    ],
)  # fmt: skip
def test_a_saved_page_equals_one_opened_afresh(clinic: Clinic, form: str, visit: str | None) -> None:
    subject = clinic.enrols()
    subject.comes("screening")
    if visit == "day_0":
        subject.comes("day_0", on="2025-06-07")
    sheet, dice, kept = subject.sheet(form, visit), Random(form), 0
    session = sheet.session
    keys_all = list(session.keys())
    keys = [key for key in keys_all if not session.item(key).is_derived and session.item(key).kind is not Kind.NOTE]
    for _ in range(70):
        for key in dice.sample(keys, dice.choice((1, 1, 2))):
            session.edit(key, some_text(session, key, dice))
        if not session.pending():
            continue
        rules = session.rules
        sheet.saves()
        kept += session.rules is rules
        fresh = clinic.desk.session(sheet.place)
        for key in keys_all:
            assert session.state(key) == fresh.state(key), key
        assert session.progress() == fresh.progress()
        assert session.open_ends() == fresh.open_ends()
        assert not session.pending()
    assert kept > 20


def test_what_changed_on_other_pages_is_read_anew(clinic: Clinic) -> None:
    subject = clinic.enrols().comes("screening")
    elsewhere = subject.sheet("demographics", "screening").types(height="162").saves().facts[-1]
    sheet = subject.sheet("edss", "screening").types(assessed="yes")
    changes = sheet.saves()
    record = clinic.desk.record(sheet.place.subject)
    assert sheet.session.saved(record, changes.facts) is not None
    assert sheet.session.saved(record, (*changes.facts, elsewhere)) is None


def test_a_row_that_was_added_stays_with_what_it_holds(clinic: Clinic) -> None:
    subject = clinic.enrols().comes("day_0")
    sheet: Sheet = subject.sheet("infusion", "day_0").types(interrupted="yes")
    row = sheet.session.add_row("interruptions")
    sheet.types(row, interrupted_minutes="4").saves()
    section = next(each for each in sheet.session.form.sections if each.id == "interruptions")
    assert sheet.session.rows(section) == [row]
    assert sheet.session.new_rows() == ()
    assert sheet.session.answer(EntryKey("interrupted_minutes", row)) is not None

"""Large and gridded forms, filled, in each language: every figure and word is read whole, nothing lies over another."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crf_app.capture.commands import RecordEntries
from crf_app.capture.form_session import FormSession
from crf_app.gui.theme import Theme
from crf_app.services.synthetic_filling import Filling
from tests.gui.clerk import Clerk
from tests.gui.desk_window import Ward
from tests.gui.seen_whole import cut, overlaps

GRIDS = (
    "mri_lesions", "mri_dti", "mri_volumes", "cytokines", "haematology", "csf", "macfims", "edss",
)  # fmt: skip


def lacks(session: FormSession, every: int) -> None:
    """Say of every so-and-so-manieth entry why there is no value."""
    reasons = [code.code for code in session.study.codelists[session.study.facts.missing_reasons].codes]
    asked = [key for key in session.keys() if session.state(key).relevant]  # noqa: SIM118 - a session is no mapping
    typed = [key for key in asked if not session.item(key).is_derived][1:]
    for n, key in enumerate(typed[::every]):
        session.set_missing(key, reasons[n % len(reasons)], "")


def fills(ward: Ward, form: str, *, lacking: int = 0) -> Clerk:
    """Fill a form of month 3 as if it had been typed earlier, and open it."""
    desk, place = ward.clinic.desk, ward.subject.place(form, "month_3", None)
    session = desk.session(place)
    Filling(session, "A-01", "month_3", session.today).fill()
    if lacking:
        lacks(session, lacking)
    desk.do(RecordEntries(place, session.pending(), None, session.new_rows()))
    clerk = ward.clerk.form(form)
    clerk.view.finish()
    QTest.qWait(20)
    QApplication.processEvents()
    return clerk


def assert_seen_whole(clerk: Clerk, form: str) -> None:
    for part in (clerk.view, clerk.page.aside):
        assert cut(part) == [], form
        assert overlaps(part) == [], form


@pytest.mark.parametrize(
    ("language", "factor", "size"),
    [("en", 1.0, (1366, 768)), ("fa", 1.0, (1366, 768)), ("zh", 1.0, (1024, 640)), ("fa", 2.0, (1366, 768))],
)
def test_grids_are_read_whole(wards: Callable[..., Ward], language: str, factor: float, size: tuple[int, int]) -> None:
    ward = wards(theme=Theme(language=language, factor=factor), size=size)
    ward.clerk.opens("A-01").starts_visit("month_3", "2025-09-05")
    for form in GRIDS:
        assert_seen_whole(fills(ward, form), form)


@pytest.mark.parametrize("language", ["en", "fa"])
def test_reasons_for_missing_values_are_read_whole(wards: Callable[..., Ward], language: str) -> None:
    ward = wards(theme=Theme(language=language))
    ward.clerk.opens("A-01").starts_visit("month_3", "2025-09-05")
    for form in ("haematology", "mri_lesions", "macfims", "csf"):
        assert_seen_whole(fills(ward, form, lacking=3), form)

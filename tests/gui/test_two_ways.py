"""Test set A twice: by `crf-app enter`, and by a nurse at the window who only clicks and types. The files are equal.

The script stands in tests/fixtures/set_a.yaml; the figures of test set A are typed here by hand.
"""

from __future__ import annotations

import re
import shutil
import statistics
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from crf_app.base.clock import SystemClock
from crf_app.capture.places import PagePlace
from crf_app.gui.main_window import MainWindow
from crf_app.gui.settings import Settings
from crf_app.gui.theme import Scheme
from crf_app.gui.theme.switch import ThemeSwitch
from crf_app.reports.catalogue import make_report
from crf_app.services.opening import open_file
from crf_app.services.script import read_script
from tests.cli.conftest import PASSPHRASE, PASSWORD, SECRETS, Shell, quickly
from tests.gui.clerk import Key, type_text
from tests.gui.nurse import Nurse

__all__ = ["quickly"]  # a fixture of the command line: hashes and the study's definition cost their time once

# Two workers would each enter everything: let one of them have all of this file.
pytestmark = pytest.mark.xdist_group("two_ways")

SCRIPT = Path(__file__).parents[1] / "fixtures" / "set_a.yaml"
SUBJECTS = ("A-01", "A-02", "A-03", "A-04", "A-05")
NOW = datetime(2025, 11, 20, 9, 0, tzinfo=timezone(timedelta(hours=3, minutes=30)))
"""After the last visit of the last subject. Both ways stand at this moment, so that times are equal too."""


@dataclass(frozen=True)
class TwoWays:
    """The two files, and the casebooks printed from them as they are asked for."""

    script: Shell
    window: Shell

    @property
    def both(self) -> tuple[Shell, Shell]:
        return self.script, self.window

    def casebooks(self, subject: str) -> list[list[str]]:
        """The texts of the pages of a subject's casebook, from either file."""
        return [_printed(shell, subject) for shell in self.both]


@pytest.fixture(scope="module")
def ways(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication, quickly: None) -> Iterator[TwoWays]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SystemClock, "now", lambda _: NOW)
        script = Shell(tmp_path_factory.mktemp("script"), dict(SECRETS)).makes_file()
        window = Shell(tmp_path_factory.mktemp("window"), dict(SECRETS)).signs_in("rahimi")
        shutil.copy(script.file, window.file)
        script.runs("enter", script.file, SCRIPT)
        patch.setenv("HOME", str(window.folder))
        _enters_at_the_window(window.file, qapp)
        yield TwoWays(script, window)


def _enters_at_the_window(file: Path, app: QApplication) -> None:
    switch = ThemeSwitch(app, scheme=Scheme.LIGHT, language="en")
    window = MainWindow(switch, Settings(language="en"))
    window.show()
    QTest.qWaitForWindowExposed(window)
    try:
        window.open_path(file)
        page = window.sign_in
        assert page is not None
        assert page.secret is not None
        type_text(page.secret, PASSPHRASE)
        QTest.keyClick(page.secret, Key.Key_Return)
        nurse = Nurse(window)
        nurse.waits(lambda: window.desk is not None)
        nurse.signs_in("rahimi", PASSWORD)
        steps, wrong = read_script(SCRIPT)
        assert not wrong
        nurse.carries_all_out(steps)
    finally:
        window.close()


def _printed(shell: Shell, subject: str) -> list[str]:
    target = shell.folder / f"{subject}.pdf"
    if not target.exists():
        desk = open_file(shell.file, PASSPHRASE)
        try:
            desk.sign_in("rahimi", PASSWORD)
            make_report(desk, "casebook", target, subject=subject, language="en")
        finally:
            desk.file.close()
    return [page.extract_text() for page in PdfReader(target).pages]


def _held(shell: Shell) -> dict[tuple[object, ...], dict[str, Any]]:
    """Everything that stands in a file's entries, by where it stands."""
    desk = open_file(shell.file, PASSPHRASE)
    found: dict[tuple[object, ...], dict[str, Any]] = {}
    try:
        desk.sign_in("rahimi", PASSWORD)
        for subject in desk.file.overview():
            for page in desk.record(subject.id).pages.values():
                for at, entry in page.entries.items():
                    where = (subject.label, *_without_subject(page.place), at.row, at.item)
                    found[where] = {**entry.stored, "derived": entry.derived}
    finally:
        desk.file.close()
    return found


def _without_subject(place: PagePlace) -> tuple[object, ...]:
    visit = (place.visit.planned, place.visit.repeat) if place.visit is not None else ("", 0)
    return (*visit, place.form, place.repeat)


@pytest.mark.parametrize("way", ["script", "window"])
def test_the_file_verifies(ways: TwoWays, way: str) -> None:
    shell: Shell = getattr(ways, way)
    verified = shell.json("verify", shell.file)
    assert (verified["sound"], verified["complete"], verified["discrepancies"]) == (True, True, [])


def test_every_entry_is_the_same(ways: TwoWays) -> None:
    by_script, by_window = (_held(shell) for shell in ways.both)
    assert len(by_script) > 2_500
    assert set(by_window) == set(by_script)
    assert {where: held for where, held in by_window.items() if held != by_script[where]} == {}


@pytest.mark.parametrize("what", ["subjects", "visits", "pages", "queries", "adverse-events", "deviations"])
def test_every_list_is_the_same(ways: TwoWays, what: str) -> None:
    assert ways.window.lists(what) == ways.script.lists(what)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_casebooks_carry_the_same_values(ways: TwoWays, subject: str) -> None:
    by_script, by_window = (_comparable(pages) for pages in ways.casebooks(subject))
    assert len(by_script.leaves) > 15
    assert by_window.leaves == by_script.leaves
    # A script saves a page at once and a nurse field by field: the facts are the same, in another order.
    assert by_window.trail == by_script.trail


@dataclass(frozen=True)
class Comparable:
    """A casebook without what must differ: seal and fact numbers; of the audit trail the lines, in any order."""

    leaves: list[list[str]]
    trail: Counter[str]


def _comparable(pages: list[str]) -> Comparable:
    texts = [re.sub(r"Seal [0-9A-F ]{19}|at fact [\d,]+", "", text) for text in pages]
    first = next(n for n, text in enumerate(texts) if text.startswith("Audit trail"))
    trail = Counter(re.sub(r"^[\d,]+ (?=20\d\d-)", "", line) for text in texts[first:] for line in text.splitlines())
    return Comparable([text.splitlines() for text in texts[:first]], trail)


def test_golden_values_of_the_steps_typed_at_the_window(ways: TwoWays) -> None:
    found = {
        (e["subject"], e["visit"]): Decimal(e["value"])
        for e in ways.window.lists("entries")
        if (e["form"], e["item"]) == ("edss", "total")
    }
    by_visit = [[found[s, visit] for s in SUBJECTS] for visit in ("day_0", "month_1", "month_3", "month_6")]
    assert [str(statistics.median(steps)) for steps in by_visit] == ["6.5", "6.0", "5.5", "5.5"]
    assert [str(statistics.mean(steps)) for steps in by_visit] == ["6.3", "5.8", "5.6", "5.6"]


def test_the_casebook_of_a_03_shows_the_censored_il_10_and_the_explanation(ways: TwoWays) -> None:
    for pages in ways.casebooks("A-03"):
        day_0 = _with(pages, "Subject A-03 Day 0", "Results\nFirst")
        assert re.search(r"^1 IL-10 <2\.0 BLQ <2\.0 BLQ <2\.0 BLQ", day_0, re.MULTILINE)
        month_3 = _with(pages, "Subject A-03 Month 3", "Explanation")
        assert "A value stands out because of Infection" in month_3
        assert "In words COVID-19, recovered two days before the sample" in " ".join(month_3.split())


@pytest.mark.parametrize(("subject", "day"), [("A-01", "2025-02-10"), ("A-05", "2025-05-05")])
def test_the_casebook_shows_the_headache_and_its_drug(ways: TwoWays, subject: str, day: str) -> None:
    event = ("CTCAE term, version 5 Headache", "Grade 1", f"Began {day} 18:30", f"Ended {day} 19:30")
    drug = ("Given for Adverse event", "Number of the adverse event 1", f"From {day} 18:30", f"To {day} 19:30")
    for pages in ways.casebooks(subject):
        page = _with(pages, "Adverse event 1: Headache", "What happened")
        for line in (*event, "Number in the medication log 2"):
            assert line in page
        page = _with(pages, "Medication 2: Paracetamol")
        for line in drug:
            assert line in page


def _with(pages: list[str], *words: str) -> str:
    """The one page that has all these words."""
    (found,) = (text for text in pages if all(each in text for each in words))
    return found

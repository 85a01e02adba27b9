"""Test set B: nine subjects of the crossover are entered through the services, read back from the file, and counted.

The table of the set is typed here by hand; the script that is entered stands in tests/fixtures/set_b.yaml. Last
observations are carried forward here, in the analysis, and nowhere in the file.
"""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import pytest

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.services.desk import Desk
from crf_app.services.lists import listings
from crf_app.services.opening import load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script import read_script
from tests.studies.statistics import annual_rate, mann_whitney
from tests.studies.two_hands import PASSWORD, play, staff

SCRIPT = Path(__file__).parents[1] / "fixtures" / "set_b.yaml"
PASSPHRASE = "drei Löwen schlafen 7"
BARCELONA = timezone(timedelta(hours=2))
TODAY = datetime(2024, 6, 3, 9, 0, tzinfo=BARCELONA)

# sequence | of the first six months: change of enhancing lesions, new T2 lesions, change of EDSS, relapses
TABLE = """
B-01  sequence_pm   15  130   1.0  3
B-02  sequence_pm    6   21   0    2
B-03  sequence_pm    6   14   0    1
B-04  sequence_pm    0    0   0    0
B-05  sequence_mp  -16   47   1.0  1
B-06  sequence_mp   -1    8   1.0  0
B-07  sequence_mp    0    7   0    0
B-08  sequence_mp    0    1   0    0
B-09  sequence_mp    4    0  -0.5  0
"""
LINES = TABLE.strip().splitlines()
LEFT_EARLY = "B-01"

# What happened while a subject was on what: published, whoever had it.
EVENTS = {
    "medium": {"Upper respiratory infection": 3, "Gastroenteritis": 2, "Dental abscess": 1},
    "msc": {"Upper respiratory infection": 1, "Influenza": 1, "Gastroenteritis": 1},
}


class SetB:
    """What the file holds, found by where it stands, and what the analysis makes of it."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.found = {row[:6]: row[6] for row in listings(desk)["entries"].rows(desk)}
        self.subjects = [row[0] for row in listings(desk)["subjects"].rows(desk)]

    def at(self, subject: str, visit: str, form: str, item: str) -> str | None:
        return self.found.get((subject, visit, form, "1", "", item))

    def number(self, subject: str, visit: str, form: str, item: str) -> Decimal | None:
        value = self.at(subject, visit, form, item)
        return None if value is None else Decimal(value)

    def log(self, subject: str, form: str) -> list[dict[str, str]]:
        pages: dict[str, dict[str, str]] = {}
        for (of, _, named, number, _, item), value in self.found.items():
            if (of, named) == (subject, form):
                pages.setdefault(number, {})[item] = value
        return [pages[number] for number in sorted(pages)]

    def sequence(self, subject: str) -> str:
        found = self.at(subject, "period_1_day_0", "randomisation", "sequence")
        assert found is not None
        return found

    def carried(self, subject: str, form: str, item: str) -> Decimal:
        """The last observation of the first period, whether or not it is of month 6."""
        values = (self.number(subject, visit, form, item) for visit in ("month_6", "month_3"))
        return next(value for value in values if value is not None)

    def change(self, subject: str, form: str, item: str) -> Decimal:
        before = self.number(subject, "period_1_day_0", form, item)
        assert before is not None
        return self.carried(subject, form, item) - before

    def gel_change(self, subject: str) -> Decimal:
        return self.change(subject, "mri_lesions", "gel")

    def step_change(self, subject: str) -> Decimal:
        return self.change(subject, "edss", "total")

    def new_lesions(self, subject: str) -> Decimal:
        """New T2 lesions against the first scan; of who left, those seen at the last scan."""
        found = self.number(subject, "month_6", "period_summary", "t2_new_in_period")
        return self.carried(subject, "mri_lesions", "t2_new_or_enlarging") if found is None else found

    def infused_on(self, subject: str) -> date:
        found = self.at(subject, "period_1_day_0", "cell_infusion", "start")
        assert found is not None
        return datetime.fromisoformat(found).date()

    def relapses(self, subject: str) -> Decimal:
        begin = self.infused_on(subject)
        onsets = [date.fromisoformat(r["onset"]) for r in self.log(subject, "relapse") if r["confirmed"] == "yes"]
        return Decimal(sum(begin <= onset < begin + timedelta(days=180) for onset in onsets))

    def years_seen(self, subject: str) -> Decimal:
        """Person-time of the first six months in years of 360 days, cut where a subject left."""
        ended = self.at(subject, "unscheduled", "end_of_study", "ended_on")
        days = 180 if ended is None else (date.fromisoformat(ended) - self.infused_on(subject)).days
        return Decimal(days) / 360

    def groups(self, what: Callable[[str], Decimal]) -> tuple[list[Decimal], list[Decimal]]:
        """A figure of the first six months, of those on placebo and of those on cells."""
        placebo = [what(each) for each in self.subjects if self.sequence(each) == "sequence_pm"]
        cells = [what(each) for each in self.subjects if self.sequence(each) == "sequence_mp"]
        return placebo, cells


@pytest.fixture(scope="module")
def set_b(tmp_path_factory: pytest.TempPathFactory) -> SetB:
    """A file into which test set B was entered; tests only read it."""
    path = tmp_path_factory.mktemp("set_b") / "site-01.crf"
    study = load_whole(bundled("forms", "rrms-bmmsc-crossover"))
    desk = make_file(path, PASSPHRASE, study, "01", SetClock(TODAY), hash_password=hash_published_password)
    staff(desk)
    steps, findings = read_script(SCRIPT)
    assert findings == ()
    play(desk, study, steps)
    # The figures are worked out by somebody who may see who was given what.
    desk.sign_in("marin", PASSWORD)
    return SetB(desk)


def test_nine_subjects_were_entered_and_nothing_is_asked(set_b: SetB) -> None:
    assert set_b.subjects == [line.split()[0] for line in LINES]
    assert list(listings(set_b.desk)["queries"].rows(set_b.desk)) == []
    assert {row[4] for row in listings(set_b.desk)["pages"].rows(set_b.desk)} == {"complete"}


def test_visits_were_kept_in_their_windows(set_b: SetB) -> None:
    kept = [row for row in listings(set_b.desk)["visits"].rows(set_b.desk) if row[3]]
    assert len(kept) == 9 * 5
    assert {row[7] for row in kept} == {""}


@pytest.mark.parametrize("line", LINES)
def test_what_was_entered_is_what_the_table_says(set_b: SetB, line: str) -> None:
    subject, sequence, *figures = line.split()
    assert set_b.sequence(subject) == sequence
    counted = [
        set_b.gel_change(subject),
        set_b.new_lesions(subject),
        set_b.step_change(subject),
        set_b.relapses(subject),
    ]
    assert counted == [Decimal(figure) for figure in figures]


@pytest.mark.parametrize("line", [line for line in LINES if not line.startswith(LEFT_EARLY)])
def test_the_summary_of_period_1_says_so_too(set_b: SetB, line: str) -> None:
    subject, sequence, *figures = line.split()
    summary = ("gel_change", "t2_new_in_period", "step_change", "relapses_in_period")
    derived = [set_b.number(subject, "month_6", "period_summary", item) for item in summary]
    assert derived == [Decimal(figure) for figure in figures]
    given = set_b.at(subject, "month_6", "period_summary", "period_treatment")
    assert given == ("msc" if sequence == "sequence_mp" else "medium")
    parts = [set_b.number(subject, visit, "mri_lesions", "gel") for visit in ("month_3", "month_6")]
    cumulative = set_b.number(subject, "month_6", "period_summary", "gel_cumulative")
    assert cumulative == sum(part for part in parts if part is not None)


def test_nothing_is_carried_forward_in_the_file(set_b: SetB) -> None:
    stages = {row[0]: row[2] for row in listings(set_b.desk)["subjects"].rows(set_b.desk)}
    assert [subject for subject, stage in stages.items() if stage == "withdrawn"] == [LEFT_EARLY]
    assert [place for place in set_b.found if place[:2] == (LEFT_EARLY, "month_6")] == []


def test_an_mri_after_steroids_waited_and_the_visit_did_not(set_b: SetB) -> None:
    assert set_b.at("B-02", "month_3", "mri_scan", "postponed") == "yes"
    due, done, target = (set_b.at("B-02", "month_3", "mri_scan", item) for item in ("due", "assessed_on", "target"))
    assert due == done
    assert date.fromisoformat(str(due)) - date.fromisoformat(str(target)) == timedelta(days=30)


# mean, standard deviation and median as published, to the digits published
@pytest.mark.parametrize(
    ("what", "placebo", "cells"),
    [
        ("gel_change", ("6.8", "6.2", "6"), ("-2.6", "7.7", "0")),
        ("new_lesions", ("41.2", "59.8", "17.5"), ("12.6", "19.6", "7")),
        ("step_change", ("0.25", "0.5", "0"), ("0.3", "0.7", "0")),
    ],
)
def test_the_published_figures(set_b: SetB, what: str, placebo: tuple[str, ...], cells: tuple[str, ...]) -> None:
    for values, published in zip(set_b.groups(getattr(set_b, what)), (placebo, cells), strict=True):
        figures = (statistics.mean(values), statistics.stdev(values), statistics.median(values))
        for figure, printed in zip(figures, published, strict=True):
            places = len(printed.partition(".")[2])
            assert abs(figure - Decimal(printed)) <= Decimal(5).scaleb(-places - 1)  # however a half was rounded


# U, the P of the whole numbers beside it, and the golden value: where ties leave U at a half it is that of one of them.
@pytest.mark.parametrize(
    ("what", "u", "beside", "golden"),
    [
        ("gel_change", "2", ("0.063", "0.063"), "0.063"),
        ("new_lesions", "6.5", ("0.413", "0.556"), "0.556"),
        ("step_change", "10", ("1.000", "1.000"), "1.000"),
        ("relapses", "3.5", ("0.111", "0.190"), "0.111"),
    ],
)
def test_placebo_against_cells(set_b: SetB, what: str, u: str, beside: tuple[str, str], golden: str) -> None:
    test = mann_whitney(*set_b.groups(getattr(set_b, what)))
    assert test.u == Decimal(u)
    assert (f"{test.lower:.3f}", f"{test.upper:.3f}") == beside
    assert golden in beside


def test_relapse_rates(set_b: SetB) -> None:
    placebo, cells = (int(sum(group)) for group in set_b.groups(set_b.relapses))
    assert (placebo, cells) == (6, 1)
    rate = annual_rate(placebo, 4 * 0.5)
    assert (f"{rate.per_year:.1f}", f"{rate.low:.2f}", f"{rate.high:.2f}") == ("3.0", "1.10", "6.53")
    rate = annual_rate(cells, 5 * 0.5)
    assert (f"{rate.per_year:.2f}", f"{rate.low:.3f}", f"{rate.high:.2f}") == ("0.40", "0.010", "2.23")


def test_relapse_rate_with_the_time_of_who_left_cut(set_b: SetB) -> None:
    years, _ = (float(sum(group)) for group in set_b.groups(set_b.years_seen))
    relapses, _ = (int(sum(group)) for group in set_b.groups(set_b.relapses))
    assert f"{years:.3f}" == "1.917"
    assert f"{annual_rate(relapses, years).per_year:.2f}" == "3.13"


def test_events_by_what_the_subject_was_on(set_b: SetB) -> None:
    found: dict[str, Counter[str]] = {"medium": Counter(), "msc": Counter()}
    for subject in set_b.subjects:
        for event in set_b.log(subject, "adverse_event"):
            assert (event["grade"], event["serious"]) == ("1", "no")
            if event["words"] != "Herpes labialis":
                found[event["treatment_at_onset"]][event["words"]] += 1
    assert found == EVENTS


def test_herpes_came_back_in_the_second_period(set_b: SetB) -> None:
    first, second = set_b.log("B-07", "adverse_event")
    assert (first["words"], second["words"]) == ("Herpes labialis", "Herpes labialis")
    assert (first["infusions_before"], first["days_after"]) == ("1", "7")
    assert (second["infusions_before"], second["days_after"]) == ("2", "30")
    assert second["same_as"] == "1"


def test_the_file_verifies(set_b: SetB) -> None:
    verified = set_b.desk.file.verify()
    assert verified.sound


def test_the_script_says_where_it_comes_from_and_can_be_read() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert "Nobody of them is a patient" in text
    assert max(map(len, text.splitlines())) <= 120

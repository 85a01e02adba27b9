"""Test set C of the ALS study: entered as a coordinator would, and held against its table.

The table is typed here by hand; the script that is entered stands in tests/fixtures/set_c.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import pytest

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.capture import commands as c
from crf_app.services.desk import Desk
from crf_app.services.lists import listings
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script import ScriptRun, read_script

SCRIPT = Path(__file__).parents[1] / "fixtures" / "set_c.yaml"
AHVAZ = timezone(timedelta(hours=3, minutes=30))
AFTERWARDS = datetime(2022, 1, 15, 9, 0, tzinfo=AHVAZ)
PASSPHRASE = "drei Löwen schlafen 7"
PASSWORD = "ten green bottles"
SCORED = ("day_0", "month_1", "month_3", "month_6", "month_10")

# first symptom, injection | ALSFRS-R ten months before, day 0, months 1, 3, 6, 10 | FVC in % before, day 0, month 10
TABLE = """
C-01  2019-05     2021-01-10   41  36 35 34 33 30   82 71 66
C-02  2018        2021-02-02   44  38 38 38 37 37   95 83 85
C-03  2018-11-20  2021-02-15   36  31 31 30 29 28   70 60 41
C-04  2020-01-15  2021-03-01   39  33 33 33 33 34   77 64 78
C-05  2019-08-01  2021-03-20   35  27 26  –  –  –   58 44  –
"""


class File:
    """A file into which set C was entered, read through its lists."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.answers = {
            (e["subject"], e["visit"], e["form"], e["row"], e["item"]): e["value"] for e in self.lists("entries")
        }

    def lists(self, name: str) -> list[dict[str, str]]:
        listing = listings(self.desk)[name]
        return [dict(zip(listing.columns, row, strict=True)) for row in listing.rows(self.desk)]

    def of(self, name: str, subject: str) -> list[dict[str, str]]:
        return [line for line in self.lists(name) if line["subject"] == subject]

    def at(self, subject: str, visit: str, form: str, item: str, row: str = "") -> str:
        """The answer, or – where there is none."""
        return self.answers.get((subject, visit, form, row, item), "–")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[File]:
    numbers = count(1)
    study = load_whole(bundled("forms", "als-intrathecal"))
    path = tmp_path_factory.mktemp("set_c") / "site-01.crf"
    desk = make_file(
        path,
        PASSPHRASE,
        study,
        "01",
        SetClock(AFTERWARDS),
        lambda: f"id{next(numbers):05d}",
        hash_password=hash_published_password,
    )
    add_first_person(desk, c.AddPerson("sadeghi", "R. Sadeghi", "administrator", PASSWORD))
    desk.actor = desk.sign_in("sadeghi", PASSWORD)
    desk.do(c.AddPerson("rahimi", "N. Rahimi", "coordinator", PASSWORD, temporary=False))
    desk.actor = desk.sign_in("rahimi", PASSWORD)
    steps, findings = read_script(SCRIPT)
    assert [str(finding) for finding in findings] == []
    for _ in ScriptRun(desk, PASSWORD).run(steps):
        pass
    yield File(desk)
    desk.file.close()


@pytest.mark.parametrize("line", TABLE.strip().splitlines(), ids=lambda line: line.split()[0])
def test_what_is_stored_is_the_table(file: File, line: str) -> None:
    subject, onset, injected, total_before, *figures = line.split()
    totals, (fvc_before, fvc, fvc_last) = figures[:5], figures[5:]
    assert file.at(subject, "screening", "als_diagnosis", "onset") == onset
    assert file.at(subject, "day_0", "intrathecal_dose", "start")[:10] == injected
    assert file.at(subject, "screening", "als_history", "first_total") == total_before
    assert file.at(subject, "screening", "als_history", "first_fvc") == fvc_before
    assert [file.at(subject, visit, "alsfrs_r", "total") for visit in SCORED] == totals
    assert file.at(subject, "day_0", "spirometry", "fvc_percent") == fvc
    assert file.at(subject, "month_10", "spirometry", "fvc_percent") == fvc_last


def test_every_visit_was_kept_in_its_window_and_is_complete(file: File) -> None:
    kept = [visit for visit in file.lists("visits") if visit["date"]]
    assert len(kept) == 4 * 8 + 6
    assert {(visit["off_by"], visit["mark"]) for visit in kept} == {("", "complete")}


def test_the_slopes_of_c_01_to_the_printed_digits(file: File) -> None:
    def course(row: str, item: str) -> str:
        return file.at("C-01", "month_10", "als_course", item, row)

    assert (course("alsfrs_line", "slope"), course("alsfrs_line", "intercept")) == ("-0.560606", "35.842424")
    assert (course("alsfrs_before", "run_in_change"), course("alsfrs_before", "run_in_rate")) == ("-5", "-0.500")
    assert (course("alsfrs_since", "change_since"), course("alsfrs_since", "rate_since")) == ("-6", "-0.600")
    # An onset in May 2019 leaves a month of doubt: two bounds around 12 points in 20 months, and no value between them.
    assert (course("at_baseline", "delta_fs_least"), course("at_baseline", "delta_fs_most")) == ("0.581", "0.610")
    assert course("at_baseline", "delta_fs") == "–"


def test_the_onset_of_c_02_is_asked_and_not_guessed(file: File) -> None:
    (query,) = file.of("queries", "C-02")
    assert (query["check"], query["state"]) == ("als_diagnosis_onset_open", "open")
    assert query["where"] == "screening/als_diagnosis"
    assert file.at("C-02", "screening", "eligibility", "onset_limit") == "2018-01-05"
    assert file.at("C-02", "screening", "eligibility", "onset_met") == "–"
    assert file.at("C-02", "screening", "eligibility", "all_met") == "–"
    assert file.at("C-02", "screening", "als_diagnosis", "onset") == "2018"
    assert file.at("C-02", "screening", "als_diagnosis", "months_least") == "24.5"
    assert file.at("C-02", "screening", "als_diagnosis", "months_most") == "36.7"


def test_c_02_is_enrolled_with_a_deviation(file: File) -> None:
    assert file.at("C-02", "screening", "eligibility", "enrolled_with_deviation") == "yes"
    assert file.at("C-02", "screening", "eligibility", "deviation_criterion") == "onset"
    (deviation,) = file.lists("deviations")
    assert (deviation["subject"], deviation["kind"]) == ("C-02", "recorded")


@pytest.mark.parametrize("subject", ["C-01", "C-03", "C-04", "C-05"])
def test_the_others_meet_all_criteria(file: File, subject: str) -> None:
    assert file.at(subject, "screening", "eligibility", "onset_met") == "yes"
    assert file.at(subject, "screening", "eligibility", "all_met") == "yes"


def test_c_03_is_scored_by_5b_once_there_is_a_gastrostomy(file: File) -> None:
    scored = {
        visit: tuple(file.at("C-03", visit, "alsfrs_r", f"cutting_{x}") for x in ("5a", "5b")) for visit in SCORED
    }
    assert scored == {
        "day_0": ("2", "–"),
        "month_1": ("2", "–"),
        "month_3": ("2", "–"),
        "month_6": ("–", "1"),
        "month_10": ("–", "1"),
    }
    assert file.at("C-03", "month_6", "alsfrs_r", "item_5") == "1"
    assert file.at("C-03", "month_3", "als_milestones", "recorded_on", "gastrostomy") == "–"
    assert file.at("C-03", "month_6", "als_milestones", "recorded_on", "gastrostomy") == "2021-06-15"


def test_the_swallowing_of_c_03_was_asked_about_and_the_gastrostomy_was_not(file: File) -> None:
    (query,) = file.of("queries", "C-03")
    assert (query["where"], query["check"], query["state"]) == ("month_3/alsfrs_r", "alsfrs_r_tube_feeding", "answered")


def test_the_headache_of_c_04_is_an_adverse_event(file: File) -> None:
    (event,) = file.of("adverse-events", "C-04")
    assert (event["term"], event["grade"], event["serious"], event["outcome"]) == ("Headache", "1", "no", "recovered")
    assert (event["cause_procedure"], event["cause_cells"], event["related"]) == ("probable", "unlikely", "yes")
    assert file.at("C-04", "hour_24", "lp_questionnaire", "headache") == "yes"
    assert file.at("C-04", "month_10", "end_of_study", "events_recorded") == "1"
    assert file.of("queries", "C-04") == []


def test_nobody_else_had_an_adverse_event_but_c_05(file: File) -> None:
    assert [(e["subject"], e["term"]) for e in file.lists("adverse-events")] == [
        ("C-04", "Headache"),
        ("C-05", "Respiratory failure"),
    ]
    assert file.at("C-01", "month_10", "end_of_study", "events_recorded") == "0"


def test_the_visits_of_c_05_after_the_death_do_not_apply(file: File) -> None:
    visits = {visit["visit"]: visit for visit in file.of("visits", "C-05")}
    for visit in ("month_3", "month_6", "month_10"):
        assert (visits[visit]["mark"], visits[visit]["reason"], visits[visit]["date"]) == ("na", "death", "")
    assert visits["month_1"]["mark"] == "complete"
    assert file.of("due", "C-05") == []


def test_a_death_is_no_score_of_0(file: File) -> None:
    scored = [key[1] for key in file.answers if key[0] == "C-05" and key[2:] == ("alsfrs_r", "", "total")]
    assert sorted(scored) == ["day_0", "month_1", "screening"]
    assert "0" not in {value for key, value in file.answers.items() if key[2:] == ("alsfrs_r", "", "total")}


def test_the_death_of_c_05_agrees_with_its_event_and_its_end(file: File) -> None:
    assert file.at("C-05", "", "death", "days_after_infusion") == "61"
    assert file.at("C-05", "unscheduled", "end_of_study", "end_reason") == "death"
    assert file.at("C-05", "unscheduled", "end_of_study", "death_date") == "2021-05-20"
    assert {query["state"] for query in file.of("queries", "C-05")} == {"closed"}


def test_the_file_verifies(file: File) -> None:
    verified = file.desk.file.verify()
    assert verified.sound
    assert verified.discrepancies == ()
    assert verified.rows["subject"] == 5
    assert verified.facts == len(file.lists("audit"))

"""The main job, from an empty folder to figures: test set A is entered, listed and held against its table.

The table of test set A is typed here by hand; the script that is entered stands in tests/fixtures/set_a.yaml.
"""

from __future__ import annotations

import statistics
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

FIXTURES = Path(__file__).parents[1] / "fixtures"
SUBJECTS = ("A-01", "A-02", "A-03", "A-04", "A-05")
SAMPLED = ("day_0", "month_1", "month_3")
RATED = ("day_0", "month_1", "month_3", "month_6")

UNPUBLISHED = {"macfims", "fss", "scl_90_r", "mri_scan", "mri_lesions", "mri_volumes", "mri_dti", "mri_fmri"}
UNPUBLISHED |= {"haematology", "csf"}
"""No figures by subject were published of these, so the script declares them not done."""

# age sex weight cells | EDSS day 0, months 1, 3, 6 | headache
PEOPLE = """
A-01  34  female  58.0  174.0   6.5  6.0  5.5  5.5   yes
A-02  41  female  66.5  199.5   6.0  5.5  5.5  5.5   no
A-03  29  male    72.4  217.2   6.5  6.0  6.0  6.0   no
A-04  45  female  61.2  183.6   6.0  5.5  5.0  5.0   no
A-05  38  male    80.0  240.0   6.5  6.0  6.0  6.0   yes
"""

# pg/mL at day 0, month 1, month 3; CD19+CD20+ in %
SAMPLES = """
A-01  il_10      6.1   9.8   14.9
A-01  il_6       12.4  8.8   5.0
A-01  il_17a     33.0  21.5  12.9
A-01  tnf_alpha  18.2  13.0  8.1
A-01  cd19_cd20  1.9   1.2   0.6
A-02  il_10      4.4   7.0   10.2
A-02  il_6       9.7   7.9   6.1
A-02  il_17a     28.7  24.0  15.5
A-02  tnf_alpha  15.1  11.8  9.9
A-02  cd19_cd20  0.8   0.7   0.4
A-03  il_10      <2.0  3.9   7.7
A-03  il_6       7.1   15.6  31.8
A-03  il_17a     41.2  30.6  22.3
A-03  tnf_alpha  21.0  16.4  12.2
A-03  cd19_cd20  2.4   1.8   1.1
A-04  il_10      5.0   8.2   11.6
A-04  il_6       10.9  6.4   <1.5
A-04  il_17a     25.4  16.1  9.0
A-04  tnf_alpha  13.7  9.4   6.6
A-04  cd19_cd20  1.1   0.9   0.5
A-05  il_10      7.3   10.1  12.4
A-05  il_6       14.0  11.2  7.7
A-05  il_17a     37.9  33.3  19.8
A-05  tnf_alpha  19.5  15.0  10.3
A-05  cd19_cd20  1.5   1.0   0.7
"""


class Entries:
    """What the file lists, found by where it stands."""

    def __init__(self, shell: Shell) -> None:
        self.found = {
            (e["subject"], e["visit"], e["form"], e["number"], e["row"], e["item"]): e["value"]
            for e in shell.lists("entries")
        }

    def at(self, subject: str, visit: str, form: str, item: str, row: str = "") -> str:
        return self.found[(subject, visit, form, "1", row, item)]

    def log(self, subject: str, form: str, number: str) -> dict[str, str]:
        return {k[5]: value for k, value in self.found.items() if (k[0], k[2], k[3]) == (subject, form, number)}


@pytest.fixture(scope="module")
def entries(entered: Shell) -> Entries:
    return Entries(entered)


def test_everybody_and_everything_is_there(entered: Shell) -> None:
    assert [p["username"] for p in entered.json("person", "list", entered.file)] == ["sadeghi", "rahimi", "karimi"]
    subjects = entered.lists("subjects")
    assert [s["subject"] for s in subjects] == list(SUBJECTS)
    assert {(s["stage"], s["visits"], s["open_queries"]) for s in subjects} == {("follow_up", "6", "0")}
    states = {(p["form"], p["state"]) for p in entered.lists("pages")}
    assert {form for form, state in states if state == "not_done"} == UNPUBLISHED
    assert {state for form, state in states if form not in UNPUBLISHED} == {"complete"}


def test_the_file_verifies(entered: Shell) -> None:
    trail = entered.lists("audit")
    verified = entered.json("verify", entered.file)
    assert verified["sound"] is True
    assert verified["complete"] is True
    assert verified["discrepancies"] == []
    assert verified["rows"]["subject"] == 5
    assert verified["facts"] == len(trail)
    assert f"{entered.file}: sound" in entered.runs("verify", entered.file).stdout


def test_every_visit_was_kept_in_its_window(entered: Shell) -> None:
    kept = [v for v in entered.lists("visits") if v["date"]]
    assert len(kept) == 30
    assert {v["off_by"] for v in kept} == {""}
    assert {v["mark"] for v in kept} == {"complete"}


@pytest.mark.parametrize("line", PEOPLE.strip().splitlines())
def test_people_weights_cells_and_steps_are_those_of_the_table(entries: Entries, line: str) -> None:
    subject, age, sex, weight, cells, *steps, headache = line.split()
    assert entries.at(subject, "screening", "demographics", "age") == age
    assert entries.at(subject, "screening", "demographics", "sex") == sex
    assert entries.at(subject, "day_0", "infusion", "weight") == weight
    assert entries.at(subject, "day_0", "infusion", "cells_given") == cells
    assert entries.at(subject, "day_0", "infusion", "calculated_cells") == cells
    assert entries.at(subject, "day_0", "infusion", "percent_given") == "100.0"
    assert [entries.at(subject, visit, "edss", "total") for visit in RATED] == steps
    assert entries.at(subject, "hour_24", "reaction_checklist", "headache") == headache


@pytest.mark.parametrize("line", SAMPLES.strip().splitlines())
def test_samples_are_those_of_the_table(entries: Entries, line: str) -> None:
    subject, what, *figures = line.split()
    for visit, figure in zip(SAMPLED, figures, strict=True):
        if what == "cd19_cd20":
            assert entries.at(subject, visit, "b_cells", "double_positive") == figure
        else:
            assert entries.at(subject, visit, "cytokines", "reported", what) == figure


def test_golden_values_of_the_stored_steps(entries: Entries) -> None:
    by_visit = [[Decimal(entries.at(s, visit, "edss", "total")) for s in SUBJECTS] for visit in RATED]
    assert [str(statistics.median(steps)) for steps in by_visit] == ["6.5", "6.0", "5.5", "5.5"]
    assert [str(statistics.mean(steps)) for steps in by_visit] == ["6.3", "5.8", "5.6", "5.6"]


def test_the_calculated_step_agrees_with_the_rater_everywhere(entries: Entries) -> None:
    for subject in SUBJECTS:
        for visit in ("screening", *RATED):
            assert entries.at(subject, visit, "edss", "calculated") == entries.at(subject, visit, "edss", "total")


def test_a_censored_result_stays_censored(entries: Entries) -> None:
    assert entries.at("A-03", "day_0", "cytokines", "reported", "il_10") == "<2.0"
    with pytest.raises(KeyError):  # nothing is worked out from it
        entries.at("A-03", "month_1", "cytokines", "il_10_ratio")


def test_the_rise_of_il_6_is_explained(entered: Shell, entries: Entries) -> None:
    assert entries.at("A-03", "month_3", "cytokines", "il_6_ratio") == "2.04"
    assert entries.at("A-03", "month_3", "cytokines", "explanation") == "infection"
    assert "COVID-19" in entries.at("A-03", "month_3", "cytokines", "explanation_words")
    event = entries.at("A-03", "month_3", "cytokines", "explanation_event")
    assert "COVID-19" in entries.log("A-03", "adverse_event", event)["words"]
    asked = [q for q in entered.lists("queries") if q["check"] == "il_6_stands_out"]
    assert [(q["subject"], q["where"], q["state"]) for q in asked] == [("A-03", "month_1/cytokines", "answered")]


@pytest.mark.parametrize("subject", ["A-01", "A-05"])
def test_headache_of_day_0(entries: Entries, subject: str) -> None:
    event = entries.log(subject, "adverse_event", "1")
    assert (event["term"], event["grade"], event["serious"]) == ("Headache", "1", "no")
    onset, end = (datetime.fromisoformat(event[name]) for name in ("onset", "end"))
    infusion = datetime.fromisoformat(entries.at(subject, "day_0", "infusion", "start"))
    assert onset.date() == infusion.date()
    assert end - onset == timedelta(hours=1)
    drug = entries.log(subject, "concomitant_medication", event["medication_number"])
    assert (drug["drug"], drug["indication"], drug["event_number"]) == ("Paracetamol", "adverse_event", "1")
    assert (drug["drug_start"], drug["drug_end"]) == (event["onset"], event["end"])


def test_nobody_else_had_one(entered: Shell) -> None:
    events = [(e["subject"], e["term"]) for e in entered.lists("adverse-events")]
    assert events == [
        ("A-01", "Headache"),
        ("A-03", "Infections and infestations - Other, specify"),
        ("A-05", "Headache"),
    ]


def test_a_reason_was_given_for_what_the_tube_did_not_say(entries: Entries) -> None:
    assert entries.at("A-01", "month_3", "cytokines", "frozen_at") == "(unknown): not on the tube, asked the lab"


def test_aged_58_is_enrolled_with_a_deviation_not_blocked(shell: Shell) -> None:
    shell.runs("enter", shell.file, FIXTURES / "set_a_age_58.yaml")
    entries = Entries(shell)
    assert entries.at("A-04", "screening", "demographics", "age") == "58"
    assert entries.at("A-04", "screening", "eligibility", "all_met") == "no"
    assert entries.at("A-04", "screening", "eligibility", "enrolled_with_deviation") == "yes"
    assert entries.at("A-04", "screening", "eligibility", "deviation_criterion") == "age"
    (deviation,) = shell.lists("deviations")
    assert (deviation["kind"], deviation["what"]) == (
        "recorded",
        "Age 58 at consent; the protocol asks for 18 to 45.",
    )
    (query,) = shell.lists("queries")
    assert (query["check"], query["state"]) == ("deviation_not_logged", "closed")
    (visit,) = (v for v in shell.lists("visits") if v["date"])
    assert (visit["visit"], visit["mark"]) == ("screening", "complete")


def test_the_script_says_where_it_comes_from_and_can_be_read() -> None:
    text = (FIXTURES / "set_a.yaml").read_text(encoding="utf-8")
    assert "Nobody of them is a patient" in text
    assert max(map(len, text.splitlines())) <= 120

"""Entry scripts: what is written is what is done, and the guide tells all of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crf_app.base.problems import Fault, Refusal
from crf_app.capture import commands as c
from crf_app.capture.places import EntryKey
from crf_app.services.script import _DEEDS, EnterPage, ScriptRun, Step, read_script
from tests.services.clinic import PASSWORD, Clinic

GUIDE = Path(__file__).parents[2] / "docs" / "entry-scripts.md"


class Scribe:
    """Writes a script and carries it out."""

    def __init__(self, clinic: Clinic, folder: Path) -> None:
        self.clinic = clinic
        self.path = folder / "day.yaml"

    def does(self, text: str) -> list[str]:
        self.path.write_text(text, encoding="utf-8")
        steps, findings = read_script(self.path)
        assert findings == ()
        return list(ScriptRun(self.clinic.desk, PASSWORD).run(steps))

    def finds(self, text: str) -> list[str]:
        self.path.write_text(text, encoding="utf-8")
        steps, findings = read_script(self.path)
        assert steps == ()
        return [str(finding) for finding in findings]


@pytest.fixture
def scribe(clinic: Clinic, tmp_path: Path) -> Scribe:
    return Scribe(clinic, tmp_path)


BEGUN = """
- enrol: A-03
- visit: {subject: A-03, visit: day_0, date: 2025-06-07}
"""


def test_the_guide_has_a_section_on_every_kind_of_step() -> None:
    told = re.findall(r"^### `(\w+)`$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE)
    assert told == list(Step.model_fields)
    assert set(told) == set(_DEEDS)


def test_the_guide_names_every_key() -> None:
    text = GUIDE.read_text(encoding="utf-8")
    for name, field in Step.model_fields.items():
        details = next((each for each in (field.annotation, *getattr(field.annotation, "__args__", ())) if each), None)
        for key in getattr(details, "model_fields", {}):
            assert f"`{key}`" in text, f"{name}.{key}"


def test_the_guide_s_examples_run(scribe: Scribe) -> None:
    examples = re.findall(r"^```yaml\n(- .*?)^```$", GUIDE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(examples) == 2
    scribe.does(examples[0].replace('    complete: "yes"\n', ""))
    scribe.does(BEGUN + examples[1])
    subject = scribe.clinic.subject("A-03")
    assert subject.sheet("cytokines", "day_0").holds("reported", "il_10") == "<2.0"
    assert subject.sheet("infusion", "day_0").holds("interrupted_total") == "4"


def test_values_are_the_text_that_stands_there(scribe: Scribe) -> None:
    scribe.does(BEGUN + "- enter: {subject: A-03, visit: day_0, form: infusion, entries: {interrupted: no, lot: 0123}}")
    sheet = scribe.clinic.subject("A-03").sheet("infusion", "day_0")
    assert (sheet.holds("interrupted"), sheet.holds("lot")) == ("no", "0123")


def test_a_whole_way_of_a_page(scribe: Scribe) -> None:
    said = scribe.does(
        BEGUN
        + """
- enter:
    subject: A-03
    visit: day_0
    form: infusion
    entries: {interrupted: "yes", start: {missing: unknown, comment: sheet lost}}
    log_rows: {interruptions: [{interrupted_minutes: 4}, {interrupted_minutes: 3}]}
- remove_row: {subject: A-03, visit: day_0, form: infusion, section: interruptions, row: 2, reason: typed twice}
- ask: {subject: A-03, visit: day_0, form: infusion, item: interrupted_minutes, row: 1, text: Which minute?}
- answer: {subject: A-03, query: 1, text: The fourth.}
- not_done: {subject: A-03, visit: day_0, form: b_cells, reason: lost, comment: tube broken}
- reopen: {subject: A-03, visit: day_0, form: b_cells, reason: found again}
- redate: {subject: A-03, visit: day_0, date: 2025-06-08, reason: typing error}
- visit: {subject: A-03, visit: hour_24, date: 2025-06-09 10:05}
- miss: {subject: A-03, visit: month_1, reason: refused}
"""
    )
    assert [line.split()[1] for line in said] == [
        "enrol:", "visit:", "enter:", "remove_row:", "ask:", "answer:", "not_done:", "reopen:", "redate:", "visit:",
        "miss:",
    ]  # fmt: skip
    subject = scribe.clinic.subject("A-03")
    sheet = subject.sheet("infusion", "day_0")
    assert sheet.holds("interrupted_total") == "4"
    answer = sheet.state("start").answer
    assert answer is not None
    assert (answer.missing, answer.comment) == ("unknown", "sheet lost")
    assert [(q.number, q.state) for q in subject.queries() if q.check is None] == [(1, "answered")]
    assert str(subject.record.visits[f"{subject.id}/hour_24"].date) == "2025-06-09T10:05"
    assert subject.mark("month_1") == "missed"


def test_the_monitor_s_and_the_investigator_s_steps(clinic: Clinic, scribe: Scribe) -> None:
    clinic.subject_through("screening")
    clinic.signs_in("karimi")
    scribe.does("- sign: {subject: A-01, visit: screening, meaning: I have reviewed this visit.}")
    scribe.does("- sign: {subject: A-01, form: concomitant_medication, number: 1, meaning: Reviewed.}")
    scribe.does("- ask: {subject: A-01, visit: screening, form: edss, text: Who was there?}")
    clinic.signs_in("moradi")
    number = max(q.number for q in clinic.subject("A-01").queries())
    scribe.does(f"- close: {{subject: A-01, query: {number}}}")
    scribe.does(f"- reopen_query: {{subject: A-01, query: {number}, text: Not legible.}}")
    subject = clinic.subject("A-01")
    assert subject.mark("screening") == "signed"
    assert [q.state for q in subject.queries() if q.number == number] == ["open"]


def test_the_steps_of_a_monitor_s_visit(clinic: Clinic, scribe: Scribe) -> None:
    clinic.does(c.AddPerson("rashidi", "D. Rashidi", "data_manager", PASSWORD, temporary=False), by="sadeghi")
    manager = clinic.desk.sign_in("rashidi", PASSWORD)
    clinic.signs_in("rahimi")
    subject = clinic.subject_through("screening")
    for query in subject.queries():
        clinic.does(c.CloseQuery(subject.id, query.id), by="moradi")
    clinic.signs_in("moradi")
    said = scribe.does(
        """
- ask: {subject: A-01, visit: screening, text: Was the visit on a holiday?}
- ask: {subject: A-01, text: Is the consent filed?}
- verify: {subject: A-01, visit: screening, form: edss}
- unverify: {subject: A-01, visit: screening, form: edss, items: [rater], reason: wrong line}
- verify: {subject: A-01, visit: screening, form: edss, items: [rater]}
- freeze: {subject: A-01, visit: screening, form: edss, item: rater}
- freeze: {subject: A-01, visit: screening}
- unfreeze: {subject: A-01, visit: screening, reason: the site asked}
"""
    )
    assert said[-1] == "8 unfreeze: screening"
    first, second = [q for q in subject.queries() if q.is_live]
    assert (first.visit, second.visit) == (subject.visit("screening").id, None)
    for query in (first, second):
        scribe.does(f"- cancel: {{subject: A-01, query: {query.number}, text: Asked in error.}}")
    assert {subject.record.queries[q.id].state for q in (first, second)} == {"cancelled"}
    rater = subject.record.entry(subject.place("edss", "screening").id, EntryKey("rater"))
    assert rater is not None
    assert rater.verified is not None
    clinic.desk.actor = manager
    scribe.does("- lock: {subject: A-01}\n- lock: {}\n- unlock: {reason: one more subject}")
    assert subject.record.holds[subject.id].level == "locked"
    assert clinic.desk.file.file_holds() == {}


def test_a_check_is_explained(clinic: Clinic, scribe: Scribe) -> None:
    subject = clinic.enrols("A-01").comes("screening")
    subject.sheet("edss", "screening").types(assessed="yes", total="3.75").saves()
    where = "subject: A-01, visit: screening, form: edss, item: total, check: edss_steps"
    scribe.does(f"- explain: {{{where}, text: The rater insists.}}")
    assert subject.query("edss_steps").state == "answered"


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("enter: {subject: A-09, visit: day_0, form: edss}", "no subject A-09"),
        ("enter: {subject: A-03, visit: day_0, form: x_ray}", "no form 'x_ray'"),
        ("enter: {subject: A-03, visit: day_0, form: edss, entries: {colour: red}}", "does not ask 'colour'"),
        ("enter: {subject: A-03, visit: day_0, form: edss, entries: {calculated: 4}}", "worked out"),
        ("enter: {subject: A-03, visit: day_0, form: edss, rows: {x: {total: 4}}}", "not asked in row 'x'"),
        ("enter: {subject: A-03, visit: day_0, form: edss, entries: {total: {missing: rain}}}", "reason 'rain'"),
        ("enter: {subject: A-03, visit: day_0, form: edss, log_rows: {x: [{total: 4}]}}", "no log 'x'"),
        ("visit: {subject: A-03, visit: month_1, date: soon}", "'soon' is not a date"),
        ("answer: {subject: A-03, query: 7, text: yes}", "no query 7"),
        ("not_done: {subject: A-03, visit: day_0, form: edss, reason: rain}", "reason 'rain'"),
    ],
)
def test_a_refusal_names_the_step(scribe: Scribe, step: str, said: str) -> None:
    with pytest.raises(Refusal, match=rf"^Step 3 \({step.partition(':')[0]}\): .*{said}"):
        scribe.does(f"{BEGUN}- {step}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- enrol: A-01\n  visit: {subject: A, visit: b, date: c}", "a step does one thing"),
        ("- {}", "a step does one thing"),
        ("- dance: A-01", "S011"),
        ("- enter: {subject: A-01, visit: day_0, form: edss, complete: perhaps}", "S011"),
        ("enrol: A-01", "a list of steps"),
        ("[]", "a list of steps"),
        ("- [", "S010"),
    ],
)
def test_findings(scribe: Scribe, text: str, said: str) -> None:
    found = scribe.finds(text)
    assert any(said.lower() in line.lower() for line in found), found
    assert all(line.startswith("day.yaml:") for line in found)


def test_a_script_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="Nothing was entered"):
        read_script(tmp_path / "none.yaml")


@pytest.mark.parametrize(("text", "completes"), [("yes", True), ("no", False)])
def test_complete_is_yes_or_no(text: str, completes: bool) -> None:
    page = EnterPage.model_validate({"subject": "A-01", "form": "edss", "complete": text})
    assert page.complete is completes


def test_a_correction_needs_its_reason(clinic: Clinic, scribe: Scribe) -> None:
    clinic.subject_through("screening")
    page = "- enter: {subject: A-01, visit: screening, form: edss, entries: {rater: A. Other}"
    with pytest.raises(Refusal, match="Say why"):
        scribe.does(page + "}")
    scribe.does(page + ", reason: source misread}")
    subject = clinic.subject("A-01")
    entry = subject.record.entry(subject.place("edss", "screening").id, EntryKey("rater"))
    assert entry is not None
    assert entry.stored == {"value": "A. Other"}

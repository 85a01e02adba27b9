"""The audit trail leaves as CSV for people and as JSON for machines, and proves itself without this program."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crf_app import verify_audit
from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Fault, Refusal
from crf_app.base.progress import Cancelled
from crf_app.capture import commands as c
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.places import EntryKey
from crf_app.exchange.audit_file import COLUMNS, export_audit
from crf_app.services.desk import Desk
from crf_app.services.narrowing import Narrowing
from tests.reports.printed_file import PASSWORD, SET_B, filled_desk, place_of, type_in
from tests.services.clinic import Clinic

Json = dict[str, Any]


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """A-01 was screened, then a value of a completed page was corrected."""
    made = Clinic(tmp_path, ("screening",))
    sheet = made.subject("A-01").sheet("demographics", "screening")
    sheet.types(height="181").saves(reason="typing")
    yield made
    made.desk.file.close()


def lines_of(path: Path) -> list[Json]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def check(path: Path, *more: str) -> tuple[int, str]:
    """Run the verifier as an inspector does: a copy of one file, an interpreter without any library."""
    alone = path.parent / "taken_away" / "verify_audit.py"
    alone.parent.mkdir(exist_ok=True)
    alone.write_bytes(Path(verify_audit.__file__).read_bytes())
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(alone), str(path), *more], capture_output=True, text=True, check=False
    )
    # What was checked goes where it can be kept; only that nothing could be checked is told elsewhere.
    assert bool(done.stderr) == (done.returncode in (2, 4))
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def exported(clinic: Clinic, tmp_path: Path) -> Path:
    path = tmp_path / "audit.jsonl"
    export_audit(clinic.desk, "audit-json", path)
    return path


# ---------------------------------------------------------------------------------------- CSV


@pytest.mark.requirement(2, 4, 6)
def test_each_fact_is_a_line_a_person_can_read(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    made = export_audit(clinic.desk, "audit-csv", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert len(lines) == made.count == clinic.desk.file.fact_count() - 1, "all but the export itself"
    assert tuple(lines[0]) == COLUMNS
    corrected = next(line for line in lines if line["what"] == "Corrected")
    told = {name: corrected[name] for name in ("name", "username", "role", "what", "subject", "visit", "form", "item")}
    assert told == {
        "name": "N. Rahimi", "username": "rahimi", "role": "coordinator", "what": "Corrected", "subject": "A-01",
        "visit": "Screening", "form": "Demographics", "item": "Height",
    }  # fmt: skip
    assert corrected["new"] == "181\u00a0cm"
    assert corrected["old"].endswith("cm")
    assert corrected["old"] != corrected["new"]
    assert (corrected["at_utc"], corrected["at_local"]) == ("2025-05-22T05:30:00.000Z", "2025-05-22 09:00:00 +03:30")
    assert corrected["reason"] == "Typing error"
    assert (lines[0]["name"], lines[0]["role"]) == ("the program", ""), "the program is in no role"
    facts = {fact.seq: fact for fact in clinic.desk.file.facts()}
    assert all(line["hash"] == facts[int(line["fact"])].hash for line in lines)


@pytest.mark.requirement(7, 19, 32)
def test_the_export_is_a_fact_with_checksum_and_count(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    made = export_audit(clinic.desk, "audit-csv", path)
    fact = list(clinic.desk.file.facts(kinds=[FactKind.EXPORTED]))[-1]
    told = {"name": "audit-csv", "file_name": "audit.csv", "count": str(made.count)}
    assert fact.new == {**told, "sha256": verify_audit.checksum_of(path)}


def test_what_a_spreadsheet_would_run_is_only_text(clinic: Clinic, tmp_path: Path) -> None:
    words = '=HYPERLINK("http://example.org";"A-01")'
    clinic.subject("A-01").sheet("adverse_event").types(words=words).saves()
    path = tmp_path / "audit.csv"
    export_audit(clinic.desk, "audit-csv", path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        cells = [cell for line in csv.reader(file) for cell in line]
    assert f"'{words}" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "@"))]


@pytest.mark.requirement(4)
@pytest.mark.parametrize(
    ("narrowing", "kinds"),
    [
        (Narrowing(corrections=True), {"entry.recorded"}),
        (Narrowing(after_completion=True), {"entry.recorded"}),
        (Narrowing(group="people"), {"person.added", "person.signed_in"}),
        (Narrowing(form="demographics", group="pages"), {"page.started", "page.completed"}),
        (Narrowing(visit="screening", form="demographics", item="height"), {"entry.recorded"}),
        (Narrowing(visit="month_3"), set()),
    ],
)  # fmt: skip
def test_the_trail_is_narrowed(clinic: Clinic, tmp_path: Path, narrowing: Narrowing, kinds: set[str]) -> None:
    path = tmp_path / "audit.csv"
    export_audit(clinic.desk, "audit-csv", path, narrowing)
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert {line["kind"] for line in csv.DictReader(file)} == kinds


def test_by_whom_and_with_which_words(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    export_audit(clinic.desk, "audit-csv", path, Narrowing(person=clinic.people["rahimi"].person, text="HEIGHT 181"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [line["what"] for line in csv.DictReader(file)] == ["Corrected"]


# ---------------------------------------------------------------------------------------- JSON and the verifier


@pytest.mark.requirement(4, 5, 18)
def test_an_exported_trail_proves_itself_without_the_program(clinic: Clinic, exported: Path) -> None:
    first, *facts, last = lines_of(exported)
    assert (first["format"], first["study"], first["site"], first["whole"]) == ("crf-audit 1", "spms-plmsc", "01", True)
    assert first["facts"] == len(facts) == last["end"]
    assert facts[-1]["hash"] == last["head"]
    code, said = check(exported)
    assert code == 0
    assert f"{len(facts):,} facts" in said
    assert f"Seal of the last fact: {first['seal']}" in said
    assert said.endswith("SOUND\n")


@pytest.mark.requirement(5)
def test_a_seal_printed_earlier_is_found_in_the_chain(clinic: Clinic, tmp_path: Path) -> None:
    seal, (number, _) = clinic.desk.file.seal(), clinic.desk.file.head()
    for label in ("A-07", "A-08"):
        clinic.enrols(label)
    path = tmp_path / "audit.jsonl"
    export_audit(clinic.desk, "audit-json", path)
    code, said = check(path, "--seal", seal)
    assert code == 0
    assert f"the report was made after fact {number:,} at 2025-05-22T05:30:00.000Z" in said
    assert "2 facts followed" in said


@pytest.mark.requirement(5)
def test_a_seal_of_another_file_is_none_of_this_chain(exported: Path) -> None:
    code, said = check(exported, "--seal", "0123 4567 89AB CDEF")
    assert code == 1
    assert "belongs to no fact of this trail" in said
    assert said.endswith("NOT SOUND\n")


Edit = Callable[[list[bytes]], None]


def _change(lines: list[bytes]) -> None:
    at = next(n for n, line in enumerate(lines) if b'"item":"height"' in line and b'"value":"181"' in line)
    lines[at] = lines[at].replace(b'"value":"181"', b'"value":"182"')


def _change_twice(lines: list[bytes]) -> None:
    """Change a value and make its own hash right again: the next fact holds on to the old one."""
    at = next(n for n, line in enumerate(lines) if b'"item":"height"' in line)
    fact = json.loads(lines[at])
    fact["new"]["value"] = "150"
    fact["hash"] = verify_audit.hash_of(fact)
    lines[at] = verify_audit.canonical(fact)


def _say_it_twice(lines: list[bytes]) -> None:
    """Let a reader see another value than the check: a key that stands twice."""
    at = next(n for n, line in enumerate(lines) if b'"item":"height"' in line)
    lines[at] = lines[at].replace(b'"new":{', b'"new":{"value":"150"},"new":{')


@pytest.mark.requirement(5)
@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (_change, "subject A-01, screening, demographics, item height): it was changed after it was recorded"),
        (_change_twice, "it does not hold on to the fact before it"),
        (_say_it_twice, "it is not canonical JSON"),
        (lambda lines: lines.pop(20), "something was left out, put in or moved"),
        (lambda lines: lines.insert(20, lines[21]), "something was left out, put in or moved"),
        (lambda lines: lines.insert(20, lines.pop(30)), "something was left out, put in or moved"),
        (lambda lines: lines.pop(), "the last line is missing"),
        (lambda lines: lines.pop(-2), "the first line speaks of"),
        (lambda lines: lines.append(lines[-1]), "something stands behind the end"),
        (lambda lines: lines.__setitem__(9, lines[9][:40]), "it cannot be read as JSON"),
        (lambda lines: lines.__setitem__(9, b'{"hash":"' + b"[" * 100_000), "it cannot be read as JSON"),
        (lambda lines: lines.__setitem__(0, lines[0].replace(b'"site":"01"', b'"site":"02"')), "names the site 02"),
    ],
)  # fmt: skip
def test_whatever_is_done_to_an_export_shows(exported: Path, edit: Edit, told: str) -> None:
    lines = exported.read_bytes().splitlines()
    edit(lines)
    exported.write_bytes(b"\n".join(lines) + b"\n")
    code, said = check(exported)
    assert code == 1
    assert told in said
    assert said.endswith("NOT SOUND\n")


@pytest.mark.requirement(5)
def test_a_chain_made_up_as_a_whole_leads_to_no_seal_that_was_on_paper(clinic: Clinic, exported: Path) -> None:
    seal = clinic.desk.file.seal()
    first, *facts, last = lines_of(exported)
    previous = verify_audit.FIRST
    for fact in facts:
        if fact["item"] == "height":
            fact["new"] = {"value": "150"}
        fact["previous"] = previous
        previous = fact["hash"] = verify_audit.hash_of(fact)
    first["seal"], last["head"] = verify_audit.seal_of(previous), previous
    exported.write_bytes(b"\n".join(map(verify_audit.canonical, (first, *facts, last))) + b"\n")
    assert check(exported)[0] == 0, "by itself it hangs together"
    code, said = check(exported, "--seal", seal)
    assert code == 1
    assert "belongs to no fact of this trail" in said


def test_a_part_of_the_trail_says_that_it_is_one(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "part.jsonl"
    export_audit(clinic.desk, "audit-json", path, Narrowing(group="people"))
    code, said = check(path)
    assert code == 1
    assert "only a part of the trail" in said
    assert said.endswith("A PART ONLY\n")


def test_what_is_no_audit_trail(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Dear inspector,\n", encoding="utf-8")
    assert check(path)[0] == 1
    assert "no audit trail" in check(path)[1]
    assert check(tmp_path / "nowhere.jsonl")[0] == 4
    code, usage = check(path, "--seal", "BDEA")
    assert code == 2
    assert "a seal has 16 digits" in usage


def test_names_in_a_trail_cannot_play_tricks_on_the_terminal(clinic: Clinic, tmp_path: Path) -> None:
    # No program of ours takes such a number; a file may hold it all the same.
    label = {"label": "A-\u202e\x1b[31m09", "site": "01"}
    enrolled = [Draft(FactKind.SUBJECT_ENROLLED, subject="s9", new=label)]
    clinic.desk.file.append(enrolled, clinic.people["rahimi"], clinic.clock.now(), "1.0")
    path = tmp_path / "audit.jsonl"
    export_audit(clinic.desk, "audit-json", path)
    lines = path.read_bytes().splitlines()
    lines[-2] = lines[-2].replace(b'"site":"01"', b'"site":"02"')
    path.write_bytes(b"\n".join(lines) + b"\n")
    code, said = check(path)
    assert code == 1
    assert "\x1b" not in said
    assert "\u202e" not in said


# ---------------------------------------------------------------------------------------- what may not be seen


@pytest.fixture
def blinded(tmp_path: Path) -> Iterator[Desk]:
    """A double-blind trial: the pharmacist noted the sequence; the coordinator is at the desk and does not know it."""
    desk = filled_desk(
        tmp_path / "blind.crf", ("B-01",), visits=("screening",), study="rrms-bmmsc-crossover", script=SET_B
    )
    page = place_of(desk, "B-01", "period_1_day_0", "randomisation")
    assert page.visit is not None
    desk.do(c.StartVisit(page.visit, PartialDate.parse("2023-03-13")))
    desk.sign_in("admin", PASSWORD)
    desk.do(c.AddPerson("font", "L. Font", "pharmacist", PASSWORD, temporary=False))
    desk.sign_in("font", PASSWORD)
    type_in(desk, page, {"sequence": "sequence_pm", "read_by": "P. Marín"})
    desk.sign_in("rahimi", PASSWORD)
    yield desk
    desk.file.close()


@pytest.mark.requirement(26)
def test_what_is_blinded_is_withheld_and_the_chain_still_checked(blinded: Desk, tmp_path: Path) -> None:
    hidden = [fact for fact in blinded.file.facts() if not blinded.sight.fact(fact)]
    assert hidden, "the trial has something to hide"
    path, table = tmp_path / "audit.jsonl", tmp_path / "audit.csv"
    made = export_audit(blinded, "audit-json", path)
    export_audit(blinded, "audit-csv", table)
    assert made.withheld == len(hidden)
    told = [line for line in lines_of(path) if line.get("withheld") is True]
    assert [line["hash"] for line in told] == [fact.hash for fact in hidden]
    assert all(set(line) == {"hash", "previous", "withheld"} for line in told)
    for text in (path.read_text(encoding="utf-8"), table.read_text(encoding="utf-8")):
        # The study's own text names its items; what was entered in them is nowhere.
        assert '"item":"sequence"' not in text
        assert ",sequence," not in text
        assert "P. Marín" not in text
    code, said = check(path)
    assert code == 0
    assert f"{len(hidden)} facts were withheld" in said


@pytest.mark.requirement(26)
def test_what_is_called_withheld_may_hide_nothing_else(blinded: Desk, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    export_audit(blinded, "audit-json", path)
    lines = path.read_bytes().splitlines()
    at = next(n for n, line in enumerate(lines) if b'"item":"' in line)
    fact = json.loads(lines[at])
    lines[at] = verify_audit.canonical({"hash": fact["hash"], "previous": fact["previous"], "withheld": True})
    path.write_bytes(b"\n".join(lines) + b"\n")
    code, said = check(path)
    assert code == 1
    assert "the last line does not agree" in said


@pytest.mark.requirement(26)
def test_what_is_withheld_is_not_guessed_from_its_hash(blinded: Desk, tmp_path: Path) -> None:
    path = tmp_path / "audit.jsonl"
    export_audit(blinded, "audit-json", path)
    told = {line["hash"] for line in lines_of(path) if line.get("withheld") is True}
    fact = next(blinded.file.facts(item="sequence"))
    assert fact.hash in told
    # Somebody knows all there is to know of it, and that it is one of two.
    codes = ("sequence_pm", "sequence_mp")
    assert (fact.new or {})["value"] in codes
    assert not told & {replace(fact, new={"value": code}).content_hash() for code in codes}
    page = blinded.file.subject(fact.subject or "")
    assert page is not None
    entry = page.entry(fact.page or "", EntryKey("sequence"))
    assert entry is not None
    assert entry.stored == {"value": "sequence_pm"}, "what makes it hard to guess is no part of the answer"
    assert blinded.file.verify().sound


# ---------------------------------------------------------------------------------------- nothing half-done


def test_nobody_exports_before_signing_in(clinic: Clinic, tmp_path: Path) -> None:
    clinic.desk.sign_out()
    with pytest.raises(Refusal, match="Sign in first"):
        export_audit(clinic.desk, "audit-json", tmp_path / "audit.jsonl")
    assert not list(tmp_path.glob("*.jsonl"))


@pytest.mark.requirement(9)
def test_an_administrator_exports_no_trail(clinic: Clinic, tmp_path: Path) -> None:
    clinic.signs_in("sadeghi")
    with pytest.raises(Refusal, match="export data"):
        export_audit(clinic.desk, "audit-csv", tmp_path / "audit.csv")
    assert not [path for path in tmp_path.iterdir() if "audit" in path.name], "not even under a hidden name"


def test_a_person_can_stop_an_export(clinic: Clinic, tmp_path: Path) -> None:
    before = clinic.desk.file.fact_count()
    with pytest.raises(Cancelled):
        export_audit(clinic.desk, "audit-json", tmp_path / "audit.jsonl", cancelled=lambda: True)
    assert not [path for path in tmp_path.iterdir() if "audit" in path.name]
    assert clinic.desk.file.fact_count() == before


def test_a_place_that_cannot_be_written(clinic: Clinic, tmp_path: Path) -> None:
    with pytest.raises(Fault, match="choose another place"):
        export_audit(clinic.desk, "audit-csv", tmp_path / "no such folder" / "audit.csv")


def test_an_export_of_that_name_stays_until_the_new_one_is_whole(clinic: Clinic, tmp_path: Path) -> None:
    path = tmp_path / "audit.csv"
    path.write_text("the one before", encoding="utf-8")
    with pytest.raises(Cancelled):
        export_audit(clinic.desk, "audit-csv", path, cancelled=lambda: True)
    assert path.read_text(encoding="utf-8") == "the one before"


def test_an_entry_key_is_told_with_its_row(clinic: Clinic, tmp_path: Path) -> None:
    sheet = clinic.subject("A-01").comes("day_0").sheet("cytokines", "day_0")
    sheet.types("il_10", reported="<2.0").saves()
    path = tmp_path / "audit.csv"
    export_audit(clinic.desk, "audit-csv", path, Narrowing(form="cytokines", item="reported"))
    with path.open(encoding="utf-8-sig", newline="") as file:
        (line,) = csv.DictReader(file)
    key = EntryKey(line["item_id"], line["row"])
    assert (key, line["item"], line["new"]) == (EntryKey("reported", "il_10"), "IL-10 · Reported", "<2.0\u00a0pg/mL")

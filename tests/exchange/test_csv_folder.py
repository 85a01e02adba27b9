"""Data leave as tidy text: every value as it is stored, every reason beside it, nothing imputed."""

from __future__ import annotations

import csv
import hashlib
import json
from datetime import timedelta
from pathlib import Path

import pytest

from crf_app import verify_audit
from crf_app.base.problems import Fault, Refusal
from crf_app.base.progress import Cancelled
from crf_app.base.values import to_text
from crf_app.capture.commands import AnswerQuery, ChangeRole, DisablePerson, MissVisit, RaiseQuery, Sign
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey
from crf_app.exchange.csv_folder import export_csv
from crf_app.exchange.output import harmless
from tests.reports.printed_file import SET_B, filled_desk
from tests.services.clinic import MEANING, PASSWORD, Clinic, plmsc

Lines = list[dict[str, str]]


def exported(clinic: Clinic, folder: Path) -> dict[str, Lines]:
    made = export_csv(clinic.desk, folder)
    tables: dict[str, Lines] = {}
    for path, count in made:
        with path.open(encoding="utf-8", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
        assert len(tables[path.stem]) == count
    return tables


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "export"


@pytest.mark.requirement(19)
def test_every_entry_of_the_file_is_in_the_export(clinic: Clinic, out: Path) -> None:
    subject = clinic.subject_through("screening", "day_0", "hour_24")
    tables = exported(clinic, out)
    for page in subject.record.pages.values():
        form = plmsc().forms[page.place.form]
        for key, entry in page.entries.items():
            section = form.section_of(key.item)
            name = f"{form.id}__{section.id}" if section.layout.repeats else form.id
            where = {
                "subject": "A-01",
                "visit": page.place.visit.planned if page.place.visit else "",
                "page_number": "" if page.place.visit else str(page.place.repeat),
            }
            where |= {"row": key.row} if section.layout.repeats else {}
            (line,) = (line for line in tables[name] if where.items() <= line.items())
            assert line[key.item] == entry.stored.get("value", "")


def test_a_censored_result_is_split_and_never_replaced(clinic: Clinic, out: Path) -> None:
    sheet = clinic.enrols("A-03").comes("day_0").sheet("cytokines", "day_0")
    sheet.types("il_10", reported="<2.0").types("il_6", reported="0.0071 ng/mL").saves()
    results = {line["row"]: line for line in exported(clinic, out)["cytokines__results"]}
    il_10, il_6 = results["il_10"], results["il_6"]
    assert [il_10[c] for c in ("reported", "reported__operator", "reported__limit", "reported__unit")] == [
        "<2.0", "<", "2.0", "pg/mL",
    ]  # fmt: skip
    assert [il_6[c] for c in ("reported", "reported__operator", "reported__limit", "reported__unit")] == [
        "0.0071", "", "", "ng/mL",
    ]  # fmt: skip


def test_reasons_and_unreadable_text_stand_beside_the_value(clinic: Clinic, out: Path) -> None:
    sheet = clinic.enrols().comes("screening").sheet("edss", "screening").types(assessed="yes", total="six")
    sheet.lacks("visual", "unable_disease", "blind, see notes").lacks("sensory", "not_done").saves()
    (line,) = exported(clinic, out)["edss"]
    assert (line["visual"], line["visual__missing"]) == ("", "unable_disease: blind, see notes")
    assert line["sensory__missing"] == "not_done"
    assert (line["total"], line["total__unreadable"]) == ("", "six")
    assert "calculated__missing" not in line


def test_words_with_commas_quotes_and_lines_come_back(clinic: Clinic, out: Path) -> None:
    words = 'Said "fine",\nthen left; ساعت ۱۲'
    clinic.enrols().sheet("adverse_event").types(words=words).saves()
    (line,) = exported(clinic, out)["adverse_event"]
    assert line["words"] == words
    raw = (out / "adverse_event.csv").read_bytes()
    assert raw.startswith(b"subject,")
    assert b"\r\n" in raw


def test_rows_of_a_log_are_lines(clinic: Clinic, out: Path) -> None:
    infusion = clinic.enrols().comes("day_0").sheet("infusion", "day_0").types(interrupted="yes")
    for minutes in ("4", "3"):
        infusion.types(infusion.session.add_row("interruptions"), interrupted_minutes=minutes)
    infusion.saves()
    lines = exported(clinic, out)["infusion__interruptions"]
    assert [(line["row"], line["interrupted_minutes"]) for line in lines] == [("1", "4"), ("2", "3")]


def test_visits_tell_how_far_from_their_windows(clinic: Clinic, out: Path) -> None:
    subject = clinic.subject_through("screening", "day_0").comes("hour_24", "2025-06-08T16:20")
    subject.comes("month_1", "2025-07-15")
    clinic.does(MissVisit(subject.visit("month_3"), "refused", "abroad"))
    visits = {line["visit"]: line for line in exported(clinic, out)["visits"]}
    assert (visits["day_0"]["off_window_days"], visits["day_0"]["off_window_minutes"]) == ("0", "")
    assert (visits["hour_24"]["off_window_days"], visits["hour_24"]["off_window_minutes"]) == ("", "120")
    assert visits["month_1"]["off_window_days"] == "1"
    assert (visits["month_3"]["state"], visits["month_3"]["reason"], visits["month_3"]["comment"]) == (
        "missed", "refused", "abroad",
    )  # fmt: skip


def test_visits_that_do_not_apply_any_more_bear_their_reason_and_no_date(clinic: Clinic, out: Path) -> None:
    subject = clinic.subject_through("screening", "day_0")
    clinic.clock.moment += timedelta(days=120)
    ending = {"ended_on": "2025-08-12", "end_reason": "death"}
    subject.comes("unscheduled", "2025-08-12").sheet("end_of_study", "unscheduled").types(**ending).saves()
    subject.sheet("death").types(died_on="2025-08-12").saves()
    tables = exported(clinic, out)
    after = {line["visit"]: line for line in tables["visits"] if line["state"] == "not_applicable"}
    assert list(after) == ["month_3", "month_6", "month_9", "year_1"]
    assert {(line["reason"], line["date"], line["off_window_days"]) for line in after.values()} == {("death", "", "")}
    assert [line["stage"] for line in tables["subjects"]] == ["died"]
    assert "month_3" not in {line["visit"] for line in tables["edss"]}, "a death is no score"


@pytest.mark.requirement(30)
def test_the_codebook_explains_every_column(clinic: Clinic, out: Path) -> None:
    tables = exported(clinic, out)
    told = {(line["file"], line["column"]) for line in tables["codebook"]}
    asked = {
        (f"{form.id}__{section.id}" if section.layout.repeats else form.id, item.id)
        for form in plmsc().forms.values()
        for section in form.sections
        for item in section.items
    }
    assert told == asked
    assert told <= {(name, column) for name, lines in _columns(out).items() for column in lines}
    total = next(line for line in tables["codebook"] if (line["file"], line["column"]) == ("edss", "calculated"))
    assert total["derived_by"].startswith("edss_step(")


def _columns(folder: Path) -> dict[str, list[str]]:
    return {path.stem: path.read_text(encoding="utf-8").splitlines()[0].split(",") for path in folder.glob("*.csv")}


@pytest.mark.requirement(7, 19, 32)
def test_the_export_is_a_fact_with_the_checksum_of_its_manifest(clinic: Clinic, out: Path) -> None:
    clinic.enrols()
    seal = clinic.desk.file.seal()
    made = export_csv(clinic.desk, out)
    (fact,) = clinic.desk.file.facts(kinds=[FactKind.EXPORTED])
    checksum = hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest()
    rows = str(sum(count for _, count in made))
    assert fact.new == {"name": "csv", "sha256": checksum, "file_name": "export", "count": rows}
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["study"], manifest["site"], manifest["study_version"]) == ("spms-plmsc", "01", "1.0")
    assert (manifest["seal"], manifest["exported_by"]) == (seal, "N. Rahimi (rahimi, coordinator)")
    listed = {each["name"]: (each["sha256"], each["rows"]) for each in manifest["files"]}
    assert listed == {path.name: (verify_audit.checksum_of(path), count) for path, count in made}
    assert verify_audit.check_copy(out).findings == []


@pytest.mark.requirement(19)
def test_the_same_file_gives_the_same_bytes(clinic: Clinic, tmp_path: Path) -> None:
    clinic.subject_through("screening")
    one, two = tmp_path / "one", tmp_path / "two"
    export_csv(clinic.desk, one)
    export_csv(clinic.desk, two)
    assert all((two / path.name).read_bytes() == path.read_bytes() for path in one.glob("*.csv"))


@pytest.mark.requirement(18, 21)
def test_every_message_of_a_query_is_a_line(clinic: Clinic, out: Path) -> None:
    page = clinic.subject_through("screening").place("demographics", "screening")
    clinic.does(RaiseQuery("Please check the height.", page=page, key=EntryKey("height")), by="moradi")
    (query,) = [each for each in clinic.desk.record(page.subject).queries.values() if each.item == "height"]
    clinic.does(AnswerQuery(page.subject, query.id, "It was measured twice."))
    lines = [line for line in exported(clinic, out)["queries"] if line["item"] == "height"]
    told = [(line["message"], line["said"], line["username"], line["text"], line["state"]) for line in lines]
    assert told == [
        ("1", "raised", "moradi", "Please check the height.", "answered"),
        ("2", "answered", "rahimi", "It was measured twice.", "answered"),
    ]
    assert (lines[0]["subject"], lines[0]["visit"], lines[0]["form"]) == ("A-01", "screening", "demographics")
    assert (lines[0]["at_utc"], lines[0]["offset"]) == ("2025-05-22T05:30:00.000Z", "+03:30")


@pytest.mark.requirement(13, 18)
def test_a_signature_leaves_with_name_meaning_time_and_whether_it_holds(clinic: Clinic, out: Path) -> None:
    subject = clinic.subject_through("screening")
    command = Sign(MEANING, PASSWORD, username="karimi", visit=subject.visit("screening"))
    clinic.does(command, by="karimi")
    subject.sheet("demographics", "screening").types(height="181").saves(reason="typing")
    (line,) = exported(clinic, out)["signatures"]
    told = (line["name"], line["username"], line["role"], line["meaning"], line["holds"])
    assert told == ("M. Karimi", "karimi", "investigator", MEANING, "no")
    broken = next(clinic.desk.file.facts(kinds=[FactKind.SIGNATURE_BROKEN]))
    assert line["broken_by_fact"] == str(broken.seq)
    assert f"{subject.id}/screening/demographics" in line["pages"].split()


@pytest.mark.requirement(8, 18)
def test_people_leave_with_their_history(clinic: Clinic, out: Path) -> None:
    moradi = clinic.people["moradi"].person
    clinic.does(ChangeRole(moradi, "data_manager", "hired for the data"), by="sadeghi")
    clinic.does(DisablePerson(moradi, "left the company"), by="sadeghi")
    tables = exported(clinic, out)
    (now,) = (line for line in tables["people"] if line["username"] == "moradi")
    assert (now["role"], now["state"]) == ("data_manager", "disabled")
    history = [line for line in tables["people_history"] if line["username"] == "moradi"]
    columns = ("what", "old_role", "new_role", "by_username", "reason")
    assert [tuple(line[column] for column in columns) for line in history] == [
        ("person.added", "", "monitor", "sadeghi", ""),
        ("person.changed", "monitor", "data_manager", "sadeghi", "hired for the data"),
        ("person.disabled", "", "", "sadeghi", "left the company"),
    ]  # fmt: skip


def test_what_a_spreadsheet_would_run_is_only_text(clinic: Clinic, out: Path) -> None:
    words = '=HYPERLINK("http://example.org";"A-01")'
    clinic.enrols().sheet("adverse_event").types(words=words).saves()
    assert exported(clinic, out)["adverse_event"][0]["words"] == f"'{words}"
    assert [harmless(cell) for cell in ("-3.5", "+03:30", "<2.0", "'=1", "@a")] == [
        "-3.5",
        "+03:30",
        "<2.0",
        "''=1",
        "'@a",
    ]


@pytest.mark.requirement(26)
def test_what_is_blinded_has_no_column(tmp_path: Path, out: Path) -> None:
    desk = filled_desk(tmp_path / "b.crf", ("B-01",), visits=("screening",), study="rrms-bmmsc-crossover", script=SET_B)
    export_csv(desk, out)
    columns = _columns(out)
    assert "product_release" not in columns
    assert "sequence" not in columns["randomisation"]
    assert "randomisation_number" in columns["randomisation"]
    book = (out / "codebook.csv").read_text(encoding="utf-8")
    assert "randomisation,sequence," not in book
    desk.file.close()


def test_exports_never_mix(clinic: Clinic, out: Path) -> None:
    out.mkdir()
    (out / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal, match="is not empty"):
        export_csv(clinic.desk, out)
    assert [path.name for path in out.iterdir()] == ["notes.txt"]


def test_without_signing_in_nothing_leaves(clinic: Clinic, out: Path) -> None:
    clinic.desk.sign_out()
    with pytest.raises(Refusal, match="Sign in first"):
        export_csv(clinic.desk, out)
    assert not list(out.parent.glob("*export*"))


@pytest.mark.requirement(9)
def test_who_may_not_export_leaves_no_trace(clinic: Clinic, out: Path) -> None:
    clinic.enrols()
    clinic.signs_in("sadeghi")
    with pytest.raises(Refusal, match="export data"):
        export_csv(clinic.desk, out)
    assert not [path for path in out.parent.iterdir() if "export" in path.name]


def test_a_person_can_stop_an_export(clinic: Clinic, out: Path) -> None:
    clinic.enrols()
    with pytest.raises(Cancelled):
        export_csv(clinic.desk, out, cancelled=lambda: True)
    assert not [path for path in out.parent.iterdir() if "export" in path.name]


def test_a_place_that_is_a_file(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(Fault, match="choose another place"):
        export_csv(clinic.desk, tmp_path / "taken" / "export")


def test_numbers_keep_the_digits_that_were_typed(clinic: Clinic, out: Path) -> None:
    sheet = clinic.enrols().comes("day_0").sheet("infusion", "day_0").types(weight="58.0")
    sheet.saves()
    answer = sheet.state("weight").answer
    assert answer is not None
    assert answer.value is not None
    assert exported(clinic, out)["infusion"][0]["weight"] == to_text(answer.value) == "58.0"

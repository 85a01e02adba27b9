"""Whatever people write is kept as it was written, and does nothing wherever it goes from there."""

from __future__ import annotations

import csv
import json
import time
from pathlib import Path

import pikepdf
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from crf_app.base.problems import Refusal
from crf_app.base.texts import in_order, whole
from crf_app.capture import commands as c
from crf_app.capture.facts import FactKind
from crf_app.capture.places import EntryKey
from crf_app.cli import main
from crf_app.exchange.csv_folder import export_csv
from crf_app.exchange.output import as_typed, harmless
from crf_app.reports.catalogue import make_report
from crf_app.reports.inline import _with_islands
from tests.cli.conftest import quickly
from tests.security.hostile import HALF, LONG, NUMBERS, TEXTS, UNSEEN
from tests.security.written import ITEMS, Written
from tests.services.clinic import PASSPHRASE, PASSWORD, Clinic

__all__ = ["quickly"]

SPEECH = [
    chr(code) for code in (*range(0x20), *range(0x7F, 0xA0), 0x61C, *range(0x200E, 0x2010), *range(0x2028, 0x202F))
]
"""Signs a terminal obeys, or that reorder what stands on it."""


# As it was typed


@pytest.mark.parametrize("name", TEXTS)
def test_every_entry_comes_back_sign_by_sign(written: Written, name: str) -> None:
    entries = written.desk.record(written.subject).pages[written.pages[name].id].entries
    text = TEXTS[name]
    for item in ITEMS:
        stored = entries[EntryKey(item)].stored
        assert text in (stored.get("value"), stored.get("unreadable")), item
    assert entries[EntryKey("action")].stored == {"missing": "unknown", "comment": text}


@pytest.mark.parametrize("name", TEXTS)
def test_questions_answers_and_reasons_come_back_too(written: Written, name: str) -> None:
    record = written.desk.record(written.subject)
    assert [said.text for said in record.queries[written.asked[name]].messages] == [TEXTS[name]] * 2
    page = written.pages[name].id
    reasons = [
        fact.reason for fact in written.desk.file.facts(page=page, item="reason", kinds={FactKind.ENTRY_RECORDED})
    ]
    assert reasons == [None, TEXTS[name]]


def test_names_are_kept_and_numbers_are_those_that_were_given(written: Written) -> None:
    names = {person.username: person.name for person in written.desk.file.people()}
    for name, username in written.people.items():
        assert names[username] == TEXTS[name].strip()
    labels = {outline.label for outline in written.desk.outlines()}
    assert labels == {"A-01", *NUMBERS}


def test_the_audit_trail_holds_together_over_all_of_it(written: Written) -> None:
    assert written.desk.file.verify().sound


@pytest.mark.parametrize("name", UNSEEN)
def test_what_cannot_be_told_apart_by_looking_names_nobody(tmp_path: Path, name: str) -> None:
    clinic = Clinic(tmp_path)
    with pytest.raises(Refusal, match="signs that cannot be seen") as told:
        clinic.does(c.Enrol(name))
    assert str(told.value).isprintable()
    with pytest.raises(Refusal, match="signs that cannot be seen"):
        clinic.does(c.AddPerson(name, "N. Rahimi", "monitor", PASSWORD), by="sadeghi")


def test_a_name_has_room_on_paper(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    for command in (
        c.Enrol(LONG),
        c.AddPerson(LONG, "N. Rahimi", "monitor", PASSWORD),
        c.AddPerson("rahimi2", LONG, "monitor", PASSWORD),
        c.RenamePerson(clinic.people["rahimi"].person, LONG, "married"),
    ):
        with pytest.raises(Refusal, match="120 characters at most; this one has 100000"):
            clinic.does(command, by="rahimi" if isinstance(command, c.Enrol) else "sadeghi")


def test_half_a_character_is_kept_as_the_sign_for_what_could_not_be_read(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    secret = "ten green bottles \ud83d"
    subject = clinic.enrols()
    sheet = subject.sheet("deviation")
    sheet.types(what=HALF).lacks("action", "unknown", HALF).saves(HALF)
    clinic.does(c.RaiseQuery(HALF, page=sheet.place), by="moradi")
    clinic.does(c.NotePrinted("casebook", subject.id, "0" * 64, HALF))
    clinic.does(c.AddPerson("new", HALF, "monitor", secret, temporary=False), by="sadeghi")
    kept = HALF[:-1] + "\ufffd"
    entries = subject.record.pages[sheet.place.id].entries
    assert entries[EntryKey("what")].stored == {"value": kept}
    assert entries[EntryKey("action")].stored["comment"] == kept
    assert subject.queries()[0].messages[0].text == kept
    assert clinic.desk.sign_in("new", secret).name == kept
    with pytest.raises(Refusal, match="do not belong together"):
        clinic.desk.sign_in(HALF, HALF)
    assert clinic.desk.file.find_subject(HALF) is None
    assert clinic.desk.file.verify().sound


# On paper


def words_of(pdf: Path, pages: int) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(pdf).pages[:pages])


@pytest.mark.requirement(19)
@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_casebook_prints_with_all_of_it(written: Written, tmp_path: Path, language: str) -> None:
    out = tmp_path / "casebook.pdf"
    begun = time.process_time()
    pages = make_report(written.desk, "casebook", out, subject="A-01", language=language)
    assert time.process_time() - begun < 60
    assert pages > 100
    with pikepdf.Pdf.open(out) as pdf:
        assert "/JavaScript" not in repr(pdf.Root)
        assert not [a for page in pdf.pages for a in page.get("/Annots", []) if a.Subtype == "/Link" and "/A" in a]
    if language == "en":
        words = words_of(out, 60)  # the long ones come after
        for seen in (
            "<b>&amp;</b><img",
            "=HYPERLINK(",
            "[U+1F469]",
            "[U+0000]",
            "[U+001B]",
            "DROP TABLE",
            "[U+10FFFF]",
        ):
            assert seen in words, seen


@pytest.mark.parametrize("number", NUMBERS)
def test_a_casebook_is_named_by_any_number(written: Written, tmp_path: Path, number: str) -> None:
    out = tmp_path / "casebook.pdf"
    make_report(written.desk, "casebook", out, subject=number, language="en")
    with pikepdf.Pdf.open(out) as pdf, pdf.open_metadata() as about:
        assert "crf-app" in str(about)


@pytest.mark.parametrize("name", [".=1+1", "-rf", "a\nb", "\u202egpj", "👍🏽", "a\x1b[2J", "%s{0}", "\udcff"])
def test_the_trail_names_the_file_a_report_went_to(tmp_path: Path, name: str) -> None:
    clinic = Clinic(tmp_path)
    clinic.enrols()
    out = tmp_path / f"{name}.pdf"
    make_report(clinic.desk, "casebook", out, subject="A-01", language="en")
    (fact,) = clinic.desk.file.facts(kinds={FactKind.PRINTED})
    assert fact.new is not None
    assert fact.new["file_name"] == whole(out.name)


@pytest.mark.parametrize("sign", ["x", "1", "x1", "<", "< ", "1.", "1×", "+1,", "x⁺", "9:", "°"])
def test_values_are_found_in_a_text_however_long(sign: str) -> None:
    begun = time.process_time()
    assert "".join(piece for piece, _ in _with_islands(sign * 50_000)) == sign * 50_000
    assert time.process_time() - begun < 2


# As data


@pytest.mark.requirement(19)
def test_no_spreadsheet_runs_what_is_exported_and_statisticians_get_what_was_typed(
    written: Written, tmp_path: Path
) -> None:
    export_csv(written.desk, tmp_path / "csv")
    with (tmp_path / "csv" / "deviation.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(TEXTS)
    for row, text in zip(rows, TEXTS.values(), strict=True):
        assert text in (as_typed(row["what"]), as_typed(row["what__unreadable"]))
        assert as_typed(row["category__unreadable"]) == text
        assert as_typed(row["action__missing"]) == f"unknown: {text}"
    for path in (tmp_path / "csv").glob("**/*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for cell in (cell for line in csv.reader(file) for cell in line):
                assert is_inert(cell), (path.name, cell[:40])


def is_inert(cell: str) -> bool:
    """Whether nothing of a cell is a formula, also where a spreadsheet takes semicolons and line ends as its own."""
    parts = cell.replace("\r", "\n").replace(";", "\n").replace("\t", "\n").split("\n")
    first, *others = parts
    begins = first[:1] in ("=", "+", "-", "@", "＝") and not is_number(first)
    return not begins and not any(other.lstrip(' "')[:1] in ("=", "+", "@") and "(" in other for other in others)


def is_number(text: str) -> bool:
    try:
        float(text.replace(":", ""))
    except ValueError:
        return False
    return True


@given(st.text(alphabet="=+-@'\" ;\t\r\n(|!a1＝", max_size=20))
def test_the_apostrophe_is_taken_away_again(text: str) -> None:
    assert as_typed(harmless(text)) == text
    assert text[:1] not in tuple("=@＝") or harmless(text)[0] == "'"


@pytest.mark.parametrize("sign", ["\t", ";", " ", "'", "=(", "\n'", "; ", ";="])
def test_the_apostrophe_costs_nothing_however_long_the_text(sign: str) -> None:
    begun = time.process_time()
    assert as_typed(harmless(sign * 100_000)) == sign * 100_000
    assert time.process_time() - begun < 2


# At a terminal


def run(path: Path, *words: str, code: int = 0, **secrets: str) -> str:
    env = {"CRF_PASSPHRASE": PASSPHRASE, "CRF_USER": "rahimi", "CRF_PASSWORD": PASSWORD, **secrets}
    result = CliRunner().invoke(main, list(words), env=env)
    assert result.exit_code == code, result.output[-400:]
    return result.output


@pytest.fixture(scope="module")
def copy(written: Written, tmp_path_factory: pytest.TempPathFactory, quickly: None) -> Path:
    """The same file for a program of its own."""
    path = tmp_path_factory.mktemp("copy") / "site-01.crf"
    written.desk.file.backup(path)
    return path


@pytest.mark.parametrize("what", ["subjects", "entries", "queries", "audit"])
def test_a_list_does_nothing_to_the_terminal(copy: Path, what: str) -> None:
    for words in (("list", str(copy), what), ("list", str(copy), what, "--json"), ("person", "list", str(copy))):
        printed = run(copy, *words)
        assert [sign for sign in SPEECH if sign in printed.replace("\n", "")] == []


def test_json_gives_everything_back(copy: Path) -> None:
    entries = json.loads(run(copy, "list", str(copy), "entries", "--json"))
    what = {row["value"].removeprefix("? ") for row in entries if row["item"] == "what"}
    assert what == set(TEXTS.values())


def test_a_script_writes_all_of_it_and_its_echo_does_nothing(tmp_path: Path, quickly: None) -> None:
    clinic = Clinic(tmp_path)
    clinic.enrols()
    clinic.desk.file.close()
    path, script = tmp_path / "site-01.crf", tmp_path / "script.yaml"
    texts = [text for text in TEXTS.values() if len(text) <= 1_000]
    steps = [
        {"enter": {"subject": "A-01", "form": "deviation", "number": n, "entries": {"what": text}}}
        for n, text in enumerate(texts, 1)
    ]
    steps += [{"ask": {"subject": "A-01", "form": "deviation", "number": 1, "text": TEXTS["escape"]}}]
    steps += [
        {
            "explain": {
                "subject": "A-01",
                "form": "deviation",
                "number": 1,
                "item": "what",
                "check": "\x1b[2J",
                "text": "x",
            }
        }
    ]
    script.write_text(yaml.safe_dump(steps, width=10_000), encoding="utf-8")  # signs stand in it as escapes
    printed = run(path, "enter", str(path), str(script), code=3)
    assert [sign for sign in SPEECH if sign in printed.replace("\n", "")] == []
    entries = json.loads(run(path, "list", str(path), "entries", "--json"))
    assert [row["value"].removeprefix("? ") for row in entries if row["item"] == "what"] == texts


# On a screen


@given(st.text(alphabet="ab אب\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069", max_size=12))
def test_no_text_reorders_its_neighbours(text: str) -> None:
    shown = in_order(text)
    depth = 0
    open_now: list[str] = []
    for sign in shown:
        assert sign not in "\u202d\u202e"
        if sign in "\u202a\u202b\u2066\u2067\u2068":
            open_now.append("\u202c" if sign in "\u202a\u202b" else "\u2069")
            depth += 1
        elif sign in "\u202c\u2069":
            assert sign in open_now
            while open_now.pop() != sign:
                pass
    assert open_now == []
    assert in_order(shown) == shown

"""A study is loaded whole or not at all, and everything that is wrong is said at once."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.base.problems import Severity
from crf_app.study.findings import MOST
from crf_app.study.load import load_study, load_texts
from tests.study.small_study import TEXTS, small


def write(folder: Path, texts: dict[str, str]) -> Path:
    for name, text in texts.items():
        (folder / name).parent.mkdir(exist_ok=True, parents=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def said(texts: dict[str, str]) -> list[str]:
    study, findings = load_texts(texts)
    assert (study is None) == any(finding.is_error for finding in findings)
    return [str(finding) for finding in findings]


def test_a_sound_study_loads_without_findings() -> None:
    study, findings = load_texts(TEXTS)
    assert findings == ()
    assert study is not None
    assert set(study.forms) == {"consent", "dosing", "walk", "vitals", "event"}
    assert study.facts.settings["cerebral_counts"] == "yes"
    assert study.roles["ae.term"] == ("event", "term")
    assert study.codelists["yes_no"].label("no").in_("fa") == "خیر"


def test_a_folder_and_its_texts_are_the_same_study(tmp_path: Path) -> None:
    from_folder, findings = load_study(write(tmp_path, TEXTS))
    from_texts, _ = load_texts(TEXTS)
    assert findings == ()
    assert from_folder is not None
    assert from_texts is not None
    assert from_folder.fingerprint == from_texts.fingerprint
    again, _ = load_texts(from_folder.source)
    assert again is not None
    assert again.fingerprint == from_folder.fingerprint


def test_the_fingerprint_is_of_the_definition_alone(tmp_path: Path) -> None:
    before, _ = load_study(write(tmp_path, TEXTS))
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "a.yaml").write_text("- anything", encoding="utf-8")
    (tmp_path / "README.md").write_text("notes", encoding="utf-8")
    after, _ = load_study(tmp_path)
    changed, _ = load_texts(small(walk=("Walk", "Gait")))
    assert before is not None
    assert after is not None
    assert changed is not None
    assert before.fingerprint == after.fingerprint != changed.fingerprint


def test_a_broken_form_does_not_hide_the_others() -> None:
    texts = small(consent=("kind: date", "kind: dat"), vitals=("after.systolic -", "later.systolic -"))
    findings = said(texts)
    assert findings == [
        "forms/consent.yaml:8:31: error S011: “dat” is not one of text, long_text, integer, "
        "decimal, measured, yes_no, code, codes, date, time, date_time, duration, file, note; "
        "did you mean “date”?",
        *(each for each in findings if each.startswith("forms/vitals.yaml:22:11: error S001")),
    ]
    assert len(findings) == 2


def test_rules_that_read_a_broken_form_are_not_blamed() -> None:
    texts = small(walk=("version: 1", "version: one"), vitals=("highest >= 200", "walk.metres > 3"))
    assert said(texts) == ["forms/walk.yaml:2:10: error S011: “version” should be a whole number, not “one”."]


@pytest.mark.parametrize("file", ["study.yaml", "schedule.yaml", "codelists.yaml"])
def test_a_missing_file_is_the_only_thing_said(file: str) -> None:
    texts = {name: text for name, text in TEXTS.items() if name != file}
    assert said(texts) == [f"{file}:1:1: error S010: The file is missing; a study needs it."]


@pytest.mark.parametrize("file", sorted(TEXTS))
@pytest.mark.parametrize("text", ["", "- a list", "a text", "a: [", "unknown_key: 1", "\0", "{}"])
def test_a_file_of_nonsense_is_told_in_that_file_first(file: str, text: str) -> None:
    study, findings = load_texts({**TEXTS, file: text})
    assert study is None
    assert file in {finding.file for finding in findings}


def test_an_empty_folder_says_what_a_study_needs(tmp_path: Path) -> None:
    study, findings = load_study(tmp_path)
    assert study is None
    assert [finding.file for finding in findings] == [
        "codelists.yaml",
        "forms/",
        "schedule.yaml",
        "study.yaml",
    ]


def test_a_folder_that_does_not_exist_is_told_too(tmp_path: Path) -> None:
    study, findings = load_study(tmp_path / "nowhere")
    assert study is None
    assert findings


def test_bytes_that_are_not_utf8_are_told_with_their_place(tmp_path: Path) -> None:
    write(tmp_path, TEXTS)
    (tmp_path / "forms" / "walk.yaml").write_bytes(b"id: walk\ntitle: Caf\xe9\n")
    study, findings = load_study(tmp_path)
    assert study is None
    assert [str(finding) for finding in findings] == ["forms/walk.yaml:2:11: error S010: Not UTF-8 text: byte 0xE9."]


def test_what_is_no_file_is_told_and_not_read(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in TEXTS.items() if name != "forms/walk.yaml"})
    os.mkfifo(tmp_path / "forms" / "walk.yaml")
    (tmp_path / "forms" / "old.yml").write_text("id: old", encoding="utf-8")
    study, findings = load_study(tmp_path)
    assert study is None
    assert [(each.file, each.text) for each in findings] == [
        ("forms/old.yml", "Is not read: study files end in .yaml."),
        ("forms/walk.yaml", "Is not a file."),
    ]


def test_windows_text_loads_with_a_warning_and_the_same_fingerprint() -> None:
    windows = {name: "\ufeff" + text.replace("\n", "\r\n") for name, text in TEXTS.items()}
    study, findings = load_texts(windows)
    unix, _ = load_texts(TEXTS)
    assert study is not None
    assert unix is not None
    assert study.fingerprint == unix.fingerprint
    assert {finding.code for finding in findings} == {"S010"}
    assert len(findings) == 2 * len(TEXTS)


def test_the_author_of_a_misspelt_key_is_helped() -> None:
    assert said(small(walk=("required:", "requierd:"))) == [
        "forms/walk.yaml:18:78: error S011: The key “requierd” is not known here; did you mean “required”?"
    ]


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        (("expected: [10, 500]", "expected: [10]"), "a range has two ends"),
        (("expected: [10, 500]", "expected: 2 to 6.5"), "should be written [low, high], such as [2, 6.5]"),
        (("expected: [10, 500]", "expected: high"), "should be written [low, high], such as [0, 60]"),
        (("expected: [10, 500]", "expected: [ten, 500]"), "a plain number"),
        (("version: 1", ""), "the key “version” is missing"),
        (("id: walk", "id: Walk"), "is not an id"),
        (("title: Walk", "title: [Walk]"), "a text, or one text per language"),
        (("title: Walk", "title:"), "Nothing is given for “title”"),
        (("id: walk", "id: gait"), "must be the same"),
        (("severity: note", "severity: grave"), "is not one of note, query, stop"),
        (("summary: [metres]", "summary: metres"), "should be a list"),
    ],
)
def test_a_wrong_value_is_told_in_words(change: tuple[str, str], finding: str) -> None:
    assert finding.lower() in " ".join(said(small(walk=change))).lower()


def test_numbers_with_a_range_get_their_checks() -> None:
    study, _ = load_texts(TEXTS)
    assert study is not None
    made = {check.id: check for check in study.forms["walk"].checks}
    assert made["walk_metres_expected"].severity is Severity.QUERY
    assert made["walk_metres_expected"].when == "metres < 10 or metres > 500"
    assert made["walk_metres_possible"].severity is Severity.STOP
    assert made["walk_metres_possible"].when == "metres < 0"


def test_errors_in_bulk_are_not_looked_through_to_their_end() -> None:
    many = "".join(f"key_{n}: 1\n" for n in range(MOST + 100))
    findings = said({**TEXTS, "forms/walk.yaml": TEXTS["forms/walk.yaml"] + many})
    assert len(findings) == MOST + 1
    assert f"mend these {MOST} findings first" in findings[0]


@given(st.sampled_from(sorted(TEXTS)), st.data())
def test_no_damage_to_a_file_ever_raises(file: str, data: st.DataObject) -> None:
    text = TEXTS[file]
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 20)))
    scrap = data.draw(st.text(alphabet="aeis:_-[]{}\"',.0123456789 \n", max_size=8))
    study, findings = load_texts({**TEXTS, file: text[:start] + scrap + text[end:]})
    assert (study is None) == any(finding.is_error for finding in findings)


SPAN = "should be a span of at most 100 years."


@pytest.mark.parametrize(
    ("file", "old", "new", "finding"),
    [
        (
            "schedule",
            "at: 30 days",
            "at: 99999999999 days",
            f"schedule.yaml:9:9: error S011: “99999999999 days” {SPAN}",
        ),
        ("schedule", "[-7 days,", "[-3000000 years,", f"schedule.yaml:10:14: error S011: “-3000000 years” {SPAN}"),
        ("schedule", "at: 30 days", f"at: {'9' * 5000} days", SPAN),
        ("walk", "possible: [0,", "possible: [0.000000000000000000001,", "should be a number of at most 20 digits."),
        ("walk", "unit: m\n", "decimals: 999999999\n", "walk.yaml:14:19: error S011: “decimals” should be at most 12."),
        ("walk", "unit: m\n", "decimals: -1\n", "walk.yaml:14:19: error S011: “decimals” should be at least 0."),
        ("walk", "version: 1\n", f"version: {'9' * 30}\n", "2:10: error S011: “version” should be at most 9999."),
        ("walk", "version: 1\n", f"version: {'9' * 5000}\n", "2:10: error S011: “version” should be a smaller number"),
        ("vitals", "minutes: -15", f"minutes: -{'9' * 20}", "9:46: error S011: “minutes” should be at least -525600."),
        (
            "walk",
            "unit: m\n",
            "other_units: [{label: km, factor: 0}]\n",
            "14:43: error S011: A `factor` is greater than 0.",
        ),
        (
            "vitals",
            "unit: mmHg",
            "reference: {before: [140, 90]}",
            "12:76: error S011: The range ends before it begins.",
        ),
    ],
)
def test_figures_that_nothing_could_be_worked_out_with_are_told(file: str, old: str, new: str, finding: str) -> None:
    (found,) = said(small(**{file: (old, new)}))
    assert finding in found


def test_a_finding_stays_one_line_that_can_be_read() -> None:
    (found,) = said(
        small(walk=("kind: integer, label: More", f"kind: |\n{' ' * 10}a\n{' ' * 10}b\n        label: More"))
    )[:1]
    assert "\n" not in found
    (found,) = said(small(walk=("licence: walk", f"licence: {'w' * 60}")))
    assert len(found) < 200
    (found,) = said(small(event=("outcome, label", f"outcome, {'w' * 900}: a, label")))
    assert len(found) < 300


def test_a_table_is_called_by_an_id() -> None:
    table = "keys: {a: text}\nvalues: {b: number}\nrows: [[x, '1']]\n"
    assert said({**TEXTS, "tables/norms.yaml": table}) == []
    (found,) = said({**TEXTS, "tables/Our norms.yaml": table})
    assert found.startswith("tables/Our norms.yaml:1:1: error S011: “Our norms” is not an id")


def test_a_file_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    folder = write(tmp_path, {**TEXTS, "tables/norms.yaml": "keys: {a: text}\nvalues: {b: number}\nrows: [[x, '1']]\n"})
    (folder / "tables/norms.yaml").rename(os.fsdecode(os.fsencode(folder) + b"/tables/n\xfcrms.yaml"))
    study, (finding,) = load_study(folder)
    assert study is None
    assert (
        str(finding)
        == "tables/n?rms.yaml:1:1: error S010: Is not read: the name of this file holds signs that cannot be shown."
    )

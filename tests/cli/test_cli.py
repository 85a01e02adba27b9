"""Every verb as a person types it: what comes out, which exit code, and one line when it cannot be."""

from __future__ import annotations

import contextlib
import csv
import errno
import json
import os
import pty
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from crf_app.cli import main
from crf_app.services import lists
from crf_app.services.opening import open_file
from crf_app.store import connection, study_file
from crf_app.store.study_file import StudyFile
from tests.cli.conftest import PASSPHRASE, PLMSC, SECRETS, Shell
from tests.store.trial import forged
from tests.study.small_study import small

SCRIPT = """
- enrol: A-01
- visit: {subject: A-01, visit: screening, date: 2025-05-22}
- enter:
    subject: A-01
    visit: screening
    form: demographics
    entries: {age: 34, sex: female}
"""


def crf_app(*words: object, secrets: dict[str, str], stdin: int | None = None) -> subprocess.CompletedProcess[str]:
    """Run the real program in a process of its own."""
    command = [sys.executable, "-m", "crf_app", *map(str, words)]
    env = os.environ | secrets
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=60, check=False, stdin=stdin)


@pytest.fixture
def real(tmp_path: Path) -> Shell:
    """A file with its real key, for programs in processes of their own."""
    secrets = dict(SECRETS)
    shell = Shell(tmp_path, secrets)
    made = crf_app("new", shell.file, "--study", PLMSC, "--site", "01", secrets=secrets)
    assert (made.returncode, made.stderr) == (0, "")
    who = ("--username", "sadeghi", "--name", "R. Sadeghi", "--role", "administrator")
    assert crf_app("person", "add", shell.file, *who, secrets=secrets).returncode == 0
    return shell.signs_in("sadeghi")


# Reading


@pytest.mark.parametrize("what", lists.LISTS)
def test_every_list_prints_and_gives_json(entered: Shell, what: str) -> None:
    printed = entered.runs("list", entered.file, what).stdout.splitlines()
    found = entered.lists(what)
    # Whoever lists signs in, and that is a line of the trail itself.
    assert len(printed) == len(found) + (0 if what == "audit" else 1)
    if found:
        assert printed[0].split() == list(found[0])
    assert all(line == line.rstrip() for line in printed)


def test_the_command_line_knows_every_list() -> None:
    known = CliRunner().invoke(main, ["list", "--help"]).stdout
    assert all(name in known.replace("\n", "").replace(" ", "") for name in lists.LISTS)


def test_the_lists_of_the_help_are_the_lists_there_are(entered: Shell) -> None:
    desk = open_file(entered.file, PASSPHRASE, read_only=True)
    assert tuple(sorted(lists.listings(desk))) == tuple(sorted(lists.LISTS))
    desk.file.close()


def test_what_is_due_is_overdue_or_open(entered: Shell) -> None:
    due = entered.lists("due")
    assert {line["visit"] for line in due} == {"month_9", "year_1"}
    assert {line["mark"] for line in due} <= {"open", "overdue"}


@pytest.mark.requirement(2)
def test_the_audit_trail_tells_who_when_what_and_why(entered: Shell) -> None:
    trail = entered.lists("audit")
    assert [int(line["fact"]) for line in trail] == list(range(1, len(trail) + 1))
    typed = next(line for line in trail if line["item"] == "total")
    assert (typed["who"], typed["role"], typed["what"]) == ("N. Rahimi", "coordinator", "entry.recorded")
    assert (typed["subject"], typed["where"], typed["old"], typed["new"]) == ("A-01", "screening/edss", "", "6.5")


@pytest.mark.requirement(7)
def test_who_reads_is_noted_and_nobody_reads_without_a_name(entered: Shell) -> None:
    secrets = {name: value for name, value in entered.secrets.items() if name == "CRF_PASSPHRASE"}
    assert "CRF_USER" in Shell(entered.folder, secrets).runs("list", entered.file, "subjects", code=2).stderr
    entered.runs("list", entered.file, "subjects")
    assert [line["what"] for line in entered.lists("audit")][-2:] == ["person.signed_in", "person.signed_in"]


@pytest.mark.requirement(9)
def test_an_administrator_lists_no_data_and_no_subject(entered: Shell) -> None:
    administrator = Shell(entered.folder, {**entered.secrets, "CRF_USER": "sadeghi"})
    for listing in ("subjects", "visits", "pages", "entries", "queries", "deviations", "due"):
        assert administrator.lists(listing) == [], listing
    trail = administrator.lists("audit")
    assert {line["subject"] for line in trail} == {""}
    assert "person.added" in {line["what"] for line in trail}
    assert "A-01" not in administrator.runs("list", entered.file, "audit").stdout


def test_people_are_listed(shell: Shell) -> None:
    people = shell.json("person", "list", shell.file)
    assert (people[1]["username"], people[1]["name"], people[1]["role"]) == ("rahimi", "N. Rahimi", "coordinator")
    assert shell.runs("person", "list", shell.file).stdout.splitlines()[0].split() == list(people[1])


# Studies


def test_a_study_without_scenarios_is_told_what_is_not_proven(tmp_path: Path, shell: Shell) -> None:
    for name, text in small().items():
        path = tmp_path / "small" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found = shell.json("check", tmp_path / "small", code=1)
    assert {each["code"] for each in found["findings"]} == {"S015", "S016", "S026", "S027"}
    assert found["scenarios"] == 0


def test_findings_stand_at_their_lines_and_give_one(tmp_path: Path, shell: Shell) -> None:
    study = tmp_path / "study"
    shutil.copytree(PLMSC, study)
    infusion = study / "forms" / "infusion.yaml"
    text = infusion.read_text(encoding="utf-8")
    infusion.write_text(text.replace("prescribed != 3", "prescribedd != 3"), encoding="utf-8")
    result = shell.runs("check", study, code=1)
    (line,) = (line for line in result.stdout.splitlines() if "prescribedd" in line)
    assert line.startswith("forms/infusion.yaml:")
    assert "error S001" in line
    found = shell.json("check", study, code=1)
    (finding,) = (each for each in found["findings"] if "prescribedd" in each["text"])
    assert (finding["file"], finding["code"], finding["severity"]) == ("forms/infusion.yaml", "S001", "error")
    assert f"forms/infusion.yaml:{finding['line']}:{finding['column']}:" in line
    refused = shell.runs("new", tmp_path / "no.crf", "--study", study, "--site", "01", code=1)
    assert "prescribedd" in refused.stderr
    assert not (tmp_path / "no.crf").exists()


# Writing


def test_a_script_is_entered_and_told_step_by_step(shell: Shell) -> None:
    script = shell.folder / "day.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    said = shell.runs("enter", shell.file, script).stdout.splitlines()
    assert said == ["1 enrol: A-01", "2 visit: A-01 screening 2025-05-22", "3 enter: A-01 demographics, 2 entries"]


@pytest.mark.requirement(32)
def test_a_script_stops_where_it_is_refused_and_says_so(shell: Shell) -> None:
    script = shell.folder / "day.yaml"
    script.write_text(SCRIPT + "- complete: {subject: A-01, visit: screening, form: consent}\n", encoding="utf-8")
    said = shell.refused("enter", shell.file, script)
    assert said.startswith("Step 4 (complete): Still empty: ")
    assert [line["item"] for line in shell.lists("entries")] == ["age", "sex"]  # steps 1 to 3 stand


def test_a_script_with_findings_enters_nothing(shell: Shell) -> None:
    script = shell.folder / "day.yaml"
    script.write_text("- enroll: A-01\n", encoding="utf-8")
    result = shell.runs("enter", shell.file, script, code=1)
    assert "day.yaml:1:3: error S011" in result.stderr
    assert shell.lists("subjects") == []


@pytest.mark.requirement(32)
def test_export_makes_one_file_per_form_and_is_a_fact(shell: Shell) -> None:
    folder = shell.folder / "out"
    said = shell.runs("export", shell.file, "csv", "-o", folder).stdout
    assert f"{folder / 'subjects.csv'}: 0 rows" in said
    assert shell.lists("audit")[-2]["what"] == "file.exported"
    with (folder / "codebook.csv").open(encoding="utf-8", newline="") as file:
        assert {"edss", "cytokines__results"} <= {line["file"] for line in csv.DictReader(file)}
    assert "is not empty" in shell.refused("export", shell.file, "csv", "-o", folder)


@pytest.mark.requirement(28)
def test_backup_and_restore(shell: Shell) -> None:
    copy, again = shell.folder / "copy.crf", shell.folder / "again.crf"
    assert "restore tested" in shell.runs("backup", shell.file, "-o", copy).stdout
    shell.runs("restore", copy, "-o", again)
    trail = json.loads(shell.runs("list", again, "audit", "--json").stdout)
    assert trail[-2]["what"] == "file.restored"
    assert shell.json("verify", again)["sound"] is True
    for words in (("backup", shell.file, "-o", copy), ("restore", copy, "-o", again)):
        assert "already" in shell.refused(*words, code=4)


# When it cannot be


@pytest.mark.parametrize(
    "words",
    [
        ("list",),
        ("list", "FILE", "nonsense"),
        ("nosuch",),
        ("new", "FILE"),
        ("check", "no_such_folder"),
        ("list", "FILE", "subjects", "--colour"),
        ("export", "FILE", "xml", "-o", "x"),
    ],
)
def test_wrong_usage_is_one_line_and_two(shell: Shell, words: tuple[str, ...]) -> None:
    shell.refused(*(shell.file if word == "FILE" else word for word in words), code=2)


def test_a_wrong_passphrase(shell: Shell) -> None:
    shell.secrets["CRF_PASSPHRASE"] = "not the one it was"
    assert "does not open with this passphrase" in shell.refused("list", shell.file, "subjects", code=4)


def test_a_wrong_password(shell: Shell) -> None:
    shell.secrets["CRF_PASSWORD"] = "not the one it was"
    script = shell.folder / "day.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    assert "do not belong together" in shell.refused("enter", shell.file, script)
    assert shell.signs_in("rahimi").lists("audit")[-2]["what"] == "person.sign_in_failed"


def test_no_right(shell: Shell) -> None:
    result = shell.adds("new", "N. New", "monitor", code=3)
    assert "That takes the role of administrator" in result.stderr


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + bytes(5000), bytes(range(256)) * 32])
def test_not_our_file(shell: Shell, content: bytes) -> None:
    other = shell.folder / "other.crf"
    other.write_bytes(content)
    shell.refused("list", other, "subjects", code=4)
    assert other.read_bytes() == content


def test_a_missing_file_and_a_missing_script(shell: Shell) -> None:
    assert "not there" in shell.refused("list", shell.folder / "none.crf", "subjects", code=4)
    assert "No such file" in shell.refused("enter", shell.file, shell.folder / "none.yaml", code=4)
    (shell.folder / "latin.yaml").write_bytes("- enrol: Größe".encode("latin-1"))
    assert "not UTF-8" in shell.refused("enter", shell.file, shell.folder / "latin.yaml", code=4)


@pytest.mark.requirement(34)
def test_a_newer_file(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(study_file, "FORMAT", connection.FORMAT - 1)
    assert "newer" in shell.refused("list", shell.file, "subjects", code=4)


def test_a_file_that_is_open_elsewhere(shell: Shell) -> None:
    script = shell.folder / "day.yaml"
    script.write_text(SCRIPT, encoding="utf-8")
    with StudyFile.open(shell.file, PASSPHRASE, program="0", opened_by="N. Rahimi"):
        assert "open already: N. Rahimi" in shell.refused("enter", shell.file, script, code=4)
        assert shell.lists("subjects") == []  # reading goes on


def test_a_full_disk_during_an_export_leaves_nothing_behind(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Path.write_bytes
    written: list[Path] = []

    def until_full(path: Path, content: bytes) -> int:
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(path)
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", until_full)
    folder = shell.folder / "out"
    assert "No space left" in shell.refused("export", shell.file, "csv", "-o", folder, code=4)
    assert not folder.exists()
    assert "file.exported" not in {line["what"] for line in shell.lists("audit")}


def test_a_mistake_of_ours_tells_no_data(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object) -> None:
        raise ZeroDivisionError("A-01 weighs 58 kg")

    monkeypatch.setattr(lists, "listings", breaks)
    said = shell.refused("list", shell.file, "subjects", code=4)
    assert "mistake of the program (ZeroDivisionError in test_cli.py" in said
    assert "58" not in said.replace(f"line {breaks.__code__.co_firstlineno + 1}", "")


def test_a_damaged_file_does_not_verify(shell: Shell) -> None:
    content = bytearray(shell.file.read_bytes())
    content[len(content) // 2] ^= 255
    shell.file.write_bytes(content)
    shell.refused("verify", shell.file, code=4)


@pytest.mark.requirement(5)
def test_tables_that_were_tampered_with_give_one(shell: Shell) -> None:
    forged(shell.file, lambda db: db.execute("UPDATE person SET role='monitor'"), PASSPHRASE)
    result = shell.runs("verify", shell.file, code=1)
    assert "NOT SOUND" in result.stdout
    assert len(result.stderr.splitlines()) == 3
    verified = shell.json("verify", shell.file, code=1)
    assert {each["code"] for each in verified["discrepancies"]} == {"table"}


# Secrets, terminals, pipes: the real program


def test_secrets_may_stand_in_files(real: Shell) -> None:
    secret = real.folder / "passphrase.txt"
    secret.write_text(PASSPHRASE + "\n", encoding="utf-8")
    del real.secrets["CRF_PASSPHRASE"]
    listed = crf_app("list", real.file, "subjects", secrets={**real.secrets, "CRF_PASSPHRASE_FILE": str(secret)})
    assert (listed.returncode, listed.stderr) == (0, "")
    gone = crf_app("list", real.file, "subjects", secrets={**real.secrets, "CRF_PASSPHRASE_FILE": str(secret) + "x"})
    assert gone.returncode == 4
    assert len(gone.stderr.splitlines()) == 1


def test_without_a_terminal_nothing_is_asked(real: Shell) -> None:
    asked = crf_app("list", real.file, "subjects", secrets={}, stdin=subprocess.DEVNULL)
    assert asked.returncode == 2
    assert asked.stderr.startswith("crf-app: Passphrase of site-01.crf: give it in CRF_PASSPHRASE")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are opened another way there")
def test_at_a_terminal_secrets_are_asked_without_echo(real: Shell) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "crf_app", "list", str(real.file), "subjects"]
    with subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=dict(os.environ)) as asked:
        os.close(theirs)
        shown = b""
        for question, answer in (
            (b"Passphrase of site-01.crf", PASSPHRASE),
            (b"User name", "sadeghi"),
            (b"Password of sadeghi", real.secrets["CRF_PASSWORD"]),
        ):
            while question not in shown:
                shown += os.read(ours, 1000)
            os.write(ours, answer.encode() + b"\n")
        assert asked.stdout is not None
        said = asked.stdout.read()
        assert asked.wait(30) == 0
    assert b"subject" in said
    os.set_blocking(ours, False)
    with contextlib.suppress(OSError):
        shown += os.read(ours, 1000)
    os.close(ours)
    assert PASSPHRASE.encode() not in shown
    assert real.secrets["CRF_PASSWORD"].encode() not in shown


def test_who_reads_only_the_beginning_is_not_complained_to(real: Shell) -> None:
    command = [sys.executable, "-m", "crf_app", "list", str(real.file), "audit", "--json"]
    env = os.environ | real.secrets
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=env, timeout=60, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


def test_quick_verbs_load_no_window() -> None:
    code = "import sys, crf_app.cli; sys.exit(any(m.startswith(('PySide6', 'reportlab')) for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_version_is_told() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert (result.exit_code, result.stdout.startswith("crf-app, version ")) == (0, True)


def test_without_a_screen_the_window_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(main, ["open"])
    assert result.exit_code == 4
    assert "no screen" in result.stderr


def test_a_preview_needs_a_screen_and_a_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    result = CliRunner().invoke(main, ["preview", str(tmp_path)])
    assert result.exit_code == 4
    assert "no screen" in result.stderr
    assert CliRunner().invoke(main, ["preview", str(tmp_path / "nowhere")]).exit_code == 2

"""Accounts from the command line: added, changed, closed, released; one's own password before anything else."""

from __future__ import annotations

import pytest

from tests.cli.conftest import PASSWORD, Shell

NEW = "seven quiet rivers"
OWN = "a field of barley"


def people(shell: Shell) -> dict[str, dict[str, str]]:
    return {line["username"]: line for line in shell.json("person", "list", shell.file)}


def as_(shell: Shell, username: str, password: str = PASSWORD, new: str = "") -> Shell:
    shell.secrets |= {"CRF_USER": username, "CRF_PASSWORD": password, "CRF_NEW_PASSWORD": new or PASSWORD}
    return shell


def adds(shell: Shell, username: str, *more: str, role: str = "coordinator", code: int = 0) -> str:
    words = ("--username", username, "--name", "T. Tavakoli", "--role", role)
    return shell.runs("person", "add", shell.file, *words, *more, code=code).stdout


@pytest.mark.requirement(10)
def test_a_first_password_is_for_choosing_another(shell: Shell) -> None:
    as_(shell, "sadeghi", new=NEW)
    adds(shell, "tavakoli")
    assert people(shell)["tavakoli"]["password"] == "for one time"
    as_(shell, "tavakoli", NEW)
    said = shell.refused("export", shell.file, "csv", "-o", shell.folder / "out")
    assert said == (
        "Choose a password of your own first; the present one was for one time. crf-app person password site-01.crf"
    )
    shell.secrets["CRF_NEW_PASSWORD"] = "short"
    assert "needs 10 characters" in shell.refused("person", "password", shell.file)
    shell.secrets["CRF_NEW_PASSWORD"] = OWN
    assert shell.runs("person", "password", shell.file).stdout == "Password changed.\n"
    as_(shell, "tavakoli", OWN)
    shell.runs("export", shell.file, "csv", "-o", shell.folder / "out")
    assert people(shell)["tavakoli"]["password"] == "own"


@pytest.mark.requirement(10)
def test_a_password_can_be_made_for_somebody_and_is_printed_once(shell: Shell) -> None:
    as_(shell, "sadeghi")
    said, given = adds(shell, "tavakoli", "--generate").splitlines()
    assert said == "T. Tavakoli, coordinator: added."
    as_(shell, "tavakoli", given, new=OWN)
    shell.runs("person", "password", shell.file)
    again = as_(shell, "sadeghi").runs("person", "reset-password", shell.file, "TAVAKOLI", "--reason", "forgotten",
                                       "--generate").stdout.splitlines()  # fmt: skip
    assert again[0] == "TAVAKOLI: password reset."
    assert again[1] != given
    as_(shell, "tavakoli", OWN)
    assert "do not belong together" in shell.refused("person", "password", shell.file)


@pytest.mark.requirement(7, 8)
def test_an_account_is_changed_with_a_reason_and_its_history_tells(shell: Shell) -> None:
    as_(shell, "sadeghi")
    shell.runs("person", "role", shell.file, "karimi", "rater", "--reason", "blinded rater now")
    shell.runs("person", "rename", shell.file, "karimi", "--name", "M. Karimi-Rad", "--reason", "married")
    shell.runs("person", "close", shell.file, "karimi", "--reason", "on leave")
    assert people(shell)["karimi"] | {"added": "", "last_signed_in": ""} == {
        "username": "karimi", "name": "M. Karimi-Rad", "role": "rater", "state": "closed", "until": "",
        "password": "own", "last_signed_in": "", "added": "",
    }  # fmt: skip
    shell.runs("person", "open", shell.file, "karimi", "--reason", "back")
    told = shell.json("person", "history", shell.file, "karimi")
    assert [(line["what"], line["who"], line["why"]) for line in told] == [
        ("Account opened again", "R. Sadeghi", "back"),
        ("Account closed", "R. Sadeghi", "on leave"),
        ("Person changed", "R. Sadeghi", "married"),
        ("Person changed", "R. Sadeghi", "blinded rater now"),
        ("Person added", "R. Sadeghi", ""),
    ]
    assert shell.runs("person", "open", shell.file, "karimi", "--reason", "back").stdout == "Nothing to change.\n"


@pytest.mark.requirement(10)
def test_five_failures_lock_and_an_administrator_releases(shell: Shell) -> None:
    as_(shell, "karimi", "not the right one")
    out = shell.folder / "out"
    for _ in range(5):
        assert "do not belong together" in shell.refused("export", shell.file, "csv", "-o", out)
    as_(shell, "karimi")
    assert "After 5 failed attempts this account is locked until" in shell.refused(
        "export", shell.file, "csv", "-o", out
    )
    found = people(shell)["karimi"]
    assert found["state"] == "locked_out"
    assert found["until"]
    as_(shell, "sadeghi").runs("person", "release", shell.file, "karimi")
    assert people(shell)["karimi"]["state"] == "active"
    as_(shell, "karimi").runs("export", shell.file, "csv", "-o", out)


@pytest.mark.requirement(8, 9)
@pytest.mark.parametrize(
    "words",
    [
        ("role", "rahimi", "administrator", "--reason", "x"), ("rename", "rahimi", "--name", "X", "--reason", "x"),
        ("close", "moradi", "--reason", "x"), ("open", "moradi", "--reason", "x"), ("release", "karimi"),
        ("reset-password", "karimi", "--reason", "x"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_only_an_administrator_sees_to_accounts(shell: Shell, words: tuple[str, ...]) -> None:
    as_(shell, "sadeghi")
    adds(shell, "moradi", "--permanent", role="monitor")
    verb, *rest = words
    said = as_(shell, "rahimi").refused("person", verb, shell.file, *rest)
    assert said.startswith("As coordinator you cannot")
    assert said.endswith("That takes the role of administrator.")


@pytest.mark.requirement(9)
def test_the_only_administrator_stays(shell: Shell) -> None:
    as_(shell, "sadeghi")
    for words in (("close", shell.file, "sadeghi"), ("role", shell.file, "sadeghi", "reader")):
        assert "your own account" in shell.refused("person", *words, "--reason", "leaves")


def test_a_name_nobody_has_is_told(shell: Shell) -> None:
    said = as_(shell, "sadeghi").refused("person", "release", shell.file, "nobody")
    assert said == "Nobody in this file has the user name nobody. See them with: crf-app person list"


def test_what_is_done_to_an_account_asks_why(shell: Shell) -> None:
    assert "reason" in as_(shell, "sadeghi").refused("person", "close", shell.file, "karimi", code=2)

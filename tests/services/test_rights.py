"""Who may do what, as one table a person can check against the protocol's list of delegated duties."""

from __future__ import annotations

import typing

import pytest

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.base.words import words
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services.rights import ROLE_WORDS, ROLES, may, require
from tests.services.clinic import Clinic

#                coord investig rater pharmac monitor data-m reader admin
TABLE = """
Enrol              yes   yes     -     -     -     -     -     -
StartVisit         yes   yes     -     -     -     -     -     -
RedateVisit        yes   yes     -     -     -     -     -     -
MissVisit          yes   yes     -     -     -     -     -     -
CompleteVisit      yes   yes     -     -     -     -     -     -
RecordEntries      yes   yes   yes   yes     -     -     -     -
RemoveRow          yes   yes   yes   yes     -     -     -     -
CompletePage       yes   yes   yes   yes     -     -     -     -
ReopenPage         yes   yes   yes   yes     -     -     -     -
PageNotDone        yes   yes   yes   yes     -     -     -     -
RaiseQuery         yes   yes     -     -   yes   yes     -     -
AnswerQuery        yes   yes   yes   yes     -     -     -     -
ExplainCheck       yes   yes   yes   yes     -     -     -     -
CloseQuery           -     -     -     -   yes   yes     -     -
ReopenQuery          -     -     -     -   yes   yes     -     -
CancelQuery          -     -     -     -   yes   yes     -     -
VerifySource         -     -     -     -   yes     -     -     -
UnverifySource       -     -     -     -   yes     -     -     -
FreezeData           -     -     -     -   yes   yes     -     -
UnfreezeData         -     -     -     -   yes   yes     -     -
LockData             -     -     -     -     -   yes     -     -
UnlockData           -     -     -     -     -   yes     -     -
Sign                 -   yes     -     -     -     -     -     -
AddPerson            -     -     -     -     -     -     -   yes
ChangeRole           -     -     -     -     -     -     -   yes
RenamePerson         -     -     -     -     -     -     -   yes
DisablePerson        -     -     -     -     -     -     -   yes
EnablePerson         -     -     -     -     -     -     -   yes
ReleasePerson        -     -     -     -     -     -     -   yes
ResetPassword        -     -     -     -     -     -     -   yes
ChangePassword     yes   yes   yes   yes   yes   yes   yes   yes
NotePrinted        yes   yes   yes   yes   yes   yes   yes     -
NoteExported       yes   yes     -   yes   yes   yes     -     -
NoteBackup         yes   yes   yes   yes   yes   yes   yes   yes
NoteRecoverySheet  yes   yes     -     -     -     -     -   yes
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(name, role, cell == "yes") for name, *cells in LINES for role, cell in zip(ROLES, cells, strict=True)]


def test_the_table_names_every_command() -> None:
    assert {name for name, *_ in LINES} == {kind.__name__ for kind in typing.get_args(c.Command)}


@pytest.mark.parametrize(("command", "role", "allowed"), CELLS)
def test_the_table_holds(command: str, role: str, allowed: bool) -> None:
    assert may(role, getattr(c, command)) is allowed


EVERYBODY = {c.ChangePassword, c.NoteBackup, c.NoteRecoverySheet}
PLACE = PagePlace("s1", VisitPlace("s1", "screening"), "visit_notes")
SAMPLES: dict[type[object], c.Command] = {
    each: command
    for command in (
        c.Enrol("A-01"), c.StartVisit(VisitPlace("s1", "screening"), PartialDate(2026, 1, 12)),
        c.RedateVisit(VisitPlace("s1", "screening"), PartialDate(2026, 1, 13), "typing error"),
        c.MissVisit(VisitPlace("s1", "screening"), "not_done"), c.CompleteVisit(VisitPlace("s1", "screening")),
        c.RecordEntries(PLACE, ()), c.RemoveRow(PLACE, "rows", "r1", "twice"), c.CompletePage(PLACE),
        c.ReopenPage(PLACE, "wrong"), c.PageNotDone(PLACE, "not_done"), c.RaiseQuery("Why?", page=PLACE),
        c.AnswerQuery("s1", "q1", "So."), c.ExplainCheck(PLACE, EntryKey("note"), "check", "So."),
        c.CloseQuery("s1", "q1"), c.ReopenQuery("s1", "q1", "Why?"), c.CancelQuery("s1", "q1", "Mistaken."),
        c.VerifySource(PLACE, (EntryKey("note"),)), c.UnverifySource(PLACE, (EntryKey("note"),), "wrong line"),
        c.FreezeData(HoldPlace("s1")), c.UnfreezeData(HoldPlace("s1"), "a letter came"),
        c.LockData(HoldPlace("s1")), c.UnlockData(HoldPlace("s1"), "a letter came"),
        c.Sign("checked", "not the password", subject="s1"),
        c.AddPerson("new", "N. N.", "reader", "opens the gate 7"), c.ChangeRole("p9", "reader", "moved"),
        c.RenamePerson("p9", "N. M.", "married"), c.DisablePerson("p9", "left"), c.EnablePerson("p9", "back"),
        c.ReleasePerson("p9"), c.ResetPassword("p9", "opens the gate 7", "forgotten"),
        c.ChangePassword("not the old one", "opens the gate 7"),
        c.NotePrinted("casebook", None, "0" * 64, "a.pdf"), c.NoteExported("csv", None, "0" * 64, "a"),
        c.NoteBackup("a.crf", "0000 1111 2222 3333", 9), c.NoteRecoverySheet("a.pdf"),
    )
    for each in (type(command),)
}  # fmt: skip


def test_there_is_a_sample_of_every_command() -> None:
    assert set(SAMPLES) == set(typing.get_args(c.Command))


@pytest.mark.requirement(8, 9, 17)
@pytest.mark.parametrize("role", ROLES)
def test_the_desk_holds_to_the_table_whoever_asks(clinic: Clinic, role: str) -> None:
    """The whole matrix at the real desk: what the table denies is refused for the role, and leaves no fact."""
    clinic.desk.actor = Actor("p9", "Somebody", role)
    for name, *cells in LINES:
        allowed = dict(zip(ROLES, cells, strict=True))[role] == "yes"
        before = clinic.desk.file.fact_count()
        refused = ""
        try:
            clinic.desk.do(SAMPLES[getattr(c, name)])
        except Refusal as refusal:
            refused = str(refusal)
        assert refused.startswith(f"As {ROLE_WORDS[role]} you cannot") is not allowed, name
        assert allowed or clinic.desk.file.fact_count() == before, name
        clinic.desk.actor = Actor("p9", "Somebody", role)


@pytest.mark.requirement(9)
def test_nobody_who_works_on_data_sees_to_accounts_and_the_other_way_round() -> None:
    kinds = set(typing.get_args(c.Command)) - EVERYBODY
    of_administrators = {kind for kind in kinds if may("administrator", kind)}
    of_the_others = {kind for role in ROLES if role != "administrator" for kind in kinds if may(role, kind)}
    assert of_administrators == {
        c.AddPerson, c.ChangeRole, c.RenamePerson, c.DisablePerson, c.EnablePerson, c.ReleasePerson, c.ResetPassword,
    }  # fmt: skip
    assert not of_administrators & of_the_others


@pytest.mark.requirement(17)
def test_the_sponsors_people_change_no_data() -> None:
    of_the_site = {
        c.Enrol, c.StartVisit, c.RedateVisit, c.MissVisit, c.CompleteVisit, c.RecordEntries, c.RemoveRow,
        c.CompletePage, c.ReopenPage, c.PageNotDone, c.AnswerQuery, c.ExplainCheck, c.Sign,
    }  # fmt: skip
    assert not any(may(role, kind) for role in ("monitor", "data_manager") for kind in of_the_site)


def test_a_refusal_says_who_could() -> None:
    monitor = Actor("p4", "L. Moradi", "monitor")
    with pytest.raises(Refusal, match=r"^As monitor you cannot enrol a subject\. That takes the role of coordinator"):
        require(monitor, c.Enrol, words("en"))


def test_an_unknown_role_may_nothing() -> None:
    with pytest.raises(Refusal):
        require(Actor("p5", "X", "visitor"), c.Enrol, words("en"))


def test_the_desk_asks_for_the_right_before_anything_else(clinic: Clinic) -> None:
    before = clinic.desk.file.fact_count()
    with pytest.raises(Refusal, match="monitor"):
        clinic.does(c.Enrol("A-01"), by="moradi")
    assert clinic.desk.file.fact_count() == before

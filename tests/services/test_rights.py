"""Who may do what, as one table a person can check against the protocol's list of delegated duties."""

from __future__ import annotations

import typing

import pytest

from crf_app.base.problems import Refusal
from crf_app.base.words import words
from crf_app.capture import commands as c
from crf_app.capture.facts import Actor
from crf_app.services.rights import ROLES, may, require
from tests.services.clinic import Clinic

#                       coordinator, investigator, monitor, administrator
TABLE = """
Enrol                   yes          yes           -        -
StartVisit              yes          yes           -        -
RedateVisit             yes          yes           -        -
MissVisit               yes          yes           -        -
CompleteVisit           yes          yes           -        -
RecordEntries           yes          yes           -        -
RemoveRow               yes          yes           -        -
CompletePage            yes          yes           -        -
ReopenPage              yes          yes           -        -
PageNotDone             yes          yes           -        -
RaiseQuery              yes          yes           yes      -
AnswerQuery             yes          yes           -        -
ExplainCheck            yes          yes           -        -
CloseQuery              -            -             yes      -
ReopenQuery             -            -             yes      -
Sign                    -            yes           -        -
AddPerson               -            -             -        yes
NoteOutput              yes          yes           yes      yes
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
CELLS = [(name, role, cell == "yes") for name, *cells in LINES for role, cell in zip(ROLES, cells, strict=True)]


def test_the_table_names_every_command() -> None:
    assert {name for name, *_ in LINES} == {kind.__name__ for kind in typing.get_args(c.Command)}


@pytest.mark.parametrize(("command", "role", "allowed"), CELLS)
def test_the_table_holds(command: str, role: str, allowed: bool) -> None:
    assert may(role, getattr(c, command)) is allowed


def test_nobody_who_works_on_data_adds_people_and_the_other_way_round() -> None:
    kinds = set(typing.get_args(c.Command)) - {c.NoteOutput}
    of_administrators = {kind for kind in kinds if may("administrator", kind)}
    of_the_others = {kind for role in ROLES[:-1] for kind in kinds if may(role, kind)}
    assert of_administrators == {c.AddPerson}
    assert not of_administrators & of_the_others


def test_a_refusal_says_who_could() -> None:
    monitor = Actor("p4", "L. Moradi", "monitor")
    with pytest.raises(Refusal, match=r"^As monitor you cannot enrol a subject\. That takes the role of coordinator"):
        require(monitor, c.Enrol("A-01"), words("en"))


def test_an_unknown_role_may_nothing() -> None:
    with pytest.raises(Refusal):
        require(Actor("p5", "X", "visitor"), c.Enrol("A-01"), words("en"))


def test_the_desk_asks_for_the_right_before_anything_else(clinic: Clinic) -> None:
    before = clinic.desk.file.fact_count()
    with pytest.raises(Refusal, match="monitor"):
        clinic.does(c.Enrol("A-01"), by="moradi")
    assert clinic.desk.file.fact_count() == before

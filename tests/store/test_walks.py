"""What is read at every opening, on every page, never walks the whole trail: it may hold half a million facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest

from crf_app.capture.facts import OF_THE_FILE, FactKind
from crf_app.store.study_file import StudyFile
from tests.store.trial import a_visit, record

OFTEN: dict[str, Callable[[StudyFile], object]] = {
    "the study inside": lambda file: file.definition(),
    "the end of the chain": lambda file: file.head(),
    "how many facts there are": lambda file: file.fact_count(),
    "the last backup": lambda file: list(file.facts(kinds={FactKind.BACKUP_MADE}, newest_first=True, limit=1)),
    "what happened to accounts": lambda file: list(file.facts(kinds=OF_THE_FILE)),
    "the newest facts": lambda file: list(file.facts(newest_first=True, limit=50)),
    "the history of an item": lambda file: list(file.facts(page="s1/month_1/edss", item="total")),
    "what a person did at the door": lambda file: file.attempts_of("p-ann"),
    "one subject's record": lambda file: file.subject("s1"),
    "the matrix": lambda file: file.overview([("edss", "total")]),
    "queries": lambda file: file.queries(),
    "the next query's number": lambda file: file.next_query_number(),
    "what is held": lambda file: file.file_holds(),
}


@pytest.mark.parametrize("reading", OFTEN.values(), ids=OFTEN)
def test_a_frequent_reading_finds_its_facts_by_an_index(
    file: StudyFile, reading: Callable[[StudyFile], object]
) -> None:
    record(file, a_visit())
    said: list[str] = []
    connection = cast(Any, file._connection)
    connection.set_trace_callback(said.append)
    reading(file)
    connection.set_trace_callback(None)
    assert said
    for statement in said:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")]
        walked = [
            step for step in plan if step.split()[:2] in (["SCAN", "fact"], ["SCAN", "f"]) and not _ends(statement)
        ]
        assert walked == [], statement


def _ends(statement: str) -> bool:
    """Whether a walk stops after some facts, whichever they are."""
    return "LIMIT" in statement and "WHERE" not in statement


def test_facts_of_the_file_are_found_among_those_of_subjects(file: StudyFile) -> None:
    record(file, a_visit())
    kinds = [fact.kind for fact in file.facts(kinds={FactKind.FILE_CREATED, FactKind.DEFINITION_STORED})]
    assert kinds == [FactKind.FILE_CREATED, FactKind.DEFINITION_STORED]
    both = {FactKind.FILE_CREATED, FactKind.SUBJECT_ENROLLED}
    assert {fact.kind for fact in file.facts(kinds=both)} == both

"""Synthetic subjects: test set A stands as it is made, and any page of any study can be filled."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crf_app.services.script import Step, read_script
from crf_app.services.synthetic import Steps
from crf_app.services.synthetic_stories import set_a

FIXTURES = Path(__file__).parents[1] / "fixtures"
VISITS = ("screening", "day_0", "hour_24", "month_1", "month_3", "month_6")


def written(name: str) -> list[Step]:
    steps, findings = read_script(FIXTURES / f"{name}.yaml")
    assert not findings
    return list(steps)


def infusions(steps: list[Step]) -> dict[str, date]:
    begun = [step.visit for step in steps if step.visit is not None and step.visit.visit == "day_0"]
    return {visit.subject: date.fromisoformat(visit.date) for visit in begun}


def test_test_set_a_is_the_text_of_the_steps_that_invent_nothing() -> None:
    steps = written("set_a")
    made: list[Step] = []
    for story in set_a(infusions(steps)):
        of_story = Steps(story)
        made += of_story.enrolment()
        for visit in VISITS:
            made += of_story.visit(visit)
    assert made == steps

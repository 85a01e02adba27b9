"""No rule of a study shows what the study blinds, however its author goes about it (S025), and no part of it does."""

from __future__ import annotations

import pytest

from crf_app.study.load import load_texts
from tests.study.small_study import TEXTS

pytestmark = pytest.mark.requirement(26)

GIVEN = """\
id: given
version: 1
title: Given
sections:
  - id: main
    title: Given
    items:
      - {id: started, kind: date_time, label: Start, role: dose.start}
      - {id: kind, kind: code, codes: treatment, label: Treatment, role: dose.treatment, blinded: yes}
      - {id: cells, kind: integer, label: Cells, relevant: kind == "cells", blinded: yes, required: no}
      - {id: bag_on, kind: date, label: Bag of, blinded: yes, required: no}
  - id: vials
    title: Vials
    layout: log
    blinded: yes
    items:
      - {id: vial, kind: text, label: Vial, required: no}
"""
TREATMENT = """\
treatment:
  - {code: cells, label: {en: Cells, fa: یاخته}}
  - {code: placebo, label: {en: Placebo, fa: دارونما}}
"""
OPENED = """\
id: opened
version: 1
title: Code break
repeating: yes
blinded: yes
sections:
  - id: main
    title: Code break
    items:
      - {id: opened_at, kind: date_time, label: Opened at, role: unblinding.at}
"""
BASE = {
    **{file: text for file, text in TEXTS.items() if file != "forms/dosing.yaml"},
    "forms/given.yaml": GIVEN,
    "forms/opened.yaml": OPENED,
    "codelists.yaml": TEXTS["codelists.yaml"] + TREATMENT,
    "schedule.yaml": TEXTS["schedule.yaml"].replace("dosing", "given").replace("[event]", "[event, opened]"),
    "tables/doses.yaml": "keys: {kind: text}\nvalues: {low: number}\nrows:\n  - [cells, 1]\n",
}


def findings(file: str, old: str, new: str) -> list[str]:
    """Return what is found where one passage of a file is replaced."""
    assert old in BASE[file], old
    _, found = load_texts({**BASE, file: BASE[file].replace(old, new, 1)})
    return [f"{finding.code} {finding.severity.value}" for finding in found]


def test_what_the_tricks_start_from_is_sound() -> None:
    """Blinded items may have rules that read what is blinded, and rules that read what everybody sees."""
    study, found = load_texts(BASE)
    assert study is not None, [str(each) for each in found]


WALK, EVENT, SCHEDULE = "forms/walk.yaml", "forms/event.yaml", "schedule.yaml"
MORE = "derive: metres - baseline.walk.metres"
TRICKS = {
    "a value worked out from it": (WALK, MORE, "derive: treatment.given.cells"),
    "by what it means": (WALK, MORE, 'derive: 1 if subject.dose.treatment == "cells" else 0'),
    "by any of it": (WALK, MORE, 'derive: 1 if any(subject.dose.treatment == "cells") else 0'),
    "by counting it": (WALK, MORE, "derive: count_given(visits.given.cells)"),
    "by the last of it": (WALK, MORE, 'derive: 1 if latest(subject.dose.treatment) == "cells" else 0'),
    "by whether it is there": (WALK, MORE, "derive: 1 if is_given(treatment.given.cells) else 0"),
    "at the visit before": (WALK, MORE, "derive: previous.given.cells"),
    "at the first visit": (WALK, MORE, "derive: baseline.given.cells"),
    "through a table": (WALK, MORE, """derive: 'lookup("doses", "low", baseline.given.kind)'"""),
    "by the number of pages of a blinded log": (WALK, MORE, "derive: count(subject.unblinding.page > 0)"),
    "by the days since a blinded moment": (WALK, MORE, 'derive: "days_between(max(subject.unblinding.at), today)"'),
    "a question that appears": (WALK, "relevant: done == yes\n", "relevant: is_given(treatment.given.cells)\n"),
    "a part that appears": (
        WALK, "title: Walk\n    items", "title: Walk\n    relevant: is_given(treatment.given.cells)\n    items",
    ),
    "a question that must be answered": (WALK, "required: metres > 0", "required: treatment.given.cells > 0"),
    "what a score counts as": (WALK, MORE, "counts_as: treatment.given.cells"),
    "a check that fires": (WALK, "and metres < 20\n", "and treatment.given.cells > 0\n"),
    "a proposal": (WALK, "if metres < 20 else", "if treatment.given.cells > 2 else"),
    "a check of a log": (EVENT, "when: ended < onset", 'when: any(subject.dose.treatment == "cells")'),
    "a visit that hangs on it": (SCHEDULE, "item: started", "item: bag_on"),
    "a visit that is planned by it": (
        SCHEDULE, "visit: treatment}", "visit: treatment, planned: {form: given, item: bag_on, visit: treatment}}",
    ),
    "the end of the study": ("forms/given.yaml", "label: Bag of,", "label: Bag of, role: end.date,"),
    "a death": ("forms/given.yaml", "label: Bag of,", "label: Bag of, role: death.date,"),
    "the number of a row": (
        "forms/given.yaml", "  - id: vials",
        "  - {id: seen, title: S, layout: log, items: [{id: nurse, kind: text, label: N}]}\n  - id: vials",
    ),
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_the_study_is_refused(trick: str) -> None:
    found = findings(*TRICKS[trick])
    assert "S025 error" in found, found


def test_a_message_holds_only_what_its_rule_read() -> None:
    told = findings(WALK, '{en: "{metres} m without', '{en: "{treatment.given.kind} {metres} m without')
    assert "S018 error" in told


def test_no_check_hides_under_the_name_of_one_that_the_program_makes() -> None:
    told = findings(WALK, "id: walk_aid\n", "id: walk_aid_expected\n")
    assert "S013 error" in told

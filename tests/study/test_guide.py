"""What the guide does not tell does not exist for an author: undocumented means a failing test."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pydantic import BaseModel

from crf_app.base.problems import Severity
from crf_app.base.values import Kind
from crf_app.capture.scenario import check_study, play
from crf_app.expressions.types import CONSTANTS
from crf_app.study.codelist import Code
from crf_app.study.dictionaries import DICTIONARIES
from crf_app.study.draft_codelists import Taken
from crf_app.study.findings import MEANINGS
from crf_app.study.form import Check, Form, Layout, Row, Section
from crf_app.study.include import Included, Inclusion
from crf_app.study.item import Item, Unit
from crf_app.study.load import load_texts
from crf_app.study.scenario import Expect, Given, Reason, ScenarioText, load_scenarios
from crf_app.study.schedule import Anchor, Arm, Period, PlannedVisit, Schedule
from crf_app.study.study import Amends, Licence, Site, StudyFacts
from crf_app.study.table import TableText
from tests.guide import GUIDE, TABLES, TEMPLATE, written_anew
from tests.study.small_study import small

MODELS: tuple[type[BaseModel], ...] = (
    StudyFacts, Site, Amends, Inclusion, Included, Taken, TableText, Period, Arm, Licence, Code, Schedule, Anchor,
    PlannedVisit, Form, Section, Row, Item, Unit, Check, ScenarioText, Given, Expect, Reason,
)  # fmt: skip


@pytest.fixture(name="guide", scope="module")
def _guide() -> str:
    return GUIDE.read_text(encoding="utf-8")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_key_is_told(guide: str, model: type[BaseModel]) -> None:
    code = " ".join(re.findall(r"`([^`]*)`", guide) + re.findall(r"```yaml(.*?)```", guide, re.S))
    words = set(re.findall(r"\w+", code))
    assert set(model.model_fields) - words == set()


def test_every_word_a_key_may_have_is_told(guide: str) -> None:
    for word in [*Kind, *Layout, *Severity]:
        assert f"`{word.value}`" in guide


def test_the_tables_of_the_guide_are_those_of_the_program(guide: str) -> None:
    assert guide.count("<!-- table: ") == len(TABLES)
    assert written_anew(guide) == guide, "run: python -m tests.guide"


def test_every_finding_is_told_as_it_is(guide: str) -> None:
    told = dict(re.findall(r"^\| (S\d+) \| (.+?) \|", guide, re.M))
    assert told == MEANINGS


def test_every_dictionary_and_reserved_word_is_told(guide: str) -> None:
    for word in (*DICTIONARIES, *CONSTANTS, "previous", "baseline", "settings", "today"):
        assert f"`{word}`" in guide


def test_the_form_and_the_scenarios_of_the_guide_work(guide: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    form = next(block for block in blocks if block.startswith("id: walk"))
    story = next(block for block in blocks if block.startswith("- name: a short walk"))
    texts = small(schedule=("id: treatment", "id: day_0"))
    texts["schedule.yaml"] = texts["schedule.yaml"].replace("treatment", "day_0")
    texts["forms/walk.yaml"] = form
    study, findings = load_texts(texts)
    assert study is not None, [str(finding) for finding in findings]
    (tmp_path / "scenarios").mkdir()
    (tmp_path / "scenarios" / "walk.yaml").write_text(story, encoding="utf-8")
    scenarios, findings = load_scenarios(tmp_path, study)
    assert findings == ()
    assert [play(study, scenario) for scenario in scenarios] == [[], []]


def example(guide: str, start: str) -> str:
    blocks: list[str] = re.findall(r"```yaml\n(.*?)```", guide, re.DOTALL)
    return next(block for block in blocks if block.startswith(start))


class Trial:
    """The template, to which something of the guide is copied."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "trial"
        shutil.copytree(TEMPLATE, self.folder)

    def has(self, file: str, text: str) -> Trial:
        (self.folder / file).write_text(text, encoding="utf-8")
        return self

    def adds(self, file: str, text: str) -> Trial:
        return self.has(file, (self.folder / file).read_text(encoding="utf-8") + text)

    def asks(self, form: str) -> Trial:
        schedule = (self.folder / "schedule.yaml").read_text(encoding="utf-8")
        return self.has("schedule.yaml", schedule.replace("timed_walk]", f"timed_walk, {form}]"))

    def findings(self) -> list[str]:
        return [f"{each.code} {each.text}" for each in check_study(self.folder).findings]


def test_the_fixed_rows_of_the_guide_and_their_stories_work(guide: str, tmp_path: Path) -> None:
    trial = Trial(tmp_path).asks("balance").has("forms/balance.yaml", example(guide, "id: balance"))
    assert {each.partition(" ")[0] for each in trial.findings()} == {"S026", "S027"}
    stories = example(guide, "- name: the best of three trials").replace("month_1", "week_4")
    assert trial.has("scenarios/balance.yaml", stories).findings() == []


def test_the_edss_of_the_guide_wants_its_settings_and_licence(guide: str, tmp_path: Path) -> None:
    trial = Trial(tmp_path).asks("edss").has("forms/edss.yaml", example(guide, "include: {form: edss"))
    assert any("“edss_ambulation”" in each for each in trial.findings())
    trial.adds("study.yaml", example(guide, "settings: {edss_ambulation"))
    # What is left is the author's own check, which wants its stories.
    assert trial.findings() == [
        "S015 No scenario makes “edss_after_steroids” fire.",
        "S016 No scenario expects “edss_after_steroids” to stay silent.",
    ]


def test_a_trial_without_a_product_takes_the_log_of_adverse_events(guide: str, tmp_path: Path) -> None:
    included = example(guide, "include: {form: adverse_event")
    trial = Trial(tmp_path).has("forms/adverse_event.yaml", included).adds("schedule.yaml", "logs: [adverse_event]\n")
    assert trial.findings() == ["S026 No scenario shows a value of “related”."]
    story = (
        "- name: an event that a procedure may have caused is related\n"
        "  enter: {adverse_event.cause_procedure: possible}\n"
        "  expect: {values: {adverse_event.related: yes}}\n"
    )
    assert trial.has("scenarios/event.yaml", story).findings() == []

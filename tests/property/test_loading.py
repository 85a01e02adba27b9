"""However a study is written wrongly, it loads whole or its author is told where: it never breaks and is never half."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from hypothesis import event, example, given, settings
from hypothesis import strategies as st

from crf_app.capture.scenario import check_loaded
from crf_app.study.difference import differences, summary, told
from crf_app.study.findings import MEANINGS, Finding
from crf_app.study.library import LIBRARY
from crf_app.study.load import load_study, load_texts
from crf_app.study.study import Study
from tests.study.small_library import INCLUDE, folder

OWN = """\
version: 3
items: {device: {help: Which one?}}
sections:
  - {id: walk, rows: [{id: third, label: Third}]}
  - id: rests
    title: Rests
    layout: log
    items:
      - {id: rest, kind: measured, label: Rest, unit: s, decimals: 1, reference: [1, 5], required: no}
checks:
  - {id: gait_slower, severity: note}
"""

STORIES = """\
- name: a rest is told
  given: {visit: month_1, date: 2026-05-12, today: 2026-05-14, dates: {treatment: 2026-04-12}}
  enter: {gait.assessed: "yes", gait.1.rest: "3"}
  expect: {values: {gait.1.rest: "3"}}
- name: an event that ended before it began
  enter: {event.onset: 2026-04-20, event.ended: 2026-04-19}
  expect: {queries: [event_order]}
"""

PERIODS = """\
periods:
  - {id: first, label: First, baseline: treatment}
arms:
  - {id: a, label: A, treatments: {first: Cells}}
"""


@cache
def written() -> dict[str, str]:
    """Return the texts of a study and its library, by their names beside each other."""
    with tempfile.TemporaryDirectory() as home:
        at = folder(Path(home), INCLUDE + OWN)
        texts = {str(path.relative_to(home)): path.read_text(encoding="utf-8") for path in at.parent.rglob("*.yaml")}
    texts["study/schedule.yaml"] += PERIODS
    texts["study/scenarios/own.yaml"] = STORIES
    return texts


WRITTEN = (
    *("''", "'{'", "[]", "{}", "[[[1]]]", "{a: {b: c}}", "-1", "0", "1.5", "1e999", "9" * 30, "9" * 5000, "x" * 300),
    *("99999999999 days", "2026-05", "0001-01-01", "9999-12-31", "'01'", "²", "۱", "a.b.c.d", "{x", "*a", "<<: b"),
    *("\0", "\u202e", "\ufeff", "\u200b", "\t", "code", "log", "table", "note", "today", "visits", "not " * 60),
)
"""What may stand where something else should."""

WORD, FIGURE = re.compile(r"[A-Za-z_]+"), re.compile(r"\d+")
VALUE = re.compile(r"(?<=: )(?:\[[^\]\n]*\]|\{[^}\n]*\}|[^\s,{}\[\]][^,{}\[\]\n]*)")
KEY = re.compile(r"[a-z_]+(?=:)")


def _parts(text: str, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    return [found.span() for found in pattern.finditer(text)] or [(0, 0)]


@st.composite
def with_other_part(draw: st.DrawFn, text: str) -> str:
    """Write something else for a word, a figure, a key or a value; or nothing."""
    parts = _parts(text, draw(st.sampled_from((WORD, FIGURE, KEY, VALUE))))
    begin, end = draw(st.sampled_from(parts))
    others = st.sampled_from(parts).map(lambda part: text[slice(*part)])
    return text[:begin] + draw(st.just("") | others | st.sampled_from(WRITTEN)) + text[end:]


@st.composite
def with_other_lines(draw: st.DrawFn, text: str) -> str:
    """Leave out a line, give it twice, bring it elsewhere or indent it otherwise."""
    lines = text.split("\n")
    at, to = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    line = lines[at]
    changes: tuple[Callable[[], object], ...] = (
        lambda: lines.pop(at),
        lambda: lines.insert(to, line),
        lambda: lines.insert(to, lines.pop(at)),
        lambda: lines.__setitem__(at, f"  {line}"),
        lambda: lines.__setitem__(at, line[1:]),
    )
    draw(st.sampled_from(changes))()
    return "\n".join(lines)


@st.composite
def cut(draw: st.DrawFn, text: str) -> str:
    """End a text too soon, or put something into it."""
    at = draw(st.integers(0, len(text)))
    return text[:at] + draw(st.just("") | st.sampled_from(WRITTEN).map(lambda sign: sign + text[at:]))


@st.composite
def mistakes(draw: st.DrawFn) -> tuple[str, str | None]:
    """Return a file and what it says after one mistake; nothing when it is gone."""
    file = draw(st.sampled_from(sorted(written())))
    kinds = (with_other_part, with_other_part, with_other_lines, cut)
    if draw(st.integers(0, 30)) == 0:
        return file, None
    return file, draw(draw(st.sampled_from(kinds))(written()[file]))


def _write(home: Path, file: str, text: str | None) -> Path:
    for name, each in {**written(), file: text}.items():
        if each is not None:
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_text(each, encoding="utf-8", newline="")
    return home / "study"


def _lines(at: Path, file: str) -> int:
    """Return how many lines there are of a file that a finding names; one where there is no such file."""
    path = at.parent / file if file.startswith(LIBRARY) else at / file
    return path.read_text(encoding="utf-8").count("\n") + 1 if path.is_file() else 1


def _can_be_mended_by(at: Path, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        assert finding.code in MEANINGS
        assert finding.text.endswith((".", "?", "!"))
        assert "\n" not in str(finding)
        assert 1 <= finding.line <= _lines(at, finding.file)
        assert finding.column >= 1


def _is_whole(study: Study, findings: tuple[Finding, ...]) -> None:
    """Check that the definition as kept is the same study."""
    again, said = load_texts(study.source)
    assert again is not None
    assert again.fingerprint == study.fingerprint
    assert {str(finding) for finding in said} <= {str(finding) for finding in findings}
    assert [*differences(study, again)] == []


@cache
def sound() -> Study:
    with tempfile.TemporaryDirectory() as home:
        at = _write(Path(home), "study/study.yaml", written()["study/study.yaml"])
        study, findings = load_study(at)
        assert findings == ()
        assert study is not None
        assert [each for each in check_loaded(at, study, findings).findings if each.code in ("S014", "S020")] == []
    return study


@settings(max_examples=250)
@given(mistakes())
@example(("library/forms/gait.yaml", None))
@example(("library/scenarios/gait.yaml", "- {name: {}, expect: x}"))
@example(("study/forms/gait.yaml", f"{INCLUDE}sections: [{{id: walk, items: x}}]\n"))
@example(("study/scenarios/own.yaml", STORIES.replace("gait.1.rest", "gait.01.rest")))
@example(("study/scenarios/own.yaml", STORIES.replace("today: 2026-05-14", "today: 2026-05")))
def test_one_mistake_is_told_where_it_is_or_does_no_harm(mistake: tuple[str, str | None]) -> None:
    with tempfile.TemporaryDirectory() as home:
        at = _write(Path(home), *mistake)
        study, findings = load_study(at)
        _can_be_mended_by(at, findings)
        assert (study is None) == any(finding.is_error for finding in findings)
        event("told" if study is None else "loaded")
        if study is None:
            return
        _is_whole(study, findings)
        changes = differences(sound(), study)
        assert [*told(changes), summary(sound(), study, changes)]
        _can_be_mended_by(at, check_loaded(at, study, findings).findings)

"""A small study that includes from a library beside it, as folders on disk."""

from __future__ import annotations

from pathlib import Path

from tests.study.small_study import TEXTS

GAIT = """\
id: gait
version: 2
title: {en: Gait, fa: راه رفتن}
summary: [seconds, device]
sections:
  - id: assessment
    title: Assessment
    items:
      - {id: assessed, kind: yes_no, label: Assessed}
      - {id: device, kind: code, codes: gait_device, label: Device, required: no}
  - id: walk
    title: Walk
    layout: table
    relevant: assessed == yes
    rows:
      - {id: first, label: First}
      - {id: second, label: Second}
    items:
      - {id: seconds, kind: decimal, label: Seconds, possible: [2, 180]}
  - id: outcome
    title: Outcome
    items:
      - id: average
        kind: decimal
        label: Mean
        decimals: 1
        derive: mean(first.seconds, second.seconds)
      - id: slow
        kind: yes_no
        label: Slow
        derive: average > lookup("gait_norms", "most", subject.sex)
codelists:
  gait_device:
    - {code: stick, label: Stick}
    - {code: frame, label: Frame}
  ends: {include: ends, version: 1}
tables:
  gait_norms:
    keys: {sex: text}
    values: {most: number}
    rows: [[female, "7.0"], ["*", "6.0"]]
checks:
  - id: gait_slower
    item: average
    when: average > previous.gait.average * 1.2
    message: "{average} s, after {previous.gait.average} s."
  - id: gait_device_changed
    item: device
    severity: note
    when: device != previous.gait.device
    message: "Another device than before."
"""

STORIES = """\
- name: a slower gait is queried
  given:
    visit: here
    entries:
      subject.sex: male
      earlier.gait.assessed: "yes"
      earlier.gait.first.seconds: "5"
      earlier.gait.second.seconds: "5"
  enter: {gait.assessed: "yes", gait.first.seconds: "7", gait.second.seconds: "8", gait.device: stick}
  expect: {queries: [gait_slower], no_queries: [gait_device_changed], values: {gait.average: "7.5", gait.slow: "yes"}}
- name: the same gait is not
  given:
    visit: here
    entries:
      subject.sex: male
      earlier.gait.assessed: "yes"
      earlier.gait.first.seconds: "5"
      earlier.gait.second.seconds: "5"
  enter: {gait.assessed: "yes", gait.first.seconds: "5", gait.second.seconds: "5.5"}
  expect: {no_queries: [gait_slower], values: {gait.average: "5.3", gait.slow: "no"}}
- name: a walk nobody timed has no mean
  given: {visit: here}
  enter: {gait.assessed: "yes"}
  expect: {values: {gait.average: "", gait.slow: ""}}
- name: another device is noted
  given: {visit: here, entries: {earlier.gait.device: stick}}
  enter: {gait.device: frame}
  expect: {queries: [gait_device_changed]}
"""

CODELISTS = """\
ends:
  version: 1
  codes:
    - {code: recovered, label: Recovered}
    - {code: lasting, label: Lasting}
"""

INCLUDE = "include: {form: gait, version: 2}\n"


def folder(at: Path, include: str = INCLUDE, /, **changes: tuple[str, str]) -> Path:
    """Write the library and a study that includes from it under `at`; return the study's folder."""
    texts = {f"study/{name}": text for name, text in TEXTS.items()}
    schedule = texts["study/schedule.yaml"].replace("forms: [walk, vitals]", "forms: [walk, vitals, gait]")
    texts["study/schedule.yaml"] = schedule.replace(
        "forms: [dosing, walk, vitals]", "forms: [dosing, walk, vitals, gait]"
    )
    consent, sex = (
        texts["study/forms/consent.yaml"],
        "{id: sex, kind: code, codes: sexes, label: Sex, role: subject.sex}",
    )
    texts["study/forms/consent.yaml"] = f"{consent.rstrip()}\n      - {sex}\n"
    texts["study/codelists.yaml"] += "sexes:\n  - {code: female, label: Female}\n  - {code: male, label: Male}\n"
    texts["study/forms/gait.yaml"] = include
    texts["library/forms/gait.yaml"] = GAIT
    texts["library/scenarios/gait.yaml"] = STORIES
    texts["library/codelists.yaml"] = CODELISTS
    for name, (old, new) in changes.items():
        file = f"{name}.yaml"
        assert old in texts[file], f"{old!r} does not stand in {file}"
        texts[file] = texts[file].replace(old, new, 1)
    for name, text in texts.items():
        path = at / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return at / "study"

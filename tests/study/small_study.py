"""A study small enough to be read at a glance, that uses every part of the language once."""

from __future__ import annotations

STUDY = """\
id: small
version: "1.0"
short: SMALL
title: {en: A small study, fa: مطالعه‌ای کوچک}
registration: NCT00000000
sponsor: A sponsor
languages: [en, fa]
sites:
  - {id: "01", name: {en: Clinic, fa: درمانگاه}, subject_prefix: S}
missing_reasons: reasons
reasons_for_change: changes
settings: {cerebral_counts: yes, unit: metres}
licences:
  walk: {holder: Nobody}
synthetic: yes
"""

SCHEDULE = """\
anchors:
  day_0: {form: dosing, item: started, visit: treatment}
visits:
  - {id: screening, label: Screening, forms: [consent, walk]}
  - {id: treatment, label: Day 0, on: day_0, forms: [dosing, walk, vitals]}
  - id: month_1
    label: Month 1
    on: day_0
    at: 30 days
    window: [-7 days, 7 days]
    forms: [walk, vitals]
  - {id: unscheduled, label: Unscheduled, repeating: yes, optional_forms: [walk]}
logs: [event]
baseline: treatment
"""

CODELISTS = """\
yes_no:
  - {code: yes, label: {en: "Yes", fa: بله}}
  - {code: no, label: {en: "No", fa: خیر}}
reasons:
  - {code: not_done, label: Not done}
changes:
  - {code: misread, label: Misread}
aid:
  - {code: none, label: None}
  - {code: stick, label: Stick}
outcome:
  - {code: recovered, label: Recovered}
terms: {dictionary: ctcae-v5}
"""

CONSENT = """\
id: consent
version: 1
title: Consent
sections:
  - id: main
    title: Consent
    items:
      - {id: consented, kind: date, label: Consented on, role: consent.date}
"""

DOSING = """\
id: dosing
version: 1
title: Dosing
sections:
  - id: main
    title: Dosing
    items:
      - {id: started, kind: date_time, label: Start, role: dose.start}
"""

WALK = """\
id: walk
version: 1
title: {en: Walk, fa: راه رفتن}
licence: walk
summary: [metres]
sections:
  - id: main
    title: Walk
    items:
      - {id: done, kind: yes_no, label: Done}
      - id: metres
        kind: integer
        label: {en: Distance, fa: مسافت}
        unit: m
        relevant: done == yes
        expected: [10, 500]
        possible: [0, "-"]
      - {id: aid, kind: code, codes: aid, label: Aid, relevant: done == yes, required: metres > 0}
      - {id: more, kind: integer, label: More than before, derive: metres - baseline.walk.metres}
checks:
  - id: walk_aid
    item: aid
    when: aid == "none" and metres < 20
    severity: note
    message: {en: "{metres} m without an aid ({value})?", fa: "{metres} متر بدون کمک؟"}
    propose: '"stick" if metres < 20 else aid'
"""

VITALS = """\
id: vitals
version: 1
title: Vital signs
sections:
  - id: series
    title: Series
    layout: series
    rows:
      - {id: before, label: Before, minutes: -15}
      - {id: after, label: After, minutes: 15}
    items:
      - {id: systolic, kind: integer, label: Systolic, unit: mmHg, required: no}
      - {id: high, kind: yes_no, label: High, derive: systolic > 180, required: no}
  - id: whole
    title: All together
    relevant: is_given(before.systolic)
    items:
      - {id: highest, kind: integer, label: Highest, derive: max(systolic), required: no}
checks:
  - id: vitals_rise
    item: highest
    when: after.systolic - before.systolic >= 30 or highest >= 200
    message: "Rose from {before.systolic} to {after.systolic}; highest {value}."
"""

EVENT = """\
id: event
version: 1
title: Adverse event
repeating: yes
sections:
  - id: main
    title: Event
    items:
      - {id: term, kind: code, codes: terms, label: Term, role: ae.term}
      - {id: onset, kind: date, precision: year, label: Onset, role: ae.onset}
      - {id: ended, kind: date, label: End, role: ae.end, required: no}
      - {id: grade, kind: integer, label: Grade, role: ae.grade}
      - {id: serious, kind: yes_no, label: Serious, role: ae.serious}
      - {id: outcome, kind: code, codes: outcome, label: Outcome, role: ae.outcome}
checks:
  - {id: event_order, item: ended, when: ended < onset, message: Ended before it began.}
"""

TEXTS = {
    "study.yaml": STUDY,
    "schedule.yaml": SCHEDULE,
    "codelists.yaml": CODELISTS,
    "forms/consent.yaml": CONSENT,
    "forms/dosing.yaml": DOSING,
    "forms/walk.yaml": WALK,
    "forms/vitals.yaml": VITALS,
    "forms/event.yaml": EVENT,
}


def small(**changes: tuple[str, str]) -> dict[str, str]:
    """Return the texts with one passage of some files replaced; a name stands for its file.

    ``small(walk=("aid ==", "aide =="))`` changes ``forms/walk.yaml``.
    """
    texts = dict(TEXTS)
    for name, (old, new) in changes.items():
        file = f"{name}.yaml" if f"{name}.yaml" in texts else f"forms/{name}.yaml"
        assert old in texts[file], f"{old!r} does not stand in {file}"
        texts[file] = texts[file].replace(old, new, 1)
    return texts

"""Amendments of the small study, one kind of difference each, with what is told of it."""

from __future__ import annotations

from typing import NamedTuple

from tests.study.small_study import small

Changes = dict[str, tuple[str, str]]

KEPT = "; what was recorded stays in the file"


class Story(NamedTuple):
    """What an amendment changes. `back` are the lines when it is taken back."""

    name: str
    changes: Changes
    lines: list[str]
    back: list[str] = []

    @property
    def texts(self) -> dict[str, str]:
        return small(**self.changes)


SCREENING = "  - {id: screening, label: Screening, forms: [consent, walk]}\n"
TREATMENT = "  - {id: treatment, label: Day 0, on: day_0, forms: [dosing, walk, vitals]}\n"
MONTH_2 = "  - {id: month_2, label: M2, on: day_0, at: 60 days, forms: [walk]}\n"
NONE, STICK = "  - {code: none, label: None}\n", "  - {code: stick, label: Stick}\n"
FRAME = "  - {code: frame, label: Frame}\n"
GRADE = "      - {id: grade, kind: integer, label: Grade, role: ae.grade}\n"
SERIOUS = "      - {id: serious, kind: yes_no, label: Serious, role: ae.serious}\n"
SYSTOLIC = "      - {id: systolic, kind: integer, label: Systolic, unit: mmHg, required: no}\n"
HIGH = "      - {id: high, kind: yes_no, label: High, derive: systolic > 180, required: no}\n"
WHOLE = """\
  - id: whole
    title: All together
    relevant: is_given(before.systolic)
    items:
"""
ONE_HIGH = "      - {id: high, kind: yes_no, label: High, derive: max(systolic) > 180, required: no}\n"
LATE = "  - {id: event_late, item: onset, when: onset > today, message: Later than today.}\n"
ENDS = "ends:\n  - {code: recovered, label: Well}\n  - {code: died, label: Died}\n"
SITE_2 = '  - {id: "02", name: Second, subject_prefix: U}'
SIGNED = "  signed: {form: consent, item: consented, visit: screening}\n"

STORIES = [
    # Meanings
    Story("unit", {"walk": ("unit: m\n", "unit: ft\n")}, ["D004 walk.metres: unit m → ft"]),
    Story(
        "a first unit",
        {"walk": ("derive: metres - b", "unit: m, derive: metres - b")},
        ["D004 walk.more: unit (nothing) → m"],
        ["D004 walk.more: unit m → (nothing)"],
    ),
    Story(
        "a further unit, which is no matter until it goes",
        {"walk": ("unit: m\n", "unit: m\n        other_units: [{label: km, factor: 1000}]\n")},
        ["D046 walk.metres: other unit km added: factor 1000"],
        ["D004 walk.metres: other unit km removed: factor 1000"],
    ),
    Story(
        "the words and the code of a unit",
        {"walk": ("unit: m\n", "unit: {label: m, ucum: m, words: {en: metres, fa: متر}}\n")},
        [
            "D046 walk.metres: unit words (en) (nothing) → “metres”",
            "D046 walk.metres: unit words (fa) (nothing) → “متر”",
            "D046 walk.metres: unit ucum (nothing) → m",
        ],
        [
            "D046 walk.metres: unit words (en) “metres” → (nothing)",
            "D046 walk.metres: unit words (fa) “متر” → (nothing)",
            "D004 walk.metres: unit ucum m → (nothing)",
        ],
    ),
    Story(
        "kind",
        {"walk": ("kind: integer, label: More", "kind: decimal, label: More")},
        ["D004 walk.more: kind integer → decimal"],
    ),
    Story(
        "an item",
        {"consent": ("    items:\n", "    items:\n      - {id: x, kind: text, label: X}\n")},
        ["D040 consent.x: added: text, X"],
        [f"D041 consent.x: removed: text, X{KEPT}"],
    ),
    Story(
        "who answers",
        {"walk": (", derive: metres - baseline.walk.metres", "")},
        ["D004 walk.more: derive “metres - baseline.walk.metres” → (nothing)"],
        ["D004 walk.more: derive (nothing) → “metres - baseline.walk.metres”"],
    ),
    Story(
        "a code in one language",
        {"codelists": ("fa: بله", "fa: شاید")},
        ["D005 yes_no.yes: label (fa) “بله” → “شاید”"],
    ),
    Story(
        "a code in all languages",
        {"codelists": ("label: Stick", "label: Two sticks")},
        ["D005 aid.stick: label “Stick” → “Two sticks”"],
    ),
    Story(
        "capitals and blanks of a code",
        {"codelists": ("label: Not done", "label: 'not   DONE'")},
        ["D024 reasons.not_done: label “Not done” → “not DONE”"],
    ),
    Story(
        "what a code is submitted as",
        {"codelists": ("label: Recovered", "label: Recovered, hint: Fully, cdisc: RECOVERED/RESOLVED")},
        [
            "D024 outcome.recovered: hint (nothing) → “Fully”",
            "D024 outcome.recovered: cdisc (nothing) → RECOVERED/RESOLVED",
        ],
        [
            "D024 outcome.recovered: hint “Fully” → (nothing)",
            "D005 outcome.recovered: cdisc RECOVERED/RESOLVED → (nothing)",
        ],
    ),
    Story("the time of a row", {"vitals": ("minutes: 15", "minutes: 30")}, ["D006 vitals.after: minutes 15 → 30"]),
    Story("a row", {"vitals": ("label: After", "label: Later")}, ["D006 vitals.after: label “After” → “Later”"]),
    Story(
        "capitals of a row",
        {"vitals": ("label: After", "label: after")},
        ["D038 vitals.after: label “After” → “after”"],
    ),
    # The study
    Story(
        "settings and licences",
        {
            "study": (
                "yes, unit: metres}\nlicences:\n  walk: {holder: No",
                "no, feet: 3}\nlicences:\n  walk: {holder: Some",
            )
        },
        [
            "D010 study: settings cerebral_counts yes → no",
            "D010 study: settings feet added: 3",
            "D010 study: settings unit removed: metres",
            "D010 study: licences walk holder Nobody → Somebody",
        ],
    ),
    Story(
        "a site",
        {"study": ("subject_prefix: S}", "subject_prefix: T}\n" + SITE_2)},
        ["D010 study: sites 01 subject prefix S → T", "D010 study: sites 02 added: name Second, subject prefix U"],
        ["D010 study: sites 01 subject prefix T → S", "D010 study: sites 02 removed: name Second, subject prefix U"],
    ),
    # The schedule
    Story(
        "an anchor",
        {"schedule": ("anchors:\n", "anchors:\n" + SIGNED)},
        ["D011 schedule: anchors signed added: form consent, item consented, visit screening"],
        ["D011 schedule: anchors signed removed: form consent, item consented, visit screening"],
    ),
    Story(
        "time and window",
        {"schedule": ("30 days\n    window: [-7 days, 7 days]", "36 hours\n    window: [-90 minutes, 1 day]")},
        [
            "D014 month_1: time after the anchor 30 days → 36 hours",
            "D014 month_1: window -7 days to 7 days → -90 minutes to 1 day",
        ],
    ),
    Story(
        "forms of a visit",
        {"schedule": ("forms: [dosing, walk, vitals]", "forms: [dosing, consent], optional_forms: [vitals]")},
        [
            "D015 treatment: form consent added: required",
            "D015 treatment: form vitals required → optional",
            "D015 treatment: form walk removed: required",
        ],
    ),
    Story(
        "order of forms",
        {"schedule": ("[dosing, walk, vitals]", "[vitals, dosing, walk]")},
        ["D060 treatment: forms vitals moved after walk → first"],
    ),
    Story(
        "a visit",
        {"schedule": ("  - {id: unscheduled", MONTH_2 + "  - {id: unscheduled")},
        ["D012 month_2: added: 60 days after day_0"],
        [f"D013 month_2: removed: 60 days after day_0{KEPT}"],
    ),
    Story(
        "order of visits",
        {"schedule": (SCREENING + TREATMENT, TREATMENT + SCREENING)},
        ["D060 visits: treatment moved after screening → first"],
        ["D060 visits: screening moved after treatment → first"],
    ),
    Story(
        "the baseline",
        {"schedule": ("baseline: treatment", "baseline: month_1")},
        ["D017 schedule: baseline treatment → month_1"],
    ),
    # Code lists
    Story(
        "codes",
        {"codelists": (NONE, FRAME + NONE)},
        ["D022 aid.frame: added: Frame"],
        [f"D023 aid.frame: removed: Frame{KEPT}"],
    ),
    Story(
        "order of codes",
        {"codelists": (NONE + STICK, STICK + NONE)},
        ["D060 aid: stick moved after none → first"],
        ["D060 aid: none moved after stick → first"],
    ),
    Story(
        "another list",
        {"event": ("codes: outcome", "codes: ends"), "codelists": ("outcome:\n", ENDS + "outcome:\n")},
        [
            "D020 ends: added: recovered, died",
            "D046 event.outcome: codes outcome → ends",
            "D005 event.outcome: code recovered label “Recovered” → “Well”",
        ],
        [
            "D021 ends: removed: recovered, died",
            "D046 event.outcome: codes ends → outcome",
            f"D023 event.outcome: code died removed: Died{KEPT}",
            "D005 event.outcome: code recovered label “Well” → “Recovered”",
        ],
    ),
    Story(
        "a dictionary",
        {"codelists": ("terms: {dictionary: ctcae-v5}", "terms:\n  - {code: Headache, label: Pain}")},
        [
            "D024 terms: dictionary ctcae-v5 → (nothing)",
            "D005 terms.Headache: label “Headache” → “Pain”",
            "D024 terms.Headache: hint “Nervous system disorders · 1 2 3” → (nothing)",
        ],
    ),
    # Forms
    Story("a form", {"consent": ("title: Consent\n", "title: Signed\n")}, ["D032 consent: title “Consent” → “Signed”"]),
    Story(
        "a section",
        {"vitals": ("title: All together\n    relevant: is_given(before.systolic)", "title: Whole\n    aside: yes")},
        [
            "D035 vitals, section whole: title “All together” → “Whole”",
            "D035 vitals, section whole: aside no → yes",
            "D035 vitals, section whole: relevant “is_given(before.systolic)” → (nothing)",
        ],
    ),
    Story(
        "a row that comes",
        {"vitals": ("rows:\n", "rows:\n      - {id: rest, label: At rest, minutes: -30}\n")},
        ["D036 vitals.rest: added: At rest"],
        [f"D037 vitals.rest: removed: At rest{KEPT}"],
    ),
    Story(
        "words, ranges and the rest of an item",
        {
            "walk": (
                "        expected: [10, 500]\n",
                "        help: In metres\n        decimals: 1\n        expected: [10, 400]\n",
            )
        },
        [
            "D043 walk.metres: help (nothing) → “In metres”",
            "D046 walk.metres: decimals (nothing) → 1",
            "D045 walk.metres: expected 10–500 → 10–400",
        ],
    ),
    Story(
        "an open range",
        {"walk": ('possible: [0, "-"]', "possible: [-1, 9]")},
        ["D045 walk.metres: possible from 0 → -1 to 9"],
    ),
    Story(
        "reference ranges by row",
        {"vitals": ("unit: mmHg", 'unit: mmHg, reference: {before: [90, 120], after: ["-", 140]}')},
        ["D045 vitals.systolic: reference (nothing) → before: 90–120, after: up to 140"],
    ),
    Story(
        "rules of an item",
        {"walk": ("relevant: done == yes, required: metres > 0", "required: no")},
        ["D044 walk.aid: required “metres > 0” → “no”", "D044 walk.aid: relevant “done == yes” → (nothing)"],
    ),
    Story(
        "where an answer is written down first",
        {
            "consent": ("title: Consent\n", "title: Consent\nrecorded_here: yes\n"),
            "walk": ("label: Done}", "label: Done, recorded_here: yes}"),
            "vitals": ("title: Series\n", "title: Series\n    recorded_here: no\n"),
        },
        [
            "D047 consent: recorded here no → yes",
            "D047 vitals, section series: recorded here (nothing) → no",
            "D047 walk.done: recorded here (nothing) → yes",
        ],
    ),
    Story(
        "an item in another section",
        {"event": ("      - {id: outcome,", "  - id: end\n    title: End\n    items:\n      - {id: outcome,")},
        ["D033 event, section end: added: End", "D042 event.outcome: section main → end"],
        ["D034 event, section end: removed: End", "D042 event.outcome: section end → main"],
    ),
    Story(
        "order of items",
        {"event": (GRADE + SERIOUS, SERIOUS + GRADE)},
        ["D060 event, items of main: serious moved after grade → after ended"],
    ),
    Story(
        "how often an item is asked",
        {"vitals": (HIGH + WHOLE, WHOLE + ONE_HIGH)},
        [
            "D042 vitals.high: section series (rows before, after) → whole",
            "D004 vitals.high: asked once per fixed row → once",
            "D044 vitals.high: derive “systolic > 180” → “max(systolic) > 180”",
        ],
    ),
    Story(
        "a check",
        {
            "event": (
                "when: ended < onset, message: Ended before it began.",
                "when: ended <= onset, severity: stop, message: No.",
            )
        },
        [
            "D052 event, check event_order: rule “ended < onset” → “ended <= onset”",
            "D052 event, check event_order: severity query → stop",
            "D052 event, check event_order: message “Ended before it began.” → “No.”",
        ],
    ),
    Story(
        "a proposal",
        {"walk": ('"stick" if metres < 20 else aid', '"none"')},
        ['D052 walk, check walk_aid: proposal “"stick" if metres < 20 else aid” → “"none"”'],
    ),
    Story(
        "a check that comes",
        {"event": ("checks:\n", "checks:\n" + LATE)},
        ["D050 event, check event_late: added: onset > today"],
        ["D051 event, check event_late: removed: onset > today"],
    ),
]

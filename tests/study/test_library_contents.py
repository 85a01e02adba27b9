"""What a library has is read from its forms: what they want of a study, and what they read elsewhere."""

from __future__ import annotations

from crf_app.study.library_contents import LibraryForm, contents_of

GAIT = """\
id: gait
version: 2
title: {en: Gait, fa: راه رفتن}
licence: pace
codelists: {surface: [{code: flat, label: Flat}]}
tables: {norms: {keys: {age: number}, values: {low: number}, rows: [["18..", "1"]]}}
sections:
  - id: main
    title: Main
    layout: table
    relevant: settings.with_gait == yes
    rows: [{id: fast, label: Fast}]
    items:
      - {id: speed, kind: decimal, label: Speed, role: weight, required: no}
      - {id: low, kind: decimal, label: Low, derive: 'lookup("norms", "low", subject.age)'}
      - {id: loss, kind: decimal, label: Loss, derive: baseline.gait.fast.speed - previous.falls.count_of}
checks:
  - id: gait_step
    item: speed
    when: max(visits.subject.edss.step) > 6 and fast.speed > 1
    message: Really?
    propose: speed / settings.steps
"""
FALLS = """\
id: falls
version: 1
title: Falls
repeating: yes
sections:
  - id: main
    title: Main
    items:
      - {id: count_of, kind: integer, label: How many, relevant: gait.fast.speed > settings.edss_ambulation}
      - {id: heavy, kind: decimal, label: Weight, derive: subject.weight}
"""
LISTS = "yes_no: {version: 3, codes: [{code: yes, label: Yes}, {code: no, label: No}]}\n"
TEXTS = {
    "library/forms/gait.yaml": GAIT,
    "library/forms/falls.yaml": FALLS,
    "library/codelists.yaml": LISTS,
    "library/scenarios/gait.yaml": "- no form\n",
}


def forms(**texts: str) -> dict[tuple[str, int], LibraryForm]:
    found = contents_of(TEXTS | {f"library/forms/{name}.yaml": text for name, text in texts.items()})
    assert found.findings == ()
    return {(form.id, form.version): form for form in found.forms}


def test_a_form_tells_what_it_wants_in_study_yaml() -> None:
    gait, falls = forms()["gait", 2], forms()["falls", 1]
    assert (gait.licence, gait.settings) == ("pace", {"steps": (), "with_gait": ()})
    assert (falls.licence, falls.settings) == (None, {"edss_ambulation": ("16", "12")})
    assert (gait.schedule, falls.schedule) == ("visits", "logs")
    assert gait.title.in_("fa") == "راه رفتن"


def test_a_form_tells_what_it_reads_elsewhere_and_gives_to_others() -> None:
    gait, falls = forms()["gait", 2], forms()["falls", 1]
    assert (gait.forms, gait.roles, gait.gives) == (("falls",), ("edss.step", "subject.age"), ("weight",))
    assert (falls.forms, falls.roles, falls.gives) == (("gait",), ("weight",), ())


def test_a_form_stands_with_the_one_that_brings_the_table_it_looks_into() -> None:
    assert forms()["gait", 2].together == ()
    borrowing = forms(falls=FALLS.replace("derive: subject.weight", 'derive: \'lookup("norms", "low", 30)\''))
    assert borrowing["falls", 1].together == ("gait",)


def test_shared_code_lists_are_told_with_their_codes() -> None:
    (yes_no,) = contents_of(TEXTS).codelists
    assert (yes_no.id, yes_no.version, yes_no.codes) == ("yes_no", 3, ("yes", "no"))


def test_older_versions_stand_below_the_newest() -> None:
    older = forms(**{"gait-1": GAIT.replace("version: 2", "version: 1")})
    assert list(older) == [("falls", 1), ("gait", 2), ("gait", 1)]


def test_a_form_that_includes_another_of_the_library_is_read_whole() -> None:
    slow = forms(slow="include: {form: gait, version: 2}\nversion: 5\nwithout: [gait_step]\n")["gait", 5]
    assert (slow.licence, slow.settings) == ("pace", {"with_gait": ()})


def test_what_cannot_be_read_is_told_and_the_rest_is_listed() -> None:
    found = contents_of(TEXTS | {"library/forms/bad.yaml": "id: bad\nversion: one\n"})
    assert {(each.file, each.code) for each in found.findings} == {("library/forms/bad.yaml", "S011")}
    assert [form.id for form in found.forms] == ["falls", "gait"]
    assert contents_of({}).forms == ()

"""What an amendment changes is told thing by thing, and what silently means something else is refused."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest

from crf_app.study.change import ERRORS, LOUD, MEANINGS, SILENT
from crf_app.study.difference import Difference, Gravity, differences, summary, told
from crf_app.study.findings import Place
from crf_app.study.load import load_texts
from crf_app.study.study import Study
from tests.study.amendments import KEPT, LATE, STORIES, Story
from tests.study.small_study import TEXTS, small

SILENTLY = re.compile(
    r" \(answers already recorded would now [a-z ]+; [a-z ]+ a new [a-z]+"
    r" or, if the meaning is the same, declare ([\w.]+) under `amends` in study\.yaml\)"
)


def loaded(texts: Mapping[str, str]) -> Study:
    study, findings = load_texts(texts)
    assert study is not None, [str(finding) for finding in findings]
    return study


def raised(texts: Mapping[str, str], before: Mapping[str, str] = TEXTS) -> dict[str, str]:
    """Raise the version of the study, and of each form whose text is not as it was."""
    now = dict(texts)
    for file in texts:
        if file.startswith("forms/") and texts[file] != before.get(file):
            now[file] = texts[file].replace("version: 1", "version: 2", 1)
    return now | {"study.yaml": texts["study.yaml"].replace('version: "1.0"', 'version: "1.1"')}


def lines(found: tuple[Difference, ...]) -> list[str]:
    """Everything but the versions that were raised as they should be."""
    said = (f"{each.code} {each.name}: {SILENTLY.sub('', each.text)}" for each in found)
    return [line for line in said if not re.match(r"D010 study: version|D032 \w+: version", line)]


def amended(**changes: tuple[str, str]) -> tuple[Difference, ...]:
    return differences(loaded(TEXTS), loaded(raised(small(**changes))))


# What is told


@pytest.mark.requirement(20, 25)
@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
def test_an_amendment_is_told_line_by_line(story: Story) -> None:
    found = differences(loaded(TEXTS), loaded(raised(story.texts)))
    assert lines(found) == story.lines
    assert {each.code for each in found if each.is_error} == {line[:4] for line in story.lines if line[:4] in SILENT}


@pytest.mark.parametrize("story", [each for each in STORIES if each.back], ids=lambda story: story.name)
def test_an_amendment_that_is_taken_back_is_told_too(story: Story) -> None:
    assert lines(differences(loaded(story.texts), loaded(raised(TEXTS, story.texts)))) == story.back


def test_every_code_has_a_story() -> None:
    told_of = {line[:4] for story in STORIES for line in (*story.lines, *story.back)}
    elsewhere = {"D001", "D002", "D003", "D007", "D008", "D016", "D030", "D031", "D070", "D071", "D072", "D090"}
    assert told_of | elsewhere == set(MEANINGS)
    assert not told_of & elsewhere


def test_nothing_differs_from_itself() -> None:
    study = loaded(TEXTS)
    assert differences(study, study) == ()
    assert differences(study, loaded(TEXTS)) == ()
    assert summary(study, study, ()) == "small 1.0 → 1.0: nothing that the study says is different."


def test_how_a_text_is_laid_out_is_no_difference() -> None:
    layout = small(
        walk=("relevant: done == yes\n", "relevant:   done  ==\n          yes\n"),
        schedule=("at: 30 days", "at: 1 month  # the same"),
        codelists=("label: Stick", "label: {en: Stick, fa: Stick}"),
    )
    assert differences(loaded(TEXTS), loaded(layout)) == ()


def test_blanks_within_quotes_of_a_rule_are_a_difference() -> None:
    old = small(event=("when: ended < onset", 'when: length("a b") > 3 and ended < onset'))
    new = small(event=("when: ended < onset", 'when: length("a  b") > 3 and ended < onset'))
    assert lines(differences(loaded(old), loaded(raised(new, old)))) == [
        'D052 event, check event_order: rule “length("a b") > 3 and ended < onset” → '
        '“length("a  b") > 3 and ended < onset”'
    ]


def test_a_form_comes_and_goes() -> None:
    more = dict(small(schedule=("logs: [event]", "logs: [event, fall]")))
    more["forms/fall.yaml"] = (
        "id: fall\nversion: 1\ntitle: Fall\nrepeating: yes\nsections:\n"
        "  - id: main\n    title: Main\n    items:\n      - {id: fell, kind: date, label: Fell on}\n"
    )
    assert lines(differences(loaded(TEXTS), loaded(raised(more, more)))) == [
        "D016 schedule: logs event → event, fall",
        "D030 fall: added: Fall",
    ]
    found = differences(loaded(more), loaded(raised(TEXTS)))
    assert lines(found) == ["D016 schedule: logs event, fall → event", f"D031 fall: removed: Fall{KEPT}"]
    assert (found[-1].in_old, found[-1].place.file) == (True, "forms/fall.yaml")


def test_what_is_removed_is_told_to_stay_in_the_file() -> None:
    back = [line for story in STORIES for line in story.back if "removed" in line]
    assert {line[:4] for line in back if line.endswith(KEPT)} | {"D031"} == LOUD
    assert not [line for line in back if (line[:4] in LOUD) != line.endswith(KEPT)]


TABLE = """\
keys: {sex: text, age: number}
values: {low: number}
rows:
  - [male, 18..65, "13.0"]
  - ["*", ..17, "11.5"]
"""


def test_tables_are_compared_row_by_row() -> None:
    old = TEXTS | {"tables/limits.yaml": TABLE}
    new = TEXTS | {"tables/limits.yaml": TABLE.replace("13.0", "13.5") + '  - [female, 18..65, "12"]\n'}
    found = differences(loaded(old), loaded(raised(new)))
    assert lines(found) == [
        "D072 limits: rows 1 male, 18..65, 13.0 → male, 18..65, 13.5",
        "D072 limits: rows 3 added: female, 18..65, 12",
    ]
    assert found[-1].place == Place("tables/limits.yaml", 6, 5)
    assert lines(differences(loaded(TEXTS), loaded(raised(old)))) == [
        "D070 limits: added: sex (text), age (number), low (number)"
    ]
    assert lines(differences(loaded(old), loaded(raised(TEXTS)))) == [
        "D071 limits: removed: sex (text), age (number), low (number)"
    ]
    other = TEXTS | {"tables/limits.yaml": TABLE.replace("low:", "least:")}
    assert lines(differences(loaded(old), loaded(raised(other)))) == [
        "D072 limits: columns sex (text), age (number), low (number) → sex (text), age (number), least (number)"
    ]


def test_a_language_that_is_new_was_read_by_nobody() -> None:
    en = {file: re.sub(r"\{en: ([^{},]+|\"[^\"]*\"), fa: [^{}]*\}", r"\1", text) for file, text in TEXTS.items()}
    en["forms/walk.yaml"] = en["forms/walk.yaml"].replace(', fa: "{metres} متر بدون کمک؟"', "")
    en["study.yaml"] = en["study.yaml"].replace("[en, fa]", "[en]")
    assert lines(differences(loaded(en), loaded(raised(TEXTS, TEXTS)))) == [
        "D010 study: languages en → en, fa",
    ]


# Where it stands


def test_each_difference_stands_where_it_is_written() -> None:
    new = raised(small(walk=("expected: [10, 500]", "expected: [10, 400]"), codelists=("fa: بله", "fa: شاید")))
    found = {each.code: each for each in differences(loaded(TEXTS), loaded(new))}

    def place(file: str, text: str) -> Place:
        before = new[file].partition(text)[0]
        return Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))

    assert found["D045"].place == place("forms/walk.yaml", "[10, 400]")
    assert found["D005"].place == place("codelists.yaml", "شاید")
    assert found["D010"].place == place("study.yaml", '"1.1"')
    assert not any(each.in_old for each in found.values())


def test_what_is_not_there_any_more_stands_in_the_old_folder() -> None:
    more = small(event=("checks:\n", "checks:\n" + LATE))
    (gone,) = (each for each in differences(loaded(more), loaded(raised(TEXTS, more))) if each.in_old)
    assert gone.place == Place("forms/event.yaml", more["forms/event.yaml"].partition(LATE)[0].count("\n") + 1, 5)
    assert str(gone).endswith("(old forms/event.yaml:16:5)")


LIBRARY = {
    "library/forms/gait.yaml": (
        "id: gait\nversion: 1\ntitle: Gait\nsections:\n  - id: main\n    title: Main\n    items:\n"
        "      - {id: speed, kind: decimal, label: Speed, expected: [0, 3]}\n"
    )
}
INCLUDING = TEXTS | LIBRARY | {"forms/gait.yaml": "include: {form: gait, version: 1}\n"}


def test_what_a_form_includes_is_compared_too() -> None:
    narrowed = "include: {form: gait, version: 1}\nversion: 2\nitems:\n  speed: {expected: [0, 2]}\n"
    new = raised(INCLUDING, INCLUDING) | {"forms/gait.yaml": narrowed}
    found = differences(loaded(INCLUDING), loaded(new))
    assert lines(found) == ["D045 gait.speed: expected 0–3 → 0–2"]
    assert found[-1].place == Place("forms/gait.yaml", 4, 21)
    (library,) = LIBRARY
    back = INCLUDING | {library: INCLUDING[library].replace("Speed", "Pace")}
    found = differences(loaded(INCLUDING), loaded(back))
    assert [(each.code, each.place) for each in found if each.code == "D043"] == [("D043", Place(library, 8, 43))]


# Meanings and versions


def declaring(*changes: str, study: str = TEXTS["study.yaml"], because: str = "The label was wrong.") -> str:
    return study + "amends:\n" + "".join(f"  - {{changes: {each}, because: {because}}}\n" for each in changes)


def test_a_declared_change_of_meaning_is_no_error() -> None:
    new = small(codelists=("label: Stick", "label: Crutch"), walk=("unit: m\n", "unit: ft\n"))
    new |= small(vitals=("minutes: 15", "minutes: 30")) | {k: new[k] for k in ("codelists.yaml", "forms/walk.yaml")}
    silent = differences(loaded(TEXTS), loaded(raised(new)))
    names = [said[1] for each in silent if (said := SILENTLY.search(each.text))]
    assert names == ["aid.stick", "vitals.after", "walk.metres"]
    new["study.yaml"] = declaring(*names)
    found = differences(loaded(TEXTS), loaded(raised(new)))
    assert not any(each.is_error for each in found)
    assert lines(found) == [
        "D007 aid.stick: label “Stick” → “Crutch” (declared: The label was wrong.)",
        "D007 vitals.after: minutes 15 → 30 (declared: The label was wrong.)",
        "D007 walk.metres: unit m → ft (declared: The label was wrong.)",
    ]


def test_a_code_with_another_meaning_is_one_thing_in_all_languages() -> None:
    old = small(codelists=("label: Stick", "label: {en: Too tired, fa: خسته}"))
    new = small(codelists=("label: Stick", "label: {en: Fatigue, fa: خستگی}"))
    (error,) = [each for each in differences(loaded(old), loaded(raised(new, old))) if each.is_error]
    assert SILENTLY.sub("", error.text) == "label (en) “Too tired” → “Fatigue”, (fa) “خسته” → “خستگی”"
    assert (error.code, error.old, error.new) == ("D005", "en: Too tired, fa: خسته", "en: Fatigue, fa: خستگی")
    new["study.yaml"] = declaring("aid.stick")
    (declared,) = [each for each in differences(loaded(old), loaded(raised(new, old))) if each.code == "D007"]
    assert declared.text.endswith("“خستگی” (declared: The label was wrong.)")


def test_a_word_that_is_only_written_otherwise_stays_apart_from_another_meaning() -> None:
    old = small(codelists=("label: Stick", "label: {en: Stick, fa: عصا}"))
    new = small(codelists=("label: Stick", "label: {en: STICK, fa: واکر}"))
    assert lines(differences(loaded(old), loaded(raised(new, old)))) == [
        "D024 aid.stick: label (en) “Stick” → “STICK”",
        "D005 aid.stick: label (fa) “عصا” → “واکر”",
    ]


def test_a_form_that_becomes_a_log_is_declared_by_its_name() -> None:
    new = small(
        vitals=("title: Vital signs\n", "title: Vital signs\nrepeating: yes\n"),
        schedule=("logs: [event]", "logs: [event, vitals]"),
    )
    new["schedule.yaml"] = new["schedule.yaml"].replace("walk, vitals]", "walk]")
    assert "D004 vitals: repeating no → yes" in lines(differences(loaded(TEXTS), loaded(raised(new))))
    new["study.yaml"] = declaring("vitals")
    assert not any(each.is_error for each in differences(loaded(TEXTS), loaded(raised(new))))


def test_a_declaration_counts_once() -> None:
    first = small(codelists=("label: Stick", "label: Crutch")) | {"study.yaml": declaring("aid.stick")}
    again = small(codelists=("label: Stick", "label: Frame"))
    again["study.yaml"] = declaring("aid.stick").replace('"1.0"', '"1.2"')
    assert [each.code for each in differences(loaded(first), loaded(again)) if each.is_error] == ["D005"]
    forgotten = again | {"study.yaml": small(study=('"1.0"', '"1.2"'))["study.yaml"]}
    assert "D010 study: amends aid.stick removed: The label was wrong." in lines(
        differences(loaded(first), loaded(forgotten))
    )
    again["study.yaml"] += "  - {changes: aid.stick, because: Now really.}\n"
    assert lines(differences(loaded(first), loaded(again))) == [
        "D007 aid.stick: label “Crutch” → “Frame” (declared: Now really.)"
    ]


def test_a_declaration_in_vain_is_told() -> None:
    new = TEXTS | {"study.yaml": declaring("walk.metres")}
    (found,) = [each for each in differences(loaded(TEXTS), loaded(raised(new))) if each.code == "D008"]
    assert found.text == "`amends` declares walk.metres, but its meaning is the same"
    assert found.place.line == new["study.yaml"].count("\n")


@pytest.mark.requirement(25)
def test_versions_are_raised_with_whatever_changes() -> None:
    changed = small(walk=("label: Aid", "label: Help"))
    found = {each.code: each for each in differences(loaded(TEXTS), loaded(changed))}
    assert found["D002"].text == "version stays 1.0 although something changed; raise it"
    assert found["D003"].text == "version stays 1 although something changed; raise it"
    assert (found["D003"].name, found["D003"].place) == ("walk", Place("forms/walk.yaml", 2, 10))
    assert {code for code, each in found.items() if each.severity is Gravity.ERROR} == {"D002", "D003"}
    assert not {each.code for each in differences(loaded(TEXTS), loaded(raised(changed)))} & ERRORS


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [("1.9", "1.10", False), ("1.10", "1.9", True), ("2", "2.0", False), ("A", "B", False), ("B", "A", False)],
)
def test_a_version_in_numbers_never_falls(old: str, new: str, error: bool) -> None:
    before, after = (small(study=('version: "1.0"', f'version: "{each}"')) for each in (old, new))
    assert any(each.code == "D002" for each in differences(loaded(before), loaded(after))) is error


def test_a_form_version_never_falls() -> None:
    before, after = small(walk=("version: 1", "version: 3")), small(walk=("version: 1", "version: 2"))
    found = differences(loaded(before), loaded(after))
    assert [each.text for each in found if each.code == "D003"] == ["version falls from 3 to 2; raise it"]


def test_two_studies_are_not_compared() -> None:
    one, other = loaded(TEXTS), loaded(small(study=("id: small", "id: other"), walk=("Done", "Did")))
    (found,) = differences(one, other)
    said = "these are two different studies (small and other); nothing else was compared"
    assert (found.code, found.text, found.place.line) == ("D001", said, 1)
    assert summary(one, other, (found,)) == "small 1.0 and other 1.0 are no versions of one study"


def test_differences_are_told_part_by_part() -> None:
    old, new = loaded(TEXTS), loaded(raised(small(walk=("Done", "Did"), schedule=("Month 1", "M1"))))
    found = differences(old, new)
    assert list(told(found)) == [
        "study",
        "  change D010  study: version 1.0 → 1.1  (study.yaml:2:10)",
        "schedule",
        "  change D014  month_1: label “Month 1” → “M1”  (schedule.yaml:7:12)",
        "form walk",
        "  change D032  walk: version 1 → 2  (forms/walk.yaml:2:10)",
        "  change D043  walk.done: label “Done” → “Did”  (forms/walk.yaml:10:41)",
    ]
    assert summary(old, new, found) == "small 1.0 → 1.1: 4 changes, 0 errors"


def test_a_version_of_endless_figures_is_compared_like_any_other() -> None:
    old, new = (
        load_texts(small(study=('version: "1.0"', f'version: "{figures}"')))[0] for figures in ("1.0", "9" * 5000)
    )
    assert old is not None
    assert new is not None
    assert [each.code for each in differences(old, new)] == ["D010"]

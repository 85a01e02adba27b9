"""Whatever the program says is marked so that it can be translated, and is."""

from __future__ import annotations

import gettext
import io

import pytest

from crf_app.base.words import LANGUAGES, catalogue_of
from tests.words_in_code import as_po, forms_of, marked_in, marked_strings, places, untranslated

TRANSLATED = LANGUAGES[1:]


def test_every_string_is_marked_as_one_literal() -> None:
    marked = list(marked_strings())
    assert marked
    assert [(each.where, each.fault) for each in marked if each.fault] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_everything_the_program_says_is_translated(language: str) -> None:
    missing = untranslated(language)
    assert not missing, "\n" + "\n".join(as_po(each) for each in missing)


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_places_of_its_english(language: str) -> None:
    wrong = []
    for phrase in catalogue_of(language).phrases.values():
        many = places(phrase.english if phrase.plural is None else phrase.plural)
        # Where one has a form of its own, it may leave out the number, as the English does.
        one = (places(phrase.english), many) if len(phrase.forms) > 1 else (many,)
        wrong += [
            form for n, form in enumerate(phrase.forms) if form and places(form) not in (one if n == 0 else (many,))
        ]
    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_counted_has_all_the_forms_of_the_language(language: str) -> None:
    catalogue = catalogue_of(language)
    counted = [phrase for phrase in catalogue.phrases.values() if phrase.plural is not None]
    assert counted
    assert [each.english for each in counted if len(each.forms) != forms_of(catalogue)] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_holds_nothing_the_program_no_longer_says(language: str) -> None:
    said = {each.key for each in marked_strings()}
    assert [key for key in catalogue_of(language).phrases if key not in said] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_catalogue_is_what_gettext_understands(language: str) -> None:
    catalogue = catalogue_of(language)
    read = gettext.GNUTranslations(io.BytesIO(catalogue.compiled()))
    assert read.info()["language"] == language
    for phrase in catalogue.phrases.values():
        if phrase.plural is None and phrase.context is None:
            assert read.gettext(phrase.english) == phrase.forms[0]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('say("Saved {time}", time=now)', [(None, "Saved {time}", None)]),
        ('self._say("Open", context="state")', [("state", "Open", None)]),
        ('theme.say("A " "sentence")', [(None, "A sentence", None)]),
        ('say.n("1 day", "{n} days", n)', [(None, "1 day", "{n} days")]),
        ('T = mark("Today")', [(None, "Today", None)]),
        ("say(action.text)", []),
        ("say.n(row.one, row.many, n)", []),
    ],
)
def test_strings_are_found_by_how_they_are_said(source: str, found: list[tuple[str | None, str, str | None]]) -> None:
    assert [(m.context, m.english, m.plural) for m in marked_in(source, "x.py")] == found


@pytest.mark.parametrize(
    "source",
    [
        'say(f"Saved {time}")',
        'say("Saved " + time)',
        'say("Saved {}")',
        'say("Saved {time")',
        'say("Open", context=which)',
        "mark(text)",
        'say.n("1 day", many, n)',
    ],
)
def test_strings_nobody_could_translate_are_named(source: str) -> None:
    assert [each.fault is not None for each in marked_in(source, "x.py")] == [True]

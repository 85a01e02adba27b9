"""The program's words: said in the language asked for, in English where none was found."""

from __future__ import annotations

import gettext
import io
from decimal import Decimal

import pytest
from bidi import get_display

from crf_app.base.catalogue import read_catalogue
from crf_app.base.words import LANGUAGE_NAMES, LANGUAGES, Say, mark, screen_words, words

HEADER = r"""
msgid ""
msgstr ""
"Language: fa\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=1; plural=0;\n"
"""

PERSIAN = (
    HEADER
    + r"""
#: somewhere.py:7
msgid "Saved {time}"
msgstr "در {time} "
"ذخیره شد"

msgctxt "state of a query"
msgid "Open"
msgstr "باز"

msgid "Open"
msgstr "باز کردن"

msgid "1 day left"
msgid_plural "{n} days left"
msgstr[0] "{n} روز مانده"

#, fuzzy
msgid "Lock"
msgstr "شاید قفل"

msgid "Say \"so\"\n"
msgstr "بگو \"همین\"\n"

msgid "Due {date}"
msgstr "تا {روز}"
"""
)


@pytest.fixture
def say() -> Say:
    compiled = read_catalogue(PERSIAN).compiled()
    return Say("fa", gettext.GNUTranslations(io.BytesIO(compiled)))


def test_a_sentence_is_said_with_its_places_filled(say: Say) -> None:
    assert say("Saved {time}", time="۱۰:۵۲") == "در ۱۰:۵۲ ذخیره شد"
    assert say("Saved {time}").format(time="x") == "در x ذخیره شد"


def test_a_context_tells_two_meanings_of_one_word(say: Say) -> None:
    assert say("Open", context="state of a query") == "باز"
    assert say("Open") == "باز کردن"


def test_numbers_are_counted_in_the_languages_own_digits(say: Say) -> None:
    assert say.n("1 day left", "{n} days left", 1) == "۱ روز مانده"
    assert say.n("1 day left", "{n} days left", 12) == "۱۲ روز مانده"
    assert say("{n} of {all}", n=Decimal("1.50"), all="A-03") == "۱٫۵۰ of A-03"


def test_forms_marked_one_by_one_are_found_too(say: Say) -> None:
    assert say.n("Open", "Lock", 1) == "باز کردن"
    assert say.n("Open", "Lock", 2) == "Lock"


def test_a_language_with_two_forms_says_none_and_many_alike() -> None:
    said = [words("es").n("{n} day left", "{n} days left", n) for n in (0, 1, 2)]
    assert said == ["quedan 0 días", "queda 1 día", "quedan 2 días"]


def test_what_is_not_translated_or_only_perhaps_is_said_in_english(say: Say) -> None:
    assert say("Print") == "Print"
    assert say("Lock") == "Lock"
    assert say("Open", context="a verb") == "Open"


def test_quotes_and_line_ends_survive(say: Say) -> None:
    assert say('Say "so"\n') == 'بگو "همین"\n'


def test_a_slip_in_a_translation_stops_nobody(say: Say) -> None:
    assert say("Due {date}", date="1405") == "Due 1405"


def test_english_needs_no_catalogue() -> None:
    assert words("en")("Saved {time}", time=7) == "Saved 7"
    assert words("en").n("1 day left", "{n} days left", 1) == "1 day left"
    assert words("en").n("1 day left", "{n} days left", 0) == "0 days left"


def test_a_language_the_program_does_not_speak_gets_english() -> None:
    assert words("de")("Yes") == "Yes"


def test_a_language_is_known_by_its_first_part() -> None:
    assert words("fa-IR") is words("fa")
    assert words("zh_Hans")("Yes") == "是"
    assert words("es-ES")("Yes") == "Sí"


def test_each_language_has_its_own_name() -> None:
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


def test_a_mark_changes_nothing() -> None:
    assert mark("Today") == "Today"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('msgid "a"\nmsgstr "b"\n', "no header"),
        (HEADER + '\nmsgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n', "given twice"),
        (HEADER + '\nmsgid "a"\nmsgid "b"\n', "given twice"),
        (HEADER + "\nmsgid a\n", "is not of a .po file"),
        (HEADER + '\n"a"\n', "is not of a .po file"),
        (HEADER + '\nmsgstr "a"\n', "no msgid"),
    ],
)
def test_a_broken_catalogue_is_refused_with_its_place(text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        read_catalogue(text)


def shown_order(text: str) -> str:
    """The order on a screen, left to right, without the signs that have no width."""
    visual = str(get_display(text, base_dir="R"))
    return "".join(sign for sign in visual if not 0x2066 <= ord(sign) <= 0x2069)


def persian(*pairs: tuple[str, str], islands: bool) -> Say:
    """Says these sentences in Persian."""
    text = HEADER + "".join(f'\nmsgid "{one}"\nmsgstr "{other}"\n' for one, other in pairs)
    known = gettext.GNUTranslations(io.BytesIO(read_catalogue(text).compiled()))
    return Say("fa", known, islands=islands)


FROM = ("from {name}, {days} days ago", "از {name}، {days} روز پیش")


def test_a_latin_name_and_a_number_keep_their_places_in_a_persian_sentence() -> None:
    say = persian(FROM, islands=True)
    said = say(FROM[0], name="L. Moradi", days=6)
    assert shown_order(said) == "شیپ زور ۶ ،L. Moradi زا"


def test_without_islands_nothing_is_added() -> None:
    said = persian(FROM, islands=False)(FROM[0], name="L. Moradi", days=6)
    assert said == "از L. Moradi، ۶ روز پیش"
    assert words("fa")("{done} of {all}", done=1, all=2).isprintable()


def test_a_sentence_within_a_sentence_keeps_the_direction_of_its_language() -> None:
    say = persian(("until {day}", "تا {day}"), ("{weekday} {day}", "{weekday} {day}"), islands=True)
    day = say("{weekday} {day}", weekday="دوشنبه", day="۱۸ خرداد")
    assert shown_order(say("until {day}", day=day)) == "دادرخ ۱۸ هبنشود ات"
    assert shown_order(say.joined(["A-12", "۲۴ ساعت", "واکنش"], " · ")) == "شنکاو · تعاس ۲۴ · A-12"


def test_english_and_chinese_need_no_islands() -> None:
    assert screen_words("en")("Saved {time}", time="10:52") == "Saved 10:52"
    assert screen_words("en").joined(["A-01", "", "Month 1"]) == "A-01, Month 1"
    assert "\u2068" not in screen_words("zh")("Saved {time}", time="10:52")


def test_a_figure_with_its_unit_runs_from_left_to_right() -> None:
    say = persian(("{dose} at {visit}", "{dose} در {visit}"), islands=True)
    said = say("{dose} at {visit}", dose="۱۹۹٫۵ × 10⁶", visit="روز ۰")
    assert shown_order(said) == "۰ زور رد ۱۹۹٫۵ × 10⁶"

"""What a nurse types: read as she means it, kept as she typed it, never guessed."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crf_app.base.calendars import show_date, show_short
from crf_app.base.digits import local_digits
from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Answer, Censored, Kind, to_text
from crf_app.base.words import LANGUAGES
from crf_app.capture.shown import show_answer
from crf_app.capture.typed import canonical_text, read_typed, text_to_edit, why_unreadable
from crf_app.study.codelist import CodeList
from crf_app.study.item import Item

TODAY = date(2026, 5, 12)

GRADES = CodeList.model_validate(
    {
        "id": "grades",
        "codes": [
            {"code": "1", "label": {"en": "Mild", "fa": "خفیف", "zh": "轻度"}},
            {"code": "2", "label": {"en": "Very severe", "fa": "بسیار شدید"}},
            {"code": "NA", "label": {"en": "Not assessed"}},
            {"code": "a", "label": {"en": "Other"}},
            {"code": "b", "label": {"en": "Other"}},
        ],
    }
)


def an_item(kind: Kind | str, **more: Any) -> Item:
    return Item.model_validate({"id": "x", "kind": kind, "label": "X", **more})


CYTOKINE = an_item("measured", unit="pg/mL", other_units=[{"label": "ng/mL", "factor": "1000"}], censored=True)
DECIMAL, INTEGER = an_item("decimal"), an_item("integer")
DAY, MONTH, YEAR = (an_item("date", precision=p) for p in ("day", "month", "year"))
MOMENT = an_item("date_time")


def read(item: Item, raw: str) -> Answer | None:
    return read_typed(item, raw, GRADES if item.kind in (Kind.CODE, Kind.CODES) else None, TODAY)


def value(item: Item, raw: str) -> str:
    answer = read(item, raw)
    assert answer is not None
    assert answer.value is not None, f"{raw!r} was not read"
    return canonical_text(answer)


def reason(item: Item, raw: str) -> str:
    answer = read(item, raw)
    assert answer == Answer(unreadable=raw)
    codes = GRADES if item.kind in (Kind.CODE, Kind.CODES) else None
    return why_unreadable(item, raw, "en", codes=codes, today=TODAY)


# ------------------------------------------------------------------------------------ texts


@pytest.mark.parametrize("kind", ["text", "long_text", "file"])
def test_a_text_is_kept_to_the_last_blank(kind: str) -> None:
    text = "  Kopfweh,\tseit 3 Tagen \n سردرد\u200cشدید "
    assert read(an_item(kind), text) == Answer(text)


def test_a_text_with_a_nul_is_the_only_one_that_cannot_be_kept() -> None:
    assert reason(an_item("text"), "a\0b").startswith("The text holds a sign no file can keep")


def test_half_a_character_is_replaced_so_that_it_can_be_stored() -> None:
    assert read(an_item("text"), "a\ud800b") == Answer("a\ufffdb")


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("blank", ["", "   ", "\t\n", "\u200e", "\u2066 \u2069"])
def test_nothing_typed_is_no_answer(kind: Kind, blank: str) -> None:
    assert read(an_item(kind), blank) is None
    assert why_unreadable(an_item(kind), blank, "en") == ""


def test_a_note_has_no_answer() -> None:
    assert read(an_item("note"), "something") is None


# ---------------------------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("6.5", "6.5"),
        ("6.50", "6.50"),
        ("6,5", "6.5"),
        ("6،5", "6.5"),
        ("۶٫۵", "6.5"),
        ("٦٫٥", "6.5"),
        ("６．５", "6.5"),
        ("6。5", "6.5"),
        (" 7 ", "7"),
        (".5", "0.5"),
        ("5.", "5"),
        ("007", "7"),
        ("+3", "3"),
        ("-3", "-3"),
        ("−3.20", "-3.20"),
        ("-0", "0"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("۱٬۲۳۴", "1234"),
        ("۱٬۲۳۴٫۵۰", "1234.50"),
        ("1'234", "1234"),
        ("1.234", "1.234"),
        ("0,234", "0.234"),
        ("1,2345", "1.2345"),
        ("1234,567", "1234.567"),
    ],
)
def test_a_number_in_any_script_and_custom(raw: str, stored: str) -> None:
    assert value(DECIMAL, raw) == stored


@pytest.mark.parametrize(
    "raw",
    ["abc", "6 5", "1e5", "--5", "1.2.3", "1,23,456", "1 000", "120/80", "6½", "10²", "NaN",
     "Infinity", "٫", "9" * 50, "1٬23", "12٬34٫5"],
)  # fmt: skip
def test_what_is_no_number_stays_as_typed(raw: str) -> None:
    assert "is not a number" in reason(DECIMAL, raw)


def test_a_comma_that_could_part_thousands_is_asked_about() -> None:
    assert reason(DECIMAL, "1,234") == ("“1,234” can mean 1234 or 1.234. Type one of these two. Nothing was lost.")


@pytest.mark.parametrize(("raw", "stored"), [("7", "7"), ("7.0", "7"), ("۱۲", "12"), ("1,234", "1234"), ("-4", "-4")])
def test_a_whole_number(raw: str, stored: str) -> None:
    assert value(INTEGER, raw) == stored


def test_a_whole_number_has_no_half() -> None:
    assert "is not a whole number" in reason(INTEGER, "7.5")
    assert "can mean 1000 or 1.000" in reason(INTEGER, "1.000")


def test_a_result_below_the_limit_is_kept_as_the_laboratory_reports_it() -> None:
    answer = read(CYTOKINE, "<2.0")
    assert answer == Answer(Censored("<", Decimal("2.0")))
    assert read(CYTOKINE, "< 2,0") == Answer(Censored("<", Decimal("2.0")), typed="< 2,0")
    assert value(CYTOKINE, "＞500 pg/ml") == ">500"


def test_a_sign_is_refused_where_the_study_asks_an_exact_number() -> None:
    assert "begins with <, and this question takes an exact number" in reason(DECIMAL, "<2")


@pytest.mark.parametrize("raw", ["≤2", "<=2", ">=2", "≥ 2"])
def test_at_most_is_no_limit_of_quantification(raw: str) -> None:
    assert "typed with < or >" in reason(CYTOKINE, raw)


def test_a_unit_may_be_typed_behind_the_number() -> None:
    assert read(CYTOKINE, "2.1 pg/mL") == Answer(Decimal("2.1"), typed="2.1 pg/mL")
    other = Answer(Decimal("0.50"), typed="0.50ng/ml", unit="ng/mL")
    assert read(CYTOKINE, "0.50ng/ml") == other
    assert read(CYTOKINE, "0.50 ng/mL") == Answer(Decimal("0.50"), unit="ng/mL")
    assert "Type the number alone, or with pg/mL, ng/mL" in reason(CYTOKINE, "3 mg")


def test_a_unit_is_understood_in_the_words_people_read() -> None:
    days = {"label": "days", "words": {"en": "days", "fa": "روز", "zh": "天"}}
    weeks = {"label": "weeks", "factor": "7", "words": {"en": "weeks", "fa": "هفته", "zh": "周"}}
    item = an_item("integer", unit=days, other_units=[weeks])
    assert read(item, "۳۰ روز") == Answer(Decimal(30), typed="۳۰ روز")
    assert read(item, "2 周") == Answer(Decimal(2), typed="2 周", unit="weeks")


def test_a_unit_is_found_whatever_its_case_only_where_that_is_clear() -> None:
    item = an_item("measured", unit="mg", other_units=[{"label": "Mg", "factor": "1000000000"}])
    assert read(item, "2 Mg") == Answer(Decimal(2), unit="Mg")
    assert "is not a unit" in reason(item, "2 MG")
    assert value(an_item("measured", unit="µL"), "2 μl") == "2"


# ---------------------------------------------------------------------------- yes, no, codes


@pytest.mark.parametrize("raw", ["y", "Y", "yes", "YES", "1", "۱", "بله", "آری", "是", "s", "Sí", "si"])
def test_yes(raw: str) -> None:
    assert value(an_item("yes_no"), raw) == "yes"


@pytest.mark.parametrize("raw", ["n", "No", "0", "٠", "خیر", "خير", "否"])
def test_no(raw: str) -> None:
    assert value(an_item("yes_no"), raw) == "no"


def test_perhaps_is_neither() -> None:
    assert "neither yes nor no" in reason(an_item("yes_no"), "perhaps")


@pytest.mark.parametrize(
    ("raw", "code"),
    [("1", "1"), ("۱", "1"), ("mild", "1"), ("خفيف", "1"), ("轻度", "1"), ("na", "NA"),
     ("very  severe", "2"), ("بسیار شدید", "2")],
)  # fmt: skip
def test_a_code_is_known_by_itself_and_by_its_words(raw: str, code: str) -> None:
    assert value(an_item("code"), raw) == code


def test_a_code_outside_the_list_is_kept_and_said() -> None:
    assert "“9” is not in the list" in reason(an_item("code"), "9")
    assert "“other” stands for several codes: a, b" in reason(an_item("code"), "other")
    assert read_typed(an_item("code"), "1", None, TODAY) == Answer(unreadable="1")


@pytest.mark.parametrize("raw", ["2 1", "1,2", "1، 2", "1、2", "very severe, mild", "mild 2", "1 2 1"])
def test_several_codes_stand_in_the_order_of_the_list(raw: str) -> None:
    assert read(an_item("codes"), raw) == Answer(("1", "2"), typed=raw)


@pytest.mark.parametrize("raw", ["1 9", ",", "، "])
def test_one_unknown_code_makes_the_whole_unreadable(raw: str) -> None:
    assert "is not in the list" in reason(an_item("codes"), raw)


# ------------------------------------------------------------------------------------ dates


@pytest.mark.parametrize(
    "raw",
    [
        "2026-05-12", "2026/5/12", "20260512", "12 May 2026", "12 may 2026", "12-May-2026",
        "12MAY2026", "12th May 2026", "May 12, 2026", "2026 May 12", "12.5.2026", "12/05/2026",
        "12 5 2026", "12052026", "1205", "12/05", "12 May", "May 12", "today", "T", "امروز", "今天",
        "1405/02/22", "1405-2-22", "۱۴۰۵/۰۲/۲۲", "١٤٠٥/٠٢/٢٢", "22021405", "14050222", "22/2/1405",
        "22 Ordibehesht 1405", "۲۲ اردیبهشت ۱۴۰۵", "۲۲ ارديبهشت", "۱۲ مه ۲۰۲۶", "۱۲ می ۲۰۲۶",
        "2026年5月12日", "5月12日", "2026．5．12", "1405年2月22日",
    ],
)  # fmt: skip
def test_one_day_typed_in_many_ways(raw: str) -> None:
    assert value(DAY, raw) == "2026-05-12"


@pytest.mark.parametrize(
    "raw",
    [
        "15/6/2026", "15 jun", "15 junio", "15 jun 2026", "15-jun-2026", "15JUN2026", "15 junio 2026",
        "15 de junio", "15 de junio de 2026", "15 de Junio del 2026", "junio 15", "15.6.2026",
    ],
)  # fmt: skip
def test_a_day_as_spaniards_write_it(raw: str) -> None:
    assert value(DAY, raw) == "2026-06-15"


def test_every_spanish_month_is_known_by_its_name_and_its_first_letters() -> None:
    months = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    for number, name in enumerate(months.split(), start=1):
        wanted = f"2025-{number:02d}-03"
        assert [value(DAY, f"3 {month} 2025") for month in (name, name[:3], name[:3].upper())] == [wanted] * 3
    assert value(DAY, "3 setiembre 2025") == value(DAY, "3 sept 2025") == "2025-09-03"
    assert value(DAY, "1.º de enero de 2025") == value(DAY, "1º enero 2025") == "2025-01-01"


def test_days_ago() -> None:
    assert value(DAY, "yesterday") == value(DAY, "دیروز") == value(DAY, "t-1") == "2026-05-11"
    assert (value(DAY, "hoy"), value(DAY, "ayer"), value(DAY, "hoy-1")) == ("2026-05-12", "2026-05-11", "2026-05-11")
    assert value(DAY, "t + 10") == "2026-05-22"


@pytest.mark.parametrize(
    "raw",
    [
        "31.2.2026",
        "31 April 2026",
        "2026-13-05",
        "29.2.2025",
        "1405/12/30",
        "31/7/1405",
        "3104",
        "0000",
        "0.5.2026",
        "2026-00-12",
        "1405/0/22",
    ],
)
def test_a_day_the_calendar_has_not_is_unreadable(raw: str) -> None:
    assert "There is no day" in reason(DAY, raw)


@pytest.mark.parametrize("raw", ["12.5.26", "12/05/05", "120526", "05-02-22", "12 May 26"])
def test_a_year_of_two_figures_is_never_guessed(raw: str) -> None:
    assert "has two figures. Type all four" in reason(DAY, raw)


@pytest.mark.parametrize("raw", ["1850-01-01", "12.5.2926", "1250/01/01", "1499/12/01"])
def test_a_year_nobody_has_is_a_slip(raw: str) -> None:
    assert "neither from 1900 to 2099" in reason(DAY, raw)


@pytest.mark.parametrize(
    "raw",
    ["12 May 1405", "22 Mehr 2026", "hello", "12", "1.2.3.4", "12-UNK-2024", "2026-04-²", "²/5/2026", "20260412²",
     "a\nb", "٫", "-"],
)  # fmt: skip
def test_what_is_no_date_stays_as_typed(raw: str) -> None:
    assert "is not a date" in reason(DAY, raw)


@pytest.mark.parametrize(
    "raw",
    ["2024-03", "Mar 2024", "March 2024", "3/2024", "2024/3", "UN-MAR-2024", "UNK-MAR-2024",
     "??/03/2024", "xx.03.2024", "2024年3月", "مارس ۲۰۲۴", "marzo de 2024", "marzo 2024", "UN-mar-2024"],
)  # fmt: skip
def test_a_month_is_enough_where_the_study_says_so(raw: str) -> None:
    assert value(MONTH, raw) == value(YEAR, raw) == "2024-03"
    assert "leaves the day open" in reason(DAY, raw)


@pytest.mark.parametrize("raw", ["2024", "UN-UNK-2024", "2024-UNK-UNK", "2024年", "۲۰۲۴"])
def test_a_year_is_enough_where_the_study_says_so(raw: str) -> None:
    assert value(YEAR, raw) == "2024"
    assert "leaves the month open" in reason(MONTH, raw)
    assert "leaves the day open" in reason(DAY, raw)


def test_a_year_that_could_be_a_day_follows_what_the_study_asks() -> None:
    assert value(DAY, "2012") == "2026-12-20"
    assert value(YEAR, "2012") == "2012"


def test_a_persian_month_is_never_forced_into_a_gregorian_one() -> None:
    for raw in ("1405/02", "اردیبهشت ۱۴۰۵", "1395", "۱۳۹۵", "UN-UNK-1395"):
        assert "part of the Persian calendar" in reason(YEAR, raw)
    assert "can be a year or a day of this year" in reason(YEAR, "1405")


def test_a_time_is_not_lost_where_a_day_is_asked() -> None:
    assert "asks for the day alone" in reason(DAY, "2026-05-12T10:40")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("text", ["2026-05-12", "2026-05", "2026", "2024-02-29", "1999-12-31"])
def test_a_date_as_shown_can_be_typed_again(text: str, language: str) -> None:
    when = PartialDate.parse(text)
    assert value(YEAR, show_date(when, language)) == text
    assert value(YEAR, show_short(when, language)) == text


# ---------------------------------------------------------------------------- times, lengths


@pytest.mark.parametrize(
    ("raw", "stored"),
    [("10:40", "10:40"), ("1040", "10:40"), ("10.40", "10:40"), ("940", "09:40"), ("9:05", "09:05"),
     ("10h40", "10:40"), ("۱۰:۴۰", "10:40"), ("10：40", "10:40"), ("0:00", "00:00"),
     ("2:30 pm", "14:30"), ("12:10 am", "00:10"), ("下午2:30", "14:30"), ("۲:۳۰ ب.ظ", "14:30"),
     ("10:40 h", "10:40"), ("10.40 h.", "10:40"), ("2:30 p. m.", "14:30"), ("9:05 a.\u00a0m.", "09:05")],
)  # fmt: skip
def test_a_time_of_day(raw: str, stored: str) -> None:
    assert value(an_item("time"), raw) == stored


@pytest.mark.parametrize(
    ("raw", "why"),
    [("9:5", "leaves the minutes open"), ("24:00", "There is no time"), ("1260", "no time"),
     ("13:00 pm", "There is no time"), ("10:40:30", "Seconds are not recorded"),
     ("10", "is not a time"), ("10²", "is not a time"), ("noon", "is not a time")],
)  # fmt: skip
def test_what_is_no_time_is_said(raw: str, why: str) -> None:
    assert why in reason(an_item("time"), raw)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [("2026-05-12T10:40", "2026-05-12T10:40"), ("12 May 2026 10:40", "2026-05-12T10:40"),
     ("12.5.2026 1040", "2026-05-12T10:40"), ("12 May 10:40", "2026-05-12T10:40"),
     ("today 9.40", "2026-05-12T09:40"), ("t 940", "2026-05-12T09:40"),
     ("۱۴۰۵/۰۲/۲۲ ۱۰:۴۰", "2026-05-12T10:40"), ("۲۲ اردیبهشت ۱۴۰۵، ۱۰:۴۰", "2026-05-12T10:40"),
     ("2026年5月12日 10:40", "2026-05-12T10:40"), ("12.5.2026 2:30 pm", "2026-05-12T14:30"),
     ("12 de mayo de 2026, 10:40", "2026-05-12T10:40"), ("12/5/2026 10:40 h", "2026-05-12T10:40"),
     ("12 mayo a las 10:40", "2026-05-12T10:40"), ("hoy 9.40", "2026-05-12T09:40"),
     ("12 May 2026", "2026-05-12"), ("yesterday", "2026-05-11")],
)  # fmt: skip
def test_a_moment_or_its_day_alone(raw: str, stored: str) -> None:
    assert value(MOMENT, raw) == stored


def test_a_time_needs_its_day_and_a_number_its_meaning() -> None:
    month = an_item("date_time", precision="month")
    assert value(month, "May 2026") == "2026-05"
    assert "has a time without its day" in reason(month, "May 2026 10:40")
    assert "is not a date" in reason(MOMENT, "12 May 1040")
    assert "There is no time" in reason(MOMENT, "12 May 2026 25:00")


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [("1 h", 60), ("1 h 30", 90), ("1h30", 90), ("1 h 30 min", 90), ("90 min", 90), ("90m", 90),
     ("1:30", 90), ("1.5 h", 90), ("1,5 h", 90), ("PT90M", 90), ("2 d", 2880), ("1 week", 10080),
     ("1 day and 2 hours", 1560), ("۱ ساعت و ۳۰ دقیقه", 90), ("1小时30分钟", 90), ("0 min", 0),
     ("1 hora y 30 minutos", 90), ("2 días", 2880), ("1 semana", 10080)],
)  # fmt: skip
def test_a_length_of_time(raw: str, minutes: int) -> None:
    answer = read(an_item("duration"), raw)
    assert answer is not None
    assert answer.value == timedelta(minutes=minutes)


def test_a_bare_number_is_a_length_only_where_the_item_has_a_unit_of_time() -> None:
    assert "is not a duration" in reason(an_item("duration"), "90")
    assert value(an_item("duration", unit="min"), "90") == "PT90M"


@pytest.mark.parametrize("raw", ["0.1 min", "1 min 30", "30 min 1 h", "45 s", "h", "1 h 2 h", "-1 h"])
def test_what_is_no_length_is_said(raw: str) -> None:
    assert "Type it as 1 h 30 min" in reason(an_item("duration"), raw)


# ---------------------------------------------------------------------------- what holds always


ITEMS = [
    *(an_item(kind) for kind in Kind),
    CYTOKINE, MONTH, YEAR, an_item("date_time", precision="year"), an_item("duration", unit="h"),
]  # fmt: skip
LIKELY = st.text("0123456789۰۱۲٣٤.,٫٬<>≤-/: tTuUnNkKmayMAYhd年月日？?' \u200e\u00a0", max_size=14)
TYPED = LIKELY | st.text(max_size=30) | st.from_regex(r"\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}")


@given(st.sampled_from(ITEMS), TYPED)
def test_nothing_typed_ever_raises_and_nothing_is_ever_lost(item: Item, raw: str) -> None:
    answer = read(item, raw)
    codes = GRADES if item.kind in (Kind.CODE, Kind.CODES) else None
    why = why_unreadable(item, raw, "fa", codes=codes, today=TODAY)
    if answer is None:
        assert why == ""
        return
    assert text_to_edit(answer) == raw
    assert (answer.unreadable is not None) == bool(why)
    for language in LANGUAGES:
        assert show_answer(item, answer, codes, language)


@given(st.sampled_from(ITEMS), TYPED)
def test_what_was_read_reads_the_same_from_its_canonical_text(item: Item, raw: str) -> None:
    answer = read(item, raw)
    if answer is None or answer.value is None:
        return
    again = read(item, canonical_text(answer))
    assert again is not None
    assert again.typed is None
    assert again.same_as(answer)
    stored = Answer.from_json(item.kind, answer.as_json())
    assert stored == answer


NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-(10**9),
                      max_value=10**9)  # fmt: skip


@given(NUMBERS, st.sampled_from(["fa", "ar"]))
def test_digits_of_another_script_are_the_same_number(number: Decimal, script: str) -> None:
    text = to_text(number)
    theirs = local_digits(text.replace(".", "٫"), script)
    answer, latin = read(DECIMAL, theirs), read(DECIMAL, text)
    assert latin is not None
    assert latin.typed is None or text.startswith("-0.00")
    assert latin.same_as(answer)


@given(st.dates(date(1921, 3, 21), date(2099, 12, 31)), st.times())
def test_any_moment_reads_back_in_both_calendars(day: date, at: time) -> None:
    when = PartialDate(day.year, day.month, day.day, time(at.hour, at.minute))
    shown = [show(when, language) for show in (show_date, show_short) for language in LANGUAGES]
    for text in (*shown, str(when)):
        assert value(MOMENT, text) == str(when)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sentence_is_in_the_persons_language(language: str) -> None:
    said = why_unreadable(DECIMAL, "sechs", language)
    assert "sechs" in said
    assert ("Nothing was lost" in said) == (language == "en")


def test_a_long_text_is_shortened_in_the_sentence_alone() -> None:
    raw = "about six and a half,\nperhaps " * 9
    assert read(DECIMAL, raw) == Answer(unreadable=raw)
    said = why_unreadable(DECIMAL, raw, "en")
    assert said.startswith("“about six and a half, perhaps about six…” is not")

"""What is written arrives on the paper: in its order, with its marks, and never as markup."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crf_app.base.words import LANGUAGES
from crf_app.reports import shaping
from crf_app.reports.inline import Gap, Run, island
from crf_app.reports.sheet import LONG_TEXT_WIDTH, TextStyle, style_sheet
from crf_app.reports.text import MissingGlyph, Text
from tests.reports.glyphs_on_page import glyphs, lines, page_count, printed

EN, FA, ZH = (style_sheet(language) for language in ("en", "fa", "zh"))


def body_line(content: object, style: TextStyle, language: str, source: str = "label") -> str:
    """Return the first line below the header, from left to right."""
    text = Text(content, style, source=source)  # type: ignore[arg-type]
    return lines(printed([text], language))[2]


def letters(drawn: str) -> str:
    """Return presentation forms as the letters they stand for."""
    return unicodedata.normalize("NFKC", drawn)


def test_subject_twelve_is_not_twenty_one() -> None:
    line = body_line("آزمودنی ۱۲", FA.body, "fa")
    assert line.startswith("۱۲"), "the number stands left of the word, and its digits read 1, 2"
    assert letters(line[2:]) == "یندومزآ"


def test_subject_twelve_in_the_header_too() -> None:
    second_line = lines(printed([Text("x", FA.body)], "fa"))[1]
    assert "۱۲" in second_line
    assert "۲۱" not in second_line


@pytest.mark.parametrize(
    ("value", "seen"),
    [
        ("−۱۵", "−۱۵"),
        ("<۲٫۰", "<۲٫۰"),
        ("۰۸:۲۰ +۰۳:۳۰", "۰۸:۲۰+۰۳:۳۰"),
        ("217.2 × 10⁶", "217.2×10⁶"),
        ("≥ ۹۴", "≥۹۴"),
        ("+۰٫۵", "+۰٫۵"),
    ],
)
def test_values_keep_their_signs_inside_persian_words(value: str, seen: str) -> None:
    assert seen in body_line(f"نبض {value} بود", FA.body, "fa")
    assert seen in body_line(["نبض ", island(value), " بود"], FA.body, "fa")


def test_two_islands_are_placed_one_by_one_from_the_right() -> None:
    line = body_line([island("۱۴۰۳/۰۱/۱۹"), Gap(), island("2024-04-07")], FA.body, "fa")
    assert line == "2024-04-07۱۴۰۳/۰۱/۱۹"


def test_persian_marks_are_kept() -> None:
    assert "ّ" in body_line("کمّی", FA.body, "fa")
    assert "ۀ" in body_line("شمارهٔ", FA.body, "fa")
    page = glyphs(printed([Text("کمّی", FA.body)], "fa"))
    drawn = {glyph.char: glyph for glyph in page if 600 < glyph.y < 765}
    shadda, meem = drawn["ّ"], drawn["ﻤ"]
    assert abs(shadda.x - meem.x) < meem.size / 2, "the mark stands over its own letter"


def test_brackets_are_mirrored() -> None:
    line = body_line("(آزمودنی ۱۲)", FA.body, "fa")
    assert (line[0], line[-1]) == ("(", ")")


def test_brackets_stay_with_the_words_they_hold() -> None:
    line = body_line("درد Low back pain (since 2024), خوب (pH 7) [ب]", FA.body, "fa", "person")
    assert "Lowbackpain(since2024)" in line
    assert "(pH7)" in line
    assert line.startswith("[ب]")


def test_english_words_on_a_persian_page_read_from_left_to_right() -> None:
    line = body_line("Low back pain (since 2024).", FA.body, "fa", source="person")
    assert line == "Lowbackpain(since2024)."


def test_a_persian_remark_on_an_english_page_reads_from_right_to_left() -> None:
    line = body_line("آزمودنی ۱۲ (خوب)", EN.body, "en", source="person")
    assert letters(line) == "(بوخ)۱۲یندومزآ"


@pytest.mark.parametrize("typed", ["<b>&amp;</b>", '=HYPERLINK("x")', "a & b < c", r"(\)"])
def test_markup_is_printed_as_typed(typed: str) -> None:
    assert body_line(typed, EN.body, "en", source="person") == typed.replace(" ", "")


def test_a_label_without_a_glyph_names_the_character_and_the_place() -> None:
    with pytest.raises(MissingGlyph, match=r"U\+1F600 .*GRINNING FACE.* in: mood😀"):
        Text("mood😀 today", EN.body)


def test_a_persons_undrawable_character_is_spelt_out() -> None:
    typed = "fine 😀\x07 today"
    assert body_line(typed, EN.body, "en", source="person") == "fine[U+1F600][U+0007]today"


@settings(max_examples=150, deadline=None)
@given(typed=st.text(max_size=60), language=st.sampled_from(LANGUAGES))
def test_no_text_of_a_person_stops_a_report(typed: str, language: str) -> None:
    text = Text(typed, style_sheet(language).body, source="person")
    assert text.wrap(60, 1e6)[1] > 0


@settings(max_examples=25, deadline=None)
@given(typed=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_any_text_of_a_person_reaches_the_paper(typed: str) -> None:
    assert page_count(printed([Text(typed, FA.body, source="person")], "fa")) == 1


def test_chinese_punctuation_never_starts_or_opens_a_line() -> None:
    words = "患者表示“感觉良好”，无不适（见附录）；继续随访。结果：阴性！是否复查？《方案》第3版。" * 3
    for width in range(30, 200, 3):
        text = Text(words, ZH.body, source="person")
        text.wrap(width, 1e6)
        broken = ["".join(bit.text for cluster in line.clusters for bit in cluster.bits) for line in text._lines]
        assert "".join(broken) == words
        assert not any(line[0] in "，。：；、）》”！？" for line in broken), width
        assert not any(line[-1] in "（《“" for line in broken), width


def test_han_and_latin_keep_a_small_distance() -> None:
    apart = Text("第3版", ZH.body).natural_width()
    parts = sum(Text(part, ZH.body).natural_width() for part in ("第", "3", "版"))
    assert apart - parts == pytest.approx(2 * 0.12 * 9)


def test_words_break_at_blanks_and_fit() -> None:
    text = Text("one two three four five six seven eight nine ten", EN.body)
    text.wrap(60, 1e6)
    assert len(text._lines) > 2
    assert all(line.width <= 60 for line in text._lines)
    assert " ".join(line.plain for line in text._lines) == text.letters


def test_a_word_wider_than_its_column_is_cut_rather_than_lost() -> None:
    text = Text("x" * 300, EN.body)
    text.wrap(50, 1e6)
    assert all(line.width <= 50 for line in text._lines)
    drawn = "".join(b.text for line in text._lines for c in line.clusters for b in c.bits)
    assert drawn == "x" * 300


def test_typed_lines_stay_lines() -> None:
    text = Text("first\n\nthird", EN.body, source="person")
    assert text.wrap(200, 1e6)[1] == 3 * EN.body.leading


def test_a_hundred_thousand_characters_print_over_several_pages() -> None:
    typed = " ".join(f"w{number:05}" for number in range(14_286))
    pdf = printed([Text(typed, EN.long_text, source="person", max_width=LONG_TEXT_WIDTH)])
    count = page_count(pdf)
    assert count > 10
    drawn = "".join("".join(lines(pdf, page)[2:-2]) for page in range(count))
    assert drawn == typed.replace(" ", "")


def test_a_raised_letter_hangs_on_its_number() -> None:
    drawn = glyphs(printed([Text([Run("6.5"), Run("a", raised=True)], EN.value)]))
    five = next(g for g in drawn if g.char == "5" and g.size == 9 and g.y < 760)
    letter = next(g for g in drawn if g.char == "a" and g.size == pytest.approx(0.72 * 9))
    assert letter.y - five.y == pytest.approx(0.36 * 9, abs=0.01)
    assert 3 < letter.x - five.x < 6


@given(st.text(alphabet="ابپگچ  ,:؛،.·/-+%—*", min_size=1, max_size=16))
@settings(max_examples=200, deadline=None)
def test_the_short_cut_for_persian_words_orders_them_as_the_algorithm_does(words: str) -> None:
    quick = shaping.visual_order(words, True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shaping, "_goes_left", lambda char: False)
        slow = shaping.visual_order.__wrapped__(words, True)
    assert [(e.char, e.place, e.level % 2) for e in quick] == [(e.char, e.place, e.level % 2) for e in slow]


def test_the_plus_of_a_marker_stays_behind_it() -> None:
    assert body_line("شمارش مطلق CD19⁺", FA.body, "fa", "person").startswith("CD19⁺")

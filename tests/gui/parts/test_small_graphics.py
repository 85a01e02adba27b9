"""Window bars and pips: small pictures that keep their promises."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crf_app.gui.parts import (
    Chip,
    FilterPill,
    Mark,
    PagePips,
    Pip,
    Tone,
    WindowSpan,
    initials,
    paint_window_bar,
)
from crf_app.gui.theme import Theme, Token
from crf_app.gui.theme.apply import apply_theme


def bar(span: WindowSpan, *, mirrored: bool = False) -> QImage:
    theme = Theme()
    image = QImage(160, 20, QImage.Format.Format_RGB32)
    image.fill(theme.colour("surface"))
    with QPainter(image) as painter:
        paint_window_bar(painter, QRectF(0, 0, 160, 20), span, theme, mirrored=mirrored)
    return image


def columns(image: QImage, token: Token, y: int) -> list[int]:
    wanted = Theme().colour(token).name()
    return [x for x in range(image.width()) if image.pixelColor(x, y).name() == wanted]


def test_the_track_shows_30_per_cent_on_either_side() -> None:
    blue = columns(bar(WindowSpan(0, 28)), "window", 10)
    assert (blue[0], blue[-1]) == pytest.approx((30, 129), abs=2)


def test_today_stands_where_the_days_put_it_and_on_the_other_side_when_mirrored() -> None:
    span = WindowSpan(0, 28, target=14, today=25)
    plain, turned = columns(bar(span), "text", 3), columns(bar(span, mirrored=True), "text", 3)
    assert plain
    assert plain[0] == pytest.approx(30 + 100 * 25 / 28, abs=2)
    assert turned[0] == pytest.approx(160 - plain[-1], abs=2)


def test_a_window_that_closed_unused_is_red_and_today_lies_beyond_it() -> None:
    span = WindowSpan(0, 14, target=7, today=21)
    image = bar(span)
    assert span.late
    assert columns(image, "window-late", 10)
    assert not columns(image, "window", 10)
    assert columns(image, "danger", 3)[0] > columns(image, "window-late", 10)[-1]


def test_a_visit_that_was_done_in_time_is_never_late() -> None:
    span = WindowSpan(0, 14, today=30, done=9)
    assert not span.late
    assert columns(bar(span), "ok", 10)


def test_more_than_twelve_pages_are_told_in_words_only(qtbot: QtBot) -> None:
    pips = PagePips([Pip.COMPLETE, Pip.STARTED, Pip.EMPTY], "1 of 3 pages complete")
    qtbot.addWidget(pips)
    assert pips.sizeHint().width() == 3 * 8 + 2 * 3
    pips.show_pips([Pip.EMPTY] * 13, "0 of 13 pages complete")
    assert pips.sizeHint().width() == 0
    assert pips.accessibleName() == "0 of 13 pages complete"


def test_pips_fill_from_the_leading_side(qapp: QApplication, qtbot: QtBot) -> None:
    ok = Theme().colour("ok").name()
    for language, filled in (("en", 4), ("fa", 4 + 22)):
        apply_theme(Theme(language=language), qapp)
        pips = PagePips([Pip.COMPLETE, Pip.EMPTY, Pip.EMPTY], "1 of 3")
        qtbot.addWidget(pips)
        pips.resize(pips.sizeHint())
        assert pips.grab().toImage().pixelColor(filled, 4).name() == ok


def test_letters_of_a_person_do_not_join_in_persian() -> None:
    assert initials("N. Rahimi") == "NR"
    assert initials("نسرین رحیمی") == "ن\u200cر"
    assert initials("  ") == ""


def test_a_filter_speaks_its_count(qtbot: QtBot) -> None:
    pill = FilterPill("In window", Mark.OPEN, 4)
    qtbot.addWidget(pill)
    before = pill.sizeHint().width()
    pill.show_count(104)
    assert pill.accessibleName() == "In window, 104"
    assert pill.sizeHint().width() > before


def test_a_chip_is_24_high_and_says_its_word(qtbot: QtBot) -> None:
    chip = Chip("safe", Tone.OK, icon="check")
    qtbot.addWidget(chip)
    assert chip.sizeHint().height() == 24
    assert chip.accessibleName() == "safe"

"""A mark can be told by its shape alone."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtGui import QImage, QPainter

from crf_app.gui.parts import PRECEDENCE, Mark, MarkView, mark_pixmap
from crf_app.gui.parts.svg_path import svg_path
from crf_app.gui.theme import Scheme, Theme


def ink(mark: Mark, size: int, theme: Theme) -> set[tuple[int, int]]:
    """Give the pixels that are black when the mark is printed in black and white."""
    paper = QImage(size, size, QImage.Format.Format_RGB32)
    ground = theme.colour("surface")
    paper.fill(ground)
    with QPainter(paper) as painter:
        painter.drawPixmap(0, 0, mark_pixmap(mark, size, theme))
    far = 0.25
    return {
        (x, y)
        for x in range(size)
        for y in range(size)
        if abs(paper.pixelColor(x, y).lightnessF() - ground.lightnessF()) > far
    }


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("size", [16, 20])
def test_any_two_marks_differ_in_black_and_white(scheme: Scheme, size: int) -> None:
    theme = Theme(scheme)
    shapes = {mark: ink(mark, size, theme) for mark in Mark}
    assert len(shapes) == 24
    # Dashes, ticks and dots are the smallest differences: at 16 px they are 9 pixels or more.
    for one, other in combinations(Mark, 2):
        if {one, other} == {Mark.ANSWERED, Mark.CLOSED}:
            continue  # the same bubble: answered is amber and filled, closed only in history
        assert len(shapes[one] ^ shapes[other]) >= 9, (one, other)


def test_a_closed_question_is_greyer_than_an_answered_one() -> None:
    theme = Theme()
    assert mark_pixmap(Mark.CLOSED, 16, theme).toImage() != mark_pixmap(Mark.ANSWERED, 16, theme).toImage()


@pytest.mark.parametrize("size", [13, 16, 18, 20, 26])
@pytest.mark.parametrize("mark", Mark)
def test_every_mark_fills_its_box_at_every_size(mark: Mark, size: int) -> None:
    shape = ink(mark, size, Theme())
    wide = max(x for x, _ in shape) - min(x for x, _ in shape) + 1
    assert wide >= size * 0.5  # the bar of "not applicable" is the narrowest: 9.8 of 16


@pytest.mark.parametrize("mark", [Mark.PROGRESS, Mark.QUERY])
def test_half_discs_and_bubbles_are_mirrored(mark: Mark) -> None:
    plain = mark_pixmap(mark, 20, Theme()).toImage()
    turned = mark_pixmap(mark, 20, Theme(language="fa")).toImage()
    assert turned != plain


@pytest.mark.parametrize("mark", [Mark.COMPLETE, Mark.VERIFIED, Mark.SIGNED, Mark.LOCKED])
def test_ticks_and_seals_are_not_mirrored(mark: Mark) -> None:
    plain = mark_pixmap(mark, 20, Theme()).toImage()
    turned = mark_pixmap(mark, 20, Theme(language="fa")).toImage()
    assert turned == plain


def test_what_hurts_comes_first_where_one_mark_can_stand() -> None:
    found = {Mark.COMPLETE, Mark.QUERY, Mark.SERIOUS_EVENT, Mark.OVERDUE}
    assert min(found, key=PRECEDENCE.index) is Mark.SERIOUS_EVENT


def test_a_mark_is_spoken_as_a_sentence() -> None:
    view = MarkView(Mark.OPEN, "Month 6, in window, 3 days left, 0 of 8 pages")
    view.show_mark(Mark.COMPLETE, "Month 6, complete")
    assert view.accessibleName() == "Month 6, complete"


def test_an_arc_goes_round_on_the_right_side() -> None:
    half = svg_path("M8 3.9a4.1 4.1 0 0 0 0 8.2Z").boundingRect()
    assert (round(half.left(), 1), round(half.right(), 1)) == (3.9, 8.0)


def test_an_unknown_path_command_is_refused() -> None:
    with pytest.raises(ValueError, match="Q"):
        svg_path("M0 0Q1 1 2 2")

"""The theme reaches every widget, and changes while the window is open."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crf_app.base.files import bundled
from crf_app.gui.parts import Button, CodeRow, IconButton, TextField
from crf_app.gui.theme import Role, Scheme, Theme, Themed, icon_pixmap
from crf_app.gui.theme.apply import apply_theme
from crf_app.gui.theme.fonts import families, load_for_text, needs_chinese
from crf_app.gui.theme.icons import MIRRORED, IconMissingError
from crf_app.gui.theme.switch import ThemeSwitch


class Watcher(QWidget, Themed):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[Theme] = []

    def theme_changed(self, theme: Theme) -> None:
        self.seen.append(theme)


def test_a_widget_finds_the_theme_the_application_was_given(qapp: QApplication) -> None:
    dark = Theme(Scheme.DARK, "fa", 1.5)
    apply_theme(dark, qapp)
    assert Theme.of(QWidget()) == dark
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == "#1C2025"
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft


def test_open_widgets_hear_of_a_change(qapp: QApplication, qtbot: QtBot) -> None:
    watcher = Watcher()
    qtbot.addWidget(watcher)
    apply_theme(Theme(Scheme.DARK), qapp)
    assert watcher.seen == [Theme(Scheme.DARK)]


def test_sizes_double_at_200_per_cent_and_margins_grow_by_half_of_it() -> None:
    large = Theme(factor=2.0)
    assert (large.px(36), large.gap(12), large.line(Role.BODY)) == (72, 18, 40)
    assert large.font(Role.BODY).pixelSize() == 28


def test_controls_follow_the_text_size_while_they_are_open(qapp: QApplication, qtbot: QtBot) -> None:
    parts = [Button("Print"), TextField("Date"), CodeRow("0123", "Visual")]
    for part in parts:
        qtbot.addWidget(part)
    before = [part.sizeHint().height() for part in parts]
    apply_theme(Theme(factor=2.0), qapp)
    assert before == [36, 36, 34]
    assert [part.sizeHint().height() for part in parts] == [72, 72, 68]
    assert parts[1].fontMetrics().height() >= 36


def test_persian_text_is_a_little_larger_and_its_figures_are_tabular() -> None:
    persian = Theme(language="fa").font(Role.BODY)
    assert persian.families()[0] == "Vazirmatn"
    assert QFontInfo(persian).family() == "Vazirmatn"
    assert persian.pixelSize() == 15
    metrics = QFontMetrics(persian)
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "۰۱۲۳۴۵۶۷۸۹"}) == 1


def test_latin_figures_are_tabular_in_the_shipped_font() -> None:
    font = Theme().font(Role.BODY)
    assert QFontInfo(font).family() == "Noto Sans"
    metrics = QFontMetrics(font)
    assert len({metrics.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_the_chinese_font_is_loaded_only_when_it_is_needed(qapp: QApplication) -> None:
    assert families("zh-Hans")[0] == "Noto Sans SC"
    assert needs_chinese("第 6 个月")
    assert not needs_chinese("Month 6 · ماه ۶")
    load_for_text(qapp, "Month 6")
    loaded = qapp.property("crf_fonts_loaded")
    assert {"Noto Sans", "Vazirmatn"} <= loaded


def test_light_and_dark_follow_the_choice_and_then_the_system(qapp: QApplication, qtbot: QtBot) -> None:
    switch = ThemeSwitch(qapp, scheme=Scheme.DARK)
    with qtbot.waitSignal(switch.theme_changed) as told:
        switch.choose_scheme(Scheme.LIGHT)
    assert told.args == [Theme(Scheme.LIGHT)]
    switch.choose_scheme(None)
    system = qapp.styleHints().colorScheme()
    assert switch.theme.dark is (system is Qt.ColorScheme.Dark)
    switch.deleteLater()


@pytest.mark.parametrize(("by", "factor"), [(1, 1.1), (-1, 1.0), (0, 1.0)])
def test_text_grows_step_by_step(qapp: QApplication, by: int, factor: float) -> None:
    switch = ThemeSwitch(qapp, scheme=Scheme.LIGHT)
    switch.step_factor(by)
    assert switch.theme.factor == factor
    switch.choose_factor(7)
    assert switch.theme.factor == 2.0
    switch.deleteLater()


def test_an_icon_takes_the_colour_and_the_pixel_ratio() -> None:
    theme = Theme()
    picture = icon_pixmap("search", theme.colour("danger"), 18, 2.0).toImage()
    assert picture.width() == 36
    shown = {
        picture.pixelColor(x, y).name().upper()
        for x in range(36)
        for y in range(36)
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert shown == {"#B3261E"}


def test_arrows_are_mirrored_and_a_lens_is_not() -> None:
    colour = Theme().colour("text")
    for name, same in (("chevron-left", False), ("search", True)):
        plain = icon_pixmap(name, colour, 18).toImage()
        turned = icon_pixmap(name, colour, 18, mirrored=True).toImage()
        assert (plain == turned) is same
    assert "search" not in MIRRORED


def test_an_icon_that_does_not_ship_is_named() -> None:
    with pytest.raises(IconMissingError, match="unicorn"):
        icon_pixmap("unicorn", Theme().colour("text"), 18)


def test_every_shipped_icon_can_be_drawn(qtbot: QtBot) -> None:
    names = [path.stem for path in bundled("resources", "icons").glob("*.svg")]
    assert "triangle-alert" in names
    for name in names:
        button = IconButton(name, name)
        qtbot.addWidget(button)
        picture = icon_pixmap(name, Theme().colour("text"), 18).toImage()
        assert any(picture.pixelColor(x, y).alpha() for x in range(18) for y in range(18)), name

"""Draw every part in its states as one picture, to be looked at beside the design.

Run `python -m tests.gui.parts_sheet OUT.png` for light beside dark; `--factor 2`, `--language fa`
draw the other sheets.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from crf_app.gui.parts import (
    Access,
    Avatar,
    Band,
    Button,
    Card,
    CheckRow,
    Chip,
    CodeRow,
    ComboField,
    EmptyState,
    FieldBlock,
    FieldLook,
    FilterPill,
    Hairline,
    IconButton,
    KeyCap,
    Kind,
    LabFlag,
    Mark,
    MarkView,
    Option,
    PagePips,
    Pip,
    ProblemLine,
    QuestionBox,
    RadioLine,
    RadioRow,
    Run,
    Segments,
    Size,
    StatusText,
    TextField,
    TextLabel,
    Tone,
    WindowBar,
    WindowSpan,
    initials,
)
from crf_app.gui.theme import Role, Scheme, Theme, Token, isolate
from crf_app.gui.theme.apply import apply_theme
from crf_app.gui.theme.paint import focus_ring, rounded_box

MARKS = (
    (Mark.FUTURE, "not yet due", "نرسیده"), (Mark.OPEN, "in window", "در بازه"),
    (Mark.PROGRESS, "started", "آغاز شده"), (Mark.COMPLETE, "complete", "کامل"),
    (Mark.VERIFIED, "verified", "تأیید شده"), (Mark.SIGNED, "signed", "امضا شده"),
    (Mark.LOCKED, "locked", "قفل"), (Mark.OVERDUE, "overdue", "دیر شده"),
    (Mark.MISSED, "missed", "از دست رفته"), (Mark.NOT_DONE, "not done", "انجام نشد"),
    (Mark.NOT_APPLICABLE, "not applicable", "مربوط نیست"), (Mark.EMPTY, "empty", "خالی"),
    (Mark.MISSING, "missing, reason", "نبود، با علت"), (Mark.QUERY, "query open", "پرسش باز"),
    (Mark.ANSWERED, "query answered", "پاسخ داده"), (Mark.CLOSED, "query closed", "پرسش بسته"),
    (Mark.DEVIATION, "deviation", "انحراف"), (Mark.ADVERSE_EVENT, "adverse event", "رویداد"),
    (Mark.SERIOUS_EVENT, "serious event", "رویداد جدی"), (Mark.NOTE, "note", "یادداشت"),
)  # fmt: skip
SWATCHES: tuple[Token, ...] = (
    "canvas", "surface", "sunken", "hover", "line", "line-btn", "line-strong", "text",
    "text-2", "text-3", "accent", "fill", "accent-soft", "ok", "ok-soft", "query",
    "query-mark", "query-soft", "danger", "danger-soft", "deviation", "deviation-soft", "ink",
    "ink-soft",
)  # fmt: skip


class _Swatch(QWidget):
    def __init__(self, token: Token) -> None:
        super().__init__()
        self._token = token
        self.setFixedHeight(Theme.of().px(24))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = Theme.of()
        with QPainter(self) as painter:
            box = self.rect().toRectF()
            rounded_box(painter, box, 5, theme.colour(self._token), theme.colour("line"))


def _row(*widgets: QWidget | int, gap: int = 12) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    for widget in widgets:
        if isinstance(widget, int):
            row.addSpacing(widget)
        else:
            row.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch()
    return row


class Sheet(QWidget):
    """All parts of one scheme under each other."""

    def __init__(self, fa: bool) -> None:
        super().__init__()
        theme = Theme.of()
        self._fa = fa
        self.down = QVBoxLayout(self)
        gap = theme.gap(26)
        self.down.setContentsMargins(gap, 14, gap, 14)
        self.down.setSpacing(theme.gap(12))
        self.setAutoFillBackground(True)
        self._heading(theme)
        self._marks()
        self._swatches()
        self._buttons()
        self._fields()
        self._small()
        self._boxes()

    def say(self, english: str, persian: str) -> str:
        return persian if self._fa else english

    def _heading(self, theme: Theme) -> None:
        row = QHBoxLayout()
        name = self.say("Dark", "تیره") if theme.dark else self.say("Light", "روشن")
        row.addWidget(TextLabel(name, Role.SECTION))
        row.addStretch()
        text = self.say("marks 16, 20 px · control 36 px · grid 4 px", "نشان ۱۶ و ۲۰، کنترل ۳۶")
        row.addWidget(TextLabel(text, Role.CAPTION, "text-3"))
        self.down.addLayout(row)

    def _marks(self) -> None:
        card = Card()
        grid = QGridLayout()
        grid.setVerticalSpacing(14)
        grid.setHorizontalSpacing(8)
        for place, (mark, english, persian) in enumerate(MARKS):
            words = self.say(english, persian)
            row, column = divmod(place, 5)
            grid.addWidget(MarkView(mark, words, 18), row, 2 * column)
            label = TextLabel(words, Role.CAPTION)
            label.setMinimumWidth(label.sizeHint().width())
            grid.addWidget(label, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
        card.body.addLayout(grid)
        self.down.addWidget(card)

    def _swatches(self) -> None:
        grid = QGridLayout()
        grid.setVerticalSpacing(4)
        for place, token in enumerate(SWATCHES):
            row, column = divmod(place, 8)
            grid.addWidget(_Swatch(token), 2 * row, column)
            grid.addWidget(TextLabel(token, Role.TINY, "text-2"), 2 * row + 1, column)
        self.down.addLayout(grid)

    def _buttons(self) -> None:
        say = self.say
        self.focused = Button(say("Focus", "کانون"))
        off = Button(say("Off", "خاموش"))
        off.setEnabled(False)
        self.down.addLayout(
            _row(
                Button(say("Start visit", "آغاز ویزیت"), Kind.PRIMARY),
                Button(say("Print", "چاپ")),
                Button(say("Open", "باز کردن"), Kind.QUIET),
                self.focused,
                off,
                Button(say("Link", "پیوند"), Kind.LINK),
                gap=Theme.of().gap(12),
            )
        )

    def _fields(self) -> None:
        say, theme = self.say, Theme.of()
        look = FieldLook
        shown = (
            ("Field", "فیلد", "12 May 2026", "1405/02/22", "", look()),
            ("Focus", "کانون", "140", "140", say("m", "متر"), look()),
            ("Read only", "خواندنی", "6.0", "6.0", "", look(Access.READ_ONLY)),
            ("Locked", "قفل", "5.5", "5.5", "", look(Access.LOCKED)),
            ("Query open", "پرسش باز", "91 %", "91 %", "", look(mark=Mark.QUERY)),
            ("Answered", "پاسخ", "31.8", "31.8", "", look(mark=Mark.ANSWERED)),
            ("Missing", "نبود", "", "", "", look(missing=say("Refused", "نپذیرفت"))),
            ("Not readable", "ناخوانا", "6,5,", "6,5,", "", look(unreadable=True)),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        for place, (name, naam, value, meqdar, unit, state) in enumerate(shown):
            field = TextField(unit=unit)
            field.setMinimumWidth(theme.px(120))
            field.show_value(theme.digits(say(value, meqdar)))
            field.show_look(state)
            if name == "Focus":
                self.field = field
            grid.addWidget(FieldBlock(say(name, naam), field), *divmod(place, 4))
        self.down.addLayout(grid)

    def _small(self) -> None:
        say = self.say
        parts = Segments(
            [
                Option("b", say("Before", "پیش")),
                Option("a", say("After", "پس")),
                Option("5", exists=False),
            ],
            "When",
        )
        parts.show_choice("a")
        chips = [
            Chip(say("AE 1", "رویداد ۱")),
            Chip(say("safe", "امن"), Tone.OK),
            Chip(say("in window", "در بازه"), Tone.ACCENT),
            Chip(say("question", "پرسش"), Tone.QUERY),
            Chip(say("late", "دیر"), Tone.DANGER),
            Chip(say("deviation", "انحراف"), Tone.DEVIATION),
        ]
        self.down.addLayout(_row(parts, 4, *chips, gap=6))
        bars = [
            WindowSpan(0, 28, target=14, today=25),
            WindowSpan(0, 28, target=14, done=14),
            WindowSpan(0, 14, target=7, today=21),
        ]
        pips = [Pip.COMPLETE] * 4 + [Pip.STARTED] + [Pip.EMPTY] * 3
        widgets: list[QWidget] = [WindowBar(bar, "window") for bar in bars]
        for bar in widgets:
            bar.setFixedWidth(Theme.of().px(128))
        self.down.addLayout(_row(*widgets, PagePips(pips, "4 of 8 pages"), gap=16))

    def _boxes(self) -> None:
        say = self.say
        box = QuestionBox(
            say("Distance and code do not agree", "مسافت و کد با هم نمی‌خوانند"),
            say("140 m without aid is code 4.", "۱۴۰ متر بدون کمک کد ۴ است."),
        )
        box.add_button("change", say("Change to 4", "تغییر به ۴"))
        self.down.addWidget(box)
        problem = [
            Run(isolate("6,5,"), strong=True),
            Run(say(" is not a number. Type 6.5 or 6,5. Nothing was lost.", " عدد نیست.")),
        ]
        self.down.addWidget(ProblemLine(problem))


class More(Sheet):
    """The parts the first sheet has no room for."""

    def _marks(self) -> None:
        say = self.say
        grid = QGridLayout()
        names = (("Visual", "بینایی", 7, "3"), ("Brainstem", "ساقهٔ مغز", 6, "1"),
                 ("Pyramidal", "هرمی", 7, None))  # fmt: skip
        for row, (english, persian, count, choice) in enumerate(names):
            cells = CodeRow([str(n) for n in range(count)], say(english, persian))
            cells.show_choice(choice)
            grid.addWidget(TextLabel(say(english, persian)), 2 * row, 0)
            grid.addWidget(cells, 2 * row, 1)
            grid.addWidget(Hairline(), 2 * row + 1, 0, 1, 3)
        locked = CodeRow([str(n) for n in range(7)], "Sensory")
        locked.show_choice("2")
        locked.show_look(FieldLook(Access.LOCKED))
        grid.addWidget(TextLabel(say("Sensory", "حسی")), 6, 0)
        grid.addWidget(locked, 6, 1)
        grid.setColumnStretch(2, 1)
        grid.setVerticalSpacing(0)
        self.down.addLayout(grid)

    def _swatches(self) -> None:
        say = self.say
        code = ComboField(
            say("Ambulation code", "کد"),
            [Option("4", "100 m"), Option("5", say("less than 100 m, no aid", "کمتر از ۱۰۰ متر"))],
            show_codes=True, height=32, width=330,
        )  # fmt: skip
        code.show_choice("5")
        code.show_look(FieldLook(mark=Mark.QUERY))
        rater = ComboField(say("Rater", "ارزیاب"), ["S. Tavakoli"], width=196)
        rater.show_choice("S. Tavakoli")
        self.down.addLayout(_row(code, rater))
        step = TextField(role=Role.HERO, height=54, width=120, icon="chevrons-up-down")
        step.show_value(Theme.of().digits("5.5"))
        result = TextField(prefix="=", unit="pg/mL", width=128, height=32, figures=True, role=Role.BODY_STRONG)
        result.show_value(Theme.of().digits("31.8"))
        date = TextField(icon="calendar", width=152)
        date.show_value(Theme.of().digits("12 May 2026"))
        block = FieldBlock(say("Date", "تاریخ"), date, say("22 Ordibehesht 1405", isolate("12 May 2026")))
        unknown = TextField(width=198)
        unknown.show_look(FieldLook(missing=say("Unknown", "نامعلوم")))
        flag = LabFlag("high", "H", "high")
        self.down.addLayout(_row(block, step, result, flag))
        self.down.addWidget(unknown)

    def _buttons(self) -> None:
        say = self.say
        self.focused = Button(say("New subject", "بیمار تازه"), Kind.PRIMARY, size=Size.LARGE,
                              icon="user-plus", keys="Ctrl Shift N")  # fmt: skip
        pills = [
            FilterPill(say("All", "همه"), None, 14),
            FilterPill(say("In window", "در بازه"), Mark.OPEN, 4),
            FilterPill(say("Overdue", "دیر"), Mark.OVERDUE, 1),
        ]
        pills[0].setChecked(True)
        self.down.addLayout(_row(self.focused, *pills, gap=8))

    def _fields(self) -> None:
        say = self.say
        checks = [CheckRow(say("Death", "مرگ")), CheckRow(say("Hospital stay", "بستری"))]
        checks[1].setChecked(True)
        radio = RadioRow(say("Before it", "پیش از آن"))
        radio.setChecked(True)
        line = RadioLine([Option(str(n)) for n in range(5)], "Cells")
        line.show_choice("2")
        self.down.addLayout(_row(*checks, radio, line))
        keys = ["0–6", "↑ ↓", "/", "F8", "Ctrl PgDn"]
        small = Button(say("Enter", "ورود"), Kind.QUIET, size=Size.SMALL)
        new = Button(say("New subject", "بیمار تازه"), icon="user-plus", keys="N")
        history = IconButton("history", "history")
        caps = [KeyCap(k) for k in keys]
        self.down.addLayout(_row(*caps, history, new, small, gap=8))
        saved, failed = StatusText(), StatusText()
        saved.show_saved(say("Saved 10:52:41", "ذخیره شد 10:52:41"))
        failed.show_not_saved(say("Not saved", "ذخیره نشد"))
        self.field = TextField()
        self.down.addLayout(
            _row(Avatar("SP", "study", tile=True), Avatar(initials("N. Rahimi"), "N"),
                 Avatar(initials("نسرین رحیمی"), "ن"), saved, failed,
                 StatusText(say("Seal", "مهر") + " " + isolate("7F3A-91C2"), "fingerprint"),
                 Chip(say("safe", "امن"), Tone.OK, icon="check"))
        )  # fmt: skip

    def _small(self) -> None:
        say = self.say
        band = Band(
            [
                Run("A-08 · " + say("Urinary tract infection", "عفونت ادراری"), strong=True),
                Run("  " + say("serious adverse event", "رویداد جدی"), colour="text-2"),
            ],
            [Run(say("The report must reach the sponsor by ", "گزارش تا ")),
             Run(say("16:20 today", "۱۶:۲۰ امروز"), strong=True), Run(".")],
            clock=True,
        )  # fmt: skip
        band.show_clock(say("6 h 38 min left", "۶ ساعت مانده"), 0.72)
        band.add_button(say("Open report", "گزارش"))
        self.down.addWidget(band)

    def _boxes(self) -> None:
        say = self.say
        self.down.addWidget(
            EmptyState(
                say("No subjects yet", "هنوز بیماری نیست"),
                say("The first one appears here as soon as the consent date is entered. Visits "
                    "and windows follow from the infusion.", "با تاریخ رضایت پدیدار می‌شود."),
                (Button(say("Read the study", "خواندن"), size=Size.LARGE, icon="book-open"),),
            )
        )  # fmt: skip


def draw(theme: Theme, kind: type[Sheet], width: int, height: int) -> QImage:
    """Draw one sheet with one theme; ring and caret are set as the keyboard would."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(theme, app)
    sheet = kind(theme.language == "fa")
    sheet.down.addStretch()
    sheet.resize(width, height)
    sheet.show()
    sheet.activateWindow()
    sheet.field.setFocus(Qt.FocusReason.TabFocusReason)
    app.processEvents()
    image = QImage(sheet.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(theme.colour("canvas")))
    sheet.render(image, QPoint(0, 0))
    with QPainter(image) as painter:
        button = sheet.focused
        shape, radius = button.focus_shape()
        at = button.mapTo(sheet, QPoint(0, 0))
        focus_ring(painter, shape.translated(at.toPointF()), radius, theme)
    sheet.close()
    sheet.deleteLater()
    return image


def main() -> None:
    """Write the sheets."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    order = argparse.ArgumentParser(description=__doc__)
    order.add_argument("out", type=Path)
    order.add_argument("--factor", type=float, default=1.0)
    order.add_argument("--language", default="en")
    order.add_argument("--more", action="store_true")
    given = order.parse_args()
    app = QApplication(sys.argv[:1])
    kind = More if given.more else Sheet
    width, height = 683, 736 if not given.more else 900
    if given.factor > 1:
        width, height = round(width * given.factor * 0.95), round(height * given.factor)
    both = QImage(2 * width, height, QImage.Format.Format_RGB32)
    with QPainter(both) as painter:
        for place, scheme in enumerate(Scheme):
            theme = Theme(scheme, given.language, given.factor)
            painter.drawImage(place * width, 0, draw(theme, kind, width, height))
    both.save(str(given.out))
    del app


if __name__ == "__main__":
    main()

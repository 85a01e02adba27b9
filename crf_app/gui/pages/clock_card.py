"""The 24 hours in which a serious event is reported, beside the event's form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QGridLayout

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Value
from crf_app.base.words import Say
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey
from crf_app.gui.models import phrases
from crf_app.gui.models.standings import REPORT_WITHIN
from crf_app.gui.parts import Card, ProgressBar, TextLabel
from crf_app.gui.parts.chip import Tone
from crf_app.gui.theme import Role, Theme

MINUTE = 60_000


class ClockCard(Card):
    """When the site knew, until when the sponsor must know, and what is left; it counts on by the minute."""

    def __init__(self, say: Say, now: Callable[[], datetime]) -> None:
        super().__init__(say("Report within 24 hours"), tone=Tone.DANGER)
        self._say, self._now = say, now
        self._session: FormSession | None = None
        self._left = TextLabel("", Role.TITLE, "danger", wrap=True)
        self._bar = ProgressBar("", Tone.DANGER)
        self._lines = QGridLayout()
        self._lines.setColumnStretch(1, 1)
        self._values: list[TextLabel] = []
        for row, words in enumerate((say("Site aware"), say("Due"), say("Sent"))):
            value = TextLabel("", Role.SMALL_STRONG if row < 2 else Role.SMALL, wrap=True)
            self._lines.addWidget(TextLabel(words, Role.SMALL, "text-2"), row, 0, Qt.AlignmentFlag.AlignTop)
            self._lines.addWidget(value, row, 1)
            self._values.append(value)
        self._foot = TextLabel(
            say("Counted from the time the site knew. The report is printed or saved here and sent by you."),
            Role.CAPTION, "text-2", wrap=True,
        )  # fmt: skip
        for part in (self._left, self._bar):
            self.body.addWidget(part)
        self.body.addLayout(self._lines)
        self.body.addWidget(self._foot)
        self.has_something = False
        self._timer = QTimer(self)
        self._timer.setInterval(MINUTE)
        self._timer.timeout.connect(self._go_on)
        self._space(Theme.of(self))

    def show_page(self, session: FormSession) -> None:
        """Show the clock of the event that is filled in, if it is serious and somebody knew."""
        self._session = session
        aware = _moment(_value(session, "ae.aware"))
        self.has_something = _value(session, "ae.serious") == "yes" and aware is not None
        if not self.has_something or aware is None:
            self._timer.stop()
            return
        say, due, now = self._say, aware + REPORT_WITHIN, self._now().replace(tzinfo=None)
        sent = _moment(_value(session, "ae.reported"))
        late = (sent or now) > due
        if sent is not None:
            self._timer.stop()
            took = phrases.span_words(sent - aware, say)
            left = say("sent after {time}", time=took)
        else:
            self._timer.start()
            span = phrases.span_words(due - now, say)
            left = say("{time} late", time=span) if late else say("{time} left", time=span)
        self.show_tone(Tone.DANGER if sent is None or late else None)
        self._left.show_text(left, "danger" if sent is None or late else "ok")
        self._bar.setVisible(sent is None)
        self._bar.setAccessibleName(left)
        self._bar.show_part((now - aware) / REPORT_WITHIN)
        shown = (aware, due, sent)
        for value, moment in zip(self._values, shown, strict=True):
            value.show_text(_words(moment, say) if moment is not None else say("not recorded yet"))
        self._foot.setVisible(sent is None)

    def theme_changed(self, theme: Theme) -> None:
        """Take the paddings."""
        super().theme_changed(theme)
        if hasattr(self, "_lines"):
            self._space(theme)

    def _space(self, theme: Theme) -> None:
        self._lines.setHorizontalSpacing(theme.gap(12))
        self._lines.setVerticalSpacing(theme.gap(4))

    def _go_on(self) -> None:
        if self._session is not None:
            self.show_page(self._session)


def _value(session: FormSession, role: str) -> Value | None:
    item = next((each for each in session.form.items() if each.role == role), None)
    if item is None:
        return None
    state = session.state(EntryKey(item.id))
    return state.answer.value if state.relevant and state.answer is not None else None


def _moment(value: Value | None) -> datetime | None:
    return value.earliest() if isinstance(value, PartialDate) else None


def _words(moment: datetime, say: Say) -> str:
    day = phrases.day_month_year(moment.date(), say.language)
    return say.joined((day, phrases.clock_time(moment, say.language)), " ")

"""The column beside a form: what the study pins there, earlier values, help for the focused item."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crf_app.base.values import Answer, Kind
from crf_app.base.words import Say
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, VisitPlace
from crf_app.capture.reading import PageContext
from crf_app.capture.shown import show_number, show_value
from crf_app.gui.editors.choices import is_graded
from crf_app.gui.models.places_in_words import visit_short
from crf_app.gui.pages.arranged import Arranged
from crf_app.gui.pages.cell import Cell, Showing
from crf_app.gui.pages.clock_card import ClockCard
from crf_app.gui.pages.header import Scroll
from crf_app.gui.pages.questions import shown_value
from crf_app.gui.pages.section_view import SectionView, height_of
from crf_app.gui.pages.step_chart import Point, StepChart
from crf_app.gui.parts import Card, KeyCap, Run, TextLabel
from crf_app.gui.theme import Role, Theme
from crf_app.gui.theme.paint import rounded_box
from crf_app.study.item import Item, Range
from crf_app.study.rulebook import RuleKind
from crf_app.study.study import Study

WIDE = 304


class AsideColumn(QWidget):
    """Cards one below the other; those of the study first."""

    def __init__(self, study: Study, say: Say, now: Callable[[], datetime]) -> None:
        super().__init__()
        self._say = say
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._cards = Cards()
        outer.addWidget(Scroll(self._cards))
        self.clock = ClockCard(say, now)
        self.earlier = EarlierCard(study, say)
        self.help = HelpCard(study, say)
        self._shown: list[SectionView] = []
        self._alone: QWidget | None = None
        self._cards.show_cards((self.clock, self.earlier, self.help))

    def show_sections(self, views: Sequence[SectionView]) -> None:
        """Pin a form's sections here."""
        for view in self._shown:
            view.hide()
        self._shown = list(views)
        self._cards.show_cards((self.clock, *self._shown, self.earlier, self.help))
        for view in self._shown:
            view.setVisible(view.is_wanted())

    def show_cell(self, cell: Cell | None, showing: Showing | None) -> None:
        """Help with the item that has the keyboard."""
        if cell is None or showing is None:
            return
        self.help.show_cell(cell, showing)
        self.earlier.show_cell(cell, showing)
        self._fold()

    def show_page(self, session: FormSession) -> None:
        """Show what hangs on the whole page."""
        self.clock.show_page(session)
        self._fold()

    def show_alone(self, part: QWidget | None) -> None:
        """Show one card only, where the column is a tab; None shows all."""
        self._alone = part
        self._fold()

    def parts(self) -> list[tuple[str, QWidget]]:
        """Return the cards with their titles, as tabs name them."""
        say = self._say
        found: list[tuple[str, QWidget]] = [
            (view.section.title.in_(say.language), view) for view in self._shown if view.is_wanted()
        ]
        if self.clock.has_something:
            found.insert(0, (say("Clock"), self.clock))
        return [*found, (say("Earlier"), self.earlier), (say("Help"), self.help)]

    def _fold(self) -> None:
        for view in self._shown:
            view.setVisible(view.is_wanted() and self._alone in (None, view))
        self.clock.setVisible(self.clock.has_something and self._alone in (None, self.clock))
        self.earlier.setVisible(self.earlier.has_something and self._alone in (None, self.earlier))
        self.help.setVisible(self.help.has_something and self._alone in (None, self.help))
        self._cards.arrange_again()


class Cards(Arranged):
    """Cards one below the other, each as high as what lies on it."""

    def __init__(self) -> None:
        super().__init__()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._cards: tuple[QWidget, ...] = ()

    def show_cards(self, cards: Sequence[QWidget]) -> None:
        """Lie these cards below each other; the others stay hidden."""
        self._cards = tuple(cards)
        for before, card in pairwise((None, *cards)):
            assert card is not None
            if card.parentWidget() is not self:
                card.setParent(self)
            if before is not None:
                QWidget.setTabOrder(before, card)
        self.arrange_again()

    def arrange(self, width: int, place: bool) -> int:
        """Set each card below the one before."""
        theme = Theme.of(self)
        side = theme.gap(12)
        y, wide = float(side), width - 2 * side
        for card in self._cards:
            if card.isHidden():
                continue
            high = height_of(card, wide)
            if place:
                self.put(card, side, y, wide, high, width)
            y += high + theme.gap(12)
        return round(y)

    def sizeHint(self) -> QSize:
        """Ask for the width; the height follows it."""
        return QSize(Theme.of(self).px(WIDE), 0)

    def minimumSizeHint(self) -> QSize:
        """Ask for nothing; what does not fit is scrolled to."""
        return QSize(80, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas."""
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), Theme.of(self).colour("canvas"))


class EarlierCard(Card):
    """The focused item at earlier visits: a course of steps for numbers, a list for the rest."""

    def __init__(self, study: Study, say: Say) -> None:
        super().__init__(say("Earlier values"), wrap=True)
        self._study, self._say = study, say
        self._chart = StepChart()
        self._lines = QVBoxLayout()
        self.body.addWidget(self._chart)
        self.body.addLayout(self._lines)
        self._rows: list[tuple[QWidget, TextLabel, TextLabel]] = []
        self.has_something = False

    def show_cell(self, cell: Cell, showing: Showing) -> None:
        """Show what the item held at earlier visits."""
        session, language = showing.session, self._say.language
        item, key = self._chosen(cell, showing)
        read = [(VisitPlace.parse(visit), answer) for visit, answer in session.earlier(key)]
        known = [(place, answer) for place, answer in read if answer is not None]
        self.has_something = bool(known)
        if not known:
            return
        label = item.label.in_(language)
        row = session.form.section_of(item.id).row_label(key.row or None)
        name = f"{row.in_(language)}, {label}" if row is not None else label
        self.title.show_text(self._say("Earlier: {item}", item=name))
        points = [
            Point(visit_short(self._study, place, language), float(answer.value),
                  show_number(answer.value, language))
            for place, answer in reversed(known)
            if isinstance(answer.value, Decimal) and item.codes is None
        ]  # fmt: skip
        now = session.answer(key)
        if now is not None and isinstance(now.value, Decimal) and item.codes is None:
            here = session.page.visit
            name_now = visit_short(self._study, here, language) if here is not None else ""
            points.append(Point(name_now, float(now.value), show_number(now.value, language), now=True))
        drawn = len(points) > 1
        self._chart.setVisible(drawn)
        if drawn:
            self._chart.show_points(points, name)
        self._show_rows([] if drawn else known, item)

    def _chosen(self, cell: Cell, showing: Showing) -> tuple[Item, EntryKey]:
        """The focused item; on a form with a step, the step where the item itself is a score."""
        session = showing.session
        step = next((item for item in session.form.items() if item.role == "edss.step"), None)
        if step is not None and (cell.item.codes is not None or not cell.item.show_earlier):
            return step, EntryKey(step.id)
        return cell.item, cell.key

    def _show_rows(self, known: Sequence[tuple[VisitPlace, Answer]], item: Item) -> None:
        while len(self._rows) < len(known):
            line = QWidget()
            across = QHBoxLayout(line)
            across.setContentsMargins(0, 0, 0, 0)
            name, value = TextLabel("", Role.SMALL, "text-2"), TextLabel("", Role.SMALL, wrap=True)
            across.addWidget(name, 2)
            across.addWidget(value, 3)
            self._lines.addWidget(line)
            self._rows.append((line, name, value))
        for place, (line, name, value) in enumerate(self._rows):
            line.setVisible(place < len(known))
            if place < len(known):
                visit, answer = known[place]
                name.show_text(visit_short(self._study, visit, self._say.language))
                value.show_text(shown_value(item, answer, self._study, self._say.language))


class HelpCard(Card):
    """What the focused item means: its codes, range, unit, the study's help, and why a value was worked out."""

    def __init__(self, study: Study, say: Say) -> None:
        super().__init__(say("Help"), wrap=True)
        self._study, self._say = study, say
        self.head.addWidget(KeyCap("F1"))
        self._codes = CodeLines()
        self._text = TextLabel("", Role.SMALL, "text-2", wrap=True)
        self._more = TextLabel("", Role.CAPTION, "text-3", wrap=True)
        for part in (self._codes, self._text, self._more):
            self.body.addWidget(part)
        self.has_something = False

    def show_cell(self, cell: Cell, showing: Showing) -> None:
        """Explain an item."""
        item, language = cell.item, self._say.language
        self.title.show_text(item.label.in_(language))
        codes = self._study.codes_of(item) if item.codes else None
        chosen = ""
        if cell.state is not None and cell.state.answer is not None and cell.state.answer.value is not None:
            chosen = str(cell.state.answer.value)
        lines = []
        if codes is not None and codes.dictionary is None and any(each.hint for each in codes.codes):
            lines = [(each.code, each.hint.in_(language) or each.label.in_(language)) for each in codes.codes]
            if not is_graded(codes):
                lines = [(each.label.in_(language), each.hint.in_(language)) for each in codes.codes]
                chosen = next((each.label.in_(language) for each in codes.codes if each.code == chosen), "")
        self._codes.show_codes(lines, chosen)
        self._codes.setVisible(bool(lines))
        self._text.show_text(item.help.in_(language))
        self._text.setVisible(bool(self._text.text()))
        more = [*range_words(item, self._say), *why_words(cell, showing, self._say)]
        if item.carry:
            more.append(self._say("Ctrl D takes the value of the visit before."))
        self._more.show_text("\n".join(more).replace("\n", "\u2028"))
        self._more.setVisible(bool(more))
        self.has_something = bool(lines or self._text.text() or more)


def range_words(item: Item, say: Say) -> list[str]:
    """Say which values are expected."""
    found = []
    for span, pattern in ((item.expected, say("Expected {span}.")), (item.possible, say("Possible {span}."))):
        if span is not None and (item.codes is None):
            found.append(pattern.format(span=span_words(span, item, say)))
    return found


def span_words(span: Range, item: Item, say: Say) -> str:
    """Return a range in words."""
    language = say.language
    unit = f" {item.unit_in(language)}" if item.unit else ""
    if span.low is None and span.high is not None:
        return say("up to {high}", high=show_number(span.high, language) + unit)
    if span.high is None and span.low is not None:
        return say("{low} or more", low=show_number(span.low, language) + unit)
    assert span.low is not None
    assert span.high is not None
    low, high = show_number(span.low, language), show_number(span.high, language)
    return say("{low} to {high}", low=low, high=high + unit)


def why_words(cell: Cell, showing: Showing, say: Say) -> list[str]:
    """Say from what a value was worked out: the author's rule and the values it read."""
    if not cell.item.is_derived:
        return []
    found = [say("Worked out: {rule}", rule=" ".join((cell.item.derive or "").split()))]
    for words, value in values_read(showing.session, cell.key):
        shown = say("not known") if value is None else _value(value, say)
        found.append(f"{words} = {shown}")
    return found


def values_read(session: FormSession, key: EntryKey) -> tuple[tuple[str, object], ...]:
    """Return what a derivation read, in the author's words, and the values found."""
    for rule in session.study.rulebook.rules_of(session.form.id):
        if rule.kind is RuleKind.DERIVATION and rule.target == key.item:
            context = PageContext(session.rules.reading, session.page, key.row)
            return tuple(rule.expression.explain(context))
    return ()


def _value(value: object, say: Say) -> str:
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    return show_value(_PLAIN, value, None, say.language)  # type: ignore[arg-type]


_PLAIN = Item.model_validate({"id": "x", "kind": Kind.TEXT, "label": "x"})


class CodeLines(Arranged):
    """Codes and their words; the chosen one lies on a soft ground. A long list shows what is near the choice."""

    SHOWN = 9

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[TextLabel] = []
        self._codes: list[TextLabel] = []
        self._chosen = -1
        self._count = 0

    def show_codes(self, lines: Sequence[tuple[str, str]], chosen: str) -> None:
        """Show these codes."""
        place = next((n for n, (code, _) in enumerate(lines) if code == chosen), -1)
        start = max(0, min(max(place, 0) - 2, len(lines) - self.SHOWN))
        part = lines[start : start + self.SHOWN]
        self._chosen, self._count = place - start if place >= 0 else -1, len(part)
        while len(self._lines) < len(part):
            self._codes.append(TextLabel("", Role.SMALL_STRONG, parent=self))
            self._lines.append(TextLabel("", Role.SMALL, "text-2", wrap=True, parent=self))
        for n, (code, words) in enumerate(zip(self._codes, self._lines, strict=True)):
            shown = n < len(part)
            code.setVisible(shown)
            words.setVisible(shown)
            if shown:
                code.show_text([Run(self._in_digits(part[n][0]), strong=True)])
                words.show_text(part[n][1])
        self.arrange_again()
        self.update()

    def arrange(self, width: int, place: bool) -> int:
        """Set the codes before their words."""
        theme = Theme.of(self)
        y, air = 0.0, theme.gap(4)
        text = theme.line(Role.SMALL)
        wide = max((code.sizeHint().width() for code in self._codes[: self._count]), default=0)
        below = wide > theme.px(48)
        lead = air if below else max(theme.gap(26), wide + theme.gap(14))
        head = text if below else 0
        for n in range(self._count):
            words = height_of(self._lines[n], round(width - lead)) if self._lines[n].text() or not below else 0
            if place:
                self.put(self._codes[n], air, y + air, width - air if below else lead, text, width)
                self.put(self._lines[n], lead, y + air + head, width - lead, words, width)
            y += head + words + 2 * air
        return round(y)

    def _in_digits(self, code: str) -> str:
        return Theme.of(self).digits(code) if code.isdecimal() else code

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the ground of the chosen line."""
        if not 0 <= self._chosen < self._count:
            return
        theme = Theme.of(self)
        line = self._lines[self._chosen].geometry().united(self._codes[self._chosen].geometry())
        with QPainter(self) as painter:
            pad = theme.gap(4)
            box = QRectF(0, line.y() - pad, self.width(), line.height() + 2 * pad)
            rounded_box(painter, box, theme.px(6), theme.colour("accent-soft"))

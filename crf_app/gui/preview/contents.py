"""The forms of a study under the visits that ask them, then the logs; with a field that finds them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from crf_app.base.words import Say
from crf_app.gui.filter_field import FilterField
from crf_app.gui.models.places_in_words import form_title
from crf_app.gui.parts import TextLabel
from crf_app.gui.preview.bench import Spot
from crf_app.gui.preview.rows import Row, RowList
from crf_app.gui.theme import Role, Theme, Themed, Token
from crf_app.study.study import Study

WIDE = 220


class Contents(QWidget, Themed):
    """The column at the left."""

    wanted = Signal(object)
    """A `Spot` that shall be looked at."""

    picked = Signal()
    """A form was clicked, or taken with Enter."""

    def __init__(self, say: Say) -> None:
        super().__init__()
        self._say = say
        self._study: Study | None = None
        self._spots: tuple[Spot, ...] = ()
        self._spot: Spot | None = None
        self._wrong: Mapping[str, bool] = {}
        self._down = QVBoxLayout(self)
        self.search = FilterField(say("Form or item"), width=WIDE - 24)
        self.search.setObjectName("preview_search")
        self.list = RowList(say("Forms"), by_click=True)
        self.list.setObjectName("preview_forms")
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._chosen)
        self.list.opened.connect(lambda _: self.picked.emit())
        self.search.textChanged.connect(self._show)
        self.search.left_down.connect(self._go_on)
        self._nothing = TextLabel(say("No form or item is called so."), Role.SMALL, "text-2", wrap=True)
        self._nothing.hide()
        self._down.addWidget(self.search)
        self._down.addWidget(self._nothing)
        self._down.addWidget(self.list, 1)
        self.theme_changed(Theme.of(self))

    def show_study(self, study: Study | None, spots: tuple[Spot, ...]) -> None:
        """Show the forms of a study."""
        self._study, self._spots = study, spots
        self._show()

    def show_spot(self, spot: Spot | None) -> None:
        """Show which form is looked at."""
        self._spot = spot
        self.list.select(spot)

    def show_wrong(self, forms: Mapping[str, bool]) -> None:
        """Mark the forms whose files have findings; true where one is an error."""
        if dict(forms) != dict(self._wrong):
            self._wrong = dict(forms)
            self._show()

    def take_keyboard(self) -> None:
        """Begin in the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def step(self, by: int) -> Spot | None:
        """Return the form before or after the one that is looked at."""
        spots = [row.key for row in self.list.rows if isinstance(row.key, Spot)]
        at = spots.index(self._spot) + by if self._spot in spots else 0
        return spots[at] if 0 <= at < len(spots) else None

    def _show(self) -> None:
        rows = list(self._rows())
        self._nothing.setVisible(not rows and bool(self.search.text()))
        self.list.show_rows(rows)
        self.list.select(self._spot)

    def _rows(self) -> Iterator[Row]:
        study, say = self._study, self._say
        if study is None:
            return
        wanted = self.search.text().strip().casefold()
        heads = {visit.id: visit.label.in_(say.language) for visit in study.schedule.visits}
        head = ""
        for spot in self._spots:
            title = form_title(study, spot.form, say.language)
            visit = heads.get(spot.visit or "", "")
            if not _finds(study, spot, title, visit, wanted):
                continue
            named = visit or (say("Logs") if spot.form in study.schedule.logs else say("On no visit"))
            if named != head:
                head = named
                yield Row(None, head)
            sentence = self._sentence(title, named, spot.form)
            yield Row(spot, title, icon=self._icon(spot.form), sentence=sentence, icon_last=True)

    def _icon(self, form: str) -> tuple[str, Token] | None:
        if form not in self._wrong:
            return None
        return ("octagon-alert", "danger") if self._wrong[form] else ("triangle-alert", "query")

    def _sentence(self, title: str, head: str, form: str) -> str:
        about = self._say("has findings") if form in self._wrong else ""
        return self._say.joined((title, head, about))

    def _chosen(self, key: object) -> None:
        if isinstance(key, Spot) and key != self._spot:
            self.wanted.emit(key)

    def _go_on(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        self.list.select_first()

    def theme_changed(self, theme: Theme) -> None:
        """Take width and gaps."""
        side = theme.gap(12)
        self._down.setContentsMargins(side, theme.gap(12), side, theme.gap(8))
        self._down.setSpacing(theme.gap(8))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the canvas and the line towards the form."""
        theme = Theme.of(self)
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), theme.colour("canvas"))
            x = 0 if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else self.width() - 1
            painter.fillRect(QRectF(x, 0, 1, self.height()), theme.colour("line"))


def _finds(study: Study, spot: Spot, title: str, visit: str, wanted: str) -> bool:
    """Whether what is typed stands in the form's or its visit's name, or in one of its items."""
    if not wanted or wanted in title.casefold() or wanted in spot.form or wanted in visit.casefold():
        return True
    items = study.forms[spot.form].items()
    return any(wanted in item.id or any(wanted in words.casefold() for _, words in item.label.texts) for item in items)

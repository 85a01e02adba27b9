"""Where a person can be in the window, and how they get there and back.

A place is a frozen value; a page is the widget that shows places of one or more kinds. The
navigator asks the page factories registered with it, so a page is only made when somebody goes
there for the first time.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from crf_app.base.words import Say
from crf_app.capture.commands import Command
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.gui.ask import Asks
from crf_app.gui.models.standings import Standing
from crf_app.gui.theme import Themed
from crf_app.services.desk import Changes, Desk


@dataclass(frozen=True)
class Today:
    """What is due."""


@dataclass(frozen=True)
class Subjects:
    """The matrix of subjects and visits; `only` names the filter that is on."""

    only: str = "all"


@dataclass(frozen=True)
class Subject:
    """One subject, by its id in the file."""

    subject: str


@dataclass(frozen=True)
class Visit:
    """A visit of a subject: its first page that wants something."""

    visit: VisitPlace


@dataclass(frozen=True)
class Form:
    """A page of a subject, and the item to stand at."""

    page: PagePlace
    item: EntryKey | None = None


@dataclass(frozen=True)
class Log:
    """A log of a subject: all its pages as a list."""

    subject: str
    form: str


@dataclass(frozen=True)
class AdverseEvents:
    """The adverse events of all subjects."""


@dataclass(frozen=True)
class Queries:
    """Questions asked, of one subject where `subject` is given."""

    subject: str | None = None


@dataclass(frozen=True)
class Reports:
    """The reports; `name` and `subject` choose one."""

    name: str | None = None
    subject: str | None = None


@dataclass(frozen=True)
class AuditTrail:
    """Every fact, or those of one subject or page."""

    subject: str | None = None
    page: str | None = None


@dataclass(frozen=True)
class Study:
    """The study's definition, readable; `form` is the form to show."""

    form: str | None = None


@dataclass(frozen=True)
class People:
    """Who works here; `person` is the account to show."""

    person: str | None = None


Place = (
    Today | Subjects | Subject | Visit | Form | Log | AdverseEvents | Queries | Reports | AuditTrail | Study | People
)


def subject_of(place: Place) -> str | None:
    """Return the id of the subject a place belongs to, None where it belongs to all."""
    match place:
        case Subject(subject) | Log(subject, _):
            return subject
        case Visit(visit):
            return visit.subject
        case Form(page, _):
            return page.subject
        case _:
            return None


class Page(QWidget, Themed):
    """A page of the window. It is told what to show, and when something changed."""

    narrow: bool = False
    """Whether the page wants the rail instead of the sidebar."""

    @property
    def settled(self) -> bool:
        """Whether nothing waits for the person's answer before the page may be taken down."""
        return True

    @property
    def unsaved(self) -> bool:
        """Whether something is typed that is not in the file."""
        return False

    def title(self) -> str:
        """Return what the window's title says."""
        raise NotImplementedError

    def shown_place(self) -> Place | None:
        """Return the place in full, where what is shown is more than what was asked for: the page of a visit."""
        return None

    def shown_entry(self) -> EntryKey | None:
        """Return the entry the keyboard is at, on a page that has entries."""
        return None

    def show_place(self, place: Place) -> None:
        """Show a place of the kinds this page was registered for."""
        raise NotImplementedError

    def concerns(self, changes: Changes) -> bool:
        """Whether changes alter what is shown here."""
        return bool(changes)

    def refresh(self) -> None:
        """Read again what is shown; the person's selection stays."""

    def show_width(self, effective: float) -> None:
        """Fold for an effective width: that of the window divided by the text factor."""

    def leaving(self) -> None:
        """Finish what is under way before another page is shown."""

    def columns(self) -> Sequence[QWidget]:
        """Return the columns that F6 walks, in reading order."""
        return (self,)

    def tick(self, now: datetime) -> None:
        """Show the time again; called each minute, each second in the last hour of a clock."""

    def take_keyboard(self) -> None:
        """Give the keyboard to what a person wants first on this page."""

    def start_filter(self) -> bool:
        """Put the cursor into the page's filter; False where there is none."""
        return False


class Frame(Protocol):
    """What a page may ask of the window it stands in."""

    @property
    def desk(self) -> Desk:
        """The desk everything is read from and done at."""
        ...

    @property
    def say(self) -> Say:
        """Says the program's words in the language of the window."""
        ...

    @property
    def asks(self) -> Asks:
        """Asks the person small questions."""
        ...

    @property
    def navigator(self) -> Navigator:
        """Knows the way the person came."""
        ...

    @property
    def folded(self) -> bool:
        """Whether there is no room for the rail, so that the page's header shows a menu button."""
        ...

    def now(self) -> datetime:
        """Return the present moment, local to the site."""
        ...

    def standings(self) -> tuple[Standing, ...]:
        """Return where every subject stands; read once and kept until something changes."""
        ...

    def go(self, place: Place) -> None:
        """Go to a place."""
        ...

    def back(self) -> None:
        """Go back to where the person came from."""
        ...

    def can_show(self, kind: type[object]) -> bool:
        """Whether there is a page for a kind of place."""
        ...

    def do(self, command: Command, refused: Callable[[str], None] | None = None) -> Changes | None:
        """Carry out a command. A refusal goes to `refused`, else to a notice; then None returns."""
        ...

    def act(self, action: str) -> None:
        """Carry out an action of the table by its id."""
        ...

    def open_menu(self, at: QWidget) -> None:
        """Open the menu of places below a button (where there is no room for the rail)."""
        ...


PageFactory = Callable[[], Page]


class Navigator(QObject):
    """Shows one page of a stack and remembers the way."""

    arrived = Signal(object)
    """A place is shown now."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__(stack)
        self._stack = stack
        self._factories: dict[type[object], PageFactory] = {}
        self._pages: dict[PageFactory, Page] = {}
        self._stale: set[Page] = set()
        self._way: list[Place] = []
        self._at = -1
        self._effective = 0.0

    def register(self, kinds: Sequence[type[object]], factory: PageFactory) -> None:
        """Let `factory` make the one page that shows places of these kinds."""
        for kind in kinds:
            self._factories[kind] = factory

    def can_show(self, kind: type[object]) -> bool:
        """Whether a page was registered for a kind of place."""
        return kind in self._factories

    @property
    def place(self) -> Place | None:
        """Where the person is."""
        return self._way[self._at] if self._way else None

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self._stack.currentWidget()
        return shown if isinstance(shown, Page) else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place to go back to."""
        return self._at > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether the person went back before."""
        return self._at + 1 < len(self._way)

    def go(self, place: Place) -> None:
        """Show a place and add it to the way. Raises KeyError when no page shows its kind."""
        self._factories[type(place)]
        if place != self.place:
            del self._way[self._at + 1 :]
            self._way.append(place)
            self._at = len(self._way) - 1
        self._show(place)

    def replace(self, place: Place) -> None:
        """Show a place instead of the present one; the way does not grow (the next page of a visit)."""
        if self._way:
            self._way[self._at] = place
        else:
            self._way, self._at = [place], 0
        self._show(place)

    def back(self) -> None:
        """Go back one place."""
        if self.can_go_back:
            self._at -= 1
            self._show(self._way[self._at])

    def forward(self) -> None:
        """Go forward again."""
        if self.can_go_forward:
            self._at += 1
            self._show(self._way[self._at])

    def changed(self, changes: Changes) -> None:
        """Tell the shown page of changes that concern it; others read again when next shown."""
        shown = self.page
        for page in self._pages.values():
            if page.concerns(changes):
                if page is shown:
                    page.refresh()
                else:
                    self._stale.add(page)

    def show_width(self, effective: float) -> None:
        """Tell the pages how much room there is."""
        self._effective = effective
        for page in self._pages.values():
            page.show_width(effective)

    def way(self) -> tuple[tuple[Place, ...], int]:
        """Return the places the person came by, and at which of them they are."""
        return tuple(self._way), self._at

    def resume(self, way: tuple[tuple[Place, ...], int]) -> None:
        """Go on at a place of a way, as in a window built anew in another language."""
        places, at = way
        self._way, self._at = list(places), at
        self._show(places[at])

    def _show(self, place: Place) -> None:
        before = self.page
        factory = self._factories[type(place)]
        page = self._pages.get(factory)
        if page is None:
            page = self._pages[factory] = factory()
            self._stack.addWidget(page)
            if self._effective:
                page.show_width(self._effective)
        if before is not None and before is not page:
            before.leaving()
        # Showing a place reads it afresh, so nothing more needs to be read for a stale page.
        self._stale.discard(page)
        page.show_place(place)
        self._stack.setCurrentWidget(page)
        page.take_keyboard()
        self.arrived.emit(place)

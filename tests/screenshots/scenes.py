"""The scenes: how the window comes to show each screen. A scene that needs a page which is not there is left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crf_app.base.partial_date import PartialDate
from crf_app.capture.commands import RecordEntries, StartVisit
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.services.demo import PASSWORD
from tests.demonstration import TODAY
from tests.screenshots.studio import On, Studio


@dataclass(frozen=True)
class Scene:
    """One screen: its name, and how the window comes to show it.

    `on` is the file that is open. A scene that leaves the window in a state of its own is `alone`: the next one gets
    a new window.
    """

    name: str
    show: Callable[[Studio], None]
    on: On = On.DEMONSTRATION
    alone: bool = False
    also_small: bool = False


def _go(name: str, *parts: object) -> Callable[[Studio], None]:
    """Make what goes to a place; `name` is one of the window's places."""

    def show(studio: Studio) -> None:
        from crf_app.gui import navigation as to

        room = studio.window.room
        assert room is not None
        place = getattr(to, name)(*parts)
        if not room.can_show(type(place)):
            raise NotThere(name)
        room.go(place)
        studio.settle(0.4)

    return show


class NotThere(Exception):  # noqa: N818 - it is no error: the scene is left out
    """The window has no page for this place."""


def _id(studio: Studio, label: str) -> str:
    found = studio.desk.file.find_subject(label)
    assert found is not None, label
    return found


def _subject(label: str) -> Callable[[Studio], None]:
    return lambda studio: _go("Subject", _id(studio, label))(studio)


def _form(label: str, visit: str, form: str) -> Callable[[Studio], None]:
    def show(studio: Studio) -> None:
        subject = _id(studio, label)
        _go("Form", PagePlace(subject, VisitPlace(subject, visit), form))(studio)

    return show


def _log_page(label: str, form: str) -> Callable[[Studio], None]:
    def show(studio: Studio) -> None:
        _go("Form", PagePlace(_id(studio, label), None, form, 1))(studio)

    return show


def _log(label: str, form: str) -> Callable[[Studio], None]:
    return lambda studio: _go("Log", _id(studio, label), form)(studio)


def _edss(studio: Studio) -> None:
    """All but the rater's step, like the visit before, with a walk that does not fit its code: a question is asked."""
    subject = _id(studio, "A-02")
    visit = VisitPlace(subject, "month_6")
    page = PagePlace(subject, visit, "edss")
    desk = studio.desk
    if visit.id not in desk.record(subject).visits:
        desk.do(StartVisit(visit, PartialDate.parse(f"{TODAY}")))
        session = desk.session(page)
        today = {"assessed_on": f"{TODAY}", "walk_distance": "90"}
        for key in tuple(session.keys()):
            before = next((answer for _, answer in session.earlier(key) if answer is not None), None)
            if key.item in today:
                session.edit(key, today[key.item])
            elif before is not None and key.item != "total" and not session.item(key).is_derived:
                session.put(key, before)
        desk.do(RecordEntries(page, session.pending()))
    _go("Form", page)(studio)


def _report(studio: Studio) -> None:
    """With the report on the page: it is made in the background and then drawn."""
    _go("Reports", "casebook", None)(studio)
    studio.settle(6.0)


def _action(name: str, first: Callable[[Studio], None]) -> Callable[[Studio], None]:
    def show(studio: Studio) -> None:
        first(studio)
        studio.window.act(name)
        studio.settle(0.4)

    return show


def _investigator(studio: Studio) -> None:
    """Have the investigator at the desk."""
    studio.desk.sign_in("karimi", PASSWORD)
    studio.window.enter(studio.desk)
    studio.settle()


def _sign(studio: Studio) -> None:
    _investigator(studio)
    _action("sign", _form("A-05", "month_1", "edss"))(studio)


def _visit(label: str, visit: str) -> Callable[[Studio], None]:
    return lambda studio: _go("Visit", VisitPlace(_id(studio, label), visit))(studio)


def _keys(first: Callable[[Studio], None], *pressed: str) -> Callable[[Studio], None]:
    """Make what presses keys, by their names (``Ctrl+H``, ``7``), wherever the cursor is."""

    def show(studio: Studio) -> None:
        from PySide6.QtGui import QKeySequence
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QApplication

        first(studio)
        for name in pressed:
            QTest.keySequence(QApplication.focusWidget() or studio.window, QKeySequence(name))
            studio.settle(0.2)
        studio.settle(0.3)

    return show


def _door(name: str) -> Callable[[Studio], None]:
    def show(studio: Studio) -> None:
        assert studio.window.first_run is not None
        studio.window.first_run.door_opened.emit(name)
        studio.settle(0.4)

    return show


def _nothing(_: Studio) -> None:
    pass


SCENES: Final = (
    Scene("first-run", _nothing, on=On.NOTHING),
    Scene("start-study", _door("new"), on=On.NOTHING, alone=True),
    Scene("empty", _go("Subjects"), on=On.EMPTY),
    Scene("empty-today", _go("Today"), on=On.EMPTY),
    Scene("today", _go("Today"), also_small=True),
    Scene("subjects", _go("Subjects")),
    Scene("subject", _subject("A-02")),
    Scene("edss", _edss, also_small=True),
    Scene("cytokines", _form("A-02", "month_1", "cytokines")),
    Scene("vital-signs-series", _form("A-03", "day_0", "vital_signs_series")),
    Scene("infusion", _form("A-03", "day_0", "infusion")),
    Scene("eligibility", _form("A-04", "screening", "eligibility")),
    Scene("checklist-begun", _form("A-12", "hour_24", "reaction_checklist")),
    Scene("adverse-event", _log_page("A-01", "adverse_event")),
    Scene("log", _log("A-01", "adverse_event")),
    Scene("adverse-events", _go("AdverseEvents")),
    Scene("queries", _go("Queries")),
    Scene("audit-trail", _go("AuditTrail")),
    Scene("reports", _report),
    Scene("study", _go("Study")),
    Scene("today-investigator", _investigator, alone=True),
    Scene("palette", _action("find", _go("Today")), alone=True),
    Scene("sign", _sign, alone=True),
    Scene("missing", _keys(_visit("A-14", "screening"), "/"), alone=True),
    Scene("history", _keys(_form("A-03", "month_3", "vital_signs"), "Ctrl+H"), alone=True),
    Scene("change", _keys(_form("A-03", "month_3", "vital_signs"), "Tab", "Tab", "Tab", "9", "9", "Tab"), alone=True),
    Scene("decide", _keys(_go("Today"), "Up", "Up", "Return"), alone=True),
    Scene("begin-visit", _keys(_go("Today"), "Down", "Return"), alone=True),
    Scene("new-subject", _action("new_subject", _go("Subjects")), alone=True),
    Scene("sign-in", _action("lock", _go("Today")), alone=True),
)

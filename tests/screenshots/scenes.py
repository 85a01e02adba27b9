"""The scenes: how the window comes to show each screen. A scene that needs a page which is not there is left out."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.base.values import Answer
from crf_app.capture.commands import (
    AddPerson,
    DisablePerson,
    EntryChange,
    FreezeData,
    RecordEntries,
    RenamePerson,
    Sign,
    StartVisit,
    VerifySource,
)
from crf_app.capture.holds import HoldPlace
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services.demo import PASSWORD
from crf_app.services.passwords import one_time_password
from crf_app.services.verification import to_verify
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


def _administrator(studio: Studio) -> None:
    """Have the administrator at the desk, after a morning at which the door had something to tell."""
    desk = studio.desk
    desk.sign_in("admin", PASSWORD)
    moradi, ahmadi = desk.file.person_by_username("moradi"), one_time_password()
    assert moradi is not None
    desk.do(AddPerson("ahmadi", "F. Ahmadi", "rater", ahmadi))
    desk.do(RenamePerson(moradi.id, "L. Moradi-Azad", "married, letter of 3 May"))
    desk.do(DisablePerson(moradi.id, "the sponsor sends somebody else"))
    for username, times in (("karimi", 5), ("nobody", 1), ("rahimi", 2)):
        for _ in range(times):
            with suppress(Refusal):
                desk.sign_in(username, "not the right one")
    desk.sign_in("admin", PASSWORD)
    studio.window.enter(desk)
    studio.settle()


def _first_password(studio: Studio) -> None:
    """Somebody comes in with the password they were given, and has typed half of their own."""
    desk, given = studio.desk, one_time_password()
    desk.sign_in("admin", PASSWORD)
    desk.do(AddPerson("ahmadi", "F. Ahmadi", "rater", given))
    studio.window.act("lock")
    studio.window.entrance._try_sign_in("ahmadi", given)
    page = studio.window.sign_in
    assert page is not None
    assert page.choice is not None
    page.choice.fresh.setText("seven quiet")
    studio.settle()


def _locked(studio: Studio) -> None:
    """The window locked by itself while a form was open; somebody mistyped."""
    _form("A-02", "month_1", "edss")(studio)
    studio.window.entrance.idle()
    page = studio.window.sign_in
    assert page is not None
    page.sign_in_wanted.emit("rahimi", "not the right one")
    studio.settle()


def _sign(studio: Studio) -> None:
    _investigator(studio)
    _action("sign", _form("A-05", "month_1", "edss"))(studio)


def _reviewed(studio: Studio) -> None:
    """The monitor compared a page with its source, one value changed since, one item is frozen, and the visit after."""
    desk, subject = studio.desk, _id(studio, "A-05")
    page = next(each.place for each in desk.record(subject).pages.values() if each.place.form == "edss")
    desk.sign_in("moradi", PASSWORD)
    held = desk.record(subject).pages[page.id]
    keys = to_verify(desk.study, held)
    desk.do(VerifySource(page, keys[: len(keys) * 2 // 3]))
    desk.do(FreezeData(HoldPlace(page=page, key=keys[-1])))
    desk.sign_in("rahimi", PASSWORD)
    desk.do(RecordEntries(page, (EntryChange(EntryKey("rater"), Answer("A. Other")),), "typing"))
    desk.sign_in("moradi", PASSWORD)
    studio.window.enter(desk)
    studio.settle()
    _go("Form", page)(studio)


def _held(studio: Studio) -> None:
    """The coordinator at a page of a frozen visit that was changed after signing."""
    desk, subject = studio.desk, _id(studio, "A-05")
    visit = next(each.place for each in desk.record(subject).visits.values() if each.state == "complete")
    page = next(each.place for each in desk.record(subject).pages.values() if each.place.visit == visit)
    desk.sign_in("karimi", PASSWORD)
    if desk.record(subject).signature_on(page.id) is None:
        desk.do(Sign("reviewed", PASSWORD, visit, username="karimi"))
    desk.sign_in("rahimi", PASSWORD)
    key = next(k for k, e in desk.record(subject).pages[page.id].entries.items() if not e.derived and e.stored)
    desk.do(RecordEntries(page, (EntryChange(key, Answer(missing="unknown")),), "typing"))
    desk.sign_in("moradi", PASSWORD)
    desk.do(FreezeData(HoldPlace(visit=visit)))
    desk.sign_in("rahimi", PASSWORD)
    studio.window.enter(desk)
    studio.settle()
    _go("Form", page)(studio)


def _held_subject(studio: Studio) -> None:
    _held(studio)
    _subject("A-05")(studio)


def _monitor(studio: Studio) -> None:
    studio.desk.sign_in("moradi", PASSWORD)
    studio.window.enter(studio.desk)
    studio.settle()


def _monitors_queries(studio: Studio) -> None:
    _monitor(studio)
    _go("Queries")(studio)


def _monitors_matrix(studio: Studio) -> None:
    _held(studio)
    _monitor(studio)
    _go("Subjects")(studio)


def _sign_whole(studio: Studio) -> None:
    _investigator(studio)
    _action("sign_casebook", _subject("A-05"))(studio)


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


def _new_file(studio: Studio) -> None:
    """The sheet for a new file of the first study that came with the program."""
    from crf_app.gui.ask import Question

    _door("new")(studio)
    asked = next(each for each in studio.window.findChildren(Question) if each.isVisible())
    asked.go_on.click()
    studio.settle(0.6)


def _nothing(_: Studio) -> None:
    pass


SCENES: Final = (
    Scene("first-run", _nothing, on=On.NOTHING),
    Scene("start-study", _door("new"), on=On.NOTHING, alone=True),
    Scene("new-file", _new_file, on=On.NOTHING, alone=True),
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
    Scene("sign-casebook", _sign_whole, alone=True),
    Scene("reviewed", _reviewed, alone=True, also_small=True),
    Scene("frozen", _held, alone=True),
    Scene("frozen-subject", _held_subject, alone=True),
    Scene("queries-monitor", _monitors_queries, alone=True),
    Scene("subjects-monitor", _monitors_matrix, alone=True),
    Scene("missing", _keys(_visit("A-14", "screening"), "/"), alone=True),
    Scene("history", _keys(_form("A-03", "month_3", "vital_signs"), "Ctrl+H"), alone=True),
    Scene("change", _keys(_form("A-03", "month_3", "vital_signs"), "Tab", "Tab", "Tab", "9", "9", "Tab"), alone=True),
    Scene("decide", _keys(_go("Today"), "Up", "Up", "Return"), alone=True),
    Scene("begin-visit", _keys(_go("Today"), "Down", "Return"), alone=True),
    Scene("new-subject", _action("new_subject", _go("Subjects")), alone=True),
    Scene("sign-in", _action("lock", _go("Today")), alone=True),
    Scene("locked", _locked, alone=True),
    Scene("first-password", _first_password, alone=True),
    Scene("people", _administrator, alone=True),
    Scene("add-person", _action("add_person", _administrator), alone=True),
    Scene("change-password", _action("change_password", _go("Today")), alone=True),
)

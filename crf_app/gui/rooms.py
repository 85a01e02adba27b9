"""Furnishes the room: which page shows which places. Pages are imported when somebody first goes there."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from crf_app.gui import navigation as to
from crf_app.gui.ask import Asks
from crf_app.gui.backups import backup_of
from crf_app.gui.navigation import Page
from crf_app.gui.workroom import Workroom
from crf_app.services.desk import Desk
from crf_app.study.staff import ADMINISTRATOR


def make_room(desk: Desk, window: QWidget, asks: Asks) -> Workroom:
    """Make the room of the person who is signed in."""
    room = Workroom(desk, window, asks)
    if room.actor is not None and room.actor.role == ADMINISTRATOR:
        # An administrator sees to accounts and has no data (EMA/INS/GCP/112288/2023 A3.3).
        room.register((to.People,), _people)
        room.register((to.AuditTrail,), _audit)
        room.register((to.Study,), _study)
    else:
        _register_all(room)
    room.status.show_backup(backup_of(desk), room.now().replace(tzinfo=None))
    return room


def _register_all(room: Workroom) -> None:
    room.register((to.Today,), _today)
    room.register((to.Subjects,), _subjects)
    room.register((to.Subject,), _subject)
    room.register((to.Visit, to.Form), _form)
    room.register((to.Log,), _log)
    if "ae.term" in room.desk.study.roles:  # it is not for somebody who sees one form of another kind
        room.register((to.AdverseEvents,), _events)
    room.register((to.Queries,), _queries)
    room.register((to.Reports,), _reports)
    room.register((to.AuditTrail,), _audit)
    room.register((to.Study,), _study)
    room.register((to.People,), _people)


def _today(room: Workroom) -> Page:
    from crf_app.gui.pages.today import BackupCard, TodayPage

    return TodayPage(room, BackupCard(room, lambda: backup_of(room.desk, room.backup_problem)))


def _subjects(room: Workroom) -> Page:
    from crf_app.gui.pages.subjects import SubjectsPage

    return SubjectsPage(room)


def _subject(room: Workroom) -> Page:
    from crf_app.gui.pages.subject import SubjectPage

    return SubjectPage(room)


def _form(room: Workroom) -> Page:
    from crf_app.gui.pages.form_page import FormPage

    return FormPage(room)


def _log(room: Workroom) -> Page:
    from crf_app.gui.pages.log_page import LogPage

    return LogPage(room)


def _events(room: Workroom) -> Page:
    from crf_app.gui.pages.adverse_events import AdverseEventsPage

    return AdverseEventsPage(room)


def _queries(room: Workroom) -> Page:
    from crf_app.gui.pages.queries import QueriesPage

    return QueriesPage(room)


def _reports(room: Workroom) -> Page:
    from crf_app.gui.pages.reports import ReportsPage

    return ReportsPage(room)


def _audit(room: Workroom) -> Page:
    from crf_app.gui.pages.audit_trail import AuditTrailPage

    return AuditTrailPage(room)


def _study(room: Workroom) -> Page:
    from crf_app.gui.pages.study import StudyPage

    return StudyPage(room)


def _people(room: Workroom) -> Page:
    from crf_app.gui.pages.people import PeoplePage

    return PeoplePage(room)

"""Enrolment and visits."""

from __future__ import annotations

from dataclasses import replace

from crf_app.base.calendars import show_date
from crf_app.base.partial_date import PartialDate
from crf_app.base.problems import Refusal
from crf_app.capture.commands import CompleteVisit, Enrol, MissVisit, RedateVisit, StartVisit
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.record import SubjectRecord, Visit
from crf_app.services.case import Case
from crf_app.services.undone import undone_by_change
from crf_app.study.schedule import PlannedVisit


def enrol(command: Enrol, case: Case) -> list[Draft]:
    """Take a subject in; a number is given once and never again."""
    label = command.label.strip()
    if not label:
        raise Refusal(case.say("A subject needs a number, such as the one on the consent form."))
    case.require_seen(label)
    case.require_short(label)
    if case.records.find_subject(label) is not None:
        raise Refusal(case.say("{label} is in this file already. Each subject has a number of its own.", label=label))
    new = {"label": label, "site": case.records.site}
    return [Draft(FactKind.SUBJECT_ENROLLED, subject=case.new_id(), new=new)]


def planned(case: Case, place: VisitPlace) -> PlannedVisit:
    """Return the planned visit a place belongs to. Raises Refusal."""
    try:
        found = case.study.schedule.visit(place.planned)
    except KeyError:
        raise Refusal(case.say("The protocol has no visit {visit}.", visit=place.planned)) from None
    if place.repeat != 1 and not found.repeating:
        raise Refusal(case.say("{visit} takes place once.", visit=found.label.in_(case.say.language)))
    return found


def start(command: StartVisit, case: Case) -> list[Draft]:
    """Begin a visit. Outside its window it is begun all the same: the window is told, not enforced."""
    place = command.visit
    record = case.record(place.subject)
    planned(case, place)
    held = record.visits.get(place.id)
    if held and held.state != "missed":
        raise Refusal(case.say("This visit was begun already, on {date}.", date=_shown(case, held)))
    _require_full(case, command.date)
    new = {"date": str(command.date)}
    draft = Draft(FactKind.VISIT_STARTED, place.subject, place.id, old=_as_json(held), new=new)
    drafts = [draft, *case.review(place.subject).of_visit(Visit(place, command.date, "started"))]
    return drafts + undone_by_change(record, drafts)


def redate(command: RedateVisit, case: Case) -> list[Draft]:
    """Correct the date of a visit."""
    place = command.visit
    record = case.record(place.subject)
    held = record.visits.get(place.id)
    if held is None or held.date is None:
        raise Refusal(case.say("This visit has not begun, so it has no date to correct."))
    _require_full(case, command.date)
    if command.date == held.date:
        return []
    if not (command.reason or "").strip():
        raise Refusal(case.say("The date was saved already. Say why it changes."))
    new = {"date": str(command.date)}
    old = {"date": str(held.date)}
    draft = Draft(FactKind.VISIT_REDATED, place.subject, place.id, old=old, new=new, reason=command.reason)
    drafts = [draft, *case.review(place.subject).of_visit(replace(held, date=command.date))]
    return drafts + undone_by_change(record, drafts)


def miss(command: MissVisit, case: Case) -> list[Draft]:
    """Declare a visit missed. A visit with entries took place, at least in part."""
    place = command.visit
    record = case.record(place.subject)
    planned(case, place)
    if any(page.place.visit == place and page.entries for page in record.pages.values()):
        raise Refusal(case.say("Data were entered at this visit. Declare its empty pages not done instead."))
    case.require_missing_reason(command.reason)
    new = {"reason": command.reason, "comment": command.comment}
    held = record.visits.get(place.id)
    draft = Draft(FactKind.VISIT_MISSED, place.subject, place.id, old=_as_json(held), new=new)
    drafts = [draft, *case.review(place.subject).of_visit(Visit(place, None, "missed"))]
    return drafts + undone_by_change(record, drafts)


def complete(command: CompleteVisit, case: Case) -> list[Draft]:
    """Close a visit whose pages are all complete or not done."""
    place = command.visit
    record = case.record(place.subject)
    held = record.visits.get(place.id)
    if held is None or held.state == "missed":
        raise Refusal(case.say("This visit has not begun. Start it with its date first."))
    waiting = open_forms(case, record, place)
    if waiting:
        titles = ", ".join(case.title(form) for form in waiting)
        raise Refusal(case.say("These pages are not complete yet: {titles}.", titles=titles))
    return [] if held.state == "complete" else [Draft(FactKind.VISIT_COMPLETED, place.subject, place.id)]


def open_forms(case: Case, record: SubjectRecord, place: VisitPlace) -> list[str]:
    """Return the forms that keep a visit open: asked for and not over, or optional, begun and not over.

    No visit waits for a form that only unblinded people see.
    """
    asked = planned(case, place)
    waiting = []
    for form in asked.all_forms:
        if case.study.forms[form].wholly_blinded:
            continue
        page = record.pages.get(PagePlace(place.subject, place, form).id)
        if (page is None and form in asked.forms) or (page is not None and page.state == "begun"):
            waiting.append(form)
    return waiting


def _require_full(case: Case, date: PartialDate) -> None:
    if not date.is_full:
        raise Refusal(case.say("A visit needs its full date: day, month and year."))


def _shown(case: Case, visit: Visit) -> str:
    return show_date(visit.date, case.say.language) if visit.date else ""


def _as_json(visit: Visit | None) -> dict[str, str] | None:
    if visit is None:
        return None
    if visit.date is not None:
        return {"date": str(visit.date)}
    return {"reason": visit.reason or "", "comment": visit.comment or ""}

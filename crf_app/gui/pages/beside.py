"""What stands beside and above a form, worked out from the record: pages, progress, windows, sections."""

from __future__ import annotations

from datetime import datetime, timedelta

from crf_app.base.problems import Severity
from crf_app.base.values import Kind
from crf_app.base.words import Say
from crf_app.capture.facts import FactKind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import Signature, SubjectRecord
from crf_app.capture.timeline import Mark as Standing
from crf_app.capture.timeline import VisitStatus
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import (
    MARK_WORDS,
    after_death_words,
    as_sentence,
    form_title,
    not_applicable_words,
    visit_label,
)
from crf_app.gui.models.subject_summary import page_summary
from crf_app.gui.pages.cell import Showing
from crf_app.gui.pages.form_view import FormView
from crf_app.gui.pages.visit_panel import Beside, PageLine, SectionLine
from crf_app.gui.parts import Mark, WindowSpan
from crf_app.services.desk import Desk
from crf_app.services.fact_words import offset_text
from crf_app.services.verification import Count, counted
from crf_app.study.form import Form
from crf_app.study.study import Study

_HOUR = timedelta(hours=1)


def status_of(desk: Desk, visit: VisitPlace) -> VisitStatus | None:
    """Return where a visit stands."""
    for status in desk.timeline_of(visit.subject).visits:
        if status.place == visit:
            return status
    return None


def first_page(desk: Desk, visit: VisitPlace) -> PagePlace | None:
    """Return the first page of a visit that wants something, else its first."""
    status = status_of(desk, visit)
    planned = desk.study.schedule.visit(visit.planned)
    marks = dict(status.page_marks) if status is not None else {}
    forms = list(marks) or list(planned.all_forms)
    wanting = [form for form in forms if marks.get(form) in (Standing.EMPTY, Standing.PROGRESS)]
    chosen = next(iter(wanting or forms), None)
    return PagePlace(visit.subject, visit, chosen) if chosen is not None else None


def pages_of(desk: Desk, place: PagePlace) -> tuple[PagePlace, ...]:
    """Return the pages beside a page: those of its visit, or of its log."""
    record = desk.record(place.subject)
    if place.visit is None:
        pages = [page.place for page in record.log_pages(place.form)]
        return tuple(pages if place in pages else [*pages, place])
    planned = desk.study.schedule.visit(place.visit.planned)
    begun = [f for f in planned.optional_forms if PagePlace(place.subject, place.visit, f).id in record.pages]
    forms = [*planned.forms, *begun]
    if place.form not in forms:
        forms.append(place.form)
    return tuple(PagePlace(place.subject, place.visit, form) for form in forms)


def offered_pages(desk: Desk, place: PagePlace) -> tuple[PagePlace, ...]:
    """Return the optional pages of a visit that nobody began."""
    if place.visit is None:
        return ()
    planned = desk.study.schedule.visit(place.visit.planned)
    shown = pages_of(desk, place)
    rest = [PagePlace(place.subject, place.visit, form) for form in planned.optional_forms]
    return tuple(page for page in rest if page not in shown)


def mark_of_page(record: SubjectRecord, place: PagePlace) -> Mark:
    """Return the mark of a page."""
    held = record.pages.get(place.id)
    if held is None:
        return Mark.EMPTY
    if held.state == "not_done":
        return Mark.NOT_DONE
    if record.signature_on(place.id) is not None:
        return Mark.SIGNED
    if held.state == "complete" and record.broken_on(place.id) is not None:
        return Mark.BROKEN
    return Mark.COMPLETE if held.state == "complete" else Mark.PROGRESS


def beside_of(desk: Desk, place: PagePlace, now: datetime, say: Say) -> Beside:
    """Return what the panel shows."""
    record, study = desk.record(place.subject), desk.study
    pages = tuple(_line(study, record, each, say, current=each == place) for each in pages_of(desk, place))
    offered = tuple(_line(study, record, each, say, offered=True) for each in offered_pages(desk, place))
    over = (Mark.COMPLETE, Mark.SIGNED, Mark.BROKEN, Mark.NOT_DONE)
    foot = say.n("{done} of {n} page complete", "{done} of {n} pages complete", len(pages),
                 done=sum(line.mark in over for line in pages))  # fmt: skip
    if place.visit is None:
        title = form_title(study, place.form, say.language)
        return Beside(record.label, title, pages=pages, foot=foot)
    status = status_of(desk, place.visit)
    title = visit_label(study, place.visit, say.language)
    if status is None:
        return Beside(record.label, title, pages=pages + offered, foot=foot)
    if status.not_applicable is not None:
        reason = not_applicable_words(status.not_applicable, say)
        return Beside(record.label, title, until=as_sentence(reason), pages=pages + offered, foot=foot)
    left, token, until = _left(status, now, say)
    if status.after_death is not None:
        until = say.joined((until, after_death_words(status.after_death, say)))
    span, words = _span(status, now, until)
    return Beside(record.label, title, left, token, until, span, words, pages + offered, foot)  # type: ignore[arg-type]


def _line(
    study: Study, record: SubjectRecord, place: PagePlace, say: Say, *, current: bool = False, offered: bool = False
) -> PageLine:
    title = form_title(study, place.form, say.language)
    if place.visit is None:
        title = say("{form} {number}", form=title, number=place.repeat)
        named = page_summary(study, record, place, say)
        title = say("{number}. {words}", number=place.repeat, words=named) if named else title
    mark = mark_of_page(record, place)
    if offered:
        return PageLine(place.id, title, Mark.NOT_APPLICABLE, say("{page}, only if needed", page=title))
    state = say("to sign again") if mark is Mark.BROKEN else say(MARK_WORDS[Standing(mark.value)])
    return PageLine(place.id, title, mark, say("{page}, {state}", page=title, state=state), current)


def _left(status: VisitStatus, now: datetime, say: Say) -> tuple[str, str, str]:
    local, hourly = now.replace(tzinfo=None), status.planned.by_the_hour
    window = ""
    if status.opens is not None and status.closes is not None:
        window = say(
            "window {first} to {last}",
            first=phrases.day_month(status.opens.date(), say.language),
            last=phrases.day_month(status.closes.date(), say.language),
        )
    held = status.held
    if held is not None and held.date is not None and (held.state == "complete" or status.closes is None):
        day = phrases.day_month(held.date.earliest().date(), say.language)
        return say("done {day}", day=day), "ok", window
    if status.closes is None:
        return "", "accent", ""
    if local > status.closes:
        if held is not None and held.date is not None:
            day = phrases.day_month(held.date.earliest().date(), say.language)
            return say("on {day}", day=day), "text-2", window
        return phrases.late_words(status.closes, local, hourly, say), "danger", window
    left = phrases.left_words(status.closes, local, hourly, say)
    return left, "accent", phrases.until_words(status.closes, local, hourly, say)


def _span(status: VisitStatus, now: datetime, until: str) -> tuple[WindowSpan | None, str]:
    if status.opens is None or status.closes is None or status.closes <= status.opens:
        return None, ""
    start, local = status.opens, now.replace(tzinfo=None)

    def hours(moment: datetime | None) -> float | None:
        return None if moment is None else (moment - start) / _HOUR

    done = None
    if status.held is not None and status.held.date is not None:
        done = hours(
            status.held.date.earliest() + (timedelta(hours=12) if status.held.date.time is None else _HOUR * 0)
        )
    today = None if done is not None else hours(local)
    closes = hours(status.closes)
    assert closes is not None
    return WindowSpan(0.0, closes, hours(status.target), today, done), until


def sections_of(view: FormView, session: FormSession, current: str, say: Say) -> tuple[SectionLine, ...]:
    """Return how far the sections of the open page are."""
    found = []
    for section in view.form.sections:
        if not view.shows(section):
            continue
        done, total = session.progress_of(section)
        mark = None
        for key in session.keys_of(section):
            mark = _stronger(mark, _open_mark(view, key))
        words = section.title.in_(say.language)
        found.append(SectionLine(section.id, words, done, total, mark, section.id == current))
    return tuple(found)


def _open_mark(view: FormView, key: EntryKey) -> Mark | None:
    """Return whether an entry has an open question, or an answered one."""
    marks = [asked.mark for asked in view.showing.asked(key)] if view.showing is not None else []
    if Mark.QUERY in marks:
        return Mark.QUERY
    return Mark.ANSWERED if marks else None


def _stronger(one: Mark | None, other: Mark | None) -> Mark | None:
    return Mark.QUERY if Mark.QUERY in (one, other) else one or other


def open_questions(showing: Showing) -> int:
    """Count the questions that wait for the site."""
    keys = showing.session.keys()  # a session's method, not a mapping's
    return sum(asked.mark is Mark.QUERY for key in keys for asked in showing.asked(key))


def progress_words(session: FormSession, state: str, reason: str, say: Say) -> str:
    """Say how far the page is."""
    done, total = session.progress()
    match state:
        case "not_done":
            return say("not done: {reason}", reason=reason)
        case "complete":
            return say("complete, all {n} answered", n=done) if done == total else say("complete")
        case "empty" if not done:
            return say("not started, {n} to answer", n=total)
        case _ if done == total:
            return say("started, all {n} answered", n=total)
        case _:
            return say("started, {done} of {all} answered", done=done, all=total)


def signed_words(signature: Signature, say: Say) -> str:
    """Say who signed, when, and what it means (21 CFR 11.50)."""
    at = phrases.from_utc(signature.at, signature.offset)
    moment = phrases.ltr(f"{at:%Y-%m-%d %H:%M} {offset_text(signature.offset)}")
    return say("signed by {name}, {moment}: {meaning}", name=signature.name, moment=moment, meaning=signature.meaning)


def broken_words(desk: Desk, broken: Signature, say: Say) -> str:
    """Say when and by whom something was changed that was signed, and what is wanted now."""
    facts = desk.view.facts(subject=desk_subject(broken), kinds=[FactKind.SIGNATURE_BROKEN])
    fact = next((each for each in facts if each.seq == broken.broken_by), None)
    if fact is None:
        return say("sign again: what was signed has changed")
    at = phrases.from_utc(fact.at, fact.offset)
    name = next((person.name for person in desk.file.people() if person.id == fact.person), fact.person)
    day = phrases.day_month_year(at.date(), say.language)
    return say("sign again: {name} changed what was signed on {day}", day=day, name=name)


def desk_subject(signature: Signature) -> str | None:
    """Return the subject whose pages a signature holds for."""
    return PagePlace.parse(signature.pages[0]).subject if signature.pages else None


def compared_words(session: FormSession, say: Say) -> str:
    """Say how many entries of a page were compared with their source, where any was."""
    held = session.record.pages.get(session.page.id)
    count = counted(session.study, [held]) if held is not None else Count()
    if not count.verified:
        return ""
    return say("{done} of {all} compared with the source", done=count.verified, all=count.total)


def version_words(session: FormSession, say: Say) -> str:
    """Say the version of the form, the licence it is used under, and whether blinded people must not see it."""
    form, study = session.form, session.study
    held = session.record.pages.get(session.page.id)
    version = held.form_version if held is not None else form.version
    words = say("form version {version}", version=version)
    licence = study.facts.licences.get(form.licence) if form.licence else None
    if licence is not None and licence.number:
        words = say("{version} · licence {number}", version=words, number=phrases.ltr(licence.number))
    if form.blinded:
        words = say("{version} · for unblinded staff only", version=words)
    elif any(form.is_blinded(item.id) for item in form.items()):
        words = say("{version} · partly for unblinded staff only", version=words)
    return _with_source(form, words, say)


def _with_source(form: Form, words: str, say: Say) -> str:
    """Say whether the entries of the form are the source themselves."""
    entered = [item for item in form.items() if not item.is_derived and item.kind is not Kind.NOTE]
    here = [form.is_recorded_here(item.id) for item in entered]
    if all(here) and here:
        return say("{version} · recorded here first", version=words)
    return say("{version} · partly recorded here first", version=words) if any(here) else words


def wants_attention(showing: Showing, key: EntryKey) -> bool:
    """Whether F8 stops at an entry: an open question, unreadable text, or a required one that is empty."""
    state = showing.session.state(key)
    if not showing.sees(key) or showing.session.item(key).kind is Kind.NOTE:
        return False
    asked = showing.asked(key)
    if any(each.mark is Mark.QUERY for each in asked):
        return True
    asking = any(problem.severity is Severity.STOP for problem in state.problems)
    return (asking and not asked) or (state.required and state.relevant and state.answer is None)

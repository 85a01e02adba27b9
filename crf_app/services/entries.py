"""Entries and pages: recording, completing, reopening, not done."""

from __future__ import annotations

from collections.abc import Sequence

from crf_app.base.problems import Refusal
from crf_app.base.words import mark
from crf_app.capture.commands import (
    CompletePage,
    EntryChange,
    PageNotDone,
    RecordEntries,
    RemoveRow,
    ReopenPage,
)
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.form_session import FormSession
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Page, SubjectRecord
from crf_app.capture.review import draft_at
from crf_app.services.case import Case
from crf_app.services.undone import undone_by_change
from crf_app.services.visits import open_forms
from crf_app.study.form import Layout


def record(command: RecordEntries, case: Case) -> list[Draft]:
    """Record answers of one page, and everything that follows from them."""
    place = command.page
    record = case.record(place.subject)
    _refuse_unseen(case, record, command)
    held = record.pages.get(place.id)
    changes = [change for change in command.entries if _differs(record, place, change)]
    if not changes and not command.new_rows:
        return []
    require_page(case, record, place)
    _refuse_not_done(case, held)
    if held is not None and held.state == "complete" and not command.reason:
        raise Refusal(case.say("This page was completed. Say why the value changes."))
    _require_rows(case, held, command)
    rows = [*(held.rows if held else ()), *command.new_rows]
    for change in changes:
        require_item(case, place, change.key, rows)
        require_filling(case, place, change.key.item)
        if case.study.item(place.form, change.key.item).is_derived:
            said = case.say("{item} is worked out by the program and cannot be entered.", item=change.key.item)
            raise Refusal(said)
        if change.answer is not None and change.answer.missing is not None:
            case.require_missing_reason(change.answer.missing)
    drafts = [*started(case, record, place)]
    for section, row in command.new_rows:
        new = {"section": section}
        drafts.append(Draft(FactKind.ROW_ADDED, place.subject, _visit(place), place.id, row, new=new))
    drafts += [_recorded(record, place, change, command.reason) for change in changes]
    review = case.review(place.subject)
    drafts += review.of_entries(place, changes, command.new_rows)
    return drafts + undone_by_change(record, drafts)


def remove_row(command: RemoveRow, case: Case) -> list[Draft]:
    """Take a row out of a log; what it held is kept in the fact."""
    place = command.page
    _require_any_filling(case, place)
    record = case.record(place.subject)
    held = record.pages.get(place.id)
    seen = place.form not in case.study.forms or case.sight.section(place.form, command.section)
    if held is None or not seen or (command.section, command.row) not in held.rows:
        raise Refusal(case.say("There is no such row on this page."))
    if not command.reason.strip():
        raise Refusal(case.say("Say why the row is removed."))
    section = next(s for s in case.study.forms[place.form].sections if s.id == command.section)
    items = {item.id for item in section.items}
    holding = {k: e for k, e in held.entries.items() if k.row == command.row and k.item in items and e.stored}
    cleared = [EntryChange(key, None) for key in holding]
    drafts = [
        draft_at(
            FactKind.ENTRY_DERIVED if entry.derived else FactKind.ENTRY_RECORDED,
            place, key, entry.stored, {}, command.reason,
        )
        for key, entry in holding.items()
    ]  # fmt: skip
    drafts.append(
        Draft(
            FactKind.ROW_REMOVED,
            place.subject,
            _visit(place),
            place.id,
            command.row,
            old={"section": command.section},
            reason=command.reason,
        )
    )
    review = case.review(place.subject)
    drafts += review.of_removed_row(place, command.row)
    drafts += review.of_entries(place, cleared, removed_row=(command.section, command.row))
    return drafts + undone_by_change(record, drafts)


def complete(command: CompletePage, case: Case) -> list[Draft]:
    """Complete a page: every required entry has a value or a reason. Open queries do not stand in the way."""
    place = command.page
    record = case.record(place.subject)
    require_page(case, record, place)
    _require_any_filling(case, place)
    held = record.pages.get(place.id)
    if held is not None and held.state == "complete":
        return []
    _refuse_not_done(case, held)
    session = FormSession(case.study, record, place, case.now.date())
    session.ask_complete()
    ends = [(key, kind) for key, kind in session.open_ends() if case.sight.item(place.form, key.item)]
    for wanted, words in _OPEN_ENDS.items():
        labels = [session.item(key).label for key, kind in ends if kind == wanted]
        if labels:
            named = ", ".join(label.in_(case.say.language) for label in labels[:3])
            more = "" if len(labels) <= 3 else " " + case.say("and {n} more", n=len(labels) - 3)
            raise Refusal(case.say(words, named=named + more))
    if not ends and session.open_ends():
        raise Refusal(case.say("The part of this page that is for unblinded staff is not complete yet."))
    drafts = [*started(case, record, place)]
    drafts += case.review(place.subject).of_entries(place, (), completing=True)
    drafts.append(_page_fact(FactKind.PAGE_COMPLETED, place))
    return drafts + _visit_completed(case, record, place)


def reopen(command: ReopenPage, case: Case) -> list[Draft]:
    """Open a completed or not-done page again."""
    place = command.page
    _require_any_filling(case, place)
    record = case.record(place.subject)
    held = record.pages.get(place.id)
    if held is None or held.state == "begun":
        raise Refusal(case.say("This page is open already."))
    if not command.reason.strip():
        raise Refusal(case.say("Say why the page is opened again."))
    # No visit waits for a form that only unblinded people see, so none is opened again with it.
    form = case.study.forms.get(place.form)
    new = {"visit": "stays"} if form is not None and form.wholly_blinded else None
    draft = _page_fact(FactKind.PAGE_REOPENED, place, new, command.reason)
    return [draft, *undone_by_change(record, [draft])]


def not_done(command: PageNotDone, case: Case) -> list[Draft]:
    """Declare that what a page asks was not done, with the reason. Values entered before are kept."""
    place = command.page
    record = case.record(place.subject)
    require_page(case, record, place)
    _require_any_filling(case, place)
    case.require_missing_reason(command.reason)
    held = record.pages.get(place.id)
    if held is not None and held.state == "not_done":
        raise Refusal(case.say("This page was declared not done already. Reopen it first."))
    if held is not None and any(e.stored and not e.derived for e in held.entries.values()):
        raise Refusal(case.say("This page holds answers. Give single items a reason instead."))
    new = {"reason": command.reason, "comment": command.comment}
    drafts = [*started(case, record, place), _page_fact(FactKind.PAGE_NOT_DONE, place, new)]
    return drafts + _visit_completed(case, record, place)


_OPEN_ENDS = {
    "empty": mark("Still empty: {named}. Give a value, or a reason with the / key."),
    "unreadable": mark("Cannot be read: {named}. What was typed is kept; correct it or give a reason."),
    "impossible": mark("Cannot be true: {named}. Correct it, or keep it and explain."),
}


def started(case: Case, record: SubjectRecord, place: PagePlace) -> list[Draft]:
    """Return the fact that a page begins, when it has not begun."""
    if place.id in record.pages:
        return []
    new = {"form_version": str(case.study.forms[place.form].version)}
    return [_page_fact(FactKind.PAGE_STARTED, place, new)]


def require_page(case: Case, record: SubjectRecord, place: PagePlace) -> None:
    """Refuse a page the study does not ask for, or whose visit does not take place. Raises Refusal."""
    if place.form not in case.study.forms:
        raise Refusal(case.say("The study has no form {form}.", form=place.form))
    if not case.sight.form(place.form):
        raise Refusal(case.say("{form} is not open to you.", form=case.title(place.form)))
    if place.visit is None:
        if place.form not in case.study.schedule.logs:
            raise Refusal(case.say("{form} belongs to a visit.", form=case.title(place.form)))
        return
    visit = record.visits.get(place.visit.id)
    if visit is None:
        raise Refusal(case.say("This visit has not begun. Start it with its date first."))
    if visit.state == "missed":
        raise Refusal(case.say("This visit was declared missed. Start it with its date first."))
    if place.form not in case.study.schedule.visit(place.visit.planned).all_forms:
        raise Refusal(case.say("{form} is not part of this visit.", form=case.title(place.form)))


def require_item(case: Case, place: PagePlace, key: EntryKey, rows: Sequence[tuple[str, str]] | None = None) -> None:
    """Refuse an entry the form does not have; `rows` are the log rows of the page, kept and new. Raises Refusal."""
    form = case.study.forms[place.form]
    if not form.has(key.item) or not case.sight.item(place.form, key.item):
        raise Refusal(case.say("{form} does not ask {item}.", form=case.title(place.form), item=key.item))
    section = form.section_of(key.item)
    known = {""}
    if section.layout is Layout.LOG:
        held = case.record(place.subject).pages.get(place.id)
        grown = rows if rows is not None else (held.rows if held else ())
        known = {row for of, row in grown if of == section.id}
    elif section.layout.repeats:
        known = {row.id for row in section.rows}
    if key.row not in known:
        raise Refusal(case.say("{item} is not asked in row {row}.", item=key.item, row=key.row or "–"))


def require_filling(case: Case, place: PagePlace, item: str) -> None:
    """Refuse an answer to what is not the person's to answer. Raises Refusal."""
    if not case.sight.fills(place.form, item):
        label = case.study.item(place.form, item).label.in_(case.say.language)
        raise Refusal(case.say("{item} is not yours to answer.", item=label))


def require_filling_at(case: Case, place: PagePlace, item: str | None) -> None:
    """Refuse to speak for an item, or a page, of which nothing is the person's to answer. Raises Refusal."""
    if item:
        require_filling(case, place, item)
    else:
        _require_any_filling(case, place)


def _require_any_filling(case: Case, place: PagePlace) -> None:
    """Refuse what is done to a page of which nothing is the person's to answer. Raises Refusal."""
    if place.form in case.study.forms and not case.sight.fills_of(place.form):
        raise Refusal(case.say("{form} is not yours to answer.", form=case.title(place.form)))


def _refuse_unseen(case: Case, record: SubjectRecord, command: RecordEntries) -> None:
    """Refuse an answer to what is out of sight before it is compared with what is there: that would tell."""
    place = command.page
    for change in command.entries:
        if not case.sight.item(place.form, change.key.item):
            require_page(case, record, place)
            require_item(case, place, change.key)


def _require_rows(case: Case, held: Page | None, command: RecordEntries) -> None:
    form = command.page.form
    logs = {s.id for s in case.study.forms[form].sections if s.layout is Layout.LOG and case.sight.section(form, s.id)}
    taken = {row for _, row in held.rows} if held else set()
    for section, row in command.new_rows:
        if section not in logs:
            raise Refusal(case.say("{form} has no log {log}.", form=case.title(command.page.form), log=section))
        if row in taken or not row:
            raise Refusal(case.say("There is a row {row} on this page already.", row=row))
        taken.add(row)


def _refuse_not_done(case: Case, held: Page | None) -> None:
    if held is not None and held.state == "not_done":
        raise Refusal(case.say("This page was declared not done. Reopen it first."))


def _differs(record: SubjectRecord, place: PagePlace, change: EntryChange) -> bool:
    entry = record.entry(place.id, change.key)
    held = entry.stored if entry else {}
    return (change.answer.as_json() if change.answer else {}) != held


def _recorded(record: SubjectRecord, place: PagePlace, change: EntryChange, reason: str | None) -> Draft:
    entry = record.entry(place.id, change.key)
    old = entry.stored if entry else {}
    new = change.answer.as_json() if change.answer else {}
    return draft_at(FactKind.ENTRY_RECORDED, place, change.key, old, new, reason)


def _page_fact(kind: FactKind, place: PagePlace, new: dict[str, str] | None = None, reason: str | None = None) -> Draft:
    return draft_at(kind, place, None, None, new, reason)


def _visit(place: PagePlace) -> str | None:
    return place.visit.id if place.visit else None


def _visit_completed(case: Case, record: SubjectRecord, place: PagePlace) -> list[Draft]:
    """The last page that is complete or not done completes its visit."""
    if place.visit is None:
        return []
    visit = record.visits.get(place.visit.id)
    if visit is None or visit.state == "complete":
        return []
    waiting = [form for form in open_forms(case, record, place.visit) if form != place.form]
    if waiting:
        return []
    return [Draft(FactKind.VISIT_COMPLETED, place.subject, place.visit.id)]

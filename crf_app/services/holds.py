"""Freezing and locking, and what a hold refuses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crf_app.base.problems import Refusal
from crf_app.base.words import mark
from crf_app.capture.commands import FreezeData, LockData, UnfreezeData, UnlockData
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.holds import REFUSED, Hold, HoldPlace, Level, scopes_of
from crf_app.capture.places import PagePlace
from crf_app.services.case import Case


def freeze(command: FreezeData, case: Case) -> list[Draft]:
    """Freeze a place. One that is frozen or locked stays as it is."""
    _require_place(command.at, case)
    return [] if _held(command.at, case) else [_placed(command.at, Level.FROZEN, None)]


def lock(command: LockData, case: Case) -> list[Draft]:
    """Lock a place, frozen before or not. Open queries must be dealt with first: nobody could any more."""
    _require_place(command.at, case)
    held = _held(command.at, case)
    if held is not None and held.level is Level.LOCKED:
        return []
    live = case.records.live_queries(command.at.scope)
    if live:
        raise Refusal(
            case.say.n(
                "{n} query here still waits. Close or cancel it before locking.",
                "{n} queries here still wait. Close or cancel them before locking.",
                live,
            )
        )
    return [_placed(command.at, Level.LOCKED, held)]


def unfreeze(command: UnfreezeData, case: Case) -> list[Draft]:
    """Lift a freeze, with the reason."""
    return _lifted(command.at, Level.FROZEN, command.reason, case)


def unlock(command: UnlockData, case: Case) -> list[Draft]:
    """Lift a lock, with the reason."""
    return _lifted(command.at, Level.LOCKED, command.reason, case)


def refuse_held(drafts: Iterable[Draft], case: Case) -> None:
    """Refuse facts that would change what is frozen or locked. Raises Refusal that names the place."""
    on_file = case.records.file_holds()
    for draft in drafts:
        holds: Mapping[str, Hold] = {}
        if draft.subject is not None and draft.kind is not FactKind.SUBJECT_ENROLLED:
            holds = case.record(draft.subject).holds
        for scope in scopes_of(draft):
            hold = holds.get(scope) or (on_file.get("") if scope == "" else None)
            if hold is not None and draft.kind in REFUSED[hold.level]:
                raise Refusal(case.say(_HELD[hold.level], place=place_in_words(draft, scope, case)))


_HELD = {
    Level.FROZEN: mark(
        "{place} is frozen, so nothing was changed. The monitor or the data manager can lift the freeze."
    ),
    Level.LOCKED: mark("{place} is locked, so nothing was changed. The data manager can unlock it, with a reason."),
}


def place_in_words(draft: Draft, scope: str, case: Case) -> str:
    """Say what is held, as the beginning of a sentence."""
    if not scope or draft.subject is None:
        return case.say("The whole file")
    label = case.record(draft.subject).label
    if scope == draft.subject:
        return case.say("Subject {label}", label=label)
    if scope == draft.visit:
        planned = case.study.schedule.visit(scope.split("/")[1].partition(".")[0])
        return case.say("{visit} of subject {label}", visit=planned.label.in_(case.say.language), label=label)
    form = PagePlace.parse(draft.page or "").form
    if not case.sight.item(form, draft.item) if draft.item else not case.sight.form(form):
        # What else a change would move must not tell of pages that are out of sight.
        return case.say("Another page of subject {label}", label=label)
    if scope == draft.page:
        return case.say("{form} of subject {label}", form=case.title(form), label=label)
    item = case.study.item(form, draft.item or "").label.in_(case.say.language)
    return case.say("{item} on {form}", item=item, form=case.title(form))


def _require_place(at: HoldPlace, case: Case) -> None:
    """Refuse to hold what is not there. Raises Refusal."""
    if at.of_subject is None:
        return
    record = case.record(at.of_subject)
    if at.page is not None and not case.sight.place(at.page.id, at.key.item if at.key else None):
        raise Refusal(case.say("This page is not open to you."))
    if at.page is not None and at.page.id not in record.pages:
        raise Refusal(case.say("This page has not begun, so there is nothing to hold."))
    if at.page is None and at.visit is not None and at.visit.id not in record.visits:
        raise Refusal(case.say("This visit has not begun. Start it with its date first."))


def _held(at: HoldPlace, case: Case) -> Hold | None:
    holds = case.record(at.of_subject).holds if at.of_subject else case.records.file_holds()
    return holds.get(at.scope)


def _placed(at: HoldPlace, level: Level, before: Hold | None) -> Draft:
    old = {"scope": at.scope, "level": before.level.value} if before else None
    return _fact(FactKind.HOLD_PLACED, at, old, {"scope": at.scope, "level": level.value}, None)


def _lifted(at: HoldPlace, level: Level, reason: str, case: Case) -> list[Draft]:
    held = _held(at, case)
    if held is None or held.level is not level:
        raise Refusal(case.say("This is not held like that, so there is nothing to lift."))
    if not reason.strip():
        raise Refusal(case.say("Say why the hold is lifted."))
    old = {"scope": at.scope, "level": level.value}
    return [_fact(FactKind.HOLD_LIFTED, at, old, None, reason.strip())]


def _fact(
    kind: FactKind, at: HoldPlace, old: dict[str, str] | None, new: dict[str, str] | None, reason: str | None
) -> Draft:
    visit = at.page.visit if at.page else at.visit
    key = at.key
    return Draft(
        kind, at.of_subject, visit.id if visit else None, at.page.id if at.page else None,
        key.row or None if key else None, key.item if key else None, old, new, reason,
    )  # fmt: skip

"""Source data verification: entries compared with the papers they came from."""

from __future__ import annotations

from crf_app.base.problems import Refusal
from crf_app.capture.commands import UnverifySource, VerifySource
from crf_app.capture.facts import Draft, FactKind
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.capture.record import Entry
from crf_app.capture.review import draft_at
from crf_app.services.case import Case
from crf_app.services.verification import has_source


def verify(command: VerifySource, case: Case) -> list[Draft]:
    """Mark entries as compared with their source. What has none, as it was worked out or recorded here, is left out."""
    drafts = []
    for key in command.keys:
        entry = _entry(case, command.page, key)
        if entry.verified is None and has_source(case.study, command.page.form, key, entry):
            new = {"of": str(entry.fact)}
            drafts.append(draft_at(FactKind.SOURCE_VERIFIED, command.page, key, None, new))
    return drafts


def unverify(command: UnverifySource, case: Case) -> list[Draft]:
    """Take the mark off again, with the reason."""
    if not command.reason.strip():
        raise Refusal(case.say("Say why the verification is taken back."))
    drafts = []
    for key in command.keys:
        entry = _entry(case, command.page, key)
        if entry.verified is not None:
            old = {"verified": str(entry.verified)}
            drafts.append(draft_at(FactKind.SOURCE_UNVERIFIED, command.page, key, old, None, command.reason.strip()))
    return drafts


def _entry(case: Case, page: PagePlace, key: EntryKey) -> Entry:
    if not case.sight.item(page.form, key.item):
        raise Refusal(case.say("This page is not open to you."))
    entry = case.record(page.subject).entry(page.id, key)
    if entry is None:
        raise Refusal(case.say("Nothing was entered there, so there is nothing to compare with the source."))
    return entry

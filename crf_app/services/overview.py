"""All subjects at a glance, from the file's lists."""

from __future__ import annotations

from crf_app.capture.outline import Outline
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.timeline import items_needed
from crf_app.store.listings import SubjectOverview
from crf_app.store.study_reader import StudyReader
from crf_app.study.study import Study


def outlines(file: StudyReader, study: Study, more: tuple[tuple[str, str], ...] = ()) -> tuple[Outline, ...]:
    """Return the outline of every subject by number; `more` names further (form, item) pairs that are wanted."""
    items = sorted(items_needed(study) | set(more))
    return tuple(_outline(each) for each in file.overview(items))


def _outline(seen: SubjectOverview) -> Outline:
    outline = Outline(seen.id, seen.label, seen.site, seen.enrolled_at, dict(seen.visits))
    outline.pages.update(seen.log_pages)
    for visit, states in seen.pages.items():
        place = VisitPlace.parse(visit)
        for form, state in states.items():
            outline.pages[PagePlace(seen.id, place, form).id] = state
    for page, holds in seen.signed.items():
        (outline.signed if holds else outline.broken).add(page)
    outline.holds.update(seen.holds)
    for where, counts in seen.queries.items():
        if counts.open:
            outline.open_queries[where] = counts.open
        if counts.answered:
            outline.answered_queries[where] = counts.answered
    for name, answers in seen.answers.items():
        outline.values[name] = {each.page: each.answer for each in answers if not each.row}
    return outline

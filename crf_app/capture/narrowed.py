"""The study as one role sees it: without the forms, sections, items and checks that are out of sight.

Whatever draws, lists, prints or searches by walking the study's forms leaves out what is hidden by itself. The rules
stay whole: they are for the handlers, who see everything.
"""

from __future__ import annotations

from crf_app.capture.sight import Sight
from crf_app.study.form import Form, Section
from crf_app.study.schedule import PlannedVisit, Schedule
from crf_app.study.staff import UNBLINDED
from crf_app.study.study import Study


def narrowed(study: Study, sight: Sight) -> Study:
    """Return what `sight` leaves of a study; the very same one where nothing is hidden."""
    if sight.whole:
        return study
    forms = {form.id: _form(form, sight) for form in study.forms.values() if sight.form(form.id)}
    landmarks = study.landmarks
    fewer = study.model_copy(update={"forms": forms, "schedule": _schedule(study.schedule, sight)})
    # What was looked up in the whole study is copied along, and must be looked up afresh; but the landmarks stay, or
    # somebody confined to a form would be told that a visit is due after a death.
    fewer.__dict__.pop("roles", None)
    fewer.__dict__["landmarks"] = landmarks
    return fewer


def _form(form: Form, sight: Sight) -> Form:
    sections = tuple(section for each in form.sections if (section := _section(form, each, sight)).items)
    update = {
        "sections": sections,
        "checks": tuple(check for check in form.checks if sight.check(form.id, check.id)),
        "summary": tuple(item for item in form.summary if sight.item(form.id, item)),
    }
    fewer = form.model_copy(update=update)
    fewer.__dict__.pop("_places", None)
    return fewer


def _section(form: Form, section: Section, sight: Sight) -> Section:
    items = tuple(item for item in section.items if sight.item(form.id, item.id))
    return section if len(items) == len(section.items) else section.model_copy(update={"items": items})


def _schedule(schedule: Schedule, sight: Sight) -> Schedule:
    """Leave the moments that windows hang on: a date of a dose says when, not what."""
    update: dict[str, object] = {
        "visits": tuple(_visit(visit, sight) for visit in schedule.visits),
        "logs": tuple(form for form in schedule.logs if sight.form(form)),
    }
    if sight.role not in UNBLINDED:
        update["arms"] = tuple(arm.model_copy(update={"treatments": {}}) for arm in schedule.arms)
    return schedule.model_copy(update=update)


def _visit(visit: PlannedVisit, sight: Sight) -> PlannedVisit:
    return visit.model_copy(
        update={
            "forms": tuple(form for form in visit.forms if sight.form(form)),
            "optional_forms": tuple(form for form in visit.optional_forms if sight.form(form)),
        }
    )

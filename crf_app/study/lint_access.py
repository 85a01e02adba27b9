"""What study.yaml says about who sees which forms: roles of the program, forms of the study."""

from __future__ import annotations

from collections.abc import Iterator

from crf_app.study.draft import FACTS, SCHEDULE, Draft, form_file
from crf_app.study.findings import Finding, did_you_mean
from crf_app.study.form import Layout
from crf_app.study.staff import ADMINISTRATOR, INVESTIGATOR, STAFF
from crf_app.study.study import LANDMARKS

_WHOLE = {
    ADMINISTRATOR: "an administrator sees no data at all",
    INVESTIGATOR: "the investigator answers for all data and sees them (ICH E6(R3) 2.12)",
}


def lint_rows(draft: Draft) -> Iterator[Finding]:
    """Find forms with blinded and open logs: rows are numbered through the page, and a gap would tell of others."""
    for form in draft.forms.values():
        logs = [(s, each) for s, each in enumerate(form.sections) if each.layout is Layout.LOG]
        blinded = {s: all(form.is_blinded(item.id) for item in section.items) for s, section in logs}
        if set(blinded.values()) == {True, False}:
            at = next(s for s, is_blinded in blinded.items() if is_blinded)
            said = (
                "the rows of the other log are numbered on after those of this blinded one; give it a form of its own"
            )
            yield Finding.at(draft.place(form_file(form.id), "sections", at), "S025", said)


def lint_told(draft: Draft) -> Iterator[Finding]:
    """Find blinded items that everybody would be told of: moments that windows hang on, and how far a subject came."""
    for form in draft.forms.values():
        for s, section in enumerate(form.sections):
            for i, item in enumerate(section.items):
                if item.role in LANDMARKS and form.is_blinded(item.id):
                    place = draft.place(form_file(form.id), "sections", s, "items", i)
                    said = f"“{form.id}.{item.id}” is blinded, and its role {item.role} tells everybody what is due"
                    yield Finding.at(place, "S025", said)
    for name, anchor in draft.schedule.anchors.items() if draft.schedule else ():
        for moment, path in ((anchor, ("anchors", name)), (anchor.planned, ("anchors", name, "planned"))):
            read = draft.forms.get(moment.form) if moment else None
            if moment and read and read.has(moment.item) and read.is_blinded(moment.item):
                said = f"“{moment.form}.{moment.item}” is blinded, and windows that hang on it show it to everybody"
                yield Finding.at(draft.place(SCHEDULE, *path), "S025", said)


def lint_access(draft: Draft) -> Iterator[Finding]:
    """Check the roles and the forms that `access` names; forms that could not be read may be among them."""
    if draft.facts is None:
        return
    for role, forms in draft.facts.access.items():
        place = draft.place(FACTS, "access", role)
        if role not in STAFF:
            yield Finding.at(place, "S030", f"there is no role “{role}”{did_you_mean(role, STAFF)}")
        elif role in _WHOLE:
            yield Finding.at(place, "S030", f"the role {role} is not confined to forms: {_WHOLE[role]}")
        for n, form in enumerate(forms):
            if form not in draft.forms and form not in draft.broken:
                said = f"there is no form “{form}”{did_you_mean(form, draft.forms)}"
                yield Finding.at(draft.place(FACTS, "access", role, n), "S030", said)

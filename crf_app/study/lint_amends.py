"""What study.yaml declares to mean something else: it must be there, and have a reason."""

from __future__ import annotations

from collections.abc import Iterator

from crf_app.study.draft import FACTS, Draft
from crf_app.study.findings import Finding, did_you_mean


def lint_amends(draft: Draft) -> Iterator[Finding]:
    """Check the declarations of study.yaml; parts that could not be read may hold what they name."""
    if draft.facts is None:
        return
    known = set(_names(draft)) if draft.facts.amends else set()
    whole = draft.codelists is not None and not draft.broken and not draft.broken_lists
    for n, each in enumerate(draft.facts.amends):
        if whole and each.changes not in known:
            said = f"no item, row, code or form is called “{each.changes}”{did_you_mean(each.changes, known)}"
            yield Finding.at(draft.place(FACTS, "amends", n, "changes"), "S014", said)
        if not each.because:
            yield Finding.at(draft.place(FACTS, "amends", n, "because"), "S011", "a change of meaning has a reason")


def _names(draft: Draft) -> Iterator[str]:
    """Walk all that may be declared."""
    for form in draft.forms.values():
        yield form.id
        for section in form.sections:
            yield from (f"{form.id}.{item.id}" for item in section.items)
            yield from (f"{form.id}.{row.id}" for row in section.rows)
    for codelist in (draft.codelists or {}).values():
        yield from (f"{codelist.id}.{code.code}" for code in codelist.codes)

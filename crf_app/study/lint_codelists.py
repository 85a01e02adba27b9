"""Code lists and study.yaml: ids that meet, lists nobody uses, names nobody defined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crf_app.expressions.edss_choices import CHOICES
from crf_app.study.draft import CODELISTS, FACTS, Draft
from crf_app.study.findings import Finding, Weight, did_you_mean
from crf_app.study.names import YES_NO


def lint_codelists(draft: Draft) -> Iterator[Finding]:
    """Check the code lists by themselves, and whether each is used."""
    if draft.codelists is None:
        return
    for codelist in draft.codelists.values():
        if codelist.dictionary is None:
            codes = [code.code for code in codelist.codes]
            for n, code in twice(codes):
                place = draft.list_place(codelist.id, n, "code")
                yield Finding.at(place, "S012", f"the code “{code}” is given twice")
            if not codes:
                place = draft.list_place(codelist.id)
                yield Finding.at(place, "S011", "the code list has no codes")
    yes_no = draft.codelists.get("yes_no")
    if yes_no is None and "yes_no" not in draft.broken_lists:
        said = "the code list `yes_no` is missing; it gives yes and no their words"
        yield Finding.at(draft.place(CODELISTS), "S014", said)
    elif yes_no is not None and {code.code for code in yes_no.codes} != YES_NO:
        place = draft.list_place("yes_no")
        yield Finding.at(place, "S014", "`yes_no` has exactly the codes `yes` and `no`")
    yield from _unused(draft)


def _unused(draft: Draft) -> Iterator[Finding]:
    if draft.codelists is None or draft.facts is None or draft.broken:
        return
    used = {item.codes for form in draft.forms.values() for item in form.items()}
    used |= {"yes_no", draft.facts.missing_reasons, draft.facts.reasons_for_change}
    for name in draft.codelists:
        # What a form of the library brings along may be too much for a study that narrowed it.
        if name not in used and name in draft.own_lists:
            said = f"the code list “{name}” is used nowhere"
            place = draft.list_keys[name]
            yield Finding.at(place, "S019", said, Weight.WARNING)


def lint_facts(draft: Draft) -> Iterator[Finding]:
    """Check what study.yaml names."""
    if draft.facts is None:
        return
    facts = draft.facts
    for key, name in (
        ("missing_reasons", facts.missing_reasons),
        ("reasons_for_change", facts.reasons_for_change),
    ):
        said = missing_codelist(draft, name)
        if said:
            yield Finding.at(draft.place(FACTS, key), "S014", said)
    if not facts.languages:
        yield Finding.at(draft.place(FACTS, "languages"), "S011", "name at least one language")
    if not facts.sites:
        yield Finding.at(draft.place(FACTS, "sites"), "S011", "name at least one site")
    for name, may_be in CHOICES.items():
        if facts.settings.get(name, may_be[0]) not in may_be:
            said = f"“{name}” is {' or '.join(may_be)}"
            yield Finding.at(draft.place(FACTS, "settings", name), "S011", said)
    for name, licence in facts.licences.items():
        if licence.expires and not _is_day(licence.expires):
            # Nothing is worked out from it, and whether the day is over depends on when one asks.
            said = f"“{licence.expires}” is no day; “expires” is written 2027-12-31"
            yield Finding.at(draft.place(FACTS, "licences", name, "expires"), "S011", said, Weight.WARNING)
    for n, site in twice([site.id for site in facts.sites]):
        place = draft.place(FACTS, "sites", n, "id")
        yield Finding.at(place, "S012", f"the site “{site}” is given twice")
    for n, prefix in twice([site.subject_prefix for site in facts.sites]):
        place = draft.place(FACTS, "sites", n, "subject_prefix")
        yield Finding.at(place, "S012", f"two sites number their subjects with “{prefix}”")


def _is_day(text: str) -> bool:
    try:
        return str(date.fromisoformat(text)) == text
    except ValueError:
        return False


def missing_codelist(draft: Draft, name: str) -> str | None:
    """Return the complaint about a code list that is not defined."""
    if draft.codelists is None or name in draft.codelists or name in draft.broken_lists:
        return None
    return f"there is no code list “{name}”{did_you_mean(name, draft.codelists)}"


def twice(ids: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Find the ids that came before, with where they come again."""
    seen: set[str] = set()
    for n, each in enumerate(ids):
        if each in seen:
            yield n, each
        seen.add(each)

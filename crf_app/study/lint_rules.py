"""Rules that compile and still make no sense: never true, reading what cannot be there, telling what is blinded."""

from __future__ import annotations

from collections.abc import Iterator

from crf_app.expressions.types import NameInfo
from crf_app.study.draft import Draft, form_file
from crf_app.study.findings import Finding, Weight
from crf_app.study.form import Form
from crf_app.study.names import BASELINE, PREVIOUS, SUBJECT, StudyNames
from crf_app.study.never_true import never_true
from crf_app.study.range_checks import is_range_check
from crf_app.study.rulebook import LATEST, VISITS, Ref, Rule, Rulebook, RuleKind
from crf_app.study.rules import RuleText, rule_texts
from crf_app.study.schedule import Schedule

_CONDITIONS = (RuleKind.SECTION_RELEVANCE, RuleKind.RELEVANCE, RuleKind.REQUIRED, RuleKind.CHECK)
_DECIDING = (RuleKind.SECTION_RELEVANCE, RuleKind.RELEVANCE, RuleKind.REQUIRED, RuleKind.DERIVATION)


def lint_rules(draft: Draft, rulebook: Rulebook) -> Iterator[Finding]:
    """Check what the rules of the forms that could be read ask for."""
    if draft.broken or draft.schedule is None:
        return
    for form in draft.forms.values():
        compiled = {(rule.kind, rule.target, rule.expression.text): rule for rule in rulebook.rules_of(form.id)}
        for written in rule_texts(form):
            rule = compiled.get((written.kind, written.target, written.text))
            if rule is None:
                continue
            # A check that only bears the name of one the program makes may read anything.
            yield from _shown(draft, form, written, rule)
            if written.check is None or not is_range_check(form.id, written.check):
                yield from _of_rule(draft, draft.schedule, form, written, rule)


def _shown(draft: Draft, form: Form, written: RuleText, rule: Rule) -> Iterator[Finding]:
    """Find what a rule would show, or let everybody guess, of what is blinded."""
    for read in rule.expression.reads:
        found = _told(draft, form, written, read.info)
        if found:
            place = draft.place(form_file(form.id), *written.path)
            yield Finding.at(place, "S025", f"“{found}” is blinded, and this rule would show it to everybody")


def _of_rule(draft: Draft, schedule: Schedule, form: Form, written: RuleText, rule: Rule) -> Iterator[Finding]:
    place = draft.place(form_file(form.id), *written.path)
    names = StudyNames(draft, form, written.section if written.group else None)
    if written.kind in _CONDITIONS and never_true(written.text, names.resolve):
        yield Finding.at(place, "S023", "this can never be true: its conditions leave no value")
    for read in rule.expression.reads:
        ref = read.info.ref
        if not isinstance(ref, Ref):
            continue
        if _names_visit(ref) and not read.text.startswith(f"{SUBJECT}."):
            said, weight = _unreachable(schedule, form, written, ref)
            if said:
                yield Finding.at(place, "S024", said, weight)


def _names_visit(ref: Ref) -> bool:
    return ref.visit not in (None, PREVIOUS, BASELINE, LATEST, VISITS)


def _unreachable(schedule: Schedule, form: Form, written: RuleText, ref: Ref) -> tuple[str | None, Weight]:
    """Say why what a rule reads at a named visit is not there, or may not be there yet."""
    order = {visit.id: n for n, visit in enumerate(schedule.visits)}
    if ref.visit not in order:
        return None, Weight.ERROR
    named = schedule.visit(str(ref.visit))
    if not ref.form.startswith("@") and ref.form not in named.all_forms:
        return f"the form “{ref.form}” does not stand on the visit “{ref.visit}”; nothing is ever there", Weight.ERROR
    own = [order[visit.id] for visit in schedule.visits_of(form.id) if not visit.repeating]
    if not own or order[named.id] <= min(own):
        return None, Weight.ERROR
    if order[named.id] > max(own):
        return f"the visit “{ref.visit}” comes after all visits of “{form.id}”; it has not happened yet", Weight.ERROR
    if written.kind in _DECIDING and f"is_given({ref.visit}." not in written.text:
        first = schedule.visits[min(own)].id
        said = f"at “{first}” the visit “{ref.visit}” has not happened; ask `is_given` first, or read `previous`"
        return said, Weight.WARNING
    return None, Weight.ERROR


def _told(draft: Draft, form: Form, written: RuleText, info: NameInfo) -> str | None:
    """Return what a rule lets everybody see, or guess from what it does, though only some may see it."""
    if written.item is not None and form.is_blinded(written.item.id):
        return None
    if form.blinded or (written.item is None and written.section is not None and written.section.blinded):
        return None
    for each in filter(None, (info, info.each)):
        ref, group = each.ref, each.group
        if isinstance(ref, Ref) and ref.form in draft.forms:
            read = draft.forms[ref.form]
            if read.has(ref.item) and read.is_blinded(ref.item):
                return f"{ref.form}.{ref.item}"
        # How many pages a log has is told by their numbers.
        log = draft.forms.get(group[0]) if isinstance(group, tuple) else None
        if log is not None and log.wholly_blinded:
            return log.id
    return None

"""Texts: the languages a study promises, and the placeholders in its messages."""

from __future__ import annotations

from collections.abc import Iterator

from crf_app.base.local_text import LocalText
from crf_app.study.draft import CODELISTS, FACTS, SCHEDULE, Draft, form_file
from crf_app.study.findings import Finding, did_you_mean
from crf_app.study.form import Form
from crf_app.study.messages import VALUE, placeholders
from crf_app.study.range_checks import is_range_check
from crf_app.study.rulebook import Rulebook, RuleKind

Path = tuple[str | int, ...]
Text = tuple[str, Path, LocalText]


def lint_languages(draft: Draft) -> Iterator[Finding]:
    """Find texts that lack a language of the study. A plain text stands for all languages."""
    if draft.facts is None:
        return
    spoken = {language for _, _, words in _texts(draft) for language in words.languages if language}
    unspoken = [each for each in draft.facts.languages if spoken and each not in spoken]
    for language in unspoken:
        place = draft.place(FACTS, "languages", draft.facts.languages.index(language))
        said = f"no text of the study is in “{language}”{did_you_mean(language, spoken)}"
        yield Finding.at(place, "S007", said)
    promised = [each for each in draft.facts.languages if each not in unspoken]
    for file, path, words in _texts(draft):
        if not words or words.texts[0][0] == "":
            continue
        missing = [each for each in promised if each not in words.languages]
        if missing:
            said = f"“{path[-1]}” has no words in: {', '.join(missing)}"
            place = draft.list_place(str(path[0]), *path[1:]) if file == CODELISTS else draft.place(file, *path)
            yield Finding.at(place, "S007", said)


def _texts(draft: Draft) -> Iterator[Text]:
    if draft.facts is not None:
        yield FACTS, ("title",), draft.facts.title
        yield FACTS, ("sponsor",), draft.facts.sponsor
        for n, site in enumerate(draft.facts.sites):
            yield FACTS, ("sites", n, "name"), site.name
        for n, amends in enumerate(draft.facts.amends):
            yield FACTS, ("amends", n, "because"), amends.because
    for n, visit in enumerate(draft.schedule.visits if draft.schedule else ()):
        yield SCHEDULE, ("visits", n, "label"), visit.label
        yield SCHEDULE, ("visits", n, "short"), visit.short
        yield SCHEDULE, ("visits", n, "note"), visit.note
    for n, period in enumerate(draft.schedule.periods if draft.schedule else ()):
        yield SCHEDULE, ("periods", n, "label"), period.label
    for n, arm in enumerate(draft.schedule.arms if draft.schedule else ()):
        yield SCHEDULE, ("arms", n, "label"), arm.label
        for key, words in arm.treatments.items():
            yield SCHEDULE, ("arms", n, "treatments", key), words
    for codelist in (draft.codelists or {}).values():
        for n, code in enumerate(() if codelist.dictionary else codelist.codes):
            yield CODELISTS, (codelist.id, n, "label"), code.label
            yield CODELISTS, (codelist.id, n, "hint"), code.hint
    for form in draft.forms.values():
        for path, words in _form_texts(form):
            yield form_file(form.id), path, words


def _form_texts(form: Form) -> Iterator[tuple[Path, LocalText]]:
    yield ("title",), form.title
    yield ("short",), form.short
    for s, section in enumerate(form.sections):
        yield ("sections", s, "title"), section.title
        for r, row in enumerate(section.rows):
            yield ("sections", s, "rows", r, "label"), row.label
        for i, item in enumerate(section.items):
            yield ("sections", s, "items", i, "label"), item.label
            yield ("sections", s, "items", i, "short"), item.short
            yield ("sections", s, "items", i, "help"), item.help
            if item.unit is not None:
                yield ("sections", s, "items", i, "unit", "words"), item.unit.words
            for u, unit in enumerate(item.other_units):
                yield ("sections", s, "items", i, "other_units", u, "words"), unit.words
    for c, check in enumerate(form.checks):
        if not is_range_check(form.id, check):
            yield ("checks", c, "message"), check.message


def lint_placeholders(draft: Draft, rulebook: Rulebook) -> Iterator[Finding]:
    """Find placeholders in messages that the check's rule cannot fill."""
    for form in draft.forms.values():
        known = {
            rule.check.id: {read.text for read in rule.expression.reads}
            for rule in rulebook.rules_of(form.id)
            if rule.kind is RuleKind.CHECK and rule.check is not None
        }
        for n, check in enumerate(form.checks):
            if is_range_check(form.id, check) or check.id not in known:
                continue
            names = known[check.id] | ({VALUE} if check.item in known[check.id] else set())
            for language, words in check.message.texts:
                path = ("checks", n, "message", *((language,) if language else ()))
                for name in placeholders(words):
                    if name not in names:
                        said = f"the rule of “{check.id}” reads no “{name}”"
                        said += did_you_mean(name, names)
                        place = draft.place(form_file(form.id), *path)
                        yield Finding.at(place, "S018", said)

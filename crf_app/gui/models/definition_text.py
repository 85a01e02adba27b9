"""The study's definition as readable text: what is asked, when, with which rules in the author's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Final, Literal

from crf_app.base.digits import local_figures
from crf_app.base.problems import Severity
from crf_app.base.values import Kind
from crf_app.base.words import Say, mark
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import form_title
from crf_app.gui.models.source_words import with_source
from crf_app.study.form import Form, Section
from crf_app.study.item import Item, Range
from crf_app.study.schedule import PlannedVisit
from crf_app.study.study import Study

Style = Literal["title", "section", "strong", "text", "note", "rule"]

KINDS: Final = {
    Kind.TEXT: mark("text"),
    Kind.LONG_TEXT: mark("long text"),
    Kind.INTEGER: mark("whole number"),
    Kind.DECIMAL: mark("number"),
    Kind.MEASURED: mark("measured number"),
    Kind.YES_NO: mark("yes or no"),
    Kind.CODE: mark("one of a list"),
    Kind.CODES: mark("several of a list"),
    Kind.DATE: mark("date"),
    Kind.TIME: mark("time"),
    Kind.DATE_TIME: mark("date and time"),
    Kind.DURATION: mark("duration"),
    Kind.FILE: mark("file"),
    Kind.NOTE: mark("note"),
}


@dataclass(frozen=True)
class Paragraph:
    """A piece of the text. `level` indents it; `aside` stands behind the text in a quieter colour."""

    style: Style
    text: str
    aside: str = ""
    level: int = 0


def overview_text(study: Study, say: Say) -> Iterator[Paragraph]:
    """Tell the study itself: title, registration, sites, schedule."""
    facts, language = study.facts, say.language
    yield Paragraph("title", facts.short, say("version {version}", version=facts.version))
    yield Paragraph("text", facts.title.in_(language))
    yield Paragraph("note", say("Sponsor: {name}", name=facts.sponsor.in_(language)))
    yield Paragraph("note", say("Registration: {number}", number=phrases.ltr(facts.registration)))
    for site in facts.sites:
        yield Paragraph("note", say("Site {id}: {name}", id=phrases.ltr(site.id), name=site.name.in_(language)))
    yield from _design(study, say)
    yield Paragraph("section", say("Visits"))
    for visit in study.schedule.visits:
        yield from _visit(study, visit, say)
    yield Paragraph("section", say("Open all the time"))
    for form in study.schedule.logs:
        yield Paragraph("text", form_title(study, form, language), level=1)
    if facts.settings:
        yield Paragraph("section", say("Choices of the study"))
        for name, chosen in facts.settings.items():
            yield Paragraph("rule", f"settings.{name} = {chosen}", level=1)
    if facts.licences:
        yield Paragraph("section", say("Licensed instruments"))
        for name, licence in facts.licences.items():
            text = say.joined((name, licence.holder, licence.number, str(licence.expires or "")), " · ")
            yield Paragraph("note", text, level=1)
    yield Paragraph("note", say("Fingerprint of the definition: {print}", print=phrases.ltr(study.fingerprint[:16])))


def _design(study: Study, say: Say) -> Iterator[Paragraph]:
    """Tell the periods and what subjects are assigned to, where the trial has them."""
    language, schedule = say.language, study.schedule
    if schedule.periods:
        yield Paragraph("section", say("Periods"))
    for period in schedule.periods:
        baseline = schedule.visit(period.baseline).label.in_(language)
        yield Paragraph("text", period.label.in_(language), say("baseline: {visit}", visit=baseline), 1)
    if schedule.arms:
        yield Paragraph("section", say("Arms"))
    labels = {period.id: period.label.in_(language) for period in schedule.periods}
    for arm in schedule.arms:
        given = [
            say("{period}: {treatment}", period=labels.get(period, period), treatment=words.in_(language))
            for period, words in arm.treatments.items()
        ]
        yield Paragraph("text", arm.label.in_(language), say.joined(given, " · "), 1)


def _visit(study: Study, visit: PlannedVisit, say: Say) -> Iterator[Paragraph]:
    language = say.language
    when = ""
    if visit.on is not None:
        when = _planned(visit, anchor_words(study, visit.on, say), say)
    yield Paragraph("strong", visit.label.in_(language), when)
    titles = [form_title(study, form, language) for form in visit.forms]
    titles += [say("{form} (optional)", form=form_title(study, form, language)) for form in visit.optional_forms]
    if titles:
        yield Paragraph("text", say.joined(titles), level=1)
    if visit.note:
        yield Paragraph("note", visit.note.in_(language), level=1)


def _planned(visit: PlannedVisit, anchor: str, say: Say) -> str:
    """Say when a visit is planned, and how far it may move."""
    low, high = visit.window
    at = visit.at
    if not at:
        moment = say("on the day of {anchor}", anchor=anchor)
    elif at < timedelta(0):
        moment = say("{span} before {anchor}", span=span_words(-at, say), anchor=anchor)
    else:
        moment = say("{span} after {anchor}", span=span_words(at, say), anchor=anchor)
    if not low and not high:
        return moment
    if -low == high:
        return say("{moment}, {span} either way", moment=moment, span=span_words(high, say))
    if not at and not low:
        return say("from the day of {anchor} to {span} after it", anchor=anchor, span=span_words(high, say))
    return say("{moment}, window {low} to {high}", moment=moment, low=span_words(low, say), high=span_words(high, say))


def anchor_words(study: Study, anchor: str, say: Say) -> str:
    """Name what a visit is planned from: the item that gives its date, or the word of the study's author."""
    if anchor == "infusion":
        return say("the infusion")
    if anchor == "consent":
        return say("the consent")
    found = study.schedule.anchors.get(anchor)
    form = study.forms.get(found.form) if found is not None else None
    if found is None or form is None or not form.has(found.item):
        return anchor
    return say("“{item}”", item=form.item(found.item).label.in_(say.language))


def forms_in_order(study: Study) -> tuple[str, ...]:
    """Return the forms as the schedule first asks them, then the logs, then any other."""
    asked = [form for visit in study.schedule.visits for form in visit.all_forms]
    return tuple(dict.fromkeys([*asked, *study.schedule.logs, *study.forms]))


def span_words(span: timedelta, say: Say) -> str:
    """Say a span of the schedule: ``30 days``, ``−4 hours``."""
    sign = "−" if span < timedelta(0) else ""
    span = abs(span)
    if span % timedelta(days=1):
        words = say.n("{n} hour", "{n} hours", int(span.total_seconds() // 3600))
    else:
        words = say.n("{n} day", "{n} days", span.days)
    return f"{sign}{words}"


def form_text(study: Study, form: Form, say: Say) -> Iterator[Paragraph]:
    """Tell a form: its sections, items and checks."""
    language = say.language
    version = say("form version {version}", version=form.version)
    if form.blinded:
        version = say("{version} · for unblinded staff only", version=version)
    if form.recorded_here:
        version = say("{version} · recorded here first", version=version)
    yield Paragraph("title", form.title.in_(language), version)
    where = [v.label.in_(language) for v in study.schedule.visits if form.id in v.all_forms]
    if form.id in study.schedule.logs:
        where = [say("open all the time")]
    yield Paragraph("note", say("Asked at: {visits}", visits=say.joined(where)))
    for section in form.sections:
        yield from _section(study, section, say)
    if form.checks:
        yield Paragraph("section", say("Checks"))
        for check in form.checks:
            severity = {
                Severity.NOTE: say("note"),
                Severity.QUERY: say("query"),
                Severity.STOP: say("impossible"),
            }[check.severity]
            yield Paragraph("text", check.message.in_(language), severity)
            yield Paragraph("rule", check.when, level=1)


def _section(study: Study, section: Section, say: Say) -> Iterator[Paragraph]:
    language = say.language
    title = section.title.in_(language)
    title = say("{section} (unblinded)", section=title) if section.blinded else title
    yield Paragraph("section", with_source(title, section.recorded_here, say))
    if section.relevant:
        yield Paragraph("rule", say("asked when {rule}", rule=section.relevant))
    if section.rows:
        rows = say.joined(row.label.in_(language) for row in section.rows)
        yield Paragraph("note", say("Rows: {rows}", rows=rows))
    for item in section.items:
        yield from _item(study, item, say)


def _item(study: Study, item: Item, say: Say) -> Iterator[Paragraph]:
    language = say.language
    asides = [say(KINDS[item.kind])]
    if item.unit is not None:
        asides.append(item.unit_in(language))
    for words, given in ((say("expected"), item.expected), (say("possible"), item.possible)):
        if given is not None:
            asides.append(f"{words} {range_words(given, language)}")
    if item.blinded:
        asides.append(say("for unblinded staff only"))
    if item.recorded_here is not None:
        asides.append(say("recorded here first") if item.recorded_here else say("copied from a source"))
    yield Paragraph("strong", item.label.in_(language), say.joined(asides, " · "), 1)
    if item.help:
        yield Paragraph("note", item.help.in_(language), level=2)
    if item.codes and item.codes in study.codelists:
        codes = study.codelists[item.codes]
        shown = ", ".join(f"{code.code} {code.label.in_(language)}" for code in codes.codes[:12])
        if codes.dictionary:
            shown = say("dictionary {name}", name=codes.dictionary)
        elif len(codes.codes) > 12:
            shown = say("{codes} and {n} more", codes=shown, n=len(codes.codes) - 12)
        yield Paragraph("note", shown, level=2)
    for words, rule in (
        (say("asked when {rule}"), item.relevant),
        (say("worked out as {rule}"), item.derive),
        (say("counts as {rule}"), item.counts_as),
        (say("needed when {rule}"), item.required if item.required not in ("yes", "no") else None),
    ):
        if rule:
            yield Paragraph("rule", words.format(rule=rule), level=2)
    if item.required == "no":
        yield Paragraph("note", say("may stay blank"), level=2)


def range_words(given: Range, language: str) -> str:
    """Say a range: ``0–60``, ``≥ 18``, ``≤ 5``."""

    def figure(number: Decimal) -> str:
        return local_figures(f"{number:f}", language)

    if given.low is not None and given.high is not None:
        return f"{figure(given.low)}–{figure(given.high)}"
    if given.low is not None:
        return f"≥ {figure(given.low)}"
    return f"≤ {figure(given.high)}" if given.high is not None else ""

"""The cover of a casebook: who, where, how far, and the seal."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from reportlab.platypus import Flowable

from crf_app.base.partial_date import PartialDate
from crf_app.base.words import LANGUAGE_NAMES
from crf_app.capture.timeline import Mark, Stage
from crf_app.reports.blocks import Lines, Space, cover_title, key_figures, label_list, statement, two_columns
from crf_app.reports.blocks import Mark as MarkFlowable
from crf_app.reports.inline import Content, Gap, Part, Run, island
from crf_app.reports.marks import MarkKind
from crf_app.reports.subject_paper import SubjectPaper
from crf_app.reports.values import SB
from crf_app.reports.visit import VisitPrinter
from crf_app.reports.wording import Wording

Pair = tuple[Content, Content | Lines]


@dataclass(frozen=True)
class Seal:
    """The head of the audit trail before printing: four groups of four, and the number of that fact."""

    text: str
    fact: int


def stage_words(wording: Wording, stage: Stage) -> str:
    """Return how far a subject has come."""
    say = wording.say
    return {
        Stage.SCREENING: say("in screening"),
        Stage.SCREENED: say("screened, not treated yet"),
        Stage.FOLLOW_UP: say("on study"),
        Stage.COMPLETED: say("completed the study"),
        Stage.WITHDRAWN: say("left the study early"),
        Stage.SCREEN_FAILURE: say("not eligible"),
        Stage.DIED: say("died", context="a subject"),
    }[stage]


def cover(visits: VisitPrinter, seal: Seal) -> list[Flowable]:
    """Return the cover page."""
    s, wording, paper = visits.sheet, visits.wording, visits.paper
    say, facts = wording.say, paper.study.facts
    return [
        *cover_title(s, say("Casebook", context="a report"), paper.record.label, wording.label(facts.title)),
        Space(36),
        two_columns(s, [label_list(s, _study(wording, paper))], [label_list(s, _subject(wording, paper))]),
        key_figures(s, _figures(wording, paper), space_before=30),
        statement(
            s, say("Seal"), Run(seal.text, weight=SB, size=11, island=True),
            say("The first sixteen digits of the audit trail’s hash at fact {fact}. The study file shows the same "
                "seal for that fact; if it does not, this paper and the file differ.", fact=wording.count(seal.fact)),
            space_before=42,
        ),
        _whole(visits),
    ]  # fmt: skip


def _study(wording: Wording, paper: SubjectPaper) -> list[Pair]:
    say, facts = wording.say, paper.study.facts
    site = paper.study.site(paper.record.site)
    investigators = [name for name, role in wording.people.values() if role == "investigator"]
    pairs: list[Pair] = [
        (say("Study"), facts.short),
        (say("Registration"), facts.registration),
        (say("Sponsor"), wording.label(facts.sponsor)),
        (say("Site"), [island(wording.figures(site.id)), Gap(), wording.label(site.name)]),
    ]
    if investigators:
        pairs.append((say("Investigator"), Lines(investigators[:3])))
    pairs.append((say("Study versions"), Lines(_versions(wording, paper))))
    return pairs


def _versions(wording: Wording, paper: SubjectPaper) -> list[Content]:
    """The versions this subject's facts were kept under, each with its first day."""
    first: dict[str, str] = {}
    for fact in paper.facts:
        first.setdefault(fact.study_version, fact.at)
    lines: list[Content] = []
    for version, at in first.items():
        day = wording.date(PartialDate.parse(at[:10]), both=False)
        since = wording.say("from", context="a version, a date follows")
        lines.append([island(wording.figures(version)), " ", since, " ", *day])
    return lines


def _subject(wording: Wording, paper: SubjectPaper) -> list[Pair]:
    say = wording.say
    pairs: list[Pair] = [(say("Subject"), _who(wording, paper))]
    consent, dose = paper.value("consent.date"), paper.value("dose.start")
    if consent and isinstance(consent.value, PartialDate):
        pairs.append((say("Consent"), wording.date(consent.value)))
    if dose and isinstance(dose.value, PartialDate):
        pairs.append((say("Infusion"), _dose(wording, paper, dose.value)))
    pairs.append((say("State"), _state(wording, paper)))
    held = [visit.date for visit in paper.record.visits.values() if visit.date]
    if held:
        ends = (min(held, key=PartialDate.earliest), max(held, key=PartialDate.latest))
        first, last = (wording.date(end.without_time(), both=False) for end in ends)
        pairs.append((say("Covers"), [*first, " ", say("to", context="between two dates"), " ", *last]))
    calendar = say("dates Jalali and Gregorian") if wording.rtl else say("dates Gregorian")
    pairs.append((say("Language"), f"{LANGUAGE_NAMES[wording.language]}{_between(wording)}{calendar}"))
    return pairs


def _between(wording: Wording) -> str:
    return {"fa": "؛ ", "zh": "；"}.get(wording.language, "; ")


def _who(wording: Wording, paper: SubjectPaper) -> str:
    """Return sex and age at consent, never a name."""
    sex, age = paper.value("subject.sex"), paper.value("subject.age")
    words = []
    if sex and isinstance(sex.value, str):
        item = paper.study.item(*paper.study.roles["subject.sex"])
        words.append(paper.study.codes_of(item).label(sex.value).in_(wording.language))
    if age and isinstance(age.value, Decimal):
        words.append(wording.say.n("{n} year at consent", "{n} years at consent", int(age.value)))
    return ("، " if wording.rtl else "，" if wording.language == "zh" else ", ").join(words) or "–"


def _dose(wording: Wording, paper: SubjectPaper, start: PartialDate) -> Content:
    given = paper.value("dose.given")
    parts: list[Part] = [*wording.date(start.without_time())]
    if given and isinstance(given.value, Decimal):
        item = paper.study.item(*paper.study.roles["dose.given"])
        unit = item.unit_in(wording.language)
        amount = f"{wording.figures(str(given.value))} × {unit}" if unit.startswith("10") else (
            f"{wording.figures(str(given.value))} {unit}")  # fmt: skip
        parts += [Gap(), island(amount)]
    return parts


def _state(wording: Wording, paper: SubjectPaper) -> Content:
    words = stage_words(wording, paper.line.stage)
    if paper.line.stage is Stage.DIED and paper.line.died is not None:
        return [words, Gap(), *wording.date(paper.line.died)]
    dose = paper.value("dose.start")
    if paper.line.stage is Stage.FOLLOW_UP and dose and isinstance(dose.value, PartialDate) and dose.value.is_full:
        days = (paper.now.date() - dose.value.date()).days
        return wording.say("{state}, day {n}", state=words, n=days)
    return words


def _figures(wording: Wording, paper: SubjectPaper) -> list[tuple[Content, Content]]:
    say, count = wording.say, wording.count
    due = [v for v in paper.line.visits if v.held is not None or v.mark in (Mark.OVERDUE, Mark.MISSED)]
    kept = sum(v.held is not None and v.held.state != "missed" for v in due)
    entries = [e for page in paper.record.pages.values() for e in page.entries.values() if e.stored and not e.derived]
    changed = len({(a.fact.page, a.key) for told in paper.alterations.values() for a in told})
    waiting = sum(query.is_live for query in paper.queries)
    closed = len(paper.queries) - waiting
    signed = list(paper.record.signatures.values())
    broken = sum(each.broken_by is not None for each in signed)
    signatures = say.n("signature", "signatures", len(signed)) if not signed else (
        say.n("signature, {broken} no longer valid", "signatures, {broken} no longer valid", len(signed), broken=broken)
        if broken
        else say.n("signature, valid", "signatures, all valid", len(signed)))  # fmt: skip
    return [
        (say("{kept} of {due}", kept=kept, due=len(due)), say("visits due were kept")),
        (count(sum("value" in e.stored for e in entries)), say("values")),
        (count(changed), say("changed later")),
        (count(sum("missing" in e.stored for e in entries)), say("left out with a reason")),
        (count(waiting), say.n("query open, {closed} closed", "queries open, {closed} closed", waiting, closed=closed)),
        (count(len(signed)), signatures),
    ]


def _whole(visits: VisitPrinter) -> Flowable:
    """Tell how much of the casebook is signed; there is no signature over the whole but that over every visit."""
    s, say, paper = visits.sheet, visits.wording.say, visits.paper
    asked = [v for v in paper.line.visits if v.mark not in (Mark.NA, Mark.MISSED)]
    signed = sum(v.mark is Mark.SIGNED for v in asked)
    status = paper.status()
    kind = {"final": MarkKind.SIGNED, "changed": MarkKind.OVERDUE, "interim": MarkKind.WINDOW_OPEN}[status]
    words = {
        "final": say("signed, visit by visit"),
        "changed": say("a signed value has changed; a new signature is due"),
        "interim": say("not yet signed in full: {signed} of {all} visits", signed=signed, all=len(asked)),
    }[status]
    mark = MarkFlowable(kind, s.body.but(leading=13), words=words)
    told = say("The casebook is final when every visit is complete and signed and every query is closed.")
    return statement(s, say("Whole casebook"), mark, told, space_before=18)

"""The matrix of subjects and visits: one cell says its mark and the one date that matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from crf_app.base.digits import latin_digits, local_digits
from crf_app.base.words import Say, mark
from crf_app.capture.holds import Level
from crf_app.capture.places import VisitPlace
from crf_app.capture.timeline import OVER, Mark, Stage, VisitStatus
from crf_app.gui.models import phrases
from crf_app.gui.models.places_in_words import (
    MARK_WORDS,
    after_death_words,
    as_sentence,
    not_applicable_words,
    pages_words,
    stage_words,
    visit_head,
    visit_label,
    visit_sentence,
)
from crf_app.gui.models.standings import Standing
from crf_app.study.schedule import PlannedVisit
from crf_app.study.study import Study


class Filter(StrEnum):
    """The filters over the matrix; each is a mark."""

    ALL = "all"
    IN_WINDOW = "in_window"
    OVERDUE = "overdue"
    STARTED = "started"
    QUERIES = "queries"
    TO_SIGN = "to_sign"
    TO_VERIFY = "to_verify"


FILTER_WORDS: Final = {
    Filter.ALL: mark("All"),
    Filter.IN_WINDOW: mark("In window"),
    Filter.OVERDUE: mark("Overdue"),
    Filter.STARTED: mark("Started"),
    Filter.QUERIES: mark("Queries"),
    Filter.TO_SIGN: mark("To sign"),
    Filter.TO_VERIFY: mark("To compare with the source"),
}


@dataclass(frozen=True)
class Column:
    """A planned visit over its column: the name, and when it is."""

    visit: str
    name: str
    when: str


@dataclass(frozen=True)
class Cell:
    """One visit of one subject. `extra` is the one further mark it may show; `strong` words are state, not date."""

    status: VisitStatus
    mark: Mark
    text: str
    token: str
    strong: bool
    extra: str | None
    sentence: str


@dataclass(frozen=True)
class MatrixRow:
    """A subject's row. `events` counts adverse events; it is None for somebody whom they are not open to.

    `to_sign` is told of every visit, also of those that have no column because they may take place several times.
    """

    subject: str
    label: str
    who: str
    stage: str
    over: bool
    cells: tuple[Cell | None, ...]
    events: int | None
    clock: bool
    open_queries: int
    answered_queries: int
    current: int
    to_verify: int = 0
    to_sign: bool = False

    @property
    def words(self) -> str:
        """What the filter field looks through."""
        return f"{self.label} {self.who} {self.stage}".casefold()


@dataclass(frozen=True)
class Matrix:
    """All rows, and the counts of the filters."""

    columns: tuple[Column, ...]
    rows: tuple[MatrixRow, ...]
    counts: dict[Filter, int]
    summary: str

    def chosen(self, only: Filter, text: str = "") -> tuple[MatrixRow, ...]:
        """Return the rows of a filter whose words hold every word of `text`."""
        wanted = latin_digits(text).casefold().split()
        return tuple(
            row for row in self.rows if passes(row, only) and all(w in latin_digits(row.words) for w in wanted)
        )


def matrix_of(study: Study, subjects: Sequence[Standing], now: datetime, say: Say) -> Matrix:
    """Work out the matrix at `now` (local time)."""
    local = now.replace(tzinfo=None)
    planned = [visit for visit in study.schedule.visits if not visit.repeating]
    columns = tuple(
        Column(
            visit.id,
            _head(study, visit, say.language),
            when_words(study, visit, say),
        )
        for visit in planned
    )
    rows = tuple(_row(study, each, planned, local, say) for each in subjects)
    counts = {each: sum(passes(row, each) for row in rows) for each in Filter}
    return Matrix(columns, rows, counts, _summary(subjects, say))


def passes(row: MatrixRow, only: Filter) -> bool:
    """Whether a row belongs to a filter."""
    cells = [cell for cell in row.cells if cell is not None]
    match only:
        case Filter.IN_WINDOW:
            return any(cell.mark is Mark.OPEN for cell in cells)
        case Filter.OVERDUE:
            return any(cell.mark is Mark.OVERDUE for cell in cells)
        case Filter.STARTED:
            return any(cell.mark is Mark.PROGRESS for cell in cells)
        case Filter.QUERIES:
            return row.open_queries + row.answered_queries > 0
        case Filter.TO_SIGN:
            return row.to_sign
        case Filter.TO_VERIFY:
            return row.to_verify > 0
        case _:
            return True


def _head(study: Study, visit: PlannedVisit, language: str) -> str:
    """A column's name: the label where it is short enough to stand over its column."""
    return visit_head(study, VisitPlace("", visit.id), language)


def when_words(study: Study, visit: PlannedVisit, say: Say) -> str:
    """Say when a visit is planned: ``30 ± 7 d``, ``± 4 h``, ``day −28 to −1``."""
    if visit.on is None:
        return ""
    low, high = visit.window
    if visit.by_the_hour:
        half = int(max(abs(low), abs(high)).total_seconds() // 3600)
        return say("± {hours} h", hours=half)
    days = visit.at.days
    if not low and not high:
        return say("day {day}", day=days) if days else ""
    if -low == high:
        return say("{day} ± {days} d", day=days, days=high.days)
    first, last = days + low.days, days + high.days
    return say(
        "day {first} to {last}",
        first=_signed(first, say.language),
        last=_signed(last, say.language),
    )


def _signed(number: int, language: str) -> str:
    text = local_digits(str(abs(number)), language)
    return phrases.ltr(f"−{text}") if number < 0 and language == "fa" else f"−{text}" if number < 0 else text


def _row(study: Study, subject: Standing, planned: Sequence[PlannedVisit], now: datetime, say: Say) -> MatrixRow:
    by_visit = {status.planned.id: status for status in subject.timeline.visits}
    cells = tuple(cell_of(study, by_visit[visit.id], now, say) if visit.id in by_visit else None for visit in planned)
    return MatrixRow(
        subject.id,
        subject.label,
        _who(study, subject, say),
        stage_words(subject.stage, say),
        subject.stage in OVER,
        cells,
        len(subject.events) if "ae.term" in study.roles else None,
        subject.clock is not None,
        subject.open_queries,
        subject.answered_queries,
        _current(cells),
        subject.sources.left,
        any(status.mark is Mark.COMPLETE for status in subject.timeline.visits),
    )


def _current(cells: Sequence[Cell | None]) -> int:
    """The cell a person wants first: overdue, then open, then started, then the last that is done."""
    for wanted in (Mark.OVERDUE, Mark.OPEN, Mark.PROGRESS):
        for place, cell in enumerate(cells):
            if cell is not None and cell.mark is wanted:
                return place
    done = [
        place
        for place, cell in enumerate(cells)
        if cell is not None and cell.mark in (Mark.COMPLETE, Mark.SIGNED, Mark.MISSED)
    ]
    return max(done, default=0)


def _who(study: Study, subject: Standing, say: Say) -> str:
    """Sex as one letter and the age: ``F 34``."""
    sex = ""
    if subject.sex and "subject.sex" in study.roles:
        label = study.codes_of(study.item(*study.roles["subject.sex"])).label(subject.sex)
        sex = label.in_(say.language)[:1]
    age = local_digits(subject.age, say.language)
    return f"{sex} {age}".strip()


def cell_of(study: Study, status: VisitStatus, now: datetime, say: Say) -> Cell:
    """Work out what a cell shows."""
    text, token, strong = _cell_text(status, now, say)
    extra = extra_mark(status)
    sentence = visit_sentence(study, status, now, say)
    if status.off_window:
        sentence = say("{sentence}, outside its window", sentence=sentence)
    if status.open_queries:
        more = say.n("{n} question open", "{n} questions open", status.open_queries)
        sentence = say("{sentence}, {more}", sentence=sentence, more=more)
    if status.to_sign_again:
        again = say.n(
            "{n} page to sign again after a change", "{n} pages to sign again after a change", status.to_sign_again
        )
        sentence = say.joined((sentence, again))
    if status.hold is not None:
        sentence = say.joined((sentence, say("locked") if status.hold is Level.LOCKED else say("frozen")))
    return Cell(status, status.mark, text, token, strong, extra, sentence)


def extra_mark(status: VisitStatus) -> str | None:
    """Return the one further mark a cell may show: what somebody must see to comes before what only tells."""
    if status.to_sign_again:
        return "broken"
    if status.off_window:
        return "deviation"
    if status.open_queries:
        return "query"
    if status.answered_queries:
        return "answered"
    return status.hold.value if status.hold is not None else None


def _cell_text(status: VisitStatus, now: datetime, say: Say) -> tuple[str, str, bool]:
    by_hour, closes = status.planned.by_the_hour, status.closes
    match status.mark:
        case Mark.NA:
            return "", "muted", False
        case Mark.MISSED:
            return say("missed"), "text-2", False
        case Mark.OVERDUE if closes is not None:
            return phrases.late_short(closes, now, say), "danger", True
        case Mark.OPEN if closes is not None:
            return phrases.left_short(closes, now, by_hour, say), "accent", True
        case Mark.PROGRESS if closes is not None and closes >= now and _mostly_open(status):
            return phrases.left_short(closes, now, by_hour, say), "accent", True
    held = status.held.date if status.held else None
    if held is not None:
        return phrases.day_month(held.earliest().date(), say.language), "text-2", False
    if status.target is not None:
        return phrases.day_month(status.target.date(), say.language), "text-2", False
    return "", "text-2", False


def _mostly_open(status: VisitStatus) -> bool:
    """Whether the subject is still expected: more than one page of the visit is open."""
    return status.total - status.done > 1


def _summary(subjects: Sequence[Standing], say: Say) -> str:
    parts = []
    for stage, one, many in (
        (Stage.FOLLOW_UP, mark("{n} in follow-up"), mark("{n} in follow-up")),
        (Stage.SCREENED, mark("{n} screened"), mark("{n} screened")),
        (Stage.SCREENING, mark("{n} in screening"), mark("{n} in screening")),
        (Stage.COMPLETED, mark("{n} completed"), mark("{n} completed")),
        (Stage.WITHDRAWN, mark("{n} withdrawn"), mark("{n} withdrawn")),
        (Stage.SCREEN_FAILURE, mark("{n} screen failure"), mark("{n} screen failures")),
        (Stage.DIED, mark("{n} died"), mark("{n} died")),
    ):
        count = sum(each.stage is stage for each in subjects)
        if count:
            parts.append(say.n(one, many, count))
    return say.joined([local_digits(str(len(subjects)), say.language), *parts], " · ")


@dataclass(frozen=True)
class Detail:
    """The line below the matrix: all about the selected cell."""

    title: str
    state: str
    token: str
    text: str
    pages: str
    page_marks: tuple[Mark, ...]


def detail_of(study: Study, row: MatrixRow, cell: Cell, now: datetime, say: Say) -> Detail:
    """Explain a cell: its state, window, target, pages."""
    status, local = cell.status, now.replace(tzinfo=None)
    name = visit_label(study, status.place, say.language)
    token = {Mark.OPEN: "accent", Mark.PROGRESS: "accent", Mark.OVERDUE: "danger"}.get(cell.mark, "text-2")
    gone = status.not_applicable
    state = say(MARK_WORDS[cell.mark]) if gone is None else not_applicable_words(gone, say)
    by_hour, closes = status.planned.by_the_hour, status.closes
    if closes is not None and cell.mark in (Mark.OPEN, Mark.PROGRESS) and closes >= local:
        left = phrases.left_words(closes, local, by_hour, say)
        state = say("{state}, {left}", state=state, left=left)
    elif closes is not None and cell.mark is Mark.OVERDUE:
        late = phrases.late_words(closes, local, by_hour, say)
        state = say("{state}, {left}", state=state, left=late)
    marks = tuple(each for form, each in status.page_marks if form in status.planned.forms and gone is None)
    return Detail(
        say("{subject} · {visit}", subject=row.label, visit=name),
        state,
        token,
        window_words(study, status, say),
        pages_words(status, say) if marks else "",
        marks,
    )


def window_words(study: Study, status: VisitStatus, say: Say) -> str:
    """Say a visit's date and window in full."""
    parts, language = [], say.language
    held = status.held
    if held is not None and held.date is not None:
        parts.append(say("Visit of {day}", day=phrases.partial_day(held.date, language)))
    if status.after_death is not None:
        parts.append(after_death_words(status.after_death, say))
    if held is not None and held.state == "missed":
        parts.append(say("Missed: {reason}", reason=missed_words(study, held.reason or "", language)))
    if status.opens is not None and status.closes is not None and status.target is not None:
        if status.planned.by_the_hour:
            first = phrases.day_and_time(status.opens, say)
            last = phrases.day_and_time(status.closes, say)
        else:
            first = phrases.day_month(status.opens.date(), language)
            last = phrases.day_month_year(status.closes.date(), language)
        parts.append(say("Window {first} to {last}", first=first, last=last))
        if status.closes - status.opens > timedelta(days=1):
            parts.append(say("target {day}", day=phrases.day_month(status.target.date(), language)))
        if status.planned_only:
            parts.append(say("planned, may still move"))
    if status.off_window:
        days = abs(status.off_window.days) or 1
        if status.off_window.total_seconds() > 0:
            parts.append(say.n("{n} day after the window", "{n} days after the window", days))
        else:
            parts.append(say.n("{n} day before the window", "{n} days before the window", days))
    if not parts:
        parts.append(say("Its window follows once the date it hangs on is known"))
    return say.joined(parts, " · ")


def asked_words(study: Study, status: VisitStatus, say: Say) -> str:
    """Say what a person should know before beginning a visit: that it does not apply any more, and its window."""
    words = window_words(study, status, say)
    if status.not_applicable is None:
        return words
    reason = as_sentence(not_applicable_words(status.not_applicable, say))
    return say("{reason}. Begin the visit only if it did take place. {window}.", reason=reason, window=words)


def missed_words(study: Study, reason: str, language: str) -> str:
    """Return the words of a missing reason."""
    codes = study.codelists.get(study.facts.missing_reasons)
    return codes.label(reason).in_(language) if codes else reason

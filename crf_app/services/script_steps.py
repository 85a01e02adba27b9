"""The steps of an entry script, as they are written (docs/entry-scripts.md)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from crf_app.study.defined import Defined


def _yes_or_no(given: object) -> object:
    """Read yes and no as people write them; anything else is a finding, never a silent no."""
    return {"yes": True, "no": False}.get(given, given) if isinstance(given, str) else given


YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]


class MissingAnswer(Defined):
    """A reason instead of a value."""

    missing: str
    comment: str = ""


Typed = str | MissingAnswer
Entries = dict[str, Typed]


class AtVisit(Defined):
    """A visit of a subject; `repeat` counts unscheduled ones."""

    subject: str
    visit: str
    repeat: int = 1


class DatedVisit(AtVisit):
    """A visit and its date, ``2025-05-22`` or ``2025-05-22 10:05``."""

    date: str
    reason: str | None = None


class MissedVisit(AtVisit):
    """A visit that will not take place."""

    reason: str
    comment: str = ""


class AtPage(Defined):
    """A page: of a visit, or of a log, where `number` counts the pages of the log."""

    subject: str
    form: str
    visit: str | None = None
    repeat: int = 1
    number: int | None = None


class EnterPage(AtPage):
    """What is typed on a page. `rows` holds fixed rows by their id, `log_rows` new rows by section, in order."""

    entries: Entries = {}
    rows: dict[str, Entries] = {}
    log_rows: dict[str, tuple[Entries, ...]] = {}
    reason: str | None = None
    complete: YesNo = False


class NotDonePage(AtPage):
    """A page that was not done."""

    reason: str
    comment: str = ""


class ReopenedPage(AtPage):
    """A completed or not-done page is worked on again."""

    reason: str


class RemovedRow(AtPage):
    """A row of a log was added by mistake. Rows count from 1 in the order they were added."""

    section: str
    row: str
    reason: str


class AskedAt(Defined):
    """A query on an entry, on a page, on a visit where no form is given, or else on the subject."""

    subject: str
    form: str | None = None
    visit: str | None = None
    repeat: int = 1
    number: int | None = None
    item: str | None = None
    row: str = ""
    text: str


class QuerySaid(Defined):
    """A message to a query, found by its number."""

    subject: str
    query: int
    text: str = ""


class Explained(AtPage):
    """A value is kept although a check asks, and this is why."""

    item: str
    row: str = ""
    check: str
    text: str


class Verified(AtPage):
    """Entries compared with their source; without items all of the page that have one."""

    items: tuple[str, ...] = ()
    row: str = ""


class Unverified(AtPage):
    """Entries marked as compared by mistake."""

    items: tuple[str, ...]
    row: str = ""
    reason: str


class HeldAt(Defined):
    """What is frozen or locked: an item of a page, a page, a visit, a subject; the whole file where nothing is given.

    `number` counts the pages of a log.
    """

    subject: str | None = None
    visit: str | None = None
    repeat: int = 1
    form: str | None = None
    number: int = 1
    item: str | None = None
    row: str = ""


class LiftedAt(HeldAt):
    """A hold that is lifted."""

    reason: str


class SignedAt(Defined):
    """A signature on a visit, on a page of a log, or with neither on the whole casebook."""

    subject: str
    meaning: str
    visit: str | None = None
    repeat: int = 1
    form: str | None = None
    number: int = 1


class Step(Defined):
    """One step; exactly one of its parts is given."""

    enrol: str | None = None
    visit: DatedVisit | None = None
    redate: DatedVisit | None = None
    miss: MissedVisit | None = None
    enter: EnterPage | None = None
    not_done: NotDonePage | None = None
    complete: AtPage | None = None
    complete_visit: AtVisit | None = None
    reopen: ReopenedPage | None = None
    remove_row: RemovedRow | None = None
    ask: AskedAt | None = None
    answer: QuerySaid | None = None
    explain: Explained | None = None
    close: QuerySaid | None = None
    reopen_query: QuerySaid | None = None
    cancel: QuerySaid | None = None
    verify: Verified | None = None
    unverify: Unverified | None = None
    freeze: HeldAt | None = None
    unfreeze: LiftedAt | None = None
    lock: HeldAt | None = None
    unlock: LiftedAt | None = None
    sign: SignedAt | None = None

    @property
    def deed(self) -> tuple[str, Any]:
        """What the step does, and its details. Raises ValueError unless it does one thing."""
        given = [(name, value) for name, value in self if value is not None]
        if len(given) != 1:
            raise ValueError("a step does one thing")
        return given[0]

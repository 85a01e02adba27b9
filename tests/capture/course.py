"""A subject as lists see it, told step by step, at any hour."""

from __future__ import annotations

from datetime import UTC, datetime

from crf_app.base.partial_date import PartialDate
from crf_app.capture.outline import Outline
from crf_app.capture.places import PagePlace, VisitPlace
from crf_app.capture.record import Visit
from crf_app.capture.timeline import Mark, Timeline, timeline
from crf_app.study.study import Study
from tests.services.clinic import plmsc

INFUSED = "2025-06-07T10:20"


def day(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Course:
    """A subject of SPMS-PLMSC, or of another study."""

    def __init__(self, study: Study | None = None) -> None:
        self.study = study or plmsc()
        self.outline = Outline("s", "A-01", "01", "2025-05-22T05:00:00.000Z")

    def writes(self, visit: str, form: str, item: str, value: str) -> Course:
        place = PagePlace("s", VisitPlace("s", visit), form)
        self.outline.values.setdefault((form, item), {})[place.id] = {"value": value}
        self.outline.pages.setdefault(place.id, "begun")
        return self

    def logs(self, form: str, item: str, value: str, number: int = 1) -> Course:
        place = PagePlace("s", None, form, number)
        self.outline.values.setdefault((form, item), {})[place.id] = {"value": value}
        self.outline.pages.setdefault(place.id, "begun")
        return self

    def keeps(self, visit: str, on: str, state: str = "started", repeat: int = 1) -> Course:
        place = VisitPlace("s", visit, repeat)
        self.outline.visits[place.id] = Visit(place, PartialDate.parse(on), state)  # type: ignore[arg-type]
        return self

    def misses(self, visit: str) -> Course:
        place = VisitPlace("s", visit)
        self.outline.visits[place.id] = Visit(place, None, "missed", "refused")
        return self

    def page(self, visit: str, form: str, state: str, *, signed: bool = False) -> Course:
        place = PagePlace("s", VisitPlace("s", visit), form)
        self.outline.pages[place.id] = state
        if signed:
            self.outline.signed.add(place.id)
        return self

    def infused(self, at: str = INFUSED) -> Course:
        return self.writes("day_0", "infusion", "start", at).keeps("day_0", at[:10])

    def on(self, when: str) -> Timeline:
        return timeline(self.study, self.outline, day(when))

    def mark(self, visit: str, when: str) -> Mark:
        return self.on(when).visit(visit).mark

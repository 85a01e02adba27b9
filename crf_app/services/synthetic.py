"""The steps a coordinator takes with a synthetic subject, visit by visit.

Used by the demonstration file, which invents what nobody published; test set A stands in tests/fixtures as the text
these steps make without inventions.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crf_app.services.script_steps import (
    AskedAt,
    DatedVisit,
    Entries,
    MissedVisit,
    NotDonePage,
    Step,
)
from crf_app.services.synthetic_events import Events
from crf_app.services.synthetic_infusion import Infusion
from crf_app.services.synthetic_instruments import INSTRUMENTS, own, told
from crf_app.services.synthetic_pages import SAMPLED
from crf_app.services.synthetic_run import FilledPage, FilledStep
from crf_app.services.synthetic_stories import Story

REFUSED = "did not want another puncture"
UNPUBLISHED = "no published figures"


class Steps(Events, Infusion):
    """Makes the steps of one story.

    Cognition, questionnaires, imaging, blood count and cerebrospinal fluid of the trial were not published by subject:
    their pages are `invented`, or declared not done.
    """

    def __init__(self, story: Story, *, invented: bool = False) -> None:
        """Begin a story."""
        super().__init__(story)
        self.invented = invented

    def enrolment(self) -> Iterator[Step]:
        """The subject gets a number."""
        yield Step(enrol=self.story.label)

    def visit(self, visit: str, *, complete: bool = True, forms: int | None = None) -> Iterator[Step]:
        """One whole visit; `forms` stops after that many pages."""
        day = self.story.day_of(visit)
        moment = f"{day} 10:05" if visit == "hour_24" else f"{day}"
        yield Step(visit=DatedVisit(subject=self.story.label, visit=visit, date=moment))
        pages = list(self._pages(visit))
        for page in pages[:forms]:
            yield page if complete else _left_open(page)

    def missed(self, visit: str, reason: str, comment: str) -> Step:
        """The visit does not take place."""
        return Step(miss=MissedVisit(subject=self.story.label, visit=visit, reason=reason, comment=comment))

    def _pages(self, visit: str) -> Iterator[Step]:
        match visit:
            case "screening":
                yield from self._screening()
            case "day_0":
                yield from self._day_0()
            case "hour_24":
                yield self._checklist("hour_24")
                yield from self._events()
            case _:
                yield from self._follow_up(visit)

    def _screening(self) -> Iterator[Step]:
        story = self.story
        day = story.day_of("screening")
        female = story.sex == "female"
        yield self._page(
            "screening",
            "consent",
            {
                "obtained": "yes",
                "consented_on": f"{day}",
                "consented_at": "09:15",
                "form_version": "2.1",
                "language": "fa",
                "obtained_by": "Dr M. Karimi",
                "copy_given": "yes",
            },
        )
        person = {
            "age": f"{story.age}",
            "birth_year": f"{day.year - story.age}",
            "sex": story.sex,
            "height": f"{162 if female else 176}",
            "education_years": "12",
        }
        yield self._page("screening", "demographics", dict(person))
        yield self._history(day)
        yield self._virology()
        yield self._pregnancy_test("screening")
        yield self._eligibility(day, female)
        yield self._vital_signs("screening")
        yield self._edss("screening")
        yield self._page(
            None,
            "concomitant_medication",
            {
                "drug": "Rituximab",
                "drug_class": "rituximab",
                "dose": "1000",
                "dose_unit": "mg",
                "drug_route": "intravenous",
                "frequency": "every_6_months",
                "indication": "ms",
                "drug_start": f"{day.year - 2}",
                "drug_ongoing": "yes",
            },
        )

    def _day_0(self) -> Iterator[Step]:
        yield self._edss("day_0")
        yield from self._instruments("day_0")
        yield self._cytokines("day_0")
        yield self._b_cells("day_0")
        yield self._pregnancy_test("day_0")
        yield self._infusion()
        yield self._series()
        yield self._checklist("day_0")

    def _follow_up(self, visit: str) -> Iterator[Step]:
        if visit != "year_1":
            yield self._vital_signs(visit)
        yield self._edss(visit)
        yield from self._instruments(visit)
        if visit in SAMPLED:
            if self.story.covid and visit == "month_3":
                yield self._covid()
            yield self._cytokines(visit)
            if self.story.covid and visit == "month_1":
                yield self._explained()
            yield self._b_cells(visit)
        yield self._page(
            visit,
            "review",
            {
                "contact": "phone" if visit == "year_1" else "in_person",
                "new_event": "yes" if self.story.covid and visit == "month_3" else "no",
                "medication_changed": "no",
                "infection_14_days": "yes" if self.story.covid and visit == "month_3" else "no",
                "pain": "0",
                "hypersensitivity": "no",
            },
        )

    def _instruments(self, visit: str) -> Iterator[Step]:
        """What no figures were published of."""
        story = self.story
        for form in INSTRUMENTS.get(visit, ()):
            if not self.invented:
                yield self.not_done(visit, form, "not_done", UNPUBLISHED)
            elif form == "csf" and visit != "day_0" and own(story) % 3 == 0:
                yield self.not_done(visit, form, "refused", REFUSED)
            else:
                page = FilledPage(subject=story.label, visit=visit, form=form, told=told(story, visit, form))
                yield FilledStep(fill=page)

    def withdrawal(self, day: date) -> Iterator[Step]:
        """The subject takes back the consent."""
        yield from self._leaves(day, "withdrew", {"follow_safety": "no"})

    def screen_failure(self, day: date) -> Iterator[Step]:
        """The subject is not eligible after all."""
        yield from self._leaves(day, "screen_failure", {})

    def _leaves(self, day: date, reason: str, more: Entries) -> Iterator[Step]:
        yield Step(visit=DatedVisit(subject=self.story.label, visit="unscheduled", date=f"{day}"))
        entries: Entries = {"ended_on": f"{day}", "end_reason": reason}
        yield self._page("unscheduled", "end_of_study", entries | more)

    def not_done(self, visit: str, form: str, reason: str, comment: str) -> Step:
        """A page that was not done."""
        return Step(
            not_done=NotDonePage(subject=self.story.label, visit=visit, form=form, reason=reason, comment=comment)
        )

    def question(self, visit: str, form: str, item: str, text: str, row: str = "") -> Step:
        """A question of the monitor."""
        return Step(ask=AskedAt(subject=self.story.label, visit=visit, form=form, item=item, row=row, text=text))


def _left_open(step: Step) -> Step:
    if step.enter is None:
        return step
    return Step(enter=step.enter.model_copy(update={"complete": False}))

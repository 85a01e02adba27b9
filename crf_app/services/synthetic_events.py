"""What happens to a synthetic subject: adverse events and their drugs, a value explained, a departure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from crf_app.services.script_steps import Entries, Explained, Step
from crf_app.services.synthetic_pages import Pages
from crf_app.services.synthetic_stories import at


class Events(Pages):
    """Fills the logs of one story."""

    def deviation(self) -> Step:
        """The departure from the age criterion, in the log."""
        day = self.story.day_of("screening")
        return self._page(
            None,
            "deviation",
            {
                "category": "eligibility",
                "criterion": "age",
                "what": f"Age {self.story.age} at consent; the protocol asks for 18 to 45.",
                "deviation_on": f"{day}",
                "reason": "No other treatment left; the committee was asked.",
                "important": "yes",
                "approver": "Dr M. Karimi",
                "approved_on": f"{day}",
                "committee_told": f"{day}",
            },
        )

    def _explained(self) -> Step:
        return Step(
            explain=Explained(
                subject=self.story.label,
                visit="month_1",
                form="cytokines",
                item="il_6_ratio",
                check="il_6_stands_out",
                text="No infection, vaccination or steroid in the 14 days before. Look again at month 3.",
            )
        )

    def _covid(self) -> Step:
        day = self.story.day_of("month_3")
        onset, end = day - timedelta(days=11), day - timedelta(days=2)
        return self._event(
            {
                "words": "COVID-19, fever and cough at home",
                "term": "Infections and infestations - Other, specify",
                "grade": "2",
                "onset": f"{onset}",
                "end": f"{end}",
                "treated_with": "drug",
                "special": "infection",
                "cause_cells": "unrelated",
            },
            ("Paracetamol", onset, end),
        )

    def _events(self) -> Iterator[Step]:
        if self.story.headache:
            begin = self.story.start + timedelta(hours=8, minutes=10)
            end = begin + timedelta(hours=1)
            yield self._event(
                {
                    "words": "Headache in the evening after the infusion",
                    "term": "Headache",
                    "grade": "1",
                    "onset": at(begin),
                    "end": at(end),
                    "treated_with": "drug",
                    "special": "none",
                    "cause_cells": "possible",
                },
                ("Paracetamol", begin, end),
            )
            yield self._drug("Paracetamol", begin, end)

    def _event(self, entries: Entries, _drug: tuple[str, object, object]) -> Step:
        common: Entries = {
            "outcome": "recovered",
            "action": "none_complete",
            "ongoing": "no",
            "serious": "no",
            "cause_procedure": "unlikely",
            "cause_premedication": "unlikely",
            "cause_disease": "unlikely",
            "cause_medication": "unrelated",
            "medication_number": "2",
        }
        return self._page(None, "adverse_event", common | entries)

    def _drug(self, drug: str, begin: date, end: date) -> Step:
        return self._page(
            None,
            "concomitant_medication",
            {
                "drug": drug,
                "drug_class": "analgesic",
                "dose": "500",
                "dose_unit": "mg",
                "drug_route": "oral",
                "frequency": "once",
                "indication": "adverse_event",
                "event_number": "1",
                "drug_start": _moment(begin),
                "drug_ongoing": "no",
                "drug_end": _moment(end),
            },
        )

    def medication_for_covid(self) -> Step:
        """The drug given for COVID-19."""
        day = self.story.day_of("month_3")
        return self._drug("Paracetamol", day - timedelta(days=11), day - timedelta(days=2))

    def serious_event(self, aware: datetime) -> Step:
        """A serious event the site learnt of at `aware`; its page stays open, the clock runs."""
        day = aware.date()
        return self._page(
            None,
            "adverse_event",
            {
                "words": "Urinary tract infection, taken to hospital",
                "term": "Urinary tract infection",
                "grade": "3",
                "outcome": "recovering",
                "action": "none_complete",
                "onset": f"{day - timedelta(days=1)}",
                "ongoing": "yes",
                "serious": "yes",
                "criteria": "hospital",
                "hospital_from": f"{day}",
                "aware": at(aware),
                "cause_cells": "unlikely",
                "cause_procedure": "unlikely",
                "cause_premedication": "unlikely",
                "cause_disease": "possible",
                "cause_medication": "possible",
                "treated_with": "hospital",
                "special": "infection",
            },
            complete=False,
        )


def _moment(moment: date) -> str:
    return at(moment) if isinstance(moment, datetime) else f"{moment}"

"""Synthetic subjects of the SPMS-PLMSC study, as steps a coordinator would take. None of them is a patient.

A story holds what differs between subjects; everything else on their pages is worked out from it, always the same.
Used by the demonstration file; test set A stands in tests/fixtures as the text these steps make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from crf_app.services.script import (
    AskedAt,
    DatedVisit,
    EnterPage,
    Entries,
    Explained,
    MissedVisit,
    MissingAnswer,
    NotDonePage,
    Step,
)

FOLLOW_UPS = {"month_1": 30, "month_3": 90, "month_6": 180, "month_9": 270, "year_1": 360}
"""Days after the infusion (TRIALS 1.3, months of 30 days)."""

_SAMPLED = ("day_0", "month_1", "month_3")

_WALKS = {
    "5.0": (3, "250", "none"),
    "5.5": (4, "140", "none"),
    "6.0": (6, "80", "unilateral"),
    "6.5": (8, "40", "unilateral"),
}
"""EDSS step -> ambulation code, metres walked, aid (STANDARDS 1)."""

_LIMITS = {
    "il_10": ("2.0", "500"),
    "il_6": ("1.5", "500"),
    "il_17a": ("3.0", "500"),
    "tnf_alpha": ("1.2", "500"),
}
"""Limits of quantification of the synthetic runs, pg/mL."""

_ROWS = {
    "m_15_before": -15,
    "m0": 0,
    "m5": 5,
    "m10": 10,
    "m15": 15,
    "m30": 30,
    "m45": 45,
    "m60": 60,
    "h2": 120,
    "h4": 240,
    "h6": 360,
    "h12": 720,
    "h24": 1440,
}


@dataclass(frozen=True)
class Story:
    """What makes a synthetic subject: figures by visit in the order day 0, month 1, month 3 (EDSS also month 6)."""

    label: str
    age: int
    sex: str
    weight: str
    edss: tuple[str, ...]
    cytokines: dict[str, tuple[str, ...]]
    b_cells: tuple[str, ...]
    infusion: date
    headache: bool = False
    covid: bool = False

    @property
    def start(self) -> datetime:
        """When the infusion starts."""
        return datetime.combine(self.infusion, time(10, 20))

    @property
    def cells(self) -> str:
        """Cells given, 10^6: weight times 3 x 10^6 per kg."""
        return f"{(Decimal(self.weight) * 3).quantize(Decimal('0.1'))}"

    def step_at(self, visit: str) -> str:
        """The EDSS step at a visit; after the last figure it stays."""
        order = ("day_0", "month_1", "month_3", "month_6", "month_9", "year_1")
        n = order.index(visit) if visit in order else 0
        return self.edss[min(n, len(self.edss) - 1)]

    def day_of(self, visit: str) -> date:
        """The day a visit takes place: on target."""
        if visit == "screening":
            return self.infusion - timedelta(days=16)
        if visit == "hour_24":
            return self.infusion + timedelta(days=1)
        return self.infusion + timedelta(days=FOLLOW_UPS.get(visit, 0))


def at(moment: datetime) -> str:
    """Write a moment as the window takes it."""
    return f"{moment:%Y-%m-%d %H:%M}"


class Steps:
    """Makes the steps of one story, visit by visit."""

    def __init__(self, story: Story) -> None:
        """Begin a story."""
        self.story = story

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

    def _page(self, visit: str | None, form: str, entries: Entries, **more: object) -> Step:
        page = {"subject": self.story.label, "visit": visit, "form": form, "entries": entries}
        return Step(enter=EnterPage.model_validate({**page, "complete": True, **more}))

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
        if female:
            person["childbearing"] = "yes" if self._fertile() else "no"
        yield self._page("screening", "demographics", dict(person))
        yield self._history(day)
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

    def _history(self, day: date) -> Step:
        story = self.story
        last = self._rituximab()
        earlier = [
            {
                "earlier_date": f"{day.year - years}",
                "earlier_step": step,
                "earlier_source": "clinic notes",
            }
            for years, step in ((3, "5.0"), (2, "5.5"), (1, "6.0"))
        ]
        return self._page(
            "screening",
            "ms_history",
            {
                "onset": f"{day.year - 11}-04",
                "diagnosed": f"{day.year - 10}-02",
                "spms_since": f"{day.year - 3}",
                "relapses": "0",
                "steroid_30_days": "no",
                "rituximab_now": "yes",
                "rituximab_first": f"{day.year - 2}",
                "rituximab_last": f"{last}",
            },
            log_rows={
                "treatments": (
                    {
                        "treatment": "interferon_beta",
                        "treatment_start": f"{day.year - 10}",
                        "treatment_end": f"{day.year - 4}",
                        "treatment_stop": "no_effect",
                    },
                ),
                "earlier_edss": tuple(earlier) if story.age < 60 else (),
            },
        )

    def _rituximab(self) -> date:
        return self.story.infusion - timedelta(days=58)

    def _eligibility(self, day: date, female: bool) -> Step:
        story = self.story
        inside = 18 <= story.age <= 45
        entries: Entries = {
            "source": "irct",
            "judged_on": f"{day}",
            "judged_by": "Dr M. Karimi",
            "spms": "yes",
            "age_in_range": "yes" if inside else "no",
            "duration_in_range": "yes",
            "on_rituximab": "yes",
            "able_to_consent": "yes",
            "viral_infection": "no",
            "systemic_problems": "no",
            "tests_date": f"{day}",
            "hbv": "negative",
            "hcv": "negative",
            "hiv": "negative",
            "htlv": "negative",
            "planned_infusion": f"{story.infusion}",
        }
        if female:
            entries["pregnant"] = "no"
            if self._fertile():
                entries["pregnancy_test"] = "negative"
        if not inside:
            entries |= {
                "enrolled_with_deviation": "yes",
                "deviation_criterion": "age",
                "deviation_reason": "No other treatment left; the committee was asked.",
                "deviation_approver": "Dr M. Karimi",
                "deviation_date": f"{day}",
            }
        return self._page("screening", "eligibility", entries)

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

    def _day_0(self) -> Iterator[Step]:
        yield self._edss("day_0")
        yield self._cytokines("day_0")
        yield self._b_cells("day_0")
        yield self._infusion()
        yield self._series()
        yield self._checklist("day_0")

    def _follow_up(self, visit: str) -> Iterator[Step]:
        if visit != "year_1":
            yield self._vital_signs(visit)
        yield self._edss(visit)
        if visit in _SAMPLED:
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

    def _edss(self, visit: str) -> Step:
        day = self.story.day_of(visit)
        step = self.story.step_at(visit)
        ambulation, metres, aid = _WALKS[step]
        return self._page(
            visit,
            "edss",
            {
                "assessed": "yes",
                "assessed_on": f"{day}",
                "assessed_at": "08:40",
                "rater": "S. Tavakoli",
                "certificate_until": f"{day.year + 1}-11-30",
                "mode": "phone" if visit == "year_1" else "in_person",
                "visual": "1",
                "brainstem": "1",
                "pyramidal": "4" if step in ("6.0", "6.5") else "3",
                "cerebellar": "3" if step == "6.5" else "2",
                "sensory": "2",
                "bowel_bladder": "3",
                "cerebral": "2" if step == "6.5" else "1",
                "walk_distance": metres,
                "walk_source": "reported" if visit == "year_1" else "measured",
                "walk_aid": aid,
                "ambulation": f"{ambulation}",
                "total": step,
            },
        )

    def _vital_signs(self, visit: str) -> Step:
        day = self.story.day_of(visit)
        n = self._n(visit)
        return self._page(
            visit,
            "vital_signs",
            {
                "measured_on": f"{day}",
                "measured_at": "08:30",
                "position": "sitting",
                "bp_systolic": f"{118 + n % 9}",
                "bp_diastolic": f"{74 + n % 7}",
                "heart_rate": f"{68 + n % 11}",
                "body_temperature": f"36.{5 + n % 4}",
                "oxygen": f"{97 + n % 3}",
                "body_weight": self.story.weight,
            },
        )

    def _n(self, visit: str) -> int:
        """A small number of this subject's own, so that readings differ but never by chance."""
        return sum(map(ord, self.story.label)) + 3 * len(visit) + self.story.age

    def _cytokines(self, visit: str) -> Step:
        story = self.story
        day = story.day_of(visit)
        n = _SAMPLED.index(visit)
        entries: Entries = {
            "material": "serum",
            "specimen": f"{story.label.replace('-', '')}-{('D0', 'M1', 'M3')[n]}",
            "collected_on": f"{day}",
            "collected_at": "09:15",
            "frozen_at": "10:30" if n != 2 else _missing("unknown", "not on the tube, asked the lab"),
            "last_rituximab": f"{self._rituximab()}",
            "kit": "multiplex_4",
            "lot": "24-117",
            "run_on": f"{day + timedelta(days=8)}",
            "dilution": "1:1",
            "operator": "lab 2",
        }
        rows: dict[str, Entries] = {}
        for analyte, figures in story.cytokines.items():
            result = figures[n]
            low, high = _LIMITS[analyte]
            rows[analyte] = {"reported": result, "lloq": low, "uloq": high, **_duplicates(result)}
        if story.covid and n == 2:
            entries |= {
                "explanation": "infection",
                "explanation_event": "1",
                "explanation_words": "COVID-19, recovered two days before the sample",
            }
        return self._page(visit, "cytokines", entries, rows=rows)

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

    def _b_cells(self, visit: str) -> Step:
        day = self.story.day_of(visit)
        n = _SAMPLED.index(visit)
        double = Decimal(self.story.b_cells[n])
        return self._page(
            visit,
            "b_cells",
            {
                "specimen": f"{self.story.label.replace('-', '')}-B{n}",
                "collected_on": f"{day}",
                "last_rituximab": f"{self._rituximab()}",
                "instrument": "FACSLyric",
                "panel": "B1",
                "parent_gate": "lymphocytes",
                "cd19": f"{double + Decimal('0.3')}",
                "cd20": f"{double + Decimal('0.2')}",
                "double_positive": f"{double}",
            },
        )

    def _infusion(self) -> Step:
        story = self.story
        start = story.start
        fertile: Entries = {"pregnancy_test": "negative"} if self._fertile() else {}
        return self._page(
            "day_0",
            "infusion",
            {
                "still_eligible": "yes",
                **fertile,
                "weight": story.weight,
                "weight_date": f"{story.infusion}",
                "prescribed": "3",
                "cells_given": story.cells,
                "product_id": "PLMSC",
                "donor_id": f"D-{self._n('donor') % 7 + 1}",
                "lot": f"P{story.infusion:%y%m}",
                "passage": "3",
                "viability": "94",
                "volume": "50",
                "hydrocortisone": "yes",
                "hydrocortisone_dose": "100",
                "hydrocortisone_at": at(start - timedelta(minutes=30)),
                "start": at(start),
                "stop": at(start + timedelta(minutes=15)),
                "vein": "cephalic",
                "side": "left",
                "operator": "N. Rahimi",
                "second_checker": "Z. Amini",
                "interrupted": "no",
            },
        )

    def _fertile(self) -> bool:
        return self.story.sex == "female" and self.story.age < 50

    def _series(self) -> Step:
        rows: dict[str, Entries] = {}
        n = self._n("series")
        for k, (row, minutes) in enumerate(_ROWS.items()):
            moment = self.story.start + timedelta(minutes=minutes)
            rows[row] = {
                "clock": f"{moment:%H:%M}",
                "systolic": f"{120 + (n + 5 * k) % 9}",
                "diastolic": f"{76 + (n + 3 * k) % 7}",
                "pulse": f"{70 + (n + 4 * k) % 12}",
                "temperature": f"36.{5 + (n + k) % 4}",
                "spo2": f"{97 + (n + k) % 3}",
            }
        return self._page(
            "day_0",
            "vital_signs_series",
            {"series_position": "lying", "observer": "N. Rahimi", "continuous": "yes"},
            rows=rows,
        )

    def _checklist(self, visit: str) -> Step:
        asked = self.story.start + timedelta(hours=1 if visit == "day_0" else 24, minutes=-10)
        prompts = (
            "fatigue",
            "headache",
            "rash",
            "chills",
            "nausea",
            "bp_fluctuation",
            "myocardial_infarction",
            "abnormal_breathing",
            "fever",
            "anaphylactic_shock",
        )
        answers: Entries = dict.fromkeys(prompts, "no")
        if self.story.headache and visit == "hour_24":
            answers["headache"] = "yes"
        return self._page(
            visit,
            "reaction_checklist",
            {"asked_at": at(asked), "asked_by": "N. Rahimi", **answers},
        )

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


def _missing(reason: str, comment: str) -> MissingAnswer:
    return MissingAnswer(missing=reason, comment=comment)


def _moment(moment: date) -> str:
    return at(moment) if isinstance(moment, datetime) else f"{moment}"


def _duplicates(result: str) -> Entries:
    """Two readings round the reported result, two per cent to either side; none for a censored one."""
    if not result[:1].isdigit():
        return {"first": result, "second": result}
    value = Decimal(result)
    apart = (value * Decimal("0.02")).quantize(Decimal("0.1"))
    return {"first": f"{value - apart}", "second": f"{value + apart}"}


def _left_open(step: Step) -> Step:
    if step.enter is None:
        return step
    return Step(enter=step.enter.model_copy(update={"complete": False}))


SET_A: dict[str, dict[str, tuple[str, ...]]] = {
    "A-01": {
        "il_10": ("6.1", "9.8", "14.9"),
        "il_6": ("12.4", "8.8", "5.0"),
        "il_17a": ("33.0", "21.5", "12.9"),
        "tnf_alpha": ("18.2", "13.0", "8.1"),
    },
    "A-02": {
        "il_10": ("4.4", "7.0", "10.2"),
        "il_6": ("9.7", "7.9", "6.1"),
        "il_17a": ("28.7", "24.0", "15.5"),
        "tnf_alpha": ("15.1", "11.8", "9.9"),
    },
    "A-03": {
        "il_10": ("<2.0", "3.9", "7.7"),
        "il_6": ("7.1", "15.6", "31.8"),
        "il_17a": ("41.2", "30.6", "22.3"),
        "tnf_alpha": ("21.0", "16.4", "12.2"),
    },
    "A-04": {
        "il_10": ("5.0", "8.2", "11.6"),
        "il_6": ("10.9", "6.4", "<1.5"),
        "il_17a": ("25.4", "16.1", "9.0"),
        "tnf_alpha": ("13.7", "9.4", "6.6"),
    },
    "A-05": {
        "il_10": ("7.3", "10.1", "12.4"),
        "il_6": ("14.0", "11.2", "7.7"),
        "il_17a": ("37.9", "33.3", "19.8"),
        "tnf_alpha": ("19.5", "15.0", "10.3"),
    },
}
"""Cytokines of test set A in pg/mL at day 0, month 1, month 3 (TRIALS 1.6, derived data)."""


def set_a(infusions: dict[str, date], *, age_of_a_04: int = 45) -> tuple[Story, ...]:
    """Return the five subjects of test set A (TRIALS 1.6), each infused on a day of your own."""
    return (
        Story(
            "A-01",
            34,
            "female",
            "58.0",
            ("6.5", "6.0", "5.5", "5.5"),
            SET_A["A-01"],
            ("1.9", "1.2", "0.6"),
            infusions["A-01"],
            headache=True,
        ),
        Story(
            "A-02",
            41,
            "female",
            "66.5",
            ("6.0", "5.5", "5.5", "5.5"),
            SET_A["A-02"],
            ("0.8", "0.7", "0.4"),
            infusions["A-02"],
        ),
        Story(
            "A-03",
            29,
            "male",
            "72.4",
            ("6.5", "6.0", "6.0", "6.0"),
            SET_A["A-03"],
            ("2.4", "1.8", "1.1"),
            infusions["A-03"],
            covid=True,
        ),
        Story(
            "A-04",
            age_of_a_04,
            "female",
            "61.2",
            ("6.0", "5.5", "5.0", "5.0"),
            SET_A["A-04"],
            ("1.1", "0.9", "0.5"),
            infusions["A-04"],
        ),
        Story(
            "A-05",
            38,
            "male",
            "80.0",
            ("6.5", "6.0", "6.0", "6.0"),
            SET_A["A-05"],
            ("1.5", "1.0", "0.7"),
            infusions["A-05"],
            headache=True,
        ),
    )

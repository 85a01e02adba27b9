"""The pages of a synthetic subject, each filled as a coordinator would: what is not in the story follows from it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from crf_app.services.script_steps import EnterPage, Entries, MissingAnswer, Step
from crf_app.services.synthetic_stories import Story

SAMPLED = ("day_0", "month_1", "month_3")

_WALKS = {
    "5.0": (3, "250", "none"),
    "5.5": (4, "140", "none"),
    "6.0": (6, "80", "unilateral"),
    "6.5": (8, "40", "unilateral"),
}
"""EDSS step -> ambulation code, metres walked, aid (Kurtzke 1983, Neurology 33:1444)."""

_LIMITS = {
    "il_10": ("2.0", "500"),
    "il_6": ("1.5", "500"),
    "il_17a": ("3.0", "500"),
    "tnf_alpha": ("1.2", "500"),
}
"""Limits of quantification of the synthetic runs, pg/mL."""


class Pages:
    """Fills the pages of one story."""

    def __init__(self, story: Story) -> None:
        """Begin a story."""
        self.story = story

    def _page(self, visit: str | None, form: str, entries: Entries, **more: object) -> Step:
        page = {"subject": self.story.label, "visit": visit, "form": form, "entries": entries}
        return Step(enter=EnterPage.model_validate({**page, "complete": True, **more}))

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

    def _virology(self) -> Step:
        day = self.story.day_of("screening")
        tests = ("hbsag", "anti_hbc", "anti_hbs", "anti_hcv", "hiv", "htlv")
        rows: dict[str, Entries] = {test: {"result": "negative"} for test in tests}
        return self._page("screening", "virology", {"collected_on": f"{day}", "laboratory": "Sina"}, rows=rows)

    def _pregnancy_test(self, visit: str) -> Step:
        """Of a man nothing is asked."""
        tested = f"{self.story.day_of(visit)} 08:10"
        entries: Entries = {}
        if self._fertile():
            entries = {"childbearing": "yes", "specimen": "urine", "tested_at": tested, "result": "negative"}
        elif self.story.sex == "female":
            entries = {"childbearing": "no", "why_not": "menopause"}
        return self._page(visit, "pregnancy_test", entries)

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
            "planned_infusion": f"{story.infusion}",
        }
        if female:
            entries["pregnant"] = "no"
        if not inside:
            entries |= {
                "enrolled_with_deviation": "yes",
                "deviation_criterion": "age",
                "deviation_reason": "No other treatment left; the committee was asked.",
                "deviation_approver": "Dr M. Karimi",
                "deviation_date": f"{day}",
            }
        return self._page("screening", "eligibility", entries)

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
        n = SAMPLED.index(visit)
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

    def _b_cells(self, visit: str) -> Step:
        day = self.story.day_of(visit)
        n = SAMPLED.index(visit)
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

    def _fertile(self) -> bool:
        return self.story.sex == "female" and self.story.age < 50


def _missing(reason: str, comment: str) -> MissingAnswer:
    return MissingAnswer(missing=reason, comment=comment)


def _duplicates(result: str) -> Entries:
    """Two readings round the reported result, two per cent to either side; none for a censored one."""
    if not result[:1].isdigit():
        return {"first": result, "second": result}
    value = Decimal(result)
    apart = (value * Decimal("0.02")).quantize(Decimal("0.1"))
    return {"first": f"{value - apart}", "second": f"{value + apart}"}

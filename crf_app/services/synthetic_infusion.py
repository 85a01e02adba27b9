"""The infusion of a synthetic subject: its course, the vital signs around it, and what was asked afterwards."""

from __future__ import annotations

from datetime import timedelta

from crf_app.services.script_steps import Entries, Step
from crf_app.services.synthetic_pages import Pages
from crf_app.services.synthetic_stories import at

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


class Infusion(Pages):
    """Fills the pages of the infusion of one story."""

    def _infusion(self) -> Step:
        story = self.story
        start = story.start
        return self._page(
            "day_0",
            "infusion",
            {
                "still_eligible": "yes",
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

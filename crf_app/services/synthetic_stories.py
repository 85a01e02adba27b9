"""Stories of synthetic subjects of the SPMS-PLMSC study: what differs between them. None of them is a patient."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

FOLLOW_UPS = {"month_1": 30, "month_3": 90, "month_6": 180, "month_9": 270, "year_1": 360}
"""Days after the infusion (months of 30 days)."""


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
"""Cytokines of test set A in pg/mL at day 0, month 1, month 3."""


def set_a(infusions: dict[str, date], *, age_of_a_04: int = 45) -> tuple[Story, ...]:
    """Return the five subjects of test set A, each infused on a day of your own."""
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

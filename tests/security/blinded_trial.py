"""A trial with something to hide: one subject of the crossover, in every blinded place what stands nowhere else.

The pharmacist enters what is blinded, the coordinator all else. `SECRETS` are the words and figures nobody else may
meet, on whatever way; `HIDDEN` the words of forms and items whose being filled would tell as much.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from crf_app.base.clock import SetClock
from crf_app.base.files import bundled
from crf_app.capture import commands as c
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.services.desk import Desk
from crf_app.services.opening import add_first_person, load_whole, make_file
from crf_app.services.passwords import hash_published_password
from crf_app.services.script import ScriptRun, Step
from crf_app.study.study import Study

PASSPHRASE = "drei Löwen schlafen 7"
PASSWORD = "ten green bottles"
BARCELONA = timezone(timedelta(hours=2))
NOW = datetime(2024, 9, 20, 9, 0, tzinfo=BARCELONA)
PEOPLE = {
    "ferrer": ("M. Ferrer", "administrator"),
    "roca": ("E. Roca", "coordinator"),
    "saiz": ("A. Saiz", "investigator"),
    "puig": ("N. Puig", "rater"),
    "marin": ("P. Marín", "pharmacist"),
    "vidal": ("T. Vidal", "monitor"),
    "camps": ("J. Camps", "data_manager"),
    "soler": ("R. Soler", "reader"),
}
BLINDED = ("ferrer", "roca", "saiz", "puig", "vidal", "camps", "soler")
LABEL, OTHER = "B-01", "B-02"
"""The second subject has the same visit and the same visible pages, and nothing blinded in them."""
DAY_0, MONTH_6 = "period_1_day_0", "month_6"

SEQUENCE: dict[str, Any] = {"sequence": "sequence_mp", "read_by": "Quintana", "read_check": "Zafra"}
PRODUCT: dict[str, Any] = {
    "product_kind": "msc", "product_id": "ZX-7731", "product_state": "thawed", "thawed_at": "2024-03-11 10:47",
    "viability": "91.7", "cells_per_kg_prescribed": "1.37", "cells_given": "413.9",
}  # fmt: skip
RELEASE: dict[str, Any] = {
    "papers_match": "yes", "harvest_id": "HV-3302", "batch_id": "CX-5512", "batch_started": "2024-02-05",
    "certificate_id": "ZC-9043", "certificate_batch": "CX-5512", "product_id": "ZX-7731", "released_by": "Ibarrola",
}  # fmt: skip
REVEALED = "It was the xylophone arm"
ANSWERED = "Weighed again on the quartz scale"
CHANGED = "the label was smudged by ether"
UNKNOWN = "thermometer lost in the estuary"

SECRETS = (
    "sequence_mp", "cells, then placebo", "quintana", "zafra", "zx-7731", "zx-7732", "91.7", "10:47", "1.37", "413.9",
    "82.2", "6.90", "503.5", "hv-3302", "cx-5512", "zc-9043", "ibarrola", "aq-8814", "xylophone",
    "quartz scale", "smudged by ether", "estuary", "given fresh", "is not 1 to 2",
    "cell_infusion_dose_outside", "cell_infusion_other_state",
)  # fmt: skip
"""What only the pharmacist may meet; 82.2, 6.90 and 503.5 are worked out, the last four are of checks that ask."""

HIDDEN = (
    "product_release", "product release", "product_kind", "product_state", "cells_given", "cells given", "read_check",
    "treatment_at_onset", "treatment at onset", "period_treatment", "by the sequence", "aliquot",
    "what was revealed", "90000",
)  # fmt: skip
"""Names of what is blinded: a line with one of them about a subject would tell that, or when, it was filled."""


@cache
def crossover() -> Study:
    """The study as it ships, loaded once."""
    return load_whole(bundled("forms", "rrms-bmmsc-crossover"))


@dataclass
class Trial:
    """The file, its desk, and who sits at it."""

    path: Path
    desk: Desk
    clock: SetClock

    def sits(self, username: str) -> Desk:
        """Let somebody work at the desk."""
        if self.desk.actor is None or self.desk.actor.name != PEOPLE[username][0]:
            self.clock.moment += timedelta(minutes=3)
            self.desk.sign_in(username, PASSWORD)
        return self.desk

    @property
    def subject(self) -> str:
        return self.id_of(LABEL)

    def id_of(self, label: str) -> str:
        found = self.desk.file.find_subject(label)
        assert found is not None
        return found

    def page(self, form: str, visit: str | None = None, label: str = LABEL) -> PagePlace:
        subject = self.id_of(label)
        return PagePlace(subject, VisitPlace(subject, visit) if visit else None, form)

    def enters(self, username: str, form: str, visit: str | None = None, /, **more: Any) -> None:
        """Enter on a page as somebody, as an entry script does."""
        at = {"subject": LABEL, "form": form, "visit": visit, **({} if visit else {"number": 1})}
        self.plays(username, {"enter": {**at, **more}})

    def plays(self, username: str, *steps: dict[str, Any]) -> None:
        """Carry out steps of an entry script as somebody."""
        desk = self.sits(username)
        for step in steps:
            self.clock.moment += timedelta(minutes=1)
            for _ in ScriptRun(desk, PASSWORD).run((Step.model_validate(step),)):
                pass


def trial(folder: Path) -> Trial:
    """Make the file and enter everything."""
    path, clock = folder / "site-01.crf", SetClock(NOW)
    desk = make_file(path, PASSPHRASE, crossover(), "01", clock, hash_password=hash_published_password)
    made = Trial(path, desk, clock)
    _staff(desk)
    _screening(made)
    _day_0(made)
    _afterwards(made)
    _other(made)
    return made


def _staff(desk: Desk) -> None:
    for username, (name, role) in PEOPLE.items():
        command = c.AddPerson(username, name, role, PASSWORD, temporary=False)
        if role == "administrator":
            add_first_person(desk, command)
            desk.sign_in(username, PASSWORD)
        else:
            desk.do(command)
    desk.sign_out()


def _screening(made: Trial) -> None:
    at = {"subject": LABEL, "visit": "screening"}
    made.plays("roca", {"enrol": LABEL}, {"visit": {**at, "date": "2024-01-08"}})
    made.enters("roca", "consent", "screening", entries={"obtained": "yes", "consented_on": "2024-01-08"})
    made.enters("roca", "demographics", "screening", entries={"age": "34", "sex": "female"})
    made.enters("roca", "eligibility", "screening", entries={"planned_infusion": "2024-03-11"})
    made.enters("puig", "edss", "screening", entries=edss("2024-01-08"), complete="yes")


def _day_0(made: Trial) -> None:
    made.plays("roca", {"visit": {"subject": LABEL, "visit": DAY_0, "date": "2024-03-11"}})
    made.enters("puig", "edss", DAY_0, entries=edss("2024-03-11"), complete="yes")
    made.enters("marin", "randomisation", DAY_0, entries=SEQUENCE)
    act = {"randomised_on": "2024-03-11", "randomisation_number": "R-07", "list_version": "1.0", "randomised_by": "A."}
    made.enters("roca", "randomisation", DAY_0, entries=act, complete="yes")
    aliquot = {"aliquot_id": "AQ-8814", "aliquot_batch": "CX-5512", "aliquot_form": "cryopreserved"}
    rows = {"sterility": {"finding": "no growth"}, "cd73": {"positive": {"missing": "equipment", "comment": UNKNOWN}}}
    made.enters("marin", "product_release", DAY_0, entries=RELEASE, rows=rows, log_rows={"aliquots": [aliquot]})
    weighed = {"weight": "60.0", "weighed_on": "2024-03-11", "premedication": "no"}
    made.enters("roca", "cell_infusion", DAY_0, entries=weighed)
    made.enters("marin", "cell_infusion", DAY_0, entries=PRODUCT)
    course = {
        "volume": "50", "start": "2024-03-11 12:00", "stop": "2024-03-11 12:30", "vein": "cephalic", "side": "left",
        "operator": "L. Font", "second_checker": "E. Roca", "interrupted": "no",
    }  # fmt: skip
    made.enters("roca", "cell_infusion", DAY_0, entries=course, complete="yes")
    made.enters("marin", "cell_infusion", DAY_0, entries={"product_id": "ZX-7732"}, reason=CHANGED)
    asked = next(q for q in made.desk.view.queries() if q.check == "cell_infusion_dose_outside")
    made.desk.do(c.AnswerQuery(made.subject, asked.id, ANSWERED))


def _afterwards(made: Trial) -> None:
    event = {"words": "Gastroenteritis", "grade": "2", "onset": "2024-04-01", "serious": "no"}
    made.enters("roca", "adverse_event", entries=event)
    made.enters("roca", "unblinding", entries={"reason": "mistake", "broken_at": "2024-05-02 09:00"})
    made.enters("marin", "unblinding", entries={"revealed": REVEALED})
    made.plays("roca", {"visit": {"subject": LABEL, "visit": MONTH_6, "date": "2024-09-09"}})
    made.enters("puig", "edss", MONTH_6, entries=edss("2024-09-09", total="5.0", bowel_bladder="3", ambulation="3",
                walk_distance="250"))  # fmt: skip
    made.enters("roca", "period_summary", MONTH_6, entries={"period_complete": "no"})
    made.enters("marin", "product_release", MONTH_6, entries={"batch_id": "CX-5512"})


def _other(made: Trial) -> None:
    at = {"subject": OTHER, "visit": DAY_0}
    made.plays("roca", {"enrol": OTHER}, {"visit": {**at, "date": "2024-05-06"}})
    made.plays("roca", {"enter": {**at, "form": "cell_infusion", "entries": {"weight": "61.0"}}})


def edss(day: str, **other: str) -> dict[str, str]:
    """The answers of an EDSS."""
    return {
        "assessed": "yes", "assessed_on": day, "assessed_at": "09:00", "rater": "N. Puig", "mode": "in_person",
        "certificate_until": "2026-12-31", "visual": "0", "brainstem": "0", "pyramidal": "3", "cerebellar": "2",
        "sensory": "2", "bowel_bladder": "2", "cerebral": "0", "walk_distance": "600", "walk_source": "measured",
        "walk_aid": "none", "ambulation": "0", "total": "4.0", **other,
    }  # fmt: skip


def met(texts: Iterable[str], wanted: Iterable[str] = SECRETS + HIDDEN) -> list[str]:
    """Return what of the wanted stands in texts: a figure by itself, a word anywhere; with what stands around it."""
    said = "\n".join(" ".join(text.split()) for text in dict.fromkeys(texts)).casefold()
    return [said[max(hit.start() - 60, 0) : hit.end() + 60] for hit in _any_of(tuple(wanted)).finditer(said)]


@cache
def _any_of(wanted: tuple[str, ...]) -> re.Pattern[str]:
    signs = (rf"(?<![\d.]){re.escape(each)}(?!\d)" if each[0].isdigit() else re.escape(each) for each in wanted)
    return re.compile("|".join(signs))


def key(item: str, row: str = "") -> EntryKey:
    """An entry of a page."""
    return EntryKey(item, row)

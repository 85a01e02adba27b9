"""Carries out the steps of synthetic subjects, among them pages that are filled by their definition."""

from __future__ import annotations

from typing import Any

from crf_app.capture import commands as c
from crf_app.services.script import ScriptRun
from crf_app.services.script_steps import AtPage, Step
from crf_app.services.synthetic_filling import Filling


class FilledPage(AtPage):
    """A page that is filled by its definition, but for what a story tells by ``item`` or ``row.item``."""

    told: dict[str, str] = {}


class FilledStep(Step):
    """A step of a synthetic subject that an entry script does not have."""

    fill: FilledPage | None = None


class SyntheticRun(ScriptRun):
    """Carries out the steps of synthetic subjects."""

    def carry_out(self, name: str, details: Any) -> str:
        """Do one thing; returns what was done. Raises Refusal."""
        return self.fill(details) if name == "fill" else super().carry_out(name, details)

    def fill(self, page: FilledPage) -> str:
        """Fill a page by its definition, and complete it."""
        place = self.page_of(page)
        session = self.desk.session(place)
        visit = self.desk.record(place.subject).visits[place.visit.id] if place.visit else None
        day = visit.date.date() if visit is not None and visit.date is not None else session.today
        Filling(session, page.subject, page.visit or "", day, page.told).fill()
        self.desk.do(c.RecordEntries(place, session.pending(), None, session.new_rows()))
        self.desk.do(c.CompletePage(place))
        return f"{page.subject} {place.form}"

"""What is counted beside the places of the sidebar, and whether a reporting clock is about to run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from crf_app.base.words import Say
from crf_app.gui.models.standings import Standing
from crf_app.gui.parts import Mark
from crf_app.gui.sidebar_buttons import Badge

_HOUR = 3_600


def badges(standings: Sequence[Standing], say: Say) -> dict[str, Badge]:
    """Return what stands beside each place: how many subjects, adverse events, queries."""
    clocks = sum(each.clock is not None for each in standings)
    events = sum(len(each.events) for each in standings)
    queries = sum(each.open_queries + each.answered_queries for each in standings)
    opened = sum(each.open_queries for each in standings)
    return {
        "subjects": Badge(len(standings), None, say.n("{n} subject", "{n} subjects", len(standings))),
        "adverse_events": Badge(
            clocks or events,
            Mark.SERIOUS_EVENT if clocks else None,
            say.n("{n} serious event, clock running", "{n} serious events, clocks running", clocks)
            if clocks
            else say.n("{n} adverse event", "{n} adverse events", events),
        ),
        "queries": Badge(
            queries,
            Mark.QUERY if opened else Mark.ANSWERED if queries else None,
            say.n("{n} query", "{n} queries", queries),
        ),
    }


def in_last_hour(standings: Sequence[Standing], now: datetime) -> bool:
    """Whether the clock of a serious event runs out within the hour, or did in the hour before: seconds count then."""
    due = [event.due for each in standings if (event := each.clock) is not None and event.due]
    local = now.replace(tzinfo=None)
    return any(abs((moment - local).total_seconds()) <= _HOUR for moment in due)

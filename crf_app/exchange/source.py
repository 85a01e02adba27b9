"""Who exports what, when, and the data that leave, read once: all that a worker's thread needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from crf_app.base.problems import Refusal
from crf_app.base.progress import Cancelled, Progress, Stopped
from crf_app.base.words import Say, words
from crf_app.capture.facts import Actor
from crf_app.capture.outline import Outline
from crf_app.capture.record import SubjectRecord
from crf_app.capture.sight import Sight
from crf_app.capture.timeline import Timeline, timeline
from crf_app.services.desk import PROGRAM, Desk
from crf_app.services.fact_words import FactWords
from crf_app.services.overview import outlines
from crf_app.store.seen import SeenFile
from crf_app.store.study_reader import StudyReader
from crf_app.study.study import Study

Table = list[list[str]]
"""A table as it leaves: its head, then its rows."""


@dataclass(frozen=True)
class Source:
    """A study as one person sees it at one moment.

    `say` speaks the language of what is written for people, `told` that of the person who exports.
    """

    study: Study
    sight: Sight
    actor: Actor
    username: str
    now: datetime
    say: Say
    told: Say

    @classmethod
    def at(cls, desk: Desk, language: str | None = None) -> Source:
        """Take who works at a desk at this moment. Raises Refusal when nobody is signed in."""
        actor = desk.actor
        if actor is None:
            raise Refusal(desk.say("Nobody is signed in. Sign in first."))
        username = next((each.username for each in desk.file.people() if each.id == actor.person), "")
        said = words(language or desk.study.facts.languages[0])
        return cls(desk.study, desk.sight, actor, username, desk.clock.now(), said, desk.say)

    def about(self, reader: StudyReader) -> dict[str, Any]:
        """Return what every export says of itself: what it is of, who made it when with which program."""
        return {
            "study": reader.study_id,
            "site": reader.site,
            "study_version": self.study.facts.version,
            "program": PROGRAM,
            "exported_at": self.now.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
            "exported_by": f"{self.actor.name} ({self.username}, {self.actor.role})",
        }

    @property
    def seen(self) -> str:
        """Whether everything could be seen, else by which role it was seen."""
        return "everything" if self.sight.whole else f"as {self.actor.role}"

    def fact_words(self, reader: StudyReader) -> FactWords:
        """Return what says facts, with everybody's name and every subject's number."""
        labels = {each.id: each.label for each in reader.overview()}
        return FactWords(self.study, reader.people(), labels, self.say)


@dataclass(frozen=True)
class Data:
    """Every subject as the person may see it, read at one moment."""

    source: Source
    view: StudyReader
    outlines: tuple[Outline, ...]
    records: list[SubjectRecord]

    @classmethod
    def read(
        cls, reader: StudyReader, source: Source, progress: Progress | None = None, cancelled: Stopped | None = None
    ) -> Data:
        """Read all subjects. Raises Fault and Cancelled."""
        view = SeenFile.of(reader, source.sight)
        subjects = view.subject_ids()
        records = []
        for done, subject in enumerate(subjects, start=1):
            if cancelled is not None and cancelled():
                raise Cancelled
            record = view.subject(subject)
            if record is not None:
                records.append(record)
            if progress is not None:
                progress(done, len(subjects))
        return cls(source, view, outlines(view, source.study), records)

    def timeline(self, outline: Outline) -> Timeline:
        """Return where the visits of a subject stand."""
        return timeline(self.source.study, outline, self.source.now)

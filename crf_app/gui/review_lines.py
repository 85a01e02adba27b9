"""Where the review of a subject stands, line by line: signatures to be made again, holds, comparing with the source."""

from __future__ import annotations

from crf_app.capture.commands import VerifySource
from crf_app.capture.holds import Level
from crf_app.capture.places import VisitPlace
from crf_app.gui.models.places_in_words import page_words, visit_label
from crf_app.gui.navigation import Frame
from crf_app.gui.parts import Mark
from crf_app.gui.review_deeds import sentence_of
from crf_app.gui.visit_deeds import standing_of
from crf_app.services.rights import may
from crf_app.services.verification import counted


def review_lines(frame: Frame, subject: str) -> list[tuple[Mark, str]]:
    """Return a mark and a sentence for each thing the review of a subject has come to."""
    return [*_broken(frame, subject), *_held(frame, subject), *_compared(frame, subject)]


def _broken(frame: Frame, subject: str) -> list[tuple[Mark, str]]:
    say, study, record = frame.say, frame.desk.study, frame.desk.record(subject)
    found = []
    for status in standing_of(frame, subject).timeline.visits:
        if status.to_sign_again:
            name = visit_label(study, status.place, say.language)
            words = say.n(
                "{visit}: {n} page to sign again after a change.",
                "{visit}: {n} pages to sign again after a change.",
                status.to_sign_again, visit=name,
            )  # fmt: skip
            found.append((Mark.BROKEN, words))
    logs = [page.place for page in record.pages.values() if page.place.visit is None]
    for place in logs:
        if record.broken_on(place.id) is not None:
            words = say("{page}: to sign again after a change.", page=page_words(study, place, say))
            found.append((Mark.BROKEN, words))
    return found


def _held(frame: Frame, subject: str) -> list[tuple[Mark, str]]:
    """Name the subject, its visits and the file; what is held on pages is seen there."""
    say, study, record = frame.say, frame.desk.study, frame.desk.record(subject)
    names = {person.id: person.name for person in frame.desk.file.people()}
    where = {"": say("The whole study at this site"), subject: say("The subject")}
    where |= {visit: visit_label(study, VisitPlace.parse(visit), say.language) for visit in record.visits}
    holds = {**frame.desk.file.file_holds(), **record.holds}
    return [
        (
            Mark.LOCKED if hold.level is Level.LOCKED else Mark.FROZEN,
            say("{what}. {sentence}", what=words, sentence=sentence_of(hold, names.get(hold.person, ""), say)),
        )
        for scope, words in where.items()
        if (hold := holds.get(scope)) is not None
    ]


def _compared(frame: Frame, subject: str) -> list[tuple[Mark, str]]:
    say, actor = frame.say, frame.desk.actor
    count = counted(frame.desk.study, frame.desk.record(subject).pages.values())
    compares = actor is not None and may(actor.role, VerifySource)
    if not count.total or not (count.verified or compares):
        return []
    words = say("{done} of {all} entries compared with the source", done=count.verified, all=count.total)
    return [(Mark.VERIFIED if not count.left else Mark.EMPTY, words)]

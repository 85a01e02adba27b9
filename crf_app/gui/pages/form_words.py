"""What the head and the foot of a form say of the page as a whole: its name, how far it is, who signed or holds it."""

from __future__ import annotations

from collections.abc import Mapping

from crf_app.base.words import Say
from crf_app.capture.commands import PageNotDone
from crf_app.capture.form_session import FormSession
from crf_app.capture.holds import Hold, Level
from crf_app.gui.pages import beside
from crf_app.gui.pages.form_standing import FormStanding
from crf_app.gui.parts import Mark
from crf_app.gui.review_deeds import sentence_of
from crf_app.services.desk import Desk
from crf_app.study.codelist import CodeList


def title_words(session: FormSession, say: Say) -> str:
    """Name the form; a page of a log has its number."""
    title = session.form.title.in_(say.language)
    return title if session.page.visit is not None else say("{form} {number}", form=title, number=session.page.repeat)


def how_far(work: FormStanding, session: FormSession, desk: Desk, reasons: CodeList, say: Say) -> str:
    """Say how far the page is, or whose signature holds for it, or which one does not any more."""
    record, page = session.record, session.page.id
    signature, broken = record.signature_on(page), record.broken_on(page)
    if signature is not None:
        words = beside.signed_words(signature, say)
        return say.joined((words, say("reopen to change")), " · ") if work.may(PageNotDone) else words
    if broken is not None:
        return beside.broken_words(desk, broken, say)
    held = work.held
    reason = reasons.label(held.reason).in_(say.language) if held is not None and held.reason else ""
    return beside.progress_words(session, work.state, reason, say)


def told_words(session: FormSession, say: Say) -> str:
    """Say the version of the form, and how much of the page was compared with its source."""
    told = (beside.version_words(session, say), beside.compared_words(session, say))
    return say.joined([each for each in told if each], " · ")


def hold_mark(hold: Hold | None) -> Mark | None:
    """Return the snowflake or the padlock of a hold."""
    if hold is None:
        return None
    return Mark.LOCKED if hold.level is Level.LOCKED else Mark.FROZEN


def held_words(hold: Hold | None, names: Mapping[str, str], say: Say) -> str:
    """Say why nothing can be written on a page that is held, and who could change that."""
    return sentence_of(hold, names.get(hold.person, ""), say) if hold is not None else ""

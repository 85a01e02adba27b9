"""What is asked and answered about the entries of a page, and which of them were compared with their source."""

from __future__ import annotations

from crf_app.capture import commands as c
from crf_app.capture.places import EntryKey
from crf_app.gui.navigation import Frame
from crf_app.gui.pages.form_work import FormWork
from crf_app.gui.pages.questions import Deed
from crf_app.gui.review_deeds import unverify
from crf_app.services.verification import has_source


class FormReview:
    """Takes the ways out of questions, asks queries, marks what was compared; whatever is typed is recorded first."""

    def __init__(self, work: FormWork, frame: Frame) -> None:
        self._work, self._frame = work, frame

    def take(self, deed: Deed) -> None:
        """Take a way out of a question."""
        if deed.name == "change":
            self._work.edit(deed.key, deed.value)
            self._work.commit()
        elif self._work.commit():
            self._ask_words(deed)

    def ask_query(self, key: EntryKey | None) -> None:
        """Ask a query about an entry, or about the page."""
        session, say = self._work.session, self._frame.say
        if session is None or not self._work.may(c.RaiseQuery) or not self._work.commit():
            return
        title = session.form.title.in_(say.language)
        about = session.item(key).label.in_(say.language) if key is not None else title

        def then(text: str) -> str | None:
            return self._work.refused_by(c.RaiseQuery(text, page=session.page, key=key))

        self._frame.asks.line(say("Ask about {item}", item=about), "", say("Question"), say("Ask"), then)

    def verify(self, key: EntryKey) -> bool:
        """Mark an entry as compared with its source; one that is marked already asks whether to take the mark off.

        Returns whether there was anything to mark, so that the keyboard may go on.
        """
        session = self._work.session
        if session is None or not self._work.rights.verify:
            return False
        say, page = self._frame.say, session.page
        entry = session.record.entry(page.id, key)
        if entry is None or not has_source(session.study, page.form, key, entry):
            self._work.refused.emit(say("There is nothing here to compare with a source."))
            return False
        if entry.verified is not None:
            unverify(self._frame, page, key)
            return False
        return self._work.do(c.VerifySource(page, (key,)))

    def _ask_words(self, deed: Deed) -> None:
        session, say = self._work.session, self._frame.say
        assert session is not None
        subject = session.page.subject
        queries = [query for query in session.record.queries.values() if query.is_live]
        query = next((q for q in queries if q.id == deed.about or
                      (q.page, q.check, q.row or "") == (session.page.id, deed.about, deed.key.row)), None)  # fmt: skip

        def then(text: str) -> str | None:
            match deed.name:
                case "explain":
                    return self._work.refused_by(c.ExplainCheck(session.page, deed.key, deed.about, text))
                case "answer":
                    return self._work.refused_by(c.AnswerQuery(subject, deed.about, text))
                case "reopen" if query is not None:
                    return self._work.refused_by(c.ReopenQuery(subject, query.id, text))
                case "cancel" if query is not None:
                    return self._work.refused_by(c.CancelQuery(subject, query.id, text))
                case _:
                    return None

        match deed.name:
            case "close":
                if query is not None:
                    self._work.do(c.CloseQuery(subject, query.id))
            case "explain":
                label = say("Explanation")
                self._frame.asks.line(say("Why is the value right?"), deed.title, label, say("Keep it"), then)
            case "cancel":
                self._frame.asks.line(say("Cancel the question"), deed.title, say("Reason"), say("Cancel it"), then)
            case "answer":
                self._frame.asks.line(say("Answer the question"), deed.title, say("Answer"), say("Answer"), then)
            case _:
                self._frame.asks.line(say("Ask again"), deed.title, say("Question"), say("Ask"), then)

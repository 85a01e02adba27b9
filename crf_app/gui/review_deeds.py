"""What a monitor and a data manager do from any page: ask, compare with the source, freeze, lock, lift."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from crf_app.base.words import Say, mark
from crf_app.capture import commands as c
from crf_app.capture.holds import Hold, HoldPlace, Level
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.capture.record import Page, SubjectRecord
from crf_app.gui import navigation as to
from crf_app.gui.models.places_in_words import page_words, visit_label
from crf_app.gui.navigation import Frame
from crf_app.gui.refusals import refused_by
from crf_app.services.rights import may
from crf_app.services.verification import to_verify


@dataclass(frozen=True)
class Around:
    """What a page of the window is about, from the narrowest to the widest."""

    subject: str | None = None
    visit: VisitPlace | None = None
    page: PagePlace | None = None
    key: EntryKey | None = None


def around(place: to.Place | None, key: EntryKey | None = None) -> Around:
    """Return what a place of the window is about; `key` is the entry the keyboard is at."""
    match place:
        case to.Form(page, item):
            return Around(page.subject, page.visit, page, key or item)
        case to.Visit(visit):
            return Around(visit.subject, visit)
        case to.Subject(subject) | to.Log(subject, _):
            return Around(subject)
        case _:
            return Around()


def holds_over(frame: Frame, at: Around) -> dict[str, Hold]:
    """Return the holds that lie over a place of the window, by their scope, the narrowest first."""
    found: dict[str, Hold] = {}
    if at.subject is not None:
        record = frame.desk.record(at.subject)
        for scope in (each.scope for each, _ in scopes(frame, at) if each.scope):
            if scope in record.holds:
                found[scope] = record.holds[scope]
    return found | frame.desk.file.file_holds()


def scopes(frame: Frame, at: Around) -> Iterator[tuple[HoldPlace, str]]:
    """Walk what can be held around a place, the narrowest first, each with its words."""
    say, study = frame.say, frame.desk.study
    if at.page is not None and at.key is not None and study.forms[at.page.form].has(at.key.item):
        label = study.item(at.page.form, at.key.item).label.in_(say.language)
        yield HoldPlace(page=at.page, key=at.key), say("The item: {item}", item=label)
    if at.page is not None:
        yield HoldPlace(page=at.page), say("The page: {page}", page=page_words(study, at.page, say))
    if at.visit is not None:
        name = visit_label(study, at.visit, say.language)
        yield HoldPlace(visit=at.visit), say("The visit: {visit}", visit=name)
    if at.subject is not None:
        label = frame.desk.record(at.subject).label
        yield HoldPlace(at.subject), say("The subject: {subject}", subject=label)
    yield HoldPlace(), say("The whole study at this site")


# ------------------------------------------------------------------ asking


def ask(frame: Frame, at: Around) -> None:
    """Ask a query about an item, a page, a visit or a subject around what is shown."""
    say = frame.say
    if at.subject is None:
        people = [(each.id, each.label) for each in frame.standings()]
        if people:
            frame.asks.pick(
                say("Ask a query"), say("About which subject?"), say("Subject"), people, say("Go on"),
                lambda chosen: ask(frame, Around(chosen)),
            )  # fmt: skip
        return
    places = {f"{n}": each for n, each in enumerate(scopes(frame, at)) if each[0].scope}

    def then(chosen: str, text: str) -> str | None:
        place = places[chosen][0]
        visit = place.visit if place.page is None else None
        subject = place.subject if visit is None and place.page is None else None
        return refused_by(frame, c.RaiseQuery(text, visit, place.page, place.key, subject))

    options = [(number, words) for number, (_, words) in places.items()]
    frame.asks.scoped(say("Ask a query"), "", say("About"), options, say("Question"), say("Ask"), then)


# ------------------------------------------------------------------ comparing with the source


def left_to_verify(frame: Frame, pages: list[Page]) -> list[tuple[PagePlace, tuple[EntryKey, ...]]]:
    """Return the entries of some pages that are still to be compared with their source."""
    found = [(page.place, to_verify(frame.desk.study, page)) for page in pages]
    return [(place, keys) for place, keys in found if keys]


def pages_around(record: SubjectRecord, at: Around) -> list[Page]:
    """Return the begun pages of a page, visit or subject."""
    pages = record.pages.values()
    if at.page is not None:
        return [page for page in pages if page.place == at.page]
    return [page for page in pages if at.visit is None or page.place.visit == at.visit]


def verify_all(frame: Frame, at: Around) -> None:
    """Mark all entries of a page, or of a visit, as compared with their source; asks once and tells how many."""
    say = frame.say
    assert at.subject is not None
    record = frame.desk.record(at.subject)
    left = left_to_verify(frame, pages_around(record, at))
    n = sum(len(keys) for _, keys in left)
    if not n:
        frame.asks.tell(
            say("Nothing left to compare"), say("All entries here that have a source were compared with it.")
        )
        return
    if at.page is not None:
        where = page_words(frame.desk.study, at.page, say)
    elif at.visit is not None:
        where = visit_label(frame.desk.study, at.visit, say.language)
    else:
        where = record.label
    text = say.n(
        "{n} entry of {where} is marked as compared with its source, under your name.",
        "{n} entries of {where} are marked as compared with their source, under your name.",
        n, where=where,
    )  # fmt: skip

    def go_on() -> None:
        for place, keys in left:
            if frame.do(c.VerifySource(place, keys)) is None:
                return

    verb = say.n("Mark {n} entry", "Mark {n} entries", n)
    frame.asks.confirm(say("All compared with the source?"), text, verb, go_on)


def unverify(frame: Frame, page: PagePlace, key: EntryKey) -> None:
    """Take the mark off an entry that was compared by mistake."""
    say = frame.say
    frame.asks.line(
        say("Not compared after all?"), say("The mark is taken off, and why is kept."), say("Reason"),
        say("Take the mark off"), lambda reason: refused_by(frame, c.UnverifySource(page, (key,), reason)),
    )  # fmt: skip


# ------------------------------------------------------------------ freezing, locking, lifting

_FREEZE, _LOCK = "freeze", "lock"
_LIFTS: dict[Level, type[c.UnfreezeData | c.UnlockData]] = {Level.FROZEN: c.UnfreezeData, Level.LOCKED: c.UnlockData}
_HELD_AS = {Level.FROZEN: mark("{what} (frozen)"), Level.LOCKED: mark("{what} (locked)")}


def hold(frame: Frame, at: Around) -> None:
    """Freeze or lock what is shown: asks what, and says what it means."""
    say, actor = frame.say, frame.desk.actor
    if actor is None:
        return
    places = {f"{n}": each for n, each in enumerate(scopes(frame, at))}
    kinds = [(_FREEZE, say("freeze"))] if may(actor.role, c.FreezeData) else []
    kinds += [(_LOCK, say("lock"))] if may(actor.role, c.LockData) else []
    options = [
        (f"{kind} {number}", say("{what}: {deed}", what=words, deed=deed) if len(kinds) > 1 else words)
        for number, (_, words) in places.items()
        for kind, deed in kinds
    ]
    text = say("Frozen data cannot be changed; queries and comparing with the source go on.")
    if len(kinds) > 1:
        text = say.joined((text, say("Locked data are final: nothing changes any more but signatures.")), " ")

    def then(chosen: str) -> None:
        kind, _, number = chosen.partition(" ")
        place = places[number][0]
        command = c.LockData(place) if kind == _LOCK else c.FreezeData(place)
        sentence = refused_by(frame, command)
        if sentence:
            frame.asks.tell(say("This cannot be done"), sentence)

    title = say("Freeze or lock") if len(kinds) > 1 else say("Freeze")
    frame.asks.pick(title, text, say("What"), options, title, then, start=True)


def lift(frame: Frame, at: Around) -> None:
    """Lift a freeze or a lock that lies over what is shown, with the reason."""
    say, actor = frame.say, frame.desk.actor
    held = holds_over(frame, at)
    words = {place.scope: (place, said) for place, said in scopes(frame, at)}
    mine = {scope: each for scope, each in held.items() if actor is not None and may(actor.role, _LIFTS[each.level])}
    if not mine:
        said = held_words(frame, held) or say("Nothing is frozen or locked here.")
        frame.asks.tell(say("Nothing to lift"), said)
        return
    options = [(scope or "-", say(_HELD_AS[each.level], what=words[scope][1])) for scope, each in mine.items()]

    def then(chosen: str, reason: str) -> str | None:
        scope = "" if chosen == "-" else chosen
        return refused_by(frame, _LIFTS[mine[scope].level](words[scope][0], reason))

    title, text = say("Lift a freeze or lock"), say("The reason is kept in the audit trail.")
    frame.asks.scoped(title, text, say("What"), options, say("Reason"), say("Lift"), then)


def held_words(frame: Frame, held: dict[str, Hold]) -> str:
    """Say what is held, by whom, and who can lift it."""
    if not held:
        return ""
    first = next((each for each in held.values() if each.level is Level.LOCKED), next(iter(held.values())))
    names = {person.id: person.name for person in frame.desk.file.people()}
    return sentence_of(first, names.get(first.person, ""), frame.say)


def sentence_of(held: Hold, name: str, say: Say) -> str:
    """Say what a hold means for whoever wants to write, and who can lift it."""
    if held.level is Level.LOCKED:
        return say(
            "Locked by {name}: nothing can be changed. The data manager can unlock it, with a reason.", name=name
        )
    return say(
        "Frozen by {name}: values cannot be changed. The monitor or the data manager can lift the freeze.", name=name
    )


DEEDS: dict[str, Callable[[Frame, Around], None]] = {
    "ask": ask,
    "verify_page": verify_all,
    "verify_visit": lambda frame, at: verify_all(frame, Around(at.subject, at.visit)),
    "hold": hold,
    "lift": lift,
}
"""What each of these actions of the table does."""

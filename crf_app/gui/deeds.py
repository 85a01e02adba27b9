"""What actions of the table do in the room: find, sign, verify, and what concerns accounts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from crf_app.gui import navigation as to
from crf_app.gui import review_deeds, room_work, visit_deeds
from crf_app.gui.workroom import Workroom
from crf_app.store.verify import VerifyResult


def do(id_: str, window: QWidget, room: Workroom) -> None:
    """Carry out an action of the table that takes more than a step."""
    deeds = {
        "find": find,
        "sign": sign,
        "sign_casebook": sign_casebook,
        "redate": redate,
        "verify": verify,
        "add_person": add_person,
        "change_password": change_password,
    }
    if id_ in review_deeds.DEEDS:
        review_deeds.DEEDS[id_](room, shown(room))
        return
    deed = deeds.get(id_)
    if deed is not None:
        deed(window, room)


def find(window: QWidget, room: Workroom) -> None:
    """Open the palette."""
    from crf_app.gui.command_palette import CommandPalette

    CommandPalette(window, room).start()


def add_person(window: QWidget, room: Workroom) -> None:
    """Ask for a new person."""
    from crf_app.gui.pages import people_sheets

    people_sheets.add_person(window, room)


def change_password(window: QWidget, room: Workroom) -> None:
    """Let the person choose another password."""
    from crf_app.gui.pages import people_sheets

    people_sheets.change_password(window, room)


def shown(room: Workroom) -> review_deeds.Around:
    """Return what the shown page is about, down to the entry the keyboard is at."""
    page, place = room.navigator.page, room.navigator.place
    if page is not None and isinstance(place, to.Visit):
        place = page.shown_place() or place
    return review_deeds.around(place, page.shown_entry() if page is not None else None)


def redate(_window: QWidget, room: Workroom) -> None:
    """Change the date of the visit that is shown, or of one of the subject's."""
    at = shown(room)
    if at.subject is not None:
        visit_deeds.redate(room, at.subject, at.visit)


def sign_casebook(window: QWidget, room: Workroom) -> None:
    """Sign everything of the subject that is shown."""
    from crf_app.gui.sign_dialog import sign_whole

    at = shown(room)
    if at.subject is not None:
        sign_whole(window, room, at.subject)


def sign(window: QWidget, room: Workroom) -> None:
    """Sign the visit that is shown, or the first that waits: of the subject, or of all where none is shown."""
    from crf_app.gui.sign_dialog import log_page_to_sign, sign_page, sign_visit, visit_to_sign

    place = room.navigator.place
    if place is None:
        return
    page = log_page_to_sign(room, place)
    if page is not None:
        sign_page(window, room, page)
        return
    subject = to.subject_of(place)
    subjects = [subject] if subject is not None else [each.id for each in room.standings()]
    found = (visit_to_sign(room, each, place) for each in subjects)
    visit = next((each for each in found if each is not None), None)
    say = room.say
    if visit is None:
        room.asks.tell(
            say("Nothing to sign"),
            say("A visit can be signed when all its pages are complete or not done."),
        )
        return
    sign_visit(window, room, visit)


def verify(_window: QWidget, room: Workroom) -> None:
    """Walk the whole audit trail and compare the tables with it, off the window's thread."""
    say, file = room.say, room.desk.view

    def work(progress: Callable[[float], None]) -> object:
        def tell(done: int, all_: int) -> None:
            progress(done / max(all_, 1))

        return file.verify(progress=tell)

    def done(result: object) -> None:
        assert isinstance(result, VerifyResult)
        if not result.sound:
            text = " ".join(each.text for each in result.discrepancies[:3])
            room.asks.tell(say("The audit trail does not verify"), text)
            return
        room.asks.tell(
            say("The audit trail is whole"),
            say("{n} facts, none changed or missing; the tables agree. Seal {seal}.", n=result.facts, seal=result.seal),
        )

    def failed(sentence: str) -> None:
        room.asks.tell(say("That did not work"), sentence)

    room_work.run(room, say("Verifying…"), work, done, failed)

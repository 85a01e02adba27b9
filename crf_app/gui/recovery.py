"""The recovery sheet from the window: offered when a file is made, and whenever somebody who may asks for it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import screen_words
from crf_app.capture.commands import NoteRecoverySheet
from crf_app.gui.ask import Asks
from crf_app.gui.theme import Theme
from crf_app.services.desk import Desk


class Host(Protocol):
    """What the sheet needs of the window."""

    desk: Desk | None

    def ask(self) -> Asks:
        """Return what asks the small questions."""
        ...


def offer(window: Host, passphrase: str) -> None:
    """Offer the sheet of a file that was just made; its passphrase is known now and will not be again."""
    say = screen_words(Theme.of().language)
    window.ask().choice(
        say("Print the recovery sheet"),
        say(
            "Nobody can open the file without its passphrase. The sheet holds it, to be printed, sealed in an envelope "
            "and locked away. Whoever has it can read everything, so delete the PDF once it is printed."
        ),
        [(say("Make the sheet…"), lambda: _where(window, passphrase)), (say("Later"), lambda: None)],
    )


def make(window: Host) -> None:
    """Make the sheet of the open file; the passphrase is typed, as it is kept nowhere."""
    say, desk = screen_words(Theme.of().language), window.desk
    if desk is None:
        return
    try:
        desk.require(NoteRecoverySheet)
    except Refusal as no:
        window.ask().tell(say("This cannot be done"), str(no))
        return
    path = desk.file.path

    def typed(passphrase: str) -> str | None:
        from crf_app.services.opening import opens

        try:
            opens(path, passphrase)
        except Fault as no:
            return str(no)
        _where(window, passphrase)
        return None

    window.ask().secret(
        say("Recovery sheet"),
        say("Type the passphrase of the file. The sheet holds it: print it, seal it, and delete the PDF."),
        say("Passphrase of the file"),
        say("Make the sheet…"),
        typed,
    )


def _where(window: Host, passphrase: str) -> None:
    say, desk = screen_words(Theme.of().language), window.desk
    assert desk is not None

    def written(out: Path) -> None:
        from crf_app.reports.recovery_sheet import keep_recovery_sheet

        try:
            keep_recovery_sheet(desk, passphrase, out, say.language)
        except (Refusal, Fault) as no:
            window.ask().tell(say("That did not work"), str(no))
            return
        window.ask().tell(
            say("The recovery sheet is made"),
            say("Print {name}, seal it, lock it away, and delete the PDF.", name=out.name),
        )

    start = desk.file.path.with_name(f"{desk.file.path.stem}-{say('recovery')}.pdf")
    window.ask().file_to_write(say("Save the recovery sheet"), say("PDF (*.pdf)"), start, written)

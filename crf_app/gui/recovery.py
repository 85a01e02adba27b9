"""The recovery sheet from the window: offered when a file is made, and whenever somebody who may asks for it."""

from __future__ import annotations

from pathlib import Path

from crf_app.base.problems import Fault, Refusal
from crf_app.base.words import screen_words
from crf_app.capture.commands import NoteRecoverySheet
from crf_app.gui.house import House
from crf_app.gui.theme import Theme
from crf_app.gui.unlocking import why_not


def offer(window: House, passphrase: str) -> None:
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


def make(window: House) -> None:
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
        refused = why_not(path, passphrase)
        if refused is None:
            _where(window, passphrase)
        return refused

    window.ask().secret(
        say("Recovery sheet"),
        say("Type the passphrase of the file. The sheet holds it: print it, seal it, and delete the PDF."),
        say("Passphrase of the file"),
        say("Make the sheet…"),
        typed,
    )


def _where(window: House, passphrase: str) -> None:
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

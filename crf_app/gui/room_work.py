"""Long work while somebody goes on working in the room: the status bar says how far it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from crf_app.gui.background import Work
from crf_app.gui.workroom import Workroom


def run(
    room: Workroom,
    words: str,
    work: Work,
    done: Callable[[object], None],
    failed: Callable[[str], None],
    *,
    share: float | None = None,
) -> None:
    """Do `work` off the window's thread; a second one at a time is not begun.

    `share` is how much counts as done at first, None where that is not known. `failed` always gets a sentence, also
    after a mistake of the program.
    """
    say = room.say
    if room.background.busy:
        room.asks.tell(say("One thing at a time"), say("Another long task is still running."))
        return

    def ended(result: object) -> None:
        room.status.show_work("", None)
        done(result)

    def missed(sentence: str) -> None:
        room.status.show_work("", None)
        failed(sentence or say("The program made a mistake."))

    room.status.show_work(words, share)
    room.background.run(work, ended, missed, partial(room.status.show_work, words))

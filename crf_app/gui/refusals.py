"""The sentence that stands in the way of a command, for the sheet on which it was given."""

from __future__ import annotations

from crf_app.capture.commands import Command
from crf_app.gui.navigation import Frame


def refused_by(frame: Frame, command: Command) -> str | None:
    """Carry out a command; returns the sentence that refuses it, None where nothing does."""
    refused: list[str] = []
    done = frame.do(command, refused.append)
    return None if done is not None else next(iter(refused), "")

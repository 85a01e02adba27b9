"""How the window says where an answer is written down first: here, or in a source it is copied from."""

from __future__ import annotations

from crf_app.base.words import Say


def with_source(title: str, recorded_here: bool | None, say: Say) -> str:
    """Return the title of a section with its quiet mark, as paper has it."""
    match recorded_here:
        case True:
            return say("{section} (source)", section=title)
        case False:
            return say("{section} (copied)", section=title)
        case None:
            return title


def source_word(recorded_here: bool | None, say: Say) -> str:
    """Return the one word that stands behind an item's label; nothing where section or form say it."""
    match recorded_here:
        case True:
            return say("source")
        case False:
            return say("copied")
        case None:
            return ""


def source_sentence(recorded_here: bool | None, say: Say) -> str:
    """Return what the word means."""
    match recorded_here:
        case True:
            return say("Recorded here first: the entry is the source itself.")
        case False:
            return say("Copied from a source elsewhere, which the entry can be compared with.")
        case None:
            return ""

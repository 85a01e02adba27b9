"""Code lists: the answers a question may have, each code with its words."""

from __future__ import annotations

from crf_app.base.local_text import LocalText
from crf_app.study.defined import NO_WORDS, Defined, Id, Words


class Code(Defined):
    """One code. `cdisc` is its submission value where CDISC has one; `hint` explains it beside the field."""

    code: str
    label: Words
    hint: Words = NO_WORDS
    cdisc: str | None = None


class CodeList(Defined):
    """A named list of codes, in the order they are offered.

    `dictionary` names a bundled term list (``ctcae-v5``) instead of codes written out.
    """

    id: Id
    codes: tuple[Code, ...] = ()
    dictionary: str | None = None

    def label(self, code: str) -> LocalText:
        """Return the words of `code`; a code that is not in the list speaks for itself."""
        for each in self.codes:
            if each.code == code:
                return each.label
        return LocalText.of({"": code})

    def __contains__(self, code: object) -> bool:
        """Whether the list has this code."""
        return any(each.code == code for each in self.codes)

"""The program's own words in the languages people work in.

English stands in the code, the other languages in
``resources/locale/<language>/LC_MESSAGES/crf_app.po``, which is read as it is: no catalogue is
compiled, so a checkout and a wheel behave alike. A study's words (labels, messages of checks) are
`LocalText` and never pass through here.

How strings are marked. Whoever speaks to a person is given a language or a `Say`, called ``say``::

    say = words(language)
    say("Complete page")
    say("Saved {time}", time="10:52:41")
    say.n("1 day left", "{n} days left", days)
    say("Open", context="state of a query")          where one English word has two meanings

The name matters: a test finds the strings by it (``say(…)``, ``self.say(…)``, ``self._say(…)``,
``.n(…)``, ``_(…)``, ``mark(…)``) and fails when one has no translation. The first argument is one
literal, a whole sentence, with named places in braces: never an f-string, never glued from pieces,
because languages order their words differently. Strings in tables made at import are marked with
``mark("…")`` and said where they are shown: ``say(action.text)``. A string without a translation is
said in English.
"""

from __future__ import annotations

import gettext
import io
from collections.abc import Mapping
from functools import cache
from typing import Final

from crf_app.base.catalogue import Catalogue, read_catalogue
from crf_app.base.digits import base_language, local_number
from crf_app.base.files import bundled

LANGUAGES: Final = ("en", "fa", "zh")
"""The languages the program speaks, in the order they are offered."""

LANGUAGE_NAMES: Final[Mapping[str, str]] = {"en": "English", "fa": "فارسی", "zh": "简体中文"}
"""Each language by its own name, as a person looks for it."""


class Say:
    """Says the program's words in one language."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations) -> None:
        self.language = language
        self._catalogue = catalogue

    def __call__(self, text: str, /, *, context: str | None = None, **parts: object) -> str:
        """Return `text` in this language, its places filled with `parts`.

        Without parts the places stay, for ``.format``. Whole numbers and decimals are written in
        the language's own digits; texts go in as they are.
        """
        known = self._catalogue
        said = known.gettext(text) if context is None else known.pgettext(context, text)
        return self._filled(said, text, parts) if parts else said

    def n(self, one: str, many: str, n: int, /, **parts: object) -> str:
        """Return the words for `n` things; ``{n}`` is filled with the number.

        Forms that come from a table were marked one by one; the one that fits is then looked up.
        """
        said = self._catalogue.ngettext(one, many, n)
        if said in (one, many):
            said = self._catalogue.gettext(said)
        return self._filled(said, one if n == 1 else many, {"n": n, **parts})

    def _filled(self, said: str, english: str, parts: Mapping[str, object]) -> str:
        shown = {name: local_number(part, self.language) for name, part in parts.items()}
        try:
            return said.format(**shown)
        except (KeyError, IndexError, ValueError):
            # A slip in a translation must not stop anybody's work; the tests name it.
            return english.format(**shown)


def mark(text: str) -> str:
    """Mark a string for translation where no language is known yet; it is said later."""
    return text


def words(language: str) -> Say:
    """Return what says the program's words in `language` (``fa``, ``fa-IR``).

    A language the program does not speak gets English.

    Raises:
        Fault: a catalogue that belongs to the program is not there.
    """
    return _words(base_language(language))


@cache
def _words(language: str) -> Say:
    if language not in LANGUAGES or language == "en":
        return Say(language, gettext.NullTranslations())
    return Say(language, gettext.GNUTranslations(io.BytesIO(catalogue_of(language).compiled())))


def catalogue_of(language: str) -> Catalogue:
    """Read the catalogue of a language other than English.

    Raises:
        Fault: the file is not there.
        ValueError: the file is not a catalogue; the tests keep this from being shipped.
    """
    path = bundled("resources", "locale", language, "LC_MESSAGES", "crf_app.po")
    return read_catalogue(path.read_text(encoding="utf-8"))

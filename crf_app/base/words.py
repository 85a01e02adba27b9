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
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from crf_app.base.catalogue import Catalogue, read_catalogue
from crf_app.base.digits import base_language, local_number
from crf_app.base.files import bundled
from crf_app.base.texts import in_order

LANGUAGES: Final = ("en", "es", "fa", "zh")
"""The languages the program speaks, in the order they are offered."""

LANGUAGE_NAMES: Final[Mapping[str, str]] = {"en": "English", "es": "Español", "fa": "فارسی", "zh": "简体中文"}
"""Each language by its own name, as a person looks for it."""


RIGHT_TO_LEFT: Final = frozenset({"fa", "ar", "ur", "he"})
"""Languages whose text runs from right to left."""

_COMMAS: Final = {"fa": "، ", "zh": "，"}

_RIGHT_TO_LEFT_ISOLATE: Final = "\u2067"
_FIRST_STRONG_ISOLATE: Final = "\u2068"
_POP_ISOLATE: Final = "\u2069"
_RUNS_LEFT: Final = re.compile("[\u0590-\u065f\u066d-\u06ef\u06fa-\u08ff\ufb1d-\ufefc\u2066-\u2068]")
"""Letters written from right to left, digits left out: those run from left to right in every script.

Isolates count too: a text that holds some is a sentence of the language.
"""


def island(text: str) -> str:
    """Return a piece of a right-to-left line so that it keeps its own direction (Unicode isolates, UAX 9).

    The first strong letter alone does not tell: it is not looked for inside of inner isolates, and a
    Persian label may begin with a Latin name.
    """
    begin = _RIGHT_TO_LEFT_ISOLATE if _RUNS_LEFT.search(text) else _FIRST_STRONG_ISOLATE
    return f"{begin}{text}{_POP_ISOLATE}"


class Say:
    """Says the program's words in one language.

    With `islands`, what fills a place keeps its own direction: in a right-to-left sentence a Latin
    name and the number beside it would change places otherwise. Nor does it reorder its neighbours
    by controls of its own, in any language.
    """

    def __init__(self, language: str, catalogue: gettext.NullTranslations, *, islands: bool = False) -> None:
        self.language = language
        self._catalogue = catalogue
        self._on_screen = islands
        self._islands = islands and language in RIGHT_TO_LEFT

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

    def _part(self, part: object) -> object:
        """Return a part so that it keeps its own direction in a sentence of this language."""
        if self._on_screen and isinstance(part, str):
            part = in_order(part)
        return island(str(part)) if self._islands and part != "" else part

    def joined(self, parts: Iterable[str], between: str = ", ") -> str:
        """Return texts behind one another, empty ones left out; a comma is the language's own."""
        if between == ", ":
            between = _COMMAS.get(self.language, between)
        return between.join(str(self._part(part)) for part in parts if part)

    def _filled(self, said: str, english: str, parts: Mapping[str, object]) -> str:
        shown = {name: self._part(local_number(part, self.language)) for name, part in parts.items()}
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
    return _words(base_language(language), islands=False)


def screen_words(language: str) -> Say:
    """Return what says the program's words on a screen: as `words`, with each filled place an island.

    The reports order their lines by themselves, and what is stored or searched stays plain.

    Raises:
        Fault: a catalogue that belongs to the program is not there.
    """
    return _words(base_language(language), islands=True)


@cache
def _words(language: str, *, islands: bool) -> Say:
    if language not in LANGUAGES or language == "en":
        return Say(language, gettext.NullTranslations(), islands=islands)
    known = gettext.GNUTranslations(io.BytesIO(catalogue_of(language).compiled()))
    return Say(language, known, islands=islands)


def catalogue_of(language: str) -> Catalogue:
    """Read the catalogue of a language other than English.

    Raises:
        Fault: the file is not there.
        ValueError: the file is not a catalogue; the tests keep this from being shipped.
    """
    path = bundled("resources", "locale", language, "LC_MESSAGES", "crf_app.po")
    return read_catalogue(path.read_text(encoding="utf-8"))

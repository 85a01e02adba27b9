"""Passwords: hashed with argon2id, compared in constant time by the library, and held to a few rules that help.

A password is brought to Unicode's composed form (NFC) first, as the file's passphrase is, so that two keyboards agree
on one word. It is counted in characters, whatever script they are of.
"""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from crf_app.base.problems import Refusal
from crf_app.base.texts import whole
from crf_app.base.words import Say, words

SHORTEST = 10
"""Characters a password has at least (NIST SP 800-63B asks for eight; a site's laptop travels)."""

FEWEST_SIGNS = 5
"""Different characters a password has at least; "aaaaaaaaaa" is long and guessed at once."""

COMMON = ("password", "passwort", "contraseña", "qwertyuiop", "qwerty", "1234567890", "letmein", "welcome", "iloveyou")
"""Words that no password is built around: what everybody tries first (NIST SP 800-63B 5.1.1.2)."""

_HASHER = PasswordHasher()

_SHOP_WINDOW = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
"""For passwords that are printed in the manual: there is nothing to protect, and nobody should wait."""

_SHOP_SALT = b"known everywhere"
"""The same each time, so that the same demonstration has the same facts, seal and pages."""

PasswordHash = Callable[[str, Say], str]


def hash_password(password: str, say: Say = words("en")) -> str:  # noqa: B008 - cached and immutable
    """Return the argon2id hash of a password, parameters and salt included. Raises Refusal when it is too short."""
    _require_length(composed(password), say)
    return _HASHER.hash(composed(password))


def hash_published_password(password: str, say: Say = words("en")) -> str:  # noqa: B008 - cached and immutable
    """Return a quick argon2id hash, for the demonstration file alone: its password is known to everybody."""
    _require_length(composed(password), say)
    return _SHOP_WINDOW.hash(composed(password), salt=_SHOP_SALT)


def composed(password: str) -> str:
    """Return the one form of a password, whichever way a keyboard puts its accents."""
    return unicodedata.normalize("NFC", whole(password))


def hashed_anew(stored: str, password: str) -> str | None:
    """Return a stronger hash of a password that was just found right, or None while the stored one is up to date.

    A hash with a memory cost below the library's least useful one is the demonstration's and stays. One that was made
    of a password as it came from a keyboard is made anew of its composed form.
    """
    up_to_date = not _HASHER.check_needs_rehash(stored) or not _SHOP_WINDOW.check_needs_rehash(stored)
    if up_to_date and (composed(password) == password or _verified(stored, composed(password))):
        return None
    return _HASHER.hash(composed(password))


@dataclass(frozen=True)
class Rule:
    """A rule for passwords: told beforehand as `words`, and as `broken` where a password does not keep it."""

    words: str
    broken: str
    kept: bool


def rules(password: str, about: Iterable[str], say: Say) -> tuple[Rule, ...]:
    """Return every rule, and whether a password keeps it; `about` are the person's own names."""
    password = composed(password)
    plain = _folded(password)
    names = [part for name in about for part in _parts(name)]
    return (
        Rule(
            say("{n} characters or more; a few words in a row are easy to remember", n=SHORTEST),
            say("A password needs {least} characters or more; this one has {n}.", least=SHORTEST, n=len(password)),
            len(password) >= SHORTEST,
        ),
        Rule(
            say("{n} different characters or more", n=FEWEST_SIGNS),
            say("This password repeats a few characters only. Use {n} different ones.", n=FEWEST_SIGNS),
            len(set(plain)) >= FEWEST_SIGNS,
        ),
        Rule(
            say("no part of your own name"),
            say("This password holds a part of the person's name. Somebody who knows it would try that."),
            bool(plain) and not any(name in plain for name in names),
        ),
        Rule(
            say("not built around a word that everybody tries first"),
            say("This password is built around a word that everybody tries first. Choose another."),
            bool(plain) and not any(word in plain for word in COMMON),
        ),
    )


def require_good(password: str, about: Sequence[str], say: Say) -> None:
    """Refuse a password that is short, common, or made from the person's own names. Raises Refusal."""
    broken = next((rule for rule in rules(password, about, say) if not rule.kept), None)
    if broken is not None:
        raise Refusal(broken.broken)


_CONSONANTS, _VOWELS = "bdfgkmnprstvz", "aeiou"
_GROUPS, _SYLLABLES = 4, 2


def one_time_password(about: Sequence[str] = ()) -> str:
    """Make a password that can be read out and typed without a mistake: ``tavi-keno-rusa-diba``.

    Eight syllables of 65 are 48 bits: enough for a password that is used once, at a door that closes after five
    attempts, inside a file that has a passphrase of its own. No letter is taken for another.
    """
    while True:
        syllables = [secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS) for _ in range(_GROUPS * _SYLLABLES)]
        starts = range(0, len(syllables), _SYLLABLES)
        made = "-".join("".join(syllables[at : at + _SYLLABLES]) for at in starts)
        if all(rule.kept for rule in rules(made, about, words("en"))):
            return made


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _parts(name: str) -> list[str]:
    """Return the parts of a name that tell it. One or two Chinese signs are a name; two Latin letters are not."""
    parts = re.split(r"[\W_]+", _folded(name))
    return [part for part in parts if len(part) >= 4 or (len(part) >= 2 and _is_han(part))]


def _is_han(text: str) -> bool:
    return all("\u3040" <= sign <= "\u30ff" or "\u3400" <= sign <= "\u9fff" for sign in text)


def _require_length(password: str, say: Say) -> None:
    if len(password) < SHORTEST:
        said = say("A password needs {least} characters or more; this one has {n}.", least=SHORTEST, n=len(password))
        raise Refusal(said)


def is_right(stored: str | None, password: str) -> bool:
    """Whether a password belongs to a stored hash. An unknown person takes as long as a wrong password.

    A hash from before passwords were composed is that of the password as it came from the keyboard.
    """
    forms = dict.fromkeys((composed(password), whole(password)))
    return any(_verified(stored or _NOBODY, form) for form in forms) and stored is not None


def _verified(stored: str, password: str) -> bool:
    try:
        return _HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$NKvZkS7v0Pq8r1nZ0dWm7mF2X1M0G3cQn5bqzq0oM1E"

"""Passwords: hashed with argon2id, compared in constant time by the library, and held to a few rules that help."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from crf_app.base.problems import Refusal
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

PasswordHash = Callable[[str, Say], str]


def hash_password(password: str, say: Say = words("en")) -> str:  # noqa: B008 - cached and immutable
    """Return the argon2id hash of a password, parameters and salt included. Raises Refusal when it is too short."""
    _require_length(password, say)
    return _HASHER.hash(password)


def hash_published_password(password: str, say: Say = words("en")) -> str:  # noqa: B008 - cached and immutable
    """Return a quick argon2id hash, for the demonstration file alone: its password is known to everybody."""
    _require_length(password, say)
    return _SHOP_WINDOW.hash(password)


def hashed_anew(stored: str, password: str) -> str | None:
    """Return a stronger hash of a password that was just found right, or None while the stored one is up to date.

    A hash with a memory cost below the library's least useful one is the demonstration's and stays.
    """
    if not _HASHER.check_needs_rehash(stored) or _SHOP_WINDOW.check_needs_rehash(stored) is False:
        return None
    return _HASHER.hash(password)


def require_good(password: str, about: Iterable[str], say: Say) -> None:
    """Refuse a password that is short, common, or made from the person's own names. Raises Refusal."""
    _require_length(password, say)
    plain = password.casefold()
    if len(set(plain)) < FEWEST_SIGNS:
        raise Refusal(say("This password repeats a few characters only. Use {n} different ones.", n=FEWEST_SIGNS))
    names = [part for name in about for part in name.casefold().split() if len(part) >= 4]
    if any(name in plain for name in names):
        raise Refusal(say("This password holds a part of the person's name. Somebody who knows it would try that."))
    if any(word in plain for word in COMMON):
        raise Refusal(say("This password is built around a word that everybody tries first. Choose another."))


def _require_length(password: str, say: Say) -> None:
    if len(password) < SHORTEST:
        said = say("A password needs {least} characters or more; this one has {n}.", least=SHORTEST, n=len(password))
        raise Refusal(said)


def is_right(stored: str | None, password: str) -> bool:
    """Whether a password belongs to a stored hash. An unknown person takes as long as a wrong password."""
    try:
        _HASHER.verify(stored or _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


_NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHRzb21lc2FsdA$NKvZkS7v0Pq8r1nZ0dWm7mF2X1M0G3cQn5bqzq0oM1E"

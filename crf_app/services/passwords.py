"""Passwords: hashed with argon2id, compared in constant time by the library."""

from __future__ import annotations

from collections.abc import Callable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from crf_app.base.problems import Refusal
from crf_app.base.words import Say, words

SHORTEST = 10
"""Characters a password has at least (NIST SP 800-63B asks for eight; a site's laptop travels)."""

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

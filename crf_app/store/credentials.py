"""Password hashes beside the trail, each held to the fact that set it by a digest (ADR 0010).

The hash itself is never in a fact. Its digest is no help to who guesses: the salt, of 16 random bytes, is not in it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from sqlcipher3 import dbapi2 as sqlcipher

from crf_app.capture.facts import Actor, Draft, FactKind
from crf_app.store.compare import Discrepancy
from crf_app.store.connection import Connection, Row

Credential = tuple[str, str]
"""A person's id and the hash of the password."""

_OF_THE_PERSON_NAMED: Final = frozenset({FactKind.PERSON_ADDED, FactKind.PASSWORD_CHANGED, FactKind.PASSWORD_RESET})
_KINDS: Final = frozenset({*_OF_THE_PERSON_NAMED, FactKind.PERSON_SIGNED_IN})
"""With these a hash is set. Whoever signs in has it made anew where its parameters have become too weak."""


def bound(drafts: Sequence[Draft], credentials: Sequence[Credential], actor: Actor) -> Sequence[Draft]:
    """Put the digest of each new hash into the draft it is set with. Raises ValueError when there is none."""
    digests = {person: _digest(hash_) for person, hash_ in credentials}
    if not digests:
        return drafts
    found = []
    for draft in drafts:
        digest = digests.pop(_whose(draft, actor), None)
        found.append(draft if digest is None else replace(draft, new={**(draft.new or {}), "credential": digest}))
    if digests:
        raise ValueError("a password is set with a fact that says so")
    return found


def _whose(draft: Draft, actor: Actor) -> str:
    if draft.kind is FactKind.PERSON_SIGNED_IN:
        return actor.person
    return str((draft.new or {}).get("id", "")) if draft.kind in _OF_THE_PERSON_NAMED else ""


def _digest(hash_: str) -> str:
    return hashlib.sha256(hash_.encode()).hexdigest()


class Passwords:
    """What the trail says about passwords, gathered fact by fact while it is walked."""

    def __init__(self) -> None:
        """Nobody has one yet."""
        self._digests: dict[str, str | None] = {}

    def step(self, row: Row) -> None:
        """Look at the next fact; `row` is a row of `fact`."""
        if row[9] not in _KINDS:
            return
        try:
            new = dict(json.loads(row[17] or "{}"))
        except (ValueError, TypeError):
            return  # the walk itself says that it cannot be read
        if row[9] == FactKind.PERSON_SIGNED_IN:
            if "credential" in new:
                self._digests[row[5]] = str(new["credential"])
        else:
            # A fact of an earlier program has no digest: then the hash it was set with cannot be told from another.
            self._digests[str(new.get("id", ""))] = new.get("credential")

    def wrong(self, connection: Connection) -> Iterator[Discrepancy]:
        """Hold the table against what the trail says."""
        try:
            held: dict[str, str] = dict(connection.execute("SELECT person, hash FROM credential").fetchall())
            names: dict[str, str] = dict(connection.execute("SELECT id, username FROM person").fetchall())
        except sqlcipher.OperationalError:
            return  # a table that is not there is found as such
        for person in sorted(held.keys() | self._digests.keys()):
            what = self._verdict(person, held.get(person))
            if what:
                yield Discrepancy("credential", f"The password of {names.get(person, person)}", what)

    def _verdict(self, person: str, hash_: str | None) -> str:
        if person not in self._digests:
            return "no fact says so"
        digest = self._digests[person]
        if hash_ is None:
            return "it is missing" if digest else ""
        return "" if digest in (None, _digest(hash_)) else "it is not the one that was set last"

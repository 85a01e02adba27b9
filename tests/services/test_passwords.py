"""Passwords are kept as argon2id hashes."""

from __future__ import annotations

import pytest

from crf_app.base.problems import Refusal
from crf_app.services.passwords import hash_password, hash_published_password, is_right


def test_a_hash_knows_its_password_and_no_other() -> None:
    stored = hash_password("ten green bottles")
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, second recommendation
    assert is_right(stored, "ten green bottles")
    assert not is_right(stored, "ten green bottle")
    assert hash_password("ten green bottles") != stored


def test_nobody_has_no_password() -> None:
    assert not is_right(None, "ten green bottles")
    assert not is_right("no hash at all", "ten green bottles")


def test_the_published_password_is_hashed_quickly_and_works() -> None:
    stored = hash_published_password("demonstration")
    assert stored.startswith("$argon2id$v=19$m=64,t=1,p=1$")
    assert is_right(stored, "demonstration")
    assert not is_right(stored, "Demonstration")


@pytest.mark.parametrize("hashes", [hash_password, hash_published_password])
def test_a_short_password_is_refused(hashes: object) -> None:
    assert callable(hashes)
    with pytest.raises(Refusal, match="needs 10 characters or more; this one has 9"):
        hashes("ninechars")

"""Passwords are kept as argon2id hashes."""

from __future__ import annotations

import re

import pytest
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from crf_app.base.problems import Refusal
from crf_app.base.words import words
from crf_app.services import passwords
from crf_app.services.passwords import (
    hash_password,
    hash_published_password,
    hashed_anew,
    is_right,
    one_time_password,
    require_good,
    rules,
)


@pytest.mark.requirement(10)
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


@pytest.mark.requirement(10)
@pytest.mark.parametrize("hashes", [hash_password, hash_published_password])
def test_a_short_password_is_refused(hashes: object) -> None:
    assert callable(hashes)
    with pytest.raises(Refusal, match="needs 10 characters or more; this one has 9"):
        hashes("ninechars")


NAMES = ("rahimi", "Niloufar Rahimi")
GOOD = ("seven quiet rivers", "گل‌های آبیِ باغ", "江南可采莲莲叶何田田鱼", "ninety 9 owls")


@pytest.mark.requirement(10)
@pytest.mark.parametrize("password", GOOD)
def test_words_of_any_script_make_a_good_password(password: str) -> None:
    require_good(password, NAMES, words("en"))
    assert is_right(hash_published_password(password), password)


@pytest.mark.requirement(10)
@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("江南可采莲", "this one has 5"),  # 15 bytes
        ("éééééééé", "this one has 8"),
        ("aaaaaaaaaabbbb", "repeats a few"),
        ("Rahimi loves owls", "part of the person's name"),
        ("NILOUFAR in spring", "part of the person's name"),
        ("ｒａｈｉｍｉ in May", "part of the person's name"),
        ("my password 2025", "everybody tries first"),
        ("Qwertyuiop 99", "everybody tries first"),
        ("Contrasen\u0303a 123", "everybody tries first"),
    ],
)
def test_a_password_that_is_guessed_soon_is_refused(password: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        require_good(password, NAMES, words("en"))


@pytest.mark.requirement(10)
def test_a_chinese_name_of_two_signs_is_a_name() -> None:
    with pytest.raises(Refusal, match="part of the person's name"):
        require_good("小明喜欢红色的苹果树林", ("ming", "王 小明"), words("en"))


@pytest.mark.requirement(10)
def test_two_keyboards_agree_on_an_accent() -> None:
    stored = hash_published_password("el ni\u00f1o llega")
    assert is_right(stored, "el nin\u0303o llega")
    assert hash_published_password("el nin\u0303o ll")  # nine signs with the accent apart, and ten letters


@pytest.mark.requirement(10)
def test_a_hash_of_the_password_as_it_was_typed_still_works_and_is_made_anew() -> None:
    typed = "el nin\u0303o llega"
    old = PasswordHasher().hash(typed)
    assert is_right(old, typed)
    anew = hashed_anew(old, typed)
    assert anew is not None
    assert is_right(anew, "el ni\u00f1o llega")
    assert hashed_anew(anew, typed) is None


@pytest.mark.requirement(10)
def test_weaker_parameters_are_made_stronger_when_the_password_is_known() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8_192, parallelism=1).hash("ten green bottles")
    anew = hashed_anew(weak, "ten green bottles")
    assert anew is not None
    assert anew.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert hashed_anew(hash_published_password("ten green bottles"), "ten green bottles") is None


@pytest.mark.requirement(10)
def test_an_unknown_person_costs_as_much_as_a_wrong_password() -> None:
    """The hash that stands for nobody is a real one: a broken one would be refused at once, and tell who is known."""
    with pytest.raises(VerifyMismatchError):
        PasswordHasher().verify(passwords._NOBODY, "ten green bottles")


@pytest.mark.requirement(10)
def test_a_password_for_one_time_can_be_read_out_and_keeps_the_rules() -> None:
    made = {one_time_password(NAMES) for _ in range(50)}
    assert len(made) == 50
    for each in made:
        assert re.fullmatch(r"(?:[bdfgkmnprstvz][aeiou]){2}(?:-(?:[bdfgkmnprstvz][aeiou]){2}){3}", each)
        require_good(each, NAMES, words("en"))


def test_the_rules_are_told_before_anything_is_typed() -> None:
    assert [rule.kept for rule in rules("", NAMES, words("en"))] == [False] * 4
    assert all(rule.kept for rule in rules("seven quiet rivers", NAMES, words("en")))

"""What somebody learns who tries passwords: nothing but yes or no, and each try costs the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher, extract_parameters

import crf_app
from crf_app.base.problems import Refusal
from crf_app.capture import commands as c
from crf_app.services import passwords
from crf_app.services.desk import Desk
from crf_app.services.lock_out import MOST_FAILURES
from crf_app.services.opening import add_first_person, make_file
from tests.services.clinic import PASSPHRASE, PASSWORD, Clinic, plmsc

pytestmark = pytest.mark.requirement(10)


class Counting:
    """The library's hasher, which remembers each hash it compared with and each it made."""

    def __init__(self, real: PasswordHasher) -> None:
        self.real = real
        self.compared: list[str] = []
        self.made = 0

    def verify(self, stored: str, password: str | bytes) -> bool:
        self.compared.append(stored)
        return self.real.verify(stored, password)

    def hash(self, password: str | bytes) -> str:
        self.made += 1
        return self.real.hash(password)

    def check_needs_rehash(self, stored: str) -> bool:
        return self.real.check_needs_rehash(stored)


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counting:
    """Every comparison of a password."""
    counting = Counting(passwords._HASHER)
    monkeypatch.setattr(passwords, "_HASHER", counting)
    return counting


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A file as a site has it: its hashes are the real ones."""
    desk = make_file(tmp_path / "site-01.crf", PASSPHRASE, plmsc(), "01")
    add_first_person(desk, c.AddPerson("sadeghi", "R. Sadeghi", "administrator", PASSWORD, temporary=False))
    yield desk
    desk.file.close()


def tries(desk: Desk, username: str, password: str) -> str:
    with pytest.raises(Refusal) as no:
        desk.sign_in(username, password)
    return str(no.value)


def test_a_name_nobody_has_takes_the_work_of_a_wrong_password(desk: Desk, work: Counting) -> None:
    known = tries(desk, "sadeghi", "not the password")
    unknown = tries(desk, "nobody", "not the password")
    assert known == unknown
    assert len(work.compared) == 2
    one, other = (extract_parameters(stored) for stored in work.compared)
    assert one == other


def test_a_closed_account_takes_it_too_whichever_password_is_tried(desk: Desk, work: Counting) -> None:
    for _ in range(MOST_FAILURES):
        tries(desk, "sadeghi", "not the password")
    del work.compared[:]
    assert tries(desk, "sadeghi", "not the password") == tries(desk, "sadeghi", PASSWORD)
    assert len(work.compared) == 2


def test_nobody_compares_passwords_but_the_library(desk: Desk) -> None:
    """Its comparison takes the same time wherever two hashes differ."""
    home = Path(crf_app.__file__).parent
    readers = {
        path.name for path in home.glob("**/*.py") if re.search(r"\.credential\(", path.read_text(encoding="utf-8"))
    }
    assert readers == {"desk.py", "people.py", "signatures.py"}  # each hands it to `is_right`
    for name in ("people.py", "signatures.py"):
        source = (home / "services" / name).read_text(encoding="utf-8")
        assert len(re.findall(r"\.credential\(", source)) == len(re.findall(r"is_right\([^)]*\.credential\(", source))


def test_a_sites_hashes_are_the_strong_ones(desk: Desk) -> None:
    (person,) = desk.file.people()
    stored = desk.file.credential(person.id)
    assert stored is not None
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")  # RFC 9106, section 4: second recommended option
    assert len(stored.split("$")[-1]) == 43  # 32 bytes


def test_an_older_hash_is_made_anew_when_its_password_comes_by(tmp_path: Path) -> None:
    weaker = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
    before = lambda password, _say: weaker.hash(password)  # noqa: E731 - a year ago
    desk = make_file(tmp_path / "old.crf", PASSPHRASE, plmsc(), "01", hash_password=before)
    add_first_person(desk, c.AddPerson("sadeghi", "R. Sadeghi", "administrator", PASSWORD, temporary=False))
    (person,) = desk.file.people()
    older = desk.file.credential(person.id)
    tries(desk, "sadeghi", "not the password")
    assert desk.file.credential(person.id) == older
    desk.sign_in("sadeghi", PASSWORD)
    renewed = desk.file.credential(person.id)
    assert renewed is not None
    assert renewed.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    desk.sign_in("sadeghi", PASSWORD)
    assert desk.file.credential(person.id) == renewed
    desk.file.close()


def test_the_quick_hash_is_made_for_the_demonstration_alone() -> None:
    home = Path(crf_app.__file__).parent
    users = {
        path.name
        for path in home.glob("**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name | ast.alias)
        and getattr(node, "id", getattr(node, "name", "")) == "hash_published_password"
    }
    assert users == {"demo.py"}


def test_the_trail_holds_no_hash_and_no_word_of_a_password(tmp_path: Path) -> None:
    clinic = Clinic(tmp_path)
    clinic.does(c.AddPerson("omid", "O. Omidi", "reader", "seven quiet rivers"), by="sadeghi")
    clinic.desk.sign_in("omid", "seven quiet rivers")
    clinic.desk.do(c.ChangePassword("seven quiet rivers", "eleven loud hills"))
    with pytest.raises(Refusal):
        clinic.desk.sign_in("thirteen slow boats", "twelve dry wells")  # a password typed as the user name
    said = repr(list(clinic.desk.file.facts()))
    for secret in ("seven quiet", "eleven loud", "thirteen slow", "twelve dry", "argon2", PASSWORD):
        assert secret not in said, secret

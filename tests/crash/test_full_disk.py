"""The disk is full, or fails, at each single write: a sentence says so, nothing is lost, and later work goes on."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest

from crf_app.base.problems import Fault
from crf_app.capture.commands import ChangePassword
from crf_app.capture.facts import Draft
from crf_app.services.desk import Changes
from crf_app.store.lock import lock_path
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from tests.crash.failing_disk import FailingDisk, OnWrite, failing_at, full_from
from tests.services.clinic import PASSWORD, Clinic
from tests.store.trial import ANN, NOON, PASSPHRASE, a_visit, entered, new_file, opened, record

pytestmark = pytest.mark.requirement(29)

PAGE = "s1/month_1/edss"
FULL = r"^The disk is full: .* Everything recorded before is safe; free some space in .* do the last step again\.$"
SILENT = r"^The disk that holds .* did not answer\. What was recorded before is safe .* then open the file again\.$"
FAILURES = [(full_from, FULL), (failing_at, SILENT)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with new_file(tmp_path) as file:
        record(file, a_visit())
    return file.path


def long_step(number: int) -> list[Draft]:
    """A step that takes several pages of the file, each time other ones."""
    return [entered(PAGE, f"remark_{number}_{part}", chr(97 + number % 26) * 3_000) for part in range(3)]


def until_it_works(failure: Callable[[int], OnWrite], deed: Callable[[], object], said: str) -> Iterator[int]:
    """Try a deed with room for no write, one, two …; each time but the last it must fail with a sentence."""
    number = 0
    while True:
        with FailingDisk(failure(number)) as disk:
            try:
                deed()
            except Fault as fault:
                failed = str(fault)
            else:
                assert disk.writes <= number, "a write failed, and nobody was told"
                return
        # While it grows, the index of the log says that the disk does not answer, whatever ails it.
        assert any(pytest.RaisesExc(Fault, match=each).matches(Fault(failed)) for each in (said, SILENT)), failed
        yield number
        number += 1


@pytest.mark.parametrize(("failure", "said"), FAILURES)
def test_a_step_is_recorded_wholly_or_not_at_all(path: Path, failure: Callable[[int], OnWrite], said: str) -> None:
    with opened(path) as file:
        steps = map(long_step, count())
        step = next(steps)
        before = 10
        for _ in until_it_works(failure, lambda: record(file, step), said):  # noqa: B023 - the step of this turn
            assert file.head()[0] == before
            # There is room again: the same step is done in the same sitting.
            before += len(record(file, step))
            step = next(steps)
        assert before > 10 + 3 * 8
        assert file.verify().sound
    with opened(path) as file:
        assert file.fact_count() == before + 3
        assert file.verify().sound


def test_a_disk_that_stays_full_is_said_at_each_step(path: Path) -> None:
    with opened(path) as file:
        before = (file.head(), file.subject("s1"))
        with FailingDisk(full_from(0)):
            for number in range(5):
                with pytest.raises(Fault, match=FULL):
                    record(file, long_step(number))
                assert (file.head(), file.subject("s1")) == before  # and it can be read
        record(file, long_step(0))
        assert file.verify().sound


def test_a_log_that_cannot_be_cleared_holds_nobody_up(path: Path) -> None:
    """The step is in the log, on the disk; that it cannot be carried over into the file itself loses nothing."""
    for room in range(60):
        file = opened(path)
        facts = record(file, long_step(room))
        with FailingDisk(full_from(room)) as disk:
            file.close()
        with opened(path) as again:
            assert again.head() == (facts[-1].seq, facts[-1].hash)
        if disk.writes <= room:
            break
    else:
        pytest.fail("closing never had room enough")
    assert room > 5
    with opened(path) as again:
        assert again.verify().sound


@pytest.mark.parametrize(("failure", "said"), FAILURES)
def test_a_file_opens_again_when_there_is_room(path: Path, failure: Callable[[int], OnWrite], said: str) -> None:
    tries = 0
    for _ in until_it_works(failure, lambda: opened(path).close(), said):
        assert not lock_path(path).exists()
        tries += 1
    assert tries > 2
    with opened(path) as file:
        assert file.verify().sound
        assert file.fact_count() == 10


@pytest.mark.parametrize(("failure", "said"), FAILURES)
def test_a_file_that_could_not_be_made_leaves_nothing_behind(
    tmp_path: Path, failure: Callable[[int], OnWrite], said: str
) -> None:
    made: list[StudyFile] = []
    tries = 0
    for _ in until_it_works(failure, lambda: made.append(new_file(tmp_path)), said):
        assert list(tmp_path.iterdir()) == []
        tries += 1
    assert tries > 50
    with made[0] as file:
        assert file.verify().sound


@pytest.mark.requirement(28)
@pytest.mark.parametrize(("failure", "said"), FAILURES)
def test_a_backup_without_room_leaves_the_one_before(
    path: Path, tmp_path: Path, failure: Callable[[int], OnWrite], said: str
) -> None:
    copy = tmp_path / "copy.crf"
    with opened(path) as file:
        file.backup(copy)
        before = copy.read_bytes()
        record(file, long_step(0))
        tries = 0
        for _ in until_it_works(failure, lambda: file.backup(copy, replace=True), said):
            assert copy.read_bytes() == before
            assert not copy.with_name("copy.crf.unfinished").exists()
            tries += 1
        assert tries > 20
        assert file.verify().sound
    with opened(copy, read_only=True) as backup:
        assert backup.fact_count() == 13
        assert backup.verify().sound


@pytest.mark.requirement(28)
def test_a_restore_without_room_leaves_the_backup_and_no_half_file(path: Path, tmp_path: Path) -> None:
    before = path.read_bytes()
    to = tmp_path / "again" / "site-01.crf"
    to.parent.mkdir()

    made: list[StudyFile] = []

    def restores() -> None:
        made.append(restore(path, to, PASSPHRASE, actor=ANN, now=NOON, program="0.1"))

    whole, tries = 0, 0
    for _ in until_it_works(full_from, restores, FULL):
        assert path.read_bytes() == before
        if to.exists():  # it was restored, and there was no room left to open it
            with opened(to) as file:
                assert file.fact_count() == 11
                assert file.verify().sound
            to.unlink()
            whole += 1
        assert list(to.parent.iterdir()) == []
        tries += 1
    assert tries - whole > 30
    with made[0] as file:
        assert file.fact_count() == 11
        assert file.verify().sound


# ---------------------------------------------------------------------------------- seen from the desk


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    made = Clinic(tmp_path)
    yield made
    made.desk.file.close()


def test_the_desk_shows_and_tells_nothing_that_is_not_on_record(clinic: Clinic) -> None:
    subject = clinic.enrols().comes("screening")
    sheet = subject.sheet("vital_signs", "screening").types(bp_systolic="120", bp_diastolic="130")
    heard: list[Changes] = []
    clinic.desk.listen(heard.append)
    before = clinic.desk.file.head()
    for _ in until_it_works(full_from, sheet.saves, FULL):
        assert heard == []
        assert clinic.desk.file.head() == before
        assert subject.record.pages == {}
        assert subject.record == clinic.desk.file.subject(subject.id)
    assert len(heard) == 1
    assert subject.queries("vitals_pressures_swapped")
    assert subject.record == clinic.desk.file.subject(subject.id)
    assert clinic.desk.file.verify().sound


def test_a_password_is_changed_with_its_fact_or_not_at_all(clinic: Clinic) -> None:
    new = "a dozen red roses"
    before = clinic.desk.file.head()
    for _ in until_it_works(full_from, lambda: clinic.does(ChangePassword(PASSWORD, new)), FULL):
        assert clinic.desk.file.head() == before
        assert clinic.desk.file.verify().sound
    clinic.desk.sign_out()
    assert clinic.desk.sign_in("rahimi", new) == clinic.people["rahimi"]
    assert clinic.desk.file.verify().sound


# ---------------------------------------------------------------------------------- a real limit, a real process

_LIMITED = """
import resource, signal, sys
from pathlib import Path
from crf_app.base.problems import Fault
from crf_app.store import key
from tests.services.clinic import PASSWORD, Clinic
from tests.store.trial import entered, opened, record
key._ROUNDS = 1
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
_, most = resource.getrlimit(resource.RLIMIT_FSIZE)
path = Path(sys.argv[1])
with opened(path) as file:
    for limit in range(int(sys.argv[2]), int(sys.argv[3]), 1_500):
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
        try:
            facts = record(file, [entered("s1/month_1/edss", f"at_{limit}", "x" * 2_000)])
            print("recorded", facts[-1].seq, facts[-1].hash, flush=True)
        except Fault as fault:
            print("refused", str(fault), flush=True)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, most))
        file.backup(path.with_name("copy.crf"))
    except Fault as fault:
        print("no backup:", str(fault), flush=True)
    print("copies", [each.name for each in path.parent.iterdir() if "copy" in each.name], flush=True)
"""


def test_a_limit_of_the_system_at_any_byte_is_said_and_loses_nothing(path: Path) -> None:
    """The system cuts each write where the limit falls, in the middle of a page, of the log or of the lock."""
    with subprocess.Popen(
        [sys.executable, "-c", _LIMITED, str(path), "0", "220000"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as child:
        assert child.stdout
        lines = [line.strip() for line in child.stdout]
    assert child.returncode == 0
    recorded = [line.split()[1:] for line in lines if line.startswith("recorded")]
    refused = [line.removeprefix("refused ") for line in lines if line.startswith("refused")]
    assert len(recorded) > 5
    assert len(refused) > 20
    assert all(each.startswith(("The disk is full", "The disk that holds")) for each in refused)
    assert lines[-2].startswith("no backup: The disk")
    assert lines[-1] == "copies []"
    with opened(path) as file:
        trail = {(str(fact.seq), fact.hash) for fact in file.facts()}
        assert {(seq, hash_) for seq, hash_ in recorded} <= trail
        assert file.fact_count() == 10 + len(recorded)
        assert file.verify().sound


_IN_A_SMALL_PLACE = """
import os, sys
from pathlib import Path
from crf_app.base.problems import Fault
from crf_app.store import key
from tests.services.clinic import PASSWORD, Clinic
from tests.store.trial import a_visit, entered, new_file, opened, record
key._ROUNDS = 1
folder = Path(sys.argv[1])
file = new_file(folder)
record(file, a_visit())
facts, said = 10, ""
while not said:
    try:
        facts += len(record(file, [entered("s1/month_1/edss", f"remark_{facts}", "x" * 3_000)]))
    except Fault as fault:
        said = str(fault)
print(said)
try:
    file.backup(folder / "copy.crf")
except Fault as fault:
    print(fault)
file.close()
rest = folder / "rest"
with rest.open("wb", buffering=0) as filling:
    try:
        while filling.write(bytes(512)):
            pass
    except OSError:
        pass
try:
    opened(file.path).close()
except Fault as fault:
    print(fault)
rest.unlink()
with opened(file.path) as again:
    print(again.fact_count() == facts, again.verify().sound)
"""


def test_on_a_small_disk_that_fills_up_each_sentence_says_it_is_full(tmp_path: Path) -> None:
    small = f'mount -t tmpfs -o size=1m none "{tmp_path}" && exec "$0" -c "$1" "{tmp_path}"'
    done = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", small, sys.executable, _IN_A_SMALL_PLACE],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )
    if "unshare" in done.stderr or "mount" in done.stderr:
        pytest.skip(f"this system lends nobody a small disk: {done.stderr.strip()}")
    assert done.stderr == ""
    *said, sound = done.stdout.splitlines()
    assert len(said) == 3, said
    assert all(each.startswith("The disk is full: nothing more could be written to") for each in said), said
    assert sound == "True True"

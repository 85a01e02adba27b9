"""Bytes of a closed file changed, cut off, exchanged or taken from an older copy: it tells, and never reads falsely."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crf_app.base.problems import Fault
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from tests.security.tampering import PAGE, full_file
from tests.store.trial import ANN, NOON, PASSPHRASE, a_visit, entered, opened, record

pytestmark = pytest.mark.requirement(5)

FLIPS = 200
_PAGE = 4_096
SUBJECTS = ("s1", "s2", *(f"s{number}" for number in range(3, 12)))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of some sixty pages, and a backup of it."""
    file = full_file(tmp_path_factory.mktemp("site"))
    for number in range(3, 12):
        record(file, a_visit(f"s{number}", f"P{number:02d}"))
        record(file, [entered(f"s{number}/month_1/edss", "remark", f"{number}" * 900)])
    file.backup(file.path.with_name("backup.crf"))
    file.close()
    return file.path


@pytest.fixture(scope="module")
def content(site: Path) -> bytes:
    return site.read_bytes()


def everything(file: StudyFile) -> list[object]:
    """All that can be read from a file."""
    people = [(each, file.credential(each.id)) for each in file.people()]
    records = [file.subject(each) for each in file.subject_ids()]
    found = [file.find_subject(f"P{number:02d}") for number in range(1, 13)]
    return [list(file.facts()), people, records, found, file.queries(closed=True), file.signatures(), file.definition()]


@pytest.fixture(scope="module")
def truth(site: Path) -> list[object]:
    with opened(site, read_only=True) as file:
        assert file.verify().sound
        return everything(file)


def told(path: Path, content: bytes, truth: list[object]) -> Iterator[str]:
    """Put a content into place and read it; yield each sentence that says what is wrong. Nothing read is false."""
    path.write_bytes(content)
    try:
        with opened(path, read_only=True) as file:
            try:
                assert everything(file) == truth
            except Fault as fault:
                yield str(fault)
            yield from (each.text for each in file.verify().discrepancies)
    except Fault as fault:
        yield str(fault)


def clear(sentence: str) -> bool:
    """Whether a sentence says what to do, or which page or table it is about."""
    return any(word in sentence for word in ("backup", "damaged", "choose a file", "The table"))


def test_each_of_200_flipped_bytes_is_told_and_none_reads_as_something_else(
    content: bytes, truth: list[object], tmp_path: Path
) -> None:
    chance = Random(5)
    places = [*range(16), *chance.sample(range(16, len(content)), FLIPS - 16)]
    for at in places:
        forged = bytearray(content)
        forged[at] ^= 1 << chance.randrange(8)
        said = list(told(tmp_path / "site-01.crf", bytes(forged), truth))
        assert said, f"byte {at}"
        assert all(map(clear, said)), said


def test_what_is_wrong_with_a_damaged_file_is_a_sentence_with_a_way_out(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "site-01.crf"
    for at, said in (
        (3, r"does not open with this passphrase\. Nothing was changed; .* If it is right, the file is damaged"),
        (2_000, r"does not open with this passphrase\. Nothing was changed; .* If it is right, the file is damaged"),
        (5_000, r"is damaged: .* Do not work on in it; keep it as it is, and restore the latest backup\."),
    ):
        forged = bytearray(content)
        forged[at] ^= 1
        path.write_bytes(forged)
        with pytest.raises(Fault, match=said):
            opened(path)


def test_a_file_cut_short_anywhere_is_told(content: bytes, truth: list[object], tmp_path: Path) -> None:
    path = tmp_path / "site-01.crf"
    for length in (*range(0, len(content), _PAGE), 1, 100, _PAGE + 1, len(content) - 1):
        said = list(told(path, content[:length], truth))
        assert said, length
        assert all(map(clear, said)), said


def test_bytes_added_at_the_end_are_told(content: bytes, truth: list[object], tmp_path: Path) -> None:
    path = tmp_path / "site-01.crf"
    for added in (b"\0", bytes(_PAGE), content[-_PAGE:], Random(1).randbytes(3 * _PAGE)):
        assert list(told(path, content + added, truth))


def test_two_pages_exchanged_are_told(content: bytes, truth: list[object], tmp_path: Path) -> None:
    pages = [content[at : at + _PAGE] for at in range(0, len(content), _PAGE)]
    for place in range(1, len(pages) - 1, 4):
        forged = [*pages]
        forged[place], forged[place + 1] = forged[place + 1], forged[place]
        assert list(told(tmp_path / "site-01.crf", b"".join(forged), truth))


def test_pages_of_an_older_copy_among_the_newer_ones_are_told(content: bytes, tmp_path: Path) -> None:
    """Each page is authentic and in its place, so only that they do not belong together can tell."""
    path = tmp_path / "site-01.crf"
    path.write_bytes(content)
    with opened(path) as file:
        for number, subject in enumerate(SUBJECTS[1:]):  # the first one's page is signed
            page = f"{subject}/month_1/edss"
            record(file, [entered(page, "total", f"{number / 2:g}"), entered(page, "later", "y" * 700)])
        record(file, a_visit("s12", "P12"))
        now = everything(file)
        assert file.verify().sound
    newer, before = path.read_bytes(), content
    differing = [at for at in range(0, len(before), _PAGE) if before[at : at + _PAGE] != newer[at : at + _PAGE]]
    assert len(differing) > 10
    silent = 0
    for at in differing:
        forged = newer[:at] + before[at : at + _PAGE] + newer[at + _PAGE :]
        path.write_bytes(forged)
        try:
            with opened(path, read_only=True) as file:
                sound = file.verify().sound
                silent += sound
                assert not sound or everything(file) == now  # a page whose old content says the same
        except Fault as fault:
            assert clear(str(fault)), fault  # noqa: PT017 - to say so, or to name it in a verification, is both right
    assert silent < len(differing) / 4


@pytest.mark.requirement(28)
def test_the_last_good_backup_takes_the_place_of_a_damaged_file(site: Path, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "site-01.crf"
    path.write_bytes(content[:5_000] + b"?" + content[5_001:])
    with pytest.raises(Fault, match="restore the latest backup"):
        opened(path)
    path.rename(tmp_path / "damaged.crf")
    backup = site.with_name("backup.crf")
    with restore(backup, path, PASSPHRASE, actor=ANN, now=NOON, program="0.1") as file:
        assert file.verify().sound
        assert file.subject_ids() == SUBJECTS[:2] + tuple(sorted(SUBJECTS[2:], key=lambda each: int(each[1:])))
        assert len(record(file, [entered(PAGE, "total", "6")])) == 1

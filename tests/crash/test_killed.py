"""The program dies amid its work, again and again: what it acknowledged is there, and nothing is half there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from crf_app.base.problems import Fault
from crf_app.capture.places import EntryKey, PagePlace
from crf_app.services.desk import PROGRAM
from crf_app.store.study_file import StudyFile
from tests.crash.entry_program import ITEMS, PASSPHRASE, SITTING, EntryProgram, Told
from tests.services.clinic import Clinic
from tests.store.trial import opened

KILLS = 200
SWAPPED = "vitals_pressures_swapped"


class Ward:
    """A file whose subject A-01 has come to screening, and what must be on record in its vital signs."""

    def __init__(self, folder: Path) -> None:
        clinic = Clinic(folder)
        subject = clinic.enrols().comes("screening")
        subject.sheet("vital_signs", "screening").types(bp_systolic="120", bp_diastolic="80").saves()
        self.page: PagePlace = subject.place("vital_signs", "screening")
        self.path = clinic.desk.file.path
        clinic.desk.file.close()
        self.held: dict[str, set[str | None]] = {item: {None} for item in ITEMS}
        self.held |= {"bp_systolic": {"120"}, "bp_diastolic": {"80"}}
        self._aside = folder / "aside"

    def must_hold(self, told: Told, *, wholly: bool, aside: bool) -> None:
        """Open the file after a death, or a copy, so that the next child finds the log of several dead ones."""
        for item, value in told.entered.items():
            self.held[item] = {value}
        if told.begun:
            item, value = told.begun
            self.held[item] = self.held[item] | {value}
        path = self._copied() if aside else self.path
        with StudyFile.open(path, PASSPHRASE, program=PROGRAM) as file:  # walks the end of the chain
            assert file.head()[0] >= told.last_fact
            record = file.subject(self.page.subject)
            assert record is not None
            entries = record.pages[self.page.id].entries
            for item in ITEMS:
                entry = entries.get(EntryKey(item))
                holds = entry.stored["value"] if entry else None
                assert holds in self.held[item], f"{item}: {holds}"
                self.held[item] = {holds}
            # The query is raised and closed in the same step as the entry: with half a step they would disagree.
            low, high = (int(entries[EntryKey(item)].stored["value"]) for item in ("bp_diastolic", "bp_systolic"))
            waits = [each for each in record.queries.values() if each.check == SWAPPED and each.state != "closed"]
            assert len(waits) == (low >= high)
            if wholly:
                result = file.verify()
                assert result.sound, result.discrepancies

    def _copied(self) -> Path:
        shutil.rmtree(self._aside, ignore_errors=True)
        self._aside.mkdir()
        for each in self.path.parent.glob(self.path.name + "*"):
            if not each.name.endswith("-shm"):  # shared memory does not outlive a machine
                shutil.copy(each, self._aside)
        return self._aside / self.path.name


@pytest.fixture
def ward(tmp_path: Path) -> Ward:
    return Ward(tmp_path)


@pytest.fixture
def program(ward: Ward) -> Iterator[EntryProgram]:
    with EntryProgram(ward.path, ward.page) as running:
        yield running


@pytest.mark.requirement(5, 29)
def test_nothing_acknowledged_is_lost_when_the_program_is_killed_200_times(ward: Ward, program: EntryProgram) -> None:
    chance = Random(29)
    acknowledged, cut = 0, 0
    for kill in range(KILLS):
        told = program.killed_after(chance.randrange(SITTING + 2), chance.uniform(0, 0.012), seed=kill)
        acknowledged, cut = acknowledged + told.count, cut + (told.begun is not None)
        ward.must_hold(told, wholly=kill % 25 == 24, aside=kill % 3 != 2)
    assert acknowledged > 2 * KILLS
    assert cut > KILLS / 10  # many died within a step


_MAKES = """
import os, sys
from pathlib import Path
from crf_app.store import key
from tests.crash.failing_disk import DIES, FailingDisk, failing_at
from tests.store.trial import new_file
key._ROUNDS = 1
for write in range(0, 200, 6):
    folder = Path(sys.argv[1]) / str(write)
    folder.mkdir()
    if not os.fork():
        with FailingDisk(failing_at(write, DIES)):
            new_file(folder)
        os._exit(0)
    if not os.wait()[1]:
        break
"""


@pytest.mark.requirement(29)
def test_a_file_that_was_being_made_when_the_program_died_is_whole_or_is_told_to_be_none(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", _MAKES, str(tmp_path)], cwd=Path(__file__).parents[2], check=True)
    begun = r"is not a study file: (it is empty|it was begun and never finished, and holds nothing|its length is)"
    whole, refused = 0, 0
    for folder in tmp_path.iterdir():
        try:
            with opened(folder / "site-01.crf") as file:
                assert file.fact_count() == 2
                assert file.verify().sound
                whole += 1
        except Fault as fault:
            assert re.search(begun, str(fault)), fault  # noqa: PT017 - a file is whole, or it is told that it is none
            refused += 1
    assert whole
    assert refused > 8


@pytest.mark.requirement(29)
def test_a_program_that_dies_in_the_middle_of_any_write_leaves_a_whole_file(ward: Ward, program: EntryProgram) -> None:
    number, told = 0, Told()
    while told.count <= SITTING:  # until it has opened the file, entered, closed it and begun anew
        told = program.killed_in_write(number, seed=4)
        ward.must_hold(told, wholly=number % 25 == 24, aside=False)
        number += 1
    assert number > 60

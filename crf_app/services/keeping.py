"""Keeping: when a backup is due, what it is called, where it goes, and which old ones may go.

Two places: a folder beside the file, always there, for what goes wrong with the file; and a second one that a person
chooses, on another disk or on a share, for what goes wrong with the disk. Each place keeps its own last ten backups,
one of each of the last fourteen days, and one of each of the last twelve months.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Literal

from crf_app.base.problems import Fault
from crf_app.base.words import Say, words
from crf_app.capture.commands import NoteBackup
from crf_app.capture.facts import Fact, FactKind
from crf_app.services.desk import Desk
from crf_app.services.people import FOUNDER
from crf_app.store.backup import BackupResult, Share
from crf_app.store.study_file import StudyFile
from crf_app.store.study_reader import StudyReader

LAST: Final = 10
DAYS: Final = 14
MONTHS: Final = 12
"""How many of the last backups, of the last days and of the last months are kept."""

OVERDUE: Final = timedelta(days=3)
"""Nobody should lose more work than this."""

QUIET: Final = frozenset(
    {
        FactKind.BACKUP_MADE,
        FactKind.PERSON_SIGNED_IN,
        FactKind.PERSON_SIGNED_OUT,
        FactKind.SIGN_IN_FAILED,
    }
)
"""What may have happened since a backup without making another one worth its while."""

_NAME: Final = re.compile(r"(?P<stem>.+)-(?P<file>[0-9a-f]{8})-(?P<at>\d{4}-\d{2}-\d{2}-\d{6})\.crf")


Place = Literal["first", "second", "chosen"]


@dataclass(frozen=True)
class KeptBackup:
    """A backup that lies in one of the places: of which file, from which moment (local to where it was made)."""

    path: Path
    file: str
    at: datetime


@dataclass(frozen=True)
class Places:
    """Where the backups of a file go."""

    first: Path
    second: Path | None = None

    @classmethod
    def of(cls, file: Path, second: str | Path | None = None) -> Places:
        """Return the places of a file; `second` is the folder that was chosen, if one was."""
        return cls(file.with_name(f"{file.stem}-backups"), Path(second) if second else None)


@dataclass(frozen=True)
class Kept:
    """What a round of backing up came to.

    `second` is the copy in the second place; where that could not be made, `missed` says why in a sentence: it is a
    note, not a failure. `place` tells where the first copy lies.
    """

    first: BackupResult
    second: BackupResult | None = None
    missed: str = ""
    place: Place = "first"


# ---------------------------------------------------------------------- when


def last_backup(file: StudyReader) -> Fact | None:
    """Return the fact of the last backup. Each was restored as a test, or there would be no fact."""
    return next(file.facts(kinds={FactKind.BACKUP_MADE}, newest_first=True, limit=1), None)


def is_gone(file: StudyReader) -> bool:
    """Whether the last backup beside the file is not where it was put: moved away, removed, or left behind with it."""
    folder = Places.of(file.path).first
    last = file.facts(kinds={FactKind.BACKUP_MADE}, newest_first=True, limit=2)
    beside = (str(fact.new["file_name"]) for fact in last if fact.new and fact.new.get("place") == "first")
    name = next(beside, "")
    return bool(name) and not (folder / name).exists()


def has_second(file: StudyReader) -> bool:
    """Whether one of the last two backups went to the second place."""
    last = file.facts(kinds={FactKind.BACKUP_MADE}, newest_first=True, limit=2)
    return any((fact.new or {}).get("place") == "second" for fact in last)


def changed_since_backup(file: StudyReader) -> bool:
    """Whether something worth keeping happened after the last backup."""
    for fact in file.facts(newest_first=True):
        if fact.kind is FactKind.BACKUP_MADE:
            return False
        if fact.kind not in QUIET:
            return True
    return True


def due_on_closing(file: StudyFile, places: Places) -> bool:
    """Whether the file should be backed up before it is closed: something changed, or no backup is left."""
    if file.read_only:
        return False
    return changed_since_backup(file) or not backups_of(file, places.first)


def due_today(file: StudyFile, now: datetime) -> bool:
    """Whether the day's backup has yet to be made: something changed, and the last is from another day."""
    if file.read_only or not changed_since_backup(file):
        return False
    last = last_backup(file)
    return last is None or moment_of(last).date() != now.date()


def moment_of(fact: Fact) -> datetime:
    """Return the local moment of a fact, without its zone."""
    return datetime.fromisoformat(fact.at.replace("Z", "")) + timedelta(minutes=fact.offset)


# ---------------------------------------------------------------------- making


def back_up(
    file: StudyReader,
    places: Places,
    now: datetime,
    *,
    whole: bool = False,
    share: Share | None = None,
    say: Say | None = None,
) -> Kept:
    """Back the file up into both places, each copy restored as a test, and let the superfluous ones go.

    It may be called in any thread. What is wrong with the second place is told in the result and stops nothing.

    Raises:
        Fault: not even the first place has a good copy.
    """
    say = say or words("en")
    _make_folder(places.first, say)
    with file.reader() as reader:  # the file's own connection belongs to another thread
        mark = file_mark(reader)
    first = file.backup(_free_name(file.path, mark, places.first, now), whole=whole, share=share)
    _let_go(mark, places.first)
    if places.second is None:
        return Kept(first)
    try:
        if not places.second.is_dir():
            return Kept(first, missed=_not_there(places.second, say))
        second = file.backup(_free_name(file.path, mark, places.second, now))
        _let_go(mark, places.second)
    except Fault as fault:
        return Kept(first, missed=str(fault))
    return Kept(first, second)


def backups_of(file: StudyReader, folder: Path) -> tuple[KeptBackup, ...]:
    """Return the backups of a file that lie in a folder, newest first; none where the folder is not there."""
    mark = file_mark(file)
    return tuple(each for each in backups_in(folder) if each.file == mark)


def backups_in(folder: Path) -> tuple[KeptBackup, ...]:
    """Return all backups in a folder, newest first, whichever file they are of: it need not be open for that."""
    found: list[KeptBackup] = []
    with suppress(OSError):
        found = [kept for path in folder.iterdir() if (kept := _kept(path)) is not None]
    return tuple(sorted(found, key=lambda each: each.at, reverse=True))


def last_good(file: Path, second: Path | None = None) -> KeptBackup | None:
    """Return the newest backup in the places of a file that cannot be opened; only names are read."""
    places = Places.of(file, second)
    found = [*backups_in(places.first), *(backups_in(places.second) if places.second else ())]
    ours = [each for each in found if each.path.name.startswith(f"{file.stem}-")]
    return max(ours, key=lambda each: each.at, default=None)


def offered(file: Path, second: Path | None, say: Say) -> str:
    """Say which backup could take the place of a file that cannot be opened; nothing where there is none."""
    found = last_good(file, second)
    if found is None:
        return ""
    return say("The last good backup is {name}, made {time}.", name=found.path.name, time=f"{found.at:%Y-%m-%d %H:%M}")


def file_mark(file: StudyReader) -> str:
    """Return what tells this file's backups from those of another with the same name."""
    return file.first_hash()[:8]


def _kept(path: Path) -> KeptBackup | None:
    match = _NAME.fullmatch(path.name)
    if match is None:
        return None
    try:
        at = datetime.strptime(match["at"], "%Y-%m-%d-%H%M%S")  # noqa: DTZ007 - local to where it was made
    except ValueError:
        return None
    return KeptBackup(path, match["file"], at)


def _free_name(file: Path, mark: str, folder: Path, now: datetime) -> Path:
    """Return a name by the moment; where the clock was set back, the next second that is free."""
    at = now
    while True:
        path = folder / f"{file.stem}-{mark}-{at:%Y-%m-%d-%H%M%S}.crf"
        if not path.exists():
            return path
        at += timedelta(seconds=1)


def _make_folder(folder: Path, say: Say) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        said = say(
            "The folder {folder} for backups cannot be made ({why}). The study file is safe, but it was not backed up; "
            "make the folder, or back up to another place.",
            folder=str(folder),
            why=error.strerror or str(error),
        )
        raise Fault(said) from error


def _not_there(folder: Path, say: Say) -> str:
    return say(
        "The second place for backups, {folder}, is not there: the disk is not plugged in, or the share cannot be "
        "reached. The backup beside the file was made; the second place gets the next one when it is back.",
        folder=str(folder),
    )


def note(desk: Desk, kept: Kept, *, by_itself: bool) -> None:
    """Remember the copies in the audit trail, as the person at the desk, or `by_itself` as the program.

    Raises:
        Refusal: nobody is at the desk, and the backup was not made by itself.
        Fault: the file cannot be written.
    """
    made: list[tuple[BackupResult, Place]] = [(kept.first, kept.place)]
    if kept.second is not None:
        made.append((kept.second, "second"))
    for each, place in made:
        command = NoteBackup(each.path.name, each.seal, each.facts, place, each.whole)
        desk.do(command, actor=FOUNDER if by_itself else None)


# ---------------------------------------------------------------------- letting go


def superfluous(moments: Iterable[datetime]) -> frozenset[datetime]:
    """Return which of a place's backups may go.

    Kept are the last ten; of each of the last fourteen days that have one, the last; and of each of the last twelve
    months that have one, the last. Days and months without a backup do not count: a month of holidays takes nothing
    away.
    """
    newest_first = sorted(set(moments), reverse=True)
    kept = {
        *newest_first[:LAST],
        *_last_of_each(newest_first, lambda at: f"{at:%Y-%m-%d}", DAYS),
        *_last_of_each(newest_first, lambda at: f"{at:%Y-%m}", MONTHS),
    }
    return frozenset(newest_first) - kept


def _last_of_each(
    newest_first: Sequence[datetime], period: Callable[[datetime], str], most: int
) -> tuple[datetime, ...]:
    last: dict[str, datetime] = {}
    for at in newest_first:
        last.setdefault(period(at), at)
    return tuple(last.values())[:most]


def _let_go(mark: str, folder: Path) -> None:
    """Remove what is superfluous in a place, after a new backup has proven good. What cannot be removed stays."""
    kept = [each for each in backups_in(folder) if each.file == mark]
    old = superfluous(each.at for each in kept)
    for each in kept:
        if each.at in old:
            with suppress(OSError):
                each.path.unlink()

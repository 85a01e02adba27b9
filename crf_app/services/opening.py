"""Making and opening files: a file brings the study it was made for along."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from crf_app.base.clock import Clock, SystemClock
from crf_app.base.ids import IdSource, random_id
from crf_app.base.problems import Fault, Refusal
from crf_app.base.texts import is_whole
from crf_app.base.words import Say, mark, words
from crf_app.capture.commands import AddPerson
from crf_app.capture.facts import Draft, FactKind
from crf_app.services.desk import PROGRAM, Desk
from crf_app.services.passwords import COMMON, FEWEST_SIGNS, PasswordHash, hash_password
from crf_app.services.people import FOUNDER
from crf_app.store import anchor
from crf_app.store.anchor import Departure
from crf_app.store.faults import OlderFile
from crf_app.store.restore import restore
from crf_app.store.study_file import StudyFile
from crf_app.store.verify import Progress
from crf_app.study.findings import Finding
from crf_app.study.load import load_study, load_texts
from crf_app.study.staff import ADMINISTRATOR
from crf_app.study.study import Study

SHORTEST_PASSPHRASE = 12
"""Characters of a file's passphrase: it guards everything when the laptop is stolen."""


class WrongStudy(Fault):
    """A study folder has findings, so no file can be made from it."""

    def __init__(self, folder: Path, findings: tuple[Finding, ...]) -> None:
        """Keep the findings for whoever shows them."""
        super().__init__(
            f"{folder.name} has {len(findings)} findings, so no file was made. See them with: crf-app check {folder}"
        )
        self.findings = findings


def load_whole(folder: Path) -> Study:
    """Load a study folder that must be without errors. Raises WrongStudy."""
    study, findings = load_study(folder)
    if study is None:
        raise WrongStudy(folder, findings)
    return study


def make_file(
    path: Path,
    passphrase: str,
    study: Study,
    site: str,
    clock: Clock | None = None,
    new_id: IdSource = random_id,
    *,
    say: Say | None = None,
    hash_password: PasswordHash = hash_password,
) -> Desk:
    """Make a new file for a site of a study. Raises Refusal and Fault."""
    say = say or words("en")
    _require_strong(passphrase, say)
    try:
        study.site(site)
    except KeyError:
        known = ", ".join(each.id for each in study.facts.sites)
        raise Refusal(say("The study has no site {site}. Its sites: {known}.", site=site, known=known)) from None
    clock = clock or SystemClock()
    file = StudyFile.create(
        path,
        passphrase,
        study_id=study.facts.id,
        version=study.facts.version,
        site=site,
        fingerprint=study.fingerprint,
        source=dict(study.source),
        actor=FOUNDER,
        now=clock.now(),
        program=PROGRAM,
        ids=new_id,
    )
    return Desk(file, study, clock, new_id, say, hash_password)


_TRIED_FIRST = mark("This passphrase is built from what everybody tries first. Take four or five unrelated words.")


def _require_strong(passphrase: str, say: Say) -> None:
    """Refuse a passphrase that is short, built from what everybody tries first, or that no keyboard gives."""
    if len(passphrase) < SHORTEST_PASSPHRASE:
        said = "The passphrase needs {least} characters or more; this one has {n}."
        raise Refusal(say(said, least=SHORTEST_PASSPHRASE, n=len(passphrase)))
    plain = passphrase.casefold()
    if len(set(plain)) < FEWEST_SIGNS or any(word in plain for word in COMMON):
        raise Refusal(say(_TRIED_FIRST))
    if not is_whole(passphrase):
        raise Refusal(say("The passphrase holds signs that no keyboard gives. Give it as UTF-8 text."))


def open_file(
    path: Path,
    passphrase: str,
    *,
    read_only: bool = False,
    clock: Clock | None = None,
    new_id: IdSource = random_id,
    say: Say | None = None,
    progress: Progress | None = None,
    migrate: bool = True,
) -> Desk:
    """Open a file with the study inside it.

    A file of an earlier format is copied and brought up to date, which may take a minute: `progress` hears how far it
    is. Without `migrate` it is refused.

    A file that is not as this machine left it is opened all the same: what it lacks is in `Desk.departure`, and a fact
    says so for ever, before anybody works in it.

    Raises:
        OlderFile: it is of an earlier format, and `migrate` is not wanted, or it is to be read only.
        Fault: the file cannot be opened, or the study inside it cannot be read.
    """
    say, clock = say or words("en"), clock or SystemClock()
    file = StudyFile.open(
        path,
        passphrase,
        read_only=read_only,
        program=PROGRAM,
        now=clock.now(),
        may_migrate=migrate,
        progress=progress,
    )
    try:
        study, findings = load_texts(file.definition().source)
        departure = _look_for_departure(file, clock)
    except BaseException:
        file.close()
        raise
    if study is None:
        file.close()
        said = say(
            "The study inside {file} cannot be read by this version of the program ({finding}). "
            "The file is unchanged. Use the version that made it.",
            file=path.name,
            finding=str(findings[0]),
        )
        raise Fault(said)
    desk = Desk(file, study, clock, new_id, say)
    desk.departure = departure
    return desk


def _look_for_departure(file: StudyFile, clock: Clock) -> Departure | None:
    """Compare the file with what this machine saw of it last; a reader that finds a difference leaves it to be told."""
    found = anchor.departure(file)
    if found is None:
        anchor.remember(file)
    elif not file.read_only:
        known = {"facts": f"{found.known.n}", "seal": found.known.seal}
        now = {"facts": f"{found.found.n}", "seal": found.found.seal, "cut": "yes" if found.cut else "no"}
        file.append(
            [Draft(FactKind.FILE_DEPARTED, old=known, new=now)], FOUNDER, clock.now(), file.definition().version
        )
        anchor.remember(file)
    return found


def departure_words(found: Departure, say: Say) -> str:
    """Say what a file lacks, and what to do about it."""
    if found.cut:
        what = say(
            "This computer last saw {known} facts in the file, with the seal {seal}. Now it holds {found}: it is an "
            "older copy, or the end of its audit trail was cut off.",
            known=found.known.n,
            seal=found.known.seal,
            found=found.found.n,
        )
    else:
        what = say(
            "This computer last saw the seal {seal} at fact {known} of the file. Another fact stands there now: from "
            "some point on, the file is not the one that was left here.",
            known=found.known.n,
            seal=found.known.seal,
        )
    return (
        what
        + " "
        + say(
            "If nobody put an older copy in its place, close it, keep it as it is and tell whoever is responsible. "
            "An older copy is put to use with “Restore a backup”. The audit trail keeps that this was found."
        )
    )


def opens(path: Path, passphrase: str) -> None:
    """Try a passphrase on a file that is not to be opened yet. Raises Fault."""
    with suppress(OlderFile):
        StudyFile.open(path, passphrase, read_only=True, program=PROGRAM).close()


def restore_file(
    backup: Path,
    out: Path,
    passphrase: str,
    clock: Clock | None = None,
    new_id: IdSource = random_id,
    *,
    progress: Progress | None = None,
) -> str:
    """Make a file from a backup, with a fact that says so; returns the restored file's seal. Raises Fault.

    The passphrase is the backup's own. Nobody is signed in yet when a file is restored, so the program acts.
    """
    now = (clock or SystemClock()).now()
    with restore(
        backup, out, passphrase, actor=FOUNDER, now=now, program=PROGRAM, ids=new_id, progress=progress
    ) as file:
        return file.seal()


def add_first_person(desk: Desk, command: AddPerson) -> None:
    """Add the first person of a new file, who must be its administrator. Raises Refusal."""
    if desk.file.people():
        raise Refusal(desk.say("This file has people already. Its administrator can add more."))
    if command.role != ADMINISTRATOR:
        raise Refusal(desk.say("The first person of a file is its administrator, who then adds the others."))
    # Whoever makes the file chooses this password for themselves.
    desk.do(replace(command, temporary=False), actor=FOUNDER)

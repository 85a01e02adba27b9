"""A backup becomes the file that is worked in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from crf_app.base.ids import IdSource, random_id
from crf_app.base.problems import Fault
from crf_app.capture.facts import Actor, Draft, FactKind
from crf_app.store.study_file import StudyFile


def restore(
    backup: Path,
    to: Path,
    passphrase: str,
    *,
    actor: Actor,
    now: datetime,
    program: str,
    ids: IdSource = random_id,
) -> StudyFile:
    """Verify a backup in full, copy it to `to` and open it, with a fact that says so.

    The restored file goes on as a new station: what was recorded after the backup was made may come to light
    again, and then no two facts share a station and a number.

    Raises:
        Fault: the backup does not open or does not hold together, or `to` is taken.
    """
    with StudyFile.open(backup, passphrase, read_only=True, program=program) as source:
        result = source.verify()
        if not result.sound:
            first = result.discrepancies[0].text if result.discrepancies else ""
            raise Fault(
                f"The backup {backup.name} does not hold together, and nothing was restored. {first} Keep it as it "
                "is, and restore an older one."
            )
        made = source.backup(to)
    file = StudyFile.open(to, passphrase, program=program, opened_by=actor.name)
    try:
        file.begin_station(ids())
        restored = Draft(FactKind.FILE_RESTORED, new={"seal": made.seal, "facts": str(made.facts)})
        file.append([restored], actor, now, file.definition().version)
    except BaseException:
        file.close()
        raise
    return file

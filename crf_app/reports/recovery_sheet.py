"""The recovery sheet: a file's passphrase on one page, to be printed when the file is made, sealed and put away.

It is the only paper that bears a secret. It is made in memory and written only where a person says; the audit trail
keeps that there is one, but neither the passphrase nor a checksum of the page: whoever guesses could try each guess on
it.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import Flowable

from crf_app import __version__
from crf_app.base.words import Say, words
from crf_app.capture.commands import NoteRecoverySheet
from crf_app.capture.facts import Actor, seal_of
from crf_app.reports.blocks import Space, form_head, label_list, plain_table, title_line
from crf_app.reports.document import DocumentFacts, build
from crf_app.reports.inline import Content, Run
from crf_app.reports.making import write_whole
from crf_app.reports.sheet import END_RULE, FRAME_WIDTH, SOFT, StyleSheet, style_sheet
from crf_app.reports.spelled import spelled, spelled_out
from crf_app.reports.table import Column, Row, RuledTable, table
from crf_app.reports.tag import Tag
from crf_app.reports.text import Text
from crf_app.reports.wording import Wording
from crf_app.services.desk import Desk
from crf_app.services.people import FOUNDER
from crf_app.store.study_reader import StudyReader
from crf_app.study.study import Study


@dataclass(frozen=True)
class SealedFile:
    """What the sheet tells about a file beside its passphrase. `first` is the hash of the first fact."""

    path: Path
    site: str
    made_at: str
    offset: int
    first: str

    @classmethod
    def of(cls, file: StudyReader) -> SealedFile:
        """Read it from an open file."""
        first = next(file.facts(limit=1))
        return cls(file.path, file.site, first.at, first.offset, first.hash)


def recovery_sheet(study: Study, file: SealedFile, passphrase: str, by: Actor, now: datetime, language: str) -> bytes:
    """Make the page in memory, in one of the program's languages."""
    say, sheet = words(language), style_sheet(language)
    wording = Wording(say, study, {})
    site = study.site(file.site)
    facts = DocumentFacts(
        study=study.facts.short,
        registration=study.facts.registration,
        site=site.id,
        site_name=wording.label(site.name),
        report=say("Recovery sheet"),
        tag=Tag("filled", say("KEEP SEALED")),
        printed_at=now,
        printed_by=say("the program") if by == FOUNDER else wording.named(by.name, by.role),
        program_version=__version__,
        study_version=study.facts.version,
        language=language,
        subject_words=file.path.name,
        title=f"{study.facts.short} · {say('Recovery sheet')}",
    )
    target = io.BytesIO()
    build(target, facts, _story(sheet, say, wording, study, file, passphrase))
    return target.getvalue()


def keep_recovery_sheet(desk: Desk, passphrase: str, out: Path, language: str) -> None:
    """Write the sheet where a person said, and remember that there is one. Raises Refusal and Fault."""
    # Whoever was just given a password for one time may do nothing yet, and the sheet of a new file is made then.
    by = FOUNDER if desk.actor is None or desk.must_change_password else desk.actor
    now = desk.clock.now()
    content = recovery_sheet(desk.study, SealedFile.of(desk.file), passphrase, by, now, language)
    write_whole(out, content)
    desk.do(NoteRecoverySheet(out.name), actor=by)


def _story(
    sheet: StyleSheet, say: Say, wording: Wording, study: Study, file: SealedFile, passphrase: str
) -> list[Flowable]:
    return [
        title_line(sheet, say("Recovery sheet"), state=file.path.name),
        Space(4),
        Text(
            say(
                "Whoever has this sheet and a copy of the file can read everything in it. Without the passphrase "
                "nobody can, not even the makers of the program: there is no other way in."
            ),
            sheet.long_text,
        ),
        Space(8),
        label_list(sheet, _file(say, wording, study, file), width=FRAME_WIDTH, label_width=46 * mm),
        form_head(sheet, say("Passphrase"), say("type it as printed: capitals and spaces count"), space_before=14),
        Space(5),
        *spelled_out(spelled(passphrase, say), sheet),
        form_head(sheet, say("To open the file again"), space_before=12),
        _steps(sheet, say, wording),
        form_head(sheet, say("Keep it sealed"), space_before=16),
        Text(
            say(
                "Print this page, put it into an envelope, close it and sign across the flap. Keep it locked away, in "
                "another room than the computer. Then delete the PDF; do not send it."
            ),
            sheet.long_text,
        ),
        Space(6),
        _by_hand(sheet, [say("Sealed on, by"), say("Opened on, by, because"), say("Sealed again on, by")]),
    ]


def _file(say: Say, wording: Wording, study: Study, file: SealedFile) -> list[tuple[Content, Content]]:
    site = study.site(file.site)
    return [
        (say("File"), Run(file.path.name, island=True)),
        (say("Study"), say.joined((study.facts.short, wording.label(study.facts.title)))),
        (say("Site"), f"{wording.figures(site.id)} {wording.label(site.name)}"),
        (say("Made on"), wording.moment(file.made_at, file.offset)),
        (say("Seal of the first fact"), Run(seal_of(file.first), island=True)),
        (say("Backups"), Run(f"{file.path.stem}-backups", island=True)),
    ]


def _steps(sheet: StyleSheet, say: Say, wording: Wording) -> RuledTable:
    steps = (
        say(
            "Install the program on a computer: crf-app {version} or a later version.",
            version=__version__,
        ),
        say("Find the newest backup: in the folder of backups beside the file, or in the second place."),
        say("Start the program, choose “Restore a backup” and then the backup. It is checked before it is used."),
        say("Type the passphrase above. “Does not open” most often means a capital letter or the keyboard’s language."),
        say("Sign in with your own user name and password; what was entered after the backup has to be entered again."),
    )
    style = sheet.body.but(size=9.5, leading=sheet.body.leading + 1)
    rows = [
        [Text(wording.count(number), style.but(colour=SOFT)), Text(words_, style)]
        for number, words_ in enumerate(steps, 1)
    ]
    return table(sheet, [Column(8 * mm), Column(FRAME_WIDTH - 8 * mm)], rows)


def _by_hand(sheet: StyleSheet, labels: list[str]) -> RuledTable:
    """Lines to write on."""
    rows = [Row([Text(label, sheet.soft), None], below=END_RULE, top=11, bottom=2) for label in labels]
    return plain_table(sheet, (50 * mm, FRAME_WIDTH - 50 * mm), rows)

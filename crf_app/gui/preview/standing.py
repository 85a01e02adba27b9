"""How the window and the folder stand to each other, and how that is said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from crf_app.base.words import Say
from crf_app.capture.scenario import StudyCheck
from crf_app.gui.models.phrases import clock_second
from crf_app.gui.preview.bench import Story
from crf_app.gui.preview.room import Room
from crf_app.study.draft import FORMS
from crf_app.study.findings import Finding


@dataclass
class Standing:
    """What is known of the folder. `since` is when the form that is shown was read, None before the first one.

    `behind` says that the folder has errors by now, `failed` that the program could not read it by its own mistake.
    """

    findings: tuple[Finding, ...] = ()
    check: StudyCheck | None = None
    since: datetime | None = None
    behind: bool = False
    failed: bool = False

    def read(self, findings: tuple[Finding, ...], at: datetime) -> None:
        """The folder could be read. Findings of the scenarios stay until these are played again."""
        if self.behind or self.since is None:
            self.findings = findings
        self.behind, self.failed, self.since = False, False, at

    def broken(self, findings: tuple[Finding, ...]) -> None:
        """The folder has errors."""
        self.findings, self.behind, self.failed = findings, True, False

    def unreadable(self) -> None:
        """The program made a mistake."""
        self.behind = self.failed = True

    def played(self, check: StudyCheck) -> None:
        """The scenarios were played."""
        self.check, self.findings = check, check.findings

    # How it is said

    def show_in(self, room: Room, say: Say) -> None:
        """Say how current the form is, what is to be mended, and what the scenarios came to."""
        room.show_nothing(broken=self.behind)
        if self.check is not None:
            room.side.scenarios.show_check(self.check)
        if self.behind:
            room.bar.show_behind()
            room.side.scenarios.show_waiting(broken=True)
        elif self.since is not None:
            room.bar.show_current(self.since)
        room.show_behind(self._sentence(say))
        if self.since is not None or self.behind:
            room.side.show_findings(self.findings)
            room.contents.show_wrong(self.wrong_forms())
            room.name_findings()

    def show_story_in(self, room: Room, story: Story | None, say: Say) -> None:
        """Say which scenario is looked at, and what it came to."""
        if story is None:
            room.show_story("", ())
            return
        played = self.check.played if self.check is not None else ()
        found = next((each for each in played if each.scenario.name == story.scenario.name), None)
        words: tuple[str, ...] = ()
        if story.touched:
            words = (say("typed over"),)
        elif found is not None:
            words = found.failures or (say("holds"),)
        room.show_story(say("Scenario: {name}", name=story.scenario.name), words)

    def _sentence(self, say: Say) -> str:
        """Return why the form is not as the folder is now; nothing where it is, or where there is none."""
        if not self.behind or self.since is None:
            return ""
        time = clock_second(self.since, say.language)
        if self.failed:
            return say("The program made a mistake in reading the folder. This is the form of {time}.", time=time)
        return say("The folder has errors. This is the form as it could be read last, at {time}.", time=time)

    def wrong_forms(self) -> dict[str, bool]:
        """Return the forms whose files have findings, and whether one of these is an error."""
        found: dict[str, bool] = {}
        for each in self.findings:
            if f"/{FORMS}" in f"/{each.file}":
                form = PurePosixPath(each.file).stem
                found[form] = found.get(form, False) or each.is_error
        return found

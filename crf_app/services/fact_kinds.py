"""What each kind of fact is called, and which kinds somebody who looks through a trail should stop at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from crf_app.base.words import mark
from crf_app.capture.facts import FactKind

KIND_WORDS: Final[Mapping[FactKind, str]] = {
    FactKind.FILE_CREATED: mark("File made"),
    FactKind.DEFINITION_STORED: mark("Study definition stored"),
    FactKind.FILE_OPENED: mark("File opened"),
    FactKind.BACKUP_MADE: mark("Backed up"),
    FactKind.FILE_RESTORED: mark("Restored from a backup"),
    FactKind.FILE_MIGRATED: mark("File brought to a newer format"),
    FactKind.FILE_DEPARTED: mark("Not as this computer left the file"),
    FactKind.CLOCK_MOVED_BACK: mark("Clock of the computer moved back"),
    FactKind.EXPORTED: mark("Exported"),
    FactKind.PRINTED: mark("Report printed"),
    FactKind.PERSON_ADDED: mark("Person added"),
    FactKind.PERSON_CHANGED: mark("Person changed"),
    FactKind.PERSON_DISABLED: mark("Account closed"),
    FactKind.PERSON_ENABLED: mark("Account opened again"),
    FactKind.PASSWORD_CHANGED: mark("Password changed"),
    FactKind.PASSWORD_RESET: mark("Password reset"),
    FactKind.PERSON_SIGNED_IN: mark("Signed in"),
    FactKind.PERSON_SIGNED_OUT: mark("Signed out"),
    FactKind.SIGN_IN_FAILED: mark("Sign-in failed"),
    FactKind.PERSON_LOCKED_OUT: mark("Account locked after failures"),
    FactKind.PERSON_RELEASED: mark("Account released"),
    FactKind.SUBJECT_ENROLLED: mark("Subject enrolled"),
    FactKind.VISIT_STARTED: mark("Visit begun"),
    FactKind.VISIT_REDATED: mark("Visit date changed"),
    FactKind.VISIT_COMPLETED: mark("Visit complete"),
    FactKind.VISIT_MISSED: mark("Visit missed"),
    FactKind.PAGE_STARTED: mark("Page begun"),
    FactKind.PAGE_COMPLETED: mark("Page complete"),
    FactKind.PAGE_REOPENED: mark("Page opened again"),
    FactKind.PAGE_NOT_DONE: mark("Page not done"),
    FactKind.ROW_ADDED: mark("Row added"),
    FactKind.ROW_REMOVED: mark("Row removed"),
    FactKind.ENTRY_RECORDED: mark("Entered"),
    FactKind.ENTRY_DERIVED: mark("Worked out"),
    FactKind.ENTRY_RELEVANCE: mark("Applies or not"),
    FactKind.QUERY_RAISED: mark("Query asked"),
    FactKind.QUERY_ANSWERED: mark("Query answered"),
    FactKind.QUERY_CLOSED: mark("Query closed"),
    FactKind.QUERY_REOPENED: mark("Query asked again"),
    FactKind.QUERY_CANCELLED: mark("Query cancelled"),
    FactKind.SOURCE_VERIFIED: mark("Compared with the source"),
    FactKind.SOURCE_UNVERIFIED: mark("No longer compared with the source"),
    FactKind.HOLD_PLACED: mark("Data held"),
    FactKind.HOLD_LIFTED: mark("Hold lifted"),
    FactKind.SIGNATURE_MADE: mark("Signed"),
    FactKind.SIGNATURE_BROKEN: mark("Signature taken off"),
}
"""What happened. A corrected value says so: see `FactWords.what`."""

WARNINGS: Final = frozenset({
    FactKind.CLOCK_MOVED_BACK, FactKind.SIGN_IN_FAILED, FactKind.PERSON_LOCKED_OUT, FactKind.SIGNATURE_BROKEN,
    FactKind.FILE_RESTORED, FactKind.FILE_DEPARTED,
})  # fmt: skip
"""Facts that somebody who looks through the trail should stop at; they bear a mark."""

CORRECTED: Final = mark("Corrected")
SIGNING_FAILED: Final = mark("Signing failed")

"""Findings: what is wrong with a study's text, each at its file, line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from crf_app.base.near import nearest


class Weight(StrEnum):
    """Whether a finding keeps the study from being used."""

    ERROR = "error"
    WARNING = "warning"


MEANINGS: dict[str, str] = {
    "S001": "A rule reads a name the study does not have.",
    "S002": "A rule mixes kinds of values that do not go together.",
    "S003": "Rules wait for each other in a circle.",
    "S004": "A rule uses something that is not in the rule language.",
    "S005": "A rule compares with a code that is not in the code list.",
    "S006": "A rule is too long or too deeply nested.",
    "S007": "A text is missing in a language the study promises.",
    "S008": "A form stands on no visit and is no log, so nobody could ever fill it.",
    "S009": "The windows of two visits overlap.",
    "S010": "A file cannot be read as this kind of YAML.",
    "S011": "A key is unknown or missing, or its value has the wrong form.",
    "S012": "An id is given twice.",
    "S013": "A name is reserved, or stands for two things.",
    "S014": "A code list, form, visit, item, anchor, licence or reason is named but not defined.",
    "S015": "No scenario makes this check fire.",
    "S016": "No scenario leaves this check silent.",
    "S017": "A role is unknown, given twice, or missing where the study needs it.",
    "S018": "A message has a placeholder the check cannot fill.",
    "S019": "A code list is used nowhere.",
    "S020": "A scenario does not hold.",
    "S021": "The library does not have what the study includes, in the version named.",
    "S022": "A table cannot be read.",
    "S023": "A rule can never be true.",
    "S024": "A rule reads a visit that cannot have happened, or a form that is not asked there.",
    "S025": "Something would show what is blinded: a rule, an anchor, a role, the numbers of rows.",
    "S026": "No scenario shows what this derivation comes to.",
    "S027": "No scenario leaves this derivation without a value.",
    "S028": "The day a visit is planned for lies outside its window.",
    "S029": "What nobody enters is marked as recorded here.",
    "S030": "A role is confined to forms that are not there, or must not be confined.",
}
"""Every code with its meaning. Codes are stable: they are never used again for something else."""


class Place(NamedTuple):
    """Where something is written. Lines and columns count from 1, as editors do."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True)
class Finding:
    """One thing to mend in a study's text. `code` is one of `MEANINGS`."""

    code: str
    file: str
    line: int
    column: int
    text: str
    severity: Weight = Weight.ERROR

    @classmethod
    def at(cls, place: Place, code: str, text: str, severity: Weight = Weight.ERROR) -> Finding:
        """Make a finding about what is written at `place`, its text finished to a sentence."""
        return cls(code, place.file, place.line, place.column, _sentence(text), severity)

    @property
    def is_error(self) -> bool:
        """Whether the study cannot be used before this is mended."""
        return self.severity is Weight.ERROR

    def __str__(self) -> str:
        """Return the one line that editors and terminals know how to open."""
        return f"{self.file}:{self.line}:{self.column}: {self.severity.value} {self.code}: {self.text}"


_BREAKS = str.maketrans("\t\r\n", "   ")
_LONG = re.compile("“([^”]{100})[^”]+”")


def _sentence(text: str) -> str:
    # Whatever an author wrote, a finding stays one line that can be read.
    text = _LONG.sub("“\\1…”", text.translate(_BREAKS))
    # A name of the study at the beginning is quoted as it is; only a plain word gets a capital.
    first = text.partition(" ")[0]
    begun = text[:1].upper() + text[1:] if first.isalpha() else text
    return begun + ("" if text.endswith((".", "?", "!")) else ".")


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by where they are written, each said once."""
    return tuple(
        sorted(
            set(findings),
            key=lambda each: (each.file, each.line, each.column, each.code, each.text),
        )
    )


MOST = 500
"""More findings than anybody reads at once; what is wrong in bulk is not looked through to its end."""


def at_most(findings: Iterator[Finding], place: Place) -> list[Finding]:
    """Take no more than `MOST` findings; where there are more, an error at `place` says so."""
    found = list(islice(findings, MOST))
    if next(findings, None) is not None:
        found.append(Finding.at(place, "S010", f"there is more; mend these {MOST} findings first"))
    return found


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that suggests the nearest known word, or nothing."""
    suggestion = nearest(word, known)
    return f"; did you mean “{suggestion}”?" if suggestion else ""

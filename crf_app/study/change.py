"""Changes: what one version of a study says otherwise than the one before, each with a stable code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crf_app.study.compared import Differing, How, Keys

MEANINGS: dict[str, str] = {
    "D001": "The folders hold two different studies.",
    "D002": "Something changed, but the version of the study was not raised.",
    "D003": "A form changed, but its version was not raised.",
    "D004": "An item keeps its id, but its answers would silently mean something else.",
    "D005": "A code is kept, but would silently mean something else.",
    "D006": "A fixed row keeps its id, but would silently be another row.",
    "D007": "A change of meaning is declared in `amends`.",
    "D008": "A change of meaning is declared, but there is none.",
    "D010": "What study.yaml says changed.",
    "D011": "An anchor was added, removed or changed.",
    "D012": "A visit was added.",
    "D013": "A visit was removed.",
    "D014": "A visit changed: its time, its window, its words.",
    "D015": "A form is asked at a visit, is not any more, or is now required or optional there.",
    "D016": "The forms that are logs changed.",
    "D017": "The schedule changed otherwise.",
    "D020": "A code list was added.",
    "D021": "A code list was removed.",
    "D022": "A code was added.",
    "D023": "A code was removed.",
    "D024": "A code or its list changed otherwise.",
    "D030": "A form was added.",
    "D031": "A form was removed.",
    "D032": "A form changed: its version, its words, how it is shown.",
    "D033": "A section was added.",
    "D034": "A section was removed.",
    "D035": "A section changed.",
    "D036": "A fixed row was added.",
    "D037": "A fixed row was removed.",
    "D038": "A fixed row changed otherwise.",
    "D040": "An item was added.",
    "D041": "An item was removed.",
    "D042": "An item moved to another section.",
    "D043": "The words of an item changed.",
    "D044": "A rule of an item changed.",
    "D045": "A range of an item changed.",
    "D046": "An item changed otherwise.",
    "D047": "Whether entries are the source themselves, or copied from one, changed.",
    "D050": "A check was added.",
    "D051": "A check was removed.",
    "D052": "A check changed.",
    "D060": "The order of things changed.",
    "D070": "A table was added.",
    "D071": "A table was removed.",
    "D072": "A table changed.",
    "D090": "Another part of the study changed.",
}
"""Every code with its meaning. Codes are stable: they are never used again for something else."""

ERRORS = frozenset({"D001", "D002", "D003", "D004", "D005", "D006"})
"""What must not happen in an amendment."""

SILENT = frozenset({"D004", "D005", "D006"})
"""Changes of meaning. They are errors only while they are silent: `amends` in study.yaml declares them.

What was captured keeps its id, its code and its row. If these mean something else from one version to the next,
answers from before and after stand in one column and nobody can tell them apart: the data would lie. A new id never
does harm. Where the old one has to stay, the author writes down which one means something else and why, so that whoever
reads the data finds it.
"""

LOUD = frozenset({"D013", "D023", "D031", "D037", "D041"})
"""What is not asked or offered any more. Nothing that was captured goes away, and whoever reads the list is told so."""


@dataclass(frozen=True)
class Change:
    """One change, before it is judged.

    `part` is the part of the study it is told under, `name` the thing that changed. `way` is where it is written: the
    file, and the keys from there. `claim` is the name under which `amends` may declare a change of meaning.
    """

    code: str
    part: str
    name: str
    how: How
    text: str
    old: str
    new: str
    way: Keys
    claim: str = ""


@dataclass(frozen=True)
class Thing:
    """Something that may have changed: `part` and `name` as in `Change`, `way` where it is written."""

    part: str
    name: str
    way: Keys

    def within(self, name: str, *keys: str | int) -> Thing:
        """Return a thing inside this one."""
        return replace(self, name=name, way=(*self.way, *keys))

    def added(self, code: str, given: str = "") -> Change:
        """Say that there is such a thing now."""
        return self.differs(code, Differing((), "", given, How.ADDED))

    def removed(self, code: str, given: str = "") -> Change:
        """Say that there is no such thing any more."""
        return self.differs(code, Differing((), given, "", How.REMOVED))

    def differs(self, code: str, each: Differing, claim: str = "") -> Change:
        """Say that a key of it differs."""
        kept = "; what was recorded stays in the file" if code in LOUD else ""
        way = (*self.way, *each.way)
        return Change(code, self.part, self.name, each.how, each.sentence + kept, each.was, each.now, way, claim)

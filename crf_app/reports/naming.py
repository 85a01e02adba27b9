"""What pages, entries and changes are called on paper, of whichever subject."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from crf_app.base.values import Kind
from crf_app.capture.facts import without_salt
from crf_app.capture.places import EntryKey, PagePlace, VisitPlace
from crf_app.reports.inline import Content, Part, Run
from crf_app.reports.values import ValueWriter
from crf_app.reports.wording import Wording
from crf_app.services.fact_words import PROGRAMS_REASONS

_LONGEST_FIGURE: Final = 16
"""Letters of a value that stays in one piece in a change; a reason for a missing value is longer and breaks."""

Stored = Mapping[str, Any] | None
"""What a fact says of an entry."""


@dataclass
class Naming:
    """Names things in the language of a report; what the study no longer has speaks for itself."""

    wording: Wording
    writer: ValueWriter = field(init=False)

    def __post_init__(self) -> None:
        """Make what writes values."""
        self.writer = ValueWriter(self.wording)

    def visit_short(self, place: VisitPlace) -> str:
        """Return a visit's short name, numbered where it repeats."""
        try:
            planned = self.wording.study.schedule.visit(place.planned)
        except KeyError:
            return place.id.partition("/")[2]
        label = self.wording.label(planned.label, planned.short)
        return f"{label} {self.wording.figures(str(place.repeat))}" if place.repeat > 1 else label

    def form_name(self, place: PagePlace) -> str:
        """Return a page's form by its title, with its number in a log."""
        form = self.wording.study.forms.get(place.form)
        title = self.wording.label(form.title) if form else place.form
        return title if place.visit else f"{title} {self.wording.figures(str(place.repeat))}"

    def entry_name(self, place: PagePlace, key: EntryKey) -> str:
        """Return ``Vital signs: Pulse, −15 min``."""
        form = self.wording.study.forms.get(place.form)
        if form is None or not form.has(key.item):
            return f"{self.form_name(place)}: {key.item}"
        item = self.wording.label(form.item(key.item).label)
        label = form.section_of(key.item).row_label(key.row) if key.row else None
        row = self.wording.label(label) if label else self.wording.figures(key.row)
        others = [each.label for each in form.items()] + [each.label for s in form.sections for each in s.rows]
        if not row and sum(self.wording.label(each) == item for each in others) > 1:
            row = self.wording.label(form.section_of(key.item).title)
        named = self.wording.say("{row}, {item}", row=row, item=item) if row else item
        return f"{self.form_name(place)}: {named}"

    def reason(self, text: str | None) -> str:
        """Return why something was changed, in the study's words where a reason of its list was chosen."""
        if text in PROGRAMS_REASONS:
            return self.wording.say(text)
        study = self.wording.study
        code, _, words = (text or "").partition(": ")
        reasons = study.codelists[study.facts.reasons_for_change]
        label = reasons.label(code).in_(self.wording.language) if code in reasons else code
        return f"{label}: {words}" if words else label

    def value(self, place: PagePlace, key: EntryKey, content: Stored) -> str:
        """Return what an entry holds or held, as facts tell it."""
        stored = without_salt(content)
        form = self.wording.study.forms.get(place.form)
        if form is None or not form.has(key.item):
            return str(stored.get("value", ""))
        return self.writer.stored(form.item(key.item), stored)

    def old_to_new(self, place: PagePlace, key: EntryKey, old: Stored, new: Stored) -> Content:
        """Return ``6.0 → 6.5``; the arrow turns with the language."""
        form = self.wording.study.forms.get(place.form)
        kind = form.item(key.item).kind if form is not None and form.has(key.item) else None
        figures = kind is not None and (kind.is_number or kind in (Kind.DATE, Kind.DATE_TIME, Kind.TIME))
        arrow = "←" if self.wording.rtl else "→"
        before, after = self.value(place, key, old), self.value(place, key, new)
        ends = [Run(text, island=figures and len(text) <= _LONGEST_FIGURE) for text in (before, after)]
        parts: list[Part] = [ends[0], f" {arrow} ", ends[1]]
        return parts

"""What changes in the forms: sections, fixed rows, items and checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crf_app.base.values import Kind
from crf_app.study.change import Change, Thing
from crf_app.study.compared import Differing, How, Keys, differing, moved, shown
from crf_app.study.differences_of_study import compared_with_meaning, means_something_else, other_meanings
from crf_app.study.draft import form_file
from crf_app.study.form import Check, Form, Layout, Section
from crf_app.study.item import Item
from crf_app.study.range_checks import is_range_check
from crf_app.study.study import Study

Languages = Sequence[str]

_WORDS, _RULE, _RANGE, _OTHERWISE = "D043", "D044", "D045", "D046"
_ITEM = {
    "label": _WORDS, "short": _WORDS, "help": _WORDS,
    "required": _RULE, "relevant": _RULE, "derive": _RULE, "counts_as": _RULE,
    "expected": _RANGE, "possible": _RANGE, "reference": _RANGE,
    "lower_limit": _RANGE, "upper_limit": _RANGE,
    "recorded_here": "D047",
}  # fmt: skip
"""What a changed key of an item is called; a key that does not stand here changes the item otherwise."""

_SOURCE: dict[Keys, str] = {("recorded_here",): "D047"}
"""The key that says of a whole form or section where its answers are written down first."""


def part_of(form: str) -> str:
    """Return what the changes of a form are told under."""
    return f"form {form}"


def differences_of_forms(old: Study, new: Study, languages: Languages) -> Iterator[Change]:
    """Compare all forms; those that are gone come last."""
    for name, form in new.forms.items():
        thing = Thing(part_of(name), name, (form_file(name),))
        if name not in old.forms:
            yield thing.added("D030", shown(form.title))
        elif form != old.forms[name]:
            yield from _Forms(old, new, old.forms[name], form, languages, thing).changes()
    for name, form in old.forms.items():
        if name not in new.forms:
            yield Thing(part_of(name), name, (form_file(name),)).removed("D031", shown(form.title))


class _Forms:
    """A form before and after."""

    def __init__(self, old_study: Study, new_study: Study, old: Form, new: Form, languages: Languages, thing: Thing):
        self.old_study, self.new_study = old_study, new_study
        self.old, self.new = old, new
        self.languages = languages
        self.thing = thing

    def changes(self) -> Iterator[Change]:
        for each in differing(self.old, self.new, self.languages, besides={"sections", "checks"}):
            # A log has a page for each thing that happens: an answer of its pages is no answer of a visit.
            if each.keys == ("repeating",):
                yield self.thing.differs("D004", each, claim=self.thing.name)
            else:
                yield self.thing.differs(_SOURCE.get(each.keys, "D032"), each)
        yield from self._sections()
        yield from self._rows()
        yield from self._items()
        yield from self._checks()

    # Sections and rows

    def _sections(self) -> Iterator[Change]:
        old = {section.id: section for section in self.old.sections}
        new = {section.id: section for section in self.new.sections}
        for name in (*new, *(name for name in old if name not in new)):
            thing = self.thing.within(f"{self.new.id}, section {name}", "sections", name)
            if name not in old:
                yield thing.added("D033", shown(new[name].title))
            elif name not in new:
                yield thing.removed("D034", shown(old[name].title))
            else:
                for each in differing(old[name], new[name], self.languages, besides={"items", "rows"}):
                    yield thing.differs(_SOURCE.get(each.keys, "D035"), each)
        for each in moved(list(old), list(new)):
            yield self.thing.within(f"{self.new.id}, sections", "sections").differs("D060", each)

    def _rows(self) -> Iterator[Change]:
        old = {row.id: (section, row) for section in self.old.sections for row in section.rows}
        new = {row.id: (section, row) for section in self.new.sections for row in section.rows}
        for name in (*new, *(name for name in old if name not in new)):
            section, row = new.get(name) or old[name]
            claim = f"{self.new.id}.{name}"
            thing = self.thing.within(claim, "sections", section.id, "rows", name)
            if name not in old:
                yield thing.added("D036", shown(row.label))
            elif name not in new:
                yield thing.removed("D037", shown(row.label))
            else:
                if old[name][0].id != section.id:
                    yield thing.differs("D038", _to_section(old[name][0], section))
                for each in compared_with_meaning(old[name][1], row, self.languages):
                    other = each.keys == ("minutes",) or means_something_else(each)
                    yield thing.differs("D006" if other else "D038", each, claim if other else "")
        for before, after in self._kept_sections():
            thing = self.thing.within(f"{self.new.id}, rows of {after.id}", "sections", after.id, "rows")
            for each in moved([row.id for row in before.rows], [row.id for row in after.rows]):
                yield thing.differs("D060", each)

    def _kept_sections(self) -> Iterator[tuple[Section, Section]]:
        old = {section.id: section for section in self.old.sections}
        return ((old[each.id], each) for each in self.new.sections if each.id in old)

    # Items

    def _items(self) -> Iterator[Change]:
        for item in self.new.items():
            if not self.old.has(item.id):
                yield self._thing(self.new, item).added("D040", _what_it_asks(item))
            else:
                yield from self._item(self.old.item(item.id), item)
        for item in self.old.items():
            if not self.new.has(item.id):
                yield self._thing(self.old, item).removed("D041", _what_it_asks(item))
        for before, after in self._kept_sections():
            thing = self.thing.within(f"{self.new.id}, items of {after.id}", "sections", after.id, "items")
            for each in moved([item.id for item in before.items], [item.id for item in after.items]):
                yield thing.differs("D060", each)

    def _thing(self, form: Form, item: Item) -> Thing:
        section = form.section_of(item.id)
        return self.thing.within(f"{form.id}.{item.id}", "sections", section.id, "items", item.id)

    def _item(self, old: Item, new: Item) -> Iterator[Change]:
        thing = self._thing(self.new, new)
        before, after = self.old.section_of(old.id), self.new.section_of(new.id)
        if before.id != after.id:
            yield thing.differs("D042", _to_section(before, after))
        asked = (_how_often(before), _how_often(after))
        if asked[0] != asked[1]:
            yield thing.differs("D004", Differing(("asked",), *asked), thing.name)
        for each in differing(old, new, self.languages):
            if answers_mean_something_else(each):
                yield thing.differs("D004", each, thing.name)
            else:
                yield thing.differs(_ITEM.get(str(each.keys[0]), _OTHERWISE), each)
        if old.codes != new.codes:
            yield from self._other_codes(old, new, thing)

    def _other_codes(self, old: Item, new: Item, thing: Thing) -> Iterator[Change]:
        """Compare what an item could be answered before with what the list it names now offers."""
        before, after = self.old_study.codelists.get(old.codes or ""), self.new_study.codelists.get(new.codes or "")
        if before is None or after is None:
            return
        gone = [code.code for code in before.codes if code.code not in after]
        for code in gone if before.dictionary is None else ():
            yield thing.differs("D023", Differing(("code", code), shown(before.label(code)), "", How.REMOVED))
        for each in other_meanings(before, after, self.languages):
            yield thing.differs("D005", each, thing.name)

    # Checks

    def _checks(self) -> Iterator[Change]:
        """Compare the checks an author wrote; those made from ranges change with their ranges."""
        old, new = _written(self.old), _written(self.new)
        for name in (*new, *(name for name in old if name not in new)):
            thing = self.thing.within(f"{self.new.id}, check {name}", "checks", name)
            if name not in old:
                yield thing.added("D050", shown(new[name].when))
            elif name not in new:
                yield thing.removed("D051", shown(old[name].when))
            else:
                for each in differing(old[name], new[name], self.languages):
                    yield thing.differs("D052", each)
        for each in moved(list(old), list(new)):
            yield self.thing.within(f"{self.new.id}, checks", "checks").differs("D060", each)


def _written(form: Form) -> dict[str, Check]:
    return {check.id: check for check in form.checks if not is_range_check(form.id, check)}


def _what_it_asks(item: Item) -> str:
    return f"{item.kind.value}, {shown(item.label)}"


def _to_section(old: Section, new: Section) -> Differing:
    """Say that something stands in another section, with the rows it is asked for there."""
    return Differing(("section",), _section(old), _section(new), How.CHANGED)


def _section(section: Section) -> str:
    rows = ", ".join(row.id for row in section.rows)
    return f"{section.id} (rows {rows})" if rows else section.id


def _how_often(section: Section) -> str:
    if section.layout in (Layout.TABLE, Layout.SERIES):
        return "once per fixed row"
    # The rows of a log belong to their section: an item that goes to another log is asked for other rows.
    return f"once per row of {section.id}" if section.layout.repeats else "once"


def answers_mean_something_else(each: Differing) -> bool:
    """Whether what was answered before this change of an item would be read as something else after it.

    The kind; the unit, or what a further unit counts for, since a number is kept in the unit it was given in and a unit
    that is not known any more is read as the first; and whether somebody typed the answer or the program worked it out.
    How a unit is worded is no matter.
    """
    first, *rest = each.keys
    if first == "kind":
        return each.old != Kind.NOTE.value  # nobody answers a note
    if first == "unit":
        return rest in ([], ["label"], ["factor"]) or (rest == ["ucum"] and bool(each.old))
    if first == "other_units":
        return each.how is How.REMOVED or rest[1:] == ["factor"]
    return first == "derive" and not (each.old and each.new)

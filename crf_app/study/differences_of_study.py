"""What changes in study.yaml, in the schedule and in the code lists."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from crf_app.expressions.tables import Cell, Table, TableRow
from crf_app.study.change import Change, Thing
from crf_app.study.codelist import Code, CodeList
from crf_app.study.compared import Differing, How, differing, in_one, moved, shown
from crf_app.study.draft import CODELISTS, FACTS, SCHEDULE, TABLES
from crf_app.study.form import Row
from crf_app.study.schedule import PlannedVisit, Schedule
from crf_app.study.study import Study

Languages = Sequence[str]

STUDY = Thing("study", "study", (FACTS,))

_TOLD_APART = frozenset({"amends"})
"""`amends` tells about the amendment itself: what is new in it is judged, and only what is lost of it is compared."""

_SCHEDULE = {"anchors": "D011", "logs": "D016"}


def differences_of_facts(old: Study, new: Study, languages: Languages) -> Iterator[Change]:
    """Compare what study.yaml says."""
    for each in differing(old.facts, new.facts, languages, besides=_TOLD_APART):
        yield STUDY.differs("D010", each)
    for lost in Counter(old.facts.amends) - Counter(new.facts.amends):
        yield STUDY.differs("D010", Differing(("amends", lost.changes), str(lost.because), "", How.REMOVED))


def differences_of_schedule(old: Schedule, new: Schedule, languages: Languages) -> Iterator[Change]:
    """Compare anchors, visits and logs."""
    schedule = Thing("schedule", "schedule", (SCHEDULE,))
    for each in differing(old, new, languages, besides={"visits"}):
        yield schedule.differs(_SCHEDULE.get(str(each.keys[0]), "D017"), each)
    before = {visit.id: visit for visit in old.visits}
    after = {visit.id: visit for visit in new.visits}
    for name in (*after, *(name for name in before if name not in after)):
        visit = schedule.within(name, "visits", name)
        if name not in before:
            yield visit.added("D012", _when(after[name]))
        elif name not in after:
            yield visit.removed("D013", _when(before[name]))
        else:
            yield from _of_visit(before[name], after[name], languages, visit)
    for each in moved(list(before), list(after)):
        yield schedule.within("visits", "visits").differs("D060", each)


def _when(visit: PlannedVisit) -> str:
    return f"{shown(visit.at)} after {visit.on}" if visit.on else ""


def _of_visit(old: PlannedVisit, new: PlannedVisit, languages: Languages, thing: Thing) -> Iterator[Change]:
    for each in differing(old, new, languages, besides={"forms", "optional_forms"}):
        yield thing.differs("D014", each)
    before, after = _forms_at(old), _forms_at(new)
    for form in (*after, *(form for form in before if form not in after)):
        was, now = before.get(form, ""), after.get(form, "")
        how = How.ADDED if not was else How.REMOVED if not now else How.CHANGED
        if was != now:
            yield thing.differs("D015", Differing(("form", form), was, now, how))
    for key in ("forms", "optional_forms"):
        for each in moved(getattr(old, key), getattr(new, key)):
            yield thing.differs("D060", each.within(key))


def _forms_at(visit: PlannedVisit) -> dict[str, str]:
    """Return the forms of a visit, each with whether it has to be filled."""
    return dict.fromkeys(visit.forms, "required") | dict.fromkeys(visit.optional_forms, "optional")


def differences_of_codelists(old: Study, new: Study, languages: Languages) -> Iterator[Change]:
    """Compare the code lists."""
    lists = Thing("code lists", "", (CODELISTS,))
    for name, codelist in new.codelists.items():
        if name not in old.codelists:
            yield lists.within(name, name).added("D020", _codes(codelist))
        elif codelist != old.codelists[name]:
            yield from _of_list(old.codelists[name], codelist, languages, lists.within(name, name))
    for name, codelist in old.codelists.items():
        if name not in new.codelists:
            yield lists.within(name, name).removed("D021", _codes(codelist))


def _codes(codelist: CodeList) -> str:
    return codelist.dictionary or ", ".join(code.code for code in codelist.codes)


def _of_list(old: CodeList, new: CodeList, languages: Languages, thing: Thing) -> Iterator[Change]:
    for each in differing(old, new, languages, besides={"codes"}):
        yield thing.differs("D024", each)
    before = {code.code: code for code in old.codes}
    after = {code.code: code for code in new.codes}
    if old.dictionary == new.dictionary:
        # A dictionary has hundreds of terms; that it came or went is one sentence.
        for name in (*after, *(name for name in before if name not in after)):
            code = thing.within(f"{thing.name}.{name}", name)
            if name not in before:
                yield code.added("D022", shown(after[name].label))
            elif name not in after:
                yield code.removed("D023", shown(before[name].label))
        for each in moved(list(before), list(after)):
            yield thing.differs("D060", each)
    for name in (name for name in after if name in before):
        claim = f"{thing.name}.{name}"
        for each in compared_with_meaning(before[name], after[name], languages):
            other = means_something_else(each)
            yield thing.within(claim, name).differs("D005" if other else "D024", each, claim if other else "")


def other_meanings(old: CodeList, new: CodeList, languages: Languages) -> Iterator[Differing]:
    """Find the codes that stand in both lists and mean something else, for an item that goes from one to the other."""
    before: dict[str, Code] = {code.code: code for code in old.codes}
    for code in new.codes:
        if code.code in before:
            for each in compared_with_meaning(before[code.code], code, languages):
                if means_something_else(each):
                    yield each.within("code", code.code)


def compared_with_meaning(old: Code | Row, new: Code | Row, languages: Languages) -> Iterator[Differing]:
    """Compare a code or a fixed row; a meaning that changes is one thing, in however many languages."""
    return in_one(differing(old, new, languages), lambda each: means_something_else(each) or each.language)


def means_something_else(each: Differing) -> bool:
    """Whether a code (or fixed row) with this difference is another one, and not only written otherwise.

    Its label, in any language: whoever answered read one of them, and no program can tell a better word from another
    meaning. Capitals and white space are no matter. Of codes also the value they are submitted as, once it is given.
    """
    if each.keys[0] == "label":
        return _folded(each.old) != _folded(each.new)
    return each.keys[0] == "cdisc" and bool(each.old)


def _folded(words: str) -> str:
    return " ".join(unicodedata.normalize("NFC", words).casefold().split())


def differences_of_tables(old: Study, new: Study) -> Iterator[Change]:
    """Compare the tables that rules look things up in, row by row as they are written."""
    for name in (*new.tables, *(name for name in old.tables if name not in new.tables)):
        thing = Thing("tables", name, (TABLES, name))
        if name not in old.tables:
            yield thing.added("D070", _columns(new.tables[name]))
        elif name not in new.tables:
            yield thing.removed("D071", _columns(old.tables[name]))
        elif old.tables[name] != new.tables[name]:
            before, after = (_columns(each.tables[name]) for each in (old, new))
            if before != after:
                yield thing.differs("D072", Differing(("columns",), before, after))
            for row in _rows(old.tables[name], new.tables[name]):
                yield thing.differs("D072", row)


def _columns(table: Table) -> str:
    columns = [*table.keys.items(), *table.values.items()]
    return ", ".join(f"{name} ({kind.value})" for name, kind in columns)


def _row(row: TableRow) -> str:
    return ", ".join([*(_cell(cell) for cell in row.cells), *(shown(held) or "-" for held in row.held.values())])


def _cell(cell: Cell) -> str:
    if cell.anything:
        return "*"
    return shown(cell.low) if cell.low == cell.high else f"{shown(cell.low)}..{shown(cell.high)}"


def _rows(old: Table, new: Table) -> Iterator[Differing]:
    """Find the rows that are other; the first row that fits counts, so their order is kept in mind."""
    before, after = ([_row(row) for row in table.rows] for table in (old, new))
    for how, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if how == "replace" and b - a == d - c:
            yield from (Differing(("rows", n), before[a + n - c], after[n]) for n in range(c, d))
        elif how != "equal":
            yield from (Differing(("rows", n), before[n], "", How.REMOVED) for n in range(a, b))
            yield from (Differing(("rows", n), "", after[n], How.ADDED) for n in range(c, d))


IRRELEVANT = frozenset({"rulebook", "fingerprint", "source"})
"""What a study is made of beside what it says: its rules are compared as their authors wrote them, in the forms."""

_COMPARED = frozenset({"facts", "schedule", "codelists", "forms", "tables"})


def differences_of_others(old: Study, new: Study, languages: Languages) -> Iterator[Change]:
    """Compare every other part of a study."""
    for each in differing(old, new, languages, besides=_COMPARED | IRRELEVANT):
        part = str(each.keys[0])
        yield Thing(part, part, ()).differs("D090", each)

"""A small study for the tests: a few items with their types, and pages filled in by hand."""

from __future__ import annotations

import difflib
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Value
from crf_app.expressions.compile import Expression, compile_rule
from crf_app.expressions.tables import Cell, Table, TableRow
from crf_app.expressions.types import Context, NameInfo, RuleProblem, Type, UnknownName

EVENTS = ("adverse_event", None)
READINGS = ("vitals", "readings")
YES_NO = frozenset({"yes", "no"})
GRADES = frozenset("12345")

ITEMS = {
    "total": NameInfo("total", Type.NUMBER),
    "limit": NameInfo("limit", Type.NUMBER),
    "assessed": NameInfo("assessed", Type.CODE, YES_NO),
    "walk_aid": NameInfo("walk_aid", Type.CODE, frozenset({"none", "unilateral", "bilateral"})),
    "pyramidal": NameInfo("pyramidal", Type.CODE, frozenset("0123456")),
    "symptoms": NameInfo("symptoms", Type.CODES, frozenset({"pain", "fever"})),
    "comment": NameInfo("comment", Type.TEXT),
    "visit_date": NameInfo("visit_date", Type.DATE),
    "consent.signed": NameInfo("consent.signed", Type.DATE),
    "infusion.start": NameInfo("infusion.start", Type.DATE),
    "taken": NameInfo("taken", Type.TIME),
    "delay": NameInfo("delay", Type.DURATION),
    "blinded": NameInfo("blinded", Type.TRUTH),
    "grade": NameInfo("grade", Type.CODE, GRADES, EVENTS),
    "onset": NameInfo("onset", Type.DATE, None, EVENTS),
    "systolic": NameInfo("systolic", Type.NUMBER, None, READINGS),
    "x": NameInfo("x", Type.NUMBER, None, READINGS),
}

TABLES = {
    "grades": Table(
        "grades",
        {"celsius": Type.NUMBER},
        {"grade": Type.NUMBER, "words": Type.TEXT},
        (
            TableRow((Cell(Decimal(38), Decimal(39)),), {"grade": Decimal(1), "words": "low"}),
            TableRow((Cell(Decimal(39), Decimal(40)),), {"grade": Decimal(2), "words": "middle"}),
            TableRow((Cell(Decimal(40), None),), {"grade": Decimal(3), "words": "high"}),
        ),
    ),
    "norms": Table(
        "norms",
        {"sex": Type.TEXT, "age": Type.NUMBER, "on": Type.DATE},
        {"most": Type.NUMBER, "since": Type.DATE, "method": Type.TEXT},
        (
            TableRow(
                (Cell("female", "female"), Cell(Decimal(18), Decimal(65)), Cell(None, PartialDate(2024))),
                {"most": Decimal("7.5"), "since": PartialDate(2020, 3), "method": "cuff"},
            ),
            TableRow(
                (Cell(anything=True), Cell(Decimal(18), None), Cell(PartialDate(2024), None)),
                {"most": Decimal(6), "since": None, "method": "cuff"},
            ),
        ),
    ),
}


class Study:
    """Knows the items above."""

    def resolve(self, parts: tuple[str, ...]) -> NameInfo | UnknownName:
        name = ".".join(parts)
        if name in ITEMS:
            return ITEMS[name]
        return UnknownName(next(iter(difflib.get_close_matches(name, ITEMS, 1)), None))

    def table(self, name: str) -> Table | UnknownName:
        return TABLES.get(name) or UnknownName(next(iter(difflib.get_close_matches(name, TABLES, 1)), None))


@dataclass
class Page:
    """A page as filled in; what is not there is blank."""

    values: Mapping[str, Value | bool | None] = field(default_factory=dict)
    rows: Mapping[Hashable, Sequence[Context]] = field(default_factory=dict)

    def value(self, ref: Hashable) -> Value | bool | None:
        return self.values.get(str(ref))

    def members(self, group: Hashable) -> Sequence[Context]:
        return self.rows.get(group, ())


def rule(text: str, wanted: Type | None = None, group: Hashable | None = None) -> Expression:
    """Compile a rule that must be right."""
    expression, problems = compile_rule(text, Study(), wanted, group)
    assert expression is not None, problems
    assert problems == ()
    return expression


def problems(text: str, wanted: Type | None = None, **more: Hashable) -> tuple[RuleProblem, ...]:
    """Compile a rule that must be wrong."""
    expression, found = compile_rule(text, Study(), wanted, more.get("group"))
    assert expression is None
    return found


def problem(text: str, wanted: Type | None = None) -> RuleProblem:
    """Return the only thing wrong with a rule."""
    (found,) = problems(text, wanted)
    return found


def result(text: str, **values: Value | bool | None) -> Value | bool | None:
    """Evaluate a rule on a page with these values."""
    return rule(text).evaluate(Page(values))


def day(text: str) -> PartialDate:
    """Write a date shortly."""
    return PartialDate.parse(text)

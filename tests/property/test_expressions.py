"""Whatever an author writes and whatever a page holds, a rule answers, and logically."""

from __future__ import annotations

import time as clock
from collections.abc import Callable, Hashable
from datetime import datetime, time, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import event, given, settings
from hypothesis import strategies as st

from crf_app.base.partial_date import PartialDate
from crf_app.base.values import Censored, Value
from crf_app.expressions import compare, truth
from crf_app.expressions.compile import compile_rule
from crf_app.expressions.functions import FUNCTIONS, Function
from crf_app.expressions.truth import UNDECIDED, Truth
from crf_app.expressions.types import MAX_DEPTH, MAX_LENGTH, Found, Type
from tests.expressions.paper import EVENTS, ITEMS, READINGS, TABLES, Page, Study

# ------------------------------------------------------------------------------------- values

EXTREME = [
    *(
        "0",
        "-0",
        "1",
        "-1",
        "0.5",
        "9E+999999",
        "1E-999999",
        "NaN",
        "sNaN",
        "Infinity",
        "-Infinity",
    ),
    *("9" * 50, "1E+34", "-1E+99", "2.5", "16"),
]
numbers = st.sampled_from([Decimal(text) for text in EXTREME]) | st.decimals()
censored = st.builds(Censored, st.sampled_from(["<", ">", "?"]), numbers)


@st.composite
def partial_dates(draw: st.DrawFn, years: tuple[int, int] = (1, 9999)) -> PartialDate:
    moment = draw(st.datetimes(datetime(years[0], 1, 1), datetime(years[1], 12, 31)))  # noqa: DTZ001
    known = draw(st.integers(1, 4))
    at = time(moment.hour, moment.minute)
    return PartialDate(
        moment.year,
        moment.month if known > 1 else None,
        moment.day if known > 2 else None,
        at if known > 3 else None,
    )


values: st.SearchStrategy[Value | bool | None] = st.one_of(
    st.none(),
    st.booleans(),
    numbers,
    censored,
    partial_dates(),
    st.times(),
    st.timedeltas(),
    st.text(max_size=5),
    st.sampled_from(["yes", "no", "1", "3", "none", "Headache"]),
    st.lists(st.sampled_from(["pain", "fever"]), max_size=2).map(tuple),
)
filled = st.dictionaries(st.sampled_from(sorted(ITEMS)), values).map(Page)


@st.composite
def pages(draw: st.DrawFn) -> Page:
    rows = st.lists(filled, max_size=3)
    groups: dict[Hashable, list[Page]] = {EVENTS: draw(rows), READINGS: draw(rows)}
    return Page(draw(filled).values, groups)


# -------------------------------------------------------------------------------------- rules

WRITTEN = {
    Type.NUMBER: ["0", "1", "3.5", "300"],
    Type.TEXT: ["'none'", "''", "'Headache'"],
    Type.CODE: [],
    Type.CODES: [],
    Type.DATE: [
        "date('2024-03')",
        "date('0001')",
        "date('9999-12-31')",
        "date('2024-03-07T08:20')",
    ],
    Type.TIME: ["time('08:20')"],
    Type.DURATION: [],
    Type.TRUTH: ["true", "false", "'pain' in symptoms", "assessed"],
}
IN_ROWS = {Type.NUMBER: ["x", "systolic"], Type.TRUTH: ["(x > 1)", "is_given(systolic)"]}
LEAVES = {
    kind: [
        *texts,
        "unknown",
        *(name for name, info in ITEMS.items() if info.type is kind and info.group is None),
    ]
    for kind, texts in WRITTEN.items()
}
ORDERED = (Type.NUMBER, Type.DATE, Type.TIME, Type.DURATION)
SHAPES: dict[Type, list[tuple[str, list[Type]]]] = {kind: [] for kind in Type}
SHAPES[Type.NUMBER] = [(f"({{}} {sign} {{}})", [Type.NUMBER] * 2) for sign in "+-*/"]
SHAPES[Type.NUMBER] += [("({} + {} - {})", [Type.NUMBER] * 3), ("-{}", [Type.NUMBER])]
SHAPES[Type.DATE] = [(f"({{}} {sign} {{}})", [Type.DATE, Type.DURATION]) for sign in "+-"]
SHAPES[Type.DURATION] = [("({} - {})", [Type.DATE] * 2), ("({} + {})", [Type.DURATION] * 2)]
SHAPES[Type.TRUTH] = [("({} and {})", [Type.TRUTH] * 2), ("({} or {})", [Type.TRUTH] * 2)]
SHAPES[Type.TRUTH] += [("(not {})", [Type.TRUTH]), ("({} in (1, 2))", [Type.NUMBER])]
SHAPES[Type.TRUTH] += [("({} < {} <= {})", [Type.DATE] * 3)]
for _sign, _kinds in (
    ("==", (*ORDERED, Type.TEXT, Type.TRUTH)),
    ("!=", (*ORDERED, Type.TEXT)),
    *((_order, ORDERED) for _order in ("<", "<=", ">", ">=")),
):
    SHAPES[Type.TRUTH] += [(f"({{}} {_sign} {{}})", [_kind] * 2) for _kind in _kinds]
LITERALS = {"date": "'2024-03'", "time": "'08:20'"}


@st.composite
def rules(draw: st.DrawFn, kind: Type, depth: int = 3, rows: bool = False) -> str:
    """Write a rule that comes to `kind`; with `rows` it stands inside an aggregate."""
    if depth == 0 or draw(st.integers(0, 3)) == 0:
        return draw(st.sampled_from(IN_ROWS.get(kind, LEAVES[kind]) if rows else LEAVES[kind]))
    calls = [f for f in FUNCTIONS.values() if f.result is kind or (f.result is None and not rows)]
    text, kinds = draw(st.sampled_from([*SHAPES[kind], ("({} if {} else {})", [kind, Type.TRUTH, kind])]))
    if draw(st.booleans()) and calls:
        return draw(calls_of(draw(st.sampled_from(calls)), kind, depth, rows))
    return text.format(*(draw(rules(each, depth - 1, rows)) for each in kinds))


@st.composite
def lookups(draw: st.DrawFn, kind: Type, depth: int, rows: bool) -> str:
    """Write a look into a table with as many keys as it has, for a value of `kind` where a table has one."""
    columns = [(table, column) for table in TABLES.values() for column in table.values]
    wanted = Type.TEXT if kind is Type.CODE else kind
    table, column = draw(
        st.sampled_from([(table, column) for table, column in columns if table.values[column] is wanted] or columns)
    )
    keys = [draw(rules(each, depth - 1, rows)) for each in table.keys.values()]
    return f"lookup('{table.name}', '{column}', {', '.join(keys)})"


@st.composite
def calls_of(draw: st.DrawFn, function: Function, kind: Type, depth: int, rows: bool = False) -> str:
    """Write a call of `function` that comes to `kind`, through rows where it can."""
    same = kind if function.result is None else None
    if function.name in LITERALS:
        return f"{function.name}({LITERALS[function.name]})"
    if function.name == "lookup":
        return draw(lookups(kind, depth, rows))
    if function.over_pairs is not None and not rows:
        pair = [draw(rules(Type.NUMBER, depth - 1, rows=True)) for _ in function.parameters]
        return f"{function.name}({', '.join(pair)})"
    if function.over_rows is not None and not rows and (function.needs_rows or draw(st.booleans())):
        (parameter,) = function.parameters
        wanted = same if same in IN_ROWS else next(iter(parameter.types), Type.NUMBER)
        return f"{function.name}({draw(rules(wanted, depth - 1, rows=True))})"
    kinds = [same or draw(st.sampled_from(parameter.types or tuple(Type))) for parameter in function.parameters]
    if function.alike:
        kinds = [kinds[0]] * max(2, len(kinds))
    if function.repeats:
        kinds += kinds[-1:] * draw(st.integers(1, 2))
    elif function.optional:
        kinds = kinds[: len(kinds) - draw(st.integers(0, function.optional))]
    return f"{function.name}({', '.join(draw(rules(each, depth - 1, rows)) for each in kinds)})"


def _holds_to_its_word(text: str, page: Page) -> bool:
    """Check what is promised for any rule, and return whether this one was accepted."""
    expression, problems = compile_rule(text, Study())
    assert (expression is None) == bool(problems)
    for problem in problems:
        assert 0 <= problem.offset <= problem.offset + problem.length <= len(text)
        assert problem.text.endswith((".", "?"))
    if expression is None:
        return False
    found = expression.evaluate(page)
    assert found is None or isinstance(found, _PYTHON_TYPES[expression.type])
    assert not isinstance(found, Decimal) or found.is_finite()
    assert [text for text, _ in expression.explain(page)] or not expression.reads
    return True


_PYTHON_TYPES: dict[Type, tuple[type, ...]] = {
    Type.NUMBER: (Decimal, Censored),
    Type.TEXT: (str,),
    Type.CODE: (str,),
    Type.CODES: (tuple,),
    Type.DATE: (PartialDate,),
    Type.TIME: (time,),
    Type.DURATION: (timedelta,),
    Type.TRUTH: (bool,),
}


@settings(max_examples=300)
@given(st.sampled_from(list(Type)).flatmap(rules), pages())
def test_an_accepted_rule_answers_for_every_page_with_its_own_type(text: str, page: Page) -> None:
    event("accepted" if _holds_to_its_word(text, page) else "refused")


@settings(max_examples=300)
@given(st.sampled_from(sorted(FUNCTIONS)), st.data(), pages())
def test_every_function_answers_for_every_page(name: str, data: st.DataObject, page: Page) -> None:
    function = FUNCTIONS[name]
    text = data.draw(calls_of(function, function.result or Type.DATE, 2))
    event("accepted" if _holds_to_its_word(text, page) else "refused")


SIGNS = "+-*/<>=!()[]{}.,:;'\"\\ \n\t#%&|^~@$?`0123456789eEjxX_abfnotr≥“−۲\u0430\uff54\u00a0\x00"
PIECES = [
    "total",
    "1+",
    "not ",
    "(",
    "9**",
    "lambda:",
    "f'{x}'",
    "for x in ",
    ".__class__",
    ":=",
    "await ",
    "if",
    " else ",
    "round(",
    "0x",
    "1e9",
    "'''",
    "{",
    "]",
    "True",
    "[",
    "*",
]


@settings(max_examples=400)
@given(
    st.text(max_size=60)
    | st.text(SIGNS, max_size=60)
    | st.lists(st.sampled_from(PIECES), max_size=20).map("".join)
    | st.builds(str.__mul__, st.sampled_from(PIECES), st.integers(1, 2000))
)
def test_any_text_is_answered_soon(text: str) -> None:
    started = clock.process_time()
    expression, problems = compile_rule(text, Study())
    assert (expression is None) == bool(problems)
    # A thousand times the usual, in time of its own: it guards against growth without bound.
    assert clock.process_time() - started < 2
    if len(text) > MAX_LENGTH:
        assert [problem.code for problem in problems] == ["S006"]


@given(st.integers(0, 80))
def test_the_cap_on_nesting_is_where_it_says(deep: int) -> None:
    expression, problems = compile_rule("not " * deep + "true", Study())
    assert (expression is not None) == (deep < MAX_DEPTH)
    assert [problem.code for problem in problems] == [] if deep < MAX_DEPTH else ["S006"]


# -------------------------------------------------------------------------------------- logic

truths: st.SearchStrategy[Truth] = st.sampled_from([True, False, None, UNDECIDED])


@given(st.lists(truths, max_size=5))
def test_de_morgan_holds(given_truths: list[Truth]) -> None:
    opposite = [truth.negation(each) for each in given_truths]
    assert truth.negation(truth.conjunction(given_truths)) is truth.disjunction(opposite)
    assert truth.negation(truth.disjunction(given_truths)) is truth.conjunction(opposite)


@given(st.lists(truths, max_size=4))
def test_logic_decides_only_what_every_way_of_filling_in_agrees_on(some: list[Truth]) -> None:
    ways = [(each,) if isinstance(each, bool) else (True, False) for each in some]
    for combined, plain in ((truth.conjunction, all), (truth.disjunction, any)):
        outcomes = {plain(way) for way in product(*ways)}
        decided = combined(some)
        assert ({decided} == outcomes) if isinstance(decided, bool) else len(outcomes) == 2


ARITHMETIC = [
    "total + 1",
    "2 * total",
    "total - total",
    "1 / total",
    "-total",
    "abs(total)",
    "round(total, 1)",
    "total > 1",
    "total == total",
    "0 < total < 9",
    "total in (1, 2)",
    "sum(total, 1)",
    "max(total, 1)",
    "not (total > 1)",
    "possibly(total > 1)",
    "1 if total > 1 else 1",
    "cv_percent(total, 1)",
    "is_edss_step(total)",
    "edss_step(total, 0, 0, 0, 0, 0, 0, 0, yes)",
]


@given(st.sampled_from(ARITHMETIC), st.sampled_from([None, Decimal("NaN"), "text", ("pain",)]))
def test_unknown_stays_unknown(text: str, blank: Value | None) -> None:
    expression, _ = compile_rule(text, Study())
    assert expression is not None
    assert expression.evaluate(Page({"total": blank})) is None


# -------------------------------------------------------------------------------------- bounds

TESTS: dict[Callable[[Found, Found], Truth], Callable[[Any, Any], bool]] = {
    compare.less: lambda one, other: one < other,
    compare.at_most: lambda one, other: one <= other,
    compare.greater: lambda one, other: one > other,
    compare.at_least: lambda one, other: one >= other,
    compare.equal: lambda one, other: one == other,
    compare.unequal: lambda one, other: one != other,
}


def _days(partial: PartialDate) -> range:
    return range(partial.earliest().toordinal(), partial.latest().toordinal() + 1)


near_dates = partial_dates((2023, 2025)).map(PartialDate.without_time)


@settings(max_examples=150)
@given(near_dates, near_dates)
def test_partial_dates_compare_as_all_the_days_they_may_mean(one: PartialDate, other: PartialDate) -> None:
    left, right = _days(one), _days(other)
    # The ends and the days beside them carry every outcome all pairs of days have.
    some = {*left[:2], *left[-2:]} | (set(left) & {*right[:2], *right[-2:]})
    others = {*right[:2], *right[-2:]} | (set(right) & {*left[:2], *left[-2:]})
    for test, plain in TESTS.items():
        outcomes = {plain(a, b) for a in some for b in others}
        expected: Truth = outcomes.pop() if len(outcomes) == 1 else UNDECIDED
        assert test(one, other) is expected


grid = st.sampled_from([Decimal(n) for n in range(5)])
bounded = grid | st.builds(Censored, st.sampled_from(["<", ">"]), grid)


def _possible(value: Decimal | Censored) -> list[Decimal]:
    if isinstance(value, Decimal):
        return [value]
    steps = [Decimal(n) / 4 for n in range(-40, 60)]
    if value.operator == "<":
        return [step for step in steps if step < value.limit]
    return [step for step in steps if step > value.limit]


@given(bounded, bounded)
def test_censored_results_compare_as_all_the_numbers_they_may_mean(
    one: Decimal | Censored, other: Decimal | Censored
) -> None:
    for test, plain in TESTS.items():
        outcomes = {plain(a, b) for a in _possible(one) for b in _possible(other)}
        expected: Truth = outcomes.pop() if len(outcomes) == 1 else UNDECIDED
        assert test(one, other) is expected


@given(partial_dates(), partial_dates(), st.timedeltas())
def test_order_has_no_contradiction(one: PartialDate, other: PartialDate, by: timedelta) -> None:
    assert truth.negation(compare.less(one, other)) is compare.at_least(one, other)
    assert compare.less(one, other) is compare.greater(other, one)
    assert compare.equal(one, other) is compare.equal(other, one)
    assert not (compare.less(one, other) is True and compare.less(other, one) is True)
    assert compare.less(by, one) is None

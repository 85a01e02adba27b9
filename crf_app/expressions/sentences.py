"""What the rule language says to the author of a rule: one sentence a data manager uses."""

from __future__ import annotations

import ast
from typing import Any

from crf_app.base.near import nearest
from crf_app.base.values import plain
from crf_app.expressions.functions import FUNCTIONS, Function
from crf_app.expressions.part import Part
from crf_app.expressions.tables import Table
from crf_app.expressions.types import Type

_MOST_CODES = 12


def not_in_language(node: ast.expr) -> str:
    """Say that a construct of Python is not part of the language."""
    if isinstance(node, ast.Tuple | ast.List):
        return "A list of values stands only after in, as in grade in (3, 4)."
    if isinstance(node, ast.Subscript):
        return "Brackets stand only around a list after in; a part of a form is named with a dot, as in form.item."
    if isinstance(node, ast.Starred):
        return "A star stands only between two numbers."
    return "This is not part of the rule language."


def no_operator(operator: ast.operator) -> str:
    """Say that an operator is not part of the language."""
    if isinstance(operator, ast.Pow):
        return "There are no powers in rules; multiply instead."
    if isinstance(operator, ast.FloorDiv):
        return "For whole-number division write floor(a / b)."
    return "Rules calculate with + - * and / only."


def unknown_name(text: str, suggestion: str | None) -> str:
    """Say that nothing bears this name."""
    return f"There is no “{text}” here{_did_you_mean(suggestion)}"


def unknown_function(name: str) -> str:
    """Say that no function bears this name."""
    return f"There is no function “{name}”{_did_you_mean(nearest(name, FUNCTIONS))}"


def unknown_table(name: str, suggestion: str | None) -> str:
    """Say that the study has no such table."""
    return f"There is no table “{name}”{_did_you_mean(suggestion)}"


def no_column(column: str, table: Table) -> str:
    """Say that a table holds no such value."""
    return f"The table “{table.name}” has no value “{column}”{_did_you_mean(nearest(column, table.values))}"


def wrong_keys(table: Table) -> str:
    """Say which keys a table wants."""
    keys = ", ".join(table.keys)
    return f"The table “{table.name}” is looked through by: {keys}. Give one value for each."


def no_such_key(key: object, name: str, table: Table) -> str:
    """Say that no row of a table can ever be meant."""
    return f"No row of the table “{table.name}” fits “{key}” as its {name}."


def call_it(function: Function) -> str:
    """Say that a function needs its parentheses."""
    return f"“{function.name}” is a function; write {function.signature}."


def wrong_count(function: Function) -> str:
    """Say how a function is called."""
    return f"Write {function.signature}: {_lower(function.sentence)}"


def must_be_written(function: Function) -> str:
    """Say that an argument must stand in the rule itself."""
    example = function.examples[0].text
    return f"{function.name} takes a text written in the rule, as in {example}."


def needs_rows(function: Function) -> str:
    """Say that an aggregate has nothing to look through."""
    several = "" if function.needs_rows else ", or give it several values"
    return f"{function.name}(…) looks through rows: name an item that is asked once per row{several}."


def no_nesting(function: Function) -> str:
    """Say that one aggregate cannot stand within another."""
    return f"{function.name}(…) cannot stand inside another function that looks through rows."


def once_per_row(text: str, *, mixed: bool) -> str:
    """Say that an item has many values here."""
    if mixed:
        return f"“{text}” belongs to other rows than the names before it; look through one group at a time."
    return f"“{text}” is asked once per row; use it inside count, any, all, sum, mean, min, max or latest."


def constants_only() -> str:
    """Say that a list after `in` holds written values."""
    return "A list after in holds written values only; compare with == and or instead."


def wrong_type(what: str, wanted: Type, part: Part) -> str:
    """Say that something else is needed here."""
    assert part.type is not None
    needs = f"{what} needs {wanted.phrase} here, and this is {part.type.phrase}"
    if wanted is Type.TRUTH and part.type is not Type.TRUTH:
        return f"{needs}; compare it with something, or ask is_given(…)."
    if wanted is Type.NUMBER and part.is_written_text:
        return f"{needs}; numbers are written without quotation marks."
    if wanted is Type.DATE and part.is_written_text:
        return f'{needs}; write date("2024-03-07").'
    return f"{needs}."


def wrong_result(wanted: Type, part: Part) -> str:
    """Say that the whole rule comes to something else than is needed."""
    assert part.type is not None
    return f"This rule must come to {wanted.phrase}, and it comes to {part.type.phrase}."


def two_types(one: Type, other: Type) -> str:
    """Say that both branches of a choice must be of one type."""
    return f"Before if stands {one.phrase} and after else {other.phrase}; both must be of one kind."


def no_arithmetic(one: Type, sign: str, other: Type) -> str:
    """Say that two types cannot be calculated with."""
    if Type.DATE in (one, other) and Type.NUMBER in (one, other):
        return "Dates move by whole days with add_days(date, days); days_between(a, b) gives a number."
    return f"Rules cannot work out {one.phrase} {sign} {other.phrase}."


def not_comparable(left: Part, right: Part, *, ordered: bool) -> str:
    """Say that two types cannot be compared."""
    assert left.type is not None
    assert right.type is not None
    kinds = {left.type, right.type}
    if kinds == {Type.NUMBER, Type.TEXT} or (
        ordered and (left.numbers_by_code or right.numbers_by_code) and Type.TEXT in kinds
    ):
        return "A number is compared with a number; write it without quotation marks."
    if Type.CODES in kinds:
        return 'To ask whether a code was chosen, write "code" in item.'
    if Type.DATE in kinds and Type.TEXT in kinds:
        return 'A date is compared with a date; write date("2024-03-07").'
    if ordered and kinds <= {Type.TEXT, Type.CODE, Type.TRUTH}:
        return "Texts and codes have no order; compare them with == or !=."
    return f"{left.type.phrase.capitalize()} cannot be compared with {right.type.phrase}."


def no_such_code(written: Any, codes: frozenset[str]) -> str:
    """Say that a code is not in its list."""
    text = written if isinstance(written, str) else plain(written)
    near = nearest(text, codes)
    if near:
        return f"“{text}” is not a code of this item{_did_you_mean(near)}"
    shown = ", ".join(sorted(codes)[:_MOST_CODES])
    more = ", …" if len(codes) > _MOST_CODES else ""
    return f"“{text}” is not a code of this item; its codes are {shown}{more}."


def _did_you_mean(suggestion: str | None) -> str:
    return "." if suggestion is None else f"; did you mean “{suggestion}”?"


def _lower(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]

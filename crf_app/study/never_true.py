"""Finds rules that can never be true: conditions that exclude each other, codes a list does not have.

A condition is turned into alternatives, each a set of plain comparisons of one name with a constant. Where no
alternative can hold for any value, nobody will ever see the rule at work. What is not a plain comparison is taken to
be possible, so that a finding is always right.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise, product

from crf_app.expressions.parse import RuleError, parse
from crf_app.expressions.reading import numeric_codes
from crf_app.expressions.types import NameInfo, Type, UnknownName

MOST_ALTERNATIVES = 500
"""A condition with more alternatives is not looked through; it is taken to be possible."""

Constant = Decimal | str
Resolve = Callable[[tuple[str, ...]], NameInfo | UnknownName]

_NEGATED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
    ast.Eq: ast.Eq,
    ast.NotEq: ast.NotEq,
}


@dataclass(frozen=True)
class Comparison:
    """A name and what it must be: compared with constants, given, or missing."""

    name: str
    operator: type[ast.cmpop] | None
    constants: tuple[Constant, ...]
    missing: bool | None = None


Alternative = frozenset[Comparison]
"""Comparisons that must all hold; an empty one always may."""

NEVER: tuple[Alternative, ...] = ()
MAYBE: tuple[Alternative, ...] = (frozenset(),)


def never_true(text: str, resolve: Resolve) -> bool:
    """Whether a rule that compiled can never come to true."""
    try:
        tree = parse(text).tree
    except RuleError:
        return False
    alternatives = _alternatives(tree, True)
    return not any(_possible(each, resolve) for each in alternatives)


def _alternatives(node: ast.expr, wanted: bool) -> tuple[Alternative, ...]:
    """Return the ways in which a condition comes to `wanted`."""
    match node:
        case ast.UnaryOp(op=ast.Not()):
            return _alternatives(node.operand, not wanted)
        case ast.BoolOp():
            parts = [_alternatives(each, wanted) for each in node.values]
            return _all_of(parts) if isinstance(node.op, ast.And) is wanted else _any_of(parts)
        case ast.Compare():
            return _comparison(node, wanted)
        case ast.Call(func=ast.Name(id="is_missing" | "is_given" as asked), args=[ast.Name() | ast.Attribute() as of]):
            missing = (asked == "is_missing") is wanted
            return (frozenset({Comparison(ast.unparse(of), None, (), missing)}),)
        case ast.Name(id="true" | "false" as word):
            return MAYBE if (word == "true") is wanted else NEVER
        case _:
            return MAYBE


def _any_of(parts: Iterable[tuple[Alternative, ...]]) -> tuple[Alternative, ...]:
    found = tuple(each for part in parts for each in part)
    return found if len(found) <= MOST_ALTERNATIVES else MAYBE


def _all_of(parts: list[tuple[Alternative, ...]]) -> tuple[Alternative, ...]:
    count = 1
    for part in parts:
        count *= len(part)
    if count > MOST_ALTERNATIVES:
        return MAYBE
    return tuple(frozenset().union(*chosen) for chosen in product(*parts))


def _comparison(node: ast.Compare, wanted: bool) -> tuple[Alternative, ...]:
    sides = [node.left, *node.comparators]
    links = [
        _link(left, type(operator), right, wanted)
        for left, operator, right in zip(sides, node.ops, sides[1:], strict=False)
    ]
    return _all_of(links) if wanted else _any_of(links)


def _link(left: ast.expr, operator: type[ast.cmpop], right: ast.expr, wanted: bool) -> tuple[Alternative, ...]:
    if not wanted:
        operator = _NEGATED[operator]
    one, other = _constant(left), _constant(right)
    if one is not None and other is not None:
        return MAYBE if _holds(one, operator, (other,)) else NEVER
    if isinstance(left, ast.Name | ast.Attribute):
        listed = _listed(right) if operator in (ast.In, ast.NotIn) else other and (other,)
        if listed:
            return (frozenset({Comparison(ast.unparse(left), operator, listed)}),)
    elif isinstance(right, ast.Name | ast.Attribute) and one is not None and operator in _TURNED:
        return (frozenset({Comparison(ast.unparse(right), _TURNED[operator], (one,))}),)
    return MAYBE


def _constant(node: ast.expr) -> Constant | None:
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Decimal(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return -Decimal(str(number))
        case ast.Name(id="yes" | "no" as word):
            return word
        case _:
            return None


def _listed(node: ast.expr) -> tuple[Constant, ...] | None:
    if not isinstance(node, ast.List | ast.Tuple):
        return None
    constants = [_constant(each) for each in node.elts]
    known = tuple(each for each in constants if each is not None)
    return known if len(known) == len(constants) else None


def _possible(alternative: Alternative, resolve: Resolve) -> bool:
    by_name: dict[str, list[Comparison]] = {}
    for each in alternative:
        by_name.setdefault(each.name, []).append(each)
    return all(_one_name(name, told, resolve) for name, told in by_name.items())


def _one_name(name: str, told: list[Comparison], resolve: Resolve) -> bool:
    """Whether one name can be all that is asked of it."""
    compared = [each for each in told if each.operator is not None]
    asked = {each.missing for each in told if each.missing is not None}
    if len(asked) > 1 or (True in asked and compared):
        return False  # what is missing compares with nothing
    if not compared:
        return True
    info = resolve(tuple(name.split(".")))
    if isinstance(info, UnknownName) or info.type not in (Type.NUMBER, Type.CODE, Type.TEXT):
        return True
    if not all(each.operator is not None and _fits(info, each.constants) for each in compared):
        return True
    return any(_all_hold(value, compared) for value in _candidates(info, compared))


def _fits(info: NameInfo, constants: tuple[Constant, ...]) -> bool:
    """Whether name and constants are of one kind; a code list of numbers compares with numbers."""
    numbers = info.type is Type.NUMBER or numeric_codes(info.codes) is not None
    return all(isinstance(each, Decimal) is numbers for each in constants)


@dataclass
class _Marks:
    """The constants a name is compared with, and a value below, between and above each of them."""

    constants: set[Constant] = field(default_factory=set)

    def around(self) -> Iterable[Constant]:
        numbers = sorted(each for each in self.constants if isinstance(each, Decimal))
        yield from self.constants
        if numbers:
            yield numbers[0] - 1
            yield numbers[-1] + 1
            yield from ((one + other) / 2 for one, other in pairwise(numbers))
        else:
            yield "".join(sorted(str(each) for each in self.constants)) + "·"  # a text like none of them


def _candidates(info: NameInfo, compared: list[Comparison]) -> Iterable[Constant]:
    """Return values that stand for all a name can hold: its codes, or one of each stretch between the constants."""
    numbers = numeric_codes(info.codes)
    if numbers is not None:
        return numbers.values()
    if info.codes is not None:
        return info.codes
    return _Marks({constant for each in compared for constant in each.constants}).around()


def _all_hold(value: Constant, compared: list[Comparison]) -> bool:
    return all(each.operator is None or _holds(value, each.operator, each.constants) for each in compared)


def _holds(value: Constant, operator: type[ast.cmpop], constants: tuple[Constant, ...]) -> bool:
    other = constants[0]
    if operator in (ast.In, ast.Eq):
        return value in constants
    if operator in (ast.NotIn, ast.NotEq):
        return value not in constants
    if isinstance(value, str) or isinstance(other, str):
        return True
    return {
        ast.Lt: value < other,
        ast.LtE: value <= other,
        ast.Gt: value > other,
        ast.GtE: value >= other,
    }[operator]

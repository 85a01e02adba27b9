"""From the syntax tree to one function per part of a rule, checking names and types on the way.

Each part becomes a closure over its parts; nothing of the author's text is ever executed by Python
itself.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable
from decimal import Decimal

from crf_app.expressions import arithmetic, sentences, truth
from crf_app.expressions.calls import Calls
from crf_app.expressions.functions import FUNCTIONS
from crf_app.expressions.parse import Parsed, RuleError, too_deep
from crf_app.expressions.part import Part, constant, fitted, unusable
from crf_app.expressions.reading import Run, reader
from crf_app.expressions.tables import Definitions
from crf_app.expressions.truth import Truth
from crf_app.expressions.types import (
    MAX_DEPTH,
    Context,
    Found,
    NameRead,
    Type,
    UnknownName,
)

_TRUTHS = {"true": True, "false": False}

_Operate = Callable[[Found, Found], Found]
_OPERATORS: dict[type[ast.operator], tuple[str, _Operate]] = {
    ast.Add: ("+", arithmetic.add),
    ast.Sub: ("-", arithmetic.subtract),
    ast.Mult: ("*", arithmetic.multiply),
    ast.Div: ("/", arithmetic.divide),
}

_RESULTS = {
    (Type.NUMBER, "+", Type.NUMBER): Type.NUMBER,
    (Type.NUMBER, "-", Type.NUMBER): Type.NUMBER,
    (Type.NUMBER, "*", Type.NUMBER): Type.NUMBER,
    (Type.NUMBER, "/", Type.NUMBER): Type.NUMBER,
    (Type.DATE, "-", Type.DATE): Type.DURATION,
    (Type.DATE, "+", Type.DURATION): Type.DATE,
    (Type.DATE, "-", Type.DURATION): Type.DATE,
    (Type.DURATION, "+", Type.DURATION): Type.DURATION,
    (Type.DURATION, "-", Type.DURATION): Type.DURATION,
}
"""The arithmetic there is. Months have no fixed length, so dates move by durations only."""


class Builder(Calls):
    """Builds the parts of one rule and collects what is wrong with it."""

    def __init__(self, parsed: Parsed, names: Definitions, group: Hashable | None) -> None:
        super().__init__(parsed, names, group)
        self._depth = 0

    def part(self, node: ast.expr) -> Part:
        """Build a node. Raises RuleError when it is nested too deep."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise RuleError(too_deep(*self.place(node)))
        try:
            return self._build(node)
        finally:
            self._depth -= 1

    def _build(self, node: ast.expr) -> Part:
        match node:
            case ast.Constant():
                return self._constant(node)
            case ast.Name() | ast.Attribute():
                return self._name(node)
            case ast.BinOp():
                return self._chain(node)
            case ast.UnaryOp():
                return self._unary(node)
            case ast.BoolOp():
                return self._logic(node)
            case ast.Compare():
                return self.comparison(node)
            case ast.IfExp():
                return self._choice(node)
            case ast.Call():
                return self.call(node)
            case _:
                return self.complain("S004", node, sentences.not_in_language(node))

    def _constant(self, node: ast.Constant) -> Part:
        if isinstance(node.value, str):
            return constant(Type.TEXT, node.value, *self.place(node))
        if isinstance(node.value, int | float):
            return constant(Type.NUMBER, Decimal(self.source(node)), *self.place(node))
        return self.complain("S004", node, sentences.not_in_language(node))

    def _name(self, node: ast.Name | ast.Attribute) -> Part:
        parts = _dotted(node)
        if parts is None:
            return self.complain("S004", node, "A dot stands between names only, as in form.item.")
        text = ".".join(parts)
        place = self.place(node)
        if text in _TRUTHS:
            return constant(Type.TRUTH, _TRUTHS[text], *place)
        if text in ("yes", "no"):
            return constant(Type.TEXT, text, *place)
        if text == "unknown":
            return unusable(*place)
        info = self.names.resolve(parts)
        if isinstance(info, UnknownName):
            function = FUNCTIONS.get(text)
            if function is not None:
                return self.complain("S004", node, sentences.call_it(function))
            return self.complain("S001", node, info.sentence or sentences.unknown_name(text, info.suggestion))
        read = NameRead(text, info)
        in_row = self.rows is not None and info.group is not None
        if info.group is not None and not self.may_read(info.group):
            return self.complain("S004", node, sentences.once_per_row(text, mixed=in_row))
        run = reader(info, in_row)
        if self.rows is not None and info.each is not None:
            self.remember(read, run, in_row=True)
            run = self.rows.offer(read, info.each, run)
        else:
            self.remember(read, run, in_row)
        outcomes = info.codes if info.type is Type.CODE or info.type is Type.CODES else None
        return Part(None if info.absent else info.type, run, *place, outcomes)

    def _chain(self, node: ast.BinOp) -> Part:
        """Build ``a + b - c …`` as one level: a long sum needs no deep stack."""
        links = [node]
        while isinstance(links[-1].left, ast.BinOp):
            links.append(links[-1].left)
        first = self.part(links[-1].left)
        kind, first_run = first.type, first.run
        steps: list[tuple[_Operate, Run]] = []
        for link in reversed(links):
            if type(link.op) not in _OPERATORS:
                return self.complain("S004", link.right, sentences.no_operator(link.op))
            sign, operate = _OPERATORS[type(link.op)]
            right = self.part(link.right)
            left_run, right_run, kind = self._result(link, first, kind, sign, right)
            if not steps:
                first_run = left_run
            steps.append((operate, right_run))
        return Part(kind, _in_turn(first_run, steps), *self.place(node))

    def _result(
        self, node: ast.BinOp, first: Part, kind: Type | None, sign: str, right: Part
    ) -> tuple[Run, Run, Type | None]:
        """Return how both sides are read and the type of the result; complain of none."""
        left = Part(kind, first.run, first.offset, first.length, first.outcomes)
        left = fitted(left, Type.NUMBER) or left
        right = fitted(right, Type.NUMBER) or right
        if left.type is None or right.type is None:
            return left.run, right.run, None
        kind = _RESULTS.get((left.type, sign, right.type))
        if kind is None:
            self.complain("S002", node, sentences.no_arithmetic(left.type, sign, right.type))
        return left.run, right.run, kind

    def _unary(self, node: ast.UnaryOp) -> Part:
        operand = self.part(node.operand)
        place = self.place(node)
        if isinstance(node.op, ast.Not):
            run = self.wanting(operand, Type.TRUTH, "not").run
            return Part(Type.TRUTH, lambda context, row: truth.negation(_truth(run(context, row))), *place)
        operand = self.wanting(operand, Type.NUMBER, "a sign")
        run = operand.run
        if isinstance(node.op, ast.UAdd):
            return Part(operand.type, run, *place, constant=operand.constant)
        if operand.constant is not None:
            return constant(Type.NUMBER, arithmetic.negative(operand.constant), *place)
        return Part(operand.type, lambda context, row: arithmetic.negative(run(context, row)), *place)

    def _logic(self, node: ast.BoolOp) -> Part:
        is_and = isinstance(node.op, ast.And)
        word = "and" if is_and else "or"
        combine = truth.conjunction if is_and else truth.disjunction
        runs = tuple(self.wanting(self.part(each), Type.TRUTH, word).run for each in node.values)
        return Part(
            Type.TRUTH,
            lambda context, row: combine(_truth(run(context, row)) for run in runs),
            *self.place(node),
        )

    def _choice(self, node: ast.IfExp) -> Part:
        test = self.wanting(self.part(node.test), Type.TRUTH, "if").run
        one, other = self.part(node.body), self.part(node.orelse)
        if one.type is not None and other.type is not None and one.type is not other.type:
            one, other = self._alike(node, one, other)
        kind = one.type or other.type
        first, second = one.run, other.run

        def run(context: Context, row: Context) -> Found:
            chosen = test(context, row)
            if chosen is True:
                return first(context, row)
            return second(context, row) if chosen is False else None

        return Part(kind, run, *self.place(node), _both(one, other))

    def _alike(self, node: ast.IfExp, one: Part, other: Part) -> tuple[Part, Part]:
        assert one.type is not None
        assert other.type is not None
        if {one.type, other.type} == {Type.CODE, Type.TEXT}:
            return fitted(one, Type.CODE) or one, fitted(other, Type.CODE) or other
        for left, right in ((one, fitted(other, one.type)), (fitted(one, other.type), other)):
            if left is not None and right is not None:
                return left, right
        self.complain("S002", node, sentences.two_types(one.type, other.type))
        return unusable(*self.place(node)), unusable(*self.place(node))


def _dotted(node: ast.expr) -> tuple[str, ...] | None:
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return (node.id, *reversed(parts))


def _in_turn(first: Run, steps: list[tuple[_Operate, Run]]) -> Run:
    if len(steps) == 1:
        ((operate, operand),) = steps
        return lambda context, row: operate(first(context, row), operand(context, row))

    def run(context: Context, row: Context) -> Found:
        value = first(context, row)
        for operate, operand in steps:
            value = operate(value, operand(context, row))
        return value

    return run


def _truth(found: Found) -> Truth:
    return found if isinstance(found, bool | truth.Undecided) else None


def _both(one: Part, other: Part) -> frozenset[str] | None:
    """Return all texts either branch can come to; None as soon as one of them is open."""
    if one.type is None or other.type is None:
        return one.outcomes or other.outcomes
    if one.outcomes is None or other.outcomes is None:
        return None
    return one.outcomes | other.outcomes

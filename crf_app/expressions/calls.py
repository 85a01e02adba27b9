"""Building calls of functions: how many arguments, of which types, and over which rows."""

from __future__ import annotations

import ast

from crf_app.expressions import sentences
from crf_app.expressions.comparisons import Comparisons
from crf_app.expressions.functions import FUNCTIONS, Function, Parameter
from crf_app.expressions.ground import Rows
from crf_app.expressions.part import Part, constant, fitted
from crf_app.expressions.types import Context, Found, Type


class Calls(Comparisons):
    """The builder as far as calls."""

    def call(self, node: ast.Call) -> Part:
        """Build a call of one of the listed functions."""
        if not isinstance(node.func, ast.Name):
            return self.complain("S004", node, "Only the listed functions can be called.")
        function = FUNCTIONS.get(node.func.id)
        if function is None:
            return self.complain("S001", node.func, sentences.unknown_function(node.func.id))
        if function.over_rows is not None and len(node.args) == 1:
            return self._over_rows(node, function)
        if function.needs_rows or not _takes(function, len(node.args)):
            return self.complain("S004", node, sentences.wrong_count(function))
        parts = [self.part(each) for each in node.args]
        return self._called(node, function, parts)

    def _called(self, node: ast.Call, function: Function, parts: list[Part]) -> Part:
        before = len(self.problems)
        fit = [
            self._argument(function, part, function.parameters[min(i, len(function.parameters) - 1)])
            for i, part in enumerate(parts)
        ]
        if function.alike:
            fit = self._comparable_all(fit)
        place = self.place(node)
        kind = function.result or fit[0].type
        if len(self.problems) > before:
            return Part(kind, fit[0].run, *place)
        if all(part.constant is not None for part in fit) and kind is not None:
            value = function.run([part.constant for part in fit])
            if value is not None and not isinstance(value, str):
                return constant(kind, value, *place)
        runs = tuple(part.run for part in fit)
        call = function.run

        def run(context: Context, row: Context) -> Found:
            return call([each(context, row) for each in runs])

        return Part(kind, run, *place, function.result_codes)

    def _argument(self, function: Function, part: Part, parameter: Parameter) -> Part:
        if parameter.must_be_written and part.constant is None and part.type is not None:
            return self.complain("S004", part, sentences.must_be_written(function))
        fit = self._typed(function, part, parameter)
        if part.constant is not None and fit.type is not None:
            complaint = parameter.complaint(part.constant)
            if complaint is not None:
                return self.complain("S002", part, complaint)
        return fit

    def _typed(self, function: Function, part: Part, parameter: Parameter) -> Part:
        if part.type is None or not parameter.types or part.type in parameter.types:
            return part
        for wanted in parameter.types:
            fit = fitted(part, wanted)
            if fit is not None:
                return fit
        return self.complain("S002", part, sentences.wrong_type(function.name, parameter.types[0], part))

    def _comparable_all(self, parts: list[Part]) -> list[Part]:
        """Return the arguments as one type, the first one's where they can all be that."""
        first, *others = parts
        pairs = [self.comparable(first, other, ordered=False) for other in others]
        return [pairs[0][0] if pairs else first, *(other for _, other in pairs)]

    def _over_rows(self, node: ast.Call, function: Function) -> Part:
        if self.rows is not None:
            return self.complain("S004", node, sentences.no_nesting(function))
        self.rows = Rows()
        try:
            argument = self._argument(function, self.part(node.args[0]), function.parameters[0])
            group = self.rows.group
        finally:
            self.rows = None
        if argument.type is None and self.problems:
            return argument
        if group is None:
            return self.complain("S004", node, sentences.needs_rows(function))
        combine, each = function.over_rows, argument.run
        assert combine is not None

        def run(context: Context, _: Context) -> Found:
            return combine([each(context, row) for row in context.members(group)])

        self.shown.setdefault(self.source(node), run)
        kind: Type | None = function.result or argument.type
        return Part(kind, run, *self.place(node), function.result_codes or argument.outcomes)


def _takes(function: Function, given: int) -> bool:
    least = len(function.parameters)
    return given >= least if function.repeats else given == least

"""Building calls of functions: how many arguments, of which types, and over which rows."""

from __future__ import annotations

import ast
from collections.abc import Callable, Hashable, Sequence

from crf_app.expressions import sentences
from crf_app.expressions.comparisons import Comparisons
from crf_app.expressions.functions import FUNCTIONS, LOOKUP, Function, Parameter
from crf_app.expressions.ground import NO_ROWS, Rows
from crf_app.expressions.part import Part, constant, fitted
from crf_app.expressions.tables import Table
from crf_app.expressions.types import Context, Found, Type, UnknownName


class Calls(Comparisons):
    """The builder as far as calls."""

    def call(self, node: ast.Call) -> Part:
        """Build a call of one of the listed functions."""
        if not isinstance(node.func, ast.Name):
            return self.complain("S004", node, "Only the listed functions can be called.")
        function = FUNCTIONS.get(node.func.id)
        if function is None:
            return self.complain("S001", node.func, sentences.unknown_function(node.func.id))
        if function.name == LOOKUP.name:
            return self._lookup(node)
        if function.over_rows is not None and len(node.args) == 1:
            return self._over_rows(node, function, function.over_rows)
        if function.over_pairs is not None and _takes(function, len(node.args)):
            return self._over_pairs(node, function, function.over_pairs)
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

    def _over_rows(self, node: ast.Call, function: Function, combine: Callable[[Sequence[Found]], Found]) -> Part:
        inside = self._inside(node, function)
        if isinstance(inside, Part):
            return inside
        (argument,), group = inside
        each = argument.run

        def run(context: Context, _: Context) -> Found:
            return combine([each(context, row) for row in _members(context, group)])

        self.shown.setdefault(self.source(node), run)
        kind: Type | None = function.result or argument.type
        return Part(kind, run, *self.place(node), function.result_codes or argument.outcomes)

    def _over_pairs(
        self, node: ast.Call, function: Function, combine: Callable[[Sequence[tuple[Found, ...]]], Found]
    ) -> Part:
        inside = self._inside(node, function)
        if isinstance(inside, Part):
            return inside
        arguments, group = inside
        runs = tuple(argument.run for argument in arguments)

        def run(context: Context, _: Context) -> Found:
            return combine([tuple(each(context, row) for each in runs) for row in _members(context, group)])

        self.shown.setdefault(self.source(node), run)
        return Part(function.result, run, *self.place(node), function.result_codes)

    def _inside(self, node: ast.Call, function: Function) -> Part | tuple[list[Part], Hashable]:
        """Build what an aggregate works out for each row, and tell whose rows; a Part when that cannot be."""
        if self.rows is not None:
            return self.complain("S004", node, sentences.no_nesting(function))
        self.rows = Rows()
        try:
            arguments = [
                self._argument(function, self.part(each), parameter)
                for each, parameter in zip(node.args, function.parameters, strict=True)
            ]
            for read, run in self.rows.settle():
                self.remember(read, run, in_row=False)
            group = self.rows.group
        finally:
            self.rows = None
        wrong = next((argument for argument in arguments if argument.type is None and self.problems), None)
        if wrong is not None:
            return wrong
        if group is None:
            return self.complain("S004", node, sentences.needs_rows(function))
        return arguments, group

    def _lookup(self, node: ast.Call) -> Part:
        """Build a look into a table: its name and a column are written out, the keys are rules."""
        if len(node.args) < 2:
            return self.complain("S004", node, sentences.wrong_count(LOOKUP))
        written = [self.part(each) for each in node.args[:2]]
        for part in written:
            if not part.is_written_text:
                return self.complain("S004", part, sentences.must_be_written(LOOKUP))
        name, column = (str(part.constant) for part in written)
        table = self.names.table(name)
        if isinstance(table, UnknownName):
            return self.complain("S001", written[0], sentences.unknown_table(name, table.suggestion))
        if column not in table.values:
            return self.complain("S001", written[1], sentences.no_column(column, table))
        keys = [self.part(each) for each in node.args[2:]]
        if len(keys) != len(table.keys):
            return self.complain("S004", node, sentences.wrong_keys(table))
        runs = tuple(self._key(table, n, part).run for n, part in enumerate(keys))

        def run(context: Context, row: Context) -> Found:
            return table.find(column, [each(context, row) for each in runs])

        return Part(table.values[column], run, *self.place(node), table.texts_of(column) or None)

    def _key(self, table: Table, n: int, part: Part) -> Part:
        name, wanted = list(table.keys.items())[n]
        fit = self.wanting(part, wanted, f"{table.name}.{name}")
        if part.constant is not None and all(row.cells[n].fits(fit.constant) is False for row in table.rows):
            return self.complain("S005", part, sentences.no_such_key(part.constant, name, table))
        return fit


def _members(context: Context, group: Hashable) -> Sequence[Context]:
    return () if group == NO_ROWS else context.members(group)


def _takes(function: Function, given: int) -> bool:
    most = len(function.parameters)
    least = most - function.optional
    return given >= least and (function.repeats or given <= most)
